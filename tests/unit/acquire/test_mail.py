from __future__ import annotations

import contextlib
import io
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.carriers.parts import mail, mailbox
from tests.unit.acquire import pictures
from wallet.acquire import mail as reader
from wallet.acquire.kinds import CarrierKind, sniff
from wallet.acquire.members import BadMember, Member
from wallet.errors import CredentialError
from wallet.model.report import Reason

FILES = [("a.json", pictures.JSON)]
SHARE = "https://www.credly.com/badges/7e75e005-b03e-4347-af3c-dcab5e629df2"


def test_mail_and_mailboxes_are_told_by_their_first_lines() -> None:
    assert sniff(mail()) is CarrierKind.MAIL
    assert sniff(mail().replace(b"\n", b"\r\n")) is CarrierKind.MAIL
    assert sniff(mailbox(mail())) is CarrierKind.MAILBOX
    for text in (
        b"From the beginning: x\nTo: y\n",
        b"Subject: one field is no mail\n\n",
        b"a: b\n" * 100_000,
        b"From x\n\nwords",
    ):
        assert sniff(text) is CarrierKind.UNKNOWN


def test_attachments_come_decoded_under_their_own_names() -> None:
    found = list(reader.members(mail([("../../バッジ.json", pictures.JSON), ("a\\b.json", b"{}")])))
    assert found == [Member(name="バッジ.json", content=pictures.JSON), Member(name="b.json", content=b"{}")]


def test_a_forwarded_mail_is_opened() -> None:
    inner = mail(FILES)
    outer = (
        b'From: a@b.example\nTo: c@d.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="x"\n\n'
        b"--x\nContent-Type: message/rfc822\n\n" + inner + b"\n--x--\n"
    )
    assert Member(name="a.json", content=pictures.JSON) in list(reader.members(outer))


def test_a_credential_written_into_the_text_is_taken() -> None:
    (member,) = reader.members(mail(text=pictures.JWT.decode()))
    assert isinstance(member, Member)
    assert member.content.strip() == pictures.JWT


def test_share_pages_are_told_once_each_and_others_not_at_all() -> None:
    text = f"{SHARE}, {SHARE}. https://elsewhere.example/ http://x.example/{'a' * 3000}"
    (found,) = reader.members(mail(text=text))
    assert isinstance(found, BadMember)
    assert (found.params["what"], found.params["url"]) == ("share-page", SHARE)


def test_links_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_LINKS", 3)
    text = "\n".join(SHARE[:-1] + digit for digit in "0123456789")
    assert len(list(reader.members(mail(text=text)))) == 3


def test_mail_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CredentialError) as caught:
        list(reader.members(mail() + b"\n--x" * 3000))
    assert caught.value.code == Reason.TOO_COMPLEX
    monkeypatch.setattr(reader, "MAX_PARTS", 3)
    with pytest.raises(CredentialError) as caught:
        list(reader.members(mail(FILES * 5)))
    assert caught.value.code == Reason.TOO_COMPLEX
    monkeypatch.setattr(reader, "MAX_INPUT_BYTES", 3)
    (member,) = reader.members(mail(FILES))
    assert isinstance(member, BadMember)
    assert member.reason is Reason.TOO_LARGE
    monkeypatch.setattr(reader, "MAX_MESSAGE_BYTES", 10)
    with pytest.raises(CredentialError) as caught:
        list(reader.members(mail()))
    assert caught.value.code == Reason.TOO_LARGE


def test_a_mailbox_is_read_message_by_message() -> None:
    content = mailbox(mail(FILES), b"From: a\nSubject: b\n\n>From here on it is quoted.\n", mail())
    first, second, third = reader.messages(io.BytesIO(content))
    assert isinstance(first, Member)
    assert isinstance(second, Member)
    assert [first.name, second.name, third.name] == ["1.eml", "2.eml", "3.eml"]
    assert Member(name="a.json", content=pictures.JSON) in list(reader.members(first.content))
    assert b"\nFrom here on" in second.content


def test_a_mailbox_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_MESSAGE_BYTES", 300)
    small = b"From: a\nSubject: b\n\nwords\n"
    found = list(reader.messages(io.BytesIO(mailbox(small, mail(FILES), small))))
    assert [type(message) for message in found] == [Member, BadMember, Member]
    monkeypatch.setattr(reader, "MAX_MESSAGES", 2)
    with pytest.raises(CredentialError) as caught:
        list(reader.messages(io.BytesIO(mailbox(small, small, small))))
    assert caught.value.code == Reason.TOO_LARGE


@pytest.mark.parametrize(
    "content",
    [
        b"From: a\nTo: b\nContent-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\n" * 1900,
        b"From: a\nTo: b\nContent-Type: multipart/mixed; " + b"x=y;" * 200_000 + b"\n\n",
        b"From: a\nTo: b\nContent-Disposition: attachment; filename*0=" + b"a" * 500_000 + b"\n\nx",
        b"From: a\nTo: b\n" + b"Subject: =?utf-8?b?" + b"=" * 500_000 + b"\n\nx",
        b"From: a\nTo: b\n\n" + b"http://" * 300_000,
    ],
    ids=["parts", "parameters", "name", "word", "links"],
)
def test_hostile_mail_takes_little_time(content: bytes) -> None:
    started = time.process_time()
    with contextlib.suppress(CredentialError):
        list(reader.members(content))
    assert time.process_time() - started < 8


@given(st.binary(min_size=1, max_size=8), st.data())
def test_damaged_mail_never_crashes(noise: bytes, data: st.DataObject) -> None:
    content = bytearray(mail(FILES, page="<p>x</p>"))
    at = data.draw(st.integers(0, len(content) - len(noise)))
    content[at : at + len(noise)] = noise
    with contextlib.suppress(CredentialError):
        for member in reader.members(bytes(content)):
            assert isinstance(member, Member | BadMember)

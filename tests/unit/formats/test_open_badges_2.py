"""Telling assertions of Open Badges before 3.0 from everything else, and reading them."""

from __future__ import annotations

import pytest

from wallet.codec import json
from wallet.codec.multibase import encode_base64url
from wallet.errors import CredentialError
from wallet.formats.assertion import credential_of, date_of, hosted_at, is_assertion
from wallet.formats.open_badges_2 import OpenBadge2
from wallet.model.json import JsonObject, JsonValue
from wallet.model.report import Reason

CONTEXT = "https://w3id.org/openbadges/v2"
ASSERTION: JsonObject = {
    "@context": CONTEXT,
    "id": "https://h.example/a",
    "type": "Assertion",
    "recipient": {"identity": "a@u.example", "hashed": False},
    "badge": "https://h.example/b",
}


def compact(payload: bytes, header: JsonValue) -> bytes:
    return ".".join(encode_base64url(part) for part in (json.dumps(header), payload, b"x")).encode()


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (ASSERTION, True),
        ({**ASSERTION, "@context": [CONTEXT, "https://elsewhere.example/"]}, True),
        ({**ASSERTION, "@context": "https://openbadgespec.org/v1"}, True),
        ({**ASSERTION, "@context": "https://elsewhere.example/", "type": ["Assertion", "X"]}, True),
        ({"recipient": "x", "badge": {}}, True),
        ({**ASSERTION, "@context": "https://elsewhere.example/", "type": "Other"}, False),
        ({**ASSERTION, "credentialSubject": {}}, False),
        ({"@context": CONTEXT, "type": "BadgeClass", "name": "n"}, False),
    ],
)
def test_an_assertion_is_told_by_what_it_has(document: JsonObject, expected: bool) -> None:
    assert is_assertion(document) is expected
    assert OpenBadge2().recognises(json.dumps(document)) is expected
    assert OpenBadge2().recognises(compact(json.dumps(document), {"alg": "RS256"})) is expected


@pytest.mark.parametrize(
    "payload", [b"", b"[]", b'{"recipient":1,"badge":2', b"a.b", b"a.b.c", b'{"recipient":1,"recipient":1,"badge":1}']
)
def test_broken_text_is_left_to_the_formats_that_say_why(payload: bytes) -> None:
    assert OpenBadge2().recognises(payload) is False


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (b'{"type":"BadgeClass"}', Reason.NOT_A_CREDENTIAL),
        (compact(json.dumps(ASSERTION), {"typ": "JWT"}), Reason.MALFORMED),
        (compact(json.dumps(ASSERTION), {"alg": 7}), Reason.MALFORMED),
        (compact(b"[]", {"alg": "RS256"}), Reason.NOT_A_CREDENTIAL),
    ],
)
def test_what_is_no_assertion_is_refused(payload: bytes, reason: Reason) -> None:
    with pytest.raises(CredentialError) as caught:
        OpenBadge2().parse(payload)
    assert caught.value.code == reason


def test_a_hosted_one_has_no_proof_of_its_own() -> None:
    parsed = OpenBadge2().parse(json.dumps(ASSERTION))
    assert parsed.proofs == ()
    assert parsed.credential.subjects[0].id == "a@u.example"
    assert parsed.credential.issuer.id == "https://h.example"


def test_what_is_embedded_is_read() -> None:
    issuer: JsonObject = {"id": "https://u.example/i", "name": "大学", "url": "https://u.example"}
    credential = credential_of({**ASSERTION, "badge": {"name": "探究", "@language": "ja", "issuer": [issuer]}})
    assert credential.name is not None
    assert credential.name.by_language == {"ja": "探究"}
    assert (credential.issuer.id, credential.issuer.url) == ("https://u.example/i", "https://u.example")


@pytest.mark.parametrize(
    ("assertion", "expected"),
    [
        ({"badge": {"issuer": "https://u.example/i"}}, "https://u.example/i"),
        ({"badge": {"issuer": {"origin": "https://old.example"}}}, "https://old.example"),
        ({"verify": {"url": "https://h.example/a"}}, "https://h.example"),
        ({"id": "urn:uuid:1"}, ""),
    ],
)
def test_the_best_name_for_an_issuer_that_is_only_linked(assertion: JsonObject, expected: str) -> None:
    assert credential_of(assertion).issuer.id == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024-03-31T00:00:00Z", "2024-03-31T00:00:00Z"),
        ("2024-03-31", "2024-03-31T00:00:00Z"),
        (1711843200, "2024-03-31T00:00:00Z"),
        ("1711843200", "2024-03-31T00:00:00Z"),
        (1e300, "1e+300"),
        ("soon", "soon"),
        (True, None),
        (None, None),
        ([], None),
    ],
)
def test_dates_of_every_version(value: JsonValue, expected: str | None) -> None:
    assert date_of(value) == expected


@pytest.mark.parametrize(
    ("assertion", "expected"),
    [
        ({"id": "https://h.example/a", "verify": {"url": "https://h.example/v"}}, "https://h.example/v"),
        ({"id": "https://h.example/a", "verification": [{"type": "HostedBadge"}]}, "https://h.example/a"),
        ({"uid": "abc"}, None),
    ],
)
def test_where_it_is_hosted(assertion: JsonObject, expected: str | None) -> None:
    assert hosted_at(assertion) == expected

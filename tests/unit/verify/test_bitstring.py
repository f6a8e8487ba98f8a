"""Bitstring Status List: every entry, every purpose, every size, and everything that can be wrong with a list."""

from __future__ import annotations

import gzip
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.sample_issuer.issuer import EDDSA_JCS
from tests.simulator.issuer import NOW
from tests.unit.verify.lists import (
    ENTRIES,
    ISSUER,
    OTHER,
    URL,
    World,
    badge,
    holding,
    list_credential,
    marked,
    packed,
    status,
)
from wallet.codec.multibase import encode_base64url
from wallet.codec.time import format_instant
from wallet.model.json import JsonObject, JsonValue
from wallet.model.material import MaterialSource
from wallet.model.report import Outcome, Reason
from wallet.verify.status.bits import from_the_left, from_the_right, read_index, unpack

INDEX = 94_567
LATER = {"signed": NOW - timedelta(days=2)}


def entry(purpose: JsonValue = "revocation", index: JsonValue = str(INDEX), **members: JsonValue) -> JsonObject:
    stated: JsonObject = {
        "id": f"{URL}#{INDEX}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": purpose,
        "statusListIndex": index,
        "statusListCredential": URL,
    }
    return {**stated, **members}


# --- bits ----------------------------------------------------------------------------------------------------------


@given(st.binary(min_size=1, max_size=40), st.integers(1, 8), st.data())
def test_a_value_from_the_left_is_that_of_the_bit_string(content: bytes, size: int, data: st.DataObject) -> None:
    text = "".join(f"{byte:08b}" for byte in content)
    index = data.draw(st.integers(0, len(text) // size - 1))
    assert from_the_left(content, index, size) == int(text[index * size : (index + 1) * size], 2)
    assert from_the_left(content, len(text) // size, size) is None


@given(st.binary(min_size=1, max_size=40), st.sampled_from([1, 2, 4, 8]), st.data())
def test_a_value_from_the_right_is_that_of_each_byte_reversed(content: bytes, size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(content) * 8 // size - 1))
    byte = f"{content[index * size // 8]:08b}"
    shift = index * size % 8
    assert from_the_right(content, index, size) == int(byte[8 - shift - size : 8 - shift], 2)
    assert from_the_right(content, len(content) * 8 // size, size) is None


@pytest.mark.parametrize("value", ["-1", "1e5", "0x10", "", " 1", "1 ", "٣", "12345678901", -1, 1.0, True, None, [1]])
def test_what_is_no_index(value: JsonValue) -> None:
    assert read_index(value) is None


@pytest.mark.parametrize(("value", "index"), [("0", 0), ("007", 7), (0, 0), (94567, 94567), ("9999999999", 9999999999)])
def test_an_index(value: JsonValue, index: int) -> None:
    assert read_index(value) == index


def test_a_stream_must_be_whole_and_alone() -> None:
    compressed = gzip.compress(b"\0" * 100, mtime=0)
    for broken in (compressed[:-1], compressed + b"x", compressed * 2, b"\0" * 20, b""):
        assert unpack(encode_base64url(broken), 31) is None
    assert unpack(encode_base64url(compressed), 31) == b"\0" * 100
    assert unpack(None, 31) is None
    assert unpack("#", 31) is None


# --- what an entry amounts to --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("purpose", "reason"), [("revocation", Reason.REVOKED), ("suspension", Reason.SUSPENDED)])
@pytest.mark.parametrize("index", [0, 7, 8, INDEX, ENTRIES - 1])
def test_a_set_bit_takes_back_this_badge_and_no_other(purpose: str, reason: Reason, index: int) -> None:
    world = holding(list_credential(marked(index), subject={"statusPurpose": purpose}))
    assert status(badge(entry(purpose, str(index))), world).reason is reason
    for neighbour in {index ^ 1, index ^ 7, index ^ 8} - {index}:
        found = status(badge(entry(purpose, str(neighbour))), world)
        assert (found.outcome, found.reason) == (Outcome.PASSED, None)


def test_every_entry_counts_and_the_worst_decides() -> None:
    second = "https://issuer.example/status/2"
    both = [entry(), entry("suspension", statusListCredential=second)]
    world = World({URL: holding(list_credential()).at[URL]})
    missing = status(badge(*both), world)
    assert (missing.outcome, missing.reason) == (Outcome.INDETERMINATE, Reason.STATUS_UNREACHABLE)
    suspended = list_credential(marked(INDEX), subject={"statusPurpose": "suspension"})
    world.at[second] = holding(suspended).at[URL]
    assert status(badge(*both), world).reason is Reason.SUSPENDED
    assert {item.url for item in status(badge(*both), world).relied_on} == {URL, second}


def test_a_list_for_several_purposes() -> None:
    world = holding(list_credential(subject={"statusPurpose": ["suspension", "revocation"]}))
    assert status(badge(entry()), world).outcome is Outcome.PASSED


@pytest.mark.parametrize("index", [INDEX, str(INDEX)])
def test_an_index_as_text_or_number(index: JsonValue) -> None:
    assert status(badge(entry(index=index)), holding(list_credential(marked(INDEX)))).reason is Reason.REVOKED


def test_nothing_set_says_since_when_and_how_old_the_list_is() -> None:
    signed = NOW - timedelta(days=40)
    found = status(badge(entry()), holding(list_credential(signed=signed)))
    assert found.params == {"list_dated": format_instant(signed)}
    (evidence,) = found.relied_on
    assert (evidence.url, evidence.retrieved_at, evidence.source) == (URL, NOW, MaterialSource.FETCHED)


# --- message, refresh, several bits --------------------------------------------------------------------------------


MESSAGES: JsonValue = [
    {"status": "0x0", "message": "pending review"},
    {"status": "0x1", "message": "accepted"},
    {"status": "0X2", "message": "rejected"},
    "nonsense",
    {"status": "two", "message": "never"},
    {"status": "0xzz", "message": "never"},
]


@pytest.mark.parametrize(("value", "message"), [(0, "pending review"), (1, "accepted"), (2, "rejected"), (3, "0x3")])
def test_a_message_is_told_and_decides_nothing(value: int, message: str) -> None:
    bits = bytearray(ENTRIES // 4)
    bits[0] = value << 4  # the second entry of two bits
    world = holding(list_credential(bytes(bits), subject={"statusPurpose": "message"}))
    asks = entry("message", "1", statusSize=2, statusMessage=MESSAGES)
    found = status(badge(asks), world)
    assert (found.outcome, found.params["message"]) == (Outcome.PASSED, message)


def test_messages_of_drafts_stand_in_the_list() -> None:
    subject: JsonObject = {"statusPurpose": "message", "statusMessages": [{"status": "0x1", "message": "delayed"}]}
    world = holding(list_credential(marked(INDEX), subject=subject))
    assert status(badge(entry("message")), world).params["message"] == "delayed"


def test_a_message_without_text_is_its_number() -> None:
    world = holding(list_credential(marked(INDEX), subject={"statusPurpose": "message"}))
    asks = entry("message", statusMessage=[{"status": "0x1", "message": ""}])
    assert status(badge(asks), world).params["message"] == "0x1"


def test_a_newer_version_is_told() -> None:
    world = holding(list_credential(marked(INDEX), subject={"statusPurpose": "refresh"}))
    assert status(badge(entry("refresh")), world).params["refresh"] == URL
    assert "refresh" not in status(badge(entry("refresh", "3")), world).params


def test_several_bits_for_revocation_mean_revoked_when_any_is_set() -> None:
    bits = bytearray(ENTRIES // 2)
    bits[1] = 0x01
    world = holding(list_credential(bytes(bits)))
    assert status(badge(entry(index="3", statusSize=4)), world).reason is Reason.REVOKED
    assert status(badge(entry(index="2", statusSize=4)), world).outcome is Outcome.PASSED


def test_the_range_is_counted_in_entries() -> None:
    world = holding(list_credential(marked()))
    last = ENTRIES // 4 - 1
    assert status(badge(entry(index=str(last), statusSize=4)), world).outcome is Outcome.PASSED
    found = status(badge(entry(index=str(last + 1), statusSize=4)), world)
    assert (found.reason, found.params["entries"]) == (Reason.STATUS_OUT_OF_RANGE, str(ENTRIES // 4))


# --- what is wrong with an entry -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("members", "reason", "detail"),
    [
        ({"statusListCredential": 5}, Reason.STATUS_MALFORMED, "statusListCredential"),
        ({"statusListIndex": "1e5"}, Reason.STATUS_MALFORMED, "statusListIndex"),
        ({"statusListIndex": "-1"}, Reason.STATUS_MALFORMED, "statusListIndex"),
        ({"statusSize": 0}, Reason.STATUS_MALFORMED, "statusSize"),
        ({"statusSize": 9}, Reason.STATUS_MALFORMED, "statusSize"),
        ({"statusSize": True}, Reason.STATUS_MALFORMED, "statusSize"),
        ({"statusSize": "2"}, Reason.STATUS_MALFORMED, "statusSize"),
        ({"statusPurpose": ["revocation"]}, Reason.STATUS_MALFORMED, "statusPurpose"),
        ({"statusPurpose": "activation"}, Reason.STATUS_UNSUPPORTED, "statusPurpose"),
        ({"type": "MysteryList"}, Reason.STATUS_UNSUPPORTED, None),
    ],
)
def test_an_entry_that_cannot_be_judged(members: JsonObject, reason: Reason, detail: str | None) -> None:
    world = holding(list_credential())
    found = status(badge(entry(**members)), world)
    assert (found.outcome, found.reason, found.params.get("detail")) == (Outcome.INDETERMINATE, reason, detail)
    assert world.asked == []


# --- what is wrong with a list -------------------------------------------------------------------------------------


def unsigned() -> JsonObject:
    document = list_credential()
    del document["proof"]
    return document


def tampered() -> JsonObject:
    document = list_credential(marked(INDEX))
    assert isinstance(document["credentialSubject"], dict)
    document["credentialSubject"]["encodedList"] = packed(marked())
    return document


@pytest.mark.parametrize(
    ("document", "reason", "detail"),
    [
        (b"<html>portal</html>", Reason.STATUS_MALFORMED, "format"),
        (b'{"a": 1, "a": 2}', Reason.STATUS_MALFORMED, None),
        ({"type": "other"}, Reason.STATUS_MALFORMED, None),
        (list_credential(types=["VerifiableCredential"]), Reason.STATUS_MALFORMED, "type"),
        (list_credential(subject={"type": "StatusList2021"}), Reason.STATUS_MALFORMED, "credentialSubject"),
        (list_credential(credentialSubject=[{"type": "BitstringStatusList"}]), Reason.STATUS_MALFORMED, None),
        (list_credential(subject={"encodedList": "u####"}), Reason.STATUS_MALFORMED, "encodedList"),
        (list_credential(subject={"encodedList": 7}), Reason.STATUS_MALFORMED, "encodedList"),
        (list_credential(subject={"encodedList": packed(b"\0" * (9 << 20))}), Reason.STATUS_MALFORMED, "encodedList"),
        (list_credential(subject={"ttl": "soon"}), Reason.STATUS_MALFORMED, "ttl"),
        (list_credential(subject={"ttl": -1}), Reason.STATUS_MALFORMED, "ttl"),
        (list_credential(validUntil="next year"), Reason.STATUS_MALFORMED, "validity"),
        (list_credential(validFrom="2026-01-01"), Reason.STATUS_MALFORMED, "validity"),
        (list_credential(subject={"statusPurpose": "suspension"}), Reason.STATUS_WRONG_PURPOSE, None),
        (list_credential(subject={"statusPurpose": None}), Reason.STATUS_WRONG_PURPOSE, None),
        (list_credential(marked(size=1024)), Reason.STATUS_OUT_OF_RANGE, None),
        (list_credential(issuer=OTHER), Reason.STATUS_UNTRUSTED, None),
        (unsigned(), Reason.STATUS_UNSIGNED, None),
        (tampered(), Reason.STATUS_UNTRUSTED, "signature-mismatch"),
    ],
)
def test_a_list_that_clears_nothing(document: JsonValue, reason: Reason, detail: str | None) -> None:
    found = status(badge(entry()), holding(document))
    assert (found.outcome, found.reason) == (Outcome.INDETERMINATE, reason)
    if detail is not None:
        assert found.params["detail"] == detail
    assert found.relied_on


def test_a_presentation_is_no_list() -> None:
    document: JsonObject = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiablePresentation"],
        "holder": ISSUER.id,
        "verifiableCredential": [],
    }
    signed = ISSUER.secure(document, created=NOW, suite=EDDSA_JCS, purpose="authentication")
    assert status(badge(entry()), holding(signed)).reason is Reason.STATUS_MALFORMED


def test_nothing_at_the_address() -> None:
    found = status(badge(entry()), World())
    assert (found.outcome, found.reason) == (Outcome.INDETERMINATE, Reason.STATUS_UNREACHABLE)
    assert found.params == {"url": URL, "detail": "timeout"}


def test_another_issuers_list_can_revoke() -> None:
    world = holding(list_credential(marked(INDEX), issuer=OTHER))
    assert status(badge(entry()), world).reason is Reason.REVOKED


def test_a_short_list_is_read_and_said_to_be_short() -> None:
    short = holding(list_credential(marked(5, size=100_000)))
    clear, revoked = status(badge(entry(index="4")), short), status(badge(entry(index="5")), short)
    assert (clear.outcome, clear.params["short_list"]) == (Outcome.PASSED, "100000")
    assert (revoked.reason, revoked.params["short_list"]) == (Reason.REVOKED, "100000")


def test_a_list_packed_as_before_2024() -> None:
    bits = marked(INDEX)
    padded = encode_base64url(gzip.compress(bits, mtime=0))
    for text in (padded, padded + "=" * (-len(padded) % 4), padded.replace("-", "+").replace("_", "/")):
        world = holding(list_credential(subject={"encodedList": text}))
        assert status(badge(entry()), world).reason is Reason.REVOKED


def test_a_list_as_jwt() -> None:
    document = list_credential()
    del document["proof"]
    ends = int((NOW + timedelta(days=1)).timestamp())
    world = World({URL: ISSUER.jwt({**document, "exp": ends, "nbf": ends - 5 * 86_400}).encode()})
    found = status(badge(entry()), world)
    assert (found.outcome, found.relied_on[0].valid_until) == (Outcome.PASSED, NOW + timedelta(days=1))
    late = status(badge(entry()), world, at=NOW + timedelta(days=1))
    assert (late.reason, late.params["until"]) == (Reason.STATUS_STALE, format_instant(NOW + timedelta(days=1)))

"""Token Status List: the examples of its specification, every kind of entry, and everything that can be wrong."""

from __future__ import annotations

import zlib
from datetime import timedelta

import pytest

from tests.simulator.issuer import NOW
from tests.unit.verify.lists import ISSUER, OTHER, URL, World, badge, list_credential, status, token_list
from wallet.codec import json
from wallet.codec.multibase import encode_base64url
from wallet.codec.time import format_instant
from wallet.model.json import JsonObject, JsonValue
from wallet.model.report import Outcome, Reason
from wallet.verify.status.bits import ZLIB, from_the_right, unpack


def entry(idx: JsonValue = 0, uri: JsonValue = URL) -> JsonObject:
    return {"type": "TokenStatusList", "idx": idx, "uri": uri}


def world(content: bytes) -> World:
    return World({URL: content})


def test_the_examples_of_the_specification() -> None:
    one = unpack("eNrbuRgAAhcBXQ", ZLIB)
    assert one == b"\xb9\xa3"
    assert [from_the_right(one, index) for index in range(16)] == [1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1]
    two = unpack("eNo76fITAAPfAgc", ZLIB)
    assert two == b"\xc9\x44\xf9"
    assert [from_the_right(two, index, 2) for index in range(12)] == [1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3]


@pytest.mark.parametrize("bits", [1, 2, 4, 8])
def test_entries_of_every_size(bits: int) -> None:
    content = bytearray(8)
    content[3 * bits // 8] |= 1 << 3 * bits % 8
    found = world(token_list(bytes(content), bits))
    assert status(badge(entry(3)), found).reason is Reason.REVOKED
    assert {status(badge(entry(index)), found).reason for index in (0, 1, 2, 4, 5, 6, 7)} == {None}


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (0, None),
        (1, Reason.REVOKED),
        (2, Reason.SUSPENDED),
        (3, Reason.STATUS_UNSUPPORTED),
        (12, Reason.STATUS_UNSUPPORTED),
    ],
)
def test_what_a_value_amounts_to(value: int, reason: Reason | None) -> None:
    assert status(badge(entry()), world(token_list(bytes([value]), 8))).reason is reason


def test_a_clear_entry_says_since_when() -> None:
    found = status(badge(entry()), world(token_list(b"\0")))
    assert found.outcome is Outcome.PASSED
    assert found.params == {"list_dated": format_instant(NOW)}


def test_expiry_and_time_to_live() -> None:
    ends = NOW + timedelta(days=2)
    kept = world(token_list(b"\0", claims={"exp": int(ends.timestamp()), "ttl": 3600}))
    assert status(badge(entry()), kept).relied_on[0].valid_until == ends
    assert status(badge(entry()), kept, at=NOW + timedelta(hours=1)).outcome is Outcome.PASSED
    assert status(badge(entry()), kept, at=NOW + timedelta(hours=2)).reason is Reason.STATUS_STALE
    by_the_user = status(badge(entry()), kept, at=NOW + timedelta(hours=2), max_age=timedelta(days=9))
    assert by_the_user.outcome is Outcome.PASSED
    assert status(badge(entry()), kept, at=ends, max_age=timedelta(days=9)).reason is Reason.STATUS_STALE
    assert status(badge(entry()), world(token_list(b"\0", claims={"ttl": 10**12}))).outcome is Outcome.PASSED


def test_out_of_range() -> None:
    found = status(badge(entry(8)), world(token_list(b"\0")))
    assert (found.outcome, found.reason) == (Outcome.INDETERMINATE, Reason.STATUS_OUT_OF_RANGE)
    assert found.params["entries"] == "8"


@pytest.mark.parametrize(
    ("claims", "detail"),
    [
        ({"status_list": None}, "status_list"),
        ({"status_list": {"bits": 3, "lst": "eNrbuRgAAhcBXQ"}}, "bits"),
        ({"status_list": {"bits": True, "lst": "eNrbuRgAAhcBXQ"}}, "bits"),
        ({"status_list": {"bits": 1, "lst": "eNrbuRgAAhcB"}}, "lst"),
        ({"status_list": {"bits": 1, "lst": encode_base64url(zlib.compress(b"\0" * (9 << 20)))}}, "lst"),
        ({"iat": None}, "iat"),
        ({"iat": True}, "iat"),
        ({"exp": "soon"}, "exp"),
        ({"exp": 1e300}, "exp"),
        ({"ttl": 0}, "ttl"),
        ({"ttl": "60"}, "ttl"),
        ({"iss": 7}, "header"),
    ],
)
def test_a_token_that_is_not_as_it_should_be(claims: JsonObject, detail: str) -> None:
    found = status(badge(entry()), world(token_list(b"\0", claims=claims)))
    assert (found.outcome, found.reason) == (Outcome.INDETERMINATE, Reason.STATUS_MALFORMED)
    assert found.params == {"url": URL, "detail": detail}


@pytest.mark.parametrize("content", [b"{}", b"a.b.c", b"\xd2\x84", json.dumps(list_credential())])
def test_what_is_no_token(content: bytes) -> None:
    assert status(badge(entry()), world(content)).reason is Reason.STATUS_MALFORMED


def test_a_token_of_another_type_is_not_read_as_a_list() -> None:
    claims: JsonObject = {"sub": URL, "iat": 1, "status_list": {"bits": 1, "lst": "eNrbuRgAAhcBXQ"}}
    found = status(badge(entry()), world(ISSUER.jwt(claims, type="jwt").encode()))
    assert (found.reason, found.params["detail"]) == (Reason.STATUS_MALFORMED, "typ")


def test_a_list_for_another_address() -> None:
    found = status(badge(entry()), world(token_list(b"\0", claims={"sub": URL + "0"})))
    assert (found.outcome, found.reason) == (Outcome.INDETERMINATE, Reason.STATUS_WRONG_PURPOSE)
    assert found.params["list_purpose"] == URL + "0"
    assert status(badge(entry()), world(token_list(b"\0", claims={"sub": None}))).reason is Reason.STATUS_WRONG_PURPOSE


def test_somebody_elses_signature_clears_nothing() -> None:
    """Without `iss` the token claims to be the issuer's; with one it is somebody else's own."""
    as_issuer = status(badge(entry()), world(token_list(b"\0", issuer=OTHER)))
    assert (as_issuer.outcome, as_issuer.reason) == (Outcome.INDETERMINATE, Reason.STATUS_UNTRUSTED)
    own = status(badge(entry()), world(token_list(b"\0", issuer=OTHER, claims={"iss": OTHER.id})))
    assert (own.outcome, own.reason) == (Outcome.INDETERMINATE, Reason.STATUS_UNTRUSTED)
    assert (
        status(badge(entry()), world(token_list(b"\1", issuer=OTHER, claims={"iss": OTHER.id}))).reason
        is Reason.REVOKED
    )


def test_a_broken_or_missing_signature() -> None:
    token = token_list(b"\1")
    broken = status(badge(entry()), world(token[:-4] + b"AAAA"))
    assert (broken.outcome, broken.reason) == (Outcome.INDETERMINATE, Reason.STATUS_UNTRUSTED)
    header = encode_base64url(json.dumps({"alg": "none", "typ": "statuslist+jwt"})).encode()
    unsigned = header + b"." + token.split(b".")[1] + b"."
    assert status(badge(entry()), world(unsigned)).reason is Reason.STATUS_UNSIGNED


def test_a_key_named_within_the_issuer() -> None:
    body = token_list(b"\1").split(b".")[1]
    fragment, key = next(iter(ISSUER.methods.items()))
    for name in (f"#{fragment}", fragment):
        header = encode_base64url(json.dumps({"alg": "EdDSA", "typ": "statuslist+jwt", "kid": name})).encode()
        signature = encode_base64url(key.sign(header + b"." + body)).encode()
        assert status(badge(entry()), world(header + b"." + body + b"." + signature)).reason is Reason.REVOKED


@pytest.mark.parametrize("asked", [entry(idx="0"), entry(idx=-1), entry(idx=None), entry(uri=None), entry(uri=["x"])])
def test_an_entry_that_cannot_be_judged(asked: JsonObject) -> None:
    found = status(badge(asked), world(token_list(b"\0")))
    assert (found.outcome, found.reason) == (Outcome.INDETERMINATE, Reason.STATUS_MALFORMED)

"""StatusList2021, RevocationList2020 and RevocationList2021: the lists before Bitstring Status List."""

from __future__ import annotations

import pytest

from tests.unit.verify.lists import ENTRIES, URL, badge, holding, list_credential, marked, packed, status
from wallet.model.json import JsonObject
from wallet.model.report import Outcome, Reason

INDEX = 94_567
VC = "VerifiableCredential"


def from_the_right(*indexes: int) -> bytes:
    bits = bytearray(ENTRIES // 8)
    for index in indexes:
        bits[index // 8] |= 1 << index % 8
    return bytes(bits)


# --- StatusList2021 ------------------------------------------------------------------------------------------------


def entry_2021(**members: object) -> JsonObject:
    stated: JsonObject = {
        "type": "StatusList2021Entry",
        "statusPurpose": "revocation",
        "statusListIndex": str(INDEX),
        "statusListCredential": URL,
    }
    return {**stated, **members}  # type: ignore[dict-item]  # test values of every kind


def list_2021(bits: bytes = b"", purpose: str = "revocation") -> JsonObject:
    subject: JsonObject = {
        "type": "StatusList2021",
        "statusPurpose": purpose,
        "encodedList": packed(bits or marked(), prefix=""),
    }
    return list_credential(types=[VC, "StatusList2021Credential"], subject=subject)


@pytest.mark.parametrize(("purpose", "reason"), [("revocation", Reason.REVOKED), ("suspension", Reason.SUSPENDED)])
def test_status_list_2021_counts_from_the_left(purpose: str, reason: Reason) -> None:
    world = holding(list_2021(marked(INDEX), purpose))
    assert status(badge(entry_2021(statusPurpose=purpose)), world).reason is reason
    clear = status(badge(entry_2021(statusPurpose=purpose, statusListIndex="94568")), world)
    assert clear.outcome is Outcome.PASSED


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"statusListCredential": None}, Reason.STATUS_MALFORMED),
        ({"statusListIndex": "x"}, Reason.STATUS_MALFORMED),
        ({"statusPurpose": None}, Reason.STATUS_MALFORMED),
        ({"statusPurpose": "message"}, Reason.STATUS_UNSUPPORTED),
    ],
)
def test_status_list_2021_entries_that_cannot_be_judged(members: dict[str, object], reason: Reason) -> None:
    found = status(badge(entry_2021(**members)), holding(list_2021()))
    assert (found.outcome, found.reason) == (Outcome.INDETERMINATE, reason)


def test_the_kinds_of_list_are_not_mixed() -> None:
    assert status(badge(entry_2021()), holding(list_credential())).reason is Reason.STATUS_MALFORMED
    assert status(badge(entry_2021()), holding(list_2021(purpose="suspension"))).reason is Reason.STATUS_WRONG_PURPOSE


# --- RevocationList2020 --------------------------------------------------------------------------------------------


def entry_2020(index: object = "94567", url: object = URL) -> JsonObject:
    return {  # test values of every kind
        "type": "RevocationList2020Status",
        "revocationListIndex": index,  # type: ignore[dict-item]
        "revocationListCredential": url,  # type: ignore[dict-item]
    }


def list_2020(bits: bytes) -> JsonObject:
    subject: JsonObject = {
        "type": "RevocationList2020",
        "statusPurpose": None,
        "encodedList": packed(bits, prefix=""),
    }
    return list_credential(types=[VC, "RevocationList2020Credential"], subject=subject)


def test_revocation_list_2020_is_read_from_both_ends() -> None:
    both = bytearray(marked(INDEX))
    both[INDEX // 8] |= 1 << INDEX % 8
    assert status(badge(entry_2020()), holding(list_2020(marked()))).outcome is Outcome.PASSED
    assert status(badge(entry_2020()), holding(list_2020(bytes(both)))).reason is Reason.REVOKED
    assert status(badge(entry_2020()), holding(list_2020(b"\xff" * 16_384))).reason is Reason.REVOKED


@pytest.mark.parametrize("bits", [marked(INDEX), from_the_right(INDEX)])
def test_where_the_two_ends_differ_nothing_can_be_told(bits: bytes) -> None:
    found = status(badge(entry_2020()), holding(list_2020(bits)))
    assert (found.outcome, found.reason) == (Outcome.INDETERMINATE, Reason.STATUS_MALFORMED)
    assert found.params["detail"] == "bit order"
    assert found.relied_on


@pytest.mark.parametrize("entry", [entry_2020(index="x"), entry_2020(url=None)])
def test_revocation_list_2020_entries_that_cannot_be_judged(entry: JsonObject) -> None:
    assert status(badge(entry), holding(list_2020(marked()))).reason is Reason.STATUS_MALFORMED


def test_revocation_list_2020_out_of_range_is_that_and_nothing_else() -> None:
    assert status(badge(entry_2020("999999")), holding(list_2020(marked()))).reason is Reason.STATUS_OUT_OF_RANGE


# --- RevocationList2021 --------------------------------------------------------------------------------------------


def entry_entra(index: object = INDEX, url: object = URL) -> JsonObject:
    return {  # test values of every kind
        "id": "urn:uuid:625dfcad-0000-1111-2222-333444445555?bit-index=31",
        "type": "RevocationList2021Status",
        "statusListIndex": index,  # type: ignore[dict-item]
        "statusListCredential": url,  # type: ignore[dict-item]
    }


def list_entra(bits: bytes) -> JsonObject:
    subject: JsonObject = {
        "type": "RevocationList2021",
        "statusPurpose": None,
        "encodedList": packed(bits, prefix=""),
    }
    return list_credential(types=[VC, "RevocationList2021Credential"], subject=subject)


def test_revocation_list_2021_counts_from_the_right() -> None:
    assert status(badge(entry_entra()), holding(list_entra(from_the_right(INDEX)))).reason is Reason.REVOKED
    assert status(badge(entry_entra()), holding(list_entra(marked(INDEX)))).outcome is Outcome.PASSED


def test_an_identity_hub_is_not_supported_and_says_so() -> None:
    world = holding(list_entra(marked()))
    found = status(badge(entry_entra(url="did:web:issuer.example?service=IdentityHub&queries=W10")), world)
    assert (found.outcome, found.reason) == (Outcome.INDETERMINATE, Reason.STATUS_UNSUPPORTED)
    assert found.params["detail"] == "identity hub"
    assert world.asked == []


@pytest.mark.parametrize("entry", [entry_entra(index="x"), entry_entra(url=7)])
def test_revocation_list_2021_entries_that_cannot_be_judged(entry: JsonObject) -> None:
    assert status(badge(entry), holding(list_entra(marked()))).reason is Reason.STATUS_MALFORMED

"""1EdTech revocation lists and Credential Status List 2017: documents that nobody signs, believed for their address."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.simulator.issuer import NOW
from tests.unit.verify.lists import BADGE_ID, ISSUER, OTHER, URL, World, badge, holding, status
from wallet.model.json import JsonObject, JsonValue
from wallet.model.material import MaterialSource
from wallet.model.report import Outcome, Reason

EDTECH: JsonObject = {"id": URL, "type": "1EdTechRevocationList"}
CSL: JsonObject = {"id": URL, "type": "CredentialStatusList2017"}


def revocations(*items: JsonValue, issuer: JsonValue = ISSUER.id, name: str = "revokedCredential") -> JsonObject:
    return {"id": URL, "issuer": issuer, name: list(items)}


def statement(word: JsonValue, about: str = BADGE_ID, member: str = "claim") -> JsonObject:
    return {member: {"id": about, "currentStatus": word, "statusReason": "because"}, "issuer": ISSUER.id}


# --- 1EdTech -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["revokedCredential", "revokedCredentials"])
@pytest.mark.parametrize(
    "item", [BADGE_ID, {"id": BADGE_ID}, {"id": BADGE_ID, "revoked": True, "revocationReason": "issued in error"}]
)
def test_a_badge_in_the_list_is_revoked(name: str, item: JsonValue) -> None:
    found = status(badge(EDTECH), holding(revocations({"id": "urn:uuid:other"}, item, name=name)))
    assert (found.outcome, found.reason, found.params["url"]) == (Outcome.FAILED, Reason.REVOKED, URL)


@pytest.mark.parametrize("item", [{"id": "urn:uuid:other"}, "urn:uuid:other", {"id": BADGE_ID, "revoked": False}])
def test_a_badge_not_in_the_list_is_in_force(item: JsonValue) -> None:
    found = status(badge(EDTECH), holding(revocations(item)))
    assert (found.outcome, found.params["hosted_list"]) == (Outcome.PASSED, URL)
    assert found.relied_on[0].retrieved_at == NOW


@pytest.mark.parametrize(
    "document",
    [
        b"<html>",
        [],
        {"issuer": ISSUER.id},
        {"issuer": ISSUER.id, "revokedCredential": [7]},
        {"revokedCredential": [], "revokedCredentials": []},
    ],
)
def test_a_document_that_is_no_list(document: JsonValue) -> None:
    found = status(badge(EDTECH), holding(document))
    assert (found.outcome, found.reason) == (Outcome.INDETERMINATE, Reason.STATUS_MALFORMED)


def test_one_revoked_badge_need_not_be_in_a_list() -> None:
    assert status(badge(EDTECH), holding({"revokedCredential": {"id": BADGE_ID}})).reason is Reason.REVOKED


@pytest.mark.parametrize("issuer", [OTHER.id, {"id": OTHER.id}])
def test_a_list_of_another_issuer_clears_nothing_and_can_revoke(issuer: JsonValue) -> None:
    assert status(badge(EDTECH), holding(revocations(issuer=issuer))).reason is Reason.STATUS_UNTRUSTED
    assert status(badge(EDTECH), holding(revocations(BADGE_ID, issuer=issuer))).reason is Reason.REVOKED


def test_a_list_that_names_no_issuer_is_that_of_the_badges() -> None:
    assert status(badge(EDTECH), holding({"revokedCredential": []})).outcome is Outcome.PASSED
    assert status(badge(EDTECH), holding(revocations(issuer={"id": 7}))).outcome is Outcome.PASSED


def test_a_stapled_copy_clears_nothing_and_can_revoke() -> None:
    for document, reason in ((revocations(), Reason.STATUS_UNSIGNED), (revocations(BADGE_ID), Reason.REVOKED)):
        world = holding(document)
        world.source = MaterialSource.STAPLED
        assert status(badge(EDTECH), world).reason is reason


def test_an_old_copy_is_stale() -> None:
    world = holding(revocations())
    assert status(badge(EDTECH), world, at=NOW + timedelta(days=31)).reason is Reason.STATUS_STALE


def test_a_revocation_is_remembered_by_when_the_lists_were_got() -> None:
    known = holding(revocations(BADGE_ID))
    known.retrieved_at = NOW - timedelta(days=5)
    kept = known.material()
    assert status(badge(EDTECH), holding(revocations()), known=[kept]).reason is Reason.STATUS_REVERSED
    assert status(badge(EDTECH), World(), known=[kept]).reason is Reason.REVOKED


@pytest.mark.parametrize("entry", [{"type": "1EdTechRevocationList"}, {**EDTECH, "id": 7}])
def test_an_entry_without_an_address(entry: JsonObject) -> None:
    assert status(badge(entry), World()).reason is Reason.STATUS_MALFORMED


def test_a_badge_without_an_identifier_cannot_be_looked_up() -> None:
    nameless = {name: value for name, value in badge(EDTECH).items() if name not in {"id", "proof"}}
    from scripts.sample_issuer.issuer import EDDSA_JCS

    found = status(ISSUER.secure(nameless, created=NOW, suite=EDDSA_JCS), holding(revocations()))
    assert (found.reason, found.params["detail"]) == (Reason.STATUS_MALFORMED, "id")


# --- Credential Status List 2017 -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["Revoked"], Reason.REVOKED),
        (["disabled"], Reason.REVOKED),
        (["Suspended"], Reason.SUSPENDED),
        (["Active"], None),
        ([], None),
        (["Active", "Revoked", "Suspended"], Reason.REVOKED),
        (["Under review"], Reason.STATUS_UNSUPPORTED),
        ([None], Reason.STATUS_UNSUPPORTED),
    ],
)
@pytest.mark.parametrize("member", ["claim", "credentialSubject"])
@pytest.mark.parametrize("wrapped", [True, False])
def test_a_statement_about_the_badge(words: list[JsonValue], reason: Reason | None, member: str, wrapped: bool) -> None:
    statements: list[JsonValue] = [statement("Revoked", about="urn:uuid:other")]
    statements += [statement(word, member=member) for word in words]
    found = status(badge(CSL), holding({"id": URL, "verifiableCredential": statements} if wrapped else statements))
    assert found.reason is reason
    if reason is None:
        assert found.outcome is Outcome.PASSED


@pytest.mark.parametrize("document", [{}, ["x"], {"verifiableCredential": {}}, b"{"])
def test_a_document_that_is_no_list_of_statements(document: JsonValue) -> None:
    assert status(badge(CSL), holding(document)).reason is Reason.STATUS_MALFORMED

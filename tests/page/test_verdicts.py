"""What the page says of presentations, good and bad, in a real browser."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.page.conftest import Employer
from tests.page.issuing import (
    HOLDER,
    ISSUER,
    NOW,
    STRANGER,
    badge,
    enveloped,
    parcel,
    presentation,
    presentation_of_anything,
    stapled,
    status_entry,
    status_list,
)
from wallet.codec import json
from wallet.model.json import JsonObject
from wallet.model.material import Material
from wallet.share.interface import Parcel

pytestmark = pytest.mark.browser

SUITES = ["eddsa-rdfc-2022", "eddsa-jcs-2022", "Ed25519Signature2020"]


def signed(name: str = "Data Literacy", suite: str = "eddsa-rdfc-2022") -> JsonObject:
    document = badge(name)
    if suite == "Ed25519Signature2020":
        contexts = document["@context"]
        assert isinstance(contexts, list)
        contexts.append("https://w3id.org/security/suites/ed25519-2020/v1")
    return ISSUER.secure(document, "assertionMethod", suite)


def altered(document: JsonObject, old: str, new: str) -> JsonObject:
    """A copy with some text exchanged after signing."""
    text = json.dumps(document)
    assert old.encode() in text
    return json.loads_object(text.replace(old.encode(), new.encode()))


@pytest.mark.parametrize("suite", SUITES)
def test_a_good_presentation_passes_and_names_its_signer(employer: Employer, suite: str) -> None:
    page = employer.see(parcel(presentation(signed(suite=suite), suite=suite)))
    assert (employer.outcome(), employer.badges(), employer.reasons()) == ("passed", ["passed"], [])
    about = page.locator(".about").inner_text()
    for fact in (HOLDER.did, "https://employer.example", "Application for the post of data analyst", "c-123"):
        assert fact in about
    assert ISSUER.did in page.locator("article").inner_text()
    assert "confirmed by nobody but the issuer" in page.locator("article").inner_text()
    assert "not judged yet" in page.locator("article").inner_text()


def test_a_jwt_inside_passes(employer: Employer) -> None:
    member = enveloped(ISSUER.jwt(badge("From a token")))
    employer.see(parcel(presentation(member)))
    assert (employer.outcome(), employer.badges(), employer.reasons()) == ("passed", ["passed"], [])
    assert employer.page.get_by_role("heading", name="From a token").is_visible()


def test_a_status_list_that_travels_along_counts(employer: Employer) -> None:
    member = ISSUER.secure(badge(credentialStatus=status_entry(94567)), "assertionMethod")
    page = employer.see(parcel(presentation(member), status_list(94566)))
    assert employer.outcome() == "passed"
    assert "not revoked as of" in page.locator(".questions").inner_text()


def test_the_original_can_be_kept_byte_for_byte(employer: Employer) -> None:
    sent = parcel(presentation(signed()))
    page = employer.see(sent)
    with page.expect_download() as kept:
        page.get_by_role("link", name="Download the original presentation").click()
    assert kept.value.suggested_filename == "presentation.json"
    assert kept.value.path().read_bytes() == sent.content


def secured_by_stranger() -> JsonObject:
    return STRANGER.secure(badge(), "assertionMethod")


def jwt_altered() -> JsonObject:
    token = ISSUER.jwt(badge())
    head, claims, signature = token.split(".")
    other = ISSUER.jwt(badge("Another name")).split(".")[1]
    assert claims != other
    return enveloped(f"{head}.{other}.{signature}")


def without_proof(document: JsonObject) -> JsonObject:
    return {name: member for name, member in document.items() if name != "proof"}


def with_status(*materials: Material) -> Parcel:
    member = ISSUER.secure(badge(credentialStatus=status_entry(94567)), "assertionMethod")
    return parcel(presentation(member), *materials)


def with_proof_member(**members: str) -> JsonObject:
    document = copy.deepcopy(signed())
    proof = document["proof"]
    assert isinstance(proof, dict)
    proof.update(members)
    return document


def two_proofs() -> JsonObject:
    document = signed()
    return {**document, "proof": [document["proof"], ISSUER.secure(badge("Another"), "assertionMethod")["proof"]]}


def twice() -> Parcel:
    sent = parcel(presentation(signed()))
    content = sent.content.replace(b'"holder":', b'"holder":"did:key:zOther","holder":', 1)
    return Parcel(content=content, media_type=sent.media_type, expires=None, note="")


def altered_list() -> Material:
    """Made by whoever presents it: the bit cleared after signing."""
    revoked, clear = (json.loads_object(status_list(bit).content) for bit in (94567, None))
    return stapled("https://issuer.example/status/1", revoked | {"credentialSubject": clear["credentialSubject"]})


def with_context(context: str | JsonObject) -> JsonObject:
    document = signed()
    contexts = document["@context"]
    assert isinstance(contexts, list)
    return {**document, "@context": [*contexts, context]}


def with_other_status() -> JsonObject:
    return ISSUER.secure_anything(
        badge(credentialStatus=status_entry(1) | {"type": "StatusList2021Entry"}), "assertionMethod"
    )


def from_the_web() -> Parcel:
    """A forgery that a page relying on stapled documents would pass."""
    did = "did:web:university.example"
    method: JsonObject = {
        "id": f"{did}#key",
        "type": "Multikey",
        "controller": did,
        "publicKeyMultibase": STRANGER.did.removeprefix("did:key:"),
    }
    document: JsonObject = {"id": did, "verificationMethod": [method], "assertionMethod": [f"{did}#key"]}
    member = STRANGER.secure(badge(issuer=did), "assertionMethod", verificationMethod=f"{did}#key")
    return parcel(presentation(member), stapled("https://university.example/.well-known/did.json", document))


FAILING: dict[str, tuple[Callable[[], Parcel], str]] = {
    "presentation altered": (
        lambda: parcel(altered(presentation(signed()), "data analyst", "chief analyst")),
        "signature-mismatch",
    ),
    "badge altered, presentation made again": (
        lambda: parcel(presentation(altered(signed(), "Data Literacy", "Data Mastery"))),
        "signature-mismatch",
    ),
    "badge altered under jcs": (
        lambda: parcel(presentation(altered(signed(suite="eddsa-jcs-2022"), "oral", "only"))),
        "signature-mismatch",
    ),
    "token altered": (lambda: parcel(presentation(jwt_altered())), "signature-mismatch"),
    "presentation unsigned": (lambda: parcel(without_proof(presentation(signed()))), "unsigned"),
    "badge unsigned": (lambda: parcel(presentation(badge())), "unsigned"),
    "badge signed by a stranger": (lambda: parcel(presentation(secured_by_stranger())), "controller-mismatch"),
    "presentation signed for another purpose": (
        lambda: parcel(HOLDER.secure(without_proof(presentation(signed())), "assertionMethod")),
        "wrong-purpose",
    ),
    "presentation of another holder": (
        lambda: parcel(STRANGER.secure(without_proof(presentation(signed())), "authentication")),
        "holder-mismatch",
    ),
    "badge of somebody else": (
        lambda: parcel(presentation(ISSUER.secure(badge(subject=STRANGER.did), "assertionMethod"))),
        "holder-mismatch",
    ),
    "presentation expired": (
        lambda: parcel(presentation(signed(), expires="2026-11-23T13:59:59Z")),
        "proof-expired",
    ),
    "nothing presented": (lambda: parcel(presentation()), "empty-presentation"),
    "badge expired": (
        lambda: parcel(presentation(ISSUER.secure(badge(validUntil="2026-11-23T13:59:59Z"), "assertionMethod"))),
        "expired",
    ),
    "badge not yet in force": (
        lambda: parcel(presentation(ISSUER.secure(badge(validFrom="2026-11-24T00:00:00Z"), "assertionMethod"))),
        "not-yet-valid",
    ),
    "badge revoked": (lambda: with_status(status_list(94567)), "revoked"),
    "badge revoked long ago": (
        lambda: with_status(status_list(94567, signed_at=NOW - timedelta(days=400))),
        "revoked",
    ),
    "one bad proof beside a good one": (lambda: parcel(presentation(two_proofs())), "signature-mismatch"),
    "unsigned words in the proof": (
        lambda: parcel(presentation_of_anything(with_proof_member(extra="unsigned"))),
        "dropped-terms",
    ),
    "the same member twice": (twice, "duplicate-key"),
}


@pytest.mark.parametrize("case", FAILING)
def test_what_does_not_hold_fails(employer: Employer, case: str) -> None:
    make, reason = FAILING[case]
    employer.see(make())
    assert employer.outcome() == "failed"
    assert reason in employer.reasons() or reason == "duplicate-key"
    assert "passed" not in employer.badges()


UNKNOWN: dict[str, tuple[Callable[[], Parcel], str]] = {
    "no status list came along": (with_status, "status-unreachable"),
    "a stale status list": (
        lambda: with_status(status_list(None, signed_at=NOW - timedelta(days=31))),
        "status-stale",
    ),
    "a status list of somebody else": (lambda: with_status(status_list(None, by=STRANGER)), "status-untrusted"),
    "an altered status list": (lambda: with_status(altered_list()), "status-untrusted"),
    "an unknown status type": (
        lambda: parcel(presentation_of_anything(with_other_status())),
        "status-unsupported",
    ),
    "an issuer on the web, with its document stapled by the holder": (from_the_web, "key-unresolvable"),
    "a suite this page does not have": (
        lambda: parcel(presentation(with_proof_member(cryptosuite="ecdsa-rdfc-2019"))),
        "suite-unsupported",
    ),
    "a context this page does not have": (
        lambda: parcel(presentation_of_anything(with_context("https://x.example/v1"))),
        "context-unknown",
    ),
    "a context written into the badge": (
        lambda: parcel(presentation_of_anything(with_context({"name": "https://schema.org/x"}))),
        "context-unknown",
    ),
}


@pytest.mark.parametrize("case", UNKNOWN)
def test_what_is_not_known_is_neither_passed_nor_failed(employer: Employer, case: str) -> None:
    make, reason = UNKNOWN[case]
    page = employer.see(make())
    assert (employer.outcome(), employer.badges()) == ("indeterminate", ["indeterminate"])
    assert reason in employer.reasons()
    assert "cannot tell" in page.locator(".overall").inner_text()


def test_one_bad_badge_does_not_hide_among_good_ones(employer: Employer) -> None:
    bad = altered(signed("Second"), "Second", "Third")
    employer.see(parcel(presentation(signed("First"), bad, signed("Fourth"))))
    assert employer.badges() == ["passed", "failed", "passed"]
    assert employer.outcome() == "failed"


def test_words_without_a_proof_are_not_shown_as_fact(employer: Employer) -> None:
    page = employer.see(parcel(presentation(badge("Unsigned badge"))))
    assert "What it claims (not proven)" in page.locator("article").inner_text()
    assert page.locator("article img").count() == 0


@pytest.mark.parametrize("content", [b"", b"null", b"[]", b'{"type":"Other"}', b"\xff\xfe", b"a.b.c", b'{"a":' * 9000])
def test_anything_else_is_told_and_never_passes(employer: Employer, content: bytes) -> None:
    employer.see(Parcel(content=content, media_type="application/vp", expires=None, note=""))
    assert employer.outcome() in {"failed", "indeterminate"}
    assert employer.badges() == []

"""What the page says of presentations, good and bad, in a real browser."""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.sync_api import Page

from tests.page.conftest import Employer
from tests.page.issuing import (
    HOLDER,
    ISSUER,
    NOW,
    STRANGER,
    badge,
    enveloped,
    jwt,
    open_badge_2,
    original,
    parcel,
    presentation,
    presentation_of_anything,
    presentation_token,
    secured,
    stapled,
    status_entry,
    status_list,
)
from tests.unit.suites.samples import keys
from wallet.codec import json
from wallet.codec.multibase import did_key
from wallet.model.json import JsonObject
from wallet.model.key import KeyType
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
    assert "not judged here" in page.locator("article").inner_text()


@pytest.mark.parametrize("kind", [KeyType.P256, KeyType.P384])
def test_ecdsa_passes(employer: Employer, kind: KeyType) -> None:
    key, public = keys(kind)
    member = secured(badge(issuer=did_key(public)), key, "assertionMethod", "ecdsa-rdfc-2019")
    employer.see(parcel(presentation(member)))
    assert (employer.outcome(), employer.badges(), employer.reasons()) == ("passed", ["passed"], [])
    assert "ecdsa-rdfc-2019" in (employer.page.locator("article").text_content() or "")


@pytest.mark.parametrize("kind", [KeyType.P256, KeyType.P384])
def test_ecdsa_altered_fails(employer: Employer, kind: KeyType) -> None:
    key, public = keys(kind)
    member = secured(badge(issuer=did_key(public)), key, "assertionMethod", "ecdsa-rdfc-2019")
    employer.see(parcel(presentation(altered(member, "Data Literacy", "Data Mastery"))))
    assert (employer.outcome(), employer.reasons()) == ("failed", ["signature-mismatch", "not-checked"])


@pytest.mark.parametrize(("kind", "algorithm"), [(KeyType.P256, "ES256"), (KeyType.P384, "ES384")])
def test_a_jwt_of_another_curve_passes(employer: Employer, kind: KeyType, algorithm: str) -> None:
    key, public = keys(kind)
    member = enveloped(jwt(badge(issuer=did_key(public)), key, algorithm))
    employer.see(parcel(presentation(member)))
    assert (employer.outcome(), employer.badges(), employer.reasons()) == ("passed", ["passed"], [])


def token_parcel(content: bytes, *materials: Material) -> Parcel:
    return Parcel(content=content, media_type="application/vp+jwt", expires=None, note="", materials=materials)


def test_a_presentation_as_a_token_passes(employer: Employer) -> None:
    page = employer.see(token_parcel(presentation_token(signed(), enveloped(ISSUER.jwt(badge("From a token"))))))
    assert (employer.outcome(), employer.badges(), employer.reasons()) == ("passed", ["passed", "passed"], [])
    for fact in (HOLDER.did, "https://employer.example", "c-123"):
        assert fact in page.locator(".about").inner_text()


def token_of_other_type() -> bytes:
    return jwt(presentation(signed()), HOLDER, "EdDSA", "kb+jwt").encode()


TOKENS: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "signed by another": (lambda: presentation_token(signed(), by=STRANGER), "failed", "controller-mismatch"),
    "over": (lambda: presentation_token(signed(), exp=int(NOW.timestamp())), "failed", "expired"),
    "altered": (lambda: presentation_token(signed())[:-6] + b"AAAAAA", "failed", "signature-mismatch"),
    "empty": (presentation_token, "failed", "empty-presentation"),
    "another kind of token": (token_of_other_type, "indeterminate", "unsupported-format"),
}


@pytest.mark.parametrize("case", TOKENS)
def test_a_presentation_as_a_token_that_does_not_hold(employer: Employer, case: str) -> None:
    make, outcome, reason = TOKENS[case]
    employer.see(token_parcel(make()))
    assert employer.outcome() == outcome
    assert reason in employer.reasons() or employer.badges() == []


def test_an_attached_open_badge_2_is_shown_and_cannot_be_told(employer: Employer) -> None:
    page = employer.see(parcel(presentation(original(open_badge_2(), "application/ld+json"))))
    assert (employer.outcome(), employer.badges()) == ("indeterminate", ["indeterminate"])
    assert employer.reasons() == ["unsupported-format"]
    text = page.locator("article").inner_text()
    for words in ("Regional studies", "Example College", "What it claims (not proven)"):
        assert words in text


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
    evidence = page.locator(".evidence").inner_text()
    for fact in ("as of 23 November 2026", "supplied by the presenter", "signed by the issuer on 23 November 2026"):
        assert fact in evidence


def kept(page: Page, name: str) -> bytes:
    """What the browser saves on a click."""
    with page.expect_download() as saved:
        page.get_by_role("link", name=name).click()
    return saved.value.path().read_bytes()


def test_the_originals_can_be_kept_byte_for_byte(employer: Employer) -> None:
    token = ISSUER.jwt(badge("From a token"))
    embedded = signed()
    sent = parcel(presentation(embedded, enveloped(token), original(open_badge_2(), "application/ld+json")))
    staple = status_list(1)
    sent = replace(sent, materials=(staple,))
    page = employer.see(sent)
    assert kept(page, "Download the original presentation") == sent.content
    badges = [kept(page, f"Download the original ({name})") for name in ("badge-1.json", "badge-2.jwt", "badge-3.json")]
    assert json.loads_object(badges[0]) == embedded
    assert badges[0] in sent.content
    assert badges[1:] == [token.encode(), open_badge_2()]
    with zipfile.ZipFile(io.BytesIO(kept(page, "Download everything (ZIP)"))) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == {
            "presentation.json": sent.content,
            "badge-1.json": badges[0],
            "badge-2.jwt": badges[1],
            "badge-3.json": badges[2],
            "evidence-1.json": staple.content,
        }


def test_numbers_that_javascript_cannot_hold_are_kept(employer: Employer) -> None:
    member = ISSUER.secure(badge(), "assertionMethod")
    sent = parcel(presentation(member))
    content = sent.content.replace(b'"issuer":', b'"size":12345678901234567890123,"ratio":1.10,"issuer":', 1)
    page = employer.see(replace(sent, content=content))
    assert employer.outcome() == "failed"
    assert kept(page, "Download the original (badge-1.json)") in content


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
        lambda: parcel(presentation(with_proof_member(cryptosuite="ecdsa-sd-2023"))),
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

"""A trace shows what the proof check looked at, changes no verdict, and vouches for nothing."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from tests.simulator.issuer import NOW, Nothing, SimulatedWeb, item, received, samples, verification
from tests.unit.formats.texts import ISSUER, credential
from wallet.codec import json
from wallet.codec.multibase import decode_base58btc, decode_base64url, decode_public_key
from wallet.codec.report import report_document
from wallet.model.json import JsonObject
from wallet.model.material import Materials
from wallet.model.report import Reason, VerificationReport
from wallet.model.trace import ProofTrace, SignedForm
from wallet.registry import TOOLBOX
from wallet.verification import Verification
from wallet.verify import trace as trace_module

GOOD = "01-data-science.json"


def tracing(materials: Materials | None = None) -> Verification:
    return replace(verification(materials or Nothing()), traced=True)


def only(report: VerificationReport) -> ProofTrace:
    assert report.trace is not None
    (found,) = report.trace
    return found


def form_of(trace: ProofTrace) -> SignedForm:
    assert trace.signed_form is not None
    return trace.signed_form


def altered() -> bytes:
    document = json.loads_object(samples()[GOOD])
    return json.dumps({**document, "awardedDate": "2001-01-01T00:00:00Z"})


def test_nobody_asked_nothing_shown() -> None:
    report = verification(Nothing()).verify(item(GOOD))
    assert report.trace is None
    assert "trace" not in report_document(report)


def test_the_signature_is_over_what_is_shown() -> None:
    trace = only(tracing().verify(item(GOOD)))
    assert (trace.suite, trace.holds, trace.reason) == ("eddsa-rdfc-2022", True, None)
    form = form_of(trace)
    assert form.options_hash == sha256(form.canonical_options.encode()).hexdigest()
    assert form.document_hash == sha256(form.canonical_document.encode()).hexdigest()
    assert trace.signing_input == form.options_hash + form.document_hash
    key = decode_public_key(trace.key["public_key"])
    assert trace.signature is not None
    Ed25519PublicKey.from_public_bytes(key.encoded).verify(
        decode_base58btc(trace.signature), bytes.fromhex(trace.signing_input)
    )


def test_the_terms_are_expanded_where_they_stand() -> None:
    terms = only(tracing().verify(item(GOOD))).terms
    assert terms["/credentialSubject/achievement/name"] == "https://schema.org/name"
    assert terms["/issuer"] == "https://www.w3.org/2018/credentials#issuer"
    assert set(terms["/type"].split()) == {
        "https://www.w3.org/2018/credentials#VerifiableCredential",
        "https://purl.imsglobal.org/spec/vc/ob/vocab.html#OpenBadgeCredential",
    }


def test_the_verdict_is_the_same_with_and_without() -> None:
    web = SimulatedWeb()
    for name, content in samples().items():
        if name.endswith((".json", ".jwt")):
            plain = verification(web).verify(received(content, name))
            assert replace(tracing(web).verify(received(content, name)), trace=None) == plain


def test_a_proof_that_does_not_hold_says_so_and_still_shows_its_steps() -> None:
    report = tracing().verify(received(altered()))
    trace = only(report)
    assert (trace.holds, trace.reason) == (False, Reason.SIGNATURE_MISMATCH)
    assert "2001-01-01" in form_of(trace).canonical_document
    assert report.credential is None


def test_what_stops_before_the_mathematics_has_no_steps() -> None:
    document = json.loads_object(samples()[GOOD])
    proof = document["proof"]
    assert isinstance(proof, dict)
    wrong: JsonObject = {**document, "proof": {**proof, "proofPurpose": "authentication"}}
    trace = only(tracing().verify(received(json.dumps(wrong))))
    assert (trace.reason, trace.params["expected"]) == (Reason.WRONG_PURPOSE, "assertionMethod")
    assert (trace.signed_form, trace.signing_input, trace.terms, trace.key) == (None, None, {}, {})


def test_a_document_that_has_no_safe_reading_has_a_key_and_no_steps() -> None:
    document = json.loads_object(samples()[GOOD])
    trace = only(tracing().verify(received(json.dumps({**document, "notATerm": 1}))))
    assert (trace.reason, trace.params["term"]) == (Reason.DROPPED_TERMS, "notATerm")
    assert trace.key["type"] == "Ed25519"
    assert (trace.signed_form, trace.terms) == (None, {})


def test_every_proof_has_its_trace() -> None:
    document = json.loads_object(samples()[GOOD])
    proof = document["proof"]
    assert isinstance(proof, dict)
    twice: JsonObject = {**document, "proof": [proof, {**proof, "created": "2001-01-01T00:00:00Z"}]}
    report = tracing().verify(received(json.dumps(twice)))
    assert [item.holds for item in report.trace or ()] == [True, False]


def test_no_proof_no_steps() -> None:
    document = {name: value for name, value in json.loads_object(samples()[GOOD]).items() if name != "proof"}
    report = tracing().verify(received(json.dumps(document)))
    assert report.trace == ()
    assert report_document(report)["trace"] == []


def test_a_token_signs_its_own_text() -> None:
    content = ISSUER.jws(credential(), typ="vc+jwt")
    trace = only(tracing().verify(received(content, "badge.jwt", "jwt")))
    assert (trace.suite, trace.holds, trace.signed_form) == ("ES256", True, None)
    assert trace.header is not None
    assert json.loads_object(trace.header.encode())["alg"] == "ES256"
    assert trace.payload is not None
    assert json.loads_object(trace.payload.encode())["name"] == "Data Literacy"
    assert bytes.fromhex(trace.signing_input or "") == content.rpartition(b".")[0]
    assert decode_base64url(trace.signature or "") == decode_base64url(content.rpartition(b".")[2].decode())
    assert trace.key["controller"] == ISSUER.did


def test_a_token_that_does_not_hold_shows_no_key() -> None:
    content = ISSUER.jws(credential(), typ="vc+jwt")
    trace = only(tracing().verify(received(content[:-8] + b"AAAAAAAA", "badge.jwt", "jwt")))
    assert (trace.holds, trace.reason, trace.key) == (False, Reason.SIGNATURE_MISMATCH, {})


def test_a_key_that_only_the_header_brings_has_no_name_of_its_own() -> None:
    claims = credential(issuer="https://university.example")
    trace = only(tracing().verify(received(ISSUER.jws(claims, kid=None, jwk=ISSUER.jwk, typ="vc+jwt"), "b.jwt", "jwt")))
    assert (trace.holds, set(trace.key)) == (True, {"type", "public_key"})


def test_a_published_key_is_shown_with_its_document() -> None:
    web = SimulatedWeb()
    (name,) = [name for name in samples() if name.startswith("04-")]
    trace = only(tracing(web).verify(item(name)))
    assert trace.holds
    assert trace.key["document"] in web.asked
    assert len(trace.key["sha256"]) == 64


def test_an_rsa_key_is_shown_as_its_subject_public_key_info() -> None:
    web = SimulatedWeb()
    (name,) = [name for name in samples() if name.startswith("05-")]
    key = only(tracing(web).verify(item(name))).key
    assert key["type"] == "RSA"
    assert decode_base64url(key["public_key"])[:1] == b"\x30"


def test_a_suite_that_shows_no_steps_is_traced_without() -> None:
    class Silent:
        """A suite like the first one, without `steps`."""

        name = "eddsa-rdfc-2022"

        def __init__(self) -> None:
            suite = TOOLBOX.suites.get(self.name)
            assert suite is not None
            self.key_types, self.legacy = suite.key_types, suite.legacy
            self.verify, self.create = suite.verify, suite.create

    tools = replace(TOOLBOX, suites=type(TOOLBOX.suites)(Silent()))
    trace = only(replace(tracing(), tools=tools).verify(item(GOOD)))
    assert (trace.holds, trace.signed_form, trace.signing_input) == (True, None, None)
    assert trace.key
    assert trace.terms


def test_a_crash_in_the_trace_is_told_and_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(context: object) -> None:
        raise ZeroDivisionError

    plain = verification(Nothing()).verify(item(GOOD))
    monkeypatch.setattr(trace_module, "trace_proofs", crash)
    report = tracing().verify(item(GOOD))
    assert only(report).reason is Reason.INTERNAL_ERROR
    assert replace(report, trace=None) == plain
    assert report.at == NOW

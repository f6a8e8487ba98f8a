"""The examples of RFC 9901: every string as its issuer and holder made it, and what breaks when it is changed.

The examples of the general chapters have the type `example+sd-jwt`, which is no credential's; their disclosures,
signature and key binding are checked part by part, and the SD-JWT VC of appendix A.3 as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from tests.simulator.issuer import CONTEXTS, Nothing, received, verification
from wallet.codec import json
from wallet.codec.jwk import public_key_from_jwk
from wallet.codec.sd_jwt import split_sd_jwt
from wallet.errors import CredentialError
from wallet.formats.sd_jwt import OpenedSdJwt, open_sd_jwt
from wallet.model.credential import KeyBinding, VerifiableCredential
from wallet.model.json import JsonObject
from wallet.model.material import Material, MaterialSource, Unavailable
from wallet.model.report import Check, Outcome, Reason, VerificationReport
from wallet.model.request import Expectation
from wallet.registry import ALGORITHMS, TOOLBOX
from wallet.verify.checks.key_binding import MAX_KEY_BINDING_AGE, check_key_binding
from wallet.verify.context import VerificationContext
from wallet.verify.trust.pinned import PinnedIssuers

FILE: Final = "sd-jwt-rfc9901/rfc9901.json"
AT: Final = datetime(2025, 6, 1, tzinfo=UTC)
"""A few days after the key bindings of the examples were made (29 May 2025)."""
ISSUED_VC: Final = "A.3 SD-JWT VC issued (PID)"
PRESENTED_VC: Final = "A.3 SD-JWT VC presentation"

SHOWN: Final = {
    "section-5.1 issued SD-JWT": (10, 0, False),
    "section-5.2 presentation SD-JWT+KB": (4, 6, True),
    "A.1 presentation": (2, 14, False),
    "A.2 presentation": (6, 10, False),
    ISSUED_VC: (27, 0, False),
    PRESENTED_VC: (3, 18, True),
    "A.4 VCDM 2.0 issued": (14, 0, False),
    "A.4 VCDM 2.0 presentation": (4, 10, True),
}
"""How many disclosures each example has, how many digests nothing belongs to, and whether it has a key binding."""

NEGATIVES: Final = {
    "neg: issuer signature bit changed": "signature",
    "neg: one disclosure removed after key binding": "sd_hash",
    "neg: disclosure repeated": "repeated digest",
    "neg: disclosure not referenced by any digest": "unreferenced",
}


class Example(NamedTuple):
    """One string of the RFC, with what its verifier expects."""

    text: bytes
    nonce: str | None
    aud: str | None


def document(vectors: Path) -> JsonObject:
    return json.loads_object((vectors / FILE).read_bytes())


def listed(vectors: Path) -> Iterator[JsonObject]:
    cases = document(vectors)["cases"]
    assert isinstance(cases, list)
    yield from (case for case in cases if isinstance(case, dict))


def example(vectors: Path, name: str) -> Example:
    (case,) = [case for case in listed(vectors) if case["name"] == name]
    nonce, aud = case["nonce"], case["aud"]
    return Example(
        str(case["sd_jwt"]).encode(), nonce if isinstance(nonce, str) else None, aud if isinstance(aud, str) else None
    )


def issuer_jwk(vectors: Path) -> JsonObject:
    jwk = document(vectors)["issuer_jwk"]
    assert isinstance(jwk, dict)
    return jwk


def signed(vectors: Path, opened: OpenedSdJwt) -> bool:
    """Whether the issuer of the examples signed it."""
    es256 = ALGORITHMS.get("ES256")
    assert es256 is not None
    return es256.verify(opened.jws.signing_input, opened.jws.signature, public_key_from_jwk(issuer_jwk(vectors)))


def context(vectors: Path, at: datetime = AT) -> VerificationContext:
    """What a check of key bindings looks at; the credential itself is not part of that."""
    subject = verification(Nothing()).parse(example(vectors, ISSUED_VC).text)
    return VerificationContext(
        subject=subject,
        at=at,
        expectation=Expectation(),
        tools=TOOLBOX,
        contexts=CONTEXTS,
        materials=Nothing(),
        trust=PinnedIssuers(()),
        network="materials",
    )


def problem(vectors: Path, text: bytes) -> str | None:
    """What is wrong with an example, in a word; None when everything in it holds."""
    opened = open_sd_jwt(text)
    if not signed(vectors, opened):
        return "signature"
    if opened.disclosure.defect is not None:
        return opened.disclosure.defect.params["detail"]
    if opened.key_binding is None:
        return None
    found = check_key_binding(opened.key_binding, context(vectors))
    return None if found is None else found.params["detail"]


class Metadata:
    """Serves the key of the examples where the issuer of appendix A.3 would publish it."""

    def __init__(self, issuer: str, jwk: JsonObject) -> None:
        host = issuer.removeprefix("https://")
        self._url = f"https://{host}/.well-known/jwt-vc-issuer"
        self._content = json.dumps({"issuer": issuer, "jwks": {"keys": [jwk]}})

    def get(self, url: str, *, max_bytes: int) -> Material | Unavailable:
        del max_bytes
        if url != self._url:
            return Unavailable(url=url, why="not-found")
        return Material(
            url=url,
            content=self._content,
            media_type="application/json",
            sha256=sha256(self._content).hexdigest(),
            source=MaterialSource.MATERIALS,
            retrieved_at=AT,
        )


def judge(vectors: Path, text: bytes, expectation: Expectation | None = None, at: datetime = AT) -> VerificationReport:
    issuer = open_sd_jwt(example(vectors, ISSUED_VC).text).claims["iss"]
    materials = Metadata(str(issuer), issuer_jwk(vectors))
    return verification(materials, at=at).verify(received(text, "badge.sd-jwt", "jwt"), expectation)


def test_the_tables_are_those_of_the_vectors(vectors: Path) -> None:
    said = {str(case["name"]): case["expected"] for case in listed(vectors)}
    assert said == {**dict.fromkeys(SHOWN, "valid"), **dict.fromkeys(NEGATIVES, "invalid")}


@pytest.mark.parametrize("name", SHOWN)
def test_an_example_holds(vectors: Path, name: str) -> None:
    text, nonce, aud = example(vectors, name)
    opened = open_sd_jwt(text)
    assert problem(vectors, text) is None
    shown, withheld, bound = SHOWN[name]
    assert (opened.disclosure.shown, opened.disclosure.withheld, opened.disclosure.forbidden) == (shown, withheld, ())
    assert isinstance(opened.key_binding, KeyBinding) is bound
    if isinstance(opened.key_binding, KeyBinding):
        assert (opened.key_binding.challenge, opened.key_binding.domain) == (nonce, aud)
    assert b'"_sd' not in json.dumps(opened.claims)
    assert b'"..."' not in json.dumps(opened.claims)


@pytest.mark.parametrize("name", NEGATIVES)
def test_a_changed_one_does_not(vectors: Path, name: str) -> None:
    assert problem(vectors, example(vectors, name).text) == NEGATIVES[name]


def test_what_the_presentation_of_the_general_chapter_shows(vectors: Path) -> None:
    claims = open_sd_jwt(example(vectors, "section-5.2 presentation SD-JWT+KB").text).claims
    assert {name: claims[name] for name in ("given_name", "family_name", "nationalities")} == {
        "given_name": "John",
        "family_name": "Doe",
        "nationalities": ["US"],
    }
    assert "email" not in claims


@pytest.mark.parametrize("name", [name for name in SHOWN if "A.3" not in name])
def test_a_type_that_is_no_credentials_is_refused(vectors: Path, name: str) -> None:
    with pytest.raises(CredentialError) as caught:
        verification(Nothing()).parse(example(vectors, name).text)
    assert (caught.value.code, caught.value.params["member"]) == (Reason.NOT_A_CREDENTIAL, "typ")


def test_the_credential_of_a_3_as_a_whole(vectors: Path) -> None:
    report = judge(vectors, example(vectors, ISSUED_VC).text)
    assert (report.outcome, report.reasons) == (Outcome.PASSED, ())
    assert report.credential is not None
    assert len(report.credential.claims) == 15
    text, nonce, aud = example(vectors, PRESENTED_VC)
    asked = Expectation(challenge=nonce, domain=aud, require_binding=True)
    report = judge(vectors, text, asked)
    assert (report.outcome, report.reasons) == (Outcome.PASSED, ())
    assert report.credential is not None
    assert set(report.credential.claims) == {"age_equal_or_over", "nationalities"}
    (recipient,) = [result for result in report.checks if result.check is Check.RECIPIENT]
    assert recipient.params == {"challenge": nonce, "domain": aud}


def test_its_presentation_for_somebody_else_or_later(vectors: Path) -> None:
    text, nonce, aud = example(vectors, PRESENTED_VC)
    assert judge(vectors, text, Expectation(challenge="other")).reasons == (Reason.CHALLENGE_MISMATCH,)
    assert judge(vectors, text, Expectation(domain="https://other.example")).reasons == (Reason.DOMAIN_MISMATCH,)
    asked = Expectation(challenge=nonce, domain=aud)
    assert judge(vectors, text, asked, AT + MAX_KEY_BINDING_AGE).reasons == (Reason.KEY_BINDING_INVALID,)
    assert judge(vectors, text, asked, AT - timedelta(days=7)).reasons == (Reason.KEY_BINDING_INVALID,)


@pytest.mark.parametrize("name", [ISSUED_VC, PRESENTED_VC])
def test_one_disclosure_less_or_more(vectors: Path, name: str) -> None:
    text = example(vectors, name).text
    parts = split_sd_jwt(text)
    stripped = parts.jws.signing_input + b"." + text.split(b"~")[0].rpartition(b".")[2] + b"~"
    assert judge(vectors, stripped).outcome is Outcome.PASSED
    for item in parts.disclosures:
        once = stripped + item.encode() + b"~"
        assert judge(vectors, once + item.encode() + b"~").reasons[0] is Reason.DISCLOSURE_INVALID
        assert judge(vectors, once.replace(item.encode(), item[:-4].encode())).outcome is Outcome.FAILED


def test_nobody_can_tell_offline(vectors: Path) -> None:
    report = verification(Nothing(), at=AT).verify(received(example(vectors, ISSUED_VC).text, "badge", "jwt"))
    assert (report.outcome, report.reasons[0]) == (Outcome.INDETERMINATE, Reason.KEY_UNRESOLVABLE)
    assert report.credential is None
    parsed = verification(Nothing()).parse(example(vectors, ISSUED_VC).text)
    assert isinstance(parsed, VerifiableCredential)
    assert parsed.credential.types == ("urn:eudi:pid:de:1",)

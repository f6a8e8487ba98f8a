"""The other forms that the wallet presents in, read by the libraries of others.

`vp+jwt` by jose, SD-JWT with key binding by openvc-core, derived proofs inside a presentation by @digitalbazaar/vc.
What was altered, all of them refuse.

openvc-core reads VP-JWT of VCDM 1.1 alone, so it has no say about `vp+jwt` of VCDM 2.0.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

import pytest
from openvc.errors import OpenvcError
from openvc.proof.sd_jwt import SdJwtVcProofSuite

from tests.flows.holdings import ISSUER, sd_jwt, selective
from tests.interop.node import run_script
from tests.interop.test_presentations import AUDIENCE, CHALLENGE, CHOSEN, HolderKey, ask_digitalbazaar, credential
from tests.simulator.issuer import CONTEXTS, NOW, Nothing, verification
from wallet.model.credential import VerifiableCredential
from wallet.model.request import PresentationRequest
from wallet.present.disclosure import choose
from wallet.present.presentation import build_presentation, holder_of
from wallet.present.tokens import bind_sd_jwt, build_jwt_presentation
from wallet.registry import DERIVABLE, SUITES

pytestmark = pytest.mark.interop

ID: Final = "urn:uuid:3f0c8a52-4f0f-4f0e-9a55-1d3b7a0c1e77"
REQUEST: Final = PresentationRequest(audience=AUDIENCE, challenge=CHALLENGE)
AT: Final = "2026-11-23T14:05:00Z"


@cache
def holder() -> str:
    return holder_of(HolderKey())


def read(content: bytes) -> VerifiableCredential:
    parsed = verification(Nothing()).parse(content)
    assert isinstance(parsed, VerifiableCredential)
    return parsed


@cache
def part(kind: str) -> VerifiableCredential:
    """A badge with a part of it shown."""
    content = sd_jwt(holder()) if kind == "sd-jwt" else selective(kind, holder())
    chosen = ("grade",) if kind == "sd-jwt" else ("/credentialSubject/achievement/name",)
    return choose(read(content), chosen, DERIVABLE, CONTEXTS).credential


# --- vp+jwt, by jose -------------------------------------------------------------------------------------------------


@cache
def token() -> bytes:
    """A bit of everything as vp+jwt."""
    chosen = [credential(CHOSEN[0]), part("sd-jwt"), part("ecdsa-sd-2023")]
    return build_jwt_presentation(chosen, REQUEST, presentation_id=ID, created=NOW, key=HolderKey()).content


def ask_jose(content: bytes, folder: Path, challenge: str = CHALLENGE, audience: str = AUDIENCE) -> bool:
    file = folder / "presentation.jwt"
    file.write_bytes(content)
    verdict = run_script("verify_jwt.mjs", str(file), challenge, audience, "--now", AT)
    assert verdict["members"] == (3 if verdict["verified"] else 0), verdict
    return verdict["verified"] is True


def test_jose_accepts_what_we_sign(tmp_path: Path) -> None:
    assert ask_jose(token(), tmp_path)


@pytest.mark.parametrize("place", [0, 1, 2])
def test_jose_refuses_what_was_altered(tmp_path: Path, place: int) -> None:
    parts = token().split(b".")
    middle = len(parts[place]) // 2
    letter = b"A" if parts[place][middle : middle + 1] != b"A" else b"B"
    parts[place] = parts[place][:middle] + letter + parts[place][middle + 1 :]
    assert not ask_jose(b".".join(parts), tmp_path)


def test_jose_refuses_what_was_made_for_others(tmp_path: Path) -> None:
    assert not ask_jose(token(), tmp_path, challenge="another")
    assert not ask_jose(token(), tmp_path, audience="https://other.example")


# --- SD-JWT with key binding, by openvc-core -------------------------------------------------------------------------


@cache
def bound() -> bytes:
    return bind_sd_jwt(part("sd-jwt"), REQUEST, nonce="n", created=NOW, key=HolderKey()).content


def ask_openvc(content: bytes, nonce: str = CHALLENGE, audience: str = AUDIENCE) -> dict[str, object]:
    """The claims, once the issuer's signature, the disclosures and the key binding hold; else `OpenvcError`."""
    found = SdJwtVcProofSuite().verify(
        content.decode(),
        public_key_jwk=ISSUER.jwk,
        audience=audience,
        nonce=nonce,
        require_key_binding=True,
        now=NOW,
    )
    assert found.key_bound
    return dict(found.claims)


def test_openvc_accepts_a_bound_sd_jwt_with_what_was_chosen() -> None:
    claims = ask_openvc(bound())
    assert "grade" in claims
    assert "birthdate" not in claims


def test_openvc_refuses_another_audience_nonce_choice_or_signature() -> None:
    jws, disclosed, binding = bound().split(b"~")
    for content in (
        b"~".join([jws, b"", binding]).replace(b"~~", b"~"),
        b"~".join([jws, disclosed, binding[:-4] + b"AAAA"]),
        b"~".join([jws[:-4] + b"AAAA", disclosed, binding]),
    ):
        with pytest.raises(OpenvcError):
            ask_openvc(content)
    with pytest.raises(OpenvcError):
        ask_openvc(bound(), nonce="another")
    with pytest.raises(OpenvcError):
        ask_openvc(bound(), audience="https://other.example")


# --- documents, by @digitalbazaar/vc ---------------------------------------------------------------------------------


@cache
def document(kind: str, purpose: str = "authentication") -> bytes:
    suite = SUITES.get("eddsa-rdfc-2022")
    assert suite is not None
    request = PresentationRequest(audience=AUDIENCE, challenge=CHALLENGE, proof_purpose=purpose)
    chosen = [credential(CHOSEN[0]) if kind == "plain" else part(kind)]
    return build_presentation(
        chosen, request, presentation_id=ID, created=NOW, key=HolderKey(), suite=suite, contexts=CONTEXTS
    ).content


@pytest.mark.parametrize("kind", ["ecdsa-sd-2023", "bbs-2023"])
def test_digitalbazaar_accepts_derived_proofs_in_a_presentation(tmp_path: Path, kind: str) -> None:
    assert ask_digitalbazaar(document(kind), tmp_path)


@pytest.mark.parametrize("kind", ["ecdsa-sd-2023", "bbs-2023"])
def test_digitalbazaar_refuses_an_altered_part(tmp_path: Path, kind: str) -> None:
    altered = document(kind).replace(b"Bridges, ", b"Castles, ")
    assert altered != document(kind)
    assert not ask_digitalbazaar(altered, tmp_path)


def test_digitalbazaar_refuses_the_purpose_of_an_assertion_as_we_do(tmp_path: Path) -> None:
    assert ask_digitalbazaar(document("plain"), tmp_path)
    assert not ask_digitalbazaar(document("plain", "assertionMethod"), tmp_path)

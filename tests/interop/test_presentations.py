"""A presentation of the sample badges, as the wallet builds and signs it, in the eyes of two other implementations.

@digitalbazaar/vc (JavaScript) is asked about the presentation with everything in it, openvc-core (Python) about each
proof. Neither shares code with the wallet.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Final

import pytest
from openvc.errors import OpenvcError
from openvc.proof.data_integrity import DataIntegrityProofSuite
from openvc.proof.di_jcs import EddsaJcsProofSuite

from scripts.sample_issuer.keys import Ed25519Key
from tests.interop.node import run_script
from tests.simulator.issuer import CONTEXTS, NOW, SimulatedWeb, item, verification
from wallet.codec import json
from wallet.codec.multibase import did_key, encode_public_key
from wallet.model.credential import VerifiableCredential
from wallet.model.json import JsonObject
from wallet.model.key import KeyType
from wallet.model.request import PresentationRequest
from wallet.present.presentation import build_presentation
from wallet.registry import SUITES

pytestmark = pytest.mark.interop

AUDIENCE: Final = "https://employer.example"
CHALLENGE: Final = "9f2c6d0e"
CHOSEN: Final = ("01-data-science.json", "06-project-management-in-force.json")
RDFC, JCS = "eddsa-rdfc-2022", "eddsa-jcs-2022"


class HolderKey:
    """A learner's key."""

    def __init__(self) -> None:
        self.key = Ed25519Key("the learner of the interoperability tests")
        self.type = KeyType.ED25519
        self.verification_method = f"{did_key(self.key.public)}#{encode_public_key(self.key.public)}"

    def sign(self, message: bytes) -> bytes:
        return self.key.sign(message)


def credential(name: str) -> VerifiableCredential:
    parsed = verification(SimulatedWeb()).parse(item(name).payload)
    assert isinstance(parsed, VerifiableCredential)
    return parsed


@cache
def presented(suite_name: str) -> bytes:
    """Two badges for an employer, until Christmas."""
    suite = SUITES.get(suite_name)
    assert suite is not None
    request = PresentationRequest(
        audience=AUDIENCE,
        challenge=CHALLENGE,
        purpose="データ分析職への応募",
        expires=datetime(2026, 12, 24, tzinfo=UTC),
        format=suite_name,
    )
    return build_presentation(
        [credential(name) for name in CHOSEN],
        request,
        presentation_id="urn:uuid:3f0c8a52-4f0f-4f0e-9a55-1d3b7a0c1e77",
        created=NOW,
        key=HolderKey(),
        suite=suite,
        contexts=CONTEXTS,
    ).content


ALTERATIONS: Final = {
    "purpose": ("データ分析職".encode(), "データ監査職".encode()),
    "audience": (b'"domain": "https://employer.example"', b'"domain": "https://employer.invalid"'),
    "challenge": (b"9f2c6d0e", b"9f2c6d0f"),
    "expiry": (b"2026-12-24", b"2029-12-24"),
    "badge": (b"60 hours", b"90 hours"),
    "holder": (b'"holder": "did:key:z6Mk', b'"holder": "did:key:z6Ml'),
}


def alter(content: bytes, what: str) -> bytes:
    old, new = ALTERATIONS[what]
    assert old in content
    return content.replace(old, new)


# --- @digitalbazaar/vc -------------------------------------------------------------------------------------------


def ask_digitalbazaar(content: bytes, folder: Path) -> bool:
    file = folder / "presentation.json"
    file.write_bytes(content)
    verdict = run_script("verify.mjs", str(file), CHALLENGE, AUDIENCE, "--now", "2026-11-23T14:05:00Z")
    assert verdict["kind"] == "presentation"
    return verdict["verified"] is True


@pytest.mark.parametrize("suite", [RDFC, JCS, "Ed25519Signature2020"])
def test_digitalbazaar_accepts_what_we_sign(suite: str, tmp_path: Path) -> None:
    assert ask_digitalbazaar(presented(suite), tmp_path)


@pytest.mark.parametrize("suite", [RDFC, JCS])
@pytest.mark.parametrize("what", ALTERATIONS)
def test_digitalbazaar_refuses_what_was_altered(suite: str, what: str, tmp_path: Path) -> None:
    assert not ask_digitalbazaar(alter(presented(suite), what), tmp_path)


# --- openvc-core -------------------------------------------------------------------------------------------------


@cache
def bundled() -> dict[str, JsonObject]:
    """The contexts that the samples use, for a library that fetches none either."""
    urls = [entry.url for entry in CONTEXTS.index() if "/ob/" in entry.url or "/security/" in entry.url]
    found = {url: CONTEXTS.get(url) for url in urls}
    return {url: json.loads_object(context.content) for url, context in found.items() if context is not None}


def ask_openvc(document: JsonObject, purpose: str) -> None:
    """Raises `OpenvcError` unless openvc-core verifies the document's own proof."""
    proof = document["proof"]
    assert isinstance(proof, dict)
    presentation = purpose == "authentication"
    challenge, domain = (CHALLENGE, AUDIENCE) if presentation else (None, None)
    if proof["cryptosuite"] == JCS:
        EddsaJcsProofSuite().verify(
            document,
            expected_proof_purpose=purpose,
            expected_challenge=challenge,
            expected_domain=domain,
            now=NOW,
        )
        return
    DataIntegrityProofSuite().verify(
        document,
        expected_proof_purpose=purpose,
        expected_challenge=challenge,
        expected_domain=domain,
        now=NOW,
        extra_contexts=bundled(),
    )


@pytest.mark.parametrize("suite", [RDFC, JCS])
def test_openvc_accepts_what_we_sign(suite: str) -> None:
    ask_openvc(json.loads_object(presented(suite)), "authentication")


@pytest.mark.parametrize("suite", [RDFC, JCS])
@pytest.mark.parametrize("what", ALTERATIONS)
def test_openvc_refuses_what_was_altered(suite: str, what: str) -> None:
    with pytest.raises(OpenvcError):
        ask_openvc(json.loads_object(alter(presented(suite), what)), "authentication")


@pytest.mark.parametrize("name", [*CHOSEN, "10-issuer-nobody-knows.json", "12-programming.json"])
def test_openvc_accepts_the_sample_badges(name: str) -> None:
    ask_openvc(credential(name).document, "assertionMethod")

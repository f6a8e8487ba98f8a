"""Presentations that the wallet's suites sign, in the eyes of @digitalbazaar/vc."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.interop.node import run_script
from tests.page.issuing import ISSUER, badge, presentation
from wallet.codec import json
from wallet.model.json import JsonObject

pytestmark = pytest.mark.interop

SUITES = ["eddsa-rdfc-2022", "eddsa-jcs-2022", "Ed25519Signature2020"]


def ask(document: JsonObject, folder: Path, challenge: str = "c-123", domain: str = "https://employer.example") -> bool:
    """Whether @digitalbazaar/vc verifies it."""
    file = folder / "presentation.json"
    file.write_bytes(json.dumps(document))
    verdict = run_script("verify.mjs", str(file), challenge, domain, "--now", "2026-11-23T14:00:00Z")
    assert verdict["kind"] == "presentation"
    return verdict["verified"] is True


@pytest.mark.parametrize("suite", SUITES)
def test_ours_verifies_there_and_an_altered_one_does_not(suite: str, tmp_path: Path) -> None:
    document = presentation(ISSUER.secure(badge(), "assertionMethod"), suite=suite)
    assert ask(document, tmp_path)
    assert not ask({**document, "description": "something else"}, tmp_path)
    assert not ask(document, tmp_path, challenge="another")
    assert not ask(document, tmp_path, domain="https://another.example")

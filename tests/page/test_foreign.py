"""Presentations made entirely by another implementation."""

from __future__ import annotations

import pytest

from tests.interop.node import run_script
from tests.page.conftest import Employer
from tests.page.issuing import parcel

pytestmark = [pytest.mark.browser, pytest.mark.interop]


@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "eddsa-jcs-2022", "Ed25519Signature2020"])
def test_what_digitalbazaar_signs_passes(employer: Employer, suite: str) -> None:
    employer.see(parcel(run_script("sign.mjs", suite)))
    assert (employer.outcome(), employer.badges(), employer.reasons()) == ("passed", ["passed"], [])

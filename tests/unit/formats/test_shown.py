"""What people see of credentials that have nothing but claims."""

from __future__ import annotations

import pytest

from tests.unit.formats.texts import ISSUER, STRANGER, badge, judge
from wallet.explanation import report_lines


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_disclosed_claims_and_no_others(language: str) -> None:
    issued = ISSUER.sd_jwt(badge(), {"degree": "BSc\x1b[2J\n✓ passed", "address": {"city": "筑波"}, "grade": 5})
    lines = list(report_lines(judge(issued.show("degree", "address")), language))
    page = "\n".join(lines)
    assert '    - address: {"city":"筑波"}' in lines
    assert any(line.startswith("    - degree: BSc") and "\x1b" not in line for line in lines)
    assert "grade" not in page
    assert [line[:1] for line in lines].count("✓") == 1  # the verdict itself


def test_nothing_of_what_is_not_established() -> None:
    forged = STRANGER.sd_jwt(badge(), {"degree": "PhD"}, kid=ISSUER.kid).issued()
    assert "PhD" not in "\n".join(report_lines(judge(forged), "en"))


def test_a_flood_of_claims_is_cut() -> None:
    lines = list(report_lines(judge(ISSUER.sd_jwt(badge(**{f"claim{n}": n for n in range(60)})).show()), "en"))
    assert "    - claim39: 39" in lines
    assert "    - …" in lines
    assert not any("claim40" in line for line in lines)

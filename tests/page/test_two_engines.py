"""The wallet's engine and the page's, on the same links: the same verdict for every badge, or a reason why not.

`differences.toml` has every presentation on which they differ, with what each says. One that is not there fails, and so
does an entry for something that is not seen any more. Nothing passes on the page that does not pass in the wallet.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from tests.flows.learner import Employer as Command
from tests.page.conftest import Employer
from tests.page.corpus import Case, cases
from wallet.model.report import Outcome

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TABLE: Final = Path(__file__).with_name("differences.toml")
_ORDER: Final = ("failed", "indeterminate", "passed")


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The overall verdict and one for each badge. `refused` counts as failed: neither shows anything as fact."""

    overall: str
    badges: tuple[str, ...]

    def __str__(self) -> str:
        return " ".join([self.overall, *self.badges])


@cache
def explained() -> dict[str, tuple[str, str]]:
    """For each presentation in the table, what the wallet and the page say."""
    with TABLE.open("rb") as file:
        table = tomllib.load(file)["difference"]
    found: dict[str, tuple[str, str]] = {}
    for entry in table:
        assert entry["why"].strip()
        for name in entry["presentations"]:
            assert name not in found, name
            found[name] = (entry["wallet"], entry["page"])
    return found


def by_wallet(case: Case, link: str) -> Verdicts:
    """What `wallet verify LINK` says."""
    report = Command(now=case.at).verify(link)
    return Verdicts(_word(report.outcome), tuple(_word(nested.outcome) for nested in report.nested))


def by_page(employer: Employer, link: str) -> Verdicts:
    """What the page says. Whom a badge was issued to is judged by the wallet once, for the whole presentation."""
    page = employer.open(link)
    badges: list[str] = []
    for article in page.locator("article").all():
        checks = article.locator("li[data-check]:not([data-check=recipient]) .word").all()
        outcomes = [check.get_attribute("data-outcome") or "" for check in checks]
        badges.append(next((outcome for outcome in _ORDER if outcome in outcomes), "indeterminate"))
    return Verdicts(employer.outcome(), tuple(badges))


def _word(outcome: Outcome) -> str:
    return "failed" if outcome is Outcome.REFUSED else outcome.value


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_both_engines_agree_or_it_is_explained(employer: Employer, case: Case) -> None:
    employer.page.clock.set_fixed_time(case.at)
    link = employer.share(case.make()).link
    wallet, page = by_wallet(case, link), by_page(employer, link)
    assert not (page.overall == "passed" and wallet.overall != "passed")
    if len(page.badges) == len(wallet.badges):
        assert not any(
            seen == "passed" and told != "passed" for seen, told in zip(page.badges, wallet.badges, strict=True)
        )
    else:
        assert "passed" not in page.badges
    expected = explained().get(case.name)
    if expected is None:
        assert str(page) == str(wallet)
    else:
        assert (str(wallet), str(page)) == expected
        assert str(page) != str(wallet)


def test_the_table_names_nothing_that_is_not_in_the_corpus() -> None:
    assert set(explained()) <= {case.name for case in cases()}

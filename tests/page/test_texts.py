"""The page's words, read from its sources: complete in both languages, and the reasons those of the wallet."""

from __future__ import annotations

import re

from tests.places import ROOT
from wallet.model.report import OUTCOME_OF, Outcome, Reason

SOURCES = ROOT / "wallet" / "share" / "page" / "src"
_REASON = re.compile(r"new Finding\(\s*'([a-z-]+)'")
_STATUS_REASON = re.compile(r"(?:revocation|suspension): '([a-z]+)'")
_PROBLEM = re.compile(r"new LinkProblem\('([a-z-]+)'\)|: '(page-failed)'")
_KEY = re.compile(r"^\s+'?([a-z][A-Za-z-]*)'?: ", re.MULTILINE)


def sources() -> str:
    files = [file for file in sorted(SOURCES.rglob("*.js")) if file.parent.name != "text"]
    assert len(files) > 10
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def keys(language: str) -> set[str]:
    return set(_KEY.findall((SOURCES / "text" / f"{language}.js").read_text(encoding="utf-8")))


def reasons() -> set[str]:
    return {*_REASON.findall(sources()), *_STATUS_REASON.findall(sources())}


def test_both_languages_say_the_same_things() -> None:
    assert keys("en") == keys("ja")


def test_every_reason_and_problem_has_words() -> None:
    problems = {first or second for first, second in _PROBLEM.findall(sources())}
    assert {"signature-mismatch", "revoked"} <= reasons()
    assert {"link-gone", "page-failed"} <= problems
    assert reasons() | problems <= keys("en")


def test_the_page_and_the_wallet_call_the_same_things_failures() -> None:
    assert reasons() <= {reason.value for reason in Reason}
    listed = re.search(r"FAILING = new Set\(\[(.*?)\]\)", sources(), re.DOTALL)
    assert listed is not None
    failing = set(re.findall(r"'([a-z-]+)'", listed[1]))
    assert {reason for reason in reasons() if OUTCOME_OF[Reason(reason)] is Outcome.FAILED} == failing & reasons()

"""Rules of stackable awards, solved exactly: which badges could be counted for which award, none of them twice.

A rule asks for so many badges, so many credits of one unit, so many of those in a category, and a share of them at a
level. Counting credits towards two awards at once is what such rules forbid, so a choice for several awards shares
nothing among them. The answer is exact: of all choices the one that completes most awards, with the fewest badges.
Credits of another unit than the rule's count for nothing: no unit is ever converted.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from wallet.errors import UsageError
from wallet.frameworks.profile import AwardRule
from wallet.model.frozen import frozen

MAX_BADGES: Final = 16
"""Badges that may take part in one choice: 65,536 ways for one award. More are refused rather than guessed at."""


@frozen
class Countable:
    """A badge that may count: its credits in their unit, whether it is in the category and at the level."""

    id: str
    credits: float
    unit: str
    in_category: bool = True
    at_level: bool = True


@frozen
class Rule:
    """What an award takes. `badges` is a least number of badges (k of n), 0 where only credits are asked for."""

    id: str
    unit: str = ""
    credits: float = 0
    category_credits: float = 0
    level_share: float = 0
    badges: int = 0

    def met_by(self, chosen: Sequence[Countable]) -> bool:
        """Whether these badges complete it. Their shares are of the credits that the award takes, not of the surplus.

        Three quarters of 30 credits are 22.5; where a rule states 24, its number counts (`category_credits`).
        """
        own = [item for item in chosen if not self.unit or item.unit == self.unit]
        total = sum(item.credits for item in own)
        category = sum(item.credits for item in own if item.in_category)
        level = sum(item.credits for item in own if item.at_level)
        return (
            len(own) >= self.badges
            and total >= self.credits
            and category >= self.category_credits
            and level >= self.level_share * self.credits
        )


def rule_of(award: AwardRule) -> Rule:
    """The rule that a framework's data file states."""
    return Rule(
        id=award.id,
        unit=award.unit,
        credits=award.credits,
        category_credits=award.category_credits,
        level_share=award.level_share,
    )


def solve(rules: Sequence[Rule], badges: Sequence[Countable]) -> dict[str, tuple[str, ...]]:
    """For each award that can be completed, the badges to count for it; no badge stands twice.

    Of all ways the one that completes most awards, with as few badges as possible, earlier rules first. Raises
    `UsageError` (`too-many-badges`) rather than answer for more badges than can be gone through.
    """
    usable = [item for item in badges if any(not rule.unit or rule.unit == item.unit for rule in rules)]
    if len(usable) > MAX_BADGES:
        raise UsageError("too-many-badges", value=str(len(usable)))
    minimal = [_minimal_choices(rule, usable) for rule in rules]
    best: dict[int, int] = {}
    best_key: tuple[int, int, tuple[bool, ...]] = (-1, 0, ())

    def search(number: int, used: int, taken: dict[int, int]) -> None:
        nonlocal best, best_key
        if number == len(rules):
            key = (len(taken), -used.bit_count(), tuple(index in taken for index in range(len(rules))))
            if key > best_key:
                best, best_key = dict(taken), key
            return
        if len(taken) + len(rules) - number < best_key[0]:
            return
        for choice in minimal[number]:
            if not choice & used:
                search(number + 1, used | choice, {**taken, number: choice})
        search(number + 1, used, taken)

    search(0, 0, {})
    return {
        rules[number].id: tuple(item.id for index, item in enumerate(usable) if choice >> index & 1)
        for number, choice in best.items()
    }


def _minimal_choices(rule: Rule, badges: Sequence[Countable]) -> list[int]:
    """Every choice that completes the rule and no part of which does, as bits; smaller ones first."""
    found: list[int] = []
    for choice in sorted(range(1, 1 << len(badges)), key=int.bit_count):
        if any(choice & smaller == smaller for smaller in found):
            continue
        if rule.met_by([item for index, item in enumerate(badges) if choice >> index & 1]):
            found.append(choice)
    return found

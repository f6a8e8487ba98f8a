"""Rules of stackable awards: the exact solver against going through every way, and the traps of known rules."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import product

import pytest

from tests.unit.frameworks.made import FILES
from wallet.errors import UsageError
from wallet.frameworks.awards import MAX_BADGES, Countable, Rule, rule_of, solve


def drawn(seed: int, place: str, end: int) -> int:
    return int.from_bytes(hashlib.sha256(f"{seed}/{place}".encode()).digest()[:4], "big") % end


def badge(seed: int, number: int) -> Countable:
    return Countable(
        id=f"b{number}",
        credits=drawn(seed, f"c{number}", 12) + 1,
        unit=("HK credit", "ECTS")[drawn(seed, f"u{number}", 4) == 0],
        in_category=drawn(seed, f"f{number}", 3) > 0,
        at_level=drawn(seed, f"l{number}", 3) > 0,
    )


def rule(seed: int, number: int) -> Rule:
    return Rule(
        id=f"r{number}",
        unit="" if drawn(seed, f"any{number}", 5) == 0 else "HK credit",
        credits=drawn(seed, f"rc{number}", 20),
        category_credits=drawn(seed, f"rf{number}", 12),
        level_share=drawn(seed, f"rl{number}", 3) / 4,
        badges=drawn(seed, f"rk{number}", 3) + 1,
    )


def brute(rules: Sequence[Rule], badges: Sequence[Countable]) -> tuple[int, int]:
    """The most awards that any way of dealing out the badges completes, and the fewest badges that takes."""
    best = (0, 0)
    for dealt in product(range(len(rules) + 1), repeat=len(badges)):
        sets = [[item for item, to in zip(badges, dealt, strict=True) if to == index] for index in range(len(rules))]
        done = [items for one, items in zip(rules, sets, strict=True) if one.met_by(items)]
        best = max(best, (len(done), -sum(map(len, done))))
    return best


@pytest.mark.parametrize(("count", "awards", "seeds"), [(12, 1, 25), (8, 2, 12), (6, 3, 10), (3, 2, 60), (0, 1, 1)])
def test_the_solver_is_as_good_as_going_through_every_way(count: int, awards: int, seeds: int) -> None:
    for seed in range(seeds):
        rules = [rule(seed, number) for number in range(awards)]
        badges = [badge(seed, number) for number in range(count)]
        found = solve(rules, badges)
        used = [item for chosen in found.values() for item in chosen]
        assert len(used) == len(set(used))
        by_id = {item.id: item for item in badges}
        for one in rules:
            assert one.id not in found or one.met_by([by_id[item] for item in found[one.id]])
        assert (len(found), -len(used)) == brute(rules, badges), seed


def worth(
    number: int, amount: float, *, category: bool = True, level: bool = True, unit: str = "HK credit"
) -> Countable:
    return Countable(id=f"b{number}", credits=amount, unit=unit, in_category=category, at_level=level)


CERTIFICATE, DIPLOMA = (rule_of(award) for award in FILES.get("hk-hkuspace-stack").awards)


def test_the_stated_24_of_30_counts_and_not_three_quarters() -> None:
    enough = [worth(1, 24), worth(2, 6, category=False)]
    assert solve([CERTIFICATE], enough) == {"certificate": ("b1", "b2")}
    three_quarters = [worth(1, 22.5), worth(2, 7.5, category=False)]
    assert solve([CERTIFICATE], three_quarters) == {}


def test_the_level_counts_for_three_quarters() -> None:
    assert solve([CERTIFICATE], [worth(1, 22, level=True), worth(2, 8, level=False)]) == {}
    assert solve([CERTIFICATE], [worth(1, 22.5, level=True), worth(2, 7.5, level=False)]) != {}


def test_nothing_counts_twice() -> None:
    ten = [worth(number, 10) for number in range(6)]
    assert set(solve([CERTIFICATE, DIPLOMA], ten)) == {"certificate"}
    nine = [worth(number, 10) for number in range(9)]
    both = solve([CERTIFICATE, DIPLOMA], nine)
    assert {name: len(chosen) for name, chosen in both.items()} == {"certificate": 3, "diploma": 6}
    assert not set(both["certificate"]) & set(both["diploma"])


def test_credits_of_another_unit_count_for_nothing() -> None:
    assert solve([CERTIFICATE], [worth(1, 30, unit="ECTS"), worth(2, 29)]) == {}


def test_k_of_n() -> None:
    two = Rule(id="two", badges=2)
    assert len(solve([two], [worth(number, 0) for number in range(5)])["two"]) == 2
    assert solve([two], [worth(1, 0)]) == {}


def test_more_badges_than_can_be_gone_through_are_refused() -> None:
    with pytest.raises(UsageError, match="too-many-badges"):
        solve([CERTIFICATE], [worth(number, 1) for number in range(MAX_BADGES + 1)])

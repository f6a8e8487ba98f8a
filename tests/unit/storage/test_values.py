from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.storage.samples import AT
from wallet.errors import VaultDamagedError
from wallet.storage import values

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@given(st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=9))])))
def test_an_instant_comes_back(at: datetime) -> None:
    (column,) = values.columns(at.replace(year=max(at.year, 2)))
    assert values.instant(column) == at.replace(year=max(at.year, 2))


def test_instants_sort_as_text() -> None:
    instants = [AT + timedelta(microseconds=step) for step in (-(10**12), -789, -1, 0, 1, 211, 10**12)]
    assert sorted(map(values.instant_text, instants)) == list(map(values.instant_text, instants))


@given(st.lists(TEXTS), st.dictionaries(TEXTS, TEXTS))
def test_lists_and_maps_come_back(texts: list[str], named: dict[str, str]) -> None:
    one, other = values.columns(tuple(texts), named)
    assert values.texts(one) == tuple(texts)
    assert values.text_map(other) == named


def test_equal_maps_are_equal_columns() -> None:
    assert values.columns({"a": "1", "b": "2"}) == values.columns({"b": "2", "a": "1"})


def test_none_numbers_and_bytes_stay_what_they_are() -> None:
    assert values.columns(None, 7, b"\x00") == (None, 7, b"\x00")


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (values.text, None),
        (values.text, 1),
        (values.text, b"text"),
        (values.integer, "1"),
        (values.integer, None),
        (values.blob, "text"),
        (values.blob, None),
        (values.instant, "2026-11-23"),
        (values.instant, None),
        (values.texts, "{}"),
        (values.texts, "[1]"),
        (values.texts, "["),
        (values.texts, None),
        (values.text_map, "[]"),
        (values.text_map, '{"a": 1}'),
        (values.text_map, '{"a": "1", "a": "2"}'),
    ],
)
def test_what_was_never_written_is_damage(read: Callable[[object], object], value: object) -> None:
    with pytest.raises(VaultDamagedError):
        read(value)

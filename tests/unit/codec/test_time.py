"""Instants: what names one, what does not, and that both directions agree."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallet.codec.time import format_instant, instant_from_seconds, parse_instant

ZONES = st.integers(-23 * 60 - 59, 23 * 60 + 59).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(min_value=datetime(2, 1, 1), max_value=datetime(9998, 12, 31), timezones=ZONES)  # noqa: DTZ001


@given(MOMENTS)
def test_an_instant_in_any_zone_is_the_same_instant(at: datetime) -> None:
    assert parse_instant(at.isoformat()) == at
    assert parse_instant(format_instant(at)) == at.astimezone(UTC).replace(microsecond=0)


@given(st.text(max_size=30))
def test_any_text_names_an_instant_or_none(text: str) -> None:
    found = parse_instant(text)
    assert found is None or found.tzinfo is UTC


@given(st.floats())
def test_any_number_names_an_instant_or_none(seconds: float) -> None:
    found = instant_from_seconds(seconds)
    assert found is None or found.tzinfo is UTC


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-11-23T14:05:00Z", "2026-11-23T14:05:00Z"),
        ("2026-11-23t14:05:00z", "2026-11-23T14:05:00Z"),
        ("2026-11-23T23:05:00+09:00", "2026-11-23T14:05:00Z"),
        ("2026-11-23T14:05:00.999999999Z", "2026-11-23T14:05:00Z"),
        ("2024-02-29T00:00:00-00:00", "2024-02-29T00:00:00Z"),
    ],
)
def test_what_names_an_instant(text: str, instant: str) -> None:
    found = parse_instant(text)
    assert found is not None
    assert format_instant(found) == instant


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-11-23",
        "2026-11-23T14:05:00",
        "2026-11-23 14:05:00Z",
        "2026-11-23T14:05Z",
        "2026-11-23T14:05:00+0900",
        "2026-11-23T14:05:00.Z",
        "2026-11-23T14:05:00,5Z",
        "2026-02-29T00:00:00Z",
        "2026-11-23T24:00:00Z",
        "2016-12-31T23:59:60Z",
        "10000-01-01T00:00:00Z",
        "0000-01-01T00:00:00Z",
        "0001-01-01T00:00:00+10:00",
        "9999-12-31T23:59:59-10:00",
        "２０２６-11-23T14:05:00Z",
        " 2026-11-23T14:05:00Z",
        "2026-11-23T14:05:00Z\n",
        "2026-11-23T14:05:00+25:00",
    ],
)
def test_what_names_none(text: str) -> None:
    assert parse_instant(text) is None


@pytest.mark.parametrize("seconds", [float("nan"), float("inf"), 1e18, -1e18])
def test_seconds_out_of_range_name_none(seconds: float) -> None:
    assert instant_from_seconds(seconds) is None


def test_seconds_since_the_epoch() -> None:
    assert instant_from_seconds(1_795_442_700) == datetime(2026, 11, 23, 14, 5, tzinfo=UTC)

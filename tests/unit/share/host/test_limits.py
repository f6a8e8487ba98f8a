from __future__ import annotations

from datetime import timedelta

from tests.unit.share.loopback import START
from wallet.share.host.limits import RateLimiter


def test_each_client_has_its_own_count() -> None:
    limiter = RateLimiter(2)
    assert [limiter.allows("a", START) for _ in range(3)] == [True, True, False]
    assert limiter.allows("b", START)


def test_a_new_minute_starts_afresh() -> None:
    limiter = RateLimiter(1)
    assert limiter.allows("a", START)
    assert not limiter.allows("a", START + timedelta(seconds=59))
    assert limiter.allows("a", START + timedelta(seconds=60))


def test_a_clock_set_back_does_not_lock_anybody_out() -> None:
    limiter = RateLimiter(1)
    assert limiter.allows("a", START)
    assert limiter.allows("a", START - timedelta(days=1))


def test_many_clients_cost_bounded_memory() -> None:
    limiter = RateLimiter(5)
    answers = [limiter.allows(str(number), START) for number in range(10_010)]
    assert all(answers[:10_005])
    assert not any(answers[10_005:])

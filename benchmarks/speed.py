"""Warm speed: batches against other stacks, single checks against the bare signature, workers, status lists."""

from __future__ import annotations

import base64
import gzip
import json
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Final

from benchmarks.badges import Issuer, RsaIssuer, as_2022, batch, mixed, rich, small
from benchmarks.measure import Row, Timed, compare, in_turn, repeated, timed
from benchmarks.ours import received, verification, verify_all
from benchmarks.rivals import NodeRace, pyld_accepts
from wallet.model.key import KeyType
from wallet.verify.status.bits import GZIP, from_the_left, unpack

_LOOPS: Final = 40
_BITS: Final = 10_000_000
_JS_UNPACK: Final = """
const {gunzipSync} = require('node:zlib');
const text = require('node:fs').readFileSync(0, 'utf8');
const times = [];
for (let n = 0; n < 16; n++) {
  const start = performance.now();
  gunzipSync(Buffer.from(text, 'base64url'));
  times.push((performance.now() - start) / 1000);
}
console.log(JSON.stringify(times));
"""


def batches(program: str | None, *, count: int, rounds: int) -> Iterator[Row]:
    """Bar 1: rich badges in one process, and a mixed batch of many issuers."""
    plain, various, verifier = batch(rich, count), mixed(count), verification()
    works: dict[str, Timed] = {
        "ours": timed(lambda: verify_all(verifier, plain)),
        "ours mixed": timed(lambda: verify_all(verifier, various)),
    }
    races = {} if program is None else {"js": NodeRace(program, plain), "js mixed": NodeRace(program, various)}
    seconds = in_turn({**works, **races}, rounds)
    for race in races.values():
        race.close()
    some = plain[: max(1, count // 10)]  # PyLD takes ten times as long: a tenth of the batch says the same
    slow = in_turn(
        {"ours": timed(lambda: verify_all(verifier, some)), "pyld": timed(lambda: pyld_accepts(some))}, rounds
    )
    name = f"{count} rich eddsa-rdfc-2022, one process: times faster than"
    if races:
        yield compare("1", f"{name} JS", seconds["ours"], seconds["js"], target=8, faster=True)
        mixed_name = f"{count} mixed, 40 issuers, one process: times faster than JS"
        yield compare("1", mixed_name, seconds["ours mixed"], seconds["js mixed"], target=5, faster=True)
    yield compare("1", f"{name} PyLD", slow["ours"], slow["pyld"], target=10, faster=True)


def single_checks(*, rounds: int) -> Iterator[Row]:
    """Bar 2: one whole verification to its bare signature."""
    ed25519, p256, rsa = Issuer("single"), Issuer("single", KeyType.P256), RsaIssuer()
    message = bytes(64)
    bare = {key: key.bare_check(message, key.sign(message)) for key in (ed25519, p256)}
    modern, old = rich(ed25519, 1), as_2022(rich(ed25519, 1))
    cases: list[tuple[str, bytes, Callable[[], object], float]] = [
        ("eddsa-rdfc-2022 rich", ed25519.secure(modern, "eddsa-rdfc-2022"), bare[ed25519], 5),
        ("eddsa-rdfc-2022 small", ed25519.secure(small(ed25519, 1), "eddsa-rdfc-2022"), bare[ed25519], 3),
        ("Ed25519Signature2020 rich", ed25519.secure(old, "Ed25519Signature2020"), bare[ed25519], 5),
        ("ecdsa-rdfc-2019 rich", p256.secure(rich(p256, 1), "ecdsa-rdfc-2019"), bare[p256], 8),
        ("eddsa-jcs-2022 rich", ed25519.secure(modern, "eddsa-jcs-2022"), bare[ed25519], 1.8),
        ("VC-JWT EdDSA rich", ed25519.jwt(modern), bare[ed25519], 2),
        ("VC-JWT RS256 rich", rsa.jwt(rich(rsa, 1)), rsa.bare_check(), 5),
    ]
    for name, badge, signature, target in cases:
        seconds = in_turn({"ours": repeated(_check_of(badge), _LOOPS), "bare": repeated(signature, _LOOPS)}, rounds)
        yield compare("2", f"{name}, to its bare signature", seconds["ours"], seconds["bare"], target=target)
    yield _selective(p256, bare[p256], rounds)


def _selective(issuer: Issuer, signature: Callable[[], object], rounds: int) -> Row:
    """A derived proof to as many bare signatures as it carries."""
    badge, count = issuer.derived(rich(issuer, 1), ["/credentialSubject"])
    loops = max(1, _LOOPS // 4)
    works = {"ours": repeated(_check_of(badge), loops), "bare": repeated(signature, loops * count)}
    seconds = in_turn(works, rounds)
    all_bare = [one * count for one in seconds["bare"]]
    name = f"ecdsa-sd-2023 derived, rich, to its {count} bare signatures"
    return compare("2", name, seconds["ours"], all_bare, target=1.4)


def _check_of(badge: bytes) -> Callable[[], object]:
    verifier, item = verification(), received(badge)
    verify_all(verifier, [badge])
    return lambda: verifier.verify(item)


def _verify_share(badges: list[bytes]) -> float:
    """What one worker does; the processor time it took."""
    start = time.process_time()
    verify_all(verification(), badges)
    return time.process_time() - start


def workers(*, count: int, rounds: int) -> Iterator[Row]:
    """Bar 3: two worker processes to one, by the clock, and by the processor time of the busier one.

    The clock tells of two processors that are both free. Where others use them, too, the processor time says how the
    work is shared, with what the first process spends on handing it out.
    """
    badges = batch(rich, count)
    halves = [badges[0::2], badges[1::2]]
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:

        def busiest(shares: list[list[bytes]]) -> float:
            start = time.process_time()
            longest = max(pool.map(_verify_share, shares))
            return longest + time.process_time() - start

        seconds = in_turn(
            {
                "two": timed(lambda: list(pool.map(_verify_share, halves))),
                "one": timed(lambda: list(pool.map(_verify_share, [badges]))),
                "two busiest": lambda: busiest(halves),
                "one busiest": lambda: busiest([badges]),
            },
            rounds,
        )
    name = f"{count} rich, two workers to one"
    yield compare("3", f"{name}, by the clock", seconds["two"], seconds["one"], target=0.65)
    yield compare(
        "3",
        f"{name}, by processor time",
        seconds["two busiest"],
        seconds["one busiest"],
        target=0.65,
        note="busier one",
    )


def status_lists(program: str | None, *, rounds: int) -> Iterator[Row]:
    """Bar 7: unpacking a list of ten million entries, reading one entry, refusing a bomb."""
    packed = base64.urlsafe_b64encode(gzip.compress(_list_of_few_set())).decode().rstrip("=")
    seconds = in_turn({"ours": timed(lambda: _unpacked(packed))}, rounds)["ours"]
    if program is not None:
        theirs = _seconds_of_js(program, packed)[-rounds:]
        yield compare("7", "10,000,000 entries unpacked, to JS", seconds, theirs, target=0.5)
    content = _unpacked(packed)
    once = in_turn({"read": repeated(lambda: from_the_left(content, 9_000_000), 10_000)}, rounds)["read"]
    limit = [1e-6] * len(once)
    yield compare("7", "one entry read, to a microsecond", once, limit, target=1, note="list at hand")
    bomb = base64.urlsafe_b64encode(gzip.compress(bytes(200_000_000))).decode().rstrip("=")
    refused = in_turn({"bomb": timed(lambda: _must_be_refused(bomb))}, rounds)["bomb"]
    yield compare("7", "a bomb of 200 MB refused, to 50 ms", refused, [0.05] * len(refused), target=1)


def _list_of_few_set() -> bytes:
    """Ten million bits with one in a thousand set, spread without a pattern."""
    content, place = bytearray(_BITS // 8), 1
    for _ in range(_BITS // 1000):
        place = place * 48_271 % (2**31 - 1)
        content[place % len(content)] |= 1 << place % 8
    return bytes(content)


def _unpacked(packed: str) -> bytes:
    content = unpack(packed, GZIP)
    if content is None:
        raise AssertionError("not unpacked")
    return content


def _must_be_refused(packed: str) -> None:
    if unpack(packed, GZIP) is not None:
        raise AssertionError("a bomb went off")


def _seconds_of_js(program: str, packed: str) -> list[float]:
    done = subprocess.run([program, "-e", _JS_UNPACK], input=packed.encode(), capture_output=True, check=True)
    return [float(seconds) for seconds in json.loads(done.stdout)]

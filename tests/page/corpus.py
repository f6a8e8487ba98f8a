"""Presentations good and hostile, each as it would be shared: what both engines have to agree on."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Final

from tests.page import test_verdicts as told
from tests.page.issuing import (
    HOLDER,
    ISSUER,
    NOW,
    badge,
    enveloped,
    open_badge_2,
    original,
    parcel,
    presentation,
    presentation_of_anything,
    presentation_token,
    secured,
    status_entry,
    status_list,
)
from tests.places import ROOT
from tests.simulator.issuer import samples
from tests.unit.suites.samples import keys
from wallet.codec import json
from wallet.codec.multibase import did_key
from wallet.errors import CredentialError
from wallet.model.json import JsonObject
from wallet.model.key import KeyType
from wallet.model.material import Material, MaterialSource
from wallet.share.interface import Parcel

HOSTILE: Final = ROOT / "tests" / "hostile"
HOSTILE_NOW: Final = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)
_MAX_BYTES: Final = 1_000_000
"""Larger hostile files do not fit into a share, which is refused before either engine sees it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One presentation, made when it is asked for, and the instant at which it is judged."""

    name: str
    make: Callable[[], Parcel]
    at: datetime = NOW


def cases() -> list[Case]:
    """The corpus."""
    return [*_good(), *_bad(), *_hostile(), *_samples()]


def _in_one(suite: str) -> Parcel:
    return parcel(presentation(told.signed(suite=suite), suite=suite))


def _of_curve(kind: KeyType) -> Parcel:
    return parcel(presentation(_ecdsa(kind)))


def _good() -> Iterator[Case]:
    for suite in told.SUITES:
        yield Case(name=f"good/{suite}", make=partial(_in_one, suite))
    for kind in (KeyType.P256, KeyType.P384):
        yield Case(name=f"good/ecdsa-rdfc-2019 {kind.value}", make=partial(_of_curve, kind))
    yield Case(name="good/jwt", make=lambda: parcel(presentation(enveloped(ISSUER.jwt(badge())))))
    yield Case(name="good/vp+jwt", make=lambda: told.token_parcel(presentation_token(told.signed())))
    yield Case(name="good/status", make=lambda: told.with_status(status_list(1)))
    old = NOW - timedelta(days=29)
    yield Case(name="good/status of 29 days ago", make=lambda: told.with_status(status_list(1, signed_at=old)))
    yield Case(name="good/several", make=lambda: parcel(presentation(told.signed("One"), told.signed("Two"))))


def _token(content: Callable[[], bytes]) -> Parcel:
    return told.token_parcel(content())


def _attached(content: Callable[[], bytes], media_type: str) -> Parcel:
    return parcel(presentation(original(content().strip(), media_type)))


def _altered() -> Parcel:
    return parcel(presentation(told.altered(_ecdsa(KeyType.P256), "oral", "only")))


def _bad() -> Iterator[Case]:
    for group, table in (("failing", told.FAILING), ("unknown", told.UNKNOWN)):
        for name, (make, _) in table.items():
            yield Case(name=f"{group}/{name}", make=make)
    for name, (token, _, _) in told.TOKENS.items():
        yield Case(name=f"token/{name}", make=partial(_token, token))
    yield Case(name="failing/ecdsa altered", make=_altered)
    attached: dict[str, tuple[Callable[[], bytes], str]] = {
        "open badge 2": (open_badge_2, "application/ld+json"),
        "sd-jwt": ((HOSTILE / "inputs" / "D00-valid.sdjwt").read_bytes, "application/vc+sd-jwt"),
        "png": ((HOSTILE / "inputs" / "G00-ok.png").read_bytes, "image/png"),
        "nothing": (bytes, "application/octet-stream"),
    }
    for name, (content, media_type) in attached.items():
        yield Case(name=f"attached/{name}", make=partial(_attached, content, media_type))
    suspended = status_entry(94567) | {"statusPurpose": "suspension"}
    yield Case(
        name="unknown/suspension from a list of revocations",
        make=lambda: parcel(
            presentation(ISSUER.secure(badge(credentialStatus=suspended), "assertionMethod")), status_list(None)
        ),
    )


def _hostile() -> Iterator[Case]:
    for line in (HOSTILE / "index.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads_object(line.encode())
        name, kind, file = str(row["id"]), row["kind"], str(row["file"])
        if not (HOSTILE / file).exists():  # too large to keep; tests that need one make it
            continue
        content = (HOSTILE / file).read_bytes()
        content = gzip.decompress(content) if file.endswith(".gz") else content
        if kind not in {"credential", "presentation", "ob2"} or len(content) > _MAX_BYTES:
            continue
        world = row.get("world")
        materials = tuple(_materials(world)) if isinstance(world, dict) else ()
        yield Case(name=f"hostile/{name}", make=partial(_shared, content, str(kind), materials), at=HOSTILE_NOW)


def _samples() -> Iterator[Case]:
    for name, content in sorted(samples().items()):
        if name.endswith((".json", ".jwt")):
            yield Case(name=f"sample/{name}", make=partial(_shared, content, "credential", ()))


def _shared(content: bytes, kind: str, materials: tuple[Material, ...]) -> Parcel:
    if kind == "presentation":
        return Parcel(content=content, media_type="application/vp", expires=None, note="", materials=materials)
    text = content.strip()
    if kind == "ob2":
        return parcel(presentation(original(text, "application/ld+json")), *materials)
    if text.count(b".") >= 2 and not text.startswith((b"{", b"[", b"\xff", b"\xfe")):
        tilde = b"~" in text
        media_type = "application/vc+sd-jwt" if tilde else "application/vc+jwt"
        return parcel(presentation(original(text, media_type)), *materials)
    try:
        return parcel(presentation_of_anything(json.loads(text)), *materials)
    except CredentialError:
        return _spliced(text, materials)


def _spliced(text: bytes, materials: tuple[Material, ...]) -> Parcel:
    """What cannot be signed over goes in as it is: the presentation fails in any case, and the badge must not pass."""
    frame = parcel(presentation_of_anything({"type": "Placeholder"}), *materials)
    content = frame.content.replace(b'{"type":"Placeholder"}', text).replace(
        b'{\n      "type": "Placeholder"\n    }', text
    )
    return Parcel(content=content, media_type=frame.media_type, expires=None, note="", materials=materials)


def _materials(world: JsonObject) -> Iterator[Material]:
    for url, answer in world.items():
        if not isinstance(answer, dict) or answer.get("status", 200) != 200:
            continue
        content = Path(HOSTILE / str(answer["file"])).read_bytes()
        if len(content) < _MAX_BYTES:
            yield Material(
                url=url,
                content=content,
                media_type="application/vc",
                sha256=sha256(content).hexdigest(),
                source=MaterialSource.STAPLED,
                retrieved_at=HOSTILE_NOW,
            )


def _ecdsa(kind: KeyType) -> JsonObject:
    key, public = keys(kind)
    return secured(badge(issuer=did_key(public), subject=HOLDER.did), key, "assertionMethod", "ecdsa-rdfc-2019")

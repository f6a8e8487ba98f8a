"""One document for one file: what an archive or another container holds is reported together, under its own name."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from wallet.acquire.paths import kind_of
from wallet.errors import WalletError
from wallet.model.report import InputFacts, VerificationReport

if TYPE_CHECKING:
    from wallet.verification import Assessed

Reported = tuple[str | None, VerificationReport]
"""A report, with the id of the badge where it is one of the vault."""
Found: TypeAlias = "Reported | Assessed | WalletError | str"


def together(found: Iterable[Found], sources: Iterable[str]) -> Iterator[Found]:
    """`found`, with the reports on what one file of `sources` holds put into a report on that file."""
    files = [source for source in dict.fromkeys(sources) if Path(source).is_file()]
    name, held = "", list[VerificationReport]()
    for item in found:
        inside = _container_of(item, files)
        if held and inside != name:
            yield None, container_report(name, held)
            held = []
        if inside is None or not isinstance(item, tuple):
            yield item
        else:
            name = inside
            held.append(item[1])
    if held:
        yield None, container_report(name, held)


def container_report(source: str, held: list[VerificationReport]) -> VerificationReport:
    """The report on a file that holds others: its outcome is the worst of theirs, its checks are theirs alone."""
    path = Path(source)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    facts = InputFacts(
        source=source, sha256=digest, bytes=path.stat().st_size, carrier=kind_of(source).word, format=None
    )
    return VerificationReport(input=facts, at=held[0].at, network=held[0].network, nested=tuple(held))


def _container_of(item: Found, files: list[str]) -> str | None:
    """The file in which a report's input lay; None for what was a file of its own."""
    if not isinstance(item, tuple) or item[0] is not None:
        return None
    source = item[1].input.source
    return next((file for file in files if source.startswith(f"{file}/")), None)

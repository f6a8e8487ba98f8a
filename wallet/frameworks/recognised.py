"""Lists of recognised programmes that the user holds: who recognises which programme of whom.

    {"schema": "wallet.recognised/1", "name": "...", "dated": "2026-04-01",
     "entries": [{"issuer": "did:web:mihon.example", "achievement": "https://..."}]}

An entry without `achievement` is of everything that the issuer awards. These are lists about quality: a registry of
issuers says who somebody is, and has no place here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from wallet.frameworks.reading import Fields, read_document
from wallet.model.frozen import frozen

SCHEMA: Final = "wallet.recognised/1"


@frozen
class Recognition:
    """One programme: its issuer, and the identifier of its achievement; None for all of the issuer's."""

    issuer: str
    achievement: str | None


@frozen
class RecognisedProgrammes:
    """A list with the name of whoever keeps it, and the date that it is of."""

    name: str
    dated: str
    entries: tuple[Recognition, ...]

    def lists(self, issuer: str, achievements: Iterable[str]) -> bool:
        """Whether a programme of the issuer is on the list."""
        found = set(achievements)
        return any(
            entry.issuer == issuer and (entry.achievement is None or entry.achievement in found)
            for entry in self.entries
        )


def read_recognised(content: bytes) -> RecognisedProgrammes:
    """The list in a data file. Raises `UsageError` (`framework-unreadable`)."""
    fields = read_document(content, SCHEMA)
    programmes = RecognisedProgrammes(
        name=fields.text("name"), dated=fields.text("dated"), entries=fields.objects("entries", _entry)
    )
    fields.done()
    return programmes


def _entry(row: Fields) -> Recognition:
    entry = Recognition(issuer=row.text("issuer"), achievement=row.optional("achievement"))
    row.done()
    return entry

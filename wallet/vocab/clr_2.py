"""CLR 2.0: comprehensive learner records, with the achievements they list and how those belong together.

Comprehensive Learner Record 2.0 (1EdTech), classes ClrCredential, ClrSubject and Association. The credentials that a
record holds (`credentialSubject.verifiableCredential`) are credentials of their own; each gets a report of its own.
"""

from __future__ import annotations

from typing import Final

from wallet.model.credential import Association, Description
from wallet.model.json import JsonObject
from wallet.vocab.endorsements import attached_endorsements
from wallet.vocab.interface import CLR_TYPE
from wallet.vocab.open_badges_3 import read_achievement, read_identity
from wallet.vocab.text import objects, string, texts

NAME: Final = "clr_2"
_UNNAMED: Final = "-"


class Clr2:
    """ClrCredential."""

    name: Final = NAME

    def describe(self, document: JsonObject) -> Description | None:
        """The record's own achievements, associations and recipients; what it holds is not read here."""
        if CLR_TYPE not in texts(document.get("type")):
            return None
        subjects = objects(document.get("credentialSubject"))
        achievements = [item for subject in subjects for item in objects(subject.get("achievement"))]
        identifiers = [item for subject in subjects for item in objects(subject.get("identifier"))]
        associations = [item for subject in subjects for item in objects(subject.get("association"))]
        return Description(
            vocabulary=self.name,
            achievements=tuple(map(read_achievement, achievements)),
            identifiers=tuple(filter(None, map(read_identity, identifiers))),
            endorsements=sum(1 for _ in attached_endorsements(document)),
            associations=tuple(filter(None, map(_association, associations))),
        )


def _association(item: JsonObject) -> Association | None:
    source, target = string(item.get("sourceId")), string(item.get("targetId"))
    if source is None or target is None:
        return None
    return Association(source=source, target=target, type=string(item.get("associationType")) or _UNNAMED)

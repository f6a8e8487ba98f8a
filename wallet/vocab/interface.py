"""The extension point that reads what a credential says, whatever secures it."""

from __future__ import annotations

from typing import Final, Protocol

from wallet.model.credential import Description
from wallet.model.json import JsonObject

CLR_TYPE: Final = "ClrCredential"
"""The type of a learner record, which holds other credentials (CLR 2.0)."""
ENVELOPE_TYPE: Final = "OpenBadgeV2"
"""The type of a credential that carries the picture of a badge of Open Badges 2.0."""


class Vocabulary(Protocol):
    """One vocabulary of credentials: Open Badges 3.0, CLR 2.0 ..."""

    @property
    def name(self) -> str:
        """The word the report uses."""
        ...

    def describe(self, document: JsonObject) -> Description | None:
        """What the parsed credential says in this vocabulary; None when it does not use it. Never raises."""
        ...

"""The extension point that reads what a credential says, whatever secures it."""

from __future__ import annotations

from typing import Protocol

from wallet.model.credential import Description
from wallet.model.json import JsonObject


class Vocabulary(Protocol):
    """One vocabulary of credentials: Open Badges 3.0, CLR 2.0 ..."""

    @property
    def name(self) -> str:
        """The word the report uses."""
        ...

    def describe(self, document: JsonObject) -> Description | None:
        """What the parsed credential says in this vocabulary; None when it does not use it. Never raises."""
        ...

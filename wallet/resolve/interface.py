"""The extension point that turns an identifier into the document that names its keys."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from wallet.model.key import ControllerDocument
from wallet.model.material import Materials
from wallet.model.report import Finding


class IdentifierMethod(Protocol):
    """One kind of identifier: a DID method, or https issuers that publish keys."""

    @property
    def name(self) -> str:
        """The method name: `key`, `web`, `jwk` ..."""
        ...

    def resolve(self, identifier: str, materials: Materials, at: datetime) -> ControllerDocument | Finding:
        """The document of `identifier` (without fragment) as of `at` (UTC), or why there is none.

        Only a method that keeps its history can answer for the past; the others give what is published now.
        """
        ...

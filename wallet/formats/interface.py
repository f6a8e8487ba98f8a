"""The extension point that turns bytes into a credential or presentation, by how it is secured."""

from __future__ import annotations

from typing import Protocol

from wallet.model.credential import Verifiable


class CredentialFormat(Protocol):
    """One way credentials are secured and serialised."""

    @property
    def name(self) -> str:
        """The word the report uses: `ldp_vc`, `jwt_vc` ..."""
        ...

    def recognises(self, payload: bytes) -> bool:
        """Whether `payload` looks like this format; cheap, never raises."""
        ...

    def parse(self, payload: bytes) -> Verifiable:
        """Parse within the limits of `wallet.codec.limits`. Raises `CredentialError` with the reason."""
        ...

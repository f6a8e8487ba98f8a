"""A value that must not be shown: passphrases and keys."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Secret:
    """Bytes that never appear in a message, a log or a traceback that prints local variables: it shows as `Secret()`.

    Python cannot promise that memory is wiped: letting go of the last reference is all there is. `reveal` is the one
    way to the bytes, so that every use can be searched for.
    """

    _content: bytes = field(repr=False)

    @classmethod
    def from_text(cls, text: str) -> Secret:
        """A typed passphrase, normalised to NFC so that every keyboard's spelling of it is the same (RFC 8265)."""
        return cls(unicodedata.normalize("NFC", text).encode())

    def reveal(self) -> bytes:
        """The bytes themselves."""
        return self._content

    def __bool__(self) -> bool:
        """Whether there is anything to hide: an empty passphrase is none."""
        return bool(self._content)

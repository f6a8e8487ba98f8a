"""Bitstring status lists, as an issuer keeps and publishes them (Bitstring Status List 1.0)."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from scripts.sample_issuer.issuer import V2
from wallet.codec.multibase import encode_base64url
from wallet.codec.time import format_instant
from wallet.model.json import JsonObject

ENTRIES: Final = 131_072
"""Bitstring Status List 1.0, section 6.1: the smallest list that hides whom one looks up."""

VALID_FOR: Final = timedelta(days=90)
_BITS: Final = 8


@dataclass(slots=True)
class StatusList:
    """One list: which entries are set. `purpose` is `revocation` or `suspension`."""

    url: str
    purpose: str = "revocation"
    entries: set[int] = field(default_factory=set)
    size: int = ENTRIES

    def entry(self, index: int) -> JsonObject:
        """The `credentialStatus` of the credential with `index`."""
        return {
            "id": f"{self.url}#{index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": self.purpose,
            "statusListIndex": str(index),
            "statusListCredential": self.url,
        }

    def credential(self, issuer: str, at: datetime) -> JsonObject:
        """The list as of `at`, not yet signed."""
        return {
            "@context": [V2],
            "id": self.url,
            "type": ["VerifiableCredential", "BitstringStatusListCredential"],
            "issuer": issuer,
            "validFrom": format_instant(at),
            "validUntil": format_instant(at + VALID_FOR),
            "credentialSubject": {
                "id": f"{self.url}#list",
                "type": "BitstringStatusList",
                "statusPurpose": self.purpose,
                "encodedList": "u" + encode_base64url(_gzip_stored(self._bits())),
            },
        }

    def _bits(self) -> bytes:
        bits = bytearray(self.size // _BITS)
        for index in self.entries:
            bits[index // _BITS] |= 0x80 >> index % _BITS
        return bytes(bits)


def _gzip_stored(content: bytes) -> bytes:
    """A gzip stream without compression (RFC 1951, section 3.2.4; RFC 1952): the same bytes from every zlib."""
    length = len(content)
    header = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
    block = struct.pack("<BHH", 1, length, length ^ 0xFFFF) + content
    return header + block + struct.pack("<II", zlib.crc32(content), length)

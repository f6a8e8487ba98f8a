"""Public keys as text: multibase, Multikey, did:key and did:jwk."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime
from typing import Final

from tests.fuzz.run import fuzz, instrumented

with instrumented():
    from tests.simulator.issuer import Nothing
    from wallet.codec.multibase import (
        decode_base58btc,
        decode_base64url,
        decode_public_key,
        encode_base58btc,
        encode_base64url,
        encode_public_key,
    )
    from wallet.errors import CredentialError
    from wallet.model.key import ControllerDocument
    from wallet.registry import IDENTIFIERS

SEEDS: Final = [
    b"z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK",
    b"zDnaerx9CtbPJ1q36T5Ln5wYt3MQYeGRG5ehnPAmxcf5mDZpv",
    b"z82LkvCwHNreneWpsgPEbV3gu1C6NFJEBg4srfJ5gdxEsMGRJUz2sG9FE42shbn2xkZJh54",
    b"eyJrdHkiOiJPS1AiLCJjcnYiOiJFZDI1NTE5IiwieCI6IjExcVlBWUt4Q3JmVlNfN1R5V1FIT2c3aGN2UGFwaU1scndJYWFQY0hVUm8ifQ",
]
_AT: Final = datetime(2026, 11, 23, tzinfo=UTC)


def target(data: bytes) -> None:
    """One spelling for each value, and an identifier resolves to itself or to a reason."""
    text = data.decode(errors="replace")
    for decode, encode in ((decode_base58btc, encode_base58btc), (decode_base64url, encode_base64url)):
        try:
            content = decode(text)
        except CredentialError:
            continue
        assert encode(content) == text
    with contextlib.suppress(CredentialError):
        assert encode_public_key(decode_public_key(text)) == text
    for method in IDENTIFIERS:
        identifier = f"{method.name}:{text}"
        found = method.resolve(identifier, Nothing(), _AT)
        if isinstance(found, ControllerDocument):
            assert found.id == identifier
            assert found.methods


if __name__ == "__main__":
    fuzz(target, SEEDS)

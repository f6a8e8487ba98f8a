"""A verifier as most Python programs have it: PyLD, cryptography, one file. What the wallet's speed is compared with.

    python benchmarks/pyld_verifier.py FILE

It checks the signature of an eddsa-rdfc-2022 proof by a did:key and the dates, and nothing else that the wallet checks.
PyLD keeps the contexts that it has resolved, and the documents of contexts are read once.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import cast

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pyld import jsonld

FOLDER = Path(__file__).resolve().parent.parent / "wallet" / "materials" / "contexts"
ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_FILES = {entry["url"]: entry["file"] for entry in json.loads((FOLDER / "index.json").read_bytes())}
_read: dict[str, object] = {}

_normalize = cast("Callable[[object, object], str]", jsonld.normalize)


def load(url: str, _options: object) -> dict[str, object]:
    """A document loader that knows the bundled contexts."""
    if url not in _read:
        _read[url] = json.loads((FOLDER / _FILES[url]).read_bytes())
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": _read[url]}


def base58(text: str) -> bytes:
    """Multibase base58btc."""
    number = 0
    for character in text[1:]:
        number = number * 58 + ALPHABET.index(character)
    return number.to_bytes((number.bit_length() + 7) // 8)


def digest(document: object) -> bytes:
    """SHA-256 of the canonical N-Quads."""
    options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": load}
    return hashlib.sha256(_normalize(document, options).encode()).digest()


def verify(text: bytes, at: str) -> bool:
    """Whether the signature holds and the credential is in its time at the instant `at` (RFC 3339)."""
    document = json.loads(text)
    proof = document.pop("proof")
    configuration = {name: value for name, value in proof.items() if name != "proofValue"}
    message = digest({"@context": document["@context"], **configuration}) + digest(document)
    key = base58(proof["verificationMethod"].partition("#")[2])[2:]
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(base58(proof["proofValue"]), message)
    except InvalidSignature:
        return False
    now = datetime.fromisoformat(at)
    starts, ends = (document.get(name) for name in ("validFrom", "validUntil"))
    return (not starts or datetime.fromisoformat(starts) <= now) and (not ends or now < datetime.fromisoformat(ends))


if __name__ == "__main__":
    print("verified" if verify(Path(sys.argv[1]).read_bytes(), "2026-11-01T00:00:00Z") else "NOT verified")

"""Parts cut out of JSON documents, and lists of hashes: what is cut out reads as what was read whole."""

from __future__ import annotations

from typing import Final

from tests.fuzz.run import fuzz, instrumented, seeds

with instrumented():
    from wallet.acquire.manifests import listed
    from wallet.codec import json as strict_json
    from wallet.codec.json_slices import elements, member
    from wallet.errors import CredentialError

SEEDS: Final = [
    *seeds("*.json"),
    b'[1, "a,]", {"b": [2]}]',
    b'{"payloads": [{"path": "a.json", "sha256": "' + b"0" * 64 + b'"}], "b.json": "sha256:' + b"1" * 64 + b'"}',
]


def target(data: bytes) -> None:
    """Nothing is lost or changed in cutting."""
    listed(data)
    elements(data)
    try:
        value = strict_json.loads(data)
    except CredentialError:
        return
    if isinstance(value, list):
        assert [strict_json.loads(text) for text in elements(data)] == value
    elif isinstance(value, dict):
        for name in list(value)[:8]:
            text = member(data, name)
            assert text is not None
            assert strict_json.loads(text) == value[name]


if __name__ == "__main__":
    fuzz(target, SEEDS)

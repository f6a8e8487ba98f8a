"""Strict JSON and its canonical form: what is read can be written, and is read the same again."""

from __future__ import annotations

from typing import Final

from tests.fuzz.run import fuzz, instrumented, seeds

with instrumented():
    from wallet.codec import jcs, json
    from wallet.errors import CredentialError

SEEDS: Final = [*seeds("*.json", "*.jsonl"), b'{"a":[1,2.5e3,"\\ud83d\\ude00",null,true]}', b'{"a":1,"a":2}', b"[" * 99]


def target(data: bytes) -> None:
    """Only `CredentialError` comes out, and a value survives being written."""
    try:
        value = json.loads(data)
    except CredentialError:
        return
    assert json.loads(json.dumps(value)) == value
    try:
        canonical = jcs.canonicalize(value)
    except CredentialError:
        return
    assert jcs.canonicalize(json.loads(canonical)) == canonical


if __name__ == "__main__":
    fuzz(target, SEEDS)

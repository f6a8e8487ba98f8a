"""Pictures with a badge in them: PNG and SVG, and everything else that a file may turn out to be."""

from __future__ import annotations

from typing import Final

from tests.fuzz.run import fuzz, instrumented, seeds

with instrumented():
    from wallet.acquire import png, svg
    from wallet.acquire.carriers import unwrap
    from wallet.errors import CredentialError

SEEDS: Final = seeds("*.png", "*.svg")


def target(data: bytes) -> None:
    """What is baked in again is what comes out again."""
    unwrap(data, "fuzz", "fuzz")
    for reader in (png, svg):
        try:
            texts = reader.unbake(data)
        except CredentialError:
            continue
        if len(texts) == 1:
            try:
                baked = reader.bake(data, texts[0].keyword, texts[0].text)
            except CredentialError:
                continue
            assert [item.text for item in reader.unbake(baked)] == [texts[0].text]


if __name__ == "__main__":
    fuzz(target, SEEDS)

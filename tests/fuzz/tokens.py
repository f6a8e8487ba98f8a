"""JWT and SD-JWT: taken apart, read, and judged."""

from __future__ import annotations

from typing import Final

from tests.fuzz.run import fuzz, instrumented, seeds

with instrumented():
    from tests.simulator.issuer import Nothing, received, verification
    from wallet.codec.jose import looks_compact, split_compact
    from wallet.errors import CredentialError
    from wallet.model.report import Reason

SEEDS: Final = [*seeds("*.jwt", "*.sdjwt"), b"e30.e30.", b"e30.e30.AA~", b"a.b.c~d~"]
_VERIFICATION: Final = verification(Nothing())


def target(data: bytes) -> None:
    """What splits is spelt in one way only; every token gets a verdict."""
    try:
        parts = split_compact(data)
    except CredentialError:
        pass
    else:
        assert looks_compact(data)
        assert data.strip().startswith(parts.signing_input + b".")
    report = _VERIFICATION.verify(received(data, "badge.jwt", "jwt"))
    assert Reason.INTERNAL_ERROR not in report.reasons


if __name__ == "__main__":
    fuzz(target, SEEDS)

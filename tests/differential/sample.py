"""The fixed sample: which credentials are made, what is changed in them, and what the wallet has to say to each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from scripts.sample_issuer.issuer import ED25519_SIGNATURE_2020, EDDSA_JCS, EDDSA_RDFC
from scripts.sample_issuer.keys import Ed25519Key
from tests.differential.altered import CHANGES, JCS_SUITES, KEPT, RDF_SUITES, altered
from tests.differential.credentials import ECDSA, ECDSA_JCS, ECDSA_RDFC, JWT, JWT_1, JWT_2, Base, base
from tests.differential.draws import Draws
from tests.differential.issued import ISSUED, STATUS, issued, world
from tests.differential.tokens import GOOD, TOKENS, token

BASES: Final[Mapping[str, int]] = {
    EDDSA_RDFC: 7,
    EDDSA_JCS: 9,
    ED25519_SIGNATURE_2020: 7,
    ECDSA_RDFC: 3,
    ECDSA_JCS: 4,
    JWT_1: 8,
    JWT_2: 3,
}
AT_LEAST: Final[Mapping[str, int]] = {
    EDDSA_RDFC: 500,
    EDDSA_JCS: 600,
    ED25519_SIGNATURE_2020: 400,
    ECDSA_RDFC: 180,
    ECDSA_JCS: 220,
    JWT_1: 500,
    JWT_2: 150,
}
"""How many each makes; with one base more or less these bounds have to move, on purpose."""

_RDF: Final = RDF_SUITES
_EXTENDED: Final = RDF_SUITES | JCS_SUITES

TOLERABLE: Final[Mapping[str, frozenset[str]]] = {
    # JSON-LD says nothing with a null or an empty list: RDF is the same without.
    "null-member": _RDF,
    "empty-list": _RDF,
    # A context may be added where nothing signed changes its meaning (DI EdDSA 1.0, eddsa-jcs-2022, Verify Proof).
    "context-added": _EXTENDED,
    "context-inline": _EXTENDED,
    # The base context once more, inside: the same words with the same meaning.
    "context-in-subject": _RDF,
}
"""Changes that need not be noticed, as long as what is shown stays what it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One text to judge. `good`: the wallet must accept it; `tolerable`: it may."""

    mutant: str
    base: Base
    content: bytes
    served: Mapping[str, bytes]
    good: bool
    tolerable: bool = False
    openvc_knows: bool
    digitalbazaar_knows: bool


def cases(secured: str) -> Iterator[Case]:
    """Every case of one way of securing."""
    for number in range(BASES[secured]):
        original = base(secured, number)
        yield _case("base", original, original.content, good=True)
        for name in TOKENS if secured in JWT else CHANGES:
            draws = Draws(f"{original.name}/{name}")
            content = token(name, original, draws) if secured in JWT else altered(name, original, draws)
            if content is not None:
                good = name in GOOD if secured in JWT else secured in KEPT.get(name, ())
                tolerable = secured not in JWT and secured in TOLERABLE.get(name, ())
                yield _case(f"altered/{name}", original, content, good=good, tolerable=tolerable)
        for name, how in ISSUED.items():
            made = issued(name, original, Draws(f"{original.name}/issued/{name}"))
            if made is not None:
                good = how.good or (name == "signed-by-openvc" and secured in _RDF)
                yield _case(f"issued/{name}", original, made, good=good, served=how.world, status=name in STATUS)


def _case(
    mutant: str,
    original: Base,
    content: bytes,
    *,
    good: bool,
    tolerable: bool = False,
    served: str = "good",
    status: bool = False,
) -> Case:
    key = next(iter(original.issuer.sample.methods.values()))
    assert isinstance(key, Ed25519Key)
    return Case(
        mutant=mutant,
        base=original,
        content=content,
        served=world(served, key.phrase),
        good=good,
        tolerable=tolerable,
        openvc_knows=original.secured not in {ED25519_SIGNATURE_2020, JWT_2},
        digitalbazaar_knows=original.secured not in JWT | ECDSA and not status,
    )

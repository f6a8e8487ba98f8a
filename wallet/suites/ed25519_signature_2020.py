"""Ed25519Signature2020: the linked-data suite before eddsa-rdfc-2022, still what most North American badges carry.

Same bytes as eddsa-rdfc-2022 (W3C CCG report "Ed25519 Signature 2020", section 3), its own proof type, and a term
that the document's contexts must define.
"""

from __future__ import annotations

from typing import Final

from wallet.suites.eddsa_rdfc_2022 import EddsaRdfc2022


class Ed25519Signature2020:
    """The suite named by the proof's own type."""

    name: Final = "Ed25519Signature2020"
    key_types: Final = EddsaRdfc2022.key_types
    verify: Final = EddsaRdfc2022.verify
    create: Final = EddsaRdfc2022.create

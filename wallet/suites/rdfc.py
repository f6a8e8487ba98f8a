"""Suites over RDF Dataset Canonicalization: eddsa-rdfc-2022, ecdsa-rdfc-2019 and, before them, Ed25519Signature2020.

DI EdDSA Cryptosuites 1.0, section 3.2; DI ECDSA Cryptosuites 1.0, section 3.2; W3C CCG report "Ed25519 Signature 2020",
section 3: the same bytes as eddsa-rdfc-2022 under a proof type of its own, a term that the contexts must define.
"""

from __future__ import annotations

from dataclasses import dataclass

from wallet.model.credential import DataIntegrityProof
from wallet.model.json import JsonObject
from wallet.model.key import KeyType, PublicKey, SigningKey
from wallet.model.material import Contexts
from wallet.model.report import Finding
from wallet.suites.data_integrity import (
    SIGNING,
    configuration_of,
    context_problem,
    create_value,
    key_problem,
    kind_problem,
    rdf_canonicalizer,
    require_key,
    signing_steps,
    verify_value,
)
from wallet.suites.interface import SigningSteps


@dataclass(frozen=True, slots=True)
class RdfcSuite:
    """What the document means is signed; how it is spelt is not."""

    name: str
    key_types: frozenset[KeyType]
    legacy: bool = False

    def verify(
        self, unsecured: JsonObject, proof: DataIntegrityProof, key: PublicKey, contexts: Contexts
    ) -> Finding | None:
        """None when `key` made `proof`; else why not."""
        problem = (
            kind_problem(proof.options, self.name)
            or key_problem(key.type, self.key_types)
            or context_problem(unsecured, proof.options)
        )
        if problem is not None:
            return problem
        configuration = configuration_of(proof.options, unsecured.get("@context"))
        return verify_value(unsecured, configuration, proof, key, rdf_canonicalizer(contexts))

    def steps(
        self, unsecured: JsonObject, proof: DataIntegrityProof, key_type: KeyType, contexts: Contexts
    ) -> SigningSteps | Finding:
        """How `verify` gets to what is signed."""
        configuration = configuration_of(proof.options, unsecured.get("@context"))
        hash_name = SIGNING[key_type].hash_name
        return signing_steps("RDFC-1.0", unsecured, configuration, rdf_canonicalizer(contexts), hash_name)

    def create(self, unsecured: JsonObject, options: JsonObject, key: SigningKey, contexts: Contexts) -> JsonObject:
        """The proof over `unsecured`. Raises `CredentialError` when the document would lose something."""
        require_key(key, self.key_types)
        configuration = configuration_of(options, unsecured.get("@context"))
        return create_value(unsecured, configuration, options, key, rdf_canonicalizer(contexts))

"""eddsa-rdfc-2022: Ed25519 over RDF Dataset Canonicalization (DI EdDSA Cryptosuites 1.0, section 3.2)."""

from __future__ import annotations

from typing import Final

from wallet.codec import jsonld
from wallet.model.credential import DataIntegrityProof
from wallet.model.json import JsonObject
from wallet.model.key import KeyType, PublicKey, SigningKey
from wallet.model.material import Contexts
from wallet.model.report import Finding
from wallet.suites.data_integrity import Canonicalize, configuration_of, context_problem, create_eddsa, verify_eddsa


class EddsaRdfc2022:
    """The suite most Open Badges 3.0 are signed with."""

    name: Final = "eddsa-rdfc-2022"
    key_types: Final = frozenset({KeyType.ED25519})

    def verify(
        self, unsecured: JsonObject, proof: DataIntegrityProof, key: PublicKey, contexts: Contexts
    ) -> Finding | None:
        """None when `key` made `proof`; else why not."""
        problem = context_problem(unsecured, proof.options)
        if problem is not None:
            return problem
        configuration = configuration_of(proof.options, unsecured.get("@context"))
        return verify_eddsa(unsecured, configuration, proof, key, rdf_canonicalizer(contexts))

    def create(self, unsecured: JsonObject, options: JsonObject, key: SigningKey, contexts: Contexts) -> JsonObject:
        """The proof over `unsecured`. Raises `CredentialError` when the document would lose something."""
        configuration = configuration_of(options, unsecured.get("@context"))
        return create_eddsa(unsecured, configuration, options, key, rdf_canonicalizer(contexts))


def rdf_canonicalizer(contexts: Contexts) -> Canonicalize:
    """RDFC-1.0 in JSON-LD safe mode, as bytes."""

    def canonicalize(document: JsonObject) -> bytes | Finding:
        found = jsonld.canonicalize(document, contexts)
        return found if isinstance(found, Finding) else found.encode()

    return canonicalize

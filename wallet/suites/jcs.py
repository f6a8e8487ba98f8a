"""Suites over the JSON Canonicalization Scheme: eddsa-jcs-2022 and ecdsa-jcs-2019.

DI EdDSA Cryptosuites 1.0, section 3.3; DI ECDSA Cryptosuites 1.0, section 3.3. The signature covers every byte of
meaning of the JSON, so nothing can be dropped; but what the terms mean still depends on the contexts, so they must be
ones this wallet knows (VC Data Integrity 1.0, section 4.6).
"""

from __future__ import annotations

from dataclasses import dataclass

from wallet.codec import jcs, jsonld
from wallet.errors import CredentialError
from wallet.model.credential import DataIntegrityProof
from wallet.model.json import JsonObject
from wallet.model.key import KeyType, PublicKey, SigningKey
from wallet.model.material import Contexts
from wallet.model.report import Finding, Reason
from wallet.suites.data_integrity import (
    SIGNING,
    configuration_of,
    context_problem,
    create_value,
    key_problem,
    kind_problem,
    require_key,
    signing_steps,
    verify_value,
)
from wallet.suites.interface import SigningSteps


@dataclass(frozen=True, slots=True)
class JcsSuite:
    """The JSON is signed as it stands, white space and order aside."""

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
        configuration = configuration_of(proof.options, None)
        found = verify_value(_as_signed(unsecured, proof), configuration, proof, key, _canonicalize)
        return found or _unknown_terms(unsecured, contexts)

    def steps(
        self, unsecured: JsonObject, proof: DataIntegrityProof, key_type: KeyType, contexts: Contexts
    ) -> SigningSteps | Finding:
        """How `verify` gets to what is signed."""
        del contexts
        configuration, hash_name = configuration_of(proof.options, None), SIGNING[key_type].hash_name
        return signing_steps("JCS", _as_signed(unsecured, proof), configuration, _canonicalize, hash_name)

    def create(self, unsecured: JsonObject, options: JsonObject, key: SigningKey, contexts: Contexts) -> JsonObject:
        """The proof over `unsecured`. Raises `CredentialError` for unknown contexts or values without one spelling."""
        require_key(key, self.key_types)
        problem = _unknown_terms(unsecured, contexts)
        if problem is not None:
            raise CredentialError(problem.reason, **problem.params)
        context = unsecured.get("@context")
        with_context = {**options, "@context": context} if context is not None else options
        return create_value(unsecured, with_context, with_context, key, _canonicalize)


def _as_signed(unsecured: JsonObject, proof: DataIntegrityProof) -> JsonObject:
    """The document under the contexts that the proof says it was made under."""
    if "@context" not in proof.options:
        return unsecured
    return {**unsecured, "@context": proof.options["@context"]}


def _canonicalize(document: JsonObject, _hash_name: str) -> bytes | Finding:
    try:
        return jcs.canonicalize(document)
    except CredentialError as error:
        return Finding(reason=Reason(error.code), params=error.params)


def _unknown_terms(document: JsonObject, contexts: Contexts) -> Finding | None:
    """Why the terms have no meaning this wallet can vouch for: a context it does not know, or one written inline.

    An inline context could rename anything, so a document that has one must also pass JSON-LD in safe mode.
    """
    for url in jsonld.context_urls(document):
        if contexts.get(url) is None:
            return Finding(reason=Reason.CONTEXT_UNKNOWN, params={"context": url})
    named = document.get("@context")
    if all(isinstance(entry, str) for entry in (named if isinstance(named, list) else [named])):
        return None
    found = jsonld.to_quads(document, contexts)
    return found if isinstance(found, Finding) else None

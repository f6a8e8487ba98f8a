"""Which key a proof names, and whose it is.

A key found through an identifier that resolves is *bound*: the identifier's own document names it. A key that only
the credential itself brings (the fragment of an https URL, a JWK in a JWS header) is not: its signature shows that
the bytes are whole, and nothing about the issuer (1EdTech/openbadges-specification issue 605).
"""

from __future__ import annotations

from dataclasses import dataclass

from wallet.codec.jwk import public_key_from_jwk
from wallet.codec.multibase import decode_public_key
from wallet.errors import CredentialError
from wallet.model.credential import JwsProof
from wallet.model.key import ControllerDocument, PublicKey, VerificationMethod
from wallet.model.report import Finding, Reason, ReliedOn
from wallet.verify.context import VerificationContext


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundKey:
    """A public key with the method and document that vouch for it; both None for a key nobody but the proof names."""

    public_key: PublicKey
    method: VerificationMethod | None = None
    document: ControllerDocument | None = None

    @property
    def relied_on(self) -> tuple[ReliedOn, ...]:
        """The published document, where there was one."""
        material = self.document.relied_on if self.document else None
        if material is None:
            return ()
        return (
            ReliedOn(
                url=material.url, sha256=material.sha256, source=material.source, retrieved_at=material.retrieved_at
            ),
        )


def resolve_identifier(identifier: str, context: VerificationContext) -> ControllerDocument | Finding:
    """The document of `identifier`, or why it cannot be had."""
    method_name = ":".join(identifier.split(":")[:2])
    method = context.tools.identifiers.get(method_name)
    if method is None:
        return Finding(reason=Reason.KEY_UNRESOLVABLE, params={"identifier": identifier, "detail": "method"})
    return method.resolve(identifier, context.materials, context.at)


def find_key(verification_method: str, context: VerificationContext) -> FoundKey | Finding:
    """The key that the DID URL `verification_method` names."""
    identifier, _, fragment = verification_method.partition("#")
    if not identifier.startswith("did:"):
        return _key_in_fragment(verification_method, fragment)
    document = resolve_identifier(identifier, context)
    if isinstance(document, Finding):
        return document
    method_id = verification_method if fragment else _only_method(document)
    method = document.methods.get(method_id)
    if method is None:
        return _missing(verification_method, method_id, document)
    return FoundKey(public_key=method.public_key, method=method, document=document)


def find_jws_keys(proof: JwsProof, issuer: str, context: VerificationContext) -> tuple[FoundKey, ...] | Finding:
    """The keys that may have made a JWS: the one its `kid` names, else those of the issuer, else its own `jwk`.

    A `jwk` in the header is looked at only when the issuer has no document that could name keys; it never replaces one.
    """
    if proof.verification_method is not None and "#" in proof.verification_method:
        found = find_key(proof.verification_method, context)
        if isinstance(found, FoundKey) or proof.verification_method.startswith("did:"):
            return found if isinstance(found, Finding) else (found,)
    if issuer.startswith("did:"):
        document = resolve_identifier(issuer, context)
        if isinstance(document, Finding):
            return document
        return tuple(
            FoundKey(public_key=method.public_key, method=method, document=document)
            for method in document.methods.values()
        )
    jwk = proof.header.get("jwk")
    if not isinstance(jwk, dict):
        return Finding(reason=Reason.KEY_UNRESOLVABLE, params={"identifier": issuer, "detail": "method"})
    try:
        return (FoundKey(public_key=public_key_from_jwk(jwk)),)
    except CredentialError as error:
        return Finding(reason=Reason(error.code), params=error.params)


def _key_in_fragment(verification_method: str, fragment: str) -> FoundKey | Finding:
    try:
        return FoundKey(public_key=decode_public_key(fragment))
    except CredentialError:
        return Finding(reason=Reason.KEY_UNRESOLVABLE, params={"identifier": verification_method, "detail": "method"})


def _only_method(document: ControllerDocument) -> str:
    """The id of the single method a bare identifier can mean; empty when there are none or several."""
    ids = list(document.methods)
    return ids[0] if len(ids) == 1 else ""


def _missing(verification_method: str, method_id: str, document: ControllerDocument) -> Finding:
    reason = document.unusable.get(method_id)
    if reason is not None:
        return Finding(reason=Reason(reason), params={"key": verification_method})
    params = {"key": verification_method, "controller": document.id, "detail": "not listed"}
    return Finding(reason=Reason.CONTROLLER_MISMATCH, params=params)

"""Which key a proof names, and whose it is.

A key is *bound* to an identifier when something that the identifier's owner publishes names it:

- a DID: the DID document lists the key;
- an https issuer: the issuer's metadata or the document at the issuer's URL lists it (`wallet.resolve.https_issuer`);
- an https issuer, and a proof that names the key by an https URL of the issuer's own origin (Open Badges 3.0,
  "Dereferencing the Public Key"): the JSON Web Key or key set served there. Whoever can publish under the issuer's
  origin can then sign for it, so an origin that serves several issuers should use one of the other two ways. A URL with
  a query does not count: it may be a redirector, or echo what it is given. A controlled identifier document there
  counts for the controllers it names, whose own documents have to list the key.

A key that only the credential itself brings (in the fragment of an https URL, as a JWK or certificate in a JWS header)
shows that the bytes are whole, and nothing about the issuer: anybody could have made it in anybody's name
(1EdTech/openbadges-specification issue 605). `bind` asks, after the signature holds and not before, whether the issuer
publishes that same key; when that cannot be said, the key stays unbound and the verdict is "cannot tell".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256

from wallet.codec.jwk import public_key_from_jwk
from wallet.codec.multibase import decode_public_key
from wallet.errors import CredentialError
from wallet.model.credential import JwsProof, VerifiablePresentation
from wallet.model.frozen import frozen
from wallet.model.key import ControllerDocument, PublicKey, VerificationMethod
from wallet.model.report import Finding, Reason, ReliedOn
from wallet.resolve.https_issuer import PREFIX, published_key, same_origin
from wallet.verify.context import VerificationContext


@frozen
class FoundKey:
    """A public key with the method and document that vouch for it; both None for a key nobody but the proof names.

    `named` is the URL by which the proof names an unbound key, where it names one.
    """

    public_key: PublicKey
    method: VerificationMethod | None = None
    document: ControllerDocument | None = None
    named: str | None = None

    @property
    def relied_on(self) -> tuple[ReliedOn, ...]:
        """The published documents, where there were any."""
        if self.document is None or self.document.relied_on is None:
            return ()
        return tuple(
            ReliedOn(
                url=material.url, sha256=material.sha256, source=material.source, retrieved_at=material.retrieved_at
            )
            for material in (self.document.relied_on, *self.document.supporting)
        )


def resolve_identifier(identifier: str, context: VerificationContext) -> ControllerDocument | Finding:
    """The document of `identifier`, or why it cannot be had."""
    https = identifier.startswith(PREFIX)
    method = context.tools.identifiers.get("https" if https else ":".join(identifier.split(":")[:2]))
    if method is None:
        return Finding(reason=Reason.KEY_UNRESOLVABLE, params={"identifier": identifier, "detail": "method"})
    return method.resolve(identifier, context.materials, context.at)


def find_key(verification_method: str, context: VerificationContext) -> FoundKey | Finding:
    """The key that the DID URL or https URL `verification_method` names."""
    identifier, _, fragment = verification_method.partition("#")
    if not identifier.startswith("did:"):
        return _key_in_fragment(verification_method, fragment) or _key_at_url(verification_method, context)
    document = resolve_identifier(identifier, context)
    if isinstance(document, Finding):
        return document
    return _listed(document, verification_method if fragment else _only_method(document), verification_method)


def find_jws_keys(proof: JwsProof, issuer: str, context: VerificationContext) -> tuple[FoundKey, ...] | Finding:
    """The keys that may have made a JWS: the one its `kid` names, else those of the issuer, else its own `jwk`.

    Where the issuer is a DID, a `jwk` in the header is not looked at: it would replace what the document says. Where it
    is an https URL, a `jwk` in the header is tried before anything is fetched, and is unbound until `bind` has seen it
    among the issuer's keys.
    """
    named = proof.verification_method
    if named is not None and ("#" in named or not issuer.startswith("did:")):
        is_did = named.startswith("did:")
        found = find_key(named, context) if is_did else _key_in_fragment(named, named.partition("#")[2])
        if found is not None:
            return found if isinstance(found, Finding) else (found,)
    if issuer.startswith("did:"):
        document = resolve_identifier(issuer, context)
        return document if isinstance(document, Finding) else _all_keys(document)
    jwk = proof.header.get("jwk")
    if isinstance(jwk, dict):
        try:
            return (FoundKey(public_key=public_key_from_jwk(jwk), named=named),)
        except CredentialError as error:
            return Finding(reason=Reason(error.code), params=error.params)
    if not issuer.startswith(PREFIX) or "x5c" in proof.header:
        return Finding(reason=Reason.KEY_UNRESOLVABLE, params={"identifier": issuer, "detail": "method"})
    return _keys_of_https_issuer(named, issuer, context)


def bind(key: FoundKey, claimed: str | None, context: VerificationContext) -> FoundKey | Finding | None:
    """The key as the issuer `claimed` publishes it, when it does; why it cannot be the issuer's, when it publishes
    others; None when nothing can be said. Only for keys whose signature holds.
    """
    if claimed is None or not claimed.startswith(PREFIX):
        return None
    documents = list(_published(key, claimed, context))
    for document in documents:
        for method in document.methods.values():
            if _same_key(method.public_key, key.public_key):
                return FoundKey(public_key=method.public_key, method=method, document=document)
    if any(document.methods for document in documents):
        params = {"key": key.named or "jwk", "controller": claimed, "detail": "not listed"}
        return Finding(reason=Reason.CONTROLLER_MISMATCH, params=params)
    return None


def claimed_identifier(context: VerificationContext) -> str | None:
    """The issuer that the credential writes, or the holder that the presentation writes."""
    subject = context.subject
    return subject.holder if isinstance(subject, VerifiablePresentation) else subject.credential.issuer.id


def fingerprint(key: PublicKey) -> str:
    """A short text for a key, to tell keys apart by: its kind, and the SHA-256 of its encoding."""
    return f"{key.type}:{sha256(key.encoded).hexdigest()}"


def _published(key: FoundKey, claimed: str, context: VerificationContext) -> Iterator[ControllerDocument]:
    """What the https issuer publishes that could list the key: at the URL that names it, and for itself."""
    if key.named is not None and key.named.partition("#")[0] != claimed and _counts(key.named, claimed):
        found = published_key(key.named, claimed, context.materials)
        if isinstance(found, ControllerDocument) and found.id == claimed and any(found.relationships.values()):
            yield found
    issuer = resolve_identifier(claimed, context)
    if isinstance(issuer, ControllerDocument):
        yield issuer


def _key_in_fragment(verification_method: str, fragment: str) -> FoundKey | None:
    try:
        return FoundKey(public_key=decode_public_key(fragment), named=verification_method)
    except CredentialError:
        return None


def _key_at_url(verification_method: str, context: VerificationContext) -> FoundKey | Finding:
    """The key that an https URL names; asked for only under the issuer's own origin."""
    claimed = claimed_identifier(context)
    if claimed is None or not verification_method.startswith(PREFIX) or not claimed.startswith(PREFIX):
        params = {"identifier": verification_method, "detail": "method"}
        return Finding(reason=Reason.KEY_UNRESOLVABLE, params=params)
    if not _counts(verification_method, claimed):
        params = {"issuer": claimed, "key": verification_method}
        return Finding(reason=Reason.ISSUER_KEY_UNBOUND, params=params)
    document = published_key(verification_method, claimed, context.materials)
    if isinstance(document, Finding):
        return document
    found = _listed(document, verification_method, verification_method)
    if isinstance(found, Finding) or found.method is None:
        return found
    if found.method.controller == document.id and any(document.relationships.values()):
        return found
    return _confirmed(found.method, document, context)


def _confirmed(
    method: VerificationMethod, source: ControllerDocument, context: VerificationContext
) -> FoundKey | Finding:
    """The method as its controller's own document lists it (VC Data Integrity 1.0, section 4.6, both ways)."""
    document = resolve_identifier(method.controller, context)
    if isinstance(document, Finding):
        return document
    if method.id not in document.methods and any(method.id in ids for ids in document.relationships.values()):
        # Listed by reference: the key is where the reference leads, which is where it was just read.
        material = (source.relied_on,) if source.relied_on is not None else ()
        listed = {**document.methods, method.id: method}
        document = replace(document, methods=listed, supporting=(*document.supporting, *material))
    return _listed(document, method.id, method.id)


def _keys_of_https_issuer(
    named: str | None, issuer: str, context: VerificationContext
) -> tuple[FoundKey, ...] | Finding:
    """The published keys of an https issuer, of which `kid` names one where it is there."""
    if named is not None and named.startswith(PREFIX) and named.partition("#")[0] != issuer:
        found = _key_at_url(named, context)
        return found if isinstance(found, Finding) else (found,)
    document = resolve_identifier(issuer, context)
    if isinstance(document, Finding):
        return document
    if named is None:
        return _all_keys(document)
    found = _listed(document, named, named)
    return found if isinstance(found, Finding) else (found,)


def _counts(url: str, claimed: str) -> bool:
    """Whether what is served at `url` is the word of the issuer `claimed`."""
    return same_origin(url, claimed) and "?" not in url


def _all_keys(document: ControllerDocument) -> tuple[FoundKey, ...]:
    return tuple(
        FoundKey(public_key=method.public_key, method=method, document=document) for method in document.methods.values()
    )


def _listed(document: ControllerDocument, method_id: str, named: str) -> FoundKey | Finding:
    method = document.methods.get(method_id)
    if method is not None:
        return FoundKey(public_key=method.public_key, method=method, document=document)
    reason = document.unusable.get(method_id)
    if reason is not None:
        return Finding(reason=Reason(reason), params={"key": named})
    params = {"key": named, "controller": document.id, "detail": "not listed"}
    return Finding(reason=Reason.CONTROLLER_MISMATCH, params=params)


def _only_method(document: ControllerDocument) -> str:
    """The id of the single method a bare identifier can mean; empty when there are none or several."""
    ids = list(document.methods)
    return ids[0] if len(ids) == 1 else ""


def _same_key(published: PublicKey, used: PublicKey) -> bool:
    return (published.type, published.encoded) == (used.type, used.encoded)

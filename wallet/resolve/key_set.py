"""JSON Web Key Sets (RFC 7517, section 5) and single keys, as keys that somebody publishes for signing credentials."""

from __future__ import annotations

from wallet.codec.jwk import public_key_from_jwk
from wallet.codec.limits import MAX_VERIFICATION_METHODS
from wallet.errors import CredentialError
from wallet.model.json import JsonObject, JsonValue
from wallet.model.key import ControllerDocument, VerificationMethod
from wallet.model.material import Material

PURPOSE = "assertionMethod"
"""What a key set is published for here: signing as an issuer. It says nothing about authentication."""


def is_key(document: JsonObject) -> bool:
    """Whether this is one JSON Web Key."""
    return isinstance(document.get("kty"), str)


def key_set_document(issuer: str, base: str, keys: JsonValue, material: Material) -> ControllerDocument:
    """The `keys` that `issuer` publishes, each called `base#kid`, or by its `kid` where that is a URI of its own.

    A key without `kid` is called by its place. What is no key for verifying signatures is left out, or kept by name in
    `unusable` where it has one.
    """
    methods: dict[str, VerificationMethod] = {}
    unusable: dict[str, str] = {}
    listed = keys if isinstance(keys, list) else []
    for place, jwk in enumerate(listed[:MAX_VERIFICATION_METHODS]):
        if not isinstance(jwk, dict):
            continue
        key_id = jwk.get("kid")
        name = key_id if isinstance(key_id, str) else str(place)
        method_id = name if ":" in name else f"{base}#{name.removeprefix('#')}"
        try:
            key = public_key_from_jwk(jwk)
        except CredentialError as error:
            unusable[method_id] = error.code
            continue
        methods.setdefault(method_id, VerificationMethod(id=method_id, controller=issuer, public_key=key))
    return ControllerDocument(
        id=issuer,
        methods=methods,
        relationships={PURPOSE: frozenset(methods)},
        relied_on=material,
        unusable=unusable,
    )

"""Controlled identifier documents (CID 1.0): reading DID documents into keys and what they may do.

A document must be about the identifier it was asked for (section 3.3). A key of a kind this wallet does not know is
kept by name in `unusable`, so that using it is "not supported" and not "not listed".
"""

from __future__ import annotations

from typing import Final

from wallet.codec import json as strict_json
from wallet.codec.jwk import public_key_from_jwk
from wallet.codec.limits import MAX_DID_DOCUMENT_BYTES, MAX_VERIFICATION_METHODS
from wallet.codec.multibase import decode_base58btc, decode_public_key
from wallet.errors import CredentialError
from wallet.model.json import JsonObject, JsonValue
from wallet.model.key import ControllerDocument, KeyType, PublicKey, VerificationMethod
from wallet.model.material import Material
from wallet.model.report import Finding, Reason

RELATIONSHIPS: Final = ("assertionMethod", "authentication")
_ED25519_2018: Final = "Ed25519VerificationKey2018"


def single_key_document(method: VerificationMethod) -> ControllerDocument:
    """The document of an identifier that is its own key."""
    return ControllerDocument(
        id=method.controller,
        methods={method.id: method},
        relationships=dict.fromkeys(RELATIONSHIPS, frozenset({method.id})),
    )


def read_document(identifier: str, material: Material) -> ControllerDocument | Finding:
    """Parse the DID document in `material`, which must be the one of `identifier`."""
    try:
        document = strict_json.loads_object(material.content, max_bytes=MAX_DID_DOCUMENT_BYTES)
    except CredentialError as error:
        return Finding(reason=Reason.KEY_UNRESOLVABLE, params={"identifier": identifier, "detail": error.code})
    if document.get("id") != identifier:
        return Finding(reason=Reason.KEY_UNRESOLVABLE, params={"identifier": identifier, "detail": "id"})
    return controller_document(identifier, document, material)


def controller_document(identifier: str, document: JsonObject, material: Material) -> ControllerDocument:
    """The keys in `document`, parsed from `material` and known to be about `identifier`."""
    reader = _Reader(identifier)
    reader.add_all(document.get("verificationMethod"))
    relationships = {name: frozenset(reader.add_all(document.get(name))) for name in RELATIONSHIPS}
    return ControllerDocument(
        id=identifier,
        methods=reader.methods,
        relationships=relationships,
        deactivated=document.get("deactivated") is True,
        relied_on=material,
        unusable=reader.unusable,
    )


class _Reader:
    """Collects the methods of one document, listed or embedded in a relationship."""

    def __init__(self, identifier: str) -> None:
        self._identifier = identifier
        self.methods: dict[str, VerificationMethod] = {}
        self.unusable: dict[str, str] = {}

    def add_all(self, value: JsonValue) -> list[str]:
        """Read a list of methods or references to them; returns their absolute ids."""
        items = value if isinstance(value, list) else []
        ids: list[str] = []
        for item in items[:MAX_VERIFICATION_METHODS]:
            if isinstance(item, str):
                ids.append(self._absolute(item))
            elif isinstance(item, dict) and isinstance(item.get("id"), str):
                ids.append(self._add(item))
        return ids

    def _add(self, item: JsonObject) -> str:
        method_id = self._absolute(str(item["id"]))
        controller = item.get("controller")
        try:
            key = _public_key(item)
        except CredentialError as error:
            self.unusable[method_id] = error.code
            return method_id
        self.methods.setdefault(
            method_id,
            VerificationMethod(
                id=method_id,
                controller=controller if isinstance(controller, str) else "",
                public_key=key,
                revoked=_instant_text(item.get("revoked")),
                expires=_instant_text(item.get("expires")),
            ),
        )
        return method_id

    def _absolute(self, method_id: str) -> str:
        return self._identifier + method_id if method_id.startswith("#") else method_id


def _public_key(item: JsonObject) -> PublicKey:
    """The key in whichever of the published forms the method uses (CID 1.0, section 2.2)."""
    jwk, multibase, base58 = item.get("publicKeyJwk"), item.get("publicKeyMultibase"), item.get("publicKeyBase58")
    if isinstance(jwk, dict):
        return public_key_from_jwk(jwk)
    if isinstance(multibase, str):
        return decode_public_key(multibase)
    if isinstance(base58, str) and item.get("type") == _ED25519_2018:
        return PublicKey(type=KeyType.ED25519, encoded=decode_base58btc("z" + base58))
    raise CredentialError(Reason.SUITE_UNSUPPORTED, key=str(item.get("type")))


def _instant_text(value: JsonValue) -> str | None:
    """Kept as written and judged where it is used; a value that is no text cannot be a date and must not vanish."""
    return None if value is None else str(value)

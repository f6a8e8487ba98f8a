"""Whoever signs JOSE texts in tests: keys of every algorithm, compact JWS, SD-JWT with disclosures, key bindings.

    issuer, holder = Signer("ES256"), Signer("EdDSA")
    badge = issuer.sd_jwt({"iss": issuer.did, "vct": "urn:badge", "cnf": {"jwk": holder.jwk}}, {"degree": "BSc"})
    shown = holder.bind(badge.show("degree"), nonce="n", aud="https://verifier.example", iat=1_795_000_000)

Nothing here uses the code under test but the JSON writer and base64url.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from wallet.codec import json
from wallet.codec.multibase import encode_base64url
from wallet.model.json import JsonObject, JsonValue

_CURVES: Final[Mapping[str, tuple[ec.EllipticCurve, str, hashes.HashAlgorithm]]] = {
    "ES256": (ec.SECP256R1(), "P-256", hashes.SHA256()),
    "ES384": (ec.SECP384R1(), "P-384", hashes.SHA384()),
    "ES512": (ec.SECP521R1(), "P-521", hashes.SHA512()),
    "ES256K": (ec.SECP256K1(), "secp256k1", hashes.SHA256()),
}
ALGORITHMS: Final = ("EdDSA", "Ed25519", "ES256", "ES384", "ES512", "ES256K", "RS256", "PS256")
PrivateKey = Ed25519PrivateKey | ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


def b64(value: JsonValue | bytes) -> str:
    """Base64url of bytes, or of a value as JSON."""
    return encode_base64url(value if isinstance(value, bytes) else json.dumps(value))


@cache
def private_key(algorithm: str, name: str) -> PrivateKey:
    """One key per algorithm and name; making RSA keys takes long enough to keep them."""
    del name
    if algorithm in _CURVES:
        return ec.generate_private_key(_CURVES[algorithm][0])
    if algorithm in {"RS256", "PS256"}:
        return rsa.generate_private_key(65537, 2048)
    return Ed25519PrivateKey.generate()


class Signer:
    """Somebody with a key; their identifier is a did:jwk, so every kind of key has one."""

    def __init__(self, algorithm: str = "EdDSA", name: str = "somebody", key: PrivateKey | None = None) -> None:
        self.algorithm = algorithm
        self.key = key or private_key(algorithm, name)

    @property
    def jwk(self) -> JsonObject:
        """The public key."""
        if isinstance(self.key, Ed25519PrivateKey):
            return {"kty": "OKP", "crv": "Ed25519", "x": b64(self.key.public_key().public_bytes_raw())}
        if isinstance(self.key, rsa.RSAPrivateKey):
            numbers = self.key.public_key().public_numbers()
            return {"kty": "RSA", "n": b64(_octets(numbers.n)), "e": b64(_octets(numbers.e))}
        curve, name, _ = _CURVES[self.algorithm]
        point = self.key.public_key().public_numbers()
        width = (curve.key_size + 7) // 8
        return {"kty": "EC", "crv": name, "x": b64(point.x.to_bytes(width)), "y": b64(point.y.to_bytes(width))}

    @property
    def did(self) -> str:
        """The did:jwk of the key."""
        return f"did:jwk:{b64(self.jwk)}"

    @property
    def kid(self) -> str:
        """The DID URL of the key."""
        return f"{self.did}#0"

    def sign(self, message: bytes) -> bytes:
        """A signature as JWS wants it."""
        if isinstance(self.key, Ed25519PrivateKey):
            return self.key.sign(message)
        if isinstance(self.key, rsa.RSAPrivateKey):
            pss = padding.PSS(padding.MGF1(hashes.SHA256()), 32)
            return self.key.sign(message, pss if self.algorithm == "PS256" else padding.PKCS1v15(), hashes.SHA256())
        curve, _, hash_algorithm = _CURVES[self.algorithm]
        width = (curve.key_size + 7) // 8
        r, s = decode_dss_signature(self.key.sign(message, ec.ECDSA(hash_algorithm)))
        return r.to_bytes(width) + s.to_bytes(width)

    def jws(self, payload: JsonValue | bytes, **header: JsonValue) -> bytes:
        """A compact JWS; a header parameter of None is left out."""
        members: JsonObject = {"alg": self.algorithm, "kid": self.kid, **header}
        kept: JsonObject = {name: value for name, value in members.items() if value is not None}
        signing_input = f"{b64(kept)}.{b64(payload)}".encode()
        return signing_input + b"." + b64(self.sign(signing_input)).encode()

    def sd_jwt(
        self, claims: JsonObject, hidden: JsonObject | None = None, *, decoys: int = 0, **header: JsonValue
    ) -> SdJwt:
        """An SD-JWT VC (unless `typ` says otherwise) with `hidden` claims at the top level."""
        disclosures = {name: disclosure(name, value) for name, value in (hidden or {}).items()}
        digests = [digest_of(item) for item in disclosures.values()]
        digests += [digest_of(f"decoy {number}") for number in range(decoys)]
        payload: JsonObject = {**claims, "_sd": [*sorted(digests)]} if digests else claims
        jws = self.jws(payload, **{"typ": "dc+sd-jwt", **header})
        return SdJwt(jws=jws.decode(), disclosures=disclosures)

    def bind(self, shown: bytes, **claims: JsonValue) -> bytes:
        """`shown` with a key binding by this holder; a claim of None is left out, `header` replaces the header."""
        header: JsonObject = {"alg": self.algorithm, "typ": "kb+jwt"}
        given = claims.pop("header", None)
        members: JsonObject = {"sd_hash": digest_of(shown.decode()), **claims}
        kept: JsonObject = {name: value for name, value in members.items() if value is not None}
        signing_input = f"{b64(given if isinstance(given, dict) else header)}.{b64(kept)}".encode()
        return shown + signing_input + b"." + b64(self.sign(signing_input)).encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class SdJwt:
    """An issued SD-JWT, to be shown in parts."""

    jws: str
    disclosures: Mapping[str, str] = field(default_factory=dict)

    def show(self, *names: str) -> bytes:
        """The presentation with the named claims disclosed."""
        return "~".join([self.jws, *(self.disclosures[name] for name in names), ""]).encode()

    def issued(self) -> bytes:
        """Everything, as the holder gets it."""
        return self.show(*self.disclosures)


def disclosure(name: str, value: JsonValue, salt: str = "salt") -> str:
    """The disclosure of an object member."""
    return b64([salt, name, value])


def element(value: JsonValue, salt: str = "salt") -> str:
    """The disclosure of an array element."""
    return b64([salt, value])


def digest_of(text: str, name: str = "sha256") -> str:
    """The digest of a disclosure, or of what a key binding covers."""
    return b64(hashlib.new(name, text.encode()).digest())


def _octets(number: int) -> bytes:
    return number.to_bytes((number.bit_length() + 7) // 8)

"""Legacy suites whose proof value is a detached JWS: read for old badges, never written.

Ed25519Signature2018, RsaSignature2018, EcdsaSecp256k1Signature2019 and JsonWebSignature2020 (reports of the W3C
Credentials Community Group) share their mathematics: the SHA-256 of the canonical proof options without the signature,
then that of the canonical document without its proofs, is the payload of a JWS that is not encoded and left out
(RFC 7797, section 5.2; RFC 7515, appendix F). The options are read under the suite's own context whatever the document
says: that is what the linked-data libraries of the time did, and it leaves one reading.

The canonicalisation is RDFC-1.0. Software of the time left 30 control characters unescaped that RDFC-1.0 escapes; a
badge with one of them does not verify here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, NoReturn

from cryptography.hazmat.primitives.hashes import SHA256, SHA384

from wallet.codec.jose import UnverifiedJws, split_compact
from wallet.errors import CredentialError
from wallet.model.credential import DataIntegrityProof
from wallet.model.json import JsonObject
from wallet.model.key import KeyType, PublicKey, SigningKey
from wallet.model.material import Contexts
from wallet.model.report import Finding, Reason
from wallet.suites.data_integrity import key_problem, kind_problem, rdf_canonicalizer, signed_bytes
from wallet.suites.interface import JwsAlgorithm
from wallet.suites.jws import Ecdsa, Eddsa, Rsa

SIGNATURE_MEMBERS: Final = frozenset({"jws", "proofValue", "signatureValue"})
"""What the proof options are hashed without."""

CREDENTIALS_CONTEXT: Final = "https://www.w3.org/2018/credentials/v1"
"""Gives the terms of a proof the same meaning as the security vocabulary's own contexts of the time."""

_DETACHED: Final = re.compile(r"[A-Za-z0-9_-]+\.\.[A-Za-z0-9_-]+")

JWS_2020_CONTEXT: Final = "https://w3id.org/security/suites/jws-2020/v1"

_EDDSA: Final = Eddsa("EdDSA")
_ES256: Final = Ecdsa("ES256", KeyType.P256, SHA256())
_ES384: Final = Ecdsa("ES384", KeyType.P384, SHA384())
_ES256K: Final = Ecdsa("ES256K", KeyType.SECP256K1, SHA256())
_PS256: Final = Rsa("PS256", SHA256(), pss=True)
_RS256: Final = Rsa("RS256", SHA256())

ALGORITHMS: Final[Mapping[str, tuple[JwsAlgorithm, ...]]] = MappingProxyType(
    {
        "Ed25519Signature2018": (_EDDSA,),
        "EcdsaSecp256k1Signature2019": (_ES256K,),
        # The report says RS256; the library nearly all of them were made with says PS256.
        "RsaSignature2018": (_RS256, _PS256),
        "JsonWebSignature2020": (_EDDSA, _ES256, _ES384, _ES256K, _PS256),
    }
)
"""The JWS algorithms of each suite, by proof type."""


@dataclass(frozen=True, slots=True)
class DetachedJwsSuite:
    """One of the suites in `ALGORITHMS`. `context` is the URL of the context its proof options are read under."""

    name: str
    context: str = CREDENTIALS_CONTEXT
    legacy: bool = True

    @property
    def key_types(self) -> frozenset[KeyType]:
        """The kinds of key its algorithms take."""
        return frozenset(algorithm.key_type for algorithm in ALGORITHMS[self.name])

    def verify(
        self, unsecured: JsonObject, proof: DataIntegrityProof, key: PublicKey, contexts: Contexts
    ) -> Finding | None:
        """None when `key` made `proof`; else why not."""
        problem = kind_problem(proof.options, self.name) or key_problem(key.type, self.key_types)
        if problem is not None:
            return problem
        jws = _detached(proof.options)
        if isinstance(jws, Finding):
            return jws
        algorithm = self._algorithm(jws.unverified_header)
        if isinstance(algorithm, Finding):
            return algorithm
        options = {name: value for name, value in proof.options.items() if name not in SIGNATURE_MEMBERS}
        payload = signed_bytes(unsecured, {**options, "@context": self.context}, rdf_canonicalizer(contexts))
        if isinstance(payload, Finding):
            return payload
        signed = algorithm.key_type is key.type and algorithm.verify(jws.signing_input + payload, jws.signature, key)
        return None if signed else Finding(reason=Reason.SIGNATURE_MISMATCH, params={"algorithm": algorithm.name})

    def create(self, unsecured: JsonObject, options: JsonObject, key: SigningKey, contexts: Contexts) -> NoReturn:
        """Raises `CredentialError` (`suite-unsupported`): nothing new is signed with a suite that was given up."""
        del unsecured, options, key, contexts
        raise CredentialError(Reason.SUITE_UNSUPPORTED, suite=self.name)

    def _algorithm(self, header: JsonObject) -> JwsAlgorithm | Finding:
        """RFC 7797, sections 3 and 6: `b64` false and critical, and nothing beside it but the algorithm."""
        if header.keys() != {"alg", "b64", "crit"} or header["b64"] is not False or header["crit"] != ["b64"]:
            return Finding(reason=Reason.PROOF_MALFORMED, params={"detail": "JWS header"})
        for algorithm in ALGORITHMS[self.name]:
            if algorithm.name == header["alg"]:
                return algorithm
        return Finding(reason=Reason.PROOF_MALFORMED, params={"algorithm": str(header["alg"])})


def _detached(options: JsonObject) -> UnverifiedJws | Finding:
    """The `jws` of a proof: header and signature with nothing between them, and no second signature beside it."""
    present = SIGNATURE_MEMBERS.intersection(options)
    text = options.get("jws")
    if present != {"jws"} or not isinstance(text, str) or _DETACHED.fullmatch(text) is None:
        return Finding(reason=Reason.PROOF_MALFORMED, params={"detail": "jws"})
    try:
        return split_compact(text.encode())
    except CredentialError as error:
        return Finding(reason=Reason.PROOF_MALFORMED, params={"detail": "jws", "cause": error.code})

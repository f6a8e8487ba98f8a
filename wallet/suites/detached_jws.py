"""Legacy suites whose proof value is a detached JWS: read for old badges, never written.

Ed25519Signature2018, RsaSignature2018, EcdsaSecp256k1Signature2019 and JsonWebSignature2020 (reports of the W3C
Credentials Community Group) share their mathematics: the SHA-256 of the canonical proof options without the signature,
then that of the canonical document without its proofs, is the payload of a JWS that is not encoded and left out
(RFC 7797, section 5.2; RFC 7515, appendix F). The options are read in the terms of the security vocabulary whatever the
document's contexts say: that is what the linked-data libraries of the time did, and it leaves one reading.

The canonicalisation is RDFC-1.0. Software of the time left 30 control characters unescaped that RDFC-1.0 escapes; a
badge with one of them does not verify here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from types import MappingProxyType
from typing import Final, NoReturn

from cryptography.hazmat.primitives.hashes import SHA256, SHA384

from wallet.codec import json as strict_json
from wallet.codec import jsonld
from wallet.codec.jose import UnverifiedJws, split_compact
from wallet.errors import CredentialError
from wallet.model.credential import DataIntegrityProof
from wallet.model.json import JsonObject
from wallet.model.key import KeyType, PublicKey, SigningKey
from wallet.model.material import Contexts, Material, MaterialSource
from wallet.model.report import Finding, Reason
from wallet.suites.data_integrity import context_problem, key_problem, kind_problem
from wallet.suites.interface import JwsAlgorithm, SigningSteps
from wallet.suites.jws import Ecdsa, Eddsa, Rsa

SIGNATURE_MEMBERS: Final = frozenset({"jws", "proofValue", "signatureValue"})
"""What the proof options are hashed without."""

_DETACHED: Final = re.compile(r"[A-Za-z0-9_-]+\.\.[A-Za-z0-9_-]+")

SECURITY_CONTEXT: Final = "https://w3id.org/security/v2"
"""Under which proof options were canonicalised. Not a context a document may use here: see `docs/contexts.md`."""

_SEC: Final = "https://w3id.org/security#"
_IRI: Final = "@id"
_DATE_TIME: Final = "http://www.w3.org/2001/XMLSchema#dateTime"
_PURPOSES: Final[JsonObject] = {
    "assertionMethod": f"{_SEC}assertionMethod",
    "authentication": f"{_SEC}authenticationMethod",
}

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

_TERMS: Final[JsonObject] = {
    "id": _IRI,
    "type": "@type",
    "challenge": f"{_SEC}challenge",
    "created": {_IRI: "http://purl.org/dc/terms/created", "@type": _DATE_TIME},
    "domain": f"{_SEC}domain",
    "expires": {_IRI: f"{_SEC}expiration", "@type": _DATE_TIME},
    "nonce": f"{_SEC}nonce",
    "proofPurpose": {_IRI: f"{_SEC}proofPurpose", "@type": "@vocab", "@context": _PURPOSES},
    "verificationMethod": {_IRI: f"{_SEC}verificationMethod", "@type": _IRI},
    **{name: f"{_SEC}{name}" for name in ALGORITHMS},
}
"""What a proof option means in the security vocabulary. An option that is not here cannot be hashed."""


@dataclass(frozen=True, slots=True)
class DetachedJwsSuite:
    """One of the suites in `ALGORITHMS`."""

    name: str
    legacy: bool = True

    @property
    def key_types(self) -> frozenset[KeyType]:
        """The kinds of key its algorithms take."""
        return frozenset(algorithm.key_type for algorithm in ALGORITHMS[self.name])

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
        jws = _detached(proof.options)
        if isinstance(jws, Finding):
            return jws
        algorithm = self._algorithm(jws.unverified_header)
        if isinstance(algorithm, Finding):
            return algorithm
        steps = _steps(unsecured, proof.options, jws, contexts)
        if isinstance(steps, Finding):
            return steps
        signed = algorithm.key_type is key.type and algorithm.verify(steps.signing_input, jws.signature, key)
        return None if signed else Finding(reason=Reason.SIGNATURE_MISMATCH, params={"algorithm": algorithm.name})

    def steps(
        self, unsecured: JsonObject, proof: DataIntegrityProof, key_type: KeyType, contexts: Contexts
    ) -> SigningSteps | Finding:
        """How `verify` gets to what is signed."""
        del key_type
        jws = _detached(proof.options)
        return jws if isinstance(jws, Finding) else _steps(unsecured, proof.options, jws, contexts)

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


class _SecurityTerms:
    """The one context that proof options are read under."""

    _DOCUMENT: Final = strict_json.dumps({"@context": _TERMS})
    _MATERIAL: Final = Material(
        url=SECURITY_CONTEXT,
        content=_DOCUMENT,
        media_type="application/ld+json",
        sha256=sha256(_DOCUMENT).hexdigest(),
        source=MaterialSource.BUNDLED,
        retrieved_at=None,
    )
    older: Final = None

    def get(self, url: str) -> Material | None:
        """The terms, and nothing else."""
        return self._MATERIAL if url == SECURITY_CONTEXT else None


def _steps(unsecured: JsonObject, proof: JsonObject, jws: UnverifiedJws, contexts: Contexts) -> SigningSteps | Finding:
    """The two hashes one after the other, behind the JWS header; or why there is no canonical form."""
    options = {name: value for name, value in proof.items() if name not in SIGNATURE_MEMBERS}
    canonical_options = jsonld.canonicalize({**options, "@context": SECURITY_CONTEXT}, _SecurityTerms())
    if isinstance(canonical_options, Finding):
        return canonical_options
    canonical_document = jsonld.canonicalize(unsecured, contexts)
    if isinstance(canonical_document, Finding):
        return canonical_document
    texts = (canonical_options.encode(), canonical_document.encode())
    return SigningSteps(
        canonicalization="RDFC-1.0",
        hash_name="sha256",
        canonical_options=texts[0],
        canonical_document=texts[1],
        signing_input=jws.signing_input + b"".join(sha256(text).digest() for text in texts),
    )


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

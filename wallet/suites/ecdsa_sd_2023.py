"""ecdsa-sd-2023: each statement signed by itself, so that a holder can show some of them.

DI ECDSA Cryptosuites 1.0, sections 3.5 and 3.6. The issuer's P-256 key signs the statements that are always shown,
together with a P-256 key made for this one credential; that key signs every other statement. A holder leaves statements
out with their signatures. Whoever has a derived proof can leave out more of it, down to what is mandatory; nobody can
add.

Statements hide behind labels that only the issuer can compute. Two showings have equal signatures all the same, which
shows that they are of one badge.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from wallet.codec import cbor
from wallet.codec.multibase import KEY_BYTES, MULTICODEC, decode_base64url, encode_base64url
from wallet.errors import CredentialError
from wallet.model.credential import DataIntegrityProof
from wallet.model.json import JsonObject
from wallet.model.key import KeyType, PublicKey, SigningKey
from wallet.model.material import Contexts
from wallet.model.report import Finding, Reason
from wallet.suites.data_integrity import context_problem, key_problem, kind_problem, require_key
from wallet.suites.interface import Claim, RandomBytes
from wallet.suites.keys import verify_ecdsa
from wallet.suites.selective.derivation import (
    base_statements,
    choice_of,
    configuration_hash,
    finished,
    issued_statements,
    require_base,
)
from wallet.suites.selective.forms import ProofForm
from wallet.suites.selective.pointers import mandatory_in
from wallet.suites.selective.statements import (
    Lines,
    claims_of,
    hmac_labels,
    labels_for_verifier,
    restored,
    split,
)
from wallet.suites.selective.values import HMAC_KEY_BYTES, indexes, octets, read_value, texts, write_value

NAME: Final = "ecdsa-sd-2023"

_SIGNATURE_BYTES: Final = 64
_COORDINATE_BYTES: Final = 32
_LABEL_BYTES: Final = 32
_SEED_BYTES: Final = 48
"""Random bytes for a private key: 128 bits more than the order, so that reducing them leaves no bias."""

_KEY_PREFIX: Final = MULTICODEC[KeyType.P256]
_CURVE: Final = ec.SECP256R1()
_ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


class _Base(NamedTuple):
    """A base proof value ("serializeBaseProofValue")."""

    signature: bytes
    public_key: bytes
    hmac_key: bytes
    signatures: tuple[bytes, ...]
    pointers: tuple[str, ...]


class _Derived(NamedTuple):
    """A derived proof value ("serializeDerivedProofValue"); `labels` by the number of the canonical label."""

    signature: bytes
    public_key: bytes
    signatures: tuple[bytes, ...]
    labels: Mapping[int, str]
    mandatory: tuple[int, ...]


class EcdsaSd2023:
    """The suite; it holds nothing."""

    name: Final = NAME
    key_types: Final = frozenset({KeyType.P256})
    legacy: Final = False

    def verify(
        self, unsecured: JsonObject, proof: DataIntegrityProof, key: PublicKey, contexts: Contexts
    ) -> Finding | None:
        """None when `key` made `proof`, base or derived; else why not."""
        problem = (
            kind_problem(proof.options, self.name)
            or key_problem(key.type, self.key_types)
            or context_problem(unsecured, proof.options)
        )
        if problem is not None:
            return problem
        try:
            value = _read(proof.options)
            lines = _lines(unsecured, value, contexts)
            proof_hash = configuration_hash(unsecured, proof.options, contexts)
        except CredentialError as error:
            return Finding(reason=Reason(error.code), params=error.params)
        if isinstance(lines, Finding):
            return lines
        return _signatures_problem(value, lines, proof_hash, key)

    def create(self, unsecured: JsonObject, options: JsonObject, key: SigningKey, contexts: Contexts) -> JsonObject:
        """A base proof under which the issuer, dates, status, schema and terms are always shown."""
        return self.create_base(unsecured, options, key, contexts, mandatory_in(unsecured))

    def create_base(
        self,
        unsecured: JsonObject,
        options: JsonObject,
        key: SigningKey,
        contexts: Contexts,
        mandatory: Sequence[str],
        *,
        random_bytes: RandomBytes = secrets.token_bytes,
    ) -> JsonObject:
        require_key(key, self.key_types)
        hmac_key = random_bytes(HMAC_KEY_BYTES)
        own_key = ec.derive_private_key(int.from_bytes(random_bytes(_SEED_BYTES)) % (_ORDER - 1) + 1, _CURVE)
        public_key = _KEY_PREFIX + own_key.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
        lines = issued_statements(unsecured, contexts, hmac_key, hmac_labels, mandatory)
        proof_hash = configuration_hash(unsecured, options, contexts)
        signature = key.sign(_base_message(proof_hash, public_key, lines.mandatory))
        signatures = [_sign(own_key, line) for line in lines.others]
        components = (signature, public_key, hmac_key, signatures, list(mandatory))
        return {**options, "proofValue": write_value(self.name, ProofForm.BASE, components)}

    def claims(self, unsecured: JsonObject, proof: DataIntegrityProof, contexts: Contexts) -> tuple[Claim, ...]:
        base = _require_base(proof)
        return claims_of(unsecured, base_statements(unsecured, contexts, base.hmac_key, hmac_labels), base.pointers)

    def derive(
        self,
        unsecured: JsonObject,
        proof: DataIntegrityProof,
        pointers: Sequence[str],
        contexts: Contexts,
        *,
        presentation_header: bytes = b"",
        random_bytes: RandomBytes = secrets.token_bytes,
    ) -> JsonObject:
        del presentation_header, random_bytes  # this suite's derived proofs are not made fresh: they are cut out
        base = _require_base(proof)
        grouped = base_statements(unsecured, contexts, base.hmac_key, hmac_labels)
        choice = choice_of(unsecured, grouped, base.pointers, pointers)
        if len(base.signatures) != len(grouped.statements) - len(choice.mandatory):
            raise CredentialError(Reason.SIGNATURE_MISMATCH, detail="number of signatures")
        labels = labels_for_verifier(choice.quads, grouped.labels)
        components = (
            base.signature,
            base.public_key,
            [base.signatures[index] for index in choice.selective_indexes],
            {number: decode_base64url(label.removeprefix("_:u")) for number, label in labels.items()},
            list(choice.mandatory_indexes),
        )
        return finished(choice, proof, write_value(self.name, ProofForm.DERIVED, components), labels, contexts)


def _require_base(proof: DataIntegrityProof) -> _Base:
    require_base(proof)
    value = _read(proof.options)
    if not isinstance(value, _Base):
        raise CredentialError(Reason.PROOF_MALFORMED, detail="not a base proof")
    return value


def _read(options: JsonObject) -> _Base | _Derived:
    """The components of a proof value, each of the exact form it must have. Raises `CredentialError`."""
    form, components = read_value(options, NAME)
    if len(components) != len(_Base._fields):
        raise CredentialError(Reason.PROOF_MALFORMED, detail="proof value")
    signature, public_key, third, fourth, fifth = components
    key = octets(public_key, len(_KEY_PREFIX) + KEY_BYTES[KeyType.P256])
    if not key.startswith(_KEY_PREFIX):
        raise CredentialError(Reason.PROOF_MALFORMED, detail="key codec")
    base_signature = octets(signature, _SIGNATURE_BYTES)
    if form is ProofForm.BASE:
        return _Base(base_signature, key, octets(third, HMAC_KEY_BYTES), _signatures(fourth), texts(fifth))
    if not isinstance(fourth, dict):
        raise CredentialError(Reason.PROOF_MALFORMED, detail="label map")
    labels = {number: f"_:u{encode_base64url(octets(label, _LABEL_BYTES))}" for number, label in fourth.items()}
    return _Derived(base_signature, key, _signatures(third), labels, indexes(fifth))


def _signatures(value: cbor.CborValue) -> tuple[bytes, ...]:
    if not isinstance(value, list):
        raise CredentialError(Reason.PROOF_MALFORMED, detail="proof value")
    return tuple(octets(item, _SIGNATURE_BYTES) for item in value)


def _lines(unsecured: JsonObject, value: _Base | _Derived, contexts: Contexts) -> Lines | Finding:
    """What was signed, as far as it is shown. Raises `CredentialError`."""
    if isinstance(value, _Base):
        return issued_statements(unsecured, contexts, value.hmac_key, hmac_labels, value.pointers)
    lines = restored(unsecured, contexts, value.labels)
    return lines if isinstance(lines, Finding) else split(lines, value.mandatory)


def _signatures_problem(value: _Base | _Derived, lines: Lines, proof_hash: bytes, key: PublicKey) -> Finding | None:
    """Section 3.6, "Verify Derived Proof"; a base proof has the same signatures, all of them."""
    if len(value.signatures) != len(lines.others):  # a statement that nobody signed, or a signature of none
        return Finding(reason=Reason.SIGNATURE_MISMATCH, params={"detail": "number of signatures"})
    message = _base_message(proof_hash, value.public_key, lines.mandatory)
    if not verify_ecdsa(message, value.signature, key, SHA256()):
        return Finding(reason=Reason.SIGNATURE_MISMATCH)
    if not _all_signed(lines.others, value.signatures, value.public_key.removeprefix(_KEY_PREFIX)):
        return Finding(reason=Reason.SIGNATURE_MISMATCH, params={"detail": "statement"})
    return None


def _base_message(proof_hash: bytes, public_key: bytes, mandatory: Sequence[bytes]) -> bytes:
    """What the issuer signs (section 3.5.1, "serializeSignData")."""
    return proof_hash + public_key + hashlib.sha256(b"".join(mandatory)).digest()


def _all_signed(lines: Sequence[bytes], signatures: Sequence[bytes], encoded_key: bytes) -> bool:
    """Whether the key of this credential signed each line; the key is read once for all of them."""
    algorithm = ec.ECDSA(SHA256())
    try:
        point = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, encoded_key)
        for line, signature in zip(lines, signatures, strict=True):
            r, s = int.from_bytes(signature[:_COORDINATE_BYTES]), int.from_bytes(signature[_COORDINATE_BYTES:])
            point.verify(encode_dss_signature(r, s), line, algorithm)
    except (InvalidSignature, ValueError, UnsupportedAlgorithm):
        return False
    return True


def _sign(key: ec.EllipticCurvePrivateKey, line: bytes) -> bytes:
    """Deterministic (RFC 6979): two signatures of one key under one random number would give the key away."""
    r, s = decode_dss_signature(key.sign(line, ec.ECDSA(SHA256(), deterministic_signing=True)))
    return r.to_bytes(_COORDINATE_BYTES) + s.to_bytes(_COORDINATE_BYTES)

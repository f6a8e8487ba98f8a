"""bbs-2023: one BBS signature over all statements, and zero-knowledge proofs that show some of them.

DI BBS Cryptosuites 1.0, in its baseline form. Two showings of the same badge have nothing in common but
what they show; a derived proof is made fresh each time and cannot be cut down by whoever receives it. The optional
features for holder binding and pseudonyms are still being designed and are named as not supported.

The curve is loaded where a proof of this suite is met, not before.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from wallet.errors import CredentialError
from wallet.model.credential import DataIntegrityProof
from wallet.model.json import JsonObject
from wallet.model.key import KeyType, PublicKey, SigningKey
from wallet.model.material import Contexts
from wallet.model.report import Finding, Reason
from wallet.suites.data_integrity import context_problem, key_problem, kind_problem, require_key
from wallet.suites.interface import Claim, MessagesSigningKey, RandomBytes
from wallet.suites.selective.derivation import (
    base_statements,
    choice_of,
    configuration_hash,
    finished,
    issued_statements,
    require_base,
    required,
)
from wallet.suites.selective.forms import ProofForm
from wallet.suites.selective.pointers import mandatory_in
from wallet.suites.selective.statements import Lines, claims_of, labels_for_verifier, restored, shuffled_labels, split
from wallet.suites.selective.values import HMAC_KEY_BYTES, indexes, octets, read_value, texts, write_value

NAME: Final = "bbs-2023"

_HEADER_BYTES: Final = 64
_PUBLIC_KEY_BYTES: Final = 96
_SIGNATURE_BYTES: Final = 80


class _Base(NamedTuple):
    """A base proof value ("serializeBaseProofValue")."""

    signature: bytes
    header: bytes
    public_key: bytes
    hmac_key: bytes
    pointers: tuple[str, ...]


class _Derived(NamedTuple):
    """A derived proof value ("serializeDerivedProofValue"); `labels` by the number of the canonical label."""

    proof: bytes
    labels: Mapping[int, str]
    mandatory: tuple[int, ...]
    selective: tuple[int, ...]
    presentation_header: bytes


class Bbs2023:
    """The suite; it holds nothing."""

    name: Final = NAME
    key_types: Final = frozenset({KeyType.BLS12381_G2})
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
            proof_hash = configuration_hash(unsecured, proof.options, contexts)
            if isinstance(value, _Base):
                lines = issued_statements(unsecured, contexts, value.hmac_key, shuffled_labels, value.pointers)
                holds = _base_holds(value, lines, proof_hash, key.encoded)
            else:
                lines = required(split(required(restored(unsecured, contexts, value.labels)), value.mandatory))
                holds = _derived_holds(value, lines, proof_hash, key.encoded)
        except CredentialError as error:
            return Finding(reason=Reason(error.code), params=error.params)
        return None if holds else Finding(reason=Reason.SIGNATURE_MISMATCH)

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
        if not isinstance(key, MessagesSigningKey):
            raise CredentialError(Reason.SUITE_UNSUPPORTED, suite=self.name, key=key.type)
        hmac_key = random_bytes(HMAC_KEY_BYTES)
        lines = issued_statements(unsecured, contexts, hmac_key, shuffled_labels, mandatory)
        header = configuration_hash(unsecured, options, contexts) + _hash(lines.mandatory)
        signature = key.sign_messages(header, lines.others)
        components = (signature, header, key.public_key, hmac_key, list(mandatory))
        return {**options, "proofValue": write_value(self.name, ProofForm.BASE, components)}

    def claims(self, unsecured: JsonObject, proof: DataIntegrityProof, contexts: Contexts) -> tuple[Claim, ...]:
        base = _require_base(proof)
        grouped = base_statements(unsecured, contexts, base.hmac_key, shuffled_labels)
        return claims_of(unsecured, grouped, base.pointers)

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
        from wallet.suites import bbs

        base = _require_base(proof)
        grouped = base_statements(unsecured, contexts, base.hmac_key, shuffled_labels)
        choice = choice_of(unsecured, grouped, base.pointers, pointers)
        lines = required(split(grouped.lines, choice.mandatory))
        bbs_proof = bbs.prove(
            bbs.Signed(public_key=base.public_key, header=base.header, presentation_header=presentation_header),
            base.signature,
            lines.others,
            choice.selective_indexes,
            random_bytes,
        )
        labels = labels_for_verifier(choice.quads, grouped.labels)
        components = (
            bbs_proof,
            {number: int(label.removeprefix("_:b")) for number, label in labels.items()},
            list(choice.mandatory_indexes),
            list(choice.selective_indexes),
            presentation_header,
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
    first, second, third, fourth, fifth = components
    if form is ProofForm.BASE:
        signature, header = octets(first, _SIGNATURE_BYTES), octets(second, _HEADER_BYTES)
        return _Base(signature, header, octets(third, _PUBLIC_KEY_BYTES), octets(fourth, HMAC_KEY_BYTES), texts(fifth))
    if not isinstance(first, bytes) or not isinstance(fifth, bytes):
        raise CredentialError(Reason.PROOF_MALFORMED, detail="proof value")
    if not isinstance(second, dict):
        raise CredentialError(Reason.PROOF_MALFORMED, detail="label map")
    labels = {number: f"_:b{label}" for number, label in second.items() if isinstance(label, int)}
    if len(labels) != len(second):
        raise CredentialError(Reason.PROOF_MALFORMED, detail="label map")
    return _Derived(first, labels, indexes(third), indexes(fourth, ascending=True), fifth)


def _base_holds(value: _Base, lines: Lines, proof_hash: bytes, public_key: bytes) -> bool:
    """The key and the header in the proof are there for the holder, who may trust them: they must be the true ones."""
    from wallet.suites import bbs

    header = proof_hash + _hash(lines.mandatory)
    if (value.public_key, value.header) != (public_key, header):
        return False
    return bbs.verify(public_key, value.signature, header, lines.others)


def _derived_holds(value: _Derived, lines: Lines, proof_hash: bytes, public_key: bytes) -> bool:
    """DI BBS, "Verify Derived Proof"."""
    from wallet.suites import bbs

    signed = bbs.Signed(
        public_key=public_key,
        header=proof_hash + _hash(lines.mandatory),
        presentation_header=value.presentation_header,
    )
    return bbs.verify_proof(signed, value.proof, lines.others, value.selective)


def _hash(lines: Sequence[bytes]) -> bytes:
    return hashlib.sha256(b"".join(lines)).digest()

"""Whose word an anchored Merkle tree is: the issuer's profile or DID document, and the address that signed.

Blockcerts 2.0, "Check certificate authenticity". The issuer publishes, at the address that the credential names, the
chain addresses it signs with and from when until when. What counts is the time of the block, which is not of the
issuer's making: a key that expired or was revoked later than that still vouches for what it signed before.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from wallet.codec.multibase import encode_base58btc
from wallet.codec.time import format_instant, parse_instant
from wallet.model.credential import DataIntegrityProof
from wallet.model.frozen import frozen
from wallet.model.json import JsonObject
from wallet.model.key import ControllerDocument, KeyType, PublicKey
from wallet.model.report import Finding, Reason, ReliedOn
from wallet.suites.merkle_proof import Anchor
from wallet.verify.anchors import Transaction
from wallet.verify.context import VerificationContext
from wallet.verify.hosted_documents import Hosted, fetch, same_address
from wallet.verify.keys import resolve_identifier
from wallet.vocab.text import objects, string, texts

_PREFIX: Final = "ecdsa-koblitz-pubkey:"
_BASIC_OFFSET: Final = re.compile(r"([+-]\d\d)(\d\d)", re.ASCII)
_PURPOSE: Final = "assertionMethod"
_VERSION: Final = {"mainnet": b"\x00", "testnet": b"\x6f"}
_CHECKSUM_BYTES: Final = 4


@frozen
class Vouched:
    """What the issuer's own document says: why it does not vouch for the signer, or nothing against it.

    `issuer` is the identifier of the document, `profile` the document where it is a Blockcerts profile.
    """

    issuer: str
    findings: tuple[Finding, ...] = ()
    relied_on: tuple[ReliedOn, ...] = ()
    profile: JsonObject | None = None


@frozen
class Signed:
    """An anchored tree: the proof that named it, the anchor, and the transaction."""

    proof: DataIntegrityProof
    anchor: Anchor
    transaction: Transaction


def vouches(issuer: str, signed: Sequence[Signed], context: VerificationContext) -> Vouched:
    """Whether the issuer's document lists, for the time of each block, the address that signed."""
    if issuer.startswith("did:"):
        return _by_did(issuer, signed, context)
    found = fetch(issuer, context)
    document = found if isinstance(found, Finding) else found.document()
    relied_on = (found.evidence,) if isinstance(found, Hosted) else ()
    if isinstance(document, Finding):
        return Vouched(issuer=issuer, findings=(document,), relied_on=relied_on)
    if not same_address(string(document.get("id")), issuer):
        differs = Finding(reason=Reason.HOSTED_DIFFERS, params={"url": issuer, "member": "id"})
        return Vouched(issuer=issuer, findings=(differs,), relied_on=relied_on)
    findings = tuple(problem for item in signed if (problem := _profile_problem(issuer, document, item)) is not None)
    return Vouched(issuer=issuer, findings=findings, relied_on=relied_on, profile=document)


# --- a profile -----------------------------------------------------------------------------------------------------


def _profile_problem(issuer: str, profile: JsonObject, signed: Signed) -> Finding | None:
    signer = signed.transaction.signer
    listed = [key for address, key in _keys(profile) if _same(address, signer, signed.anchor)]
    if not listed:
        params = {"controller": signer, "expected": issuer, "detail": "not listed"}
        return Finding(reason=Reason.CONTROLLER_MISMATCH, params=params)
    problems = [_time_problem(key, signer, issuer, signed.transaction.at) for key in listed]
    return None if None in problems else problems[0]


def _keys(profile: JsonObject) -> Iterator[tuple[str, JsonObject]]:
    """The addresses that a profile lists, with what it says of each; `publicKeys` is how the first drafts had it."""
    for value in (profile.get("publicKey"), profile.get("publicKeys")):
        for named in texts(value):
            yield named, {}
        for item in objects(value):
            address = string(item.get("id")) or string(item.get("publicKey"))
            if address is not None:
                yield address, item


def _same(listed: str, signer: str, anchor: Anchor) -> bool:
    """Addresses of Ethereum are hexadecimal, where case is only a checksum."""
    address = listed.removeprefix(_PREFIX)
    return address.lower() == signer.lower() if anchor.chain == "eth" else address == signer


def _time_problem(key: JsonObject, signer: str, issuer: str, at: datetime) -> Finding | None:
    """Why a listed key did not count at the time of the block."""
    for name in ("created", "revoked", "expires"):
        written = key.get(name)
        if written is None:
            continue
        instant = _instant(written) if isinstance(written, str) else None
        if instant is None:
            return Finding(reason=Reason.DATE_UNREADABLE, params={"date": str(written)[:64], "member": name})
        if name == "created" and at < instant:
            params = {"controller": signer, "expected": issuer, "detail": "key too young", "since": str(written)}
            return Finding(reason=Reason.CONTROLLER_MISMATCH, params=params)
        if name != "created" and at >= instant:
            return Finding(reason=Reason.KEY_REVOKED, params={"key": signer, "since": format_instant(instant)})
    return None


def _instant(text: str) -> datetime | None:
    """An instant; profiles also write the offset without its colon (ISO 8601, basic format)."""
    head, sign, tail = text[:-5], text[-5:-4], text[-5:]
    return parse_instant(head + _BASIC_OFFSET.sub(r"\1:\2", tail) if sign in {"+", "-"} else text)


# --- a DID ---------------------------------------------------------------------------------------------------------


def _by_did(issuer: str, signed: Sequence[Signed], context: VerificationContext) -> Vouched:
    document = resolve_identifier(issuer, context)
    if isinstance(document, Finding):
        return Vouched(issuer=issuer, findings=(document,))
    materials = [item for item in (document.relied_on, *document.supporting) if item is not None]
    relied_on = tuple(
        ReliedOn(url=item.url, sha256=item.sha256, source=item.source, retrieved_at=item.retrieved_at)
        for item in materials
    )
    findings = tuple(problem for item in signed if (problem := _document_problem(document, item)) is not None)
    return Vouched(issuer=issuer, findings=findings, relied_on=relied_on)


def _document_problem(document: ControllerDocument, signed: Signed) -> Finding | None:
    """A method of the document for assertions, whose key has the address that signed."""
    named = signed.proof.verification_method or ""
    method = document.methods.get(named)
    if document.deactivated:
        return Finding(reason=Reason.KEY_REVOKED, params={"key": named or "-", "detail": "deactivated"})
    if method is None or method.controller != document.id:
        params = {"key": named or "-", "controller": named.partition("#")[0] or "-", "expected": document.id}
        return Finding(reason=Reason.CONTROLLER_MISMATCH, params={**params, "detail": "not listed"})
    if named not in document.relationships.get(_PURPOSE, frozenset()):
        return Finding(reason=Reason.WRONG_PURPOSE, params={"key": named, "expected": _PURPOSE})
    address = bitcoin_address(method.public_key, signed.anchor)
    if address is None:
        return Finding(reason=Reason.KEY_UNRESOLVABLE, params={"identifier": named, "detail": "chain address"})
    if address != signed.transaction.signer:
        params = {"key": named, "controller": signed.transaction.signer, "expected": address}
        return Finding(reason=Reason.CONTROLLER_MISMATCH, params=params)
    dates: JsonObject = {"revoked": method.revoked, "expires": method.expires}
    return _time_problem(dates, named, document.id, signed.transaction.at)


def bitcoin_address(key: PublicKey, anchor: Anchor) -> str | None:
    """The pay-to-public-key-hash address of a secp256k1 key on the anchor's network; None where it has none here.

    Addresses of Ethereum take a hash (Keccak-256) that no library of this program has.
    """
    version = _VERSION.get(anchor.network)
    if key.type is not KeyType.SECP256K1 or anchor.chain != "btc" or version is None:
        return None
    try:
        hashed = hashlib.new("ripemd160", hashlib.sha256(key.encoded).digest(), usedforsecurity=False).digest()
    except ValueError:
        # Some builds of OpenSSL leave the hash out.
        return None
    content = version + hashed
    checksum = hashlib.sha256(hashlib.sha256(content).digest()).digest()[:_CHECKSUM_BYTES]
    return encode_base58btc(content + checksum)[1:]

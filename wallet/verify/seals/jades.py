"""Seals in JWS: every member of the header is understood or the seal is not judged.

RFC 7515 sections 4.1.6, 4.1.8 and 4.1.11, RFC 7797, ETSI TS 119 182-1 sections 5.2 and 5.3. `crit` may name `b64`, the
claimed time, the certificate's digests, and statements that take nothing away when they are passed over (place, role,
commitment, a time stamp over the content). A signed object elsewhere (`sigD`) or a policy (`sigPId`) would have to be
looked at, and is not: cannot tell.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from itertools import pairwise
from typing import Final

from wallet.codec import json as strict_json
from wallet.codec.limits import MAX_CERTIFICATES, MAX_REVOCATION_LIST_BYTES
from wallet.codec.multibase import decode_base64url
from wallet.codec.time import format_instant, instant_from_seconds
from wallet.errors import CredentialError
from wallet.model.credential import JwsProof
from wallet.model.json import JsonObject, JsonValue
from wallet.model.report import Finding, Reason
from wallet.suites.x509 import Certificate, issued, read_base64_certificate
from wallet.verify.checks.jws import algorithm_of, signer
from wallet.verify.context import VerificationContext
from wallet.verify.keys import FoundKey
from wallet.verify.seals.seal import Seal, read_signing_time

_UNDERSTOOD: Final = frozenset({"b64", "sigT", "x5t#o", "sigX5ts", "srCms", "srAts", "sigPl", "adoTst"})
_REGISTERED: Final = frozenset({"alg", "jku", "jwk", "kid", "x5u", "x5c", "x5t", "x5t#S256", "typ", "cty", "crit"})
"""RFC 7515, section 4.1: names that `crit` must not hold."""
_NOT_JUDGED: Final = ("sigD", "sigPId")
_DIGESTS: Final = {"S256": "sha-256", "S384": "sha-384", "S512": "sha-512"}


def judge_jws(proof: JwsProof, context: VerificationContext) -> Seal | Finding:
    """The seal, when the key in its certificate made it; else the first reason why it proves nothing."""
    if proof.defect is not None:
        return Finding(reason=Reason(proof.defect.reason), params=proof.defect.params)
    algorithm = algorithm_of(replace(proof, header={}), context)
    if isinstance(algorithm, Finding):
        return algorithm
    seal = _header_problem(proof.header) or _sealed_by(proof)
    if isinstance(seal, Finding):
        return seal
    found = signer(proof, algorithm, [FoundKey(public_key=seal.key)])
    if isinstance(found, Finding):
        return found
    time = _signing_time(proof.header, context)
    return time if isinstance(time, Finding) else replace(seal, signing_time=time)


def _sealed_by(proof: JwsProof) -> Seal | Finding:
    """Who the header says made the seal, with all that it brings to show it."""
    try:
        chain = _certificates(proof)
        problem = _digest_problem(proof.header, chain[0]) or _chain_problem(chain)
        key = chain[0].public_key()
    except CredentialError as error:
        return Finding(reason=Reason(error.code), params=error.params)
    return problem or Seal(
        algorithm=proof.algorithm,
        leaf=chain[0],
        key=key,
        between=(*chain[1:], *_embedded_certificates(proof.unprotected))[:MAX_CERTIFICATES],
        revocations=tuple(_embedded_lists(proof.unprotected)),
        timestamped="adoTst" in proof.header or any("sigTst" in item for item in _unsigned(proof.unprotected)),
    )


def _header_problem(header: JsonObject) -> Finding | None:
    """What of the signed header is wrong, or asks for more than is done here."""
    critical = header.get("crit", [])
    names = [name for name in critical if isinstance(name, str)] if isinstance(critical, list) else []
    whole = isinstance(critical, list) and len(names) == len(critical) == len(set(names))
    if not whole or ("crit" in header and not names) or not header.keys() >= set(names) or _REGISTERED & set(names):
        return _malformed("crit")
    if "b64" in header and ("b64" not in names or not isinstance(header["b64"], bool)):
        return _malformed("b64")
    unknown = [name for name in names if name not in _UNDERSTOOD] or [name for name in _NOT_JUDGED if name in header]
    if unknown:
        return Finding(reason=Reason.SUITE_UNSUPPORTED, params={"suite": f"crit: {unknown[0]}"})
    return None


def _certificates(proof: JwsProof) -> tuple[Certificate, ...]:
    """`x5c`, its own certificate first. Unsigned, it needs a digest that is signed. Raises `CredentialError`."""
    value = proof.header.get("x5c")
    if value is None and any(name in proof.header for name in ("x5t#S256", "x5t#o", "sigX5ts")):
        value = proof.unprotected.get("x5c")
    texts = [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
    if not isinstance(value, list) or not 0 < len(texts) == len(value) <= MAX_CERTIFICATES:
        raise CredentialError(Reason.PROOF_MALFORMED, detail="x5c")
    return tuple(map(read_base64_certificate, texts))


def _digest_problem(header: JsonObject, leaf: Certificate) -> Finding | None:
    """Every digest of the sealing certificate that the header states must be that of the first one in `x5c`."""
    if "x5t#S256" in header and not _is_digest(header["x5t#S256"], sha256(leaf.der).digest()):
        return _malformed("certificate digest")
    several = header.get("sigX5ts")
    stated = [header.get("x5t#o"), several[0] if isinstance(several, list) and several else several]
    for item in stated:
        if item is None:
            continue
        name = item.get("digAlg") if isinstance(item, dict) else None
        digest = leaf.fingerprint(_DIGESTS.get(name, name).lower()) if isinstance(name, str) else None
        if not isinstance(item, dict) or not isinstance(name, str):
            return _malformed("certificate digest")
        if digest is None:
            return Finding(reason=Reason.SUITE_UNSUPPORTED, params={"suite": name})
        if not _is_digest(item.get("digVal"), digest):
            return _malformed("certificate digest")
    return None


def _is_digest(value: JsonValue, digest: bytes) -> bool:
    try:
        return isinstance(value, str) and decode_base64url(value.rstrip("=")) == digest
    except CredentialError:
        return False


def _chain_problem(chain: tuple[Certificate, ...]) -> Finding | None:
    """RFC 7515, section 4.1.6: each certificate is the one that certifies the one before."""
    holds = all(issued(above, below) for below, above in pairwise(chain))
    return None if holds else _malformed("certificate chain")


def _signing_time(header: JsonObject, context: VerificationContext) -> datetime | Finding | None:
    """`sigT`, or `iat` in later versions (sections 5.2.1 and 5.1.11); None where the seal says nothing."""
    text = header.get("sigT")
    if text is None and "iat" in header:
        seconds = header["iat"]
        number = isinstance(seconds, int | float) and not isinstance(seconds, bool)
        at = instant_from_seconds(seconds) if number and isinstance(seconds, int | float) else None
        text = "-" if at is None else format_instant(at)
    if text is None and "sigT" not in header:
        return None
    return read_signing_time(text if isinstance(text, str) else "-", context)


def _unsigned(header: JsonObject) -> Iterator[JsonObject]:
    """The values in `etsiU`: objects, or their JSON in base64url (section 5.3.1). What cannot be read is not there."""
    values = header.get("etsiU")
    for value in values if isinstance(values, list) else []:
        found: JsonValue = value
        if isinstance(value, str):
            try:
                found = strict_json.loads(decode_base64url(value))
            except CredentialError:
                continue
        if isinstance(found, dict):
            yield found


def _embedded_certificates(header: JsonObject) -> Iterator[Certificate]:
    """Certificates for the path (`xVals`, section 5.3.5.2). They are nobody's word: only what they certify counts."""
    for item in _unsigned(header):
        values = item.get("xVals")
        for value in values if isinstance(values, list) else []:
            inner = value.get("x509Cert") if isinstance(value, dict) else None
            text = inner.get("val") if isinstance(inner, dict) else None
            if isinstance(text, str):
                try:
                    yield read_base64_certificate(text)
                except CredentialError:
                    continue


def _embedded_lists(header: JsonObject) -> Iterator[bytes]:
    """Revocation lists (`rVals`, section 5.3.5.3). Their authorities sign them, whoever adds them."""
    for item in _unsigned(header):
        values = item.get("rVals")
        lists = values.get("crlVals") if isinstance(values, dict) else None
        for value in lists[:MAX_CERTIFICATES] if isinstance(lists, list) else []:
            text = value.get("val") if isinstance(value, dict) else None
            if isinstance(text, str) and len(text) <= MAX_REVOCATION_LIST_BYTES:
                try:
                    yield base64.b64decode(text, validate=True)
                except (binascii.Error, ValueError):
                    continue


def _malformed(detail: str) -> Finding:
    return Finding(reason=Reason.PROOF_MALFORMED, params={"detail": detail})

"""Bitstring Status List (W3C Bitstring Status List 1.0, section 3.2, "Validate Algorithm").

The list is believed only when its own proof and controller hold. Real lists in the field differ from the text, so
three choices are made here on purpose. A list shorter than the 131,072 entries of section 6.1 is read and said to be
short (a privacy matter, not a doubt about the bit). A list by another issuer than the credential's can take it back,
but cannot clear it. A set bit counts however old the list is; a clear bit only while the list is fresh.
"""

from __future__ import annotations

import zlib
from datetime import datetime
from typing import Final

from wallet.codec.limits import MAX_STATUS_DOCUMENT_BYTES, MAX_STATUS_LIST_BYTES
from wallet.codec.multibase import decode_base64url
from wallet.codec.time import format_instant, parse_instant
from wallet.errors import CredentialError
from wallet.model.credential import DataIntegrityProof, StatusEntry, Verifiable, VerifiableCredential
from wallet.model.json import JsonObject, JsonValue
from wallet.model.material import Material, MaterialSource, Unavailable
from wallet.model.report import Finding, Reason, ReliedOn
from wallet.verify.context import StatusFinding, VerificationContext, VerifyList

MIN_ENTRIES: Final = 131_072
"""Section 6.1: the smallest list that hides whom one looks up."""

_LIST_TYPES: Final = frozenset({"BitstringStatusListCredential"})
_GZIP_WINDOW: Final = 16 + zlib.MAX_WBITS
_BITS: Final = 8
_TAKEN_BACK: Final = {"revocation": Reason.REVOKED, "suspension": Reason.SUSPENDED}
_INFORMATIVE: Final = frozenset({"refresh", "message"})


class BitstringStatusList:
    """`BitstringStatusListEntry`."""

    name: Final = "BitstringStatusListEntry"

    def check(
        self, entry: StatusEntry, issuer: str, context: VerificationContext, verify_list: VerifyList
    ) -> StatusFinding:
        """Judge one entry of a credential issued by `issuer`."""
        url, purpose = entry.body.get("statusListCredential"), entry.body.get("statusPurpose")
        index = _index(entry.body.get("statusListIndex"))
        if not isinstance(url, str) or index is None or entry.body.get("statusSize", 1) != 1:
            return _problem(Reason.STATUS_MALFORMED, type=entry.type)
        if not isinstance(purpose, str) or (purpose not in _TAKEN_BACK and purpose not in _INFORMATIVE):
            return _problem(Reason.STATUS_UNSUPPORTED, type=entry.type, purpose=str(purpose))
        material = context.materials.get(url, max_bytes=MAX_STATUS_DOCUMENT_BYTES)
        if isinstance(material, Unavailable):
            return _problem(Reason.STATUS_UNREACHABLE, url=url, detail=material.why)
        return _Reading(url, purpose, index, issuer, material, context).judge(verify_list)


class _Reading:
    """One look into one list."""

    def __init__(  # noqa: PLR0917 - one private caller, in this order
        self, url: str, purpose: str, index: int, issuer: str, material: Material, context: VerificationContext
    ) -> None:
        self._url = url
        self._purpose = purpose
        self._index = index
        self._issuer = issuer
        self._material = material
        self._context = context
        self._notes: dict[str, str] = {}
        self._valid_until: datetime | None = None

    def judge(self, verify_list: VerifyList) -> StatusFinding:
        parsed = self._parse()
        if isinstance(parsed, Finding):
            return self._answer(parsed)
        problem = verify_list(parsed)
        if problem is not None:
            return self._answer(
                Finding(reason=Reason.STATUS_UNTRUSTED, params={"url": self._url, "detail": problem.reason})
            )
        bit = self._bit(parsed)
        if isinstance(bit, Finding):
            return self._answer(bit)
        if bit and self._purpose in _TAKEN_BACK:
            return self._answer(Finding(reason=_TAKEN_BACK[self._purpose], params={"url": self._url}))
        if bit:
            self._notes[self._purpose] = "set"
        return self._answer(self._doubt(parsed))

    def _parse(self) -> VerifiableCredential | Finding:
        content = self._material.content
        for format_ in self._context.tools.formats:
            if format_.recognises(content):
                break
        else:
            return self._malformed("format")
        try:
            parsed: Verifiable = format_.parse(content)
        except CredentialError as error:
            return self._malformed(error.code)
        if not isinstance(parsed, VerifiableCredential) or not _LIST_TYPES.intersection(parsed.credential.types):
            return self._malformed("type")
        self._valid_until = parse_instant(parsed.credential.valid_until or "")
        return parsed

    def _bit(self, parsed: VerifiableCredential) -> bool | Finding:
        subject = parsed.document.get("credentialSubject")
        if not isinstance(subject, dict) or subject.get("type") != "BitstringStatusList":
            return self._malformed("credentialSubject")
        if self._purpose not in _purposes(subject):
            return Finding(reason=Reason.STATUS_MALFORMED, params={"url": self._url, "detail": "statusPurpose"})
        bits = _expand(subject)
        if bits is None:
            return self._malformed("encodedList")
        if len(bits) * _BITS < MIN_ENTRIES:
            self._notes["short_list"] = str(len(bits) * _BITS)
        if self._index >= len(bits) * _BITS:
            return self._malformed("statusListIndex")
        return bool(bits[self._index // _BITS] & (0x80 >> self._index % _BITS))

    def _doubt(self, parsed: VerifiableCredential) -> Finding | None:
        """Why a clear bit may not count."""
        if parsed.credential.issuer.id != self._issuer:
            params = {"url": self._url, "list_issuer": parsed.credential.issuer.id, "expected": self._issuer}
            return Finding(reason=Reason.STATUS_UNTRUSTED, params=params)
        at = self._context.at
        as_of = self._as_of(parsed)
        for text in (parsed.credential.valid_from, parsed.credential.valid_until):
            if text is not None and parse_instant(text) is None:
                return self._malformed("validity")
        valid_from = parse_instant(parsed.credential.valid_from or "")
        expired = self._valid_until is not None and self._valid_until <= at
        early = valid_from is not None and valid_from > at
        too_old = as_of is None or at - as_of > self._context.max_status_age
        if expired or early or too_old:
            params = {"url": self._url, "as_of": "-" if as_of is None else format_instant(as_of)}
            return Finding(reason=Reason.STATUS_STALE, params=params)
        return None

    def _as_of(self, parsed: VerifiableCredential) -> datetime | None:
        """Since when the list is known to have said this. A date that the presenter stapled is only their word: there
        the issuer's own signed date counts.
        """
        if self._material.source is not MaterialSource.STAPLED:
            return self._material.retrieved_at
        created = [proof.created for proof in parsed.proofs if isinstance(proof, DataIntegrityProof)]
        stated = [text for text in (parsed.credential.valid_from, *created) if text is not None]
        return max(filter(None, map(parse_instant, stated)), default=None)

    def _malformed(self, detail: str) -> Finding:
        return Finding(reason=Reason.STATUS_MALFORMED, params={"url": self._url, "detail": detail})

    def _answer(self, finding: Finding | None) -> StatusFinding:
        material = self._material
        evidence = ReliedOn(
            url=material.url,
            sha256=material.sha256,
            source=material.source,
            retrieved_at=material.retrieved_at,
            valid_until=self._valid_until,
        )
        return StatusFinding(finding=finding, relied_on=(evidence,), notes=self._notes)


def _problem(reason: Reason, **params: str) -> StatusFinding:
    return StatusFinding(finding=Finding(reason=reason, params=params))


def _index(value: JsonValue) -> int | None:
    """A plain decimal index. The text says string; a number is met in the field and means the same."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value if value >= 0 else None
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 10:
        return int(value)
    return None


def _purposes(subject: JsonObject) -> list[JsonValue]:
    value = subject.get("statusPurpose")
    return value if isinstance(value, list) else [value]


def _expand(subject: JsonObject) -> bytes | None:
    """The inflated bitstring, or None for anything that is not one gzip stream within the limit."""
    encoded = subject.get("encodedList")
    if not isinstance(encoded, str):
        return None
    try:
        # Section 3.1 wants multibase base64url (`u`); lists made before 2024 have plain base64url.
        compressed = decode_base64url(encoded.removeprefix("u") if encoded.startswith("u") else encoded)
        inflater = zlib.decompressobj(_GZIP_WINDOW)
        bits = inflater.decompress(compressed, MAX_STATUS_LIST_BYTES + 1)
    except (CredentialError, zlib.error):
        return None
    if not inflater.eof or inflater.unused_data or len(bits) > MAX_STATUS_LIST_BYTES:
        return None
    return bits

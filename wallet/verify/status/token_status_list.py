"""Token Status List (IETF OAuth, "Token Status List"): the status list of the JWT and SD-JWT world.

The entry is `{"idx", "uri"}` of the credential's `status` claim (section 6.2). The list is a JWT of type
`statuslist+jwt` whose `sub` is its own address; the list is compressed with DEFLATE in the ZLIB format, one, two,
four or eight bits per entry, the first entry in the lowest bits of a byte (section 4). It is believed when it is
signed with a key of the credential's issuer.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from wallet.codec import json as strict_json
from wallet.codec.jose import UnverifiedJws, looks_compact, split_compact
from wallet.codec.limits import MAX_STATUS_DOCUMENT_BYTES
from wallet.codec.time import instant_from_seconds
from wallet.errors import CredentialError
from wallet.model.credential import Credential, Issuer, JwsProof, StatusEntry, Subject, VerifiableCredential
from wallet.model.frozen import frozen
from wallet.model.json import JsonObject, JsonValue
from wallet.model.material import Material, MaterialSource
from wallet.model.report import Finding, Reason
from wallet.verify.context import StatusFinding, VerificationContext, VerifyList
from wallet.verify.status.bits import ZLIB, from_the_right, read_index, unpack
from wallet.verify.status.lists import Look, Reading, judge, problem

_TYPE: Final = "statuslist+jwt"
_BITS: Final = frozenset({1, 2, 4, 8})
_VALID, _INVALID, _SUSPENDED = 0, 1, 2
_MAX_TTL_SECONDS: Final = 10 * 365 * 86_400


class TokenStatusList:
    """A `status` claim with a `status_list`."""

    name: Final = "TokenStatusList"

    def check(
        self, entry: StatusEntry, issuer: str, context: VerificationContext, verify_list: VerifyList
    ) -> StatusFinding:
        """Judge one entry of a credential issued by `issuer`."""
        url, index = entry.body.get("uri"), entry.body.get("idx")
        if not isinstance(url, str):
            return problem(Reason.STATUS_MALFORMED, type=entry.type, detail="uri")
        if not isinstance(index, int) or read_index(index) is None:
            return problem(Reason.STATUS_MALFORMED, type=entry.type, detail="idx")

        def read(material: Material, verify: VerifyList) -> Reading | Finding:
            try:
                return _read(material, _Asked(url=url, index=index, issuer=issuer), verify)
            except CredentialError as error:
                detail = error.params.get("member") or error.code
                return Finding(reason=Reason.STATUS_MALFORMED, params={"url": url, "detail": detail})

        return judge(Look(url=url, issuer=issuer, context=context, verify_list=verify_list), read)


@frozen
class _Asked:
    """Which entry of which list, of whose credential."""

    url: str
    index: int
    issuer: str


def _read(material: Material, asked: _Asked, verify_list: VerifyList) -> Reading | Finding:
    if not looks_compact(material.content):
        raise CredentialError(Reason.MALFORMED, member="format")
    jws = split_compact(material.content)
    claims = strict_json.loads_object(jws.unverified_payload, max_bytes=MAX_STATUS_DOCUMENT_BYTES)
    parsed = _as_credential(material, jws, claims, asked.issuer)
    proof = verify_list(parsed)
    if proof.problem is not None:
        reason = proof.problem.reason
        if reason is Reason.UNSIGNED:
            return Finding(reason=Reason.STATUS_UNSIGNED, params={"url": asked.url})
        return Finding(reason=Reason.STATUS_UNTRUSTED, params={"url": asked.url, "detail": reason})
    if claims.get("sub") != asked.url:
        # Section 8.3, step 4: a list that was signed for another address says nothing here.
        return Finding(reason=Reason.STATUS_WRONG_PURPOSE, params={"url": asked.url, "list_purpose": _shown(claims)})
    finding = _entry(claims.get("status_list"), asked)
    if finding is not None and finding.reason is Reason.STATUS_OUT_OF_RANGE:
        return finding
    return Reading(
        issuer=parsed.credential.issuer.id,
        finding=finding,
        signed_at=_instant(claims, "iat"),
        valid_until=_instant(claims, "exp") if "exp" in claims else None,
        ttl=_ttl(claims.get("ttl")),
        relied_on=tuple(item for item in proof.relied_on if item.source is not MaterialSource.BUNDLED),
    )


def _as_credential(material: Material, jws: UnverifiedJws, claims: JsonObject, issuer: str) -> VerifiableCredential:
    """The token as the engine verifies a signed document: issued by whom it names, else by the credential's issuer."""
    header = jws.unverified_header
    if header.get("typ") != _TYPE:
        raise CredentialError(Reason.MALFORMED, member="typ")
    algorithm, key_id, stated = header.get("alg"), header.get("kid"), claims.get("iss", issuer)
    if not isinstance(algorithm, str) or not isinstance(key_id, str | None) or not isinstance(stated, str):
        raise CredentialError(Reason.MALFORMED, member="header")
    if key_id is not None and ":" not in key_id:
        key_id = f"{stated}#{key_id.removeprefix('#')}"
    proof = JwsProof(
        algorithm=algorithm,
        header=header,
        signing_input=jws.signing_input,
        signature=jws.signature,
        verification_method=key_id,
    )
    return VerifiableCredential(
        received=material.content,
        format=_TYPE,
        document=claims,
        credential=Credential(
            id=None,
            types=(_TYPE,),
            name=None,
            issuer=Issuer(id=stated),
            subjects=(Subject(id=None),),
            valid_from=None,
            valid_until=None,
        ),
        proofs=(proof,),
    )


def _entry(status_list: JsonValue, asked: _Asked) -> Finding | None:
    """What the value of the entry amounts to (section 7.1)."""
    if not isinstance(status_list, dict):
        raise CredentialError(Reason.MALFORMED, member="status_list")
    size, content = status_list.get("bits"), unpack(status_list.get("lst"), ZLIB)
    if isinstance(size, bool) or not isinstance(size, int) or size not in _BITS:
        raise CredentialError(Reason.MALFORMED, member="bits")
    if content is None:
        raise CredentialError(Reason.MALFORMED, member="lst")
    value = from_the_right(content, asked.index, size)
    if value is None:
        params = {"url": asked.url, "index": str(asked.index), "entries": str(len(content) * 8 // size)}
        return Finding(reason=Reason.STATUS_OUT_OF_RANGE, params=params)
    if value == _VALID:
        return None
    known = {_INVALID: Reason.REVOKED, _SUSPENDED: Reason.SUSPENDED}
    if value in known:
        return Finding(reason=known[value], params={"url": asked.url})
    return Finding(reason=Reason.STATUS_UNSUPPORTED, params={"url": asked.url, "value": hex(value)})


def _instant(claims: JsonObject, name: str) -> datetime:
    """A NumericDate that must be there."""
    value = claims.get(name)
    at = instant_from_seconds(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
    if at is None:
        raise CredentialError(Reason.MALFORMED, member=name)
    return at


def _ttl(value: JsonValue) -> timedelta | None:
    """`ttl` in seconds, a positive number (section 5.1)."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
        raise CredentialError(Reason.MALFORMED, member="ttl")
    return timedelta(seconds=value) if value <= _MAX_TTL_SECONDS else None


def _shown(claims: JsonObject) -> str:
    value = claims.get("sub")
    return value[:80] if isinstance(value, str) else "-"

"""SD-JWT text to its parts, and its payload with what the holder disclosed put back in (RFC 9901).

    parts = split_sd_jwt(content)
    claims = disclose(payload, parts.disclosures).claims

Nothing is verified here but that disclosures and digests belong together: section 7.1, steps 3 to 5. Whoever shows
the claims must have verified the issuer's signature over the payload.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple

from wallet.codec import json as strict_json
from wallet.codec.jose import UnverifiedJws, looks_compact, split_compact
from wallet.codec.limits import MAX_DEPTH, MAX_DISCLOSURES, MAX_INPUT_BYTES, MAX_JSON_NODES
from wallet.codec.multibase import decode_base64url, encode_base64url
from wallet.errors import CredentialError
from wallet.model.frozen import frozen
from wallet.model.json import JsonObject, JsonValue
from wallet.model.report import Reason

HASHES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "sha-256": "sha256",
        "sha-384": "sha384",
        "sha-512": "sha512",
        "sha3-256": "sha3_256",
        "sha3-384": "sha3_384",
        "sha3-512": "sha3_512",
    }
)
"""Hash functions by their registered names ("Named Information Hash Algorithm"), none weaker than the default."""

_DEFAULT_HASH: Final = "sha-256"
_DIGESTS: Final = "_sd"
_HASH_NAME: Final = "_sd_alg"
_ELEMENT: Final = "..."
_RESERVED: Final = frozenset({_DIGESTS, _HASH_NAME, _ELEMENT})
_ELEMENT_PARTS: Final = 2
_PROPERTY_PARTS: Final = 3


@frozen
class UnverifiedSdJwt:
    """The parts of an SD-JWT, nothing of it authenticated yet.

    `covered` is the text that the `sd_hash` of a key binding JWT is made over; `key_binding` is that JWT, if any.
    """

    jws: UnverifiedJws
    disclosures: tuple[str, ...]
    covered: bytes
    key_binding: bytes | None


@frozen
class DisclosedClaims:
    """The processed payload. `names` are its top-level claims that came out of disclosures."""

    claims: JsonObject
    shown: int
    withheld: int
    names: frozenset[str]


def looks_sd_jwt(content: bytes) -> bool:
    """Whether `content` is a compact JWS with a tilde behind it; cheap, never raises."""
    jws, tilde, _ = content.strip().partition(b"~")
    return bool(tilde) and looks_compact(jws)


def split_sd_jwt(content: bytes) -> UnverifiedSdJwt:
    """Take an SD-JWT apart (section 4). Raises `CredentialError`: `malformed`, `too-large`, `duplicate-key`."""
    text = content.strip()
    if len(text) > MAX_INPUT_BYTES:
        raise CredentialError(Reason.TOO_LARGE, bytes=str(len(text)), limit=str(MAX_INPUT_BYTES))
    if not text.isascii() or b"~" not in text:
        raise CredentialError(Reason.MALFORMED, detail="not an SD-JWT")
    if text.count(b"~") > MAX_DISCLOSURES + 1:
        raise CredentialError(Reason.TOO_COMPLEX, limit=str(MAX_DISCLOSURES))
    jws, *disclosures, key_binding = text.split(b"~")
    return UnverifiedSdJwt(
        jws=split_compact(jws),
        disclosures=tuple(item.decode() for item in disclosures),
        covered=text.removesuffix(key_binding),
        key_binding=key_binding or None,
    )


def digest(payload: JsonObject, covered: bytes) -> str:
    """The digest of `covered` by the hash that the payload names (sections 4.1.1 and 4.3.1).

    Raises `CredentialError` (`disclosure-invalid`) for a hash that is unknown or weak.
    """
    name = payload.get(_HASH_NAME, _DEFAULT_HASH)
    function = HASHES.get(name) if isinstance(name, str) else None
    if function is None:
        raise CredentialError(Reason.DISCLOSURE_INVALID, detail="hash", member=str(name)[:40])
    return encode_base64url(hashlib.new(function, covered).digest())


def disclose(payload: JsonObject, disclosures: Sequence[str]) -> DisclosedClaims:
    """Put `disclosures` back where their digests stand. Raises `CredentialError`, mostly `disclosure-invalid`."""
    digest(payload, b"")  # a payload that names a bad hash is refused with nothing disclosed, too
    by_digest: dict[str, _Disclosure] = {}
    for encoded in disclosures:
        key = digest(payload, encoded.encode())
        if key in by_digest:
            raise _invalid("repeated digest")
        by_digest[key] = _read(encoded)
    unpacking = _Unpacking(by_digest)
    claims = unpacking.top({name: member for name, member in payload.items() if name != _HASH_NAME})
    if unpacking.used != by_digest.keys():
        raise _invalid("unreferenced")
    return DisclosedClaims(
        claims=claims,
        shown=len(by_digest),
        withheld=len(unpacking.seen) - len(unpacking.used),
        names=frozenset(unpacking.names),
    )


def always_disclosed(payload: JsonObject) -> JsonObject:
    """What the payload says in clear: no digest, and nothing out of any disclosure."""
    return _without_digests({name: member for name, member in payload.items() if name != _HASH_NAME})


class Place(NamedTuple):
    """One innermost value of a payload: where it stands once all is disclosed, and the disclosures that show it."""

    path: tuple[str | int, ...]
    needs: frozenset[str]


def places(payload: JsonObject, disclosures: Sequence[str]) -> tuple[Place, ...]:
    """Every innermost value that `disclosures` can show, or that stands in clear, in the order of the payload.

    Raises `CredentialError` as `disclose` does.
    """
    disclose(payload, disclosures)  # bounds the depth and the work, and refuses what does not fit
    by_digest = {digest(payload, encoded.encode()): encoded for encoded in disclosures}
    return tuple(_places(payload, (), frozenset(), by_digest))


def _places(
    value: JsonValue, path: tuple[str | int, ...], needs: frozenset[str], by_digest: Mapping[str, str]
) -> Iterator[Place]:
    if isinstance(value, dict) and value:
        for name, member in value.items():
            if name not in _RESERVED:
                yield from _places(member, (*path, name), needs, by_digest)
        for encoded in (by_digest[key] for key in _digests(value) if key in by_digest):
            found = _read(encoded)
            yield from _places(found.value, (*path, found.name or ""), needs | {encoded}, by_digest)
    elif isinstance(value, list) and value:
        position = 0
        for item in value:
            if isinstance(item, dict) and _ELEMENT in item:
                shown = by_digest.get(str(item[_ELEMENT]))
                if shown is None:
                    continue  # nobody here can show it
                yield from _places(_read(shown).value, (*path, position), needs | {shown}, by_digest)
            else:
                yield from _places(item, (*path, position), needs, by_digest)
            position += 1
    else:
        yield Place(path, needs)


class _Disclosure(NamedTuple):
    """One disclosure (sections 4.2.1 and 4.2.2): of an array element when it has no name."""

    name: str | None
    value: JsonValue


def _read(encoded: str) -> _Disclosure:
    try:
        parts = strict_json.loads(decode_base64url(encoded))
    except CredentialError as error:
        if error.code == Reason.MALFORMED:
            raise _invalid("disclosure") from error
        raise
    if not isinstance(parts, list) or not parts or not isinstance(parts[0], str):
        raise _invalid("disclosure")
    if len(parts) == _ELEMENT_PARTS:
        return _Disclosure(None, parts[1])
    name = parts[1] if len(parts) == _PROPERTY_PARTS else None
    if not isinstance(name, str):
        raise _invalid("disclosure")
    if name in _RESERVED:
        raise _invalid("reserved name", name)
    return _Disclosure(name, parts[2])


class _Unpacking:
    """One walk over one payload. Every digest may stand in it once, in clear or inside a disclosure (step 4)."""

    def __init__(self, by_digest: Mapping[str, _Disclosure]) -> None:
        self._by_digest = by_digest
        self._nodes = 0
        self.used: set[str] = set()
        self.seen: set[str] = set()
        self.names: set[str] = set()

    def top(self, payload: JsonObject) -> JsonObject:
        claims, names = self._members(payload, 1)
        self.names = names
        return claims

    def _value(self, value: JsonValue, depth: int) -> JsonValue:
        self._nodes += 1
        if depth > MAX_DEPTH:
            raise CredentialError(Reason.TOO_DEEP, limit=str(MAX_DEPTH))
        if self._nodes > MAX_JSON_NODES:
            raise CredentialError(Reason.TOO_COMPLEX, limit=str(MAX_JSON_NODES))
        if isinstance(value, dict):
            return self._members(value, depth)[0]
        if isinstance(value, list):
            return [found for item in value for found in self._element(item, depth + 1)]
        return value

    def _members(self, item: JsonObject, depth: int) -> tuple[JsonObject, set[str]]:
        """The object with its disclosed members, and their names."""
        if _ELEMENT in item or _HASH_NAME in item:
            raise _invalid("digests")
        claims = {name: self._value(member, depth + 1) for name, member in item.items() if name != _DIGESTS}
        names: set[str] = set()
        for key in _digests(item):
            found = self._take(key)
            if found is None:
                continue
            if found.name is None:
                raise _invalid("disclosure")
            if found.name in claims:
                raise _invalid("overwrites", found.name)
            claims[found.name] = self._value(found.value, depth + 1)
            names.add(found.name)
        return claims, names

    def _element(self, item: JsonValue, depth: int) -> tuple[JsonValue, ...]:
        """The element itself, or what is disclosed in its place: nothing when it is withheld."""
        if not isinstance(item, dict) or _ELEMENT not in item:
            return (self._value(item, depth),)
        key = item[_ELEMENT]
        if len(item) != 1 or not isinstance(key, str):
            raise _invalid("digests")
        found = self._take(key)
        if found is None:
            return ()
        if found.name is not None:
            raise _invalid("disclosure")
        return (self._value(found.value, depth),)

    def _take(self, key: str) -> _Disclosure | None:
        if key in self.seen:
            raise _invalid("repeated digest")
        self.seen.add(key)
        if key in self._by_digest:
            self.used.add(key)
        return self._by_digest.get(key)


def _digests(item: JsonObject) -> list[str]:
    value = item.get(_DIGESTS, [])
    if not isinstance(value, list):
        raise _invalid("digests")
    keys = [key for key in value if isinstance(key, str)]
    if len(keys) != len(value):
        raise _invalid("digests")
    return keys


def _without_digests(item: JsonObject) -> JsonObject:
    return {name: _clear(member) for name, member in item.items() if name != _DIGESTS}


def _clear(value: JsonValue) -> JsonValue:
    if isinstance(value, dict):
        return _without_digests(value)
    if isinstance(value, list):
        return [_clear(item) for item in value if not (isinstance(item, dict) and _ELEMENT in item)]
    return value


def _invalid(detail: str, member: str = "") -> CredentialError:
    return CredentialError(Reason.DISCLOSURE_INVALID, detail=detail, **({"member": member[:40]} if member else {}))

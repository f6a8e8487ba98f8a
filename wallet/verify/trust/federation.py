"""OpenID Federation 1.0: entity statements as a registry of issuers, under one pinned trust anchor.

A snapshot is the anchor's entity configuration followed by statements about others, one compact JWS a line. A statement
by the anchor is signed with one of the keys in its configuration; one by an intermediate with a key that the statement
about that intermediate gives (section 10, "Resolving the Trust Chain"). The chain from an issuer must end at the
anchor, and nothing in it may be past its `exp`. What the anchor calls the issuer is its `organization_name`, or the
`legal_name` in `institution_additional_information`, which the Digital Credentials Consortium uses.

The anchor's own configuration is signed with its own key and proves nothing by itself: whoever adds the registry
decides to trust that anchor. Its keys are kept from then on, and a later configuration must be signed with one of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from wallet.codec import json as strict_json
from wallet.codec.jose import looks_compact, split_compact
from wallet.codec.jwk import public_key_from_jwk
from wallet.codec.limits import MAX_CHAIN_LENGTH, MAX_REGISTRY_ENTRIES
from wallet.codec.time import instant_from_seconds
from wallet.errors import CredentialError
from wallet.model.frozen import frozen
from wallet.model.json import JsonObject, JsonValue
from wallet.model.key import PublicKey
from wallet.model.registry import Registry
from wallet.suites.interface import JwsAlgorithm
from wallet.verify.trust.registry_list import FEDERATION, Listed, RegistryContent

_TYPE: Final = "entity-statement+jwt"


@frozen
class EntityStatement:
    """One entity statement, its signature not checked yet."""

    issuer: str
    subject: str
    issued: datetime
    until: datetime
    claims: JsonObject
    header: JsonObject
    signing_input: bytes
    signature: bytes

    def keys(self) -> tuple[tuple[str, PublicKey], ...]:
        """The subject's keys with their `kid`, as the issuer of the statement gives them."""
        key_set = self.claims.get("jwks")
        listed = key_set.get("keys") if isinstance(key_set, dict) else None
        found: list[tuple[str, PublicKey]] = []
        for jwk in listed if isinstance(listed, list) else []:
            if isinstance(jwk, dict) and isinstance(jwk.get("kid"), str):
                try:
                    found.append((str(jwk["kid"]), public_key_from_jwk(jwk)))
                except CredentialError:
                    continue
        return tuple(found)


def read_statement(content: bytes) -> EntityStatement | None:
    """The entity statement in a compact JWS (section 3), or None where it is none."""
    try:
        jws = split_compact(content)
        claims = strict_json.loads_object(jws.unverified_payload)
    except CredentialError:
        return None
    issuer, subject = claims.get("iss"), claims.get("sub")
    issued, until = _instant(claims.get("iat")), _instant(claims.get("exp"))
    if jws.unverified_header.get("typ") != _TYPE or "crit" in jws.unverified_header or "crit" in claims:
        return None
    if not isinstance(issuer, str) or not isinstance(subject, str) or issued is None or until is None:
        return None
    return EntityStatement(
        issuer=issuer,
        subject=subject,
        issued=issued,
        until=until,
        claims=claims,
        header=jws.unverified_header,
        signing_input=jws.signing_input,
        signature=jws.signature,
    )


def signed_by(
    statement: EntityStatement, keys: Sequence[tuple[str, PublicKey]], algorithms: Registry[JwsAlgorithm]
) -> bool:
    """Whether one of `keys`, the one that the header names, made the statement's signature."""
    name, key_id = statement.header.get("alg"), statement.header.get("kid")
    algorithm = algorithms.get(name) if isinstance(name, str) else None
    if algorithm is None:
        return False
    return any(
        key_id == own_id
        and key.type is algorithm.key_type
        and key.algorithm in {None, algorithm.name}
        and algorithm.verify(statement.signing_input, statement.signature, key)
        for own_id, key in keys
    )


def read_anchor(content: bytes, algorithms: Registry[JwsAlgorithm]) -> EntityStatement | None:
    """The trust anchor's configuration, first in a snapshot: about itself, signed with a key of its own."""
    lines = content.split(maxsplit=1)
    anchor = read_statement(lines[0]) if lines and looks_compact(lines[0]) else None
    if anchor is None or anchor.issuer != anchor.subject or not signed_by(anchor, anchor.keys(), algorithms):
        return None
    return anchor


def may_replace(kept: bytes, newer: bytes, algorithms: Registry[JwsAlgorithm]) -> bool:
    """Whether a snapshot may take the place of another of its name, as far as keys go.

    For federations: the newer configuration is of the same anchor, and signed with a key that the kept one gives.
    """
    anchor = read_anchor(kept, algorithms)
    if anchor is None:
        return True
    successor = read_anchor(newer, algorithms)
    return (
        successor is not None
        and successor.subject == anchor.subject
        and signed_by(successor, anchor.keys(), algorithms)
    )


def read_federation(content: bytes, algorithms: Registry[JwsAlgorithm]) -> RegistryContent | None:
    """Every subject with a chain of good signatures to the anchor in `content`; None where there is no anchor."""
    anchor = read_anchor(content, algorithms)
    if anchor is None:
        return None
    lines = content.split()[1 : MAX_REGISTRY_ENTRIES + 1]
    statements = [statement for line in lines if (statement := read_statement(line)) is not None]
    chains = _Chains(anchor, statements, algorithms)
    listed: dict[str, Listed] = {}
    for statement in statements:
        until = chains.until(statement)
        if until is not None:
            listed[statement.subject] = Listed(name=_name(statement), until=until)
    return RegistryContent(kind=FEDERATION, dated=anchor.issued, listed=listed)


class _Chains:
    """Follows statements up to the anchor."""

    def __init__(
        self, anchor: EntityStatement, statements: Sequence[EntityStatement], algorithms: Registry[JwsAlgorithm]
    ) -> None:
        self._anchor = anchor
        self._about = {statement.subject: statement for statement in statements}
        self._algorithms = algorithms

    def until(self, statement: EntityStatement) -> datetime | None:
        """Until when the chain above `statement` holds; None where there is no good one."""
        until = min(statement.until, self._anchor.until)
        for _ in range(MAX_CHAIN_LENGTH):
            if statement.issuer == self._anchor.subject:
                return until if signed_by(statement, self._anchor.keys(), self._algorithms) else None
            above = self._about.get(statement.issuer)
            if above is None or not signed_by(statement, above.keys(), self._algorithms):
                return None
            until, statement = min(until, above.until), above
        return None


def _name(statement: EntityStatement) -> str:
    metadata = statement.claims.get("metadata")
    for part, member in (
        ("federation_entity", "organization_name"),
        ("institution_additional_information", "legal_name"),
    ):
        found = metadata.get(part) if isinstance(metadata, dict) else None
        name = found.get(member) if isinstance(found, dict) else None
        if isinstance(name, str) and name:
            return name
    return statement.subject


def _instant(value: JsonValue) -> datetime | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return instant_from_seconds(value)

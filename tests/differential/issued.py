"""Credentials that the issuer's key really signed, each with one thing a verifier has to notice, or may live with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from typing import Final

from scripts.sample_issuer.issuer import ED25519_SIGNATURE_2020, EDDSA_JCS, EDDSA_RDFC
from scripts.sample_issuer.keys import Ed25519Key
from scripts.sample_issuer.status import StatusList
from tests.differential.altered import member
from tests.differential.credentials import (
    CREATED,
    ECDSA,
    JWT,
    LIST,
    SET_INDEX,
    Base,
    Issuer,
    claims_of,
    issuer,
    jwt,
    p256_issuer,
    secure,
    status_entry,
)
from tests.differential.draws import Draws
from wallet.codec import jcs, json
from wallet.codec.multibase import encode_base58btc
from wallet.model.json import JsonObject, JsonValue

_EVERY: Final = frozenset({EDDSA_RDFC, EDDSA_JCS, ED25519_SIGNATURE_2020, *ECDSA, *JWT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """How the issuer departs from the good credential: in the document, in the proof, or in who signs."""

    document: Callable[[JsonObject, Draws], JsonObject | None] = lambda document, _: document
    options: Mapping[str, str] = field(default_factory=dict)
    claims: Mapping[str, JsonValue] = field(default_factory=dict)
    by_another: bool = False
    by_openvc: bool = False
    world: str = "good"
    suites: frozenset[str] = _EVERY
    good: bool = False


def _dates(document: JsonObject, start: JsonValue, end: JsonValue) -> JsonObject:
    names = ("issuanceDate", "expirationDate") if "issuanceDate" in document else ("validFrom", "validUntil")
    changed = {
        **document,
        **{name: value for name, value in zip(names, (start, end), strict=True) if value is not None},
    }
    if end is None:
        changed.pop(names[1], None)
    return changed


def _with_status(entry: JsonValue) -> Callable[[JsonObject, Draws], JsonObject | None]:
    def change(document: JsonObject, draws: Draws) -> JsonObject | None:
        return None if "issuanceDate" in document else {**document, "credentialStatus": entry}

    return change


def _subject(**members: JsonValue) -> Callable[[JsonObject, Draws], JsonObject]:
    def change(document: JsonObject, draws: Draws) -> JsonObject:
        changed = deepcopy(document)
        member(changed, "credentialSubject").update(members)
        return changed

    return change


def _without(*names: str) -> Callable[[JsonObject, Draws], JsonObject]:
    return lambda document, _: {name: value for name, value in document.items() if name not in names}


def _with(**members: JsonValue) -> Callable[[JsonObject, Draws], JsonObject]:
    return lambda document, _: {**document, **members}


def _unknown_context(document: JsonObject, draws: Draws) -> JsonObject:
    contexts = document["@context"]
    assert isinstance(contexts, list)
    return {**document, "@context": [*contexts, "https://example.com/unknown/v1"]}


_JSON_ONLY: Final = frozenset({EDDSA_JCS, *JWT})
"""The suites that can sign what RDF would drop: an RDF suite refuses to make such a proof."""
_DI: Final = _EVERY - JWT
_STATUS: Final = frozenset({EDDSA_RDFC, EDDSA_JCS, *JWT})

ISSUED: Final[Mapping[str, Issued]] = {
    "expired": Issued(document=lambda document, _: _dates(document, "2020-01-01T00:00:00Z", "2021-01-01T00:00:00Z")),
    "not-yet-valid": Issued(document=lambda document, _: _dates(document, "2997-01-01T00:00:00Z", None)),
    "never-valid": Issued(
        document=lambda document, _: _dates(document, "2997-01-01T00:00:00Z", "2021-01-01T00:00:00Z")
    ),
    "date-without-zone": Issued(document=lambda document, _: _dates(document, None, "2998-01-01T00:00:00")),
    "date-only": Issued(document=lambda document, _: _dates(document, None, "2998-01-01"), suites=_JSON_ONLY),
    "date-impossible": Issued(
        document=lambda document, _: _dates(document, None, "2998-02-30T00:00:00Z"), suites=_JSON_ONLY
    ),
    "date-is-number": Issued(document=lambda document, _: _dates(document, None, 32503680000), suites=_JSON_ONLY),
    "another-key": Issued(by_another=True),
    "signed-by-openvc": Issued(by_openvc=True, suites=frozenset({EDDSA_RDFC, EDDSA_JCS})),
    "for-another-purpose": Issued(options={"purpose": "authentication"}, suites=_DI),
    "proof-expired": Issued(options={"expires": "2026-06-01T00:00:00Z"}, suites=_DI),
    "proof-for-somebody": Issued(options={"challenge": "c", "domain": "employer.example"}, suites=_DI, good=True),
    "revoked": Issued(document=_with_status(status_entry(SET_INDEX)), suites=_STATUS),
    "status-clear": Issued(document=_with_status(status_entry(SET_INDEX - 1)), suites=_STATUS, good=True),
    "status-neighbour-bit": Issued(document=_with_status(status_entry(SET_INDEX ^ 7)), suites=_STATUS, good=True),
    "status-unreachable": Issued(document=_with_status(status_entry(1)), world="none", suites=_STATUS),
    "status-list-altered": Issued(document=_with_status(status_entry(1)), world="altered", suites=_STATUS),
    "status-list-by-another": Issued(document=_with_status(status_entry(1)), world="by-another", suites=_STATUS),
    "status-list-expired": Issued(document=_with_status(status_entry(1)), world="expired", suites=_STATUS),
    "status-list-purpose": Issued(document=_with_status(status_entry(1, statusPurpose="suspension")), suites=_STATUS),
    "status-out-of-range": Issued(document=_with_status(status_entry(10_000_000)), suites=_STATUS),
    "status-type-unknown": Issued(
        document=_with_status({"id": "urn:x:s", "type": "QuantumStatusEntry"}), suites=_JSON_ONLY
    ),
    "status-empty": Issued(document=_with_status({}), suites=_JSON_ONLY),
    "status-one-of-two-set": Issued(document=_with_status([status_entry(1), status_entry(SET_INDEX)]), suites=_STATUS),
    "undefined-term": Issued(document=_with(licensedToPractise=True), suites=_JSON_ONLY, good=True),
    "context-unknown": Issued(document=_unknown_context, suites=frozenset({EDDSA_JCS})),
    "context-inline": Issued(
        document=lambda document, _: {**document, "@context": [*_list(document), {"extra": "https://example.com/x"}]},
        good=True,
    ),
    "no-subject": Issued(document=_without("credentialSubject"), suites=_JSON_ONLY),
    "subject-empty": Issued(document=_with(credentialSubject={}), suites=_JSON_ONLY),
    "subject-is-text": Issued(document=_with(credentialSubject="did:example:1"), suites=_JSON_ONLY),
    "no-issuer": Issued(document=_without("issuer"), suites=frozenset({EDDSA_JCS})),
    "no-type": Issued(document=_without("type"), suites=_JSON_ONLY),
    "type-foreign": Issued(document=_with(type=["OpenBadgeCredential"]), suites=_JSON_ONLY),
    "no-context": Issued(document=_without("@context"), suites=JWT),
    "no-id": Issued(document=_without("id"), good=True),
    "id-is-number": Issued(document=_with(id=7), suites=_JSON_ONLY),
    "subject-unnamed": Issued(document=_subject(type=["AchievementSubject"]), suites=_JSON_ONLY, good=True),
    "large-number": Issued(document=_with(serial=2**63), suites=JWT, good=True),
    "claim-exp-past": Issued(claims={"exp": 1609459200}, suites=JWT),
    "claim-nbf-future": Issued(claims={"nbf": 32472144000}, suites=JWT),
    "claim-exp-text": Issued(claims={"exp": "32503680000"}, suites=JWT),
    "claim-iss-differs": Issued(claims={"iss": "did:example:another"}, suites=JWT),
    "claim-jti-differs": Issued(claims={"jti": "urn:uuid:1"}, suites=JWT),
    "claim-sub-differs": Issued(
        document=_subject(id="did:example:learner"), claims={"sub": "did:example:another"}, suites=JWT
    ),
    "claim-aud": Issued(claims={"aud": "https://employer.example"}, suites=JWT, good=True),
}

STATUS: Final = frozenset(name for name in ISSUED if name.startswith(("status-", "revoked")))
"""What is about the status list, which @digitalbazaar/vc leaves to its caller."""


def _list(document: JsonObject) -> list[JsonValue]:
    value = document["@context"]
    return value if isinstance(value, list) else [value]


def issued(name: str, base: Base, draws: Draws) -> bytes | None:
    """The credential that the issuer of `base` made this way, or None where its suite cannot, or it does not apply."""
    how = ISSUED[name]
    if base.secured not in how.suites or (base.issuer.jws_id and name in STATUS):
        return None
    document = how.document(deepcopy(base.document), draws)
    if document is None:
        return None
    another = p256_issuer if base.secured in ECDSA else issuer
    signer = another("somebody else") if how.by_another else base.issuer
    if base.secured in JWT:
        claims = {**claims_of(document, base.issuer, base.secured), **how.claims}
        if how.by_another and signer.algorithm != base.issuer.algorithm:
            return jwt(claims, base.issuer, {"alg": signer.algorithm}, key=signer)
        return jwt(claims, base.issuer, key=signer)
    if how.by_openvc:
        return json.dumps(secure(document, signer, base.secured, by_openvc=True))
    if base.secured == EDDSA_JCS:
        return json.dumps(_jcs_signed(document, signer.sample.id, how.options, _key(signer)))
    return json.dumps(secure(document, signer, base.secured, options=how.options))


def _key(signer: Issuer) -> Ed25519Key:
    methods = signer.sample.methods
    key = next(iter(methods.values()))
    assert isinstance(key, Ed25519Key)
    return key


def _jcs_signed(document: JsonObject, did: str, options: Mapping[str, str], key: Ed25519Key) -> JsonObject:
    """An eddsa-jcs-2022 proof over anything at all: the wallet's own suite declines to sign much of this."""
    given: dict[str, JsonValue] = {name: text for name, text in options.items() if name != "purpose"}
    proof: JsonObject = {
        "type": "DataIntegrityProof",
        "cryptosuite": EDDSA_JCS,
        "created": "2026-05-01T00:00:00Z",
        "verificationMethod": f"{did}#{did.removeprefix('did:key:')}",
        "proofPurpose": options.get("purpose", "assertionMethod"),
        **given,
    }
    if "@context" in document:
        proof["@context"] = document["@context"]
    message = sha256(jcs.canonicalize(proof)).digest() + sha256(jcs.canonicalize(document)).digest()
    return {**document, "proof": {**proof, "proofValue": encode_base58btc(key.sign(message))}}


@cache
def world(name: str, issuer_phrase: str) -> dict[str, bytes]:
    """What is served to whoever checks the status: the list of this issuer, or what stands in its place."""
    if name == "none":
        return {}
    signer = issuer("somebody else") if name == "by-another" else issuer(issuer_phrase)
    document = StatusList(url=LIST, entries={SET_INDEX}).credential(signer.sample.id, CREATED)
    # In force at any instant this may run at: not every implementation can be told the time for a list.
    document["validFrom"], document["validUntil"] = "2024-01-01T00:00:00Z", "2998-01-01T00:00:00Z"
    if name == "expired":
        document["validUntil"] = "2024-02-01T00:00:00Z"
    signed = signer.sample.secure(document, created=CREATED)
    if name == "altered":
        subject = member(signed, "credentialSubject")
        subject["encodedList"] = str(subject["encodedList"])[:-9] + "AAAAAAAAA"
    return {LIST: json.dumps(signed)}

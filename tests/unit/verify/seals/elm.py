"""European Digital Credentials made on the spot: documents of the European Learning Model, under a seal."""

from __future__ import annotations

import base64
import copy
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from typing import Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from tests.simulator.issuer import NOW, received, verification
from tests.simulator.pki import Authority, Sealer
from tests.unit.verify.badges import World
from wallet.codec import json as strict_json
from wallet.codec.multibase import encode_base64url
from wallet.model.json import JsonObject, JsonValue
from wallet.model.report import VerificationReport
from wallet.model.request import TrustRoot

SEALED_AT: Final = "2026-01-10T09:00:00Z"


@cache
def root() -> Authority:
    return Authority.root("Example Root")


@cache
def issuing() -> Authority:
    return root().authority("Example Qualified CA")


@cache
def university() -> Sealer:
    return issuing().seal()


def concept(label: str) -> JsonObject:
    return {"id": "http://data.europa.eu/snb/concept/1", "type": "Concept", "prefLabel": {"en": label}}


def country(code: str) -> JsonObject:
    return {"id": f"http://publications.europa.eu/resource/authority/country/{code}", "type": "Concept"}


def number(notation: str, code: str | None = None) -> JsonObject:
    spatial: JsonObject = {} if code is None else {"spatial": country(code)}
    return {"type": "LegalIdentifier", "notation": notation, **spatial}


ISSUER: Final[JsonObject] = {
    "id": "urn:epass:org:1",
    "type": "Organisation",
    "legalName": {"en": "Example University", "ga": "Ollscoil Shamplach"},
    "eIDASIdentifier": number("VATIE-1234567T", "IRL"),
    "location": {"type": "Location", "address": {"type": "Address", "countryCode": country("IRL")}},
}


def credential(**more: JsonValue) -> JsonObject:
    """A micro-credential with an achievement, its outcomes, an activity and an assessment."""
    document: JsonObject = {
        "id": "urn:credential:3f9f1f2e-7d0c-4a53-9d3b-0d8b6f9b1f11",
        "type": ["VerifiableCredential", "EuropeanDigitalCredential"],
        "credentialProfiles": concept("Micro-credential"),
        "displayParameter": {
            "type": "DisplayParameter",
            "title": {"en": "Reading Data", "ja": "データを読む"},
            "language": [concept("English")],
        },
        "credentialSubject": {
            "id": "urn:epass:person:1",
            "type": "Person",
            "fullName": {"en": "Aoi Sato"},
            "dateOfBirth": "2001-02-03T00:00:00Z",
            "hasClaim": [
                {
                    "id": "urn:epass:learningAchievement:1",
                    "type": "LearningAchievement",
                    "title": {"en": "Reading Data", "ja": "データを読む"},
                    "specifiedBy": {
                        "type": "Qualification",
                        "learningOutcome": [{"title": {"en": "Reads a table"}}, {"title": {"en": "Questions a chart"}}],
                    },
                    "provenBy": {"type": "LearningAssessment", "title": {"en": "Project"}},
                    "influencedBy": [{"type": "LearningActivity", "title": {"en": "Course"}}],
                    "entitlesTo": {"type": "LearningEntitlement", "title": {"en": "Admission"}},
                }
            ],
        },
        "issuer": copy.deepcopy(ISSUER),
        "issuanceDate": "2026-01-10T09:00:00Z",
        "issued": "2026-01-10T09:00:00Z",
        "validFrom": "2026-01-10T09:00:00Z",
        "@context": ["https://www.w3.org/2018/credentials/v1", "http://data.europa.eu/snb/model/context/edc-ap"],
    }
    return {**document, **more}


def algorithm_of(sealer: Sealer) -> str:
    return "ES256" if isinstance(sealer.key, EllipticCurvePrivateKey) else "RS256"


def raw_signature(sealer: Sealer, content: bytes, *, pss: bool = False) -> bytes:
    if isinstance(sealer.key, EllipticCurvePrivateKey):
        r, s = decode_dss_signature(sealer.key.sign(content, ECDSA(hashes.SHA256())))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")
    scheme = padding.PSS(padding.MGF1(hashes.SHA256()), 32) if pss else padding.PKCS1v15()
    return sealer.key.sign(content, scheme, hashes.SHA256())


def header_of(sealer: Sealer, **more: JsonValue) -> JsonObject:
    """A header as the Commission's issuer writes it; a member that is None is left out."""
    header: JsonObject = {
        "alg": algorithm_of(sealer),
        "cty": "octet-stream",
        "x5t#S256": encode_base64url(sha256(sealer.der).digest()),
        "x5c": [*sealer.x5c],
        "typ": "jose+json",
        "b64": False,
        "sigT": SEALED_AT,
        "crit": ["b64", "sigT"],
        **more,
    }
    return {name: value for name, value in header.items() if value is not None}


def signature(
    payload: str, sealer: Sealer, header: JsonObject | None = None, unprotected: JsonObject | None = None
) -> JsonObject:
    """One signature over `payload`, the text that stands in the envelope."""
    own = header_of(sealer) if header is None else header
    protected = encode_base64url(strict_json.dumps(own))
    made = raw_signature(sealer, f"{protected}.{payload}".encode(), pss=str(own.get("alg")).startswith("PS"))
    found: JsonObject = {"protected": protected, "signature": encode_base64url(made)}
    return found if unprotected is None else {**found, "header": unprotected}


def seal(document: JsonObject, sealer: Sealer | None = None, /, **more: JsonValue) -> JsonObject:
    """The credential under one seal, in the general serialisation."""
    by = sealer or university()
    payload = strict_json.dumps(document).decode()
    return {"payload": payload, "signatures": [signature(payload, by, header_of(by, **more))]}


def embedded(*certificates: Sealer, crls: tuple[bytes, ...] = ()) -> JsonObject:
    """An unprotected header with values for long-term validation, as JAdES carries them."""
    values: list[JsonValue] = [{"x509Cert": {"val": base64.b64encode(item.der).decode()}} for item in certificates]
    lists: list[JsonValue] = [{"val": base64.b64encode(item).decode()} for item in crls]
    items: list[JsonObject] = [{"xVals": values}, {"rVals": {"crlVals": lists}}]
    return {"etsiU": [encode_base64url(strict_json.dumps(item)) for item in items]}


def trusted(
    *authorities: Sealer, since: datetime | None = None, until: datetime | None = None
) -> tuple[TrustRoot, ...]:
    """A kept list of these authorities."""
    return tuple(
        TrustRoot(
            certificate=item.der,
            list_name="Example list",
            url="roots.pem",
            sha256="00",
            dated=datetime(2026, 11, 1, tzinfo=UTC),
            retrieved_at=datetime(2026, 11, 2, tzinfo=UTC),
            since=since,
            until=until,
        )
        for item in authorities
    )


def judge(
    content: JsonObject | bytes,
    roots: tuple[TrustRoot, ...] | None = None,
    *,
    world: World | None = None,
    at: datetime = NOW,
    carrier: str = "json",
) -> VerificationReport:
    """The report on a sealed credential by somebody who keeps `roots`: the example root, where nothing is said."""
    import dataclasses

    kept = trusted(root()) if roots is None else roots
    payload = content if isinstance(content, bytes) else strict_json.dumps(content)
    own = dataclasses.replace(verification(world or World(), at=at), roots=lambda: kept)
    return own.verify(received(payload, carrier=carrier))

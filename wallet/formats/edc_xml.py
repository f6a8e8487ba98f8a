"""European Digital Credentials in XML (Europass Learning Model, schema 1.0 to 1.2), in the words of the newer ones.

`document_of` says the same as the European Learning Model 3 would in JSON, as far as it is shown or compared: title,
issuer with its identifiers, recipient's name, claims with their learning outcomes, dates. What is not of the published
shape is not there. Dates and places of birth, addresses and contacts are left where they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from wallet.errors import CredentialError
from wallet.formats.elm import ELM_TYPE
from wallet.formats.vcdm import CONTEXT_V1, CREDENTIAL_TYPE
from wallet.model.json import JsonObject, JsonValue
from wallet.model.report import Reason

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

ELM_CONTEXT: Final = "http://data.europa.eu/snb/model/context/edc-ap"
ROOT_NAME: Final = "europassCredential"
_NAMESPACES: Final = frozenset({"", "{http://data.europa.eu/snb"})
_CLAIMS: Final = {
    "achievements": "LearningAchievement",
    "activities": "LearningActivity",
    "assessments": "LearningAssessment",
    "entitlements": "LearningEntitlement",
}
_IDENTIFIERS: Final = {
    "eidasIdentifier": "eIDASIdentifier",
    "eIDASIdentifier": "eIDASIdentifier",
    "legalIdentifier": "legalIdentifier",
    "vatIdentifier": "vatIdentifier",
    "taxIdentifier": "taxIdentifier",
    "registration": "registration",
    "identifier": "identifier",
}


def document_of(root: Element) -> JsonObject:
    """The credential that `root` is. Raises `CredentialError`: `not-a-credential`, `unsupported-format`."""
    namespace, _, name = root.tag.rpartition("}")
    if namespace not in _NAMESPACES:
        raise CredentialError(Reason.NOT_A_CREDENTIAL, detail="not a credential in XML")
    if name != ROOT_NAME:
        raise CredentialError(Reason.UNSUPPORTED_FORMAT, format=name)
    by_id = _by_id(root)
    document: JsonObject = {
        "@context": [CONTEXT_V1, ELM_CONTEXT],
        "id": _attribute(root, "id"),
        "type": [CREDENTIAL_TYPE, ELM_TYPE],
        "issuer": _organisation(_referenced(_child(root, "issuer"), by_id)),
        "displayParameter": {
            "title": _texts(_child(root, "title")),
            "description": _texts(_child(root, "description")),
        },
        "credentialSubject": _subject(_child(root, "credentialSubject"), by_id),
    }
    profile = _texts(_child(_child(root, "type"), "targetName"))
    if profile:
        document["credentialProfiles"] = {"prefLabel": profile}
    for member, names in (
        ("issuanceDate", ("issuanceDate", "issued")),
        ("validFrom", ("validFrom",)),
        ("expirationDate", ("expirationDate", "validUntil")),
    ):
        date = next(filter(None, (_text(_child(root, name)) for name in names)), None)
        if date is not None:
            document[member] = date
    return document


def _subject(person: Element | None, by_id: dict[str, Element]) -> JsonObject:
    if person is None:
        raise CredentialError(Reason.NOT_A_CREDENTIAL, member="credentialSubject")
    subject: JsonObject = {"type": "Person"}
    identifier = _attribute(person, "id")
    if identifier is not None:
        subject["id"] = identifier
    for member, name in (("fullName", "fullName"), ("givenName", "givenNames"), ("familyName", "familyName")):
        texts = _texts(_child(person, name))
        if texts:
            subject[member] = texts
    subject["hasClaim"] = [
        _claim(item, kind, by_id) for group, kind in _CLAIMS.items() for item in _children(_child(person, group))
    ]
    return subject


def _claim(item: Element, kind: str, by_id: dict[str, Element]) -> JsonValue:
    item = _referenced(item, by_id)
    specification = _child(item, "specifiedBy")
    described = None if specification is None else _referenced(specification, by_id)
    claim: JsonObject = {"type": kind, "title": _texts(_child(item, "title"))}
    identifier = _attribute(item, "id")
    if identifier is not None:
        claim["id"] = identifier
    description = _texts(_child(item, "description")) or _texts(_child(described, "description"))
    if description:
        claim["description"] = description
    outcomes: list[JsonValue] = [{"title": title} for title in _outcomes(described, by_id)]
    if outcomes:
        claim["specifiedBy"] = {"learningOutcome": outcomes}
    return claim


def _outcomes(specification: Element | None, by_id: dict[str, Element]) -> Iterator[JsonObject]:
    for place in _children(specification):
        if not _local(place).lower().startswith("learningoutcome"):
            continue
        inner = [item for item in _children(place) if _local(item).lower().startswith("learningoutcome")]
        for item in inner or [place]:
            outcome = _referenced(item, by_id)
            title = next(filter(None, (_texts(_child(outcome, name)) for name in ("title", "name", "prefLabel"))), None)
            if title:
                yield title


def _organisation(element: Element) -> JsonObject:
    """The issuer, with its identifiers as (kind, country, value) of the newer model."""
    identifier = _attribute(element, "id") or _attribute(element, "idref")
    issuer: JsonObject = {"id": identifier or "urn:epass:org", "type": "Organisation"}
    name = _texts(_child(element, "legalName")) or _texts(_child(element, "prefLabel"))
    if name:
        issuer["legalName"] = name
    for item in _children(element):
        member, text = _IDENTIFIERS.get(_local(item)), _text(item)
        if member is not None and text is not None and member not in issuer:
            notation: JsonObject = {"notation": text}
            spatial = _attribute(item, "spatialID")
            if spatial is not None:
                notation["spatial"] = {"notation": spatial}
            issuer[member] = notation
    return issuer


def _referenced(element: Element | None, by_id: dict[str, Element]) -> Element:
    """The element itself, or the one that it refers to by `idref`."""
    if element is None:
        raise CredentialError(Reason.NOT_A_CREDENTIAL, member="issuer")
    return by_id.get(_attribute(element, "idref") or "", element)


def _by_id(root: Element) -> dict[str, Element]:
    """Every element with an `id`. Two with one id: neither can be meant."""
    found: dict[str, Element] = {}
    twice: set[str] = set()
    for element in root.iter():
        identifier = element.get("id")
        if identifier is not None:
            twice |= {identifier} & found.keys()
            found[identifier] = element
    return {identifier: element for identifier, element in found.items() if identifier not in twice}


def _texts(element: Element | None) -> JsonObject:
    """A language map; plain text is of no language that is known."""
    found: JsonObject = {}
    for item in _children(element):
        text = _text(item)
        if _local(item) == "text" and text is not None:
            found.setdefault(_attribute(item, "lang") or "und", text)
    plain = _text(element)
    return found or ({} if plain is None else {"und": plain})


def _text(element: Element | None) -> str | None:
    return None if element is None or element.text is None else element.text.strip() or None


def _attribute(element: Element, name: str) -> str | None:
    """An attribute in whichever namespace: `cred:id` and `id` are met."""
    values = [value for key, value in element.items() if key.rpartition("}")[2] == name]
    return values[0] if len(values) == 1 and values[0] else None


def _child(element: Element | None, name: str) -> Element | None:
    return next((item for item in _children(element) if _local(item) == name), None)


def _children(element: Element | None) -> Iterator[Element]:
    return iter(()) if element is None else iter(element)


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]

"""Whose seal it is: the organisation in the certificate, held against the issuer that the credential names.

The Commission's issuer writes the identifier of the sealing certificate (`organizationIdentifier`, ETSI EN 319 412-1
section 5.1.4, such as `VATES-A00000000`) into the issuer's `eIDASIdentifier`. So:

- an identifier of the issuer is the certificate's: bound. VAT, tax and registration numbers count with their country;
- the issuer states another `eIDASIdentifier`, or another number of the same kind and country: `controller-mismatch`;
- there is none to compare, and the legal name is the organisation's, in the same country where both are stated: bound;
- anything else, also a spelling that differs: nobody can tell, `issuer-key-unbound`.

That a credential names another organisation as awarding body is no matter of the seal: the issuer answers for that.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from wallet.model.json import JsonObject, JsonValue
from wallet.model.report import Finding, Reason
from wallet.suites.x509 import Certificate
from wallet.verify.seals.countries import ALPHA_2
from wallet.verify.seals.seal import identifier_of

_SEMANTIC: Final = re.compile(r"(VAT|NTR|TAX|[A-Z]{3})([A-Z]{2})-(.{1,64})", re.ASCII)
_KINDS: Final = {"vatIdentifier": ("VAT",), "taxIdentifier": ("TAX", "VAT"), "registration": ("NTR",)}
_TAX_CODES: Final = {"GR": "EL"}
"""Greece is `EL` in tax numbers (Directive 2006/112/EC, article 215)."""
_OPEN: Final = ("legalIdentifier", "identifier")
"""Identifiers of no stated kind: only a whole match says something."""
_EIDAS: Final = "eIDASIdentifier"
_NAMES: Final = ("legalName", "prefLabel", "name", "altLabel")


def judge_identity(leaf: Certificate, issuer: JsonValue) -> str | Finding:
    """The member of `issuer` that says it is the certificate's subject, or why the seal is not shown to be its."""
    stated = issuer if isinstance(issuer, dict) else {}
    own = _plain(leaf.organisation_id or "")
    compared = False
    for member, identifier in _identifiers(stated):
        if own and identifier == own:
            return member
        another = member == _EIDAS or (member in _KINDS and _comparable(identifier, own))
        compared = compared or (bool(own) and another)
    if compared:
        params = {"controller": identifier_of(leaf), "expected": _first(stated) or "-"}
        return Finding(reason=Reason.CONTROLLER_MISMATCH, params=params)
    names = {_name(text) for member in _NAMES for text in _texts(stated.get(member))}
    countries = set(_countries(stated))
    same_country = leaf.country is None or not countries or leaf.country.upper() in countries
    if leaf.organisation is not None and _name(leaf.organisation) in names and same_country:
        return "legalName"
    params = {"issuer": _first(stated) or "-", "controller": identifier_of(leaf)}
    return Finding(reason=Reason.ISSUER_KEY_UNBOUND, params=params)


def _identifiers(issuer: JsonObject) -> Iterator[tuple[str, str]]:
    """Every identifier of the issuer, in the form that certificates have, with the member it stands in."""
    for member in (_EIDAS, *_KINDS, *_OPEN):
        for item in _objects(issuer.get(member)):
            notation = item.get("notation")
            if not isinstance(notation, str) or not notation.strip():
                continue
            value = _plain(notation)
            yield member, value
            country = _country(item.get("spatial"))
            if country is not None and member in _KINDS:
                number = value.removeprefix(_TAX_CODES.get(country, country))
                for kind in _KINDS[member]:
                    yield member, f"{kind}{_TAX_CODES.get(country, country)}-{number.removeprefix('-')}"


def _comparable(identifier: str, own: str) -> bool:
    """Whether the two are identifiers of one kind and country, so that one cannot be another name of the other."""
    first, second = _SEMANTIC.fullmatch(identifier), _SEMANTIC.fullmatch(own)
    return first is not None and second is not None and first[1] == second[1] and first[2] == second[2]


def _countries(issuer: JsonObject) -> Iterator[str]:
    for location in _objects(issuer.get("location")):
        for address in _objects(location.get("address")):
            country = _country(address.get("countryCode"))
            if country is not None:
                yield country


def _country(value: JsonValue) -> str | None:
    """The two letters of a country that is named by a concept of the EU authority table, or by a code."""
    for item in _objects(value):
        for member in ("id", "notation"):
            text = item.get(member)
            code = text.rpartition("/")[2].upper() if isinstance(text, str) else ""
            if code in ALPHA_2 or code in ALPHA_2.values():
                return ALPHA_2.get(code, code)
    return None


def _texts(value: JsonValue) -> Iterator[str]:
    """Plain text, or every text of a language map."""
    if isinstance(value, str):
        yield value
    for item in _objects(value):
        for text in item.values():
            yield from (part for part in (text if isinstance(text, list) else [text]) if isinstance(part, str))


def _objects(value: JsonValue) -> list[JsonObject]:
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, dict)]


def _first(issuer: JsonObject) -> str | None:
    """What the issuer calls itself, for people: its identifier, else its name."""
    named = next((identifier for _, identifier in _identifiers(issuer)), None)
    return named or next((text for member in _NAMES for text in _texts(issuer.get(member))), None)


def _plain(identifier: str) -> str:
    """Case and white space make no two identifiers."""
    return "".join(identifier.split()).upper()


def _name(text: str) -> str:
    """A name to compare: compatibility forms, case and white space make no difference."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())

"""JSON scalars as RDF literals (JSON-LD 1.1 API, section 8.2.2, "Object to RDF Conversion")."""

from __future__ import annotations

import re
from typing import Final

from wallet.codec import jcs
from wallet.codec.jsonld.refusal import Path, Refusal
from wallet.codec.jsonld.terms import XSD, Term
from wallet.codec.limits import MAX_SAFE_INTEGER
from wallet.codec.rdfc import literal
from wallet.errors import CredentialError
from wallet.model.json import JsonObject, JsonValue
from wallet.model.report import Reason

_JSON_SUFFIX: Final = "^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON>"
_DOUBLE: Final = f"{XSD}double"
_WRITTEN_WITH_EXPONENT: Final = 1e-6
"""Numbers below are written with an exponent in ECMAScript (ECMA-262, section 6.1.6.1.20)."""
_is_language_tag: Final = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*").fullmatch


def plain_string(text: str) -> str:
    """A string of no other type than string."""
    return literal(text)


def typed_string(text: str, term: Term, path: Path) -> str:
    """A string under a term whose type is a datatype or none."""
    if term.coercion == _DOUBLE:
        raise Refusal(Reason.TOO_COMPLEX, path, what="a string of type xsd:double")
    return literal(text, term.literal_suffix)


def tagged_string(text: str, language: str, path: Path) -> str:
    """A string with a language; tags are written in lower case, as every processor in the field does."""
    if not _is_language_tag(language):
        raise Refusal(Reason.DROPPED_TERMS, path, term=language)
    return literal(text, f"@{language.lower()}")


def boolean_or_number(value: float, coercion: str | None, path: Path) -> str:
    """A boolean (which is an `int` to Python) or a number; `coercion` is the datatype of the term, if it has one."""
    datatype = None if coercion is None or coercion.startswith("@") else coercion
    if isinstance(value, bool):
        return literal("true" if value else "false", f"^^<{datatype or XSD + 'boolean'}>")
    if not abs(value) <= MAX_SAFE_INTEGER:  # written so that NaN is refused too
        raise Refusal(Reason.MALFORMED, path, detail="a number that other programs read differently")
    if datatype != _DOUBLE and value == int(value):
        return literal(str(int(value)), f"^^<{datatype or XSD + 'integer'}>")
    if datatype != _DOUBLE and abs(value) < _WRITTEN_WITH_EXPONENT and "." not in repr(value):
        # jsonld.js looks for the point in the number as written, and takes 1e-7 for the integer 0.
        raise Refusal(Reason.MALFORMED, path, detail="a number that other programs read differently")
    return literal(_canonical_double(value), f"^^<{datatype or _DOUBLE}>")


def json_literal(value: JsonValue, path: Path) -> str:
    """Any JSON value as one literal, in its canonical form (RFC 8785)."""
    try:
        return literal(jcs.canonicalize(value).decode(), _JSON_SUFFIX)
    except CredentialError as error:
        raise Refusal(Reason.MALFORMED, path, detail=error.params.get("detail", error.code)) from error


def value_object(value: JsonObject, path: Path) -> str:
    """`{"@value": ..., "@language": ...}`: the only value objects supported."""
    text = value["@value"]
    if "@direction" in value:  # RDF has no place for it
        raise Refusal(Reason.DROPPED_TERMS, (path, "@direction"), term="@direction")
    other = value.keys() - {"@value", "@language"}
    if other:
        raise Refusal(Reason.TOO_COMPLEX, path, what="a value object", term=min(other))
    if "@language" in value:
        language = value["@language"]
        if not isinstance(text, str) or not isinstance(language, str):
            raise Refusal(Reason.MALFORMED, path, detail="a language without a text")
        return tagged_string(text, language, path)
    if isinstance(text, str):
        return plain_string(text)
    if isinstance(text, bool | int | float):
        return boolean_or_number(text, None, path)
    raise Refusal(Reason.DROPPED_TERMS, path, term="@value")


def _canonical_double(value: float) -> str:
    """The canonical form of an xsd:double: up to 15 digits after the point, at least one, and an exponent."""
    digits, _, exponent = f"{value:.15E}".partition("E")
    digits = digits.rstrip("0")
    return f"{digits}{'0' if digits.endswith('.') else ''}E{int(exponent)}"

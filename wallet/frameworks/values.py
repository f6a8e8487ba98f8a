"""Whether a value says what its descriptor is for: shown as it is, called weak where it says little, invalid where it
cannot be meant.

Nothing here decides whether a statement is true, and no unit is ever converted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from wallet.codec.time import parse_instant
from wallet.frameworks.crosswalk import Crosswalk, Descriptor, ValueList
from wallet.frameworks.paths import Found
from wallet.model.json import JsonObject, JsonValue
from wallet.model.quality import State

MAX_HOURS: Final = 10_000
"""More than five years of full-time study: a micro-credential is not that."""
MONTHS_MEANT_AS_MINUTES: Final = 12
"""`P60M` is sixty months; from a year on, months of one micro-credential are a slip for minutes or hours."""

ENDORSEMENT_UNVERIFIED: Final = "endorsement-unverified"


class Judged(NamedTuple):
    """A value as it may be shown; `state` is None where it says what it should, `why` the word for what is wrong."""

    value: JsonValue
    state: State | None = None
    why: str | None = None


class Amount(NamedTuple):
    """So many of a unit: `h` for hours, a kind of credit, or nothing where none is named."""

    number: float
    unit: str


def amount_of(found: Found, descriptor: Descriptor) -> Amount | None:
    """The amount of work or credits that a value states, in its own unit."""
    if descriptor.type not in ("duration", "number"):
        return None
    shown = shown_value(found.value)
    hours = hours_of(shown)
    if hours is not None:
        return Amount(hours, "h")
    number, name = as_number(shown), str(found.place[-1])
    if number is None or (isinstance(shown, str) and _DURATION.fullmatch(shown)):
        return None
    if name in _UNIT_NAMES:
        return Amount(number, name if name in ("ECTS", "SBU") else "h")
    beside = (shown_value(found.owner.get(other)) for other in ("framework", "unit", "creditUnit"))
    unit = next((str(item).rpartition("/")[2] for item in beside if item is not None), None)
    written = _CREDIT_UNIT.search(shown) if isinstance(shown, str) else None
    return Amount(number, unit or (written[0] if written else ""))


_DURATION: Final = re.compile(
    r"(-)?P(?:(\d+(?:\.\d+)?)Y)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)W)?(?:(\d+(?:\.\d+)?)D)?"
    r"(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?",
    re.ASCII,
)
_NUMBER: Final = re.compile(r"-?\d+(?:[.,]\d+)?")
_TIME_UNIT: Final = re.compile(
    r"時間|分|週|日|\b(?:h|hrs?|hours?|min(?:ute)?s?|days?|weeks?|uur)\b|(?<=\d)h\b", re.IGNORECASE
)
_CREDIT_UNIT: Final = re.compile(r"単位|credit|ECTS|SBU|studiepunt", re.IGNORECASE)
_LEVEL: Final = re.compile(r"(?:^|[^\d])(\d{1,2})(?:[^\d]|$)")
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_LANGUAGE: Final = re.compile(
    r"[A-Za-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?P<region>[A-Za-z]{2}|\d{3}))?(?:-[\w-]+)?", re.ASCII
)
_LANGUAGE_IRI: Final = re.compile(r"https?://[^\s]*/authority/language/[A-Z]{3}", re.ASCII)
_COUNTRY_IRI: Final = re.compile(r"https?://[^\s]*/authority/country/([A-Z0-9]{3})", re.ASCII)
_OPAQUE: Final = re.compile(r"urn:|_:|[0-9a-f]{8}-[0-9a-f]{4}-", re.IGNORECASE | re.ASCII)
_IRI: Final = re.compile(r"[a-z][a-z0-9+.-]*:\S+", re.IGNORECASE | re.ASCII)
_NOT_APPLICABLE: Final = frozenset(
    {"n/a", "not applicable", "none", "該当なし", "対象外", "適用外", "niet van toepassing"}
)
_CATALOGUE: Final = re.compile(
    r"catalog|\bdegrees?\b|\bprogram(?:me)?s?\b|\bcourses?\b|\bsyllab|カタログ|学位|科目|シラバス|要覧|課程|コース",
    re.IGNORECASE,
)
_OUTCOME: Final = re.compile(
    r"outcome|competenc|skill|学修成果|学習成果|到達目標|できる|能力|コンピテンシー", re.IGNORECASE
)
_IDENTITY: Final = re.compile(
    r"\bidentity\b|\bmandate\b|e-?seal|\bsignature\b|blockchain|本人確認|実在確認|身元|委任|電子署名|ブロックチェーン",
    re.IGNORECASE,
)
_ASSURANCE: Final = re.compile(
    r"quality|accredit|licen[cs]|audit|review|質保証|認証評価|認可|設置認可|点検", re.IGNORECASE
)


def judge(found: Found, descriptor: Descriptor, crosswalk: Crosswalk) -> Judged | None:
    """What the value at a path of `descriptor` amounts to; None where it says nothing at all."""
    shown = shown_value(found.value)
    if shown is None:
        return None
    if isinstance(shown, str) and shown.strip().casefold() in _NOT_APPLICABLE:
        return Judged(shown, State.NOT_APPLICABLE)
    kind = _SPECIAL.get(descriptor.id) or _KINDS.get(descriptor.type)
    return kind(shown, found, descriptor, crosswalk) if kind is not None else Judged(shown)


def shown_value(value: JsonValue) -> JsonValue:
    """The value as people see it: of a text in several languages the first, of an object its name; None for nothing."""
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, dict):
        for name in ("@value", "prefLabel", "title", "name", "noteLiteral", "notation", "value", "id", "type"):
            inner = shown_value(value[name]) if name in value else None
            if inner is not None:
                return inner
        return _language_map(value)
    if isinstance(value, list):
        return next((inner for item in value if (inner := shown_value(item)) is not None), None)
    return value


def _language_map(value: JsonObject) -> JsonValue:
    for name, text in value.items():
        if _LANGUAGE.fullmatch(name):
            inner = shown_value(text)
            if inner is not None:
                return inner
    # An extension whose fields nobody knows still says something.
    return next((inner for name, item in value.items() if name[:1] != "@" and (inner := shown_value(item))), None)


# --- one kind of value each --------------------------------------------------------------------------------------


def _learner(shown: JsonValue, found: Found, _descriptor: Descriptor, _crosswalk: Crosswalk) -> Judged:
    if not isinstance(shown, str):
        return Judged(shown, State.INVALID, "not-an-identifier")
    if found.place[-1] in ("fullName", "name") or "fullName" in found.place[-2:]:
        return Judged(shown, State.WEAK, "name-only")
    if _OPAQUE.match(shown):
        return Judged(shown, State.WEAK, "opaque-identifier")
    return Judged(shown)


def _country(shown: JsonValue, _found: Found, _descriptor: Descriptor, crosswalk: Crosswalk) -> Judged:
    if isinstance(shown, str):
        iri = _COUNTRY_IRI.fullmatch(shown)
        code = iri[1] if iri else shown
        if code in crosswalk.countries:
            return Judged(shown)
        if code.upper() in crosswalk.countries:
            return Judged(shown, State.WEAK, "country-spelling")
        if iri is None and len(code) > 3 and code.replace(" ", "").isalpha():
            return Judged(shown, State.WEAK, "country-name")
    return Judged(shown, State.INVALID, "no-such-country")


def _instant(shown: JsonValue, _found: Found, _descriptor: Descriptor, _crosswalk: Crosswalk) -> Judged:
    if isinstance(shown, str):
        # ELM and Open Badges 2.0 allow a time without a zone, and a bare day.
        whole = f"{shown}T00:00:00Z" if _DAY.fullmatch(shown) else shown
        if parse_instant(whole) is not None or parse_instant(f"{whole}Z") is not None:
            return Judged(shown)
    elif isinstance(shown, int | float) and not isinstance(shown, bool) and 0 < shown < 1e11:
        return Judged(shown)
    return Judged(shown, State.INVALID, "no-date")


def _workload(shown: JsonValue, found: Found, _descriptor: Descriptor, crosswalk: Crosswalk) -> Judged:
    name = str(found.place[-1])
    if isinstance(shown, str) and shown.lstrip("-").upper().startswith("P"):
        return _duration(shown)
    number = as_number(shown)
    if number is None or number <= 0 or number > MAX_HOURS:
        return Judged(shown, State.INVALID, "no-amount")
    written = isinstance(shown, str) and (_TIME_UNIT.search(shown) or _CREDIT_UNIT.search(shown))
    if written or (name in crosswalk.units or name in _UNIT_NAMES):
        return Judged(shown)
    return Judged(shown) if _unit_beside(found) else Judged(shown, State.WEAK, "no-unit")


_UNIT_NAMES: Final = frozenset({"ECTS", "SBU", "StudyLoad", "TimeInvestment", "timeInvestment"})
"""Fields of known profiles whose name is the unit: ECTS credits, or hours of study."""


def _duration(shown: str) -> Judged:
    """An ISO 8601 duration. Months and years on the calendar say how long a course ran, not how much work it was."""
    hours = hours_of(shown)
    match = _DURATION.fullmatch(shown.strip())
    if match is None or match[1] or not any(match.groups()[1:]):
        return Judged(shown, State.INVALID, "no-duration")
    years, months, weeks, days = (float(part or 0) for part in match.groups()[1:5])
    timed = any(match.groups()[5:])
    if months >= MONTHS_MEANT_AS_MINUTES and not timed:
        return Judged(shown, State.INVALID, "months-for-minutes")
    if not timed and (years or months or weeks or days):
        return Judged(shown, State.WEAK, "calendar-time")
    if hours is None or hours <= 0 or hours > MAX_HOURS:
        return Judged(shown, State.INVALID, "no-amount")
    return Judged(shown)


def hours_of(value: JsonValue) -> float | None:
    """The hours that a value states in hours or minutes; None for every other unit: nothing is converted."""
    if not isinstance(value, str):
        return None
    match = _DURATION.fullmatch(value.strip())
    if match is not None:
        if any(match.groups()[:5]) or not any(match.groups()[5:]):
            return None
        hours, minutes, seconds = (float(part or 0) for part in match.groups()[5:])
        return hours + minutes / 60 + seconds / 3600
    number = re.search(r"(\d+(?:\.\d+)?)\s*(?:時間|h\b|hrs?\b|hours?\b)", value, re.IGNORECASE)
    return float(number[1]) if number is not None else None


def _credits(shown: JsonValue, found: Found, _descriptor: Descriptor, _crosswalk: Crosswalk) -> Judged:
    number = as_number(shown)
    if number is None or number <= 0:
        return Judged(shown, State.INVALID, "no-amount")
    named = found.place[-1] in _UNIT_NAMES or _unit_beside(found)
    named = named or (isinstance(shown, str) and _CREDIT_UNIT.search(shown) is not None)
    return Judged(shown) if named else Judged(shown, State.WEAK, "no-unit")


def _unit_beside(found: Found) -> bool:
    """Whether the object says of which credits: ELM's `framework`, or a unit of some other name."""
    return any(shown_value(found.owner.get(name)) is not None for name in ("framework", "unit", "creditUnit"))


def as_number(value: JsonValue) -> float | None:
    """The number in a value, negative ones too; None where there is none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value)
    match = _NUMBER.search(value) if isinstance(value, str) else None
    return None if match is None else float(match[0].replace(",", "."))


def _level(shown: JsonValue, found: Found, _descriptor: Descriptor, crosswalk: Crosswalk) -> Judged:
    framework = level_framework(found, crosswalk)
    text = str(shown)
    match = _LEVEL.search(text.rpartition("/")[2])
    number = float(match[1]) if match is not None else as_number(shown)
    if framework is None:
        return Judged(shown) if _local_level(found) else Judged(shown, State.WEAK, "no-framework")
    low, high = crosswalk.levels[framework]
    if number is None or not low <= number <= high:
        return Judged(shown, State.INVALID, "no-such-level")
    return Judged(shown)


def level_framework(found: Found, crosswalk: Crosswalk) -> str | None:
    """The qualifications framework that a level is of, where it is one whose levels are known."""
    beside = [found.owner.get(name) for name in ("targetFramework", "targetType")]
    words = [*map(str, beside), *map(str, found.place[-3:]), str(shown_value(found.value))]
    for name in sorted(crosswalk.levels, key=len, reverse=True):
        if any(name.lower() in re.split(r"[^a-z]+", _split_case(word).lower()) for word in words):
            return name
    return None


def _split_case(word: str) -> str:
    return word.replace("eqfLevel", "eqf level").replace("EQFLevel", "EQF Level").replace("EQFExtension", "EQF")


def _local_level(found: Found) -> bool:
    """A national level that ELM writes as a term of its framework."""
    return "nqfLevel" in found.place[-3:]


def _vocabulary(shown: JsonValue, _found: Found, descriptor: Descriptor, crosswalk: Crosswalk) -> Judged:
    values = crosswalk.lists.get(descriptor.vocabulary or "")
    if values is None:
        return Judged(shown)
    label = label_of(shown, values)
    if label.casefold() in values.weak:
        return Judged(label, State.WEAK, "attendance-only")
    if _OPAQUE.match(label):
        return Judged(label, State.WEAK, "opaque-term")
    return Judged(label)


def label_of(shown: JsonValue, values: ValueList) -> str:
    """The label of a term that the list knows by its IRI; every other value as it is."""
    text = str(shown)
    return values.terms.get(text.removeprefix(values.base), text) if text.startswith(values.base) else text


def _assurance(shown: JsonValue, found: Found, descriptor: Descriptor, crosswalk: Crosswalk) -> Judged:
    """Who the issuer is, and that it signed, says nothing of the quality of its teaching."""
    if any(str(name).startswith("endorsement") for name in found.place[-2:]):
        return Judged("endorsement", State.WEAK, ENDORSEMENT_UNVERIFIED)
    text = " ".join(_texts_in(found.value))
    if shown is False:
        return Judged(shown, State.NOT_APPLICABLE)
    if _IDENTITY.search(text) and not _ASSURANCE.search(text):
        return Judged(shown, State.WEAK, "identity-evidence")
    return _vocabulary(shown, found, descriptor, crosswalk)


def _texts_in(value: JsonValue) -> list[str]:
    if isinstance(value, str):
        return [value]
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for item in items for text in _texts_in(item)]


def _recognition(shown: JsonValue, found: Found, _descriptor: Descriptor, _crosswalk: Crosswalk) -> Judged:
    if any(str(name).startswith("endorsement") for name in found.place[-2:]):
        return Judged("endorsement", State.WEAK, ENDORSEMENT_UNVERIFIED)
    return Judged(shown)


def _outcome(shown: JsonValue, found: Found, _descriptor: Descriptor, _crosswalk: Crosswalk) -> Judged:
    """An alignment to an entry of a catalogue says where a course stands, not what its learners can do."""
    owner = found.owner
    if "targetType" not in owner and "targetUrl" not in owner:
        return Judged(shown)
    said = " ".join(
        _texts_in([owner.get(name) for name in ("targetName", "targetFramework", "targetUrl", "targetCode")])
    )
    if owner.get("targetType") == "ceasn:Competency" and not _CATALOGUE.search(str(owner.get("targetFramework", ""))):
        return Judged(shown)
    if owner.get("targetType") == "CTDL" or (_CATALOGUE.search(said) and not _OUTCOME.search(said)):
        return Judged(shown, State.WEAK, "catalogue-alignment")
    return Judged(shown)


def _language(shown: JsonValue, _found: Found, _descriptor: Descriptor, crosswalk: Crosswalk) -> Judged:
    match = _LANGUAGE.fullmatch(shown) if isinstance(shown, str) else None
    if match is None:
        iri = isinstance(shown, str) and _LANGUAGE_IRI.fullmatch(shown)
        return Judged(shown) if iri else Judged(shown, State.INVALID, "no-language-tag")
    region = match["region"]
    if region is not None and region.isalpha() and region.upper() not in crosswalk.countries:
        return Judged(shown, State.WEAK, "no-such-region")
    return Judged(shown)


def _text(shown: JsonValue, _found: Found, _descriptor: Descriptor, _crosswalk: Crosswalk) -> Judged:
    if isinstance(shown, str) and _OPAQUE.match(shown):
        return Judged(shown, State.WEAK, "opaque-term")
    return Judged(shown)


Judge = Callable[[JsonValue, Found, Descriptor, Crosswalk], Judged]
_KINDS: Final[Mapping[str, Judge]] = MappingProxyType(
    {
        "identity": _learner,
        "country": _country,
        "datetime": _instant,
        "duration": _workload,
        "number": _credits,
        "level": _level,
        "vocab": _vocabulary,
        "supervision": _vocabulary,
        "qa": _assurance,
        "lang": _language,
        "text": _text,
    }
)
_SPECIAL: Final[Mapping[str, Judge]] = MappingProxyType({"learning_outcomes": _outcome, "recognition": _recognition})

"""Credentials baked into SVG pictures: read by a bounded parser, written by splicing bytes.

Open Badges 2.0 Baking, "SVGs"; Open Badges 3.0 and CLR 2.0, "SVG baking": one element of the standard's own namespace
whose `verify` attribute holds a compact JWS or the assertion's URL, and whose content holds the JSON, as CDATA or as
escaped text. Both stand together where a signed Open Badge 2.0 repeats its JSON for people: the JWS is what counts.

A document type declaration is read over when it only names the SVG DTD, as the drawing programs of issuers write it;
one with declarations of its own, any entity, and anything external is refused. Nothing is ever loaded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, Protocol

from wallet.acquire.baked import BakedText, Keyword
from wallet.codec.jose import looks_compact
from wallet.errors import CredentialError
from wallet.model.frozen import frozen
from wallet.model.report import Reason

MAX_ELEMENTS: Final = 100_000
"""Elements of one picture: the most detailed badge drawings stay under 10,000; this many parse in under a second."""

_ELEMENTS: Final = {
    "{http://openbadges.org}assertion": Keyword.OPEN_BADGES_2,
    "{https://purl.imsglobal.org/ob/v3p0}credential": Keyword.OPEN_BADGES_3,
    "{https://purl.imsglobal.org/clr/v2p0}credential": Keyword.CLR_2,
}
_NAMES: Final = {keyword: name[1:].split("}") for name, keyword in _ELEMENTS.items()}
_TAG: Final = re.compile(rb"""(?:[^>"']++|"[^"]*+"|'[^']*+')*+>""")
"""Possessive: linear on any input."""
_ROOTS: Final = frozenset({"svg", "{http://www.w3.org/2000/svg}svg"})


@frozen
class _Element:
    """A credential element by where it stands in the file, with what it carries."""

    keyword: Keyword
    start: int
    end: int
    verify: str
    text: str


def unbake(svg: bytes) -> tuple[BakedText, ...]:
    """Every credential text of the picture, in file order. More than one is for the caller to call ambiguous.

    Raises `CredentialError`: `malformed`, `too-complex`, or `not-a-credential` when this is no SVG at all.
    """
    return tuple(BakedText(keyword=element.keyword, text=_carried(element)) for element in _read(svg).elements)


def bake(svg: bytes, keyword: Keyword, text: bytes) -> bytes:
    """The picture carrying `text` (UTF-8) and no other credential; every other byte stays as it was.

    The element goes where the first credential stood, else first inside the root. White space around `text` is not
    kept. Raises `CredentialError` as `unbake` does, and `unsupported-format` where the picture cannot carry the text:
    its encoding is not UTF-8, or XML does not allow one of the characters.
    """
    reader = _read(svg)
    result = _spliced(svg, reader, _markup(keyword, text.strip()))
    try:
        carried = unbake(result)
    except CredentialError as error:
        raise CredentialError(Reason.UNSUPPORTED_FORMAT, what="encoding") from error
    if carried != (BakedText(keyword=keyword, text=text.strip()),):
        raise CredentialError(Reason.UNSUPPORTED_FORMAT, what="encoding")
    return result


def _spliced(svg: bytes, reader: _Reader, element: bytes) -> bytes:
    """The picture with `element` in place of the first credential element and without the others."""
    if not reader.elements:
        return _inside_root(svg, reader.root_start, element)
    pieces = [svg[: reader.elements[0].start], element]
    for number, old in enumerate(reader.elements, start=1):
        following = reader.elements[number].start if number < len(reader.elements) else len(svg)
        pieces.append(svg[old.end : following])
    return b"".join(pieces)


def _carried(element: _Element) -> bytes:
    """What counts of an element: a JWS in `verify`, else the JSON inside, else whatever `verify` holds."""
    verify, text = element.verify.strip().encode(), element.text.strip().encode()
    return verify if looks_compact(verify) or not text else text


class _Expat(Protocol):
    """As much as is used here of the expat parser that defusedxml drives."""

    CurrentByteIndex: int
    StartDoctypeDeclHandler: object
    SkippedEntityHandler: object


@dataclass(slots=True)
class _Reader:
    """Takes the parser's events and keeps the credential elements, with their places in the file."""

    svg: bytes
    expat: _Expat | None = None
    elements: list[_Element] = field(default_factory=list)
    root_start: int = -1
    count: int = 0
    open_at: int = -1
    keyword: Keyword | None = None
    verify: str = ""
    texts: list[str] = field(default_factory=list)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self.count += 1
        if self.count > MAX_ELEMENTS:
            raise CredentialError(Reason.TOO_COMPLEX, detail="elements", limit=str(MAX_ELEMENTS))
        if self.root_start < 0:
            if tag not in _ROOTS:
                raise CredentialError(Reason.NOT_A_CREDENTIAL)
            self.root_start = self._position()
        if self.keyword is not None:
            raise CredentialError(Reason.MALFORMED, detail="element inside a credential")
        self.keyword = _ELEMENTS.get(tag)
        if self.keyword is not None:
            self.open_at, self.verify, self.texts = self._position(), attributes.get("verify", ""), []

    def data(self, text: str) -> None:
        """Character data, escaped text and CDATA alike."""
        if self.keyword is not None:
            self.texts.append(text)

    def end(self, _tag: str) -> None:
        """An element ends; inside a credential no other may have begun."""
        if self.keyword is None:
            return
        self.elements.append(
            _Element(
                keyword=self.keyword,
                start=self.open_at,
                end=self._end_of(self.open_at, self._position()),
                verify=self.verify,
                text="".join(self.texts),
            )
        )
        self.keyword = None

    def close(self) -> None:
        """The document ends."""

    def on_doctype(self, _name: str, _system: str | None, _public: str | None, has_subset: int) -> None:
        """A document type declaration: harmless without declarations of its own, since nothing external is read."""
        if has_subset:
            raise CredentialError(Reason.MALFORMED, detail="document type declaration")

    def on_skipped(self, _name: str, _is_parameter: int) -> None:
        """An entity that only an external DTD could define: its text would be missing without a trace."""
        raise CredentialError(Reason.MALFORMED, detail="entity")

    def _position(self) -> int:
        return self.expat.CurrentByteIndex if self.expat is not None else -1

    def _end_of(self, start: int, closing: int) -> int:
        """Where the element that began at `start` ends; `closing` is where its end was noticed."""
        after_start = _tag_end(self.svg, start)
        if self.svg[after_start - 2 : after_start] == b"/>":
            return after_start
        return self.svg.find(b">", closing) + 1


def _read(svg: bytes) -> _Reader:
    # Imported here: XML takes its time to load, and most runs meet no SVG.
    from xml.etree.ElementTree import ParseError

    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import DefusedXMLParser

    reader = _Reader(svg)
    parser = DefusedXMLParser(target=reader, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    expat: _Expat = parser.parser
    expat.StartDoctypeDeclHandler = reader.on_doctype
    expat.SkippedEntityHandler = reader.on_skipped
    reader.expat = expat
    try:
        parser.feed(svg)
        parser.close()
    except DefusedXmlException as error:
        raise CredentialError(Reason.MALFORMED, detail="entity or external reference") from error
    except (ParseError, ValueError, LookupError) as error:  # the last two: encodings that Python cannot read
        raise CredentialError(Reason.MALFORMED, detail="not well-formed XML") from error
    return reader


def _tag_end(svg: bytes, start: int) -> int:
    """The position behind the `>` of the tag at `start`; a `>` inside a quoted attribute value does not end it."""
    match = _TAG.match(svg, start)
    return match.end() if match is not None else len(svg)


def _inside_root(svg: bytes, root_start: int, element: bytes) -> bytes:
    """The picture with `element` as the first child of its root, which is opened up where it was `<svg/>`."""
    end = _tag_end(svg, root_start)
    if svg[end - 2 : end] != b"/>":
        return svg[:end] + element + svg[end:]
    name = svg[root_start + 1 : end - 2].split(maxsplit=1)[0]
    return svg[: end - 2] + b">" + element + b"</" + name + b">" + svg[end:]


def _markup(keyword: Keyword, text: bytes) -> bytes:
    """The element for `text`: a compact serialisation in `verify`, JSON as CDATA."""
    namespace, name = _NAMES[keyword]
    opening = f'openbadges:{name} xmlns:openbadges="{namespace}"'
    if looks_compact(text):
        return f'<{opening} verify="{text.decode()}"/>'.encode()
    # A section cannot hold its own end, and XML reads a bare carriage return as a line feed (XML 1.0, section 2.11).
    inside = text.replace(b"]]>", b"]]]]><![CDATA[>").replace(b"\r", b"]]>&#13;<![CDATA[")
    return f"<{opening}><![CDATA[".encode() + inside + f"]]></openbadges:{name}>".encode()

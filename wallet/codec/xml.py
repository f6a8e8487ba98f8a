"""XML from outside to an element tree: no DTD, no entity, nothing loaded, bounded in bytes, elements and depth.

Comments and processing instructions are left out and the text around them is joined, as canonical XML without comments
has it: what stands in the tree is what a signature can be about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wallet.codec.limits import MAX_DEPTH, MAX_INPUT_BYTES, MAX_XML_ELEMENTS
from wallet.errors import CredentialError
from wallet.model.report import Reason

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def read_xml(content: bytes, *, max_bytes: int = MAX_INPUT_BYTES, max_elements: int = MAX_XML_ELEMENTS) -> Element:
    """The root element. Raises `CredentialError`: `malformed`, `too-large`, `too-deep`, `too-complex`."""
    # Imported here: XML takes its time to load, and most runs meet none.
    from xml.etree.ElementTree import ParseError, TreeBuilder

    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import DefusedXMLParser

    class Bounded(TreeBuilder):
        """Builds the tree within the bounds."""

        elements = 0
        depth = 0

        def start(self, tag: str, attrs: dict[str, str], /) -> Element:
            self.elements += 1
            self.depth += 1
            if self.elements > max_elements:
                raise CredentialError(Reason.TOO_COMPLEX, detail="elements", limit=str(max_elements))
            if self.depth > MAX_DEPTH:
                raise CredentialError(Reason.TOO_DEEP, limit=str(MAX_DEPTH))
            return super().start(tag, attrs)

        def end(self, tag: str, /) -> Element:
            self.depth -= 1
            return super().end(tag)

    if len(content) > max_bytes:
        raise CredentialError(Reason.TOO_LARGE, bytes=str(len(content)), limit=str(max_bytes))
    parser = DefusedXMLParser(target=Bounded(), forbid_dtd=True, forbid_entities=True, forbid_external=True)
    try:
        parser.feed(content)
        root: Element = parser.close()
    except DefusedXmlException as error:
        raise CredentialError(Reason.MALFORMED, detail="entity or external reference") from error
    except (ParseError, ValueError, LookupError) as error:  # the last two: encodings that Python cannot read
        raise CredentialError(Reason.MALFORMED, detail="not well-formed XML") from error
    return root

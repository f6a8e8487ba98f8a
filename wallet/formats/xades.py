"""The older European Digital Credentials: XML under an enveloped XAdES seal.

Reading tells what the file says; that the seal was made over exactly that is judged in `wallet.verify.seals`, which
reads the signed bytes again. There are no `proofs` here: an XML signature is verified from the received bytes.
"""

from __future__ import annotations

from typing import Final

from wallet.codec.xml import read_xml
from wallet.formats.edc_xml import ROOT_NAME, document_of
from wallet.formats.vcdm import parse_credential
from wallet.model.credential import VerifiableCredential

_MARKS: Final = (ROOT_NAME.encode(), b"europassPresentation")


class XmlCredential:
    """A Europass credential in XML, sealed or not."""

    name: Final = "xades"

    def recognises(self, payload: bytes) -> bool:
        """Whether this is XML with the elements of such a credential."""
        return payload.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<" and any(mark in payload for mark in _MARKS)

    def parse(self, payload: bytes) -> VerifiableCredential:
        """Parse a credential. Raises `CredentialError`."""
        document = document_of(read_xml(payload))
        return VerifiableCredential(
            received=payload,
            format=self.name,
            document=document,
            credential=parse_credential(document),
            proofs=(),
        )

"""Older European Digital Credentials in XML, sealed as the Commission's issuer sealed them: written here by hand."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from hashlib import sha256, sha512
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from lxml import etree  # type: ignore[import-untyped]

from tests.simulator.pki import Sealer
from tests.unit.verify.seals.elm import SEALED_AT, raw_signature, university

NAMESPACES: Final = (
    ' xmlns="http://data.europa.eu/snb" xmlns:cred="http://data.europa.eu/europass/model/credentials/w3c#"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsdVersion="0.10.0"'
)
EXCLUSIVE: Final = "http://www.w3.org/2001/10/xml-exc-c14n#"
INCLUSIVE: Final = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
ENVELOPED: Final = '<ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/>'
FILTER: Final = (
    '<ds:Transform Algorithm="http://www.w3.org/2002/06/xmldsig-filter2">'
    '<f:XPath xmlns:f="http://www.w3.org/2002/06/xmldsig-filter2" Filter="subtract">/descendant::ds:Signature</f:XPath>'
    "</ds:Transform>"
)
SHA256: Final = "http://www.w3.org/2001/04/xmlenc#sha256"
SHA512: Final = "http://www.w3.org/2001/04/xmlenc#sha512"


def text(value: str, language: str = "en") -> str:
    return f'<text lang="{language}" content-type="text/plain">{value}</text>'


def credential(
    title: str = text("Reading Data") + text("データを読む", "ja"),
    *,
    organisation: str = '<vatIdentifier spatialID="IE">1234567T</vatIdentifier>',
    subject: str = "",
    more: str = "",
    attributes: str = NAMESPACES,
    prefix: str = "cred:",
) -> str:
    """A credential of the published shape, with a place for a seal in its `proof`."""
    return (
        f'<europassCredential{attributes} {prefix}id="urn:credential:1">'
        '<type uri="http://data.europa.eu/snb/credential/e34929035b"><targetName>'
        f"{text('Generic')}</targetName></type><primaryLanguage>en</primaryLanguage>\n"
        f"<{prefix}validFrom>2026-01-10T00:00:00+01:00</{prefix}validFrom>"
        f"<{prefix}issued>2026-01-10T09:00:00+01:00</{prefix}issued>"
        f'<{prefix}issuer idref="urn:epass:org:1"/><title>{title}</title>'
        f"<description>{text('A course.')}</description>\n"
        f'<credentialSubject id="urn:epass:person:1"><fullName>{text("Aoi Sato")}</fullName>'
        f"<givenNames>{text('Aoi')}</givenNames><familyName>{text('Sato')}</familyName>"
        "<dateOfBirth>2001-02-03</dateOfBirth>"
        f'<achievements><learningAchievement id="urn:epass:a:1"><title>{text("Reading Data")}</title>'
        '<specifiedBy idref="urn:epass:spec:1"/></learningAchievement></achievements>'
        f'<activities><activity id="urn:epass:act:1"><title>{text("Info day")}</title>'
        f"<description>{text('One day.')}</description></activity></activities>{subject}</credentialSubject>"
        '<learningSpecificationReferences><qualification id="urn:epass:spec:1">'
        f"<title>{text('Reading Data')}</title><learningOutcomes>"
        f'<learningOutcome id="urn:epass:lo:1"><name>{text("Reads a table")}</name></learningOutcome>'
        "</learningOutcomes></qualification></learningSpecificationReferences>"
        f'<agentReferences><organization id="urn:epass:org:1">{organisation}'
        f"<prefLabel>{text('Example University')}</prefLabel></organization></agentReferences>{more}"
        "<proof></proof></europassCredential>"
    )


def seal(
    document: str,
    sealer: Sealer | None = None,
    *,
    transforms: str = FILTER,
    uri: str = "",
    canonical: str = EXCLUSIVE,
    method: str | None = None,
    digest: str = SHA256,
    cert_digest: bytes | None = None,
    time: str | None = SEALED_AT,
    certificates: Sequence[str] | None = None,
    more_references: str = "",
    inside: str = "",
    bare: bool = False,
) -> bytes:
    """`document` with an enveloped XAdES seal in its `proof`, or (`bare`) in place of that."""
    by = sealer or university()
    kind = "ecdsa" if isinstance(by.key, EllipticCurvePrivateKey) else "rsa"
    algorithm = method or f"http://www.w3.org/2001/04/xmldsig-more#{kind}-sha256"
    stamped = "" if time is None else f"<x:SigningTime>{time}</x:SigningTime>"
    own_digest = base64.b64encode(cert_digest or sha512(by.der).digest()).decode()
    properties = (
        f'<x:SignedProperties Id="xades-1"><x:SignedSignatureProperties>{stamped}'
        "<x:SigningCertificateV2><x:Cert><x:CertDigest>"
        f'<ds:DigestMethod Algorithm="{SHA512}"/><ds:DigestValue>{own_digest}</ds:DigestValue></x:CertDigest></x:Cert>'
        "</x:SigningCertificateV2></x:SignedSignatureProperties></x:SignedProperties>"
    )
    listed = by.x5c if certificates is None else certificates
    keys = "".join(f"<ds:X509Certificate>{item}</ds:X509Certificate>" for item in listed)

    def signature(document_digest: str, properties_digest: str, value: str) -> str:
        return (
            '<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Id="sig-1"><ds:SignedInfo>'
            f'<ds:CanonicalizationMethod Algorithm="{canonical}"/><ds:SignatureMethod Algorithm="{algorithm}"/>'
            f'<ds:Reference Id="r-1" URI="{uri}"><ds:Transforms>{transforms}<ds:Transform Algorithm="{canonical}"/>'
            f'</ds:Transforms><ds:DigestMethod Algorithm="{digest}"/><ds:DigestValue>{document_digest}</ds:DigestValue>'
            '</ds:Reference><ds:Reference Type="http://uri.etsi.org/01903#SignedProperties" URI="#xades-1">'
            f'<ds:Transforms><ds:Transform Algorithm="{canonical}"/></ds:Transforms>'
            f'<ds:DigestMethod Algorithm="{SHA256}"/><ds:DigestValue>{properties_digest}</ds:DigestValue>'
            f"</ds:Reference>{more_references}</ds:SignedInfo><ds:SignatureValue>{value}</ds:SignatureValue>"
            f'<ds:KeyInfo Id="keys-1"><ds:X509Data>{keys}</ds:X509Data></ds:KeyInfo><ds:Object>'
            '<x:QualifyingProperties xmlns:x="http://uri.etsi.org/01903/v1.3.2#" Target="#sig-1">'
            f"{properties}</x:QualifyingProperties></ds:Object>{inside}</ds:Signature>"
        )

    place, around = "<proof></proof>", "{}" if bare else "<proof>{}</proof>"
    unsealed = document.replace(place, around.format(""))

    def whole(document_digest: str = "", properties_digest: str = "", value: str = "") -> str:
        return document.replace(place, around.format(signature(document_digest, properties_digest, value)))

    digest_of = sha512 if digest == SHA512 else sha256
    first = base64.b64encode(digest_of(_canonical(unsealed.encode(), canonical)).digest()).decode()
    second = base64.b64encode(sha256(_part(whole(), "SignedProperties", canonical)).digest()).decode()
    made = raw_signature(by, _part(whole(first, second), "SignedInfo", canonical))
    return whole(first, second, base64.b64encode(made).decode()).encode()


def _canonical(content: bytes, method: str) -> bytes:
    """The document, or a part of it, in canonical XML."""
    made: bytes = etree.tostring(etree.fromstring(content), method="c14n", exclusive=method == EXCLUSIVE)
    return made


def _part(document: str, name: str, method: str) -> bytes:
    element = next(item for item in etree.fromstring(document.encode()).iter() if str(item.tag).endswith("}" + name))
    whole = etree.fromstring(etree.tostring(element, with_tail=False))
    made: bytes = etree.tostring(whole, method="c14n", exclusive=method == EXCLUSIVE)
    return made

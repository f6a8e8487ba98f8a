"""XML signatures of the older European Digital Credentials: XAdES, enveloped, one to a document.

ETSI EN 319 132-1 (XAdES) over W3C XML Signature 1.1, through signxml and lxml. It has a reference to
the whole document without its signature (by the enveloped-signature transform, or by XPath Filter 2.0 subtracting
`/descendant::ds:Signature`, as the Commission's issuer writes it), one to the signed properties, and perhaps one to the
certificates. Everything else that a signature may refer to or transform is `suite-unsupported`. Time stamps and values
for long-term validation are unsigned parts and not looked at.

What was signed is handed out as the canonical bytes that were digested; nothing else of the file counts.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, Protocol

from wallet.codec.limits import MAX_CERTIFICATES
from wallet.codec.xml import read_xml
from wallet.errors import CredentialError
from wallet.model.frozen import frozen
from wallet.model.key import KeyType
from wallet.model.report import Reason
from wallet.suites.keys import MIN_RSA_BITS, is_roca
from wallet.suites.x509 import Certificate, read_base64_certificate

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

DSIG: Final = "{http://www.w3.org/2000/09/xmldsig#}"
_XADES: Final = "{http://uri.etsi.org/01903/v1.3.2#}"
_FILTER: Final = "http://www.w3.org/2002/06/xmldsig-filter2"
_ENVELOPED: Final = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
_SIGNED_PROPERTIES: Final = "http://uri.etsi.org/01903#SignedProperties"
_CANONICAL: Final = frozenset(
    {
        "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
        "http://www.w3.org/2006/12/xml-c14n11",
        "http://www.w3.org/2001/10/xml-exc-c14n#",
    }
)
"""Canonical XML without comments: what is read here leaves comments out, and has to be all that was signed."""

_MORE: Final = "http://www.w3.org/2001/04/xmldsig-more#"
_PSS: Final = "http://www.w3.org/2007/05/xmldsig-more#"
_METHODS: Final = frozenset(
    {f"{_MORE}{kind}-sha{bits}" for kind in ("rsa", "ecdsa") for bits in (256, 384, 512)}
    | {f"{_PSS}sha{bits}-rsa-MGF1" for bits in (256, 384, 512)}
)
_DIGESTS: Final = {
    "http://www.w3.org/2001/04/xmlenc#sha256": "sha-256",
    "http://www.w3.org/2001/04/xmldsig-more#sha384": "sha-384",
    "http://www.w3.org/2001/04/xmlenc#sha512": "sha-512",
}
_ID_NAMES: Final = ("Id", "ID", "id")


@frozen
class SignedXml:
    """What a signature that holds was made over, by whom, and when by its own word."""

    content: bytes
    algorithm: str
    leaf: Certificate
    between: tuple[Certificate, ...]
    signing_time: str | None
    timestamped: bool


class _Node(Protocol):
    """As much as is used here of an lxml element."""

    text: str | None
    tail: str | None

    def getparent(self) -> _Node: ...
    def getprevious(self) -> _Node | None: ...
    def remove(self, child: _Node) -> None: ...
    def iterfind(self, path: str) -> Iterator[_Node]: ...


def verify_xades(content: bytes) -> SignedXml:
    """What the one signature in the XML document `content` was made over.

    Raises `CredentialError`: `unsigned`, `suite-unsupported`, `proof-malformed`, `signature-mismatch`, and as
    `read_xml` does.
    """
    root = read_xml(content)
    signature = _only_signature(root)
    algorithm = _require_supported(root, signature)
    leaf, between = _certificates(signature)
    if not _sound(leaf):
        raise CredentialError(Reason.SIGNATURE_MISMATCH, algorithm=algorithm)
    signed, properties = _verified(content, leaf)
    if read_xml(signed).tag != root.tag:
        raise CredentialError(Reason.SIGNATURE_MISMATCH, detail="not what was signed")
    time = read_xml(properties).findtext(f"{_XADES}SignedSignatureProperties/{_XADES}SigningTime")
    return SignedXml(
        content=signed,
        algorithm=algorithm,
        leaf=leaf,
        between=between,
        signing_time=None if time is None else time.strip(),
        timestamped=next(signature.iter(f"{_XADES}SignatureTimeStamp"), None) is not None,
    )


def _only_signature(root: Element) -> Element:
    found = list(root.iter(f"{DSIG}Signature"))
    if not found:
        raise CredentialError(Reason.UNSIGNED)
    if len(found) > 1 or found[0] is root:
        raise CredentialError(Reason.SUITE_UNSUPPORTED, suite="XAdES", detail="several signatures")
    return found[0]


def _require_supported(root: Element, signature: Element) -> str:
    """The signature method, when everything that the signature names is supported. Raises `CredentialError`."""
    info = signature.find(f"{DSIG}SignedInfo")
    if info is None:
        raise CredentialError(Reason.PROOF_MALFORMED, detail="SignedInfo")
    _require(_algorithm(info.find(f"{DSIG}CanonicalizationMethod")), _CANONICAL)
    method = _algorithm(info.find(f"{DSIG}SignatureMethod"))
    _require(method, _METHODS)
    references = info.findall(f"{DSIG}Reference")
    _decoded(signature.findtext(f"{DSIG}SignatureValue"))
    for reference in references:
        _require(_algorithm(reference.find(f"{DSIG}DigestMethod")), _DIGESTS)
        _decoded(reference.findtext(f"{DSIG}DigestValue"))
        for transform in reference.iterfind(f"{DSIG}Transforms/{DSIG}Transform"):
            _require_transform(transform)
    _require_references(root, signature, references)
    return method.rpartition("#")[2]


def _require_references(root: Element, signature: Element, references: Sequence[Element]) -> None:
    """One to the whole document, one to the signed properties, and perhaps one to the certificates."""
    keys = signature.find(f"{DSIG}KeyInfo")
    key_id = None if keys is None else keys.get("Id")
    kinds = []
    for reference in references:
        uri = reference.get("URI")
        if reference.get("Type") == _SIGNED_PROPERTIES:
            kinds.append("properties")
        elif uri == "" or uri in {f"#{value}" for name, value in root.items() if name in _ID_NAMES}:
            kinds.append("document")
        else:
            kinds.append("certificates" if key_id and uri == f"#{key_id}" else "other")
    if sorted(kinds) not in (["document", "properties"], ["certificates", "document", "properties"]):
        raise CredentialError(Reason.SUITE_UNSUPPORTED, suite="XAdES", references=", ".join(kinds))


def _require(algorithm: str, supported: frozenset[str] | dict[str, str]) -> None:
    if algorithm not in supported:
        raise CredentialError(Reason.SUITE_UNSUPPORTED, suite=algorithm)


def _decoded(text: str | None) -> bytes:
    """Base64 with white space; other characters would be a second spelling of the same bytes."""
    try:
        return base64.b64decode("".join((text or "").split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise CredentialError(Reason.PROOF_MALFORMED, detail="signature") from error


def _algorithm(element: Element | None) -> str:
    algorithm = None if element is None else element.get("Algorithm")
    if algorithm is None:
        raise CredentialError(Reason.PROOF_MALFORMED, detail="Algorithm")
    return algorithm


def _require_transform(transform: Element) -> None:
    algorithm = _algorithm(transform)
    if algorithm == _FILTER:
        filters = list(transform)
        subtracts = len(filters) == 1 and filters[0].get("Filter") == "subtract"
        # The prefix is not resolved: any other namespace would leave the signature in, and the digest would differ.
        if not subtracts or (filters[0].text or "").strip() != "/descendant::ds:Signature":
            raise CredentialError(Reason.SUITE_UNSUPPORTED, suite=algorithm)
    elif algorithm != _ENVELOPED:
        _require(algorithm, _CANONICAL)


def _certificates(signature: Element) -> tuple[Certificate, tuple[Certificate, ...]]:
    """The certificate that the signed properties name by its digest, and the others. Raises `CredentialError`."""
    texts = [item.text or "" for item in signature.iterfind(f"{DSIG}KeyInfo/{DSIG}X509Data/{DSIG}X509Certificate")]
    if not texts or len(texts) > MAX_CERTIFICATES:
        raise CredentialError(Reason.PROOF_MALFORMED, detail="X509Certificate")
    certificates = [read_base64_certificate(text) for text in texts]
    named = next(signature.iter(f"{_XADES}CertDigest"), None)
    if named is None:
        raise CredentialError(Reason.PROOF_MALFORMED, detail="certificate digest")
    method = _algorithm(named.find(f"{DSIG}DigestMethod"))
    _require(method, _DIGESTS)
    digest = _decoded(named.findtext(f"{DSIG}DigestValue"))
    leaf = next((item for item in certificates if item.fingerprint(_DIGESTS[method]) == digest), None)
    if leaf is None:
        raise CredentialError(Reason.PROOF_MALFORMED, detail="certificate digest")
    return leaf, tuple(item for item in certificates if item is not leaf)


def _sound(leaf: Certificate) -> bool:
    """Whether nobody else can make its signatures, as far as its key tells. Raises `CredentialError`."""
    key = leaf.public_key()
    if key.type is not KeyType.RSA:
        return key.type in {KeyType.P256, KeyType.P384, KeyType.P521}
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

    public_key = leaf.loaded.public_key()
    if not isinstance(public_key, RSAPublicKey) or public_key.key_size < MIN_RSA_BITS:
        return False
    return not is_roca(public_key.public_numbers().n)


def _verified(content: bytes, leaf: Certificate) -> tuple[bytes, bytes]:
    """The document and the signed properties as they were signed. Raises `CredentialError`."""
    # Imported here: libxml2 takes longer to load than a badge takes to verify, and XML credentials are rare.
    from lxml.etree import LxmlError  # type: ignore[import-untyped]  # it ships no types
    from signxml.algorithms import DigestAlgorithm, SignatureMethod
    from signxml.exceptions import InvalidSignature, SignXMLException
    from signxml.xades.xades import XAdESSignatureConfiguration, XAdESVerifier

    class Verifier(XAdESVerifier):
        """The library's, which does not know the filter that takes the signature out."""

        def _apply_transforms(self, payload: object, *, transforms_node: _Node | None, signature: _Node) -> object:
            path = "{http://www.w3.org/2000/09/xmldsig#}Transform[@Algorithm='" + _FILTER + "']"
            if transforms_node is not None and next(transforms_node.iterfind(path), None) is not None:
                _take_out(signature)
            result: object = super()._apply_transforms(payload, transforms_node=transforms_node, signature=signature)
            return result

    expected = XAdESSignatureConfiguration(
        require_x509=True,
        location=".//",
        expect_references=True,
        signature_methods=frozenset(SignatureMethod(uri) for uri in _METHODS),
        digest_algorithms=frozenset(DigestAlgorithm(uri) for uri in _DIGESTS),
        # Its period is judged with the rest of the path, by the instant that counts.
        verification_time=leaf.begins,
    )
    try:
        results = Verifier().verify(content, x509_cert=leaf.loaded, expect_config=expected)
        signed = {item.signed_xml is not None and str(item.signed_xml.tag): item.signed_data for item in results}
        properties = signed.pop(f"{_XADES}SignedProperties")
    except InvalidSignature as error:
        raise CredentialError(Reason.SIGNATURE_MISMATCH, algorithm="XAdES") from error
    except (SignXMLException, LxmlError, ValueError, TypeError, AttributeError, LookupError) as error:
        raise CredentialError(Reason.PROOF_MALFORMED, detail="signature") from error
    signed.pop(f"{DSIG}KeyInfo", None)
    return next(iter(signed.values())), properties


def _take_out(signature: _Node) -> None:
    """Remove an element and keep the text behind it."""
    parent, before, tail = signature.getparent(), signature.getprevious(), signature.tail or ""
    if before is None:
        parent.text = (parent.text or "") + tail
    else:
        before.tail = (before.tail or "") + tail
    signature.tail = None
    parent.remove(signature)

"""Trust lists: the authorities that the certificates of electronic seals may end at.

Two kinds are read. A bundle of certificates in PEM is what the user says it is. A trusted list of an EU state (ETSI
TS 119 612, version 2) names services: those that issue qualified certificates (`CA/QC`) and are `granted` count, from
the date of that status on, and the list until its next update. The signature of such a list is not verified here:
whoever adds it vouches for where it was got. Earlier statuses (`ServiceHistory`) are not read.

Being under such an authority says whose seal it is, not that anybody knows them: trust in an issuer is another matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from wallet.codec.limits import MAX_REGISTRY_BYTES, MAX_TRUSTED_SERVICES
from wallet.codec.time import parse_instant
from wallet.errors import CredentialError
from wallet.model.record import RegistrySnapshot
from wallet.model.request import TrustRoot
from wallet.verify.trust.registry_list import RegistryContent

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

PEM_BUNDLE: Final = "x509"
TRUSTED_LIST: Final = "etsi-tl"

_PEM: Final = re.compile(rb"-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]{1,60000})-----END CERTIFICATE-----")
_TSL: Final = "{http://uri.etsi.org/02231/v2#}"
_ROOT: Final = f"{_TSL}TrustServiceStatusList"
_QUALIFIED: Final = "http://uri.etsi.org/TrstSvc/Svctype/CA/QC"
_GRANTED: Final = "http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/granted"


def read_trust_list(content: bytes) -> RegistryContent | None:
    """The authorities in `content`; None where it is no trust list, or holds none."""
    if len(content) > MAX_REGISTRY_BYTES:
        return None
    if b"-----BEGIN CERTIFICATE-----" in content:
        roots = tuple(_from_base64(match[1]) for match in _PEM.finditer(content))
        certificates = tuple(root for root in roots if root is not None)[:MAX_TRUSTED_SERVICES]
        # One that cannot be read must not be missing in silence.
        whole = certificates and len(certificates) == content.count(b"-----BEGIN CERTIFICATE-----")
        return RegistryContent(kind=PEM_BUNDLE, dated=None, listed={}, roots=certificates) if whole else None
    if b"TrustServiceStatusList" in content:
        return _read_trusted_list(content)
    return None


def roots_of(snapshot: RegistrySnapshot, content: RegistryContent) -> Iterator[TrustRoot]:
    """The authorities in a kept list, with where they came from."""
    for root in content.roots:
        yield replace(
            root,
            list_name=snapshot.name,
            url=snapshot.source,
            sha256=snapshot.sha256,
            dated=snapshot.dated,
            retrieved_at=snapshot.retrieved_at,
        )


def _read_trusted_list(content: bytes) -> RegistryContent | None:
    from wallet.codec.xml import read_xml  # only who adds a trust list, or meets a seal, needs it

    try:
        root = read_xml(content, max_bytes=MAX_REGISTRY_BYTES, max_elements=MAX_REGISTRY_BYTES // 8)
    except CredentialError:
        return None
    if root.tag != _ROOT:
        return None
    scheme = f"{_TSL}SchemeInformation/{_TSL}"
    until = _instant(root.findtext(f"{scheme}NextUpdate/{_TSL}dateTime"))
    services = root.iterfind(
        f"{_TSL}TrustServiceProviderList/{_TSL}TrustServiceProvider/{_TSL}TSPServices/{_TSL}TSPService"
        f"/{_TSL}ServiceInformation"
    )
    found = [found for service in services for found in _granted(service, until)][:MAX_TRUSTED_SERVICES]
    dated = _instant(root.findtext(f"{scheme}ListIssueDateTime"))
    return RegistryContent(kind=TRUSTED_LIST, dated=dated, listed={}, roots=tuple(found)) if found else None


def _granted(service: Element, until: datetime | None) -> Iterator[TrustRoot]:
    kind, status = (service.findtext(f"{_TSL}{name}") for name in ("ServiceTypeIdentifier", "ServiceStatus"))
    since = _instant(service.findtext(f"{_TSL}StatusStartingTime"))
    if (kind or "").strip() != _QUALIFIED or (status or "").strip() != _GRANTED or since is None:
        return
    for element in service.iterfind(f"{_TSL}ServiceDigitalIdentity/{_TSL}DigitalId/{_TSL}X509Certificate"):
        root = _from_base64((element.text or "").encode("ascii", "replace"), since=since, until=until)
        if root is not None:
            yield root


def _from_base64(text: bytes, since: datetime | None = None, until: datetime | None = None) -> TrustRoot | None:
    from wallet.suites.x509 import read_base64_certificate  # as above

    try:
        certificate = read_base64_certificate(text.decode("ascii"))
    except CredentialError:
        return None
    return TrustRoot(certificate=certificate.der, list_name="", since=since, until=until)


def _instant(text: str | None) -> datetime | None:
    return None if text is None else parse_instant(text.strip())

"""Trust lists: PEM bundles and ETSI trusted lists, kept as dated copies and used by the vault's verification."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Final

import pytest

from tests.simulator.issuer import NOW
from tests.unit.verify.seals.elm import issuing, root
from wallet.codec.limits import MAX_REGISTRY_BYTES
from wallet.model.record import RegistrySnapshot
from wallet.model.report import IssuerTrust
from wallet.registry import ALGORITHMS
from wallet.verify.trust.known import KnownIssuers, read_snapshot
from wallet.verify.trust.trust_list import PEM_BUNDLE, TRUSTED_LIST, read_trust_list

GRANTED: Final = "http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/granted"
WITHDRAWN: Final = "http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/withdrawn"
QUALIFIED: Final = "http://uri.etsi.org/TrstSvc/Svctype/CA/QC"
DAY: Final = timedelta(days=1)


def service(
    certificate: str,
    *,
    kind: str = QUALIFIED,
    status: str = GRANTED,
    since: str | None = "2024-05-01T00:00:00Z",
) -> str:
    started = "" if since is None else f"<StatusStartingTime>{since}</StatusStartingTime>"
    return (
        f"<TSPService><ServiceInformation><ServiceTypeIdentifier>{kind}</ServiceTypeIdentifier>"
        f"<ServiceName><Name>CA</Name></ServiceName><ServiceDigitalIdentity><DigitalId><X509Certificate>{certificate}"
        f"</X509Certificate></DigitalId></ServiceDigitalIdentity><ServiceStatus> {status} </ServiceStatus>{started}"
        "</ServiceInformation></TSPService>"
    )


def trusted_list(*services: str, name: str = "TrustServiceStatusList", until: str = "2027-01-01T00:00:00Z") -> bytes:
    return (
        f'<?xml version="1.0"?><{name} xmlns="http://uri.etsi.org/02231/v2#"><SchemeInformation>'
        "<ListIssueDateTime>2026-07-01T10:00:00Z</ListIssueDateTime>"
        f"<NextUpdate><dateTime>{until}</dateTime></NextUpdate></SchemeInformation><TrustServiceProviderList>"
        f"<TrustServiceProvider><TSPServices>{''.join(services)}</TSPServices></TrustServiceProvider>"
        f"</TrustServiceProviderList></{name}>"
    ).encode()


def base64_of(der: bytes) -> str:
    return base64.encodebytes(der).decode()


def test_a_bundle_of_certificates() -> None:
    found = read_trust_list(b"roots of ours\n" + root().pem + b"\n" + issuing().pem)
    assert found is not None
    assert (found.kind, found.dated) == (PEM_BUNDLE, None)
    assert [item.certificate for item in found.roots] == [root().der, issuing().der]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
        b"-----BEGIN CERTIFICATE-----\n",
        b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
        b"<TrustServiceStatusList/>",
        b"<TrustServiceStatusList>",
        trusted_list(),
        trusted_list(service("AAAA")),
        trusted_list(service("ü")),
        trusted_list(service(base64_of(root().der)), name="TrustServiceStatusListOfOthers"),
        b"-----BEGIN CERTIFICATE-----" + b" " * MAX_REGISTRY_BYTES,
    ],
)
def test_what_is_no_trust_list(content: bytes) -> None:
    assert read_trust_list(content) is None


def test_a_bundle_with_one_that_cannot_be_read_is_refused_whole() -> None:
    assert read_trust_list(root().pem + b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----") is None


def test_a_trusted_list_names_services_that_count() -> None:
    content = trusted_list(
        service(base64_of(issuing().der)),
        service(base64_of(root().der), status=WITHDRAWN),
        service(base64_of(root().der), kind="http://uri.etsi.org/TrstSvc/Svctype/TSA/QTST"),
        service(base64_of(root().der), since=None),
        service(base64_of(root().der), since="long ago"),
    )
    found = read_trust_list(content)
    assert found is not None
    assert (found.kind, found.dated) == (TRUSTED_LIST, datetime(2026, 7, 1, 10, tzinfo=UTC))
    (listed,) = found.roots
    assert listed.certificate == issuing().der
    assert (listed.since, listed.until) == (datetime(2024, 5, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))


def snapshot(content: bytes, name: str = "Ireland") -> RegistrySnapshot:
    return RegistrySnapshot(
        name=name,
        kind=TRUSTED_LIST,
        source="tl.xml",
        content=content,
        sha256=sha256(content).hexdigest(),
        dated=NOW - DAY,
        retrieved_at=NOW,
    )


def test_a_kept_list_gives_its_authorities_and_knows_no_issuer() -> None:
    content = trusted_list(service(base64_of(issuing().der)))
    assert read_snapshot(content, ALGORITHMS) is not None
    known = KnownIssuers(pinned=(), registries=lambda: (snapshot(content),), seen=(), algorithms=ALGORITHMS, at=NOW)
    (listed,) = known.roots()
    assert (listed.list_name, listed.url, listed.dated, listed.retrieved_at) == ("Ireland", "tl.xml", NOW - DAY, NOW)
    assert known.judge("VATIE-1234567T").issuer is IssuerTrust.UNKNOWN

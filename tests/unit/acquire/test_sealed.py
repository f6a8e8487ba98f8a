"""Trust lists gathered as registries are, and sealed credentials recognised in their carriers."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.simulator.issuer import NOW, Nothing
from tests.unit.verify.seals import edc
from tests.unit.verify.seals.elm import credential, root, seal
from tests.unit.verify.test_trust_list import base64_of, service, trusted_list
from wallet.acquire.carriers import CarrierKind, sniff, unwrap
from wallet.acquire.registries import RegistryReader
from wallet.codec import json as strict_json
from wallet.errors import UsageError
from wallet.model.record import Received
from wallet.registry import ALGORITHMS


def reader() -> RegistryReader:
    return RegistryReader(materials=Nothing(), algorithms=ALGORITHMS, at=NOW)


@pytest.mark.parametrize(
    ("content", "kind"),
    [(root().pem, "x509"), (trusted_list(service(base64_of(root().der))), "etsi-tl")],
)
def test_a_trust_list_is_kept_as_a_dated_copy(tmp_path: Path, content: bytes, kind: str) -> None:
    file = tmp_path / "roots"
    file.write_bytes(content)
    (snapshot,) = reader().read(str(file), "Ireland")
    assert (snapshot.name, snapshot.kind, snapshot.content) == ("Ireland", kind, content)
    assert snapshot.retrieved_at == NOW
    assert len(snapshot.sha256) == 64


def test_a_key_is_no_trust_list(tmp_path: Path) -> None:
    file = tmp_path / "roots"
    file.write_bytes(b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----")
    with pytest.raises(UsageError, match="registry-unreadable"):
        list(reader().read(str(file)))


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (edc.credential().encode(), CarrierKind.XML),
        (b'<?xml version="1.0"?>\n<!-- one --><!-- two -->\n<e:europassCredential xmlns:e="x"/>', CarrierKind.XML),
        (b"<svg><europassCredential/></svg>", CarrierKind.SVG),
        (b"<html><europassCredential/></html>", CarrierKind.HTML),
        (b"<other><europassCredential/></other>", CarrierKind.UNKNOWN),
        (strict_json.dumps(seal(credential())), CarrierKind.JSON),
    ],
)
def test_what_a_sealed_credential_comes_in(content: bytes, kind: CarrierKind) -> None:
    assert sniff(content) is kind


def test_the_bytes_received_are_the_bytes_kept() -> None:
    content = b"\n" + edc.seal(edc.credential()) + b"\n"
    (item,) = unwrap(content, "badge.xml", "badge.xml")
    assert isinstance(item, Received)
    assert (item.content, item.carrier) == (content, "xml")

from __future__ import annotations

import json

import pytest

from tests.carriers.parts import BACKUP_DID, BACKUP_KEY, BACKUP_PROFILE, JWT, LD, backup
from wallet.acquire import backups
from wallet.acquire.carriers import unwrap
from wallet.acquire.manifests import MAX_MANIFEST_BYTES, listed
from wallet.acquire.members import BadMember, Member
from wallet.errors import CredentialError
from wallet.model.json import JsonValue
from wallet.model.record import NotReceived, Received
from wallet.model.report import Reason

DIGEST = "0123456789abcdef" * 4


def test_credentials_come_byte_for_byte_and_the_rest_is_named() -> None:
    found = list(backups.members(backup(LD, BACKUP_DID, BACKUP_KEY, BACKUP_PROFILE, b'{"id": "x"}', b'"' + JWT + b'"')))
    assert found[0] == Member(name="1", content=LD)
    assert [item.params for item in found if isinstance(item, BadMember)] == [
        {"what": "did-document", "id": "did:key:zLearner"},
        {"what": "wallet-key", "id": "did:key:zLearner#zLearner"},
        {"what": "wallet-profile", "id": "urn:p"},
        {"what": "wallet-content", "id": "x"},
    ]
    assert found[-1] == Member(name="6", content=JWT)


def test_private_keys_are_in_no_row_whatever_they_call_themselves() -> None:
    disguised = BACKUP_KEY.replace(b'"Ed25519VerificationKey2020"', b'["VerifiableCredential"]')
    for item in unwrap(backup(LD, BACKUP_KEY, disguised), "Wallet Backup.json", "Wallet Backup.json"):
        assert "zNeverShown" not in repr(item)
        assert isinstance(item, NotReceived) or b"zNeverShown" not in item.content


def test_keys_are_given_out_on_purpose_only() -> None:
    (key,) = backups.keys_of(backup(LD, BACKUP_DID, BACKUP_KEY))
    assert (key.id, key.controller, key.type, key.public) == (
        "did:key:zLearner#zLearner",
        "did:key:zLearner",
        "Ed25519VerificationKey2020",
        "zPublic",
    )
    assert key.private.reveal() == b"zNeverShown"
    assert "zNeverShown" not in repr(key)
    assert list(backups.keys_of(b'{"type": "UniversalWallet2020", "contents": 3}')) == []


def test_a_single_backup_and_a_list_of_them_are_backups() -> None:
    single = json.JSONDecoder().decode(backup(LD).decode())[0]
    assert backups.is_backup(single)
    assert backups.is_backup([single, single])
    others: list[JsonValue] = [[], [single, 1], {"type": "VerifiableCredential"}, "UniversalWallet2020", None]
    for other in others:
        assert not backups.is_backup(other)
    assert len(list(backups.members(json.dumps(single).encode()))) == 1


@pytest.mark.parametrize(
    "text", [backup(LD, status="LOCKED"), backup(LD).replace(b'"contents": [', b'"contents": "eyJ", "x": [')]
)
def test_a_locked_backup_says_so(text: bytes) -> None:
    with pytest.raises(CredentialError) as caught:
        list(backups.members(text))
    assert (caught.value.code, caught.value.params) == (Reason.UNSUPPORTED_FORMAT, {"what": "encrypted"})


def test_a_backup_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backups, "MAX_CONTENTS", 2)
    rows = unwrap(backup(LD, LD, LD), "b", "b")
    assert [getattr(row, "reason", "") for row in rows] == ["", "", Reason.TOO_LARGE]
    assert isinstance(rows[0], Received)


@pytest.mark.parametrize(
    ("manifest", "expected"),
    [
        ({"payloads": [{"path": "a.json", "sha256": DIGEST}]}, {"a.json": DIGEST}),
        ({"files": {"a.json": DIGEST.upper(), "n": DIGEST}}, {"a.json": DIGEST}),
        ({"files": {"a.json": {"sha256": f"sha256:{DIGEST}", "bytes": 3}}}, {"a.json": DIGEST}),
        ([{"name": "a", "hash": f"sha-256-{DIGEST}"}], {"a": DIGEST}),
        ({"path": "a.json", "sha256": "short"}, {}),
        ({"type": "VerifiableCredential"}, {}),
        ("text", {}),
    ],
)
def test_a_manifest_lists_names_with_hashes(manifest: object, expected: dict[str, str]) -> None:
    assert listed(json.dumps(manifest).encode()) == expected


def test_a_manifest_that_cannot_be_read_lists_nothing() -> None:
    assert listed(b"{") == {}
    assert listed(b" " * (MAX_MANIFEST_BYTES + 1)) == {}

"""The log of a did:webvh: one JSON line for each version, chained by hashes and signed (method specification 1.0).

`read_log` verifies the whole log: versions without a gap, times that grow, the hash of each entry over the one before,
the SCID over the first, parameters that are all understood, and the signature by a key authorised before the entry
(with pre-rotation: by one of the entry's own keys, whose hashes the entry before had announced). Witness proofs, which
are in a file of their own, are for `webvh_witness`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Final, NoReturn

from wallet.codec import jcs
from wallet.codec import json as strict_json
from wallet.codec.limits import MAX_DID_DOCUMENT_BYTES, MAX_DID_LOG_ENTRIES
from wallet.codec.multibase import decode_base58btc, decode_public_key, encode_base58btc
from wallet.codec.time import parse_instant
from wallet.errors import CredentialError
from wallet.model.frozen import frozen
from wallet.model.json import JsonObject, JsonValue
from wallet.model.key import KeyType, PublicKey
from wallet.model.report import Reason
from wallet.suites.keys import verify_ed25519

METHOD: Final = "did:webvh:1.0"
_SHA2_256: Final = b"\x12\x20"
_PLACEHOLDER: Final = "{SCID}"
_MEMBERS: Final = frozenset({"versionId", "versionTime", "parameters", "state", "proof"})
_PROOF_MEMBERS: Final = frozenset(
    {"type", "cryptosuite", "created", "verificationMethod", "proofPurpose", "proofValue", "id"}
)
_DEFAULTS: Final[Mapping[str, JsonValue]] = {
    "updateKeys": [],
    "nextKeyHashes": [],
    "witness": {},
    "watchers": [],
    "portable": False,
    "deactivated": False,
    "ttl": 3600,
}
_MAX_TTL: Final = 2**31
_UTC: Final = ("Z", "z", "+00:00")


@frozen
class Witnesses:
    """Who has to approve a version, and how many of them; nobody when `ids` is empty."""

    ids: frozenset[str] = frozenset()
    threshold: int = 0


@frozen
class LogEntry:
    """One verified version. `witnesses` are those that have to approve this version."""

    version_id: str
    time: datetime
    document: JsonObject
    deactivated: bool
    witnesses: Witnesses


@frozen
class _State:
    """What the entries so far leave in force for the next one."""

    version_id: str
    time: datetime | None = None
    update_keys: tuple[str, ...] = ()
    next_key_hashes: tuple[str, ...] = ()
    witnesses: Witnesses = Witnesses()
    portable: bool = False
    deactivated: bool = False
    did: str = ""


def read_log(content: bytes, scid: str) -> tuple[LogEntry, ...]:
    """Every version in `content`, verified. Raises `CredentialError` whose `detail` names what does not hold."""
    lines = content.removesuffix(b"\n").split(b"\n")
    if len(lines) > MAX_DID_LOG_ENTRIES:
        raise CredentialError(Reason.TOO_COMPLEX, limit=str(MAX_DID_LOG_ENTRIES))
    state = _State(version_id=scid)
    entries: list[LogEntry] = []
    for number, line in enumerate(lines, start=1):
        raw = strict_json.loads_object(line, max_bytes=MAX_DID_DOCUMENT_BYTES)
        entry, state = _read_entry(raw, number, scid, state)
        entries.append(entry)
    return tuple(entries)


def multihash(content: bytes) -> str:
    """SHA-256 as a multihash in base58btc, without the multibase letter: how the method writes its hashes."""
    return encode_base58btc(_SHA2_256 + sha256(content).digest())[1:]


def proof_holds(unsecured: JsonObject, proof: JsonValue, keys: frozenset[str]) -> str | None:
    """The one of `keys` (Multikey text) that made an eddsa-jcs-2022 `proof` over `unsecured`; None when none did."""
    if not isinstance(proof, dict) or not proof.keys() <= _PROOF_MEMBERS:
        return None
    named = (proof.get("type"), proof.get("cryptosuite"), proof.get("proofPurpose"))
    if named != ("DataIntegrityProof", "eddsa-jcs-2022", "assertionMethod"):
        return None
    method, value = proof.get("verificationMethod"), proof.get("proofValue")
    key = next((key for key in keys if method == f"did:key:{key}#{key}"), None)
    if key is None or not isinstance(value, str):
        return None
    options = {name: member for name, member in proof.items() if name != "proofValue"}
    message = sha256(jcs.canonicalize(options)).digest() + sha256(jcs.canonicalize(unsecured)).digest()
    try:
        signature, public_key = decode_base58btc(value), ed25519_key(key)
    except CredentialError:
        return None
    return key if verify_ed25519(message, signature, public_key) else None


def ed25519_key(multikey: str) -> PublicKey:
    """The key in `multikey`: the suite that version 1.0 of the method permits knows Ed25519 alone."""
    key = decode_public_key(multikey)
    if key.type is not KeyType.ED25519:
        _fail("key type")
    return key


def _read_entry(raw: JsonObject, number: int, scid: str, before: _State) -> tuple[LogEntry, _State]:
    if raw.keys() != _MEMBERS or before.deactivated:
        _fail("deactivated" if before.deactivated else "members")
    parameters = _parameters(raw["parameters"], number, scid)
    unsecured: JsonObject = {name: member for name, member in raw.items() if name != "proof"}
    version_id = _version_id(unsecured, number, before)
    if number == 1:
        _check_scid(unsecured, scid)
    time = _time(raw["versionTime"], before)
    after = _next_state(parameters, version_id, time, before)
    document = raw["state"]
    if not isinstance(document, dict):
        _fail("state")
    after = _with_name(after, document, scid, before)
    _check_signature(unsecured, raw["proof"], after, before)
    witnesses = before.witnesses if before.witnesses.ids else after.witnesses
    entry = LogEntry(
        version_id=version_id,
        time=time,
        document=document,
        deactivated=after.deactivated,
        witnesses=witnesses,
    )
    return entry, after


def _parameters(value: JsonValue, number: int, scid: str) -> JsonObject:
    """The entry's own parameters, with the discouraged `null` read as the default it stands for."""
    if not isinstance(value, dict):
        _fail("parameters")
    parameters = {name: _DEFAULTS.get(name) if member is None else member for name, member in value.items()}
    unknown = parameters.keys() - _DEFAULTS.keys() - {"method", "scid"}
    if unknown:
        _fail(f"parameters {min(unknown)}")
    if number == 1 and not {"method", "scid", "updateKeys"} <= parameters.keys():
        _fail("parameters")
    if parameters.get("method", METHOD) != METHOD:
        _fail("method version")
    if (number > 1 and "scid" in parameters) or parameters.get("scid", scid) != scid:
        _fail("SCID")
    return parameters


def _version_id(unsecured: JsonObject, number: int, before: _State) -> str:
    expected = f"{number}-{multihash(jcs.canonicalize({**unsecured, 'versionId': before.version_id}))}"
    if unsecured["versionId"] != expected:
        _fail("entry hash")
    return expected


def _check_scid(unsecured: JsonObject, scid: str) -> None:
    """The SCID is the hash of the first entry in which it is still a placeholder."""
    text = jcs.canonicalize({**unsecured, "versionId": _PLACEHOLDER})
    draft = strict_json.loads(text.replace(scid.encode(), _PLACEHOLDER.encode()), max_bytes=MAX_DID_DOCUMENT_BYTES)
    if multihash(jcs.canonicalize(draft)) != scid:
        _fail("SCID")


def _time(value: JsonValue, before: _State) -> datetime:
    time = parse_instant(value) if isinstance(value, str) and value.endswith(_UTC) else None
    if time is None or (before.time is not None and time <= before.time):
        _fail("versionTime")
    return time


def _next_state(parameters: JsonObject, version_id: str, time: datetime, before: _State) -> _State:
    first = before.time is None
    update_keys = _texts(parameters, "updateKeys", before.update_keys)
    next_key_hashes = _texts(parameters, "nextKeyHashes", before.next_key_hashes)
    if first and not update_keys:
        _fail("parameters updateKeys")
    for key in update_keys:
        ed25519_key(key)
    if before.next_key_hashes:
        announced = {multihash(key.encode()) for key in update_keys}
        if not {"updateKeys", "nextKeyHashes"} <= parameters.keys() or not announced <= set(before.next_key_hashes):
            _fail("pre-rotation")
        if not announced:
            _fail("pre-rotation")
    portable = _flag(parameters, "portable", before=before.portable)
    if portable and not (first or before.portable):
        _fail("parameters portable")
    _check_unused(parameters)
    return _State(
        version_id=version_id,
        time=time,
        update_keys=update_keys,
        next_key_hashes=next_key_hashes,
        witnesses=_witnesses(parameters, before),
        portable=portable,
        deactivated=_flag(parameters, "deactivated", before=before.deactivated),
        did=before.did,
    )


def _with_name(after: _State, document: JsonObject, scid: str, before: _State) -> _State:
    """The DID that the version is about: of the same SCID, and another one only when the DID may move."""
    did = document.get("id")
    if not isinstance(did, str) or not did.startswith(f"did:webvh:{scid}:"):
        _fail("id")
    if before.did and did != before.did:
        aliases = document.get("alsoKnownAs")
        if not before.portable or not isinstance(aliases, list) or before.did not in aliases:
            _fail("portable")
    return replace(after, did=did)


def _check_signature(unsecured: JsonObject, value: JsonValue, after: _State, before: _State) -> None:
    """Every proof by an active key: before pre-rotation and without it, one that the version before authorised."""
    own = before.time is None or bool(before.next_key_hashes)
    active = frozenset(after.update_keys if own else before.update_keys)
    proofs = value if isinstance(value, list) else [value]
    if not proofs or not all(proof_holds(unsecured, proof, active) for proof in proofs):
        _fail("signature")


def _witnesses(parameters: JsonObject, before: _State) -> Witnesses:
    if "witness" not in parameters:
        return before.witnesses
    value = parameters["witness"]
    if value == {}:
        return Witnesses()
    if not isinstance(value, dict) or value.keys() != {"threshold", "witnesses"}:
        _fail("parameters witness")
    threshold, listed = value["threshold"], value["witnesses"]
    if not isinstance(listed, list) or isinstance(threshold, bool) or not isinstance(threshold, int):
        _fail("parameters witness")
    ids = [item.get("id") for item in listed if isinstance(item, dict) and item.keys() == {"id"}]
    known = frozenset(text for text in ids if isinstance(text, str) and text.startswith("did:key:"))
    if len(known) != len(listed) or not 1 <= threshold <= len(known):
        _fail("parameters witness")
    for witness in known:
        ed25519_key(witness.removeprefix("did:key:"))
    return Witnesses(ids=known, threshold=threshold)


def _check_unused(parameters: JsonObject) -> None:
    """Parameters that this wallet has no use for must still be what the method says they are."""
    _texts(parameters, "watchers", ())
    ttl = parameters.get("ttl", 0)
    if isinstance(ttl, bool) or not isinstance(ttl, int) or not 0 <= ttl <= _MAX_TTL:
        _fail("parameters ttl")


def _texts(parameters: JsonObject, name: str, before: tuple[str, ...]) -> tuple[str, ...]:
    if name not in parameters:
        return before
    value = parameters[name]
    found = tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else None
    if found is None or not isinstance(value, list) or len(found) != len(value):
        _fail(f"parameters {name}")
    return found


def _flag(parameters: JsonObject, name: str, *, before: bool) -> bool:
    value = parameters.get(name, before)
    if not isinstance(value, bool):
        _fail(f"parameters {name}")
    return value


def _fail(detail: str) -> NoReturn:
    raise CredentialError(Reason.KEY_UNRESOLVABLE, detail=detail)

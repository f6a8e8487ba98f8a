"""Witness proofs of a did:webvh (method specification 1.0, "DID Witnesses").

A version with active witnesses counts only when enough of them approved it. A proof by a witness approves its version
and all before it; one for a version that is not in the log approves nothing; one that does not verify is as good as
none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wallet.codec import json as strict_json
from wallet.codec.limits import MAX_DID_DOCUMENT_BYTES, MAX_WITNESS_PROOFS
from wallet.errors import CredentialError
from wallet.model.json import JsonObject, JsonValue
from wallet.model.report import Reason
from wallet.resolve.webvh_log import LogEntry, proof_holds


def check_witnesses(entries: Sequence[LogEntry], content: bytes) -> None:
    """Raise `CredentialError` unless `content`, the `did-witness.json`, approves every version that needs it."""
    keys = frozenset(witness.removeprefix("did:key:") for entry in entries for witness in entry.witnesses.ids)
    position = {entry.version_id: number for number, entry in enumerate(entries)}
    newest: dict[str, int] = {}
    for version_id, proof in _proofs(strict_json.loads(content, max_bytes=MAX_DID_DOCUMENT_BYTES)):
        number = position.get(version_id)
        if number is None:
            continue
        unsecured: JsonObject = {"versionId": version_id}
        witness = proof_holds(unsecured, proof, keys)
        if witness is not None:
            name = f"did:key:{witness}"
            newest[name] = max(number, newest.get(name, number))
    for number, entry in enumerate(entries):
        approving = [witness for witness in entry.witnesses.ids if newest.get(witness, -1) >= number]
        if entry.witnesses.ids and len(approving) < entry.witnesses.threshold:
            raise CredentialError(Reason.KEY_UNRESOLVABLE, detail="witness")


def _proofs(value: JsonValue) -> Iterator[tuple[str, JsonValue]]:
    count = 0
    for item in value if isinstance(value, list) else []:
        if not isinstance(item, dict):
            continue
        version_id, proofs = item.get("versionId"), item.get("proof")
        for proof in proofs if isinstance(proofs, list) else [proofs]:
            count += 1
            if count > MAX_WITNESS_PROOFS:
                raise CredentialError(Reason.TOO_COMPLEX, limit=str(MAX_WITNESS_PROOFS))
            if isinstance(version_id, str):
                yield version_id, proof

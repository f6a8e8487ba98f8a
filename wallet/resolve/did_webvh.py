"""did:webvh: a DID document published by a domain, with its whole history (did:webvh method specification 1.0).

The identifier begins with a hash of the first version (the SCID), each version holds a hash of the one before, and each
is signed by a key that the versions before authorised: see `webvh_log`. Anything in a log that this wallet does not
understand makes the identifier unresolvable, never half resolved.

The version that counts is the one in force at the instant judged for. A log whose last version is dated after both
that instant and its own retrieval is broken. A DID that has moved (`portable`) resolves under its newest name only: the
old name is in `alsoKnownAs`, which proves no identity.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import Final

from wallet.codec.limits import MAX_DID_DOCUMENT_BYTES
from wallet.errors import CredentialError
from wallet.model.key import ControllerDocument
from wallet.model.material import Material, Materials, MaterialSource, Unavailable
from wallet.model.report import Finding, Reason
from wallet.resolve.did_web import published_url
from wallet.resolve.document import controller_document
from wallet.resolve.webvh_log import LogEntry, read_log
from wallet.resolve.webvh_witness import check_witnesses

PREFIX: Final = "did:webvh:"
_SCID: Final = re.compile(r"[1-9A-HJ-NP-Za-km-z]{46}", re.ASCII)


class DidWebvh:
    """Needs the published log as material, and the witness proofs where the log names witnesses."""

    name: Final = "did:webvh"

    def resolve(self, identifier: str, materials: Materials, at: datetime) -> ControllerDocument | Finding:
        """The version of the document in force at `at`, after verifying the whole log."""
        scid, _, location = identifier.removeprefix(PREFIX).partition(":")
        url = published_url(location, "did.jsonl") if _SCID.fullmatch(scid) else None
        if url is None:
            return _unresolvable(identifier, "host")
        material = _published(url, materials)
        if not isinstance(material, Material):
            return _unresolvable(identifier, material.why, url)
        try:
            entries = read_log(material.content, scid)
            supporting = _witnessed(entries, url, materials)
            in_force = _in_force(entries, identifier, material, at)
        except CredentialError as error:
            return _unresolvable(identifier, error.params.get("detail", error.code), url)
        return replace(_document(identifier, in_force, material), supporting=supporting)


def _in_force(entries: tuple[LogEntry, ...], identifier: str, material: Material, at: datetime) -> tuple[LogEntry, ...]:
    """The versions up to the one that counts at `at`. Raises `CredentialError` when there is none of that name."""
    if entries[-1].time > max(at, material.retrieved_at or at):
        raise CredentialError(Reason.KEY_UNRESOLVABLE, detail="versionTime")
    found = tuple(entry for entry in entries if entry.time <= at)
    if not found:
        raise CredentialError(Reason.KEY_UNRESOLVABLE, detail="not-found")
    if found[-1].document.get("id") != identifier:
        raise CredentialError(Reason.KEY_UNRESOLVABLE, detail="moved")
    return found


def _published(url: str, materials: Materials) -> Material | Unavailable:
    """What is published at `url`. A presenter could staple a log cut short before a key was withdrawn."""
    material = materials.get(url, max_bytes=MAX_DID_DOCUMENT_BYTES)
    if isinstance(material, Material) and material.source is MaterialSource.STAPLED:
        return Unavailable(url=url, why="stapled")
    return material


def _witnessed(entries: tuple[LogEntry, ...], log_url: str, materials: Materials) -> tuple[Material, ...]:
    """The witness proofs that the log needs. Raises `CredentialError` when they are not there or not enough."""
    if not any(entry.witnesses.ids for entry in entries):
        return ()
    url = log_url.removesuffix("did.jsonl") + "did-witness.json"
    material = _published(url, materials)
    if not isinstance(material, Material):
        raise CredentialError(Reason.KEY_UNRESOLVABLE, detail=material.why)
    check_witnesses(entries, material.content)
    return (material,)


def _document(identifier: str, in_force: tuple[LogEntry, ...], material: Material) -> ControllerDocument:
    """The newest version's keys. One that only an earlier version lists was withdrawn, and is kept as such by name."""
    newest = in_force[-1]
    document = controller_document(identifier, newest.document, material)
    withdrawn: dict[str, str] = {}
    for entry in in_force[:-1]:
        for method_id in controller_document(identifier, entry.document, material).methods:
            if method_id not in document.methods:
                withdrawn[method_id] = Reason.KEY_REVOKED
    return replace(
        document,
        deactivated=newest.deactivated or document.deactivated,
        unusable={**withdrawn, **document.unusable},
    )


def _unresolvable(identifier: str, detail: str, url: str = "") -> Finding:
    params = {"identifier": identifier, "detail": detail, **({"url": url} if url else {})}
    return Finding(reason=Reason.KEY_UNRESOLVABLE, params=params)

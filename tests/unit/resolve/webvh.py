"""Makes did:webvh logs, right ones and wrong ones, with keys that anybody can make again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from tests.unit.verify.badges import Signer
from wallet.codec import jcs
from wallet.codec import json as strict_json
from wallet.codec.multibase import encode_base58btc
from wallet.model.json import JsonObject, JsonValue

FIRST, SECOND, THIRD = Signer("webvh first"), Signer("webvh second"), Signer("webvh third")
WITNESSES: Final = (Signer("webvh witness 1"), Signer("webvh witness 2"), Signer("webvh witness 3"))
LOCATION: Final = "issuer.example:dids:1"
LOG_URL: Final = "https://issuer.example/dids/1/did.jsonl"
WITNESS_URL: Final = "https://issuer.example/dids/1/did-witness.json"


def multihash(content: bytes) -> str:
    """SHA-256 as the method writes it."""
    return encode_base58btc(b"\x12\x20" + sha256(content).digest())[1:]


def key_hash(signer: Signer) -> str:
    """What `nextKeyHashes` announces a key by."""
    return multihash(signer.multikey.encode())


def signed(unsecured: JsonObject, by: Signer, **options: JsonValue) -> JsonObject:
    """An eddsa-jcs-2022 proof over `unsecured`."""
    proof: JsonObject = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-jcs-2022",
        "created": "2026-01-01T00:00:00Z",
        "verificationMethod": f"{by.did}#{by.multikey}",
        "proofPurpose": "assertionMethod",
        **options,
    }
    message = sha256(jcs.canonicalize(proof)).digest() + sha256(jcs.canonicalize(unsecured)).digest()
    return {**proof, "proofValue": encode_base58btc(by.sign(message))}


@dataclass(slots=True)
class Log:
    """A log that grows; `add` takes what the entry says, `lines` may be spoiled afterwards."""

    entries: list[JsonObject] = field(default_factory=list)
    scid: str = ""

    @property
    def did(self) -> str:
        """The DID it is about."""
        return f"did:webvh:{self.scid}:{LOCATION}"

    def state(self, *signers: Signer, did: str = "", **more: JsonValue) -> JsonObject:
        """A DID document that lists `signers` for assertions, named by their multikeys."""
        own = did or (self.did if self.scid else f"did:webvh:{{SCID}}:{LOCATION}")
        methods: list[JsonValue] = [
            {"id": f"{own}#{item.multikey}", "type": "Multikey", "controller": own, "publicKeyMultibase": item.multikey}
            for item in signers
        ]
        purposes: list[JsonValue] = [f"{own}#{item.multikey}" for item in signers]
        return {"id": own, "verificationMethod": methods, "assertionMethod": purposes, **more}

    def add(
        self,
        *,
        by: Sequence[Signer] = (FIRST,),
        time: str = "",
        state: JsonObject | None = None,
        **parameters: JsonValue,
    ) -> Log:
        """Append an entry signed by `by`, its time one day after the last."""
        return self.add_with(parameters, by=by, time=time, state=state)

    def add_with(
        self,
        parameters: JsonObject,
        *,
        by: Sequence[Signer] = (FIRST,),
        time: str = "",
        state: JsonObject | None = None,
    ) -> Log:
        """The same with the parameters in one value."""
        number = len(self.entries) + 1
        stated: JsonObject = dict(parameters)
        if number == 1:
            first: JsonObject = {"method": "did:webvh:1.0", "scid": "{SCID}", "updateKeys": [FIRST.multikey]}
            stated = {**first, **stated}
        entry: JsonObject = {
            "versionId": "{SCID}" if number == 1 else str(self.entries[-1]["versionId"]),
            "versionTime": time or f"2026-01-{number:02}T00:00:00Z",
            "parameters": stated,
            "state": self.state(FIRST) if state is None else state,
        }
        if number == 1:
            self.scid = multihash(jcs.canonicalize(entry))
            text = jcs.canonicalize(entry).replace(b"{SCID}", self.scid.encode())
            entry = strict_json.loads_object(text)
        entry["versionId"] = f"{number}-{multihash(jcs.canonicalize(entry))}"
        self.entries.append({**entry, "proof": [signed(entry, signer) for signer in by]})
        return self

    def witnessed(self, by: Sequence[Signer], entry: int = -1) -> JsonObject:
        """What the witness file says of one entry."""
        unsecured: JsonObject = {"versionId": self.entries[entry]["versionId"]}
        return {**unsecured, "proof": [signed(unsecured, signer) for signer in by]}

    def content(self) -> bytes:
        """The log file."""
        return b"".join(strict_json.dumps(entry) + b"\n" for entry in self.entries)


def witness_list(threshold: int, *signers: Signer) -> JsonObject:
    """The `witness` parameter."""
    return {"threshold": threshold, "witnesses": [{"id": signer.did} for signer in signers]}

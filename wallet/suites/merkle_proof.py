"""Merkle proofs of Blockcerts: MerkleProof2017, MerkleProof2019 and the cryptosuite merkle-proof-2019.

An issuer hashes many credentials at once into a tree and writes its root into a transaction. What a proof shows by
itself, without looking at any chain: the credential's own hash (SHA-256 over its canonical RDF without the proof) is a
leaf of the tree whose root the proof names. Who made that tree, and when, only the transaction shows
(`wallet.verify.anchors`); nothing in the proof block but hashes and anchors is covered by anything.

Blockcerts 2.0 and 3.x; W3C CCG drafts "Merkle Proof 2017" and "Merkle Proof 2019" (whose `proofValue` is base58btc
over CBOR, keys and chains written as numbers).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256
from types import MappingProxyType
from typing import Final, NamedTuple

from wallet.codec import cbor, jsonld
from wallet.codec.multibase import decode_base58btc
from wallet.errors import CredentialError
from wallet.model.frozen import frozen
from wallet.model.json import JsonObject, JsonValue
from wallet.model.material import Contexts
from wallet.model.report import Finding, Reason

MERKLE_PROOF_2017: Final = "MerkleProof2017"
MERKLE_PROOF_2019: Final = "MerkleProof2019"
MERKLE_CRYPTOSUITE: Final = "merkle-proof-2019"
MERKLE_NAMES: Final = frozenset({MERKLE_PROOF_2017, MERKLE_PROOF_2019, MERKLE_CRYPTOSUITE})
"""The proof's type, or the cryptosuite of a DataIntegrityProof."""

MAX_PATH: Final = 64
"""Steps from a leaf to the root: a tree of 2^64 credentials."""

MAX_ANCHORS: Final = 8
"""Transactions that one proof names: published ones name one."""

TEST_CHAIN: Final = "mocknet"
"""The chain that does not exist: what is anchored there was made to try things out."""

_CBOR_DEPTH: Final = 6
_HASH: Final = re.compile(r"[0-9a-fA-F]{64}", re.ASCII)
_TRANSACTION: Final = re.compile(r"(?:0[xX])?([0-9a-fA-F]{64})", re.ASCII)
_ROOT, _TARGET, _ANCHORS, _PATH = range(4)
_LEFT, _RIGHT = range(2)
_CHAIN, _NETWORK, _SOURCE = range(3)

_CHAINS: Final[Mapping[int, tuple[str, Mapping[int, str]]]] = MappingProxyType(
    {
        -1: (TEST_CHAIN, {-1: TEST_CHAIN}),
        0: ("btc", {1: "mainnet", 3: "testnet"}),
        1: ("eth", {1: "mainnet", 3: "ropsten", 4: "rinkeby", 5: "goerli", 11155111: "sepolia"}),
        2: ("mtc", {137: "mainnet", 80001: "mumbai"}),
        3: ("base", {8453: "mainnet", 84532: "sepolia"}),
    }
)
"""Chains and their networks by number (Merkle Proof 2019, "Blockchain keymap")."""

_NAMES_2017: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "bitcoinmainnet": ("btc", "mainnet"),
        "bitcointestnet": ("btc", "testnet"),
        "bitcoinregtest": (TEST_CHAIN, "regtest"),
        "mockchain": (TEST_CHAIN, TEST_CHAIN),
        "ethereummainnet": ("eth", "mainnet"),
        "ethereumropsten": ("eth", "ropsten"),
        "ethereumrinkeby": ("eth", "rinkeby"),
        "ethereumgoerli": ("eth", "goerli"),
        "ethereumsepolia": ("eth", "sepolia"),
    }
)
_CHAIN_OF_TYPE: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {"BTCOpReturn": ("btc", "mainnet"), "ETHData": ("eth", "mainnet")}
)
"""Where an anchor of 2017 leaves the chain out."""


@frozen
class Anchor:
    """The transaction that is said to hold the root: chain and network by their short names, the id as lower-case hex.

    The id is empty where the chain has no transactions.
    """

    chain: str
    network: str
    transaction: str

    @property
    def place(self) -> str:
        """Chain and network in one word."""
        return self.chain if self.chain == self.network else f"{self.chain}:{self.network}"


class Step(NamedTuple):
    """One step towards the root: the hash beside, and whether it goes before the one that was reached."""

    beside: bytes
    before: bool


@frozen
class MerkleProof:
    """A proof as read: the credential's hash, the way to the root, the root, and where that is anchored."""

    target: bytes
    path: tuple[Step, ...]
    root: bytes
    anchors: tuple[Anchor, ...]

    @property
    def leads_to_root(self) -> bool:
        """Whether the steps lead from the credential's hash to the root."""
        reached = self.target
        for step in self.path:
            reached = sha256(step.beside + reached if step.before else reached + step.beside).digest()
        return reached == self.root


def path_problem(document: JsonObject, proof: MerkleProof, contexts: Contexts) -> Finding | None:
    """Why `document` (without the proof) is no leaf of the proof's tree; None when it is one."""
    found = local_hash(document, contexts)
    if isinstance(found, Finding):
        return found
    if found != proof.target:
        return Finding(reason=Reason.SIGNATURE_MISMATCH)
    return None if proof.leads_to_root else Finding(reason=Reason.SIGNATURE_MISMATCH, params={"detail": "merkle path"})


def local_hash(document: JsonObject, contexts: Contexts) -> bytes | Finding:
    """SHA-256 over the canonical form of `document`, or why it has none.

    Other verifiers add a vocabulary of last resort (`http://fallback.org/`) and refuse what falls into it; here what
    no bundled context defines is refused by its name, before there is anything to hash.
    """
    canonical = jsonld.canonicalize(document, contexts)
    return canonical if isinstance(canonical, Finding) else sha256(canonical.encode()).digest()


def read_merkle_proof(name: str, options: JsonObject) -> MerkleProof:
    """The proof block `options` of the suite `name`. Raises `CredentialError` (`proof-malformed`)."""
    return _read_2017(options) if name == MERKLE_PROOF_2017 else _read_2019(options)


# --- 2017: JSON ----------------------------------------------------------------------------------------------------


def _read_2017(options: JsonObject) -> MerkleProof:
    path, anchors = options.get("proof"), options.get("anchors")
    path = [] if path is None else path
    if not isinstance(path, list) or len(path) > MAX_PATH:
        raise _malformed("merkle path")
    if not isinstance(anchors, list) or not 0 < len(anchors) <= MAX_ANCHORS:
        raise _malformed("anchors")
    return MerkleProof(
        target=_digest(options.get("targetHash"), "targetHash"),
        root=_digest(options.get("merkleRoot"), "merkleRoot"),
        path=tuple(map(_step_2017, path)),
        anchors=tuple(map(_anchor_2017, anchors)),
    )


def _step_2017(item: JsonValue) -> Step:
    if not isinstance(item, dict) or len({"left", "right"} & item.keys()) != 1:
        raise _malformed("merkle path")
    return Step(_digest(item.get("left", item.get("right")), "merkle path"), before="left" in item)


def _anchor_2017(item: JsonValue) -> Anchor:
    if not isinstance(item, dict):
        raise _malformed("anchors")
    source, kind, named = item.get("sourceId"), item.get("type"), item.get("chain")
    known = _NAMES_2017.get(named.lower()) if isinstance(named, str) else None
    if known is None and named is None and isinstance(kind, str):
        known = _CHAIN_OF_TYPE.get(kind)
    chain, network = known or (str(named or kind or "-")[:40], "-")
    return Anchor(chain=chain, network=network, transaction="" if chain == TEST_CHAIN else _transaction(source))


# --- 2019: CBOR ----------------------------------------------------------------------------------------------------


def _read_2019(options: JsonObject) -> MerkleProof:
    value = options.get("proofValue")
    content = decode_base58btc(value if isinstance(value, str) else "")
    members = _members(cbor.decode(content, depth=_CBOR_DEPTH, negative=True))
    path, anchors = members.get(_PATH, []), members.get(_ANCHORS)
    if not isinstance(path, list) or len(path) > MAX_PATH:
        raise _malformed("merkle path")
    if not isinstance(anchors, list) or not 0 < len(anchors) <= MAX_ANCHORS:
        raise _malformed("anchors")
    return MerkleProof(
        target=_inner_digest(members.get(_TARGET), "targetHash"),
        root=_inner_digest(members.get(_ROOT), "merkleRoot"),
        path=tuple(map(_step_2019, path)),
        anchors=tuple(map(_anchor_2019, anchors)),
    )


def _members(value: cbor.CborValue) -> dict[int, cbor.CborValue]:
    """What Merkle Proof 2019 calls a map: a list of pairs of a number and a value."""
    members: dict[int, cbor.CborValue] = {}
    for pair in value if isinstance(value, list) else []:
        if not isinstance(pair, list) or len(pair) != 2 or not isinstance(pair[0], int) or pair[0] in members:
            raise _malformed("CBOR")
        members[pair[0]] = pair[1]
    return members


def _step_2019(value: cbor.CborValue) -> Step:
    members = _members([value])
    if members.keys() - {_LEFT, _RIGHT}:
        raise _malformed("merkle path")
    side, digest = next(iter(members.items()))
    return Step(_inner_digest(digest, "merkle path"), before=side == _LEFT)


def _anchor_2019(value: cbor.CborValue) -> Anchor:
    members = _members(value)
    chain, network = members.get(_CHAIN), members.get(_NETWORK)
    if not isinstance(chain, int) or not isinstance(network, int):
        raise _malformed("anchors")
    name, networks = _CHAINS.get(chain, (str(chain), {}))
    transaction = "" if name == TEST_CHAIN else _transaction(_inner(members.get(_SOURCE), "anchors"))
    return Anchor(chain=name, network=networks.get(network, str(network)), transaction=transaction)


def _inner(value: cbor.CborValue | None, detail: str) -> str:
    """Bytes that hold CBOR again: a byte string, or (older issuers) its hexadecimal text."""
    inner = cbor.decode(value) if isinstance(value, bytes) else None
    if isinstance(inner, bytes):
        return inner.hex()
    if isinstance(inner, str):
        return inner
    raise _malformed(detail)


def _inner_digest(value: cbor.CborValue | None, detail: str) -> bytes:
    return _digest(_inner(value, detail), detail)


# --- both ----------------------------------------------------------------------------------------------------------


def _digest(value: JsonValue, detail: str) -> bytes:
    if not isinstance(value, str) or _HASH.fullmatch(value) is None:
        raise _malformed(detail)
    return bytes.fromhex(value)


def _transaction(value: JsonValue) -> str:
    match = _TRANSACTION.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise _malformed("anchors")
    return match[1].lower()


def _malformed(detail: str) -> CredentialError:
    return CredentialError(Reason.PROOF_MALFORMED, detail=detail)

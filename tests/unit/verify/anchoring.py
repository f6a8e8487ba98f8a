"""An issuer of Blockcerts in memory: its own Merkle trees, its own transactions, its profile and revocation list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from tests.unit.verify.badges import World
from wallet.codec import cbor
from wallet.codec.multibase import encode_base58btc
from wallet.materials.bundled import BundledContexts
from wallet.model.json import JsonObject, JsonValue
from wallet.suites.merkle_proof import local_hash

CONTEXTS: Final = BundledContexts()
ISSUER: Final = "https://issuer.example/profile.json"
REVOCATIONS: Final = "https://issuer.example/revocations.json"
ADDRESS: Final = "mgdWjvq4RYAAP5goUNagTRMx7Xw534S5am"
TRANSACTION: Final = "51" * 32
BLOCK_TIME: Final = 1_760_000_000  # 2025-10-09T08:53:20Z
ESPLORA: Final = f"https://blockstream.info/testnet/api/tx/{TRANSACTION}"
BLOCKSCOUT: Final = f"https://eth-sepolia.blockscout.com/api/v2/transactions/0x{TRANSACTION}"
ETHEREUM: Final = "0x7e30a37763e6Ba1fFeDe1750bBeFB4c60b17a1B3"
_NUMBERS: Final = {"btc": (0, {"testnet": 3}), "eth": (1, {"sepolia": 11155111}), "mocknet": (-1, {"mocknet": -1})}


def assertion(**more: JsonValue) -> JsonObject:
    """A Blockcert of version 2 before it is anchored."""
    return {
        "@context": ["https://w3id.org/openbadges/v2", "https://w3id.org/blockcerts/v2"],
        "type": "Assertion",
        "id": "urn:uuid:0b2d5f36-5c1b-4a40-9f1c-8f0f4d1f5f11",
        "issuedOn": "2025-10-09T00:00:00Z",
        "recipient": {"type": "email", "identity": "hanako@univ.example", "hashed": False},
        "recipientProfile": {"type": ["RecipientProfile", "Extension"], "name": "見本 花子"},
        "verification": {
            "type": ["MerkleProofVerification2017", "Extension"],
            "publicKey": f"ecdsa-koblitz-pubkey:{ADDRESS}",
        },
        "badge": {
            "type": "BadgeClass",
            "id": "urn:uuid:82a4c9f2-3588-457b-80ea-da695571b8fc",
            "name": "データリテラシー",
            "description": "データを読み、問う。",
            "criteria": {"narrative": "試験に合格する。"},
            "issuer": {"type": "Profile", "id": ISSUER, "name": "見本大学", "revocationList": REVOCATIONS},
        },
        **more,
    }


def credential(version: str = "2", /, **more: JsonValue) -> JsonObject:
    """A Blockcert of version 3 before it is anchored, on either data model."""
    contexts: list[JsonValue] = ["https://www.w3.org/ns/credentials/v2", "https://w3id.org/blockcerts/v3.2"]
    dates: JsonObject = {"validFrom": "2025-10-09T00:00:00Z"}
    if version == "1":
        contexts = ["https://www.w3.org/2018/credentials/v1", "https://w3id.org/blockcerts/v3"]
        dates = {"issuanceDate": "2025-10-09T00:00:00Z"}
    return {
        "@context": contexts,
        "id": "urn:uuid:bbba8553-8ec1-445f-82c9-a57251dd731c",
        "type": ["VerifiableCredential", "BlockcertsCredential"],
        "issuer": ISSUER,
        **dates,
        "credentialSubject": {"id": "did:example:hanako", "claim": "Data Literacy"},
        **more,
    }


@dataclass(frozen=True, slots=True)
class Tree:
    """A Merkle tree over leaves, in their order; a node without a partner goes up as it is."""

    leaves: tuple[bytes, ...]

    def levels(self) -> list[list[bytes]]:
        found = [list(self.leaves)]
        while len(found[-1]) > 1:
            level = found[-1]
            pairs = [level[at : at + 2] for at in range(0, len(level), 2)]
            found.append([sha256(pair[0] + pair[1]).digest() if len(pair) == 2 else pair[0] for pair in pairs])
        return found

    @property
    def root(self) -> bytes:
        return self.levels()[-1][0]

    def path(self, index: int) -> list[tuple[str, bytes]]:
        """From the leaf at `index` to the root: the side of each hash beside, and the hash."""
        steps = []
        for level in self.levels()[:-1]:
            beside = index ^ 1
            if beside < len(level):
                steps.append(("left" if beside < index else "right", level[beside]))
            index //= 2
        return steps


def hashed(document: JsonObject) -> bytes:
    """The leaf that a document is."""
    found = local_hash(document, CONTEXTS)
    assert isinstance(found, bytes), found
    return found


def tree_over(document: JsonObject, others: int = 4) -> tuple[Tree, int]:
    """A tree with the document among others that are nobody's business, and where it stands."""
    beside = [sha256(bytes([number])).digest() for number in range(others)]
    place = others // 2
    return Tree((*beside[:place], hashed(document), *beside[place:])), place


def signature_2017(document: JsonObject, *, others: int = 4, anchor: JsonObject | None = None) -> JsonObject:
    """The `signature` of version 2 over `document`."""
    tree, place = tree_over(document, others)
    named: JsonObject = {"sourceId": TRANSACTION, "type": "BTCOpReturn", "chain": "bitcoinTestnet"}
    path: list[JsonValue] = [{side: beside.hex()} for side, beside in tree.path(place)]
    return {
        "type": ["MerkleProof2017", "Extension"],
        "merkleRoot": tree.root.hex(),
        "targetHash": hashed(document).hex(),
        "proof": path,
        "anchors": [named if anchor is None else anchor],
    }


def anchored_2017(document: JsonObject, *, others: int = 4, anchor: JsonObject | None = None) -> JsonObject:
    return {**document, "signature": signature_2017(document, others=others, anchor=anchor)}


def proof_value(document: JsonObject, *, others: int = 4, chain: str = "btc:testnet", text: bool = False) -> str:
    """The `proofValue` of 2019; `text` writes hashes as older issuers do, as hexadecimal text."""
    tree, place = tree_over(document, others)

    def inner(content: bytes) -> bytes:
        return cbor.encode(content.hex() if text else content)

    name, _, network = chain.partition(":")
    number, networks = _NUMBERS[name]
    source = [] if name == "mocknet" else [[2, inner(bytes.fromhex(TRANSACTION))]]
    sides = {"left": 0, "right": 1}
    value = [
        [0, inner(tree.root)],
        [1, inner(hashed(document))],
        [2, [[[0, number], [1, networks[network or name]], *source]]],
        [3, [[sides[side], inner(beside)] for side, beside in tree.path(place)]],
    ]
    return encode_base58btc(encoded(value))


def encoded(value: object) -> bytes:
    """CBOR with negative numbers, which the wallet itself never writes."""
    if isinstance(value, int) and value < 0:
        assert value >= -24
        return bytes([0x20 | (-1 - value)])
    if isinstance(value, list):
        assert len(value) < 24
        return bytes([0x80 | len(value)]) + b"".join(map(encoded, value))
    assert isinstance(value, int | bytes | str)
    return cbor.encode(value)


def proof_2019(value: str, *, legacy: bool = False, **more: JsonValue) -> JsonObject:
    """The `proof` block around a `proofValue`."""
    kind: JsonObject = {"type": "DataIntegrityProof", "cryptosuite": "merkle-proof-2019"}
    return {
        **({"type": "MerkleProof2019"} if legacy else kind),
        "created": "2025-10-09T09:00:00Z",
        "proofPurpose": "assertionMethod",
        "verificationMethod": f"ecdsa-koblitz-pubkey:{ADDRESS}",
        "proofValue": value,
        **more,
    }


def anchored_2019(document: JsonObject, *, legacy: bool = False, chain: str = "btc:testnet") -> JsonObject:
    return {**document, "proof": proof_2019(proof_value(document, chain=chain), legacy=legacy)}


def esplora(root: bytes, *, address: str = ADDRESS, **more: JsonValue) -> JsonObject:
    """The transaction as an explorer of Bitcoin tells it."""
    outputs: Sequence[JsonObject] = (
        {"scriptpubkey": "76a914" + "00" * 20 + "88ac", "scriptpubkey_address": address, "value": 1},
        {"scriptpubkey": "6a20" + root.hex(), "scriptpubkey_type": "op_return", "value": 0},
    )
    return {
        "txid": TRANSACTION,
        "vin": [{"txid": "00" * 32, "vout": 0, "prevout": {"scriptpubkey_address": address, "value": 9}}],
        "vout": [*outputs],
        "status": {"confirmed": True, "block_height": 1, "block_time": BLOCK_TIME},
        **more,
    }


def blockscout(root: bytes, **more: JsonValue) -> JsonObject:
    """The transaction as an explorer of Ethereum tells it."""
    return {
        "hash": f"0x{TRANSACTION}",
        "status": "ok",
        "timestamp": "2025-10-09T08:53:20.000000Z",
        "from": {"hash": ETHEREUM},
        "raw_input": f"0x{root.hex()}",
        **more,
    }


def profile(**key: JsonValue) -> JsonObject:
    """The issuer's profile, with one key."""
    return {
        "@context": ["https://w3id.org/openbadges/v2", "https://w3id.org/blockcerts/v2"],
        "type": "Profile",
        "id": ISSUER,
        "name": "見本大学",
        "publicKey": [{"id": f"ecdsa-koblitz-pubkey:{ADDRESS}", "created": "2020-01-01T00:00:00+0000", **key}],
    }


@dataclass(slots=True)
class Chain:
    """What the world answers about a document that stands in a tree of this issuer; a test changes it."""

    document: JsonObject
    world: World = field(default_factory=World)

    def __post_init__(self) -> None:
        root = tree_over(self.document)[0].root
        self.world.answers = {
            ESPLORA: esplora(root),
            BLOCKSCOUT: blockscout(root),
            ISSUER: profile(),
            REVOCATIONS: {"id": REVOCATIONS, "type": "RevocationList", "revokedAssertions": []},
        }

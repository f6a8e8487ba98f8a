"""Transactions that anchor Merkle trees, as a block explorer tells them.

The wallet runs no node of any chain. What it relies on is an explorer's answer at an address of a shape that is listed
here, kept as evidence like every other (`relied_on` names it with its hash and date), and it says no more than that
answer: this transaction is in a block of that time, was signed by that address, and carries those 32 bytes. An address
of an explorer holds the id of the transaction, which is that of a whole batch of credentials, and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final, NamedTuple

from wallet.codec.time import instant_from_seconds, parse_instant
from wallet.model.frozen import frozen
from wallet.model.json import JsonObject
from wallet.model.report import Finding, Reason, ReliedOn
from wallet.suites.merkle_proof import TEST_CHAIN, Anchor
from wallet.verify.context import VerificationContext
from wallet.verify.hosted_documents import fetch
from wallet.vocab.text import objects, string

_OP_RETURN: Final = re.compile(r"6a20([0-9a-f]{64})", re.ASCII)
"""OP_RETURN and a push of 32 bytes: how a root stands in a Bitcoin output."""

_INPUT: Final = re.compile(r"0x([0-9a-f]{64})", re.ASCII)
"""How a root stands in the input data of an Ethereum transaction."""


@frozen
class Transaction:
    """What an explorer tells of a confirmed transaction: who signed it, when its block was made, what it carries."""

    signer: str
    at: datetime
    carries: frozenset[bytes]


class Explorer(NamedTuple):
    """Where the transactions of one network are told, `{id}` for the id, and how the answer is read."""

    address: str
    read: Callable[[JsonObject, str], Transaction | str]


def find_transaction(
    anchor: Anchor, context: VerificationContext
) -> tuple[Transaction | Finding, tuple[ReliedOn, ...], str]:
    """The transaction, or why nothing is known of it; what that rests on; and at which address it was looked for."""
    explorer = EXPLORERS.get((anchor.chain, anchor.network))
    if explorer is None:
        return _unchecked(anchor, "test chain" if anchor.chain == TEST_CHAIN else "chain"), (), ""
    url = explorer.address.format(id=anchor.transaction)
    found = fetch(url, context)
    if isinstance(found, Finding):
        return _unchecked(anchor, found.params.get("detail", "-"), url), (), url
    document = found.document()
    if isinstance(document, Finding):
        return _unchecked(anchor, document.params.get("detail", "-"), url), (), url
    transaction = explorer.read(document, anchor.transaction)
    if isinstance(transaction, str):
        return _unchecked(anchor, transaction, url), (found.evidence,), url
    return transaction, (found.evidence,), url


def _unchecked(anchor: Anchor, detail: str, url: str = "") -> Finding:
    params = {"chain": anchor.place, "transaction": anchor.transaction, "detail": detail}
    return Finding(reason=Reason.ANCHOR_UNCHECKED, params={**params, **({"url": url} if url else {})})


def _esplora(document: JsonObject, transaction: str) -> Transaction | str:
    """The answer of Esplora's `GET /tx/:txid`, which several explorers of Bitcoin give."""
    status = next(iter(objects(document.get("status"))), {})
    seconds = status.get("block_time")
    if document.get("txid") != transaction:
        return "other transaction"
    if status.get("confirmed") is not True or isinstance(seconds, bool) or not isinstance(seconds, int | float):
        return "unconfirmed"
    at = instant_from_seconds(float(seconds))
    spent = [next(iter(objects(item.get("prevout"))), {}) for item in objects(document.get("vin"))]
    signers = {string(item.get("scriptpubkey_address")) for item in spent}
    scripts = [string(item.get("scriptpubkey")) or "" for item in objects(document.get("vout"))]
    found = [match[1] for script in scripts if (match := _OP_RETURN.fullmatch(script.lower())) is not None]
    return _transaction(at, signers, found)


def _blockscout(document: JsonObject, transaction: str) -> Transaction | str:
    """The answer of Blockscout's `GET /api/v2/transactions/:hash`, for Ethereum."""
    if (string(document.get("hash")) or "").lower() != f"0x{transaction}":
        return "other transaction"
    at = parse_instant(string(document.get("timestamp")) or "")
    if document.get("status") != "ok" or at is None:
        return "unconfirmed"
    sender = next(iter(objects(document.get("from"))), {})
    match = _INPUT.fullmatch((string(document.get("raw_input")) or "").lower())
    return _transaction(at, {string(sender.get("hash"))}, [] if match is None else [match[1]])


def _transaction(at: datetime | None, signers: set[str | None], found: list[str]) -> Transaction | str:
    """Inputs of several owners say that several signed: then nobody can tell whose word the transaction is."""
    signer = next(iter(signers)) if len(signers) == 1 else None
    if at is None or signer is None:
        return "signers"
    return Transaction(signer=signer, at=at, carries=frozenset(map(bytes.fromhex, found)))


EXPLORERS: Final[Mapping[tuple[str, str], Explorer]] = MappingProxyType(
    {
        ("btc", "mainnet"): Explorer("https://blockstream.info/api/tx/{id}", _esplora),
        ("btc", "testnet"): Explorer("https://blockstream.info/testnet/api/tx/{id}", _esplora),
        ("eth", "mainnet"): Explorer("https://eth.blockscout.com/api/v2/transactions/0x{id}", _blockscout),
        ("eth", "sepolia"): Explorer("https://eth-sepolia.blockscout.com/api/v2/transactions/0x{id}", _blockscout),
    }
)
"""One explorer for each network that still runs and can be asked without an account."""

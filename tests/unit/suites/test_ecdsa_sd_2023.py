"""ecdsa-sd-2023: the signatures belong to their statements, and the key for them to its one credential."""

from __future__ import annotations

from typing import Final

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.unit.suites.samples import CONTEXTS, keys
from tests.unit.suites.selective_samples import (
    BADGE,
    base,
    components,
    derived,
    party,
    proof_in,
    with_component,
)
from wallet.codec import cbor
from wallet.errors import CredentialError
from wallet.formats.vcdm import unsecured
from wallet.model.json import JsonObject
from wallet.model.key import KeyType, PublicKey
from wallet.model.report import Finding, Reason

NAME: Final = "ecdsa-sd-2023"
SHOWN: Final = ("/credentialSubject/result", "/evidence")
IN_BASE: Final = 3
IN_DERIVED: Final = 2


def judge(secured: JsonObject) -> Finding | None:
    return party(NAME).judge(secured)


def signatures(secured: JsonObject, place: int) -> list[cbor.CborValue]:
    _, found = components(secured)
    listed = found[place]
    assert isinstance(listed, list)
    assert len(listed) > 2
    return listed


FORMS: Final = pytest.mark.parametrize(
    ("secured", "place"), [(base(NAME), IN_BASE), (derived(NAME, *SHOWN), IN_DERIVED)], ids=["base", "derived"]
)


@FORMS
def test_signatures_cannot_be_swapped(secured: JsonObject, place: int) -> None:
    listed = signatures(secured, place)
    for index in range(len(listed) - 1):
        swapped = [*listed[:index], listed[index + 1], listed[index], *listed[index + 2 :]]
        found = judge(with_component(secured, place, swapped))
        assert found == Finding(reason=Reason.SIGNATURE_MISMATCH, params={"detail": "statement"})


@FORMS
def test_each_statement_has_one_signature_and_each_signature_one_statement(secured: JsonObject, place: int) -> None:
    listed = signatures(secured, place)
    for changed in ([], listed[1:], listed[:-1], [*listed, listed[0]], [listed[1], *listed[1:]]):
        found = judge(with_component(secured, place, changed))
        assert found is not None
        assert found.reason is Reason.SIGNATURE_MISMATCH


@FORMS
@pytest.mark.parametrize("bad", [b"", bytes(63), bytes(65), 0, "0" * 64])
def test_a_signature_has_its_length(secured: JsonObject, place: int, bad: cbor.Encodable) -> None:
    found = judge(with_component(secured, place, [bad, *signatures(secured, place)[1:]]))
    assert found is not None
    assert found.reason is Reason.PROOF_MALFORMED


@FORMS
@pytest.mark.parametrize("bad", [bytes(64), b"\xff" * 64])
def test_numbers_that_are_no_signature(secured: JsonObject, place: int, bad: bytes) -> None:
    for changed in (
        with_component(secured, place, [bad, *signatures(secured, place)[1:]]),
        with_component(secured, 0, bad),
    ):
        found = judge(changed)
        assert found is not None
        assert found.reason is Reason.SIGNATURE_MISMATCH


@FORMS
def test_the_key_for_the_statements_is_the_one_that_the_issuer_signed(secured: JsonObject, place: int) -> None:
    """Whoever puts in a key of their own can sign any statement with it, but not for the issuer."""
    key = ec.derive_private_key(99, ec.SECP256R1())
    own = b"\x80\x24" + key.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
    found = judge(with_component(secured, 1, own))
    assert found == Finding(reason=Reason.SIGNATURE_MISMATCH)


@FORMS
@pytest.mark.parametrize("prefix", [b"\x81\x24", b"\xed\x01", b"\x00\x00"])
def test_the_key_for_the_statements_is_of_its_kind(secured: JsonObject, place: int, prefix: bytes) -> None:
    _, found = components(secured)
    key = found[1]
    assert isinstance(key, bytes)
    for bad in (prefix + key[2:], key[:-1], key + b"\0", key[2:]):
        assert getattr(judge(with_component(secured, 1, bad)), "reason", None) is Reason.PROOF_MALFORMED


class Careless:
    """An issuer who signs whatever key for the statements is put before it: here, one that is no point."""

    type: Final = KeyType.P256
    verification_method: Final = party(NAME).key.verification_method
    broken: Final = b"\x80\x24\x02" + b"\xff" * 32

    def sign(self, message: bytes) -> bytes:
        return party(NAME).key.sign(message[:32] + self.broken + message[-32:])


def test_a_key_for_the_statements_that_is_no_point() -> None:
    options = {name: value for name, value in proof_in(base(NAME)).options.items() if name != "proofValue"}
    proof = party(NAME).suite.create_base(BADGE, options, Careless(), CONTEXTS, ["/issuer"])
    secured: JsonObject = {**BADGE, "proof": proof}
    assert judge(secured) == Finding(reason=Reason.SIGNATURE_MISMATCH)
    found = judge(with_component(secured, 1, Careless.broken))
    assert found == Finding(reason=Reason.SIGNATURE_MISMATCH, params={"detail": "statement"})


def test_only_p_256_signs() -> None:
    for kind in (KeyType.P384, KeyType.ED25519):
        found = party(NAME).suite.verify(BADGE, proof_in(base(NAME)), keys(kind)[1], CONTEXTS)
        assert found == Finding(reason=Reason.SIGNATURE_MISMATCH, params={"detail": "key type"})
    bent = PublicKey(type=KeyType.P256, encoded=b"\x02" + b"\xff" * 32)
    found = party(NAME).suite.verify(BADGE, proof_in(base(NAME)), bent, CONTEXTS)
    assert found == Finding(reason=Reason.SIGNATURE_MISMATCH)


def test_whoever_gets_a_derived_proof_can_leave_out_but_not_add() -> None:
    """A property of the suite: what shows less is made of what shows more, and never the other way round."""
    more, less = derived(NAME, "/evidence", "/name"), derived(NAME, "/name")
    (_, (_, _, many, *_)), (_, (_, _, few, *_)) = components(more), components(less)
    assert isinstance(many, list)
    assert isinstance(few, list)
    assert judge(with_component(more, IN_DERIVED, few)) is not None
    rest: JsonObject = {name: value for name, value in more.items() if name != "evidence"}
    assert [signature for signature in many if signature in few] == few
    assert judge({**rest, "proof": less["proof"]}) is None
    assert judge({**less, "evidence": more["evidence"]}) is not None


def test_a_base_proof_that_lost_signatures_is_not_derived_from() -> None:
    short = with_component(base(NAME), IN_BASE, signatures(base(NAME), IN_BASE)[1:])
    with pytest.raises(CredentialError) as caught:
        party(NAME).derive(short, "/name")
    assert caught.value.code == Reason.SIGNATURE_MISMATCH


@pytest.mark.parametrize(
    ("place", "bad"), [(2, bytes(31)), (2, 0), (3, 0), (3, {}), (4, [b""]), (4, ["/issuer"] * 1001)]
)
def test_base_components_that_are_none(place: int, bad: cbor.Encodable) -> None:
    found = judge(with_component(base(NAME), place, bad))
    assert found is not None
    assert found.reason is Reason.PROOF_MALFORMED


def test_every_badge_has_a_key_and_labels_of_its_own() -> None:
    one, other = (components(party(NAME).issue(seed=seed))[1] for seed in (b"1", b"2"))
    assert one[1] != other[1]
    assert one[2] != other[2]
    assert not {item for item in signatures_of(one) if item in signatures_of(other)}


def signatures_of(found: list[cbor.CborValue]) -> list[cbor.CborValue]:
    listed = found[IN_BASE]
    assert isinstance(listed, list)
    return listed


def test_the_document_is_left_as_it_is() -> None:
    secured = base(NAME)
    shown = party(NAME).derive(secured, "/credentialSubject/result")
    subject, part = secured["credentialSubject"], shown["credentialSubject"]
    assert isinstance(subject, dict)
    assert isinstance(part, dict)
    assert part["result"] == subject["result"]
    assert part["result"] is not subject["result"]
    assert unsecured(secured) == BADGE

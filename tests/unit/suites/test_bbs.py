"""BBS signatures and their proofs: the published figures, and nothing that is not exactly a signature or a proof."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from py_arkworks_bls12381 import G1Point, G2Point

from tests.unit.suites.selective_samples import stream
from wallet.errors import CredentialError
from wallet.model.report import Reason
from wallet.suites import bbs
from wallet.suites.bbs import BbsKey, Signed

# Figures of draft-irtf-cfrg-bbs-signatures-10, sections 8.4.3 to 8.4.5.
SECRET: Final = 0x60E55110F76883A13D030B2F6BD11883422D5ABDE717569FC0731F51237169FC
HEADER: Final = bytes.fromhex("11223344556677889900aabbccddeeff")
PRESENTATION_HEADER: Final = bytes.fromhex("bed231d880675ed101ead304512e043ade9958dd0241ea70b4b3957fba941501")
MESSAGES: Final = [
    bytes.fromhex(text)
    for text in (
        "9872ad089e452c7b6e283dfac2a80d58e8d0ff71cc4d5e310a1debdda4a45f02",
        "c344136d9ab02da4dd5908bbba913ae6f58c2cc844b802a6f811f5fb075f9b80",
        "7372e9daa5ed31e6cd5c825eac1b855e84476a1d94932aa348e07b73",
        "77fe97eb97a1ebe2e81e4e3597a3ee740a66e9ef2412472c",
        "496694774c5604ab1b2544eababcf0f53278ff50",
        "515ae153e22aae04ad16f759e07237b4",
        "d183ddc6e2665aa4e2f088af",
        "ac55fb33a75909ed",
        "96012096",
        "",
    )
]
SIGNATURE: Final = bytes.fromhex(
    "8339b285a4acd89dec7777c09543a43e3cc60684b0a6f8ab335da4825c96e1463e28f8c5f4fd0641d19cec5920d3a8ff"
    "4bedb6c9691454597bbd298288abed3632078557b2ace7d44caed846e1a0a1e8"
)
ONE_SIGNATURE: Final = bytes.fromhex(
    "84773160b824e194073a57493dac1a20b667af70cd2352d8af241c77658da5253aa8458317cca0eae615690d55b1f271"
    "64657dcafee1d5c1973947aa70e2cfbb4c892340be5969920d0916067b4565a0"
)
SHOWN: Final = (0, 2, 4, 6)
PROOF: Final = bytes.fromhex(
    "a2ed608e8e12ed21abc2bf154e462d744a367c7f1f969bdbf784a2a134c7db2d340394223a5397a3011b1c340ebc4151"
    "99462ba6f31106d8a6da8b513b37a47afe93c9b3474d0d7a354b2edc1b88818b063332df774c141f7a07c48fe50d452f"
    "897739228c88afc797916dca01e8f03bd9c5375c7a7c59996e514bb952a436afd24457658acbaba5ddac2e693ac48135"
    "6918cd38025d86b28650e909defe9604a7259f44386b861608be742af7775a2e71a6070e5836f5f54dc43c60096834a5"
    "b6da295bf8f081f72b7cdf7f3b4347fb3ff19edaa9e74055c8ba46dbcb7594fb2b06633bb5324192eb9be91be0d33e45"
    "3b4d3127459de59a5e2193c900816f049a02cb9127dac894418105fa1641d5a206ec9c42177af9316f43341744147827"
    "6ca0303da8f941bf2e0222a43251cf5c2bf6eac1961890aa740534e519c1767e1223392a3a286b0f4d91f7f25217a786"
    "2b8fcc1810cdcfddde2a01c80fcc90b632585fec12dc4ae8fea1918e9ddeb9414623a457e88f53f545841f9d5dcb1f8e"
    "160d1560770aa79d65e2eca8edeaecb73fb7e995608b820c4a64de6313a370ba05dc25ed7c1d185192084963652f2870"
    "341bdaa4b1a37f8c06348f38a4f80c5a2650a21d59f09e8305dcd3fc3ac30e2a"
)
SEED: Final = b"3.141592653589793238462643383279"

KEY: Final = BbsKey(secret=SECRET, verification_method="did:example:issuer#key")
ABOUT: Final = Signed(public_key=KEY.public_key, header=HEADER, presentation_header=PRESENTATION_HEADER)


def published_random(count: int) -> Callable[[int], bytes]:
    """The numbers that the published proof was made with (section 8.1, "Mocked Random Scalars")."""
    dst = b"BBS_BLS12381G1_XMD:SHA-256_SSWU_RO_H2G_HM2S_MOCK_RANDOM_SCALARS_DST_"
    dst_prime = dst + bytes([len(dst)])
    length = 48 * count
    first = hashlib.sha256(bytes(64) + SEED + length.to_bytes(2) + b"\0" + dst_prime).digest()
    blocks = [hashlib.sha256(first + b"\1" + dst_prime).digest()]
    while 32 * len(blocks) < length:
        mixed = bytes(x ^ y for x, y in zip(first, blocks[-1], strict=True))
        blocks.append(hashlib.sha256(mixed + bytes([len(blocks) + 1]) + dst_prime).digest())
    drawn = iter(b"".join(blocks))
    return lambda wanted: bytes(next(drawn) for _ in range(wanted))


# --- the published figures ------------------------------------------------------------------------------------------


def test_the_published_signatures() -> None:
    assert KEY.sign_messages(HEADER, MESSAGES) == SIGNATURE
    assert KEY.sign_messages(HEADER, MESSAGES[:1]) == ONE_SIGNATURE
    assert bbs.verify(KEY.public_key, SIGNATURE, HEADER, MESSAGES)
    assert bbs.verify(KEY.public_key, ONE_SIGNATURE, HEADER, MESSAGES[:1])


def test_the_published_proof() -> None:
    made = bbs.prove(ABOUT, SIGNATURE, MESSAGES, SHOWN, published_random(5 + 6))
    assert made == PROOF
    assert bbs.verify_proof(ABOUT, PROOF, [MESSAGES[index] for index in SHOWN], SHOWN)


@pytest.mark.parametrize(
    "about",
    [
        replace(ABOUT, presentation_header=PRESENTATION_HEADER[::-1]),
        replace(ABOUT, presentation_header=b""),
        replace(ABOUT, header=b""),
        replace(ABOUT, header=HEADER[::-1]),
        replace(ABOUT, public_key=BbsKey(secret=SECRET + 1, verification_method="").public_key),
    ],
)
def test_the_published_proof_is_of_nothing_else(about: Signed) -> None:
    assert not bbs.verify_proof(about, PROOF, [MESSAGES[index] for index in SHOWN], SHOWN)


# --- any messages ---------------------------------------------------------------------------------------------------


@settings(max_examples=40)
@given(st.lists(st.binary(max_size=20), max_size=8), st.data())
def test_any_part_can_be_proved(messages: list[bytes], data: st.DataObject) -> None:
    header, presentation = data.draw(st.binary(max_size=9)), data.draw(st.binary(max_size=9))
    signature = KEY.sign_messages(header, messages)
    assert bbs.verify(KEY.public_key, signature, header, messages)
    shown = sorted(data.draw(st.sets(st.integers(0, len(messages) - 1)) if messages else st.just(set())))
    about = Signed(public_key=KEY.public_key, header=header, presentation_header=presentation)
    proof = bbs.prove(about, signature, messages, shown, stream(data.draw(st.binary(max_size=3))))
    told = [messages[index] for index in shown]
    assert bbs.verify_proof(about, proof, told, shown)
    place = data.draw(st.integers(0, len(proof) - 1))
    bent = bytes(byte ^ (data.draw(st.integers(1, 255)) if at == place else 0) for at, byte in enumerate(proof))
    assert not bbs.verify_proof(about, bent, told, shown)
    if told:
        assert not bbs.verify_proof(about, proof, [told[0] + b"x", *told[1:]], shown)
        assert not bbs.verify_proof(about, proof, told[1:], shown[1:])
    assert not bbs.verify_proof(about, proof, [*told, b""], [*shown, len(messages)])


def test_proofs_of_one_signature_have_nothing_in_common() -> None:
    one, other = (bbs.prove(ABOUT, SIGNATURE, MESSAGES, SHOWN, stream(seed)) for seed in (b"1", b"2"))
    parts = [{proof[at : at + 32] for at in range(0, len(proof), 16)} for proof in (one, other)]
    assert not parts[0] & parts[1]


def test_a_signature_covers_every_message_its_place_and_the_header() -> None:
    for messages in (MESSAGES[::-1], MESSAGES[:-1], [*MESSAGES, b""], [b"", *MESSAGES[1:]]):
        assert not bbs.verify(KEY.public_key, SIGNATURE, HEADER, messages)
    assert not bbs.verify(KEY.public_key, SIGNATURE, b"", MESSAGES)
    other = BbsKey(secret=7, verification_method="").public_key
    assert not bbs.verify(other, SIGNATURE, HEADER, MESSAGES)
    assert bbs.verify(KEY.public_key, KEY.sign(b"one"), b"", [b"one"])


def test_a_key_does_not_show_itself() -> None:
    assert str(SECRET) not in repr(KEY)
    assert f"{SECRET:x}" not in repr(KEY)


# --- what is no signature, no proof, no key ---------------------------------------------------------------------------

TOLD: Final = [MESSAGES[index] for index in SHOWN]
ZERO: Final = bytes(32)
ORDER: Final = 0x73EDA753299D7D483339D80809A1D80553BDA402FFFE5BFEFFFFFFFF00000001
IDENTITY: Final = b"\xc0" + bytes(47)


def outside() -> bytes:
    """A point of the curve that is not in the group of prime order."""
    for x in range(1, 100):
        octets = b"\x80" + bytes(45) + x.to_bytes(2)
        try:
            point = G1Point.from_compressed_bytes_unchecked(octets)
        except ValueError:
            continue
        if not point.is_in_subgroup() and point.to_compressed_bytes() == octets:
            return octets
    raise AssertionError("no such point among the first hundred")


BAD_POINTS: Final = {
    "identity": IDENTITY,
    "identity with something in it": b"\xc0" + bytes(46) + b"\1",
    "outside the subgroup": outside(),
    "not on the curve": b"\x80" + bytes(46) + b"\1",
    "beyond the field": b"\x9f" + b"\xff" * 47,
    "zero": bytes(48),
    "not marked compressed": bytes([PROOF[0] & 0x7F]) + PROOF[1:48],
    "marked infinite": bytes([PROOF[0] | 0x40]) + PROOF[1:48],
}


@pytest.mark.parametrize("bad", BAD_POINTS.values(), ids=BAD_POINTS)
def test_bad_points(bad: bytes) -> None:
    for at in (0, 48, 96):
        assert not bbs.verify_proof(ABOUT, PROOF[:at] + bad + PROOF[at + 48 :], TOLD, SHOWN)
    assert not bbs.verify(KEY.public_key, bad + SIGNATURE[48:], HEADER, MESSAGES)
    with pytest.raises(CredentialError) as caught:
        bbs.prove(ABOUT, bad + SIGNATURE[48:], MESSAGES, SHOWN, stream(b""))
    assert caught.value.code == Reason.PROOF_MALFORMED


@pytest.mark.parametrize("bad", [ZERO, ORDER.to_bytes(32), (ORDER + 1).to_bytes(32), b"\xff" * 32])
def test_bad_scalars(bad: bytes) -> None:
    for at in range(144, len(PROOF), 32):
        assert not bbs.verify_proof(ABOUT, PROOF[:at] + bad + PROOF[at + 32 :], TOLD, SHOWN)
    assert not bbs.verify(KEY.public_key, SIGNATURE[:48] + bad, HEADER, MESSAGES)


def test_a_second_spelling_of_a_scalar_is_none() -> None:
    e = int.from_bytes(SIGNATURE[48:])
    assert e + ORDER < 2**256
    assert not bbs.verify(KEY.public_key, SIGNATURE[:48] + (e + ORDER).to_bytes(32), HEADER, MESSAGES)


@pytest.mark.parametrize("cut", [0, 47, 48, 144, 144 + 96, 144 + 127, len(PROOF) - 32, len(PROOF) - 1])
def test_a_proof_has_its_length(cut: int) -> None:
    assert not bbs.verify_proof(ABOUT, PROOF[:cut], TOLD, SHOWN)
    assert not bbs.verify_proof(ABOUT, PROOF + PROOF[-32:], TOLD, SHOWN)
    assert not bbs.verify_proof(ABOUT, PROOF + b"\0", TOLD, SHOWN)


@pytest.mark.parametrize("length", [0, 48, 79, 81, 112])
def test_a_signature_has_its_length(length: int) -> None:
    assert not bbs.verify(KEY.public_key, (SIGNATURE + bytes(32))[:length], HEADER, MESSAGES)


@pytest.mark.parametrize(
    "bad",
    [
        b"",
        KEY.public_key[:95],
        KEY.public_key + b"\0",
        b"\xc0" + bytes(95),
        b"\xc0" + bytes(94) + b"\1",
        b"\x80" + bytes(94) + b"\1",
        bytes(96),
        (-G2Point()).to_compressed_bytes()[::-1],
    ],
)
def test_bad_public_keys(bad: bytes) -> None:
    assert not bbs.verify(bad, SIGNATURE, HEADER, MESSAGES)
    assert not bbs.verify_proof(replace(ABOUT, public_key=bad), PROOF, TOLD, SHOWN)


@pytest.mark.parametrize(
    "indexes", [(0, 2, 4), (0, 2, 4, 6, 8), (2, 0, 4, 6), (0, 0, 4, 6), (0, 2, 4, 10), (-1, 2, 4, 6), (0, 2, 4, 2**64)]
)
def test_bad_indexes(indexes: tuple[int, ...]) -> None:
    assert not bbs.verify_proof(ABOUT, PROOF, TOLD, indexes)


@pytest.mark.parametrize("indexes", [(0, 2, 4, 7), (1, 2, 4, 6)])
def test_indexes_of_other_messages(indexes: tuple[int, ...]) -> None:
    assert not bbs.verify_proof(ABOUT, PROOF, TOLD, indexes)


def test_more_messages_than_are_looked_at() -> None:
    many = [b""] * (bbs.MAX_MESSAGES + 1)
    assert not bbs.verify(KEY.public_key, SIGNATURE, HEADER, many)
    assert not bbs.verify_proof(ABOUT, PROOF, many, range(len(many)))
    assert not bbs.verify_proof(ABOUT, PROOF[:144] + PROOF[144:176] * (bbs.MAX_MESSAGES + 5), [], [])
    with pytest.raises(CredentialError) as caught:
        KEY.sign_messages(HEADER, many)
    assert caught.value.code == Reason.TOO_COMPLEX

"""BBS signatures: one signature over many messages, and proofs of it that show some messages and hide the rest.

IRTF draft-irtf-cfrg-bbs-signatures, ciphersuite BLS12-381-SHA-256 with the interface H2G_HM2S; names follow the draft.
The curve is the arkworks library's. Importing this module loads it, so it is imported where a BBS proof is met.

Arithmetic on secret scalars is Python's own, which does not take the same time for all values. The secrets here are a
holder's fresh random numbers and, where something is signed, the key of an issuer who made it for samples.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence
from dataclasses import field
from typing import Final, NamedTuple, TypeAlias

from py_arkworks_bls12381 import GT, G1Point, G2Point, Scalar

from wallet.errors import CredentialError
from wallet.model.frozen import frozen
from wallet.model.key import KeyType
from wallet.model.report import Reason
from wallet.suites.interface import RandomBytes

SIGNATURE_BYTES: Final = 80
PUBLIC_KEY_BYTES: Final = 96

MAX_MESSAGES: Final = 1_000
"""Messages of one signature: each needs a point of its own, 0.7 ms to make; a rich badge has 140."""

MAX_PROOF_BYTES: Final = 3 * 48 + (4 + MAX_MESSAGES) * 32

_ORDER: Final = 0x73EDA753299D7D483339D80809A1D80553BDA402FFFE5BFEFFFFFFFF00000001
_POINT_BYTES: Final = 48
_SCALAR_BYTES: Final = 32
_EXPAND_BYTES: Final = 48

_API_ID: Final = b"BBS_BLS12381G1_XMD:SHA-256_SSWU_RO_H2G_HM2S_"
_SEED_DST: Final = _API_ID + b"SIG_GENERATOR_SEED_"
_GENERATOR_DST: Final = _API_ID + b"SIG_GENERATOR_DST_"
_GENERATOR_SEED: Final = _API_ID + b"MESSAGE_GENERATOR_SEED"
_HASH_DST: Final = _API_ID + b"H2S_"
_MESSAGE_DST: Final = _API_ID + b"MAP_MSG_TO_SCALAR_AS_HASH_"
_P1: Final = bytes.fromhex(
    "a8ce256102840821a3e94ea9025e4662b205762f9776b3a766c872b948f1fd225e7c59698588e70d11406d161b4e28c9"
)

_Serializable: TypeAlias = "G1Point | _Field | int"


class _Field(NamedTuple):
    """An integer modulo the order, to be told from a counter where things are serialised."""

    value: int


class _Generators(NamedTuple):
    """The points that depend on nothing but their number: for the domain, and one for each message."""

    q_1: G1Point
    messages: tuple[G1Point, ...]


class _Signature(NamedTuple):
    a: G1Point
    e: int


class _Proof(NamedTuple):
    """A proof: three points, three responses, one response for each hidden message, and the challenge."""

    a_bar: G1Point
    b_bar: G1Point
    d: G1Point
    e_hat: int
    r1_hat: int
    r3_hat: int
    hidden: tuple[int, ...]
    challenge: int


@frozen
class Signed:
    """What a proof is about besides messages: whose signature, over which header, presented under which header."""

    public_key: bytes
    header: bytes
    presentation_header: bytes


@frozen
class BbsKey:
    """A private BBS key that signs what an issuer makes (`SigningKey` and `MessagesSigningKey`)."""

    secret: int = field(repr=False)
    verification_method: str
    type: KeyType = KeyType.BLS12381_G2

    @property
    def public_key(self) -> bytes:
        """The compressed point of G2."""
        return (G2Point() * _scalar(self.secret)).to_compressed_bytes()

    def sign(self, message: bytes) -> bytes:
        """A signature over one message without a header."""
        return self.sign_messages(b"", [message])

    def sign_messages(self, header: bytes, messages: Sequence[bytes]) -> bytes:
        """The BBS signature ("CoreSign")."""
        scalars = _message_scalars(messages)
        generators = _generators(len(messages))
        domain = _domain(self.public_key, generators, header)
        e = _hash_to_scalar(_serialize([_Field(self.secret), *map(_Field, scalars), _Field(domain)]), _HASH_DST)
        b = _commitment(generators, domain, range(len(messages)), scalars)
        a = b * _scalar(pow(self.secret + e, -1, _ORDER))
        return _serialize([a, _Field(e)])


def verify(public_key: bytes, signature: bytes, header: bytes, messages: Sequence[bytes]) -> bool:
    """Whether the key made `signature` over `header` and `messages` ("CoreVerify")."""
    try:
        w = _public_point(public_key)
        a, e = _read_signature(signature)
        generators = _generators(len(messages))
    except CredentialError:
        return False
    domain = _domain(public_key, generators, header)
    b = _commitment(generators, domain, range(len(messages)), _message_scalars(messages))
    return GT.pairing_check([a, b], [w + G2Point() * _scalar(e), -G2Point()])


def prove(
    signed: Signed,
    signature: bytes,
    messages: Sequence[bytes],
    disclosed: Sequence[int],
    random_bytes: RandomBytes,
) -> bytes:
    """A proof of `signature` that shows the messages at the indexes `disclosed` ("CoreProofGen").

    Raises `CredentialError`: `proof-malformed` for a signature that cannot be one, `too-complex` for too many messages.
    """
    a, e = _read_signature(signature)
    generators = _generators(len(messages))
    scalars = _message_scalars(messages)
    shown = frozenset(disclosed)
    hidden = [index for index in range(len(messages)) if index not in shown]
    r1, r2, e_tilde, r1_tilde, r3_tilde, *m_tilde = (
        int.from_bytes(random_bytes(_EXPAND_BYTES)) % _ORDER for _ in range(5 + len(hidden))
    )
    domain = _domain(signed.public_key, generators, signed.header)
    d = _commitment(generators, domain, range(len(messages)), scalars) * _scalar(r2)
    a_bar = a * _scalar(r1 * r2)
    b_bar = d * _scalar(r1) - a_bar * _scalar(e)
    t1 = _sum([a_bar, d], [e_tilde, r1_tilde])
    t2 = _sum([d, *(generators.messages[index] for index in hidden)], [r3_tilde, *m_tilde])
    pairs = [(index, scalars[index]) for index in sorted(shown)]
    challenge = _challenge([a_bar, b_bar, d, t1, t2], domain, pairs, signed.presentation_header)
    responses = (
        e_tilde + e * challenge,
        r1_tilde - r1 * challenge,
        r3_tilde - pow(r2, -1, _ORDER) * challenge,
        *(tilde + scalars[index] * challenge for tilde, index in zip(m_tilde, hidden, strict=True)),
        challenge,
    )
    return _serialize([a_bar, b_bar, d, *(_Field(response % _ORDER) for response in responses)])


def verify_proof(signed: Signed, proof: bytes, messages: Sequence[bytes], disclosed: Sequence[int]) -> bool:
    """Whether `proof` shows that the key signed `messages` at the indexes `disclosed` ("CoreProofVerify").

    `disclosed` rises strictly, one index for each message; anything else is no proof.
    """
    try:
        w = _public_point(signed.public_key)
        parts = _read_proof(proof)
        count = len(messages) + len(parts.hidden)
        generators = _generators(count)
    except CredentialError:
        return False
    shown = frozenset(disclosed)
    if len(disclosed) != len(messages) or list(disclosed) != sorted(shown) or any(i not in range(count) for i in shown):
        return False
    hidden = [index for index in range(count) if index not in shown]
    scalars = _message_scalars(messages)
    domain = _domain(signed.public_key, generators, signed.header)
    t1 = _sum([parts.b_bar, parts.a_bar, parts.d], [parts.challenge, parts.e_hat, parts.r1_hat])
    known = _commitment(generators, domain, disclosed, scalars)
    t2 = _sum(
        [known, parts.d, *(generators.messages[index] for index in hidden)],
        [parts.challenge, parts.r3_hat, *parts.hidden],
    )
    points = [parts.a_bar, parts.b_bar, parts.d, t1, t2]
    pairs = list(zip(disclosed, scalars, strict=True))
    if _challenge(points, domain, pairs, signed.presentation_header) != parts.challenge:
        return False
    return GT.pairing_check([parts.a_bar, parts.b_bar], [w, -G2Point()])


# --- reading ------------------------------------------------------------------------------------------------------


def _read_signature(octets: bytes) -> _Signature:
    """The draft's "octets_to_signature". Raises `CredentialError`, as everything that reads does."""
    if len(octets) != SIGNATURE_BYTES:
        raise _malformed("signature length")
    return _Signature(_point(octets[:_POINT_BYTES]), _response(octets[_POINT_BYTES:]))


def _read_proof(octets: bytes) -> _Proof:
    """The draft's "octets_to_proof"."""
    responses = octets[3 * _POINT_BYTES :]
    if len(octets) > MAX_PROOF_BYTES or len(responses) < 4 * _SCALAR_BYTES or len(responses) % _SCALAR_BYTES:
        raise _malformed("proof length")
    points = [_point(octets[at : at + _POINT_BYTES]) for at in range(0, 3 * _POINT_BYTES, _POINT_BYTES)]
    e_hat, r1_hat, r3_hat, *hidden, challenge = (
        _response(responses[at : at + _SCALAR_BYTES]) for at in range(0, len(responses), _SCALAR_BYTES)
    )
    a_bar, b_bar, d = points
    return _Proof(a_bar, b_bar, d, e_hat, r1_hat, r3_hat, tuple(hidden), challenge)


def _point(octets: bytes) -> G1Point:
    """A point of G1 that is not the identity, in its only encoding."""
    try:
        point = G1Point.from_compressed_bytes(octets)
    except ValueError as error:
        raise _malformed("point") from error
    if point.to_compressed_bytes() != octets or point == G1Point.identity() or not point.is_in_subgroup():
        raise _malformed("point")
    return point


def _public_point(octets: bytes) -> G2Point:
    """The draft's "octets_to_pubkey"."""
    try:
        point = G2Point.from_compressed_bytes(octets)
    except ValueError as error:
        raise _malformed("public key") from error
    if point.to_compressed_bytes() != octets or point == G2Point.identity() or not point.is_in_subgroup():
        raise _malformed("public key")
    return point


def _response(octets: bytes) -> int:
    value = int.from_bytes(octets)
    if not 0 < value < _ORDER:
        raise _malformed("scalar")
    return value


def _malformed(detail: str) -> CredentialError:
    return CredentialError(Reason.PROOF_MALFORMED, detail=detail)


# --- hashing and sums ---------------------------------------------------------------------------------------------


def _message_scalars(messages: Sequence[bytes]) -> list[int]:
    """The draft's "messages_to_scalars"."""
    return [_hash_to_scalar(message, _MESSAGE_DST) for message in messages]


def _domain(public_key: bytes, generators: _Generators, header: bytes) -> int:
    """The draft's "calculate_domain"."""
    points = _serialize([len(generators.messages), generators.q_1, *generators.messages])
    return _hash_to_scalar(public_key + points + _API_ID + len(header).to_bytes(8) + header, _HASH_DST)


def _challenge(
    points: Sequence[G1Point], domain: int, disclosed: Sequence[tuple[int, int]], presentation_header: bytes
) -> int:
    """The draft's "ProofChallengeCalculate": `disclosed` are indexes with their scalars."""
    pairs: list[_Serializable] = [part for index, scalar in disclosed for part in (index, _Field(scalar))]
    octets = _serialize([len(disclosed), *pairs, *points, _Field(domain)])
    return _hash_to_scalar(octets + len(presentation_header).to_bytes(8) + presentation_header, _HASH_DST)


def _commitment(generators: _Generators, domain: int, indexes: Sequence[int], scalars: Sequence[int]) -> G1Point:
    """The point that a signature is made on, as far as the messages at `indexes` make it."""
    points = [generators.q_1, *(generators.messages[index] for index in indexes)]
    return G1Point.from_compressed_bytes(_P1) + _sum(points, [domain, *scalars])


def _sum(points: Sequence[G1Point], factors: Sequence[int]) -> G1Point:
    return G1Point.multiexp_unchecked(list(points), list(map(_scalar, factors)))


def _scalar(value: int) -> Scalar:
    return Scalar.from_be_bytes((value % _ORDER).to_bytes(_SCALAR_BYTES))


def _serialize(items: Sequence[_Serializable]) -> bytes:
    """The draft's "serialize": points compressed, scalars in 32 bytes, counters in eight."""
    parts: list[bytes] = []
    for item in items:
        if isinstance(item, _Field):
            parts.append(item.value.to_bytes(_SCALAR_BYTES))
        elif isinstance(item, int):
            parts.append(item.to_bytes(8))
        else:
            parts.append(item.to_compressed_bytes())
    return b"".join(parts)


def _hash_to_scalar(message: bytes, dst: bytes) -> int:
    """The draft's "hash_to_scalar"."""
    return int.from_bytes(_expand_message(message, dst)) % _ORDER


def _expand_message(message: bytes, dst: bytes) -> bytes:
    """`expand_message_xmd` with SHA-256 (RFC 9380, section 5.3.1), of the only length needed here."""
    dst_prime = dst + bytes([len(dst)])
    b_0 = hashlib.sha256(bytes(64) + message + _EXPAND_BYTES.to_bytes(2) + b"\0" + dst_prime).digest()
    block = hashlib.sha256(b_0 + b"\1" + dst_prime).digest()
    mixed = bytes(x ^ y for x, y in zip(b_0, block, strict=True))
    return (block + hashlib.sha256(mixed + b"\2" + dst_prime).digest())[:_EXPAND_BYTES]


class _GeneratorTable:
    """The generators made so far; they are the same for everybody, so they are made once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._points: list[G1Point] = []
        self._seed = _expand_message(_GENERATOR_SEED, _SEED_DST)

    def first(self, count: int) -> list[G1Point]:
        """The first `count` of them ("create_generators")."""
        with self._lock:
            while len(self._points) < count:
                self._seed = _expand_message(self._seed + (len(self._points) + 1).to_bytes(8), _SEED_DST)
                self._points.append(G1Point.hash_to_curve(self._seed, _GENERATOR_DST))
            return self._points[:count]


_TABLE: Final = _GeneratorTable()


def _generators(count: int) -> _Generators:
    """The generators for `count` messages. Raises `CredentialError` (`too-complex`)."""
    if count > MAX_MESSAGES:
        raise CredentialError(Reason.TOO_COMPLEX, what="messages", limit=str(MAX_MESSAGES))
    q_1, *messages = _TABLE.first(count + 1)
    return _Generators(q_1, tuple(messages))

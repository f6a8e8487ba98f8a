"""bbs-2023: what is particular to it beside what both selective-disclosure suites promise."""

from __future__ import annotations

import subprocess
import sys
from typing import Final

import pytest

from tests.places import ROOT
from tests.unit.suites.samples import CONTEXTS, options
from tests.unit.suites.selective_samples import (
    BADGE,
    MANDATORY,
    base,
    components,
    derived,
    party,
    proof_in,
    stream,
    with_component,
    with_value,
)
from wallet.codec import cbor
from wallet.errors import CredentialError
from wallet.formats.vcdm import unsecured
from wallet.model.json import JsonObject
from wallet.model.key import KeyType
from wallet.model.report import Finding, Reason
from wallet.suites import bbs
from wallet.suites.selective.forms import form_of

NAME: Final = "bbs-2023"
SHOWN: Final = ("/credentialSubject/result", "/evidence")
PROOF, LABELS, MANDATORY_INDEXES, SELECTIVE, PRESENTATION_HEADER = range(5)


def judge(secured: JsonObject) -> Finding | None:
    return party(NAME).judge(secured)


def reason(secured: JsonObject) -> Reason | None:
    return getattr(judge(secured), "reason", None)


def test_the_presentation_header_is_bound_to_the_proof() -> None:
    shown = party(NAME).derive(base(NAME), *SHOWN, header=b"for the employer")
    assert judge(shown) is None
    assert components(shown)[1][PRESENTATION_HEADER] == b"for the employer"
    for other in (b"", b"for another", b"for the employer\0"):
        assert reason(with_component(shown, PRESENTATION_HEADER, other)) is Reason.SIGNATURE_MISMATCH


def test_showings_of_one_badge_share_nothing_but_what_they_show() -> None:
    one, other = (party(NAME).derive(base(NAME), *SHOWN, seed=seed) for seed in (b"1", b"2"))
    assert unsecured(one) == unsecured(other)
    first, second = components(one)[1][PROOF], components(other)[1][PROOF]
    assert isinstance(first, bytes)
    assert isinstance(second, bytes)
    assert not {first[at : at + 16] for at in range(0, len(first), 16)} & {
        second[at : at + 16] for at in range(0, len(second), 16)
    }


def test_fresh_random_numbers_unless_told_otherwise() -> None:
    tool, proof = party(NAME).suite, proof_in(base(NAME))
    one, other = (tool.derive(BADGE, proof, SHOWN, CONTEXTS) for _ in range(2))
    assert judge(one) is None
    assert one != other


@pytest.mark.parametrize("place", [MANDATORY_INDEXES, SELECTIVE])
def test_indexes_cannot_be_altered(place: int) -> None:
    secured = derived(NAME, *SHOWN)
    found = components(secured)[1][place]
    assert isinstance(found, list)
    for index in range(len(found)):
        changed = [*found]
        changed[index] = 21
        assert reason(with_component(secured, place, sorted(changed, key=repr))) is not None
        assert reason(with_component(secured, place, [*found[:index], *found[index + 1 :]])) is not None


def test_selective_indexes_rise() -> None:
    secured = derived(NAME, *SHOWN)
    found = components(secured)[1][SELECTIVE]
    assert isinstance(found, list)
    for bad in (found[::-1], [found[0], *found], [2**64 - 1], ["0"], 0):
        assert reason(with_component(secured, SELECTIVE, bad)) in {Reason.PROOF_MALFORMED, Reason.SIGNATURE_MISMATCH}
    assert reason(with_component(secured, SELECTIVE, found[::-1])) is Reason.PROOF_MALFORMED


def test_a_statement_cannot_be_left_out_by_whoever_receives_it() -> None:
    secured = derived(NAME, *SHOWN)
    less: JsonObject = {name: value for name, value in secured.items() if name != "evidence"}
    assert judge(less) is not None
    found = components(secured)[1][SELECTIVE]
    assert isinstance(found, list)
    for index in range(len(found)):
        assert judge(with_component(less, SELECTIVE, [*found[:index], *found[index + 1 :]])) is not None


@pytest.mark.parametrize(
    ("place", "bad"), [(PROOF, 0), (PROOF, b""), (PRESENTATION_HEADER, 0), (PRESENTATION_HEADER, "x")]
)
def test_derived_components_that_are_none(place: int, bad: cbor.Encodable) -> None:
    assert reason(with_component(derived(NAME), place, bad)) in {Reason.PROOF_MALFORMED, Reason.SIGNATURE_MISMATCH}


@pytest.mark.parametrize("place", range(4))
def test_base_components_have_their_length(place: int) -> None:
    found = components(base(NAME))[1][place]
    assert isinstance(found, bytes)
    for bad in (b"", found[:-1], found + b"\0", 0, "x"):
        assert reason(with_component(base(NAME), place, bad)) is Reason.PROOF_MALFORMED


def test_the_key_and_the_header_in_a_base_proof_are_the_issuers() -> None:
    """A holder takes both from the proof to derive with, so a base proof with others is not authentic."""
    stranger = party(NAME, bytes(range(2, 34)))
    assert reason(with_component(base(NAME), 2, stranger.public.encoded)) is Reason.SIGNATURE_MISMATCH
    assert reason(with_component(base(NAME), 1, bytes(64))) is Reason.SIGNATURE_MISMATCH
    theirs = components(stranger.issue())[1]
    assert reason(with_component(base(NAME), 0, theirs[0])) is Reason.SIGNATURE_MISMATCH
    assert stranger.judge(base(NAME)) is not None
    assert stranger.judge(derived(NAME, *SHOWN)) is not None


@pytest.mark.parametrize(
    ("number", "feature"),
    [
        (4, "anonymous_holder_binding"),
        (5, "anonymous_holder_binding"),
        (6, "pseudonym"),
        (7, "pseudonym"),
        (8, "pseudonym"),
        (9, "pseudonym"),
    ],
)
def test_optional_features_are_named_and_not_supported(number: int, feature: str) -> None:
    for secured in (base(NAME), derived(NAME)):
        header, found = components(secured)
        value = with_value(secured, header[:2] + bytes([number]) + cbor.encode([*found, b"more"]))
        assert judge(value) == Finding(reason=Reason.SUITE_UNSUPPORTED, params={"suite": NAME, "detail": feature})
        assert form_of(proof_in(value).options) is None
        with pytest.raises(CredentialError) as caught:
            party(NAME).derive(value)
        assert caught.value.code == Reason.SUITE_UNSUPPORTED


class OneMessageKey:
    """A key that signs one message at a time, as a vault's keys do."""

    type: Final = KeyType.BLS12381_G2
    verification_method: Final = party(NAME).key.verification_method

    def sign(self, message: bytes) -> bytes:
        return bbs.BbsKey(secret=1, verification_method="").sign(message)


def test_a_key_for_one_message_is_not_enough() -> None:
    key = OneMessageKey()
    with pytest.raises(CredentialError) as caught:
        party(NAME).suite.create(BADGE, options(NAME, key.verification_method), key, CONTEXTS)
    assert caught.value.code == Reason.SUITE_UNSUPPORTED


def test_a_signature_that_cannot_be_one_is_not_derived_from() -> None:
    broken = with_component(base(NAME), 0, bytes(80))
    with pytest.raises(CredentialError) as caught:
        party(NAME).derive(broken, *SHOWN)
    assert caught.value.code == Reason.PROOF_MALFORMED


def test_a_document_with_too_many_statements() -> None:
    achievement: JsonObject = {
        "id": "urn:uuid:9",
        "type": ["Achievement"],
        "name": "x",
        "description": "x",
        "criteria": {"id": "urn:c"},
    }
    tags: JsonObject = {**achievement, "tag": [f"t{number}" for number in range(bbs.MAX_MESSAGES + 1)]}
    subject: JsonObject = {"type": ["AchievementSubject"], "achievement": tags}
    with pytest.raises(CredentialError) as caught:
        party(NAME).issue({**BADGE, "credentialSubject": subject}, MANDATORY)
    assert caught.value.code == Reason.TOO_COMPLEX


def test_the_curve_is_not_loaded_before_it_is_needed() -> None:
    program = (
        "import sys, wallet.registry; print('py_arkworks_bls12381' in sys.modules, 'wallet.suites.bbs' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, cwd=ROOT, text=True)
    assert done.stdout.split() == ["False", "False"]


def test_the_random_numbers_are_drawn_one_by_one() -> None:
    drawn: list[int] = []

    def random_bytes(count: int) -> bytes:
        drawn.append(count)
        return stream(b"")(count - 1) + bytes([len(drawn)])

    tool, proof = party(NAME).suite, proof_in(base(NAME))
    shown = tool.derive(BADGE, proof, SHOWN, CONTEXTS, random_bytes=random_bytes)
    assert judge(shown) is None
    assert set(drawn) == {48}
    proof_bytes = components(shown)[1][PROOF]
    assert isinstance(proof_bytes, bytes)
    assert len(drawn) == 5 + (len(proof_bytes) - 3 * 48 - 4 * 32) // 32

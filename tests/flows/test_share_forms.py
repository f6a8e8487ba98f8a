"""Any mix of what the vault holds, in every form of presentation: read back whole, judged one by one, and no more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest

from tests.flows.holdings import BIRTH, GRADE, fill
from tests.flows.learner import Learner
from tests.simulator.issuer import Nothing, received, verification
from wallet.codec import json
from wallet.codec.data_url import read_data_url
from wallet.errors import UsageError
from wallet.model.json import JsonObject
from wallet.model.report import Outcome, Reason, VerificationReport
from wallet.model.request import Expectation, PresentationRequest
from wallet.wallet import Prepared

AUDIENCE: Final = "https://employer.example"
CHALLENGE: Final = "2b7e1516"
FORMATS: Final = ("eddsa-rdfc-2022", "eddsa-jcs-2022", "Ed25519Signature2020", "vp+jwt")
SELECTIVE: Final = ("sd-jwt", "ecdsa-sd-2023", "bbs-2023")
NAME: Final = {
    "sd-jwt": ("name",),
    "ecdsa-sd-2023": ("/credentialSubject/achievement/name",),
    "bbs-2023": ("/credentialSubject/achievement/name",),
}


@pytest.fixture
def learner(tmp_path: Path) -> Iterator[Learner]:
    learner = Learner(tmp_path)
    yield learner
    learner.door.lock_here()


@pytest.fixture
def ids(learner: Learner, tmp_path: Path) -> dict[str, str]:
    return fill(learner, tmp_path / "badges")


def asked(learner: Learner, **more: object) -> PresentationRequest:
    request = {"audience": AUDIENCE, "challenge": CHALLENGE, "expires": learner.now + timedelta(days=28), **more}
    return PresentationRequest(**request)  # type: ignore[arg-type]  # each test gives what it asks


def prepare(learner: Learner, *badge_ids: str, **more: object) -> Prepared:
    return learner.wallet(offline=True).prepare(badge_ids, asked(learner, **more))


def employer(content: bytes, **expected: str) -> VerificationReport:
    """What an employer with no network and no vault finds."""
    expectation = Expectation(**{"challenge": CHALLENGE, "domain": AUDIENCE, **expected})  # type: ignore[arg-type]
    return verification(Nothing()).verify(received(content), expectation)


def members(content: bytes) -> list[JsonObject]:
    text = content if content.startswith(b"{") else json_of_token(content)
    found = json.loads_object(text)["verifiableCredential"]
    assert isinstance(found, list)
    return [item for item in found if isinstance(item, dict)]


def json_of_token(content: bytes) -> bytes:
    from wallet.codec.jose import split_compact

    return bytes(split_compact(content).unverified_payload)


@pytest.mark.parametrize("format_name", FORMATS)
def test_a_mix_of_everything_is_read_back_and_judged_one_by_one(
    learner: Learner, ids: dict[str, str], format_name: str
) -> None:
    prepared = prepare(learner, *ids.values(), format=format_name)
    report = employer(prepared.signed.content)
    own = {check.check: check.outcome for check in report.checks}
    assert set(own.values()) == {Outcome.PASSED}, report.checks
    assert report.holder == learner.wallet().holder()
    judged = dict(zip(ids, report.nested, strict=True))
    assert {kind: item.outcome for kind, item in judged.items()} == {
        "plain": Outcome.PASSED,
        "token": Outcome.INDETERMINATE,  # its issuer's key is published elsewhere, and this employer asks nobody
        "sd-jwt": Outcome.PASSED,
        "ecdsa-sd-2023": Outcome.PASSED,
        "bbs-2023": Outcome.PASSED,
        "hosted": Outcome.INDETERMINATE,
        "signed-2": Outcome.INDETERMINATE,
    }
    assert [item.input.format for item in report.nested] == [
        *("ldp_vc", "jwt_vc", "sd_jwt_vc", "ldp_vc", "ldp_vc", "open_badges_2", "open_badges_2"),
    ]
    assert prepared.report.outcome is report.outcome


@pytest.mark.parametrize("format_name", FORMATS)
def test_an_altered_presentation_fails(learner: Learner, ids: dict[str, str], format_name: str) -> None:
    content = prepare(learner, ids["sd-jwt"], ids["ecdsa-sd-2023"], format=format_name).signed.content
    assert employer(content).outcome is Outcome.PASSED
    if content.startswith(b"{"):
        altered = content.replace(b"2026-12-21", b"2027-12-21")
    else:
        header, payload, signature = content.split(b".")
        altered = b".".join([header, payload, (b"B" if signature[:1] == b"A" else b"A") + signature[1:]])
    assert altered != content
    assert employer(altered).outcome is Outcome.FAILED
    assert Reason.CHALLENGE_MISMATCH in employer(content, challenge="another").reasons
    assert Reason.DOMAIN_MISMATCH in employer(content, domain="https://other.example").reasons


def test_originals_travel_byte_for_byte(learner: Learner, ids: dict[str, str], tmp_path: Path) -> None:
    content = prepare(learner, ids["hosted"], ids["signed-2"]).signed.content
    found = [read_data_url(str(member["id"])) for member in members(content)]
    kept = [(tmp_path / "badges" / kind).read_bytes().strip() for kind in ("hosted", "signed-2")]
    assert found == [("application/ld+json", kept[0]), ("application/jose", kept[1])]


def test_the_end_and_the_audience_of_a_token_count(learner: Learner, ids: dict[str, str]) -> None:
    content = prepare(learner, ids["sd-jwt"], format="vp+jwt").signed.content
    late = verification(Nothing(), at=learner.now + timedelta(days=29)).verify(received(content))
    assert Reason.PROOF_EXPIRED in late.reasons


# --- the purpose ---------------------------------------------------------------------------------------------------


def test_a_presentation_for_assertion_is_told_to_be_refused_before_it_leaves(
    learner: Learner, ids: dict[str, str]
) -> None:
    prepared = prepare(learner, ids["sd-jwt"], proof_purpose="assertionMethod")
    assert b'"proofPurpose": "assertionMethod"' in prepared.signed.content
    assert prepared.report.reasons[0] is Reason.WRONG_PURPOSE
    assert employer(prepared.signed.content).outcome is Outcome.FAILED


@pytest.mark.parametrize("format_name", ["vp+jwt", "sd-jwt+kb"])
def test_a_token_states_no_purpose(learner: Learner, ids: dict[str, str], format_name: str) -> None:
    with pytest.raises(UsageError) as caught:
        prepare(learner, ids["sd-jwt"], format=format_name, proof_purpose="assertionMethod")
    assert caught.value.code == "proof-purpose-unused"


# --- what stays ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", SELECTIVE)
@pytest.mark.parametrize("format_name", FORMATS)
def test_only_the_chosen_parts_leave(learner: Learner, ids: dict[str, str], kind: str, format_name: str) -> None:
    prepared = prepare(learner, ids[kind], format=format_name, disclose={ids[kind][:6]: NAME[kind]})
    (part,) = prepared.parts
    assert part.withholdable
    assert any(pointer.endswith(("/grade", "/value")) for pointer in part.withheld)
    assert not set(part.withheld) & set(part.disclosed)
    report = employer(prepared.signed.content)
    assert report.outcome is Outcome.PASSED, report.reasons
    said = prepared.signed.content + part.credential.received + json.dumps(part.credential.document)
    for secret in (GRADE, BIRTH, "A bridge that holds."):
        assert secret.encode() not in said
    assert len(part.disclosed) == len(list_values(part.credential.document))


def list_values(document: JsonObject) -> list[str]:
    from wallet.present.disclosure import values_of

    return [pointer for pointer, _ in values_of(document) if pointer != "/_sd_alg"]


@pytest.mark.parametrize("kind", ["ecdsa-sd-2023", "bbs-2023"])
def test_a_base_proof_never_leaves_even_when_all_of_it_is_shown(
    learner: Learner, ids: dict[str, str], tmp_path: Path, kind: str
) -> None:
    prepared = prepare(learner, ids[kind])
    original = json.loads_object((tmp_path / "badges" / kind).read_bytes())
    proof = original["proof"]
    assert isinstance(proof, dict)
    assert str(proof["proofValue"]).encode() not in prepared.signed.content
    assert GRADE.encode() in prepared.signed.content
    assert prepared.parts[0].withheld == ()
    assert employer(prepared.signed.content).outcome is Outcome.PASSED


@pytest.mark.parametrize("kind", ["plain", "token", "hosted"])
def test_what_was_signed_as_one_cannot_be_shown_in_part(learner: Learner, ids: dict[str, str], kind: str) -> None:
    assert learner.wallet().claims(ids[kind]) == ()
    with pytest.raises(UsageError) as caught:
        prepare(learner, ids[kind], disclose={ids[kind]: ("/name",)})
    assert (caught.value.code, caught.value.params["id"]) == ("not-disclosable", ids[kind])


@pytest.mark.parametrize("kind", SELECTIVE)
def test_a_part_that_is_not_there_is_told(learner: Learner, ids: dict[str, str], kind: str) -> None:
    with pytest.raises(UsageError) as caught:
        prepare(learner, ids[kind], disclose={ids[kind]: ("/no/such/part",)})
    assert caught.value.code == "no-such-claim"


@pytest.mark.parametrize("kind", SELECTIVE)
def test_what_can_be_chosen_is_listed(learner: Learner, ids: dict[str, str], kind: str) -> None:
    claims = learner.wallet().claims(ids[kind])
    assert {claim.mandatory for claim in claims} == {True, False}
    for claim in claims:
        if not claim.mandatory:
            prepared = prepare(learner, ids[kind], disclose={ids[kind]: (claim.pointer,)})
            assert claim.pointer in prepared.parts[0].disclosed


def test_personal_details_are_pointed_out(learner: Learner, ids: dict[str, str]) -> None:
    assert prepare(learner, ids["sd-jwt"]).personal == (("/birthdate",),)
    chosen = prepare(learner, ids["sd-jwt"], disclose={ids["sd-jwt"]: ("grade",)})
    assert chosen.personal == ((),)
    learner.wallet().set_addresses([GRADE])
    assert prepare(learner, ids["sd-jwt"], disclose={ids["sd-jwt"]: ("grade",)}).personal == (("/grade",),)


# --- one SD-JWT with key binding -----------------------------------------------------------------------------------


def test_an_sd_jwt_is_bound_to_the_one_who_asked(learner: Learner, ids: dict[str, str]) -> None:
    prepared = prepare(learner, ids["sd-jwt"], format="sd-jwt+kb", disclose={ids["sd-jwt"]: ("grade",)})
    content = prepared.signed.content
    assert prepared.report.outcome is Outcome.PASSED
    report = verification(Nothing()).verify(
        received(content), Expectation(challenge=CHALLENGE, domain=AUDIENCE, require_binding=True)
    )
    assert report.outcome is Outcome.PASSED, report.reasons
    assert employer(content, challenge="another").outcome is Outcome.FAILED
    with_more = content.replace(b"~", b"~" + (content.split(b"~")[1]) + b"~", 1)
    assert employer(with_more).outcome is Outcome.FAILED
    assert len(content.split(b"~")) == 3  # the token, one disclosure, the key binding


def test_a_key_binding_names_its_audience(learner: Learner, ids: dict[str, str]) -> None:
    with pytest.raises(UsageError) as caught:
        prepare(learner, ids["sd-jwt"], format="sd-jwt+kb", audience=None)
    assert caught.value.code == "audience-missing"


@pytest.mark.parametrize("kinds", [("plain",), ("sd-jwt", "plain"), ("hosted",)])
def test_a_key_binding_is_for_one_sd_jwt(learner: Learner, ids: dict[str, str], kinds: tuple[str, ...]) -> None:
    with pytest.raises(UsageError) as caught:
        prepare(learner, *(ids[kind] for kind in kinds), format="sd-jwt+kb")
    assert caught.value.code == "sd-jwt-only"


# --- looking first -------------------------------------------------------------------------------------------------


def test_preparing_leaves_no_trace(learner: Learner, ids: dict[str, str]) -> None:
    before = learner.wallet().history()
    prepare(learner, *ids.values())
    assert learner.wallet().history() == before
    assert learner.wallet().shares() == ()

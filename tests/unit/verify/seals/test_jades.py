"""Seals in JWS: what is sealed, what is altered, and every header that must not pass."""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Final

import pytest
from jwcrypto import jwk, jws

from tests.simulator.issuer import NOW
from tests.simulator.pki import Sealer
from tests.unit.verify.badges import result
from tests.unit.verify.seals.elm import (
    credential,
    embedded,
    header_of,
    issuing,
    judge,
    root,
    seal,
    signature,
    trusted,
    university,
)
from wallet.codec import json as strict_json
from wallet.codec.multibase import decode_base64url, encode_base64url
from wallet.explanation import report_lines
from wallet.model.json import JsonObject, JsonValue
from wallet.model.report import Check, IssuerTrust, Outcome, Reason, VerificationReport

PASSED: Final[tuple[Reason, ...]] = ()


def proof_reason(report: VerificationReport) -> Reason | None:
    return result(report, Check.PROOF).reason


def detail(report: VerificationReport) -> str | None:
    return result(report, Check.PROOF).params.get("detail")


def altered(envelope: JsonObject, change: Callable[[str], str]) -> JsonObject:
    return {**envelope, "payload": change(str(envelope["payload"]))}


def unprotected(document: JsonObject, header: JsonObject, extra: JsonObject) -> JsonObject:
    payload = strict_json.dumps(document).decode()
    return {"payload": payload, "signatures": [signature(payload, university(), header, extra)]}


def test_a_sealed_credential_passes_and_is_told() -> None:
    report = judge(seal(credential()))
    assert (report.outcome, report.reasons) == (Outcome.PASSED, PASSED)
    assert report.input.format == "jades"
    assert report.issuer == "VATIE-1234567T"
    assert report.trust.issuer is IssuerTrust.UNKNOWN
    assert report.credential is not None
    assert report.credential.name is not None
    assert report.credential.name.best("ja") == "データを読む"
    assert report.credential.issuer.name is not None
    assert report.credential.issuer.name.default == "Example University"
    assert report.credential.subjects[0].name == "Aoi Sato"
    assert report.description is not None
    kinds = [item.achievement_type for item in report.description.achievements]
    assert kinds == ["LearningAchievement", "LearningAssessment", "LearningActivity", "LearningEntitlement"]
    params = result(report, Check.CONTROLLER).params
    assert params["organisation"] == "Example University"
    assert params["qualified"] == "qualified-seal"
    assert params["matched"] == "eIDASIdentifier"
    assert params["revocation"] == "not-checked"
    assert params["signing_time"] == "2026-01-10T09:00:00Z"


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_page_tells_the_title_and_never_the_day_of_birth(language: str) -> None:
    page = "\n".join(report_lines(judge(seal(credential())), language))
    assert "Reading Data" in page
    assert "Example University" in page
    assert "2001" not in page


@pytest.mark.parametrize("algorithm", ["RS256", "PS256"])
def test_rsa_seals_pass(algorithm: str) -> None:
    sealer = issuing().seal(with_rsa=True)
    assert judge(seal(credential(), sealer, alg=algorithm)).outcome is Outcome.PASSED


def test_the_flattened_serialisation_passes() -> None:
    payload = strict_json.dumps(credential()).decode()
    assert judge({"payload": payload, **signature(payload, university())}).outcome is Outcome.PASSED


def test_a_payload_in_base64url_passes() -> None:
    payload = encode_base64url(strict_json.dumps(credential()))
    header = header_of(university(), b64=None, crit=["sigT"])
    assert judge({"payload": payload, "signatures": [signature(payload, university(), header)]}).reasons == PASSED


def test_another_library_makes_the_same_seal() -> None:
    sealer = university()
    token = jws.JWS(strict_json.dumps(credential()))
    header = header_of(sealer, b64=None, crit=None)
    token.add_signature(jwk.JWK.from_pyca(sealer.key), protected=strict_json.dumps(header).decode())
    assert judge(token.serialize().encode()).outcome is Outcome.PASSED


def test_another_library_accepts_this_seal() -> None:
    payload = encode_base64url(strict_json.dumps(credential()))
    made = signature(payload, university(), header_of(university(), b64=None, crit=None))
    token = jws.JWS()
    token.deserialize(strict_json.dumps({"payload": payload, **made}).decode())
    token.verify(jwk.JWK.from_pyca(university().certificate.public_key()))
    assert strict_json.loads(token.payload) == credential()


def test_an_altered_payload_fails_and_nothing_is_shown() -> None:
    report = judge(altered(seal(credential()), lambda text: text.replace("Reading Data", "Reading Gold", 1)))
    assert (report.outcome, proof_reason(report)) == (Outcome.FAILED, Reason.SIGNATURE_MISMATCH)
    assert report.credential is None
    assert report.issuer is None


def test_white_space_in_the_payload_is_part_of_what_was_sealed() -> None:
    assert proof_reason(judge(altered(seal(credential()), lambda text: text + " "))) is Reason.SIGNATURE_MISMATCH


def test_a_leaf_put_in_place_of_the_sealer_fails() -> None:
    other = issuing().seal("Example University", "VATIE-1234567T")
    swapped = header_of(university(), x5c=[*other.x5c], **{"x5t#S256": None})
    assert proof_reason(judge(unprotected(credential(), swapped, {}))) is Reason.SIGNATURE_MISMATCH


@pytest.mark.parametrize(
    ("header", "reason", "told"),
    [
        ({"alg": "none"}, Reason.UNSIGNED, None),
        ({"alg": "HS256"}, Reason.PROOF_MALFORMED, None),
        ({"alg": "XX1"}, Reason.SUITE_UNSUPPORTED, None),
        ({"alg": "ES384"}, Reason.SIGNATURE_MISMATCH, None),
        ({"crit": ["b64", "sigT", "future"], "future": 1}, Reason.SUITE_UNSUPPORTED, None),
        ({"crit": ["b64", "sigT", "sigPId"], "sigPId": {}}, Reason.SUITE_UNSUPPORTED, None),
        ({"sigD": {"mId": "x"}}, Reason.SUITE_UNSUPPORTED, None),
        ({"crit": "b64"}, Reason.PROOF_MALFORMED, "crit"),
        ({"crit": []}, Reason.PROOF_MALFORMED, "crit"),
        ({"crit": ["b64", "b64"]}, Reason.PROOF_MALFORMED, "crit"),
        ({"crit": ["b64", 1]}, Reason.PROOF_MALFORMED, "crit"),
        ({"crit": ["b64", "absent"]}, Reason.PROOF_MALFORMED, "crit"),
        ({"crit": ["b64", "alg"]}, Reason.PROOF_MALFORMED, "crit"),
        ({"crit": ["sigT"]}, Reason.PROOF_MALFORMED, "b64"),
        ({"x5c": None}, Reason.PROOF_MALFORMED, "x5c"),
        ({"x5c": []}, Reason.PROOF_MALFORMED, "x5c"),
        ({"x5c": ["AAAA"]}, Reason.PROOF_MALFORMED, "x5c"),
        ({"x5c": ["%"]}, Reason.PROOF_MALFORMED, "x5c"),
        ({"x5c": [1]}, Reason.PROOF_MALFORMED, "x5c"),
        ({"x5c": "AAAA"}, Reason.PROOF_MALFORMED, "x5c"),
        ({"x5t#S256": "AAAA"}, Reason.PROOF_MALFORMED, "certificate digest"),
        ({"x5t#S256": "*"}, Reason.PROOF_MALFORMED, "certificate digest"),
        ({"x5t#S256": 1}, Reason.PROOF_MALFORMED, "certificate digest"),
        ({"x5t#o": {"digAlg": "S512", "digVal": "AAAA"}}, Reason.PROOF_MALFORMED, "certificate digest"),
        ({"x5t#o": {"digVal": "AAAA"}}, Reason.PROOF_MALFORMED, "certificate digest"),
        ({"x5t#o": "AAAA"}, Reason.PROOF_MALFORMED, "certificate digest"),
        ({"x5t#o": {"digAlg": "S1", "digVal": "AAAA"}}, Reason.SUITE_UNSUPPORTED, None),
        ({"sigX5ts": [{"digAlg": "S384", "digVal": "AAAA"}]}, Reason.PROOF_MALFORMED, "certificate digest"),
        ({"sigX5ts": []}, Reason.PROOF_MALFORMED, "certificate digest"),
        ({"sigT": "yesterday"}, Reason.PROOF_MALFORMED, "signing time"),
        ({"sigT": 1}, Reason.PROOF_MALFORMED, "signing time"),
        ({"sigT": None, "crit": ["b64"], "iat": "1"}, Reason.PROOF_MALFORMED, "signing time"),
        ({"sigT": None, "crit": ["b64"], "iat": True}, Reason.PROOF_MALFORMED, "signing time"),
        ({"sigT": "2026-11-23T15:00:00Z"}, Reason.NOT_YET_VALID, None),
    ],
)
def test_a_header_that_is_not_understood_whole_never_passes(
    header: dict[str, JsonValue], reason: Reason, told: str | None
) -> None:
    report = judge(seal(credential(), **header))
    assert proof_reason(report) is reason
    assert report.outcome is not Outcome.PASSED
    assert report.credential is None
    if told is not None:
        assert detail(report) == told


@pytest.mark.parametrize("header", [{"b64": True, "crit": ["b64"]}, {"b64": "false", "crit": ["b64"]}])
def test_b64_is_a_boolean_and_says_how_the_payload_is_written(header: dict[str, JsonValue]) -> None:
    payload = encode_base64url(strict_json.dumps(credential()))
    made = signature(payload, university(), header_of(university(), **header))
    expected = None if header["b64"] is True else Reason.PROOF_MALFORMED
    assert proof_reason(judge({"payload": payload, "signatures": [made]})) is expected


@pytest.mark.parametrize(
    "header",
    [
        {"adoTst": {"tstTokens": [{"val": "AA=="}]}, "crit": ["b64", "sigT", "adoTst"]},
        {"srCms": [], "sigPl": {}, "srAts": [], "crit": ["b64", "srCms", "sigPl", "srAts"]},
        {"sigT": None, "crit": ["b64"]},
        {"sigT": None, "crit": ["b64"], "iat": 1_768_035_600},
        {"x5t#S256": None},
    ],
)
def test_what_takes_nothing_away_may_be_there_or_not(header: dict[str, JsonValue]) -> None:
    report = judge(seal(credential(), **header))
    assert report.reasons == PASSED
    assert result(report, Check.PROOF).params.get("timestamp") == ("not-checked" if "adoTst" in header else None)
    told = header.get("sigT", "") is not None or "iat" in header
    assert ("signing_time" in result(report, Check.CONTROLLER).params) is told


@pytest.mark.parametrize(
    ("name", "hash_name"), [("S256", "sha256"), ("S384", "sha384"), ("S512", "sha512"), ("sha-512", "sha512")]
)
def test_every_stated_digest_is_compared(name: str, hash_name: str) -> None:
    digest = hashlib.new(hash_name, university().der).digest()
    stated: JsonObject = {"digAlg": name, "digVal": encode_base64url(digest)}
    header: dict[str, JsonValue] = {"x5t#o": stated, "sigX5ts": [stated]}
    assert judge(seal(credential(), **header)).reasons == PASSED


def test_certificates_outside_the_signed_header_need_a_signed_digest() -> None:
    header = header_of(university(), x5c=None)
    extra: JsonObject = {"x5c": [*university().x5c]}
    assert judge(unprotected(credential(), header, extra)).reasons == PASSED
    without = header_of(university(), x5c=None, **{"x5t#S256": None})
    report = judge(unprotected(credential(), without, extra))
    assert (proof_reason(report), detail(report)) == (Reason.PROOF_MALFORMED, "x5c")


def test_a_member_in_both_headers_makes_the_seal_void() -> None:
    report = judge(unprotected(credential(), header_of(university()), {"alg": "ES256"}))
    assert (proof_reason(report), detail(report)) == (Reason.PROOF_MALFORMED, "JWS header")
    report = judge(unprotected(credential(), header_of(university(), b64=None, crit=["sigT"]), {"b64": False}))
    assert report.outcome is not Outcome.PASSED


def test_b64_must_be_signed() -> None:
    payload = encode_base64url(strict_json.dumps(credential()))
    header = header_of(university(), b64=None, crit=["sigT"])
    made = signature(payload, university(), header, {"b64": True})
    report = judge({"payload": payload, "signatures": [made]})
    assert (proof_reason(report), detail(report)) == (Reason.PROOF_MALFORMED, "b64")


def test_a_path_in_which_one_did_not_certify_the_other_fails() -> None:
    stranger = root().authority("Other CA")
    chain: list[JsonValue] = [university().x5c[0], stranger.x5c[0]]
    report = judge(seal(credential(), x5c=chain))
    assert (proof_reason(report), detail(report)) == (Reason.PROOF_MALFORMED, "certificate chain")


def test_certificates_for_the_path_may_stand_in_the_values_for_long_term_validation() -> None:
    leaf_only = header_of(university(), x5c=[university().x5c[0]])
    assert judge(unprotected(credential(), leaf_only, {})).reasons == (Reason.ROOT_UNKNOWN,)
    assert judge(unprotected(credential(), leaf_only, embedded(issuing()))).reasons == PASSED
    assert judge(unprotected(credential(), leaf_only, {}), trusted(issuing())).reasons == PASSED


@pytest.mark.parametrize(
    "values",
    [
        [],
        "x",
        ["*", "AAAA", 1, {"xVals": "x"}, {"xVals": [1, {"x509Cert": 1}, {"x509Cert": {"val": "AAAA"}}]}],
        [
            {"rVals": 1},
            {"rVals": {"crlVals": 1}},
            {"rVals": {"crlVals": [1, {"val": 1}, {"val": "*"}, {"val": "AAAA"}]}},
        ],
        [{"sigTst": {}}],
    ],
)
def test_values_that_cannot_be_read_are_not_there(values: JsonValue) -> None:
    assert judge(unprotected(credential(), header_of(university()), {"etsiU": values})).reasons == PASSED


def test_of_two_seals_both_must_hold() -> None:
    payload = strict_json.dumps(credential()).decode()
    second = issuing().seal(with_rsa=True)
    good, other = signature(payload, university()), signature(payload, second)
    both = judge({"payload": payload, "signatures": [good, other]})
    assert both.reasons == PASSED
    assert result(both, Check.PROOF).params["suites"] == "ES256, RS256"
    broken = {**other, "signature": good["signature"]}
    report = judge({"payload": payload, "signatures": [good, broken]})
    assert (report.outcome, proof_reason(report)) == (Outcome.FAILED, Reason.SIGNATURE_MISMATCH)
    stranger = signature(payload, issuing().seal("Other Ltd", "VATIE-9999999X"))
    report = judge({"payload": payload, "signatures": [good, stranger]})
    assert result(report, Check.CONTROLLER).reason is Reason.CONTROLLER_MISMATCH


def test_seals_that_read_the_payload_in_two_ways_prove_nothing() -> None:
    payload = strict_json.dumps(credential()).decode()
    encoded = signature(payload, university(), header_of(university(), b64=None, crit=["sigT"]))
    report = judge({"payload": payload, "signatures": [signature(payload, university()), encoded]})
    assert (proof_reason(report), detail(report)) == (Reason.PROOF_MALFORMED, "b64")


def test_the_clock_of_a_sealer_may_be_minutes_ahead() -> None:
    soon = (NOW + timedelta(minutes=4)).isoformat()
    assert judge(seal(credential(), sigT=soon)).reasons == PASSED


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"payload": None}, Reason.UNSUPPORTED_FORMAT),
        ({"payload": ""}, Reason.UNSUPPORTED_FORMAT),
        ({"payload": "{}"}, Reason.NOT_A_CREDENTIAL),
        ({"payload": "[]"}, Reason.NOT_A_CREDENTIAL),
        ({"payload": '{"a":1,"a":2}'}, Reason.DUPLICATE_KEY),
        ({"signatures": []}, Reason.MALFORMED),
        ({"signatures": {}}, Reason.MALFORMED),
        ({"signatures": [1]}, Reason.MALFORMED),
        ({"signatures": [{}]}, Reason.MALFORMED),
        ({"signatures": [{"protected": "e30", "signature": "AA"}]}, Reason.MALFORMED),
        ({"signatures": [{"protected": "W10", "signature": "AA"}]}, Reason.NOT_A_CREDENTIAL),
        ({"signatures": [{"protected": "A" * 70_000, "signature": "AA"}]}, Reason.TOO_LARGE),
        ({"signatures": [{}] * 17}, Reason.TOO_COMPLEX),
        ({"signature": "AA"}, Reason.AMBIGUOUS),
    ],
)
def test_what_is_no_sealed_credential_is_refused(change: JsonObject, reason: Reason) -> None:
    report = judge({**seal(credential()), **change})
    assert report.refusal is not None
    assert report.refusal.reason is reason


@pytest.mark.parametrize(
    ("member", "value"), [("signature", None), ("signature", "*"), ("header", 1), ("protected", 1), ("protected", "*")]
)
def test_a_signature_has_its_parts(member: str, value: JsonValue) -> None:
    envelope = seal(credential())
    signatures = copy.deepcopy(envelope["signatures"])
    assert isinstance(signatures, list)
    assert isinstance(signatures[0], dict)
    signatures[0][member] = value
    report = judge({**envelope, "signatures": signatures})
    assert report.refusal is not None
    assert report.refusal.reason is Reason.MALFORMED


def test_a_header_names_its_algorithm() -> None:
    report = judge(seal(credential(), alg=None))
    assert report.refusal is not None
    assert report.refusal.params["member"] == "alg"


def test_other_json_is_left_to_the_formats_that_read_it() -> None:
    for text in (
        b'{"payload": 1, "signature',
        b'{"a": "\\"payload\\" and \\"signature\\""}',
        b'{"payload": {"signature": 1}}',
    ):
        report = judge(text)
        assert report.refusal is not None
        assert report.input.format is None


def test_without_a_seal_it_is_read_and_unsigned() -> None:
    report = judge(credential())
    assert report.input.format == "ldp_vc"
    assert report.reasons[0] is Reason.UNSIGNED


def test_a_trace_of_a_seal_is_empty() -> None:
    import dataclasses

    from tests.simulator.issuer import received, verification
    from tests.unit.verify.badges import World

    own = dataclasses.replace(verification(World()), roots=lambda: trusted(root()), traced=True)
    assert own.verify(received(strict_json.dumps(seal(credential())))).trace == ()


def test_a_crash_is_never_a_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    from wallet.verify import seals

    def crash(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(seals, "judge_jws", crash)
    report = judge(seal(credential()))
    assert (report.outcome, report.reasons) == (Outcome.INDETERMINATE, (Reason.INTERNAL_ERROR,))


def test_the_key_of_a_certificate_of_another_kind_is_not_supported() -> None:
    from cryptography.hazmat.primitives.asymmetric import ec

    odd: Sealer = issuing().seal(key=ec.generate_private_key(ec.SECP224R1()))
    report = judge(seal(credential(), x5c=[*odd.x5c], **{"x5t#S256": None}))
    assert proof_reason(report) is Reason.SUITE_UNSUPPORTED


def test_the_payload_is_shown_as_it_was_sealed() -> None:
    envelope = seal(credential())
    signatures = envelope["signatures"]
    assert isinstance(signatures, list)
    assert isinstance(signatures[0], dict)
    header = strict_json.loads(decode_base64url(str(signatures[0]["protected"])))
    assert isinstance(header, dict)
    assert header["b64"] is False
    assert strict_json.loads(str(envelope["payload"]).encode()) == credential()

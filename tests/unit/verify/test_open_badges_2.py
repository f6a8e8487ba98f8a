"""Open Badges before 3.0: who may speak for an issuer, what counts as the same badge, and what takes it back."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

import pytest
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.simulator.issuer import NOW, received, verification
from wallet.codec import json
from wallet.codec.multibase import encode_base64url
from wallet.model.json import JsonObject, JsonValue
from wallet.model.material import Material, MaterialSource, Unavailable
from wallet.model.report import Check, Outcome, Reason, VerificationReport
from wallet.model.request import Expectation

HOST: Final = "https://badges.example"
ASSERTION: Final[JsonObject] = {
    "@context": "https://w3id.org/openbadges/v2",
    "type": "Assertion",
    "id": f"{HOST}/a/1",
    "recipient": {
        "type": "email",
        "hashed": True,
        "salt": "mihon",
        "identity": "sha256$" + sha256(b"hanako@univ.examplemihon").hexdigest(),
    },
    "badge": f"{HOST}/b/1",
    "verification": {"type": "HostedBadge"},
    "issuedOn": "2024-03-31T00:00:00+00:00",
}
BADGE: Final[JsonObject] = {
    "@context": "https://w3id.org/openbadges/v2",
    "@language": "ja",
    "type": "BadgeClass",
    "id": f"{HOST}/b/1",
    "name": "情報リテラシー",
    "description": "基礎",
    "criteria": {"narrative": "試験に合格する"},
    "issuer": f"{HOST}/i/1",
}
ISSUER: Final[JsonObject] = {
    "@context": "https://w3id.org/openbadges/v2",
    "type": "Profile",
    "id": f"{HOST}/i/1",
    "name": "見本大学",
    "url": "https://univ.example",
}


@dataclass(slots=True)
class Web:
    """What the addresses answer: a document, raw bytes, or a reason for silence."""

    answers: dict[str, JsonObject | bytes | Unavailable] = field(default_factory=dict)
    source: MaterialSource = MaterialSource.FETCHED
    at: datetime = NOW
    asked: list[str] = field(default_factory=list)

    def get(self, url: str, *, max_bytes: int) -> Material | Unavailable:
        self.asked.append(url)
        found = self.answers.get(url, Unavailable(url=url, why="offline"))
        if isinstance(found, Unavailable):
            return found
        content = found if isinstance(found, bytes) else json.dumps(found)
        assert len(content) <= max_bytes
        return Material(
            url=url,
            content=content,
            media_type="application/json",
            sha256=sha256(content).hexdigest(),
            source=self.source,
            retrieved_at=self.at,
        )


def web(**changes: JsonObject | bytes | Unavailable) -> Web:
    """The host as it should be, but for `changes` to `a`, `b` and `i`."""
    documents: dict[str, JsonObject | bytes | Unavailable] = {"a": ASSERTION, "b": BADGE, "i": ISSUER, **changes}
    return Web({f"{HOST}/{name}/1": document for name, document in documents.items()})


def changed(document: JsonObject, **members: JsonValue) -> JsonObject:
    """A copy of `document` with other members; None takes one away."""
    merged = {**copy.deepcopy(document), **members}
    return {name: value for name, value in merged.items() if value is not None}


def judge(
    held: JsonObject | bytes, outside: Web, *, expectation: Expectation | None = None, at: datetime = NOW
) -> VerificationReport:
    """The report on a held copy."""
    payload = held if isinstance(held, bytes) else json.dumps(held)
    return verification(outside, at=at).verify(received(payload), expectation)


def result_of(report: VerificationReport, check: Check) -> tuple[Outcome, Reason | None]:
    """What one check said."""
    return next((result.outcome, result.reason) for result in report.checks if result.check is check)


def test_a_hosted_badge_is_what_its_host_shows() -> None:
    report = judge(ASSERTION, web())
    assert (report.outcome, report.issuer) == (Outcome.PASSED, f"{HOST}/i/1")
    assert report.credential is not None
    assert report.description is not None
    (achievement,) = report.description.achievements
    assert achievement.name is not None
    assert achievement.name.best("ja") == "情報リテラシー"
    assert achievement.criteria is not None
    assert achievement.criteria.default == "試験に合格する"
    assert {item.url for result in report.checks for item in result.relied_on} == {f"{HOST}/{name}/1" for name in "abi"}


def test_offline_nothing_vouches_for_it() -> None:
    report = judge(ASSERTION, Web())
    assert (report.outcome, report.reasons[0]) == (Outcome.INDETERMINATE, Reason.OFFLINE)
    assert report.credential is None


def test_a_kept_copy_shows_what_was_seen_when_and_no_more() -> None:
    kept = web()
    kept.source, kept.at = MaterialSource.VAULT, NOW - timedelta(days=3)
    report = judge(ASSERTION, kept)
    assert result_of(report, Check.PROOF) == (Outcome.INDETERMINATE, Reason.HOSTED_UNCONFIRMED)
    proof = next(result for result in report.checks if result.check is Check.PROOF)
    assert proof.params["as_of"] == "2026-11-20T14:05:00Z"


def test_what_a_presenter_staples_is_not_the_host() -> None:
    stapled = web()
    stapled.source = MaterialSource.STAPLED
    assert judge(ASSERTION, stapled).outcome is Outcome.INDETERMINATE


@pytest.mark.parametrize(
    ("held", "member"),
    [
        (changed(ASSERTION, issuedOn="2020-01-01T00:00:00Z"), "issuedOn"),
        (changed(ASSERTION, expires="2099-01-01T00:00:00Z"), "expires"),
        (changed(ASSERTION, evidence="https://elsewhere.example/fake"), "evidence"),
        (changed(ASSERTION, badge="https://elsewhere.example/b/2"), "badge"),
        (changed(ASSERTION, recipient={"type": "email", "hashed": False, "identity": "x@y.example"}), "recipient"),
        (changed(ASSERTION, badge=changed(BADGE, name="博士")), "badge.name"),
        (changed(ASSERTION, narrative="summa cum laude"), "narrative"),
    ],
)
def test_what_the_held_copy_says_beyond_the_host_is_named(held: JsonObject, member: str) -> None:
    report = judge(held, web())
    assert (report.outcome, report.reasons[0]) == (Outcome.FAILED, Reason.HOSTED_DIFFERS)
    proof = next(result for result in report.checks if result.check is Check.PROOF)
    assert member in proof.params["member"]


@pytest.mark.parametrize(
    "hosted",
    [
        changed(ASSERTION, issuedOn="2024-03-31T09:00:00+09:00"),
        changed(ASSERTION, badge=BADGE),
        changed(ASSERTION, image={"id": f"{HOST}/a/1.png", "type": "Image"}, extensions={"a": 1}),
        changed(ASSERTION, id="http://badges.example/a/1"),
    ],
)
def test_hosts_write_the_same_badge_in_several_ways(hosted: JsonObject) -> None:
    held = changed(ASSERTION, image=f"{HOST}/a/1.png") if "image" in hosted else ASSERTION
    assert judge(held, web(a=hosted)).outcome is Outcome.PASSED


def test_gone_is_taken_back_and_not_found_is_not() -> None:
    gone = judge(ASSERTION, web(a=Unavailable(url="", why="not-found", detail="410")))
    assert (gone.outcome, gone.reasons[0]) == (Outcome.FAILED, Reason.REVOKED)
    lost = judge(ASSERTION, web(a=Unavailable(url="", why="not-found", detail="404")))
    assert (lost.outcome, lost.reasons[0]) == (Outcome.INDETERMINATE, Reason.UNREACHABLE)


@pytest.mark.parametrize(
    "hosted", [{"id": f"{HOST}/a/1", "revoked": True, "revocationReason": "誤発行"}, changed(ASSERTION, revoked=True)]
)
def test_a_host_that_says_revoked_takes_it_back(hosted: JsonObject) -> None:
    report = judge(ASSERTION, web(a=hosted))
    assert (report.outcome, report.reasons[0]) == (Outcome.FAILED, Reason.REVOKED)


@pytest.mark.parametrize("page", [b"<html>log in</html>", b"[1]", b'{"id":1,"id":2}'])
def test_a_page_that_is_no_assertion_says_nothing(page: bytes) -> None:
    report = judge(ASSERTION, web(a=page))
    assert (report.outcome, report.reasons[0]) == (Outcome.INDETERMINATE, Reason.UNREACHABLE)


def test_an_address_that_shows_another_badge_differs() -> None:
    report = judge(ASSERTION, web(a=changed(ASSERTION, id=f"{HOST}/a/2")))
    assert report.reasons[0] is Reason.HOSTED_DIFFERS


@pytest.mark.parametrize(
    ("rules", "outcome"),
    [
        (None, Outcome.FAILED),
        ({"allowedOrigins": "badges.example"}, Outcome.PASSED),
        ({"allowedOrigins": ["univ.example", "badges.example"]}, Outcome.PASSED),
        ({"allowedOrigins": ["evil.example"]}, Outcome.FAILED),
        ({"startsWith": f"{HOST}/a/"}, Outcome.PASSED),
        ({"startsWith": [f"{HOST}/b/"]}, Outcome.FAILED),
        ({"startsWith": "https://badges.exam"}, Outcome.FAILED),
    ],
)
def test_a_profile_says_which_hosts_speak_for_it(rules: JsonValue, outcome: Outcome) -> None:
    profile = changed(ISSUER, id="https://univ.example/profile", verification=rules)
    outside = web(b=changed(BADGE, issuer="https://univ.example/profile"))
    outside.answers["https://univ.example/profile"] = profile
    report = judge(ASSERTION, outside)
    assert report.outcome is outcome
    if outcome is Outcome.FAILED:
        assert report.reasons[0] is Reason.CONTROLLER_MISMATCH
        assert report.credential is None


def test_a_profile_written_into_a_badge_cannot_allow_itself() -> None:
    pretended = changed(ISSUER, id="https://univ.example/profile", verification={"allowedOrigins": "badges.example"})
    outside = web(b=changed(BADGE, issuer=pretended))
    outside.answers["https://univ.example/profile"] = changed(ISSUER, id="https://univ.example/profile")
    assert judge(ASSERTION, outside).reasons[0] is Reason.CONTROLLER_MISMATCH


def test_an_unreachable_profile_leaves_the_question_open() -> None:
    report = judge(ASSERTION, web(i=Unavailable(url="", why="timeout")))
    assert (report.outcome, report.issuer) == (Outcome.INDETERMINATE, None)
    report = judge(ASSERTION, web(b=Unavailable(url="", why="timeout")))
    assert (report.outcome, report.issuer) == (Outcome.INDETERMINATE, None)


@pytest.mark.parametrize("name", ["b", "i"])
def test_a_linked_document_about_something_else_differs(name: str) -> None:
    other: JsonObject = {"b": BADGE, "i": ISSUER}[name]
    report = judge(ASSERTION, web(**{name: changed(other, id="https://badges.example/other")}))
    assert report.reasons[0] is Reason.HOSTED_DIFFERS


@pytest.mark.parametrize("member", ["badge", "issuer"])
def test_a_link_that_names_nothing_is_malformed(member: str) -> None:
    if member == "badge":
        held = changed(ASSERTION, badge=7)
        report = judge(held, web(a=held))
    else:
        report = judge(ASSERTION, web(b=changed(BADGE, issuer=None)))
    assert Reason.MALFORMED in report.reasons
    assert report.outcome is Outcome.FAILED


def test_old_evidence_says_nothing_of_now() -> None:
    old = web()
    old.at = NOW - timedelta(days=31)
    assert result_of(judge(ASSERTION, old), Check.STATUS) == (Outcome.INDETERMINATE, Reason.STATUS_STALE)


def test_plain_http_addresses_are_asked_by_https_only() -> None:
    held = changed(ASSERTION, id="http://badges.example/a/1", badge="http://badges.example/b/1")
    outside = web(a=held, b=changed(BADGE, id="http://badges.example/b/1", issuer="http://badges.example/i/1"))
    assert judge(held, outside).outcome is Outcome.PASSED
    assert all(url.startswith("https://") for url in outside.asked)


@pytest.mark.parametrize("address", ["ftp://badges.example/a/1", "urn:uuid:1", "file:///etc/passwd"])
def test_an_address_that_is_not_of_the_web_is_never_asked(address: str) -> None:
    outside = web()
    report = judge(changed(ASSERTION, id=address), outside)
    assert report.reasons[0] is Reason.UNSIGNED
    assert outside.asked == []


# --- recipients ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "outcome"), [("hanako@univ.example", Outcome.PASSED), ("taro@univ.example", Outcome.FAILED)]
)
def test_a_hashed_recipient_is_found_again(asked: str, outcome: Outcome) -> None:
    report = judge(ASSERTION, web(), expectation=Expectation(recipients=(asked,)))
    assert result_of(report, Check.RECIPIENT)[0] is outcome


def test_a_weak_hash_is_named() -> None:
    weak = changed(ASSERTION, recipient={"type": "email", "hashed": True, "identity": "md5$" + "0" * 32})
    recipient = next(item for item in judge(weak, web(a=weak)).checks if item.check is Check.RECIPIENT)
    assert recipient.params["weak"] == "md5"


# --- older versions ------------------------------------------------------------------------------------------------


def test_version_1_names_its_address_in_verify() -> None:
    held: JsonObject = {
        "uid": "abc",
        "recipient": {"type": "email", "hashed": False, "identity": "hanako@univ.example"},
        "badge": f"{HOST}/b/1",
        "verify": {"type": "hosted", "url": f"{HOST}/a/1"},
        "issuedOn": 1711843200,
    }
    report = judge(held, web(a=held))
    assert report.outcome is Outcome.PASSED
    assert report.credential is not None
    assert report.credential.valid_from == "2024-03-31T00:00:00Z"


def test_version_05_carries_everything_and_no_address() -> None:
    held: JsonObject = {
        "recipient": "sha256$" + "0" * 64,
        "salt": "s",
        "issued_on": "2012-05-01",
        "badge": {"version": "0.5.0", "name": "Webmaker", "issuer": {"origin": "https://old.example", "name": "Old"}},
    }
    report = judge(held, Web())
    assert (report.outcome, report.reasons[0]) == (Outcome.FAILED, Reason.UNSIGNED)
    assert report.input.format == "open_badges_2"


# --- signed --------------------------------------------------------------------------------------------------------

KEY: Final = rsa.generate_private_key(public_exponent=65537, key_size=2048)
PEM: Final = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
SIGNED: Final = changed(
    ASSERTION,
    id="urn:uuid:52e4c6b3-8c13-4fa8-8482-a5cf34ef37a9",
    verification={"type": "SignedBadge", "creator": f"{HOST}/key"},
)
KEY_DOCUMENT: Final[JsonObject] = {
    "@context": "https://w3id.org/openbadges/v2",
    "type": "CryptographicKey",
    "id": f"{HOST}/key",
    "owner": f"{HOST}/i/1",
    "publicKeyPem": PEM,
}
REVOCATIONS: Final[JsonObject] = {"type": "RevocationList", "id": f"{HOST}/r", "revokedAssertions": ["urn:uuid:other"]}


def signed(assertion: JsonObject, header: JsonObject | None = None) -> bytes:
    """`assertion` as a compact JWS by the issuer's key."""
    parts = [encode_base64url(json.dumps(part)) for part in (header or {"alg": "RS256"}, assertion)]
    text = ".".join(parts).encode()
    return text + b"." + encode_base64url(KEY.sign(text, padding.PKCS1v15(), SHA256())).encode()


def signing_web(
    *, issuer: JsonObject | None = None, key: JsonObject | bytes | None = None, revocations: JsonObject | None = None
) -> Web:
    """The host of a signed badge."""
    outside = web(i=issuer or changed(ISSUER, publicKey=f"{HOST}/key", revocationList=f"{HOST}/r"))
    outside.answers[f"{HOST}/key"] = key or KEY_DOCUMENT
    outside.answers[f"{HOST}/r"] = revocations or REVOCATIONS
    return outside


def test_a_signed_badge_holds_by_a_key_of_its_issuer() -> None:
    report = judge(signed(SIGNED), signing_web())
    assert (report.outcome, report.issuer) == (Outcome.PASSED, f"{HOST}/i/1")
    assert result_of(report, Check.STATUS) == (Outcome.PASSED, None)


def test_a_kept_key_is_enough_offline() -> None:
    kept = signing_web()
    kept.source = MaterialSource.VAULT
    assert judge(signed(SIGNED), kept).outcome is Outcome.PASSED


@pytest.mark.parametrize(
    ("entry", "outcome"),
    [
        (SIGNED["id"], Outcome.FAILED),
        ({"id": SIGNED["id"], "revocationReason": "誤発行"}, Outcome.FAILED),
        ({"uid": SIGNED["id"]}, Outcome.FAILED),
        (7, Outcome.PASSED),
    ],
)
def test_the_revocation_list_of_the_profile_counts(entry: JsonValue, outcome: Outcome) -> None:
    report = judge(signed(SIGNED), signing_web(revocations=changed(REVOCATIONS, revokedAssertions=["urn:x", entry])))
    assert report.outcome is outcome
    if outcome is Outcome.FAILED:
        assert report.reasons == (Reason.REVOKED,)


def test_a_revocation_list_that_cannot_be_read_leaves_it_open() -> None:
    broken = judge(signed(SIGNED), signing_web(revocations={"revokedAssertions": "none"}))
    assert (broken.outcome, broken.reasons[0]) == (Outcome.INDETERMINATE, Reason.STATUS_MALFORMED)
    outside = signing_web()
    del outside.answers[f"{HOST}/r"]
    lost = judge(signed(SIGNED), outside)
    assert (lost.outcome, lost.reasons[0]) == (Outcome.INDETERMINATE, Reason.STATUS_UNREACHABLE)
    old = signing_web()
    old.at = NOW - timedelta(days=40)
    assert judge(signed(SIGNED), old).reasons[0] is Reason.STATUS_STALE


def test_an_issuer_without_a_revocation_list_cannot_take_it_back() -> None:
    report = judge(signed(SIGNED), signing_web(issuer=changed(ISSUER, publicKey=[f"{HOST}/key"])))
    assert report.outcome is Outcome.PASSED
    assert result_of(report, Check.STATUS)[0] is Outcome.NOT_APPLICABLE


def test_changed_after_signing() -> None:
    header, payload, signature = signed(SIGNED).split(b".")
    other = signed(changed(SIGNED, issuedOn="2020-01-01T00:00:00Z")).split(b".")[1]
    assert payload != other
    report = judge(b".".join((header, other, signature)), signing_web())
    assert (report.outcome, report.reasons[0]) == (Outcome.FAILED, Reason.SIGNATURE_MISMATCH)
    assert report.credential is None


@pytest.mark.parametrize(
    ("issuer", "key", "reason"),
    [
        (None, changed(KEY_DOCUMENT, owner="https://evil.example/i"), Reason.CONTROLLER_MISMATCH),
        (changed(ISSUER, publicKey=f"{HOST}/another"), None, Reason.ISSUER_KEY_UNBOUND),
        (changed(ISSUER, publicKey=f"{HOST}/key"), changed(KEY_DOCUMENT, publicKeyPem="none"), Reason.PROOF_MALFORMED),
        (None, b"<html>", Reason.KEY_UNRESOLVABLE),
    ],
)
def test_a_key_must_be_the_issuers(issuer: JsonObject | None, key: JsonObject | bytes | None, reason: Reason) -> None:
    report = judge(signed(SIGNED), signing_web(issuer=issuer, key=key))
    assert report.outcome is not Outcome.PASSED
    assert report.reasons[0] is reason


def test_a_key_written_into_the_profile() -> None:
    outside = signing_web(issuer=changed(ISSUER, publicKey=[KEY_DOCUMENT]))
    del outside.answers[f"{HOST}/key"]
    assert judge(signed(SIGNED), outside).outcome is Outcome.PASSED


@pytest.mark.parametrize(("host", "outcome"), [(HOST, Outcome.PASSED), ("https://evil.example", Outcome.INDETERMINATE)])
def test_version_1_names_the_address_of_a_pem_text(host: str, outcome: Outcome) -> None:
    held = changed(SIGNED, verification=None, verify={"type": "signed", "url": f"{host}/key.pem"})
    outside = signing_web(issuer=changed(ISSUER))
    outside.answers[f"{host}/key.pem"] = PEM.encode()
    assert judge(signed(held), outside).outcome is outcome


def test_without_a_named_key_the_only_listed_one_is_tried() -> None:
    held = changed(SIGNED, verification={"type": "SignedBadge"})
    assert judge(signed(held), signing_web()).outcome is Outcome.PASSED
    none = judge(signed(held), signing_web(issuer=changed(ISSUER)))
    assert none.reasons[0] is Reason.KEY_UNRESOLVABLE


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ({"alg": "none"}, Reason.UNSIGNED),
        ({"alg": "HS256"}, Reason.SUITE_UNSUPPORTED),
        ({"alg": "RS256", "crit": ["exp"]}, Reason.PROOF_MALFORMED),
        ({"alg": "ES256"}, Reason.SIGNATURE_MISMATCH),
    ],
)
def test_a_header_that_promises_something_else(header: JsonObject, reason: Reason) -> None:
    assert reason in judge(signed(SIGNED, header), signing_web()).reasons


def test_expired() -> None:
    held = changed(SIGNED, expires="2025-01-01T00:00:00Z")
    assert judge(signed(held), signing_web()).reasons == (Reason.EXPIRED,)


def test_a_profile_that_cannot_be_had_leaves_a_good_signature_unbound() -> None:
    outside = signing_web()
    outside.answers[f"{HOST}/i/1"] = Unavailable(url="", why="timeout")
    report = judge(signed(SIGNED), outside)
    assert (report.outcome, report.issuer) == (Outcome.INDETERMINATE, None)


def test_an_ordinary_credential_is_not_taken_for_an_assertion() -> None:
    sample = b'{"recipient": 1, "badge": 2, "credentialSubject": {}}'
    report = verification(Web()).verify(replace(received(sample)))
    assert report.outcome is Outcome.REFUSED

"""The certificates of a seal: authorities, periods, uses, revocation, and what a trust list says when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID, ObjectIdentifier

from tests.simulator.issuer import NOW
from tests.simulator.pki import BEGINS, COMPLIANCE, ENDS, SEAL, SIGNATURE, WEB, Authority, Sealer
from tests.unit.verify.badges import World, result
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
from wallet.errors import CredentialError
from wallet.model.json import JsonObject
from wallet.model.report import Check, CheckResult, Outcome, Reason, VerificationReport
from wallet.model.request import TrustRoot
from wallet.suites.x509 import find_path, issued, read_base64_certificate, read_certificate, revoked_since

DAY: Final = timedelta(days=1)
LIST: Final = "https://ca.example/list.crl"


def controller(report: VerificationReport) -> CheckResult:
    return result(report, Check.CONTROLLER)


def by(sealer: Sealer, roots: tuple[TrustRoot, ...] | None = None) -> CheckResult:
    return controller(judge(seal(credential(), sealer), roots))


def sealed_with(extra: JsonObject, sealer: Sealer) -> JsonObject:
    payload = strict_json.dumps(credential()).decode()
    return {"payload": payload, "signatures": [signature(payload, sealer, header_of(sealer), extra)]}


def test_a_root_that_the_seal_brings_itself_is_nobody() -> None:
    forged = Authority.root("Example Root")
    sealer = forged.authority("Example Qualified CA").seal()
    chain = [*sealer.x5c, *forged.x5c]
    report = judge(seal(credential(), sealer, x5c=[*chain]))
    assert (report.outcome, report.reasons) == (Outcome.INDETERMINATE, (Reason.ROOT_UNKNOWN,))
    assert report.issuer is None
    found = controller(report)
    assert found.params["authority"] == "CN=Example Qualified CA"
    assert report.credential is not None


def test_an_authority_in_the_middle_may_be_the_one_that_is_listed() -> None:
    assert by(university(), trusted(issuing())).outcome is Outcome.PASSED
    assert by(university(), trusted(university())).outcome is Outcome.PASSED


def test_a_self_signed_seal_counts_only_when_it_is_listed() -> None:
    lonely = Authority.root("Lonely", authority=False)
    assert by(lonely, trusted(root())).reason is Reason.ROOT_UNKNOWN


@pytest.mark.parametrize(
    ("options", "detail"),
    [
        ({"usage": ("key_encipherment",)}, "key usage"),
        ({"authority": True, "usage": ("digital_signature", "key_cert_sign")}, "is an authority"),
    ],
)
def test_a_certificate_that_is_not_for_sealing_fails(options: dict[str, object], detail: str) -> None:
    found = by(issuing().seal(**options))  # type: ignore[arg-type]  # what the certificate is built with
    assert (found.outcome, found.reason, found.params["detail"]) == (
        Outcome.FAILED,
        Reason.CERTIFICATE_UNSUITABLE,
        detail,
    )


@pytest.mark.parametrize("usage", [("digital_signature",), ("content_commitment",), None])
def test_either_use_will_do_and_none_stated_is_any(usage: tuple[str, ...] | None) -> None:
    assert by(issuing().seal(usage=usage)).outcome is Outcome.PASSED


@pytest.mark.parametrize(
    ("options", "detail"),
    [
        ({"authority": False}, "certificate authority"),
        ({"usage": ("key_encipherment",)}, "certificate authority"),
    ],
)
def test_an_authority_must_be_one(options: dict[str, object], detail: str) -> None:
    found = by(root().authority("False CA", **options).seal())
    assert (found.reason, found.params["detail"]) == (Reason.CERTIFICATE_UNSUITABLE, detail)


def test_an_authority_may_stand_above_so_many_others_only() -> None:
    short = Authority.root("Short Root", path_length=0)
    middle = short.authority("Middle")
    low = middle.authority("Low")
    sealer = low.seal()
    report = judge(sealed_with(embedded(low, middle), sealer), trusted(short))
    assert (controller(report).reason, controller(report).params["detail"]) == (
        Reason.CERTIFICATE_UNSUITABLE,
        "path length",
    )
    assert by(middle.seal(), trusted(short)).params["detail"] == "path length"
    assert by(short.seal(), trusted(short)).outcome is Outcome.PASSED


def test_a_critical_extension_that_is_not_understood_is_cannot_tell() -> None:
    odd = x509.UnrecognizedExtension(ObjectIdentifier("1.2.3.4"), b"\x05\x00")
    assert by(issuing().seal(extensions=[(odd, True)])).reason is Reason.SUITE_UNSUPPORTED
    assert by(issuing().seal(extensions=[(odd, False)])).outcome is Outcome.PASSED
    bounded = x509.NameConstraints([x509.DirectoryName(x509.Name([]))], None)
    assert by(root().authority("Bound", extensions=[(bounded, True)]).seal()).reason is Reason.SUITE_UNSUPPORTED


@pytest.mark.parametrize(
    ("statements", "word"),
    [
        ((COMPLIANCE, SEAL), "qualified-seal"),
        ((COMPLIANCE, SIGNATURE), "qualified-signature"),
        ((COMPLIANCE, WEB), "qualified-web"),
        ((COMPLIANCE,), "qualified-signature"),
        ((SEAL,), "not-qualified"),
        ((), "not-qualified"),
    ],
)
def test_what_a_certificate_is_qualified_for_is_told_and_decides_nothing(
    statements: tuple[str, ...], word: str
) -> None:
    found = by(issuing().seal(statements=statements))
    assert (found.outcome, found.params["qualified"]) == (Outcome.PASSED, word)


def test_a_certificate_that_has_run_out_is_cannot_tell() -> None:
    ended = issuing().seal(ends=NOW - DAY)
    found = by(ended)
    assert (found.outcome, found.reason) == (Outcome.INDETERMINATE, Reason.CERTIFICATE_OUT_OF_PERIOD)
    assert found.params["until"] == "2026-11-22T14:05:00Z"
    assert by(ended, ()).reason is Reason.ROOT_UNKNOWN
    assert [item.reason for item in by(ended, ()).also] == [Reason.CERTIFICATE_OUT_OF_PERIOD]
    # The instant that is judged for is what counts.
    assert judge(seal(credential(), ended), at=NOW - 2 * DAY).outcome is Outcome.PASSED


def test_an_authority_that_has_run_out_is_cannot_tell() -> None:
    old = root().authority("Old CA", ends=NOW - DAY)
    assert by(old.seal()).reason is Reason.CERTIFICATE_OUT_OF_PERIOD
    gone = Authority.root("Gone Root", ends=NOW - DAY)
    assert by(gone.seal(), trusted(gone)).reason is Reason.CERTIFICATE_OUT_OF_PERIOD


def test_a_seal_that_says_it_was_made_outside_its_certificate_fails() -> None:
    young = issuing().seal(begins=datetime(2026, 2, 1, tzinfo=UTC))
    found = by(young)
    assert (found.reason, found.params["detail"]) == (Reason.CERTIFICATE_UNSUITABLE, "signing time")


def test_what_a_list_says_counts_from_and_until_its_dates() -> None:
    assert by(university(), trusted(root(), since=NOW - DAY, until=NOW + DAY)).outcome is Outcome.PASSED
    later = by(university(), trusted(root(), since=NOW + DAY))
    assert (later.reason, later.params["detail"]) == (Reason.ROOT_UNKNOWN, "not listed then")
    ended = by(university(), trusted(root(), until=NOW - DAY))
    assert (ended.reason, ended.params["detail"], ended.params["trust_list"]) == (
        Reason.ROOT_UNKNOWN,
        "list ended",
        "Example list",
    )
    both = (*trusted(root(), until=NOW - DAY), *trusted(root(), until=NOW + DAY))
    assert by(university(), both).outcome is Outcome.PASSED


def test_a_listed_certificate_that_cannot_be_read_is_passed_over() -> None:
    broken = TrustRoot(certificate=b"nothing", list_name="Broken")
    assert by(university(), (broken, *trusted(root()))).outcome is Outcome.PASSED
    undated = TrustRoot(certificate=root().der, list_name="Undated")
    assert "list_as_of" not in by(university(), (undated,)).params


def test_the_list_relied_on_is_evidence() -> None:
    (evidence,) = by(university()).relied_on
    assert (evidence.url, evidence.retrieved_at) == ("roots.pem", datetime(2026, 11, 2, tzinfo=UTC))


def pointing() -> Sealer:
    return issuing().seal(points=[LIST])


def test_a_revocation_list_that_is_had_is_believed_when_the_authority_signed_it() -> None:
    sealer = pointing()

    def found(crl: bytes) -> CheckResult:
        return controller(judge(seal(credential(), sealer), world=World({LIST: crl})))

    revoked = found(issuing().crl(sealer))
    assert (revoked.outcome, revoked.reason, revoked.params["since"]) == (
        Outcome.FAILED,
        Reason.KEY_REVOKED,
        "2026-06-01T00:00:00Z",
    )
    assert LIST in {item.url for item in revoked.relied_on}
    # The authority's own certificate is looked up nowhere, so not everything is known.
    assert found(issuing().crl()).params["revocation"] == "not-checked"
    forged = issuing().crl(sealer, key=ec.generate_private_key(ec.SECP256R1()))
    assert found(forged).outcome is Outcome.PASSED
    assert found(b"nothing").outcome is Outcome.PASSED


def test_lists_in_the_seal_count_too_and_all_together_say_not_revoked() -> None:
    sealer = university()
    lists = (issuing().crl(), root().crl())
    report = judge(sealed_with(embedded(crls=lists), sealer))
    assert controller(report).params["revocation"] == "not-revoked"
    gone = judge(sealed_with(embedded(crls=(issuing().crl(), root().crl(issuing()))), sealer))
    assert (gone.outcome, controller(gone).reason) == (Outcome.FAILED, Reason.KEY_REVOKED)


def revoked(crl: bytes, issuer: Authority | None = None, at: datetime = NOW) -> datetime | bool | None:
    own = issuer or issuing()
    return revoked_since(read_certificate(university().der), read_certificate(own.der), crl, at)


def test_when_a_list_says_something() -> None:
    when = datetime(2026, 6, 1, tzinfo=UTC)
    assert revoked(issuing().crl(university())) == when
    assert revoked(issuing().crl(university(), until=datetime(2026, 11, 2, tzinfo=UTC))) == when
    assert revoked(issuing().crl(university()), at=when - DAY) is False
    assert revoked(issuing().crl()) is False
    assert revoked(issuing().crl(until=datetime(2026, 11, 2, tzinfo=UTC))) is None
    assert revoked(issuing().crl(made=NOW + DAY, until=NOW + 2 * DAY)) is None
    assert revoked(root().crl()) is None


def scope(**options: bool) -> x509.IssuingDistributionPoint:
    return x509.IssuingDistributionPoint(
        full_name=[x509.UniformResourceIdentifier(LIST)],
        relative_name=None,
        only_contains_user_certs=options.get("users", False),
        only_contains_ca_certs=options.get("authorities", False),
        only_some_reasons=None,
        indirect_crl=options.get("indirect", False),
        only_contains_attribute_certs=False,
    )


def test_a_partial_list_revokes_and_clears_nothing() -> None:
    assert revoked(issuing().crl(extensions=[(scope(users=True), True)])) is False
    assert revoked(issuing().crl(extensions=[(scope(authorities=True), True)])) is None
    assert revoked(issuing().crl(university(), extensions=[(scope(authorities=True), True)])) is not None
    assert revoked(issuing().crl(university(), extensions=[(scope(indirect=True), True)])) is None
    assert revoked(issuing().crl(extensions=[(x509.DeltaCRLIndicator(1), True)])) is None
    assert revoked(issuing().crl(extensions=[(x509.CRLNumber(1), False)])) is False


def test_an_authority_that_may_not_sign_lists_signs_none() -> None:
    mute = root().authority("Mute", usage=("key_cert_sign",))
    sealer = mute.seal()
    own = revoked_since(read_certificate(sealer.der), read_certificate(mute.der), mute.crl(sealer), NOW)
    assert own is None


def test_a_name_given_twice_says_nothing() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, text) for text in ("One", "Two")])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(root().certificate.subject)
    made = builder.public_key(key.public_key()).serial_number(7).not_valid_before(BEGINS).not_valid_after(ENDS)
    twice = Sealer(certificate=made.sign(root().key, hashes.SHA256()), key=key)
    read = read_certificate(twice.der)
    assert (read.organisation, read.organisation_id, read.country) == (None, None, None)
    assert by(twice).reason is Reason.ISSUER_KEY_UNBOUND


def test_a_certificate_signed_with_a_broken_hash_is_certified_by_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    from wallet.suites import x509 as own

    monkeypatch.setattr(own, "_WEAK", (hashes.SHA256,))
    assert not issued(read_certificate(issuing().der), read_certificate(university().der))
    assert [item.reason for item in own.leaf_problems(read_certificate(university().der))] == [Reason.SUITE_UNSUPPORTED]


def test_paths_are_bounded_and_loops_end() -> None:
    top = Authority.root("Top")
    chain = [top]
    for number in range(9):
        chain.append(chain[-1].authority(f"Level {number}"))
    leaf = read_certificate(chain[-1].seal().der)
    between = [read_certificate(item.der) for item in chain[1:]]
    assert find_path(leaf, between, [read_certificate(top.der)]) is None
    assert find_path(leaf, between, [read_certificate(chain[5].der)]) is not None
    assert find_path(leaf, between, []) is None


@pytest.mark.parametrize("content", [b"", b"nothing", b"0" * 40_000])
def test_what_is_no_certificate(content: bytes) -> None:
    with pytest.raises(CredentialError):
        read_certificate(content)


def test_base64_of_a_certificate_has_its_own_letters_only() -> None:
    assert read_base64_certificate("\n".join(university().x5c[:1])).der == university().der
    for text in ("ü", "A", "AAAA-AAAA"):
        with pytest.raises(CredentialError):
            read_base64_certificate(text)


def test_kinds_of_keys_and_signatures_that_nobody_knows() -> None:
    odd_key = university().der.replace(bytes.fromhex("06072a8648ce3d0201"), bytes.fromhex("06072a8648ce3d0209"))
    with pytest.raises(CredentialError, match="suite-unsupported"):
        read_certificate(odd_key).public_key()
    odd_signature = university().der.replace(bytes.fromhex("2a8648ce3d040302"), bytes.fromhex("2a8648ce3d040309"))
    assert not issued(read_certificate(issuing().der), read_certificate(odd_signature))


def test_points_that_are_no_addresses_and_lists_that_cannot_be_had() -> None:
    found = by(issuing().seal(points=["ldap://ca.example/list", LIST]))
    assert (found.outcome, found.params["revocation"]) == (Outcome.PASSED, "not-checked")


def test_fingerprints() -> None:
    read = read_certificate(university().der)
    assert read.fingerprint("sha-256") is not None
    assert read.fingerprint("md5") is None

"""Seals in XML: what was signed is what is read, whatever else stands in the file."""

from __future__ import annotations

import base64
import re
from hashlib import sha512
from typing import Final

import pytest
from lxml import etree  # type: ignore[import-untyped]
from signxml.algorithms import DigestAlgorithm, SignatureConstructionMethod, SignatureMethod
from signxml.xades.xades import XAdESSigner

from tests.simulator.pki import Sealer
from tests.unit.verify.badges import result
from tests.unit.verify.seals import edc
from tests.unit.verify.seals.elm import SEALED_AT, issuing, judge, root, trusted, university
from wallet.acquire.carriers import unwrap
from wallet.model.record import Received
from wallet.model.report import Check, Outcome, Reason, VerificationReport

ENVELOPED: Final = SignatureConstructionMethod.enveloped
DSIG: Final = ' xmlns:ds="http://www.w3.org/2000/09/xmldsig#"'


def look(content: bytes) -> VerificationReport:
    return judge(content, carrier="xml")


def proof(content: bytes) -> tuple[Reason | None, str | None]:
    report = look(content)
    found = result(report, Check.PROOF)
    assert report.credential is None
    assert report.outcome is not Outcome.PASSED
    return found.reason, found.params.get("detail")


class Signer(XAdESSigner):
    """signxml's, with the day on which the tests' issuers seal: another writer of the same standard."""

    def add_signing_time(self, signed_signature_properties: object, sig_root: object, signing_settings: object) -> None:
        del sig_root, signing_settings
        element = etree.SubElement(signed_signature_properties, "{http://uri.etsi.org/01903/v1.3.2#}SigningTime")
        element.text = SEALED_AT


def by_signxml(sealer: Sealer, document: str) -> bytes:
    signer = Signer(
        method=ENVELOPED,
        signature_algorithm=SignatureMethod.ECDSA_SHA256,
        digest_algorithm=DigestAlgorithm.SHA256,
    )
    chain = [sealer.certificate, *sealer.chain]
    signed = signer.sign(etree.fromstring(document), key=sealer.key, cert=chain, always_add_key_value=False)
    made: bytes = etree.tostring(signed)
    return made


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"transforms": edc.ENVELOPED},
        {"transforms": edc.ENVELOPED, "canonical": edc.INCLUSIVE},
        {"canonical": edc.INCLUSIVE},
        {"digest": edc.SHA512},
        {"time": None},
        {"inside": "<ds:Object/>"},
        {"bare": True},
        {"bare": True, "transforms": edc.ENVELOPED},
    ],
)
def test_a_sealed_credential_passes(options: dict[str, object]) -> None:
    report = look(edc.seal(edc.credential(), **options))  # type: ignore[arg-type]  # by name
    assert (report.outcome, report.reasons) == (Outcome.PASSED, ())
    assert report.input.format == "xades"
    assert report.issuer == "VATIE-1234567T"
    assert result(report, Check.PROOF).params["suites"] == "ecdsa-sha256"
    assert result(report, Check.CONTROLLER).params["matched"] == "vatIdentifier"


def test_what_it_says_is_told_in_the_words_of_the_newer_model() -> None:
    report = look(edc.seal(edc.credential()))
    assert report.credential is not None
    assert report.credential.name is not None
    assert report.credential.name.best("ja") == "データを読む"
    assert report.credential.subjects[0].name == "Aoi Sato"
    assert report.description is not None
    first, second = report.description.achievements
    assert first.learning_outcomes[0].default == "Reads a table"
    assert (second.achievement_type, second.name and second.name.default) == ("LearningActivity", "Info day")


def test_an_rsa_seal_passes() -> None:
    report = look(edc.seal(edc.credential(), issuing().seal(with_rsa=True)))
    assert report.outcome is Outcome.PASSED


def test_a_seal_by_another_library_passes() -> None:
    report = look(by_signxml(university(), edc.credential(attributes="", prefix="")))
    assert report.reasons == ()
    assert result(report, Check.CONTROLLER).params["signing_time"] == SEALED_AT


def test_the_carrier_is_xml_and_nothing_is_taken_from_around_the_root() -> None:
    sealed = b'<?xml version="1.0" encoding="UTF-8"?>\n<!-- a note -->\n' + edc.seal(edc.credential())
    (item,) = unwrap(sealed, "badge.xml", "badge.xml")
    assert isinstance(item, Received)
    assert item.carrier == "xml"
    assert look(item.payload).outcome is Outcome.PASSED
    assert look(b"\xef\xbb\xbf" + edc.seal(edc.credential())).outcome is Outcome.PASSED


def test_other_markup_stays_what_it_was() -> None:
    page = b"<html><body>europassCredential <europassCredential/></body></html>"
    assert not [item for item in unwrap(page, "x", "x") if isinstance(item, Received)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Reading Data</text>", "Reading Gold</text>"),
        ("2026-01-10T00:00:00+01:00", "2020-01-10T00:00:00+01:00"),
        ("Aoi Sato", "Aoi  Sato"),
        ("1234567T", "7654321X"),
        ('lang="ja"', 'lang="ko"'),
    ],
)
def test_an_altered_credential_fails(before: str, after: str) -> None:
    content = edc.seal(edc.credential()).decode()
    assert before in content
    assert proof(content.replace(before, after, 1).encode())[0] is Reason.SIGNATURE_MISMATCH


def test_an_altered_signing_time_fails() -> None:
    content = edc.seal(edc.credential()).replace(b"2026-01-10T09:00:00Z", b"2025-01-10T09:00:00Z")
    assert proof(content)[0] is Reason.SIGNATURE_MISMATCH


def test_a_comment_neither_splits_nor_adds_text() -> None:
    """A reader that stops at a comment would see less than was signed (CVE-2017-11427 and its kin)."""
    content = edc.seal(edc.credential()).replace(b"Reading Data</text>", b"Reading<!-- x --> Data</text>", 1)
    report = look(content)
    assert report.outcome is Outcome.PASSED
    assert report.credential is not None
    assert report.credential.name is not None
    assert report.credential.name.default == "Reading Data"


def wrapped(content: bytes, *, identifier: str) -> bytes:
    """The sealed credential as a part of another one, which is what a careless reader would show."""
    inner = content.decode()
    outer = edc.credential(title=edc.text("Doctor of Everything"))
    hidden = inner.replace("urn:epass:", "urn:inner:") if identifier == "renamed" else inner
    return outer.replace("<proof></proof>", f"<more>{hidden}</more>").encode()


def test_a_sealed_credential_inside_another_one_does_not_speak_for_it() -> None:
    sealed = edc.seal(edc.credential(attributes=edc.NAMESPACES + ' Id="doc"'), uri="#doc")
    assert look(sealed).outcome is Outcome.PASSED
    assert proof(wrapped(sealed, identifier="same"))[0] is Reason.SUITE_UNSUPPORTED
    # As the root has the name that the seal refers to, too, nobody can tell which is meant.
    both = wrapped(sealed, identifier="same").replace(b'xsdVersion="0.10.0"', b'xsdVersion="0.10.0" Id="doc"', 1)
    assert proof(both)[0] is Reason.PROOF_MALFORMED


def test_a_moved_original_under_the_signature_does_not_pass() -> None:
    sealed = edc.seal(edc.credential(attributes=edc.NAMESPACES + ' Id="doc"'), uri="#doc").decode()
    signature = re.search(r"<ds:Signature .*</ds:Signature>", sealed, re.DOTALL)
    assert signature is not None
    original = sealed.replace(signature[0], "")
    moved = signature[0].replace("</ds:Signature>", f"<ds:Object>{original}</ds:Object></ds:Signature>")
    evil = edc.credential(title=edc.text("Doctor of Everything"), attributes=edc.NAMESPACES + ' Id="evil"')
    content = evil.replace("<proof></proof>", f"<proof>{moved}</proof>").encode()
    assert proof(content)[0] is Reason.SUITE_UNSUPPORTED
    named = content.replace(b'Id="evil"', b'ID="doc"', 1)
    assert proof(named)[0] in {Reason.SIGNATURE_MISMATCH, Reason.PROOF_MALFORMED}


def test_another_element_that_was_signed_is_not_the_credential() -> None:
    part = edc.seal('<more Id="doc"><proof></proof></more>', uri="#doc").decode()
    evil = edc.credential(more=part, attributes=edc.NAMESPACES + ' ID="doc"').replace("<proof></proof></euro", "</euro")
    assert proof(evil.replace('<more Id="doc">', '<more xmlns="" Id="doc">').encode()) == (
        Reason.SIGNATURE_MISMATCH,
        "not what was signed",
    )


def test_a_second_element_with_the_same_id_is_refused() -> None:
    sealed = edc.seal(edc.credential(more='<more Id="doc"/>', attributes=edc.NAMESPACES + ' Id="doc"'), uri="#doc")
    assert proof(sealed)[0] is Reason.PROOF_MALFORMED


def test_properties_of_another_signature_are_not_taken() -> None:
    sealed = edc.seal(edc.credential()).replace(
        b'<x:SignedProperties Id="xades-1">', b'<x:SignedProperties Id="other">'
    )
    assert proof(sealed)[0] is Reason.PROOF_MALFORMED


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"transforms": '<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116"/>'}, "unsupported"),
        ({"transforms": edc.FILTER.replace("subtract", "union")}, "unsupported"),
        ({"transforms": edc.FILTER.replace("/descendant::ds:Signature", "/descendant::title")}, "unsupported"),
        ({"transforms": ""}, "mismatch"),
        ({"canonical": "http://www.w3.org/2001/10/xml-exc-c14n#WithComments"}, "unsupported"),
        ({"method": "http://www.w3.org/2000/09/xmldsig#rsa-sha1"}, "unsupported"),
        ({"method": "http://www.w3.org/2000/09/xmldsig#hmac-sha1"}, "unsupported"),
        ({"digest": "http://www.w3.org/2000/09/xmldsig#sha1"}, "unsupported"),
        ({"uri": "other.xml"}, "unsupported"),
        ({"uri": "#xades-1"}, "unsupported"),
        ({"method": "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"}, "mismatch"),
        ({"time": "soon"}, "malformed"),
    ],
)
def test_what_is_not_done_here_never_passes(options: dict[str, str], reason: str) -> None:
    kinds: dict[str, tuple[Reason, ...]] = {
        "unsupported": (Reason.SUITE_UNSUPPORTED,),
        "mismatch": (Reason.SIGNATURE_MISMATCH, Reason.PROOF_MALFORMED),
        "malformed": (Reason.PROOF_MALFORMED,),
    }
    sealed = edc.seal(edc.credential(), **options)  # type: ignore[arg-type]  # all of them are text
    assert proof(sealed)[0] in kinds[reason]


def test_a_reference_to_the_certificates_may_be_there_and_no_other() -> None:
    def reference(uri: str) -> str:
        return (
            f'<ds:Reference URI="{uri}"><ds:DigestMethod Algorithm="{edc.SHA256}"/>'
            "<ds:DigestValue>AAAA</ds:DigestValue></ds:Reference>"
        )

    assert proof(edc.seal(edc.credential(), more_references=reference("#keys-1")))[0] is Reason.SIGNATURE_MISMATCH
    assert proof(edc.seal(edc.credential(), more_references=reference("#sig-1")))[0] is Reason.SUITE_UNSUPPORTED


def test_a_seal_from_the_future_fails() -> None:
    assert proof(edc.seal(edc.credential(), time="2027-01-01T00:00:00Z"))[0] is Reason.NOT_YET_VALID


def test_the_certificate_is_the_one_that_the_seal_names() -> None:
    other = issuing().seal("Example University", "VATIE-1234567T")
    assert proof(edc.seal(edc.credential(), certificates=other.x5c)) == (
        Reason.PROOF_MALFORMED,
        "certificate digest",
    )
    named = edc.seal(edc.credential(), certificates=other.x5c, cert_digest=sha512(other.der).digest())
    assert proof(named)[0] is Reason.SIGNATURE_MISMATCH


@pytest.mark.parametrize("certificates", [[], ["AAAA"], ["%"]])
def test_certificates_that_cannot_be_read(certificates: list[str]) -> None:
    assert proof(edc.seal(edc.credential(), certificates=certificates))[0] is Reason.PROOF_MALFORMED


def test_more_certificates_than_a_seal_has() -> None:
    many = [university().x5c[0]] * 40
    assert proof(edc.seal(edc.credential(), certificates=many))[0] is Reason.PROOF_MALFORMED


def test_two_signatures_are_not_judged() -> None:
    sealed = edc.seal(edc.credential()).decode()
    again = re.search(r"<ds:Signature .*</ds:Signature>", sealed, re.DOTALL)
    assert again is not None
    twice = sealed.replace("</proof>", f"{again[0]}</proof>").encode()
    assert proof(twice) == (Reason.SUITE_UNSUPPORTED, "several signatures")


def test_without_a_seal_it_is_read_and_unsigned() -> None:
    report = look(edc.credential().encode())
    assert (report.outcome, report.reasons[0]) == (Outcome.FAILED, Reason.UNSIGNED)


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("<ds:SignedInfo>", "<ds:Info>", None),
        ('<ds:SignatureMethod Algorithm="', '<ds:SignatureMethod Other="', Reason.PROOF_MALFORMED),
        ("ds:CanonicalizationMethod", "ds:Other", Reason.PROOF_MALFORMED),
        ("<ds:SignatureValue>", "<ds:SignatureValue>*", None),
        ("x:CertDigest", "x:Other", Reason.PROOF_MALFORMED),
        ("ds:X509Data", "ds:Other", Reason.PROOF_MALFORMED),
        ('Type="http://uri.etsi.org/01903#SignedProperties"', "", Reason.SUITE_UNSUPPORTED),
        ('URI="#xades-1"', 'URI="#nowhere"', None),
    ],
)
def test_a_broken_signature_never_passes(before: str, after: str, reason: Reason | None) -> None:
    content = edc.seal(edc.credential()).decode()
    assert before in content
    broken = content.replace(before, after).replace(f"</{before.strip('<>')}>", f"</{after.strip('<>*')}>")
    report = look(broken.encode())
    assert report.outcome in {Outcome.FAILED, Outcome.INDETERMINATE}
    found = result(report, Check.PROOF).reason
    assert found not in {None, Reason.INTERNAL_ERROR}
    assert reason in {None, found}


def test_a_digest_of_the_certificate_in_another_spelling() -> None:
    sealed = edc.seal(edc.credential()).decode()
    digest = base64.b64encode(sha512(university().der).digest()).decode()
    assert proof(sealed.replace(digest, "A").encode()) == (Reason.PROOF_MALFORMED, "signature")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('<!DOCTYPE europassCredential [<!ENTITY a "b">]><europassCredential>&a;</europassCredential>', "malformed"),
        ('<!DOCTYPE europassCredential SYSTEM "file:///etc/passwd"><europassCredential/>', "malformed"),
        ("<europassCredential>&amp;&undefined;</europassCredential>", "malformed"),
        ("<europassCredential><open></europassCredential>", "malformed"),
        ('<?xml version="1.0" encoding="no-such"?><europassCredential/>', "malformed"),
        ("<europassCredential>" + "<a>" * 100 + "</a>" * 100 + "</europassCredential>", "too-deep"),
        ("<europassCredential>" + "<a/>" * 60_000 + "</europassCredential>", "too-complex"),
        ("<europassCredential/>", "not-a-credential"),
        ('<europassCredential xmlns="urn:other"/>', "not-a-credential"),
        ("<europassPresentation/>", "unsupported-format"),
    ],
)
def test_what_is_no_credential_is_refused(content: str, reason: str) -> None:
    report = look(content.encode())
    assert report.refusal is not None
    assert report.refusal.reason == reason


def test_an_entity_bomb_is_refused_at_once() -> None:
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE europassCredential [<!ENTITY e0 "x">{lines}]><europassCredential>&e11;</europassCredential>'
    report = look(bomb.encode())
    assert report.refusal is not None
    assert report.refusal.reason is Reason.MALFORMED


def test_a_large_file_is_refused_before_it_is_read() -> None:
    report = look(b"<europassCredential>" + b" " * (10 * 1024 * 1024))
    assert report.refusal is not None
    assert report.refusal.reason is Reason.TOO_LARGE


def test_an_unknown_root_is_cannot_tell() -> None:
    report = judge(edc.seal(edc.credential()), (), carrier="xml")
    assert (report.outcome, report.reasons) == (Outcome.INDETERMINATE, (Reason.ROOT_UNKNOWN,))
    assert judge(edc.seal(edc.credential()), trusted(root()), carrier="xml").outcome is Outcome.PASSED


def test_a_weak_key_made_nothing() -> None:
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

    weak = issuing().seal(key=rsa.generate_private_key(65537, 1024))
    assert proof(edc.seal(edc.credential(), weak))[0] is Reason.SIGNATURE_MISMATCH
    odd = issuing().seal(key=ec.generate_private_key(ec.SECP256K1()))
    assert proof(edc.seal(edc.credential(), odd))[0] is Reason.SIGNATURE_MISMATCH

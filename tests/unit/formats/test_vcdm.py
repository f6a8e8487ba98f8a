"""The data model every format shares: what makes a document a credential, and what of it is read."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.formats.texts import ISSUER, V1, V2, credential
from wallet.errors import CredentialError
from wallet.formats.vcdm import parse_credential, parse_proofs, unsecured
from wallet.model.json import JsonObject, JsonValue
from wallet.model.report import Reason


def refusal(**members: JsonValue) -> tuple[str, str | None]:
    with pytest.raises(CredentialError) as caught:
        parse_credential({**credential(), **members})
    return caught.value.code, caught.value.params.get("member")


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"type": None}, (Reason.NOT_A_CREDENTIAL, "type")),
        ({"type": "OpenBadgeCredential"}, (Reason.NOT_A_CREDENTIAL, "type")),
        ({"type": ["VerifiableCredential", 1]}, (Reason.MALFORMED, "type")),
        ({"@context": None}, (Reason.NOT_A_CREDENTIAL, "@context")),
        ({"@context": []}, (Reason.NOT_A_CREDENTIAL, "@context")),
        ({"@context": ["https://other.example", V2]}, (Reason.NOT_A_CREDENTIAL, "@context")),
        ({"@context": {"@vocab": "urn:x"}}, (Reason.NOT_A_CREDENTIAL, "@context")),
        ({"issuer": None}, (Reason.NOT_A_CREDENTIAL, "issuer")),
        ({"issuer": ""}, (Reason.NOT_A_CREDENTIAL, "issuer")),
        ({"issuer": {}}, (Reason.NOT_A_CREDENTIAL, "issuer")),
        ({"issuer": {"id": ""}}, (Reason.NOT_A_CREDENTIAL, "issuer")),
        ({"issuer": {"id": 1}}, (Reason.NOT_A_CREDENTIAL, "issuer")),
        ({"issuer": [ISSUER.did]}, (Reason.NOT_A_CREDENTIAL, "issuer")),
        ({"issuer": {"id": ISSUER.did, "url": 1}}, (Reason.MALFORMED, "url")),
        ({"credentialSubject": None}, (Reason.NOT_A_CREDENTIAL, "credentialSubject")),
        ({"credentialSubject": []}, (Reason.NOT_A_CREDENTIAL, "credentialSubject")),
        ({"credentialSubject": {}}, (Reason.NOT_A_CREDENTIAL, "credentialSubject")),
        ({"credentialSubject": "did:a:b"}, (Reason.NOT_A_CREDENTIAL, "credentialSubject")),
        ({"credentialSubject": {"id": 1}}, (Reason.MALFORMED, "id")),
        ({"id": 1}, (Reason.MALFORMED, "id")),
        ({"validFrom": 2026}, (Reason.MALFORMED, "validFrom")),
        ({"validUntil": ["2026"]}, (Reason.MALFORMED, "validUntil")),
        ({"credentialStatus": "urn:x"}, (Reason.MALFORMED, "credentialStatus")),
        ({"credentialStatus": [{"type": "A"}, 1]}, (Reason.MALFORMED, "credentialStatus")),
    ],
)
def test_what_makes_no_credential(members: JsonObject, expected: tuple[str, str]) -> None:
    assert refusal(**members) == expected


def test_a_name_in_several_languages() -> None:
    name: JsonValue = [{"@value": "数据", "@language": "ja"}, {"@value": "Data", "@language": "en"}, {"@value": 1}, 2]
    found = parse_credential({**credential(), "name": name}).name
    assert found is not None
    assert (found.default, found.best("en"), found.best("fr")) == ("数据", "Data", "数据")
    assert parse_credential({**credential(), "name": [1]}).name is None


def test_each_version_has_its_own_dates() -> None:
    dates: JsonObject = {
        "validFrom": "2026-01-01T00:00:00Z",
        "validUntil": "2027-01-01T00:00:00Z",
        "issuanceDate": "2020-01-01T00:00:00Z",
        "expirationDate": "2021-01-01T00:00:00Z",
    }
    new = parse_credential({**credential(), **dates})
    old = parse_credential({**credential(), **dates, "@context": [V1]})
    assert (new.valid_from, new.valid_until) == (dates["validFrom"], dates["validUntil"])
    assert (old.valid_from, old.valid_until) == (dates["issuanceDate"], dates["expirationDate"])


def test_every_subject_and_every_status_is_read() -> None:
    several: JsonObject = {
        "credentialSubject": [{"id": "urn:a", "name": "Ann"}, {"name": {"@value": "Bo"}}],
        "credentialStatus": [{"type": "A", "x": 1}, {"type": "B"}],
    }
    found = parse_credential({**credential(), **several})
    assert [(subject.id, subject.name) for subject in found.subjects] == [("urn:a", "Ann"), (None, None)]
    assert [entry.type for entry in found.status] == ["A", "B"]
    assert found.status[0].body == {"type": "A", "x": 1}


class TestProofs:
    def test_one_several_or_none(self) -> None:
        proof: JsonObject = {"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022", "domain": ["a", "b"]}
        (one,) = parse_proofs({"proof": proof})
        assert (one.cryptosuite, one.domain, one.options) == ("eddsa-rdfc-2022", ("a", "b"), proof)
        assert len(parse_proofs({"proof": [proof, {**proof, "domain": "a"}]})) == 2
        assert parse_proofs({}) == parse_proofs({"proof": None}) == parse_proofs({"proof": []}) == ()
        assert unsecured({"a": 1, "proof": proof}) == {"a": 1}

    def test_a_method_may_be_embedded(self) -> None:
        (proof,) = parse_proofs({"proof": {"type": "X", "verificationMethod": {"id": "did:a:b#c"}}})
        assert (proof.verification_method, proof.cryptosuite) == ("did:a:b#c", "X")
        assert parse_proofs({"proof": {"verificationMethod": 1}})[0].verification_method is None

    @pytest.mark.parametrize(
        ("proof", "member"),
        [
            (1, "proof"),
            ([[]], "proof"),
            ({"type": 1}, "type"),
            ({"created": 1}, "created"),
            ({"domain": [1]}, "domain"),
        ],
    )
    def test_another_shape(self, proof: JsonValue, member: str) -> None:
        with pytest.raises(CredentialError) as caught:
            parse_proofs({"proof": proof})
        assert (caught.value.code, caught.value.params["member"]) == (Reason.MALFORMED, member)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["id", "type", "@value", "name"]), inner, max_size=2)
    ),
    max_leaves=5,
)


@given(
    changes=st.dictionaries(
        st.sampled_from(["@context", "id", "type", "issuer", "name", "credentialSubject", "credentialStatus", "proof"]),
        anything,
    )
)
def test_no_document_makes_anything_but_a_credential_error(changes: JsonObject) -> None:
    document = {**credential(), **changes}
    with suppress(CredentialError):
        assert parse_credential(document).subjects
    with suppress(CredentialError):
        parse_proofs(document)

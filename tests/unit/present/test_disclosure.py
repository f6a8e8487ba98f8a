"""Choosing what leaves of an SD-JWT with disclosures inside disclosures and in arrays, and what counts as personal."""

from __future__ import annotations

import pytest

from tests.simulator.issuer import CONTEXTS, Nothing, verification
from tests.simulator.jose import Signer, digest_of, disclosure, element
from wallet.codec.sd_jwt import split_sd_jwt
from wallet.errors import UsageError
from wallet.model.credential import VerifiableCredential
from wallet.model.json import JsonObject
from wallet.present.disclosure import Part, choose, claims_of, personal_in, values_of
from wallet.registry import DERIVABLE

ISSUER = Signer("ES256", "issuer")
STREET = disclosure("street", "1 High Street")
TOWN = disclosure("town", "Hull")
ADDRESS = disclosure("address", {"country": "GB", "_sd": [digest_of(STREET), digest_of(TOWN)]})
FIRST, SECOND, THIRD = element("ja"), element("en"), element({"de": "B2"})
PAYLOAD: JsonObject = {
    "iss": ISSUER.did,
    "vct": "urn:badge",
    "iat": 1767225600,
    "name": "Bridges",
    "_sd": [digest_of(ADDRESS), digest_of("a decoy")],
    "languages": [{"...": digest_of(FIRST)}, "fr", {"...": digest_of(SECOND)}, {"...": digest_of(THIRD)}],
}
ALL = (ADDRESS, STREET, TOWN, FIRST, SECOND, THIRD)


def read(*disclosures: str) -> VerifiableCredential:
    text = "~".join([ISSUER.jws(PAYLOAD, typ="dc+sd-jwt").decode(), *disclosures, ""])
    parsed = verification(Nothing()).parse(text.encode())
    assert isinstance(parsed, VerifiableCredential)
    return parsed


def shown(*pointers: str) -> Part:
    return choose(read(*ALL), pointers, DERIVABLE, CONTEXTS)


@pytest.mark.parametrize(
    ("pointer", "disclosures"),
    [
        ("/address", {ADDRESS, STREET, TOWN}),
        ("/address/town", {ADDRESS, TOWN}),
        ("/address/country", {ADDRESS}),
        ("address", {ADDRESS, STREET, TOWN}),
        ("/languages/0", {FIRST}),
        ("/languages/3/de", {THIRD}),
        ("/languages", {FIRST, SECOND, THIRD}),
        ("/languages/1", set()),
        ("/name", set()),
        ("", set(ALL)),
    ],
)
def test_a_pointer_takes_what_is_in_it_and_the_way_there(pointer: str, disclosures: set[str]) -> None:
    part = shown(pointer)
    assert set(split_sd_jwt(part.credential.received).disclosures) == disclosures
    assert part.original == (disclosures == set(ALL))


def test_what_leaves_and_what_stays_is_said_by_its_place_in_the_whole() -> None:
    part = shown("/address/town", "/languages/2")
    assert {"/address/country", "/address/town", "/languages/1", "/languages/2", "/name"} <= set(part.disclosed)
    assert set(part.withheld) == {"/address/street", "/languages/0", "/languages/3/de"}
    values = dict(values_of(part.credential.document))
    assert (values["/languages/0"], values["/languages/1"]) == ("fr", "en")
    assert "/address/street" not in values


def test_what_the_holder_lacks_is_not_offered() -> None:
    claims = {claim.pointer: claim.mandatory for claim in claims_of(read(ADDRESS, SECOND), DERIVABLE, CONTEXTS)}
    assert claims["/languages/0"] is True
    assert claims["/languages/1"] is False
    assert "/address/street" not in claims
    with pytest.raises(UsageError):
        choose(read(ADDRESS), ("/address/street",), DERIVABLE, CONTEXTS)


def test_an_sd_jwt_with_nothing_to_withhold_is_signed_as_one() -> None:
    assert claims_of(read(), DERIVABLE, CONTEXTS) == ()
    assert choose(read(), None, DERIVABLE, CONTEXTS).withholdable is False
    with pytest.raises(UsageError) as caught:
        choose(read(), ("/name",), DERIVABLE, CONTEXTS)
    assert caught.value.code == "not-disclosable"


def test_a_key_binding_for_others_is_taken_off() -> None:
    bound = ISSUER.bind(read(*ALL).received, nonce="n", aud="https://other.example", iat=1)
    parsed = verification(Nothing()).parse(bound)
    assert isinstance(parsed, VerifiableCredential)
    part = choose(parsed, None, DERIVABLE, CONTEXTS)
    assert split_sd_jwt(part.credential.received).key_binding is None
    assert split_sd_jwt(part.credential.received).disclosures == ALL
    assert part.original is False


def test_personal_is_what_reaches_or_dates_somebody() -> None:
    document: JsonObject = {
        "name": "Bridges",
        "birthDate": "2001-02-03",
        "issuer": {"url": "https://user@issuer.example/x"},
        "credentialSubject": {"contact": "mailto:me@home.example", "handle": "@me", "known": "ME-7"},
        "proof": {"email": "signer@issuer.example"},
    }
    assert personal_in(document) == ("/birthDate", "/credentialSubject/contact")
    assert personal_in(document, ["me-7"])[-1] == "/credentialSubject/known"

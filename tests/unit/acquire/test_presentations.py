from __future__ import annotations

import pytest

from tests.carriers.parts import JWT, LD, LD_2, OB_2, enveloped, presentation
from tests.simulator.jose import Signer
from wallet.acquire import presentations
from wallet.acquire.presentations import unbundled
from wallet.codec import json
from wallet.model.json import JsonObject
from wallet.model.record import NotReceived, Received
from wallet.model.report import Reason

HOLDER = Signer("EdDSA", "holder")
VP: JsonObject = {
    "@context": ["https://www.w3.org/ns/credentials/v2"],
    "type": "VerifiablePresentation",
    "verifiableCredential": [{"type": ["VerifiableCredential"], "id": "urn:x"}],
}


def item(payload: bytes) -> Received:
    return Received(source="vp", name="vp.json", carrier="json", content=b" " + payload, payload=payload)


def payloads(payload: bytes) -> list[bytes | str]:
    return [part.payload if isinstance(part, Received) else part.reason for part in unbundled(item(payload))]


def test_each_credential_comes_as_it_stands_and_the_presentation_stays_the_carrier() -> None:
    shown = presentation(LD, LD_2)
    first, second = unbundled(item(shown))
    assert isinstance(first, Received)
    assert (first.payload, first.content, first.source) == (LD, b" " + shown, "vp#1")
    assert isinstance(second, Received)
    assert (second.payload, second.source) == (LD_2, "vp#2")


def test_compact_and_enveloped_credentials_are_their_own_text() -> None:
    shown = presentation(json.dumps(JWT.decode()), enveloped(JWT, "application/vc+jwt"))
    assert payloads(shown) == [JWT, JWT]


def test_a_single_credential_without_a_list_counts() -> None:
    assert payloads(presentation(LD).replace(b"[" + LD + b"]", LD)) == [LD]


@pytest.mark.parametrize("claims", [VP, {"vp": VP, "iss": "x"}])
def test_a_token_is_opened(claims: JsonObject) -> None:
    token = HOLDER.jws(claims, typ="vp+jwt")
    assert payloads(token) == [json.dumps({"type": ["VerifiableCredential"], "id": "urn:x"})]
    wrapped = json.dumps({"type": "EnvelopedVerifiablePresentation", "id": f"data:application/vp+jwt,{token.decode()}"})
    assert payloads(wrapped) == payloads(token)


@pytest.mark.parametrize(
    "payload",
    [
        LD,
        JWT,
        OB_2,
        b"words",
        b"{broken VerifiablePresentation",
        b'{"type": ["EnvelopedVerifiablePresentation", "EnvelopedVerifiableCredential"]}',
        b'{"type": "EnvelopedVerifiablePresentation", "id": "data:nonsense"}',
        HOLDER.jws({"vp": 3}),
        HOLDER.jws(b"not JSON"),
        HOLDER.jws({"name": "no VerifiablePresentation"}),
        enveloped(JWT, "application/vc+jwt"),
    ],
)
def test_anything_else_comes_back_as_it_is(payload: bytes) -> None:
    assert list(unbundled(item(payload))) == [item(payload)]


def test_what_is_no_credential_is_a_row_and_the_next_follows() -> None:
    shown = presentation(b"3", b'{"type": "EnvelopedVerifiableCredential", "id": 7}', LD)
    assert payloads(shown) == [Reason.NOT_A_CREDENTIAL, Reason.MALFORMED, LD]


def test_an_empty_presentation_says_so() -> None:
    assert payloads(presentation()) == [Reason.EMPTY_PRESENTATION]
    assert payloads(b'{"type": "VerifiablePresentation"}') == [Reason.EMPTY_PRESENTATION]


def test_too_many_stay_together_for_the_format_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presentations, "MAX_CREDENTIALS", 1)
    shown = presentation(LD, LD)
    assert list(unbundled(item(shown))) == [item(shown)]


def test_what_was_not_received_passes_through() -> None:
    missing = NotReceived(source="x", reason="offline")
    assert list(unbundled(missing)) == [missing]

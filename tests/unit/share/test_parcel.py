from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import pytest

from wallet.codec import json
from wallet.errors import CredentialError
from wallet.model.json import JsonObject, JsonValue
from wallet.model.material import Material, MaterialSource
from wallet.share.interface import Parcel
from wallet.share.parcel import decode_parcel, encode_parcel

STAPLED = Material(
    url="https://issuer.example/status/1",
    content=b"\x00\xff list",
    media_type="application/vc",
    sha256=hashlib.sha256(b"\x00\xff list").hexdigest(),
    source=MaterialSource.STAPLED,
    retrieved_at=datetime(2026, 11, 1, tzinfo=UTC),
)
PARCEL = Parcel(
    content=b'{"type": "VerifiablePresentation"}',
    media_type="application/vp",
    expires=datetime(2026, 12, 1, tzinfo=UTC),
    note="応募書類です",
    materials=(STAPLED,),
)


def test_a_parcel_comes_out_as_it_went_in() -> None:
    assert decode_parcel(encode_parcel(PARCEL)) == PARCEL


def test_a_parcel_may_have_no_end_and_no_materials() -> None:
    parcel = Parcel(content=b"x", media_type="application/vp+jwt", expires=None, note="")
    assert decode_parcel(encode_parcel(parcel)) == parcel


def altered(**members: JsonValue) -> bytes:
    document: JsonObject = json.loads_object(encode_parcel(PARCEL))
    return json.dumps(document | members)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "malformed"),
        (b"[]", "not-a-credential"),
        (b'{"schema": 1}', "malformed"),
        (altered(schema="wallet.parcel/2"), "unsupported-format"),
        (altered(content="not base64!"), "malformed"),
        (altered(content=None), "malformed"),
        (altered(media_type=[]), "malformed"),
        (altered(note=None), "malformed"),
        (altered(materials={}), "malformed"),
        (altered(materials=["x"]), "malformed"),
        (altered(materials=[{"url": "https://a.example"}]), "malformed"),
        (altered(materials=[{}] * 201), "malformed"),
    ],
)
def test_anything_else_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(CredentialError) as caught:
        decode_parcel(content)
    assert caught.value.code == code

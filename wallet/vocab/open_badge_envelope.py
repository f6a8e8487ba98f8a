"""OpenBadgeV2: a gateway's credential around a hosted Open Badges 2.0 badge.

Met in Japan (a gateway from learning platforms to Microsoft Entra Verified ID): a VC-JWT whose subject carries the
baked picture as Base64 in `photo`, the badge class as a JSON text in `openbadge`, the recipient's address in `email`.
No specification of it is published; its members are as the gateway's own programs write them.
"""

from __future__ import annotations

import base64
import binascii
from typing import Final

from wallet.codec import json as strict_json
from wallet.codec.limits import MAX_INPUT_BYTES
from wallet.errors import CredentialError
from wallet.model.credential import Achievement, Description, IdentityObject
from wallet.model.json import JsonObject, JsonValue
from wallet.model.report import Reason
from wallet.vocab.interface import ENVELOPE_TYPE
from wallet.vocab.open_badges_2 import describe_graph
from wallet.vocab.plain import plain_claims
from wallet.vocab.text import objects, string, texts

PICTURE: Final = "photo"
BADGE_CLASS: Final = "openbadge"

_DATA_URL: Final = "data:image/png;base64,"
_MAX_CHARACTERS: Final = MAX_INPUT_BYTES * 4 // 3 + 4


class OpenBadgeEnvelope:
    """The gateway's own words; the badge in the picture has a report of its own."""

    name: Final = "open_badge_envelope"

    def describe(self, document: JsonObject) -> Description | None:
        """The badge class as the gateway wrote it, and to whose address."""
        if ENVELOPE_TYPE not in texts(document.get("type")):
            return None
        subjects = objects(document.get("credentialSubject"))
        addresses = [text for subject in subjects if (text := string(subject.get("email"))) is not None]
        rest: list[JsonObject] = [
            {name: value for name, value in subject.items() if name not in {PICTURE, BADGE_CLASS}}
            for subject in subjects
        ]
        return Description(
            vocabulary=self.name,
            achievements=tuple(item for subject in subjects for item in _badge_class(subject)),
            identifiers=tuple(IdentityObject(type="email", hash=text, hashed=False, salt=None) for text in addresses),
            claims=plain_claims([*rest]),
        )


def picture_in(subject: JsonObject) -> bytes | None:
    """The picture in the subject; None where it has none.

    Raises `CredentialError` (`malformed`, `too-large`) for what is no Base64.
    """
    value: JsonValue = subject.get(PICTURE)
    if value is None:
        return None
    if not isinstance(value, str):
        raise CredentialError(Reason.MALFORMED, member=PICTURE)
    if len(value) > _MAX_CHARACTERS:
        raise CredentialError(Reason.TOO_LARGE, member=PICTURE, limit=str(MAX_INPUT_BYTES))
    text = value.removeprefix(_DATA_URL)
    # Microsoft's wallets write pictures in the alphabet of Base64url, gateways in the plain one.
    plain = text.replace("-", "+").replace("_", "/").rstrip("=")
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except (binascii.Error, ValueError) as error:
        raise CredentialError(Reason.MALFORMED, member=PICTURE) from error


def _badge_class(subject: JsonObject) -> tuple[Achievement, ...]:
    text = string(subject.get(BADGE_CLASS))
    if text is None:
        return ()
    try:
        return describe_graph({}, strict_json.loads_object(text.encode())).achievements
    except (CredentialError, UnicodeEncodeError):
        return ()

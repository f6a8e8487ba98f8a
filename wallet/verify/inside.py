"""Credentials inside a credential: those a learner record holds, and the badge that an OpenBadgeV2 credential carries.

Each is verified as one on its own. How many there may be, and how deep, is bounded for the whole input: what is beyond
is not looked at, and said (`too-complex`, `too-deep`), which makes the record around it "cannot tell".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from wallet.codec.limits import MAX_NESTED_CREDENTIALS, MAX_NESTED_DEPTH
from wallet.errors import CredentialError
from wallet.model.credential import Unreadable, VerifiableCredential
from wallet.model.json import JsonObject
from wallet.model.report import Finding, Reason
from wallet.verify.context import Toolbox
from wallet.vocab.interface import CLR_TYPE, ENVELOPE_TYPE
from wallet.vocab.text import objects

Member = VerifiableCredential | Unreadable

_NO_CREDENTIAL: Final = "no credential in the picture"


@dataclass(slots=True)
class Room:
    """How many credentials inside others may still be looked at in this input."""

    left: int = MAX_NESTED_CREDENTIALS


def credentials_inside(
    credential: VerifiableCredential, tools: Toolbox, depth: int, room: Room
) -> tuple[list[Member], list[Finding]]:
    """What `credential` holds, as far as there is room, and what is said of the rest. `depth` is its own depth."""
    subjects = objects(credential.document.get("credentialSubject"))
    found: list[Member] = []
    try:
        if CLR_TYPE in credential.credential.types:
            from wallet.formats.members import read_members  # every format there is, for the few records of others

            found = [member for subject in subjects for member in read_members(subject)]
        elif ENVELOPE_TYPE in credential.credential.types:
            found = [member for subject in subjects for member in _in_picture(subject, tools)]
    except CredentialError as error:
        return [], [Finding(reason=Reason(error.code), params=error.params)]
    if found and depth >= MAX_NESTED_DEPTH:
        return [], [Finding(reason=Reason.TOO_DEEP, params={"limit": str(MAX_NESTED_DEPTH)})]
    taken = found[: room.left]
    room.left -= len(taken)
    if len(taken) < len(found):
        limit = {"what": "credentials", "limit": str(MAX_NESTED_CREDENTIALS)}
        return taken, [Finding(reason=Reason.TOO_COMPLEX, params=limit)]
    return taken, []


def _in_picture(subject: JsonObject, tools: Toolbox) -> list[Member]:
    """The badge baked into the picture: none in a picture without text, one that cannot be read in a broken one."""
    from wallet.vocab.open_badge_envelope import picture_in

    picture = b""
    try:
        found = picture_in(subject)
        if found is None:
            return []
        picture = found
        texts = tools.unbake(picture)
        if len(texts) > 1:
            raise CredentialError(Reason.AMBIGUOUS, count=str(len(texts)))
        return [_parsed(text.strip(), tools) for text in texts]
    except CredentialError as error:
        return [Unreadable(received=picture, reason=error.code, params=error.params)]


def _parsed(text: bytes, tools: Toolbox) -> Member:
    for format_ in tools.formats:
        if format_.recognises(text):
            parsed = format_.parse(text)
            if isinstance(parsed, VerifiableCredential):
                return parsed
            break
    raise CredentialError(Reason.NOT_A_CREDENTIAL, detail=_NO_CREDENTIAL)

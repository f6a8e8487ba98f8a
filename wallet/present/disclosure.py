"""What leaves of one badge: all of it, or the parts that its holder chose, where its issuer signed it so.

An SD-JWT shows the disclosures that are handed over with it (RFC 9901, section 7.2); a base proof of ecdsa-sd-2023 or
bbs-2023 is never shown, a proof derived from it is (VC DI ECDSA and BBS cryptosuites, "Add Derived Proof"). Anything
else was signed as one: no part of it can be withheld.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from wallet.codec import json as strict_json
from wallet.codec.sd_jwt import Place, places, split_sd_jwt
from wallet.errors import UsageError
from wallet.formats import ldp_vc
from wallet.formats.sd_jwt_vc import SdJwtCredential
from wallet.model.credential import DataIntegrityProof, VerifiableCredential
from wallet.model.frozen import frozen
from wallet.model.json import JsonObject, JsonValue
from wallet.model.material import Contexts
from wallet.model.registry import Registry
from wallet.suites.interface import Claim, DerivableCryptosuite
from wallet.suites.selective.forms import ProofForm, form_of
from wallet.suites.selective.pointers import Selection, locate, to_pointer

_WHOLE: Final = ("",)
"""The JSON Pointer of a whole document (RFC 6901, section 5)."""
_NOT_CONTENT: Final = frozenset({"@context", "proof"})
_PERSONAL: Final = frozenset(
    {
        *("birthdate", "birth_date", "dateofbirth", "date_of_birth", "gender", "nationality", "nationalities"),
        *("address", "street_address", "phone", "phone_number", "phonenumber", "telephone", "email"),
        *("studentid", "sisid", "sourcedid", "personal_administrative_number"),
    }
)
"""Names of claims in Open Badges 3.0 (Profile), CLR 2.0, ELM and SD-JWT VC that say more than what was learned."""
_E_MAIL: Final = re.compile(r"[^@\s/:]+@[^@\s/]+\.[^@\s/]+")
Path = tuple[str | int, ...]


@frozen
class Part:
    """One badge as it leaves. `disclosed` and `withheld` are JSON Pointers into the badge as the holder has it.

    `withholdable` says whether its issuer signed it so that parts can stay behind; `original` whether `credential` is
    the badge as it was received.
    """

    credential: VerifiableCredential
    disclosed: tuple[str, ...]
    withheld: tuple[str, ...] = ()
    withholdable: bool = False
    original: bool = True


def claims_of(
    credential: VerifiableCredential, suites: Registry[DerivableCryptosuite], contexts: Contexts
) -> tuple[Claim, ...]:
    """What a holder can choose from, in the order of the badge; empty where it was signed as one.

    Raises `CredentialError` for a badge that is not put together as its format says.
    """
    base = _base_proof(credential, suites)
    if base is not None:
        suite, proof = base
        return suite.claims(_unsecured(credential.document), proof, contexts)
    if credential.format == SdJwtCredential.name:
        found = _sd_jwt_places(credential)
        if any(place.needs for place in found):
            return tuple(Claim(to_pointer(place.path), not place.needs) for place in found)
    return ()


def choose(
    credential: VerifiableCredential,
    chosen: Sequence[str] | None,
    suites: Registry[DerivableCryptosuite],
    contexts: Contexts,
) -> Part:
    """`credential` with the parts that `chosen` names and those that are always shown; all of it for None.

    Raises `UsageError`: `no-such-claim`, `nothing-disclosed`, and `not-disclosable` for a choice where there is none;
    `CredentialError` for a badge whose parts mean something else by themselves.
    """
    base = _base_proof(credential, suites)
    if base is not None:
        return _derived(credential, chosen, *base, contexts)
    if credential.format == SdJwtCredential.name:
        return _disclosed(credential, chosen)
    if chosen is not None:
        raise UsageError("not-disclosable")
    return Part(credential=credential, disclosed=tuple(_pointers(credential.document)))


def values_of(document: JsonValue) -> Iterator[tuple[str, JsonValue]]:
    """Every innermost value of a document but its contexts and proofs, with its JSON Pointer, in its order."""
    for path, value in _leaves(document, ()):
        if not (path and path[0] in _NOT_CONTENT):
            yield to_pointer(path), value


def personal_in(document: JsonValue, own: Sequence[str] = ()) -> tuple[str, ...]:
    """Where a document tells how to reach its subject, where they live, or when they were born; `own` are addresses
    that the holder calls theirs. A warning before sharing, not a guarantee: words in a text are not looked at.
    """
    wanted = {address.lower() for address in own}
    found = []
    for pointer, value in values_of(document):
        name = pointer.rpartition("/")[2].lower()
        text = value.lower().removeprefix("mailto:") if isinstance(value, str) else ""
        if name in _PERSONAL or _E_MAIL.fullmatch(text) or text in wanted:
            found.append(pointer)
    return tuple(found)


def _pointers(document: JsonObject) -> Iterator[str]:
    return (pointer for pointer, _ in values_of(document))


def _leaves(value: JsonValue, path: Path) -> Iterator[tuple[Path, JsonValue]]:
    if isinstance(value, dict) and value:
        for name, member in value.items():
            yield from _leaves(member, (*path, name))
    elif isinstance(value, list) and value:
        for number, item in enumerate(value):
            yield from _leaves(item, (*path, number))
    else:
        yield path, value


# --- Data Integrity --------------------------------------------------------------------------------------------------


def _base_proof(
    credential: VerifiableCredential, suites: Registry[DerivableCryptosuite]
) -> tuple[DerivableCryptosuite, DataIntegrityProof] | None:
    """The first base proof, with its suite."""
    for proof in credential.proofs:
        if isinstance(proof, DataIntegrityProof) and form_of(proof.options) is ProofForm.BASE:
            suite = suites.get(proof.cryptosuite)
            if suite is not None:
                return suite, proof
    return None


def _unsecured(document: JsonObject) -> JsonObject:
    return {name: member for name, member in document.items() if name != "proof"}


def _derived(
    credential: VerifiableCredential,
    chosen: Sequence[str] | None,
    suite: DerivableCryptosuite,
    proof: DataIntegrityProof,
    contexts: Contexts,
) -> Part:
    unsecured = _unsecured(credential.document)
    pointers = _WHOLE if chosen is None else tuple(chosen)
    document = suite.derive(unsecured, proof, pointers, contexts)
    always = [claim.pointer for claim in suite.claims(unsecured, proof, contexts) if claim.mandatory]
    selection = Selection([locate(unsecured, pointer) for pointer in (*always, *pointers)])
    found = [path for path, _ in _leaves(unsecured, ()) if path[0] not in _NOT_CONTENT]
    return Part(
        credential=ldp_vc.from_document(document, strict_json.dumps(document)),
        disclosed=tuple(to_pointer(path) for path in found if selection.shows(path)),
        withheld=tuple(to_pointer(path) for path in found if not selection.shows(path)),
        withholdable=True,
        original=False,
    )


# --- SD-JWT ----------------------------------------------------------------------------------------------------------


def _sd_jwt_places(credential: VerifiableCredential) -> tuple[Place, ...]:
    parts = split_sd_jwt(credential.received)
    return places(strict_json.loads_object(parts.jws.unverified_payload), parts.disclosures)


def _disclosed(credential: VerifiableCredential, chosen: Sequence[str] | None) -> Part:
    """The SD-JWT with the disclosures that the choice takes, and without an earlier key binding: that was for others.

    A disclosure leaves when a chosen place lies in it, or it in a chosen place.
    """
    found = _sd_jwt_places(credential)
    parts = split_sd_jwt(credential.received)
    withholdable = any(place.needs for place in found)
    if chosen is not None and not withholdable:
        raise UsageError("not-disclosable")
    kept = frozenset(parts.disclosures) if chosen is None else _kept(found, chosen)
    text = "~".join(
        [
            credential.received.strip().partition(b"~")[0].decode("ascii"),
            *(encoded for encoded in parts.disclosures if encoded in kept),
            "",
        ]
    ).encode()
    whole = text == credential.received.strip()
    return Part(
        credential=credential if whole else SdJwtCredential().parse(text),
        disclosed=tuple(to_pointer(place.path) for place in found if place.needs <= kept),
        withheld=tuple(to_pointer(place.path) for place in found if not place.needs <= kept),
        withholdable=withholdable,
        original=whole,
    )


def _kept(found: Sequence[Place], chosen: Sequence[str]) -> frozenset[str]:
    """The disclosures that `chosen` takes. Raises `UsageError` for a pointer or name that fits nowhere."""
    kept: set[str] = set()
    for text in chosen:
        pointer = text if not text or text.startswith("/") else "/" + text.replace("~", "~0").replace("/", "~1")
        below = [place.needs for place in found if _inside(to_pointer(place.path), pointer)]
        if not below:
            raise UsageError("no-such-claim", pointer=text)
        kept.update(*below)
    return frozenset(kept)


def _inside(pointer: str, chosen: str) -> bool:
    return pointer == chosen or pointer.startswith(f"{chosen}/")

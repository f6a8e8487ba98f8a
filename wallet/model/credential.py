"""What a credential is and says, parsed once from the bytes received and never changed.

`VerifiableCredential` keeps the bytes beside the parsed view: the bytes are what is stored, verified and shared again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from wallet.model.frozen import frozen
from wallet.model.json import JsonObject


@frozen
class LanguageText:
    """A text with its translations: `default` as written, `by_language` where the credential gives a language map."""

    default: str
    by_language: Mapping[str, str] = field(default_factory=dict)

    def best(self, language: str) -> str:
        """The text for `language` where there is one, else the text as written."""
        return self.by_language.get(language, self.default)


@frozen
class Issuer:
    """Who the credential says issued it. The name is the credential's own word."""

    id: str
    name: LanguageText | None = None
    url: str | None = None


@frozen
class Achievement:
    """What was achieved (Open Badges 3.0, class Achievement), as far as the wallet shows it."""

    id: str | None
    name: LanguageText | None
    description: LanguageText | None = None
    criteria: LanguageText | None = None
    achievement_type: str | None = None
    image: str | None = None
    learning_outcomes: tuple[LanguageText, ...] = ()


@frozen
class IdentityObject:
    """A recipient named by something other than a DID, usually a salted hash of an e-mail address (Open Badges 3.0)."""

    type: str
    hash: str
    hashed: bool
    salt: str | None


@frozen
class Association:
    """How two achievements of a learner record belong together (CLR 2.0, class Association), by their ids."""

    source: str
    target: str
    type: str


@frozen
class Description:
    """What a vocabulary reads out of a credential's subjects: the achievements, and recipients named without a DID.

    `claims` are the plain claims of a credential of a kind that has no words of its own here.
    """

    vocabulary: str
    achievements: tuple[Achievement, ...] = ()
    identifiers: tuple[IdentityObject, ...] = ()
    endorsements: int = 0
    associations: tuple[Association, ...] = ()
    claims: JsonObject = field(default_factory=dict)
    profiles: tuple[LanguageText, ...] = ()
    """What kinds of credential the issuer calls it (European Learning Model, `credentialProfiles`)."""


@frozen
class Subject:
    """Whom a credential is about. `confirmation` is the key it is bound to (`cnf`, RFC 7800), as a DID."""

    id: str | None
    name: str | None = None
    confirmation: str | None = None


@frozen
class StatusEntry:
    """One `credentialStatus` entry, as written."""

    type: str
    body: JsonObject


@frozen
class Credential:
    """What the credential says, in the words of the Verifiable Credentials Data Model. Dates as written.

    `claims` are the plain claims of a credential that is not of that data model (SD-JWT VC), as far as disclosed.
    """

    id: str | None
    types: tuple[str, ...]
    name: LanguageText | None
    issuer: Issuer
    subjects: tuple[Subject, ...]
    valid_from: str | None
    valid_until: str | None
    status: tuple[StatusEntry, ...] = ()
    claims: JsonObject = field(default_factory=dict)


@frozen
class DataIntegrityProof:
    """A `proof` object (VC Data Integrity 1.0): `options` is the whole object as received."""

    type: str
    cryptosuite: str
    options: JsonObject
    verification_method: str | None
    purpose: str | None
    created: str | None = None
    expires: str | None = None
    challenge: str | None = None
    domain: tuple[str, ...] = ()


@frozen
class Defect:
    """A part of a proof that could not be read as its specification says; `reason` is a reason code."""

    reason: str
    params: Mapping[str, str] = field(default_factory=dict)


@frozen
class SelectiveDisclosure:
    """What a holder shows of an SD-JWT (RFC 9901).

    `withheld` counts digests that no disclosure belongs to; decoys among them cannot be told apart. `forbidden` names
    claims that were disclosed although they must stand in clear. With a `defect`, nothing disclosed was taken over.
    """

    shown: int
    withheld: int
    forbidden: tuple[str, ...] = ()
    defect: Defect | None = None


@frozen
class KeyBinding:
    """A key binding JWT (RFC 9901, section 4.3), nothing of it authenticated yet.

    `confirmation` is the credential's `cnf` claim, `whole` whether `sd_hash` is that of the disclosures presented.
    Times are seconds since 1970 UTC.
    """

    algorithm: str
    header: JsonObject
    signing_input: bytes
    signature: bytes
    challenge: str
    domain: str
    issued_at: float
    whole: bool
    confirmation: JsonObject | None
    expires: float | None = None
    not_before: float | None = None


@frozen
class JwsProof:
    """An enveloping JWS (VC-JOSE-COSE): what was signed, how, and which key the header names.

    `challenge` and `domain` are a presentation's `nonce` and `aud`. Times are seconds since 1970 UTC.
    With a `defect` it proves nothing, although it can be read: its claims contradict the document.
    """

    algorithm: str
    header: JsonObject
    signing_input: bytes
    signature: bytes
    verification_method: str | None
    expires: float | None = None
    not_before: float | None = None
    challenge: str | None = None
    domain: tuple[str, ...] = ()
    disclosure: SelectiveDisclosure | None = None
    key_binding: KeyBinding | Defect | None = None
    defect: Defect | None = None
    unprotected: JsonObject = field(default_factory=dict)
    """The part of the header that is not signed (RFC 7515, section 7.2.1)."""


Proof = DataIntegrityProof | JwsProof


@frozen
class VerifiableCredential:
    """A credential with its proofs. `document` is the parsed JSON (of a JWT: its payload's credential)."""

    received: bytes
    format: str
    document: JsonObject
    credential: Credential
    proofs: tuple[Proof, ...]


@frozen
class Unreadable:
    """Something in a presentation that is not a credential this wallet can read, with the reason code."""

    received: bytes
    reason: str
    params: Mapping[str, str] = field(default_factory=dict)


@frozen
class VerifiablePresentation:
    """A signed bundle of credentials (VCDM 2.0, section 4.13)."""

    received: bytes
    format: str
    document: JsonObject
    id: str | None
    holder: str | None
    credentials: tuple[VerifiableCredential | Unreadable, ...]
    proofs: tuple[Proof, ...]


Verifiable = VerifiableCredential | VerifiablePresentation

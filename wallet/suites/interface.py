"""The extension points of proof mathematics: Data Integrity cryptosuites and JWS algorithms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol, TypeAlias, runtime_checkable

from wallet.model.credential import DataIntegrityProof
from wallet.model.frozen import frozen
from wallet.model.json import JsonObject
from wallet.model.key import KeyType, PublicKey, SigningKey
from wallet.model.material import Contexts
from wallet.model.report import Finding


@frozen
class SigningSteps:
    """What a suite does between a document and the bytes that are signed, for an engineer who compares implementations.

    `hash_name` is `sha256` or `sha384`; the two canonical texts are hashed with it, options first.
    """

    canonicalization: str
    hash_name: str
    canonical_options: bytes
    canonical_document: bytes
    signing_input: bytes


class Cryptosuite(Protocol):
    """One way to secure a JSON(-LD) document with a `proof` object. Implementations hold no state."""

    @property
    def name(self) -> str:
        """The `cryptosuite` of a DataIntegrityProof, or the proof's own `type` for the suites before it."""
        ...

    @property
    def key_types(self) -> frozenset[KeyType]:
        """The kinds of key the suite signs with."""
        ...

    @property
    def legacy(self) -> bool:
        """Whether it is read for old documents only: superseded, and said so in the report."""
        ...

    def verify(
        self, unsecured: JsonObject, proof: DataIntegrityProof, key: PublicKey, contexts: Contexts
    ) -> Finding | None:
        """None when `key` made `proof` over `unsecured` (the document without its proofs); else why not."""
        ...

    def create(self, unsecured: JsonObject, options: JsonObject, key: SigningKey, contexts: Contexts) -> JsonObject:
        """The `proof` object over `unsecured` with `options` (purpose, created, challenge ...).

        Raises `CredentialError` when the document cannot be canonicalised without losing something.
        """
        ...


@runtime_checkable
class ExplainedCryptosuite(Protocol):
    """A cryptosuite that shows its steps. One that has no steps of this kind to show leaves this out."""

    def steps(
        self, unsecured: JsonObject, proof: DataIntegrityProof, key_type: KeyType, contexts: Contexts
    ) -> SigningSteps | Finding:
        """How `verify` gets from `unsecured` and `proof` to what a key of `key_type` signs; else why it does not."""
        ...


RandomBytes: TypeAlias = Callable[[int], bytes]
"""As many unpredictable bytes as asked for: `secrets.token_bytes`, but where the outcome must be repeatable."""


class Claim(NamedTuple):
    """One innermost value of a credential: its JSON Pointer, and whether its issuer has it shown always."""

    pointer: str
    mandatory: bool


class DerivableCryptosuite(Cryptosuite, Protocol):
    """A cryptosuite whose base proof lets the holder show a part of the credential under a derived proof."""

    def create_base(
        self,
        unsecured: JsonObject,
        options: JsonObject,
        key: SigningKey,
        contexts: Contexts,
        mandatory: Sequence[str],
        *,
        random_bytes: RandomBytes = ...,
    ) -> JsonObject:
        """A base proof, as `create` makes one; what the JSON Pointers of `mandatory` choose is shown always.

        Raises `CredentialError` as `create` does, and for a pointer that fits nowhere.
        """
        ...

    def claims(self, unsecured: JsonObject, proof: DataIntegrityProof, contexts: Contexts) -> tuple[Claim, ...]:
        """What a holder can choose from, in the order of the document. Raises `CredentialError` as `derive` does."""
        ...

    def derive(
        self,
        unsecured: JsonObject,
        proof: DataIntegrityProof,
        pointers: Sequence[str],
        contexts: Contexts,
        *,
        presentation_header: bytes = b"",
        random_bytes: RandomBytes = ...,
    ) -> JsonObject:
        """The part of `unsecured` that is mandatory or chosen by `pointers`, with a derived proof, ready to be shown.

        A pointer may name a whole object or array. `presentation_header` is bound to the proof where the suite can.
        `proof` must have been verified: its signatures are taken over, not checked again. Raises `UsageError`
        (`no-such-claim`, `nothing-disclosed`), and `CredentialError` for a proof that is not a base proof.
        """
        ...


@runtime_checkable
class MessagesSigningKey(Protocol):
    """A signing key for several messages at once (BBS), any of which can be withheld later."""

    @property
    def public_key(self) -> bytes:
        """Its public key, encoded as in `PublicKey`."""
        ...

    def sign_messages(self, header: bytes, messages: Sequence[bytes]) -> bytes:
        """The signature over `header`, which is never withheld, and `messages` in this order."""
        ...


class JwsAlgorithm(Protocol):
    """One JWS algorithm (RFC 7518, RFC 8037, RFC 9864)."""

    @property
    def name(self) -> str:
        """The `alg` header value."""
        ...

    @property
    def key_type(self) -> KeyType:
        """The kind of key it takes."""
        ...

    def verify(self, signing_input: bytes, signature: bytes, key: PublicKey) -> bool:
        """Whether `key` made `signature` over `signing_input`."""
        ...

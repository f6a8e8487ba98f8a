"""JWS signatures: strict headers, the one key that made them, and what a JWT says about its own time.

RFC 7515, RFC 7797 (`b64`), RFC 8725 (sections 3.1 to 3.10), VC-JOSE-COSE section 5. A key that only the header brings
(`jwk`, `x5c`) is never bound to the issuer, and `jku` and `x5u` are never fetched.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Final, Protocol

from wallet.codec.time import format_instant, instant_from_seconds
from wallet.codec.x5c import public_key_from_x5c
from wallet.errors import CredentialError
from wallet.model.credential import JwsProof, SelectiveDisclosure, VerifiableCredential, VerifiablePresentation
from wallet.model.json import JsonObject
from wallet.model.key import PublicKey
from wallet.model.report import Finding, Reason
from wallet.suites.interface import JwsAlgorithm
from wallet.verify.context import VerificationContext
from wallet.verify.keys import FoundKey, find_jws_keys

CLOCK_SKEW: Final = timedelta(minutes=5)
"""How far ahead the clock of whoever signs may be: "usually no more than a few minutes" (RFC 7519, section 4.1.5)."""

TIME_CLAIMS: Final = frozenset({"nbf", "exp", "validFrom", "validUntil", "issuanceDate", "expirationDate"})
"""Of the claims that must stand in clear, those that the validity check answers for."""

_NOT_UNDERSTOOD: Final = ("crit", "b64")
_SAME_ALGORITHM: Final = {"Ed25519": "EdDSA"}
"""Names for one thing: `EdDSA` means Ed25519 here (RFC 9864, section 2.2)."""


class Signed(Protocol):
    """A JWS that has been taken apart."""

    @property
    def algorithm(self) -> str:
        """The `alg` of the header."""
        ...

    @property
    def header(self) -> JsonObject:
        """The whole header."""
        ...

    @property
    def signing_input(self) -> bytes:
        """What was signed."""
        ...

    @property
    def signature(self) -> bytes:
        """The signature."""
        ...


def check_jws(proof: JwsProof, context: VerificationContext) -> FoundKey | Finding:
    """The key that made an enveloping JWS, or the first reason why it proves nothing."""
    algorithm = algorithm_of(proof, context)
    if isinstance(algorithm, Finding):
        return algorithm
    keys = _keys(proof, context)
    if isinstance(keys, Finding):
        return keys
    key = signer(proof, algorithm, keys)
    if isinstance(key, Finding):
        return key
    problem = _contradiction(proof) or _disclosure_problem(proof.disclosure)
    if problem is None and isinstance(context.subject, VerifiablePresentation):
        problem = _time_problem(proof, context)
    return problem or key


def algorithm_of(signed: Signed, context: VerificationContext) -> JwsAlgorithm | Finding:
    """The algorithm that the header names, when everything in the header is understood."""
    for name in _NOT_UNDERSTOOD:
        if name in signed.header:
            return Finding(reason=Reason.PROOF_MALFORMED, params={"detail": name})
    algorithm = context.tools.algorithms.get(signed.algorithm)
    return _unknown_algorithm(signed.algorithm) if algorithm is None else algorithm


def signer(signed: Signed, algorithm: JwsAlgorithm, keys: Iterable[FoundKey]) -> FoundKey | Finding:
    """The first of `keys` that fits the algorithm and made the signature."""
    for key in keys:
        if _fits(key.public_key, algorithm) and algorithm.verify(
            signed.signing_input, signed.signature, key.public_key
        ):
            return key
    return Finding(reason=Reason.SIGNATURE_MISMATCH, params={"algorithm": signed.algorithm})


def disclosure_params(disclosure: SelectiveDisclosure | None) -> dict[str, str]:
    """How much the holder shows: how many parts, and how many digests stay closed (decoys count, too)."""
    if disclosure is None or disclosure.defect is not None:
        return {}
    return {"disclosed": str(disclosure.shown), "withheld": str(disclosure.withheld)}


def _fits(key: PublicKey, algorithm: JwsAlgorithm) -> bool:
    """One key, one kind of algorithm: and only the one its publisher states, where there is such a statement."""
    if key.type is not algorithm.key_type:
        return False
    names = {_SAME_ALGORITHM.get(name, name) for name in (algorithm.name, key.algorithm) if name is not None}
    return len(names) == 1


def _keys(proof: JwsProof, context: VerificationContext) -> tuple[FoundKey, ...] | Finding:
    subject = context.subject
    issuer = subject.credential.issuer.id if isinstance(subject, VerifiableCredential) else subject.holder or ""
    found = find_jws_keys(proof, issuer, context)
    named = (issuer, proof.verification_method or "")
    if isinstance(found, Finding) and "x5c" in proof.header and not any(name.startswith("did:") for name in named):
        return _key_in_certificate(proof)
    return found


def _key_in_certificate(proof: JwsProof) -> tuple[FoundKey, ...] | Finding:
    try:
        return (FoundKey(public_key=public_key_from_x5c(proof.header.get("x5c"))),)
    except CredentialError as error:
        return Finding(reason=Reason(error.code), params=error.params)


def _unknown_algorithm(name: str) -> Finding:
    """`none` in any spelling is no signature; a shared-secret algorithm proves nothing to a third party."""
    if name.lower() == "none":
        return Finding(reason=Reason.UNSIGNED, params={"algorithm": name})
    if name.upper().startswith("HS"):
        return Finding(reason=Reason.PROOF_MALFORMED, params={"algorithm": name})
    return Finding(reason=Reason.SUITE_UNSUPPORTED, params={"suite": name})


def _contradiction(proof: JwsProof) -> Finding | None:
    """Claims of the JWT that say something else than the document in it: one of them is not what was meant."""
    return None if proof.defect is None else Finding(reason=Reason(proof.defect.reason), params=proof.defect.params)


def _disclosure_problem(disclosure: SelectiveDisclosure | None) -> Finding | None:
    """RFC 9901, section 7.1: one disclosure that does not fit, and the whole is rejected."""
    if disclosure is None:
        return None
    if disclosure.defect is not None:
        return Finding(reason=Reason(disclosure.defect.reason), params=disclosure.defect.params)
    hidden = [name for name in disclosure.forbidden if name not in TIME_CLAIMS]
    if hidden:
        params = {"detail": "must stand in clear", "member": ", ".join(hidden)}
        return Finding(reason=Reason.DISCLOSURE_INVALID, params=params)
    return None


def _time_problem(proof: JwsProof, context: VerificationContext) -> Finding | None:
    """`exp` and `nbf` of a presentation are about its signature; a credential's are its validity, judged there."""
    for seconds, reason in ((proof.expires, Reason.PROOF_EXPIRED), (proof.not_before, Reason.NOT_YET_VALID)):
        if seconds is None:
            continue
        at = instant_from_seconds(seconds)
        if at is None:
            return Finding(reason=Reason.DATE_UNREADABLE, params={"date": str(seconds)})
        if (at <= context.at) if reason is Reason.PROOF_EXPIRED else (at > context.at + CLOCK_SKEW):
            text = format_instant(at)
            return Finding(reason=reason, params={"expires": text, "date": text})
    return None

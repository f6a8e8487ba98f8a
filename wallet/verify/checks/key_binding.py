"""Key binding: whether the presenter of an SD-JWT holds the key that the issuer put into it.

RFC 9901, section 7.3: type, algorithm, signature by the key in `cnf` (RFC 7800), age, and `sd_hash` over exactly what
is presented. Whether `nonce` and `aud` are the expected ones is the recipient check's question. A key binding that is
there and does not hold fails, whether or not anybody asked for one.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from wallet.codec.jwk import public_key_from_jwk
from wallet.codec.time import instant_from_seconds, parse_instant
from wallet.errors import CredentialError
from wallet.model.credential import Defect, JwsProof, KeyBinding, Proof
from wallet.model.report import Finding, Reason
from wallet.verify.checks.jws import CLOCK_SKEW, algorithm_of, signer
from wallet.verify.context import VerificationContext
from wallet.verify.keys import FoundKey, find_key

MAX_KEY_BINDING_AGE: Final = timedelta(days=30)
"""How old a key binding may be. The challenge is what keeps one from being replayed; a presentation that travels as a
file or behind a link is opened days after it was made, and after a month it should be asked for again."""

_PURPOSE: Final = "authentication"


def key_binding_of(proofs: tuple[Proof, ...]) -> KeyBinding | Defect | None:
    """The key binding that came with the one JWS, if any."""
    (proof,) = proofs if len(proofs) == 1 else (None,)
    return proof.key_binding if isinstance(proof, JwsProof) else None


def check_key_binding(binding: KeyBinding | Defect, context: VerificationContext) -> Finding | None:
    """None when the key binding holds at the context's instant."""
    if isinstance(binding, Defect):
        return Finding(reason=Reason(binding.reason), params=binding.params)
    algorithm = algorithm_of(binding, context)
    if isinstance(algorithm, Finding):
        return algorithm if algorithm.reason is Reason.SUITE_UNSUPPORTED else _invalid("signature")
    key = _holder_key(binding, context)
    if isinstance(key, Finding):
        return key
    if isinstance(signer(binding, algorithm, (key,)), Finding):
        return _invalid("signature")
    if not binding.whole:
        return _invalid("sd_hash")
    return _time_problem(binding, context)


def _holder_key(binding: KeyBinding, context: VerificationContext) -> FoundKey | Finding:
    """The key in `cnf`: itself, or by the DID URL that names it."""
    confirmation = binding.confirmation or {}
    jwk, key_id = confirmation.get("jwk"), confirmation.get("kid")
    if isinstance(jwk, dict):
        try:
            return FoundKey(public_key=public_key_from_jwk(jwk))
        except CredentialError as error:
            return Finding(reason=Reason(error.code), params=error.params)
    if not isinstance(key_id, str):
        return _invalid("no key")
    found = find_key(key_id, context)
    if isinstance(found, Finding):
        return found
    return found if _may_authenticate(found, context) else _invalid("key purpose")


def _may_authenticate(key: FoundKey, context: VerificationContext) -> bool:
    """Whether the document of the identifier still lets the key speak for it."""
    if key.method is None or key.document is None or key.document.deactivated:
        return False
    ended = [parse_instant(text) for text in (key.method.revoked, key.method.expires) if text is not None]
    if any(at is None or at <= context.at for at in ended):
        return False
    return key.method.id in key.document.relationships.get(_PURPOSE, frozenset())


def _time_problem(binding: KeyBinding, context: VerificationContext) -> Finding | None:
    issued_at = instant_from_seconds(binding.issued_at)
    if issued_at is None or issued_at > context.at + CLOCK_SKEW:
        return _invalid("in the future")
    if context.at - issued_at > MAX_KEY_BINDING_AGE:
        return _invalid("too old")
    if binding.expires is not None:
        ends = instant_from_seconds(binding.expires)
        if ends is None or ends <= context.at:
            return _invalid("ended")
    if binding.not_before is not None:
        begins = instant_from_seconds(binding.not_before)
        if begins is None or begins > context.at + CLOCK_SKEW:
            return _invalid("in the future")
    return None


def _invalid(detail: str) -> Finding:
    return Finding(reason=Reason.KEY_BINDING_INVALID, params={"detail": detail})

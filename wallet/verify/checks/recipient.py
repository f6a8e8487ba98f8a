"""Recipient: whether it is about, and presented by, the one whom the verifier expects.

Open Badges 3.0, "OpenBadgeCredential Verification", step 7 (recipient; hashed identifiers); VC Data Integrity 1.0
section 4.5 (challenge and domain); RFC 9901 section 7.3 (`nonce` and `aud`); VCDM 2.0 section 4.13 (holder). What the
verifier did not ask for is not applicable, with two exceptions: a presentation whose credentials are about somebody
else's DID never passes as the holder's own, and a key binding that is there has to hold.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Sequence
from dataclasses import replace
from hashlib import new as new_hash
from typing import Final

from wallet.codec.time import format_instant, instant_from_seconds
from wallet.model.credential import (
    Description,
    IdentityObject,
    JwsProof,
    KeyBinding,
    Proof,
    VerifiableCredential,
    VerifiablePresentation,
)
from wallet.model.frozen import frozen
from wallet.model.key import KeyType
from wallet.model.report import Check, CheckResult, Finding, Reason
from wallet.verify.checks.key_binding import check_key_binding, key_binding_of
from wallet.verify.checks.results import from_findings, not_applicable, passed
from wallet.verify.context import VerificationContext
from wallet.verify.keys import resolve_identifier

_HASHES: Final = frozenset({"md5", "sha256"})
"""The two functions Open Badges has ever allowed for identity hashes."""
_SELF_CERTIFYING: Final = ("did:key:", "did:jwk:")


def check_recipient(
    credential: VerifiableCredential, description: Description | None, context: VerificationContext
) -> CheckResult:
    """For a credential on its own: whether its presenter and its subject are the expected ones.

    Only an SD-JWT can answer for its presenter by itself, with a key binding. Asked for an answer, anything else fails.
    """
    expectation = context.expectation
    binding = key_binding_of(credential.proofs)
    asked = expectation.require_binding or expectation.challenge is not None or expectation.domain is not None
    if binding is None and not asked and not expectation.recipients:
        return _mine(credential, description, expectation.mine)
    findings: list[Finding] = []
    if binding is not None:
        problem = check_key_binding(binding, context)
        findings += [problem] if problem is not None else []
    elif expectation.require_binding:
        findings.append(Finding(reason=Reason.HOLDER_UNBOUND))
    answer = _answer(credential.proofs)
    findings += _asked(answer, context)
    if expectation.recipients:
        findings += _recipient_findings(credential, description, expectation.recipients)
    return from_findings(Check.RECIPIENT, findings, params=answer.params)


def _mine(credential: VerifiableCredential, description: Description | None, mine: tuple[str, ...]) -> CheckResult:
    """Nobody was expected: a badge that is about the one who asks is told so, any other is no matter of this check."""
    for address in mine:
        if not _recipient_findings(credential, description, (address,)):
            return passed(Check.RECIPIENT, {"mine": address})
    return not_applicable(Check.RECIPIENT)


def check_presenter(
    presentation: VerifiablePresentation, holder: str | None, context: VerificationContext
) -> CheckResult:
    """For a presentation: challenge, domain, and whether the holder is the subject of what is presented."""
    answer = _answer(presentation.proofs)
    findings = [*_asked(answer, context), *_subjects(presentation, holder, context)]
    binding = key_binding_of(presentation.proofs)
    problem = check_key_binding(binding, context) if binding is not None else None
    findings += [problem] if problem is not None else []
    ends = next(filter(None, map(_expires, presentation.proofs)), None)
    return from_findings(Check.RECIPIENT, findings, params=answer.params | ({"expires": ends} if ends else {}))


@frozen
class _Answer:
    """What every proof says about whom it was made for; text that differs between them is said by none."""

    challenge: str
    domains: tuple[str, ...]

    @property
    def params(self) -> dict[str, str]:
        stated = {"challenge": self.challenge, "domain": ", ".join(self.domains)}
        return {name: value for name, value in stated.items() if value}


def _answer(proofs: Sequence[Proof]) -> _Answer:
    challenges = {_challenge(proof) for proof in proofs}
    domains = [set(_domain(proof)) for proof in proofs]
    return _Answer(
        challenge=(challenges.pop() or "") if len(challenges) == 1 else "",
        domains=tuple(sorted(set.intersection(*domains))) if domains else (),
    )


def _challenge(proof: Proof) -> str | None:
    if isinstance(proof, JwsProof) and isinstance(proof.key_binding, KeyBinding):
        return proof.key_binding.challenge
    return proof.challenge


def _domain(proof: Proof) -> tuple[str, ...]:
    if isinstance(proof, JwsProof) and isinstance(proof.key_binding, KeyBinding):
        return (proof.key_binding.domain,)
    return proof.domain


def _expires(proof: Proof) -> str | None:
    if isinstance(proof, JwsProof):
        at = None if proof.expires is None else instant_from_seconds(proof.expires)
        return None if at is None else format_instant(at)
    return proof.expires


def _asked(answer: _Answer, context: VerificationContext) -> Iterable[Finding]:
    challenge, domain = context.expectation.challenge, context.expectation.domain
    if challenge is not None and answer.challenge != challenge:
        params = {"challenge": answer.challenge or "-", "expected": challenge}
        yield Finding(reason=Reason.CHALLENGE_MISMATCH, params=params)
    if domain is not None and domain not in answer.domains:
        params = {"domain": ", ".join(answer.domains) or "-", "expected": domain}
        yield Finding(reason=Reason.DOMAIN_MISMATCH, params=params)


def _subjects(
    presentation: VerifiablePresentation, holder: str | None, context: VerificationContext
) -> Iterable[Finding]:
    for credential in presentation.credentials:
        if not isinstance(credential, VerifiableCredential):
            continue
        for subject in credential.credential.subjects:
            names = [name for name in (subject.id, subject.confirmation) if name is not None]
            if any(_same(name, holder, context) for name in names):
                continue
            named = [name for name in names if name.startswith("did:")]
            if holder is None and (named or context.expectation.require_binding):
                # Whose key signed is not established: that says nothing about whose badge it is.
                yield Finding(reason=Reason.NOT_CHECKED, params={"by": Check.CONTROLLER})
            elif named:
                yield Finding(reason=Reason.HOLDER_MISMATCH, params={"holder": holder or "-", "subject": named[0]})
            elif context.expectation.require_binding:
                yield Finding(reason=Reason.HOLDER_UNBOUND, params={"holder": holder or "-"})


def _same(name: str, holder: str | None, context: VerificationContext) -> bool:
    """Whether two identifiers are one, or two spellings of one key."""
    if name == holder:
        return True
    keys = [_own_key(identifier, context) for identifier in (name, holder or "")]
    return keys[0] is not None and keys[0] == keys[1]


def _own_key(identifier: str, context: VerificationContext) -> tuple[KeyType, bytes] | None:
    """The key of an identifier that is its own key."""
    if not identifier.startswith(_SELF_CERTIFYING):
        return None
    document = resolve_identifier(identifier, context)
    if isinstance(document, Finding) or len(document.methods) != 1:
        return None
    (method,) = document.methods.values()
    return method.public_key.type, method.public_key.encoded


def _recipient_findings(
    credential: VerifiableCredential, description: Description | None, expected: tuple[str, ...]
) -> list[Finding]:
    subjects = credential.credential.subjects
    ids = [name for subject in subjects for name in (subject.id, subject.confirmation) if name is not None]
    identifiers = description.identifiers if description is not None else ()
    if not ids and not identifiers:
        return [Finding(reason=Reason.RECIPIENT_UNKNOWN)]
    if any(wanted in ids or any(_matches(wanted, item) for item in identifiers) for wanted in expected):
        return []
    return [Finding(reason=Reason.RECIPIENT_MISMATCH, params={"expected": ", ".join(expected)})]


def _matches(wanted: str, identity: IdentityObject) -> bool:
    """Compare with an IdentityObject: plain, or `algorithm$hex` over the value followed by the salt."""
    if not identity.hashed:
        return wanted == identity.hash
    algorithm, _, digest = identity.hash.partition("$")
    if algorithm not in _HASHES:
        return False
    for spelling in dict.fromkeys((wanted, wanted.lower())):
        computed = new_hash(algorithm, (spelling + (identity.salt or "")).encode(), usedforsecurity=False).hexdigest()
        if hmac.compare_digest(computed, digest.lower()):
            return True
    return False


def with_weak_hash_named(result: CheckResult, description: Description) -> CheckResult:
    """The recipient's hash may be MD5, which anyone can search through: said, wherever it is met."""
    weak = any(item.hashed and item.hash.startswith("md5$") for item in description.identifiers)
    return replace(result, params={**result.params, "weak": "md5"}) if weak else result

"""The certificates of a seal: may they do this, do they lead to a kept authority, are they in force.

ETSI EN 319 102-1, section 5.2, with one rule for time: a certificate is judged by the instant of verification, because
nothing here proves that a seal is older (time stamps are not verified; the claimed time is the sealer's own word). A
seal whose certificate has run out since is therefore "cannot tell", as it is there without a proof of existence. The
claimed time must still lie inside the period: a seal that says it was made outside contradicts itself.

Revocation is looked up in lists that the seal brings and that are kept or can be had (CRLs); answers of OCSP servers
are not read. A list that revokes counts whenever it is of; that nothing is known is said (`revocation`) and decides
nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from itertools import pairwise
from typing import Final

from wallet.codec.limits import MAX_REVOCATION_LIST_BYTES
from wallet.codec.time import format_instant
from wallet.errors import CredentialError
from wallet.model.frozen import frozen
from wallet.model.material import Material
from wallet.model.report import Finding, Reason, ReliedOn
from wallet.model.request import TrustRoot
from wallet.suites.x509 import (
    Certificate,
    authority_problems,
    find_path,
    leaf_problems,
    period_problem,
    read_certificate,
    revocation_lists,
    revoked_since,
)
from wallet.verify.context import VerificationContext
from wallet.verify.seals.seal import CLOCK_SKEW, Seal

NOT_CHECKED: Final = "not-checked"
NOT_REVOKED: Final = "not-revoked"


@frozen
class CertificatesJudged:
    """What was found of a seal's certificates, and the trust list and revocation lists relied on."""

    findings: tuple[Finding, ...]
    relied_on: tuple[ReliedOn, ...]
    notes: dict[str, str]


def judge_certificates(seal: Seal, context: VerificationContext) -> CertificatesJudged:
    """Everything about the certificates of a seal but whose it is."""
    findings = [*leaf_problems(seal.leaf), *_time_problems(seal)]
    roots = context.roots()
    usable = [root for root in roots if root.since is None or root.since <= context.at]
    path = find_path(seal.leaf, seal.between, _certificates(usable))
    if path is None:
        late = find_path(seal.leaf, seal.between, _certificates(roots)) is not None
        unknown = {"certificate": seal.leaf.subject, "authority": seal.leaf.issuer}
        findings.append(
            Finding(reason=Reason.ROOT_UNKNOWN, params={**unknown, **({"detail": "not listed then"} if late else {})})
        )
        findings += filter(None, [period_problem(seal.leaf, context.at)])
        return CertificatesJudged(findings=tuple(findings), relied_on=(), notes={"revocation": NOT_CHECKED})
    root = _root(path[-1], usable, context.at)
    for below, authority in enumerate(path[1:]):
        findings += authority_problems(authority, below)
    findings += [problem for item in path if (problem := period_problem(item, context.at)) is not None][:1]
    if root.until is not None and root.until < context.at:
        ended = {"certificate": seal.leaf.subject, "trust_list": root.list_name, "detail": "list ended"}
        findings.append(Finding(reason=Reason.ROOT_UNKNOWN, params=ended))
    revoked, evidence, known = _revocations(seal, path, context)
    findings += revoked
    notes = {
        "root": path[-1].subject,
        "trust_list": root.list_name,
        "revocation": NOT_REVOKED if known and not revoked else NOT_CHECKED,
    }
    if root.dated is not None:
        notes["list_as_of"] = format_instant(root.dated)
    listed = ReliedOn(url=root.url, sha256=root.sha256, source=root.source, retrieved_at=root.retrieved_at)
    return CertificatesJudged(findings=tuple(findings), relied_on=(listed, *evidence), notes=notes)


def _time_problems(seal: Seal) -> Iterator[Finding]:
    time = seal.signing_time
    if time is not None and not seal.leaf.begins - CLOCK_SKEW <= time <= seal.leaf.ends + CLOCK_SKEW:
        params = {"certificate": seal.leaf.subject, "detail": "signing time"}
        yield Finding(reason=Reason.CERTIFICATE_UNSUITABLE, params=params)


@lru_cache(maxsize=4096)
def _read(der: bytes) -> Certificate | None:
    """A certificate of a trust list, read once for many seals."""
    try:
        return read_certificate(der)
    except CredentialError:
        return None


def _certificates(roots: Sequence[TrustRoot]) -> list[Certificate]:
    return [found for root in roots if (found := _read(root.certificate)) is not None]


def _root(certificate: Certificate, roots: Sequence[TrustRoot], at: datetime) -> TrustRoot:
    """What the lists say of an authority: one that is not past its end goes first, then the newest."""
    found = [root for root in roots if root.certificate == certificate.der]
    return max(
        found,
        key=lambda root: (
            root.until is None or root.until >= at,
            0.0 if root.dated is None else root.dated.timestamp(),
        ),
    )


def _revocations(
    seal: Seal, path: Sequence[Certificate], context: VerificationContext
) -> tuple[list[Finding], list[ReliedOn], bool]:
    """Certificates of the path that are revoked, the lists that were had, and whether each was looked up."""
    findings: list[Finding] = []
    evidence: list[ReliedOn] = []
    known = len(path) > 1
    for certificate, issuer in pairwise(path):
        lists = list(seal.revocations)
        for url in revocation_lists(certificate):
            material = context.materials.get(url, max_bytes=MAX_REVOCATION_LIST_BYTES)
            if isinstance(material, Material):
                lists.append(material.content)
                evidence.append(
                    ReliedOn(
                        url=url, sha256=material.sha256, source=material.source, retrieved_at=material.retrieved_at
                    )
                )
        said = [revoked_since(certificate, issuer, item, context.at) for item in lists]
        dates = [item for item in said if isinstance(item, datetime)]
        if dates:
            params = {"key": certificate.subject, "since": format_instant(min(dates))}
            findings.append(Finding(reason=Reason.KEY_REVOKED, params=params))
        known = known and any(item is not None for item in said)
    return findings, evidence, known

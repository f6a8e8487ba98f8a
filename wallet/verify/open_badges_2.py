"""Open Badges 0.5 to 2.1, where authenticity rests on the issuer's web addresses.

Open Badges 2.0, "Verification". A hosted badge is authentic while its own address says the same and the issuer's
profile lets that address speak for it (`allowedOrigins`, `startsWith`); 410 or `revoked` there takes it back. A signed
badge is authentic when a key of the issuer's profile made its JWS; the profile's RevocationList takes it back.

Offline nothing vouches for a hosted badge: what the vault kept shows what the host said then, and whether it still
does is unknown. That is `hosted-unconfirmed`, cannot tell, however young the copy.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from wallet.codec.links import linked, origin_of
from wallet.codec.pem import public_key_from_pem
from wallet.codec.time import format_instant, parse_instant
from wallet.errors import CredentialError
from wallet.formats.assertion import assertion_id, credential_of, date_of, hosted_at, verification_of
from wallet.model.credential import Credential, Description, JwsProof, VerifiableCredential
from wallet.model.json import JsonObject, JsonValue
from wallet.model.key import PublicKey
from wallet.model.material import MaterialSource
from wallet.model.report import Check, CheckResult, Finding, Outcome, Reason, ReliedOn
from wallet.verify.checks.results import from_findings, not_applicable
from wallet.verify.context import VerificationContext
from wallet.verify.hosted_documents import GONE, Hosted, fetch, same_address, secure
from wallet.verify.revoked_assertions import read_revocation_list, staleness
from wallet.vocab.open_badges_2 import describe_graph
from wallet.vocab.text import objects, string

HOSTED: Final = "hosted"
"""The parameter that says at which address the badge is looked at, where no signature is."""
_DATES: Final = ("issuedOn", "expires")
_COMPARED: Final = ("name", "description", "criteria", "issuer")
_NOT_COMPARED: Final = frozenset({"@context", "type", "id", "uid", "verify", "verification", "badge", *_DATES})
"""Members that hosts write in several ways; what they say is compared apart, or does not bear on what was achieved."""


@dataclass(slots=True, kw_only=True)
class Graph:
    """An assertion with the badge class and the issuer profile it leads to, and the evidence for them."""

    assertion: JsonObject
    badge: JsonObject | None = None
    issuer: JsonObject | None = None
    proof: list[Finding] = field(default_factory=list)
    controller: list[Finding] = field(default_factory=list)
    status: list[Finding] = field(default_factory=list)
    proof_evidence: list[ReliedOn] = field(default_factory=list)
    issuer_evidence: list[ReliedOn] = field(default_factory=list)
    status_evidence: list[ReliedOn] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    has_status: bool = True

    def credential(self) -> Credential:
        """What the three say together."""
        return credential_of(self.assertion, self.badge, self.issuer)

    def description(self) -> Description:
        """The achievement and the recipient."""
        return describe_graph(self.assertion, self.badge)

    def issuer_id(self) -> str | None:
        """The identifier of the profile that was read."""
        return None if self.issuer is None else string(self.issuer.get("id"))

    def results(self) -> tuple[CheckResult, CheckResult, CheckResult]:
        """Proof, controller and status."""
        proof = from_findings(Check.PROOF, self.proof, tuple(self.proof_evidence), self.notes)
        if proof.outcome is not Outcome.PASSED:
            waiting = [Finding(reason=Reason.NOT_CHECKED, params={"by": Check.PROOF})]
            controller = from_findings(Check.CONTROLLER, self.controller or waiting, tuple(self.issuer_evidence))
        else:
            hosted = {HOSTED: self.notes[HOSTED]} if HOSTED in self.notes else {}
            params = {"controller": self.issuer_id() or "", **hosted}
            controller = from_findings(Check.CONTROLLER, self.controller, tuple(self.issuer_evidence), params)
        if not self.has_status:
            return proof, controller, not_applicable(Check.STATUS)
        return proof, controller, from_findings(Check.STATUS, self.status, tuple(self.status_evidence))


def read_graph(credential: VerifiableCredential, context: VerificationContext) -> Graph:
    """Everything that the badge leads to, asked for in the order in which it is vouched for."""
    graph = Graph(assertion=credential.document)
    proof = next((proof for proof in credential.proofs if isinstance(proof, JwsProof)), None)
    if proof is None:
        _read_hosted(graph, context)
    else:
        _read_signed(graph, proof, context)
    return graph


# --- hosted --------------------------------------------------------------------------------------------------------


def _read_hosted(graph: Graph, context: VerificationContext) -> None:
    url, held_badge = hosted_at(graph.assertion), graph.assertion.get("badge")
    graph.notes[HOSTED] = url or "-"
    if url is None:
        graph.proof.append(Finding(reason=Reason.UNSIGNED, params={"detail": "hosted"}))
        return
    found = fetch(url, context)
    if isinstance(found, Finding):
        gone = found.params.get("detail") == GONE
        unknown = Finding(reason=Reason.NOT_CHECKED, params={"by": Check.PROOF})
        graph.proof.append(Finding(reason=Reason.UNREACHABLE, params=found.params) if gone else found)
        graph.status.append(Finding(reason=Reason.REVOKED, params={"url": url}) if gone else unknown)
        return
    graph.proof_evidence.append(found.evidence)
    graph.status_evidence.append(found.evidence)
    hosted = found.document()
    if isinstance(hosted, Finding):
        graph.proof.append(hosted)
        graph.status.append(Finding(reason=Reason.NOT_CHECKED, params={"by": Check.PROOF}))
        return
    if hosted.get("revoked") is True:
        reason = string(hosted.get("revocationReason"))
        graph.status.append(
            Finding(reason=Reason.REVOKED, params={"url": url, **({"detail": reason} if reason else {})})
        )
    if not (hosted.get("revoked") is True and "badge" not in hosted):
        _compare(graph, hosted, url)
    if found.material.source is MaterialSource.VAULT:
        graph.proof.append(_unconfirmed(found))
    graph.status += staleness(found, context)
    held = next(iter(objects(held_badge)), {})
    _read_badge(graph, context)
    _compare_badge(graph, held, url)
    _read_issuer(graph, context, near=url)
    if graph.issuer is not None and not _may_speak(graph.issuer, url):
        params = {"controller": origin_of(url) or url, "expected": graph.issuer_id() or "-"}
        graph.controller.append(Finding(reason=Reason.CONTROLLER_MISMATCH, params=params))


def _unconfirmed(found: Hosted) -> Finding:
    at = found.material.retrieved_at
    since = {"as_of": format_instant(at)} if at is not None else {}
    return Finding(reason=Reason.HOSTED_UNCONFIRMED, params={"url": found.url, **since})


def _compare(graph: Graph, hosted: JsonObject, url: str) -> None:
    """The host's copy counts. What the holder's copy says beyond it or against it is a difference, and named."""
    own_id = assertion_id(hosted)
    if own_id is not None and origin_of(own_id) is not None and not same_address(own_id, url):
        graph.proof.append(Finding(reason=Reason.HOSTED_DIFFERS, params={"url": url, "member": "id"}))
        return
    different = sorted(_differences(graph.assertion, hosted))
    if different:
        params = {"url": url, "member": ", ".join(different)}
        graph.proof.append(Finding(reason=Reason.HOSTED_DIFFERS, params=params))
        return
    graph.assertion = hosted


def _compare_badge(graph: Graph, held: JsonObject, url: str) -> None:
    """A badge class written into the holder's copy must say what the host's says."""
    if graph.badge is None:
        return
    different = sorted(
        f"badge.{name}"
        for name in _COMPARED
        if not _same_value(held.get(name, graph.badge.get(name)), graph.badge.get(name))
    )
    if different:
        params = {"url": url, "member": ", ".join(different)}
        graph.proof.append(Finding(reason=Reason.HOSTED_DIFFERS, params=params))


def _differences(held: JsonObject, hosted: JsonObject) -> Iterator[str]:
    for member in _DATES:
        if not _same_date(held.get(member), hosted.get(member)):
            yield member
    if not set(linked(held.get("badge"))) <= set(linked(hosted.get("badge"))):
        yield "badge"
    for member, value in held.items():
        if member not in _NOT_COMPARED and not _same_value(value, hosted.get(member)):
            yield member


def _same_date(one: JsonValue, other: JsonValue) -> bool:
    first, second = date_of(one), date_of(other)
    if first is None or second is None:
        return first == second
    instants = parse_instant(first), parse_instant(second)
    return first == second if None in instants else instants[0] == instants[1]


def _same_value(held: JsonValue, hosted: JsonValue) -> bool:
    """Whether the host says all that the holder's copy says; the same thing may be named, or written out."""
    if isinstance(held, dict) and isinstance(hosted, dict):
        return all(_same_value(value, hosted.get(member)) for member, value in held.items())
    if isinstance(held, list) and isinstance(hosted, list):
        return len(held) == len(hosted) and all(map(_same_value, held, hosted))
    if held == hosted:
        return True
    named = [[*map(secure, linked(value))] for value in (held, hosted)]
    return len(named[0]) == 1 and named[0] == named[1]


# --- badge class and issuer ----------------------------------------------------------------------------------------


def _read_badge(graph: Graph, context: VerificationContext) -> None:
    value = graph.assertion.get("badge")
    embedded = next(iter(objects(value)), None)
    if embedded is not None:
        graph.badge = embedded
        return
    url = next(iter(linked(value)), None)
    found = fetch(url, context) if url is not None else Finding(reason=Reason.MALFORMED, params={"member": "badge"})
    document = found if isinstance(found, Finding) else found.document()
    if isinstance(found, Hosted):
        graph.issuer_evidence.append(found.evidence)
    if isinstance(document, Finding):
        graph.controller.append(document)
    elif not same_address(string(document.get("id")) or url, url):
        graph.controller.append(Finding(reason=Reason.HOSTED_DIFFERS, params={"url": url or "-", "member": "id"}))
    else:
        graph.badge = document


def _read_issuer(graph: Graph, context: VerificationContext, *, near: str | None) -> None:
    """The issuer's profile. One written into the badge counts only for the host (`near`) that showed the badge: what
    a profile allows, its own address must say.
    """
    if graph.badge is None:
        return
    embedded = next(iter(objects(graph.badge.get("issuer"))), None)
    url = next(iter(linked(graph.badge.get("issuer"))), None) or string((embedded or {}).get("origin"))
    if embedded is not None and near is not None and url is not None and origin_of(url) == origin_of(near):
        graph.issuer = {**embedded, "id": url}
        return
    found = fetch(url, context) if url is not None else Finding(reason=Reason.MALFORMED, params={"member": "issuer"})
    document = found if isinstance(found, Finding) else found.document()
    if isinstance(found, Hosted):
        graph.issuer_evidence.append(found.evidence)
    if isinstance(document, Finding):
        graph.controller.append(document)
    elif not same_address(string(document.get("id")) or url, url):
        graph.controller.append(Finding(reason=Reason.HOSTED_DIFFERS, params={"url": url or "-", "member": "id"}))
    else:
        graph.issuer = {**document, "id": url}


def _may_speak(issuer: JsonObject, url: str) -> bool:
    """Whether the issuer's profile lets `url` host its assertions: without a rule, its own origin does."""
    rules = verification_of(issuer)
    starts = [secure(item) for item in linked(rules.get("startsWith"))]
    if starts:
        return any(_is_below(secure(url), start) for start in starts)
    allowed = [origin_of(item) or item.lower() for item in linked(rules.get("allowedOrigins"))]
    return origin_of(url) in (allowed or (origin_of(str(issuer.get("id"))),))


def _is_below(url: str, start: str) -> bool:
    """A prefix that ends inside a host name would let `https://a.example.evil` speak for `https://a.example`."""
    return url.startswith(start) and origin_of(start) == origin_of(url)


# --- signed --------------------------------------------------------------------------------------------------------


def _read_signed(graph: Graph, proof: JwsProof, context: VerificationContext) -> None:
    graph.notes["suites"] = proof.algorithm
    _read_badge(graph, context)
    _read_issuer(graph, context, near=None)
    if "crit" in proof.header or "b64" in proof.header:
        graph.proof.append(Finding(reason=Reason.PROOF_MALFORMED, params={"detail": "crit"}))
        return
    algorithm = context.tools.algorithms.get(proof.algorithm)
    if algorithm is None:
        unsigned = proof.algorithm.lower() == "none"
        reason = Reason.UNSIGNED if unsigned else Reason.SUITE_UNSUPPORTED
        graph.proof.append(Finding(reason=reason, params={"suite": proof.algorithm}))
        return
    key = _signing_key(graph, proof, context)
    if isinstance(key, Finding):
        graph.proof.append(key)
        return
    if key.type is not algorithm.key_type or not algorithm.verify(proof.signing_input, proof.signature, key):
        graph.proof.append(Finding(reason=Reason.SIGNATURE_MISMATCH, params={"algorithm": proof.algorithm}))
        return
    _read_revocations(graph, context)


def _signing_key(graph: Graph, proof: JwsProof, context: VerificationContext) -> PublicKey | Finding:
    """The key that the badge names; whether the issuer's profile lists it goes to the controller's findings."""
    listed = linked(graph.issuer.get("publicKey")) if graph.issuer is not None else []
    url = proof.verification_method or (listed[0] if len(listed) == 1 else None)
    if url is None:
        return Finding(reason=Reason.KEY_UNRESOLVABLE, params={"identifier": graph.issuer_id() or "-"})
    embedded = [item for item in objects((graph.issuer or {}).get("publicKey")) if item.get("id") == url]
    document: JsonObject | Finding
    if embedded:
        document = embedded[0]
    else:
        found = fetch(url, context)
        if isinstance(found, Finding):
            return Finding(reason=Reason.KEY_UNRESOLVABLE, params={"identifier": url, "detail": found.params["detail"]})
        graph.proof_evidence.append(found.evidence)
        # Before 2.0 the address held the PEM text itself.
        plain = found.content.lstrip().startswith(b"-----BEGIN")
        document = {"id": url, "publicKeyPem": found.content.decode("ascii", "replace")} if plain else found.document()
    if isinstance(document, Finding):
        return Finding(reason=Reason.KEY_UNRESOLVABLE, params={"identifier": url, "detail": document.params["detail"]})
    if graph.issuer is not None:
        graph.controller += _binding_problems(graph, document, url, listed)
    try:
        return public_key_from_pem(string(document.get("publicKeyPem")) or "")
    except CredentialError as error:
        return Finding(reason=Reason(error.code), params=error.params)


def _binding_problems(graph: Graph, key: JsonObject, url: str, listed: list[str]) -> Iterator[Finding]:
    """The profile must list the key and the key must name the profile; before 2.0 it had to lie on the same origin."""
    issuer = graph.issuer_id()
    owner = string(key.get("owner"))
    if owner is not None and not same_address(owner, issuer):
        yield Finding(reason=Reason.CONTROLLER_MISMATCH, params={"controller": owner, "expected": issuer or "-"})
    elif not any(same_address(item, url) for item in listed) and (listed or origin_of(url) != origin_of(issuer or "")):
        yield Finding(reason=Reason.ISSUER_KEY_UNBOUND, params={"issuer": issuer or "-", "controller": url})


def _read_revocations(graph: Graph, context: VerificationContext) -> None:
    """The RevocationList of the issuer's profile; a profile without one has no way to take a signed badge back."""
    url = next(iter(linked((graph.issuer or {}).get("revocationList"))), None)
    if graph.issuer is None:
        graph.status.append(Finding(reason=Reason.NOT_CHECKED, params={"by": Check.CONTROLLER}))
        return
    if url is None:
        graph.has_status = False
        return
    names = {assertion_id(graph.assertion), string(graph.assertion.get("uid"))} - {None}
    findings, evidence = read_revocation_list(url, names, context)
    graph.status += findings
    graph.status_evidence += evidence

"""What the proof check did, step by step: terms, canonical forms, hashes, what was signed, and with which key.

Computed anew from the same context as the check, so that it costs nothing where nobody asks. It decides nothing: the
proof check says whether a proof holds, and this only shows what it looked at.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Final

from wallet.codec import json as strict_json
from wallet.codec.jsonld.trace import Location
from wallet.codec.jsonld.trace import trace as trace_statements
from wallet.codec.multibase import decode_base64url, encode_base64url, encode_public_key
from wallet.model.credential import DataIntegrityProof, JwsProof
from wallet.model.json import JsonObject
from wallet.model.key import KeyType, PublicKey
from wallet.model.material import Contexts
from wallet.model.report import Finding
from wallet.model.trace import ProofTrace, SignedForm
from wallet.suites.interface import ExplainedCryptosuite, SigningSteps
from wallet.verify.checks.proof import judge_proofs, prepare
from wallet.verify.context import VerificationContext
from wallet.verify.keys import FoundKey

_TYPE: Final = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"


def trace_proofs(context: VerificationContext) -> tuple[ProofTrace, ...]:
    """The steps of every proof of the context's subject, in their order; empty where it has none."""
    traces: list[ProofTrace] = []
    for judged in judge_proofs(context):
        proof, found = judged.proof, judged.found
        if isinstance(proof, JwsProof):
            traces.append(_of_jws(proof, found))
        else:
            traces.append(_of_data_integrity(proof, found, judged.contexts or context.contexts, context))
    return tuple(traces)


def _of_jws(proof: JwsProof, found: FoundKey | Finding) -> ProofTrace:
    """A JWS signs its own text: there is nothing to canonicalise."""
    return ProofTrace(
        suite=proof.algorithm,
        holds=isinstance(found, FoundKey),
        reason=found.reason if isinstance(found, Finding) else None,
        params=found.params if isinstance(found, Finding) else {},
        verification_method=proof.verification_method,
        key=_key(found) if isinstance(found, FoundKey) else {},
        header=strict_json.dumps(proof.header).decode(),
        payload=_payload(proof.signing_input),
        signing_input=proof.signing_input.hex(),
        signature=encode_base64url(proof.signature),
    )


def _payload(signing_input: bytes) -> str:
    """The claims as they were signed. They were read as JSON before, so they are text."""
    return decode_base64url(signing_input.rpartition(b".")[2].decode()).decode(errors="replace")


def _of_data_integrity(
    proof: DataIntegrityProof, found: FoundKey | Finding, contexts: Contexts, context: VerificationContext
) -> ProofTrace:
    ready = prepare(proof, context)
    steps: SigningSteps | None = None
    key: Mapping[str, str] = {}
    terms: Mapping[str, str] = {}
    if not isinstance(ready, Finding):
        key = _key(ready.key)
        terms = _terms(ready.unsecured, contexts)
        if isinstance(ready.suite, ExplainedCryptosuite):
            shown = ready.suite.steps(ready.unsecured, proof, ready.key.public_key.type, contexts)
            steps = None if isinstance(shown, Finding) else shown
    value = proof.options.get("proofValue", proof.options.get("jws"))
    return ProofTrace(
        suite=proof.cryptosuite or proof.type,
        holds=isinstance(found, FoundKey),
        reason=found.reason if isinstance(found, Finding) else None,
        params=found.params if isinstance(found, Finding) else {},
        verification_method=proof.verification_method,
        key=key,
        terms=terms,
        signed_form=None if steps is None else _signed_form(steps),
        signing_input=None if steps is None else steps.signing_input.hex(),
        signature=value if isinstance(value, str) else None,
    )


def _signed_form(steps: SigningSteps) -> SignedForm:
    return SignedForm(
        canonicalization=steps.canonicalization,
        hash_name=steps.hash_name,
        canonical_options=steps.canonical_options.decode(),
        options_hash=hashlib.new(steps.hash_name, steps.canonical_options).hexdigest(),
        canonical_document=steps.canonical_document.decode(),
        document_hash=hashlib.new(steps.hash_name, steps.canonical_document).hexdigest(),
    )


def _key(found: FoundKey) -> dict[str, str]:
    key = {"type": str(found.public_key.type), "public_key": _public_key(found.public_key)}
    if found.method is not None:
        key |= {"id": found.method.id, "controller": found.method.controller}
    for number, item in enumerate(found.relied_on):
        suffix = f"-{number + 1}" if number else ""
        key |= {f"document{suffix}": item.url, f"sha256{suffix}": item.sha256}
    return key


def _public_key(key: PublicKey) -> str:
    """As Multikey text; RSA, which has none, as base64url of its SubjectPublicKeyInfo."""
    return encode_base64url(key.encoded) if key.type is KeyType.RSA else encode_public_key(key)


def _terms(document: JsonObject, contexts: Contexts) -> dict[str, str]:
    """What the members stand for, by JSON Pointer (RFC 6901); nothing where the document has no safe reading."""
    traced = trace_statements(document, contexts)
    if isinstance(traced, Finding):
        return {}
    terms: dict[str, str] = {}
    for quad, places in traced.origins.items():
        for place in places:
            if quad[1] == _TYPE:
                pointer = _pointer((*place, "type"))
                meant = " ".join(filter(None, (terms.get(pointer), quad[2][1:-1])))
            else:
                pointer, meant = _pointer(place), quad[1][1:-1]
            terms[pointer] = meant
    return dict(sorted(terms.items()))


def _pointer(place: Location) -> str:
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in place)

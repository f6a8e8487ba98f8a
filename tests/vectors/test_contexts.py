"""What documents say under the bundled contexts: as W3C publishes it, and as a general JSON-LD processor reads it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.places import VECTORS
from tests.vectors.evidence import VectorContexts
from tests.vectors.general_processor import general_quads, members
from wallet.codec import json
from wallet.codec.jsonld import canonicalize, to_quads
from wallet.codec.jsonld.active import ActiveContext
from wallet.codec.jsonld.policy import ContextPolicy
from wallet.codec.jsonld.refusal import Work
from wallet.codec.jsonld.terms import ContextKey
from wallet.codec.rdfc import canonicalize_quads
from wallet.errors import CredentialError
from wallet.materials.bundled import BundledContexts
from wallet.model.json import JsonObject, JsonValue
from wallet.model.report import Finding, Reason

CONTEXTS: Final = {context.url: context for context in BundledContexts().index()}
DOCUMENTS: Final = BundledContexts()

W3C: Final = {
    "w3c-vc-di-eddsa/TestVectors/eddsa-rdfc-2022/canonDocDataInt.txt": "w3c-vc-di-eddsa/TestVectors/unsigned.json",
    "w3c-vc-di-eddsa/TestVectors/eddsa-rdfc-2022/employ/canonDocDataInt.txt": (
        "w3c-vc-di-eddsa/TestVectors/employmentAuth.json"
    ),
    "w3c-vc-di-eddsa/TestVectors/eddsa-rdfc-2022/proofCanonDataInt.txt": (
        "w3c-vc-di-eddsa/TestVectors/eddsa-rdfc-2022/proofConfigDataInt.json"
    ),
    "w3c-vc-di-eddsa/TestVectors/eddsa-rdfc-2022/employ/proofCanonDataInt.txt": (
        "w3c-vc-di-eddsa/TestVectors/eddsa-rdfc-2022/employ/proofConfigDataInt.json"
    ),
    "w3c-vc-di-eddsa/TestVectors/Ed25519Signature2020/proofCanonEdSig.txt": (
        "w3c-vc-di-eddsa/TestVectors/Ed25519Signature2020/proofConfigEdSig.json"
    ),
}


def document(vectors: Path, name: str) -> JsonObject:
    return json.loads_object((vectors / name).read_bytes())


@pytest.mark.parametrize(("expected", "name"), W3C.items(), ids=W3C)
def test_canonical_documents_of_w3c(vectors: Path, expected: str, name: str) -> None:
    found = canonicalize(document(vectors, name), VectorContexts.read(vectors))
    assert found == (vectors / expected).read_text(encoding="utf-8")


# --- the bundled copies and the published ones -------------------------------------------------------------------


def published() -> list[str]:
    """The bundled contexts that are among the vectors too."""
    return sorted(CONTEXTS.keys() & VectorContexts.read(VECTORS).index.keys()) if VECTORS.is_dir() else []


@pytest.mark.parametrize("url", published())
def test_a_bundled_context_means_what_the_published_one_means(vectors: Path, url: str) -> None:
    entry = VectorContexts.read(vectors).index[url]
    assert isinstance(entry, dict)
    material = DOCUMENTS.get(url)
    assert material is not None
    file = (vectors / "contexts" / str(entry["file"])).read_bytes()
    assert json.loads_object(material.content)["@context"] == json.loads_object(file)["@context"]


# --- against the general processor -------------------------------------------------------------------------------


def fixtures() -> list[str]:
    """Every JSON document among the vectors that names a context."""
    found: list[str] = []
    for path in sorted(VECTORS.rglob("*.json")) if VECTORS.is_dir() else []:
        if path.relative_to(VECTORS).parts[0] in {"contexts", "wycheproof", "rdf-canon"}:
            continue
        try:
            value = json.loads(path.read_bytes())
        except CredentialError:
            continue
        if isinstance(value, dict) and "@context" in value:
            found.append(str(path.relative_to(VECTORS)))
    return found


def agree(document: JsonObject, contexts: VectorContexts | BundledContexts) -> bool:
    """Whether the document was accepted; where it was, the general processor must say the same and drop nothing."""
    quads = to_quads(document, contexts)
    if isinstance(quads, Finding):
        return False
    general, dropped = general_quads(document, contexts)
    assert dropped == []
    assert canonicalize_quads(quads) == canonicalize_quads(general)
    return True


@pytest.mark.parametrize("name", fixtures())
def test_a_general_processor_reads_the_vectors_alike(vectors: Path, name: str) -> None:
    contexts = VectorContexts.read(vectors)
    whole = document(vectors, name)
    accepted = [agree(one, contexts) for one in (whole, {key: whole[key] for key in whole if key != "proof"})]
    refused = to_quads(whole, contexts)
    if not all(accepted):
        assert isinstance(refused, Finding)
        assert refused.reason in {Reason.CONTEXT_UNKNOWN, Reason.CONTEXT_UNUSABLE, Reason.DROPPED_TERMS}


VALUES: Final[tuple[JsonValue, ...]] = (
    "text",
    "https://example.org/x",
    "2026-01-01T00:00:00Z",
    {"id": "urn:inner"},
    7,
    2.5,
    True,
)


def type_contexts(context: JsonValue) -> Iterator[tuple[str | None, list[str]]]:
    """The top-level terms of a context, then for each term with a context of its own the terms in there."""
    for entry in context if isinstance(context, list) else [context]:
        if not isinstance(entry, dict):
            continue
        anything = ["aNameOfNoTerm"] if "@vocab" in entry else []
        yield None, [*anything, *(term for term in entry if not term.startswith("@"))]
        for term, definition in entry.items():
            if isinstance(definition, dict) and isinstance(definition.get("@context"), dict):
                yield term, [inner for scope in members(definition["@context"]) for inner in scope]


@pytest.mark.parametrize("url", CONTEXTS)
def test_a_general_processor_reads_every_term_alike(url: str) -> None:
    """One document for each type and each kind of value, with all the terms that can be used there."""
    material = DOCUMENTS.get(url)
    assert material is not None
    accepted = 0
    for scope, terms in type_contexts(json.loads_object(material.content)["@context"]):
        for value in VALUES:
            body: JsonObject = {"@context": url}
            for term in terms:
                trial: JsonObject = {"@context": url, term: value}
                if scope is not None:
                    trial["@type"] = [scope]
                trial = _with_aliases(trial, url)
                if not isinstance(to_quads(trial, DOCUMENTS), Finding):
                    body[term] = value
            body = _with_aliases(body if scope is None else {**body, "@type": [scope]}, url)
            accepted += agree(body, DOCUMENTS)
    assert accepted


def _with_aliases(body: JsonObject, url: str) -> JsonObject:
    """Write `type` where the context has that name for `@type`."""
    if isinstance(to_quads({"@context": url, "type": "urn:t"}, DOCUMENTS), Finding):
        return body
    return {"type" if key == "@type" else key: value for key, value in body.items()}


BASE: Final[JsonObject] = {
    "@context": [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ],
    "id": "urn:uuid:1",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
}
NAMES: Final = st.sampled_from(
    [
        *("id", "type", "name", "description", "issuer", "credentialSubject", "achievement", "criteria", "narrative"),
        *("image", "alignment", "result", "value", "validFrom", "identifier", "hashed", "evidence", "relatedResource"),
        *("credentialSchema", "endorsement", "tag", "unknown"),
    ]
)
TYPES: Final = st.sampled_from(["Profile", "Achievement", "AchievementSubject", "Alignment", "Image", "Result"])
SCALARS: Final = st.one_of(
    st.sampled_from(["https://example.org/a", "urn:b", "_:c", "2026-01-01T00:00:00Z", "", "Profile"]),
    st.text(max_size=4),
    st.integers(-(2**53) + 1, 2**53 - 1),
    st.floats(-1e6, 1e6).map(lambda number: round(number, 3)),
    st.booleans(),
    st.none(),
)
OBJECTS: Final = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.builds(lambda body, kind: {**body, "type": kind}, st.dictionaries(NAMES, inner, max_size=4), TYPES),
        st.fixed_dictionaries({"@value": st.text(max_size=3), "@language": st.sampled_from(["ja", "en-US"])}),
    ),
    max_leaves=8,
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(body=st.dictionaries(NAMES, OBJECTS, max_size=4))
def test_a_general_processor_reads_made_up_badges_alike(body: JsonObject) -> None:
    agree({**BASE, **body, "@context": BASE["@context"]}, DOCUMENTS)


# --- names -------------------------------------------------------------------------------------------------------

HARMLESS_SYNONYMS: Final = {
    "https://w3id.org/openbadges#revoked",  # Open Badges 2.0: not verified through RDF
    "https://w3id.org/openbadges#verify",
}


def properties(active: ActiveContext, seen: set[ContextKey]) -> Iterator[tuple[str, str]]:
    """Name and IRI of every property in force here, or inside a type or property of these terms."""
    for name, term in active.terms.items():
        if name[0].islower() and not term.is_keyword and not term.unsupported:  # types are written with a capital
            yield name, term.iri
        if term.scoped is not None and term.scoped.key not in seen:
            seen.add(term.scoped.key)
            yield from properties(active.derive(term.scoped, Work(), override_protected=True), seen)


def test_no_two_contexts_name_one_property_differently() -> None:
    """Whoever chooses among the bundled contexts must not be able to rename what is signed."""
    names: dict[str, set[str]] = {}
    for url in CONTEXTS:
        active = ContextPolicy({"@context": url}, DOCUMENTS, Work()).top_level()
        for name, iri in properties(active, set()):
            names.setdefault(iri, set()).add(name)
    assert len(names) > 250
    assert {iri for iri, given in names.items() if len(given) > 1} == HARMLESS_SYNONYMS

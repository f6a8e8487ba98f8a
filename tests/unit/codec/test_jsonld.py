"""JSON-LD in safe mode: what is canonicalised says all that the document says, and everything else is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

import pytest

from wallet.codec import json
from wallet.codec.jsonld import canonicalize, context_urls, to_quads
from wallet.codec.jsonld.active import INITIAL, forget
from wallet.codec.jsonld.policy import MAX_INLINE_TERMS
from wallet.codec.jsonld.refusal import MAX_CONTEXTS, MAX_DERIVED_CONTEXTS
from wallet.materials.bundled import BundledContexts
from wallet.model.json import JsonObject, JsonValue
from wallet.model.material import Contexts, Material, MaterialSource
from wallet.model.report import Finding, Outcome, Reason

BUNDLED: Final = BundledContexts()
CREDENTIALS: Final = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES: Final = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
HERE: Final = "https://example.org/context"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
TYPE: Final = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
NIL: Final = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#nil>"


@dataclass(frozen=True, slots=True)
class MadeContexts:
    """Contexts written for one test."""

    documents: dict[str, JsonValue] = field(default_factory=dict)
    raw: dict[str, bytes] = field(default_factory=dict)

    @property
    def older(self) -> None:
        """No second copies."""

    def get(self, url: str) -> Material | None:
        content = self.raw.get(url)
        if content is None:
            if url not in self.documents:
                return None
            content = json.dumps({"@context": self.documents[url]})
        return Material(
            url=url,
            content=content,
            media_type="application/ld+json",
            sha256=sha256(content).hexdigest(),
            source=MaterialSource.BUNDLED,
            retrieved_at=None,
        )


def badge() -> JsonObject:
    return {
        "@context": [CREDENTIALS, OPEN_BADGES],
        "id": "urn:uuid:1",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": "did:example:issuer", "type": ["Profile"], "name": "Example University"},
        "validFrom": "2026-01-10T00:00:00Z",
        "name": "Data Literacy",
        "credentialSubject": {
            "id": "did:example:learner",
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "urn:uuid:2",
                "type": ["Achievement"],
                "name": "Data Literacy",
                "description": "Reads and questions data.",
                "criteria": {"narrative": "Pass the project."},
            },
        },
    }


def at(document: JsonObject, *path: str) -> JsonObject:
    """The object at a path of member names."""
    for name in path:
        inner = document[name]
        assert isinstance(inner, dict)
        document = inner
    return document


def refused(document: JsonObject, contexts: Contexts = BUNDLED) -> Finding:
    found = canonicalize(document, contexts)
    assert isinstance(found, Finding), found
    assert found.outcome is not Outcome.PASSED
    return found


def made(terms: JsonValue, **body: JsonValue) -> str | Finding:
    """The canonical form of a document about `urn:s` under a context of its own."""
    return canonicalize({"@context": HERE, "@id": "urn:s", **body}, MadeContexts({HERE: terms}))


def said(terms: JsonValue, **body: JsonValue) -> list[str]:
    """What the document says about `urn:s`: predicate and object of each line."""
    text = made(terms, **body)
    assert isinstance(text, str), text
    return [line.removeprefix("<urn:s> ").removesuffix(" .") for line in text.splitlines()]


# --- what is accepted --------------------------------------------------------------------------------------------


def test_a_badge() -> None:
    text = canonicalize(badge(), BUNDLED)
    assert isinstance(text, str)
    lines = text.splitlines()
    assert lines == sorted(lines)
    assert len(lines) == 15
    assert lines[-1] == '_:c14n0 <https://purl.imsglobal.org/spec/vc/ob/vocab.html#narrative> "Pass the project." .'


def test_the_order_of_members_does_not_matter() -> None:
    turned = dict(reversed(badge().items()))
    assert canonicalize(turned, BUNDLED) == canonicalize(badge(), BUNDLED)


def test_contexts_seen_before_change_nothing() -> None:
    forget()
    first = canonicalize(badge(), BUNDLED)
    assert canonicalize(badge(), BUNDLED) == first
    forget()
    assert canonicalize(badge(), BUNDLED) == first


def test_sha_384_is_for_the_labels() -> None:
    document = badge()
    at(document, "credentialSubject", "achievement")["alignment"] = [
        {"type": "Alignment", "targetName": f"name {number}", "targetUrl": "urn:t"} for number in range(6)
    ]
    assert canonicalize(document, BUNDLED, hash_name="sha384") != canonicalize(document, BUNDLED)


def test_quads_have_no_canonical_labels_yet() -> None:
    quads = to_quads(badge(), BUNDLED)
    assert isinstance(quads, frozenset)
    assert len(quads) == 15


@pytest.mark.parametrize("nothing", [None, [], [None], [[]]])
def test_null_and_empty_arrays_say_nothing(nothing: JsonValue) -> None:
    document = badge()
    document["evidence"] = nothing
    assert canonicalize(document, BUNDLED) == canonicalize(badge(), BUNDLED)


@pytest.mark.parametrize(
    ("definition", "value", "expected"),
    [
        ("urn:p", "x", '"x"'),
        ("urn:p", ["x", "y", ["z"]], '"x"|"y"|"z"'),
        ("urn:p", True, f'"true"^^<{XSD}boolean>'),
        ("urn:p", False, f'"false"^^<{XSD}boolean>'),
        ("urn:p", 7, f'"7"^^<{XSD}integer>'),
        ("urn:p", -0.0, f'"0"^^<{XSD}integer>'),
        ("urn:p", 7.0, f'"7"^^<{XSD}integer>'),
        ("urn:p", 2**53 - 1, f'"9007199254740991"^^<{XSD}integer>'),
        ("urn:p", 2.5, f'"2.5E0"^^<{XSD}double>'),
        ("urn:p", 1.5e-7, f'"1.5E-7"^^<{XSD}double>'),
        ("urn:p", 123456.789, f'"1.23456789E5"^^<{XSD}double>'),
        ({"@id": "urn:p", "@type": f"{XSD}double"}, 3, f'"3.0E0"^^<{XSD}double>'),
        ({"@id": "urn:p", "@type": f"{XSD}float"}, 3, f'"3"^^<{XSD}float>'),
        ({"@id": "urn:p", "@type": f"{XSD}float"}, 3.5, f'"3.5E0"^^<{XSD}float>'),
        ({"@id": "urn:p", "@type": f"{XSD}date"}, "2026-01-01", f'"2026-01-01"^^<{XSD}date>'),
        ({"@id": "urn:p", "@type": f"{XSD}string"}, "x", '"x"'),
        ({"@id": "urn:p", "@type": "@none"}, "x", '"x"'),
        ({"@id": "urn:p", "@type": "@id"}, "urn:o", "<urn:o>"),
        ({"@id": "urn:p", "@type": "@id"}, 5, f'"5"^^<{XSD}integer>'),
        ({"@id": "urn:p", "@type": "@vocab"}, "p", "<urn:p>"),
        ({"@id": "urn:p", "@type": "@json"}, {"b": [1, 1.5], "a": None}, '"{\\"a\\":null,\\"b\\":[1,1.5]}"^^<JSON>'),
        ({"@id": "urn:p", "@container": "@set"}, ["x"], '"x"'),
        ({"@id": "urn:p", "@container": "@list"}, [], NIL),
        ("urn:p", {"@value": "x"}, '"x"'),
        ("urn:p", {"@value": 5}, f'"5"^^<{XSD}integer>'),
        ("urn:p", {"@value": "x", "@language": "EN-us"}, '"x"@en-us'),
        ("urn:p", {"@id": "urn:o"}, "<urn:o>"),
    ],
)
def test_values(definition: JsonValue, value: JsonValue, expected: str) -> None:
    expected = expected.replace("<JSON>", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON>")
    assert said({"p": definition}, p=value) == [f"<urn:p> {one}" for one in expected.split("|")]


def test_a_list_keeps_its_order_and_leaves_null_out() -> None:
    terms: JsonValue = {"p": {"@id": "urn:p", "@container": "@list"}}
    once = made(terms, p=["a", "b"])
    assert isinstance(once, str)
    assert once.count("#first>") == 2
    assert made(terms, p=["a", None, "b"]) == once
    assert made(terms, p=["b", "a"]) != once
    assert made(terms, p="a") == made(terms, p=["a"])


def test_a_null_list_says_nothing() -> None:
    assert said({"p": {"@id": "urn:p", "@container": "@list"}, "q": "urn:q"}, p=None, q="x") == ['<urn:q> "x"']


def test_a_graph_container_makes_a_graph_of_its_own() -> None:
    terms: JsonValue = {"p": {"@id": "urn:p", "@container": "@graph"}, "q": "urn:q"}
    assert said(terms, p={"q": "x"}) == ["<urn:p> _:c14n0", '_:c14n1 <urn:q> "x" _:c14n0']


def test_prefixes_and_the_default_vocabulary() -> None:
    terms: JsonValue = [{"ex": "https://example.org/#"}, {"@vocab": "https://example.org/v/", "p": {"@id": "ex:p"}}]
    assert said(terms, p="x", other="y") == ['<https://example.org/#p> "x"', '<https://example.org/v/other> "y"']


def test_terms_may_be_defined_in_any_order() -> None:
    terms: JsonValue = {"ex:p": {"@type": "@id"}, "q": {"@id": "ex:q"}, "ex": "https://example.org/#"}
    assert said(terms, **{"ex:p": "urn:o", "q": "x"}) == [
        "<https://example.org/#p> <urn:o>",
        '<https://example.org/#q> "x"',
    ]


def test_a_definition_may_leave_its_iri_to_the_vocabulary() -> None:
    assert said({"@vocab": "urn:v:", "p": {"@type": "@id"}}, p="urn:o") == ["<urn:v:p> <urn:o>"]


def test_aliases_may_be_written_in_full() -> None:
    contexts = MadeContexts({HERE: {"@protected": True, "id": {"@id": "@id", "@protected": True}, "p": "urn:p"}})
    assert canonicalize({"@context": HERE, "id": "urn:s", "p": "x"}, contexts) == '<urn:s> <urn:p> "x" .\n'


def test_two_aliases_of_one_keyword_lose_an_identifier() -> None:
    contexts = MadeContexts({HERE: {"id": "@id", "ident": "@id", "p": "urn:p"}})
    document: JsonObject = {"@context": HERE, "id": "urn:a", "ident": "urn:b", "p": "x"}
    assert refused(document, contexts).params == {"term": "ident", "pointer": "/ident"}


def test_a_type_may_not_clear_protected_terms() -> None:
    terms: JsonValue = {"@protected": True, "p": "urn:p", "T": {"@id": "urn:T", "@context": [None]}}
    found = canonicalize({"@context": HERE, "@type": "T", "p": "x"}, MadeContexts({HERE: terms}))
    assert isinstance(found, Finding)
    assert found.reason is Reason.CONTEXT_UNUSABLE


def test_types_bring_their_own_terms_which_end_at_the_next_object() -> None:
    terms: JsonValue = {"T": {"@id": "urn:T", "@context": {"p": "urn:p"}}, "q": "urn:q"}
    document: JsonObject = {"@context": HERE, "@id": "urn:s", "@type": "T", "p": "x"}
    contexts = MadeContexts({HERE: terms})
    assert canonicalize(document, contexts) == f'<urn:s> {TYPE} <urn:T> .\n<urn:s> <urn:p> "x" .\n'
    assert refused({**document, "q": {"p": "y"}}, contexts).params["pointer"] == "/q/p"


def test_properties_bring_their_own_terms() -> None:
    terms: JsonValue = {"q": {"@id": "urn:q", "@context": {"p": "urn:p"}}}
    assert said(terms, q={"@id": "urn:o", "p": "x"}) == ['<urn:o> <urn:p> "x"', "<urn:q> <urn:o>"]


def test_a_property_may_clear_protected_terms() -> None:
    terms: JsonValue = {
        "@protected": True,
        "p": "urn:p",
        "q": {"@id": "urn:q", "@context": [None, {"p": "urn:other"}]},
    }
    assert '<urn:o> <urn:other> "x"' in said(terms, q={"@id": "urn:o", "p": "x"})


def test_blank_nodes_may_be_named() -> None:
    terms: JsonValue = {"p": "urn:p", "q": "urn:q"}
    assert said(terms, p={"@id": "_:n", "q": "x"}, q={"@id": "_:n"}) == [
        "<urn:p> _:c14n0",
        "<urn:q> _:c14n0",
        '_:c14n0 <urn:q> "x"',
    ]


def test_embedded_credentials_have_contexts_of_their_own() -> None:
    presentation: JsonObject = {
        "@context": CREDENTIALS,
        "type": "VerifiablePresentation",
        "verifiableCredential": [badge(), {**badge(), "id": "urn:uuid:9"}],
    }
    text = canonicalize(presentation, BUNDLED)
    assert isinstance(text, str)
    assert '"Pass the project."' in text


def test_context_urls_are_listed_in_order() -> None:
    document: JsonObject = {
        "@context": [CREDENTIALS, {"x": "urn:x"}],
        "a": [{"@context": OPEN_BADGES}, {"@context": [HERE, CREDENTIALS]}],
    }
    assert context_urls(document) == (CREDENTIALS, OPEN_BADGES, HERE)


def test_inline_contexts_may_add_plain_terms() -> None:
    document = badge()
    document["@context"] = [
        CREDENTIALS,
        OPEN_BADGES,
        {"mood": "https://example.org/mood", "places": {"@id": "https://example.org/places", "@container": "@list"}},
    ]
    document["mood"] = "good"
    document["places"] = ["Kyoto", "Ulm"]
    text = canonicalize(document, BUNDLED)
    assert isinstance(text, str)
    assert '<urn:uuid:1> <https://example.org/mood> "good" .\n' in text


# --- what would be lost ------------------------------------------------------------------------------------------


def add(entries: JsonObject | None = None, /, **more: JsonValue) -> Callable[[JsonObject], None]:
    return lambda document: document.update({**(entries or {}), **more})


def inside(member: str, **entries: JsonValue) -> Callable[[JsonObject], None]:
    return lambda document: at(document, member).update(entries)


@pytest.mark.parametrize(
    ("change", "term", "pointer"),
    [
        (inside("credentialSubject", honours="summa cum laude"), "honours", "/credentialSubject/honours"),
        (add({"a/b~c": 1}), "a/b~c", "/a~1b~0c"),
        (add(unknown=None), "unknown", "/unknown"),
        (add(id=""), "", "/id"),
        (add(id="#list"), "#list", "/id"),
        (add(id="path/to"), "path/to", "/id"),
        (add(id="has space:x"), "has space:x", "/id"),
        (add(id="urn:has space"), "urn:has space", "/id"),
        (add(id="@type"), "@type", "/id"),
        (add(id=None), "id", "/id"),
        (add(id=["urn:a"]), "id", "/id"),
        (inside("credentialSubject", id="9999999-evil"), "9999999-evil", "/credentialSubject/id"),
        (add({"@id": "urn:uuid:other"}), "@id", "/@id"),
        (add({"@type": "Other"}), "@type", "/type"),
        (add(type=["VerifiableCredential", "NoSuchType"]), "NoSuchType", "/type"),
        (add(type=["VerifiableCredential", "@foo"]), "@foo", "/type"),
        (add(type=["VerifiableCredential", "@id"]), "@id", "/type"),
        (add({"@foo": "x"}), "@foo", "/@foo"),
        (add({"_:p": "x"}), "_:p", "/_:p"),
        (add({"": "x"}), "", "/"),
        (add(name={"@value": "x", "@language": "not a tag"}), "not a tag", "/name"),
        (add(name={"@value": "x", "@language": "ar", "@direction": "rtl"}), "@direction", "/name/@direction"),
        (add(name={"@value": None}), "@value", "/name"),
        (add(proof="urn:proof"), "proof", "/proof"),
        (add(proof={"id": "urn:proof"}), "proof", "/proof"),
        (add(proof=[{"@value": "x"}]), "proof", "/proof/0"),
        (add(issuer=["did:example:a", "relative"]), "relative", "/issuer/1"),
    ],
)
def test_what_would_be_dropped_is_named(change: Callable[[JsonObject], None], term: str, pointer: str) -> None:
    document = badge()
    change(document)
    found = refused(document)
    assert (found.reason, found.params) == (Reason.DROPPED_TERMS, {"term": term, "pointer": pointer})


@pytest.mark.parametrize("document", [{}, {"@context": CREDENTIALS}, {"@context": CREDENTIALS, "id": "urn:x"}])
def test_a_document_that_says_nothing(document: JsonObject) -> None:
    assert refused(document).reason is Reason.DROPPED_TERMS


def test_a_document_without_context_loses_its_terms() -> None:
    assert refused({"name": "x"}).params == {"term": "name", "pointer": "/name"}


@pytest.mark.parametrize(
    "number",
    [2**53, -(2**53), 1e16, 1e300, float("inf"), float("-inf"), float("nan"), 12345678901234567890, 1e-7, -5e-324],
)
def test_numbers_that_others_read_differently(number: float) -> None:
    document = badge()
    document["name"] = number
    found = refused(document)
    assert (found.reason, found.params["pointer"]) == (Reason.MALFORMED, "/name")


@pytest.mark.parametrize(
    ("definition", "value"),
    [("urn:p", {"@value": "x", "@language": 5}), ({"@id": "urn:p", "@type": "@json"}, {"a": 2**60})],
)
def test_malformed_values(definition: JsonValue, value: JsonValue) -> None:
    found = made({"p": definition}, p=value)
    assert isinstance(found, Finding)
    assert found.reason is Reason.MALFORMED


@pytest.mark.parametrize("type", [5, [None], [["VerifiableCredential"]], {"id": "urn:x"}])
def test_malformed_types(type: JsonValue) -> None:
    document = badge()
    document["type"] = type
    assert refused(document).reason is Reason.MALFORMED


# --- what is not supported ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        add({"@nest": {"name": "x"}}),
        add({"@reverse": {"name": {"id": "urn:x"}}}),
        add({"@included": {"id": "urn:x", "name": "y"}}),
        add({"@graph": [{"id": "urn:x", "name": "y"}]}),
        add({"@index": "x"}),
        add(name={"@set": ["x"]}),
        add(name={"@list": ["x"]}),
        add(name={"@value": "2026", "@type": f"{XSD}date"}),
        add({"https://www.w3.org/2018/credentials#credentialStatus": {"id": "urn:status"}}),
        add({"https://schema.org/name": "another spelling"}),
        inside("credentialSubject", **{"@included": []}),
    ],
)
def test_unusual_constructs_are_too_complex(change: Callable[[JsonObject], None]) -> None:
    document = badge()
    change(document)
    assert refused(document).reason is Reason.TOO_COMPLEX


def test_keywords_are_written_as_the_context_names_them() -> None:
    document = badge()
    subject = at(document, "credentialSubject")
    subject["@id"] = subject.pop("id")
    found = refused(document)
    assert (found.reason, found.params["pointer"]) == (Reason.TOO_COMPLEX, "/credentialSubject/@id")


def test_a_full_iri_that_no_context_names_may_be_a_property() -> None:
    document = badge()
    document["https://example.org/mood"] = "good"
    text = canonicalize(document, BUNDLED)
    assert isinstance(text, str)
    assert '<urn:uuid:1> <https://example.org/mood> "good" .\n' in text


def test_statements_about_the_badge_stand_at_its_top() -> None:
    document = badge()
    creator: JsonObject = {"id": document["id"], "type": "Profile", "name": "moved"}
    at(document, "credentialSubject", "achievement")["creator"] = creator
    found = refused(document)
    assert found.reason is Reason.AMBIGUOUS
    assert found.params == {"id": "urn:uuid:1", "pointer": "/credentialSubject/achievement/creator"}


def test_the_badge_may_be_referred_to() -> None:
    document = badge()
    document["relatedResource"] = {"id": document["id"], "type": "Profile"}
    assert isinstance(canonicalize(document, BUNDLED), str)


@pytest.mark.parametrize(
    ("terms", "value"),
    [
        ({"p": {"@id": "urn:p", "@type": f"{XSD}double"}}, "3.5"),
        ({"p": {"@id": "urn:p", "@container": "@list"}}, [["x"]]),
        ({"p": {"@reverse": "urn:p"}}, {"@id": "urn:o"}),
    ],
)
def test_unsupported_terms_are_too_complex_only_where_used(terms: JsonObject, value: JsonValue) -> None:
    found = made({**terms, "q": "urn:q"}, p=value)
    assert isinstance(found, Finding)
    assert found.reason is Reason.TOO_COMPLEX
    assert said({**terms, "q": "urn:q"}, q="x") == ['<urn:q> "x"']


def test_a_type_may_not_rename_type() -> None:
    terms: JsonValue = {"T": {"@id": "urn:T", "@context": {"kind": "@type"}}}
    found = canonicalize({"@context": HERE, "@type": "T", "kind": "T"}, MadeContexts({HERE: terms}))
    assert isinstance(found, Finding)
    assert found.reason is Reason.TOO_COMPLEX


# --- contexts ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("nested", [False, True])
def test_an_unknown_context_is_named(nested: bool) -> None:
    document = badge()
    place = at(document, "credentialSubject") if nested else document
    place["@context"] = [CREDENTIALS, "https://ctx.attacker.example/v1"]
    found = refused(document)
    assert found.reason is Reason.CONTEXT_UNKNOWN
    assert found.outcome is Outcome.INDETERMINATE
    assert found.params["context"] == "https://ctx.attacker.example/v1"


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{}", b'{"context": {}}', b'{"@context": 5}', b'{"@context": [null]}', b'{"@context": null}'],
)
def test_a_broken_context_is_unusable(content: bytes) -> None:
    document: JsonObject = {"@context": HERE, "name": "x"}
    found = refused(document, MadeContexts(raw={HERE: content}))
    assert (found.reason, found.params["context"]) == (Reason.CONTEXT_UNUSABLE, HERE)


@pytest.mark.parametrize(
    "terms",
    [
        {"@version": 1.0},
        {"@vocab": "relative"},
        {"@vocab": None},
        {"@protected": "yes"},
        {"@base": "https://example.org/"},
        {"@import": "https://example.org/"},
        {"@propagate": False},
        {"@language": "ja"},
        {"@direction": "rtl"},
        {"@type": {"@container": "@set"}},
        {"@foo": "urn:x"},
        {"": "urn:x"},
        {"p": None},
        {"p": 5},
        {"p": {"@id": None}},
        {"p": {"@id": "relative"}},
        {"p": {"@id": "@graph"}},
        {"p": "@value"},
        {"p": {"@id": "@foo"}},
        {"p": "_:b"},
        {"p": {}},
        {"a/b": {}},
        {"p": {"@id": "urn:p", "@nest": "@nest"}},
        {"p": {"@id": "urn:p", "@index": "q"}},
        {"p": {"@id": "urn:p", "@language": "ja"}},
        {"p": {"@id": "urn:p", "@prefix": True}},
        {"p": {"@id": "urn:p", "@container": "@index"}},
        {"p": {"@id": "urn:p", "@container": ["@list", "@set"]}},
        {"p": {"@id": "urn:p", "@container": ["@set", 5]}},
        {"p": {"@id": "urn:p", "@type": "relative"}},
        {"p": {"@id": "urn:p", "@type": None}},
        {"p": {"@id": "urn:p", "@type": "@graph"}},
        {"p": {"@id": "urn:p", "@protected": 1}},
        {"p": {"@id": "urn:p", "@context": "https://example.org/"}},
        {"p": {"@id": "@type", "@container": "@set"}},
        {"p": "q:x", "q": "p:x"},
        {"urn:p": "urn:other"},
        {"ex": "https://example.org/", "ex:p": "urn:other"},
    ],
)
def test_contexts_that_are_not_understood_are_unusable(terms: JsonObject) -> None:
    found = made({**terms, "name": "urn:name"}, name="x")
    assert isinstance(found, Finding)
    assert found.reason is Reason.CONTEXT_UNUSABLE
    assert found.outcome is Outcome.INDETERMINATE
    assert found.params["context"] == HERE


def test_contexts_may_name_contexts_once() -> None:
    other = "https://example.org/other"
    contexts = MadeContexts({HERE: [other, {"q": "ex:q"}], other: {"ex": "https://example.org/#"}})
    document: JsonObject = {"@context": HERE, "@id": "urn:s", "q": "x"}
    assert canonicalize(document, contexts) == '<urn:s> <https://example.org/#q> "x" .\n'
    contexts.documents[other] = HERE
    assert refused(document, contexts).reason is Reason.CONTEXT_UNUSABLE
    del contexts.documents[other]
    assert refused(document, contexts).params["context"] == other


@pytest.mark.parametrize(
    ("second", "outcome"),
    [
        ({"p": "urn:other"}, Reason.CONTEXT_UNUSABLE),
        ({"p": {"@id": "urn:p", "@type": "@id"}}, Reason.CONTEXT_UNUSABLE),
        ({"p": {"@id": "urn:p", "@context": {"q": "urn:q"}}}, Reason.CONTEXT_UNUSABLE),
        ([None], Reason.CONTEXT_UNUSABLE),
        ({"p": "urn:p"}, None),
        ({"p": {"@id": "urn:p"}}, None),
        ({"@protected": True, "p": "urn:p"}, None),
    ],
)
def test_protected_terms_stay_as_they_are(second: JsonValue, outcome: Reason | None) -> None:
    other = "https://example.org/other"
    contexts = MadeContexts({HERE: {"@protected": True, "p": "urn:p"}, other: second})
    found = canonicalize({"@context": [HERE, other], "@id": "urn:s", "p": "x"}, contexts)
    assert (found.reason if isinstance(found, Finding) else None) is outcome


def test_protection_survives_an_equal_definition() -> None:
    other, third = "https://example.org/other", "https://example.org/third"
    contexts = MadeContexts({HERE: {"@protected": True, "p": "urn:p"}, other: {"p": "urn:p"}, third: {"p": "urn:x"}})
    assert refused({"@context": [HERE, other, third], "p": "x"}, contexts).params["detail"] == "protected"


INLINE: Final[tuple[JsonObject, ...]] = (
    {"@vocab": "https://vocab.issuer.example/", "mood": "urn:mood"},
    {"@vocab": "https://vocab.issuer.example"},
    {"@vocab": "https://vocab.issuer.example/prefix-"},
    {"@vocab": "relative/"},
    {"@vocab": ""},
    {"@vocab": None},
    {"@vocab": "https://purl.imsglobal.org/spec/vc/ob/vocab.html#"},
    {"@vocab": "https://schema.org/"},
    {"@base": "https://example.org/"},
    {"@import": CREDENTIALS},
    {"@propagate": False},
    {"@language": "ja"},
    {"@direction": "rtl"},
    {"@version": 1.1},
    {"@protected": True},
    {"ident": "@id"},
    {"kind": {"@id": "@type"}},
    {"mood": None},
    {"mood": {}},
    {"mood": 5},
    {"mood": "relative"},
    {"mood": {"@id": "urn:mood", "@context": {}}},
    {"mood": {"@id": "urn:mood", "@protected": True}},
    {"mood": {"@id": "urn:mood", "@container": "@graph"}},
    {"mood": {"@id": "urn:mood", "@container": ["@set"]}},
    {"mood": {"@reverse": "urn:mood"}},
    # what the bundled contexts define, at the top or inside a type
    {"name": "https://schema.org/name"},
    {"credentialStatus": "https://example.org/other"},
    {"narrative": "https://example.org/other"},
    {"Achievement": "https://example.org/other"},
    # new names for what they define
    {"title": "https://schema.org/name"},
    {"state": "https://www.w3.org/2018/credentials#credentialStatus"},
    {"story": {"@id": "https://purl.imsglobal.org/spec/vc/ob/vocab.html#narrative"}},
)


@pytest.mark.parametrize("inline", INLINE, ids=str)
def test_inline_contexts_may_do_nothing_else(inline: JsonObject) -> None:
    document = badge()
    document["@context"] = [CREDENTIALS, OPEN_BADGES, inline]
    found = refused(document)
    assert found.reason is Reason.CONTEXT_UNUSABLE
    assert found.params["context"] == "inline"
    assert found.params["term"] in inline


def test_a_vocabulary_of_its_own_names_what_no_bundled_context_does() -> None:
    document = badge()
    document["@context"] = [CREDENTIALS, OPEN_BADGES, {"@vocab": "https://vocab.issuer.example/"}]
    document["mood"] = "calm"
    found = canonicalize(document, BUNDLED)
    assert isinstance(found, str)
    assert '<https://vocab.issuer.example/mood> "calm"' in found
    document["@context"] = [CREDENTIALS, OPEN_BADGES, {"@vocab": "https://vocab.issuer.example/m"}]
    assert refused(document).reason is Reason.CONTEXT_UNUSABLE


@pytest.mark.parametrize("name", ["other/mood", "other#mood"])
def test_a_name_that_could_be_split_in_two_ways_is_none_of_a_vocabulary(name: str) -> None:
    document = badge()
    document["@context"] = [CREDENTIALS, OPEN_BADGES, {"@vocab": "https://vocab.issuer.example/"}]
    document[name] = "calm"
    assert refused(document).reason is Reason.DROPPED_TERMS


def test_inline_terms_may_not_be_given_twice() -> None:
    document = badge()
    document["@context"] = [CREDENTIALS, {"mood": "urn:a"}, {"mood": "urn:b"}]
    assert refused(document).params["term"] == "mood"


def test_inline_terms_are_counted() -> None:
    document = badge()
    document["@context"] = [CREDENTIALS, OPEN_BADGES, {f"t{n}": f"urn:t{n}" for n in range(MAX_INLINE_TERMS + 1)}]
    assert refused(document).params["detail"] == "too many terms"


@pytest.mark.parametrize("nested", [{"mood": "urn:mood"}, [CREDENTIALS, {"mood": "urn:mood"}], None, 5])
def test_inside_a_document_only_bundled_contexts_are_allowed(nested: JsonValue) -> None:
    document = badge()
    at(document, "credentialSubject")["@context"] = nested
    found = refused(document)
    assert (found.reason, found.params["pointer"]) == (Reason.CONTEXT_UNUSABLE, "/credentialSubject/@context")


@pytest.mark.parametrize("entry", [5, None, [CREDENTIALS]])
def test_a_context_is_a_url_or_an_object(entry: JsonValue) -> None:
    assert refused({"@context": [CREDENTIALS, entry], "name": "x"}).reason is Reason.CONTEXT_UNUSABLE


# --- limits ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("many", [[{f"t{n}": f"urn:t{n}"} for n in range(10_000)], [CREDENTIALS] * 10_000])
def test_a_flood_of_contexts_is_too_complex(many: list[JsonValue]) -> None:
    document = badge()
    document["@context"] = [CREDENTIALS, *many]
    assert refused(document).reason is Reason.TOO_COMPLEX


def test_contexts_all_over_the_document_are_counted() -> None:
    urls: list[JsonValue] = [f"https://example.org/{n}" for n in range(MAX_CONTEXTS + 1)]
    contexts = MadeContexts({str(url): {"p": "urn:p"} for url in urls})
    document: JsonObject = {"@context": urls[0], "p": [{"@context": url, "p": "x"} for url in urls]}
    found = refused(document, contexts)
    assert (found.reason, found.params["what"]) == (Reason.TOO_COMPLEX, "contexts")


def test_combinations_of_types_are_counted() -> None:
    """Every set of types makes a context of its own: twelve types, 4,096 contexts."""
    names = [f"T{n:02}" for n in range(12)]
    terms: JsonObject = {name: {"@id": f"urn:{name}", "@context": {f"p{name}": "urn:p"}} for name in names}
    objects: list[JsonValue] = [
        {"@type": [name for bit, name in enumerate(names) if number >> bit & 1]}
        for number in range(1, MAX_DERIVED_CONTEXTS + 2)
    ]
    document: JsonObject = {"@context": HERE, "q": objects}
    forget()
    found = refused(document, MadeContexts({HERE: {**terms, "q": "urn:q"}}))
    assert (found.reason, found.params["what"]) == (Reason.TOO_COMPLEX, "scoped contexts")


def test_remembered_contexts_are_bounded() -> None:
    for number in range(2_100):
        made({f"p{number}": "urn:p"}, **{f"p{number}": "x"})
    assert len(INITIAL._derived) <= 2_048


def test_a_poison_graph_is_too_complex() -> None:
    document: JsonObject = {
        "@context": [CREDENTIALS, {"knows": {"@id": "https://example.org/knows", "@type": "@id"}}],
        "id": "urn:uuid:poison",
        "type": ["VerifiableCredential"],
        "credentialSubject": [{"id": f"_:b{n}", "knows": [f"_:b{m}" for m in range(10) if m != n]} for n in range(10)],
    }
    found = refused(document)
    assert (found.reason, found.params["what"]) == (Reason.TOO_COMPLEX, "blank nodes")

"""Choosing parts of a document by JSON Pointer: which statements belong to which place, and what is shown with them."""

from __future__ import annotations

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.suites.samples import CONTEXTS
from tests.unit.suites.selective_samples import BADGE, NAMES, party
from tests.vectors.general_processor import general_quads
from wallet.codec import jsonld
from wallet.codec.jsonld.trace import Trace, trace
from wallet.codec.rdfc import canonical_labels, canonicalize_quads, relabel
from wallet.errors import CredentialError, UsageError
from wallet.model.json import JsonObject, JsonValue
from wallet.model.report import Finding, Reason
from wallet.suites.selective import statements
from wallet.suites.selective.forms import ProofForm, form_of
from wallet.suites.selective.pointers import Selection, locate, mandatory_in, to_pointer
from wallet.suites.selective.statements import (
    Grouped,
    group,
    hmac_labels,
    restore_labels,
    restored,
    shuffled_labels,
    split,
)

KEY: Final = bytes(range(32))
INLINE: Final[JsonObject] = {
    "steps": {"@id": "https://example.org/steps", "@container": "@list"},
    "sees": {"@id": "https://example.org/sees", "@type": "@id"},
    "says": "https://example.org/says",
}

WIDE: Final[JsonObject] = {
    **BADGE,
    "@context": [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        INLINE,
    ],
    "name": {"@value": "Bridge", "@language": "en"},
    "description": [{"@value": "Bridge", "@language": "en"}, {"@value": "橋", "@language": "ja"}],
    "steps": ["one", "two", {"id": "urn:uuid:77", "says": "three"}],
    "says": ["text", 7, 2.5, True, None, ["nested", "array"]],
    "sees": ["urn:a", {"id": "urn:b"}, {"id": "_:x", "says": "met twice"}, {"id": "_:x"}],
    "termsOfUse": {"type": "https://example.org/Terms", "id": "urn:terms"},
    "credentialSchema": {"id": "urn:schema", "type": "JsonSchema", "jsonSchema": {"required": ["name"]}},
    "endorsement": [],
    "relatedResource": None,
}


def grouped(document: JsonObject = WIDE) -> Grouped:
    found = group(document, CONTEXTS, KEY, hmac_labels)
    assert isinstance(found, Grouped)
    return found


def traced(document: JsonObject = WIDE) -> Trace:
    found = trace(document, CONTEXTS)
    assert isinstance(found, Trace)
    return found


# --- where statements come from -------------------------------------------------------------------------------------


@pytest.mark.parametrize("document", [BADGE, WIDE], ids=["badge", "wide"])
def test_tracing_reads_the_same_statements(document: JsonObject) -> None:
    quads = jsonld.to_quads(document, CONTEXTS)
    assert not isinstance(quads, Finding)
    assert canonicalize_quads(traced(document).origins) == canonicalize_quads(quads)
    general, dropped = general_quads(document, CONTEXTS)
    assert dropped == []
    assert canonicalize_quads(general) == canonicalize_quads(quads)


@pytest.mark.parametrize(
    "document",
    [
        {**BADGE, "undefinedTerm": 1},
        {**BADGE, "@context": "urn:nowhere"},
        {**BADGE, "validFrom": 2**60},
        {},
    ],
)
def test_tracing_refuses_the_same_documents(document: JsonObject) -> None:
    refused = trace(document, CONTEXTS)
    assert isinstance(refused, Finding)
    assert refused == jsonld.to_quads(document, CONTEXTS)
    assert group(document, CONTEXTS, KEY, hmac_labels) == refused
    assert restored(document, CONTEXTS, {}) == refused


def test_each_statement_has_the_place_that_says_it() -> None:
    places = {
        quad[2].partition("^^")[0]: [to_pointer(place) for place in found] for quad, found in traced().origins.items()
    }
    assert places['"timber"'] == ["/credentialSubject/achievement/tag/0"]
    assert places['"nested"'] == ["/says/5/0"]
    assert places['"橋"@ja'] == ["/description/1"]
    assert places["<urn:b>"] == ["/sees/1"]
    assert places['"one"'] == ["/steps"]
    assert places['"three"'] == ["/steps/2/says"]
    assert places["<https://purl.imsglobal.org/spec/vc/ob/vocab.html#Achievement>"] == [
        "/credentialSubject/achievement"
    ]


def test_a_list_that_is_null_says_nothing() -> None:
    found = traced({**WIDE, "steps": None})
    assert ("steps",) not in found.claims
    assert traced({**WIDE, "steps": []}).claims.count(("steps",)) == 1


def test_what_is_said_twice_has_two_places() -> None:
    twice = traced({**WIDE, "evidence": [{"id": "urn:e", "type": "Evidence"}, {"id": "urn:e", "type": "Evidence"}]})
    typed = next(places for quad, places in twice.origins.items() if quad[0] == "<urn:e>")
    assert [to_pointer(place) for place in typed] == ["/evidence/0", "/evidence/1"]


def test_claims_are_the_innermost_values() -> None:
    pointers = [to_pointer(place) for place in traced().claims]
    assert {"/name", "/description/0", "/steps", "/sees/0", "/sees/1", "/sees/2/says", "/sees/3", "/says/5/1"} <= {
        *pointers
    }
    assert {"/termsOfUse", "/evidence/0/name"} <= {*pointers}
    hidden = ("/steps/", "/name/", "/endorsement", "/relatedResource", "/says/4", "/id", "/type")
    assert not [pointer for pointer in pointers if pointer.startswith(hidden)]
    assert len(pointers) == len(set(pointers))


def test_a_json_literal_and_a_list_are_wholes() -> None:
    assert {to_pointer(place) for place in traced().wholes} == {
        "/name",
        "/description/0",
        "/description/1",
        "/steps",
        "/credentialSchema/jsonSchema",
    }


# --- pointers -------------------------------------------------------------------------------------------------------

NAMES_IN_JSON: Final = st.text(st.sampled_from("ab/~01"), max_size=3)


@given(st.lists(NAMES_IN_JSON, max_size=4))
def test_a_place_and_its_pointer(names: list[str]) -> None:
    document: JsonValue = 1
    for name in reversed(names):
        document = {name: document, f"{name}?": 0}
    if isinstance(document, dict):
        assert locate(document, to_pointer(tuple(names))) == tuple(names)


def test_an_array_is_entered_by_position() -> None:
    document: JsonObject = {"a": [{"0": [5, 6]}]}
    assert locate(document, "/a/0/0/1") == ("a", 0, "0", 1)
    assert locate(document, "") == ()


@pytest.mark.parametrize(
    "pointer",
    [
        "a",
        "/b",
        "/a/1",
        "/a/-",
        "/a/-1",
        "/a/00",
        "/a/０",
        "/a/0/x",
        "/a/0/0/2",
        "/a/0/0/0/0",
        "/a/",
        "/",
        "/a/9999999999",
    ],
)
def test_a_pointer_that_fits_nowhere(pointer: str) -> None:
    with pytest.raises(CredentialError) as caught:
        locate({"a": [{"0": [5, 6]}]}, pointer)
    assert (caught.value.code, caught.value.params["pointer"]) == (Reason.PROOF_MALFORMED, pointer)


@pytest.mark.parametrize(
    "pointer",
    ["/steps/0", "/steps/2/says", "/name/@value", "/description/1/@language", "/credentialSchema/jsonSchema/required"],
)
@pytest.mark.parametrize("name", NAMES)
def test_what_says_something_only_as_a_whole_is_not_shown_in_part(name: str, pointer: str) -> None:
    with pytest.raises(UsageError) as caught:
        party(name).derive(party(name).issue(WIDE), pointer)
    assert caught.value.code == "no-such-claim"
    with pytest.raises(CredentialError):
        party(name).issue(WIDE, [pointer])


@pytest.mark.parametrize(
    "pointers",
    [["/steps"], ["/name", "/description/1"], ["/sees/1", "/says/5"], ["/says/4"], [""], ["/credentialSchema"]],
)
@pytest.mark.parametrize("name", NAMES)
def test_unusual_values_can_be_shown(name: str, pointers: list[str]) -> None:
    shown = party(name).derive(party(name).issue(WIDE), *pointers)
    assert party(name).judge(shown) is None


@pytest.mark.parametrize("name", NAMES)
def test_a_part_that_would_mean_something_else_is_not_made(name: str) -> None:
    """Both mentions of a blank node by its own name: one alone is a mention of another."""
    secured = party(name).issue(WIDE)
    assert party(name).judge(secured) is None
    assert party(name).judge(party(name).derive(secured, "/sees/2", "/sees/3")) is None
    assert party(name).judge(party(name).derive(secured, "/sees")) is None
    with pytest.raises(CredentialError) as caught:
        party(name).derive(secured, "/sees/2/says", "/sees/3")
    assert caught.value.code == Reason.TOO_COMPLEX


def test_a_selection_takes_types_and_identifiers_along() -> None:
    document: JsonObject = {
        "@context": ["c"],
        "id": "urn:x",
        "type": "T",
        "a": {
            "id": "_:b",
            "type": ["U"],
            "@context": "d",
            "b": [{"x": 1}, {"x": 2}, {"@id": "y", "@type": "z", "x": [3]}],
        },
        "c": 1,
    }
    shown = Selection([locate(document, "/a/b/2/x/0"), locate(document, "/a/b/0")]).reveal(document)
    assert shown == {
        "@context": ["c"],
        "id": "urn:x",
        "type": "T",
        "a": {"type": ["U"], "@context": "d", "b": [{"x": 1}, {"@id": "y", "@type": "z", "x": [3]}]},
    }
    assert Selection([()]).reveal(document) == document
    assert Selection([locate(document, "/a/id")]).reveal(document)["a"] == {
        "id": "_:b",
        "type": ["U"],
        "@context": "d",
    }


def test_what_an_issuer_would_have_shown() -> None:
    assert mandatory_in(BADGE) == ("/issuer", "/validFrom", "/validUntil")
    assert mandatory_in({"credentialStatus": 1, "issuanceDate": 2, "x": 3}) == ("/issuanceDate", "/credentialStatus")


# --- labels and statements ------------------------------------------------------------------------------------------


def test_labels_are_a_matter_of_the_key() -> None:
    canonical = {"_:b1": "_:c14n0", "_:b2": "_:c14n1", "_:b3": "_:c14n2"}
    for make in (hmac_labels, shuffled_labels):
        labels = make(KEY, canonical)
        assert labels.keys() == canonical.keys()
        assert len(set(labels.values())) == 3
        assert any(make(bytes([n]) * 32, canonical) != labels for n in range(9))
    assert sorted(shuffled_labels(KEY, canonical).values()) == ["_:b0", "_:b1", "_:b2"]
    assert all(len(label) == 2 + 1 + 43 for label in hmac_labels(KEY, canonical).values())


CANONICAL: Final = (
    "<urn:s> <urn:p> _:c14n1 .",
    '_:c14n0 <urn:p> " _:c14n1 ." .',
    '_:c14n0 <urn:p> "_:c14n9 _:c14n1 ."@en .',
    '_:c14n0 <urn:p> "x _:c14n7" _:c14n1 .',
    "_:c14n0 <urn:p> _:c14n1 <urn:g> .",
    "_:c14n0 <urn:p> _:c14n1 _:c14n0 .",
    "_:c14n1 <urn:p> <urn:o> .",
)


def test_labels_are_put_back_where_blank_nodes_stand_and_nowhere_else() -> None:
    found = restore_labels(CANONICAL, {1: "_:b5", 0: "_:b7"})
    assert found == (
        "<urn:s> <urn:p> _:b5 .\n",
        "_:b5 <urn:p> <urn:o> .\n",
        '_:b7 <urn:p> " _:c14n1 ." .\n',
        '_:b7 <urn:p> "_:c14n9 _:c14n1 ."@en .\n',
        '_:b7 <urn:p> "x _:c14n7" _:b5 .\n',
        "_:b7 <urn:p> _:b5 <urn:g> .\n",
        "_:b7 <urn:p> _:b5 _:b7 .\n",
    )


@given(
    st.lists(
        st.tuples(*(st.sampled_from(["s", "b0", "b1", "b2", "b3"]) for _ in range(2)), st.integers(0, 3), st.booleans())
    )
)
def test_lines_are_restored_as_quads_are_relabelled(shape: list[tuple[str, str, int, bool]]) -> None:
    terms = {"s": "<urn:s>", **{f"b{number}": f"_:b{number}" for number in range(4)}}
    graphs = ["", "<urn:g>", "_:b0", "_:b3"]
    quads = {
        (terms[subject], "<urn:p>", f'" {terms[value]} ."' if quoted else terms[value], graphs[graph])
        for subject, value, graph, quoted in shape
    }
    canonical = canonical_labels(quads)
    assert not isinstance(canonical, Finding)
    by_number = {int(label.removeprefix("_:c14n")): f"_:u{label[6:]}x" for label in canonical.values()}
    own = {node: by_number[int(label.removeprefix("_:c14n"))] for node, label in canonical.items()}
    text = canonicalize_quads(quads)
    assert isinstance(text, str)
    wanted = sorted(" ".join(term for term in relabel(quad, own) if term) + " .\n" for quad in quads)
    assert restore_labels(text.split("\n")[:-1], by_number) == tuple(wanted)


def test_a_label_map_names_each_node_once() -> None:
    lines = ("_:c14n0 <urn:p> _:c14n1 .",)
    assert restore_labels(lines, {1: "_:b5", 0: "_:b7"}) == ("_:b7 <urn:p> _:b5 .\n",)
    for bad in ({}, {0: "_:b0"}, {0: "_:b0", 1: "_:b0"}, {0: "_:b0", 1: "_:b1", 2: "_:b2"}, {1: "_:b0", 2: "_:b1"}):
        assert isinstance(restore_labels(lines, bad), Finding)
    assert restore_labels((), {}) == ()


def test_statements_are_in_the_order_of_their_text() -> None:
    lines = [statement.line for statement in grouped().statements]
    assert lines == sorted(set(lines))
    found = split(grouped().lines, [3, 0])
    assert not isinstance(found, Finding)
    assert found.mandatory == [lines[0].encode(), lines[3].encode()]
    assert b"".join(sorted([*found.mandatory, *found.others])) == "".join(lines).encode()
    assert isinstance(split(grouped().lines, [len(lines)]), Finding)
    assert split((), ()) == ([], [])


def test_statements_in_graphs_of_their_own() -> None:
    """An embedded proof stands in its own graph, and its graph belongs to the statement."""
    proof: JsonObject = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2026-01-01T00:00:00Z",
    }
    document = {**BADGE, "proof": proof}
    inside = [line for line, _ in grouped(document).statements if "eddsa-rdfc-2022" in line]
    assert len(inside) == 1
    assert inside[0].count("_:u") == 2


def test_too_many_statements(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statements, "MAX_STATEMENTS", 10)
    for found in (group(BADGE, CONTEXTS, KEY, hmac_labels), restored(BADGE, CONTEXTS, {})):
        assert isinstance(found, Finding)
        assert (found.reason, found.params["what"]) == (Reason.TOO_COMPLEX, "statements")


def test_a_knot_of_nodes_that_cannot_be_told_apart() -> None:
    """Canonical labels would take for ever: a finding, wherever the labels are asked for."""
    nodes: list[JsonValue] = [{"id": f"_:n{a}", "sees": [f"_:n{b}" for b in range(12) if b != a]} for a in range(12)]
    document: JsonObject = {**WIDE, "sees": nodes}
    for found in (group(document, CONTEXTS, KEY, hmac_labels), restored(document, CONTEXTS, {})):
        assert isinstance(found, Finding)
        assert found.reason is Reason.TOO_COMPLEX
    quads = jsonld.to_quads(document, CONTEXTS)
    assert not isinstance(quads, Finding)
    with pytest.raises(CredentialError) as caught:
        statements.labels_for_verifier(quads, {})
    assert caught.value.code == Reason.TOO_COMPLEX


@pytest.mark.parametrize(
    ("proof", "form"),
    [
        ({"cryptosuite": "ecdsa-sd-2023", "proofValue": "u2V0AhV"}, ProofForm.BASE),
        ({"cryptosuite": "ecdsa-sd-2023", "proofValue": "u2V0BhV"}, ProofForm.DERIVED),
        ({"cryptosuite": "bbs-2023", "proofValue": "u2V0ChV"}, ProofForm.BASE),
        ({"cryptosuite": "bbs-2023", "proofValue": "u2V0DhV"}, ProofForm.DERIVED),
        ({"cryptosuite": "bbs-2023", "proofValue": "u2V0AhV"}, None),
        ({"cryptosuite": "bbs-2023", "proofValue": "u2V0"}, None),
        ({"cryptosuite": "bbs-2023", "proofValue": "u2V!A"}, None),
        ({"cryptosuite": "bbs-2023", "proofValue": 5}, None),
        ({"cryptosuite": "bbs-2023"}, None),
        ({"cryptosuite": ["bbs-2023"], "proofValue": "u2V0ChV"}, None),
        ({"cryptosuite": "eddsa-rdfc-2022", "proofValue": "u2V0ChV"}, None),
        ({"type": "Ed25519Signature2020", "proofValue": "u2V0ChV"}, None),
    ],
)
def test_the_form_is_read_from_the_first_bytes(proof: JsonObject, form: ProofForm | None) -> None:
    assert form_of(proof) is form

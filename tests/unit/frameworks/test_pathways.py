"""What builds towards what, by whose statement; what drops out, and what goes in circles."""

from __future__ import annotations

from tests.unit.frameworks.made import edubadges_ob2, elm, ob3
from wallet.frameworks.documents import whole_of
from wallet.frameworks.pathways import Edge, HeldBadge, Relation, Standing, build_graph
from wallet.model.json import JsonObject, JsonValue

A, B, C = (f"https://issuer.example/achievements/{name}" for name in "abc")
CHILD = "https://moodle.example/badges/badge_json.php?id={}"


def held(document: JsonObject, badge_id: str, *, counts: bool = True, why_not: str = "") -> HeldBadge:
    return HeldBadge(
        id=badge_id,
        name=badge_id,
        issuer="did:web:issuer.example",
        whole=whole_of(document, lambda _url: None),
        counts=counts,
        why_not=why_not,
    )


def achievement(identifier: str, *towards: str) -> JsonObject:
    alignment: list[JsonValue] = [{"targetType": "ceterms:Credential", "targetUrl": url} for url in towards]
    return ob3({"id": identifier, "alignment": alignment})


def moodle(identifier: str, *children: str) -> JsonObject:
    document = edubadges_ob2()
    alignments: list[JsonValue] = [{"targetName": "child", "targetUrl": url} for url in children]
    alignments.append({"targetName": "course", "targetUrl": "https://moodle.example/course/view.php?id=1"})
    document["badge"] = {"id": identifier, "name": "Parent", "alignments": alignments}
    return document


def test_a_parent_lists_its_children_as_alignments() -> None:
    parent, first, second = (CHILD.format(number) for number in range(3))
    graph = build_graph([held(moodle(parent, first, second), "parent"), held(moodle(first), "first")])
    assert {edge.part for edge in graph.parts(parent)} == {first, second}
    assert {edge.relation for edge in graph.parts(parent)} == {Relation.REQUIRES}
    assert graph.standing(first) == (Standing.HELD, "")
    assert graph.standing(second) == (Standing.NEEDED, "")


def test_a_revoked_child_drops_out_with_the_reason() -> None:
    parent, first = CHILD.format(0), CHILD.format(1)
    revoked = held(moodle(first), "first", counts=False, why_not="revoked")
    graph = build_graph([held(moodle(parent, first), "parent"), revoked])
    assert graph.standing(first) == (Standing.BLOCKED, "revoked")


def test_a_later_issue_that_counts_replaces_one_that_does_not() -> None:
    failed = held(achievement(A), "old", counts=False, why_not="expired")
    for badges in ([failed, held(achievement(A), "new")], [held(achievement(A), "new"), failed]):
        assert build_graph(badges).standing(A) == (Standing.HELD, "")


def test_what_a_failed_badge_states_is_nobodys_statement() -> None:
    graph = build_graph([held(achievement(A, B), "a", counts=False, why_not="signature-mismatch")])
    assert graph.edges == ()


def test_related_is_told_as_no_more_than_it_is() -> None:
    document = ob3({"id": A, "related": [{"type": ["Related"], "id": B}]})
    graph = build_graph([held(document, "a")])
    (edge,) = graph.edges
    assert edge.relation is Relation.RELATED
    assert graph.parts(A) == graph.parts(B) == ()


def test_parts_and_wholes_of_the_european_model() -> None:
    document = elm()
    subject = document["credentialSubject"]
    assert isinstance(subject, dict)
    subject["hasClaim"] = [{"id": A, "hasPart": [{"id": B}], "isPartOf": {"id": C}}]
    graph = build_graph([held(document, "a")])
    assert {(edge.part, edge.whole, edge.source) for edge in graph.edges} == {(B, A, "hasPart"), (A, C, "isPartOf")}


def test_associations_of_a_learner_record() -> None:
    document = ob3(type=["VerifiableCredential", "ClrCredential"])
    subject = document["credentialSubject"]
    assert isinstance(subject, dict)
    subject["association"] = [
        {"associationType": "isParentOf", "sourceId": A, "targetId": B},
        {"associationType": "precedes", "sourceId": B, "targetId": C},
        {"associationType": "isPeerOf", "sourceId": A, "targetId": C},
        {"associationType": "isChildOf", "sourceId": A},
    ]
    graph = build_graph([held(document, "clr")])
    assert {(edge.part, edge.whole, edge.relation) for edge in graph.edges} == {
        (B, A, Relation.REQUIRES),
        (B, C, Relation.MAY_LEAD_TO),
        (A, C, Relation.RELATED),
    }


def test_circles_are_told() -> None:
    badges = [held(achievement(A, B), "a"), held(achievement(B, C), "b"), held(achievement(C, A), "c")]
    assert build_graph(badges).cycles == (tuple(sorted((A, B, C))),)
    assert build_graph([held(achievement(A, A), "a")]).cycles == ((A,),)
    assert build_graph(badges[:2]).cycles == ()


def test_each_edge_has_who_stated_it() -> None:
    (edge,) = build_graph([held(achievement(A, B), "a")]).edges
    assert edge == Edge(
        part=A, whole=B, relation=Relation.MAY_LEAD_TO, stated_by="did:web:issuer.example", source="alignment"
    )

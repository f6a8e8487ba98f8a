"""What builds towards what: a graph of achievements, each edge with whoever stated it.

An edge leads from a part to the whole. Stated by the issuer of the whole it says what the whole requires; by that of
the part, what the part may lead to; by both, both. Open Badges' `related` says neither, and is told as no more than it
is. Nothing here entitles anybody to anything: a part counts towards a whole by its issuer's statement.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Final

from wallet.codec.links import linked
from wallet.frameworks.documents import Whole
from wallet.model.frozen import frozen
from wallet.model.json import JsonObject, JsonValue

MAX_EDGES: Final = 2_000
"""Edges of one credential: a transcript of five hundred courses with a few relations each."""
_CHILD_BADGE: Final = "/badges/badge_json"


class Relation(StrEnum):
    """What an edge says. `related` has no direction."""

    REQUIRES = "requires"
    MAY_LEAD_TO = "may-lead-to"
    RELATED = "related"


@frozen
class Edge:
    """A part and the whole it builds towards, by the identifiers of achievements; which statement says so."""

    part: str
    whole: str
    relation: Relation
    stated_by: str
    source: str


@frozen
class Node:
    """An achievement: `badge` is the id of a badge that is held for it, `counts` whether that may count at all."""

    id: str
    name: str = ""
    badge: str | None = None
    counts: bool = False
    why_not: str = ""


class Standing(StrEnum):
    """What a part of a pathway is to its learner."""

    HELD = "held"
    NEEDED = "needed"
    BLOCKED = "blocked"


@frozen
class Graph:
    """Achievements and edges; `cycles` are achievements that build towards themselves: told, not followed."""

    nodes: Mapping[str, Node]
    edges: tuple[Edge, ...]
    cycles: tuple[tuple[str, ...], ...]

    def parts(self, whole: str) -> tuple[Edge, ...]:
        """What builds towards an achievement."""
        return tuple(edge for edge in self.edges if edge.whole == whole and edge.relation is not Relation.RELATED)

    def standing(self, achievement: str) -> tuple[Standing, str]:
        """Held, needed, or blocked with the reason: held but revoked, failed or expired."""
        node = self.nodes[achievement]
        if node.badge is None:
            return Standing.NEEDED, ""
        return (Standing.HELD, "") if node.counts else (Standing.BLOCKED, node.why_not)


@frozen
class HeldBadge:
    """A badge of the vault: its JSON, whether its proof holds and it is in force, and if not the reason's code."""

    id: str
    name: str
    issuer: str
    whole: Whole
    counts: bool
    why_not: str = ""


def build_graph(badges: Sequence[HeldBadge]) -> Graph:
    """The graph of everything that the badges state. What a badge states counts only while the badge does."""
    nodes: dict[str, Node] = {}
    edges: list[Edge] = []
    for badge in badges:
        own = achievements_of(badge)
        for achievement, name in own:
            before = nodes.get(achievement)
            if before is None or not before.counts:
                nodes[achievement] = Node(
                    id=achievement, name=name, badge=badge.id, counts=badge.counts, why_not=badge.why_not
                )
        if badge.counts:
            edges += _edges_of(badge, [achievement for achievement, _ in own])
    for edge in edges:
        for achievement in (edge.part, edge.whole):
            nodes.setdefault(achievement, Node(id=achievement))
    once = tuple(dict.fromkeys(edges))
    return Graph(nodes=nodes, edges=once, cycles=tuple(_cycles(once)))


def achievements_of(badge: HeldBadge) -> list[tuple[str, str]]:
    """The identifiers of what was achieved, with names; an achievement without one goes by the badge's own id."""
    found: list[tuple[str, str]] = []
    for item in _achievement_objects(badge.whole):
        identifier = item.get("id")
        found.append((identifier if isinstance(identifier, str) else f"badge:{badge.id}", badge.name))
    return found or [(f"badge:{badge.id}", badge.name)]


def _achievement_objects(whole: Whole) -> list[JsonObject]:
    if whole.model == "ob2":
        return _objects(whole.document.get("badge"))
    subjects = _objects(whole.document.get("credentialSubject"))
    names = ("hasClaim",) if whole.model == "elm3" else ("achievement",)
    return [item for subject in subjects for name in names for item in _objects(subject.get(name))]


def _edges_of(badge: HeldBadge, own: Sequence[str]) -> list[Edge]:
    found: list[Edge] = []
    for identifier, item in zip(own, _achievement_objects(badge.whole), strict=False):
        for other, relation, source in _stated(item, badge.whole.model):
            part, whole = (identifier, other) if relation is Relation.MAY_LEAD_TO else (other, identifier)
            found.append(Edge(part=part, whole=whole, relation=relation, stated_by=badge.issuer, source=source))
    for subject in _objects(badge.whole.document.get("credentialSubject")):
        found += _associations(subject, badge.issuer)
    return found[:MAX_EDGES]


def _stated(item: JsonObject, model: str | None) -> Iterator[tuple[str, Relation, str]]:
    """The relations that an achievement states: the other's identifier, what is said, and by which member."""
    if model == "elm3":
        specified = _objects(item.get("specifiedBy"))
        for owner in (item, *specified):
            yield from ((other, Relation.REQUIRES, "hasPart") for other in linked(owner.get("hasPart")))
            yield from ((other, Relation.MAY_LEAD_TO, "isPartOf") for other in linked(owner.get("isPartOf")))
            yield from ((other, Relation.MAY_LEAD_TO, "entitlesTo") for other in linked(owner.get("entitlesTo")))
        return
    yield from ((other, Relation.RELATED, "related") for other in linked(item.get("related")))
    for name in ("alignment", "alignments"):
        for alignment in _objects(item.get(name)):
            url = alignment.get("targetUrl")
            if not isinstance(url, str):
                continue
            if model == "ob2" and _CHILD_BADGE in url:
                yield url, Relation.REQUIRES, name
            elif alignment.get("targetType") == "ceterms:Credential":
                yield url, Relation.MAY_LEAD_TO, name


_PARENT: Final = frozenset({"isParentOf"})
_CHILD: Final = frozenset({"isChildOf", "isPartOf", "precedes"})


def _associations(subject: JsonObject, issuer: str) -> Iterator[Edge]:
    """The associations of a Comprehensive Learner Record 2.0, which its issuer states of others' achievements."""
    for item in _objects(subject.get("association")):
        kind, source, target = (item.get(name) for name in ("associationType", "sourceId", "targetId"))
        if not (isinstance(source, str) and isinstance(target, str)):
            continue
        if kind in _PARENT:
            yield Edge(part=target, whole=source, relation=Relation.REQUIRES, stated_by=issuer, source=str(kind))
        elif kind in _CHILD:
            yield Edge(part=source, whole=target, relation=Relation.MAY_LEAD_TO, stated_by=issuer, source=str(kind))
        else:
            yield Edge(part=source, whole=target, relation=Relation.RELATED, stated_by=issuer, source=str(kind))


def _objects(value: JsonValue) -> list[JsonObject]:
    return [item for item in (value if isinstance(value, list) else [value]) if isinstance(item, dict)]


def _cycles(edges: Iterable[Edge]) -> Iterator[tuple[str, ...]]:
    """Every set of achievements that build towards one another (Tarjan's components, without recursion)."""
    towards: dict[str, list[str]] = {}
    for edge in edges:
        if edge.relation is not Relation.RELATED:
            towards.setdefault(edge.part, []).append(edge.whole)
    reach = {start: _reached(start, towards) for start in towards}
    seen: set[str] = set()
    for start in towards:
        if start in reach[start] and start not in seen:
            together = sorted(other for other in reach[start] if other in reach and start in reach[other])
            seen.update(together)
            yield tuple(together)


def _reached(start: str, towards: Mapping[str, Sequence[str]]) -> set[str]:
    found: set[str] = set()
    waiting = list(towards.get(start, ()))
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting.extend(towards.get(node, ()))
    return found

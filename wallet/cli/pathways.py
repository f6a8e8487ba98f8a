"""`wallet pathways`: what the badges of the vault build towards, by their issuers' statements."""

from __future__ import annotations

from collections.abc import Iterator

from wallet.cli.command import command
from wallet.cli.exits import DONE
from wallet.cli.run import Run
from wallet.codec.safe_text import safe_text
from wallet.frameworks.pathways import Edge, Graph, Relation, build_graph
from wallet.model.json import JsonObject, JsonValue
from wallet.model.report import Reason
from wallet.text.pathways import pathway_word
from wallet.text.reasons import reason_text

_GLYPHS = {"held": "●", "needed": "○", "blocked": "◐"}


@command("pathways")
def pathways_command(run: Run) -> int:
    """Say what the badges of the vault build towards, by their issuers' statements: held, needed, blocked."""
    graph = build_graph(tuple(run.wallet().held_badges()))
    if run.json:
        run.data(_document(graph))
        return DONE
    for line in _lines(graph, run.language):
        run.line(line)
    return DONE


def _lines(graph: Graph, language: str) -> Iterator[str]:
    if not graph.edges:
        yield pathway_word("none", language)
    for whole in dict.fromkeys(edge.whole for edge in graph.edges):
        yield _node(graph, whole, language)
        for relation in Relation:
            edges = [edge for edge in graph.edges if edge.whole == whole and edge.relation is relation]
            if edges:
                yield f"  {pathway_word(relation, language)}"
            for edge in edges:
                by = f"{pathway_word('stated-by', language)} {safe_text(edge.stated_by)}"
                yield f"    {_node(graph, edge.part, language)} — {by}"
    for cycle in graph.cycles:
        yield f"{pathway_word('circle', language)}: {', '.join(map(safe_text, cycle))}"


def _node(graph: Graph, achievement: str, language: str) -> str:
    node, (standing, why) = graph.nodes[achievement], graph.standing(achievement)
    reason = f" ({reason_text(Reason(why), language).title})" if why else ""
    name = safe_text(f"{node.name} <{node.id}>" if node.name else node.id)
    return f"{_GLYPHS[standing]} {name}: {pathway_word(standing, language)}{reason}"


def _document(graph: Graph) -> JsonObject:
    nodes: list[JsonValue] = []
    for node in graph.nodes.values():
        standing, why = graph.standing(node.id)
        nodes.append(
            {"id": node.id, "name": node.name, "badge": node.badge, "standing": standing.value, "reason": why or None}
        )
    return {
        "schema": "wallet.pathways/1",
        "achievements": nodes,
        "edges": [_edge(edge) for edge in graph.edges],
        "cycles": [list(cycle) for cycle in graph.cycles],
    }


def _edge(edge: Edge) -> JsonObject:
    return {
        "part": edge.part,
        "whole": edge.whole,
        "relation": edge.relation.value,
        "stated_by": edge.stated_by,
        "source": edge.source,
    }

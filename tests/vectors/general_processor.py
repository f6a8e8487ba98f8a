"""PyLD, the general JSON-LD processor, as an independent opinion on what a document says.

It has no safe mode, so what it drops is collected; it escapes literals differently, so only its terms are taken.
"""

from __future__ import annotations

from typing import cast

from pyld import jsonld as pyld

from wallet.codec import json
from wallet.codec.rdfc import Quad, literal
from wallet.model.json import JsonObject, JsonValue
from wallet.model.material import Contexts

_STRING = "http://www.w3.org/2001/XMLSchema#string"


def general_quads(document: JsonObject, contexts: Contexts) -> tuple[frozenset[Quad], list[str]]:
    """The quads of the document, and the names of the properties that were dropped."""

    def load(url: str, _options: JsonObject) -> JsonObject:
        material = contexts.get(url)
        if material is None:
            raise pyld.JsonLdError(f"no context at {url}", "loading document failed")
        return {"contextUrl": None, "documentUrl": url, "document": json.loads(material.content)}

    dropped: list[str] = []
    options = {"base": "", "documentLoader": load}
    expanded = pyld.expand(document, options, on_property_dropped=dropped.append)
    dataset = cast("dict[str, list[dict[str, dict[str, str]]]]", pyld.to_rdf(expanded, options))
    quads: set[Quad] = set()
    for graph, triples in dataset.items():
        where = "" if graph == "@default" else _name(graph)
        quads.update((_term(t["subject"]), _term(t["predicate"]), _term(t["object"]), where) for t in triples)
    return frozenset(quads), [str(name) for name in dropped]


def _name(node: str) -> str:
    return node if node.startswith("_:") else f"<{node}>"


def _term(term: dict[str, str]) -> str:
    if term["type"] != "literal":
        return _name(term["value"])
    if "language" in term:
        return literal(term["value"], f"@{term['language']}")
    return literal(term["value"], "" if term["datatype"] == _STRING else f"^^<{term['datatype']}>")


def members(value: JsonValue) -> list[JsonObject]:
    """Every object inside a JSON value, the outermost first."""
    if isinstance(value, dict):
        return [value, *(inner for item in value.values() for inner in members(item))]
    if isinstance(value, list):
        return [inner for item in value for inner in members(item)]
    return []

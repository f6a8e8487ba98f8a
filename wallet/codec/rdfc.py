"""RDF Dataset Canonicalization (RDFC-1.0): one text for one meaning, whatever the blank nodes were called.

A quad is four strings, each already written as its N-Quads term: `<iri>`, `_:label` or a literal made by `literal`;
the graph is "" in the default graph. Comments name the steps of https://www.w3.org/TR/rdf-canon/.

Blank nodes that look alike can make the algorithm run for ever (section 7.1, "Dataset Poisoning"), so its work is
counted, and too much of it is a finding, not a wait.

One limit is the algorithm's own: where a blank node stands in several graphs that blank nodes name, nodes that are not
alike can get the same hash, and then the form depends on the names that came in. Every form says the same as the
dataset it was made from, so no signature ever holds for another meaning; a true one may fail to hold where the names
were changed after signing. Documents come to this only by writing one `_:` label in two embedded credentials.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Final, NamedTuple, TypeAlias

from wallet.model.report import Finding, Reason

Quad: TypeAlias = tuple[str, str, str, str]
"""Subject, predicate, object and graph as N-Quads terms; the graph is "" in the default graph."""

MAX_STEPS: Final = 20_000
"""Steps of Hash N-Degree Quads: the hardest published test that has an answer needs 6,168; this many take 0.1 s."""

_LABELS_PER_STEP: Final = 64
"""Copying the labels given so far is work too: this many cost about as much as one step."""

MAX_RECURSION: Final = 128
"""Blank nodes alike in a row: far from Python's own limit of 1,000 frames, far above the 13 of published tests."""

_HASHES: Final = {"sha256": hashlib.sha256, "sha384": hashlib.sha384}

_SHORT_ESCAPES: Final = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
_ESCAPES: Final = {chr(code): f"\\u{code:04X}" for code in (*range(0x20), 0x7F)} | _SHORT_ESCAPES
NEEDS_ESCAPE: Final = re.compile(r'[\x00-\x1f\x7f"\\]')
_BLANK: Final = "_:"


class _TooComplexError(Exception):
    """The work limit was reached; never leaves this module."""


class _Hashed(NamedTuple):
    """The result of Hash N-Degree Quads: a hash, and the temporary labels given on the way, in order."""

    digest: str
    issued: dict[str, str]


def literal(text: str, suffix: str = "") -> str:
    """`text` as a canonical N-Quads literal; `suffix` is what follows the quotes, such as `^^<datatype>` or `@ja`."""
    if NEEDS_ESCAPE.search(text):
        text = NEEDS_ESCAPE.sub(lambda match: _ESCAPES[match[0]], text)
    return f'"{text}"{suffix}'


def canonicalize_quads(quads: Iterable[Quad], *, hash_name: str = "sha256") -> str | Finding:
    """The canonical N-Quads text of the dataset, or the finding TOO_COMPLEX.

    `hash_name` is `sha256` or `sha384`: the hash of the algorithm itself, which a cryptosuite may choose.
    """
    dataset = quads if isinstance(quads, set | frozenset) else set(quads)
    text = _when_all_differ(dataset, hash_name)
    if text is not None:
        return text
    labels = canonical_labels(dataset, hash_name=hash_name)
    if isinstance(labels, Finding):
        return labels
    return "".join(sorted(_line(relabel(quad, labels)) for quad in dataset))


def _when_all_differ(dataset: AbstractSet[Quad], hash_name: str) -> str | None:
    """The canonical text where the first hash tells all blank nodes apart, as in most credentials; None elsewhere.

    Section 4.4.3 without step 5, and the lines of Hash First Degree Quads built while the quads are sorted out.
    """
    ready: list[str] = []  # lines without a blank node
    ending: list[tuple[str, str]] = []  # a subject to be named, and the rest of its line
    between: list[Quad] = []  # everything else
    lines_of: dict[str, list[str]] = {}
    for quad in dataset:
        subject, predicate, value, graph = quad
        if graph:
            return None
        if value[0] == "_":
            between.append(quad)
            if subject == value:
                lines_of.setdefault(subject, []).append(f"_:a {predicate} _:a .\n")
                continue
            if subject[0] == "_":
                lines_of.setdefault(subject, []).append(f"_:a {predicate} _:z .\n")
                subject = "_:z"
            lines_of.setdefault(value, []).append(f"{subject} {predicate} _:a .\n")
        elif subject[0] == "_":
            rest = f" {predicate} {value} .\n"
            ending.append((subject, rest))
            lines_of.setdefault(subject, []).append(f"_:a{rest}")
        else:
            ready.append(f"{subject} {predicate} {value} .\n")
    new_hash = _HASHES[hash_name]
    nodes: dict[str, str] = {}
    for node, lines in lines_of.items():
        lines.sort()
        nodes[new_hash("".join(lines).encode()).hexdigest()] = node
    if len(nodes) < len(lines_of):
        return None
    labels = {nodes[digest]: f"_:c14n{number}" for number, digest in enumerate(sorted(nodes))}
    ready += [labels[subject] + rest for subject, rest in ending]
    ready += [_line(relabel(quad, labels)) for quad in between]
    ready.sort()
    return "".join(ready)


def canonical_labels(quads: Iterable[Quad], *, hash_name: str = "sha256") -> Mapping[str, str] | Finding:
    """The canonical label (`_:c14n0` ...) of each blank node of the dataset, or the finding TOO_COMPLEX."""
    try:
        return _Canonicalization(quads, hash_name).labels()
    except _TooComplexError:
        return Finding(reason=Reason.TOO_COMPLEX, params={"what": "blank nodes", "limit": str(MAX_STEPS)})


def relabel(quad: Quad, labels: Mapping[str, str]) -> Quad:
    """The quad with each blank node that `labels` names renamed."""
    subject, predicate, value, graph = quad
    return (labels.get(subject, subject), predicate, labels.get(value, value), labels.get(graph, graph))


def _line(quad: Quad) -> str:
    subject, predicate, value, graph = quad
    return f"{subject} {predicate} {value} {graph} .\n" if graph else f"{subject} {predicate} {value} .\n"


def _blank_nodes(quad: Quad) -> set[str]:
    """The blank nodes of a quad; a predicate is never one (RDF 1.1, section 3.1)."""
    return {term for term in (quad[0], quad[2], quad[3]) if term.startswith(_BLANK)}


class _Canonicalization:
    """The canonicalization state (section 4.2) of one dataset."""

    def __init__(self, quads: Iterable[Quad], hash_name: str) -> None:
        self._new_hash = _HASHES[hash_name]
        self._canonical: dict[str, str] = {}
        self._steps = 0
        self._quads_of: dict[str, list[Quad]] = {}
        for quad in quads:
            for node in _blank_nodes(quad):
                self._quads_of.setdefault(node, []).append(quad)
        self._first_degree = {node: self._hash_first_degree(node) for node in self._quads_of}

    def labels(self) -> dict[str, str]:
        """The canonicalization algorithm (section 4.4.3), as far as the labels."""
        alike: dict[str, list[str]] = {}
        for node, digest in self._first_degree.items():
            alike.setdefault(digest, []).append(node)
        groups = [alike[digest] for digest in sorted(alike)]
        for group in groups:  # step 4: a hash of its own is enough to name a node
            if len(group) == 1:
                self._issue_canonical(group[0])
        for group in groups:  # step 5: the others are told apart by what surrounds them
            if len(group) > 1:
                self._label_group(group)
        return self._canonical

    def _label_group(self, group: list[str]) -> None:
        results = [self._hash_n_degree(node, {node: "_:b0"}, depth=0) for node in group if node not in self._canonical]
        for result in sorted(results, key=lambda result: result.digest):
            for node in result.issued:
                self._issue_canonical(node)

    def _issue_canonical(self, node: str) -> None:
        if node not in self._canonical:
            self._canonical[node] = f"_:c14n{len(self._canonical)}"

    def _hash(self, text: str) -> str:
        return self._new_hash(text.encode()).hexdigest()

    def _hash_first_degree(self, node: str) -> str:
        """Hash First Degree Quads (section 4.6): the node's own quads, itself as `_:a`, its neighbours as `_:z`."""
        lines = []
        for quad in self._quads_of[node]:
            marks = {other: "_:a" if other == node else "_:z" for other in _blank_nodes(quad)}
            lines.append(_line(relabel(quad, marks)))
        return self._hash("".join(sorted(lines)))

    def _hash_related(self, related: str, quad: Quad, position: str, issued: dict[str, str]) -> str:
        """Hash Related Blank Node (section 4.7)."""
        label = self._canonical.get(related) or issued.get(related) or self._first_degree[related]
        predicate = "" if position == "g" else quad[1]
        return self._hash(f"{position}{predicate}{label}")

    def _related_by_hash(self, node: str, issued: dict[str, str]) -> dict[str, list[str]]:
        """Section 4.8, step 3: the neighbours, in groups that look alike from here."""
        related: dict[str, list[str]] = {}
        for quad in self._quads_of[node]:
            for position, other in (("s", quad[0]), ("o", quad[2]), ("g", quad[3])):
                if other.startswith(_BLANK) and other != node:
                    self._count(1)
                    related.setdefault(self._hash_related(other, quad, position, issued), []).append(other)
        return related

    def _hash_n_degree(self, node: str, issued: dict[str, str], *, depth: int) -> _Hashed:
        """Hash N-Degree Quads (section 4.8): try every order of the neighbours that look alike, keep the least path."""
        if depth > MAX_RECURSION:
            raise _TooComplexError
        data: list[str] = []
        related = self._related_by_hash(node, issued)
        for digest in sorted(related):
            chosen_path = ""
            chosen_issued = issued
            for order in _orders(related[digest]):
                attempt = self._path(order, issued, chosen_path, depth=depth)
                if attempt is not None and (not chosen_path or attempt.digest < chosen_path):
                    chosen_path, chosen_issued = attempt
            data += (digest, chosen_path)
            issued = chosen_issued
        return _Hashed(self._hash("".join(data)), issued)

    def _path(self, order: tuple[str, ...], issued: dict[str, str], best: str, *, depth: int) -> _Hashed | None:
        """Section 4.8, steps 5.4.1 to 5.4.5: the path of one order, or None as soon as it cannot beat `best`."""
        issued = dict(issued)
        self._count(len(order) + len(issued) // _LABELS_PER_STEP)
        path = ""
        unlabelled: list[str] = []
        for related in order:
            if related in self._canonical:
                path += self._canonical[related]
            else:
                if related not in issued:
                    unlabelled.append(related)
                path += _issue(issued, related)
            if _cannot_win(path, best):
                return None
        for related in unlabelled:
            result = self._hash_n_degree(related, issued, depth=depth + 1)
            path += f"{_issue(issued, related)}<{result.digest}>"
            issued = result.issued
            if _cannot_win(path, best):
                return None
        return _Hashed(path, issued)

    def _count(self, steps: int) -> None:
        self._steps += steps
        if self._steps > MAX_STEPS:
            raise _TooComplexError


def _orders(nodes: list[str]) -> Iterator[tuple[str, ...]]:
    """Every different order of the nodes, each once, in rising order.

    A node may stand there many times (a graph is related to its node by each quad in it), and orders that differ only
    in which of its places comes first give the same path: of seven places that is one order instead of 5,040.
    """
    order = sorted(nodes)
    while True:
        yield tuple(order)
        turn = len(order) - 2
        while turn >= 0 and order[turn] >= order[turn + 1]:
            turn -= 1
        if turn < 0:
            return
        swap = len(order) - 1
        while order[swap] <= order[turn]:
            swap -= 1
        order[turn], order[swap] = order[swap], order[turn]
        order[turn + 1 :] = reversed(order[turn + 1 :])


def _issue(issued: dict[str, str], node: str) -> str:
    """The temporary label of a node, given now if it has none."""
    return issued.setdefault(node, f"_:b{len(issued)}")


def _cannot_win(path: str, best: str) -> bool:
    return best != "" and len(path) >= len(best) and path > best

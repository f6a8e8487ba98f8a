"""How the JSON-LD rooms give up: one internal exception that carries the finding, and one count of the work done."""

from __future__ import annotations

from typing import Final, TypeAlias

from wallet.model.report import Finding, Reason

Path: TypeAlias = "tuple[Path, str | int] | None"
"""Where in the document, as a linked list from the inside out: nothing is copied until somebody wants to read it."""

MAX_CONTEXTS: Final = 64
"""Different contexts of one document, and entries of one `@context`: badges in the field have at most six."""

MAX_DERIVED_CONTEXTS: Final = 512
"""Active contexts made for one document: a rich badge needs 24, and 512 take about 0.1 s."""


class Refusal(Exception):  # noqa: N818 — not an error of the program: a finding on its way out of a recursion
    """The document cannot be processed without loss. Caught in `wallet.codec.jsonld`, seen by nobody else."""

    def __init__(self, reason: Reason, path: Path = None, /, **params: str) -> None:
        if path is not None:
            params["pointer"] = pointer(path)
        self.finding = Finding(reason=reason, params=params)
        super().__init__(reason, params)


class Work:
    """What one document has cost so far, against the limits."""

    def __init__(self) -> None:
        self._contexts: set[str] = set()
        self._derived = 0

    def use_context(self, name: str) -> None:
        """Count a context by its URL, or by a name of its own when it is inline."""
        self._contexts.add(name)
        if len(self._contexts) > MAX_CONTEXTS:
            raise Refusal(Reason.TOO_COMPLEX, what="contexts", limit=str(MAX_CONTEXTS))

    def derive_context(self) -> None:
        """Count an active context that had to be made."""
        self._derived += 1
        if self._derived > MAX_DERIVED_CONTEXTS:
            raise Refusal(Reason.TOO_COMPLEX, what="scoped contexts", limit=str(MAX_DERIVED_CONTEXTS))


def pointer(path: Path) -> str:
    """The path as a JSON Pointer (RFC 6901)."""
    tokens: list[str] = []
    while path is not None:
        path, token = path
        tokens.append(str(token).replace("~", "~0").replace("/", "~1"))
    return "".join(f"/{token}" for token in reversed(tokens))

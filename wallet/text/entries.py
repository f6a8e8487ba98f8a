"""The shape of the catalogues' entries."""

from __future__ import annotations

from typing import NamedTuple


class ReasonWords(NamedTuple):
    """One reason in one language. `facts` are further sentences of the meaning, each told when its blanks are known."""

    title: str
    meaning: str
    next_step: str
    facts: tuple[str, ...] = ()


class ErrorWords(NamedTuple):
    """One error in one language: what happened, and what to do. Blanks as in `str.format`."""

    message: str
    hint: str

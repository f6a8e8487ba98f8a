"""JSON values and texts for property tests."""

from __future__ import annotations

from typing import Final

from hypothesis import strategies as st

from wallet.codec.limits import MAX_SAFE_INTEGER
from wallet.model.json import JsonValue

CHARACTERS: Final = st.characters(exclude_categories=["Cs"])
TEXT: Final = st.text(CHARACTERS, max_size=20)
NUMBERS: Final = st.integers(-MAX_SAFE_INTEGER, MAX_SAFE_INTEGER) | st.floats(allow_nan=False, allow_infinity=False)


def json_values() -> st.SearchStrategy[JsonValue]:
    """Any value that I-JSON allows."""
    scalars: st.SearchStrategy[JsonValue] = st.none() | st.booleans() | NUMBERS | TEXT
    return st.recursive(
        scalars,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
        max_leaves=12,
    )

"""Whatever JSON stands where a statement should be, it is judged and never a crash."""

from __future__ import annotations

from copy import deepcopy
from typing import Final

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.frameworks.made import (
    CONTEXTS,
    FILES,
    JWS,
    RDF,
    credential,
    edubadges_ob2,
    edubadges_ob3,
    elm,
    verified,
)
from tests.unit.frameworks.test_coverage import leaves, put
from wallet.frameworks.assess import assess
from wallet.frameworks.documents import whole_of
from wallet.frameworks.pathways import HeldBadge, build_graph
from wallet.model.json import JsonValue

SCALARS: Final = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
)
NAMES: Final = (
    st.sampled_from(["id", "type", "en", "@value", "targetType", "targetUrl", "framework", "title"]) | st.text()
)
ANY: Final[st.SearchStrategy[JsonValue]] = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3), max_leaves=6
)
BY: Final = FILES.by()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    made=st.sampled_from([elm, edubadges_ob3, edubadges_ob2]),
    value=ANY,
    chosen=st.integers(0, 200),
    up=st.integers(0, 3),
)
def test_any_value_anywhere_is_judged(made: object, value: JsonValue, chosen: int, up: int) -> None:
    assert callable(made)
    document = deepcopy(made())
    places = [place for place, _ in leaves(document)]
    place = places[chosen % len(places)]
    put(document, place[: max(1, len(place) - up)], value)
    for proof in (JWS, RDF):
        report = assess(credential(document, proof), verified(), BY, CONTEXTS)
        assert all(0 <= item.met <= item.required for item in report.frameworks)
    whole = whole_of(document, lambda _url: None)
    build_graph([HeldBadge(id="a", name="a", issuer="did:web:a.example", whole=whole, counts=True)])

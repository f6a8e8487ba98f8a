from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.simulator.jose import Signer, b64, digest_of, disclosure, element
from wallet.codec import json
from wallet.codec.limits import MAX_DEPTH, MAX_DISCLOSURES, MAX_INPUT_BYTES
from wallet.codec.sd_jwt import HASHES, always_disclosed, digest, disclose, looks_sd_jwt, split_sd_jwt
from wallet.errors import CredentialError
from wallet.model.json import JsonObject, JsonValue
from wallet.model.report import Reason

JWS = Signer().jws({"iss": "did:example:issuer"})


def refusal(payload: JsonObject, *disclosures: str) -> tuple[str, str | None]:
    with pytest.raises(CredentialError) as caught:
        disclose(payload, disclosures)
    return caught.value.code, caught.value.params.get("detail")


class TestSplitting:
    def test_takes_disclosures_and_key_binding_apart(self) -> None:
        parts = split_sd_jwt(JWS + b"~one~two~kb\n")
        assert (parts.disclosures, parts.key_binding) == (("one", "two"), b"kb")
        assert parts.covered == JWS + b"~one~two~"

    def test_without_key_binding_ends_in_a_tilde(self) -> None:
        parts = split_sd_jwt(JWS + b"~")
        assert (parts.disclosures, parts.key_binding, parts.covered) == ((), None, JWS + b"~")

    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (JWS, Reason.MALFORMED),
            (b"~", Reason.MALFORMED),
            (b"a.b~", Reason.MALFORMED),
            (JWS + "~é~".encode(), Reason.MALFORMED),
            (JWS + b"~a" * (MAX_DISCLOSURES + 1) + b"~", Reason.TOO_COMPLEX),
            (JWS + b"~" + b"a" * MAX_INPUT_BYTES, Reason.TOO_LARGE),
        ],
    )
    def test_anything_else_is_refused(self, content: bytes, code: str) -> None:
        with pytest.raises(CredentialError) as caught:
            split_sd_jwt(content)
        assert caught.value.code == code

    def test_as_many_disclosures_as_the_limit(self) -> None:
        assert len(split_sd_jwt(JWS + b"~a" * MAX_DISCLOSURES + b"~").disclosures) == MAX_DISCLOSURES

    def test_is_told_by_the_tilde(self) -> None:
        assert looks_sd_jwt(JWS + b"~")
        assert not looks_sd_jwt(JWS)
        assert not looks_sd_jwt(b"host.example.org/~user")


class TestDisclosing:
    def test_object_members(self) -> None:
        item = disclosure("degree", "BSc")
        found = disclose({"iss": "i", "_sd": [digest_of(item)]}, [item])
        assert found.claims == {"iss": "i", "degree": "BSc"}
        assert (found.shown, found.withheld, found.names) == (1, 0, frozenset({"degree"}))

    def test_array_elements_keep_their_place_and_withheld_ones_vanish(self) -> None:
        one, two = element("DE"), element({"code": "FR"}, "other")
        payload: JsonObject = {"of": ["US", {"...": digest_of(one)}, {"...": digest_of(two)}, "JP"]}
        found = disclose(payload, [two])
        assert found.claims == {"of": ["US", {"code": "FR"}, "JP"]}
        assert (found.shown, found.withheld, found.names) == (1, 1, frozenset())

    def test_decoys_count_as_withheld(self) -> None:
        found = disclose({"_sd": [digest_of("decoy"), digest_of("another")]}, [])
        assert (found.claims, found.shown, found.withheld) == ({}, 0, 2)

    def test_disclosures_inside_disclosures(self) -> None:
        street = disclosure("street", "Main")
        home = disclosure("home", {"country": "JP", "_sd": [digest_of(street)]})
        cards = disclosure("cards", ["open", {"...": digest_of(element("hidden"))}])
        payload: JsonObject = {"_sd": [digest_of(home), digest_of(cards)]}
        found = disclose(payload, [cards, street, home, element("hidden")])
        assert found.claims == {"home": {"country": "JP", "street": "Main"}, "cards": ["open", "hidden"]}
        assert found.names == {"home", "cards"}
        assert disclose(payload, [home]).claims == {"home": {"country": "JP"}}

    def test_an_object_with_nothing_shown_is_empty(self) -> None:
        assert disclose({"address": {"_sd": [digest_of("x")]}}, []).claims == {"address": {}}

    @pytest.mark.parametrize(("name", "function"), HASHES.items())
    def test_the_hash_is_the_one_the_payload_names(self, name: str, function: str) -> None:
        item = disclosure("degree", "BSc")
        found = disclose({"_sd_alg": name, "_sd": [digest_of(item, function)]}, [item])
        assert found.claims == {"degree": "BSc"}
        assert digest({"_sd_alg": name}, b"text") == digest_of("text", function)

    @pytest.mark.parametrize("name", ["md5", "sha-1", "sha-256-128", "SHA-256", "none", "", 256, None, ["sha-256"]])
    def test_a_weak_or_unknown_hash_is_refused_with_nothing_disclosed(self, name: JsonValue) -> None:
        assert refusal({"_sd_alg": name}) == (Reason.DISCLOSURE_INVALID, "hash")

    def test_sd_and_hash_name_leave_the_claims(self) -> None:
        payload: JsonObject = {"_sd_alg": "sha-256", "_sd": [], "a": [{"_sd": ["x"], "b": 1}]}
        assert disclose(payload, []).claims == {"a": [{"b": 1}]}


class TestRefusing:
    """RFC 9901, section 7.1: every rule that rejects the whole."""

    def test_a_disclosure_nothing_refers_to(self) -> None:
        assert refusal({"_sd": []}, disclosure("degree", "PhD")) == (Reason.DISCLOSURE_INVALID, "unreferenced")

    def test_a_disclosure_only_a_withheld_one_refers_to(self) -> None:
        street = disclosure("street", "Main")
        home = disclosure("home", {"_sd": [digest_of(street)]})
        assert refusal({"_sd": [digest_of(home)]}, street) == (Reason.DISCLOSURE_INVALID, "unreferenced")

    @pytest.mark.parametrize("name", ["_sd", "...", "_sd_alg"])
    def test_a_reserved_name(self, name: str) -> None:
        item = disclosure(name, ["x"])
        assert refusal({"_sd": [digest_of(item)]}, item) == (Reason.DISCLOSURE_INVALID, "reserved name")

    def test_a_name_that_is_there_already(self) -> None:
        item = disclosure("iss", "did:web:harvard.example")
        assert refusal({"iss": "i", "_sd": [digest_of(item)]}, item) == (Reason.DISCLOSURE_INVALID, "overwrites")

    def test_two_disclosures_of_one_name(self) -> None:
        one, two = disclosure("degree", "BSc", "1"), disclosure("degree", "PhD", "2")
        payload: JsonObject = {"_sd": [digest_of(one), digest_of(two)]}
        assert refusal(payload, one, two) == (Reason.DISCLOSURE_INVALID, "overwrites")

    def test_one_disclosure_twice(self) -> None:
        item = disclosure("degree", "BSc")
        assert refusal({"_sd": [digest_of(item)]}, item, item) == (Reason.DISCLOSURE_INVALID, "repeated digest")

    @pytest.mark.parametrize("shown", [True, False])
    def test_one_digest_twice(self, shown: bool) -> None:
        item = disclosure("degree", "BSc")
        payloads: tuple[JsonObject, ...] = (
            {"_sd": [digest_of(item), digest_of(item)]},
            {"_sd": [digest_of(item)], "inner": {"_sd": [digest_of(item)]}},
            {"_sd": ["decoy", digest_of(item)], "inner": [{"...": "decoy"}]},
        )
        for payload in payloads:
            code, detail = refusal(payload, *([item] if shown else []))
            assert (code, detail) == (Reason.DISCLOSURE_INVALID, "repeated digest")

    def test_a_digest_repeated_inside_a_disclosure(self) -> None:
        outer = disclosure("outer", {"_sd": [digest_of("decoy")]})
        payload: JsonObject = {"_sd": [digest_of(outer), digest_of("decoy")]}
        assert refusal(payload, outer) == (Reason.DISCLOSURE_INVALID, "repeated digest")

    def test_an_element_where_a_member_belongs_and_the_other_way_round(self) -> None:
        item, member = element("DE"), disclosure("code", "DE")
        assert refusal({"_sd": [digest_of(item)]}, item) == (Reason.DISCLOSURE_INVALID, "disclosure")
        assert refusal({"of": [{"...": digest_of(member)}]}, member) == (Reason.DISCLOSURE_INVALID, "disclosure")

    @pytest.mark.parametrize(
        "parts", [[], ["salt"], ["s", "n", "v", "more"], [1, "n", "v"], ["s", 1, "v"], [None, "v"], {"s": 1}, "text"]
    )
    def test_a_disclosure_of_another_shape(self, parts: JsonValue) -> None:
        assert refusal({"_sd": [digest_of(b64(parts))]}, b64(parts)) == (Reason.DISCLOSURE_INVALID, "disclosure")

    @pytest.mark.parametrize("text", ["WyJ", "====", "", "A", b64(b"[1,"), b64(b'["s","n",NaN]'), b64(b"\xff")])
    def test_a_disclosure_that_is_no_json(self, text: str) -> None:
        assert refusal({"_sd": [digest_of(text)]}, text) == (Reason.DISCLOSURE_INVALID, "disclosure")

    def test_a_second_spelling_of_the_same_bytes(self) -> None:
        item = disclosure("degree", "BS")
        assert len(item) % 4
        other = item[:-1] + chr(ord(item[-1]) + 1)
        assert refusal({"_sd": [digest_of(other)]}, other) == (Reason.DISCLOSURE_INVALID, "disclosure")

    def test_duplicate_names_inside_a_disclosure_keep_their_reason(self) -> None:
        text = b64(b'["s","n",{"a":1,"a":2}]')
        assert refusal({"_sd": [digest_of(text)]}, text)[0] == Reason.DUPLICATE_KEY

    @pytest.mark.parametrize(
        "payload",
        [
            {"_sd": "text"},
            {"_sd": {"a": "b"}},
            {"_sd": None},
            {"_sd": [1]},
            {"_sd": ["x", None]},
            {"of": [{"...": "x", "more": 1}]},
            {"of": [{"...": 1}]},
            {"of": [{"...": None}]},
            {"of": {"...": "x"}},
            {"...": "x"},
            {"inner": {"_sd_alg": "sha-256"}},
        ],
    )
    def test_digests_in_another_shape(self, payload: JsonObject) -> None:
        assert refusal(payload) == (Reason.DISCLOSURE_INVALID, "digests")

    def test_a_disclosed_element_that_is_a_digest_itself(self) -> None:
        item = element({"...": "x"})
        assert refusal({"of": [{"...": digest_of(item)}]}, item) == (Reason.DISCLOSURE_INVALID, "digests")

    def test_disclosures_that_nest_beyond_the_limit(self) -> None:
        items = [element("end")]
        for _ in range(MAX_DEPTH):
            items.append(element([{"...": digest_of(items[-1])}]))
        assert refusal({"of": [{"...": digest_of(items[-1])}]}, *items)[0] == Reason.TOO_DEEP

    def test_disclosures_that_grow_beyond_the_limit(self) -> None:
        items = [element([0] * 150_000, str(number)) for number in range(2)]
        payload: JsonObject = {"of": [{"...": digest_of(item)} for item in items]}
        assert refusal(payload, *items)[0] == Reason.TOO_COMPLEX


def test_what_stands_in_clear_has_no_digest_in_it() -> None:
    payload: JsonObject = {
        "iss": "i",
        "_sd": ["x", "x"],
        "_sd_alg": "md5",
        "a": {"_sd": 1, "b": [{"...": "x"}, {"c": [{"...": 1, "d": 2}]}, 3]},
    }
    assert always_disclosed(payload) == {"iss": "i", "a": {"b": [{"c": []}, 3]}}


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["_sd", "...", "_sd_alg", "iss", "a"]), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(payload=st.dictionaries(st.sampled_from(["_sd", "...", "_sd_alg", "iss", "a"]), json_values, max_size=4))
def test_no_payload_makes_anything_but_a_credential_error(payload: JsonObject) -> None:
    with suppress(CredentialError):
        assert b'"_sd"' not in json.dumps(disclose(payload, []).claims)
    assert b'"_sd"' not in json.dumps(always_disclosed(payload))


@given(content=st.binary(max_size=60), tail=st.text("~.Aab-_= \n", max_size=20))
def test_no_text_makes_anything_but_a_credential_error(content: bytes, tail: str) -> None:
    for text in (content, JWS + tail.encode(), JWS + b"~" + content):
        with suppress(CredentialError):
            disclose({}, split_sd_jwt(text).disclosures)


@given(value=json_values, parts=st.lists(json_values, max_size=4))
def test_no_disclosure_makes_anything_but_a_credential_error(value: JsonValue, parts: list[JsonValue]) -> None:
    for text in (b64(value), b64(parts), b64(["s", "name", value])):
        with suppress(CredentialError):
            assert disclose({"_sd": [digest_of(text)]}, [text]).shown == 1


@given(value=st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=4))
def test_all_disclosed_is_all_there_was(value: dict[str, str]) -> None:
    hidden = {name: text for name, text in value.items() if name not in {"_sd", "_sd_alg", "..."}}
    items = [disclosure(name, text) for name, text in hidden.items()]
    found = disclose({"_sd": [digest_of(item) for item in items]}, items)
    assert (found.claims, found.withheld) == (hidden, 0)

"""One change each to a signed JSON credential, made by somebody without the key.

A change that leaves the signed statements as they are (spelling, order) is listed in `KEPT`, with the suites for which
that holds: those mutants are good, all others are not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from typing import Final

from scripts.sample_issuer.issuer import ED25519_SIGNATURE_2020, EDDSA_JCS, EDDSA_RDFC, OPEN_BADGES, V1, V2
from tests.differential.credentials import ECDSA_JCS, ECDSA_RDFC, EXTENSIONS, Base, issuer, secure, status_entry
from tests.differential.draws import Draws
from wallet.codec import json
from wallet.model.json import JsonObject, JsonValue

Change = Callable[[JsonObject, Draws, Base], "JsonObject | bytes | None"]
"""Gets a copy of the signed document to change; None where the change does not apply to it."""

RDF_SUITES: Final = frozenset({EDDSA_RDFC, ECDSA_RDFC, ED25519_SIGNATURE_2020})
JCS_SUITES: Final = frozenset({EDDSA_JCS, ECDSA_JCS})
_ALL: Final = RDF_SUITES | JCS_SUITES


def member(document: JsonObject, *path: str) -> JsonObject:
    """The object at `path`."""
    for name in path:
        value = document[name]
        document = value[0] if isinstance(value, list) and isinstance(value[0], dict) else value  # type: ignore[assignment]
    return document


def proof(document: JsonObject) -> JsonObject:
    """The one proof."""
    return member(document, "proof")


def leaves(value: JsonValue, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every text in the document with where it stands, contexts and proof apart."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, list):
        for position, item in enumerate(value):
            yield from leaves(item, (*path, position))
    elif isinstance(value, dict):
        for name, item in value.items():
            if name not in {"@context", "proof"}:
                yield from leaves(item, (*path, name))


def put(document: JsonObject, path: tuple[str | int, ...], value: JsonValue) -> JsonObject:
    """`document` with `value` at `path`."""
    at: JsonValue = document
    for step in path[:-1]:
        at = at[step]  # type: ignore[index]  # the path was read off this document
    at[path[-1]] = value  # type: ignore[index]
    return document


def _one_text(document: JsonObject, draws: Draws, other: Callable[[str], str]) -> JsonObject:
    path, text = draws.pick(list(leaves(document)))
    return put(document, path, other(text))


# --- what it says ------------------------------------------------------------------------------------------------


def _bit(document: JsonObject, draws: Draws, base: Base) -> bytes:
    content = bytearray(json.dumps(document))
    content[draws.below(len(content))] ^= 1 << draws.below(8)
    return bytes(content)


def _text(document: JsonObject, draws: Draws, base: Base) -> JsonObject:
    return _one_text(document, draws, lambda text: text + draws.pick(("x", " ", "。", "\u200b", "\u0000")))


def _name(document: JsonObject, draws: Draws, base: Base) -> JsonObject | None:
    return {**document, "name": "Doctor of Medicine"} if "name" in document else None


def _removed(document: JsonObject, draws: Draws, base: Base) -> JsonObject:
    del document[draws.pick([name for name in document if name not in {"@context", "proof", "type"}])]
    return document


def _hours(document: JsonObject, draws: Draws, base: Base) -> JsonObject | None:
    subject = member(document, "credentialSubject")
    if "achievement" not in subject:
        return None
    member(subject, "achievement")["creditsAvailable"] = 120
    return document


def _composed(document: JsonObject, draws: Draws, base: Base) -> JsonObject | None:
    """The same letters in another normal form are other characters: U+00E9, and e with U+0301."""
    for path, text in leaves(document):
        if "é" in text or "É" in text:
            return put(document, path, text.replace("é", "e\u0301").replace("É", "E\u0301"))
    return None


def _subject(document: JsonObject, draws: Draws, base: Base) -> JsonObject:
    member(document, "credentialSubject")["id"] = issuer("somebody else").sample.id
    return document


def _second_subject(document: JsonObject, draws: Draws, base: Base) -> JsonObject:
    first = document["credentialSubject"]
    return {**document, "credentialSubject": [first, {"id": issuer("somebody else").sample.id}]}


def _id(document: JsonObject, draws: Draws, base: Base) -> JsonObject:
    return {**document, "id": draws.pick(("urn:uuid:00000000-0000-4000-8000-ffffffffffff", "badge-1", "", "#1"))}


def _type_removed(document: JsonObject, draws: Draws, base: Base) -> JsonObject | None:
    types = document["type"]
    return {**document, "type": types[:1]} if isinstance(types, list) and len(types) > 1 else None


def _type_added(document: JsonObject, draws: Draws, base: Base) -> JsonObject:
    types = document["type"]
    assert isinstance(types, list)
    return {
        **document,
        "type": [*types, draws.pick(("VerifiablePresentation", "DiplomaCredential", "EndorsementCredential"))],
    }


def _issuer_id(document: JsonObject, draws: Draws, base: Base) -> JsonObject:
    other = draws.pick((issuer("somebody else").sample.id, "did:web:university.example", "https://university.example"))
    named = document["issuer"]
    return {**document, "issuer": {**named, "id": other} if isinstance(named, dict) else other}


def _issuer_name(document: JsonObject, draws: Draws, base: Base) -> JsonObject | None:
    named = document["issuer"]
    return {**document, "issuer": {**named, "name": "Tokyo Example University"}} if isinstance(named, dict) else None


def _from(document: JsonObject, draws: Draws, base: Base) -> JsonObject:
    name = "issuanceDate" if "issuanceDate" in document else "validFrom"
    return {**document, name: draws.pick(("2000-01-01T00:00:00Z", "2024-04-01", "2024-04-01T00:00:00"))}


def _until(document: JsonObject, draws: Draws, base: Base) -> JsonObject:
    name = "expirationDate" if "issuanceDate" in document else "validUntil"
    return {**document, name: "2999-12-31T23:59:59Z"}


def _until_gone(document: JsonObject, draws: Draws, base: Base) -> JsonObject | None:
    name = next((name for name in ("expirationDate", "validUntil") if name in document), None)
    return None if name is None else {key: value for key, value in document.items() if key != name}


def _status_gone(document: JsonObject, draws: Draws, base: Base) -> JsonObject | None:
    if "credentialStatus" not in document:
        return None
    return {name: value for name, value in document.items() if name != "credentialStatus"}


def _status_index(document: JsonObject, draws: Draws, base: Base) -> JsonObject | None:
    return {**document, "credentialStatus": status_entry(7)} if "credentialStatus" in document else None


# --- what the words mean -----------------------------------------------------------------------------------------


def _contexts(document: JsonObject) -> list[JsonValue]:
    value = document["@context"]
    assert isinstance(value, list)
    return value


def _context_added(document: JsonObject, draws: Draws, base: Base) -> JsonObject:
    return {**document, "@context": [*_contexts(document), EXTENSIONS]}


def _context_removed(document: JsonObject, draws: Draws, base: Base) -> JsonObject | None:
    contexts = _contexts(document)
    return {**document, "@context": contexts[:1]} if len(contexts) > 1 else None


def _context_unknown(document: JsonObject, draws: Draws, base: Base) -> JsonObject:
    return {**document, "@context": [*_contexts(document), "https://example.com/unknown/v1"]}


def _context_swapped(document: JsonObject, draws: Draws, base: Base) -> JsonObject:
    first, *rest = _contexts(document)
    return {**document, "@context": [V1 if first == V2 else V2, *rest]}


def _context_inline(document: JsonObject, draws: Draws, base: Base) -> JsonObject:
    inline: JsonObject = draws.pick(
        (
            {"@vocab": "https://example.com/vocab#"},
            {"validUntil": "https://example.com/vocab#until"},
            {"extra": "https://example.com/vocab#extra"},
            {"holder": {"@id": "https://example.com/vocab#h", "@type": "@id"}},
        )
    )
    return {**document, "@context": [*_contexts(document), inline]}


def _context_gone(document: JsonObject, draws: Draws, base: Base) -> JsonObject:
    return {name: value for name, value in document.items() if name != "@context"}


def _context_in_subject(document: JsonObject, draws: Draws, base: Base) -> JsonObject:
    contexts: list[JsonValue] = [V2, {"@vocab": "https://example.com/vocab#"}, None]
    member(document, "credentialSubject")["@context"] = draws.pick(contexts)
    return document


def _undefined(document: JsonObject, draws: Draws, base: Base) -> JsonObject:
    place = draws.pick((document, member(document, "credentialSubject")))
    values: list[JsonValue] = ["A+", True, 4, {"level": "high"}]
    place[draws.pick(("grade", "licensedToPractise", "xyz"))] = draws.pick(values)
    return document


def _undefined_in_proof(document: JsonObject, draws: Draws, base: Base) -> JsonObject:
    proof(document)["witnessedBy"] = "did:example:notary"
    return document


def _undefined_type(document: JsonObject, draws: Draws, base: Base) -> JsonObject:
    subject = member(document, "credentialSubject")
    types = subject.get("type")
    subject["type"] = [*(types if isinstance(types, list) else []), "LicensedPhysician"]
    return document


def _evidence_relative(document: JsonObject, draws: Draws, base: Base) -> JsonObject:
    """A node that nothing but its relative address says: processors without a base drop it whole."""
    return {**document, "evidence": [{"id": "../thesis.pdf", "type": ["Evidence"]}]}


def _null_member(document: JsonObject, draws: Draws, base: Base) -> JsonObject:
    return {**document, draws.pick(("validUntil", "credentialStatus", "description", "evidence")): None}


def _empty_list(document: JsonObject, draws: Draws, base: Base) -> JsonObject:
    return {**document, draws.pick(("evidence", "termsOfUse", "refreshService")): []}


def _full_iri(document: JsonObject, draws: Draws, base: Base) -> JsonObject | None:
    """The end of validity under its full name: the same statement for RDF, and invisible to whoever reads the term."""
    if "validUntil" not in document:
        return None
    until = document.pop("validUntil")
    document["https://www.w3.org/2018/credentials#validUntil"] = {
        "@type": "http://www.w3.org/2001/XMLSchema#dateTime",
        "@value": until,
    }
    return document


def _keyword_alias(document: JsonObject, draws: Draws, base: Base) -> JsonObject | None:
    """`id` as `@id`: the same statement for RDF, and no recipient for whoever reads the term."""
    subject = member(document, "credentialSubject")
    if "id" not in subject:
        return None
    subject["@id"] = subject.pop("id")
    return document


def _nested(document: JsonObject, draws: Draws, base: Base) -> JsonObject | None:
    if "validUntil" not in document:
        return None
    document["@nest"] = {"validUntil": document.pop("validUntil")}
    return document


def _reversed(document: JsonObject, draws: Draws, base: Base) -> JsonObject:
    return {**document, "@reverse": {"https://example.com/awards": {"id": issuer("somebody else").sample.id}}}


def _included(document: JsonObject, draws: Draws, base: Base) -> JsonObject:
    return {**document, draws.pick(("@included", "@graph")): [{"id": "urn:uuid:1", "type": ["Evidence"]}]}


def _same_twice(document: JsonObject, draws: Draws, base: Base) -> JsonObject | None:
    """A second object about the same node, elsewhere: its statements count as the first one's."""
    subject = member(document, "credentialSubject")
    if "id" not in subject:
        return None
    return {**document, "evidence": [{"id": subject["id"], "type": ["Evidence"]}]}


# --- the proof ---------------------------------------------------------------------------------------------------


def _key(document: JsonObject, draws: Draws, base: Base) -> JsonObject:
    other = issuer("somebody else").sample
    proof(document)["verificationMethod"] = f"{other.id}#{next(iter(other.methods))}"
    return document


def _key_fragment(document: JsonObject, draws: Draws, base: Base) -> JsonObject:
    method = proof(document)["verificationMethod"]
    assert isinstance(method, str)
    controller, _, fragment = method.partition("#")
    proof(document)["verificationMethod"] = draws.pick((f"{controller}#key-1", f"#{fragment}", f"{controller}#", ""))
    return document


def _option(name: str, *values: JsonValue) -> Change:
    def change(document: JsonObject, draws: Draws, base: Base) -> JsonObject | None:
        options = proof(document)
        value = draws.pick(values)
        if options.get(name) == value:
            return None
        options[name] = value
        return document

    return change


def _option_gone(*names: str) -> Change:
    def change(document: JsonObject, draws: Draws, base: Base) -> JsonObject | None:
        options = proof(document)
        name = draws.pick(names)
        if name not in options:
            return None
        del options[name]
        return document

    return change


def _value_bit(document: JsonObject, draws: Draws, base: Base) -> JsonObject:
    options = proof(document)
    value = str(options["proofValue"])
    at = 1 + draws.below(len(value) - 1)
    other = "2" if value[at] != "2" else "3"
    return {**document, "proof": {**options, "proofValue": value[:at] + other + value[at + 1 :]}}


def _value_shape(document: JsonObject, draws: Draws, base: Base) -> JsonObject:
    value = str(proof(document)["proofValue"])
    proof(document)["proofValue"] = draws.pick(
        (value[1:], "z", "", "u" + value[1:], value + "1", "z1" + value[1:], None, 5)
    )
    return document


def _foreign_value(document: JsonObject, draws: Draws, base: Base) -> JsonObject:
    """A good signature of the same key, over something else."""
    other = secure({**base.document, "id": "urn:uuid:00000000-0000-4000-8000-00000000000f"}, base.issuer, base.secured)
    proof(document)["proofValue"] = member(other, "proof")["proofValue"]
    return document


def _suite(document: JsonObject, draws: Draws, base: Base) -> JsonObject:
    options = proof(document)
    others = [name for name in ("eddsa-jcs-2022", "eddsa-rdfc-2022", "ecdsa-rdfc-2019") if name != base.secured]
    return {**document, "proof": {**options, "type": "DataIntegrityProof", "cryptosuite": draws.pick(others)}}


def _proof_type(document: JsonObject, draws: Draws, base: Base) -> JsonObject:
    proof(document)["type"] = draws.pick(("Ed25519Signature2018", "NoProof", "JsonWebSignature2020"))
    return document


def _no_proof(document: JsonObject, draws: Draws, base: Base) -> JsonObject:
    del document["proof"]
    return document


def _no_proofs(document: JsonObject, draws: Draws, base: Base) -> JsonObject:
    values: list[JsonValue] = [[], {}, None, "", [None]]
    return {**document, "proof": draws.pick(values)}


def _second_bad(document: JsonObject, draws: Draws, base: Base) -> JsonObject:
    options = proof(document)
    other = issuer("somebody else").sample
    bad = {**options, "verificationMethod": f"{other.id}#{next(iter(other.methods))}"}
    sets: list[JsonValue] = [[options, bad], [bad, options]]
    return {**document, "proof": draws.pick(sets)}


def _proof_context(document: JsonObject, draws: Draws, base: Base) -> JsonObject:
    contexts: list[JsonValue] = [[OPEN_BADGES], "https://example.com/unknown/v1", {"created": "urn:x:c"}]
    proof(document)["@context"] = draws.pick(contexts)
    return document


def _previous(document: JsonObject, draws: Draws, base: Base) -> JsonObject:
    values: list[JsonValue] = ["urn:uuid:1", ["urn:uuid:1"], []]
    proof(document)["previousProof"] = draws.pick(values)
    return document


def _doubled_member(document: JsonObject, draws: Draws, base: Base) -> bytes:
    """Two members of one name: readers take the first, the last, or neither."""
    text = json.dumps(document)
    name = draws.pick((b'"name":"Doctor of Medicine"', b'"validUntil":"2999-01-01T00:00:00Z"', b'"id":"urn:uuid:2"'))
    return b"{" + name + b"," + text[1:] if draws.chance(2) else text[:-1] + b"," + name + b"}"


def _envelope(document: JsonObject, draws: Draws, base: Base) -> JsonObject:
    """A credential about the signed one, without a proof of its own."""
    return {
        "@context": [V2],
        "type": ["VerifiableCredential"],
        "issuer": document["issuer"],
        "credentialSubject": {"id": issuer("somebody else").sample.id},
        "relatedResource": document,
    }


# --- other spellings of the same ---------------------------------------------------------------------------------


def _whitespace(document: JsonObject, draws: Draws, base: Base) -> bytes:
    return b"\n\t" + json.dumps_readable(document) + b" \r\n"


def _reordered(document: JsonObject, draws: Draws, base: Base) -> JsonObject:
    return dict(sorted(document.items(), key=lambda item: item[0], reverse=True))


def _escaped(document: JsonObject, draws: Draws, base: Base) -> bytes:
    text = json.dumps(document).decode()
    return "".join(c if c.isascii() else _escape(c) for c in text).encode()


def _escape(character: str) -> str:
    encoded = character.encode("utf-16-be")
    return "".join(f"\\u{encoded[at : at + 2].hex()}" for at in range(0, len(encoded), 2))


def _array(document: JsonObject, draws: Draws, base: Base) -> JsonObject:
    return {**document, "credentialSubject": [document["credentialSubject"]]}


def _type_order(document: JsonObject, draws: Draws, base: Base) -> JsonObject | None:
    types = document["type"]
    assert isinstance(types, list)
    return {**document, "type": types[::-1]} if len(types) > 1 else None


def _tag_order(document: JsonObject, draws: Draws, base: Base) -> JsonObject | None:
    subject = member(document, "credentialSubject")
    if "achievement" not in subject:
        return None
    achievement = member(subject, "achievement")
    tags = achievement["tag"]
    assert isinstance(tags, list)
    achievement["tag"] = tags[::-1]
    return document


def _number_spelling(document: JsonObject, draws: Draws, base: Base) -> bytes | None:
    text = json.dumps(document)
    for old, new in ((b'"creditsAvailable":1.5', b'"creditsAvailable":1.50'), (b'Available":12', b'Available":1.2e1')):
        if old in text:
            return text.replace(old, new)
    return None


def _proof_in_list(document: JsonObject, draws: Draws, base: Base) -> JsonObject:
    return {**document, "proof": [document["proof"]]}


KEPT: Final[Mapping[str, frozenset[str]]] = {
    "whitespace": _ALL,
    "member-order": _ALL,
    "escapes": _ALL,
    "number-spelling": _ALL,
    "proof-in-list": _ALL,
    "single-as-list": RDF_SUITES,
    "type-order": RDF_SUITES,
    "tag-order": RDF_SUITES,
}

CHANGES: Final[Mapping[str, Change]] = {
    "bit": _bit,
    "text": _text,
    "name": _name,
    "member-removed": _removed,
    "credits": _hours,
    "normal-form": _composed,
    "subject": _subject,
    "second-subject": _second_subject,
    "id": _id,
    "type-removed": _type_removed,
    "type-added": _type_added,
    "issuer-id": _issuer_id,
    "issuer-name": _issuer_name,
    "valid-from": _from,
    "valid-until": _until,
    "valid-until-removed": _until_gone,
    "status-removed": _status_gone,
    "status-index": _status_index,
    "context-added": _context_added,
    "context-removed": _context_removed,
    "context-unknown": _context_unknown,
    "context-swapped": _context_swapped,
    "context-inline": _context_inline,
    "context-gone": _context_gone,
    "context-in-subject": _context_in_subject,
    "undefined-term": _undefined,
    "undefined-term-in-proof": _undefined_in_proof,
    "undefined-type": _undefined_type,
    "relative-id": _evidence_relative,
    "null-member": _null_member,
    "empty-list": _empty_list,
    "full-iri": _full_iri,
    "keyword-alias": _keyword_alias,
    "nest": _nested,
    "reverse": _reversed,
    "included": _included,
    "same-node-twice": _same_twice,
    "key": _key,
    "key-fragment": _key_fragment,
    "purpose": _option("proofPurpose", "authentication", "keyAgreement", None),
    "created": _option("created", "2001-01-01T00:00:00Z", "yesterday", None),
    "proof-expires": _option("expires", "2999-01-01T00:00:00Z"),
    "challenge-added": _option("challenge", "c-1"),
    "domain-added": _option("domain", "employer.example", ["employer.example"]),
    "nonce-added": _option("nonce", "n-1"),
    "proof-id-added": _option("id", "urn:uuid:00000000-0000-4000-8000-00000000000e", "proof-1"),
    "proof-option-removed": _option_gone("proofPurpose", "created", "verificationMethod", "type", "proofValue"),
    "proof-value-digit": _value_bit,
    "proof-value-shape": _value_shape,
    "proof-value-of-another": _foreign_value,
    "suite": _suite,
    "proof-type": _proof_type,
    "proof-removed": _no_proof,
    "proof-empty": _no_proofs,
    "second-proof-bad": _second_bad,
    "proof-context": _proof_context,
    "previous-proof": _previous,
    "doubled-member": _doubled_member,
    "envelope": _envelope,
    "whitespace": _whitespace,
    "member-order": _reordered,
    "escapes": _escaped,
    "number-spelling": _number_spelling,
    "proof-in-list": _proof_in_list,
    "single-as-list": _array,
    "type-order": _type_order,
    "tag-order": _tag_order,
}


def altered(name: str, base: Base, draws: Draws) -> bytes | None:
    """The bytes of `base` after the change `name`, or None where it does not apply."""
    changed = CHANGES[name](deepcopy(json.loads_object(base.content)), draws, base)
    if changed is None:
        return None
    content = changed if isinstance(changed, bytes) else json.dumps(changed)
    return None if content == base.content else content

"""One change each to a JWT credential: to its header and payload without the key, or signed by whoever makes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from tests.differential.credentials import Base, Issuer, claims_of, issuer, jwt, sign_parts
from tests.differential.draws import Draws
from wallet.codec import json
from wallet.codec.multibase import decode_base64url, encode_base64url
from wallet.model.json import JsonObject, JsonValue

Change = Callable[[Base, Draws], bytes | None]


def parts(token: bytes) -> tuple[JsonObject, JsonObject, str]:
    """Header, payload and encoded signature."""
    header, payload, signature = token.decode().split(".")
    return json.loads_object(decode_base64url(header)), json.loads_object(decode_base64url(payload)), signature


def joined(header: JsonObject | bytes, payload: JsonObject | bytes, signature: str) -> bytes:
    """A token of these parts, whatever they are."""
    encoded = [encode_base64url(part if isinstance(part, bytes) else json.dumps(part)) for part in (header, payload)]
    return ".".join((*encoded, signature)).encode()


def _header(changed: Mapping[str, JsonValue], *, signed: bool) -> Change:
    """Header members put in (None takes out), under the old signature or a new one of the issuer's own."""

    def change(base: Base, draws: Draws) -> bytes:
        header, payload, signature = parts(base.content)
        header = {name: value for name, value in {**header, **changed}.items() if value is not None}
        if signed:
            return sign_parts(json.dumps(header), json.dumps(payload), base.issuer)
        return joined(header, payload, signature)

    return change


def _payload(change: Callable[[JsonObject], JsonObject]) -> Change:
    """Another credential under the old signature."""

    def change_token(base: Base, draws: Draws) -> bytes:
        header, payload, signature = parts(base.content)
        document = payload.get("vc")
        changed = {**payload, "vc": change(document)} if isinstance(document, dict) else change(payload)
        return joined(header, changed, signature)

    return change_token


def _forged(header: Mapping[str, JsonValue]) -> Change:
    """The attacker's own signature, with the key to it offered in the header."""

    def change(base: Base, draws: Draws) -> bytes:
        attacker = issuer("somebody else")
        key: JsonObject = {**next(iter(attacker.sample.methods.values())).jwk()}
        offered = {name: key if value == "KEY" else value for name, value in header.items()}
        return jwt(
            claims_of(base.document, base.issuer, base.secured), base.issuer, {"alg": "EdDSA", **offered}, key=attacker
        )

    return change


def _bit(base: Base, draws: Draws) -> bytes:
    content = bytearray(base.content)
    content[draws.below(len(content))] ^= 1 << draws.below(7)
    return bytes(content)


def _signature(shape: Callable[[str], str]) -> Change:
    def change(base: Base, draws: Draws) -> bytes:
        header, payload, signature = parts(base.content)
        return joined(header, payload, shape(signature))

    return change


def _doubled(where: str) -> Change:
    """Two members of one name in what the issuer itself signs."""

    def change(base: Base, draws: Draws) -> bytes:
        header, payload, _ = parts(base.content)
        encoded = {"header": json.dumps(header), "payload": json.dumps(payload)}
        extra = b'"kid":"did:example:1#1",' if where == "header" else b'"validUntil":"2999-01-01T00:00:00Z",'
        encoded[where] = b"{" + extra + encoded[where][1:]
        if where == "payload":
            encoded[where] = encoded[where][:-1] + b',"validUntil":"2021-01-01T00:00:00Z"}'
        return sign_parts(encoded["header"], encoded["payload"], base.issuer)

    return change


def _nested(name: str) -> Change:
    """The `vc` claim of VC-JWT 1.1, signed by the issuer."""

    def change(base: Base, draws: Draws) -> bytes | None:
        document = dict(base.document)
        claims: JsonObject = {"iss": base.issuer.id, "vc": document}
        if name == "text":
            claims["vc"] = "credential"
        elif name == "empty":
            claims["vc"] = {}
        elif name == "issuer-differs":
            claims["iss"] = issuer("somebody else").sample.id
        return jwt(claims, base.issuer)

    return change


def _wrapped(template: bytes) -> Change:
    return lambda base, draws: template.replace(b"TOKEN", base.content)


def _der(signature: str) -> str:
    """The same numbers as ASN.1, which a JWS never has."""
    raw = decode_base64url(signature)
    half = len(raw) // 2
    numbers = [b"\0" + part if part[0] & 0x80 else part for part in (raw[:half], raw[half:])]
    body = b"".join(b"\x02" + bytes([len(part)]) + part for part in numbers)
    return encode_base64url(b"\x30" + bytes([len(body)]) + body)


_OTHER: Final[Issuer] = issuer("somebody else")

TOKENS: Final[Mapping[str, Change]] = {
    "bit": _bit,
    "claim-name": _payload(lambda payload: {**payload, "name": "Doctor of Medicine"}),
    "claim-valid-until": _payload(lambda payload: {**payload, "validUntil": "2999-01-01T00:00:00Z"}),
    "claim-added": _payload(lambda payload: {**payload, "licensedToPractise": True}),
    "claim-issuer": _payload(lambda payload: {**payload, "issuer": _OTHER.sample.id}),
    "claim-status-removed": _payload(
        lambda payload: {**{k: v for k, v in payload.items() if k != "credentialStatus"}, "x": 1}
    ),
    "payload-spaced": lambda base, _: joined(
        parts(base.content)[0], json.dumps_readable(parts(base.content)[1]), parts(base.content)[2]
    ),
    "header-alg-none": _header({"alg": "none"}, signed=False),
    "header-alg-none-empty": lambda base, _: joined(
        {**parts(base.content)[0], "alg": "none"}, parts(base.content)[1], ""
    ),
    "header-alg-None": _header({"alg": "NoNe"}, signed=False),
    "header-alg-hs256": _header({"alg": "HS256"}, signed=False),
    "header-alg-case": _header({"alg": "eddsa"}, signed=True),
    "header-alg-other": _header({"alg": "ES384"}, signed=True),
    "header-alg-gone": _header({"alg": None}, signed=True),
    "header-typ-other": _header({"typ": "dpop+jwt"}, signed=True),
    "header-typ-vp": _header({"typ": "vp+jwt"}, signed=True),
    "header-typ-gone": _header({"typ": None}, signed=True),
    "header-typ-long": _header({"typ": "application/vc+jwt"}, signed=True),
    "header-typ-unsigned": _header({"typ": "JWT"}, signed=False),
    "header-crit": _header({"crit": ["exp"]}, signed=True),
    "header-crit-empty": _header({"crit": []}, signed=True),
    "header-b64": _header({"b64": False}, signed=True),
    "header-kid-gone": _header({"kid": None}, signed=True),
    "header-kid-other": _header({"kid": f"{_OTHER.sample.id}#{next(iter(_OTHER.sample.methods))}"}, signed=True),
    "header-kid-number": _header({"kid": 1}, signed=True),
    "header-extra": _header({"x": "y"}, signed=True),
    "forged": _forged({}),
    "forged-jwk": _forged({"jwk": "KEY"}),
    "forged-jwk-alone": _forged({"jwk": "KEY", "kid": None}),
    "forged-kid": _forged({"kid": f"{_OTHER.sample.id}#{next(iter(_OTHER.sample.methods))}"}),
    "forged-kid-web": _forged({"kid": "https://evil.example/keys#1", "jku": "https://evil.example/keys"}),
    "signature-gone": _signature(lambda _: ""),
    "signature-short": _signature(lambda text: text[:-4]),
    "signature-padded": _signature(lambda text: text + "=="),
    "signature-spare-bits": _signature(lambda text: text[:-1] + chr(ord(text[-1]) + 1)),
    "signature-zero": _signature(lambda text: "A" * len(text)),
    "signature-der": _signature(_der),
    "doubled-member-header": _doubled("header"),
    "doubled-member-payload": _doubled("payload"),
    "vc-claim": _nested("plain"),
    "vc-claim-text": _nested("text"),
    "vc-claim-empty": _nested("empty"),
    "vc-claim-issuer-differs": _nested("issuer-differs"),
    "line-break-after": _wrapped(b"TOKEN\n"),
    "line-break-inside": lambda base, _: base.content[:40] + b"\n" + base.content[40:],
    "fourth-part": _wrapped(b"TOKEN.AAAA"),
    "tilde": _wrapped(b"TOKEN~"),
    "quoted": _wrapped(b'"TOKEN"'),
    "bearer": _wrapped(b"Bearer TOKEN"),
}

GOOD: Final = frozenset(
    {"header-typ-gone", "header-typ-long", "header-kid-gone", "header-extra", "vc-claim", "line-break-after"}
)
"""What a verifier may accept: the issuer signed it, and it says what it said."""


def token(name: str, base: Base, draws: Draws) -> bytes | None:
    """The bytes of the JWT `base` after the change `name`, or None where it does not apply."""
    content = TOKENS[name](base, draws)
    return None if content == base.content else content

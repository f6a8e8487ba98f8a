"""JOSE and SD-JWT side by side with libraries that others wrote.

jwcrypto makes and reads JWS; sd-jwt (the reference code of the drafts before RFC 9901) and openvc-core make and read
SD-JWTs and key bindings, openvc-core VC-JWT and VP-JWT as well. What one makes, the other reads; what was altered,
both refuse. Where the older library accepts what RFC 9901 rejects, the tests say so.
"""

from __future__ import annotations

import json as standard_json
from collections.abc import Callable
from typing import Final

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from jwcrypto.common import JWException
from jwcrypto.jwk import JWK
from jwcrypto.jws import JWS
from openvc.errors import OpenvcError
from openvc.proof.sd_jwt import SdJwtVcProofSuite
from openvc.proof.vc_jwt import VcJwtProofSuite
from openvc.proof.vp_jwt import VpJwtProofSuite
from sd_jwt.common import SDObj  # type: ignore[import-untyped]
from sd_jwt.holder import SDJWTHolder  # type: ignore[import-untyped]
from sd_jwt.issuer import SDJWTIssuer  # type: ignore[import-untyped]
from sd_jwt.verifier import SDJWTVerifier  # type: ignore[import-untyped]

from tests.simulator.issuer import NOW
from tests.simulator.jose import Signer, b64, disclosure
from tests.unit.formats.texts import (
    CHALLENGE,
    DOMAIN,
    HOLDER,
    ISSUER,
    PASSED,
    PRESENTED,
    STRANGER,
    V1,
    badge,
    credential,
    judge,
    outcome,
)
from wallet.model.json import JsonObject, JsonValue
from wallet.model.report import Outcome, Reason
from wallet.model.request import Expectation

ASKED: Final = Expectation(challenge=CHALLENGE, domain=DOMAIN, require_binding=True)
OTHERS: Final = ("EdDSA", "ES256", "ES384", "ES512", "ES256K", "RS256", "PS256")
"""What jwcrypto has: not yet the name `Ed25519`."""
OPENVC: Final = ("EdDSA", "Ed25519", "ES256", "ES384")
"""What openvc-core allows without being told to."""
SIGNS_ES256: Final = Signer("ES256", "holder")
"""A holder whose key bindings sd-jwt reads: it takes ES256 for granted."""


def other_key(signer: Signer) -> object:
    """The private key of `signer` in jwcrypto."""
    pem = signer.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    key: object = JWK.from_pem(pem)
    return key


def altered(text: bytes) -> list[bytes]:
    """One change each to header, payload and signature of the first JWS, and to what follows it."""
    places = [3, text.index(b".") + 9, text.index(b".", text.index(b".") + 1) + 9, len(text) - 20]
    return [text[:place] + (b"A" if text[place : place + 1] != b"A" else b"B") + text[place + 1 :] for place in places]


class TestJwcrypto:
    @pytest.mark.parametrize("algorithm", OTHERS)
    def test_we_read_what_it_makes(self, algorithm: str) -> None:
        signer = Signer(algorithm, "issuer")
        made = JWS(standard_json.dumps(credential(issuer=signer.did)))
        header = {"alg": algorithm, "typ": "vc+jwt", "kid": signer.kid}
        made.allowed_algs = [algorithm]
        made.add_signature(other_key(signer), alg=algorithm, protected=standard_json.dumps(header))
        text = made.serialize(compact=True).encode()
        assert outcome(judge(text)) == PASSED
        assert all(judge(changed).outcome is not Outcome.PASSED for changed in altered(text))

    @pytest.mark.parametrize("algorithm", OTHERS)
    def test_it_reads_what_the_tests_make(self, algorithm: str) -> None:
        signer = Signer(algorithm, "issuer")
        text = signer.jws(credential(issuer=signer.did))
        for content in [text, *altered(text)[1:]]:
            read = JWS()
            read.allowed_algs = [algorithm]
            read.deserialize(content.decode())
            if content is text:
                read.verify(other_key(signer))
            else:
                with pytest.raises(JWException):
                    read.verify(other_key(signer))


class TestSdJwt:
    """The reference code of the drafts."""

    CLAIMS: Final[JsonObject] = {
        "degree": "BSc",
        "grade": 5,
        "address": {"country": "JP", "city": "筑波"},
        "nationalities": ["JP", "US"],
    }

    def issue(self, *, decoys: bool = False) -> str:
        claims: dict[object, object] = {
            "iss": ISSUER.did,
            "vct": "https://issuer.example/badge",
            "iat": 1767225600,
            SDObj("degree"): "BSc",
            SDObj("grade"): 5,
            SDObj("address"): {SDObj("country"): "JP", SDObj("city"): "筑波"},
            "nationalities": [SDObj("JP"), SDObj("US")],
        }
        issuer = SDJWTIssuer(
            claims,
            other_key(ISSUER),
            JWK(**SIGNS_ES256.jwk),
            sign_alg="ES256",
            add_decoy_claims=decoys,
            extra_header_parameters={"typ": "dc+sd-jwt", "kid": ISSUER.kid},
        )
        return str(issuer.sd_jwt_issuance)

    @pytest.fixture(autouse=True)
    def clock(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The library dates a key binding by the machine's clock."""
        monkeypatch.setattr("sd_jwt.holder.time", lambda: PRESENTED)

    def present(self, chosen: object) -> bytes:
        holder = SDJWTHolder(self.issue())
        holder.create_presentation(chosen, CHALLENGE, DOMAIN, other_key(SIGNS_ES256), "ES256")
        text = str(holder.sd_jwt_presentation)
        return text.encode()

    def read(self, text: bytes, *, bound: bool = True) -> JsonObject:
        expected = {"expected_aud": DOMAIN, "expected_nonce": CHALLENGE} if bound else {}
        verifier = SDJWTVerifier(text.decode(), lambda _issuer, _header: other_key(ISSUER), **expected)
        found = verifier.get_verified_payload()
        assert isinstance(found, dict)
        return found

    @pytest.mark.parametrize("decoys", [False, True])
    def test_we_read_what_it_issues(self, decoys: bool) -> None:
        report = judge(self.issue(decoys=decoys).encode())
        assert outcome(report) == PASSED
        assert report.credential is not None
        assert report.credential.claims == self.CLAIMS

    @pytest.mark.parametrize(
        ("chosen", "shown"),
        [
            ({}, {"nationalities": []}),
            ({"degree": True}, {"degree": "BSc", "nationalities": []}),
            ({"address": {"city": True}}, {"address": {"city": "筑波"}, "nationalities": []}),
            ({"nationalities": [False, True]}, {"nationalities": ["US"]}),
        ],
    )
    def test_we_read_what_its_holder_shows(self, chosen: JsonObject, shown: JsonObject) -> None:
        text = self.present(chosen)
        payload = self.read(text)
        assert {name: payload[name] for name in shown} == shown
        report = judge(text, ASKED)
        assert report.credential is not None
        assert report.credential.claims == shown

    def test_it_reads_what_the_tests_make(self) -> None:
        claims = badge(cnf={"jwk": SIGNS_ES256.jwk})
        issued = ISSUER.sd_jwt(claims, {"degree": "BSc", "grade": 5}, decoys=2)
        bound = SIGNS_ES256.bind(issued.show("grade"), nonce=CHALLENGE, aud=DOMAIN, iat=PRESENTED)
        assert outcome(judge(bound, ASKED)) == PASSED
        assert self.read(bound)["grade"] == 5

    def test_it_accepts_what_is_rejected_since(self) -> None:
        issued = ISSUER.sd_jwt(badge(), {"degree": "BSc"})
        more = issued.issued() + disclosure("degree", "PhD", "other").encode() + b"~"
        assert self.read(more, bound=False)["degree"] == "BSc"
        assert judge(more).reasons[0] is Reason.DISCLOSURE_INVALID
        late = ISSUER.sd_jwt(badge(exp=1767225601)).show()
        assert self.read(late, bound=False)["exp"] == 1767225601
        assert judge(late).reasons == (Reason.EXPIRED,)


class TestOpenvc:
    """openvc-core, where a text makes sense to it without a clock of its own."""

    @staticmethod
    def read(text: bytes, *, asked: bool = False) -> JsonObject:
        audience, nonce = (DOMAIN, CHALLENGE) if asked else (None, None)
        found = SdJwtVcProofSuite().verify(
            text.decode(), public_key_jwk=ISSUER.jwk, check_temporal=False, now=NOW, audience=audience, nonce=nonce
        )
        claims: JsonObject = found.claims
        assert found.key_bound is asked
        return claims

    def test_it_reads_what_the_tests_make(self) -> None:
        issued = ISSUER.sd_jwt(badge(), {"degree": "BSc", "grade": 5}, decoys=2)
        shown = issued.show("grade")
        assert self.read(shown)["grade"] == 5
        assert "degree" not in self.read(shown)
        bound = HOLDER.bind(shown, nonce=CHALLENGE, aud=DOMAIN, iat=PRESENTED)
        self.read(bound, asked=True)

    @pytest.mark.parametrize(
        "make",
        [
            lambda: ISSUER.sd_jwt(badge(), {"iss": "x"}).issued(),
            lambda: ISSUER.sd_jwt(badge(), {"_sd": ["x"]}).issued(),
            lambda: ISSUER.sd_jwt(badge(), {"...": "x"}).issued(),
            lambda: ISSUER.sd_jwt(badge(), {"exp": 1}).issued(),
            lambda: ISSUER.sd_jwt(badge(cnf=None), {"cnf": {"jwk": HOLDER.jwk}}).issued(),
            lambda: ISSUER.sd_jwt(badge(), {"status": {"a": {}}}).issued(),
            lambda: ISSUER.sd_jwt(badge(_sd_alg="md5"), {"a": 1}).issued(),
            lambda: ISSUER.sd_jwt(badge(_sd=["x", "x"])).issued(),
            lambda: ISSUER.sd_jwt(badge(a=[{"...": "x", "b": 1}])).issued(),
            lambda: ISSUER.sd_jwt(badge(), {"a": 1}).issued() + disclosure("b", 1).encode() + b"~",
            lambda: STRANGER.sd_jwt(badge(), {"a": 1}, kid=ISSUER.kid).issued(),
            lambda: ISSUER.sd_jwt(badge(), typ="vc+jwt").issued(),
            lambda: HOLDER.bind(ISSUER.sd_jwt(badge(cnf=None)).show(), nonce=CHALLENGE, aud=DOMAIN, iat=PRESENTED),
            lambda: STRANGER.bind(ISSUER.sd_jwt(badge()).show(), nonce=CHALLENGE, aud=DOMAIN, iat=PRESENTED),
            lambda: HOLDER.bind(ISSUER.sd_jwt(badge()).show(), nonce="x", aud=DOMAIN, iat=PRESENTED),
            lambda: HOLDER.bind(ISSUER.sd_jwt(badge()).show(), nonce=CHALLENGE, aud="x", iat=PRESENTED),
            lambda: HOLDER.bind(ISSUER.sd_jwt(badge()).show(), nonce=CHALLENGE, aud=DOMAIN, iat=1767225600),
            lambda: HOLDER.bind(ISSUER.sd_jwt(badge()).show(), nonce=CHALLENGE, aud=DOMAIN, iat=PRESENTED, sd_hash="x"),
        ],
    )
    def test_both_refuse(self, make: Callable[[], bytes]) -> None:
        text = make()
        with pytest.raises(OpenvcError):
            self.read(text, asked=True)
        assert judge(text, Expectation(challenge=CHALLENGE, domain=DOMAIN)).outcome in {Outcome.FAILED, Outcome.REFUSED}

    @staticmethod
    def vc_jwt(signer: Signer) -> bytes:
        """VC-JWT 1.1, the one that openvc-core has."""
        vc: JsonObject = {
            "@context": [V1],
            "type": ["VerifiableCredential"],
            "issuer": signer.did,
            "issuanceDate": "2020-01-01T00:00:00Z",
            "credentialSubject": {"id": HOLDER.did},
        }
        return signer.jws({"iss": signer.did, "sub": HOLDER.did, "vc": vc}, typ="JWT")

    @pytest.mark.parametrize("algorithm", OPENVC)
    def test_both_read_vc_jwt(self, algorithm: str) -> None:
        signer, suite = Signer(algorithm, "issuer"), VcJwtProofSuite()
        text = self.vc_jwt(signer)
        assert outcome(judge(text)) == PASSED
        assert suite.verify(text.decode(), public_key_jwk=signer.jwk).issuer == signer.did
        for changed in altered(text):
            assert judge(changed).outcome is not Outcome.PASSED
            with pytest.raises(OpenvcError):
                suite.verify(changed.decode(), public_key_jwk=signer.jwk)

    @pytest.mark.parametrize(
        "header",
        [
            {"alg": "none"},
            {"alg": "HS256"},
            {"crit": ["exp"]},
            {"typ": "dc+sd-jwt"},
        ],
    )
    def test_both_refuse_headers(self, header: dict[str, JsonValue]) -> None:
        _, payload, _ = self.vc_jwt(ISSUER).decode().split(".")
        own: JsonObject = {"alg": "ES256", "kid": ISSUER.kid, "typ": "JWT", **header}
        signing_input = f"{b64(own)}.{payload}".encode()
        text = signing_input + b"." + b64(ISSUER.sign(signing_input)).encode()
        assert judge(text).outcome in {Outcome.FAILED, Outcome.REFUSED}
        with pytest.raises(OpenvcError):
            VcJwtProofSuite().verify(text.decode(), public_key_jwk=ISSUER.jwk)

    def test_it_reads_vp_jwt(self) -> None:
        vp: JsonObject = {
            "@context": [V1],
            "type": ["VerifiablePresentation"],
            "verifiableCredential": [self.vc_jwt(ISSUER).decode()],
        }
        claims: JsonObject = {"iss": HOLDER.did, "aud": DOMAIN, "nonce": CHALLENGE, "vp": vp}
        text = HOLDER.jws(claims, typ="JWT")
        assert outcome(judge(text, ASKED)) == PASSED
        found = VpJwtProofSuite().verify(text.decode(), audience=DOMAIN, nonce=CHALLENGE, require_holder_binding=True)
        assert found.holder == HOLDER.did

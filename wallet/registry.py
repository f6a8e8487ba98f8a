"""Everything this wallet supports, on one page. To add one: one file, its line here, and how it is imported.

A run imports what it uses: each line names what it is and the function below that makes it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from wallet.formats.interface import CredentialFormat
from wallet.model.key import KeyType
from wallet.model.registry import Later, Registry
from wallet.resolve.interface import IdentifierMethod
from wallet.suites.interface import Cryptosuite, DerivableCryptosuite, JwsAlgorithm
from wallet.verify.context import StatusMethod, Toolbox
from wallet.vocab.interface import Vocabulary

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.hashes import HashAlgorithm

# --- how each is made -----------------------------------------------------------------------------------------------


def _presentation(_name: str) -> CredentialFormat:
    from wallet.formats.presentation import EmbeddedProofPresentation

    return EmbeddedProofPresentation()


def _enveloped(_name: str) -> CredentialFormat:
    from wallet.formats.enveloped import EnvelopedDocument

    return EnvelopedDocument()


def _open_badge_2(_name: str) -> CredentialFormat:
    from wallet.formats.open_badges_2 import OpenBadge2

    return OpenBadge2()


def _blockcerts(_name: str) -> CredentialFormat:
    from wallet.formats.blockcerts import Blockcerts

    return Blockcerts()


def _sealed(_name: str) -> CredentialFormat:
    from wallet.formats.jades import SealedCredential

    return SealedCredential()


def _xml(_name: str) -> CredentialFormat:
    from wallet.formats.xades import XmlCredential

    return XmlCredential()


def _embedded_proof(_name: str) -> CredentialFormat:
    from wallet.formats.ldp_vc import EmbeddedProofCredential

    return EmbeddedProofCredential()


def _jwt_presentation(_name: str) -> CredentialFormat:
    from wallet.formats.jwt_vp import JwtPresentation

    return JwtPresentation()


def _jwt_credential(_name: str) -> CredentialFormat:
    from wallet.formats.jwt_vc import JwtCredential

    return JwtCredential()


def _sd_jwt_presentation(_name: str) -> CredentialFormat:
    from wallet.formats.jwt_vp import SdJwtPresentation

    return SdJwtPresentation()


def _sd_jwt_credential(_name: str) -> CredentialFormat:
    from wallet.formats.sd_jwt_vc import SdJwtCredential

    return SdJwtCredential()


def _rdfc(*key_types: KeyType) -> Callable[[str], Cryptosuite]:
    def make(name: str) -> Cryptosuite:
        from wallet.suites.rdfc import RdfcSuite

        return RdfcSuite(name, frozenset(key_types))

    return make


def _jcs(*key_types: KeyType) -> Callable[[str], Cryptosuite]:
    def make(name: str) -> Cryptosuite:
        from wallet.suites.jcs import JcsSuite

        return JcsSuite(name, frozenset(key_types))

    return make


def _detached_jws(name: str) -> Cryptosuite:
    from wallet.suites.detached_jws import DetachedJwsSuite

    return DetachedJwsSuite(name)


def _ecdsa_sd(_name: str) -> DerivableCryptosuite:
    from wallet.suites.ecdsa_sd_2023 import EcdsaSd2023

    return EcdsaSd2023()


def _bbs(_name: str) -> DerivableCryptosuite:
    from wallet.suites.bbs_2023 import Bbs2023

    return Bbs2023()


def _eddsa(name: str) -> JwsAlgorithm:
    from wallet.suites.jws import Eddsa

    return Eddsa(name)


def _ecdsa(key_type: KeyType, bits: int) -> Callable[[str], JwsAlgorithm]:
    def make(name: str) -> JwsAlgorithm:
        from wallet.suites.jws import Ecdsa

        return Ecdsa(name, key_type, _sha_2(bits))

    return make


def _rsa(bits: int, *, pss: bool = False) -> Callable[[str], JwsAlgorithm]:
    def make(name: str) -> JwsAlgorithm:
        from wallet.suites.jws import Rsa

        return Rsa(name, _sha_2(bits), pss=pss)

    return make


def _sha_2(bits: int) -> HashAlgorithm:
    from cryptography.hazmat.primitives import hashes

    of_size: dict[int, HashAlgorithm] = {256: hashes.SHA256(), 384: hashes.SHA384(), 512: hashes.SHA512()}
    return of_size[bits]


def _did_key(_name: str) -> IdentifierMethod:
    from wallet.resolve.did_key import DidKey

    return DidKey()


def _did_jwk(_name: str) -> IdentifierMethod:
    from wallet.resolve.did_jwk import DidJwk

    return DidJwk()


def _did_web(_name: str) -> IdentifierMethod:
    from wallet.resolve.did_web import DidWeb

    return DidWeb()


def _did_webvh(_name: str) -> IdentifierMethod:
    from wallet.resolve.did_webvh import DidWebvh

    return DidWebvh()


def _https(_name: str) -> IdentifierMethod:
    from wallet.resolve.https_issuer import HttpsIssuer

    return HttpsIssuer()


def _bitstring(_name: str) -> StatusMethod:
    from wallet.verify.status.bitstring import BitstringStatusList

    return BitstringStatusList()


def _status_2021(_name: str) -> StatusMethod:
    from wallet.verify.status.status_list_2021 import StatusList2021

    return StatusList2021()


def _revocation_2020(_name: str) -> StatusMethod:
    from wallet.verify.status.revocation_list_2020 import RevocationList2020

    return RevocationList2020()


def _revocation_2021(_name: str) -> StatusMethod:
    from wallet.verify.status.revocation_list_2021 import RevocationList2021

    return RevocationList2021()


def _one_edtech(_name: str) -> StatusMethod:
    from wallet.verify.status.one_edtech import OneEdTechRevocationList

    return OneEdTechRevocationList()


def _csl_2017(_name: str) -> StatusMethod:
    from wallet.verify.status.csl_2017 import CredentialStatusList2017

    return CredentialStatusList2017()


def _token(_name: str) -> StatusMethod:
    from wallet.verify.status.token_status_list import TokenStatusList

    return TokenStatusList()


def _open_badges_3(_name: str) -> Vocabulary:
    from wallet.vocab.open_badges_3 import OpenBadges3

    return OpenBadges3()


def _elm_3(_name: str) -> Vocabulary:
    from wallet.vocab.elm_3 import Elm3

    return Elm3()


def _open_badges_2(_name: str) -> Vocabulary:
    from wallet.vocab.open_badges_2 import OpenBadges2

    return OpenBadges2()


def _clr_2(_name: str) -> Vocabulary:
    from wallet.vocab.clr_2 import Clr2

    return Clr2()


def _open_badge_envelope(_name: str) -> Vocabulary:
    from wallet.vocab.open_badge_envelope import OpenBadgeEnvelope

    return OpenBadgeEnvelope()


def _plain(_name: str) -> Vocabulary:
    from wallet.vocab.plain import PlainCredential

    return PlainCredential()


def _texts_in_picture(picture: bytes) -> tuple[bytes, ...]:
    from wallet.acquire.png import unbake

    return tuple(found.text for found in unbake(picture))


# --- what there is --------------------------------------------------------------------------------------------------

FORMATS: Final[Registry[CredentialFormat]] = Registry(
    Later("presentation", _presentation),
    Later("enveloped", _enveloped),
    Later("blockcerts", _blockcerts),
    Later("open_badges_2", _open_badge_2),
    Later("jades", _sealed),
    Later("ldp_vc", _embedded_proof),
    Later("jwt_vp", _jwt_presentation),
    Later("jwt_vc", _jwt_credential),
    Later("sd_jwt_vp", _sd_jwt_presentation),
    Later("sd_jwt_vc", _sd_jwt_credential),
    Later("xades", _xml),
)

_ECDSA_SD: Final = Later("ecdsa-sd-2023", _ecdsa_sd)
_BBS: Final = Later("bbs-2023", _bbs)

DERIVABLE: Final[Registry[DerivableCryptosuite]] = Registry(
    _ECDSA_SD,
    _BBS,
)

SUITES: Final[Registry[Cryptosuite]] = Registry(
    Later("eddsa-rdfc-2022", _rdfc(KeyType.ED25519)),
    Later("eddsa-jcs-2022", _jcs(KeyType.ED25519)),
    Later("ecdsa-rdfc-2019", _rdfc(KeyType.P256, KeyType.P384)),
    Later("ecdsa-jcs-2019", _jcs(KeyType.P256, KeyType.P384)),
    _ECDSA_SD,
    _BBS,
    Later("Ed25519Signature2020", _rdfc(KeyType.ED25519)),
    Later("Ed25519Signature2018", _detached_jws),
    Later("EcdsaSecp256k1Signature2019", _detached_jws),
    Later("RsaSignature2018", _detached_jws),
    Later("JsonWebSignature2020", _detached_jws),
)

ALGORITHMS: Final[Registry[JwsAlgorithm]] = Registry(
    Later("EdDSA", _eddsa),
    Later("Ed25519", _eddsa),
    Later("ES256", _ecdsa(KeyType.P256, 256)),
    Later("ES384", _ecdsa(KeyType.P384, 384)),
    Later("ES512", _ecdsa(KeyType.P521, 512)),
    Later("ES256K", _ecdsa(KeyType.SECP256K1, 256)),
    Later("RS256", _rsa(256)),
    Later("RS384", _rsa(384)),
    Later("RS512", _rsa(512)),
    Later("PS256", _rsa(256, pss=True)),
    Later("PS384", _rsa(384, pss=True)),
    Later("PS512", _rsa(512, pss=True)),
)

IDENTIFIERS: Final[Registry[IdentifierMethod]] = Registry(
    Later("did:key", _did_key),
    Later("did:jwk", _did_jwk),
    Later("did:web", _did_web),
    Later("did:webvh", _did_webvh),
    Later("https", _https),
)

STATUSES: Final[Registry[StatusMethod]] = Registry(
    Later("BitstringStatusListEntry", _bitstring),
    Later("StatusList2021Entry", _status_2021),
    Later("RevocationList2020Status", _revocation_2020),
    Later("RevocationList2021Status", _revocation_2021),
    Later("1EdTechRevocationList", _one_edtech),
    Later("CredentialStatusList2017", _csl_2017),
    Later("TokenStatusList", _token),
)

VOCABULARIES: Final[Registry[Vocabulary]] = Registry(
    Later("clr_2", _clr_2),
    Later("open_badges_3", _open_badges_3),
    Later("open_badges_2", _open_badges_2),
    Later("elm_3", _elm_3),
    Later("open_badge_envelope", _open_badge_envelope),
    Later("verifiable_credential", _plain),
)

TOOLBOX: Final = Toolbox(
    formats=FORMATS,
    suites=SUITES,
    algorithms=ALGORITHMS,
    identifiers=IDENTIFIERS,
    statuses=STATUSES,
    vocabularies=VOCABULARIES,
    unbake=_texts_in_picture,
)

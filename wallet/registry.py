"""Everything this wallet supports, on one page. To add one: one file, and its line here."""

from __future__ import annotations

from typing import Final

from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512

from wallet.formats.enveloped import EnvelopedDocument
from wallet.formats.interface import CredentialFormat
from wallet.formats.jwt_vc import JwtCredential
from wallet.formats.jwt_vp import JwtPresentation, SdJwtPresentation
from wallet.formats.ldp_vc import EmbeddedProofCredential
from wallet.formats.open_badges_2 import OpenBadge2
from wallet.formats.presentation import EmbeddedProofPresentation
from wallet.formats.sd_jwt_vc import SdJwtCredential
from wallet.model.key import KeyType
from wallet.model.registry import Registry
from wallet.resolve.did_jwk import DidJwk
from wallet.resolve.did_key import DidKey
from wallet.resolve.did_web import DidWeb
from wallet.resolve.did_webvh import DidWebvh
from wallet.resolve.https_issuer import HttpsIssuer
from wallet.resolve.interface import IdentifierMethod
from wallet.suites.bbs_2023 import Bbs2023
from wallet.suites.detached_jws import DetachedJwsSuite
from wallet.suites.ecdsa_sd_2023 import EcdsaSd2023
from wallet.suites.interface import Cryptosuite, DerivableCryptosuite, JwsAlgorithm
from wallet.suites.jcs import JcsSuite
from wallet.suites.jws import Ecdsa, Eddsa, Rsa
from wallet.suites.rdfc import RdfcSuite
from wallet.verify.context import StatusMethod, Toolbox
from wallet.verify.status.bitstring import BitstringStatusList
from wallet.verify.status.csl_2017 import CredentialStatusList2017
from wallet.verify.status.one_edtech import OneEdTechRevocationList
from wallet.verify.status.revocation_list_2020 import RevocationList2020
from wallet.verify.status.revocation_list_2021 import RevocationList2021
from wallet.verify.status.status_list_2021 import StatusList2021
from wallet.verify.status.token_status_list import TokenStatusList
from wallet.vocab.interface import Vocabulary
from wallet.vocab.open_badges_2 import OpenBadges2
from wallet.vocab.open_badges_3 import OpenBadges3

FORMATS: Final[Registry[CredentialFormat]] = Registry(
    EmbeddedProofPresentation(),
    EnvelopedDocument(),
    OpenBadge2(),
    EmbeddedProofCredential(),
    JwtPresentation(),
    JwtCredential(),
    SdJwtPresentation(),
    SdJwtCredential(),
)

ED25519: Final = frozenset({KeyType.ED25519})
NIST_CURVES: Final = frozenset({KeyType.P256, KeyType.P384})

DERIVABLE: Final[Registry[DerivableCryptosuite]] = Registry(
    EcdsaSd2023(),
    Bbs2023(),
)

SUITES: Final[Registry[Cryptosuite]] = Registry(
    RdfcSuite("eddsa-rdfc-2022", ED25519),
    JcsSuite("eddsa-jcs-2022", ED25519),
    RdfcSuite("ecdsa-rdfc-2019", NIST_CURVES),
    JcsSuite("ecdsa-jcs-2019", NIST_CURVES),
    *DERIVABLE,
    RdfcSuite("Ed25519Signature2020", ED25519),
    DetachedJwsSuite("Ed25519Signature2018"),
    DetachedJwsSuite("EcdsaSecp256k1Signature2019"),
    DetachedJwsSuite("RsaSignature2018"),
    DetachedJwsSuite("JsonWebSignature2020"),
)

ALGORITHMS: Final[Registry[JwsAlgorithm]] = Registry(
    Eddsa("EdDSA"),
    Eddsa("Ed25519"),
    Ecdsa("ES256", KeyType.P256, SHA256()),
    Ecdsa("ES384", KeyType.P384, SHA384()),
    Ecdsa("ES512", KeyType.P521, SHA512()),
    Ecdsa("ES256K", KeyType.SECP256K1, SHA256()),
    Rsa("RS256", SHA256()),
    Rsa("RS384", SHA384()),
    Rsa("RS512", SHA512()),
    Rsa("PS256", SHA256(), pss=True),
    Rsa("PS384", SHA384(), pss=True),
    Rsa("PS512", SHA512(), pss=True),
)

IDENTIFIERS: Final[Registry[IdentifierMethod]] = Registry(
    DidKey(),
    DidJwk(),
    DidWeb(),
    DidWebvh(),
    HttpsIssuer(),
)

STATUSES: Final[Registry[StatusMethod]] = Registry(
    BitstringStatusList(),
    StatusList2021(),
    RevocationList2020(),
    RevocationList2021(),
    OneEdTechRevocationList(),
    CredentialStatusList2017(),
    TokenStatusList(),
)

VOCABULARIES: Final[Registry[Vocabulary]] = Registry(
    OpenBadges3(),
    OpenBadges2(),
)

TOOLBOX: Final = Toolbox(
    formats=FORMATS,
    suites=SUITES,
    algorithms=ALGORITHMS,
    identifiers=IDENTIFIERS,
    statuses=STATUSES,
    vocabularies=VOCABULARIES,
)

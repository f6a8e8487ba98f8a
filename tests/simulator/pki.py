"""A small public key infrastructure: roots, authorities and the certificates of seals, with any fault a test wants.

    root = Authority.root("Example Root")
    issuing = root.authority("Example Qualified CA")
    seal = issuing.seal("Example University", "VATIE-1234567T")

Keys are on P-256, because they are made quickly; `rsa=True` makes one that European seals have.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID, ObjectIdentifier

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

BEGINS: Final = datetime(2025, 1, 1, tzinfo=UTC)
ENDS: Final = datetime(2028, 1, 1, tzinfo=UTC)
QC_STATEMENTS: Final = ObjectIdentifier("1.3.6.1.5.5.7.1.3")
COMPLIANCE: Final = "060604008e460101"
SEAL: Final = "060704008e46010602"
SIGNATURE: Final = "060704008e46010601"
WEB: Final = "060704008e46010603"


@cache
def rsa_key(number: int = 0) -> rsa.RSAPrivateKey:
    """One of a few RSA keys, made once: they take long to make."""
    del number
    return rsa.generate_private_key(65537, 2048)


def qc_statements(*identifiers: str) -> bytes:
    """QCStatements (RFC 3739, section 3.2.6): compliance, and the type in a statement of its own."""
    content = b""
    for identifier in identifiers:
        oid = bytes.fromhex(identifier)
        if identifier == COMPLIANCE:
            content += _der(0x30, oid)
        else:
            content += _der(0x30, bytes.fromhex("060604008e460106") + _der(0x30, oid))
    return _der(0x30, content)


def _der(tag: int, content: bytes) -> bytes:
    return bytes([tag, len(content)]) + content


@dataclass(frozen=True)
class Sealer:
    """A certificate with its key."""

    certificate: x509.Certificate
    key: PrivateKey
    chain: tuple[x509.Certificate, ...] = ()

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)

    @property
    def x5c(self) -> list[str]:
        """The certificate and its authorities without the root, as a JWS header has them."""
        return [base64.b64encode(item.public_bytes(Encoding.DER)).decode() for item in (self.certificate, *self.chain)]

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)


@dataclass(frozen=True)
class Authority(Sealer):
    """One that issues certificates."""

    revoked: dict[int, datetime] = field(default_factory=dict)

    @staticmethod
    def root(name: str, **options: object) -> Authority:
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        options.setdefault("authority", True)
        built = _build(subject, subject, key, key, **options)  # type: ignore[arg-type]
        return Authority(certificate=built, key=key)

    def authority(self, name: str, **options: object) -> Authority:
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        options.setdefault("authority", True)
        built = _build(subject, self.certificate.subject, key, self.key, **options)  # type: ignore[arg-type]
        return Authority(certificate=built, key=key, chain=())

    def seal(
        self,
        organisation: str | None = "Example University",
        identifier: str | None = "VATIE-1234567T",
        country: str | None = "IE",
        *,
        key: PrivateKey | None = None,
        with_rsa: bool = False,
        **options: object,
    ) -> Sealer:
        own = key or (rsa_key() if with_rsa else ec.generate_private_key(ec.SECP256R1()))
        parts = (
            (NameOID.COUNTRY_NAME, country),
            (NameOID.ORGANIZATION_NAME, organisation),
            (NameOID.ORGANIZATION_IDENTIFIER, identifier),
            (NameOID.COMMON_NAME, "Seal"),
        )
        subject = x509.Name([x509.NameAttribute(oid, text) for oid, text in parts if text is not None])
        options.setdefault("statements", (COMPLIANCE, SEAL))
        built = _build(subject, self.certificate.subject, own, self.key, **options)  # type: ignore[arg-type]
        own_chain = () if self.certificate.issuer == self.certificate.subject else (self.certificate,)
        return Sealer(certificate=built, key=own, chain=own_chain)

    def crl(
        self,
        *revoked: Sealer,
        at: datetime = datetime(2026, 6, 1, tzinfo=UTC),
        made: datetime = datetime(2026, 11, 1, tzinfo=UTC),
        until: datetime | None = datetime(2026, 12, 1, tzinfo=UTC),
        extensions: Sequence[tuple[x509.ExtensionType, bool]] = (),
        key: PrivateKey | None = None,
    ) -> bytes:
        builder = x509.CertificateRevocationListBuilder().issuer_name(self.certificate.subject).last_update(made)
        builder = builder.next_update(until or made + timedelta(days=1))
        for item in revoked:
            entry = x509.RevokedCertificateBuilder().serial_number(item.certificate.serial_number)
            builder = builder.add_revoked_certificate(entry.revocation_date(at).build())
        for extension, critical in extensions:
            builder = builder.add_extension(extension, critical)
        return builder.sign(key or self.key, hashes.SHA256()).public_bytes(Encoding.DER)


def _build(
    subject: x509.Name,
    issuer: x509.Name,
    key: PrivateKey,
    signer: PrivateKey,
    *,
    authority: bool = False,
    path_length: int | None = None,
    begins: datetime = BEGINS,
    ends: datetime = ENDS,
    usage: Sequence[str] | None = ("digital_signature", "content_commitment"),
    statements: Sequence[str] = (),
    points: Sequence[str] = (),
    extensions: Sequence[tuple[x509.ExtensionType, bool]] = (),
) -> x509.Certificate:
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=path_length), critical=True)
    )
    names = ("key_cert_sign", "crl_sign") if authority and usage and "digital_signature" in usage else usage
    if names is not None:
        flags = dict.fromkeys(
            (
                "digital_signature",
                "content_commitment",
                "key_encipherment",
                "data_encipherment",
                "key_agreement",
                "key_cert_sign",
                "crl_sign",
                "encipher_only",
                "decipher_only",
            ),
            False,
        )
        builder = builder.add_extension(x509.KeyUsage(**{**flags, **dict.fromkeys(names, True)}), critical=True)
    if statements:
        value = x509.UnrecognizedExtension(QC_STATEMENTS, qc_statements(*statements))
        builder = builder.add_extension(value, critical=False)
    if points:
        listed = [x509.DistributionPoint([x509.UniformResourceIdentifier(url)], None, None, None) for url in points]
        builder = builder.add_extension(x509.CRLDistributionPoints(listed), critical=False)
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical)
    return builder.sign(signer, hashes.SHA256())

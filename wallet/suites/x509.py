"""X.509 certificates of electronic seals and signatures: read, linked into a path, and judged one by one.

RFC 5280 sections 4 and 6.1 as far as eIDAS certificates use them, ETSI EN 319 412-1 and 412-3 (whose seal it is), and
412-5 with RFC 3739 section 3.2.6 (the statements that make a certificate a qualified one). The policy of TLS servers,
which asks for host names, does not fit: this one asks who may sign, and who may issue.

No revocation is asked for here; `revoked_since` reads a revocation list that somebody has. Not read: certificate
policies and their mapping, and name constraints, so a certificate that makes them critical is `suite-unsupported`.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final, TypeVar

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import MD5, SHA1, HashAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import ExtensionOID, NameOID, ObjectIdentifier

from wallet.codec.limits import MAX_CERTIFICATE_BYTES, MAX_CERTIFICATES, MAX_PATH_LENGTH
from wallet.codec.pem import public_key_from_pem
from wallet.codec.time import format_instant
from wallet.errors import CredentialError
from wallet.model.frozen import frozen
from wallet.model.key import PublicKey
from wallet.model.report import Finding, Reason

_UNDERSTOOD: Final = frozenset(
    {
        ExtensionOID.KEY_USAGE,
        ExtensionOID.BASIC_CONSTRAINTS,
        ExtensionOID.EXTENDED_KEY_USAGE,
        ExtensionOID.SUBJECT_ALTERNATIVE_NAME,
        ExtensionOID.CERTIFICATE_POLICIES,
        ObjectIdentifier("1.3.6.1.5.5.7.1.3"),
    }
)
"""Extensions that may be critical: what they say is looked at, or takes nothing away (policies restrict no purpose)."""

_WEAK: Final = (SHA1, MD5)
_QC_COMPLIANCE: Final = bytes.fromhex("060604008e460101")
_QC_TYPES: Final = {
    bytes.fromhex("060704008e46010601"): "qualified-signature",
    bytes.fromhex("060704008e46010602"): "qualified-seal",
    bytes.fromhex("060704008e46010603"): "qualified-web",
}
"""ETSI EN 319 412-5, sections 4.2.1 and 4.2.3: object identifiers in DER, each in a statement of its own."""
_NOT_QUALIFIED: Final = "not-qualified"
_BLANKS: Final = re.compile(rb"\s+")
_HASHES: Final = {"sha-256": hashlib.sha256, "sha-384": hashlib.sha384, "sha-512": hashlib.sha512}
_T = TypeVar("_T", bound=x509.ExtensionType)


@frozen
class Certificate:
    """A certificate that was read, and what it says of its subject. Nothing of it is vouched for yet."""

    loaded: x509.Certificate
    der: bytes
    subject: str
    issuer: str
    organisation: str | None
    organisation_id: str | None
    country: str | None
    qualified: str
    """What it is a qualified certificate for, as it says: `qualified-seal`, `qualified-signature`, `qualified-web` or
    `not-qualified`."""

    @property
    def begins(self) -> datetime:
        """From when it counts (UTC)."""
        return self.loaded.not_valid_before_utc

    @property
    def ends(self) -> datetime:
        """Until when it counts (UTC)."""
        return self.loaded.not_valid_after_utc

    def fingerprint(self, hash_name: str) -> bytes | None:
        """The digest of the whole certificate; None for a hash that is not taken here."""
        algorithm = _HASHES.get(hash_name)
        return None if algorithm is None else algorithm(self.der).digest()

    def public_key(self) -> PublicKey:
        """Its key. Raises `CredentialError` for a kind that the suites do not know."""
        try:
            pem = self.loaded.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        except (ValueError, UnsupportedAlgorithm) as error:
            raise CredentialError(Reason.SUITE_UNSUPPORTED, key="X.509") from error
        return public_key_from_pem(pem.decode())


def read_certificate(der: bytes) -> Certificate:
    """The certificate in `der`. Raises `CredentialError` (`proof-malformed`)."""
    if len(der) > MAX_CERTIFICATE_BYTES:
        raise CredentialError(Reason.TOO_LARGE, detail="certificate", limit=str(MAX_CERTIFICATE_BYTES))
    try:
        loaded = x509.load_der_x509_certificate(der)
        subject, issuer = loaded.subject, loaded.issuer
        # Read once so that an extension that cannot be read is told here and nowhere else.
        list(loaded.extensions)
        return Certificate(
            loaded=loaded,
            der=der,
            subject=subject.rfc4514_string(),
            issuer=issuer.rfc4514_string(),
            organisation=_attribute(subject, NameOID.ORGANIZATION_NAME),
            organisation_id=_attribute(subject, NameOID.ORGANIZATION_IDENTIFIER),
            country=_attribute(subject, NameOID.COUNTRY_NAME),
            qualified=_qualified(loaded),
        )
    except (ValueError, TypeError, UnsupportedAlgorithm, x509.DuplicateExtension) as error:
        raise CredentialError(Reason.PROOF_MALFORMED, detail="x5c") from error


def read_base64_certificate(text: str) -> Certificate:
    """The same from base64, with white space as XML and PEM have it."""
    try:
        return read_certificate(base64.b64decode(_BLANKS.sub(b"", text.encode()), validate=True))
    except (binascii.Error, ValueError) as error:
        raise CredentialError(Reason.PROOF_MALFORMED, detail="x5c") from error


def issued(issuer: Certificate, subject: Certificate) -> bool:
    """Whether the key of `issuer` signed `subject`, and the names agree (RFC 5280, section 6.1.3)."""
    if isinstance(_signature_hash(subject.loaded), _WEAK):
        return False
    try:
        subject.loaded.verify_directly_issued_by(issuer.loaded)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def find_path(
    leaf: Certificate, between: Sequence[Certificate], roots: Sequence[Certificate]
) -> tuple[Certificate, ...] | None:
    """The shortest path from `leaf` to a root, both included; None where there is none.

    A root counts wherever it is met, also as the leaf itself: an authority in a trust list need not have signed
    itself. What the sender calls a root counts for nothing.
    """
    trusted = {root.der for root in roots}
    if leaf.der in trusted:
        return (leaf,)
    used = {leaf.der}
    paths: list[tuple[Certificate, ...]] = [(leaf,)]
    for _ in range(MAX_PATH_LENGTH):
        for path in paths:
            for root in roots:
                if root.loaded.subject == path[-1].loaded.issuer and issued(root, path[-1]):
                    return (*path, root)
        longer: list[tuple[Certificate, ...]] = []
        for path in paths:
            for candidate in between[:MAX_CERTIFICATES]:
                if candidate.der not in used and issued(candidate, path[-1]):
                    used.add(candidate.der)
                    longer.append((*path, candidate))
        paths = longer
    return None


def leaf_problems(leaf: Certificate) -> Iterator[Finding]:
    """Why `leaf` is none to make seals or signatures with (ETSI EN 319 412-2 and 412-3, section 4.3.2)."""
    yield from _unknown_extensions(leaf)
    constraints = _extension(leaf, x509.BasicConstraints)
    if constraints is not None and constraints.ca:
        yield _unsuitable(leaf, "is an authority")
    usage = _extension(leaf, x509.KeyUsage)
    if usage is not None and not (usage.digital_signature or usage.content_commitment):
        yield _unsuitable(leaf, "key usage")
    if isinstance(_signature_hash(leaf.loaded), _WEAK):
        yield Finding(reason=Reason.SUITE_UNSUPPORTED, params={"suite": "SHA-1"})


def authority_problems(authority: Certificate, below: int) -> Iterator[Finding]:
    """Why `authority`, with `below` further authorities between it and the leaf, may not issue."""
    yield from _unknown_extensions(authority)
    constraints = _extension(authority, x509.BasicConstraints)
    if constraints is None or not constraints.ca:
        yield _unsuitable(authority, "certificate authority")
    elif constraints.path_length is not None and constraints.path_length < below:
        yield _unsuitable(authority, "path length")
    usage = _extension(authority, x509.KeyUsage)
    if usage is not None and not usage.key_cert_sign:
        yield _unsuitable(authority, "certificate authority")


def period_problem(certificate: Certificate, at: datetime) -> Finding | None:
    """Whether `at` (UTC) lies outside the certificate's period."""
    if certificate.begins <= at <= certificate.ends:
        return None
    params = {
        "certificate": certificate.subject,
        "since": format_instant(certificate.begins),
        "until": format_instant(certificate.ends),
    }
    return Finding(reason=Reason.CERTIFICATE_OUT_OF_PERIOD, params=params)


def revoked_since(certificate: Certificate, issuer: Certificate, crl: bytes, at: datetime) -> datetime | bool | None:
    """When `issuer` revoked `certificate` by the list `crl` (DER); False where the list does not, at `at` (UTC).

    None for a list that says nothing about it: of another issuer, not signed by it, not in force at `at`, or partial
    (RFC 5280, section 5.2.5). A revocation counts whenever the list is of: it is final.
    """
    try:
        listed = x509.load_der_x509_crl(crl)
        if listed.issuer != issuer.loaded.subject or not _signed_list(listed, issuer):
            return None
        scope = _scope(listed)
        entry = listed.get_revoked_certificate_by_serial_number(certificate.loaded.serial_number)
        if scope is None:
            return None
        if entry is not None:
            return entry.revocation_date_utc if entry.revocation_date_utc <= at else False
        ends = listed.next_update_utc
        in_force = listed.last_update_utc <= at and ends is not None and at <= ends
    except (ValueError, TypeError, UnsupportedAlgorithm, x509.DuplicateExtension):
        return None
    return False if in_force and scope else None


def revocation_lists(certificate: Certificate) -> tuple[str, ...]:
    """Where its issuer publishes revocation lists (RFC 5280, section 4.2.1.13)."""
    points = _extension(certificate, x509.CRLDistributionPoints)
    names = [name for point in points or () for name in point.full_name or ()]
    return tuple(name.value for name in names if isinstance(name, x509.UniformResourceIdentifier))[:4]


def _signed_list(listed: x509.CertificateRevocationList, issuer: Certificate) -> bool:
    usage = _extension(issuer, x509.KeyUsage)
    key = issuer.loaded.public_key()
    if usage is not None and not usage.crl_sign:
        return False
    return isinstance(key, RSAPublicKey | EllipticCurvePublicKey | Ed25519PublicKey) and listed.is_signature_valid(key)


def _scope(listed: x509.CertificateRevocationList) -> bool | None:
    """Whether the list is about every certificate of its issuer; None where it may be about those of others."""
    whole = True
    for extension in listed.extensions:
        value = extension.value
        if isinstance(value, x509.IssuingDistributionPoint):
            if value.indirect_crl:
                return None
            partial = (value.only_contains_ca_certs, value.only_contains_attribute_certs, value.only_some_reasons)
            whole = whole and not any(partial)
        elif extension.critical:
            return None
    return whole


def _attribute(name: x509.Name, oid: ObjectIdentifier) -> str | None:
    """One attribute of a name; one that is given twice says nothing."""
    values = [item.value for item in name.get_attributes_for_oid(oid) if isinstance(item.value, str)]
    return values[0].strip() or None if len(values) == 1 else None


def _extension(certificate: Certificate, kind: type[_T]) -> _T | None:
    try:
        return certificate.loaded.extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return None


def _signature_hash(certificate: x509.Certificate) -> HashAlgorithm | None:
    try:
        return certificate.signature_hash_algorithm
    except UnsupportedAlgorithm:
        return None


def _unknown_extensions(certificate: Certificate) -> Iterator[Finding]:
    """RFC 5280, section 4.2: what is critical and not understood must not be passed over."""
    for extension in certificate.loaded.extensions:
        if extension.critical and extension.oid not in _UNDERSTOOD:
            yield Finding(reason=Reason.SUITE_UNSUPPORTED, params={"suite": f"X.509 {extension.oid.dotted_string}"})


def _unsuitable(certificate: Certificate, detail: str) -> Finding:
    params = {"certificate": certificate.subject, "detail": detail}
    return Finding(reason=Reason.CERTIFICATE_UNSUITABLE, params=params)


def _qualified(certificate: x509.Certificate) -> str:
    """What the statements of the certificate make it. They are read by the identifiers in them, nothing else."""
    for extension in certificate.extensions:
        value = extension.value
        if extension.oid.dotted_string == "1.3.6.1.5.5.7.1.3" and isinstance(value, x509.UnrecognizedExtension):
            if _QC_COMPLIANCE not in value.value:
                return _NOT_QUALIFIED
            return next((word for oid, word in _QC_TYPES.items() if oid in value.value), "qualified-signature")
    return _NOT_QUALIFIED

"""The credentials that the carrier matrix carries, and plain carriers made by hand to put them into.

The issuer is that of the samples; nothing here uses the readers and writers under test.
"""

from __future__ import annotations

import base64
import gzip
import io
import tarfile
import zipfile
from collections.abc import Sequence
from email.message import EmailMessage
from functools import cache
from typing import Final

import segno
from PIL import Image
from pypdf import PdfWriter

from tests.simulator.issuer import samples
from tests.simulator.jose import Signer
from tests.unit.acquire import pictures
from tests.unit.verify.test_open_badges_2 import ASSERTION
from wallet.codec import json
from wallet.model.json import JsonObject

Files = Sequence[tuple[str, bytes]]

LD: Final = samples()["01-data-science.json"].strip()
LD_2: Final = samples()["12-programming.json"].strip()
EXPIRED: Final = samples()["07-first-aid-expired.json"].strip()
REVOKED: Final = samples()["08-lab-safety-revoked.json"].strip()
JWT: Final = samples()["04-academic-writing.jwt"].strip()
JWT_2: Final = samples()["05-information-ethics.jwt"].strip()
BAKED_PNG: Final = samples()["02-statistics.png"]
BAKED_SVG: Final = samples()["03-critical-reading.svg"]
OB_2: Final = json.dumps(ASSERTION)
PLAIN_PNG: Final = pictures.png()


@cache
def sd_jwt() -> bytes:
    """An Open Badge as SD-JWT, its issuer known by a did:jwk."""
    issuer = Signer("ES256", "carriers")
    claims: JsonObject = {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": issuer.did, "type": ["Profile"]},
        "validFrom": "2026-04-01T00:00:00Z",
        "name": "Carried",
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "urn:uuid:b2f5ff00-0000-4000-8000-000000000001",
                "type": ["Achievement"],
                "name": "Carried",
                "description": "In an SD-JWT.",
                "criteria": {"narrative": "Pass."},
            },
        },
    }
    return issuer.sd_jwt(claims, {"description": "hidden"}, typ="vc+sd-jwt").issued()


def zipped(files: Files) -> bytes:
    return pictures.archive(list(files))


def tarred(files: Files, *, form: int = tarfile.PAX_FORMAT) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=form) as archive:
        for name, content in files:
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return stream.getvalue()


def tar_of(*members: tarfile.TarInfo) -> bytes:
    """An archive of members without content, with one badge behind them."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for member in members:
            archive.addfile(member)
        last = tarfile.TarInfo("z.json")
        last.size = len(LD)
        archive.addfile(last, io.BytesIO(LD))
    return stream.getvalue()


def special(name: str, kind: bytes) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, "/etc/passwd"
    return member


def packed(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)


def link(name: str) -> zipfile.ZipInfo:
    """A symbolic link in a ZIP archive."""
    member = zipfile.ZipInfo(name)
    member.external_attr = 0o120777 << 16
    return member


def mail(files: Files = (), text: str = "Your badge is attached.", *, page: str = "") -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "issuer@issuer.example", "me@learner.example", "バッジ"
    message["Date"] = "Mon, 23 Nov 2026 09:00:00 +0900"
    message.set_content(text)
    if page:
        message.add_alternative(page, subtype="html")
    for name, content in files:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return bytes(message)


def mailbox(*messages: bytes) -> bytes:
    return b"".join(
        b"From issuer@issuer.example Mon Nov 23 09:00:00 2026\n" + message + b"\n\n" for message in messages
    )


def page(*inside: bytes) -> bytes:
    head = '<!DOCTYPE html><html lang="ja"><head><meta charset="utf-8"><title>バッジ</title>'.encode()
    return head + b"".join(inside) + b"</head><body><p>badge</p></body></html>"


def block(text: bytes) -> bytes:
    return b'<script type="application/ld+json">\n' + text + b"\n</script>"


def pdf(files: Files = (), *, password: str = "", picture: bytes = b"") -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    for name, content in files:
        writer.add_attachment(name, content)
    if password:
        writer.encrypt(password)
    stream = io.BytesIO()
    if picture:
        with Image.open(io.BytesIO(picture)) as image:
            image.convert("RGB").save(stream, "PDF")
    else:
        writer.write(stream)
    return stream.getvalue()


def qr(text: str | bytes, form: str = "PNG", *, clear: bool = False) -> bytes:
    """A picture of a QR code; PNG ones are black and white in one bit, as code makers write them."""
    drawn = io.BytesIO()
    segno.make(text, error="l", micro=False).save(
        drawn, kind="png", scale=4, border=4, light=None if clear else "white"
    )
    if form == "PNG":
        return drawn.getvalue()
    stream = io.BytesIO()
    with Image.open(drawn) as image:
        image.convert("RGB").save(stream, form, quality=90)
    return stream.getvalue()


def data_url(content: bytes, media_type: str) -> bytes:
    return b"data:" + media_type.encode() + b";base64," + base64.b64encode(content)


def presentation(*members: bytes) -> bytes:
    return (
        b'{"@context": ["https://www.w3.org/ns/credentials/v2"],\n "type": ["VerifiablePresentation"],\n'
        b' "verifiableCredential": [' + b",\n  ".join(members) + b"]}"
    )


def enveloped(content: bytes, media_type: str) -> bytes:
    return json.dumps(
        {
            "@context": "https://www.w3.org/ns/credentials/v2",
            "id": f"data:{media_type},{content.decode()}",
            "type": "EnvelopedVerifiableCredential",
        }
    )


def backup(*contents: bytes, status: str = "UNLOCKED") -> bytes:
    """A backup as the Learner Credential Wallet writes it."""
    return (
        b'[{"@context": ["https://www.w3.org/2018/credentials/v1", "https://w3id.org/wallet/v1"],\n'
        b'  "id": "http://example.gov/wallet/3732", "type": "UniversalWallet2020",\n  "status": "'
        + status.encode()
        + b'", "contents": ['
        + b", ".join(contents)
        + b"]}]"
    )


BACKUP_DID: Final = (
    b'{"@context": ["https://www.w3.org/ns/did/v1"], "id": "did:key:zLearner", "verificationMethod": []}'
)
BACKUP_KEY: Final = (
    b'{"id": "did:key:zLearner#zLearner", "type": "Ed25519VerificationKey2020", "controller": "did:key:zLearner",'
    b' "publicKeyMultibase": "zPublic", "privateKeyMultibase": "zNeverShown"}'
)
BACKUP_PROFILE: Final = b'{"@context": [], "id": "urn:p", "type": "ProfileMetadata", "data": {"profileName": "me"}}'

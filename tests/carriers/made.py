"""The carrier matrix: one made file for each carrier, variant and format, good and broken, and what must come of it."""

from __future__ import annotations

import hashlib
import io
import json as plain_json
import struct
import tarfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from tests.carriers import parts
from tests.carriers.parts import BAKED_PNG, BAKED_SVG, EXPIRED, JWT, JWT_2, LD, LD_2, OB_2, PLAIN_PNG, REVOKED
from tests.unit.acquire import pictures
from wallet.model.record import ImportOutcome
from wallet.model.report import Outcome, Reason

OB_2_SVG: Final = 'xmlns:openbadges="http://openbadges.org"'
OB_3_SVG: Final = 'xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"'
SHARE_PAGE: Final = "https://www.credly.com/badges/7e75e005-b03e-4347-af3c-dcab5e629df2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of an import: kept with this verdict, as these bytes; or not kept, for this reason.

    `within` is what the row's source adds to the name of the file.
    """

    within: str = ""
    outcome: ImportOutcome = ImportOutcome.IMPORTED
    verdict: Outcome = Outcome.PASSED
    carrier: str = ""
    payload: bytes = b""
    exported: bytes = b""
    reason: str = ""
    what: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A made file with its rows."""

    name: str
    content: bytes
    rows: tuple[Row, ...]


_VERDICTS: Final = {
    JWT: Outcome.INDETERMINATE,  # did:web, and importing asks nobody
    JWT_2: Outcome.INDETERMINATE,
    OB_2: Outcome.INDETERMINATE,  # hosted, likewise
    REVOKED: Outcome.INDETERMINATE,  # its status list, likewise
    EXPIRED: Outcome.FAILED,
}


def kept(carrier: str, payload: bytes, exported: bytes, within: str = "") -> Row:
    verdict = _VERDICTS.get(payload, Outcome.PASSED)
    return Row(carrier=carrier, payload=payload, exported=exported, within=within, verdict=verdict)


def refused(reason: Reason, within: str = "", *, what: str = "") -> Row:
    unsupported = reason is Reason.UNSUPPORTED_FORMAT
    outcome = ImportOutcome.UNSUPPORTED if unsupported else ImportOutcome.REFUSED
    return Row(outcome=outcome, reason=str(reason), within=within, what=what)


def one(name: str, content: bytes, carrier: str, payload: bytes) -> Made:
    """A file that is its own carrier."""
    return Made(name=name, content=content, rows=(kept(carrier, payload, content),))


def bad(name: str, content: bytes, reason: Reason, *, what: str = "") -> Made:
    return Made(name=name, content=content, rows=(refused(reason, what=what),))


def many(name: str, content: bytes, *rows: Row) -> Made:
    return Made(name=name, content=content, rows=rows)


def all_made() -> Iterator[Made]:
    yield from texts()
    yield from pngs()
    yield from svgs()
    yield from archives()
    yield from documents()
    yield from screenshots()
    yield from letters()
    yield from lists()


def texts() -> Iterator[Made]:
    yield one("ld.json", LD + b"\n", "json", LD)
    yield one("expired.json", EXPIRED, "json", EXPIRED)
    yield one("revoked.json", REVOKED, "json", REVOKED)
    yield one("badge.jwt", JWT + b"\r\n", "jwt", JWT)
    yield one("badge.sd-jwt", parts.sd_jwt(), "jwt", parts.sd_jwt())
    yield one("ob2.json", OB_2, "json", OB_2)
    yield bad("bom.json", b"\xef\xbb\xbf" + LD, Reason.NOT_A_CREDENTIAL)
    yield bad("utf-16.json", LD.decode().encode("utf-16"), Reason.NOT_A_CREDENTIAL)
    yield bad("cut.json", LD[:-40], Reason.MALFORMED)
    yield bad("twice.json", LD[:-1] + b', "name": "x", "name": "y"}', Reason.DUPLICATE_KEY)
    yield bad("cut.jwt", JWT.rpartition(b".")[0], Reason.NOT_A_CREDENTIAL)
    yield bad("empty", b"", Reason.NOT_A_CREDENTIAL)
    yield bad("words.txt", b"My badge is at home.", Reason.NOT_A_CREDENTIAL)
    sealed = b'{"ciphertext": "c2VjcmV0", "iv": "MTIz", "salt": "MTIz"}'
    yield bad("sealed.json", sealed, Reason.UNSUPPORTED_FORMAT, what="encrypted")


def pngs() -> Iterator[Made]:
    baked = pictures.png(pictures.itxt(b"openbadgecredential", LD))
    yield one("itxt-ld.png", baked, "png", LD)
    yield one("itxt-jwt.png", pictures.png(pictures.itxt(b"openbadgecredential", JWT)), "png", JWT)
    yield one(
        "itxt-sd-jwt.png", pictures.png(pictures.itxt(b"openbadgecredential", parts.sd_jwt())), "png", parts.sd_jwt()
    )
    yield one("itxt-packed.png", pictures.png(pictures.compressed_itxt(b"openbadgecredential", LD)), "png", LD)
    yield one("itxt-ob2.png", pictures.png(pictures.itxt(b"openbadges", OB_2)), "png", OB_2)
    yield one("text-ob2.png", pictures.png(pictures.text_chunk(b"openbadges", OB_2)), "png", OB_2)
    yield one("ztxt-ob2.png", pictures.png(pictures.ztxt(b"openbadges", OB_2)), "png", OB_2)
    yield one("clr.png", pictures.png(pictures.itxt(b"clrcredential", LD)), "png", LD)
    yield one("provenance.png", pictures.png(pictures.PROVENANCE, pictures.itxt(b"openbadges", JWT)), "png", JWT)
    yield one("drawn.png", BAKED_PNG, "png", _text_in_png(BAKED_PNG))
    # A picture that is an archive as well: what stands behind the picture is kept and never read.
    yield one("polyglot.png", baked + parts.zipped([("other.json", LD_2)]), "png", LD)
    url = pictures.png(pictures.text_chunk(b"openbadges", b"https://issuer.example/a/1"))
    yield bad("url.png", url, Reason.UNSUPPORTED_FORMAT, what="url-only")
    two = pictures.png(pictures.itxt(b"openbadges", OB_2), pictures.itxt(b"openbadgecredential", LD))
    yield bad("two.png", two, Reason.AMBIGUOUS)
    yield bad("bare.png", PLAIN_PNG, Reason.NOT_A_CREDENTIAL)
    yield bad("cut.png", baked[:-20], Reason.MALFORMED)
    yield bad("crc.png", baked.replace(b"openbadgecredential\0\0", b"openbadgecredential\0\1"), Reason.MALFORMED)
    bomb = pictures.png(pictures.compressed_itxt(b"openbadgecredential", b"{" + b" " * (11 << 20)))
    yield bad("bomb.png", bomb, Reason.TOO_LARGE)
    wide = pictures.chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0))
    pixels = pictures.SIGNATURE + wide + pictures.PIXELS + pictures.END
    yield bad("pixels.png", pixels, Reason.TOO_LARGE, what="pixels")


def _text_in_png(png: bytes) -> bytes:
    at = png.index(b"iTXt")
    length = int.from_bytes(png[at - 4 : at])
    return png[at + 4 : at + 4 + length].partition(b"\0\0\0\0\0")[2]


def svgs() -> Iterator[Made]:
    text = LD.decode()
    cdata = pictures.svg(f"<openbadges:credential {OB_3_SVG}><![CDATA[{text}]]></openbadges:credential>")
    yield one("cdata.svg", cdata, "svg", LD)
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    inside = pictures.svg(f"<openbadges:credential {OB_3_SVG}>{escaped}</openbadges:credential>")
    yield one("escaped.svg", inside, "svg", LD)
    verify = pictures.svg(f'<openbadges:credential {OB_3_SVG} verify="{JWT.decode()}"/>')
    yield one("verify.svg", verify, "svg", JWT)
    assertion = f"<openbadges:assertion {OB_2_SVG}><![CDATA[{OB_2.decode()}]]></openbadges:assertion>"
    yield one("ob2.svg", pictures.svg(assertion), "svg", OB_2)
    yield one("drawn.svg", BAKED_SVG, "svg", _text_in_svg(BAKED_SVG))
    url = pictures.svg(f'<openbadges:assertion {OB_2_SVG} verify="https://issuer.example/a/1"/>')
    yield bad("url.svg", url, Reason.UNSUPPORTED_FORMAT, what="url-only")
    yield bad("two.svg", pictures.svg(assertion, assertion), Reason.AMBIGUOUS)
    yield bad("bare.svg", pictures.svg(), Reason.NOT_A_CREDENTIAL)
    yield bad("cut.svg", cdata[:-8], Reason.MALFORMED)
    laughs = '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    yield bad("entities.svg", pictures.svg("<text>&b;</text>", prologue=laughs), Reason.MALFORMED)


def _text_in_svg(svg: bytes) -> bytes:
    return svg.partition(b"<![CDATA[")[2].partition(b"]]>")[0].strip()


def archives() -> Iterator[Made]:
    files = [("a.json", LD), ("b/c.png", BAKED_PNG), ("d.jwt", JWT)]
    rows = (
        kept("json", LD, LD, "/a.json"),
        kept("png", _text_in_png(BAKED_PNG), BAKED_PNG, "/b/c.png"),
        kept("jwt", JWT, JWT, "/d.jwt"),
    )
    yield many("all.zip", parts.zipped(files), *rows)
    yield many("all.tar", parts.tarred(files), *rows)
    yield many("gnu.tar", parts.tarred(files, form=tarfile.GNU_FORMAT), *rows)
    yield many("ustar.tar", parts.tarred(files, form=tarfile.USTAR_FORMAT), *rows)
    yield many("all.tar.gz", parts.packed(parts.tarred(files)), *rows)
    long = "学修" * 60 + ".json"
    yield many("long.tar", parts.tarred([(long, LD)]), kept("json", LD, LD, f"/{long}"))
    slips = [("../up.json", LD), ("/etc/x.json", LD), ("C:/x.json", LD), ("ok.json", LD)]
    yield many(
        "slip.tar",
        parts.tarred(slips),
        *(refused(Reason.MALFORMED, f"/{name}", what="member-name") for name, _ in slips[:3]),
        kept("json", LD, LD, "/ok.json"),
    )
    kinds = {"s": tarfile.SYMTYPE, "h": tarfile.LNKTYPE, "d": tarfile.CHRTYPE, "p": tarfile.FIFOTYPE}
    found = {"s": "symbolic-link", "h": "symbolic-link", "d": "special-file", "p": "special-file"}
    yield many(
        "links.tar",
        parts.tar_of(*(parts.special(name, kind) for name, kind in kinds.items())),
        *(refused(Reason.UNSUPPORTED_FORMAT, f"/{name}", what=what) for name, what in found.items()),
        kept("json", LD, LD, "/z.json"),
    )
    yield many(
        "link.zip",
        pictures.archive([(parts.link("l"), b"/etc/passwd"), ("m.json", LD)]),
        refused(Reason.UNSUPPORTED_FORMAT, "/l", what="symbolic-link"),
        kept("json", LD, LD, "/m.json"),
    )
    nested = parts.zipped([("in.zip", parts.zipped([("a.json", LD)])), ("out.json", LD_2)])
    yield many(
        "nested.zip",
        nested,
        refused(Reason.UNSUPPORTED_FORMAT, "/in.zip", what="nested-archive"),
        kept("json", LD_2, LD_2, "/out.json"),
    )
    yield many(
        "nested.tar",
        parts.tarred([("in.tgz", parts.packed(parts.tarred([("a.json", LD)])))]),
        refused(Reason.UNSUPPORTED_FORMAT, "/in.tgz", what="nested-archive"),
    )
    yield bad("empty.zip", parts.zipped([]), Reason.NOT_A_CREDENTIAL)
    yield bad("cut.tar", parts.tarred(files)[:1000], Reason.MALFORMED)
    yield bad("cut.tar.gz", parts.packed(parts.tarred(files[:1]))[:-400], Reason.MALFORMED)
    yield bad("only.json.gz", parts.packed(LD * 2), Reason.UNSUPPORTED_FORMAT, what="compression")
    too_many = parts.zipped([(f"{number}.json", b"") for number in range(1001)])
    yield bad("many.zip", too_many, Reason.TOO_LARGE, what="members")
    inflated = [("bomb.json", b" " * (11 << 20)), ("ok.json", LD)]
    yield many(
        "bomb.tar.gz",
        parts.packed(parts.tarred(inflated)),
        refused(Reason.TOO_LARGE, "/bomb.json"),
        kept("json", LD, LD, "/ok.json"),
    )
    yield many(
        "bomb.zip",
        parts.zipped(inflated),
        refused(Reason.TOO_LARGE, "/bomb.json"),
        kept("json", LD, LD, "/ok.json"),
    )
    yield from bundles()


def bundles() -> Iterator[Made]:
    """Archives with a manifest of hashes, as a continuity bundle has."""
    digest = hashlib.sha256(LD).hexdigest()
    entries = [
        {"path": "a.json", "sha256": digest},
        {"path": "b.json", "sha256": digest},
        {"path": "c.json", "sha256": digest},
    ]
    manifest = plain_json.dumps({"version": 1, "payloads": entries}).encode()
    sealed = b'{"cipherText": "c2VjcmV0", "salt": "MTIz"}'
    yield many(
        "bundle.zip",
        parts.zipped([("a.json", LD), ("b.json", LD_2), ("d.json", sealed), ("manifest.json", manifest)]),
        kept("json", LD, LD, "/a.json"),
        refused(Reason.MALFORMED, "/b.json"),
        refused(Reason.UNSUPPORTED_FORMAT, "/d.json", what="encrypted"),
        refused(Reason.MALFORMED, "/c.json"),
    )


def documents() -> Iterator[Made]:
    single = parts.page(parts.block(b'{"@type": "Organization"}'), parts.block(LD))
    yield many("page.html", single, kept("html", LD, single, "#json-ld-2"))
    double = parts.page(parts.block(b"[" + LD + b", " + LD_2 + b"]"))
    yield many("list.html", double, kept("html", LD, double, "#json-ld-1"), kept("html", LD_2, double, "#json-ld-1"))
    drawn = parts.page(b'<img alt="" src="' + parts.data_url(BAKED_PNG, "image/png") + b'">')
    yield many("picture.html", drawn, kept("html", _text_in_png(BAKED_PNG), drawn, "#picture-1"))
    links = parts.page(b'<link rel="alternate" type="application/json" href="https://issuer.example/a.json">')
    yield bad("link.html", links, Reason.UNSUPPORTED_FORMAT, what="url-only")
    share = parts.page(f'<link rel="canonical" href="{SHARE_PAGE}">'.encode())
    yield bad("share.html", share, Reason.UNSUPPORTED_FORMAT, what="share-page")
    yield bad("bare.html", parts.page(), Reason.NOT_A_CREDENTIAL)
    commented = parts.page(b"<!-- " + parts.block(LD) + b" -->")
    yield bad("comment.html", commented, Reason.NOT_A_CREDENTIAL)

    attached = parts.pdf([("a.json", LD), ("b.png", BAKED_PNG), ("c.jwt", JWT)])
    yield many(
        "attached.pdf",
        attached,
        kept("pdf", LD, attached, "#a.json"),
        kept("pdf", _text_in_png(BAKED_PNG), attached, "#b.png"),
        kept("pdf", JWT, attached, "#c.jwt"),
    )
    mixed = parts.pdf([("a.xml", b"<a/>"), ("b.json", LD)])
    yield many("mixed.pdf", mixed, refused(Reason.NOT_A_CREDENTIAL, "#a.xml"), kept("pdf", LD, mixed, "#b.json"))
    code = parts.pdf(picture=parts.qr("https://issuer.example/a/1"))
    yield bad("code.pdf", code, Reason.UNSUPPORTED_FORMAT, what="url-only")
    yield bad("bare.pdf", parts.pdf(), Reason.NOT_A_CREDENTIAL)
    locked = parts.pdf([("a.json", LD)], password="secret")
    yield bad("locked.pdf", locked, Reason.UNSUPPORTED_FORMAT, what="encrypted")
    yield bad("cut.pdf", attached[:200], Reason.MALFORMED)


def screenshots() -> Iterator[Made]:
    token = _small_jwt()
    for form in ("PNG", "JPEG", "WEBP", "GIF"):
        picture = parts.qr(token, form)
        carrier = "png" if form == "PNG" else "image"
        yield many(f"token.{form.lower()}", picture, kept_unreadable(carrier, token, picture))
    clear = parts.qr("https://issuer.example/a/1", clear=True)
    yield bad("clear.png", clear, Reason.UNSUPPORTED_FORMAT, what="url-only")
    yield many(
        "vp1-b.png", parts.qr("VP1-B3ECQDIYACEMHGAQA"), refused(Reason.UNSUPPORTED_FORMAT, "#qr-1", what="vp-qr")
    )
    yield many(
        "vp1-r.png", parts.qr("VP1-R3ECQDIYACEMHGAQA"), refused(Reason.UNSUPPORTED_FORMAT, "#qr-1", what="vp-qr-new")
    )
    offer = parts.qr("openid-credential-offer://?credential_offer_uri=https%3A%2F%2Fissuer.example")
    yield many("offer.png", offer, refused(Reason.UNSUPPORTED_FORMAT, "#qr-1", what="wallet-request"))
    yield many("wifi.png", parts.qr("WIFI:T:WPA;S:x;;"), refused(Reason.NOT_A_CREDENTIAL, "#qr-1"))
    yield bad("photo.jpeg", _photo(), Reason.NOT_A_CREDENTIAL)
    yield bad("cut.jpeg", _photo()[:300], Reason.MALFORMED)


def kept_unreadable(carrier: str, payload: bytes, exported: bytes) -> Row:
    """Kept, from a QR code."""
    return Row(carrier=carrier, payload=payload, exported=exported, within="#qr-1", verdict=Outcome.INDETERMINATE)


def _small_jwt() -> bytes:
    """A badge that fits into a code that a telephone still reads."""
    from tests.simulator.jose import Signer

    return Signer("EdDSA", "qr").jws(
        {
            "@context": ["https://www.w3.org/ns/credentials/v2"],
            "type": ["VerifiableCredential"],
            "issuer": "did:web:issuer.example",
            "credentialSubject": {"id": "did:example:learner"},
        },
        typ="vc+jwt",
        kid="did:web:issuer.example#0",
    )


def _photo() -> bytes:
    from PIL import Image

    stream = io.BytesIO()
    Image.linear_gradient("L").save(stream, "JPEG")
    return stream.getvalue()


def letters() -> Iterator[Made]:
    files = [("a.json", LD), ("バッジ.png", BAKED_PNG)]
    rows = (kept("json", LD, LD, "/a.json"), kept("png", _text_in_png(BAKED_PNG), BAKED_PNG, "/バッジ.png"))
    yield many("badges.eml", parts.mail(files), *rows)
    inner = parts.mail([("all.zip", parts.zipped([("a.json", LD)]))])
    yield many("zip.eml", inner, kept("json", LD, LD, "/all.zip/a.json"))
    link = parts.mail(text=f"See {SHARE_PAGE}. And https://elsewhere.example/ too.")
    yield bad("link.eml", link, Reason.UNSUPPORTED_FORMAT, what="share-page")
    html = parts.mail(page=f'<a href="{SHARE_PAGE}?a=1&amp;b=2">badge</a>')
    yield bad("html.eml", html, Reason.UNSUPPORTED_FORMAT, what="share-page")
    yield bad("words.eml", parts.mail(), Reason.NOT_A_CREDENTIAL)
    yield many(
        "folder.mbox",
        parts.mailbox(parts.mail(), parts.mail(files), parts.mail(text=SHARE_PAGE)),
        *(replace(row, within=f"/2.eml{row.within}") for row in rows),
        refused(Reason.UNSUPPORTED_FORMAT, "/3.eml", what="share-page"),
    )
    yield bad("words.mbox", parts.mailbox(parts.mail(), parts.mail()), Reason.NOT_A_CREDENTIAL)
    saved = parts.zipped([("m.eml", parts.mail([("in.zip", parts.zipped([("a.json", LD)])), ("b.json", LD_2)]))])
    yield many(
        "mails.zip",
        saved,
        refused(Reason.UNSUPPORTED_FORMAT, "/m.eml/in.zip", what="nested-archive"),
        kept("json", LD_2, LD_2, "/m.eml/b.json"),
    )


def lists() -> Iterator[Made]:
    several = b"[" + LD + b" ,\n" + plain_json.dumps(JWT.decode()).encode() + b', 7, {"a": 1}]'
    yield many(
        "list.json",
        several,
        kept("json", LD, LD, "/1"),
        kept("jwt", JWT, JWT, "/2"),
        refused(Reason.NOT_A_CREDENTIAL, "/3"),
        refused(Reason.NOT_A_CREDENTIAL, "/4"),
    )
    yield bad("empty-list.json", b"[]", Reason.NOT_A_CREDENTIAL)
    yield many(
        "data.txt",
        parts.data_url(BAKED_PNG, "image/png") + b"\n",
        kept("png", _text_in_png(BAKED_PNG), BAKED_PNG, "/data"),
    )
    shown = parts.presentation(
        LD, plain_json.dumps(JWT.decode()).encode(), parts.enveloped(JWT_2, "application/vc+jwt"), b"3"
    )
    yield many(
        "presentation.json",
        shown,
        kept("json", LD, shown, "#1"),
        kept("json", JWT, shown, "#2"),
        kept("json", JWT_2, shown, "#3"),
        refused(Reason.NOT_A_CREDENTIAL, "#4"),
    )
    yield bad("nothing.json", parts.presentation(), Reason.EMPTY_PRESENTATION)
    yield many(
        "Wallet Backup.json",
        parts.backup(LD, parts.BACKUP_DID, parts.BACKUP_KEY, parts.BACKUP_PROFILE, JWT.join([b'"', b'"'])),
        kept("json", LD, LD, "/1"),
        refused(Reason.UNSUPPORTED_FORMAT, "/2", what="did-document"),
        refused(Reason.UNSUPPORTED_FORMAT, "/3", what="wallet-key"),
        refused(Reason.UNSUPPORTED_FORMAT, "/4", what="wallet-profile"),
        kept("jwt", JWT, JWT, "/5"),
    )
    yield bad("Locked Backup.json", parts.backup(status="LOCKED"), Reason.UNSUPPORTED_FORMAT, what="encrypted")
    big = parts.BAKED_PNG + zlib.compress(bytes(1))
    yield one("trailing.png", big, "png", _text_in_png(BAKED_PNG))

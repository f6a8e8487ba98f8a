"""QR codes in a picture or screenshot, decoded within bounds: the only place where pixels of a badge are looked at.

A picture is foreign bytes: its header is read first, and nothing is decoded that claims more pixels than a photograph
has. Only the formats below are ever tried, and of an animation only the first frame.
"""

from __future__ import annotations

import io
import re
import struct
import threading
import warnings
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from wallet.acquire.kinds import TEXTS, sniff
from wallet.acquire.members import BadMember, Member, address
from wallet.errors import CredentialError
from wallet.model.report import Reason

if TYPE_CHECKING:
    from PIL import Image

FORMATS: Final = ("PNG", "JPEG", "GIF", "WEBP")

MAX_PIXELS: Final = 16_000_000
"""The largest picture decoded: a photograph of a telephone; 64 MiB as RGBA."""

MAX_CODES: Final = 20
"""Codes in one picture that are told."""

_URL: Final = re.compile(rb"https?://[!-~]+", re.IGNORECASE)
_REQUEST: Final = re.compile(
    rb"(?:openid-credential-offer|openid4vp|haip|dccrequest|org\.dcconsortium|interaction|openid-vc)(?:-[a-z]+)?:",
    re.IGNORECASE,
)
_VP_QR: Final = re.compile(rb"VP1-([A-Z])[!-~]*")
_VP_QR_FORMS: Final = {b"B": "vp-qr", b"R": "vp-qr-new"}
_READING_ERRORS: Final = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    IndexError,
    KeyError,
    AttributeError,
    EOFError,
    OverflowError,
    MemoryError,
    RuntimeError,
    struct.error,
    zlib.error,
    Warning,
)
"""What Pillow lets out on damaged or hostile pictures; its own warnings are raised as well."""
_alone: Final = threading.Lock()  # filters of warnings belong to the whole program


def members(picture: bytes) -> Iterator[Member | BadMember]:
    """What the QR codes of a picture say: credential texts, addresses, and what this wallet does not take.

    Raises `CredentialError`: `too-large` (pixels), `malformed`, `not-a-credential` where there is no code.
    """
    found = texts(picture)
    if not found:
        raise CredentialError(Reason.NOT_A_CREDENTIAL, detail="no credential in the picture")
    for number, text in enumerate(found[:MAX_CODES], start=1):
        yield told(text, f"qr-{number}")


def told(text: bytes, name: str) -> Member | BadMember:
    """What one QR text is."""
    if sniff(text) in TEXTS:
        return Member(name=name, content=text)
    if _URL.fullmatch(text):
        return address(text.decode("ascii"))
    form = _VP_QR.fullmatch(text)
    if form is not None:
        what = _VP_QR_FORMS.get(form[1], "vp-qr-unknown")
        return BadMember(name=name, reason=Reason.UNSUPPORTED_FORMAT, params={"what": what})
    if _REQUEST.match(text):
        return BadMember(name=name, reason=Reason.UNSUPPORTED_FORMAT, params={"what": "wallet-request"})
    return BadMember(name=name, reason=Reason.NOT_A_CREDENTIAL, params={"detail": "other QR code"})


def texts(picture: bytes) -> tuple[bytes, ...]:
    """The texts of the QR codes in a picture file, in reading order. Raises `CredentialError` as `members` does."""
    from PIL import Image

    with _alone, warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            with Image.open(io.BytesIO(picture), formats=FORMATS) as opened:
                return _texts(opened)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise CredentialError(Reason.TOO_LARGE, what="pixels", limit=str(MAX_PIXELS)) from error
        except _READING_ERRORS as error:
            raise CredentialError(Reason.MALFORMED, detail="image") from error


def _texts(opened: Image.Image) -> tuple[bytes, ...]:
    import zxingcpp

    if opened.width * opened.height > MAX_PIXELS:
        raise CredentialError(Reason.TOO_LARGE, what="pixels", limit=str(MAX_PIXELS))
    codes = zxingcpp.read_barcodes(_grey(opened), formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    placed = sorted(
        (code.position.top_left.y, code.position.top_left.x, _text_of(code.bytes, code.text)) for code in codes
    )
    return tuple(dict.fromkeys(text for _, _, text in placed if text))


def _grey(opened: Image.Image) -> Image.Image:
    """Eight bits of grey, on white: the reader takes a transparent ground for black, and misreads one-bit pictures."""
    from PIL import Image

    if opened.mode in {"RGBA", "LA", "PA"} or "transparency" in opened.info:
        drawn = opened.convert("RGBA")
        ground = Image.new("RGBA", drawn.size, "white")
        ground.alpha_composite(drawn)
        return ground.convert("L")
    return opened.convert("L")


def _text_of(content: bytes, text: str) -> bytes:
    """The bytes of a code where they are UTF-8, since a credential is; else the reader's own reading of them."""
    try:
        content.decode()
    except UnicodeDecodeError:
        return text.encode(errors="replace").strip()
    return content.strip()

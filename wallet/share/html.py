"""Delivering as one web page that needs no server: the employer's page with the presentation inside.

The page's script and style are written into it under a policy that allows these two by their hashes and no request at
all. What a reader of the file should check is `content`, as from a link: the page in it could have been replaced.
"""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path
from typing import Final

from wallet.errors import ConfigurationError, CredentialError, UsageError
from wallet.model.report import Reason
from wallet.share.file import write_file
from wallet.share.host.pages import PageFiles, load_page
from wallet.share.interface import Parcel, Receipt
from wallet.share.parcel import decode_parcel, encode_parcel

_ID_CHARACTERS: Final = 22
_LINK: Final = re.compile(rb'<link rel="stylesheet"[^>]*>\n?')
_SCRIPT: Final = re.compile(rb'<script type="module"[^>]*></script>\n?')
_ENDS_SCRIPT: Final = re.compile(rb"</script|<!--", re.IGNORECASE)
_ENDS_STYLE: Final = re.compile(rb"</style", re.IGNORECASE)
_PARCEL: Final = re.compile(rb'<script type="application/vnd\.wallet\.parcel" id="parcel">([A-Za-z0-9+/=]*)</script>')
_POLICY: Final = (
    "default-src 'none'; script-src '{script}'; style-src '{style}'; img-src data: blob:; base-uri 'none'; "
    "form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)


class HtmlTarget:
    """Writes the page to `path`."""

    name = "html"

    def __init__(self, path: Path, page_folder: Path) -> None:
        self._path = path
        self._folder = page_folder

    def send(self, parcel: Parcel) -> Receipt:
        """Raises `UsageError` (`file-exists`) and `ConfigurationError` (`page-missing`, `page-damaged`)."""
        if self._path.exists():
            raise UsageError("file-exists", path=str(self._path))
        page = load_page(self._folder)
        if page is None:
            raise ConfigurationError("page-missing")
        write_file(self._path, self_contained(page, parcel))
        digest = hashlib.sha256(parcel.content).hexdigest()
        return Receipt(target=self.name, id=digest[:_ID_CHARACTERS], file=str(self._path))

    def revoke(self, link: str, revoke_key: str) -> None:
        """A file that has left cannot be taken back: always raises `UsageError` (`cannot-revoke`)."""
        del link, revoke_key
        raise UsageError("cannot-revoke", target=self.name)


def self_contained(page: PageFiles, parcel: Parcel) -> bytes:
    """The page with everything in it. Raises `ConfigurationError` (`page-damaged`) for one that cannot be put so."""
    script = _asset(page, ".js", _ENDS_SCRIPT)
    style = _asset(page, ".css", _ENDS_STYLE)
    policy = _POLICY.format(script=_source(script), style=_source(style))
    head = f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'.encode()
    data = base64.b64encode(encode_parcel(parcel))
    html, count = _LINK.subn(lambda _: head + b"<style>" + style + b"</style>\n", page.html)
    html, scripts = _SCRIPT.subn(b"", html)
    if (count, scripts, html.count(b"</body>")) != (1, 1, 1):
        raise ConfigurationError("page-damaged", path="index.html")
    inside = (
        b'<script type="application/vnd.wallet.parcel" id="parcel">' + data + b"</script>\n"
        b'<script type="module">' + script + b"</script>\n"
    )
    return html.replace(b"</body>", inside + b"</body>")


def parcel_in(content: bytes) -> Parcel | None:
    """The parcel in such a page; None in any other. Raises `CredentialError` for one that cannot be read."""
    found = _PARCEL.search(content)
    if found is None:
        return None
    try:
        return decode_parcel(base64.b64decode(found[1], validate=True))
    except ValueError as error:
        raise CredentialError(Reason.MALFORMED, detail="parcel") from error


def _asset(page: PageFiles, suffix: str, never: re.Pattern[bytes]) -> bytes:
    contents = [asset.content for name, asset in page.assets.items() if name.endswith(suffix)]
    if len(contents) != 1 or never.search(contents[0]):
        raise ConfigurationError("page-damaged", path=suffix)
    return contents[0]


def _source(content: bytes) -> str:
    """How a policy allows one inline script or style (CSP 3, section 2.3.1)."""
    return f"sha256-{base64.b64encode(hashlib.sha256(content).digest()).decode()}"

"""The employer's page as files in memory: the built one, or a plain one where it was never built."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import Final

from wallet.codec import json
from wallet.errors import ConfigurationError, CredentialError
from wallet.model.frozen import frozen

MANIFEST: Final = "manifest.json"
_SCHEMA: Final = "wallet.page/1"
_MEDIA_TYPES: Final = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}


@frozen
class Asset:
    """A script or style sheet, plain and compressed; its name holds a hash of its content."""

    content: bytes = field(repr=False)
    compressed: bytes = field(repr=False)
    media_type: str


@frozen
class PageFiles:
    """The page that verifies in the browser."""

    html: bytes = field(repr=False)
    assets: Mapping[str, Asset]


def built_page_folder() -> Path:
    """Where the build puts the page, in a checkout as in an installed wheel."""
    return Path(__file__).parent.parent / "page" / "dist"


def load_page(folder: Path) -> PageFiles | None:
    """The built page in `folder`, or None when there is none.

    Raises `ConfigurationError` (`page-damaged`) when a file is missing or not the one the build made.
    """
    if not (folder / MANIFEST).exists():
        return None
    try:
        manifest = json.loads_object((folder / MANIFEST).read_bytes())
        hashes = manifest["sha256"]
        if manifest["schema"] != _SCHEMA or not isinstance(hashes, dict):
            raise ConfigurationError("page-damaged", path=str(folder))
        contents = {name: (folder / name).read_bytes() for name in hashes}
        for name, content in contents.items():
            if hashlib.sha256(content).hexdigest() != hashes[name]:
                raise ConfigurationError("page-damaged", path=str(folder / name))
        html = contents.pop("index.html")
        return PageFiles(html=html, assets={name: _asset(name, content) for name, content in contents.items()})
    except (OSError, KeyError, CredentialError) as error:
        raise ConfigurationError("page-damaged", path=str(folder)) from error


def _asset(name: str, content: bytes) -> Asset:
    return Asset(
        content=content, compressed=gzip.compress(content, mtime=0), media_type=_MEDIA_TYPES[Path(name).suffix]
    )


_PLAIN_PAGE: Final = """<!doctype html>
<html lang="ja">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<title>提示データ / Presentation</title>
<main>
<h1>このホストではブラウザでの検証ができません</h1>
<p>リンクが有効であれば、ウォレットのコマンドで検証できます。
アドレス欄のリンクを「#」より後ろも含めてすべて写してください。</p>
<pre>wallet verify 'LINK'</pre>
<p>鍵は「#」より後ろにだけあり、このホストには送られません。
<a href="../api/links/@ID@" download>暗号化されたデータをダウンロード</a>することもできます。</p>
<section lang="en">
<h1>This host cannot check badges in the browser</h1>
<p>If the link is still in force, the wallet's command checks it. Copy the whole link from the address bar, including
everything after the “#”.</p>
<pre>wallet verify 'LINK'</pre>
<p>The key is only in the part after the “#”, which is never sent to this host.
<a href="../api/links/@ID@" download>Download the encrypted data</a>.</p>
</section>
</main>
</html>
"""


def plain_page(link_id: str) -> bytes:
    """The page without scripts. `link_id` has been checked to be letters and digits."""
    return _PLAIN_PAGE.replace("@ID@", link_id).encode()

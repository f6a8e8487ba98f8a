"""Makes the sample badges and what their issuers publish.

From the root of the repository:

python -m scripts.sample_issuer                                   samples/ and published/ again, the same bytes
python -m scripts.sample_issuer publish DIR [--at INSTANT]        materials as the issuers serve them now, or then
python -m scripts.sample_issuer draw                              the PNG pictures (needs Pillow)
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from scripts.sample_issuer.pictures import draw_all
from scripts.sample_issuer.world import AS_OF, sample_files, sample_world
from wallet.codec.time import format_instant, parse_instant
from wallet.materials.directory import write_materials

ROOT: Final = Path(__file__).resolve().parent.parent.parent
SAMPLES: Final = ROOT / "samples"
MATERIALS: Final = Path(__file__).resolve().parent / "published"


def main(arguments: list[str] | None = None) -> None:
    """Do what the command line says; one line on standard output per thing written."""
    parser = argparse.ArgumentParser(prog="python -m scripts.sample_issuer", description="Makes the sample badges.")
    commands = parser.add_subparsers(dest="command")
    publish = commands.add_parser("publish", help="write a materials directory")
    publish.add_argument("folder", type=Path)
    publish.add_argument("--at", type=_instant, default=None, metavar="INSTANT")
    commands.add_parser("draw", help="draw the PNG pictures")
    chosen = parser.parse_args(arguments)
    if chosen.command == "publish":
        write_site(chosen.folder, chosen.at or datetime.now(UTC))
    elif chosen.command == "draw":
        draw_all()
    else:
        write_samples(SAMPLES)
        write_site(MATERIALS, AS_OF)


def write_samples(folder: Path) -> None:
    """Write every sample into `folder`."""
    folder.mkdir(exist_ok=True)
    for name, content in sample_files(sample_world()).items():
        (folder / name).write_bytes(content)
        _tell(f"{folder.name}/{name} {len(content)} bytes")


def write_site(folder: Path, at: datetime, tell: Callable[[str], None] | None = None) -> None:
    """Write what the issuers serve at `at` into `folder`, as a materials directory."""
    materials = sample_world().site.materials(at)
    write_materials(folder, materials)
    for material in materials:
        (tell or _tell)(f"{folder.name}/{material.sha256[:12]}... {material.url} as of {format_instant(at)}")


def _instant(text: str) -> datetime:
    at = parse_instant(text)
    if at is None:
        raise argparse.ArgumentTypeError(f"not RFC 3339: {text}")
    return at


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()

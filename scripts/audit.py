"""Known vulnerabilities in a lock file, with three answers: none known, some known, cannot tell.

pip-audit leaves with 0 when its service knows none of the packages it was asked about, which is what a mirror of the
package index without the vulnerability data looks like. Here that is "cannot tell", which is not a pass.

Exit codes: 0 every package was looked up and none has a known vulnerability; 1 at least one has; 3 cannot tell.
With --report-if-unreachable, a service that answers nothing at all is said and left with 0, for machines without one.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict, cast

CANNOT_TELL = 3


class Vulnerability(TypedDict):
    """One known vulnerability, as pip-audit writes it."""

    id: str
    fix_versions: list[str]


class Dependency(TypedDict, total=False):
    """One package: either `vulns` or `skip_reason` is there."""

    name: str
    version: str
    vulns: list[Vulnerability]
    skip_reason: str


class Answer(TypedDict):
    """The document pip-audit writes."""

    dependencies: list[Dependency]


@dataclass(frozen=True, slots=True)
class Audit:
    """What was found out, in lines for people."""

    audited: int
    skipped: tuple[str, ...]
    vulnerable: tuple[str, ...]


def main() -> int:
    """Audit the lock file named on the command line."""
    parser = argparse.ArgumentParser(description="Known vulnerabilities in a lock file.")
    parser.add_argument("lock", type=Path)
    parser.add_argument("--report-if-unreachable", action="store_true")
    options = parser.parse_args()
    lock = options.lock.read_text(encoding="utf-8")
    # One package first: a service that cannot answer for one need not be asked for all.
    found = audit(first_requirement(lock))
    if found.audited:
        found = audit(lock)
    for line in (*found.vulnerable, *found.skipped):
        print(line)
    if found.vulnerable:
        return 1
    if not found.audited:
        print(f"audit: CANNOT TELL whether {options.lock} has known vulnerabilities: no vulnerability service answers")
        print("hint: run `make audit` where the package index serves its vulnerability data")
        return 0 if options.report_if_unreachable else CANNOT_TELL
    if found.skipped:
        print(f"audit: CANNOT TELL for {len(found.skipped)} packages")
        return CANNOT_TELL
    print(f"audit: no known vulnerability in {found.audited} packages")
    return 0


def first_requirement(lock: str) -> str:
    """The first pinned package of a lock file, with its hashes."""
    lines = [line for line in lock.splitlines() if line and not line.lstrip().startswith("#")]
    end = next(number for number, line in enumerate(lines) if not line.endswith("\\"))
    return "\n".join(lines[: end + 1]) + "\n"


def audit(requirements: str) -> Audit:
    """Ask pip-audit about `requirements`, the text of a lock file."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "requirements.txt"
        file.write_text(requirements, encoding="utf-8")
        command = [sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes", "--progress-spinner", "off"]
        done = subprocess.run(
            [*command, "--format", "json", "--requirement", str(file)], capture_output=True, text=True, check=False
        )
    if not done.stdout.startswith("{"):
        said = done.stderr.strip().splitlines()
        return Audit(audited=0, skipped=(f"pip-audit: {said[-1] if said else 'no answer'}",), vulnerable=())
    dependencies = cast("Answer", json.loads(done.stdout))["dependencies"]
    return Audit(
        audited=sum("vulns" in dependency for dependency in dependencies),
        skipped=tuple(dependency["skip_reason"] for dependency in dependencies if "skip_reason" in dependency),
        vulnerable=tuple(
            f"{dependency['name']} {dependency['version']}: {vulnerability['id']}, mended in "
            f"{', '.join(vulnerability['fix_versions']) or 'no version yet'}"
            for dependency in dependencies
            for vulnerability in dependency.get("vulns", [])
        ),
    )


if __name__ == "__main__":
    sys.exit(main())

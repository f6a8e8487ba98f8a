"""Coverage gates over `coverage json`: the floors that decide verdicts are held to more than the rest.

Lines and branches count alike, as in coverage's own percentage. A gate whose folder has no measured code fails: nothing
measured is not a pass. Exit codes: 0 every gate holds, 1 at least one does not.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TypedDict, cast

GATES = {
    "wallet/codec/": 98.0,
    "wallet/suites/": 98.0,
    "wallet/resolve/": 98.0,
    "wallet/formats/": 98.0,
    "wallet/verify/": 98.0,
    "wallet/": 93.0,
}


class Summary(TypedDict):
    """What coverage counted in one file."""

    covered_lines: int
    num_statements: int
    covered_branches: int
    num_branches: int


class MeasuredFile(TypedDict):
    """One file of the report."""

    summary: Summary
    missing_lines: list[int]


class Report(TypedDict):
    """The document that `coverage json` writes."""

    files: dict[str, MeasuredFile]


def main() -> int:
    """Judge the report named on the command line."""
    report = cast("Report", json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    held = True
    for folder, wanted in GATES.items():
        files = {name: file for name, file in report["files"].items() if name.replace("\\", "/").startswith(folder)}
        reached = percentage([file["summary"] for file in files.values()])
        holds = reached >= wanted
        held = held and holds
        print(f"{folder:16} {reached:6.2f} %  gate {wanted:.0f} %  {'held' if holds else 'NOT HELD'}")
        if not holds:
            print_gaps(files)
    return 0 if held else 1


def percentage(summaries: list[Summary]) -> float:
    """Covered lines and branches of all there are, in percent; 0 when there are none."""
    total = sum(summary["num_statements"] + summary["num_branches"] for summary in summaries)
    covered = sum(summary["covered_lines"] + summary["covered_branches"] for summary in summaries)
    return 100 * covered / total if total else 0.0


def print_gaps(files: dict[str, MeasuredFile]) -> None:
    """The ten files with the most left uncovered, with the first lines of it."""

    def gap(item: tuple[str, MeasuredFile]) -> int:
        summary = item[1]["summary"]
        left = summary["num_statements"] - summary["covered_lines"]
        return left + summary["num_branches"] - summary["covered_branches"]

    for name, file in sorted(files.items(), key=gap, reverse=True)[:10]:
        if gap((name, file)):
            lines = ", ".join(map(str, file["missing_lines"][:12]))
            print(f"  {gap((name, file)):4} left in {name}{': lines ' + lines if lines else ' (branches only)'}")


if __name__ == "__main__":
    sys.exit(main())

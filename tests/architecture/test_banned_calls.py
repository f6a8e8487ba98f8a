"""What a whole-program reader cannot see from one file: who reads the clock and the environment, who parses JSON.

Names are followed through imports and aliases, so `from datetime import datetime as d` hides nothing.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.places import ROOT

_CLOCK: Final = ("wallet/compose.py",)
_ENVIRONMENT: Final = ("wallet/compose.py",)
_JSON: Final = ("wallet/codec/json.py",)
_NOWHERE: Final = ()

ALLOWED_IN: Final[dict[str, tuple[str, ...]]] = {
    "datetime.date.today": _CLOCK,
    "datetime.datetime.now": _CLOCK,
    "datetime.datetime.today": _CLOCK,
    "datetime.datetime.utcnow": _CLOCK,
    "time.ctime": _CLOCK,
    "time.gmtime": _CLOCK,
    "time.localtime": _CLOCK,
    "time.time": _CLOCK,
    "time.time_ns": _CLOCK,
    "os.environ": _ENVIRONMENT,
    "os.environb": _ENVIRONMENT,
    "os.getenv": _ENVIRONMENT,
    "json.load": _JSON,
    "json.loads": _JSON,
    "json.JSONDecoder": _JSON,
    "eval": _NOWHERE,
    "exec": _NOWHERE,
    "print": _NOWHERE,
    "breakpoint": _NOWHERE,
    "marshal": _NOWHERE,
    "pickle": _NOWHERE,
    "random": _NOWHERE,
    "shelve": _NOWHERE,
    "urllib.request": _NOWHERE,
    "http.client": _NOWHERE,
    "os.system": _NOWHERE,
}
CATCHES_EVERYTHING: Final = ("wallet/verify/verifier.py", "wallet/ui/worker.py")
MODULES: Final = sorted((ROOT / "wallet").rglob("*.py"))
_EXCUSE: Final = re.compile(
    r"#\s*(?:type:\s*ignore|noqa|pragma:\s*no cover)(?P<code>\[[\w-]+(?:, ?[\w-]+)*\]|: ?[A-Z]+\d+)?(?P<why>.*)"
)


def used_names(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Every dotted name the module imports or uses, written out in full, with its line."""
    aliases: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for name in node.names:
                aliases[name.asname or name.name.partition(".")[0]] = (
                    name.name if name.asname else name.name.partition(".")[0]
                )
                yield node.lineno, name.name
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for name in node.names:
                aliases[name.asname or name.name] = f"{node.module}.{name.name}"
                yield node.lineno, f"{node.module}.{name.name}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute | ast.Name):
            dotted = _dotted(node, aliases)
            if dotted:
                yield node.lineno, dotted


def _dotted(node: ast.expr, aliases: dict[str, str]) -> str:
    if isinstance(node, ast.Name):
        return aliases.get(node.id, node.id)
    if isinstance(node, ast.Attribute):
        base = _dotted(node.value, aliases)
        return f"{base}.{node.attr}" if base else ""
    return ""


def offences(source: str, path: str) -> list[str]:
    """What the module at `path`, relative to the repository, may not do and does."""
    tree = ast.parse(source)
    found = {
        f"{path}:{line}: {banned}"
        for line, name in used_names(tree)
        for banned, allowed in ALLOWED_IN.items()
        if (name == banned or name.startswith(f"{banned}.")) and path not in allowed
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler) and path not in CATCHES_EVERYTHING and _catches_everything(node):
            found.add(f"{path}:{node.lineno}: catches everything")
    for number, text in enumerate(source.splitlines(), start=1):
        excuse = _EXCUSE.search(text)
        if excuse and not (excuse["code"] and re.search(r"\w{3}", excuse["why"])):
            found.add(f"{path}:{number}: an exception without a code and a reason")
    return sorted(found)


def _catches_everything(handler: ast.ExceptHandler) -> bool:
    last = handler.body[-1]
    if isinstance(last, ast.Raise) and last.exc is None:
        # Tidying up before the same exception goes on swallows nothing.
        return False
    if handler.type is None:
        return True
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(isinstance(kind, ast.Name) and kind.id in {"Exception", "BaseException"} for kind in kinds)


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_module_stays_within_the_rules(module: Path) -> None:
    assert offences(module.read_text(encoding="utf-8"), module.relative_to(ROOT).as_posix()) == []


@pytest.mark.parametrize(
    ("source", "offence"),
    [
        ("from datetime import datetime as d\nd.now()", "datetime.datetime.now"),
        ("import datetime\ndatetime.date.today()", "datetime.date.today"),
        ("import time as t\nt.time()", "time.time"),
        ("from time import time", "time.time"),
        ("import os\nos.environ['HOME']", "os.environ"),
        ("from os import getenv", "os.getenv"),
        ("import json\njson.loads('1')", "json.loads"),
        ("from random import choice", "random"),
        ("import urllib.request", "urllib.request"),
        ("print('x')", "print"),
        ("try: ...\nexcept Exception: ...", "catches everything"),
        ("try: ...\nexcept (OSError, BaseException): ...", "catches everything"),
        ("x = 1  # type: ignore", "an exception without a code and a reason"),
        ("x = 1  # noqa: E501", "an exception without a code and a reason"),
    ],
)
def test_an_offence_is_seen(source: str, offence: str) -> None:
    assert [text.partition(": ")[2] for text in offences(source, "wallet/model/example.py")] == [offence]


@pytest.mark.parametrize(
    "source",
    [
        "import time\ntime.monotonic()",
        "import datetime\ndatetime.timedelta(days=1)",
        "from json import dumps",
        "randomly = 1",
        "try: ...\nexcept ValueError: ...",
        "try: ...\nexcept BaseException:\n    x = 1\n    raise",
        "x = 1  # type: ignore[attr-defined]  # the library's stub lacks it",
        "x = 1  # noqa: S105 (a reason code, not a password)",
    ],
)
def test_what_is_allowed_is_let_be(source: str) -> None:
    assert offences(source, "wallet/model/example.py") == []

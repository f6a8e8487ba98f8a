"""Imports: down the floors only, and late enough that a small command starts at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.places import ROOT, SAMPLES
from wallet.model.registry import Later, Registry
from wallet.registry import ALGORITHMS, DERIVABLE, FORMATS, IDENTIFIERS, STATUSES, SUITES, VOCABULARIES
from wallet.resolve.did_key import DidKey

HEAVY: Final = frozenset(
    {
        "PIL",
        "apsw",
        "cryptography",
        "httpx2",
        "jinja2",
        "keyring",
        "pydantic",
        "pyld",
        "rich",
        "starlette",
        "textual",
        "uvicorn",
    }
)
UNUSED_OFFLINE: Final = (HEAVY - {"cryptography"}) | {
    "asyncio",
    "concurrent",
    "email",
    "http",
    "logging",
    "multiprocessing",
    "ssl",
    "xml",
    "zoneinfo",
}
"""What a verification of one badge without a network has no business with."""
UNUSED_PARTS: Final = frozenset(
    {
        "wallet.formats.members",
        "wallet.materials.fetched",
        "wallet.share.host",
        "wallet.storage.backup",
        "wallet.storage.vault",
        "wallet.text.errors",
        "wallet.text.reasons_ja",
        "wallet.verify.blockcerts",
        "wallet.verify.open_badges_2",
        "wallet.verify.trace",
        "cryptography.hazmat.primitives.ciphers",
        "cryptography.x509",
    }
)
JSON: Final = next(iter(sorted(SAMPLES.glob("*-data-science.json"))), None)
JWT: Final = next(iter(sorted(SAMPLES.glob("*.jwt"))), None)

_REPORT_MODULES: Final = """
import atexit, sys
target, whole_names, *arguments = sys.argv[1:]
sys.argv = ["wallet", *arguments]
loaded = lambda: {name if whole_names else name.partition(".")[0] for name in sys.modules}
atexit.register(lambda: open(target, "w").write(" ".join(loaded())))
if arguments:
    from wallet.__main__ import main
    sys.exit(main())
import wallet
"""


def imported_by(tmp_path: Path, *arguments: str, whole_names: bool = False) -> frozenset[str]:
    """The packages (with `whole_names` the modules) loaded by `import wallet`, or by the command with `arguments`."""
    target = tmp_path / "modules"
    command = [sys.executable, "-c", _REPORT_MODULES, str(target), "1" if whole_names else "", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    assert "Traceback" not in done.stderr, done.stderr
    return frozenset(target.read_text().split())


def test_importing_the_package_imports_nothing_else(tmp_path: Path) -> None:
    foreign = imported_by(tmp_path) - sys.stdlib_module_names - {"wallet", "__main__"}
    # What the environment itself loads at start-up, such as the finder of an editable installation.
    bare = subprocess.run(
        [sys.executable, "-c", "import sys; print(*sys.modules)"], capture_output=True, text=True, check=True
    )
    assert foreign - {name.partition(".")[0] for name in bare.stdout.split()} == frozenset()


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_a_question_about_the_program_loads_nothing_heavy(tmp_path: Path, option: str) -> None:
    assert imported_by(tmp_path, option) & HEAVY == frozenset()


@pytest.mark.skipif(JWT is None, reason="samples/ holds no JWT")
def test_verifying_a_jwt_loads_neither_json_ld_nor_the_screens(tmp_path: Path) -> None:
    loaded = imported_by(tmp_path, "verify", str(JWT), "--offline", "--json")
    assert "cryptography" in loaded
    assert loaded & UNUSED_OFFLINE == frozenset()


@pytest.mark.skipif(JSON is None, reason="samples/ holds no JSON")
def test_verifying_one_badge_loads_nothing_that_it_does_not_use(tmp_path: Path) -> None:
    loaded = imported_by(tmp_path, "verify", str(JSON), "--offline", "--lang", "en", whole_names=True)
    assert {name.partition(".")[0] for name in loaded} & UNUSED_OFFLINE == frozenset()
    assert loaded & UNUSED_PARTS == frozenset()
    assert {"wallet.text.checks", "wallet.suites.rdfc", "wallet.vocab.open_badges_3"} <= loaded


def test_imports_go_down_the_floors_only() -> None:
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command; lint_imports_command()",
        "--no-cache",
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_everything_in_the_registry_can_be_made_and_is_called_what_it_says() -> None:
    for registry in (FORMATS, SUITES, DERIVABLE, ALGORITHMS, IDENTIFIERS, STATUSES, VOCABULARIES):
        assert tuple(entry.name for entry in registry) == registry.names() != ()


def test_what_is_called_otherwise_than_it_is_registered_is_not_taken() -> None:
    registry: Registry[DidKey] = Registry(Later[DidKey]("other", lambda _name: DidKey()))
    with pytest.raises(AssertionError, match="registered as other, but called did:key"):
        registry.get("other")

"""Procedures of the durability list that no other test is named after, through the command line as a program."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.places import ROOT, SAMPLES
from tests.unit.cli.conftest import AT, PASSPHRASE, private_file
from wallet.codec.json import loads_object

OFFSETS: Final = 12


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a vault that holds every sample, and its passphrase in a file."""
    folder = tmp_path_factory.mktemp("made")
    private_file(folder / "passphrase", PASSPHRASE)
    assert wallet(folder, "init").returncode == 0
    assert wallet(folder, "import", str(SAMPLES)).returncode == 0
    return folder


@pytest.fixture
def own(made: Path, tmp_path: Path) -> Path:
    """A copy of it for one test to spoil."""
    return Path(shutil.copytree(made, tmp_path / "own"))


def command(folder: Path, *words: str) -> list[str]:
    common = ["--vault", str(folder / "vault"), "--passphrase-file", str(folder / "passphrase"), "--at", AT]
    return [sys.executable, "-m", "wallet", *common, "--json", "--no-input", *words]


def wallet(folder: Path, *words: str, **changes: object) -> subprocess.CompletedProcess[str]:
    """One run of the program, which must end in words and never in a traceback."""
    done = subprocess.run(command(folder, *words), cwd=ROOT, capture_output=True, text=True, check=False, **changes)  # type: ignore[call-overload]
    assert "Traceback" not in done.stderr, done.stderr
    assert "internal-error" not in done.stdout, done.stdout
    return done  # type: ignore[no-any-return]


def test_o12_few_descriptors_no_home_and_no_terminal(own: Path) -> None:
    bare = {"PATH": os.environ["PATH"], "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
    listed = wallet(own, "list", env=bare)
    assert listed.returncode == 0, listed.stderr
    limited = ["sh", "-c", 'ulimit -n 20; exec "$@"', "sh", *command(own, "list")]
    done = subprocess.run(limited, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, listed.stdout), done.stderr


def test_o14_a_signal_ends_it_and_leaves_the_vault_whole(own: Path, tmp_path: Path) -> None:
    for number, sent in enumerate((signal.SIGTERM, signal.SIGHUP, signal.SIGINT)):
        source = tmp_path / f"source{number}"
        source.mkdir()
        for copy in range(30):
            text = next(SAMPLES.glob("*.jwt")).read_text()
            (source / f"{copy}.jwt").write_text(text + "\n" * (copy + 100 * number))
        before = wallet(own, "list").stdout
        with subprocess.Popen(
            command(own, "import", str(source)), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as child:
            assert child.stdout is not None
            child.stdout.readline()
            child.send_signal(sent)
            _, said = child.communicate(timeout=20)
        assert "Traceback" not in said
        assert wallet(own, "doctor").returncode == 0
        assert set(before.splitlines()) <= set(wallet(own, "list").stdout.splitlines())


def test_o18_what_comes_out_is_what_went_in(own: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert wallet(own, "export", "--all", "-o", str(out)).returncode == 0
    exported = {hashlib.sha256(path.read_bytes()).hexdigest() for path in out.iterdir()}
    originals = {hashlib.sha256(path.read_bytes()).hexdigest() for path in SAMPLES.iterdir() if path.is_file()}
    rows = [loads_object(line.encode()) for line in wallet(own, "import", str(SAMPLES)).stdout.splitlines()]
    kept = {str(row["sha256"]) for row in rows if row["outcome"] == "duplicate"}
    assert kept
    assert kept <= originals
    assert kept == exported & kept


def test_m02_private_from_the_first_instant_under_any_umask(tmp_path: Path) -> None:
    private_file(tmp_path / "passphrase", PASSPHRASE)
    before = os.umask(0)
    try:
        for words in (("init",), ("import", str(SAMPLES)), ("backup", str(tmp_path / "saved"))):
            assert wallet(tmp_path, *words).returncode == 0
    finally:
        os.umask(before)
    assert (tmp_path / "vault").stat().st_mode & 0o777 == 0o700
    for path in (*(tmp_path / "vault").iterdir(), tmp_path / "saved"):
        assert path.stat().st_mode & 0o777 == 0o600, path


@pytest.mark.skipif(sys.platform == "win32", reason="there are no core dumps on Windows")
def test_m08_a_crash_leaves_no_core_dump(own: Path) -> None:
    program = (
        "import resource, sys; from pathlib import Path;"
        "from wallet.compose import compose; from wallet.config import Config;"
        "hard = resource.getrlimit(resource.RLIMIT_CORE)[1]; resource.setrlimit(resource.RLIMIT_CORE, (hard, hard));"
        "folder = Path(sys.argv[1]);"
        "wallet = compose(Config(vault=folder / 'vault', passphrase_file=folder / 'passphrase', keyring=False));"
        "wallet.badges(); print(resource.getrlimit(resource.RLIMIT_CORE)[0])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(own)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == "0", done.stderr

"""The command line in this process: what it says on both streams and how it leaves."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

import pytest

from tests.places import SAMPLES
from wallet.__main__ import main
from wallet.codec.json import loads_object
from wallet.model.json import JsonObject

AT: Final = "2026-11-23T14:05:00Z"
PASSPHRASE: Final = "correct horse battery staple"


@dataclass(frozen=True, slots=True)
class Said:
    """What one command did."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> JsonObject:
        """The one JSON document on stdout."""
        (line,) = self.out.splitlines()
        return loads_object(line.encode())

    @property
    def documents(self) -> list[JsonObject]:
        """The JSON lines on stdout."""
        return [loads_object(line.encode()) for line in self.out.splitlines()]


class Wallet(Protocol):
    """A way to run commands."""

    def __call__(self, *arguments: str | Path) -> Said: ...


def private_file(path: Path, text: str) -> Path:
    """A file only its owner can read."""
    path.touch(mode=0o600)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def passphrase_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return private_file(tmp_path_factory.mktemp("secret") / "passphrase", PASSPHRASE + "\n")


@pytest.fixture(scope="session")
def filled_vault(tmp_path_factory: pytest.TempPathFactory, passphrase_file: Path) -> Path:
    """A vault with every sample in it, made once: deriving a key is slow on purpose. Tests that change it copy it."""
    vault = tmp_path_factory.mktemp("filled") / "vault"
    common = ["--vault", str(vault), "--passphrase-file", str(passphrase_file), "--at", AT, "--no-input", "--json"]
    assert main(["init", *common]) == 0
    assert main(["import", str(SAMPLES), *common]) == 0
    return vault


@pytest.fixture
def vault(tmp_path: Path, filled_vault: Path) -> Path:
    """A copy of the filled vault for one test to change."""
    return Path(shutil.copytree(filled_vault, tmp_path / "vault"))


@pytest.fixture
def wallet(capsys: pytest.CaptureFixture[str]) -> Wallet:
    """Runs a command as of a fixed instant, in English."""

    def run(*arguments: str | Path) -> Said:
        capsys.readouterr()
        code = main([str(argument) for argument in ("--lang", "en", "--at", AT, "--no-input", *arguments)])
        told = capsys.readouterr()
        return Said(code, told.out, told.err)

    return run


@pytest.fixture
def learner(wallet: Wallet, filled_vault: Path, passphrase_file: Path) -> Wallet:
    """Runs a command on the shared vault, which it must leave as it is."""
    return lambda *arguments: wallet("--vault", filled_vault, "--passphrase-file", passphrase_file, *arguments)


@pytest.fixture
def changing_learner(wallet: Wallet, vault: Path, passphrase_file: Path) -> Wallet:
    """Runs a command on a vault of this test's own."""
    return lambda *arguments: wallet("--vault", vault, "--passphrase-file", passphrase_file, *arguments)

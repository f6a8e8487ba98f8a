"""`make demo`: it does what it says, in both languages, leaves nothing running, and fails loudly when it should."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from scripts.demo_stage import NotAsExpectedError, Person, Stage
from scripts.demo_words import WORDS
from tests.places import ROOT
from wallet.codec import json as strict_json

WALLET: Final = Path(sys.executable).with_name("wallet")
STEPS: Final = ("init", "import", "list", "check", "show", "present", "host", "share", "verify", "revoke", "links")


def is_open(url: str) -> bool:
    """Whether somebody listens at an address of this machine."""
    host, _, port = url.removeprefix("http://").partition(":")
    with socket.socket() as probe:
        probe.settimeout(5)
        return probe.connect_ex((host, int(port))) == 0


def run_demo(folder: Path, language: str) -> str:
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "demo.py"), "--lang", language, "--folder", str(folder)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    return done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_demonstration(tmp_path: Path, language: str) -> None:
    told = run_demo(tmp_path / "demo", language)
    for step in STEPS:
        assert f"$ wallet {step}" in told
    for words in ("vault", "offline", "employer", "gone", "gone_answer"):
        assert WORDS[language][words] in told
    assert "(410)" in told or "（410）" in told
    (url,) = set(re.findall(r"^    (http://127\.0\.0\.1:\d+)$", told, re.MULTILINE))
    assert not is_open(url)
    listed = subprocess.run(
        [WALLET, "list", "--json", "--vault", str(tmp_path / "demo" / "vault")],
        env={
            "WALLET_PASSPHRASE_FILE": str(tmp_path / "demo" / "passphrase"),
            "HOME": str(tmp_path),
            "WALLET_KEYRING": "off",
        },
        capture_output=True,
        check=True,
    )
    names = {strict_json.loads_object(line)["name"] for line in listed.stdout.splitlines()}
    assert len(names) == len(list((ROOT / "samples").iterdir()))


def test_both_languages_say_the_same_things() -> None:
    assert WORDS["en"].keys() == WORDS["ja"].keys()


def test_another_exit_code_than_promised_ends_it(tmp_path: Path) -> None:
    person = Person(home=tmp_path)
    with pytest.raises(NotAsExpectedError, match="exit 0, not 1"):
        Stage("en", WORDS["en"]).ask(person, "verify", "samples/01-data-science.json", "--offline", leaves=1)


def fail_beside_a_host(folder: Path) -> str:
    """The address of a host beside which something went wrong."""
    seen: list[str] = []
    try:
        with Stage("en", WORDS["en"]).link_host(Person(home=folder), folder / "host") as url:
            seen.append(url)
            assert is_open(url)
            raise NotAsExpectedError("on purpose")
    except NotAsExpectedError:
        return seen[0]


def test_the_host_is_stopped_when_something_goes_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    url = fail_beside_a_host(tmp_path)
    assert not is_open(url)
    assert url in capsys.readouterr().out

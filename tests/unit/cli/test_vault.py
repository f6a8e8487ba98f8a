"""init, lock, unlock, trust, keys, doctor, config, completion."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from tests.unit.cli.conftest import PASSPHRASE, Wallet, private_file


class Keyboard(io.StringIO):
    """Standard input of a terminal."""

    def isatty(self) -> bool:
        return True


def type_secrets(monkeypatch: pytest.MonkeyPatch, *secrets: str) -> None:
    """Somebody sits at the terminal and types `secrets` in turn."""
    waiting = iter(secrets)
    monkeypatch.setattr("sys.stdin", Keyboard())
    monkeypatch.setattr("wallet.cli.run.Run.can_ask", lambda _: True)
    monkeypatch.setattr("click.termui.hidden_prompt_func", lambda _: next(waiting))


def test_a_new_vault_shows_its_recovery_key_once(wallet: Wallet, tmp_path: Path, passphrase_file: Path) -> None:
    folder = tmp_path / "vault"
    common = ("--vault", folder, "--passphrase-file", passphrase_file, "--json")
    made = wallet("init", *common)
    assert made.code == 0
    assert (made.document["vault"], made.document["unlocks"]) == (str(folder), ["passphrase", "recovery"])
    assert str(made.document["holder"]).startswith("did:key:z6Mk")
    recovery = private_file(tmp_path / "recovery", str(made.document["recovery_key"]))
    again = wallet("init", *common)
    assert (again.code, again.document["error"]) == (5, "vault-exists")
    assert recovery.read_text(encoding="utf-8") not in again.out + again.err
    assert folder.stat().st_mode & 0o077 == 0


def test_for_people_the_key_is_data_and_the_rest_is_talk(wallet: Wallet, tmp_path: Path, passphrase_file: Path) -> None:
    made = wallet("init", "--vault", tmp_path / "vault", "--passphrase-file", passphrase_file)
    assert len(made.out.splitlines()) == 1
    assert "write it down now" in made.err


def test_without_keyring_passphrase_or_person_it_says_so(wallet: Wallet, tmp_path: Path) -> None:
    for flags in ((), ("--keyring",)):
        said = wallet("init", "--vault", tmp_path / "vault", *flags, "--json")
        assert (said.code, said.document["error"]) == (5, "keyring-missing")
    assert not (tmp_path / "vault").exists()


def test_an_empty_passphrase_is_none(wallet: Wallet, tmp_path: Path) -> None:
    empty = private_file(tmp_path / "empty", "\n")
    said = wallet("init", "--vault", tmp_path / "vault", "--passphrase-file", empty, "--json")
    assert (said.code, said.document["error"]) == (5, "passphrase-empty")


def test_a_person_types_it_twice(wallet: Wallet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    type_secrets(monkeypatch, PASSPHRASE, PASSPHRASE)
    made = wallet("init", "--vault", tmp_path / "vault")
    assert made.code == 0
    assert "no keyring that the wallet trusts" in made.err
    assert PASSPHRASE not in made.out + made.err
    typed = private_file(tmp_path / "typed", PASSPHRASE)
    assert wallet("keys", "--vault", tmp_path / "vault", "--passphrase-file", typed).code == 0


@pytest.mark.parametrize(
    ("typed", "code"), [((PASSPHRASE, "another"), "passphrase-differs"), (("",), "passphrase-empty")]
)
def test_what_is_typed_wrongly_makes_nothing(
    wallet: Wallet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: tuple[str, ...], code: str
) -> None:
    type_secrets(monkeypatch, *typed)
    assert wallet("init", "--vault", tmp_path / "vault", "--json").document["error"] == code
    assert not (tmp_path / "vault").exists()


def test_locking_and_unlocking_without_a_keyring_say_what_holds(changing_learner: Wallet) -> None:
    assert changing_learner("lock", "--json").document["unlocked"] is False
    assert "locked" in changing_learner("lock").out
    said = changing_learner("unlock", "--json")
    assert (said.code, said.document["unlocked"]) == (0, False)
    assert "asks for it again" in changing_learner("unlock").out


def test_without_anything_that_opens_it_a_vault_is_locked(wallet: Wallet, filled_vault: Path) -> None:
    said = wallet("list", "--vault", filled_vault, "--json")
    assert (said.code, said.document["error"]) == (5, "vault-locked")


def test_a_missing_vault_says_how_to_make_one(wallet: Wallet, tmp_path: Path) -> None:
    said = wallet("list", "--vault", tmp_path / "none")
    assert said.code == 5
    assert said.err.endswith("hint: `wallet init` makes one\n")


def test_known_issuers_are_added_listed_and_forgotten(changing_learner: Wallet) -> None:
    issuer = "did:web:university.example"
    assert changing_learner("trust", "add", "--json").document["error"] == "issuer-missing"
    added = changing_learner("trust", "add", issuer, "--name", "大学", "--json").document
    assert added == {"id": issuer, "name": "大学", "by": "me", "since": "2026-11-23T14:05:00Z"}
    assert "大学  you" in changing_learner("trust", "list").out
    assert changing_learner("trust", "remove", issuer).out == ""


def test_the_key_that_signs(learner: Wallet) -> None:
    holder = learner("keys", "list", "--json").document["holder"]
    assert learner("keys").out == f"{holder}\n"


def test_the_doctor_finds_a_sound_vault_sound(learner: Wallet) -> None:
    said = learner("doctor", "--json")
    rows = said.document["rows"]
    assert said.code == 0
    assert isinstance(rows, list)
    states = {str(row["check"]): row["state"] for row in rows if isinstance(row, dict)}
    assert {"program", "cipher", "contexts", "page", "keyring", "language", "opens-by", "vault", "clock"} <= set(states)
    assert (states["cipher"], states["vault"], states["keyring"]) == ("ok", "ok", "info")
    assert "保管庫" in learner("doctor", "--lang", "ja").out


def test_the_doctor_goes_on_where_there_is_no_vault_or_it_is_locked(
    wallet: Wallet, filled_vault: Path, tmp_path: Path
) -> None:
    assert wallet("doctor", "--vault", tmp_path / "none").code == 0
    locked = wallet("doctor", "--vault", filled_vault)
    assert locked.code == 5
    assert "error    vault" in locked.out
    assert "ok       contexts" in locked.out


def test_the_doctor_sees_a_damaged_file_an_open_folder_and_a_clock_set_back(
    wallet: Wallet, vault: Path, passphrase_file: Path
) -> None:
    common = ("--vault", vault, "--passphrase-file", passphrase_file)
    assert "warning  clock" in wallet("doctor", *common, "--at", "2020-01-01T00:00:00Z").out
    if os.name == "posix":
        vault.chmod(0o755)
        assert "warning  folder" in wallet("doctor", *common).out
    database = vault / "vault.db"
    content = bytearray(database.read_bytes())
    content[len(content) // 2] ^= 0xFF
    database.write_bytes(content)
    said = wallet("doctor", *common)
    assert said.code == 5
    assert "error    vault" in said.out


def test_a_vault_whose_keys_are_gone_is_told_in_words(wallet: Wallet, vault: Path, passphrase_file: Path) -> None:
    (vault / "vault.keys").unlink()
    said = wallet("list", "--vault", vault, "--passphrase-file", passphrase_file, "--json")
    assert (said.code, said.document["error"]) == (5, "vault-keys-missing")


def test_the_settings_in_effect(wallet: Wallet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert wallet("config", "path", "--vault", tmp_path).out == f"{tmp_path}\n"
    assert wallet("config", "path", "--vault", tmp_path, "--json").document["vault"] == str(tmp_path)
    monkeypatch.setenv("WALLET_LINK_HOST", "https://links.example")
    shown = wallet("config", "--json").document
    assert (shown["link_host"], shown["language"], shown["at"]) == (
        "https://links.example",
        "en",
        "2026-11-23T14:05:00Z",
    )
    assert "https://links.example" in wallet("config", "show").out


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_completion_script_for_each_shell(wallet: Wallet, shell: str) -> None:
    said = wallet("completion", shell)
    assert said.code == 0
    assert "_WALLET_COMPLETE" in said.out

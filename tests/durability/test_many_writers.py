"""O05: eight programs import at once, half of it the same; every badge is there once, and nobody is told to wait."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.places import ROOT
from tests.unit.storage.samples import AT, KEY, payload_of
from wallet.storage.vault import SqliteVault

WRITERS = 8
EACH = 12


def test_o05_eight_programs_import_at_once(tmp_path: Path) -> None:
    path = tmp_path / "vault.db"
    SqliteVault.create(path, KEY, AT).close()
    # Every second half of one writer's badges is the first half of the next one's.
    program = [sys.executable, "-m", "tests.unit.storage.importer", str(path)]
    commands = [[*program, str(number * EACH // 2), str(EACH), "3000", "0"] for number in range(WRITERS)]
    writers = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for command in commands]
    said = [writer.communicate(timeout=300)[0] for writer in writers]
    assert [writer.returncode for writer in writers] == [0] * WRITERS, said
    assert all(len(lines.splitlines()) == EACH + 1 for lines in said), said
    vault = SqliteVault.open(path, KEY)
    wanted = {payload_of(number, 3000) for number in range((WRITERS + 1) * EACH // 2)}
    kept = [vault.badge(badge.id).payload for badge in vault.badges()]
    assert sorted(kept) == sorted(wanted)
    assert vault.problems() == ()
    assert sum(entry.action == "imported" for entry in vault.history()) == len(wanted)
    vault.close()

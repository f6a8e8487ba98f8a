"""`wallet backup`, `wallet backup verify` and `wallet restore`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from wallet.cli.command import argument, command, flag, path_option
from wallet.cli.exits import DONE, TROUBLE
from wallet.cli.run import Run
from wallet.codec.safe_text import safe_text
from wallet.codec.time import format_instant
from wallet.errors import UsageError, VaultError
from wallet.model.json import JsonObject
from wallet.model.record import BackupContents
from wallet.text.backup import backup_text
from wallet.text.errors import error_text

_VERIFY: Final = "verify"
_KEY_FILE: Final = "Read the backup's passphrase or recovery key from a file that only its owner can read."


@command(
    "backup",
    argument("names", many=True),
    path_option("--key-file", text=_KEY_FILE, metavar="FILE"),
)
def backup_command(run: Run, *, names: tuple[str, ...], key_file: Path | None) -> int:
    """Write everything to one sealed file: backup FILE. Try a backup out in memory: backup verify FILE."""
    if len(names) == 1 and names[0] != _VERIFY:
        return _write(run, Path(names[0]))
    if len(names) != len((_VERIFY, "FILE")) or names[0] != _VERIFY:
        raise UsageError("backup-names", value=" ".join(names))
    return _verify(run, Path(names[1]), key_file)


def _write(run: Run, file: Path) -> int:
    contents = run.wallet().back_up(file)
    if run.json:
        run.data({"schema": "wallet.backup/1", "file": str(file), **_document(contents)})
    else:
        run.line(f"{_say(run, 'written')}: {safe_text(str(file))}")
        _tell(run, contents)
    return TROUBLE if contents.lost else DONE


def _verify(run: Run, file: Path, key_file: Path | None) -> int:
    contents = run.wallet().verify_backup(file, key_file)
    if run.json:
        whole = not contents.problems
        run.data({"schema": "wallet.backup-verify/1", "file": str(file), "whole": whole, **_document(contents)})
    else:
        run.line(f"{_say(run, 'made-at')}: {format_instant(contents.made_at)}")
        _tell(run, contents)
        run.line(_say(run, "not-whole" if contents.problems else "whole"))
        for problem in contents.problems:
            code, _, about = problem.partition(" ")
            run.line(f"  {error_text(VaultError(code), run.language)[0]} {safe_text(about)}".rstrip())
    return TROUBLE if contents.problems else DONE


def _tell(run: Run, contents: BackupContents) -> None:
    _counts(run, contents.kinds)
    run.line(f"{_say(run, 'opens-by')}: {', '.join(_say(run, kind) for kind in contents.opens_by)}")
    for name in contents.lost:
        run.say(f"{_say(run, 'lost')}: {safe_text(name)}")


def _counts(run: Run, kinds: Mapping[str, int]) -> None:
    for kind, count in kinds.items():
        run.line(f"  {count:>7} {_say(run, kind)}")


@command(
    "restore",
    argument("file"),
    flag("--dry-run", text="Say what would happen and change nothing."),
    path_option("--key-file", text=_KEY_FILE, metavar="FILE"),
)
def restore_command(run: Run, *, file: str, dry_run: bool, key_file: Path | None) -> int:
    """Put what a backup holds into the vault; where there is no vault, make it from the backup."""
    wallet = run.wallet()
    fresh = not wallet.door.exists()
    if dry_run:
        run.say(_say(run, "rehearsal"))
    restored = wallet.restore(Path(file), key_file, rehearse=dry_run)
    failed = any(badge.reason for badge in restored.badges) or bool(restored.contents.lost)
    if run.json:
        rows: list[JsonObject] = [
            {"id": badge.id, "name": badge.name, "outcome": badge.outcome, "reason": badge.reason or None}
            for badge in restored.badges
        ]
        run.data(
            {
                "schema": "wallet.restore/1",
                "dry_run": dry_run,
                "made_vault": fresh and not dry_run,
                "badges": [*rows],
                "added": {**restored.added},
                "lost": [*restored.contents.lost],
            }
        )
        return TROUBLE if failed else DONE
    for badge in restored.badges:
        why = f"  {error_text(VaultError(badge.reason), run.language)[0]}" if badge.reason else ""
        run.line(f"{badge.id}  {_say(run, badge.outcome)}  {safe_text(badge.name, 60)}{why}")
    others = {kind: count for kind, count in restored.added.items() if kind != "badge"}
    if others:
        run.line(f"{_say(run, 'added')}:")
        _counts(run, others)
    for name in restored.contents.lost:
        run.say(f"{_say(run, 'lost')}: {safe_text(name)}")
    if fresh and not dry_run:
        run.say(_say(run, "made"))
    return TROUBLE if failed else DONE


def _say(run: Run, name: str) -> str:
    return backup_text(name, run.language)


def _document(contents: BackupContents) -> JsonObject:
    return {
        "made_at": format_instant(contents.made_at),
        "vault": contents.vault_id,
        "opens_by": [*contents.opens_by],
        "contents": {**contents.kinds},
        "lost": [*contents.lost],
        "problems": [*contents.problems],
    }

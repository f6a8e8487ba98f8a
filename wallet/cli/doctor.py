"""`wallet doctor` and `wallet completion`."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import click
from click.shell_completion import get_completion_class

from wallet import __version__
from wallet.cli.command import Run, command
from wallet.errors import UsageError, VaultError
from wallet.text.errors import error_text

Row = tuple[str, str, str]
_EXIT = {"ok": 0, "info": 0, "warning": 0, "error": 5}


@command("doctor")
def doctor_command(run: Run) -> int:
    """Check this installation and the vault; nothing is changed."""
    rows = [*_installation(), *_vault(run)]
    if run.json:
        run.data(
            {
                "schema": "wallet.doctor/1",
                "rows": [{"check": name, "state": state, "detail": detail} for name, state, detail in rows],
            }
        )
    else:
        for name, state, detail in rows:
            run.line(f"{state:8} {name:10} {detail}")
    return max(_EXIT[state] for _, state, _ in rows)


def _installation() -> Iterator[Row]:
    from wallet.materials.bundled import BundledContexts
    from wallet.share.host.pages import built_page_folder, load_page

    yield "version", "ok", f"wallet {__version__}, Python {sys.version.partition(' ')[0]}"
    contexts = BundledContexts()
    found = [contexts.get(context.url) for context in contexts.index()]
    yield "contexts", "ok", f"{len(found)} JSON-LD contexts, every SHA-256 as pinned"
    page = load_page(built_page_folder())
    yield "page", "ok" if page else "info", "built" if page else "not built: links open without in-browser checking"


def _vault(run: Run) -> Iterator[Row]:
    from wallet.storage.keyring_port import keyring_problem

    problem = keyring_problem()
    yield "keyring", "info" if problem else "ok", problem or "available"
    wallet = run.wallet()
    if not wallet.door.exists():
        yield "vault", "info", error_text(VaultError("vault-missing"), run.language)[0]
        return
    try:
        vault = wallet.door.open()
        problems = vault.problems()
    except VaultError as error:
        yield "vault", "error", error_text(error, run.language)[0]
        return
    for found in problems:
        yield "vault", "error", found
    if not problems:
        yield "vault", "ok", f"{len(vault.badges())} badges, every original re-read and whole"
    seen = vault.latest_time()
    if seen is not None and seen > wallet.clock():
        yield "clock", "warning", "earlier than a time this vault has already seen"


@command("completion", click.Argument(["shell"], type=click.Choice(["bash", "zsh", "fish"])))
def completion_command(run: Run, shell: str) -> int:
    """Print a completion script for a shell."""
    from wallet.cli.app import root

    found = get_completion_class(shell)
    if found is None:
        raise UsageError("usage", shell=shell)
    run.line(found(root, {}, "wallet", "_WALLET_COMPLETE").source())
    return 0

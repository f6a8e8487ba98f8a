"""`wallet doctor`: is this installation whole, and is the vault? Changes nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from wallet import __version__
from wallet.cli.command import command
from wallet.cli.exits import DONE, TROUBLE
from wallet.cli.run import Run
from wallet.codec.safe_text import safe_text
from wallet.compose import vault_folder
from wallet.errors import VaultError, WalletError
from wallet.materials.bundled import BundledContexts
from wallet.share.host.pages import built_page_folder, load_page
from wallet.storage.keyring_port import keyring_problem
from wallet.storage.open import envelope_kinds
from wallet.text.doctor import doctor_text
from wallet.text.errors import error_text

OK: Final = "ok"
INFO: Final = "info"
WARNING: Final = "warning"
ERROR: Final = "error"
_OTHERS: Final = 0o077
_PAINT: Final = {OK: "passed", WARNING: "indeterminate", ERROR: "failed"}


@dataclass(frozen=True, slots=True)
class Row:
    """One thing looked at; `detail` is for people, sanitised and in their language."""

    check: str
    state: str
    detail: str


@command("doctor")
def doctor_command(run: Run) -> int:
    """Check this installation and the vault; nothing is changed."""
    looks: tuple[Callable[[Run], Iterator[Row]], ...] = (
        _program,
        _cipher,
        _contexts,
        _page,
        _keyring,
        _language,
        _vault,
    )
    rows = [row for look in looks for row in _guarded(look, run)]
    if run.json:
        listed = [{"check": row.check, "state": row.state, "detail": row.detail} for row in rows]
        run.data({"schema": "wallet.doctor/1", "rows": [dict(row) for row in listed]})
    else:
        for row in rows:
            run.line(f"{run.paint(f'{row.state:8}', _PAINT.get(row.state, ''))} {row.check:10} {row.detail}")
    return TROUBLE if any(row.state == ERROR for row in rows) else DONE


def _guarded(look: Callable[[Run], Iterator[Row]], run: Run) -> Iterator[Row]:
    """What one look finds, and one more row where it could not be finished: the other looks go on."""
    try:
        yield from look(run)
    except WalletError as error:
        params = {name: safe_text(value) for name, value in error.params.items()}
        yield Row(look.__name__.lstrip("_"), ERROR, " ".join(error_text(error, run.language, params)))


def _program(run: Run) -> Iterator[Row]:
    python = sys.version.partition(" ")[0]
    yield Row("program", OK, doctor_text("program", run.language, version=__version__, python=python))


def _cipher(run: Run) -> Iterator[Row]:
    """Two packages install a module of the same name, and one of them would leave every file plain."""
    import apsw

    version: object = getattr(apsw, "mc_version", None)
    if version is None:
        yield Row("cipher", ERROR, error_text(VaultError("cipher-missing"), run.language)[0])
    else:
        yield Row("cipher", OK, doctor_text("cipher", run.language, version=str(version)))


def _contexts(run: Run) -> Iterator[Row]:
    contexts = BundledContexts()
    index = contexts.index()
    for copies in filter(None, (contexts, contexts.older)):
        for context in index:
            copies.get(context.url)
    yield Row("contexts", OK, doctor_text("contexts", run.language, count=str(len(index))))


def _page(run: Run) -> Iterator[Row]:
    page = load_page(built_page_folder())
    yield Row("page", OK if page else INFO, doctor_text("page" if page else "no-page", run.language))


def _keyring(run: Run) -> Iterator[Row]:
    problem = keyring_problem() if run.config.keyring else "keyring-off"
    yield Row("keyring", INFO if problem else OK, doctor_text(problem or "keyring", run.language))


def _language(run: Run) -> Iterator[Row]:
    yield Row("language", OK, doctor_text("language", run.language))


def _vault(run: Run) -> Iterator[Row]:
    wallet, folder = run.wallet(), vault_folder(run.config)
    if not wallet.door.exists():
        yield Row("vault", INFO, error_text(VaultError("vault-missing"), run.language)[0])
        return
    if sys.platform != "win32" and folder.stat().st_mode & _OTHERS:
        yield Row("folder", WARNING, doctor_text("folder-open", run.language, path=safe_text(str(folder))))
    yield Row("opens-by", OK, ", ".join(run.word(kind) for kind in envelope_kinds(folder)))
    vault = wallet.door.open()
    problems = vault.problems()
    for problem in problems:
        code, _, about = problem.partition(" ")
        said, hint = error_text(VaultError(code), run.language)
        yield Row("vault", ERROR, f"{said} {safe_text(about)} {run.word('hint')}: {hint}")
    if not problems:
        yield Row("vault", OK, doctor_text("vault", run.language, count=str(len(vault.badges()))))
    seen = vault.latest_time()
    back = seen is not None and seen > wallet.clock()
    yield Row("clock", WARNING if back else OK, doctor_text("clock-back" if back else "clock", run.language))

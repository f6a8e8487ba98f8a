"""Where errors become words and exit codes: no traceback, and no local variable, reaches a person."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Final

from wallet.cli.exits import INDETERMINATE, INTERRUPTED, TROUBLE
from wallet.cli.run import Run
from wallet.errors import WalletError

_VERDICTS: Final = frozenset({"verify", "check"})
"""What these commands could not finish is a question left open; elsewhere it is trouble."""


def guarded(name: str, run: Run, body: Callable[[], int]) -> int:
    """The exit code of `body`, the command `name`. What the wallet raises on purpose is told here."""
    with _last_resort(name, run):
        try:
            return body()
        except WalletError as error:
            return run.tell(error)
        except BrokenPipeError:
            _close_stdout()
            return INTERRUPTED


@contextlib.contextmanager
def _last_resort(name: str, run: Run) -> Iterator[None]:
    """A defect of this program goes on as it is, so that nothing swallows it; at the top of the process it is told in
    a line, in place of the traceback.
    """
    before = sys.excepthook

    def tell_defect(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if not issubclass(kind, Exception):
            before(kind, error, trace)
            return
        # The type is enough to find it by; the message may quote what the badge, or the vault, holds.
        run.tell(WalletError("internal-error", kind=kind.__name__))
        raise SystemExit(INDETERMINATE if name in _VERDICTS else TROUBLE)

    sys.excepthook = tell_defect
    # Not in a `finally`: after a defect the hook has to be there still.
    yield
    sys.excepthook = before


def _close_stdout() -> None:
    """Nobody reads on: what Python still holds back at its end must not fail a second time."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)

"""Where errors become words and exit codes: no traceback, and no local variable, reaches a person."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Final

import click

from wallet.cli.exits import INDETERMINATE, INTERRUPTED, TROUBLE
from wallet.cli.run import Run
from wallet.errors import WalletError

_VERDICTS: Final = frozenset({"verify", "check"})
"""What these commands could not finish is a question left open; elsewhere it is trouble."""


def guarded(name: str, run: Run, body: Callable[[], int]) -> int:
    """The exit code of `body`, the command `name`, whatever happens in it."""
    try:
        return body()
    except WalletError as error:
        return run.tell(error)
    except BrokenPipeError:
        _close_stdout()
        return INTERRUPTED
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except (click.ClickException, click.Abort):
        raise
    except Exception as error:  # noqa: BLE001 - the last resort: a defect must be said without a traceback
        # The type is enough to find it by; the message may quote what the badge, or the vault, holds.
        run.tell(WalletError("internal-error", kind=type(error).__name__))
        return INDETERMINATE if name in _VERDICTS else TROUBLE


def _close_stdout() -> None:
    """Nobody reads on: what Python still holds back at its end must not fail a second time."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)

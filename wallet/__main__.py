"""`wallet`, and `python -m wallet`: the one place that knows both the command line and the terminal UI."""

from __future__ import annotations

import atexit
import gc
import sys
from typing import TYPE_CHECKING, Final

from wallet import __version__

if TYPE_CHECKING:
    from wallet.config import Config

_GARBAGE_THRESHOLD: Final = 50_000
"""Objects made, less those gone, before the young are looked through: in a long run a few megabytes."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit code of the contract."""
    given = sys.argv[1:] if arguments is None else arguments
    if given == ["--version"]:
        # Asked by scripts and package managers: answered before anything is loaded.
        sys.stdout.write(f"wallet {__version__}\n")
        return 0
    # What is made at the start stays: looking for garbage in it, again and again and once more at the end, takes a
    # quarter of a short run.
    gc.set_threshold(_GARBAGE_THRESHOLD)
    atexit.register(gc.freeze)
    from wallet.cli.app import run

    return run(given, open_screens=_open_screens)


def _open_screens(config: Config) -> int:
    from dataclasses import replace

    from wallet.compose import compose, samples_folder
    from wallet.text.language import language_of
    from wallet.ui.app import run_app

    # The screens ask where to share to: a link host that is only configured must not make them need a network.
    wallet = compose(replace(config, link_host=None))
    return run_app(
        wallet,
        language=language_of(config.language),
        language_asked=config.language_asked,
        samples=samples_folder(),
        link_host=config.link_host or "",
    )


if __name__ == "__main__":
    sys.exit(main())

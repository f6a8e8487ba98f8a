"""`wallet host`: the link host, which keeps only ciphertext."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import click

from wallet.cli.command import command, flag, option, path_option
from wallet.cli.exits import DONE
from wallet.cli.run import Run
from wallet.compose import clock_of, host_folder
from wallet.share.host.logs import log_to
from wallet.share.host.server import serve


@command(
    "host",
    option("--bind", text="The address to listen on.", metavar="ADDRESS", default="127.0.0.1"),
    click.Option(
        ["--port"], type=click.IntRange(0, 65535), default=8765, metavar="PORT", help="The port; 0 takes a free one."
    ),
    path_option("--data", text="The folder for the ciphertexts.", metavar="DIR"),
    option("--trusted-proxy", text="The proxy whose X-Forwarded-For is believed.", metavar="ADDRESS", default=""),
    flag("--log", text="Write a JSON line for every request to stderr, without IDs and addresses."),
)
def host_command(run: Run, *, bind: str, port: int, data: Path | None, trusted_proxy: str, log: bool) -> int:
    """Run the link host until it is told to stop."""

    def ready(url: str) -> None:
        if run.json:
            run.data({"schema": "wallet.host/1", "url": url})
        else:
            run.line(f"{run.word('host-ready')} {url}")

    # Whoever wants the log of the host attaches to it; on the terminal there is none.
    logging.getLogger("wallet").addHandler(logging.NullHandler())
    clock = clock_of(run.config)
    if log:
        log_to(sys.stderr, clock)
    serve(bind, port, data or host_folder(), ready=ready, clock=clock, trusted_proxy=trusted_proxy)
    return DONE

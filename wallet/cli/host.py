"""`wallet host`: the link host, which keeps only ciphertext."""

from __future__ import annotations

from pathlib import Path

import click

from wallet.cli.command import Run, command, option, path_option


@command(
    "host",
    option("--bind", text="The address to listen on.", metavar="ADDRESS", default="127.0.0.1"),
    click.Option(["--port"], type=click.IntRange(0, 65535), default=8765, help="The port; 0 takes a free one."),
    path_option("--data", text="The folder for the ciphertexts.", metavar="DIR"),
)
def host_command(run: Run, bind: str, port: int, data: Path | None) -> int:
    """Run the link host until it is told to stop."""
    from wallet.compose import clock_of, host_folder
    from wallet.share.host.server import serve

    def ready(url: str) -> None:
        if run.json:
            run.data({"schema": "wallet.host/1", "url": url})
        else:
            run.line(f"{run.word('host-ready')} {url}")

    serve(bind, port, data or host_folder(), ready=ready, clock=clock_of(run.config))
    return 0

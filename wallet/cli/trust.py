"""Who is known: trust; and who signs: keys."""

from __future__ import annotations

import click

from wallet.cli.command import Run, argument, command, option
from wallet.codec.safe_text import safe_text
from wallet.errors import UsageError
from wallet.text.words import date_text


@command(
    "trust",
    click.Argument(["action"], type=click.Choice(["list", "add", "remove"])),
    argument("issuer", required=False),
    option("--name", text="What you call the issuer.", metavar="NAME", default=""),
    option("--by", text="On whose word.", metavar="WHO", default="me"),
)
def trust_command(run: Run, action: str, issuer: str | None, name: str, by: str) -> int:
    """Say which issuers are known, and on whose word: list, add ID, remove ID."""
    from wallet.codec.time import format_instant

    wallet = run.wallet()
    if action != "list":
        if not issuer:
            raise UsageError("usage", action=action)
        if action == "add":
            wallet.trust(issuer, name, by)
        else:
            wallet.distrust(issuer)
    for known in wallet.trusted():
        if run.json:
            run.data({"id": known.id, "name": known.name, "by": known.by, "since": format_instant(known.since)})
        else:
            since = date_text(known.since, run.language)
            run.line(f"{safe_text(known.id)}  {safe_text(known.name)}  {safe_text(known.by)}  {since}")
    return 0


@command("keys")
def keys_command(run: Run) -> int:
    """Show the DID that presentations are signed with."""
    holder = run.wallet().holder()
    if run.json:
        run.data({"schema": "wallet.keys/1", "holder": holder})
    else:
        run.line(holder)
    return 0

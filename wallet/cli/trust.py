"""Who is known: trust; and who signs: keys."""

from __future__ import annotations

import click

from wallet.cli.command import argument, command, option
from wallet.cli.exits import DONE
from wallet.cli.run import Run
from wallet.codec.safe_text import safe_text
from wallet.codec.time import format_instant
from wallet.errors import UsageError
from wallet.text.words import date_text


@command(
    "trust",
    click.Argument(["action"], type=click.Choice(["list", "add", "remove"])),
    argument("issuer", required=False),
    option("--name", text="What you call the issuer.", metavar="NAME", default=""),
    option("--by", text="On whose word.", metavar="WHO", default="me"),
)
def trust_command(run: Run, *, action: str, issuer: str | None, name: str, by: str) -> int:
    """Say which issuers are known, and on whose word: list, add ISSUER, remove ISSUER."""
    if action != "list" and not issuer:
        raise UsageError("issuer-missing")
    wallet = run.wallet()
    if action == "add" and issuer:
        wallet.trust(issuer, name, by)
    elif action == "remove" and issuer:
        wallet.distrust(issuer)
    for known in wallet.trusted():
        if run.json:
            run.data({"id": known.id, "name": known.name, "by": known.by, "since": format_instant(known.since)})
        else:
            parts = (safe_text(known.id), safe_text(known.name), run.word(safe_text(known.by)))
            run.line("  ".join([*filter(None, parts), date_text(known.since, run.language)]))
    return DONE


@command("keys", click.Argument(["action"], type=click.Choice(["list"]), default="list"))
def keys_command(run: Run, *, action: str) -> int:
    """Show the DID that presentations are signed with."""
    del action
    holder = run.wallet().holder()
    if run.json:
        run.data({"schema": "wallet.keys/1", "holder": holder})
    else:
        run.line(holder)
    return DONE

"""`wallet address`: the learner's own addresses, so that badges with a hashed recipient are found to be theirs."""

from __future__ import annotations

import click

from wallet.cli.command import argument, command
from wallet.cli.exits import DONE
from wallet.cli.run import Run
from wallet.codec.safe_text import safe_text
from wallet.errors import UsageError


@command(
    "address",
    click.Argument(["action"], type=click.Choice(["list", "add", "remove"])),
    argument("addresses", many=True, required=False),
)
def address_command(run: Run, *, action: str, addresses: tuple[str, ...]) -> int:
    """Keep the e-mail addresses and identifiers that are yours, also those that no longer work: list, add, remove."""
    if action != "list" and not addresses:
        raise UsageError("address-missing")
    wallet = run.wallet()
    kept = wallet.addresses()
    if action == "add":
        wallet.set_addresses([*kept, *(address.strip() for address in addresses)])
    elif action == "remove":
        wallet.set_addresses([address for address in kept if address not in addresses])
    now = wallet.addresses()
    if run.json:
        run.data({"schema": "wallet.addresses/1", "addresses": list(now)})
    else:
        for address in now:
            run.line(safe_text(address))
    return DONE

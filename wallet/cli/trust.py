"""Who is known: trust; and who signs: keys."""

from __future__ import annotations

from collections.abc import Iterable

import click

from wallet.cli.command import argument, command, option
from wallet.cli.exits import DONE
from wallet.cli.run import Run
from wallet.codec.safe_text import safe_text
from wallet.codec.time import format_instant
from wallet.errors import UsageError
from wallet.model.record import RegistrySnapshot, SeenKey
from wallet.text.words import date_text
from wallet.wallet import Wallet


@command(
    "trust",
    click.Argument(["action"], type=click.Choice(["list", "add", "remove", "keys", "accept", "registry"])),
    argument("names", many=True, required=False),
    option("--name", text="What you call the issuer or the registry.", metavar="NAME", default=""),
    option("--by", text="On whose word.", metavar="WHO", default="me"),
)
def trust_command(run: Run, *, action: str, names: tuple[str, ...], name: str, by: str) -> int:
    """Say which issuers are known, and on whose word: list, add ISSUER, remove ISSUER.

    Keys lists the keys that issuers were first seen with, and accept ISSUER lets a changed one count. Registries of
    issuers are kept as dated copies: registry list, registry add SOURCE (a file or an https address), registry remove
    NAME.
    """
    wallet = run.wallet()
    if action == "registry":
        return _registry(run, wallet, names, name)
    if action == "keys":
        _show_keys(run, wallet.seen_keys())
        return DONE
    issuer = _one(names, "issuer-missing") if action != "list" else ""
    if action == "add":
        wallet.trust(issuer, name, by)
    elif action == "remove":
        wallet.distrust(issuer)
    elif action == "accept":
        wallet.accept_keys(issuer)
        _show_keys(run, [key for key in wallet.seen_keys() if key.issuer == issuer])
        return DONE
    for known in wallet.trusted():
        if run.json:
            run.data({"id": known.id, "name": known.name, "by": known.by, "since": format_instant(known.since)})
        else:
            parts = (safe_text(known.id), safe_text(known.name), run.word(safe_text(known.by)))
            run.line("  ".join([*filter(None, parts), date_text(known.since, run.language)]))
    return DONE


def _registry(run: Run, wallet: Wallet, names: tuple[str, ...], name: str) -> int:
    action, *rest = names or ("list",)
    if action not in {"list", "add", "remove"}:
        raise UsageError("usage", value=action)
    if action == "add":
        for snapshot in wallet.add_registries(_one(tuple(rest), "registry-missing"), name):
            _show_registry(run, snapshot)
        return DONE
    if action == "remove":
        wallet.remove_registry(_one(tuple(rest), "registry-missing"))
    for snapshot in wallet.registries():
        _show_registry(run, snapshot)
    return DONE


def _one(names: tuple[str, ...], missing: str) -> str:
    if len(names) > 1:
        raise UsageError("usage", value=names[1])
    if not names or not names[0]:
        raise UsageError(missing)
    return names[0]


def _show_registry(run: Run, snapshot: RegistrySnapshot) -> None:
    if run.json:
        run.data(
            {
                "name": snapshot.name,
                "kind": snapshot.kind,
                "source": snapshot.source,
                "dated": format_instant(snapshot.dated),
                "retrieved_at": format_instant(snapshot.retrieved_at),
                "sha256": snapshot.sha256,
            }
        )
        return
    dated = f"{run.word('as-of')} {date_text(snapshot.dated, run.language)}"
    run.line("  ".join((safe_text(snapshot.name), dated, safe_text(snapshot.source))))


def _show_keys(run: Run, keys: Iterable[SeenKey]) -> None:
    for seen in keys:
        state = "key-counts" if seen.accepted else "key-changed"
        if run.json:
            run.data(
                {
                    "issuer": seen.issuer,
                    "key": seen.key,
                    "first_seen": format_instant(seen.first_seen),
                    "accepted": seen.accepted,
                }
            )
        else:
            parts = (safe_text(seen.issuer), safe_text(seen.key, 90), run.word(state))
            run.line("  ".join((*parts, date_text(seen.first_seen, run.language))))


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

"""The operations that are run under faults."""

from __future__ import annotations

from typing import Final

from tests.durability.harness import AT, Operation
from wallet.storage.migrations import CURRENT_VERSION

_VAULT: Final = ("--vault", "WORK/vault", "--at", AT, "--json", "--passphrase-file", "WORK/passphrase")
_INIT: Final = (*_VAULT, "init")
_FIRST: Final = (*_VAULT, "import", "ROOT/samples/01-data-science.json", "ROOT/samples/12-programming.json")


def _on_vault(*words: str) -> tuple[str, ...]:
    return (*_VAULT, *words)


BEGINNING: Final = (_INIT, _FIRST)

ONE: Final = "ROOT/samples/10-issuer-nobody-knows.json"
MANY: Final = (ONE, "ROOT/samples/02-statistics.png", "ROOT/samples/11-exchange-semester.json")
TAGGED: Final = "fas5kjzkyf"

OPERATIONS: Final = (
    Operation(name="init", prepare=(), call=_INIT),
    Operation(name="import-one", prepare=BEGINNING, call=_on_vault("import", ONE)),
    Operation(name="import-many", prepare=BEGINNING, call=_on_vault("import", *MANY)),
    Operation(name="tag", prepare=BEGINNING, call=_on_vault("tag", TAGGED, "応募", "2026")),
    Operation(name="check", prepare=BEGINNING, call=_on_vault("check")),
    Operation(name="remove", prepare=BEGINNING, call=_on_vault("remove", TAGGED, "--yes")),
    Operation(
        name="share-file",
        prepare=BEGINNING,
        call=_on_vault("share", TAGGED, "--to", "file", "-o", "WORK/shared.json"),
        looks=(_on_vault("verify", "WORK/shared.json"),),
    ),
    Operation(
        name="revoke",
        prepare=(*BEGINNING, _on_vault("--allow-loopback", "share", TAGGED, "--to", "link", "--host", "HOST")),
        call=_on_vault("--allow-loopback", "revoke", "LINK"),
    ),
    Operation(
        name="backup",
        prepare=(*BEGINNING, _on_vault("backup", "WORK/saved"), _on_vault("tag", TAGGED, "later")),
        call=_on_vault("backup", "WORK/saved"),
        looks=(_on_vault("backup", "verify", "WORK/saved"),),
    ),
    Operation(
        name="restore",
        prepare=(*BEGINNING, _on_vault("backup", "WORK/saved"), _on_vault("remove", TAGGED, "--yes")),
        call=_on_vault("restore", "WORK/saved"),
    ),
    Operation(
        name="restore-anew",
        prepare=(*BEGINNING, _on_vault("backup", "WORK/saved"), ("MOVE", "WORK/vault", "WORK/lost")),
        call=_on_vault("restore", "WORK/saved", "--key-file", "WORK/passphrase"),
    ),
    Operation(name="export", prepare=BEGINNING, call=_on_vault("export", "--all", "-o", "WORK/out")),
    Operation(name="export-plain", prepare=BEGINNING, call=_on_vault("export", "--all", "--plain", "-o", "WORK/out")),
    *(
        Operation(name=f"migrate-{version}", prepare=(*BEGINNING, ("AGE", str(version))), call=_on_vault("list"))
        for version in range(1, CURRENT_VERSION)
    ),
)
"""What a learner does that changes a file, one after the other."""
SLOW: Final = ("init", "revoke")
"""Each try of these pays for Argon2id, or asks a host that answers only so often."""


def operation(name: str) -> Operation:
    """The operation of that name."""
    return next(one for one in OPERATIONS if one.name == name)

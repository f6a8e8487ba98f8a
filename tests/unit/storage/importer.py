"""A program of its own that adds badges to a vault and says the number of each once it is kept.

Arguments: the vault file, the first number, how many, the size of each in bytes, and the largest file it may write
(0: any). What the vault refuses is said as `error CODE`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.unit.storage.samples import AT, KEY, payload_of, received, summary
from wallet.errors import VaultError
from wallet.storage.vault import SqliteVault


def main(path: str, *numbers: str) -> int:
    first, count, size, largest_file = map(int, numbers)
    if largest_file:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))
    try:
        vault = SqliteVault.open(Path(path), KEY)
        say(f"open {len(vault.badges())}")
        for number in range(first, first + count):
            vault.add(summary(f"badge {number}"), received(payload_of(number, size)), {"badge": number}, AT)
            say(str(number))
    except VaultError as error:
        say(f"error {error.code}")
        return 5
    return 0


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

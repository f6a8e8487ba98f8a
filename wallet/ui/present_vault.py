"""What the first run and the lock say."""

from __future__ import annotations

import secrets
from typing import Final

from wallet.text.screens import screen_text
from wallet.ui.line import Line
from wallet.ui.palette import Tone

SHORT: Final = 12
"""Characters under which a passphrase is called short: NIST SP 800-63B-4 asks for 15 where it is the only factor and
for 8 at the least; Argon2id makes each guess dear, so the middle is where the hint turns."""
GOOD: Final = 20
GROUPS_ASKED: Final = 2


def length_hint(passphrase: str, language: str) -> Line:
    """A word on the length of what is typed so far."""
    count = len(passphrase)
    if not count:
        return Line(screen_text("length-none", language), Tone.MUTED)
    name, tone = (
        ("length-short", Tone.INDETERMINATE)
        if count < SHORT
        else ("length-fair", Tone.PLAIN)
        if count < GOOD
        else ("length-good", Tone.PASSED)
    )
    return Line(screen_text(name, language, count=str(count)), tone)


def asked_groups(recovery_key: str) -> tuple[int, ...]:
    """Which groups of a recovery key are asked back, counted from 1: two of them, whichever."""
    groups = recovery_key.split("-")
    numbers = list(range(1, len(groups) + 1))
    picked: list[int] = []
    while len(picked) < min(GROUPS_ASKED, len(groups)):
        picked.append(numbers.pop(secrets.randbelow(len(numbers))))
    return tuple(sorted(picked))


def same_group(typed: str, group: str) -> bool:
    """Whether a group was typed back; case and the look-alikes O, I and L are forgiven, as they are at recovery."""
    look_alikes = str.maketrans("OIL", "011")
    return typed.strip().upper().translate(look_alikes) == group

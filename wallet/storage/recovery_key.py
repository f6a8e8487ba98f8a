"""The recovery key: what is written on paper at set-up and typed back when all else is lost.

130 random bits as 26 symbols of Crockford's base32 and four symbols of checksum, in six groups of five. The alphabet
has no I, L, O or U; reading tolerates lower case, spaces, hyphens, and the look-alikes O for 0, I and L for 1.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from typing import Final

from wallet.errors import PassphraseError
from wallet.model.secret import Secret

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_SYMBOL_BITS: Final = 5
_KEY_SYMBOLS: Final = 26
"""130 bits: past any search, so no slow derivation is needed."""
_CHECK_SYMBOLS: Final = 4
"""20 bits: one slip in a million passes."""
_GROUP: Final = 5
_LOOK_ALIKES: Final = str.maketrans("OIL", "011")
_SEPARATORS: Final = re.compile(r"[\s\-‐-―−]+")


def new_recovery_key() -> str:
    """A fresh recovery key as it is shown, `XXXXX-XXXXX-XXXXX-XXXXX-XXXXX-XXXXX`."""
    symbols = _symbols(secrets.randbits(_KEY_SYMBOLS * _SYMBOL_BITS), _KEY_SYMBOLS)
    whole = symbols + _check(symbols)
    return "-".join(whole[i : i + _GROUP] for i in range(0, len(whole), _GROUP))


def read_recovery_key(text: str) -> Secret:
    """The secret in a recovery key as typed. Raises `PassphraseError` (`recovery-key-mistyped`) for a slip."""
    typed = _SEPARATORS.sub("", text).upper().translate(_LOOK_ALIKES)
    symbols, check = typed[:_KEY_SYMBOLS], typed[_KEY_SYMBOLS:]
    well_formed = len(symbols) == _KEY_SYMBOLS and all(symbol in _ALPHABET for symbol in symbols)
    if not well_formed or check != _check(symbols):
        raise PassphraseError("recovery-key-mistyped")
    return Secret(symbols.encode())


def _check(symbols: str) -> str:
    digest = hashlib.sha256(b"wallet recovery key/1:" + symbols.encode()).digest()
    return _symbols(int.from_bytes(digest), _CHECK_SYMBOLS)


def _symbols(number: int, count: int) -> str:
    return "".join(_ALPHABET[number >> (i * _SYMBOL_BITS) & 31] for i in reversed(range(count)))

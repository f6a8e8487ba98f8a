"""Nothing of what the vault keeps is readable in the files around it, and what was removed is gone inside it too."""

from __future__ import annotations

import base64
import gc
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms

from tests.unit.storage.conftest import Made
from tests.unit.storage.samples import AT, KEY, PASSPHRASE, MemoryKeyring, received, share, summary
from wallet.errors import PassphraseError
from wallet.model.record import HistoryEntry
from wallet.model.secret import Secret
from wallet.storage.open import change_passphrase, lock, open_vault, open_with_recovery, unlock
from wallet.storage.vault import SqliteVault

NAME = "Zwölfklang筑波の記録"
PAGE = 4096
MARKS = ("Zwölfklang", "筑波", "Einmaliges", "university.example", "take-it-back", "history-word", "tagword")


def everything(folder: Path) -> bytes:
    return b"\n".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


def fill(vault: SqliteVault) -> str:
    payload = f'{{"name": "{NAME}", "text": "Einmaliges"}}'.encode() * 400
    given = summary(NAME, tags=("tagword",))
    picture = b"picture of Einmaliges" * 900
    _, badge_id = vault.add(given, received(payload, content=picture), {"name": NAME}, AT, description="Einmaliges")
    vault.save_share(share())
    vault.record(HistoryEntry(at=AT, action="presented", subject="history-word"))
    vault.holder_key()
    return badge_id


def spellings(secret: Secret) -> list[bytes]:
    content = secret.reveal()
    return [content, content.hex().encode(), base64.b64encode(content), base64.urlsafe_b64encode(content)]


def test_the_data_folder_tells_nothing(made: Made, keyring: MemoryKeyring, tmp_path: Path) -> None:
    assert unlock(made.folder, passphrase=lambda: PASSPHRASE, keyring=keyring)
    opened = open_vault(made.folder, passphrase=lambda: None, keyring=keyring)
    assert isinstance(opened, SqliteVault)
    fill(opened)
    while_open = everything(tmp_path)
    opened.close()
    lock(made.folder, keyring)
    change_passphrase(made.folder, old=PASSPHRASE, new=Secret.from_text("二つ目の合言葉"))
    content = while_open + everything(tmp_path)
    for text in (*MARKS, NAME, made.recovery, made.recovery.replace("-", ""), "二つ目の合言葉"):
        assert text.encode() not in content
    for secret in (PASSPHRASE, *keyring.entries.values()):
        assert not [form for form in spellings(secret) if form in content]


def test_the_vault_key_and_the_holder_key_are_nowhere_in_clear(vault: SqliteVault, path: Path) -> None:
    fill(vault)
    row = vault._open_connection().execute("SELECT private FROM holder_key").fetchone()
    assert row is not None
    assert isinstance(row[0], bytes)
    for secret in (KEY, Secret(row[0])):
        assert not [form for form in spellings(secret) if form in everything(path.parent)]


def test_keys_do_not_show_themselves(vault: SqliteVault) -> None:
    key = vault.holder_key()
    row = vault._open_connection().execute("SELECT private FROM holder_key").fetchone()
    assert row is not None
    assert isinstance(row[0], bytes)
    assert row[0].hex() not in repr(key)
    assert repr(key) == "Ed25519SigningKey()"
    assert "take-it-back" not in repr(share())


def test_what_was_removed_is_gone_from_the_decrypted_file(vault: SqliteVault, path: Path) -> None:
    """Not only from the tables: `secure_delete` and the search index's own leave no word of it in any page."""
    kept_id = vault.add(summary("Stays"), received(b"stays"), {}, AT)[1]
    badge_id = fill(vault)
    vault.set_tags(badge_id, ("tagword", "second"))
    assert b"Einmaliges" in decrypted(path)
    vault.remove(badge_id, AT)
    content = decrypted(path)
    assert b"Stays" in content
    for word in ("Zwölfklang", "zwölfklang", "筑波", "Einmaliges", "einmaliges", "tagword"):
        assert word.encode() not in content
    assert [badge.id for badge in vault.badges()] == [kept_id]


def decrypted(path: Path) -> bytes:
    """Every page of the file under its encryption, free ones included; the library itself shows only pages in use.

    ChaCha20-Poly1305 of SQLite3 Multiple Ciphers: a page ends in 16 bytes of nonce and 16 of tag; its own key is made
    from the vault key, the nonce and the page number. The first page begins with 16 bytes of salt and 8 in clear.
    """
    content = path.read_bytes()
    pages = [content[start : start + PAGE] for start in range(0, len(content), PAGE)]
    plain = [decrypted_page(page, number, 24 if number == 1 else 0) for number, page in enumerate(pages, start=1)]
    assert b"CREATE TABLE badge" in b"".join(plain)
    return b"".join(plain)


def decrypted_page(page: bytes, number: int, offset: int) -> bytes:
    nonce = page[-32:-16]
    counter = int.from_bytes(nonce[12:], "little") ^ number
    one_time = chacha20(KEY.reveal(), nonce, counter, bytes(64))
    return chacha20(one_time[32:], nonce, counter + 1, page[offset:-32])


def chacha20(key: bytes, nonce: bytes, counter: int, content: bytes) -> bytes:
    start = (counter % 2**32).to_bytes(4, "little") + nonce[:12]
    return Cipher(algorithms.ChaCha20(key, start), mode=None).encryptor().update(content)


def test_a_closed_vault_holds_no_key(path: Path) -> None:
    mark = Secret(b"unlikely-key-of-32-bytes-exactly")
    vault = SqliteVault.create(path, mark, AT)
    vault.close()
    gc.collect()
    assert not [kept for kept in gc.get_referents(vault) if isinstance(kept, Secret)]
    assert mark.reveal().decode() not in repr(vars(vault))


@pytest.mark.parametrize("typed", ["correct horse", "ZZZZZ-ZZZZZ-ZZZZZ-ZZZZZ-ZZZZZ-ZZZZZ"])
def test_no_error_repeats_what_was_typed(made: Made, typed: str) -> None:
    with pytest.raises(PassphraseError) as by_recovery:
        open_with_recovery(made.folder, typed)
    with pytest.raises(PassphraseError) as by_passphrase:
        open_vault(made.folder, passphrase=lambda: Secret.from_text(typed), keyring=None)
    assert typed not in f"{by_recovery.value!r} {by_passphrase.value!r}"

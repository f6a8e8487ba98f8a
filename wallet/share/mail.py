"""An e-mail draft with the link in it: a file that mail programs open for editing, or a `mailto:` address.

Nothing is sent. RFC 5322, with `X-Unsent` for the programs that would show a received message otherwise; RFC 6068.
"""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Final
from urllib.parse import quote

from wallet.codec.safe_text import safe_text
from wallet.errors import UsageError
from wallet.share.file import write_file
from wallet.share.interface import Parcel, Receipt, ShareTarget
from wallet.text.mail import draft

_NAME_CELLS: Final = 120
_NOTE_CELLS: Final = 2000


class MailTarget:
    """Shares through `inner` and drafts an e-mail with its link, in `language`."""

    name = "mail"

    def __init__(self, inner: ShareTarget, path: Path | None, language: str) -> None:
        self._inner = inner
        self._path = path
        self._language = language

    def send(self, parcel: Parcel) -> Receipt:
        """Raises `UsageError` (`file-exists`), and what the target within raises."""
        if self._path is not None and self._path.exists():
            raise UsageError("file-exists", path=str(self._path))
        receipt = self._inner.send(parcel)
        names = [safe_text(badge.name, _NAME_CELLS) for badge in parcel.enclosed]
        note = safe_text(parcel.note, _NOTE_CELLS)
        subject, body = draft(names, receipt.link, parcel.expires, note, self._language)
        lines = quote(body.replace("\n", "\r\n"), safe="")
        file = f"mailto:?subject={quote(subject, safe='')}&body={lines}"
        if self._path is not None:
            message = EmailMessage(policy=SMTP)
            message["Subject"] = subject
            message["X-Unsent"] = "1"
            message.set_content(body)
            write_file(self._path, message.as_bytes())
            file = str(self._path)
        return Receipt(target=self.name, id=receipt.id, link=receipt.link, file=file, revoke_key=receipt.revoke_key)

    def revoke(self, link: str, revoke_key: str) -> None:
        """Take back the link in the draft."""
        self._inner.revoke(link, revoke_key)

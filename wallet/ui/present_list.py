"""What the lists say: plain functions from records to cells."""

from __future__ import annotations

from wallet.codec.safe_text import safe_text
from wallet.model.record import BadgeSummary, ShareRecord
from wallet.text.words import GLYPHS, date_text, word

NAME_CELLS = 34
ISSUER_CELLS = 20


def badge_cells(badge: BadgeSummary, *, chosen: bool, language: str) -> tuple[str, str, str, str]:
    """Mark, state, name, issuer."""
    state = f"{GLYPHS.get(badge.outcome, '?')} {word(badge.outcome, language)}"
    return "●" if chosen else " ", state, safe_text(badge.name, NAME_CELLS), safe_text(badge.issuer_name, ISSUER_CELLS)


def share_cells(share: ShareRecord, language: str) -> tuple[str, str, str, str]:
    """For whom, target, until when, state."""
    until = date_text(share.expires_at, language) if share.expires_at is not None else word("no-limit", language)
    gone = word("gone", language) if share.revoked_at is not None else ""
    return safe_text(share.audience or "-", 30), share.target, until, gone

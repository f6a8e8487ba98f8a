"""The words for people, in Japanese and English, as plain data. Imports nothing that costs time to load."""

from __future__ import annotations

from typing import Final

LANGUAGES: Final = ("ja", "en")

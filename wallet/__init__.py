"""A learner's credential wallet: import, keep, verify and share digital badges, with no network needed."""

from __future__ import annotations

from typing import Final

__version__: Final = "0.1.0"

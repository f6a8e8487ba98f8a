"""Where things are, for tests: the repository, its samples, and the published vectors beside it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
SAMPLES: Final = ROOT / "samples"
VECTORS: Final = ROOT / os.environ.get("WALLET_VECTORS", "../shared/vectors")
"""Published test vectors, read in place and never copied; a relative WALLET_VECTORS counts from the repository."""

"""Words for people, in Japanese and English: pure data, and the little formatting that goes with it.

One word per idea, the standard's word where there is one. Values from outside that fill a sentence must have been
sanitised by the caller (`wallet.codec.safe_text`): nothing here looks at what they hold.
"""

from __future__ import annotations

from wallet.text.language import LANGUAGES, Language

__all__ = ["LANGUAGES", "Language"]

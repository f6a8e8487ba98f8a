"""Labelled lines in free text: `学修時間: 45時間`, `■評価方法　レポート`, `Workload: 40 hours`.

Japanese badges mostly say what a framework asks for in this way. A line is a hint for whoever reads it, never a
statement that counts. So a line is only taken when the label stands alone at its beginning and something is said after
it; prose that merely uses the word is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from wallet.frameworks.crosswalk import Descriptor

MAX_LINES: Final = 400
"""Lines of one text that are looked at: the longest criteria seen in published badges have forty."""
MAX_LINE: Final = 2_000
_MARKUP: Final = re.compile(r"^[\s>#*・●○◆◇■□▪▸►✓☑|–—-]+|^\(?\d{1,2}[.)．）]\s*")
_LABEL: Final = re.compile(
    r"""^(?:[*_]{1,2}(?P<bold>[^*_:：]{1,40})(?:[*_]{1,2}\s*[:：]|[:：]\s*[*_]{1,2})   # **Workload**: or **Workload:**
      |[【\[〔＜<《](?P<bracket>[^】\]〕＞>》]{1,40})[】\]〕＞>》]\s*[:：]?              # 【学修時間】
      |(?P<plain>[^:：|。、.,;]{1,40}?)\s*[:：]                                          # 学修時間:
      |(?P<cell>[^:：|。、.,;]{1,40}?)\s*\|                                              # a row of a table
    )\s*(?P<said>.*)$""",
    re.VERBOSE,
)
_SPACED: Final = re.compile(r"^(?P<plain>\S{2,14})\u3000+(?P<said>\S.*)$")
"""Japanese texts often set the label apart by a wide space alone."""
_PAREN: Final = re.compile(r"[(（][^)）]{0,30}[)）]")
_NOTHING: Final = re.compile(
    r"^(?:[\s*_|-]*|(?:特に)?(?:なし|無し).*|無し|無|ありません|未定|未設定|未記入|検討中|準備中|調整中|該当なし"
    r"|後日.*|別途.*|追って.*|別紙.*"
    r"|(?:.*)?(?:参照|未定|お問い合わせ.*|ご覧ください|記載なし|未実施)[。.]?"
    r"|n/?a|none|no|nil|tba|tbc|tbd|to be (?:announced|confirmed|defined|determined).*|unknown|see .*|pending.*"
    r"|not (?:applicable|available|yet|stated|specified|defined|provided|assessed|assured|required|included|given)\b.*"
    r"|[-–—?？…]+)[。.]?$",
    re.IGNORECASE,
)
_AMOUNT: Final = re.compile(r"[0-9０-９一二三四五六七八九十百]")
_WORK_UNIT: Final = re.compile(
    r"時間|分|週|日間|単位|\d\s*h\b|\b(?:hours?|hrs?|min(?:ute)?s?|days?|weeks?|ects|credits?|uur)\b", re.IGNORECASE
)
_CREDIT_WORDS: Final = re.compile(r"単位|credit|ects|\d", re.IGNORECASE)
_QUESTION: Final = re.compile(r"[?？]\s*$")
_HEADING: Final = re.compile(
    r"^\s*(?:#{1,6}\s+(?P<hash>.{1,40}?)\s*#*|[【■◆●□◇〔](?P<mark>[^】〕:：。、\u3000]{1,30})[】〕]?)\s*$"
)
_FOREIGN: Final[Mapping[str, re.Pattern[str]]] = {
    "level": re.compile(r"音量|難易度|ゲーム|volume|game|player|\bxp\b|water|sea|noise", re.IGNORECASE),
    "credits": re.compile(
        r"写真|撮影|制作|作成者|photo|image|icon|designed|©|\bby\b|music|\bkg\b|\bcm\b", re.IGNORECASE
    ),
    "recognition": re.compile(r"speech|image|voice|face|画像|音声|顔", re.IGNORECASE),
    "participation_form": re.compile(
        r"^\s*\d+\s*(?:名|人|people|persons)?\s*$|料|fee|無料|有料|^free\b|\d\s*(?:円|yen|eur|usd|€)", re.IGNORECASE
    ),
    "quality_assurance": re.compile(
        r"ソフトウェア|テスト自動化|製品|品質管理手法|software|unit tests|product|identity|電子署名|digital signature"
        r"|blockchain|ブロックチェーン|本人確認",
        re.IGNORECASE,
    ),
    "assessment_type": re.compile(
        r"★|☆|^\s*[\d.]+\s*(?:/|点|stars)|口コミ|review of the course|risk|リスク", re.IGNORECASE
    ),
    "grade": re.compile(r"^\s*(?:小学|中学|高校|\d+年生|school|k-?\d)", re.IGNORECASE),
    "supervision_identity": re.compile(r"映画|作品|脚本|film|movie|team coach|コーチ", re.IGNORECASE),
}
"""What follows a label when the word is used in another sense."""


class Hint(NamedTuple):
    """A labelled line: which descriptor its label is of, the line, and what it says."""

    descriptor: str
    line: str
    said: str


class Labels:
    """The labels of all descriptors, looked up as texts write them."""

    def __init__(self, descriptors: Iterable[Descriptor]) -> None:
        self._by_label = {_normal(label): item.id for item in descriptors for label in item.labels}

    def hints(self, text: str) -> Iterator[Hint]:
        """The labelled lines of `text`, in their order; the first of each descriptor."""
        seen: set[str] = set()
        for label, line, said in _labelled(text):
            for name in _alternatives(label):
                descriptor = self._by_label.get(name)
                if descriptor is not None and descriptor not in seen and _says_something(descriptor, said):
                    seen.add(descriptor)
                    yield Hint(descriptor, line, said)


def _labelled(text: str) -> Iterator[tuple[str, str, str]]:
    """Label, whole line and what is said, for every line that looks like one; under a heading the next line."""
    heading: str | None = None
    for raw in text.replace("\r\n", "\n").split("\n")[:MAX_LINES]:
        line = raw.strip()[:MAX_LINE]
        if not line:
            continue
        titled = _HEADING.match(line)
        if titled is not None:
            heading = titled["hash"] or titled["mark"]
            continue
        plain = _MARKUP.sub("", line)
        match = _LABEL.match(plain) or _SPACED.match(plain)
        groups = match.groupdict() if match is not None else {}
        label = next((groups[name] for name in ("bold", "bracket", "plain", "cell") if groups.get(name)), None)
        if match is not None and label is not None:
            yield label, line, match["said"].strip(" |*_\u3000")
        if heading is not None and label is None:
            yield heading, line, plain
        heading = None


def _alternatives(label: str) -> tuple[str, ...]:
    """The label as it is, and without what it says in brackets: `学修時間（目安）`."""
    whole, short = _normal(label), _normal(_PAREN.sub("", label))
    return (whole, short) if short and short != whole else (whole,)


def _normal(label: str) -> str:
    return re.sub(r"[\s\u3000]+", " ", label).strip(" *_").casefold()


def _says_something(descriptor: str, said: str) -> bool:
    if not said or _NOTHING.match(said) or _QUESTION.search(said):
        return False
    foreign = _FOREIGN.get(descriptor)
    if foreign is not None and foreign.search(said):
        return False
    if descriptor == "workload":
        return _AMOUNT.search(said) is not None and _WORK_UNIT.search(said) is not None
    if descriptor == "credits":
        return _AMOUNT.search(said) is not None and _CREDIT_WORDS.search(said) is not None
    return True

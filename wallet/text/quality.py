"""Quality in words: what is stated, whether a proof covers it, what is missing and whom to ask."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from wallet.model.quality import MET, Finding, Standing, State, Statement
from wallet.text.language import Language

_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "stated-proved": ("stated and proved", "記載あり（証明済み）"),
    "stated-unproved": ("stated, not proved", "記載あり（未証明）"),
    "not-stated": ("not stated", "記載なし"),
    "in-text": ("not stated as a field; a line of the text mentions it", "項目としては記載なし（本文に記述あり）"),
    "weak": ("says too little", "記載が不十分"),
    "invalid": ("cannot be meant", "値が不正"),
    "not-applicable": ("not applicable", "該当なし"),
    "of": ("{met} of {required} required stated", "必須 {required} 項目中 {met} 項目に記載あり"),
    "provisional": ("provisional", "暫定"),
    "provisional-table": (
        "This table is provisional: parts of it are inferred or recalled.",
        "この一覧は暫定です。推定や記憶による項目を含みます。",
    ),
    "optional": ("optional", "任意"),
    "required": ("required", "必須"),
    "standing": ("who speaks for the quality", "質について述べている者"),
    "standing-none": ("nobody: no quality assurance is stated", "なし（質保証の記載がありません）"),
    "standing-self-declared": ("the issuer itself", "発行者自身（自己申告）"),
    "standing-endorsed": ("endorsed by", "推奨（エンドースメント）"),
    "standing-registered": ("listed by", "登録簿に記載"),
    "missing": ("Only the issuer can add what is missing:", "足りない項目を追記できるのは発行者だけです:"),
    "request": ("To ask the issuer, copy this:", "発行者への依頼文（コピーしてお使いください）:"),
    "no-model": (
        "This wallet knows no place for these descriptors in a credential of this kind.",
        "この種類のクレデンシャルでは、これらの項目の記載場所を特定できません。",
    ),
    "tests": ("what the definition asks", "定義の要件"),
    "test-met": ("stated", "記載あり"),
    "test-open": ("not fully stated", "記載が足りません"),
    "others": ("other frameworks", "ほかの枠組み"),
    "coverage-partly": (
        "The proof does not cover terms that its contexts do not define.",
        "コンテキストに定義のない項目は、証明の対象外です。",
    ),
    "coverage-none": ("No proof covers what is stated.", "記載内容を対象とする証明はありません。"),
    "coverage-unusable": (
        "What the proof covers cannot be told: {why}.",
        "証明の対象範囲を特定できません: {why}。",
    ),
    "added": ("added", "追加しました"),
    "sound": ("reads as it should", "正しく読み取れました"),
    "descriptor": ("descriptor", "項目"),
    "sum-by-unit": ("together, each unit for itself", "合計（単位ごと。換算しません）"),
    "levels": ("levels", "レベル"),
    "skills": ("skills", "スキル"),
    "version": ("version", "版"),
    "publisher": ("publisher", "公表者"),
    "basis": ("basis", "根拠"),
    "default-set": ("badges are held against", "既定の枠組み:"),
}
_WHY: Final[Mapping[str, tuple[str, str]]] = {
    "name-only": ("a name identifies nobody", "名前だけでは特定できません"),
    "opaque-identifier": ("an identifier that nobody can compare", "照合できない識別子です"),
    "not-an-identifier": ("no identifier", "識別子ではありません"),
    "country-spelling": ("not written as ISO 3166 has it", "ISO 3166 の表記ではありません"),
    "country-name": ("a name instead of an ISO 3166 code", "ISO 3166 のコードではなく国名です"),
    "no-such-country": ("no country has this code", "該当する国・地域のコードがありません"),
    "no-date": ("no date", "日付として読めません"),
    "no-amount": ("no amount that can be meant", "量として成り立ちません"),
    "no-unit": ("an amount without a unit", "単位のない数値です"),
    "no-duration": ("no ISO 8601 duration", "ISO 8601 の期間ではありません"),
    "months-for-minutes": ("months, where minutes or hours must be meant", "月数になっています（分か時間のはずです）"),
    "calendar-time": ("time on the calendar, not hours of work", "実施期間であり、学修時間ではありません"),
    "no-framework": ("a level of no named framework", "どの枠組みのレベルか不明です"),
    "no-such-level": ("the framework has no such level", "その枠組みにないレベルです"),
    "attendance-only": ("attendance alone assesses nothing", "出席だけでは評価になりません"),
    "opaque-term": ("an identifier without a label", "意味の分からない識別子です"),
    "endorsement-unverified": (
        "an endorsement by somebody else has not been verified",
        "第三者の推奨（エンドースメント）が検証されていません",
    ),
    "identity-evidence": (
        "says who the issuer is, not how it assures quality",
        "発行者の身元の証拠であり、質保証ではありません",
    ),
    "catalogue-alignment": (
        "points at a catalogue, not at what is learned",
        "カタログへの参照であり、学修成果ではありません",
    ),
    "no-language-tag": ("no language tag", "言語タグではありません"),
    "no-such-region": ("the language tag names no region", "言語タグの地域が存在しません"),
}
GLYPHS: Final[Mapping[State, str]] = {
    State.NATIVE: "●",
    State.EXTENSION: "●",
    State.WEAK: "◐",
    State.INVALID: "◐",
    State.TEXT_HINT: "◌",
    State.NOT_APPLICABLE: "–",
    State.ABSENT: "○",
}
"""Round marks: the ticks and crosses of a verdict never stand here."""


def quality_word(name: str, language: str) -> str:
    """The word for `name`."""
    english, japanese = _WORDS[name]
    return japanese if language == Language.JA else english


def why_text(why: str, language: str) -> str:
    """What makes a value weak or invalid; a word without a sentence stands for itself."""
    english, japanese = _WHY.get(why, (why, why))
    return japanese if language == Language.JA else english


def summary_text(framework: str, met: int, required: int, language: str) -> str:
    """`eu-2022-annex1: 8 of 11 required stated`."""
    return f"{framework}: {quality_word('of', language).format(met=met, required=required)}"


def provisional_text(language: str) -> str:
    """The mark of what is inferred or recalled."""
    return f" [{quality_word('provisional', language)}]"


def finding_text(finding: Finding, language: str) -> str:
    """Whether a descriptor is stated, and whether a proof that holds covers the statement."""
    statement = finding.statement
    if finding.state in MET and statement is not None:
        return proved_text(statement, language)
    if finding.state in (State.WEAK, State.INVALID) and statement is not None:
        name = "weak" if finding.state is State.WEAK else "invalid"
        why = f": {why_text(statement.why, language)}" if statement.why else ""
        return f"{proved_text(statement, language)} · {quality_word(name, language)}{why}"
    if finding.state is State.TEXT_HINT:
        return quality_word("in-text", language)
    return quality_word("not-applicable" if finding.state is State.NOT_APPLICABLE else "not-stated", language)


def proved_text(statement: Statement, language: str) -> str:
    """`stated and proved`, or `stated, not proved`."""
    return quality_word("stated-proved" if statement.proved else "stated-unproved", language)


def standing_text(standing: Standing, names: tuple[str, ...], language: str) -> str:
    """Who speaks for the quality, by name where somebody else does."""
    said = quality_word(f"standing-{standing.value}", language)
    return f"{said} {', '.join(names)}" if names else said


def request_text(badge: str, framework: str, missing: tuple[str, ...], language: str) -> str:
    """A request to the issuer, ready to copy: what to add to the badge, and after which framework."""
    listed = "\n".join(f"- {name}" for name in missing)
    if language == Language.JA:
        return (
            f"バッジ「{badge}」について、次の項目の追記をお願いできますでしょうか。\n{listed}\n"
            f"「{framework}」に沿って、本文ではなく専用の項目に記載されると、ほかの機関でも読み取れます。"
        )
    return (
        f"Could you add the following to the badge “{badge}”?\n{listed}\n"
        f"Written in fields of their own, as “{framework}” describes them, other institutions can read them too."
    )

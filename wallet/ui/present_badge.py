"""What a badge's page says: three questions, each answered by itself, then the badge's own words, then its history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from wallet.codec.json import dumps
from wallet.codec.report import text_of
from wallet.codec.safe_text import safe_block, safe_text
from wallet.model.credential import Credential, LanguageText
from wallet.model.material import MaterialSource
from wallet.model.record import HistoryEntry
from wallet.model.report import CheckResult, IssuerTrust, Outcome, Reason, ReliedOn, VerificationReport
from wallet.text.checks import check_label, check_text
from wallet.text.reasons import reason_text
from wallet.text.screens import screen_text
from wallet.text.when import format_stated
from wallet.text.words import GLYPHS, date_text, word
from wallet.ui.line import EMPTY, Line
from wallet.ui.palette import Tone, tone_of
from wallet.ui.present_list import title
from wallet.wallet import Badge

_SHOWN_HISTORY: Final = 12
_SHOWN_REASONS: Final = 3
_SHOWN_CLAIMS: Final = 40


def name_lines(badge: Badge, language: str) -> tuple[Line, ...]:
    """The head of the page: what the badge calls itself, and whether that is proven."""
    summary = badge.record.summary
    proven = badge.report.credential is not None
    own = screen_text("own-words-proven", language) if proven else word("not-proven", language)
    tags = " ".join(f"#{safe_text(tag, 30)}" for tag in summary.tags[:12])
    lines = [
        Line(safe_text(summary.name, 160), Tone.STRONG),
        Line(safe_text(summary.issuer_name, 120)),
        Line(own, Tone.MUTED if proven else Tone.INDETERMINATE),
    ]
    return (*lines, Line(tags, Tone.ACCENT)) if tags else tuple(lines)


# --- is it authentic and in force? -----------------------------------------------------------------------------------


def verification_lines(report: VerificationReport, language: str) -> tuple[Line, ...]:
    """The verdict, then every check: what it found, why, what can be done by whom, and what it relied on."""
    tone = tone_of(report.outcome)
    when = f"{word('as-of', language)} {date_text(report.at, language)}"
    why = _listed((title(reason, language) for reason in report.reasons[:_SHOWN_REASONS]), language)
    verdict = f"{word(report.outcome, language)} — {why}" if why else word(report.outcome, language)
    lines = [
        Line(verdict, tone, mark=GLYPHS[report.outcome], mark_tone=tone),
        Line(f"{when} · {screen_text(f'network-{report.network}', language)}", Tone.MUTED, indent=2),
        EMPTY,
    ]
    if report.refusal is not None:
        lines += _reason_lines(report.refusal.reason, report.refusal.params, language, 2)
    for result in report.checks:
        if result.outcome is not Outcome.NOT_APPLICABLE:
            lines += _check_lines(result, language)
    unasked = [word(item.check, language) for item in report.checks if item.outcome is Outcome.NOT_APPLICABLE]
    if unasked:
        names = _listed(unasked, language)
        lines.append(Line(f"{word('not_applicable', language)}: {names}", Tone.MUTED, mark="–", mark_tone=Tone.MUTED))
    return tuple(lines)


def _check_lines(result: CheckResult, language: str) -> Iterator[Line]:
    tone = tone_of(result.outcome)
    text = f"{word(check_label(result.check, result.params), language)}: {word(result.outcome, language)}"
    yield Line(text, tone, mark=GLYPHS[result.outcome], mark_tone=tone)
    if result.reason is None:
        shown = {name: str(safe_text(value, 120)) for name, value in result.params.items()}
        yield Line(check_text(result.check, result.outcome, language, shown), indent=2)
    else:
        yield from _reason_lines(result.reason, result.params, language, 2)
    for finding in result.also:
        yield from _reason_lines(finding.reason, finding.params, language, 2)
    bundled = [item for item in result.relied_on if item.source is MaterialSource.BUNDLED]
    for item in result.relied_on:
        if item not in bundled:
            yield _relied_line(item, language)
    if bundled:
        urls = ", ".join(safe_text(item.url, 120) for item in bundled)
        text = f"{word(MaterialSource.BUNDLED, language)}: {urls}"
        yield Line(text, Tone.MUTED, indent=2, mark="←", mark_tone=Tone.MUTED)


def _reason_lines(reason: Reason, params: Mapping[str, str], language: str, indent: int) -> Iterator[Line]:
    """A reason: what it is called, what it means, what to do next and who can."""
    shown = {name: str(safe_text(value, 120)) for name, value in params.items()}
    text = reason_text(reason, language, shown)
    yield Line(text.title, Tone.STRONG, indent=indent)
    yield Line(text.meaning, indent=indent)
    yield Line(screen_text("next", language, who=text.who, step=text.next_step), Tone.ACCENT, indent=indent)


def _relied_line(item: ReliedOn, language: str) -> Line:
    source = word(item.source, language)
    if item.retrieved_at is None:
        text = f"{source}: {safe_text(item.url, 120)}"
    else:
        when = f"{word('as-of', language)} {date_text(item.retrieved_at, language)}"
        text = f"{when} · {source}: {safe_text(item.url, 120)}"
    return Line(text, Tone.MUTED, indent=2, mark="←", mark_tone=Tone.MUTED)


def _listed(names: Iterable[str], language: str) -> str:
    return ("、" if language == "ja" else ", ").join(names)


# --- is the issuer known? --------------------------------------------------------------------------------------------


def trust_lines(report: VerificationReport, language: str) -> tuple[Line, ...]:
    """Who says that the issuer is known; nothing of it is in the verdict above."""
    trust = report.trust.issuer
    lines = [Line(word(trust, language), Tone.STRONG, mark=_TRUST_MARKS[trust], mark_tone=Tone.ACCENT)]
    if report.trust.by:
        by = ", ".join(word(safe_text(name, 60), language) for name in report.trust.by[:6])
        said = screen_text("known-by", language, by=by)
        lines.append(Line(f"{said} · {word('as-of', language)} {date_text(report.trust.as_of, language)}", indent=2))
    for warning in report.trust.warnings[:6]:
        lines.append(Line(word(safe_text(warning, 60), language), Tone.INDETERMINATE, indent=2, mark="!"))
    lines.append(Line(screen_text(f"trust-{trust.value}", language), Tone.MUTED, indent=2))
    issuer = report.issuer
    if issuer is not None:
        lines.append(Line(safe_text(issuer, 160), Tone.MUTED, indent=2))
    if trust is not IssuerTrust.KNOWN:
        name = "trust-next" if proven_issuer(report) is not None else "trust-not-yet"
        lines.append(Line(screen_text(name, language), Tone.ACCENT, indent=2))
    return tuple(lines)


_TRUST_MARKS: Final = {IssuerTrust.KNOWN: "◆", IssuerTrust.SELF_ASSERTED: "◇", IssuerTrust.UNKNOWN: "○"}


def proven_issuer(report: VerificationReport) -> str | None:
    """The issuer that the proof is bound to; None where signature or key did not pass, and nothing may be trusted."""
    passed = {result.check.value for result in report.checks if result.outcome is Outcome.PASSED}
    return report.issuer if {"proof", "controller"} <= passed else None


# --- how fully is the learning described? ----------------------------------------------------------------------------


def quality_lines(language: str) -> tuple[Line, ...]:
    """Nothing judges it yet, which is said rather than left out."""
    return (
        Line(word("not-judged", language), Tone.STRONG, mark="○", mark_tone=Tone.ACCENT),
        Line(screen_text("quality-apart", language), Tone.MUTED, indent=2),
    )


# --- what the badge says ---------------------------------------------------------------------------------------------


def says_title(badge: Badge, language: str) -> str:
    """Above the badge's words: whether the signature covers them."""
    return screen_text("says-proven" if badge.report.credential is not None else "says-unproven", language)


def says_lines(badge: Badge, language: str) -> tuple[Line, ...]:
    """The badge's words, as fact only where the proof covers them."""
    proven = badge.report.credential
    credential = proven or badge.parsed.credential
    lines: list[Line] = []
    if proven is None:
        lines += [
            Line(word("not-proven", language), Tone.INDETERMINATE, mark="!", mark_tone=Tone.INDETERMINATE),
            EMPTY,
        ]
    lines += _facts(credential, badge, language)
    lines += _claims(credential) if proven is not None else ()
    description = badge.report.description if proven is not None else None
    for item in description.achievements if description is not None else ():
        if item.achievement_type:
            lines.append(_fact("achievement-type", safe_text(item.achievement_type, 60), language))
        for name, text in (("description", item.description), ("criteria", item.criteria)):
            if text is not None:
                lines += [EMPTY, Line(screen_text(name, language), Tone.MUTED), *_block(text, language)]
    return tuple(lines)


def _facts(credential: Credential, badge: Badge, language: str) -> Iterator[Line]:
    issuer = safe_text(text_of(credential.issuer.name) or "-", 120)
    yield _fact("name", safe_text(badge.record.summary.name, 200), language)
    yield _fact("issuer", f"{issuer} ({safe_text(credential.issuer.id, 160)})", language)
    for subject in credential.subjects[:5]:
        whom = " ".join(safe_text(part, 120) for part in (subject.name, subject.id) if part)
        if whom:
            yield _fact("recipient", whom, language)
    for name, stated in (("valid-from", credential.valid_from), ("valid-until", credential.valid_until)):
        if stated is not None:
            yield Line(f"{word(name, language)}: {safe_text(format_stated(stated, language), 60)}")


def _claims(credential: Credential) -> Iterator[Line]:
    """The plain claims of a credential that has no data model to show it by."""
    for name, value in list(credential.claims.items())[:_SHOWN_CLAIMS]:
        text = value if isinstance(value, str) else dumps(value).decode()
        yield Line(f"{safe_text(name, 60)}: {safe_text(text, 200)}", mark="·", indent=2)
    if len(credential.claims) > _SHOWN_CLAIMS:
        yield Line("…", Tone.MUTED, indent=2)


def _fact(name: str, value: str, language: str) -> Line:
    return Line(f"{screen_text(name, language)}: {value}")


def _block(text: LanguageText, language: str) -> Sequence[Line]:
    return [Line(line, indent=2) for line in safe_block(text.best(language), 30, 600).split("\n")]


# --- its history -----------------------------------------------------------------------------------------------------


def history_lines(badge: Badge, entries: Sequence[HistoryEntry], language: str) -> tuple[Line, ...]:
    """What happened to this badge, newest first, and the bytes it came in."""
    badge_id = badge.record.summary.id
    own = [entry for entry in entries if badge_id in (entry.subject, *entry.details.get("badges", "").split())]
    lines = [
        Line(f"{date_text(entry.at, language)}  {action_text(entry, language)}")
        for entry in reversed(own[-_SHOWN_HISTORY:])
    ]
    for carrier in badge.record.carriers[:6]:
        came = screen_text("came-as", language, kind=safe_text(carrier.kind, 12), source=safe_text(carrier.source, 90))
        lines += [Line(came, Tone.MUTED), Line(f"SHA-256 {carrier.sha256}", Tone.MUTED, indent=2)]
    return tuple(lines)


def action_text(entry: HistoryEntry, language: str) -> str:
    """One thing that happened, in words."""
    if entry.action == "verdict-changed":
        before, now = (word(safe_text(entry.details.get(name, "-"), 40), language) for name in ("before", "now"))
        return screen_text("did-verdict-changed", language, before=before, now=now)
    if entry.action == "shared":
        whom = safe_text(entry.details.get("audience") or screen_text("nobody-named", language), 60)
        return screen_text("did-shared", language, whom=whom)
    known = {"imported": "did-imported", "revoked": "did-revoked"}
    return screen_text(known[entry.action], language) if entry.action in known else safe_text(entry.action, 40)

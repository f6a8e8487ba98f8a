"""A trace as lines for an engineer. The whole texts, byte for byte, are in the JSON document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from wallet.codec.safe_text import safe_text
from wallet.model.report import VerificationReport
from wallet.model.trace import ProofTrace, SignedForm
from wallet.text.trace import trace_label
from wallet.verify.verifier import OPEN_BADGES_2

_CELLS: Final = 2_000
_MAX_LINES: Final = 2_000
"""Lines of one text: the canonical form of a rich badge has about two hundred."""
_INDENT: Final = "  "


def trace_lines(report: VerificationReport, language: str) -> Iterator[str]:
    """The steps of every proof in the report and in what is nested in it; nothing where nobody asked for a trace."""
    if report.trace is not None:
        yield f"{_INDENT}{trace_label('trace', language)}"
        if not report.trace:
            name = "by-addresses" if report.input.format == OPEN_BADGES_2 else "no-proof"
            yield f"{_INDENT * 2}{trace_label(name, language)}"
        for number, proof in enumerate(report.trace, start=1):
            for line in _proof_lines(number, proof, language):
                yield _INDENT * 2 + line
    for nested in report.nested:
        yield from trace_lines(nested, language)


def _proof_lines(number: int, proof: ProofTrace, language: str) -> Iterator[str]:
    verdict = trace_label("holds" if proof.holds else "does-not-hold", language)
    reason = f" [{proof.reason}]" if proof.reason is not None else ""
    yield f"{trace_label('proof', language)} {number}: {safe_text(proof.suite)}{reason}: {verdict}"
    yield from _text("verification-method", proof.verification_method, language)
    yield from _table("key", proof.key, ": ", language)
    yield from _table("terms", proof.terms, " → ", language)
    yield from _text("header", proof.header, language)
    yield from _text("payload", proof.payload, language)
    if proof.signed_form is not None:
        yield from _form(proof.signed_form, language)
    elif proof.signing_input is None and proof.key:
        yield _INDENT + trace_label("no-steps", language)
    yield from _text("signing-input", proof.signing_input, language)
    yield from _text("signature", proof.signature, language)


def _form(form: SignedForm, language: str) -> Iterator[str]:
    for name, text, digest in (
        ("canonical-options", form.canonical_options, form.options_hash),
        ("canonical-document", form.canonical_document, form.document_hash),
    ):
        yield f"{_INDENT}{trace_label(name, language)} ({form.canonicalization})"
        lines = text.splitlines()
        yield from (f"{_INDENT * 2}{safe_text(line, _CELLS)}" for line in lines[:_MAX_LINES])
        if len(lines) > _MAX_LINES:
            yield f"{_INDENT * 2}…"
        yield f"{_INDENT}{trace_label('hash', language)} ({form.hash_name}): {digest}"


def _text(name: str, text: str | None, language: str) -> Iterator[str]:
    if text is not None:
        yield f"{_INDENT}{trace_label(name, language)}: {safe_text(text, _CELLS)}"


def _table(name: str, rows: Mapping[str, str], between: str, language: str) -> Iterator[str]:
    if rows:
        yield f"{_INDENT}{trace_label(name, language)}"
    for left, right in rows.items():
        yield f"{_INDENT * 2}{safe_text(left, _CELLS)}{between}{safe_text(right, _CELLS)}"

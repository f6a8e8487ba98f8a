"""`wallet verify`: the employer's command. Needs no vault."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from wallet.cli.batch import Batch
from wallet.cli.command import MAX_AGE, argument, command, days_option, flag, option, path_option
from wallet.cli.containers import Reported, together
from wallet.cli.exits import FAILED, REFUSED, of_report, worst
from wallet.cli.rows import import_lines, import_row
from wallet.cli.run import Run
from wallet.cli.trace import trace_lines
from wallet.codec.report import report_document
from wallet.errors import NotFoundError, UsageError, WalletError
from wallet.model.json import JsonObject
from wallet.model.record import ImportResult, NotReceived, Received
from wallet.model.report import IssuerTrust, Reason, VerificationReport
from wallet.model.request import Expectation, TrustPolicy
from wallet.share.link_crypto import is_link
from wallet.text.reasons import reason_text
from wallet.verification import Assessed
from wallet.verify.trust.pinned import PinnedIssuers
from wallet.wallet import Wallet

if TYPE_CHECKING:
    from wallet.frameworks.assess import Frameworks

REQUIRE_FRAMEWORK: Final = "Exit with 1 unless all that this framework requires is stated."
_Order = deque[str | WalletError | None]
"""What is told in which order: None for a report, a source that is asked by itself, or what went wrong."""
_BADGE_ID: Final = re.compile(r"[a-z2-7]{4,}", re.ASCII | re.IGNORECASE)


@command(
    "verify",
    argument("sources", many=True),
    option("--challenge", text="The challenge the presentation must answer.", metavar="C"),
    option("--domain", text="The audience the presentation must name.", metavar="D"),
    click.Option(["--recipient"], multiple=True, metavar="ID", help="An expected recipient; may be repeated."),
    flag("--require-binding", text="The presenter must be shown to be the recipient."),
    flag("--require-trusted", text="Exit with 1 unless every issuer is known to the vault."),
    option("--require-framework", text=REQUIRE_FRAMEWORK, metavar="F"),
    days_option("--max-age", text=MAX_AGE),
    path_option("--roots", text="Authorities that seals may end at: PEM, or an EU trusted list.", metavar="FILE"),
    flag("--trace", text="Show the steps of each proof: terms, canonical forms, hashes, what was signed."),
)
def verify_command(
    run: Run,
    *,
    sources: tuple[str, ...],
    challenge: str | None,
    domain: str | None,
    recipient: tuple[str, ...],
    require_binding: bool,
    require_trusted: bool,
    require_framework: str | None,
    max_age: int | None,
    roots: Path | None,
    trace: bool,
) -> int:
    """Verify files, folders, text (-), URLs or links, without a vault; or a badge of the vault, by its id."""
    expectation = Expectation(challenge=challenge, domain=domain, recipients=recipient, require_binding=require_binding)
    wallet = run.wallet(sources, max_age=max_age, trace=trace, roots=roots)
    trust = _known_to_vault(wallet) if require_trusted else None
    by = None if require_framework is None else required_framework(run, require_framework)
    codes: list[int] = []
    reports = (
        _all_reports(run, wallet, sources, expectation) if by is None else _assessed(wallet, sources, expectation, by)
    )
    for found in together(reports, sources) if run.json else reports:
        if isinstance(found, WalletError):
            codes.append(run.tell(found))
        elif isinstance(found, str):
            run.say(f"{run.word('nothing-found')}: {found}")
            codes.append(REFUSED)
        else:
            assessed = found if isinstance(found, Assessed) else None
            badge_id, report = (None, found.report) if isinstance(found, Assessed) else found
            if not run.json and codes:
                run.line()
            codes.append(show_report(run, report, badge_id=badge_id, trust=trust, assessed=assessed))
            run.progress(len(codes))
    run.progress(None)
    return worst(codes)


def show_report(
    run: Run,
    report: VerificationReport,
    *,
    badge_id: str | None = None,
    trust: TrustPolicy | None = None,
    renewed: ImportResult | None = None,
    assessed: Assessed | None = None,
) -> int:
    """Write one report as asked for; its exit code. With `trust` every issuer has to be known to it. `renewed` is what
    came of asking for a newer issue. With `assessed` every credential has to state what its frameworks require.
    """
    judged = report if trust is None else _judged(report, trust)
    unknown = () if trust is None else tuple(_of_unknown_issuers(judged))
    if run.json:
        document: JsonObject = report_document(judged)
        if badge_id is not None:
            document["id"] = badge_id
        if assessed is not None:
            add_quality(document, assessed)
        if renewed is not None:
            document["renewal"] = import_row(renewed)
        if unknown:
            reasons: list[Reason] = [*judged.reasons, Reason.NOT_TRUSTED]
            document["reasons"] = [reason.value for reason in reasons]
        run.data(document)
    else:
        for line in run.report(judged, assessed):
            run.line(line)
        for line in import_lines(renewed, run) if renewed is not None else ():
            run.line(f"  {line}")
        if unknown:
            text = reason_text(Reason.NOT_TRUSTED, run.language)
            run.line(f"  {text.title}: {text.meaning}")
            run.line(f"  {run.word('hint')} ({text.who}): {text.next_step}")
        for line in trace_lines(judged, run.language):
            run.line(line)
    asked = bool(unknown) or (assessed is not None and not is_complete(assessed))
    return worst([of_report(judged), FAILED]) if asked else of_report(judged)


def required_framework(run: Run, name: str) -> Frameworks:
    """What `--require-framework` asks for. Raises `UsageError`."""
    from wallet.cli.quality import framework_files  # frameworks are read only when asked for

    files = framework_files(run)
    return files.by(files.get(name))


def add_quality(document: JsonObject, assessed: Assessed) -> None:
    """Put what was found of quality into a report, and into those nested in it."""
    from wallet.frameworks.quality_document import quality_member

    if assessed.quality is not None:
        document["quality"] = quality_member(assessed.quality)
    nested = document.get("credentials")
    for inner, own in zip(nested if isinstance(nested, list) else [], assessed.nested, strict=False):
        if isinstance(inner, dict):
            add_quality(inner, own)


def is_complete(assessed: Assessed) -> bool:
    """Whether every credential states all that is required. Something without a credential states nothing."""
    if assessed.nested:
        return all(map(is_complete, assessed.nested))
    return assessed.quality is not None and all(item.complete for item in assessed.quality.frameworks)


def _assessed(
    wallet: Wallet, sources: Iterable[str], expectation: Expectation, by: Frameworks
) -> Iterator[Assessed | WalletError | str]:
    """As `_all_reports`, one after the other, with what each states of the learning."""
    for source in sources:
        empty = True
        try:
            for assessed in _assessed_under(wallet, source, expectation, by):
                empty = False
                yield assessed
        except WalletError as error:
            yield error
        else:
            if empty:
                yield source


def _assessed_under(wallet: Wallet, source: str, expectation: Expectation, by: Frameworks) -> Iterator[Assessed]:
    try:
        yield from wallet.assess(source, by, expectation)
    except NotFoundError:
        if _BADGE_ID.fullmatch(source) is None or not wallet.door.exists():
            raise
        if expectation != Expectation():
            raise UsageError("expectation-needs-file", id=source) from None
        yield wallet.assess_badge(source, by)[1]


def _all_reports(
    run: Run, wallet: Wallet, sources: Iterable[str], expectation: Expectation
) -> Iterator[Reported | WalletError | str]:
    """What came of every source, in their order: reports, what went wrong, or the name of a source with nothing in it.

    Files are read here and verified by several processes where they are many; links and badges of the vault, here.
    """
    order: _Order = deque()

    def others() -> Iterator[Reported | WalletError | str]:
        while order and order[0] is not None:
            other = order.popleft()
            if isinstance(other, str):
                yield from _by_itself(wallet, other, expectation)
            elif other is not None:
                yield other

    with Batch(run.config, expectation, lambda item: wallet.verify_item(item, expectation)) as batch:
        for report in batch.reports(_items(wallet, sources, order)):
            yield from others()
            order.popleft()
            yield None, report
    yield from others()


def _items(wallet: Wallet, sources: Iterable[str], order: _Order) -> Iterator[Received | NotReceived]:
    """What is in all sources, and in `order` what comes at its place."""
    for source in sources:
        empty = True
        try:
            for item in () if is_link(source) else wallet.items([source]):
                empty = False
                order.append(None)
                yield item
        except NotFoundError:
            order.append(source)
        except WalletError as error:
            order.append(error)
        else:
            if empty:
                order.append(source)


def _by_itself(wallet: Wallet, source: str, expectation: Expectation) -> Iterator[Reported | WalletError | str]:
    empty = True
    try:
        for reported in _reports(wallet, source, expectation):
            empty = False
            yield reported
    except WalletError as error:
        yield error
    else:
        if empty:
            yield source


def _reports(wallet: Wallet, source: str, expectation: Expectation) -> Iterator[Reported]:
    """The reports on everything under `source`; a name that is no path may be the id of a badge in the vault."""
    try:
        for report in wallet.verify([source], expectation):
            yield None, report
    except NotFoundError:
        if _BADGE_ID.fullmatch(source) is None or not wallet.door.exists():
            raise
        if expectation != Expectation():
            raise UsageError("expectation-needs-file", id=source) from None
        badge = wallet.badge(source)
        yield badge.record.summary.id, badge.report


def _known_to_vault(wallet: Wallet) -> TrustPolicy:
    """Who is known here. Where there is no vault, nobody is."""
    return wallet.trust_policy() if wallet.door.exists() else PinnedIssuers()


def _judged(report: VerificationReport, trust: TrustPolicy) -> VerificationReport:
    """The same verdict, with what is known of the issuers by `trust`."""
    known = report.trust if report.issuer is None else trust.judge(report.issuer, report.issuer_keys)
    return replace(report, trust=known, nested=tuple(_judged(nested, trust) for nested in report.nested))


def _of_unknown_issuers(report: VerificationReport) -> Iterator[VerificationReport]:
    """The credentials, nested ones too, whose issuer is not known; a presentation has none of its own."""
    if (report.is_credential or not report.nested) and report.trust.issuer is not IssuerTrust.KNOWN:
        yield report
    for nested in report.nested:
        yield from _of_unknown_issuers(nested)

"""`wallet verify`: the employer's command. Needs no vault."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from wallet.cli.command import OUTCOME_EXIT, Run, argument, command, flag, option, worst
from wallet.explanation import report_lines

if TYPE_CHECKING:
    from wallet.model.report import VerificationReport


@command(
    "verify",
    argument("sources", many=True),
    option("--challenge", text="The challenge the presentation must answer.", metavar="C"),
    option("--domain", text="The audience the presentation must name.", metavar="D"),
    click.Option(["--recipient"], multiple=True, metavar="ID", help="An expected recipient; may be repeated."),
    flag("--require-binding", text="The presenter must be shown to be the recipient."),
    flag("--require-trusted", text="Exit with 1 unless every issuer is known."),
)
def verify_command(
    run: Run,
    sources: tuple[str, ...],
    challenge: str | None,
    domain: str | None,
    recipient: tuple[str, ...],
    require_binding: bool,
    require_trusted: bool,
) -> int:
    """Verify files, folders, text (-), URLs or links, without a vault."""
    from wallet.codec.report import report_document
    from wallet.model.request import Expectation

    expectation = Expectation(challenge=challenge, domain=domain, recipients=recipient, require_binding=require_binding)
    codes: list[int] = []
    for number, report in enumerate(run.wallet(sources).verify(sources, expectation)):
        if run.json:
            run.data(report_document(report))
        else:
            if number:
                run.line()
            for line in report_lines(report, run.language):
                run.line(line)
        codes.append(exit_code(report, require_trusted=require_trusted))
    return worst(codes) if codes else OUTCOME_EXIT["refused"]


def exit_code(report: VerificationReport, *, require_trusted: bool = False) -> int:
    """What a report amounts to for a script."""
    code = OUTCOME_EXIT[report.outcome]
    untrusted = require_trusted and any(one.trust.issuer != "known" for one in _credentials(report))
    return worst([code, 1]) if untrusted else code


def _credentials(report: VerificationReport) -> Iterator[VerificationReport]:
    if report.nested:
        for nested in report.nested:
            yield from _credentials(nested)
    else:
        yield report

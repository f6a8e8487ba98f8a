"""`wallet check`: judge what the vault holds, offline unless `--refresh` is given."""

from __future__ import annotations

from pathlib import Path

from wallet.cli.command import MAX_AGE, argument, command, days_option, flag, option, path_option
from wallet.cli.exits import DONE, worst
from wallet.cli.run import Run
from wallet.cli.verify import REQUIRE_FRAMEWORK, required_framework, show_report
from wallet.errors import WalletError
from wallet.materials.directory import write_materials
from wallet.materials.evidence import Answers
from wallet.model.material import Material


@command(
    "check",
    argument("ids", many=True, required=False),
    flag("--refresh", text="Ask the outside world first, and keep what it answers."),
    path_option("--save-materials", text="Write what the verdicts relied on, for repeating them.", metavar="DIR"),
    option("--require-framework", text=REQUIRE_FRAMEWORK, metavar="F"),
    days_option("--max-age", text=MAX_AGE),
    flag("--renew", text="Ask the issuers' refresh services for newer issues; they learn which badge is meant."),
    flag("--accept-clock", text="Take this machine's clock for right, though a later time was seen before."),
)
def check_command(
    run: Run,
    *,
    ids: tuple[str, ...],
    refresh: bool,
    save_materials: Path | None,
    require_framework: str | None,
    max_age: int | None,
    renew: bool,
    accept_clock: bool,
) -> int:
    """Verify what the vault holds: the badges named, or all of them."""
    wallet = run.wallet(max_age=max_age)
    if accept_clock:
        wallet.accept_clock()
    evidence: dict[str, Material] = {}
    asked: Answers = {}
    by = None if require_framework is None else required_framework(run, require_framework)
    codes: list[int] = []
    # One by one, so that a damaged badge does not hide the others.
    for name in ids or [summary.id for summary in wallet.badges()]:
        try:
            for badge_id, report in wallet.check([name], refresh=refresh, asked=asked, evidence=evidence):
                if not run.json:
                    run.line(badge_id)
                renewed = wallet.renew(badge_id) if renew else None
                assessed = None if by is None else wallet.assess_badge(badge_id, by)[1]
                codes.append(show_report(run, report, badge_id=badge_id, renewed=renewed, assessed=assessed))
                if not run.json:
                    run.line()
        except WalletError as error:
            codes.append(run.tell(error))
    if save_materials is not None:
        write_materials(save_materials, evidence.values())
    if not codes:
        run.say(run.word("empty"))
        return DONE
    return worst(codes)

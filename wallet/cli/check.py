"""`wallet check`: judge what the vault holds, offline by default."""

from __future__ import annotations

from pathlib import Path

from wallet.cli.command import Run, argument, command, flag, path_option, worst
from wallet.cli.verify import exit_code
from wallet.explanation import report_lines


@command(
    "check",
    argument("ids", many=True, required=False),
    flag("--refresh", text="Ask the outside world first, and keep what it answers."),
    path_option("--save-materials", text="Write what the verdicts relied on, for repeating them.", metavar="DIR"),
)
def check_command(run: Run, ids: tuple[str, ...], refresh: bool, save_materials: Path | None) -> int:
    """Verify what the vault holds."""
    from wallet.codec.report import report_document
    from wallet.model.material import Material

    used: dict[str, Material] = {}
    codes: list[int] = []

    def remember(material: Material) -> None:
        used.setdefault(material.url, material)

    for badge_id, report in run.wallet().check(ids, refresh=refresh, used=remember):
        if run.json:
            run.data({**report_document(report), "id": badge_id})
        else:
            run.line(badge_id)
            for line in report_lines(report, run.language):
                run.line(line)
            run.line()
        codes.append(exit_code(report))
    if save_materials is not None:
        from wallet.materials.directory import write_materials

        write_materials(save_materials, used.values())
    return worst(codes)

"""`wallet frameworks`: what badges are held against; files of one's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from wallet.cli.command import argument, command
from wallet.cli.exits import DONE
from wallet.cli.quality import SETTING, framework_files
from wallet.cli.run import Run
from wallet.codec.safe_text import safe_text
from wallet.errors import UsageError
from wallet.frameworks.profile import Element, Framework
from wallet.model.json import JsonObject
from wallet.storage.framework_files import FrameworkFiles
from wallet.text.quality import quality_word


@command(
    "frameworks",
    click.Argument(
        ["action"],
        type=click.Choice(["list", "show", "validate", "add", "default"]),
        required=False,
        default="list",
    ),
    argument("names", many=True, required=False),
)
def frameworks_command(run: Run, *, action: str, names: tuple[str, ...]) -> int:
    """List what badges are held against; show ID, validate FILE, add FILE, default ID.

    A file describes one version of a framework, or a list of recognised programmes. Of several versions the newest
    counts, so a corrected table is added beside the old one.
    """
    files = framework_files(run)
    if action == "list":
        for framework in files.newest:
            _tell(run, framework, files)
        return DONE
    if not names:
        raise UsageError("nothing-chosen")
    for name in names:
        if action == "show":
            _show(run, files.get(name), files)
        elif action == "validate":
            framework = files.from_file(Path(name))
            run.say(f"{safe_text(name)}: {quality_word('sound', run.language)}")
            _tell(run, framework, files)
        elif action == "add":
            added = files.add(Path(name))
            if run.json:
                run.data({"schema": "wallet.added/1", "id": added})
            else:
                run.line(f"{quality_word('added', run.language)}: {safe_text(added)}")
        else:
            framework = files.get(name)
            run.wallet().remember(SETTING, framework.id)
            run.say(f"{quality_word('default-set', run.language)} {framework.id}")
    return DONE


def _tell(run: Run, framework: Framework, files: FrameworkFiles) -> None:
    if run.json:
        run.data(_document(framework, files))
        return
    mark = f" [{quality_word('provisional', run.language)}]" if framework.provisional else ""
    run.line(f"{framework.id}  {framework.version}{mark}  {safe_text(framework.title[run.language])}")


def _show(run: Run, framework: Framework, files: FrameworkFiles) -> None:
    if run.json:
        run.data(_document(framework, files))
        return
    for line in _lines(framework, files, run.language):
        run.line(line)


def _lines(framework: Framework, files: FrameworkFiles, language: str) -> Iterator[str]:
    mark = f" [{quality_word('provisional', language)}]" if framework.provisional else ""
    yield f"{framework.id}  {framework.version}{mark}"
    yield f"  {safe_text(framework.title[language])}"
    yield f"  {quality_word('publisher', language)}: {safe_text(framework.publisher)}"
    yield f"  sha256: {framework.sha256}"
    if framework.provisional:
        yield f"  {quality_word('provisional-table', language)}"
    for note in framework.notes.values():
        yield f"  {safe_text(note, 400)}"
    for element in framework.elements:
        level = quality_word("required" if element.mandatory else "optional", language)
        mark = f" [{quality_word('provisional', language)}]" if element.provisional else ""
        basis = ", ".join((element.provenance, *element.sources))
        yield f"  {element.id}  {_title(element, files, language)} ({level}){mark} — {safe_text(basis)}"
    for test in framework.tests:
        yield f"  {test.id}  {safe_text(test.rule[language])} — {', '.join(test.needs)}"
    for award in framework.awards:
        yield f"  {award.id}  {safe_text(award.title[language])}: {award.credits:g} {safe_text(award.unit)}"
    for key, source in framework.sources.items():
        yield f"  {key}: {safe_text(source, 400)}"


def _title(element: Element, files: FrameworkFiles, language: str) -> str:
    descriptor = files.crosswalk.descriptors[element.descriptor]
    return safe_text(element.title.get(language) or descriptor.title[language])


def _document(framework: Framework, files: FrameworkFiles) -> JsonObject:
    return {
        "schema": "wallet.framework-summary/1",
        "id": framework.id,
        "version": framework.version,
        "sha256": framework.sha256,
        "provisional": framework.provisional,
        "title": dict(framework.title),
        "publisher": framework.publisher,
        "kind": framework.kind,
        "elements": [
            {
                "id": element.id,
                "descriptor": element.descriptor,
                "title": {language: _title(element, files, language) for language in ("en", "ja")},
                "level": "mandatory" if element.mandatory else "optional",
                "when": element.when,
                "provisional": element.provisional,
                "provenance": element.provenance,
                "sources": list(element.sources),
            }
            for element in framework.elements
        ],
        "tests": [{"id": test.id, "rule": dict(test.rule), "needs": list(test.needs)} for test in framework.tests],
        "sources": dict(framework.sources),
    }

"""The main job on sample badges, from end to end through the command line, in a throw-away home and vault.

    .venv/bin/python scripts/demo.py [--lang ja|en] [--folder DIR]

Runs the `wallet` beside this interpreter, prints each command, what came back and how long it took, and leaves with 1
at the first thing that is not as it should be. Nothing is left running. The vault stays in DIR (build/demo), so that it
can be opened and looked at. Needs what the wallet needs, and nothing else.
"""

from __future__ import annotations

import argparse
import http.client
import io
import json
import os
import shutil
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scripts.demo_stage import NotAsExpectedError, Person, Row, Stage, new_folder, require, rows, say  # noqa: E402 - the line above makes it findable
from scripts.demo_words import WORDS  # noqa: E402 - as above
from scripts.sample_issuer.__main__ import write_site  # noqa: E402 - as above

EXPECTED: Final = ROOT / "tests" / "samples.json"
PASSPHRASE: Final = "demo passphrase, not a secret"  # noqa: S105 - it is said at the end
AUDIENCE: Final = "https://employer.example"
CHALLENGE: Final = "2026-demo-7f3a"
EXPECTING: Final = ("--challenge", CHALLENGE, "--domain", AUDIENCE)
CHOSEN: Final = ("01-data-science.json", "06-project-management-in-force.json")
KANJI: Final = "データサイエンス".encode()
ANSWER_SECONDS: Final = 10


class Demo:
    """The steps, in the order in which people take them."""

    def __init__(self, folder: Path, stage: Stage) -> None:
        self.folder = folder
        self.stage = stage
        passphrase = folder / "passphrase"
        passphrase.touch(mode=0o600)
        passphrase.write_text(PASSPHRASE + "\n", encoding="utf-8")
        self.learner = Person(
            home=new_folder(folder / "learner"),
            environment={"WALLET_VAULT": str(folder / "vault"), "WALLET_PASSPHRASE_FILE": str(passphrase)},
        )
        self.employer = Person(home=new_folder(folder / "employer"))
        self.ids: dict[str, str] = {}

    def run(self) -> None:
        """Everything."""
        self.fill_the_vault()
        self.verify_offline()
        self.present()
        self.stage.headline("host")
        with self.stage.link_host(self.employer, new_folder(self.folder / "host")) as url:
            link = self.share(url)
            self.open_as_employer(link)
            self.take_back(link)
        require(_answer(link) is None, "the host is stopped")

    def fill_the_vault(self) -> None:
        """A vault, and the samples in it: each once, and none of it readable on the disk."""
        stage, learner = self.stage, self.learner
        stage.headline("vault")
        stage.show(learner, "init", "--no-input")
        stage.headline("import")
        stage.show(learner, "import", "samples", lines=30)
        again = stage.ask(learner, "import", "samples")
        require({row["outcome"] for row in again} == {"duplicate"}, "the same badges again are duplicates")
        self.ids = {Path(str(row["source"])).name: str(row["id"]) for row in again}
        require(set(self.ids) == set(_expected()), "every sample is in the vault")
        stage.show(learner, "list", lines=30)
        kept = [path.read_bytes() for path in (self.folder / "vault").rglob("*") if path.is_file()]
        require(kept and not any(KANJI in content for content in kept), "the vault is encrypted")
        stage.note("encrypted")

    def verify_offline(self) -> None:
        """Today's evidence once, then every verdict with no network; and one badge from near."""
        stage, learner = self.stage, self.learner
        evidence = self.folder / "stick"
        write_site(evidence, datetime.now(UTC), tell=lambda _line: None)
        stage.headline("refresh")
        stage.show(learner, "check", "--refresh", "--materials", str(evidence), leaves=1, lines=12, brief=True)
        stage.headline("offline")
        stage.show(learner, "check", "--offline", leaves=1, lines=60, brief=True)
        for report in stage.ask(learner, "check", "--offline", leaves=1):
            self.require_verdict(report)
        stage.note("verdicts")
        stage.headline("show")
        stage.show(learner, "show", self.ids[CHOSEN[1]], "--offline", lines=40)

    def require_verdict(self, report: Row) -> None:
        """The report of one badge is the one that a person expects of this sample."""
        name = next(name for name, badge_id in self.ids.items() if badge_id == report["id"])
        known = _expected()[name]
        found = {"outcome": report["outcome"], "reasons": report["reasons"]}
        require(found == known, f"{name}: expected {known}, found {found}")

    def present(self) -> None:
        """A signed presentation as a file, which the employer can check as well."""
        stage, file = self.stage, str(self.folder / "presentation.json")
        stage.headline("present")
        stage.show(self.learner, "present", *self.chosen(), "--offline", "-o", file)
        (report,) = stage.ask(self.employer, "verify", file, "--offline", *EXPECTING, leaves=3)
        require(report["holder"], "the presentation is signed by its holder")
        require(report["reasons"] == ["status-unreachable"], "without a network nothing else is open")
        stage.note("presented")

    def share(self, url: str) -> str:
        """The link to the two badges."""
        self.stage.headline("share")
        told = self.stage.show(
            self.learner, "share", *self.chosen(), "--to", "link", "--host", url, "--allow-loopback", lines=6
        )
        link = next((word for word in told.split() if word.startswith(url)), "")
        require("#" in link, "a link with its key")
        kept = [path.read_bytes() for path in (self.folder / "host").rglob("*") if path.is_file()]
        require(kept and not any(KANJI in content for content in kept), "the host keeps ciphertext only")
        return link

    def open_as_employer(self, link: str) -> None:
        """The verdict of somebody with an empty home and no vault."""
        stage, employer = self.stage, self.employer
        stage.headline("employer")
        stage.show(employer, "verify", link, "--allow-loopback", *EXPECTING, lines=60)
        (report,) = stage.ask(employer, "verify", link, "--allow-loopback", *EXPECTING)
        require(report["outcome"] == "passed", "the employer's verdict is passed")
        require(len(rows(report["credentials"])) == len(CHOSEN), "the employer sees the chosen badges and no other")
        require(not any(employer.home.rglob("*")), "the employer needs no vault and keeps nothing")
        require(_answer(link) == http.client.OK, "a browser gets the page")

    def take_back(self, link: str) -> None:
        """Revoked by the learner; gone for the employer, in words and for browsers."""
        stage = self.stage
        stage.headline("revoke")
        stage.show(self.learner, "revoke", link, "--allow-loopback")
        stage.show(self.learner, "links")
        stage.headline("gone")
        stage.show(self.employer, "verify", link, "--allow-loopback", *EXPECTING, leaves=6)
        require(_answer(link) == http.client.GONE, "the link answers 410 Gone")
        stage.note("gone_answer")

    def chosen(self) -> list[str]:
        """The two badges, for whom, for what, until when."""
        ids = [self.ids[name] for name in CHOSEN]
        purpose = self.stage.words["purpose"]
        return [*ids, "--audience", AUDIENCE, "--purpose", purpose, "--challenge", CHALLENGE, "--expires", "4w"]


def _expected() -> dict[str, Row]:
    """File name of a sample to its verdict, once what its issuer publishes is known."""
    document: dict[str, dict[str, Row]] = json.loads(EXPECTED.read_text(encoding="utf-8"))
    return {name: verdict["known"] for name, verdict in document.items()}


def _answer(link: str) -> int | None:
    """The HTTP status that a browser gets for the link; None where nobody listens."""
    parts = urlsplit(link)
    connection = http.client.HTTPConnection(parts.netloc, timeout=ANSWER_SECONDS)
    try:
        connection.request("GET", parts.path)
        return connection.getresponse().status
    except ConnectionError:
        return None
    finally:
        connection.close()


def _language() -> str:
    told = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "ja" if told.lower().startswith("ja") else "en"


def main() -> None:
    """Parse, run, and say how it went."""
    parser = argparse.ArgumentParser(description="The main job on sample badges.")
    parser.add_argument("--lang", choices=["ja", "en"], default=_language())
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "demo")
    chosen = parser.parse_args()
    words = WORDS[chosen.lang]
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal without kanji still shows the rest
    folder = chosen.folder.resolve()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    started = time.perf_counter()
    try:
        Demo(folder, Stage(chosen.lang, words)).run()
    except NotAsExpectedError as problem:
        say(f"\n{words['failed']}: {problem}")
        sys.exit(1)
    say("\n== " + words["done"].format(seconds=time.perf_counter() - started))
    say(words["look"].format(vault=os.path.relpath(folder / "vault"), passphrase=PASSPHRASE))


if __name__ == "__main__":
    main()

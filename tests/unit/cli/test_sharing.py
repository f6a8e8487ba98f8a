"""present, share, links, revoke, through a link host on this machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest

from tests.unit.cli.conftest import PASSPHRASE, Wallet
from wallet.share.host.server import LinkServer

AUDIENCE: Final = "https://employer.example"
ASKED: Final = ("--audience", AUDIENCE, "--challenge", "c-1", "--expires", "4w")
EXPECTED: Final = ("--domain", AUDIENCE, "--challenge", "c-1")
HOST_SECONDS: Final = 20


@pytest.fixture
def chosen(changing_learner: Wallet) -> list[str]:
    """Two badges that hold."""
    rows = changing_learner("list", "--json").documents
    return [str(row["id"]) for row in rows if row["outcome"] == "passed"][:2]


@pytest.fixture
def host(tmp_path: Path) -> Iterator[str]:
    """The address of a link host whose clock stands at the instant the tests judge at."""
    server = LinkServer("127.0.0.1", 0, tmp_path / "host", clock=lambda: datetime(2026, 11, 23, 14, 5, tzinfo=UTC))
    started = threading.Event()
    thread = threading.Thread(target=server.run, args=(lambda _: started.set(),))
    thread.start()
    assert started.wait(HOST_SECONDS)
    yield server.url
    server.stop()
    thread.join(HOST_SECONDS)
    assert not thread.is_alive()


def test_a_presentation_is_written_and_verifies(changing_learner: Wallet, chosen: list[str], tmp_path: Path) -> None:
    file = tmp_path / "presentation.json"
    said = changing_learner("present", *chosen, *ASKED, "-o", file, "--json")
    assert said.code == 0
    assert (said.document["schema"], said.document["file"]) == ("wallet.presentation/1", str(file))
    assert (said.document["audience"], said.document["challenge"]) == (AUDIENCE, "c-1")
    assert said.document["expires"] == "2026-12-21T14:05:00Z"
    assert file.stat().st_mode & 0o077 == 0
    verified = changing_learner("verify", file, "--offline", *EXPECTED, "--json")
    assert (verified.code, verified.document["outcome"]) == (0, "passed")
    assert verified.document["holder"] == said.document["holder"]
    elsewhere = changing_learner("verify", file, "--offline", "--domain", "https://other.example", "--json")
    assert (elsewhere.code, elsewhere.document["reasons"]) == (1, ["domain-mismatch"])


def test_without_a_file_the_presentation_is_the_data(
    changing_learner: Wallet, chosen: list[str], tmp_path: Path
) -> None:
    said = changing_learner("present", *chosen)
    copy = tmp_path / "copy.json"
    copy.write_text(said.out, encoding="utf-8")
    assert changing_learner("verify", copy, "--offline").code == 0
    document = changing_learner("present", *chosen, "--json").document
    presentation = document["presentation"]
    assert document["file"] == ""
    assert isinstance(presentation, dict)
    assert presentation["type"] == ["VerifiablePresentation"]


def test_a_file_that_is_there_is_left_alone(changing_learner: Wallet, chosen: list[str], tmp_path: Path) -> None:
    file = tmp_path / "mine.txt"
    file.write_text("mine", encoding="utf-8")
    for command in (["present"], ["share", "--to", "file"]):
        said = changing_learner(*command, *chosen, "-o", file, "--json")
        assert (said.code, said.document["error"]) == (2, "file-exists")
    assert file.read_text(encoding="utf-8") == "mine"
    assert changing_learner("links", "--json").out == ""


def test_what_the_receiver_will_find_wrong_is_told_first(changing_learner: Wallet, tmp_path: Path) -> None:
    expired = next(row for row in changing_learner("list", "--json").documents if row["outcome"] == "failed")
    said = changing_learner("present", str(expired["id"]), "-o", tmp_path / "p.json")
    assert said.code == 0
    assert "The receiver will find this:" in said.err
    assert "Expired" in said.err
    assert "written" in said.out


@pytest.mark.parametrize("when", ["soon", "0d", "4y", "2026-11-23T14:05:00Z", "2020-01-01T00:00:00Z", "2027-01-01"])
def test_an_end_that_is_none_is_refused(changing_learner: Wallet, chosen: list[str], when: str) -> None:
    said = changing_learner("present", *chosen, "--expires", when, "--json")
    assert (said.code, said.document["error"]) == (2, "expires-unusable")


def test_a_share_needs_to_know_where(changing_learner: Wallet, chosen: list[str]) -> None:
    assert changing_learner("share", *chosen, "--json").document["error"] == "link-host-missing"
    assert changing_learner("share", *chosen, "--to", "file", "--json").document["error"] == "output-missing"
    assert changing_learner("share", *chosen, "--host", "http://links.example", "--json").code == 2
    offline = changing_learner("share", *chosen, "--host", "https://links.example", "--offline", "--json")
    assert (offline.code, offline.document["error"]) == (2, "link-needs-network")


def test_a_link_is_opened_and_taken_back(
    changing_learner: Wallet, wallet: Wallet, chosen: list[str], host: str, tmp_path: Path
) -> None:
    shared = changing_learner("share", *chosen, "--host", host, "--allow-loopback", *ASKED, "--json")
    link = str(shared.document["link"])
    assert shared.code == 0
    assert shared.document["credentials"] == chosen
    assert link.startswith(f"{host}/p/")
    assert "#" in link

    employer = ("--vault", tmp_path / "nobody", "--allow-loopback")
    opened = wallet("verify", link, *employer, *EXPECTED, "--json")
    assert (opened.code, opened.document["outcome"]) == (0, "passed")
    assert link.partition("#")[2] not in opened.out + opened.err

    listed = changing_learner("links", "--json").document
    assert (listed["link"], listed["revoked"]) == (link, None)
    assert link in changing_learner("links").out

    revoked = changing_learner("revoke", link, "--allow-loopback")
    assert (revoked.code, "taken back" in revoked.out) == (0, True)
    gone = wallet("verify", link, *employer, "--json")
    assert (gone.code, gone.document["error"]) == (6, "link-gone")
    assert changing_learner("links", "--json").document["revoked"] == "2026-11-23T14:05:00Z"
    assert "taken back" in changing_learner("links").out


def test_a_share_is_taken_back_by_its_id_with_a_passphrase_that_can_be_read_once(
    wallet: Wallet, changing_learner: Wallet, vault: Path, chosen: list[str], host: str, tmp_path: Path
) -> None:
    shared = changing_learner("share", chosen[0], "--host", host, "--allow-loopback", "--json").document
    once = tmp_path / "once"
    once.write_text(PASSPHRASE, encoding="utf-8")
    with once.open("rb") as file:
        descriptor = ("--passphrase-fd", str(file.fileno()))
        said = wallet("revoke", str(shared["id"]), "--allow-loopback", "--vault", vault, *descriptor, "--json")
    assert (said.code, said.document["id"]) == (0, shared["id"])


def test_what_was_never_shared_or_left_as_a_file_cannot_be_taken_back(
    changing_learner: Wallet, chosen: list[str], tmp_path: Path
) -> None:
    assert changing_learner("revoke", "https://links.example/p/x", "--json").document["error"] == "link-unknown"
    file = changing_learner("share", *chosen, "--to", "file", "-o", tmp_path / "p.json", "--json").document
    said = changing_learner("revoke", str(file["id"]), "--json")
    assert (said.code, said.document["error"]) == (2, "not-revocable")


def test_a_host_that_is_not_there_is_the_other_sides_failure(changing_learner: Wallet, chosen: list[str]) -> None:
    said = changing_learner("share", *chosen, "--host", "http://127.0.0.1:1", "--allow-loopback", "--json")
    assert (said.code, said.document["error"]) == (6, "unreachable")
    assert changing_learner("links").err == "nothing was shared yet\n"

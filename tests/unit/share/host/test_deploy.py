"""What `deploy/` runs exists: its options, paths, port and times are those of the program."""

from __future__ import annotations

import re
import shlex

import click
import pytest

from tests.places import ROOT
from wallet.cli.host import host_command
from wallet.share.host.limits import HostLimits

DEPLOY = ROOT / "deploy"


def in_container() -> list[str]:
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    (entry,) = re.findall(r"^ENTRYPOINT \[(.*)\]$", text, re.MULTILINE)
    return [part.strip().strip('"') for part in entry.split(",")]


def as_service() -> list[str]:
    text = (DEPLOY / "wallet-host.service").read_text(encoding="utf-8")
    (line,) = re.findall(r"^ExecStart=(.*)$", text, re.MULTILINE)
    return shlex.split(line)


def options(command: list[str]) -> dict[str, object]:
    """The options as the program itself reads them; raises for one it does not have."""
    program, name, *arguments = command
    assert (program.rpartition("/")[2], name) == ("wallet", "host")
    return dict(host_command.make_context("host", arguments, resilient_parsing=False).params)


@pytest.mark.parametrize("command", [in_container(), as_service()], ids=["container", "service"])
def test_the_command_is_one_the_program_takes(command: list[str]) -> None:
    read = options(command)
    assert read["port"] == 8765
    assert read["log"] is True
    with pytest.raises(click.NoSuchOption):
        options([*command, "--no-such-option"])
    told = host_command.get_help(click.Context(host_command, info_name="host"))
    for part in command:
        assert not part.startswith("--") or part in told


def test_the_container_is_consistent_with_itself() -> None:
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    read = options(in_container())
    assert f"EXPOSE {read['port']}" in text
    assert f"VOLUME {read['data']}" in text
    assert f"http://127.0.0.1:{read['port']}/health" in text
    assert re.search(r"^USER (?!root)", text, re.MULTILINE)
    for copied in ("requirements.lock",):
        assert (ROOT / copied).exists()


def test_the_service_is_consistent_with_itself() -> None:
    text = (DEPLOY / "wallet-host.service").read_text(encoding="utf-8")
    read = options(as_service())
    (state,) = re.findall(r"^StateDirectory=(.*)$", text, re.MULTILINE)
    assert str(read["data"]) == f"/var/lib/{state}"
    assert read["bind"] == "127.0.0.1"
    (stops,) = re.findall(r"^TimeoutStopSec=(\d+)$", text, re.MULTILINE)
    assert int(stops) > HostLimits().stop_seconds
    (files,) = re.findall(r"^LimitNOFILE=(\d+)$", text, re.MULTILINE)
    assert int(files) > 2 * HostLimits().max_connections

"""Seals on the command line: under a trust list for one run, and under one that the vault keeps."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.cli.conftest import Wallet
from tests.unit.verify.seals import edc
from tests.unit.verify.seals.elm import credential, root, seal
from wallet.codec import json as strict_json


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    file = tmp_path / "diploma.jsonld"
    file.write_bytes(strict_json.dumps(seal(credential())))
    return file


@pytest.fixture
def roots(tmp_path: Path) -> Path:
    file = tmp_path / "roots.pem"
    file.write_bytes(root().pem)
    return file


def test_a_trust_list_for_one_run(wallet: Wallet, sealed: Path, roots: Path, tmp_path: Path) -> None:
    older = tmp_path / "diploma.xml"
    older.write_bytes(edc.seal(edc.credential()))
    unknown = wallet("verify", sealed, "--offline", "--json")
    assert (unknown.code, unknown.document["reasons"]) == (3, ["root-unknown"])
    known = wallet("verify", sealed, older, "--offline", "--json", "--roots", roots)
    assert known.code == 0
    assert [document["outcome"] for document in known.documents] == ["passed", "passed"]
    assert '"source":"materials"' in known.out
    again = wallet("verify", sealed, older, "--offline", "--json", "--roots", roots)
    assert again.out == known.out


def test_many_inputs_are_judged_by_the_same_list(wallet: Wallet, roots: Path, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    content = strict_json.dumps(seal(credential()))
    for number in range(70):
        (folder / f"{number}.jsonld").write_bytes(content)
    said = wallet("verify", folder, "--offline", "--json", "--roots", roots)
    assert said.code == 0
    assert len(said.documents) == 70


@pytest.mark.parametrize(("content", "code"), [(b"nothing", 2), (b'{"registry": {}}', 2), (None, 2)])
def test_what_is_no_trust_list_is_said(
    wallet: Wallet, sealed: Path, tmp_path: Path, content: bytes | None, code: int
) -> None:
    file = tmp_path / "list"
    if content is not None:
        file.write_bytes(content)
    said = wallet("verify", sealed, "--offline", "--roots", file)
    assert said.code == code
    assert said.out == ""


def test_a_trust_list_that_the_vault_keeps(changing_learner: Wallet, sealed: Path, roots: Path) -> None:
    (row,) = changing_learner("import", sealed, "--json").documents
    assert (row["outcome"], row["format"], row["reasons"]) == ("imported", "jades", ["root-unknown"])
    badge = str(row["id"])
    (kept,) = changing_learner("trust", "registry", "add", str(roots), "--name", "Example roots", "--json").documents
    assert (kept["name"], kept["kind"]) == ("Example roots", "x509")
    checked = changing_learner("check", badge, "--json")
    assert (checked.code, checked.document["outcome"]) == (0, "passed")
    shown = changing_learner("show", badge)
    assert "Reading Data" in shown.out
    assert "Example University" in shown.out
    assert "2001" not in shown.out
    (listed,) = [item for item in changing_learner("list", "--json").documents if item["id"] == badge]
    assert (listed["name"], listed["outcome"]) == ("Reading Data", "passed")
    assert changing_learner("trust", "registry", "remove", "Example roots").code == 0
    assert changing_learner("check", badge, "--json").code == 3

"""What is said before something leaves, and the ways to share, on the command line."""

from __future__ import annotations

import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.unit.cli.conftest import Wallet
from wallet.codec import json
from wallet.share.host.pages import MANIFEST, built_page_folder

AUDIENCE = "https://employer.example"


@pytest.fixture
def chosen(changing_learner: Wallet) -> str:
    """A badge that holds, signed as one."""
    rows = changing_learner("list", "--json").documents
    return next(str(row["id"]) for row in rows if row["outcome"] == "passed" and row["format"] == "ldp_vc")


def test_a_preview_says_what_leaves_and_keeps_it_here(changing_learner: Wallet, chosen: str, tmp_path: Path) -> None:
    said = changing_learner("present", chosen, "--preview", "-o", tmp_path / "p.json")
    assert said.code == 0
    assert "+ /credentialSubject/achievement/name: " in said.out
    assert "its issuer signed it as a whole" in said.out
    assert "A preview: nothing has left." in said.err
    assert not (tmp_path / "p.json").exists()
    document = changing_learner("share", chosen, "--to", "file", "-o", tmp_path / "p.json", "--preview", "--json")
    assert document.document["preview"] is True
    assert "presentation" not in document.document
    assert not (tmp_path / "p.json").exists()
    assert changing_learner("links", "--json").out == ""


def test_what_leaves_is_listed_by_its_place(changing_learner: Wallet, chosen: str) -> None:
    document = changing_learner("present", chosen, "--json").document
    listed = document["credentials"]
    assert isinstance(listed, list)
    (credential,) = listed
    assert isinstance(credential, dict)
    assert (credential["id"], credential["withheld"], credential["withholdable"]) == (chosen, [], False)
    assert (credential["travels"], credential["media_type"]) == ("embedded", "application/vc")
    disclosed = credential["disclosed"]
    assert isinstance(disclosed, list)
    assert "/credentialSubject/achievement/name" in disclosed
    assert not [place for place in disclosed if str(place).startswith(("/proof", "/@context"))]


@pytest.mark.parametrize("text", ["nothing", ":/name", "abcd:", "abcd:,"])
def test_a_choice_that_says_nothing_is_refused(changing_learner: Wallet, chosen: str, text: str) -> None:
    said = changing_learner("present", chosen, "--disclose", text, "--json")
    assert (said.code, said.document["error"]) == (2, "disclose-unreadable")


def test_what_was_signed_as_one_is_said_so(changing_learner: Wallet, chosen: str) -> None:
    said = changing_learner("present", chosen, "--disclose", f"{chosen}:/name", "--json")
    assert (said.code, said.document["error"]) == (2, "not-disclosable")
    other = changing_learner("present", chosen, "--disclose", "zzzz:/name", "--json")
    assert (other.code, other.document["error"]) == (2, "not-found")


def test_the_other_purpose_is_stated_and_warned_of(changing_learner: Wallet, chosen: str, tmp_path: Path) -> None:
    file = tmp_path / "p.json"
    said = changing_learner("present", chosen, "--proof-purpose", "assertionMethod", "-o", file)
    assert said.code == 0
    assert "only verifiers that ask for it take it" in said.err
    assert "The receiver will find this:" in said.err
    proof = json.loads_object(file.read_bytes())["proof"]
    assert isinstance(proof, dict)
    assert proof["proofPurpose"] == "assertionMethod"
    reasons = changing_learner("verify", file, "--offline", "--json").document["reasons"]
    assert isinstance(reasons, list)
    assert reasons[0] == "wrong-purpose"


def test_a_token_is_printed_and_verifies(changing_learner: Wallet, chosen: str, tmp_path: Path) -> None:
    said = changing_learner("present", chosen, "--format", "vp+jwt", "--audience", AUDIENCE)
    file = tmp_path / "p.jwt"
    file.write_text(said.out, encoding="ascii")
    verified = changing_learner("verify", file, "--offline", "--domain", AUDIENCE, "--json")
    assert (verified.code, verified.document["outcome"]) == (0, "passed")
    document = changing_learner("present", chosen, "--format", "vp+jwt", "--json").document
    assert str(document["presentation"]).count(".") == 2
    assert document["media_type"] == "application/vp+jwt"


def test_an_unknown_form_is_refused(changing_learner: Wallet, chosen: str) -> None:
    said = changing_learner("present", chosen, "--format", "no-such-suite", "--json")
    assert (said.code, said.document["error"]) == (2, "format-unsupported")


def test_a_published_folder_by_command(changing_learner: Wallet, chosen: str, tmp_path: Path) -> None:
    folder = tmp_path / "public"
    folder.mkdir()
    places = (
        "--to",
        "store",
        "--store",
        folder,
        "--store-url",
        "https://me.example",
        "--verifier",
        "https://v.example",
    )
    made = changing_learner("share", chosen, *places, "--json").document
    (file,) = folder.iterdir()
    assert made["link"] == f"https://v.example/#verify?vc=https%3A%2F%2Fme.example%2F{file.name}"
    assert made["revocable"] is True
    taken = changing_learner("revoke", str(made["id"]), "--json").document
    assert taken["revoked"]
    assert list(folder.iterdir()) == []
    missing = changing_learner("share", chosen, "--to", "store", "--json")
    assert (missing.code, missing.document["error"]) == (2, "store-missing")


def test_linkedin_without_a_link(changing_learner: Wallet, chosen: str) -> None:
    said = changing_learner("share", chosen, "--to", "linkedin")
    address = next(line for line in said.out.splitlines() if line.startswith("https://www.linkedin.com/"))
    fields = parse_qs(urlsplit(address).query)
    assert "certUrl" not in fields
    assert fields["startTask"] == ["CERTIFICATION_NAME"]
    assert "Nothing was sent." in said.err


@pytest.mark.skipif(not (built_page_folder() / MANIFEST).exists(), reason="the employer's page is not built")
def test_a_page_by_command(changing_learner: Wallet, wallet: Wallet, chosen: str, tmp_path: Path) -> None:
    file = tmp_path / "for-you.html"
    said = changing_learner("share", chosen, "--to", "html", "-o", file, "--audience", AUDIENCE)
    assert said.code == 0
    assert "cannot be taken back" in said.err
    opened = wallet("verify", file, "--vault", tmp_path / "nobody", "--offline", "--domain", AUDIENCE, "--json")
    assert (opened.code, opened.document["outcome"]) == (0, "passed")
    listed = changing_learner("links")
    assert str(file) in listed.out
    assert "cannot be taken back" in listed.out


def test_a_zip_by_command(changing_learner: Wallet, wallet: Wallet, chosen: str, tmp_path: Path) -> None:
    file = tmp_path / "for-you.zip"
    assert changing_learner("share", chosen, "--to", "file", "-o", file, "--expires", "30d").code == 0
    opened = wallet("verify", file, "--vault", tmp_path / "nobody", "--offline", "--json")
    inside = opened.document["credentials"]
    assert isinstance(inside, list)
    assert [item["outcome"] for item in inside if isinstance(item, dict)] == ["passed", "passed"]
    assert (opened.code, opened.document["outcome"]) == (0, "passed")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no permission bits")
def test_the_secret_of_a_store_is_read_from_a_private_file_only(
    changing_learner: Wallet, chosen: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("Bearer x", encoding="ascii")
    secret.chmod(0o644)
    monkeypatch.setenv("WALLET_STORE_AUTHORIZATION_FILE", str(secret))
    said = changing_learner("share", chosen, "--to", "store", "--store", "https://dav.example/x", "--json")
    assert (said.code, said.document["error"]) == (5, "passphrase-file-open")


def test_a_code_in_the_terminal(changing_learner: Wallet, chosen: str) -> None:
    said = changing_learner("share", chosen, "--to", "qr", "--json")
    assert (said.code, said.document["error"]) == (2, "qr-too-large")

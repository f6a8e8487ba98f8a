"""Would it be noticed? Each defect that a verifier can have is put in, and a vector that stands for it comes out wrong.

A check that nothing would miss is a check that is not there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

import pytest
from rich.text import Text

from tests.unit.formats.texts import CHALLENGE, DOMAIN, HOLDER, ISSUER, PRESENTED, badge
from tests.unit.formats.texts import judge as judge_text
from tests.vectors import hostile
from wallet import explanation
from wallet.codec import json as strict_json
from wallet.codec.jsonld.active import ActiveContext
from wallet.codec.jsonld.terms import is_iri
from wallet.codec.time import parse_instant
from wallet.compose import compose
from wallet.config import Config
from wallet.formats import sd_jwt
from wallet.materials import directory
from wallet.model.credential import DataIntegrityProof, KeyBinding
from wallet.model.report import Check, Finding, Outcome, Reason
from wallet.model.secret import Secret
from wallet.storage import database
from wallet.ui.line import Line
from wallet.ui.widgets import paper
from wallet.verify import verifier
from wallet.verify.checks import controller, jws, proof, validity
from wallet.verify.checks.proof import ProofOutcome
from wallet.verify.checks.results import passed
from wallet.verify.context import VerificationContext
from wallet.verify.status import bitstring
from wallet.verify.status.bits import from_the_right

Patch = pytest.MonkeyPatch
AllIsWell = Callable[[datetime, Path], bool]
"""Whether what stands for the defect is judged as it should be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sabotage:
    """A defect: how it is put in, and what is looked at."""

    put_in: Callable[[Patch], None]
    all_is_well: AllIsWell


def row(name: str) -> AllIsWell:
    """A row of the hostile corpus, with its verdict and its reason."""

    def all_is_well(at: datetime, folder: Path) -> bool:
        found = hostile.row(name)
        return hostile.is_right(found, hostile.judge(found, at, folder))

    return all_is_well


# --- the defects -------------------------------------------------------------------------------------------------


def no_purpose_check(patch: Patch) -> None:
    original = proof._options_problem

    def lenient(given: DataIntegrityProof, context: VerificationContext) -> Finding | None:
        found = original(given, context)
        return None if found is not None and found.reason is Reason.WRONG_PURPOSE else found

    patch.setattr(proof, "_options_problem", lenient)


def no_issuer_binding(patch: Patch) -> None:
    patch.setattr(controller, "_claim_problem", lambda document, claimed: None)


def no_proofs_pass(patch: Patch) -> None:
    original = proof.check_proof

    def lenient(context: VerificationContext) -> ProofOutcome:
        if context.subject.proofs:
            return original(context)
        return ProofOutcome(result=passed(Check.PROOF), keys=())

    patch.setattr(verifier, "check_proof", lenient)


def bits_from_the_other_end(patch: Patch) -> None:
    patch.setattr(bitstring, "KIND", replace(bitstring.KIND, read=from_the_right))


def a_default_base(patch: Patch) -> None:
    original = ActiveContext.expand

    def based(self: ActiveContext, value: str, *, as_term: bool) -> str | None:
        found = original(self, value, as_term=as_term)
        return found if as_term or (found and is_iri(found)) else f"https://base.example/{value}"

    patch.setattr(ActiveContext, "expand", based)


def critical_ignored(patch: Patch) -> None:
    patch.setattr(jws, "_NOT_UNDERSTOOD", ())


def no_cap_on_depth(patch: Patch) -> None:
    patch.setattr(strict_json, "MAX_DEPTH", 1 << 40)


def no_cap_on_size(patch: Patch) -> None:
    patch.setattr("wallet.verify.status.bits.MAX_STATUS_LIST_BYTES", 1 << 40)


def naive_dates(patch: Patch) -> None:
    patch.setattr(validity, "parse_instant", lambda text: parse_instant(text) or parse_instant(f"{text}Z"))


def key_binding_hash_skipped(patch: Patch) -> None:
    original = sd_jwt._read_key_binding

    def lenient(*arguments: object) -> KeyBinding:
        return replace(original(*arguments), whole=True)  # type: ignore[arg-type]  # passed on as they came

    patch.setattr(sd_jwt, "_read_key_binding", lenient)


def redirects_followed(patch: Patch) -> None:
    patch.setattr(directory, "redirected", lambda url, location, *, allow_loopback=False: (location, None))


def controls_let_through(patch: Patch) -> None:
    patch.setattr(explanation, "safe_text", lambda text, cells=0: text)


def markup_on(patch: Patch) -> None:
    original = paper._rows
    patch.setattr(
        paper, "_rows", lambda line, width: original(replace(line, text=Text.from_markup(line.text).plain), width)
    )


def synchronous_normal(patch: Patch) -> None:
    patch.setattr(database, "_SETTINGS", (("journal_mode", "WAL", "wal"), ("synchronous", "NORMAL", 1)))


# --- what is looked at -------------------------------------------------------------------------------------------


def a_disclosure_taken_away(at: datetime, folder: Path) -> bool:
    """The key binding was made over two disclosures; one of them is gone."""
    token = ISSUER.sd_jwt(badge(), {"degree": "BSc", "grade": "B"})
    bound = HOLDER.bind(token.show("degree", "grade"), nonce=CHALLENGE, aud=DOMAIN, iat=PRESENTED)
    issued, first, _, binding = bound.split(b"~")
    report = judge_text(b"~".join((issued, first, binding)))
    return judge_text(bound).outcome is Outcome.PASSED and Reason.KEY_BINDING_INVALID in report.reasons


def a_redirect_inside(at: datetime, folder: Path) -> bool:
    """The issuer's document is there, behind a redirect to an address inside the network."""
    found = hostile.row("F00")
    world = hostile.materials(found, folder / "world")
    index = strict_json.loads_object((world / "index.json").read_bytes())
    entries = index["entries"]
    assert isinstance(entries, list)
    (entry,) = [item for item in entries if isinstance(item, dict) and str(item["url"]).endswith("did.json")]
    inside = "http://169.254.169.254/did.json"
    entries.append({**entry, "url": inside})
    entry.update(http_status=302, location=inside)
    (world / "index.json").write_bytes(strict_json.dumps(index))
    wallet = compose(Config(materials=world, at=at))
    (report,) = wallet.verify([str(hostile.CORPUS / str(found["file"]))])
    return report.outcome is Outcome.INDETERMINATE


def a_page_without_controls(at: datetime, folder: Path) -> bool:
    """A badge whose name writes to the clipboard of the terminal."""
    page = "\n".join(explanation.report_lines(hostile.judge(hostile.row("I00"), at, folder), "en"))
    return not any(ord(character) < 0x20 and character != "\n" for character in page)


def a_name_in_brackets(at: datetime, folder: Path) -> bool:
    """A badge's name that is markup elsewhere is drawn as it is written."""
    rows = paper._rows(Line("[bold]Badge[/bold]"), 60)
    return "[bold]Badge[/bold]" in "".join(segment.text for row in rows for segment in row)


def writes_reach_the_disk(at: datetime, folder: Path) -> bool:
    """Pragmas of an open vault: nothing acknowledged may be lost with the power."""
    path = folder / database.FILE_NAME
    connection = database.create(path, Secret(bytes(32)))
    database.apply_settings(connection, path)
    try:
        return [connection.pragma(name) for name in ("synchronous", "journal_mode")] == [3, "delete"]
    finally:
        connection.close()


SABOTAGES: Final = {
    "no purpose check": Sabotage(put_in=no_purpose_check, all_is_well=row("A16")),
    "no purpose check, purpose missing": Sabotage(put_in=no_purpose_check, all_is_well=row("A17")),
    "no issuer binding": Sabotage(put_in=no_issuer_binding, all_is_well=row("A13")),
    "no issuer binding in a JWT": Sabotage(put_in=no_issuer_binding, all_is_well=row("C09")),
    "an empty list of proofs passes": Sabotage(put_in=no_proofs_pass, all_is_well=row("A22")),
    "bits counted from the other end": Sabotage(put_in=bits_from_the_other_end, all_is_well=row("E01")),
    "a default base": Sabotage(put_in=a_default_base, all_is_well=row("A06")),
    "critical headers ignored": Sabotage(put_in=critical_ignored, all_is_well=row("C07")),
    "no cap on depth": Sabotage(put_in=no_cap_on_depth, all_is_well=row("B03")),
    "no cap on size": Sabotage(put_in=no_cap_on_size, all_is_well=row("E09")),
    "naive dates": Sabotage(put_in=naive_dates, all_is_well=row("B12")),
    "the hash of a key binding skipped": Sabotage(put_in=key_binding_hash_skipped, all_is_well=a_disclosure_taken_away),
    "redirects followed anywhere": Sabotage(put_in=redirects_followed, all_is_well=a_redirect_inside),
    "controls let through": Sabotage(put_in=controls_let_through, all_is_well=a_page_without_controls),
    "markup on": Sabotage(put_in=markup_on, all_is_well=a_name_in_brackets),
    "writes not awaited": Sabotage(put_in=synchronous_normal, all_is_well=writes_reach_the_disk),
}


@pytest.fixture(params=sorted(SABOTAGES))
def sabotage(request: pytest.FixtureRequest) -> Sabotage:
    return SABOTAGES[str(request.param)]


def test_a_defect_is_noticed(sabotage: Sabotage, at: datetime, tmp_path: Path) -> None:
    for name in ("before", "after"):
        (tmp_path / name).mkdir()
    assert sabotage.all_is_well(at, tmp_path / "before")
    with pytest.MonkeyPatch.context() as patch:
        sabotage.put_in(patch)
        assert not sabotage.all_is_well(at, tmp_path / "after")

"""What the wallet does for its holder, one method per use, each read top to bottom.

    wallet = compose(Config())
    for row in wallet.add(["badges/"]):
        ...
    link = wallet.share(["k3f9x2ab7q"], PresentationRequest(audience="https://employer.example"), "link")

Everything it works with (clock, vault, evidence, ways out) is an argument: see `wallet.compose`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol
from urllib.parse import unquote

from wallet.acquire.interface import Source
from wallet.acquire.presentations import unbundled
from wallet.acquire.sources import read_all
from wallet.codec import json as strict_json
from wallet.codec.limits import MAX_INPUT_BYTES
from wallet.codec.report import report_document, text_of
from wallet.codec.time import format_instant, parse_instant
from wallet.errors import CredentialError, NotFoundError, UsageError, VaultDamagedError
from wallet.explanation import report_lines
from wallet.materials.chain import ChainedMaterials, RecordingMaterials, VaultMaterials
from wallet.materials.evidence import Answers, RefreshingMaterials, relied_upon, revoked_by
from wallet.model.credential import Verifiable, VerifiableCredential
from wallet.model.frozen import frozen
from wallet.model.http import Http
from wallet.model.json import JsonValue
from wallet.model.material import Material, Materials, Unavailable
from wallet.model.record import (
    BackupContents,
    BadgeRecord,
    BadgeSummary,
    Carrier,
    HistoryEntry,
    ImportOutcome,
    ImportResult,
    Issue,
    NotReceived,
    Received,
    RegistrySnapshot,
    Restored,
    SeenKey,
    ShareRecord,
    TrustedIssuer,
)
from wallet.model.registry import Registry
from wallet.model.report import Outcome, Reason, VerificationReport
from wallet.model.request import Expectation, PresentationRequest, TrustPolicy
from wallet.model.secret import Secret
from wallet.share.interface import Enclosed, Parcel, ShareTarget
from wallet.share.link_crypto import is_link
from wallet.storage.interface import Vault
from wallet.verification import Assessed, Verification
from wallet.verify.renewal import is_renewal, refresh_address

if TYPE_CHECKING:
    from wallet.frameworks.assess import Frameworks
    from wallet.frameworks.pathways import HeldBadge
    from wallet.model.key import SigningKey
    from wallet.present.disclosure import Part
    from wallet.present.presentation import SignedPresentation
    from wallet.storage.backup import OpenedBackup
    from wallet.suites.interface import Claim
    from wallet.verify.trust.known import KnownIssuers

_ADDRESSES: Final = "addresses"
TOKEN_FORMATS: Final = ("vp+jwt", "sd-jwt+kb")
"""The forms of a presentation that are tokens; the others are the suites that sign documents."""
Keep = Callable[[BadgeSummary, Received, VerificationReport], tuple[ImportOutcome, str]]
"""Keeps one badge, or only says what would become of it: the outcome, and the id where there is one."""


class VaultDoor(Protocol):
    """Making, opening and closing the vault; `open` asks for the passphrase only when the keyring does not help."""

    def has_keyring(self) -> bool:
        """Whether a keyring that the wallet trusts could open a vault without a passphrase."""
        ...

    def exists(self) -> bool:
        """Whether there is a vault in the folder."""
        ...

    def create(self, passphrase: Secret | None, at: datetime) -> str:
        """Make the vault, leave it open, and return the recovery key text, which is shown once."""
        ...

    def open_backup(self, file: Path, key_file: Path | None) -> OpenedBackup:
        """Open a backup: by this vault's own key, or by the passphrase or recovery key in `key_file` or typed now."""
        ...

    def create_from(self, opened: OpenedBackup, at: datetime) -> Restored:
        """Make the vault from a backup, and leave it open."""
        ...

    def open(self) -> Vault:
        """The open vault. Raises `VaultError` and its kinds."""
        ...

    def open_with(self, passphrase: Secret) -> Vault:
        """Open with a passphrase or a recovery key typed now. Raises `PassphraseError`."""
        ...

    def unlock(self, passphrase: Secret | None) -> bool:
        """Leave the vault open for later commands; False where this machine has no keyring to do so."""
        ...

    def lock(self) -> None:
        """Forget the key here and in the keyring."""
        ...

    def is_open(self) -> bool:
        """Whether this program holds the key now."""
        ...

    def passphrase(self) -> Secret | None:
        """The passphrase from where this run was told to take it; None where there is none."""
        ...


@frozen
class Badge:
    """One badge with everything a page about it shows; `report` is of now, `picture` the image it came in."""

    record: BadgeRecord
    report: VerificationReport
    parsed: VerifiableCredential
    picture: bytes | None


@frozen
class Prepared:
    """A signed presentation with the wallet's own judgement of it, before anything leaves."""

    signed: SignedPresentation
    badges: tuple[BadgeSummary, ...]
    parts: tuple[Part, ...]
    personal: tuple[tuple[str, ...], ...]
    """Of each badge, where what leaves of it tells how to reach somebody, where they live or when they were born."""
    report: VerificationReport
    materials: tuple[Material, ...]


class Wallet:
    """The holder's wallet."""

    def __init__(
        self,
        *,
        door: VaultDoor,
        verification: Verification,
        sources: Sequence[Source],
        targets: Registry[ShareTarget],
        target_at: Callable[[str], ShareTarget],
        http: Http | None,
        clock: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        """`verification.materials` is the outside world as this run may see it; `http` None means offline."""
        self.door = door
        self.clock = clock
        self._verification = verification
        self._sources = sources
        self._targets = targets
        self._target_at = target_at
        self._http = http
        self._new_id = new_id

    # --- verifying, with no vault -------------------------------------------------------------------------------

    def verify(self, names: Iterable[str], expectation: Expectation | None = None) -> Iterator[VerificationReport]:
        """One report per thing under `names`. Raises `NotFoundError`, and `RemoteError` for a link that is gone."""
        for name in names:
            if is_link(name):
                yield self._verify_link(name, expectation)
                continue
            for item in read_all(self._sources, [name]):
                yield self._verification.verify(item, expectation)

    def items(self, names: Iterable[str]) -> Iterator[Received | NotReceived]:
        """Everything under `names`, not verified yet. Raises `NotFoundError`."""
        return read_all(self._sources, names)

    def verify_item(self, item: Received | NotReceived, expectation: Expectation | None = None) -> VerificationReport:
        """The report on one thing that `items` gave."""
        return self._verification.verify(item, expectation)

    def assess(self, name: str, by: Frameworks, expectation: Expectation | None = None) -> Iterator[Assessed]:
        """As `verify`, and what each credential states of the learning beside it. Raises as `verify`, and `UsageError`
        for a link, which is verified alone.
        """
        if is_link(name):
            raise UsageError("no-link-here", link=name.partition("#")[0])
        for item in read_all(self._sources, [name]):
            yield self._verification.assess(item, by, expectation)

    def assess_badge(self, badge_id: str, by: Frameworks) -> tuple[BadgeSummary, Assessed]:
        """One badge of the vault, judged now with what the vault holds, and what it states of the learning."""
        vault = self.door.open()
        record = vault.badge(badge_id)
        verification = self._with_vault(vault, refresh=False)
        item, _ = self._stored(record, verification)
        return record.summary, verification.assess(item, by, self._own())

    def held_badges(self) -> Iterator[HeldBadge]:
        """Every badge of the vault as pathways see it, judged now with what the vault holds. One that is revoked, has
        expired or whose proof fails counts for nothing, and says why.
        """
        from wallet.frameworks.pathways import HeldBadge

        vault = self.door.open()
        verification = self._with_vault(vault, refresh=False)
        for summary in vault.badges():
            record = vault.badge(summary.id)
            item, parsed = self._stored(record, verification)
            report, whole = verification.read_whole(item, parsed)
            failed = report.outcome is Outcome.FAILED
            yield HeldBadge(
                id=summary.id,
                name=summary.name,
                issuer=report.issuer or summary.issuer_id,
                whole=whole,
                counts=not failed,
                why_not=report.reasons[0] if failed else "",
            )

    def _verify_link(self, link: str, expectation: Expectation | None) -> VerificationReport:
        """A share link: the presentation inside, with the evidence stapled to it as a last resort."""
        shown = link.partition("#")[0]
        if self._http is None:
            return self._verification.verify(NotReceived(source=shown, reason=Reason.OFFLINE), expectation)
        from wallet.share.link import fetch_link

        parcel = fetch_link(link, self._http)
        stapled = {material.url: material for material in parcel.materials}
        materials = ChainedMaterials(self._verification.materials, VaultMaterials(stapled.get))
        item = Received(
            source=shown, name="presentation.json", carrier="link", content=parcel.content, payload=parcel.content
        )
        return replace(self._verification, materials=materials).verify(item, expectation)

    # --- the library --------------------------------------------------------------------------------------------

    def add(self, names: Iterable[str], *, rehearsed: set[str] | None = None) -> Iterator[ImportResult]:
        """Import everything under `names`, one row per item; a bad item is a row and the next one follows.

        With `rehearsed` nothing is kept: it gathers the SHA-256 of what would have been, over several calls.
        """
        vault = self.door.open()
        verification = self._with_vault(vault, refresh=False)
        keep = self._keeper(vault) if rehearsed is None else _rehearsal(vault, rehearsed)
        for named in read_all(self._sources, names):
            for item in unbundled(named):
                yield self._add_one(item, verification, keep)

    def _add_one(self, item: Received | NotReceived, verification: Verification, keep: Keep) -> ImportResult:
        if isinstance(item, NotReceived):
            return _refused_row(item, item.reason, item.params, item.sha256, item.carrier)
        digest = sha256(item.content).hexdigest()
        try:
            parsed = verification.parse(item.payload)
            if not isinstance(parsed, VerifiableCredential):
                raise CredentialError(Reason.UNSUPPORTED_FORMAT, format=parsed.format)
        except CredentialError as error:
            return _refused_row(item, error.code, error.params, digest, item.carrier)
        report = verification.verify_parsed(item, parsed, self._own())
        summary = _summary(item, parsed, report, self.clock())
        outcome, badge_id = keep(summary, item, report)
        return ImportResult(
            source=item.source,
            outcome=outcome,
            id=badge_id,
            sha256=digest,
            carrier=item.carrier,
            format=parsed.format,
            reasons=tuple(report.reasons),
            name=summary.name,
        )

    def _keeper(self, vault: Vault) -> Keep:
        def keep(summary: BadgeSummary, item: Received, report: VerificationReport) -> tuple[ImportOutcome, str]:
            described, issue = _searchable(report), _issue_of(summary, vault.issues(summary.credential))
            self._see_keys(vault, report)
            return vault.add(summary, item, report_document(report), self.clock(), description=described, issue=issue)

        return keep

    def badges(self, search: str = "") -> tuple[BadgeSummary, ...]:
        """The library, newest first, with the verdicts as last checked."""
        return self.door.open().badges(search)

    def badge(self, badge_id: str) -> Badge:
        """One badge, judged now with what the vault holds. Makes no request."""
        vault = self.door.open()
        record = vault.badge(badge_id)
        verification = self._with_vault(vault, refresh=False)
        item, parsed = self._stored(record, verification)
        return Badge(
            record=record,
            report=verification.verify_parsed(item, parsed, self._own()),
            parsed=parsed,
            picture=_picture(record),
        )

    def picture(self, badge_id: str) -> bytes | None:
        """The image a badge came in, unjudged; None where it came as text."""
        return _picture(self.door.open().badge(badge_id))

    def check(
        self,
        badge_ids: Sequence[str] = (),
        *,
        refresh: bool = False,
        asked: Answers | None = None,
        evidence: dict[str, Material] | None = None,
    ) -> Iterator[tuple[str, VerificationReport]]:
        """Judge badges (all of them without ids) and keep the reports.

        Without `refresh` only what the vault holds is used; with it the outside world is asked first for what is due,
        each address once in a run (several calls share `asked`), and what a verdict relied on is kept. `evidence`
        gathers everything that was looked at, by URL: what `write_materials` writes.
        """
        vault = self.door.open()
        verification = self._with_vault(vault, refresh=refresh, asked=asked)
        for badge_id in badge_ids or [summary.id for summary in vault.badges()]:
            record = vault.badge(badge_id)
            recording = RecordingMaterials(verification.materials)
            own = replace(verification, materials=recording)
            item, parsed = self._stored(record, own)
            report = own.verify_parsed(item, parsed, self._own())
            self._keep_evidence(vault, report, recording.used, evidence, refresh=refresh)
            summary = _checked_summary(record.summary, _summary(item, parsed, report, self.clock()), report)
            vault.save_report(summary, report_document(report), self.clock())
            self._see_keys(vault, report)
            yield record.summary.id, report

    def renew(self, badge_id: str) -> ImportResult | None:
        """Ask the refresh service that a badge names for a newer issue of it, and keep one that verifies.

        None where there is nobody to ask: no such service is named, or the badge's own proof does not hold. This tells
        the issuer's service which badge is meant: call it only when the learner asks for it.
        """
        vault = self.door.open()
        verification = self._with_vault(vault, refresh=True)
        item, held = self._stored(vault.badge(badge_id), verification)
        report, address = verification.verify_parsed(item, held), refresh_address(held)
        if address is None or report.issuer is None:
            return None
        answer = verification.materials.get(address, max_bytes=MAX_INPUT_BYTES)
        if isinstance(answer, Unavailable):
            reason = Reason.OFFLINE if answer.why == "offline" else Reason.UNREACHABLE
            missing = NotReceived(source=address, reason=reason, params={"url": address, "detail": answer.why})
            return self._add_one(missing, verification, self._keeper(vault))
        from wallet.acquire.carriers import unwrap

        (offered, *more) = unwrap(answer.content, address, "badge")
        if isinstance(offered, Received) and not more:
            found = verification.verify(offered)
            try:
                parsed = verification.parse(offered.payload)
            except CredentialError as error:
                return _refused_row(offered, error.code, error.params, answer.sha256, offered.carrier)
            if isinstance(parsed, VerifiableCredential) and is_renewal(held, report, parsed, found):
                return self._add_one(offered, verification, self._keeper(vault))
        return _refused_row(offered, Reason.RENEWAL_MISMATCH, {"url": address}, answer.sha256, "")

    def accept_clock(self) -> None:
        """Take the clock for right, although the vault has seen a later time. Nothing for a chosen instant."""
        if self._verification.reads_clock:
            self.door.open().accept_time(self.clock())

    def addresses(self) -> tuple[str, ...]:
        """The addresses and identifiers that the learner calls their own, dead ones too."""
        try:
            kept = strict_json.loads((self.door.open().setting(_ADDRESSES) or "[]").encode())
        except CredentialError as error:
            raise VaultDamagedError(detail=_ADDRESSES) from error
        return tuple(item for item in kept if isinstance(item, str)) if isinstance(kept, list) else ()

    def set_addresses(self, addresses: Sequence[str]) -> None:
        """Replace them, each once."""
        once: list[JsonValue] = [*dict.fromkeys(addresses)]
        self.door.open().set_setting(_ADDRESSES, strict_json.dumps(once).decode())

    def remove(self, badge_id: str) -> BadgeSummary:
        """Remove a badge for good; returns what it was."""
        vault = self.door.open()
        summary = vault.badge(badge_id).summary
        vault.remove(summary.id, self.clock())
        return summary

    def tag(self, badge_id: str, tags: Sequence[str]) -> BadgeSummary:
        """Replace the tags of a badge."""
        vault = self.door.open()
        summary = vault.badge(badge_id).summary
        vault.set_tags(summary.id, tuple(dict.fromkeys(tags)))
        return vault.badge(summary.id).summary

    def export(self, badge_ids: Sequence[str], folder: Path) -> tuple[Path, ...]:
        """Write the originals of badges (all of them without ids) and of their earlier issues, byte for byte."""
        from wallet.storage.export import export_originals

        vault = self.door.open()
        ids = badge_ids or [summary.id for summary in vault.badges()]
        records = [vault.badge(badge_id) for badge_id in ids]
        earlier = [vault.badge(badge_id) for record in records for badge_id in record.earlier]
        return export_originals([*records, *earlier], folder)

    def export_plain(self, badge_ids: Sequence[str], folder: Path) -> Iterator[Path]:
        """Write badges (all of them without ids) and their earlier issues as plain files, a folder for each.

        Each is judged as of its last check, with what the vault holds: the same files until it is checked again.
        """
        from wallet.materials.directory import write_materials
        from wallet.storage.plain_export import PlainBadge, badge_folder, export_plain

        vault = self.door.open()
        for badge_id in badge_ids or [summary.id for summary in vault.badges()]:
            record = vault.badge(badge_id)
            for one in (record, *map(vault.badge, record.earlier)):
                pages, used = self._pages(vault, one)
                write_materials(folder / badge_folder(one) / "materials", used)
                yield export_plain(PlainBadge(record=one, pages=pages), folder)

    def _pages(self, vault: Vault, record: BadgeRecord) -> tuple[dict[str, bytes], tuple[Material, ...]]:
        """The report of a badge as of its last check, in both languages and as JSON, and what it was made with."""
        from wallet.explanation import report_lines
        from wallet.text import LANGUAGES

        checked_at = record.summary.checked_at or record.summary.added_at
        verification = self._with_vault(vault, refresh=False)
        recording = RecordingMaterials(verification.materials)
        dated = replace(verification, materials=recording, clock=lambda: checked_at, latest_time=None)
        item, parsed = self._stored(record, dated)
        report = dated.verify_parsed(item, parsed, self._own())
        pages = {
            f"report.{language}.txt": ("\n".join(report_lines(report, language)) + "\n").encode()
            for language in LANGUAGES
        }
        pages["report.json"] = strict_json.dumps_readable(report_document(report))
        return pages, recording.used

    def bake(self, badge_ids: Sequence[str], picture: bytes, folder: Path) -> tuple[Path, ...]:
        """Write badges (all of them without ids) into `folder`, each carried by `picture`, a PNG or SVG."""
        from wallet.storage.export import export_originals

        vault = self.door.open()
        records = [vault.badge(badge_id) for badge_id in badge_ids or [summary.id for summary in vault.badges()]]
        baked = [_baked(record, picture, self.clock()) for record in records]
        return export_originals(baked, folder)

    # --- backups ------------------------------------------------------------------------------------------------

    def back_up(self, file: Path) -> BackupContents:
        """Write everything the vault holds to one sealed file, which is read back before it takes its name."""
        return self.door.open().back_up(file, self.clock())

    def verify_backup(self, file: Path, key_file: Path | None = None) -> BackupContents:
        """Restore a backup in memory and compare; `problems` says what is not as it should be."""
        from wallet.storage.backup import rehearse

        return rehearse(self.door.open_backup(file, key_file)).contents

    def restore(self, file: Path, key_file: Path | None = None, *, rehearse: bool = False) -> Restored:
        """Merge a backup into the vault, or make the vault from it where there is none. Rehearsed, nothing changes."""
        opened = self.door.open_backup(file, key_file)
        if self.door.exists():
            return self.door.open().restore(opened, self.clock(), rehearse=rehearse)
        if rehearse:
            from wallet.storage.backup import rehearse as in_memory

            return in_memory(opened)
        return self.door.create_from(opened, self.clock())

    # --- presenting and sharing ---------------------------------------------------------------------------------

    def prepare(self, badge_ids: Sequence[str], request: PresentationRequest) -> Prepared:
        """Build and sign a presentation, and judge it as its receiver would. Nothing leaves."""
        from wallet.present.disclosure import personal_in

        vault = self.door.open()
        verification = self._with_vault(vault, refresh=False)
        recording = RecordingMaterials(verification.materials)
        # Whom this learner knows is nobody else's business: the receiver knows others.
        verification = replace(verification, materials=recording, trust=self._verification.trust)
        records = [*{item.summary.id: item for item in map(vault.badge, badge_ids)}.values()]
        parts = self._parts(records, request, verification)
        signed = self._signed([part.credential for part in parts], request, vault.holder_key())
        addresses = self.addresses()
        item = Received(
            source="-", name="presentation.json", carrier="json", content=signed.content, payload=signed.content
        )
        expectation = Expectation(challenge=request.challenge, domain=request.audience)
        return Prepared(
            signed=signed,
            badges=tuple(record.summary for record in records),
            parts=parts,
            personal=tuple(personal_in(part.credential.document, addresses) for part in parts),
            report=verification.verify(item, expectation),
            materials=recording.used,
        )

    def _parts(
        self, records: Sequence[BadgeRecord], request: PresentationRequest, verification: Verification
    ) -> tuple[Part, ...]:
        """What leaves of each badge. Raises `NotFoundError` for a choice about a badge that is not among them."""
        from wallet.present.disclosure import choose
        from wallet.registry import DERIVABLE

        wanted: dict[str, tuple[str, ...]] = {}
        for badge_id, pointers in request.disclose.items():
            full = next((item.summary.id for item in records if item.summary.id.startswith(badge_id.lower())), None)
            if full is None:
                raise NotFoundError("not-found", id=badge_id)
            wanted[full] = (*wanted.get(full, ()), *pointers)
        parts = []
        for record in records:
            parsed = self._stored(record, verification)[1]
            try:
                parts.append(choose(parsed, wanted.get(record.summary.id), DERIVABLE, verification.contexts))
            except UsageError as error:
                raise UsageError(error.code, **{**error.params, "id": record.summary.id}) from error
        return tuple(parts)

    def _signed(
        self, credentials: Sequence[VerifiableCredential], request: PresentationRequest, key: SigningKey
    ) -> SignedPresentation:
        """The presentation in the form asked for. Raises `UsageError` for one that this wallet does not sign."""
        from wallet.present.presentation import AUTHENTICATION, PROOF_PURPOSES, build_presentation

        if request.format in TOKEN_FORMATS:
            from wallet.present.tokens import SD_JWT_KB, bind_sd_jwt, build_jwt_presentation

            if request.proof_purpose != AUTHENTICATION:
                raise UsageError("proof-purpose-unused", format=request.format)
            if request.format != SD_JWT_KB:
                return build_jwt_presentation(
                    credentials, request, presentation_id=self._new_id(), created=self.clock(), key=key
                )
            if len(credentials) != 1:
                raise UsageError("sd-jwt-only")
            return bind_sd_jwt(credentials[0], request, nonce=self._new_id(), created=self.clock(), key=key)
        suite = self._verification.tools.suites.get(request.format)
        if suite is None or suite.legacy or key.type not in suite.key_types:
            raise UsageError("format-unsupported", format=request.format)
        if request.proof_purpose not in PROOF_PURPOSES:
            raise UsageError("usage", value=request.proof_purpose)
        return build_presentation(
            credentials,
            request,
            presentation_id=self._new_id(),
            created=self.clock(),
            key=key,
            suite=suite,
            contexts=self._verification.contexts,
        )

    def claims(self, badge_id: str) -> tuple[Claim, ...]:
        """What can be shown or withheld of a badge, one by one; empty where its issuer signed it as one."""
        from wallet.present.disclosure import claims_of
        from wallet.registry import DERIVABLE

        vault = self.door.open()
        verification = self._with_vault(vault, refresh=False)
        parsed = self._stored(vault.badge(badge_id), verification)[1]
        return claims_of(parsed, DERIVABLE, verification.contexts)

    def present(self, badge_ids: Sequence[str], request: PresentationRequest) -> Prepared:
        """Prepare a presentation and record that it was made."""
        prepared = self.prepare(badge_ids, request)
        self._record("presented", sha256(prepared.signed.content).hexdigest(), audience=request.audience or "")
        return prepared

    def share(
        self, badge_ids: Sequence[str], request: PresentationRequest, target: str, *, note: str = ""
    ) -> ShareRecord:
        """Prepare, deliver and record. Raises `UsageError` for an unknown target, `RemoteError` from the target."""
        chosen = self._targets.get(target)
        if chosen is None:
            raise UsageError("target-unknown", target=target, known=", ".join(self._targets.names()))
        return self.deliver(self.prepare(badge_ids, request), request, chosen, note=note)

    def deliver(
        self, prepared: Prepared, request: PresentationRequest, target: ShareTarget, *, note: str = ""
    ) -> ShareRecord:
        """Hand a prepared presentation to a target and record the share before saying so."""
        parcel = Parcel(
            content=prepared.signed.content,
            media_type=prepared.signed.media_type,
            expires=request.expires,
            note=note,
            materials=prepared.materials,
            enclosed=tuple(map(_enclosed, prepared.badges, prepared.parts)),
            readable={language: "\n".join(report_lines(prepared.report, language)) + "\n" for language in ("ja", "en")},
        )
        receipt = target.send(parcel)
        share = ShareRecord(
            id=receipt.id,
            target=receipt.target,
            link=receipt.link,
            file=receipt.file,
            credentials=tuple(summary.id for summary in prepared.badges),
            audience=request.audience or "",
            purpose=request.purpose or "",
            note=note,
            created_at=self.clock(),
            expires_at=request.expires,
            revoke_key=receipt.revoke_key,
        )
        self.door.open().save_share(share)
        return share

    def deliver_to(self, prepared: Prepared, request: PresentationRequest, place: str) -> ShareRecord:
        """Deliver to a place named in one word: the https address of a link host, or a file to write."""
        return self.deliver(prepared, request, self._target_at(place))

    def target(self, name: str) -> ShareTarget | None:
        """The share target called `name`, where this run has one."""
        return self._targets.get(name)

    def shares(self) -> tuple[ShareRecord, ...]:
        """What was shared, newest first."""
        return self.door.open().shares()

    def revoke(self, link: str) -> ShareRecord:
        """Take a share back, named by its link or id. Raises `NotFoundError`, `RemoteError`, `UsageError`."""
        vault = self.door.open()
        share = next((item for item in vault.shares() if link and link in (item.link, item.id)), None)
        if share is None:
            raise NotFoundError("link-unknown", link=link.partition("#")[0])
        if not share.link or not share.revoke_key:
            raise UsageError("not-revocable", target=share.target)
        target = self._target_at(share.link.partition("/p/")[0])
        target.revoke(share.link, share.revoke_key)
        now = self.clock()
        vault.mark_revoked(share.id, now)
        return replace(share, revoked_at=now)

    # --- trust and history --------------------------------------------------------------------------------------

    def trust(self, issuer_id: str, name: str, by: str) -> TrustedIssuer:
        """Know an issuer from now on, on the word of `by`."""
        issuer = TrustedIssuer(id=issuer_id, name=name, by=by, since=self.clock())
        self.door.open().trust(issuer)
        return issuer

    def distrust(self, issuer_id: str) -> None:
        """Forget an issuer."""
        self.door.open().distrust(issuer_id)

    def trusted(self) -> tuple[TrustedIssuer, ...]:
        """The issuers known, and since when."""
        return self.door.open().trusted()

    def trust_policy(self) -> TrustPolicy:
        """What the vault knows of issuers, now: those pinned, the registries, the keys seen first."""
        return self._known_issuers(self.door.open())

    def add_registries(self, source: str, name: str = "") -> Iterator[RegistrySnapshot]:
        """Keep the registry at `source`, a file or an https URL, or every one that a list there names.

        Raises `UsageError` (`registry-older`) rather than replace a snapshot by an earlier one, and
        (`registry-key-changed`) for a federation whose anchor is not signed with a key known from before.
        """
        from wallet.acquire.registries import RegistryReader
        from wallet.verify.trust.federation import may_replace

        vault, algorithms = self.door.open(), self._verification.tools.algorithms
        reader = RegistryReader(materials=self._verification.materials, algorithms=algorithms, at=self.clock())
        for snapshot in reader.read(source, name):
            kept = next((old for old in vault.registries() if old.name == snapshot.name), None)
            if kept is not None and not may_replace(kept.content, snapshot.content, algorithms):
                raise UsageError("registry-key-changed", id=snapshot.name)
            vault.save_registry(snapshot)
            yield snapshot

    def registries(self) -> tuple[RegistrySnapshot, ...]:
        """The registries kept."""
        return self.door.open().registries()

    def remove_registry(self, name: str) -> None:
        """Forget a registry. Raises `NotFoundError`."""
        self.door.open().remove_registry(name)

    def accept_keys(self, issuer: str) -> None:
        """Let every key that an issuer was seen with count as its own. Raises `NotFoundError`."""
        self.door.open().accept_keys(issuer, self.clock())

    def seen_keys(self) -> tuple[SeenKey, ...]:
        """The keys that issuers were seen with."""
        return self.door.open().seen_keys()

    def history(self) -> tuple[HistoryEntry, ...]:
        """Everything that happened in this vault, oldest first."""
        return self.door.open().history()

    def setting(self, name: str) -> str | None:
        """Something remembered between runs, such as the language of the screens."""
        return self.door.open().setting(name)

    def remember(self, name: str, value: str) -> None:
        """Remember something between runs; it is kept in the vault, encrypted as everything is."""
        self.door.open().set_setting(name, value)

    def holder(self) -> str:
        """The DID that presentations are signed with."""
        return self.door.open().holder_key().verification_method.partition("#")[0]

    # --- within -------------------------------------------------------------------------------------------------

    def _with_vault(self, vault: Vault, *, refresh: bool, asked: Answers | None = None) -> Verification:
        """The verification of this run, with the vault's evidence, its memory, and the user's trust in it."""
        outside: Materials = self._verification.materials
        kept = VaultMaterials(vault.material)
        network = self._verification.network
        if refresh:
            answers = {} if asked is None else asked
            materials: Materials = RefreshingMaterials(
                kept,
                outside,
                now=self.clock(),
                max_age=self._verification.status_age,
                asked=answers,
            )
        elif network == "materials":
            materials = ChainedMaterials(outside, kept)
        else:
            materials, network = kept, "off"
        known = self._known_issuers(vault)
        return replace(
            self._verification,
            materials=materials,
            network=network,
            trust=known,
            roots=lambda: (*self._verification.roots(), *known.roots()),
            revoking_lists=vault.revoking_lists,
            latest_time=vault.latest_time() if self._verification.reads_clock else None,
        )

    def _own(self) -> Expectation:
        """What is said of a badge without anybody asking: whether it is about one of the learner's own addresses."""
        return Expectation(mine=self.addresses())

    def _see_keys(self, vault: Vault, report: VerificationReport) -> None:
        """Remember the keys of an issuer that could have others: a did:key or did:jwk is its own key for ever."""
        if report.issuer is not None and report.issuer_keys and not report.issuer.startswith(("did:key:", "did:jwk:")):
            vault.see_keys(report.issuer, report.issuer_keys, self.clock())

    def _known_issuers(self, vault: Vault) -> KnownIssuers:
        from wallet.verify.trust.known import KnownIssuers

        return KnownIssuers(
            pinned=vault.trusted(),
            registries=lambda: _whole_registries(vault),
            seen=vault.seen_keys(),
            algorithms=self._verification.tools.algorithms,
            at=self.clock(),
        )

    def _keep_evidence(
        self,
        vault: Vault,
        report: VerificationReport,
        used: Sequence[Material],
        evidence: dict[str, Material] | None,
        *,
        refresh: bool,
    ) -> None:
        """Keep what the verdict relied on, and for good the lists that revoke."""
        if refresh:
            for material in relied_upon(report, used, now=self.clock()):
                vault.keep_material(material)
        earlier = [material for item in used for material in vault.revoking_lists(item.url)]
        revoking = tuple(revoked_by(report, [*used, *earlier]))
        for material in revoking:
            if material not in earlier:
                vault.keep_revoking_list(material)
        if evidence is not None:
            for material in used:
                evidence.setdefault(material.url, material)
            # What makes a verdict worse must not be missing where it is repeated.
            evidence.update((material.url, material) for material in revoking)

    def _stored(self, record: BadgeRecord, verification: Verification) -> tuple[Received, VerifiableCredential]:
        """A kept badge as it was acquired, and parsed again from its bytes."""
        carrier = record.carriers[0]
        item = Received(
            source=carrier.source,
            name=carrier.name,
            carrier=carrier.kind,
            content=carrier.content,
            payload=record.payload,
        )
        parsed: Verifiable = verification.parse(record.payload)
        if not isinstance(parsed, VerifiableCredential):
            raise UsageError("not-a-badge", id=record.summary.id)
        return item, parsed

    def _record(self, action: str, subject: str, **details: str) -> None:
        entry = HistoryEntry(at=self.clock(), action=action, subject=subject, details=details)
        self.door.open().record(entry)


def _enclosed(badge: BadgeSummary, part: Part) -> Enclosed:
    """A badge of a presentation, in the words of what leaves of it."""
    credential = part.credential.credential
    return Enclosed(
        name=text_of(credential.name) or _shown_name(part.credential) or badge.name,
        issuer=text_of(credential.issuer.name) or credential.issuer.id,
        issued=credential.valid_from or "",
        expires=credential.valid_until or "",
        id=credential.id or "",
        content=part.credential.received,
    )


def _whole_registries(vault: Vault) -> tuple[RegistrySnapshot, ...]:
    """The kept registries. A damaged one must not keep badges from being judged: it is `doctor` that names it."""
    try:
        return vault.registries()
    except VaultDamagedError:
        return ()


def _picture(record: BadgeRecord) -> bytes | None:
    return next((item.content for item in record.carriers if item.kind in ("png", "svg")), None)


def _refused_row(
    item: Received | NotReceived, reason: str, params: dict[str, str], digest: str, carrier: str
) -> ImportResult:
    unsupported = reason in (Reason.UNSUPPORTED_FORMAT, Reason.SUITE_UNSUPPORTED)
    return ImportResult(
        source=item.source,
        outcome=ImportOutcome.UNSUPPORTED if unsupported else ImportOutcome.REFUSED,
        sha256=digest,
        carrier=carrier,
        reasons=(reason,),
        params=params,
    )


def _rehearsal(vault: Vault, seen: set[str]) -> Keep:
    """What keeping would come to, with nothing kept."""

    def keep(summary: BadgeSummary, item: Received, _report: VerificationReport) -> tuple[ImportOutcome, str]:
        known, digest = vault.holds(item.payload), sha256(item.payload).hexdigest()
        twice = digest in seen
        seen.add(digest)
        if known or twice:
            return ImportOutcome.DUPLICATE, known or ""
        issue = _issue_of(summary, vault.issues(summary.credential))
        if issue is None:
            return ImportOutcome.IMPORTED, ""
        return (ImportOutcome.UPDATED if issue.is_newer else ImportOutcome.DUPLICATE), issue.other

    return keep


def _baked(record: BadgeRecord, picture: bytes, at: datetime) -> BadgeRecord:
    from wallet.acquire.carriers import bake

    kind, content = bake(picture, record.payload, record.summary.format)
    digest = sha256(content).hexdigest()
    carrier = Carrier(sha256=digest, kind=kind.word, name="", source="", received_at=at, content=content)
    return replace(record, carriers=(carrier,))


def _searchable(report: VerificationReport) -> str:
    """The texts besides name and issuer by which a badge is looked for."""
    achievements = report.description.achievements if report.description is not None else ()
    texts = [text for item in achievements for text in (item.name, item.description, item.criteria) if text is not None]
    return "\n".join(written for text in texts for written in (text.default, *text.by_language.values()))


def _summary(item: Received, parsed: VerifiableCredential, report: VerificationReport, at: datetime) -> BadgeSummary:
    """The list's view of a badge. The words are the badge's own; whether they are proven is `outcome`'s to say."""
    credential = report.credential or parsed.credential
    subject = credential.subjects[0]
    name = text_of(credential.name) or _achievement_name(report, parsed) or item.name
    dates = [parse_instant(text) if text else None for text in (credential.valid_from, credential.valid_until)]
    valid_from, valid_until = (format_instant(instant) if instant else None for instant in dates)
    return BadgeSummary(
        id="",
        name=name,
        issuer_id=report.issuer or credential.issuer.id,
        issuer_name=text_of(credential.issuer.name) or credential.issuer.id,
        subject=subject.name or subject.id or "",
        valid_from=valid_from or credential.valid_from,
        valid_until=valid_until or credential.valid_until,
        format=parsed.format,
        carrier=item.carrier,
        outcome=report.outcome,
        reasons=tuple(report.reasons),
        trust=report.trust.issuer,
        checked_at=report.at,
        added_at=at,
        credential=_credential_of(report),
    )


def _credential_of(report: VerificationReport) -> str:
    """Which credential a badge is an issue of. Only what is proven counts: a forgery must not take a badge's place."""
    credential = report.credential
    if credential is None or credential.id is None or report.issuer is None:
        return ""
    return f"{report.issuer} {unquote(credential.id)}"


def _issue_of(summary: BadgeSummary, issues: Sequence[BadgeSummary]) -> Issue | None:
    """The place of a badge among the kept issues of its credential; None where neither is the newer one."""
    for other in issues:
        dates = [parse_instant(text or "") for text in (summary.valid_from, other.valid_from)]
        if dates[0] is not None and dates[1] is not None and dates[0] != dates[1]:
            return Issue(other=other.id, is_newer=dates[0] > dates[1])
    return None


def _checked_summary(before: BadgeSummary, now: BadgeSummary, report: VerificationReport) -> BadgeSummary:
    """The list's view after another check. Names change only by a proven report: what the issuer's host once told of a
    badge stays in the list when the host has gone.
    """
    if report.credential is not None:
        return replace(now, id=before.id)
    return replace(before, outcome=now.outcome, reasons=now.reasons, trust=now.trust, checked_at=now.checked_at)


def _achievement_name(report: VerificationReport, parsed: VerifiableCredential) -> str | None:
    if report.description is not None and report.description.achievements:
        return text_of(report.description.achievements[0].name)
    return _shown_name(parsed)


def _shown_name(parsed: VerifiableCredential) -> str | None:
    """The name of the achievement, by the credential's own words."""
    subject = parsed.document.get("credentialSubject")
    achievement = subject.get("achievement") if isinstance(subject, dict) else None
    name = achievement.get("name") if isinstance(achievement, dict) else None
    return name if isinstance(name, str) else None


def worst(outcomes: Iterable[Outcome]) -> Outcome:
    """The worst of several outcomes, in the order of the exit codes: failed, refused, indeterminate, passed."""
    seen = set(outcomes)
    for outcome in (Outcome.FAILED, Outcome.REFUSED, Outcome.INDETERMINATE):
        if outcome in seen:
            return outcome
    return Outcome.PASSED if seen else Outcome.INDETERMINATE

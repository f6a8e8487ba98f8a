"""What every vault must do, whatever it is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from tests.unit.storage.samples import AT, KEY, payload_of, received, share, summary
from wallet.codec import multibase
from wallet.errors import NotFoundError, UsageError, VaultLockedError
from wallet.model.material import Material, MaterialSource
from wallet.model.record import HistoryEntry, ImportOutcome, TrustedIssuer
from wallet.storage.ids import content_id
from wallet.storage.interface import Vault
from wallet.storage.vault import SqliteVault

LATER = AT + timedelta(days=1)


class Storage:
    """One vault that can be closed and opened again."""

    def __init__(self, create: Callable[[], Vault], reopen: Callable[[], Vault]) -> None:
        self._reopen = reopen
        self.vault = create()

    def reopened(self) -> Vault:
        """The same vault, read back from where it is kept."""
        self.vault.close()
        self.vault = self._reopen()
        return self.vault


def sqlite(folder: Path) -> Storage:
    path = folder / "vault.db"
    return Storage(lambda: SqliteVault.create(path, KEY, AT), lambda: SqliteVault.open(path, KEY))


@pytest.fixture(params=[sqlite])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Storage]:
    make: Callable[[Path], Storage] = request.param
    made = make(tmp_path)
    yield made
    made.vault.close()


@pytest.fixture
def vault(storage: Storage) -> Vault:
    return storage.vault


def material(content: bytes = b"list", retrieved_at: datetime | None = AT) -> Material:
    return Material(
        url="https://issuer.example/status/1",
        content=content,
        media_type="application/vc",
        sha256=sha256(content).hexdigest(),
        source=MaterialSource.FETCHED,
        retrieved_at=retrieved_at,
    )


# --- badges -----------------------------------------------------------------------------------------------------------


def test_what_goes_in_comes_out(storage: Storage) -> None:
    payload, picture = payload_of(1), b"\x89PNG\r\n\x1a\n\x00\xff" + payload_of(1)
    given = replace(summary(reasons=("expired",), tags=("仕事",)), checked_at=None)
    outcome, badge_id = storage.vault.add(given, received(payload, content=picture), {"任意": [1, None]}, AT)
    assert outcome is ImportOutcome.IMPORTED
    record = storage.reopened().badge(badge_id)
    assert record.summary == replace(given, id=badge_id)
    assert record.payload == payload
    assert record.report == {"任意": [1, None]}
    (carrier,) = record.carriers
    assert (carrier.content, carrier.sha256) == (picture, sha256(picture).hexdigest())
    assert (carrier.kind, carrier.name, carrier.source, carrier.received_at) == (
        "png",
        "badge.json",
        "downloads/badge.json",
        AT,
    )


@pytest.mark.parametrize("payload", [b"", b"\x00", bytes(range(256)) * 300, b"\xef\xbb\xbf{}", b"{}\r\n"])
def test_bytes_are_kept_as_they_came(storage: Storage, payload: bytes) -> None:
    _, badge_id = storage.vault.add(summary(), received(payload), {}, AT)
    record = storage.reopened().badge(badge_id)
    assert (record.payload, record.carriers[0].content) == (payload, payload)


def test_an_id_is_made_from_the_content(vault: Vault) -> None:
    _, badge_id = vault.add(summary(id="not-this-one"), received(payload_of(1)), {}, AT)
    assert badge_id == content_id(payload_of(1))[:10]


def test_the_same_payload_again_is_a_duplicate(vault: Vault) -> None:
    _, first = vault.add(summary("first"), received(payload_of(1)), {"report": 1}, AT)
    outcome, second = vault.add(summary("second"), received(payload_of(1), name="copy.json"), {"report": 2}, LATER)
    assert (outcome, second) == (ImportOutcome.DUPLICATE, first)
    record = vault.badge(first)
    assert (record.summary.name, record.report) == ("first", {"report": 1})
    assert [carrier.name for carrier in record.carriers] == ["badge.json"]


def test_a_new_carrier_of_a_known_badge_is_kept_too(vault: Vault) -> None:
    _, badge_id = vault.add(summary(), received(payload_of(1)), {}, AT)
    outcome, same_id = vault.add(summary(), received(payload_of(1), content=b"picture", name="b.png"), {}, LATER)
    assert (outcome, same_id) == (ImportOutcome.DUPLICATE, badge_id)
    assert [carrier.content for carrier in vault.badge(badge_id).carriers] == [payload_of(1), b"picture"]
    assert len(vault.badges()) == 1


def test_the_newest_badge_is_first(vault: Vault) -> None:
    for number in range(3):
        vault.add(summary(f"badge {number}"), received(payload_of(number)), {}, AT)
    assert [badge.name for badge in vault.badges()] == ["badge 2", "badge 1", "badge 0"]


def test_any_time_zone_is_the_same_instant(vault: Vault) -> None:
    tokyo = AT.astimezone(timezone(timedelta(hours=9)))
    _, badge_id = vault.add(replace(summary(), added_at=tokyo), received(payload_of(1)), {}, tokyo)
    added_at = vault.badge(badge_id).summary.added_at
    assert (added_at, added_at.tzinfo) == (AT, UTC)


def test_texts_that_are_no_utf8_are_kept_readable(vault: Vault) -> None:
    _, badge_id = vault.add(summary(), received(payload_of(1), name="caf\udce9.json"), {}, AT)
    vault.set_tags(badge_id, ("\udcff",))
    record = vault.badge(badge_id)
    assert (record.carriers[0].name, record.summary.tags) == ("caf\\udce9.json", ("\\udcff",))


def test_a_badge_is_found_by_the_beginning_of_its_id(vault: Vault) -> None:
    _, badge_id = vault.add(summary(), received(payload_of(1)), {}, AT)
    for typed in (badge_id, badge_id[:4], f" {badge_id[:6].upper()} "):
        assert vault.badge(typed).summary.id == badge_id


@pytest.mark.parametrize("typed", ["aaaaaaaaaaaaaaaaaaaa", "", "%", "a*", "näme", "1234", "../vault"])
def test_an_unknown_id_is_not_found(vault: Vault, typed: str) -> None:
    vault.add(summary(), received(payload_of(1)), {}, AT)
    with pytest.raises(NotFoundError):
        vault.badge(typed)


def test_too_little_of_an_id_is_refused(vault: Vault) -> None:
    _, badge_id = vault.add(summary(), received(payload_of(1)), {}, AT)
    with pytest.raises(UsageError) as caught:
        vault.badge(badge_id[:3])
    assert caught.value.code == "id-too-short"


def same_beginning() -> tuple[bytes, bytes]:
    """Two payloads whose ids share their first four characters."""
    seen: dict[str, bytes] = {}
    for number in range(100_000):
        payload = payload_of(number)
        other = seen.setdefault(content_id(payload)[:4], payload)
        if other != payload:
            return other, payload
    raise AssertionError("no two ids share four characters")


def test_a_beginning_that_fits_two_badges_is_ambiguous(vault: Vault) -> None:
    payloads = same_beginning()
    ids = {vault.add(summary(), received(payload), {}, AT)[1] for payload in payloads}
    with pytest.raises(UsageError) as caught:
        vault.remove(content_id(payloads[0])[:4], AT)
    assert caught.value.code == "ambiguous-id"
    assert set(caught.value.params["matches"].split(", ")) == ids
    assert len(vault.badges()) == 2


def test_a_report_is_replaced_with_its_verdict(vault: Vault) -> None:
    _, badge_id = vault.add(summary(), received(payload_of(1)), {"old": True}, AT)
    judged = replace(
        summary("another name"),
        id=badge_id,
        carrier="png",
        tags=("x",),
        outcome="failed",
        reasons=("revoked",),
        trust="known",
        checked_at=LATER,
    )
    vault.save_report(judged, {"new": True}, LATER)
    record = vault.badge(badge_id)
    assert record.report == {"new": True}
    kept = record.summary
    assert (kept.outcome, kept.reasons, kept.trust, kept.checked_at) == ("failed", ("revoked",), "known", LATER)
    assert (kept.name, kept.carrier, kept.tags) == ("another name", summary().carrier, summary().tags)
    assert [found.id for found in vault.badges("another")] == [badge_id]


def test_a_report_without_a_time_of_its_own_is_of_now(vault: Vault) -> None:
    _, badge_id = vault.add(summary(), received(payload_of(1)), {}, AT)
    vault.save_report(replace(summary(), id=badge_id, checked_at=None), {}, LATER)
    assert vault.badge(badge_id).summary.checked_at == LATER


def test_a_removed_badge_is_gone_and_the_others_stay(storage: Storage) -> None:
    picture = b"one picture for two badges"
    _, gone = storage.vault.add(summary("gone"), received(payload_of(1), content=picture), {}, AT)
    _, kept = storage.vault.add(summary("kept"), received(payload_of(2), content=picture), {}, AT)
    storage.vault.remove(gone[:8], AT)
    vault = storage.reopened()
    assert [badge.name for badge in vault.badges()] == ["kept"]
    assert vault.badge(kept).carriers[0].content == picture
    assert vault.badges("gone") == ()
    with pytest.raises(NotFoundError):
        vault.badge(gone)
    assert vault.problems() == ()


def test_a_removed_badge_can_come_back(vault: Vault) -> None:
    _, badge_id = vault.add(summary(), received(payload_of(1)), {}, AT)
    vault.remove(badge_id, AT)
    assert vault.add(summary(), received(payload_of(1)), {}, AT) == (ImportOutcome.IMPORTED, badge_id)


def test_tags_are_replaced(vault: Vault) -> None:
    _, badge_id = vault.add(summary(tags=("old",)), received(payload_of(1)), {}, AT)
    vault.set_tags(badge_id, ("仕事", "2026", "仕事"))
    assert vault.badge(badge_id).summary.tags == ("仕事", "2026")
    assert (len(vault.badges("old")), len(vault.badges("仕事"))) == (0, 1)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("筑波", {"a"}),
        ("波大", {"a"}),
        ("学", {"a", "b"}),
        ("基礎", {"a"}),
        ("ﾃﾞｰﾀ", {"b"}),
        ("data", {"b"}),
        ("DATA sci", {"b"}),
        ("science university", {"b"}),
        ("就活", {"a"}),
        ("統計", {"b"}),
        ("大波", set()),
        ("ata", set()),
        ('"', set()),
        ("data OR nothing", set()),
        ("", {"a", "b"}),
        ("  ", {"a", "b"}),
    ],
)
def test_search(vault: Vault, query: str, found: set[str]) -> None:
    named = {
        "a": summary("プログラミング基礎", issuer_name="筑波大学", tags=("就活",)),
        "b": summary("Data Science データサイエンス", issuer_name="Example University"),
    }
    texts = {"a": "Ｐｙｔｈｏｎを学ぶ", "b": "統計学"}
    ids = {
        key: vault.add(named[key], received(payload_of(number)), {}, AT, description=texts[key])[1]
        for number, key in enumerate(named)
    }
    assert {badge.id for badge in vault.badges(query)} == {ids[key] for key in found}


# --- evidence, keys, shares, trust ------------------------------------------------------------------------------------


def test_until_when_a_material_counts_is_kept(storage: Storage) -> None:
    dated = replace(material(), valid_until=LATER, refresh_after=AT)
    storage.vault.keep_material(dated)
    assert storage.reopened().material(dated.url) == replace(dated, source=MaterialSource.VAULT)


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        ((MaterialSource.MATERIALS, LATER), (MaterialSource.FETCHED, AT), b"second"),
        ((MaterialSource.MATERIALS, LATER), (MaterialSource.FETCHED, None), b"second"),
        ((MaterialSource.MATERIALS, LATER), (MaterialSource.MATERIALS, AT), b"first"),
        ((MaterialSource.FETCHED, AT), (MaterialSource.MATERIALS, LATER), b"second"),
        ((MaterialSource.FETCHED, AT), (MaterialSource.MATERIALS, AT), b"first"),
        ((MaterialSource.FETCHED, AT), (MaterialSource.FETCHED, AT), b"second"),
        ((MaterialSource.FETCHED, AT), (MaterialSource.MATERIALS, None), b"first"),
    ],
)
def test_what_was_fetched_outweighs_what_was_given(
    vault: Vault,
    first: tuple[MaterialSource, datetime | None],
    second: tuple[MaterialSource, datetime | None],
    kept: bytes,
) -> None:
    for content, (source, at) in ((b"first", first), (b"second", second)):
        vault.keep_material(replace(material(content, at), source=source))
    found = vault.material(material().url)
    assert found is not None
    assert found.content == kept


def test_a_list_that_revoked_stays_beside_what_comes_after(storage: Storage) -> None:
    old, new = material(b"revokes"), material(b"clears", LATER)
    storage.vault.keep_material(old)
    for _ in range(2):
        storage.vault.keep_revoking_list(old)
    storage.vault.keep_material(new)
    vault = storage.reopened()
    assert vault.revoking_lists(old.url) == (replace(old, source=MaterialSource.VAULT),)
    assert vault.revoking_lists("https://issuer.example/other") == ()
    kept = vault.material(old.url)
    assert kept is not None
    assert kept.content == b"clears"
    assert vault.problems() == ()


def test_lists_that_revoked_come_oldest_first(vault: Vault) -> None:
    for content, at in ((b"two", LATER), (b"one", AT)):
        vault.keep_revoking_list(material(content, at))
    assert [item.content for item in vault.revoking_lists(material().url)] == [b"one", b"two"]


def test_a_time_that_was_wrong_can_be_forgotten(storage: Storage) -> None:
    storage.vault.record(HistoryEntry(at=LATER, action="presented", subject="x"))
    assert storage.vault.latest_time() == LATER
    storage.vault.accept_time(AT)
    assert storage.reopened().latest_time() == AT


def test_a_chosen_time_is_not_remembered(vault: Vault) -> None:
    vault.ignore_times()
    vault.record(HistoryEntry(at=LATER, action="presented", subject="x"))
    assert vault.latest_time() == AT
    assert vault.history()[-1].at == LATER


def test_material_is_kept(storage: Storage) -> None:
    storage.vault.keep_material(material())
    assert storage.reopened().material(material().url) == replace(material(), source=MaterialSource.VAULT)
    assert storage.vault.material("https://issuer.example/other") is None


def test_newer_material_replaces_older_and_never_the_other_way(vault: Vault) -> None:
    for content, retrieved_at in ((b"new", LATER), (b"old", AT), (b"undated", None)):
        vault.keep_material(material(content, retrieved_at))
    kept = vault.material(material().url)
    assert kept is not None
    assert (kept.content, kept.retrieved_at) == (b"new", LATER)
    vault.keep_material(material(b"newest", LATER + timedelta(seconds=1)))
    newest = vault.material(material().url)
    assert newest is not None
    assert newest.content == b"newest"


def test_the_holder_key_is_made_once_and_signs(storage: Storage) -> None:
    key = storage.vault.holder_key()
    again = storage.reopened().holder_key()
    assert again.verification_method == key.verification_method
    did, _, fragment = key.verification_method.partition("#")
    assert did == f"did:key:{fragment}"
    public = multibase.decode_public_key(fragment)
    Ed25519PublicKey.from_public_bytes(public.encoded).verify(again.sign(b"message"), b"message")
    assert public.type is key.type


def test_shares_are_kept_newest_first(storage: Storage) -> None:
    first, second = share("1", expires_at=LATER), share("2")
    storage.vault.save_share(first)
    storage.vault.save_share(second)
    assert storage.reopened().shares() == (second, first)


def test_a_share_taken_back_stays_taken_back(vault: Vault) -> None:
    vault.save_share(share())
    vault.mark_revoked("share-1", AT)
    vault.mark_revoked("share-1", LATER)
    vault.save_share(replace(share(), note="changed"))
    (kept,) = vault.shares()
    assert (kept.revoked_at, kept.note) == (AT, "changed")


def test_an_unknown_share_is_not_found(vault: Vault) -> None:
    with pytest.raises(NotFoundError):
        vault.mark_revoked("nobody", AT)


def test_issuers_become_known_and_unknown(vault: Vault) -> None:
    issuer = TrustedIssuer(id="did:web:university.example", name="大学", by="me", since=AT)
    vault.trust(issuer)
    vault.trust(replace(issuer, by="registry"))
    assert vault.trusted() == (replace(issuer, by="registry"),)
    vault.distrust(issuer.id)
    vault.distrust(issuer.id)
    assert vault.trusted() == ()


# --- history, settings, time ------------------------------------------------------------------------------------------


def test_history_is_in_the_order_things_happened(storage: Storage) -> None:
    vault = storage.vault
    _, badge_id = vault.add(summary(), received(payload_of(1)), {}, AT)
    vault.add(summary(), received(payload_of(1)), {}, AT)
    vault.save_report(replace(summary(), id=badge_id), {}, AT)
    vault.save_report(replace(summary(outcome="failed"), id=badge_id), {}, LATER)
    vault.save_share(share())
    vault.save_share(share())
    vault.mark_revoked("share-1", LATER)
    vault.mark_revoked("share-1", LATER)
    vault.record(HistoryEntry(at=AT, action="presented", subject="f00d", details={"audience": "社", "a": ""}))
    vault.remove(badge_id, LATER)
    history = storage.reopened().history()
    assert [(entry.action, entry.subject) for entry in history] == [
        ("imported", badge_id),
        ("verdict-changed", badge_id),
        ("shared", "share-1"),
        ("revoked", "share-1"),
        ("presented", "f00d"),
        ("removed", badge_id),
    ]
    assert history[1].details == {"before": "passed", "now": "failed"}
    assert history[4] == HistoryEntry(at=AT, action="presented", subject="f00d", details={"audience": "社", "a": ""})


def test_settings_are_remembered(storage: Storage) -> None:
    assert storage.vault.setting("language") is None
    storage.vault.set_setting("language", "en")
    storage.vault.set_setting("language", "ja")
    assert storage.reopened().setting("language") == "ja"


def test_the_latest_time_never_goes_back(vault: Vault) -> None:
    assert vault.latest_time() == AT
    _, badge_id = vault.add(summary(), received(payload_of(1)), {}, LATER)
    vault.remove(badge_id, AT)
    assert vault.latest_time() == LATER
    vault.record(HistoryEntry(at=LATER + timedelta(microseconds=1), action="exported", subject=""))
    assert vault.latest_time() == LATER + timedelta(microseconds=1)


# --- as a whole -------------------------------------------------------------------------------------------------------


def test_a_sound_vault_has_no_problems(vault: Vault) -> None:
    vault.add(summary(), received(payload_of(1)), {}, AT)
    vault.keep_material(material())
    vault.save_share(share())
    vault.holder_key()
    assert vault.problems() == ()


def test_a_change_that_fails_changes_nothing(vault: Vault) -> None:
    vault.add(summary(), received(payload_of(1)), {}, AT)
    before = (vault.badges(), vault.history(), vault.latest_time())
    with pytest.raises(NotFoundError):
        vault.remove("aaaaaaaaaa", LATER)
    assert (vault.badges(), vault.history(), vault.latest_time()) == before


def test_threads_take_turns(vault: Vault) -> None:
    with ThreadPoolExecutor(max_workers=8) as pool:
        outcomes = list(
            pool.map(lambda number: vault.add(summary(), received(payload_of(number % 20)), {}, AT), range(60))
        )
    assert sum(outcome is ImportOutcome.IMPORTED for outcome, _ in outcomes) == 20
    assert {badge.id for badge in vault.badges()} == {badge_id for _, badge_id in outcomes}
    assert vault.problems() == ()


def test_a_closed_vault_is_locked(vault: Vault) -> None:
    vault.close()
    vault.close()
    with pytest.raises(VaultLockedError):
        vault.badges()
    with pytest.raises(VaultLockedError):
        vault.add(summary(), received(payload_of(1)), {}, AT)


def test_a_payload_is_found_by_its_bytes(storage: Storage) -> None:
    assert storage.vault.holds(payload_of(1)) is None
    _, badge_id = storage.vault.add(summary(), received(payload_of(1)), {}, AT)
    assert storage.vault.holds(payload_of(1)) == badge_id
    assert storage.vault.holds(payload_of(1) + b" ") is None

from __future__ import annotations

import gzip
import hashlib
import io
import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.unit.share.loopback import START, Clock
from wallet.codec import json
from wallet.codec.multibase import encode_base64url
from wallet.codec.time import format_instant
from wallet.errors import VaultStorageError
from wallet.share.host.app import create_app
from wallet.share.host.limits import HostLimits
from wallet.share.host.logs import log_to
from wallet.share.host.pages import Asset, PageFiles
from wallet.share.host.sqlite import SqliteLinks
from wallet.share.host.storage import KeptLink

ID = "0123456789abcdefghijkl"
REVOKE_KEY = bytes(32)
SEALED = b"\x01" + bytes(range(256)) * 4
PAGE = PageFiles(
    html=b"<!doctype html><p>page",
    assets={"app-1.js": Asset(content=b"plain", compressed=gzip.compress(b"plain"), media_type="text/javascript")},
)


def hash_header(key: bytes = REVOKE_KEY) -> dict[str, str]:
    return {"Link-Revoke-Hash": encode_base64url(hashlib.sha256(key).digest())}


def bearer(key: bytes = REVOKE_KEY) -> dict[str, str]:
    return {"Authorization": f"Bearer {encode_base64url(key)}"}


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[SqliteLinks]:
    links = SqliteLinks(tmp_path, max_bytes=10**7)
    yield links
    links.close()


@pytest.fixture
def client(storage: SqliteLinks, clock: Clock) -> TestClient:
    return TestClient(create_app(storage, clock=clock, page=PAGE))


@pytest.fixture
def live(client: TestClient) -> str:
    assert client.put(f"/api/links/{ID}", content=SEALED, headers=hash_header()).status_code == 201
    return ID


def test_put_get_delete(client: TestClient) -> None:
    expires = format_instant(START + timedelta(days=1))
    made = client.put(f"/api/links/{ID}", content=SEALED, headers=hash_header() | {"Link-Expires": expires})
    assert (made.status_code, made.json()) == (201, {"id": ID, "expires": expires, "max_views": None})
    got = client.get(f"/api/links/{ID}")
    assert (got.status_code, got.content) == (200, SEALED)
    assert got.headers["content-type"] == "application/octet-stream"
    assert client.delete(f"/api/links/{ID}", headers=bearer()).status_code == 204
    assert client.delete(f"/api/links/{ID}", headers=bearer()).status_code == 204
    assert client.get(f"/api/links/{ID}").status_code == 410


def test_a_link_that_may_be_seen_twice(client: TestClient) -> None:
    made = client.put(f"/api/links/{ID}", content=SEALED, headers=hash_header() | {"Link-Max-Views": "2"})
    assert made.json()["max_views"] == 2
    assert client.head(f"/api/links/{ID}").status_code == 200
    assert client.get(f"/p/{ID}").status_code == 200
    answers = [client.get(f"/api/links/{ID}") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 410]
    assert [answer.content == SEALED for answer in answers] == [True, True, False]
    assert client.head(f"/api/links/{ID}").status_code == 410
    assert client.get(f"/p/{ID}").status_code == 410


def test_the_learner_learns_how_often_it_was_read_and_nobody_else_does(client: TestClient, live: str) -> None:
    client.get(f"/api/links/{live}")
    client.get(f"/p/{live}")
    told = client.get(f"/api/links/{live}/views", headers=bearer())
    assert told.json() == {"state": "live", "views": 1, "max_views": None, "expires": None}
    assert client.get(f"/api/links/{live}/views").status_code == 401
    assert client.get(f"/api/links/{live}/views", headers=bearer(b"x" * 32)).status_code == 403
    assert client.get(f"/api/links/{'u' * 22}/views", headers=bearer()).status_code == 404
    assert client.get("/api/links/short/views", headers=bearer()).status_code == 404
    client.delete(f"/api/links/{live}", headers=bearer())
    assert client.get(f"/api/links/{live}/views", headers=bearer()).json()["state"] == "gone"


def test_an_id_is_used_once(client: TestClient, live: str) -> None:
    again = client.put(f"/api/links/{live}", content=b"other", headers=hash_header(b"x" * 32))
    assert (again.status_code, again.json()) == (409, {"error": "id-taken"})
    assert client.get(f"/api/links/{live}").content == SEALED
    client.delete(f"/api/links/{live}", headers=bearer())
    assert client.put(f"/api/links/{live}", content=SEALED, headers=hash_header()).status_code == 409


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({}, "revoke-hash-malformed"),
        ({"Link-Revoke-Hash": "AAAA"}, "revoke-hash-malformed"),
        ({"Link-Revoke-Hash": "=" * 43}, "revoke-hash-malformed"),
        (hash_header() | {"Link-Expires": "tomorrow"}, "expiry-unusable"),
        (hash_header() | {"Link-Expires": format_instant(START)}, "expiry-unusable"),
        *(
            (hash_header() | {"Link-Max-Views": views}, "max-views-unusable")
            for views in ("0", "-1", "many", "1000001", "1" * 5000, "1.5", "")
        ),
    ],
)
def test_a_put_that_does_not_say_what_it_must(client: TestClient, headers: dict[str, str], code: str) -> None:
    answer = client.put(f"/api/links/{ID}", content=SEALED, headers=headers)
    assert (answer.status_code, answer.json()) == (400, {"error": code})
    assert client.get(f"/api/links/{ID}").status_code == 410


def test_put_needs_a_proper_id_and_a_body(client: TestClient) -> None:
    assert client.put("/api/links/short", content=SEALED, headers=hash_header()).json() == {"error": "id-malformed"}
    assert client.put(f"/api/links/{ID}", content=b"", headers=hash_header()).json() == {"error": "empty"}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"Authorization": "Basic eDp5"}, 401),
        ({"Authorization": "Bearer ***"}, 403),
        (bearer(b"x" * 32), 403),
    ],
)
def test_delete_needs_the_revoke_key(client: TestClient, live: str, headers: dict[str, str], status: int) -> None:
    assert client.delete(f"/api/links/{live}", headers=headers).status_code == status
    assert client.get(f"/api/links/{live}").status_code == 200


def test_gone_and_unknown_read_the_same(client: TestClient, live: str, clock: Clock) -> None:
    client.put(
        f"/api/links/{'e' * 22}", content=SEALED, headers=hash_header() | {"Link-Expires": "2026-11-24T00:00:00Z"}
    )
    clock.now = START + timedelta(days=1)
    client.delete(f"/api/links/{live}", headers=bearer())
    answers = [client.get(f"/api/links/{link_id}") for link_id in (live, "e" * 22, "u" * 22, "malformed")]
    assert [answer.status_code for answer in answers] == [410, 410, 410, 410]
    assert {answer.content for answer in answers} == {b'{"error":"gone"}'}
    assert len({tuple(sorted(answer.headers.items())) for answer in answers}) == 1


def test_the_page_is_the_same_for_every_id(client: TestClient, live: str) -> None:
    found, unknown = client.get(f"/p/{live}"), client.get(f"/p/{'u' * 22}")
    assert (found.status_code, unknown.status_code) == (200, 410)
    assert found.content == unknown.content == PAGE.html
    assert client.get("/p/malformed").json() == {"error": "gone"}
    client.delete(f"/api/links/{live}", headers=bearer())
    assert client.get(f"/p/{live}").status_code == 410


def test_without_a_built_page_the_host_says_so(storage: SqliteLinks, clock: Clock) -> None:
    client = TestClient(create_app(storage, clock=clock, page=None))
    client.put(f"/api/links/{ID}", content=SEALED, headers=hash_header())
    text = client.get(f"/p/{ID}").text
    assert "wallet verify" in text
    assert "ブラウザでの検証ができません" in text
    assert f'href="../api/links/{ID}"' in text
    assert "<script" not in text
    assert client.get(f"/p/{'u' * 22}").status_code == 410
    assert client.get("/assets/app-1.js").status_code == 404
    assert client.get("/health").json() == {"status": "ok", "page": False}


def test_assets_are_kept_by_browsers_and_nothing_else_is(client: TestClient, live: str) -> None:
    asset = client.get("/assets/app-1.js", headers={"Accept-Encoding": "identity"})
    assert asset.content == b"plain"
    assert client.get("/assets/app-1.js", headers={"Accept-Encoding": "gzip"}).headers["content-encoding"] == "gzip"
    assert asset.headers["cache-control"] == "public, max-age=31536000, immutable"
    for path in (f"/p/{live}", f"/api/links/{live}", "/health", "/nothing", f"/api/links/{'u' * 22}"):
        assert client.get(path).headers["cache-control"] == "no-store"


def test_every_answer_carries_the_security_headers(client: TestClient, live: str) -> None:
    """L07: no Referer, no cache, no index, no frame."""
    answers = [
        client.get(path) for path in (f"/p/{live}", f"/api/links/{live}", "/assets/app-1.js", "/nothing", "/robots.txt")
    ]
    answers += [client.post(f"/p/{live}"), client.put("/api/links/short"), client.delete(f"/api/links/{live}")]
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "noindex" in answer.headers["x-robots-tag"]
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert "set-cookie" not in answer.headers
        assert "server" not in answer.headers


def test_unknown_paths_and_methods(client: TestClient) -> None:
    assert client.get("/").json() == {"error": "not-found"}
    assert client.get(f"/p/{ID}/x").status_code == 404
    assert client.post(f"/api/links/{ID}").status_code == 405


def test_too_much_is_refused_before_it_is_kept(storage: SqliteLinks, clock: Clock) -> None:
    client = TestClient(create_app(storage, clock=clock, page=None, limits=HostLimits(max_sealed_bytes=1000)))

    def chunks() -> Iterator[bytes]:
        yield b"x" * 600
        yield b"x" * 600

    for content in (b"x" * 1001, chunks()):
        answer = client.put(f"/api/links/{ID}", content=content, headers=hash_header())
        assert (answer.status_code, answer.json()) == (413, {"error": "too-large"})
        assert answer.headers["connection"] == "close"
    declared = client.put(f"/api/links/{ID}", content=b"x", headers=hash_header() | {"Content-Length": "9" * 5000})
    assert declared.status_code == 413
    assert client.get(f"/api/links/{ID}").status_code == 410
    assert client.put(f"/api/links/{ID}", content=b"x" * 1000, headers=hash_header()).status_code == 201


def test_rates_are_limited_per_minute(storage: SqliteLinks, clock: Clock) -> None:
    limits = HostLimits(reads_per_minute=3, writes_per_minute=2)
    client = TestClient(create_app(storage, clock=clock, page=None, limits=limits))
    reads = [client.get(f"/api/links/{ID}").status_code for _ in range(4)]
    writes = [client.delete(f"/api/links/{ID}", headers=bearer()).status_code for _ in range(3)]
    assert reads == [410, 410, 410, 429]
    assert writes == [404, 404, 429]
    clock.now += timedelta(minutes=1)
    assert client.get(f"/api/links/{ID}").status_code == 410


def test_expired_bytes_are_swept_when_the_host_starts(storage: SqliteLinks, clock: Clock, tmp_path: Path) -> None:
    app = create_app(storage, clock=clock, page=None)
    headers = hash_header() | {"Link-Expires": format_instant(START + timedelta(seconds=1))}
    TestClient(app).put(f"/api/links/{ID}", content=SEALED, headers=headers)
    assert SEALED[-100:] in (tmp_path / "links.sqlite3").read_bytes()
    clock.now = START + timedelta(hours=1)
    with TestClient(app) as client:
        assert client.get("/health").status_code == 200
    assert SEALED[-100:] not in (tmp_path / "links.sqlite3").read_bytes()


def test_the_access_log_has_no_ids(client: TestClient, live: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="wallet.host.access")
    client.get(f"/p/{live}")
    client.get(f"/api/links/{live}")
    client.get(f"/{live}")
    lines = [record.getMessage() for record in caplog.records if record.name == "wallet.host.access"]
    assert lines == [
        f"GET /p/ID 200 {len(PAGE.html)}",
        f"GET /api/links/ID 200 {len(SEALED)}",
        "GET other 404 21",
    ]


def test_l07_the_json_log_has_neither_ids_nor_addresses(client: TestClient, live: str, clock: Clock) -> None:
    stream = io.StringIO()
    logger = logging.getLogger("wallet.host")
    before = (logger.level, logger.propagate, list(logger.handlers))
    log_to(stream, clock)
    try:
        client.get(f"/p/{live}", headers={"User-Agent": "seen-agent", "Referer": "https://seen.example"})
        client.get(f"/api/links/{live}/views", headers=bearer())
        logging.getLogger("wallet.host").warning("sweep failed: %s", "disk")
    finally:
        logger.setLevel(before[0])
        logger.propagate = before[1]
        logger.handlers = before[2]
    lines = [json.loads_object(line.encode()) for line in stream.getvalue().splitlines()]
    assert [line["event"] for line in lines] == ["request", "request", "sweep failed: disk"]
    first = lines[0]
    assert first.pop("ms") in range(10_000)
    expected = {"method": "GET", "path": "/p/ID", "status": 200, "bytes": len(PAGE.html)}
    assert first == {"at": format_instant(START), "level": "info", "event": "request", **expected}
    for secret in (live, "testclient", "seen", encode_base64url(REVOKE_KEY)):
        assert secret not in stream.getvalue()


def test_metrics_count_and_name_nobody(storage: SqliteLinks, clock: Clock) -> None:
    app = create_app(storage, clock=clock, page=PAGE)
    client = TestClient(app, client=("127.0.0.1", 50_000))
    client.put(f"/api/links/{ID}", content=SEALED, headers=hash_header())
    client.get(f"/api/links/{ID}")
    client.get(f"/api/links/{'u' * 22}")
    client.request("BREW", f"/p/{ID}")
    text = client.get("/metrics").text
    for line in (
        'wallet_host_requests_total{method="PUT",path="/api/links/ID",status="201"} 1',
        'wallet_host_requests_total{method="GET",path="/api/links/ID",status="200"} 1',
        'wallet_host_requests_total{method="GET",path="/api/links/ID",status="410"} 1',
        'wallet_host_requests_total{method="other",path="/p/ID",status="405"} 1',
        'wallet_host_request_seconds_bucket{path="/api/links/ID",le="+Inf"} 3',
        'wallet_host_request_seconds_count{path="/api/links/ID"} 3',
        "wallet_host_requests_under_way 1",
    ):
        assert line in text.splitlines()
    assert ID not in text
    assert "127.0.0.1" not in text


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("192.0.2.1", {}),
        ("127.0.0.1", {"X-Forwarded-For": "192.0.2.1"}),
        ("127.0.0.1", {"Forwarded": "for=192.0.2.1"}),
    ],
)
def test_metrics_are_for_this_machine_alone(
    storage: SqliteLinks, clock: Clock, address: str, headers: dict[str, str]
) -> None:
    client = TestClient(create_app(storage, clock=clock, page=None), client=(address, 50_000))
    assert client.get("/metrics", headers=headers).status_code == 404


@pytest.mark.parametrize(("code", "status"), [("storage-full", 507), ("storage-failed", 503)])
def test_storage_in_trouble_is_told_without_details(
    storage: SqliteLinks, clock: Clock, monkeypatch: pytest.MonkeyPatch, code: str, status: int
) -> None:
    def fail(link_id: str, now: datetime) -> KeptLink:
        raise VaultStorageError(code, path="/secret/place", detail="disk I/O error")

    monkeypatch.setattr(storage, "read_at_once", fail)
    answer = TestClient(create_app(storage, clock=clock, page=None)).get(f"/api/links/{ID}")
    assert (answer.status_code, answer.json()) == (status, {"error": code})

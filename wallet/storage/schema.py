"""The tables of the vault, version by version.

The list of badges reads `badge` alone: payloads, carriers and reports are elsewhere, so that a list of 100,000 turns no
page of their bytes. `body` keeps received bytes once, named by their SHA-256, whoever refers to them.
"""

from __future__ import annotations

from typing import Final

VERSION_1: Final = """
PRAGMA application_id = 0x57414C54;

CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE body (
    number INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE,
    content BLOB NOT NULL
) STRICT;

-- Numbers are never used twice, so that no row can inherit what belonged to a removed one.
CREATE TABLE badge (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL,
    body INTEGER NOT NULL REFERENCES body,
    name TEXT NOT NULL,
    issuer_id TEXT NOT NULL,
    issuer_name TEXT NOT NULL,
    subject TEXT NOT NULL,
    valid_from TEXT,
    valid_until TEXT,
    format TEXT NOT NULL,
    carrier TEXT NOT NULL,
    outcome TEXT NOT NULL,
    reasons TEXT NOT NULL,
    trust TEXT NOT NULL,
    checked_at TEXT,
    added_at TEXT NOT NULL,
    tags TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX badge_by_id ON badge (id);
CREATE UNIQUE INDEX badge_by_body ON badge (body);

CREATE TABLE carrier (
    number INTEGER PRIMARY KEY,
    badge INTEGER NOT NULL REFERENCES badge,
    body INTEGER NOT NULL REFERENCES body,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    source TEXT NOT NULL,
    received_at TEXT NOT NULL,
    UNIQUE (badge, body)
) STRICT;
CREATE INDEX carrier_by_body ON carrier (body);

CREATE TABLE report (
    badge INTEGER PRIMARY KEY REFERENCES badge,
    sha256 TEXT NOT NULL,
    content BLOB NOT NULL
) STRICT;

CREATE VIRTUAL TABLE word USING fts5 (name, issuer, description, tags, tokenize = 'ascii');
-- Without this, removed words stay in the index until it happens to be merged.
INSERT INTO word (word, rank) VALUES ('secure-delete', 1);

CREATE TABLE material (
    url TEXT PRIMARY KEY,
    body INTEGER NOT NULL REFERENCES body,
    media_type TEXT NOT NULL,
    retrieved_at TEXT
) STRICT;
CREATE INDEX material_by_body ON material (body);

CREATE TABLE holder_key (
    number INTEGER PRIMARY KEY,
    type TEXT NOT NULL,
    public BLOB NOT NULL UNIQUE,
    private BLOB NOT NULL
) STRICT;

CREATE TABLE share (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    target TEXT NOT NULL,
    link TEXT NOT NULL,
    file TEXT NOT NULL,
    credentials TEXT NOT NULL,
    audience TEXT NOT NULL,
    purpose TEXT NOT NULL,
    note TEXT NOT NULL,
    created_at TEXT NOT NULL,
    expires_at TEXT,
    revoked_at TEXT,
    revoke_key TEXT NOT NULL
) STRICT;

CREATE TABLE trusted_issuer (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    vouched_by TEXT NOT NULL,
    since TEXT NOT NULL
) STRICT;

CREATE TABLE history (
    number INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    details TEXT NOT NULL,
    previous TEXT NOT NULL,
    sha256 TEXT NOT NULL
) STRICT;
CREATE TRIGGER history_is_not_changed BEFORE UPDATE ON history
BEGIN SELECT RAISE(ABORT, 'history is not changed'); END;
CREATE TRIGGER history_is_not_shortened BEFORE DELETE ON history
BEGIN SELECT RAISE(ABORT, 'history is not shortened'); END;
"""

VERSION_2: Final = """
-- Until when a material may be used and when its publisher wants to be asked again; and whether this wallet fetched it
-- itself or was given it in a materials directory, whose word about the date is only a word.
ALTER TABLE material ADD COLUMN valid_until TEXT;
ALTER TABLE material ADD COLUMN refresh_after TEXT;
ALTER TABLE material ADD COLUMN origin TEXT NOT NULL DEFAULT 'fetched';

-- Status lists that revoked a badge when they were verified: kept whatever is published in their place.
CREATE TABLE revoking_list (
    url TEXT NOT NULL,
    body INTEGER NOT NULL REFERENCES body,
    media_type TEXT NOT NULL,
    retrieved_at TEXT,
    PRIMARY KEY (url, body)
) STRICT;
CREATE INDEX revoking_list_by_body ON revoking_list (body);
"""

VERSION_3: Final = """
-- Which credential a badge is an issue of, where that is proven; and the newer issue that took its place in the list.
ALTER TABLE badge ADD COLUMN credential TEXT NOT NULL DEFAULT '';
ALTER TABLE badge ADD COLUMN superseded_by TEXT NOT NULL DEFAULT '';
CREATE INDEX badge_by_credential ON badge (credential) WHERE credential <> '';
CREATE INDEX badge_by_successor ON badge (superseded_by) WHERE superseded_by <> '';
"""

VERSION_4: Final = """
-- The keys that issuers proved themselves with. What was seen first is accepted; a later key waits for the user.
CREATE TABLE seen_key (
    issuer TEXT NOT NULL,
    key TEXT NOT NULL,
    first_seen TEXT NOT NULL,
    accepted INTEGER NOT NULL,
    PRIMARY KEY (issuer, key)
) STRICT, WITHOUT ROWID;

-- Registries of issuers as they were when they were got; none is replaced by one that is of an earlier date.
CREATE TABLE registry (
    name TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    source TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    dated TEXT NOT NULL,
    retrieved_at TEXT NOT NULL,
    content BLOB NOT NULL
) STRICT;
"""

"""Every bound on untrusted input, in one place, each with the source of its number.

A bound that is reached is a reason (`too-large`, `too-deep`, `too-complex`), never a crash and never a pass.
"""

from __future__ import annotations

from typing import Final

MAX_INPUT_BYTES: Final = 10 * 1024 * 1024
"""One badge file: pictures of real badges stay under 2 MiB; ten leaves room and still parses at once."""

MAX_DEPTH: Final = 64
"""Nesting of JSON: the deepest published Open Badges and CLR samples have 14 levels."""

MAX_JSON_NODES: Final = 200_000
"""Values in one document: a CLR with a thousand results has about 40,000."""

MAX_NUMBER_CHARACTERS: Final = 64
"""Digits of one JSON number: IEEE 754 doubles need at most 25; CVE-2020-10735 is what unbounded ones cost."""

MAX_SAFE_INTEGER: Final = 2**53 - 1
"""I-JSON (RFC 7493, section 2.2): larger integers change in other implementations."""

MAX_JOSE_HEADER_BYTES: Final = 64 * 1024
"""A JWS header: a certificate chain of five is about 12 KiB."""

MAX_PROOFS: Final = 16
"""Proofs on one document: proof sets in the field hold two."""

MAX_ENDORSEMENTS: Final = 16
"""Endorsements of one credential that are verified, those of endorsements included: published samples hold five."""

MAX_ENDORSEMENT_DEPTH: Final = 2
"""An endorsement, and the endorsements of the endorser."""

MAX_SCHEMAS: Final = 8
"""Schemas named by one credential: published samples name two."""

MAX_SCHEMA_BYTES: Final = 512 * 1024
"""A JSON Schema: those of Open Badges 3.0 and CLR 2.0 take 60 KiB."""

MAX_SCHEMA_PATTERNS: Final = 200
"""Patterns in one schema: that of the achievement credential has about twenty; compiling one may take a millisecond."""

MAX_SCHEMA_DEPTH: Final = 200
"""How deep references, applicators and the value may nest together while it is validated: published ones reach 40."""

MAX_SCHEMA_PAIRS: Final = 50_000
"""Pairs of schema and value that are looked at to count the work: half a second. A badge has some two thousand."""

MAX_SCHEMA_WORK: Final = 2_000_000
"""Pairs of schema and value that one validation may come to: some tenths of a second."""

MAX_REGISTRY_BYTES: Final = 8 * 1024 * 1024
"""A registry of issuers: 30,000 institutions, more than the world has universities, with their addresses."""

MAX_REGISTRY_ENTRIES: Final = 1000
"""Signed statements of one federation: each costs a request to gather and a signature to verify."""

MAX_CHAIN_LENGTH: Final = 5
"""Statements between an issuer and the trust anchor: federations in the field have one or two."""

MAX_CREDENTIALS: Final = 100
"""Credentials in one presentation."""

MAX_NESTED_CREDENTIALS: Final = 100
"""Credentials inside credentials (a learner record), all of one input together: a whole curriculum has some fifty."""

MAX_NESTED_DEPTH: Final = 3
"""A record that holds a record that holds a badge: published ones hold badges only."""

MAX_STATUS_LIST_BYTES: Final = 8 * 1024 * 1024
"""A status list inflated: 2^26 entries, the bound proposed in the Bitstring Status List repository (issue 208)."""

MAX_STATUS_DOCUMENT_BYTES: Final = 8 * 1024 * 1024
"""A status list credential as fetched: compressed and base64url, it is never larger than the list inflated."""

MAX_DID_DOCUMENT_BYTES: Final = 1024 * 1024
"""A DID document: the largest published ones are under 100 KiB."""

MAX_VERIFICATION_METHODS: Final = 256
"""Keys in one controller document."""

MAX_DID_LOG_ENTRIES: Final = 500
"""Versions of one did:webvh: a key changed every week for nine years; each costs two hashes and a signature."""

MAX_WITNESS_PROOFS: Final = 1000
"""Witness proofs of one did:webvh: two witnesses for each of the most versions read."""

MAX_BASE58_CHARACTERS: Final = 4096
"""Base58 decodes in quadratic time; the longest legitimate value (an RSA key) has about 400 characters."""

MAX_DISCLOSURES: Final = 1000
"""Disclosures of one SD-JWT: a person identification credential has about thirty, a CLR by its results some hundred."""

MAX_RSA_BITS: Final = 16_384
"""Bits of an RSA modulus: what OpenSSL verifies at most."""

MAX_CERTIFICATE_BYTES: Final = 32 * 1024
"""One X.509 certificate: those of qualified seals take 2 KiB."""

MAX_CERTIFICATES: Final = 32
"""Certificates that a seal brings along: those of its own path, and of its time stamps and revocation lists."""

MAX_PATH_LENGTH: Final = 6
"""Authorities between a seal's certificate and a root: published hierarchies have one or two."""

MAX_REVOCATION_LIST_BYTES: Final = 2 * 1024 * 1024
"""A list of revoked certificates: those of authorities for seals stay under 100 KiB."""

MAX_XML_ELEMENTS: Final = 50_000
"""Elements of one XML credential: published diploma supplements have under 3,000."""

MAX_TRUSTED_SERVICES: Final = 2_000
"""Authorities in one trust list: that of the largest EU state names some three hundred."""

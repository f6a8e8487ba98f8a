"""Three verifiers that share no code, each asked the same question: what do you say of these bytes?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

from openvc import OpenvcError, VerificationPolicy, verify_credential
from openvc import _json as openvc_json
from openvc.did.base import DidResolverRegistry
from openvc.did.did_jwk import DidJwkResolver
from openvc.did.did_key import DidKeyResolver
from openvc.resolvers import default_status_list_resolver

from tests.differential.credentials import bundled_contexts
from tests.interop.node import run_script
from tests.simulator.issuer import received, verification
from wallet.codec import json
from wallet.model.material import Material, MaterialSource, Unavailable
from wallet.model.report import Outcome, VerificationReport

AT: Final = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)
ACCEPTED: Final = "accepted"
REFUSED: Final = "refused"
NOT_ASKED: Final = "not asked"


@dataclass(frozen=True, slots=True)
class Served:
    """The outside world: these documents and nothing else."""

    documents: Mapping[str, bytes]

    def get(self, url: str, *, max_bytes: int) -> Material | Unavailable:
        content = self.documents.get(url)
        if content is None or len(content) > max_bytes:
            return Unavailable(url=url, why="not-found")
        return Material(
            url=url,
            content=content,
            media_type="application/vc",
            sha256=sha256(content).hexdigest(),
            source=MaterialSource.MATERIALS,
            retrieved_at=AT,
        )


def ours(content: bytes, documents: Mapping[str, bytes]) -> VerificationReport:
    """The wallet's report."""
    return verification(Served(documents), at=AT).verify(received(content))


def word(report: VerificationReport) -> str:
    """The outcome, and what decided it."""
    if report.outcome is Outcome.PASSED:
        return ACCEPTED
    return f"{report.outcome}: {report.reasons[0]}"


def openvc(content: bytes, documents: Mapping[str, bytes]) -> str:
    """`accepted`, or `refused` with openvc-core's name for it. It reads the time of a JWT from the machine's clock."""
    resolver = DidResolverRegistry([DidKeyResolver(), DidJwkResolver()])

    def fetch(url: str) -> str:
        if url not in documents:
            raise OpenvcError(f"not served: {url}")
        return documents[url].decode()

    lists = default_status_list_resolver(resolver=resolver, extra_contexts=bundled_contexts(), fetch=fetch)
    try:
        text = content.decode()
        credential = openvc_json.loads(text) if text.lstrip().startswith("{") else text
    except ValueError as error:
        return f"{REFUSED}: {type(error).__name__}"
    try:
        verify_credential(
            credential,
            policy=VerificationPolicy(now=AT),
            resolver=resolver,
            resolve_status_list=lists,
            extra_contexts=bundled_contexts(),
        )
    except OpenvcError as error:
        return f"{REFUSED}: {type(error).__name__}"
    return ACCEPTED


def digitalbazaar(contents: Sequence[bytes], folder: Path) -> list[str]:
    """What @digitalbazaar/vc says of each, in one process of Node."""
    file = folder / "batch.jsonl"
    file.write_bytes(b"".join(json.dumps(content.decode(errors="replace")) + b"\n" for content in contents))
    verdicts = run_script("batch.mjs", str(file), "--now", AT.isoformat())["verdicts"]
    assert isinstance(verdicts, list)
    assert len(verdicts) == len(contents)
    return [str(verdict) for verdict in verdicts]

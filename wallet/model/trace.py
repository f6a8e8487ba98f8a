"""The steps of a verification that a report leaves out: for an engineer whose own verifier says something else.

Nothing here is a verdict. What stands in a trace is computed again from what was received, and where the proof does
not hold it is input that nobody vouches for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from wallet.model.frozen import frozen


@frozen
class SignedForm:
    """From the document to the bytes that are signed.

    The canonical texts are as the canonicalisation (`RDFC-1.0`, `JCS`) gives them; hashes are hexadecimal.
    """

    canonicalization: str
    hash_name: str
    canonical_options: str
    options_hash: str
    canonical_document: str
    document_hash: str


@frozen
class ProofTrace:
    """One proof. `holds` is what the proof check said of it, `reason` why it does not hold.

    `key` tells the public key: `type`, `public_key`, and of a resolved one `id`, `controller`, `document`, `sha256`.
    `terms` maps JSON Pointers to the IRIs that the members there stand for. `signing_input` is hexadecimal. What a
    suite or a failed proof has nothing to show for is None or empty.
    """

    suite: str
    holds: bool
    reason: str | None = None
    params: Mapping[str, str] = field(default_factory=dict)
    verification_method: str | None = None
    key: Mapping[str, str] = field(default_factory=dict)
    terms: Mapping[str, str] = field(default_factory=dict)
    signed_form: SignedForm | None = None
    header: str | None = None
    payload: str | None = None
    signing_input: str | None = None
    signature: str | None = None

"""Seals in XML: what was signed is read again, and has to say what was read from the file."""

from __future__ import annotations

from wallet.codec.xml import read_xml
from wallet.errors import CredentialError
from wallet.formats.edc_xml import document_of
from wallet.model.credential import Verifiable
from wallet.model.report import Finding, Reason
from wallet.verify.context import VerificationContext
from wallet.verify.seals.seal import Seal, read_signing_time


def judge_xml(subject: Verifiable, context: VerificationContext) -> Seal | Finding:
    """The seal, when the key in its certificate made it over exactly this credential; else why it proves nothing."""
    # Imported here: the library for XML signatures takes longer to load than a badge takes to verify.
    from wallet.suites.xml_signature import verify_xades

    try:
        signed = verify_xades(subject.received)
        same = document_of(read_xml(signed.content)) == subject.document
        key = signed.leaf.public_key()
    except CredentialError as error:
        return Finding(reason=Reason(error.code), params=error.params)
    if not same:
        return Finding(reason=Reason.SIGNATURE_MISMATCH, params={"detail": "not what was signed"})
    time = None if signed.signing_time is None else read_signing_time(signed.signing_time, context)
    if isinstance(time, Finding):
        return time
    return Seal(
        algorithm=signed.algorithm,
        leaf=signed.leaf,
        key=key,
        between=signed.between,
        signing_time=time,
        timestamped=signed.timestamped,
    )

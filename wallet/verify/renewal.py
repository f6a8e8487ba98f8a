"""Refresh services: where a newer issue of a credential can be had, and whether what comes from there is one.

VCDM 2.0, section 5.4 (`refreshService`); 1EdTech Credential Refresh 1.0, whose service answers a plain GET with the
credential. Services that want a presentation first (`VerifiableCredentialRefreshService2021`) are not asked: that
would tell who the learner is.
"""

from __future__ import annotations

from typing import Final

from wallet.model.credential import VerifiableCredential
from wallet.model.report import Outcome, VerificationReport

_ANSWERS_A_GET: Final = frozenset({"1EdTechCredentialRefresh"})


def refresh_address(credential: VerifiableCredential) -> str | None:
    """The address of the first service that answers with the credential alone; None where there is none."""
    value = credential.document.get("refreshService")
    for service in value if isinstance(value, list) else [value]:
        if isinstance(service, dict) and service.get("type") in _ANSWERS_A_GET:
            address = service.get("id")
            if isinstance(address, str):
                return address
    return None


def is_renewal(
    held: VerifiableCredential,
    held_report: VerificationReport,
    offered: VerifiableCredential,
    offered_report: VerificationReport,
) -> bool:
    """Whether `offered` is another issue of the credential `held`: it verifies, and says the same identifier, by the
    same issuer, about the same subjects.
    """
    return (
        offered_report.outcome is Outcome.PASSED
        and held_report.issuer is not None
        and offered_report.issuer == held_report.issuer
        and held.credential.id is not None
        and offered.credential.id == held.credential.id
        and _subjects(offered) == _subjects(held)
    )


def _subjects(credential: VerifiableCredential) -> list[str | None]:
    return [subject.id for subject in credential.credential.subjects]

"""The sample world: four issuers, their lists, and every badge with the file it is written to.

`sample_world()` is the same every time; a test may take it and change what it likes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from scripts.sample_issuer import courses, pictures
from scripts.sample_issuer.badge import Award, open_badge, open_badge_of_2022
from scripts.sample_issuer.issuer import ED25519_SIGNATURE_2020, EDDSA_JCS, SampleIssuer
from scripts.sample_issuer.keys import Ed25519Key, RsaKey
from scripts.sample_issuer.site import Site
from scripts.sample_issuer.status import StatusList
from wallet.acquire import png, svg
from wallet.acquire.baked import Keyword
from wallet.codec import json

AS_OF: Final = datetime(2026, 11, 23, 13, 0, tzinfo=UTC)
"""When the materials that ship with the samples were published."""

UNIVERSITY_HOST: Final = "badges.mihon-university.example"
PLATFORM_HOST: Final = "courses.reidai.example"
REVOCATIONS: Final = f"https://{UNIVERSITY_HOST}/status/revocation"
SUSPENSIONS: Final = f"https://{UNIVERSITY_HOST}/status/suspension"
WRITTEN_REVOCATIONS: Final = f"https://{UNIVERSITY_HOST}/status/revocation.jwt"

IN_FORCE, REVOKED, SUSPENDED, WRITING, REGIONAL = 20411, 94567, 77, 5008, 63001
"""Indexes into the lists: spread, as issuers draw them, so that an index tells nothing about its neighbours."""

_FAR: Final = datetime(2056, 3, 31, 14, 59, 59, tzinfo=UTC)


@dataclass(slots=True, kw_only=True)
class SampleWorld:
    """The issuers and what they publish."""

    university: SampleIssuer
    university_site: SampleIssuer
    platform: SampleIssuer
    exchange: SampleIssuer
    circle: SampleIssuer
    revocations: StatusList
    suspensions: StatusList
    written_revocations: StatusList
    site: Site


def sample_world() -> SampleWorld:
    """The sample world as it is on any day."""
    mihon = {"name": "見本大学", "url": "https://www.mihon-university.example/"}
    reidai = {"name": "例題オープン講座", "url": "https://www.reidai.example/"}
    world = SampleWorld(
        university=SampleIssuer.of_key(Ed25519Key("mihon university"), **mihon),
        university_site=SampleIssuer.of_host(UNIVERSITY_HOST, Ed25519Key("mihon university web"), **mihon),
        platform=SampleIssuer.of_host(PLATFORM_HOST, RsaKey(), **reidai),
        exchange=SampleIssuer.of_key(Ed25519Key("exempla"), name="Exempla University", url="https://exempla.example/"),
        circle=SampleIssuer.of_key(Ed25519Key("reading circle"), name="読書会ひととき"),
        revocations=StatusList(REVOCATIONS, "revocation", {REVOKED}),
        suspensions=StatusList(SUSPENSIONS, "suspension", {SUSPENDED}),
        written_revocations=StatusList(WRITTEN_REVOCATIONS),
        site=Site(),
    )
    world.site.publish_issuer(world.university_site)
    world.site.publish_issuer(world.platform)
    world.site.publish_list(world.university, world.revocations)
    world.site.publish_list(world.university, world.suspensions)
    world.site.publish_list(world.university_site, world.written_revocations)
    return world


def sample_files(world: SampleWorld) -> dict[str, bytes]:
    """Every sample: file name to bytes, in the order of the names."""
    files = [*_signed_json(world), *_with_status(world), *_pictures(world), *_tokens(world)]
    return dict(sorted(files))


def _signed_json(world: SampleWorld) -> Iterator[tuple[str, bytes]]:
    at = _day(2026, 3, 20)
    badge = open_badge(world.university, Award(course=courses.DATA_SCIENCE, valid_from=at))
    yield "01-data-science.json", json.dumps_readable(world.university.secure(badge, created=at))
    at = _day(2026, 8, 8)
    badge = open_badge(world.circle, Award(course=courses.READING_CIRCLE, valid_from=at))
    yield "10-issuer-nobody-knows.json", json.dumps_readable(world.circle.secure(badge, created=at))
    at = _day(2025, 2, 14)
    badge = open_badge_of_2022(world.exchange, Award(course=courses.EXCHANGE, valid_from=at, valid_until=_FAR))
    signed = world.exchange.secure(badge, created=at, suite=ED25519_SIGNATURE_2020)
    yield "11-exchange-semester.json", json.dumps_readable(signed)
    at = _day(2026, 9, 24)
    badge = open_badge(world.university, Award(course=courses.PROGRAMMING, valid_from=at))
    yield "12-programming.json", json.dumps_readable(world.university.secure(badge, created=at, suite=EDDSA_JCS))


def _with_status(world: SampleWorld) -> Iterator[tuple[str, bytes]]:
    """In force, expired, revoked, suspended: each by the university's own key."""
    at, issuer = _day(2026, 4, 2), world.university
    revocation, suspension = world.revocations.entry, world.suspensions.entry
    awards = {
        "06-project-management-in-force.json": Award(
            course=courses.PROJECT_MANAGEMENT,
            valid_from=at,
            valid_until=_FAR,
            status=(revocation(IN_FORCE), suspension(IN_FORCE)),
        ),
        "07-first-aid-expired.json": Award(
            course=courses.FIRST_AID, valid_from=_day(2024, 3, 31), valid_until=_day(2026, 3, 31)
        ),
        "08-lab-safety-revoked.json": Award(
            course=courses.LAB_SAFETY, valid_from=at, valid_until=_FAR, status=(revocation(REVOKED),)
        ),
        "09-tutor-suspended.json": Award(
            course=courses.TUTOR, valid_from=at, valid_until=_FAR, status=(suspension(SUSPENDED),)
        ),
    }
    for name, award in awards.items():
        yield name, json.dumps_readable(issuer.secure(open_badge(issuer, award), created=award.valid_from))


def _pictures(world: SampleWorld) -> Iterator[tuple[str, bytes]]:
    """JSON baked into PNG and SVG; a JWT baked into PNG and SVG."""
    at, issuer = _day(2026, 7, 31), world.university
    signed = issuer.secure(open_badge(issuer, Award(course=courses.STATISTICS, valid_from=at)), created=at)
    text = json.dumps(signed)
    yield "02-statistics.png", png.bake(pictures.picture("statistics"), Keyword.OPEN_BADGES_3, text)

    signed = issuer.secure(open_badge(issuer, Award(course=courses.CRITICAL_READING, valid_from=at)), created=at)
    drawing = pictures.badge_svg("#9b6bd0", "#4b2a86", courses.CRITICAL_READING.name, pictures.BOOK)
    yield "03-critical-reading.svg", svg.bake(drawing, Keyword.OPEN_BADGES_3, json.dumps(signed))

    status = (world.written_revocations.entry(REGIONAL),)
    award = Award(course=courses.REGIONAL_PROJECT, valid_from=at, valid_until=_FAR, status=status)
    token = world.university_site.jwt(open_badge(world.university_site, award)).encode()
    yield "13-地域課題解決演習.png", png.bake(pictures.picture("regional-project"), Keyword.OPEN_BADGES_3, token)

    award = Award(course=courses.PRESENTATION, valid_from=at, valid_until=_FAR)
    token = world.platform.jwt(open_badge(world.platform, award)).encode()
    drawing = pictures.badge_svg("#d0506b", "#7d1f3c", courses.PRESENTATION.name, pictures.SPEECH)
    yield "14-presenting.svg", svg.bake(drawing, Keyword.OPEN_BADGES_3, token)


def _tokens(world: SampleWorld) -> Iterator[tuple[str, bytes]]:
    status = (world.written_revocations.entry(WRITING),)
    award = Award(course=courses.ACADEMIC_WRITING, valid_from=_day(2026, 2, 10), valid_until=_FAR, status=status)
    yield "04-academic-writing.jwt", world.university_site.jwt(open_badge(world.university_site, award)).encode()
    award = Award(course=courses.INFORMATION_ETHICS, valid_from=_day(2026, 5, 15), valid_until=_FAR)
    yield "05-information-ethics.jwt", world.platform.jwt(open_badge(world.platform, award)).encode()


def _day(year: int, month: int, day: int) -> datetime:
    """Noon in Japan."""
    return datetime(year, month, day, 3, 0, tzinfo=UTC)

"""Where a request may go: the rules for URLs, redirects and network addresses, without opening anything.

The fetch gateway and the materials directory apply the same rules, so a verdict from kept materials is the verdict
from the network. Only https to public hosts; with `allow_loopback`, this machine as well, over http or https.
"""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final
from urllib.parse import SplitResult, urldefrag, urljoin, urlsplit

MAX_REDIRECTS: Final = 3
"""Redirects of one request: http to https, a bare domain to `www`, a moved path (procedure N02 of the hostile set)."""

REDIRECT_STATUSES: Final = frozenset({301, 302, 303, 307, 308})

MAX_URL_CHARACTERS: Final = 2_048
"""A URL: what servers and proxies commonly take; RFC 9110 section 4.1 asks for 8,000 at most."""

_VISIBLE_ASCII: Final = re.compile(r"[!-~]+")
_LABEL: Final = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMERIC_LABEL: Final = re.compile(r"[0-9]+|0x[0-9a-f]*")
_LOCAL_NAMES: Final = ("localhost", "local", "internal", "lan", "home.arpa", "onion")
_LOOPBACK_HOSTS: Final = frozenset({"localhost", "127.0.0.1", "::1"})

_NOT_PUBLIC_4: Final = tuple(
    ip_network(text)
    for text in (
        # IANA IPv4 Special-Purpose Address Registry, multicast, and what was never assigned.
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        # A public address that is the metadata and agent service of one large cloud (Azure).
        "168.63.129.16/32",
    )
)
_PUBLIC_6: Final = ip_network("2000::/3")
_NOT_PUBLIC_6: Final = tuple(
    # IANA IPv6 Special-Purpose Address Registry: protocol assignments with Teredo, documentation, 6to4, AS112.
    ip_network(text)
    for text in ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20")
)
_NAT64: Final = IPv6Network("64:ff9b::/96")
"""IPv4 as seen from IPv6-only networks (RFC 6052): judged by the IPv4 address inside."""


def guard_url(url: str, *, allow_loopback: bool = False) -> str | None:
    """Why `url` may not be requested, as a word, or None when it may.

    Judges the text alone; the addresses that a name resolves to are judged again by `is_public`.
    """
    if len(url) > MAX_URL_CHARACTERS or _VISIBLE_ASCII.fullmatch(url) is None or "\\" in url:
        return "url"
    parts = _split(url)
    if parts is None or not parts.hostname:
        return "url"
    if parts.username is not None or parts.password is not None:
        return "user-in-url"
    if allow_loopback and parts.hostname in _LOOPBACK_HOSTS and parts.scheme in {"http", "https"}:
        return None
    if parts.scheme != "https":
        return "not-https"
    return _guard_host(parts.hostname)


def is_loopback_url(url: str) -> bool:
    """Whether `url` names this machine by one of its three plain names."""
    parts = _split(url)
    return parts is not None and parts.hostname in _LOOPBACK_HOSTS


def is_public(address: str) -> bool:
    """Whether an IP address, as text, is one that the whole internet reaches: not this machine, nor its network."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    return _is_public_4(parsed) if isinstance(parsed, IPv4Address) else _is_public_6(parsed)


def is_loopback(address: str) -> bool:
    """Whether an IP address, as text, is this machine."""
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def redirected(url: str, location: str, *, allow_loopback: bool = False) -> tuple[str, str | None]:
    """Where a redirect of `url` leads, and why it may not be followed (None when it may).

    A public server never leads to this machine, whatever is allowed, and https never to http.
    """
    try:
        target = urldefrag(urljoin(url, location)).url
    except ValueError:
        return location, "url"
    if url.lower().startswith("https:") and not target.lower().startswith("https:"):
        return target, "not-https"
    return target, guard_url(target, allow_loopback=allow_loopback and is_loopback_url(url))


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        port = parts.port  # parsed, and refused, only when it is asked for
    except ValueError:
        return None
    return parts if port != 0 else None


def _guard_host(host: str) -> str | None:
    if ":" in host:
        return None if is_public(host) else "private-address"
    labels = host.split(".")
    if len(host) > 253 or any(_LABEL.fullmatch(label) is None for label in labels):
        return "host"
    if _NUMERIC_LABEL.fullmatch(labels[-1]):
        # What ends in a number is an address to resolvers, in odd notations too: 2130706433, 0x7f.1, 017700000001.
        return _guard_number(host)
    if len(labels) == 1 or any(host == name or host.endswith("." + name) for name in _LOCAL_NAMES):
        return "local-name"
    return None


def _guard_number(host: str) -> str | None:
    try:
        IPv4Address(host)
    except ValueError:
        return "host"
    return None if is_public(host) else "private-address"


def _is_public_4(address: IPv4Address) -> bool:
    return not any(address in network for network in _NOT_PUBLIC_4)


def _is_public_6(address: IPv6Address) -> bool:
    if address.ipv4_mapped is not None:
        return _is_public_4(address.ipv4_mapped)
    if address in _NAT64:
        return _is_public_4(IPv4Address(int(address) & 0xFFFFFFFF))
    return address in _PUBLIC_6 and not any(address in network for network in _NOT_PUBLIC_6)

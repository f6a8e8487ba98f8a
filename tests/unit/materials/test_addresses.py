from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallet.materials.addresses import guard_url, is_loopback, is_public, redirected


@pytest.mark.parametrize(
    "url",
    [
        "https://issuer.example/status/1",
        "HTTPS://Issuer.Example/",
        "https://issuer.example:8443/a?b=c#d",
        "https://xn--wgv71a.example/",
        "https://a_b.issuer.example/",
        "https://8.8.8.8/",
        "https://[2606:4700::1111]:8443/",
        "https://1.issuer.example/",
    ],
)
def test_public_https_may_be_requested(url: str) -> None:
    assert guard_url(url) is None
    assert guard_url(url, allow_loopback=True) is None


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("", "url"),
        ("issuer.example/a", "url"),
        ("https://", "url"),
        ("https:///etc/passwd", "url"),
        ("https://issuer.example/a b", "url"),
        ("https://issuer.example\\@evil.example/", "url"),
        ("https://issuer.example/\r\nHost: evil", "url"),
        ("https://日本.example/", "url"),
        ("https://issuer.example:0/", "url"),
        ("https://issuer.example:99999/", "url"),
        ("https://issuer.example:http/", "url"),
        ("https://[::1/", "url"),
        ("https://issuer.example/" + "a" * 2048, "url"),
        ("http://issuer.example/", "not-https"),
        ("ftp://issuer.example/", "not-https"),
        ("file://issuer.example/etc/passwd", "not-https"),
        ("https://user@issuer.example/", "user-in-url"),
        ("https://:secret@issuer.example/", "user-in-url"),
        ("https://issuer..example/", "host"),
        ("https://.issuer.example/", "host"),
        ("https://issuer.example./", "host"),
        ("https://-issuer.example/", "host"),
        ("https://issuer.example%2F..%2Fetc/", "host"),
        ("https://localhost%3A8080/", "host"),
        (f"https://{'a' * 64}.example/", "host"),
        ("https://2130706433/", "host"),
        ("https://0x7f000001/", "host"),
        ("https://0x7f.1/", "host"),
        ("https://127.1/", "host"),
        ("https://017700000001/", "host"),
        ("https://0177.0.0.1/", "host"),
        ("https://issuer.example.1/", "host"),
        ("https://localhost/", "local-name"),
        ("https://LOCALHOST:8080/", "local-name"),
        ("https://a.localhost/", "local-name"),
        ("https://intranet/", "local-name"),
        ("https://printer.local/", "local-name"),
        ("https://metadata.google.internal/", "local-name"),
        ("https://127.0.0.1/", "private-address"),
        ("https://10.1.2.3/", "private-address"),
        ("https://169.254.169.254/latest/meta-data/", "private-address"),
        ("https://[::1]/", "private-address"),
        ("https://[::ffff:127.0.0.1]/", "private-address"),
        ("https://[fe80::1%25eth0]/", "private-address"),
    ],
)
def test_everything_else_is_refused(url: str, why: str) -> None:
    assert guard_url(url) == why


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:8000/a", "http://localhost/", "http://[::1]:8000/", "https://localhost:8443/"],
)
def test_this_machine_only_behind_the_switch(url: str) -> None:
    assert guard_url(url) is not None
    assert guard_url(url, allow_loopback=True) is None


@pytest.mark.parametrize(
    "url",
    [
        "http://issuer.example/",
        "http://127.0.0.2/",
        "http://10.0.0.1/",
        "http://2130706433/",
        "http://a.localhost/",
        "ftp://localhost/",
        "http://user@localhost/",
    ],
)
def test_the_switch_opens_nothing_else(url: str) -> None:
    assert guard_url(url, allow_loopback=True) is not None


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_public_addresses(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *("0.0.0.0", "10.0.0.1", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.255.254", "169.254.169.254"),
        *("172.16.0.1", "172.31.255.255", "192.0.0.192", "192.0.2.1", "192.168.1.1", "198.18.0.1", "198.51.100.1"),
        *("203.0.113.10", "224.0.0.1", "240.0.0.1", "255.255.255.255", "168.63.129.16", "192.88.99.1"),
        *("::", "::1", "::127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "64:ff9b:1::1"),
        *("100::1", "2001::1", "2001:db8::1", "2002:7f00:1::", "3fff::1", "5f00::1", "fc00::1", "fd00:ec2::254"),
        *("fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "not an address", ""),
    ],
)
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@given(st.one_of(st.ip_addresses(v=4), st.ip_addresses(v=6)))
def test_what_python_calls_local_is_never_public(address: object) -> None:
    text = str(address)
    assert not (is_public(text) and is_loopback(text))


@given(st.ip_addresses(v=4))
def test_an_address_in_disguise_is_judged_like_itself(address: object) -> None:
    assert is_public(f"::ffff:{address}") == is_public(str(address)) == is_public(f"64:ff9b::{address}")


@pytest.mark.parametrize(
    ("url", "location", "target", "why"),
    [
        ("https://a.example/x/y", "z", "https://a.example/x/z", None),
        ("https://a.example/x", "//b.example/z", "https://b.example/z", None),
        ("https://a.example/x", "https://b.example/z#part", "https://b.example/z", None),
        ("https://a.example/x", "http://a.example/x", "http://a.example/x", "not-https"),
        ("https://a.example/x", "http://127.0.0.1/", "http://127.0.0.1/", "not-https"),
        ("https://a.example/x", "https://localhost/", "https://localhost/", "local-name"),
        ("https://a.example/x", "https://169.254.169.254/", "https://169.254.169.254/", "private-address"),
        ("https://a.example/x", "https://[", "https://[", "url"),
        ("https://localhost/x", "http://localhost/", "http://localhost/", "not-https"),
        ("http://localhost/x", "http://127.0.0.1/", "http://127.0.0.1/", None),
        ("http://localhost/x", "https://a.example/", "https://a.example/", None),
        ("http://localhost/x", "http://a.example/", "http://a.example/", "not-https"),
    ],
)
def test_redirects_even_with_the_switch(url: str, location: str, target: str, why: str | None) -> None:
    assert redirected(url, location, allow_loopback=True) == (target, why)


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_is_judged(url: str, location: str) -> None:
    guard_url(url, allow_loopback=True)
    guard_url(f"https://{url}/")
    redirected(f"https://a.example/{url}", location)


@pytest.mark.parametrize("address", ["127.0.0.1", "127.1.2.3", "::1"])
def test_this_machine(address: str) -> None:
    assert is_loopback(address)


@pytest.mark.parametrize("address", ["0.0.0.0", "10.0.0.1", "8.8.8.8", "::", "nonsense", ""])
def test_not_this_machine(address: str) -> None:
    assert not is_loopback(address)

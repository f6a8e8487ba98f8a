"""Share links and what they lead to."""

from __future__ import annotations

from typing import Final

from tests.fuzz.run import fuzz, instrumented

with instrumented():
    from wallet.errors import CredentialError, UsageError
    from wallet.share.interface import Parcel
    from wallet.share.link_crypto import LinkAddress, is_link, make_link, open_sealed, parse_link, seal
    from wallet.share.parcel import decode_parcel, encode_parcel

_KEY: Final = bytes(32)
_ID: Final = "A" * 22
SEEDS: Final = [
    make_link(LinkAddress(host="https://links.example", id=_ID, key=_KEY)).encode(),
    b"http://127.0.0.1:8080/p/" + _ID.encode() + b"#" + b"A" * 43,
    encode_parcel(Parcel(content=b"{}", media_type="application/vp", expires=None, note="n", materials=())),
    seal(b"content", _KEY, _ID),
]


def target(data: bytes) -> None:
    """A link that is one is spelt so again; a sealed text opens whole or not at all."""
    text = data.decode(errors="replace")
    try:
        address = parse_link(text)
    except UsageError:
        pass
    else:
        assert is_link(text)
        assert parse_link(make_link(address)) == address
    for open_content in (decode_parcel, lambda content: open_sealed(content, _KEY, _ID)):
        try:
            open_content(data)
        except CredentialError:
            continue
    assert open_sealed(seal(data, _KEY, _ID), _KEY, _ID) == data


if __name__ == "__main__":
    fuzz(target, SEEDS)

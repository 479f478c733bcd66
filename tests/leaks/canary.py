"""Finding a secret in bytes, whatever was done to it on the way."""

import base64
import json
from collections.abc import Iterator
from urllib.parse import quote, quote_plus


def traces(data: bytes, secret: str) -> list[str]:
    """Name the encodings in which `secret` is somewhere in `data`; upper and lower case are the same."""
    low = data.lower()
    variants = (secret, secret.lower(), secret.upper())
    return [name for variant in variants for name, written in _written(variant) if written.lower() in low]


def _written(secret: str) -> Iterator[tuple[str, bytes]]:
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "latin-1"):
        plain = secret.encode(encoding, "replace")
        yield encoding, plain
        yield f"hexadecimal {encoding}", plain.hex().encode()
        yield from ((f"base64 {encoding}", part) for part in _base64(plain))
    yield "percent", quote(secret, safe="").encode()
    yield "percent and plus", quote_plus(secret).encode()
    yield "JSON", json.dumps(secret)[1:-1].encode()
    yield "repr", ascii(secret)[1:-1].encode()
    yield "repr of bytes", repr(secret.encode())[2:-1].encode()
    yield "HTML", secret.encode("ascii", "xmlcharrefreplace")
    yield "backwards", secret[::-1].encode()


def _base64(plain: bytes) -> Iterator[bytes]:
    """Write bytes in base64 as they look behind nothing, one or two other bytes, without what those share."""
    for before in range(3):
        for alphabet in (b"+/", b"-_"):
            written = base64.b64encode(b"\0" * before + plain, altchars=alphabet).rstrip(b"=")
            yield written[(0, 2, 3)[before] : -1]

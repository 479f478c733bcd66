"""The search itself: it finds what it is meant to find, and nothing where nothing is."""

import base64
import json
from urllib.parse import quote

import pytest

from tests.leaks.canary import traces

SECRET = "Kanarienvögel & Söhne 7f3a"


@pytest.mark.parametrize(
    "written",
    [
        SECRET.encode(),
        SECRET.upper().encode(),
        SECRET.encode("utf-16"),
        SECRET.encode("utf-16-be"),
        SECRET.encode("latin-1"),
        base64.b64encode(f"somebody wrote {SECRET} here".encode()),
        base64.b64encode(f"somebody wrote: {SECRET}".encode()),
        base64.urlsafe_b64encode(f"{SECRET} ÿÿÿ".encode()),
        base64.b64encode(f"xx{SECRET}".encode("utf-16-le")),
        SECRET.encode().hex().encode(),
        quote(SECRET).encode(),
        f"skill={SECRET.replace(' ', '+').replace('&', '%26').replace('ö', '%C3%B6')}".encode(),
        json.dumps({"text": SECRET}).encode(),
        repr(SECRET.encode()).encode(),
    ],
)
def test_finds_a_secret_in_any_encoding(written: bytes) -> None:
    assert traces(b"before " + written + b" after", SECRET)


def test_finds_nothing_where_nothing_is() -> None:
    assert traces(b"Kanarienvogel " + bytes(range(256)) * 8, SECRET) == []

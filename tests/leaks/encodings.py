"""Every way in which a secret may be written: plainly, encoded, or as what a common hash makes of it."""

import base64
import hashlib
import hmac
import json
import unicodedata
from collections.abc import Iterable, Iterator
from urllib.parse import quote, quote_plus

# Of a digest it is enough to find the beginning: many are cut short before they are kept.
DIGEST_BYTES = 9
# An id of 16 digits is as long as this, and no shorter one is found by chance.
_ID_BYTES = 8

_HASHES = (
    "md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_256", "sha3_512", "blake2b", "blake2s",
)  # fmt: skip
# These are no beginnings of longer ones: their length goes into what they make.
_SHORT_HASHES = {f"blake2b of {size} bytes": size for size in (16, 20, 32)}
_URL_SAFE = bytes.maketrans(b"+/", b"-_")


def written(secret: str) -> Iterator[tuple[str, bytes, bool]]:
    """Yield each way of writing a secret: its name, the bytes, and whether upper and lower case are told apart in it.

    Names that somebody typed may have become small, large, or lost their accents.
    """
    for variant in dict.fromkeys((secret, secret.lower(), secret.upper(), _bare(secret), _apart(secret))):
        for charset in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "latin-1"):
            yield from _encoded(charset, variant.encode(charset, "replace"))
        yield from ((how, text.encode("ascii"), False) for how, text in _escaped(variant))
        yield from _encoded("backwards", variant[::-1].encode())
    if secret.isdigit():
        yield from _number(int(secret))


def digests(secret: str, salts: Iterable[str] = (), *, alone: bool = True) -> Iterator[tuple[str, bytes]]:
    """Yield what common hashes make of a secret, `alone` and with each salt before it, behind it, or as the key."""
    for value in dict.fromkeys((secret, secret.lower())):
        if alone:
            yield from _hashed(value.encode())
        for salt in salts:
            for joined in (salt + value, value + salt, f"{salt}:{value}", f"{value}:{salt}"):
                yield from ((f"salted {name}", made) for name, made in _hashed(joined.encode()))
            for key, text in ((salt, value), (value, salt)):
                for name in _HASHES:
                    yield f"HMAC-{name}", hmac.digest(key.encode(), text.encode(), name)


def digested(how: str, digest: bytes) -> Iterator[tuple[str, bytes, bool]]:
    """Yield the ways of writing a digest, as `written` does."""
    start = digest[:DIGEST_BYTES]
    yield from _encoded(how, start)
    yield f"hexadecimal {how}", start[:_ID_BYTES].hex().encode(), False
    yield from ((f"base64 of hexadecimal {how}", part, True) for part in _base64(start.hex().encode()))


def _encoded(how: str, plain: bytes) -> Iterator[tuple[str, bytes, bool]]:
    yield how, plain, True
    yield how, plain.lower(), False
    yield f"hexadecimal {how}", plain.hex().encode(), False
    yield from ((f"base64 {how}", part, True) for part in _base64(plain))


def _base64(plain: bytes) -> Iterator[bytes]:
    """Write bytes in base64 as they look behind nothing, one or two other bytes, without what those share."""
    for before in range(3):
        whole = base64.b64encode(b"\0" * before + plain).rstrip(b"=")[(0, 2, 3)[before] : -1]
        yield whole
        if (safe := whole.translate(_URL_SAFE)) != whole:
            yield safe


def _escaped(text: str) -> Iterator[tuple[str, str]]:
    plain = text.encode()
    yield "percent", quote(text, safe="")
    yield "percent and plus", quote_plus(text)
    yield "percent everywhere", "".join(f"%{byte:02x}" for byte in plain)
    yield "percent twice", quote(quote(text, safe=""), safe="")
    once = json.dumps(text)[1:-1]
    yield "JSON", once
    yield "JSON in JSON", json.dumps(once)[1:-1]
    yield "JSON everywhere", "".join(f"\\u{ord(letter):04x}" for letter in text)
    yield "repr", ascii(text)[1:-1]
    yield "repr of bytes", repr(plain)[2:-1]
    yield "HTML", text.encode("ascii", "xmlcharrefreplace").decode()
    yield "HTML everywhere", "".join(f"&#{ord(letter)};" for letter in text)
    yield "hexadecimal HTML", "".join(f"&#x{ord(letter):x};" for letter in text)


def _number(number: int) -> Iterator[tuple[str, bytes, bool]]:
    """Platforms' ids are numbers to some libraries and databases."""
    yield "number", number.to_bytes(8, "big"), True
    yield "number, lowest byte first", number.to_bytes(8, "little"), True
    yield "hexadecimal number", f"{number:x}".encode(), False


def _hashed(value: bytes) -> Iterator[tuple[str, bytes]]:
    for name in _HASHES:
        yield name, hashlib.new(name, value).digest()
    for name, size in _SHORT_HASHES.items():
        yield name, hashlib.blake2b(value, digest_size=size).digest()


def _bare(text: str) -> str:
    return "".join(letter for letter in _apart(text) if not unicodedata.combining(letter))


def _apart(text: str) -> str:
    """Write accents as characters of their own."""
    return unicodedata.normalize("NFD", text)

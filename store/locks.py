"""What is done with keys: sealing for one case, marking, and wrapping keys with others."""

import hmac
import secrets
from datetime import date
from typing import NoReturn

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.chat.veil import Broken

KEY_BYTES = 32
_NONCE = 12
# Half of what HMAC-SHA256 gives, in hexadecimal digits: nobody meets two alike.
_MARK = 32


class _Kept:
    """Something that holds a key: it is printed without it, and can be neither copied nor stored."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a key stays where it is")

    def __getstate__(self) -> NoReturn:
        raise TypeError("a key stays where it is")


class CaseLock(_Kept):
    """Implements `bot.chat.veil.Lock`: AES-256-GCM, bound to the case and to the purpose."""

    __slots__ = ("__box", "__case", "__marks")

    def __init__(self, case: str, key: bytes) -> None:
        self.__case = case
        self.__box = AESGCM(_derive(key, "seal"))
        self.__marks = _derive(key, "mark")

    def seal(self, purpose: str, plain: bytes) -> bytes:
        return _seal(self.__box, f"{self.__case}/{purpose}", plain)

    def open(self, purpose: str, sealed: bytes) -> bytes:
        return _open(self.__box, f"{self.__case}/{purpose}", sealed)

    def mark(self, who: str) -> str:
        return hmac.digest(self.__marks, who.encode(), "sha256").hex()[:_MARK]


class KeyedEpoch(_Kept):
    """Implements `bot.chat.veil.Epoch`."""

    __slots__ = ("__ends", "__key", "__number")

    def __init__(self, number: int, key: bytes, ends: date = date.max) -> None:
        self.__number = number
        self.__key = key
        self.__ends = ends

    @property
    def number(self) -> int:
        return self.__number

    @property
    def ends(self) -> date:
        return self.__ends

    def mark(self, who: str) -> str:
        return hmac.digest(self.__key, who.encode(), "sha256").hex()[:_MARK]


class Master(_Kept):
    """A master key: it wraps other keys, each bound to what it is for.

    Its `id`, 16 hexadecimal digits, may be known to everybody.
    """

    __slots__ = ("__box", "id")

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError
        self.id = _derive(key, "master id").hex()[:16]
        self.__box = AESGCM(_derive(key, "wrap"))

    def wrap(self, name: str, key: bytes) -> bytes:
        return _seal(self.__box, name, key)

    def unwrap(self, name: str, wrapped: bytes) -> bytes:
        """Return the key that was wrapped under this name. Raises `Broken`."""
        return _open(self.__box, name, wrapped)


def _seal(box: AESGCM, bound: str, plain: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    return nonce + box.encrypt(nonce, plain, bound.encode())


def _open(box: AESGCM, bound: str, sealed: bytes) -> bytes:
    try:
        return box.decrypt(sealed[:_NONCE], sealed[_NONCE:], bound.encode())
    except (InvalidTag, ValueError):
        raise Broken from None


def _derive(key: bytes, purpose: str) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, None, f"hirg-bot {purpose}".encode()).derive(key)

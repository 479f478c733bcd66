"""Whoever asks without a name: what their handler may know of them, and nothing else."""

import hmac
import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import NoReturn, Protocol

from rapidfuzz.distance import OSA

# Long enough for every account, and every account with a name: of equal length, so that nothing tells one platform from
# another, nor a long name from a short one.
_PADDED, _PADDED_WITH_NAME = 192, 512
# A part of a name that is shorter is also a word of many languages: it counts only as it is written in the name.
_SHORTEST_NAME = 3
# From so many letters on, a name is still known with one of them wrong, or with two.
_LONG_ENOUGH, _LONG_NAME = 5, 8
# What stands beside names, or in many of them, and is nobody's alone.
_NO_NAMES = frozenset(
    {"dr", "prof", "professor", "sir", "dame", "mr", "mrs", "ms", "mx", "miss", "phd", "msc", "bsc", "mbe", "obe", "md",
     "rn", "ma", "ba", "and", "the", "of", "he", "him", "his", "she", "her", "hers", "they", "them", "their", "theirs",
     "van", "von", "der", "den", "del", "della", "di", "da", "de", "du", "la", "le", "al", "el", "bin", "ibn", "ter",
     "ten", "dos", "das", "nhs", "uk"}
)  # fmt: skip
# Letters that Unicode does not take apart into one without its mark.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})


class Lock(Protocol):
    """The key of one case: what it seals, only it can open; what it marks, only it can recognise.

    `purpose` says what the sealed bytes are, and must be the same to open them. Raises `Broken`.
    """

    def seal(self, purpose: str, plain: bytes) -> bytes: ...

    def open(self, purpose: str, sealed: bytes) -> bytes: ...

    def mark(self, who: str) -> str:
        """Return the same 32 characters for the same somebody in this case, and others in every other case."""


class Epoch(Protocol):
    """The moderation key of some weeks. Its marks are alike in all cases, so they are only ever kept sealed."""

    @property
    def number(self) -> int: ...

    @property
    def ends(self) -> date:
        """The day, in UTC, from which the key is destroyed and nobody is recognised by its marks."""

    def mark(self, who: str) -> str: ...


class Broken(Exception):  # noqa: N818 - it is what we know
    """What was sealed was changed since, or belongs elsewhere."""


class Veil:
    """Somebody, unseen.

    It says whether they are the same as before in one case, whether they are among the blocked, and seals how to reach
    them for one case. It has no method that tells who they are, and cannot be printed, compared, copied or stored.
    """

    __slots__ = ("__account", "__name")

    def __init__(self, account: str, name: str) -> None:
        """`account` is written `platform:workspace:user`."""
        self.__account = account
        self.__name = name

    def __repr__(self) -> str:
        return "Veil()"

    def __reduce__(self) -> NoReturn:
        raise TypeError("what is behind a veil stays there")

    def __getstate__(self) -> NoReturn:
        raise TypeError("what is behind a veil stays there")

    def mark(self, lock: Lock) -> str:
        """Return what stands for them in one case; it says nothing in another."""
        return lock.mark(self._identity)

    def made(self, mark: str, lock: Lock) -> bool:
        """Whether they are the one that `mark` stands for in the case of this lock."""
        return hmac.compare_digest(mark, self.mark(lock))

    def address(self, lock: Lock) -> bytes:
        """Seal how to reach them, for `opened_address` alone."""
        return lock.seal(ADDRESS, _padded(self.__account, _PADDED))

    def moderation(self, lock: Lock, *epochs: Epoch) -> bytes:
        """Seal what stands for them in every case of these epochs, so that they can be blocked without being known."""
        marks = (f"{epoch.number}:{epoch.mark(self._identity)}" for epoch in epochs)
        return lock.seal(MODERATION, " ".join(marks).encode())

    def among(
        self, blocked: Iterable[tuple[int, str]], epochs: Iterable[Epoch], salt: str = ""
    ) -> frozenset[tuple[int, str]]:
        """Return which of the blocked marks, each with the number of its epoch, are theirs; `salt` as in `salted`."""
        own = {(epoch.number, salted(epoch.mark(self._identity), salt)) for epoch in epochs}
        return frozenset(own.intersection(blocked))

    def tally(self, secret: bytes) -> bytes:
        """Return what stands for them while this process runs, which made up the secret and keeps it in memory."""
        return hmac.digest(secret, self._identity.encode(), "sha256")

    def named_in(self, text: str) -> bool:
        """Whether a text holds a part of their name, however it is spelt, or what the platform calls them."""
        typed = _words(text)
        read = {_folded(word) for word in typed}
        handle = re.escape(_folded(self.__account.rpartition(":")[2]))
        if re.search(rf"(?<!\w){handle}(?!\w)", _folded(text)):
            return True
        # Parts that belong together are also written as one: “O’Brien” as “OBrien”, and all of a name as a handle.
        joined = {_folded("".join(_words(run))) for run in (*self.__name.split(), self.__name)}
        return bool((joined - _NO_NAMES) & read - _short(read)) or any(
            _holds(part, text, typed, read) for part in _words(self.__name)
        )

    def nearly_named(self, word: str) -> bool:
        """Whether a word is a part of their name with a slip or two in it, and not as it is spelt."""
        typed = _folded(word)
        parts = {_folded(part) for part in _words(self.__name)} - _NO_NAMES
        return typed not in parts and any(_slip(part, typed) for part in parts)

    def introduction(self, lock: Lock) -> bytes:
        """Seal who they are, to be opened for the safeguarding lead alone; at their own wish, and never otherwise."""
        return lock.seal(INTRODUCTION, _padded(f"{self.__account}\n{self.__name}", _PADDED_WITH_NAME))

    @property
    def _identity(self) -> str:
        # In a private conversation some platforms name no workspace, and it is the same person there.
        platform, _, user = self.__account.split(":")
        return f"{platform}:{user}"


ADDRESS, MODERATION, INTRODUCTION = "address", "moderation", "introduction"


def opened_address(sealed: bytes, lock: Lock) -> str:
    """Read the account that `Veil.address` sealed; for whoever carries a message there alone. Raises `Broken`."""
    return lock.open(ADDRESS, sealed).decode().rstrip()


def opened_moderation(sealed: bytes, lock: Lock) -> Sequence[tuple[int, str]]:
    """Read what `Veil.moderation` sealed: the number of each epoch, and the mark in it. Raises `Broken`."""
    marks = (one.partition(":") for one in lock.open(MODERATION, sealed).decode().split())
    return tuple((int(number), mark) for number, _, mark in marks)


def salted(mark: str, salt: str) -> str:
    """Return a mark as it may be kept unsealed: with another salt it is another, so that no two can be connected."""
    return hmac.digest(mark.encode(), salt.encode(), "sha256").hex()[: len(mark)] if salt else mark


def opened_introduction(sealed: bytes, lock: Lock) -> tuple[str, str]:
    """Read what `Veil.introduction` sealed: the account and the name. Raises `Broken`."""
    account, _, name = lock.open(INTRODUCTION, sealed).decode().rstrip().partition("\n")
    return account, name


def _padded(text: str, size: int) -> bytes:
    """Fill up with spaces to a size, or to a multiple of it when there is more than anybody expected."""
    written = text.encode()
    return written.ljust(max(1, -(-len(written) // size)) * size)


def _holds(part: str, text: str, typed: Collection[str], read: Collection[str]) -> bool:
    """Whether a part of a name is in a text, given also as its words as they were typed, and as they are read."""
    plain = _folded(part)
    if plain in _NO_NAMES:
        return False
    if part.upper() == part.lower():
        # A script without capitals: some of those write no spaces between words either.
        return len(part) > 1 and part in unicodedata.normalize("NFKC", text)
    if len(plain) < _SHORTEST_NAME:
        return len(plain) > 1 and bool({part, part.capitalize()} & set(typed))
    return plain in read


def _slip(part: str, typed: str) -> bool:
    """Whether a word may be meant for a part of a name: short names with a letter changed are others' names."""
    slips = 2 if len(part) >= _LONG_NAME else 1
    alike = len(part) >= _LONG_ENOUGH and part[0] == typed[:1]
    return alike and OSA.distance(part, typed, score_cutoff=slips) <= slips


def _short(words: Iterable[str]) -> set[str]:
    return {word for word in words if len(word) < _SHORTEST_NAME}


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text))


def _folded(text: str) -> str:
    """Read a text as if it had neither capitals nor accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).translate(_LETTERS).casefold()

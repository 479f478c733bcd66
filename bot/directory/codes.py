"""One-time codes by which somebody shows that an entry is theirs, and the port they are kept behind."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from hmac import compare_digest
from typing import Protocol

from bot.chat.requests import Account

# Sixty bits, in letters and digits that nobody mistakes for one another when they are read out.
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_GROUPS, _GROUP = 3, 4


@dataclass(frozen=True, slots=True)
class Code:
    """A code as it is kept: what it opens, and a digest from which it cannot be had back.

    `link`: made by the owner of the entry for another account of theirs; or else by an organiser for an entry that
    is nobody's yet. There is one of each kind for an entry at most.
    """

    digest: str
    entry_id: str
    link: bool
    expires_at: datetime


class Codes(Protocol):
    """Where codes are kept, and how often somebody tried one."""

    async def keep(self, code: Code) -> None:
        """Keep a code in place of any of its kind for the same entry, which has to be there."""

    async def valid(self, now: datetime) -> list[Code]:
        """List the codes that can still be used; those whose time has passed are deleted."""

    async def spend(self, digest: str) -> bool:
        """Take a code out; False when somebody else did."""

    async def attempt(self, account: Account, now: datetime, since: datetime) -> int:
        """Note that somebody tries a code; returns how often they have since then, in whatever workspace.

        What is older is forgotten.
        """

    async def attempts(self, account: Account) -> int:
        """Say of how many tries of an account it is still known."""

    async def forget_attempts(self, before: datetime) -> None:
        """Forget the tries up to then, whoever made them."""

    async def pardon(self, account: Account) -> None:
        """Forget how often somebody tried."""


def new_code() -> str:
    """Make up a code, `7KXM-QR2P-9TWD`."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


def digest_of(code: str) -> str:
    """Return what is kept of a code, however it was typed: small letters, spaces and dashes make no difference."""
    bare = "".join(letter for letter in code.upper() if letter.isalnum())
    return blake2b(bare.encode(), digest_size=32, person=b"hirg-code").hexdigest()


def matching(typed: str, codes: Iterable[Code]) -> Code | None:
    """Return the code that was typed; takes as long whether it is the first, the last or none."""
    digest = digest_of(typed)
    found = [code for code in codes if compare_digest(code.digest, digest)]
    return found[0] if found else None

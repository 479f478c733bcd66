"""Somebody who is to be found nowhere, and finding them, whatever was done to them on the way."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.chat.requests import Account
from tests.leaks.needles import SHORTEST, Needles


@dataclass(frozen=True, slots=True, kw_only=True)
class Canary:
    """Somebody, and all that a platform knows them by; `conversation` is their private place with the bot."""

    account: Account
    handle: str
    name: str
    email: str
    conversation: str

    @property
    def secrets(self) -> dict[str, str]:
        """What must not be found, by what it is."""
        return {what: secret for what, secret in self._known() if len(secret.encode()) >= SHORTEST}

    @property
    def hashable(self) -> dict[str, str]:
        """What somebody who hashes people might take for them, by what it is; as short as it may be."""
        platform, user = self.account.platform, self.account.user
        spelt = {
            "account": str(self.account),
            "account without workspace": f"{platform}:{user}",
            "place": f"{platform}:@{user}",
            "mention": f"<@{user}>",
            "at sign and id": f"@{user}",
        }
        return {**dict(self._known()), **spelt}

    @property
    def called(self) -> frozenset[str]:
        """What of it may be read where somebody writes by name; never what a platform knows them by."""
        return frozenset(what for what, _ in self._known() if what in {"name", "handle"} or "part of the name" in what)

    def _known(self) -> Iterator[tuple[str, str]]:
        yield from (("id", self.account.user), ("handle", self.handle), ("name", self.name), ("e-mail", self.email))
        yield "conversation", self.conversation
        yield from ((f"{number}. part of the name", part) for number, part in enumerate(self.name.split(), start=1))


def traces(data: bytes, secret: str) -> list[str]:
    """Name the ways in which `secret` is written somewhere in `data`; upper and lower case are the same."""
    return list(dict.fromkeys(found.how for found in _needles(secret).search(data)))


@lru_cache(maxsize=256)
def _needles(secret: str) -> Needles:
    return Needles({secret: secret})

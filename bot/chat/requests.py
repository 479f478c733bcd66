"""Who asks for what, and where."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

from bot.chat.calls import Call
from bot.chat.errors import Unclear
from bot.chat.veil import Veil


class Role(StrEnum):
    """What somebody may do beyond what every member may; given out in the settings."""

    FACILITATOR = "facilitator"
    ORGANISER = "organiser"


@dataclass(frozen=True, slots=True)
class Account:
    """One person on one platform, written `platform:workspace:user`; `*` stands for a workspace that has no name."""

    platform: str
    workspace: str
    user: str

    def __str__(self) -> str:
        return f"{self.platform}:{self.workspace}:{self.user}"

    def same(self, other: Self) -> bool:
        """Whether this is the same person; in a private conversation some platforms name no workspace."""
        homes = {self.workspace, other.workspace}
        return (self.platform, self.user) == (other.platform, other.user) and (len(homes) == 1 or "*" in homes)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read back `str(account)`. Raises ValueError."""
        platform, workspace, user = text.split(":")
        return cls(platform, workspace, user)


# Which accounts are the same person's, the one that is asked about among them.
Selves = Callable[[Account], Awaitable[Sequence[Account]]]


async def alone(account: Account) -> Sequence[Account]:
    """Know of nobody's other accounts."""
    return (account,)


@dataclass(frozen=True, slots=True)
class Address:
    """A channel or thread on one platform, written `platform:channel[:thread]`.

    The private conversation of the bot with one person is the channel `@user`, with several `@user,other`; see `of`.
    """

    platform: str
    channel: str
    thread: str | None = None

    def __str__(self) -> str:
        return ":".join(filter(None, (self.platform, self.channel, self.thread)))

    @classmethod
    def of(cls, *accounts: Account) -> Self:
        """Name the private conversation of the bot with these accounts, all of one platform."""
        (platform,) = {account.platform for account in accounts}
        return cls(platform, f"@{','.join(sorted(account.user for account in accounts))}")

    @property
    def people(self) -> tuple[str, ...]:
        """The users with whom this is a private conversation; none for a channel."""
        return tuple(self.channel[1:].split(",")) if self.channel.startswith("@") else ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read back `str(address)`. Raises ValueError."""
        platform, channel, *rest = text.split(":", 2)
        return cls(platform, channel, rest[0] if rest else None)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks: `name` is how the platform shows them."""

    account: Account
    name: str
    roles: frozenset[Role] = frozenset()


NOBODY = Actor(Account("nowhere", "*", "nobody"), "someone")


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asks for; of an anonymous command, `actor` is nobody and `place` says the platform alone."""

    call: Call
    actor: Actor
    place: Address
    _veiled: Veil | None = None

    @property
    def veil(self) -> Veil:
        """What may be known of whoever asks, named or not."""
        return self._veiled or Veil(str(self.actor.account), self.actor.name)

    @property
    def unnamed(self) -> Self:
        """The same request by nobody, from nowhere: private conversations are known by whose they are."""
        return replace(self, actor=NOBODY, place=Address(self.place.platform, "*"), _veiled=self.veil)

    def text(self, option: str) -> str:
        """Return an argument without surrounding space; empty when it was not given."""
        return self.call.args.get(option, "").strip()

    def number(self, option: str, default: int = 0) -> int:
        """Return an argument as a whole number from 0 up; anything else is `Unclear`."""
        given = self.text(option)
        if not given:
            return default
        if not (given.isascii() and given.isdigit() and len(given) <= 9):  # noqa: PLR2004 - a billion is enough
            raise Unclear(f"“{option}” has to be a whole number.", option=option)
        return int(given)

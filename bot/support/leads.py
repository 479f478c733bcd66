"""The safeguarding leads: who of them can be told whose a case is."""

from collections.abc import Awaitable, Callable, Collection, Iterator, Sequence
from enum import Enum, auto

from bot.chat.requests import Account, Address
from bot.chat.veil import Veil
from bot.chat.views import Inline, Person
from bot.support.casebook import Opened
from bot.support.facilitators import left_out

# The accounts and the names of those whose names are known.
Names = Callable[[], Awaitable[Sequence[tuple[str, str]]]]
# How one is called whose name nobody knows; where it is read on their own platform, they are mentioned.
_NAMELESS = "the safeguarding lead of this network"


class Reach(Enum):
    """Whether an author can tell a lead who they are; `LEFT_OUT` is when they left out everybody they could tell."""

    SOMEBODY = auto()
    LEFT_OUT = auto()
    NOBODY = auto()


class Leads:
    """Those whom authors may tell who they are."""

    def __init__(self, accounts: Collection[str], names: Names) -> None:
        """`accounts` are the leads by the settings; `names` tells what people are called, as far as that is known."""
        self._accounts = [Account.parse(one) for one in sorted(accounts)]
        self._names = names

    def of(self, opened: Opened) -> Sequence[Account]:
        """List those who can be told about a case: nobody whom its author left out, and not the author.

        Whether a lead is the author is asked of the mark in the case, which answers for those few accounts alone.
        """
        return [one for one in self._others(opened) if not left_out(opened.dossier, one)]

    def reach(self, opened: Opened) -> Reach:
        """Say whether anybody can be told about a case, and if not, whether that is its author's own doing."""
        if self.of(opened):
            return Reach.SOMEBODY
        # Whom alone a case asks is left out of it by nobody's choice.
        return Reach.LEFT_OUT if self._others(opened) and not opened.dossier.asks else Reach.NOBODY

    async def named(self, opened: Opened, *, beside: Address | None = None) -> Sequence[Person]:
        """Name the same, but not the one with the private conversation `beside`."""
        known = [(Account.parse(account), name) for account, name in await self._names()]
        told = [one for one in self.of(opened) if Address.of(one) != beside]
        return [Person(next((name for other, name in known if other.same(one)), _NAMELESS), one) for one in told]

    def _others(self, opened: Opened) -> Sequence[Account]:
        author = opened.dossier.author.mark
        return [one for one in self._accounts if not Veil(str(one), "").made(author, opened.lock)]


def listed(people: Sequence[Person]) -> Iterator[Inline]:
    """Put people in a row: “Ada, Kim and Lee”."""
    for number, person in enumerate(people):
        if number:
            yield " and " if number == len(people) - 1 else ", "
        yield person

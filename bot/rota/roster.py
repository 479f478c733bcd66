"""Who the facilitators are, as far as anybody can know, and who of them is on duty."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import date

from bot.chat.requests import Account, Actor, Selves, alone
from bot.rota.model import Facilitator, Rota, Turn

_GROUP = "role"

# What somebody is called elsewhere; empty when that is not known.
Called = Callable[[Account], Awaitable[str]]


async def nameless(account: Account) -> str:
    """Know nobody."""
    del account
    return ""


class Roster:
    """The facilitators that the settings name, and those who were seen acting as one.

    Who is in a group is known to the platform alone, and only when they come; so whoever came once as a facilitator is
    taken for one as long as the settings leave it possible.
    """

    def __init__(
        self,
        rota: Rota,
        holders: Collection[str],
        today: Callable[[], date],
        called: Called = nameless,
        selves: Selves = alone,
    ) -> None:
        """`holders` are the accounts and groups that have the role by the settings; see `bot.chat.roles`.

        `called` names those of them who never came, and `selves` knows what other accounts somebody has.
        """
        self._rota = rota
        self._called = called
        self._selves = selves
        self._named = [Account.parse(one) for one in sorted(holders) if one.split(":")[1] != _GROUP]
        self._grouped = {one.partition(":")[0] for one in holders if one.split(":")[1] == _GROUP}
        self.today = today

    async def sign(self, actor: Actor) -> Account:
        """Remember that somebody acts as a facilitator; returns the account they are known by."""
        known = await self._rota.people()
        before = next((one for one in known if one.account.same(actor.account)), None)
        account = before.account if before else self._home(actor.account)
        if before is None or before.name != actor.name:
            await self._rota.sign(Facilitator(account=account, name=actor.name))
        return account

    async def known(self) -> Sequence[Facilitator]:
        """List those who signed in and have the role still, as far as is known; by name."""
        return [one for one in await self._rota.people() if self._holds(one.account)]

    async def names(self) -> Sequence[tuple[str, str]]:
        """List pairs of account and name of those who signed in, and of those who never did and are known elsewhere."""
        signed = [(str(one.account), one.name) for one in await self.known()]
        unsigned = [(str(account), await self._called(account)) for account in await self._unsigned()]
        return [*signed, *((account, name) for account, name in unsigned if name)]

    async def choices(self) -> Sequence[tuple[str, str]]:
        """List pairs of account and name of all who may come to handle a case, for those who choose among them.

        Whose name nobody knows is there by what the settings call them: whom somebody fears must be on this list.
        Accounts of one name have their platform beside it.
        """
        told = [
            (str(one), f"{name} ({one.platform.capitalize()})" if len(accounts) > 1 else name)
            for name, accounts in (await self._by_name()).items()
            for one in accounts
        ]
        return sorted(told, key=lambda pair: (pair[1].casefold(), pair[0]))

    async def doubtful(self) -> bool:
        """Whether some of those choices have one name, and nothing says that they are one person's."""
        for one, *others in (await self._by_name()).values():
            theirs = await self.selves(one) if others else ()
            if not all(any(map(other.same, theirs)) for other in others):
                return True
        return False

    async def selves(self, account: Account) -> Sequence[Account]:
        """List all accounts of whoever has this one, which comes first, as far as they are known."""
        return tuple(dict.fromkeys((account, *await self._selves(account))))

    async def everyone(self) -> Sequence[Account]:
        """List all who can be written to: those who signed in, and those who are named and never did."""
        return [*(one.account for one in await self.known()), *await self._unsigned()]

    async def on_duty(self) -> Sequence[Account]:
        """List those whose turn it is today."""
        today = self.today()
        turns = [turn for turn in await self.turns() if turn.covers(today)]
        return list(dict.fromkeys(turn.account for turn in turns))

    async def turns(self) -> Sequence[Turn]:
        """List the turns from today on of those who have the role still, the earliest first."""
        return [turn for turn in await self._rota.turns(self.today()) if self._holds(turn.account)]

    async def _by_name(self) -> Mapping[str, Sequence[Account]]:
        named, found = dict(await self.names()), defaultdict[str, list[Account]](list)
        for one in await self.everyone():
            found[named.get(str(one)) or one.user].append(one)
        return found

    async def _unsigned(self) -> Sequence[Account]:
        signed = [one.account for one in await self.known()]
        return [one for one in self._named if not any(one.same(other) for other in signed)]

    def _holds(self, account: Account) -> bool:
        return account.platform in self._grouped or any(one.same(account) for one in self._named)

    def _home(self, account: Account) -> Account:
        """Prefer the name that the settings have for somebody: a private conversation may not say the workspace."""
        return next((one for one in self._named if one.same(account)), account)

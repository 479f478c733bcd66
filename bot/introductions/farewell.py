"""What becomes of introductions, and of skills waited for, when somebody deletes their entry."""

from collections.abc import Awaitable, Callable
from contextlib import suppress

from bot.chat.requests import Account
from bot.directory.model import Entry
from bot.introductions.model import Introductions, State, Watches
from bot.introductions.post import IntroductionPost
from bot.support.vault import OutOfOrder


class Farewell:
    """Forgets somebody at once; whoever waits for their answer, or owes them one, is told so first."""

    def __init__(
        self,
        introductions: Introductions,
        watches: Watches,
        post: IntroductionPost,
        unnamed: Callable[[str], Awaitable[None]],
    ) -> None:
        """`unnamed` lets what was asked of an entry without a name end."""
        self._introductions = introductions
        self._watches = watches
        self._post = post
        self._unnamed = unnamed

    async def forget(self, entry: Entry) -> None:
        """Forget what was asked by or of the owner of an entry, by any of their accounts."""
        for account in entry.accounts:
            await self.part(account)
            await self._watches.forget_account(account)
        await self._introductions.forget_suggested(entry.id)
        # While the keys cannot be used, nobody is kept from leaving; `Departures` makes up for it.
        with suppress(OutOfOrder):
            await self._unnamed(entry.id)

    async def part(self, account: Account) -> None:
        """Forget what was asked by or of one account."""
        for one in await self._introductions.of(account):
            asks = account.same(one.asker)
            if one.state is State.ASKED or not (asks or await self._post.told(one)):
                await self._post.part(one, one.asker if asks else one.account)
        await self._introductions.forget_account(account)

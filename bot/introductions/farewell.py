"""What becomes of introductions, and of skills waited for, when somebody deletes their entry."""

from bot.chat.requests import Account
from bot.directory.model import Entry
from bot.introductions.model import Introductions, State, Watches
from bot.introductions.post import IntroductionPost


class Farewell:
    """Forgets somebody at once; whoever waits for their answer, or owes them one, is told so first."""

    def __init__(self, introductions: Introductions, watches: Watches, post: IntroductionPost) -> None:
        self._introductions = introductions
        self._watches = watches
        self._post = post

    async def forget(self, entry: Entry) -> None:
        """Forget what was asked by or of the owner of an entry, by any of their accounts."""
        for account in entry.accounts:
            await self.part(account)
            await self._watches.forget_account(account)

    async def part(self, account: Account) -> None:
        """Forget what was asked by or of one account."""
        for one in await self._introductions.of(account):
            if one.state is State.ASKED:
                await self._post.part(one, one.asker if account.same(one.asker) else one.account)
        await self._introductions.forget_account(account)

"""What becomes of introductions, and of skills waited for, when somebody deletes their entry."""

from collections.abc import Awaitable, Callable

from bot.chat.requests import Account
from bot.directory.model import Entry
from bot.introductions.model import Introductions, State, Watches
from bot.introductions.post import IntroductionPost


async def nobody_unnamed(entry_id: str) -> None:
    """Let nothing end, where nobody can ask without a name."""
    del entry_id


class Farewell:
    """Forgets somebody at once; whoever waits for their answer, or owes them one, is told so first."""

    def __init__(
        self,
        introductions: Introductions,
        watches: Watches,
        post: IntroductionPost,
        unnamed: Callable[[str], Awaitable[None]] = nobody_unnamed,
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
        await self._unnamed(entry.id)

    async def part(self, account: Account) -> None:
        """Forget what was asked by or of one account."""
        for one in await self._introductions.of(account):
            if one.state is State.ASKED:
                await self._post.part(one, one.asker if account.same(one.asker) else one.account)
        await self._introductions.forget_account(account)

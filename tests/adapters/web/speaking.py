"""The web chat with the bot speaking in it, for what every messenger promises."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest

from adapters.web.app import Web
from bot.chat.requests import Address
from tests.adapters.web.catalog import PEOPLE
from tests.adapters.web.server import Page, opened, serving


class WebHarness:
    """Implements `tests.contract.messengers.Harness`; what is said is read on the pages of two people."""

    def __init__(self, web: Web, pages: Sequence[Page]) -> None:
        self.messenger, self.audience = web.messenger, web.audience
        self.place, self.closed = Address("web", "workshops"), Address("web", "with-ada-olu")
        self.people = tuple(person.account for person in PEOPLE)
        self._pages = pages

    async def said(self, to: Address) -> Sequence[str]:
        readers = [page for page in self._pages if not to.people or page.welcome["me"] in to.people]
        (said,) = {tuple(await _read(page, to)) for page in readers}
        return list(said)

    async def answer(self, posted: str) -> None:
        await self._pages[0].type("I know that.", place=self.place.channel, thread=int(posted))

    async def bustle(self, to: Address) -> None:
        for number in range(300):
            await self._pages[0].type(f"Line {number}", place=to.channel)

    def lose_answer(self) -> None:
        pytest.skip("no answer is lost within one process")


async def _read(page: Page, to: Address) -> list[str]:
    # What the bot said was told before this is answered.
    await page.ask("suggest", place="general", call="find-skill", option="skill", typed="")
    said = (message for message in page.messages.values() if message["author"] == "hirg-bot")
    there = (m for m in said if (m["place"], str(m["thread"] or "")) == (to.channel, to.thread or ""))
    return [message["text"] for message in there if not message["removed"]]


@asynccontextmanager
async def open_speaking() -> AsyncIterator[WebHarness]:
    """Serve the chat with two people in front of it."""
    async with serving() as web, opened(web, "ada") as ada, opened(web, "olu") as olu:
        yield WebHarness(web, (ada, olu))

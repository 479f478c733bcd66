"""What the members of a large workspace are called, of which Slack tells a page at a time."""

import asyncio
from collections.abc import Mapping

from adapters.lately import KEPT, UNSAID_KEPT
from adapters.slack.members import SlackMembers
from adapters.slack.patience import Outcome


class Pages:
    """A Slack with three pages of members, of which it keeps the last back."""

    def __init__(self) -> None:
        self.gate = asyncio.Event()
        self.asked: list[tuple[str, float]] = []
        self.error = ""

    async def ask(self, _: str, arguments: Mapping[str, str], within: float) -> Outcome:
        cursor = arguments["cursor"]
        self.asked.append((cursor, within))
        if cursor == "2":
            await self.gate.wait()
        if cursor and self.error:
            return Outcome(429, self.error)
        page = int(cursor or 0)
        more = {"next_cursor": str(page + 1) if page < 2 else ""}
        return Outcome(200, data={"members": [{"profile": {"display_name": f"n{page}"}}], "response_metadata": more})


class Hand:
    """A clock whose time passes at every look."""

    def __init__(self) -> None:
        self.time = 0.0

    def __call__(self) -> float:
        self.time += 1.0
        return self.time


async def test_what_was_read_in_time_is_used_and_the_rest_is_read_meanwhile() -> None:
    pages = Pages()
    members = SlackMembers(lambda: pages, Hand())
    assert await members.names() == ("n0", "n1")
    assert await members.names() == ("n0", "n1")
    pages.gate.set()
    while len(await members.names()) < 3:  # noqa: ASYNC110 - it is read in a task of its own
        await asyncio.sleep(0)
    assert [cursor for cursor, _ in pages.asked] == ["", "1", "2"]
    assert [within > 0 for _, within in pages.asked] == [False, True, True]


async def test_names_are_read_anew_after_an_hour() -> None:
    pages, hand = Pages(), Hand()
    pages.gate.set()
    members = SlackMembers(lambda: pages, hand)
    assert len(await members.names()) == 3
    hand.time += KEPT
    assert len(await members.names()) == 3
    assert len(pages.asked) == 6


async def test_where_slack_breaks_off_what_was_read_is_used_until_it_is_asked_again() -> None:
    pages, hand = Pages(), Hand()
    pages.error = "ratelimited"
    members = SlackMembers(lambda: pages, hand)
    assert await members.names() == ("n0",)
    assert await members.names() == ("n0",)
    pages.error = ""
    pages.gate.set()
    hand.time += UNSAID_KEPT
    assert len(await members.names()) == 3


async def test_before_the_bot_signed_in_nobody_has_a_name() -> None:
    assert await SlackMembers(lambda: None).names() == ()

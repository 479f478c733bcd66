"""A session from its opening to its end, by people who press what they see."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

import pytest

from bot.chat.calls import Call, call
from bot.chat.commands import Catalog
from bot.chat.requests import Account, Actor, Address, Request, Role
from bot.chat.views import Reply, calls, plain
from bot.reflection.facilitation import Facilitation
from bot.reflection.joining import Joining
from bot.reflection.model import Keeping
from bot.reflection.opening import Opening
from bot.reflection.reading import Reading
from bot.reflection.sessionbook import SessionBook
from bot.reflection.taking_part import TakingPart
from bot.reflection.timing import Timing
from bot.service import Bot
from tests.fakes import MemoryKept, MemoryPapers, MemoryVault
from tests.reflection.desk import Desk
from tests.reflection.meetings import Meetings
from tests.reflection.sessions import FORMATS, NOW
from tests.reflection.test_sessionbook import CHANCE

PEOPLE = ("Kim", "Lee", "Max", "Una", "Ben", "Zoe")
CHANNELS = (Address("slack", "C1"), Address("discord", "2"))
WITHOUT_NAMES = {"format": "rolfe", "topic": "A hard week", "when": "", "pace": "0", "details": ""}


class Hall:
    """The whole of what answers people about sessions; Olu is a facilitator."""

    def __init__(self, *channels: Address) -> None:
        kept = MemoryKept()
        self.book = SessionBook(kept, MemoryPapers(kept), MemoryVault(lambda: NOW), now=lambda: NOW)
        self.facilitation = Facilitation(self.book, lambda: NOW, chance=CHANCE)
        desk = Desk(self.book, lambda: NOW)
        timing = Timing(Meetings().diary, ZoneInfo("Europe/London"), lambda: NOW)
        opening = Opening(self.book, FORMATS, channels, desk.panel, timing, leading=desk.leading, now=lambda: NOW)
        parts = (opening, *desk.features, Joining(self.book), TakingPart(self.book), Reading(self.book))
        self.bot = Bot(Catalog(command for part in parts for command in part.commands()))

    async def asks(self, who: str, asked: Call) -> Reply:
        roles = frozenset({Role.FACILITATOR} if who == "Olu" else ())
        return await self.bot.answer(
            Request(asked, Actor(Account("slack", "T1", who.upper()), who, roles), CHANNELS[0])
        )

    async def opens(self, **chosen: str) -> Reply:
        """Open a session, look at it, and announce it; returns its panel."""
        preview = await self.asks("Olu", Call("session-open", {**WITHOUT_NAMES, **chosen}))
        return await self.presses("Olu", preview, "session-announce")

    async def presses(self, who: str, seen: Reply, command: str, filled_in: Mapping[str, str] | None = None) -> Reply:
        """Press the first button of a kind in what somebody sees, and fill in its form."""
        pressed = next(one for one in calls(seen.blocks) if one.command == command)
        return await self.asks(who, Call(command, {**pressed.args, **(filled_in or {})}))

    async def sessions(self, who: str) -> Reply:
        return await self.asks(who, call("sessions"))

    async def joins(self, *people: str, command: str = "session-join") -> None:
        for who in people:
            assert "You are in" in plain((await self.presses(who, await self.sessions(who), command, _ALONE)).blocks)

    async def writes(self, who: str, text: str) -> Reply:
        return await self.presses(who, await self.sessions(who), "session-contribute", {"text": text})

    async def reads(self, who: str) -> Reply:
        return await self.presses(who, await self.sessions(who), "session-read")

    async def reads_all(self, who: str, asked: Call) -> str:
        """Open what was shown of a phase, page by page."""
        pages, page = list[str](), await self.asks(who, asked)
        while True:
            pages.append(plain(page.blocks))
            if "session-read" not in [one.command for one in calls(page.blocks)]:
                return "\n".join(pages)
            page = await self.presses(who, page, "session-read")


_ALONE = {"tell": "no"}


@pytest.fixture
def hall() -> Hall:
    return Hall(*CHANNELS)


async def test_a_rolfe_session_from_its_opening_to_its_end(hall: Hall) -> None:
    panel = await hall.opens()
    await hall.joins(*PEOPLE)
    panel = await hall.presses("Olu", panel, "session-begin")
    for title in ("What?", "So what?", "Now what?"):
        assert title in plain(panel.blocks)
        for who in PEOPLE:
            assert "sealed" in plain((await hall.writes(who, f"{who} on {title}")).blocks)
        panel = await hall.presses("Olu", panel, "session-reveal")
        here = next(one for one in calls((await hall.sessions("Lee")).blocks) if one.command == "session-read")
        read = await hall.reads_all("Lee", here)
        assert all(read.count(f"{who} on {title}") == 1 for who in PEOPLE)
        assert "Resonates" not in read
        # One press beside somebody’s own words is refused, which is as good.
        await hall.presses("Lee", await hall.reads("Lee"), "session-resonate")
        panel = await hall.presses("Olu", panel, "session-next")
    assert "check-out" in plain(panel.blocks)
    sure = await hall.presses("Olu", panel, "session-close")
    await hall.presses("Olu", sure, "session-close")
    assert "Nothing" not in plain((await hall.reads("Kim")).blocks)
    assert "No session is open" in plain((await hall.sessions("Ann")).blocks)


async def test_nothing_is_read_before_it_is_shown_and_nothing_from_outside(hall: Hall) -> None:
    panel = await hall.opens()
    await hall.joins(*PEOPLE)
    await hall.presses("Olu", panel, "session-begin")
    for who in PEOPLE:
        await hall.writes(who, f"canary of {who}")
    (session,) = await hall.book.all()
    asked = call("session-read", session=session.id, phase=0)
    assert "Nothing has been shown" in plain((await hall.asks("Kim", asked)).blocks)
    await hall.facilitation.reveal(session.id, 0)
    assert "not in this session" in plain((await hall.asks("Ann", asked)).blocks)
    assert "canary of Lee" in await hall.reads_all("Kim", asked)
    beyond = call("session-read", session=session.id, phase=7)
    assert "no such phase" in plain((await hall.asks("Kim", beyond)).blocks)


async def test_how_many_something_touched_is_said_roughly(hall: Hall) -> None:
    panel = await hall.opens()
    await hall.joins(*PEOPLE)
    panel = await hall.presses("Olu", panel, "session-begin")
    await hall.writes("Kim", "One")
    (said,) = await hall.book.contributions((await hall.book.all())[0].id)
    for who in ("Lee", "Max", "Una", "Ben"):
        await hall.writes(who, "Another")
    await hall.presses("Olu", panel, "session-reveal")
    (session,) = await hall.book.all()
    for who in ("Lee", "Max"):
        await hall.asks(who, call("session-resonate", session=session.id, paper=said.id))
    asked = call("session-read", session=session.id, phase=0)
    assert (await hall.reads_all("Zoe", asked)).count("Resonates with fewer than 5.") == 1


async def test_with_names_everybody_reads_who_wrote(hall: Hall) -> None:
    panel = await hall.opens(details="names")
    await hall.joins("Kim", command="session-join-by-name")
    panel = await hall.presses("Olu", panel, "session-begin")
    await hall.writes("Kim", "My thought")
    await hall.presses("Olu", panel, "session-reveal")
    read = plain((await hall.reads("Kim")).blocks)
    assert "Kim" in read
    assert "My thought" in read


async def test_what_was_chosen_at_the_opening_holds(hall: Hall) -> None:
    await hall.opens(pace="3", details="summary")
    (session,) = await hall.book.all()
    assert [place.channel for place in session.places] == list(CHANNELS)
    assert (session.days, session.named, session.keeps) == (3, False, Keeping.SUMMARY)
    assert session.facilitators == ("slack:T1:OLU",)


async def test_only_facilitators_open_sessions_and_only_where_there_is_a_channel(hall: Hall) -> None:
    assert "facilitator" in plain((await hall.asks("Kim", Call("session-open", WITHOUT_NAMES))).blocks).casefold()
    assert await hall.book.all() == []
    assert "no channel" in plain((await Hall().asks("Olu", Call("session-open", WITHOUT_NAMES))).blocks)


async def test_every_format_is_offered_and_one_in_which_somebody_tells_waits_for_them(hall: Hall) -> None:
    command = hall.bot.catalog["session-open"]
    assert [choice.value for choice in command.option("format").choices] == [one.key for one in FORMATS]
    panel = await hall.opens(format="balint")
    refused = plain((await hall.presses("Olu", panel, "session-begin")).blocks)
    assert "Nobody has offered" in refused
    joined = await hall.presses("Kim", await hall.sessions("Kim"), "session-join", _ALONE)
    await hall.presses("Kim", joined, "session-bring")
    assert "1 of 5" in plain((await hall.presses("Olu", panel, "session-begin")).blocks)


async def test_a_draft_is_seen_by_nobody_else_until_it_is_announced(hall: Hall) -> None:
    preview = await hall.asks("Olu", Call("session-open", WITHOUT_NAMES))
    assert "A hard week" in plain(preview.blocks)
    assert "No session is open" in plain((await hall.sessions("Kim")).blocks)
    (draft,) = await hall.book.all()
    asked = call("session-join", session=draft.id, tell="no")
    assert "You are in" not in plain((await hall.asks("Kim", asked)).blocks)
    await hall.presses("Olu", preview, "session-announce")
    assert "A hard week" in plain((await hall.sessions("Kim")).blocks)

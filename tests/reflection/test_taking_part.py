"""Taking part, as people do it with buttons and forms: over the whole of what answers them, and a real book."""

import random

import pytest

from bot.chat.calls import Call, call
from bot.chat.commands import Catalog, Form
from bot.chat.errors import Refusal
from bot.chat.requests import Account, Actor, Address, Request
from bot.chat.veil import Veil
from bot.chat.views import Reply, calls, plain
from bot.reflection import course
from bot.reflection.model import MOST_EACH
from bot.reflection.taking_part import TakingPart
from bot.service import Bot
from tests.fakes import MemoryKept, MemoryPapers
from tests.reflection.sessions import NOW
from tests.reflection.test_sessionbook import House

CHANCE = random.Random(1)  # noqa: S311 - a test
WHERE = Address("slack", "C1")


class Room:
    """A session that runs, and people in front of it."""

    def __init__(self) -> None:
        kept = MemoryKept()
        self.house = House(kept, MemoryPapers(kept))
        self.book = self.house.book
        self.bot = Bot(Catalog(TakingPart(self.book).commands()))
        self.id = ""

    async def does(self, who: str, asked: Call) -> str:
        return plain((await self.reply(who, asked)).blocks)

    async def reply(self, who: str, asked: Call) -> Reply:
        return await self.bot.answer(self._request(who, asked))

    async def opens(self, who: str, asked: Call) -> Form | None:
        """Press what leads to a form; returns the form, or None when it is refused."""
        return await self.bot.form_for(self._request(who, asked))

    async def join(self, *people: str) -> None:
        for who in people:
            assert "You are in" in await self.does(who, call("session-join", session=self.id, tell="no"))

    async def write(self, who: str, text: str, phase: int = 0) -> Reply:
        filled_in = {"session": self.id, "phase": str(phase), "text": text}
        return await self.reply(who, Call("session-contribute", filled_in))

    def _request(self, who: str, asked: Call) -> Request:
        return Request(asked, Actor(Account("slack", "T1", who.upper()), who), WHERE)


@pytest.fixture
async def room() -> Room:
    room = Room()
    room.id = await room.house.begin()
    return room


async def test_joining_shows_the_ground_rules_and_gives_neutral_words_for_a_name(room: Room) -> None:
    form = await room.opens("Kim", call("session-join", session=room.id))
    assert isinstance(form, Form)
    assert any("stays here" in str(line) for line in form.notice)
    said = await room.does("Kim", call("session-join", session=room.id, tell="yes"))
    assert "You go by" in said
    assert "Kim" not in said
    assert "What?" in said


async def test_whoever_is_in_is_not_asked_again(room: Room) -> None:
    await room.join("Kim")
    assert await room.opens("Kim", call("session-join", session=room.id)) is None
    assert "in this session already" in await room.does("Kim", call("session-join", session=room.id))


async def test_nobody_joins_by_name_where_there_are_none(room: Room) -> None:
    said = await room.does("Kim", call("session-join-by-name", session=room.id, tell="no"))
    assert "older than the session" in said
    assert await room.book.participants(room.id) == []


async def test_what_is_contributed_is_sealed_until_it_is_shown(room: Room) -> None:
    await room.join("Kim")
    said = plain((await room.write("Kim", "It was a hard week.")).blocks)
    assert "sealed, and appears together" in said
    mine = await room.does("Kim", call("session-mine", session=room.id))
    assert "It was a hard week." in mine
    assert "waits to be shown" in mine
    assert await room.house.shown(room.id) == []


async def test_others_see_nothing_of_it_among_theirs(room: Room) -> None:
    await room.join("Kim", "Lee")
    await room.write("Kim", "It was a hard week.")
    assert "not contributed anything" in await room.does("Lee", call("session-mine", session=room.id))


async def test_whoever_may_not_write_is_told_before_they_do(room: Room) -> None:
    pressed = call("session-contribute", session=room.id, phase=0)
    assert await room.opens("Kim", pressed) is None
    assert "not in this session" in await room.does("Kim", pressed)


async def test_words_that_come_after_the_phase_are_given_back(room: Room) -> None:
    await room.join("Kim")
    await room.book.change(room.id, lambda now: course.advance(now, 0, NOW))
    said = plain((await room.write("Kim", "My long thought")).blocks)
    assert "That phase is over" in said
    assert "My long thought" in said


async def test_words_that_cannot_be_posted_leave_the_form_open(room: Room) -> None:
    await room.join("Kim")
    assert (await room.write("Kim", "\u2063\u2063")).unclear == "text"


async def test_whoever_writes_on_and_on_is_stopped_and_loses_nothing(room: Room) -> None:
    await room.join("Kim")
    for number in range(MOST_EACH):
        await room.write("Kim", f"Thought {number}")
    said = plain((await room.write("Kim", "One more thought")).blocks)
    assert "as much as this phase can hold" in said
    assert "One more thought" in said
    mine = await room.reply("Kim", call("session-mine", session=room.id))
    assert f"the last 8 of {MOST_EACH}" in plain(mine.blocks)


async def test_withdrawing_is_one_press_and_leaves_no_word(room: Room) -> None:
    await room.join("Kim", "Lee")
    reply = await room.write("Kim", "It was a hard week.")
    (withdraw,) = [one for one in calls(reply.blocks) if one.command == "session-withdraw"]
    assert "Only whoever wrote that" in await room.does("Lee", withdraw)
    assert "taken back" in await room.does("Kim", withdraw)
    assert [one.text for one in await room.book.contributions(room.id)] == [""]
    assert "not contributed anything" in await room.does("Kim", call("session-mine", session=room.id))


async def test_a_whole_phase_is_written_agreed_to_shown_and_resonates(room: Room) -> None:
    await room.join("Kim", "Lee")
    for who in ("Kim", "Lee"):
        await room.write(who, f"What {who} wrote")
        await room.does(who, call("session-agree", session=room.id, phase=0))
    session = await room.book.reveal(room.id, 0, CHANCE)
    texts = {one.text: one.id for one in await room.house.shown(room.id)}
    assert set(texts.values()) == set(session.reveals[0].order)
    press = call("session-resonate", session=room.id, paper=texts["What Kim wrote"])
    assert "resonates with you" in await room.does("Lee", press)
    assert "undone" in await room.does("Lee", press)
    assert "yourself" in await room.does("Kim", press)
    assert "Everybody can read it" in await room.does("Kim", call("session-mine", session=room.id))


async def test_what_was_removed_can_be_read_by_its_author_alone(room: Room) -> None:
    await room.join("Kim")
    await room.write("Kim", "Something about a patient")
    (said,) = await room.book.contributions(room.id)
    await room.book.remove(room.id, said.id)
    mine = await room.reply("Kim", call("session-mine", session=room.id))
    assert "Something about a patient" in plain(mine.blocks)
    assert "Only you can read it" in plain(mine.blocks)
    assert calls(mine.blocks) == []


async def test_whoever_is_blocked_neither_joins_nor_writes_and_keeps_their_words(room: Room) -> None:
    await room.join("Kim")
    blocked = list[Veil]()

    async def barrier(veil: Veil) -> None:
        blocked.append(veil)
        raise Refusal("You cannot write without your name until Friday.")

    room.bot = Bot(Catalog(TakingPart(room.book, barrier).commands()))
    assert "until Friday" in await room.does("Lee", call("session-join", session=room.id, tell="no"))
    said = plain((await room.write("Kim", "My long thought")).blocks)
    assert "until Friday" in said
    assert "My long thought" in said
    assert len(blocked) == 2
    assert len(await room.book.participants(room.id)) == 1


def test_every_command_but_joining_by_name_is_unseen_and_fits_into_a_button(room: Room) -> None:
    commands = list(TakingPart(room.book).commands())
    assert [one.name for one in commands if not one.anonymous] == ["session-join-by-name"]
    longest = call("session-withdraw", session="f" * 16, paper="f" * 16)
    assert len(str(longest)) <= 96

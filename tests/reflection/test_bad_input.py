"""What people do that nobody expects of them, in front of the whole bot: nothing is lost, and nobody is left alone."""

import pytest

from bot.chat.calls import call
from bot.chat.requests import Actor
from bot.chat.views import Reply, calls, plain
from bot.reflection.contributions import MOST_EACH
from bot.reflection.model import Told
from tests.reflection.forum import Forum, person
from tests.reflection.test_session_life import ANN, BEN, CAT, FAY

CRY = "I was ashamed, and said nothing."


class Room(Forum):
    """A Rolfe session that Ann, Ben and Cat are in; its first phase runs."""

    async def open(self) -> None:
        given = {"format": "rolfe", "topic": "A hard week", "pace": "0"}
        await self.ask(call("session-open").with_args(given), FAY)
        self.key = (await self.sessions())[0].id
        await self.leads("session-announce")
        for who in (ANN, BEN, CAT):
            await self.ask(call("session-join", session=self.key, tell="no"), who)
        await self.leads("session-begin")

    async def leads(self, command: str, **args: int) -> str:
        reply = await self.ask(call(command, session=self.key, **args), FAY)
        # Asked whether she is sure, she is.
        if sure := [one for one in calls(reply.blocks) if one.command == command and "sure" in one.args]:
            reply = await self.ask(sure[0], FAY)
        await self.settle()
        return plain(reply.blocks)

    async def writes(self, text: str, who: Actor = ANN, phase: int = 0) -> Reply:
        asked = call("session-contribute", session=self.key, phase=phase).with_args({"text": text})
        reply = await self.ask(asked, who)
        await self.settle()
        return reply

    def reads(self) -> list[str]:
        """Read all that stands, channel by channel."""
        return ["\n".join(plain(blocks) for _, blocks in wall.standing.values()) for wall in self.walls.values()]


@pytest.fixture
async def room() -> Room:
    room = Room()
    await room.open()
    return room


async def test_what_comes_after_its_phase_is_given_back_and_can_be_used_in_the_next(room: Room) -> None:
    await room.leads("session-next", phase=0)
    answer = plain((await room.writes(CRY)).blocks)
    assert "That phase is over" in answer
    assert CRY in answer
    assert "Thank you" in plain((await room.writes(CRY, phase=1)).blocks)


async def test_what_comes_after_everything_is_given_back(room: Room) -> None:
    await room.leads("session-close")
    answer = plain((await room.writes(CRY)).blocks)
    assert "This session is over." in answer
    assert "That phase" not in answer
    assert CRY in answer


async def test_somebody_who_contributes_two_hundred_times_leaves_room_for_the_others(room: Room) -> None:
    answers = [plain((await room.writes(f"mine {number}.")).blocks) for number in range(200)]
    assert sum("Thank you" in answer for answer in answers) == MOST_EACH
    assert all(f"mine {number}." in answers[number] for number in range(MOST_EACH, 200))
    for who in (BEN, CAT):
        assert "Thank you" in plain((await room.writes("theirs", who)).blocks)
    await room.leads("session-reveal", phase=0)
    for read in room.reads():
        assert sum(f"mine {number}." in read for number in range(200)) == MOST_EACH
        assert read.count("theirs") == 2


async def test_one_alone_who_contributes_a_lot_is_not_shown_to_have_been_alone(room: Room) -> None:
    for number in range(MOST_EACH):
        await room.writes(f"mine {number}.")
    assert "too early" in await room.leads("session-reveal", phase=0)
    assert not any("mine" in read for read in room.reads())


async def test_nothing_is_shown_of_a_phase_in_which_nobody_wrote_and_the_session_goes_on(room: Room) -> None:
    assert "Nothing was contributed" in await room.leads("session-reveal", phase=0)
    before = [len(wall.standing) for wall in room.walls.values()]
    await room.leads("session-next", phase=0)
    assert [len(wall.standing) for wall in room.walls.values()] == [one + 1 for one in before]
    assert Told.SHOWN not in [one.kind for one in (await room.sessions())[0].sayings]


async def test_a_phase_from_which_everything_was_taken_back_is_one_in_which_nobody_wrote(room: Room) -> None:
    reply = await room.writes(CRY)
    back = next(one for one in calls(reply.blocks) if one.command == "session-withdraw")
    await room.ask(back, ANN)
    assert "Nothing was contributed" in await room.leads("session-reveal", phase=0)
    assert not any(CRY in read for read in room.reads())


async def test_somebody_from_outside_who_writes_is_told_how_to_join_and_keeps_the_words(room: Room) -> None:
    asked = call("session-contribute", session=room.key, phase=0).with_args({"text": CRY})
    answer = plain((await room.ask(asked, person("Eve"))).blocks)
    assert "not in this session" in answer
    assert CRY in answer

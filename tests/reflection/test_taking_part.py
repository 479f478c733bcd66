"""Taking part, as people do it with buttons and forms: over the whole of what answers them, and a real book."""

from dataclasses import replace

import pytest

from bot.chat.calls import Call, call
from bot.chat.commands import Catalog, Form
from bot.chat.errors import Refusal
from bot.chat.requests import Account, Actor, Address, Request
from bot.chat.veil import Veil
from bot.chat.views import Reply, Text, calls, plain
from bot.reflection import course, showing
from bot.reflection.contributions import MOST_EACH
from bot.reflection.joining import Joining
from bot.reflection.leaving import Leaving
from bot.reflection.notices import Shown, notice
from bot.reflection.taking_part import TakingPart
from bot.service import Bot
from bot.support.rules import Barrier, everybody
from bot.support.screening import Noticing, Screening, unnoticed
from bot.support.signposts import Signposts
from config.crisis import load_crisis_words
from config.signposts import load_signposts
from tests.fakes import MemoryKept, MemoryPapers
from tests.reflection.sessions import NOW
from tests.reflection.test_sessionbook import House

WHERE = Address("slack", "C1")


class Room:
    """A session that runs, and people in front of it."""

    def __init__(self) -> None:
        kept = MemoryKept()
        self.house = House(kept, MemoryPapers(kept))
        self.book, self.facilitation = self.house.book, self.house.facilitation
        self.let_in()
        self.id = ""

    def let_in(self, barrier: Barrier = everybody, noticing: Noticing = unnoticed) -> None:
        """Let people join and take part whom `barrier` does not refuse."""
        parts = (Joining(self.book, barrier), Leaving(self.book), TakingPart(self.book, barrier, noticing))
        self.bot = Bot(Catalog(command for part in parts for command in part.commands()))

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


async def test_what_is_contributed_is_sealed_until_it_is_shown(room: Room) -> None:
    await room.join("Kim")
    said = plain((await room.write("Kim", "It was a hard week.")).blocks)
    assert "sealed, and appears together" in said
    mine = await room.does("Kim", call("session-mine", session=room.id))
    assert "It was a hard week." in mine
    assert "waits to be shown" in mine
    assert await room.house.shown(room.id) == []


async def test_whoever_writes_after_everybody_was_asked_is_asked_again_in_private(room: Room) -> None:
    await room.join("Kim", "Lee")
    assert "press once more" not in plain((await room.write("Kim", "It was a hard week.")).blocks)
    there = await room.book.contributions(room.id)
    await room.book.change(room.id, lambda now: showing.ask(now, 0, there))
    agree = call("session-agree", session=room.id, phase=0)
    assert "you are asked once more" in await room.does("Lee", agree)
    told = await room.write("Lee", "For me, too.")
    assert "if you still agree, press once more" in plain(told.blocks)
    assert agree in calls(told.blocks)


@pytest.mark.parametrize("closed", [False, True])
async def test_what_was_not_shown_when_its_phase_was_over_is_not_said_to_wait(room: Room, closed: bool) -> None:
    await room.join("Kim")
    await room.write("Kim", "It was a hard week.")
    await room.book.change(room.id, lambda now: course.advance(now, 0, NOW))
    if closed:
        await room.facilitation.close(room.id)
    mine = await room.does("Kim", call("session-mine", session=room.id))
    assert "was not shown, and will not be" in mine
    assert "waits to be shown" not in mine


async def test_what_came_too_late_is_not_said_to_wait_and_a_reply_on_its_way_is(room: Room) -> None:
    await room.join("Kim", "Lee", "Max")
    for who in ("Kim", "Lee", "Max", "Kim", "Lee"):
        await room.write(who, f"What {who} wrote")
    await room.facilitation.reveal(room.id, 0)
    first, *_ = await room.book.contributions(room.id)
    await room.book.change(room.id, lambda now: course.advance(now, 0, NOW))
    await room.book.contribute(room.id, Veil("slack:T1:MAX", "Max"), 1, "Me too", first.id)
    mine = call("session-mine", session=room.id)
    assert "waits to be shown" in await room.does("Max", mine)
    there = {one.id for one in await room.book.contributions(room.id)}
    await room.book.change(room.id, lambda now: replace(now, late=tuple(there)))
    assert "was not shown, and will not be" in await room.does("Max", mine)


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


async def test_an_old_button_of_a_phase_says_that_it_is_over_and_nothing_of_words_that_nobody_typed(room: Room) -> None:
    await room.join("Kim")
    await room.book.change(room.id, lambda now: course.advance(now, 0, NOW))
    for name in ("contribute", "pass", "agree"):
        said = await room.does("Kim", call(f"session-{name}", session=room.id, phase=0))
        assert "That phase is over. In the thread, look for the one that runs now." in " ".join(said.split())
        assert "words" not in said
        assert "quicker" not in said


async def test_an_old_button_of_a_session_that_was_closed_speaks_of_no_phase(room: Room) -> None:
    await room.join("Kim")
    await room.book.change(room.id, lambda now: course.close(now, NOW))
    for who in ("Kim", "Zoe"):
        for name in ("contribute", "pass"):
            said = await room.does(who, call(f"session-{name}", session=room.id, phase=0))
            assert "This session is over." in said
            assert "phase" not in said


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
    taken = await room.does("Kim", withdraw)
    assert "taken back" in taken
    assert "Nobody read it, unless somebody who leads" in taken
    assert [one.text for one in await room.book.contributions(room.id)] == [""]
    assert "not contributed anything" in await room.does("Kim", call("session-mine", session=room.id))


async def test_what_was_shown_may_be_remembered_when_it_is_withdrawn(room: Room) -> None:
    await room.join("Kim")
    reply = await room.write("Kim", "It was a hard week.")
    (withdraw,) = [one for one in calls(reply.blocks) if one.command == "session-withdraw"]
    await room.does("Kim", call("session-agree", session=room.id, phase=0))
    await room.facilitation.reveal(room.id, 0)
    assert "Whoever read it may remember it." in await room.does("Kim", withdraw)


async def test_a_whole_phase_is_written_agreed_to_shown_and_resonates(room: Room) -> None:
    await room.join("Kim", "Lee")
    for who in ("Kim", "Lee"):
        await room.write(who, f"What {who} wrote")
        await room.does(who, call("session-agree", session=room.id, phase=0))
    session = await room.facilitation.reveal(room.id, 0)
    texts = {one.text: one.id for one in await room.house.shown(room.id)}
    assert set(texts.values()) == set(session.order(0))
    press = call("session-resonate", session=room.id, paper=texts["What Kim wrote"])
    assert "resonates with you" in await room.does("Lee", press)
    assert "undone" in await room.does("Lee", press)
    assert "yourself" in await room.does("Kim", press)
    assert "Everybody can read it" in await room.does("Kim", call("session-mine", session=room.id))


async def test_what_was_removed_can_be_read_by_its_author_alone(room: Room) -> None:
    await room.join("Kim")
    await room.write("Kim", "Something about a patient")
    (said,) = await room.book.contributions(room.id)
    await room.facilitation.remove(room.id, said.id)
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

    room.let_in(barrier)
    assert "until Friday" in await room.does("Lee", call("session-join", session=room.id, tell="no"))
    said = plain((await room.write("Kim", "My long thought")).blocks)
    assert "until Friday" in said
    assert "My long thought" in said
    assert len(blocked) == 2
    assert len(await room.book.participants(room.id)) == 1


async def shown(room: Room) -> list[Call]:
    """Show what five wrote, and return what can be pressed beneath it."""
    people = ("Kim", "Lee", "Max", "Una", "Ben")
    await room.join(*people)
    for who in people:
        await room.write(who, f"What {who} wrote")
    session = await room.facilitation.reveal(room.id, 0)
    number = len(session.sayings) - 1
    papers = await room.book.some(room.id, session.order(0))
    return calls(notice(session, number, Shown(papers=papers)))


async def test_replying_offers_what_stands_there_and_appears_beside_it(room: Room) -> None:
    (pressed,) = [one for one in await shown(room) if one.command == "session-reply"]
    form = await room.opens("Kim", pressed)
    assert form
    (to,) = [option for option in form.options if option.name == "to"]
    assert [choice.label[:8] for choice in to.choices] == [f"{n}: What " for n in range(1, 6)]
    lee = next(choice.value for choice in to.choices if "Lee" in choice.label)
    said = await room.does("Kim", Call("session-reply", {**pressed.args, "to": lee, "text": "Me too"}))
    assert "It appears in the thread" in said
    session = await room.facilitation.gather(room.id)
    assert [one.answers for one in await room.house.shown(room.id) if one.text == "Me too"] == [lee]
    assert len(session.order(0)) == 6


async def test_only_who_joined_replies_and_only_to_what_is_still_there(room: Room) -> None:
    (pressed,) = [one for one in await shown(room) if one.command == "session-reply"]
    assert await room.opens("Zoe", pressed) is None
    assert "not in this session" in await room.does("Zoe", pressed)
    session = await room.book.find(room.id)
    first, *others = session.order(0)
    await room.facilitation.remove(room.id, first)
    form = await room.opens("Kim", pressed)
    assert form
    (to,) = [option for option in form.options if option.name == "to"]
    assert [choice.value for choice in to.choices] == list(others)
    late = await room.does("Kim", Call("session-reply", {**pressed.args, "to": first, "text": "My long thought"}))
    assert "My long thought" in late
    for paper in others:
        await room.facilitation.remove(room.id, paper)
    assert await room.opens("Kim", pressed) is None
    assert "Nothing of that is there any more" in await room.does("Kim", pressed)


async def test_nobody_replies_while_it_is_paused_or_when_it_is_over(room: Room) -> None:
    (pressed,) = [one for one in await shown(room) if one.command == "session-reply"]
    await room.book.change(room.id, lambda now: course.pause(now, NOW))
    assert "paused for everyone" in await room.does("Kim", pressed)
    await room.facilitation.close(room.id)
    assert "over" in await room.does("Kim", pressed)


async def test_passing_is_one_press_that_nobody_sees_and_can_be_thought_over(room: Room) -> None:
    await room.join("Kim")
    pressed = call("session-pass", session=room.id, phase=0)
    assert "You can still contribute" in await room.does("Kim", pressed)
    assert "Thank you" in plain((await room.write("Kim", "After all")).blocks)
    assert "not in this session" in await room.does("Lee", pressed)
    await room.book.change(room.id, lambda now: course.advance(now, 0, NOW))
    assert "That phase is over" in await room.does("Kim", pressed)
    assert [who.passed for who in await room.book.participants(room.id)] == [(0,)]


async def test_what_is_said_live_is_promised_to_appear(room: Room) -> None:
    room.id = await room.house.begin(key="balint", phase=1)
    await room.join("Kim")
    said = plain((await room.write("Kim", "What happened then?", phase=1)).blocks)
    assert "It appears in the thread" in said


async def test_a_word_is_left_at_the_check_out(room: Room) -> None:
    await room.join("Kim")
    for phase in range(3):
        await room.book.change(room.id, lambda now, phase=phase: course.advance(now, phase, NOW))  # type: ignore[misc]
    assert "sealed" in plain((await room.write("Kim", "Lighter", phase=3)).blocks)
    assert "Check-out" in await room.does("Kim", call("session-mine", session=room.id))


def test_every_command_is_unseen_and_fits_into_a_button(room: Room) -> None:
    assert all(one.anonymous for one in TakingPart(room.book).commands())
    longest = call("session-withdraw", session="f" * 16, paper="f" * 16)
    assert len(str(longest)) <= 96
    assert len(str(call("session-reply", session="f" * 16, saying=9999))) <= 96


@pytest.mark.parametrize(("named", "says"), [(False, "Your name is not shown"), (True, "Your name is shown")])
async def test_the_form_says_what_is_asked_and_whether_a_name_stands_beside_it(
    room: Room, named: bool, says: str
) -> None:
    room.id = await room.house.begin(named=named)
    await room.does("Kim", call("session-join-by-name" if named else "session-join", session=room.id, tell="no"))
    form = await room.opens("Kim", call("session-contribute", session=room.id, phase=0))
    assert isinstance(form, Form)
    text = plain([Text(line) for line in form.notice])
    assert (await room.book.find(room.id)).steps[0].prompt in text
    assert says in text


async def _members() -> tuple[str, ...]:
    return ("Ada Lister",)


@pytest.fixture
def noticing() -> Noticing:
    """What looks at words that are kept already, as peer support does before they are sent."""
    signposts = Signposts(load_signposts(), lambda: NOW)
    return Screening(signposts, load_crisis_words(), _members).noticed


async def test_what_may_give_somebody_away_is_pointed_out_beside_the_button_that_takes_it_back(
    room: Room, noticing: Noticing
) -> None:
    room.let_in(noticing=noticing)
    await room.join("Kim")
    reply = await room.write("Kim", "Ada Lister told me to ring 07700 900123.")
    said = plain(reply.blocks)
    assert "Thank you." in said
    assert "This might give you away" in said
    assert "“Ada Lister” looks like the name of somebody in the network" in said
    [back] = [one for one in calls(reply.blocks) if one.command == "session-withdraw"]
    assert "It is taken back" in await room.does("Kim", back)


async def test_where_nothing_is_found_nothing_is_said(room: Room, noticing: Noticing) -> None:
    room.let_in(noticing=noticing)
    await room.join("Kim")
    reply = await room.write("Kim", "It was a hard week.")
    assert "give you away" not in plain(reply.blocks)
    assert [one.command for one in calls(reply.blocks)].count("session-withdraw") == 1


async def test_with_names_nobody_is_warned_of_names(room: Room, noticing: Noticing) -> None:
    room.let_in(noticing=noticing)
    room.id = await room.house.begin(named=True)
    await room.does("Kim", call("session-join-by-name", session=room.id, tell="no"))
    assert "give you away" not in plain((await room.write("Kim", "Ada Lister told me.")).blocks)


async def test_words_of_danger_are_answered_with_where_to_turn_first_of_all(room: Room, noticing: Noticing) -> None:
    room.let_in(noticing=noticing)
    await room.join("Kim")
    said = plain((await room.write("Kim", "I want to end my life.")).blocks)
    assert said.startswith("You do not have to wait for an answer here")
    assert said.index("116 123") < said.index("Thank you.")

"""Leaving a session: nobody can tell, and what somebody wrote is theirs to keep there, or to take back."""

import asyncio

import pytest

from bot.chat.calls import Call, call
from bot.chat.commands import Form
from bot.chat.errors import Refusal
from bot.chat.requests import Actor
from bot.chat.views import plain
from bot.delivery.model import State
from bot.reflection import course
from bot.reflection.contributions import Standing
from bot.reflection.counts import held
from bot.reflection.formats import Speaker
from bot.reflection.notices import Shown, notice
from tests.reflection import test_sessionbook as unseen
from tests.reflection.facilitators import KIM, LEE, MAX, OLU, House
from tests.reflection.sessions import NOW, begun, seated, session, somebody
from tests.reflection.whispering import Hall

KEEP, BACK = "keep", "back"


@pytest.fixture
async def house() -> House:
    house = House()
    await house.open()
    return house


async def leave(house: House, who: Actor = KIM, words: str = KEEP) -> str:
    return await house.does(call("session-leave", session=house.id, words=words), who)


async def opened(house: House, who: Actor = KIM) -> Form | None:
    return await house.form("session-leave", who)


async def mine(house: House, who: Actor = KIM) -> str:
    return await house.does(call("session-mine", session=house.id), who)


async def test_it_is_offered_wherever_somebody_looks_who_is_in_it_and_to_nobody_else(house: House) -> None:
    joined = call("session-join", session=house.id, tell="no")
    for asked in (joined, call("session-join", session=house.id), call("sessions")):
        await house.does(asked, KIM)
        assert "session-leave" in house.leads_to
    await house.does(call("sessions"), LEE)
    assert "session-leave" not in house.leads_to
    assert await opened(house, LEE) is None
    assert "not in this session" in await leave(house, LEE)


async def test_the_form_says_what_comes_of_it_and_keeps_what_was_written_unless_one_chooses(house: House) -> None:
    await house.join(KIM)
    form = await opened(house)
    assert isinstance(form, Form)
    assert form.values == {"words": KEEP}
    assert "Nobody is told that you left" in str(form.notice)


@pytest.mark.parametrize("words", [KEEP, BACK])
async def test_nobody_who_leads_can_tell_that_somebody_left(house: House, words: str) -> None:
    await house.join(KIM, LEE, MAX)
    await house.does(call("session-pass", session=house.id, phase=0), KIM)
    before = await house.look()
    assert "Passed: fewer than 5" in before
    for who in (KIM, LEE, MAX):
        await leave(house, who, words)
        assert await house.look() == before
    await house.settle()
    assert [house.heard(who) for who in (KIM, LEE, MAX, OLU)] == [[], [], [], []]
    assert "left" not in "".join(house.in_thread())


async def test_what_was_kept_is_there_for_others_and_to_take_back_also_afterwards(house: House) -> None:
    await house.write_enough()
    told = await leave(house)
    assert "yours to take back" in told
    assert (await mine(house)).count("What Kim wrote") == 2
    assert "taken back" in await house.press("Withdraw mine", KIM)
    await house.does(call("sessions"), KIM)
    assert house.buttons == ["Join", "What I contributed"]
    await house.facilitation.close(house.id)
    assert "What Kim wrote" in await house.does(call("sessions"), KIM) + await house.press("What I contributed", KIM)


async def test_what_was_taken_back_is_gone_and_what_others_wrote_is_not(house: House) -> None:
    await house.write_enough()
    assert "words are not kept" in await leave(house, words=BACK)
    assert "not contributed anything" in await mine(house)
    there = [one.text for one in await house.book.contributions(house.id) if one.standing is Standing.THERE]
    assert sorted(there) == ["What Lee wrote", "What Lee wrote", "What Max wrote"]
    assert not [one for one in await house.book.contributions(house.id) if "Kim" in one.text]


async def test_what_was_shown_is_taken_back_and_what_a_facilitator_removed_stays_so(house: House) -> None:
    await house.write_enough()
    await house.does(call("session-reveal", session=house.id, phase=0))
    for one in await house.book.contributions(house.id):
        if one.text == "What Kim wrote":
            await house.facilitation.remove(house.id, one.id)
            break
    await leave(house, words=BACK)
    await house.settle()
    thread = "".join(house.in_thread())
    assert "A facilitator removed this" in thread
    assert "Whoever wrote this took it back." in thread
    assert (await mine(house)).count("What Kim wrote") == 1


async def test_pressed_twice_somebody_has_left_once_and_can_still_take_back_what_they_kept(house: House) -> None:
    await house.write_enough()
    await leave(house)
    before = await house.find()
    assert "not in this session" in await leave(house)
    assert await house.find() == before
    assert "words are not kept" in await leave(house, words=BACK)
    assert "not contributed anything" in await mine(house)


async def test_pressed_on_two_devices_at_once_somebody_has_left(house: House) -> None:
    await house.join(KIM, LEE)
    await asyncio.gather(*(leave(house) for _ in range(3)))
    assert len(await house.book.participants(house.id)) == 1


async def test_who_comes_back_is_new_and_goes_on_where_they_may(house: House) -> None:
    await house.join(KIM)
    (before,) = await house.book.participants(house.id)
    await house.write(KIM, "What Kim wrote")
    await leave(house)
    assert "not in this session" in await house.write(KIM, "What Kim adds")
    await house.does(call("session-join", session=house.id, tell="no"), KIM)
    (after,) = await house.book.participants(house.id)
    assert (after.mark, after.address, after.tell) == (before.mark, None, False)
    assert "Thank you" in await house.write(KIM, "What Kim adds")
    assert "What Kim wrote" in await mine(house)


async def test_what_a_facilitator_listed_before_is_no_window_for_who_left_and_came_back(house: House) -> None:
    await house.write_enough()
    await house.does(call("session-items", session=house.id))
    await leave(house, words=BACK)
    await house.join(KIM)
    await house.write(KIM, "What Kim wrote anew")
    assert "anew" not in await house.does(call("session-items", session=house.id))


async def test_nothing_is_left_to_leave_once_it_is_over(house: House) -> None:
    await house.join(KIM)
    await house.facilitation.close(house.id)
    assert await opened(house) is None
    assert "closed, so there is nothing to leave" in await leave(house)
    assert house.buttons == ["What I contributed", "When I am written to"]
    await house.does(call("sessions"), KIM)
    assert "session-leave" not in house.leads_to
    await house.book.shred(house.id)
    assert "over, and nothing of it is kept" in await leave(house)


async def test_who_leaves_while_it_closes_is_told_so() -> None:
    closed = course.close(begun(), NOW)
    with pytest.raises(Refusal, match="is over"):
        course.left(closed, somebody(), 1)


# What somebody brings -------------------------------------------------------------------


async def brought(*others: Actor) -> House:
    """Let Kim bring a case to a session that has not begun."""
    house = House()
    await house.gather("balint")
    await house.join(KIM, *others)
    await house.does(call("session-bring", session=house.id, part=Speaker.PRESENTER), KIM)
    return house


async def test_before_it_begins_a_part_is_free_for_somebody_else() -> None:
    house = await brought(LEE)
    assert isinstance(form := await opened(house), Form)
    assert "Somebody else can bring the case then" in str(form.notice)
    await leave(house)
    assert (await house.find()).empty_seats == (Speaker.PRESENTER,)
    assert "One person is still wanted" in plain(notice(await house.find(), 0, Shown()))
    await house.does(call("session-bring", session=house.id, part=Speaker.PRESENTER), LEE)
    assert (await house.find()).empty_seats == ()


async def test_while_it_runs_facilitators_read_that_whoever_brought_something_passes() -> None:
    house = await brought(LEE)
    await house.does(call("session-begin", session=house.id))
    assert "they pass" not in await house.look()
    assert isinstance(form := await opened(house), Form)
    assert "passes, as if you had" in str(form.notice)
    await leave(house)
    assert "whoever brought the case; they pass, and you can go on" in await house.look()
    await house.join(KIM)
    assert "they pass" not in await house.look()
    assert "Thank you" in await house.write(KIM, "A patient of mine")


def test_only_before_it_begins_is_a_part_given_back() -> None:
    assert course.left(seated(), somebody(), 2).seats == ()
    assert course.left(begun("balint"), somebody(), 2).seats == begun("balint").seats
    assert course.left(session(), somebody("zoe"), 2).sayings == session().sayings


# What is counted, kept and said ---------------------------------------------------------


def test_how_many_took_part_is_never_told_lower() -> None:
    left = course.left(course.left(session(), somebody(), 6), somebody("bea"), 5)
    assert [left.joined(people) for people in (0, 4, 6, 9)] == [6, 6, 6, 9]
    over = course.close(course.left(begun(), somebody(), 6), NOW)
    assert (kept := held(over, over.joined(2)))
    assert kept.size == "5 to 9"


async def test_a_session_that_is_planned_begins_when_its_time_comes_though_all_have_left() -> None:
    house = House()
    await house.gather(starts_at=NOW)
    await house.join(KIM)
    await leave(house)
    await house.plan()
    assert (await house.find()).phase == 0


async def test_nothing_of_who_left_lies_among_the_papers_and_they_are_told_and_asked_nothing() -> None:
    hall = Hall()
    await hall.gather()
    (said,) = await hall.wrote(unseen.KIM)
    await hall.curious(unseen.UNA)
    await hall.holds(said)
    assert len(await hall.papers.of(hall.key)) == 5
    for veil in (unseen.KIM, unseen.UNA):
        await hall.book.leave(hall.key, veil)
    assert len(await hall.papers.of(hall.key)) == 3
    await hall.settle()
    session = await hall.closed()
    await hall.whispers.ask(session)
    await hall.settle()
    assert hall.heard == {}
    assert State.UNCERTAIN not in hall.states
    assert await hall.book.author(hall.key, said) is None


async def test_with_names_what_is_kept_stands_under_the_name_as_before() -> None:
    house = House()
    await house.open(begun(named=True))
    for who in (KIM, LEE):
        await house.does(call("session-join-by-name", session=house.id, tell="no"), who)
        await house.write(who, f"What {who.name} wrote")
    await house.settle()
    assert isinstance(form := await opened(house), Form)
    assert "under your name" in str(form.notice)
    await leave(house)
    await house.does(call("session-reveal", session=house.id, phase=0))
    await house.settle()
    shown = "".join(house.in_thread())
    assert "Kim\nWhat Kim wrote" in shown
    read = Call("session-read", {"session": house.id, "phase": "0"})
    assert "Kim\nWhat Kim wrote" in await house.does(read, LEE)
    assert not any(one.name == "Kim" for one in await house.book.participants(house.id))

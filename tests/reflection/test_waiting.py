"""What waits to be shown is looked through in lots: nothing that facilitators see tells when something was written."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.calls import call
from bot.chat.errors import Refusal
from bot.chat.requests import Actor
from bot.reflection import course, showing, waiting
from bot.reflection.contributions import FEWEST, FEWEST_AUTHORS, Contribution, Standing
from bot.reflection.course import Moved
from bot.reflection.model import Session
from bot.support.codec import pack, unpack_as
from tests.reflection.facilitators import BEA, KIM, LEE, MAX, OLU, House
from tests.reflection.sessions import NOW, begun, contributions
from tests.reflection.test_sessionbook import CHANCE

ENOUGH = ("ann", "bea", "cem", "ann", "bea")


@pytest.fixture
async def house() -> House:
    house = House()
    await house.open()
    return house


async def items(house: House, actor: Actor = OLU) -> set[str]:
    """Look through all pages; returns the words that stand there."""
    said = await house.does(call("session-items", session=house.id), actor)
    return words_in(said + await leaf(house, actor))


async def leaf(house: House, actor: Actor = OLU) -> str:
    """Read the pages that follow."""
    said = ""
    while "More" in house.buttons:
        said = f"{said}\n{await house.press('More', actor)}"
    return said


def words_in(said: str) -> set[str]:
    return {line for line in said.splitlines() if line.startswith("What ") and "listed" not in line}


async def all_pages(house: House) -> list[str]:
    """List what facilitators read wherever they look, and are asked wherever they press what asks once more."""
    here = {"session": house.id, "phase": (await house.find()).phase}
    asked = [call("session-items", session=house.id), call("session-panel", session=house.id)]
    asked += [call(f"session-{name}", **here) for name in ("reveal", "next", "ask", "shut")]
    asked += [call("session-close", session=house.id), call("session-led")]
    return [await house.does(one) + " ".join(house.buttons) for one in asked]


def looked(session: Session, there: Sequence[Contribution]) -> tuple[Session, list[str]]:
    after = waiting.looked(session, session.phase, there)
    return after, [one.id for one in waiting.in_view(after, after.phase, there)]


async def test_what_comes_later_is_listed_once_it_is_enough_by_itself(house: House) -> None:
    await house.write_enough()
    first = await items(house)
    for who in (KIM, LEE, MAX, KIM):
        await house.write(who, f"What {who.name} wrote later")
        assert await items(house) == first
    await house.write(LEE, "What came last")
    assert "What came last" in await items(house)
    assert len(await items(house)) > len(first) + 1


async def test_many_of_two_people_are_no_lot(house: House) -> None:
    await house.write_enough()
    first = await items(house)
    for who in (KIM, LEE) * 4:
        await house.write(who, "What two of them wrote")
    assert await items(house) == first
    await house.write(MAX, "What a third one wrote")
    assert await items(house) > first


async def test_who_looks_later_sees_more_and_all_who_lead_see_the_same(house: House) -> None:
    await house.does(call("session-take-over", session=house.id, sure="yes"), BEA)
    await house.write_enough()
    for who in (KIM, LEE):
        await house.write(who, f"What {who.name} wrote later")
    first = await items(house, BEA)
    assert "What Lee wrote later" in first
    await house.write(MAX, "What Max wrote later")
    assert await items(house, OLU) == await items(house, BEA) == first


@pytest.mark.parametrize("before", ["looked", "held", "removed", "withdrawn", "time up", "little left at the end"])
async def test_nobody_can_tell_from_any_page_whether_something_has_come_since(house: House, before: str) -> None:
    await house.write_enough()
    await items(house)
    if before == "held":
        await house.press("Hold it back")
    if before == "removed":
        while "Remove it" in house.buttons:
            await house.press("Remove it")
            await house.press("Remove it for good")
    if before in {"withdrawn", "little left at the end"}:
        await house.does(call("session-mine", session=house.id), KIM)
        await house.press("Withdraw mine", KIM)
    if before in {"time up", "little left at the end"}:
        await house.settle(after=timedelta(hours=1))
    # Everybody was asked to agree, if they can be.
    await all_pages(house)
    seen = await all_pages(house)
    for who in (KIM, LEE, MAX, KIM):
        await house.write(who, f"What {who.name} wrote later")
        assert await all_pages(house) == seen


async def test_a_tenth_contribution_changes_no_band_while_it_waits_alone(house: House) -> None:
    await house.write_enough()
    for who in (KIM, LEE, MAX, KIM):
        await house.write(who)
    await items(house)
    assert "5 to 9" in await house.look()
    await house.write(LEE)
    assert "5 to 9" in await house.look()
    for who in (KIM, LEE, MAX, MAX):
        await house.write(who)
    assert "10 to 19" in await house.look()


async def test_when_the_time_is_up_the_rest_is_listed_once(house: House) -> None:
    await house.write_enough()
    first = await items(house)
    await house.write(KIM, "What Kim wrote later")
    assert await items(house) == first
    await house.settle(after=timedelta(hours=1))
    assert await items(house) == {*first, "What Kim wrote later"}
    await house.write(LEE, "What came after the time")
    assert "What came after the time" not in await items(house)
    await house.does(call("session-extend", session=house.id, phase=0))
    await house.settle(after=timedelta(hours=1))
    assert "What came after the time" not in await items(house)


async def test_too_little_is_not_listed_when_the_time_is_up_either(house: House) -> None:
    await house.join(KIM, LEE)
    for who in (KIM, LEE):
        await house.write(who, "What two of them wrote")
    await house.settle(after=timedelta(hours=1))
    assert await items(house) == set()


async def test_who_ends_the_writing_sees_all_and_then_shows_it(house: House) -> None:
    await house.write_enough()
    await items(house)
    await house.write(KIM, "What Kim wrote later")
    await house.does(call("session-items", session=house.id))
    asked = await house.press("End the writing")
    assert "gets their words back" in asked
    assert "What Kim wrote later" in await house.press("End it, and list the rest") + await leaf(house)
    assert "The writing has ended" in await house.write(LEE, "What came too late")
    assert "The writing has ended" in await house.look()
    assert "5 more minutes" not in house.buttons
    assert "5 to 9" in await house.press("Show contributions")
    await house.settle()
    assert "What Kim wrote later" in "".join(house.in_thread())
    assert "What came too late" not in "".join(house.in_thread())


async def test_everybody_reads_that_the_writing_has_ended(house: House) -> None:
    await house.write_enough()
    await house.settle()
    await items(house)
    await house.press("End the writing")
    await house.press("End it, and list the rest")
    await house.settle()
    standing = "".join(house.in_thread())
    assert "What we wrote is shown soon." in standing


async def test_what_nobody_could_look_through_is_shown_to_all_only_by_who_was_told_so(house: House) -> None:
    await house.write_enough()
    await items(house)
    await house.write(KIM, "What Kim wrote later")
    await house.look()
    assert "nobody has looked through it" in await house.press("Show contributions")
    assert not (await house.find()).revealed(0)
    await house.press("Show everything now")
    await house.settle()
    assert "What Kim wrote later" in "".join(house.in_thread())


async def test_who_never_looked_through_it_is_not_asked(house: House) -> None:
    await house.write_enough()
    await house.look()
    await house.press("Show contributions")
    assert (await house.find()).revealed(0)


async def test_what_came_cannot_make_enough_of_what_a_facilitator_held_back(house: House) -> None:
    await house.write_enough()
    await items(house)
    await house.press("Hold it back")
    await house.write(MAX, "What Max wrote later")
    show = call("session-reveal", session=house.id, phase=0, sure="yes")
    assert "too early to show" in await house.does(show)
    assert "End the writing" in house.buttons
    await house.press("End the writing")
    await house.press("End it, and list the rest")
    await house.does(show)
    assert (await house.find()).revealed(0)


async def little_left(house: House, *more: Actor) -> None:
    """Let five be looked through, others come later, and one of the five be taken back."""
    await house.write_enough()
    await items(house)
    for who in more:
        await house.write(who, f"What {who.name} wrote later")
    await house.does(call("session-mine", session=house.id), KIM)
    await house.press("Withdraw mine", KIM)


async def test_where_more_may_have_come_nobody_says_that_there_is_too_little(house: House) -> None:
    await little_left(house, MAX)
    panel = await house.look()
    assert "Fewer than 5 contributions from 3 people are left of those that were looked through." in panel
    assert "Contributions: fewer than 5; more may have come since" in panel
    assert "Ask everybody to agree" not in house.buttons
    assert "End the writing" in house.buttons
    refused = await house.press("Show contributions")
    assert "fewer than 5 contributions from 3 people are left of those that were looked through" in refused
    assert "End the writing to see what came since, if anything did." in refused
    assert "Ask everybody to agree" not in house.buttons
    await house.press("End the writing")
    assert "What Max wrote later" in await house.press("End it, and list the rest") + await leaf(house)
    assert "Contributions: 5 to 9" in await house.look()
    assert "more may have come" not in await house.look()


@pytest.mark.parametrize("up", [False, True])
async def test_nobody_is_asked_to_agree_while_it_may_not_be_little(house: House, *, up: bool) -> None:
    await little_left(house, MAX)
    if up:
        await house.settle(after=timedelta(hours=1))
    asking = call("session-ask", session=house.id, phase=0)
    assert "nobody can say yet that it is little. End the writing first." in " ".join(
        (await house.does(asking)).split()
    )
    await house.settle()
    assert "Not much has been written" not in "".join(house.in_thread())


async def test_once_the_writing_has_ended_everybody_can_be_asked_about_the_little_that_is_left(house: House) -> None:
    await little_left(house)
    await house.does(call("session-shut", session=house.id, phase=0, sure="yes"))
    assert "The writing has ended, and there is too little to show" in await house.look()
    assert house.primary == ["Ask everybody to agree"]
    await house.press("Ask everybody to agree")
    await house.settle()
    assert "Not much has been written" in "".join(house.in_thread())


async def test_nobody_is_told_that_nothing_has_come_where_all_that_was_listed_is_gone(house: House) -> None:
    await house.write_enough()
    await items(house)
    await house.write(MAX, "What Max wrote later")
    for who in (KIM, KIM, LEE, LEE):
        await house.does(call("session-mine", session=house.id), who)
        await house.press("Withdraw mine", who)
    await items(house)
    await house.press("Hold it back")
    assert "All that is left of what was looked through is held back." in await house.look()
    await items(house)
    await house.press("Remove it")
    await house.press("Remove it for good")
    for after in (timedelta(), timedelta(hours=1)):
        await house.settle(after=after)
        panel = await house.look()
        assert "left of those that were looked through" in panel
        assert "Contributions: none left; more may have come since" in panel
        assert "as come" not in panel.replace("more may have come", "")
        assert "Nothing is left of what was listed." in await house.does(call("session-items", session=house.id))


async def test_words_of_a_check_out_come_in_lots_too() -> None:
    house = House()
    await house.open(begun(phase=2))
    await house.join(KIM, LEE, MAX)
    await house.book.change(house.id, lambda now: course.advance(now, 2, house.time))
    for who in (KIM, LEE, MAX, KIM, LEE):
        await house.write(who, f"What {who.name} says")
    first = await items(house)
    await house.write(MAX, "What Max adds")
    assert await items(house) == first
    asked = await house.does(call("session-close", session=house.id))
    assert "nobody has looked through those" in asked
    await house.press("End the writing, and look first")
    assert "What Max adds" in await house.press("End it, and list the rest") + await leaf(house)
    assert "Too few" not in await house.does(call("session-close", session=house.id))
    await house.press("Close for everyone")
    session, written = await house.find(), await house.book.contributions(house.id)
    assert sorted(session.order(session.check_out)) == [one.id for one in written]


def test_nothing_is_shut_that_is_too_little_live_over_or_with_names() -> None:
    with pytest.raises(Refusal, match="too early"):
        waiting.shut(begun(), 0, contributions("ann"))
    with pytest.raises(Moved):
        waiting.shut(begun(phase=1), 0, contributions(*ENOUGH))
    with pytest.raises(Moved):
        waiting.shut(begun(named=True), 0, contributions(*ENOUGH))
    with pytest.raises(Moved):
        waiting.shut(begun("balint", phase=1), 1, contributions(*ENOUGH, phase=1))


def test_a_phase_is_shut_once_and_the_next_one_is_open() -> None:
    ended = waiting.shut(begun(), 0, contributions(*ENOUGH))
    assert waiting.shut(ended, 0, contributions(*ENOUGH, "cem")) is ended
    assert ended.is_shut
    assert not course.advance(ended, 0, NOW).is_shut


def test_what_all_agreed_to_show_is_listed_and_of_others_who_did_not_nothing_is() -> None:
    agreed = replace(begun(), agreed=("ann",))
    session, seen = looked(agreed, contributions("ann"))
    assert len(seen) == 1
    assert looked(session, contributions("ann", "bea"))[1] == seen
    assert waiting.hindrance(session, 0, contributions("ann", "bea"))
    # Who agreed when there was little did not agree to be read alone beside many.
    many = contributions(*ENOUGH)
    session, seen = looked(agreed, many)
    assert looked(session, [*many, replace(many[0], id="later")])[1] == seen


def test_what_was_taken_back_lets_nothing_in_that_came_later() -> None:
    there = contributions(*ENOUGH)
    session, _ = looked(begun(), there)
    left = [replace(one, standing=Standing.WITHDRAWN) for one in there[:3]] + there[3:]
    later = [replace(one, id=f"later{one.id}") for one in contributions("ann", "bea", "cem", "ann")]
    assert looked(session, [*left, *later])[1] == [one.id for one in there[3:]]


def test_a_session_that_an_older_version_kept_is_looked_through_like_any_other() -> None:
    kept = replace(begun(), id="old")
    old = pack(kept).decode().rstrip().replace('"listed":[],"rested":-1,"shut":-1,"most":0,"passed":0,', "")
    assert "listed" not in old
    session, seen = looked(unpack_as(Session, old.encode()), contributions(*ENOUGH))
    assert len(seen) == FEWEST
    assert unpack_as(Session, pack(session)) == session


def test_what_is_listed_says_nothing_of_when_it_came() -> None:
    there = contributions(*ENOUGH)
    first, _ = looked(begun(), there[::-1])
    assert first.listed == tuple(sorted(one.id for one in there))
    assert looked(first, there)[0] is first


def test_what_comes_after_a_phase_was_shut_is_late() -> None:
    there = contributions(*ENOUGH, "cem")
    ended = waiting.shut(begun(), 0, there[:-1])
    assert showing.late(ended, there[0]) is ended
    assert showing.late(ended, there[-1]).late == (there[-1].id,)
    shown = showing.reveal(ended, 0, there[:-1], CHANCE)
    assert sorted(shown.order(0)) == [one.id for one in there[:-1]]


_AUTHORS = st.sampled_from(["ann", "bea", "cem", "dot"])
_ACTS = st.one_of(
    st.tuples(st.just("write"), _AUTHORS),
    st.tuples(
        st.sampled_from([Standing.WITHDRAWN, Standing.HELD, Standing.REMOVED, Standing.THERE]), st.integers(0, 9)
    ),
)


@given(acts=st.lists(_ACTS, max_size=40))
def test_whatever_comes_and_goes_what_comes_into_view_is_always_enough(acts: Sequence[tuple[str, object]]) -> None:
    session, there, ever = begun(), list[Contribution](), set[str]()
    for act, what in acts:
        if act == "write":
            there.append(Contribution(id=f"{len(there):02}", by=str(what), phase=0, text="…"))
        elif there:
            at = int(str(what)) % len(there)
            # What facilitators do not see, they can do nothing about; and what was taken back stays so.
            may = there[at].id in ever or act == Standing.WITHDRAWN
            if may and there[at].standing is not Standing.WITHDRAWN:
                there[at] = replace(there[at], standing=Standing(act))
        session, seen = looked(session, there)
        if new := [one for one in there if one.id in {*seen} - ever]:
            assert len(new) >= FEWEST
            assert len({one.by for one in new}) >= FEWEST_AUTHORS
        ever.update(seen)
        told = {one.id for one in waiting.counted(session, 0, there)}
        assert not ever or told <= ever

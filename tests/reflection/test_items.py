"""Looking through what was contributed: nothing tells who wrote it, and whoever did is told what became of it."""

import pytest

from bot.chat.calls import call
from bot.chat.views import plain
from bot.reflection import course
from bot.reflection.contributions import Standing
from bot.reflection.formats import Speaker
from tests.reflection.facilitators import KIM, LEE, MAX, House
from tests.reflection.sessions import begun


@pytest.fixture
async def house() -> House:
    house = House()
    await house.open()
    return house


async def items(house: House) -> str:
    return await house.does(call("session-items", session=house.id))


async def remove(house: House) -> str:
    await house.press("Remove it")
    return await house.press("Remove it for good")


async def test_something_is_held_back_let_through_and_removed_without_a_word_of_who(house: House) -> None:
    await house.write_enough()
    assert "Not shown yet" in await items(house)
    held = await house.press("Hold it back")
    assert held.count("Held back: nobody else can read it.") == 1
    assert not any(one.name in held for one in await house.book.participants(house.id))
    assert "Held back" not in await house.press("Let it through")
    await remove(house)
    mine = [await house.does(call("session-mine", session=house.id), who) for who in (KIM, LEE, MAX)]
    assert sum("A facilitator removed it" in one for one in mine) == 1


async def test_nothing_is_read_one_by_one_before_there_is_enough_to_be_shown(house: House) -> None:
    await house.join(KIM, LEE, MAX)
    for who in (KIM, LEE, KIM, LEE, MAX):
        assert "What somebody wrote" not in await items(house)
        assert "Hold it back" not in house.buttons
        await house.write(who, "What somebody wrote")
    assert (await items(house)).count("What somebody wrote") > 1


async def test_what_is_held_back_can_be_let_through_though_others_took_theirs_back(house: House) -> None:
    await house.write_enough()
    await items(house)
    await house.press("Hold it back")
    (held,) = [one for one in await house.book.contributions(house.id) if one.standing is Standing.HELD]
    author = next(who for who in (KIM, LEE, MAX) if who.name in held.text)
    for who in {KIM, LEE, MAX} - {author}:
        await house.does(call("session-mine", session=house.id), who)
        await house.press("Withdraw mine", who)
    said = await items(house)
    assert said.count("Held back: nobody") == 1
    # Nothing new is learnt of what was listed among enough.
    there = said.count("Only its author")
    assert (await house.press("Let it through")).count("Only its author") == there + 1


async def test_where_there_are_names_everything_is_read_as_it_comes() -> None:
    house = House()
    await house.open(begun(named=True))
    await house.does(call("session-join-by-name", session=house.id, tell="no"), KIM)
    await house.write(KIM, "Something about a patient")
    said = await items(house)
    assert "Something about a patient" in said
    assert "nobody can tell you" not in said


async def test_who_agreed_in_one_phase_did_not_agree_to_have_another_read(house: House) -> None:
    await house.join(KIM)
    await house.write(KIM, "Not for your eyes")
    await house.book.change(house.id, lambda now: course.advance(now, 0, house.time))
    await house.write(KIM, "For your eyes")
    await house.does(call("session-agree", session=house.id, phase=1), KIM)
    assert "For your eyes" in await items(house)
    assert "Not for your eyes" not in await house.press("Another phase", filled_in={"phase": "0"})


async def test_nothing_is_removed_by_one_press_and_it_can_be_held_back_instead(house: House) -> None:
    await house.write_enough()
    await items(house)
    asked = await house.press("Remove it")
    assert "Whoever wrote it can still read it" in asked
    assert house.buttons == ["Hold it back instead", "Remove it for good", "Back to what was contributed"]
    assert house.told == []
    assert "Held back" in await house.press("Hold it back instead")
    await house.press("Remove it")
    assert house.buttons == ["Remove it for good", "Back to what was contributed"]
    assert "Held back" in await house.press("Back to what was contributed")


async def test_what_was_taken_back_meanwhile_is_not_asked_about(house: House) -> None:
    await house.write_enough()
    await items(house)
    listed = house.seen
    for who in (KIM, LEE, MAX):
        await house.does(call("session-mine", session=house.id), who)
        while "Withdraw mine" in house.buttons:
            await house.press("Withdraw mine", who)
            await house.does(call("session-mine", session=house.id), who)
    house.seen = listed
    assert "can’t be done now" in await house.press("Remove it")


async def test_its_author_is_told_whatever_becomes_of_it(house: House) -> None:
    await house.write_enough()
    await items(house)
    await house.press("Hold it back")
    await house.press("Let it through")
    await remove(house)
    assert [one.standing for one in house.told] == [Standing.HELD, Standing.THERE, Standing.REMOVED]


async def test_what_everybody_can_read_can_still_be_taken_from_view(house: House) -> None:
    await house.write_enough()
    await house.does(call("session-reveal", session=house.id, phase=0))
    await house.settle()
    assert "Everybody can read it." in await items(house)
    await house.press("Hold it back")
    await house.settle()
    assert "A facilitator looks at this again." in "".join(house.in_thread())
    await house.press("Let it through")
    await remove(house)
    await house.settle()
    assert "A facilitator removed this" in "".join(house.in_thread())
    assert "A facilitator looks at this again." not in "".join(house.in_thread(house.discord))


async def test_phases_that_are_over_can_be_looked_through_and_so_can_a_closed_session(house: House) -> None:
    await house.write_enough()
    await house.does(call("session-reveal", session=house.id, phase=0))
    await house.book.change(house.id, lambda now: course.advance(now, 0, house.time))
    for who in (KIM, LEE, MAX, KIM, LEE):
        await house.write(who, "A second thought")
    said = await items(house)
    assert said.startswith("So what?")
    assert said.count("A second thought") > 1
    assert (await house.press("Another phase", filled_in={"phase": "0"})).count("Everybody can read it.") > 1
    await house.facilitation.close(house.id)
    assert "Not shown\nIts phase is over." in await items(house)
    await house.press("Another phase", filled_in={"phase": "0"})
    await remove(house)
    assert sum(one.standing is Standing.REMOVED for one in await house.book.contributions(house.id)) == 1


async def test_a_phase_that_is_none_is_no_fault(house: House) -> None:
    assert "Nothing is there" in await house.does(call("session-items", session=house.id, phase=99))
    await house.gather()
    assert "Nothing is there" in await items(house)


async def test_what_was_shown_is_headed_as_in_the_thread(house: House) -> None:
    await house.write_enough()
    await house.does(call("session-reveal", session=house.id, phase=0))
    said = await items(house) + await house.press("More")
    assert [said.count(f"{number}\nEverybody can read it.") for number in range(1, 6)] == [1] * 5
    session = await house.find()
    reply = call("session-reply", session=house.id, saying=len(session.sayings) - 1, to=session.order(0)[0])
    await house.does(reply.with_args({"text": "I know"}), LEE)
    await house.settle()
    said = await items(house) + await house.press("More")
    assert "6, to 1\nEverybody can read it.\nI know" in said


async def test_what_somebody_brought_is_headed_by_their_part() -> None:
    house = House()
    await house.gather("balint")
    await house.join(KIM)
    await house.does(call("session-bring", session=house.id, part=Speaker.PRESENTER), KIM)
    await house.does(call("session-begin", session=house.id))
    await house.write(KIM, "A patient of mine")
    await house.settle()
    assert "Whoever brought the case (1)\nEverybody can read it.\nA patient of mine" in await items(house)


async def test_many_long_contributions_are_looked_through_in_pages(house: House) -> None:
    await house.join(KIM, LEE, MAX)
    for who in (KIM, LEE):
        for _ in range(4):
            await house.write(who, "long " * 300)
    await house.write(MAX, "long " * 300)
    await items(house)
    seen = house.buttons.count("Hold it back")
    while "More" in house.buttons:
        await house.press("More")
        assert len(plain(house.seen)) < 4000
        seen += house.buttons.count("Hold it back")
    assert seen == 9


async def test_a_page_is_seen_again_after_something_was_done_on_it(house: House) -> None:
    await house.join(KIM, LEE, MAX)
    for who in (KIM, LEE, MAX):
        for _ in range(5):
            await house.write(who, "long " * 300)
    await items(house)
    before = await house.press("More")
    assert (await house.press("Hold it back")).count("long") == before.count("long")
    assert house.buttons[0] == "Let it through"
    await house.press("Remove it")
    assert await house.press("Back to what was contributed") != before
    assert house.buttons[0] == "Let it through"


async def test_what_was_taken_back_is_not_there(house: House) -> None:
    await house.join(KIM)
    await house.write(KIM)
    await house.press("Withdraw mine", KIM)
    assert "Nothing is there" in await items(house)


async def test_words_at_the_check_out_are_looked_through_like_others() -> None:
    house = House()
    await house.open(begun(phase=2))
    await house.join(KIM, LEE, MAX)
    await house.book.change(house.id, lambda now: course.advance(now, 2, house.time))
    for who in (KIM, LEE, MAX, KIM, LEE):
        await house.write(who, "Lighter")
    assert (await items(house)).startswith("Check-out")
    assert "Held back" in await house.press("Hold it back")

"""Looking through what was contributed: nothing tells who wrote it, and whoever did is told what became of it."""

import pytest

from bot.chat.calls import call
from bot.chat.views import plain
from bot.reflection import course
from bot.reflection.model import Standing
from tests.reflection.facilitators import KIM, LEE, House
from tests.reflection.sessions import begun


@pytest.fixture
async def house() -> House:
    house = House()
    await house.open()
    return house


async def items(house: House) -> str:
    return await house.does(call("session-items", session=house.id))


async def test_something_is_held_back_let_through_and_removed_without_a_word_of_who(house: House) -> None:
    await house.join(KIM)
    await house.write(KIM, "Something about a patient")
    assert "Not shown yet." in await items(house)
    held = await house.press("Hold it back")
    assert "Held back: nobody else can read it.\nSomething about a patient" in held
    assert not any(one.name in held for one in await house.book.participants(house.id))
    assert "Not shown yet." in await house.press("Let it through")
    assert "Nothing is there" in await house.press("Remove it")
    assert "A facilitator removed it" in await house.does(call("session-mine", session=house.id), KIM)


async def test_its_author_is_told_whatever_becomes_of_it(house: House) -> None:
    await house.join(KIM)
    await house.write(KIM)
    await items(house)
    await house.press("Hold it back")
    await house.press("Let it through")
    await house.press("Remove it")
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
    await house.press("Remove it")
    await house.settle()
    assert "A facilitator removed this" in "".join(house.in_thread())
    assert "A facilitator looks at this again." not in "".join(house.in_thread(house.discord))


async def test_phases_that_are_over_can_be_looked_through_and_so_can_a_closed_session(house: House) -> None:
    await house.write_enough()
    await house.does(call("session-reveal", session=house.id, phase=0))
    await house.book.change(house.id, lambda now: course.advance(now, 0, house.time))
    await house.write(KIM, "A second thought")
    said = await items(house)
    assert said.startswith("So what?")
    assert said.count("Contribution\n") == 1
    assert (await house.press("Another phase", filled_in={"phase": "0"})).count("Everybody can read it.") > 1
    await house.book.close(house.id)
    assert "It was not shown." in await items(house)
    await house.press("Another phase", filled_in={"phase": "0"})
    await house.press("Remove it")
    assert sum(one.standing is Standing.REMOVED for one in await house.book.contributions(house.id)) == 1


async def test_a_phase_that_is_none_is_no_fault(house: House) -> None:
    assert "Nothing is there" in await house.does(call("session-items", session=house.id, phase=99))
    await house.gather()
    assert "Nothing is there" in await items(house)


async def test_many_long_contributions_are_looked_through_in_pages(house: House) -> None:
    await house.join(KIM, LEE)
    for who in (KIM, LEE):
        for _ in range(5):
            await house.write(who, "long " * 300)
    await items(house)
    seen = house.buttons.count("Hold it back")
    while "More" in house.buttons:
        await house.press("More")
        assert len(plain(house.seen)) < 4000
        seen += house.buttons.count("Hold it back")
    assert seen == 10


async def test_what_was_taken_back_is_not_there(house: House) -> None:
    await house.join(KIM)
    await house.write(KIM)
    await house.press("Withdraw mine", KIM)
    assert "Nothing is there" in await items(house)


async def test_words_at_the_check_out_are_looked_through_like_others() -> None:
    house = House()
    await house.open(begun(phase=2))
    await house.join(KIM)
    await house.book.change(house.id, lambda now: course.advance(now, 2, house.time))
    await house.write(KIM, "Lighter")
    assert (await items(house)).startswith("Check-out")
    assert "Held back" in await house.press("Hold it back")

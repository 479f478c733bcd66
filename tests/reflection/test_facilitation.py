"""What facilitators do with what was written: what is held, removed or closed shows no more than it may."""

import pytest

from bot.chat.errors import Refusal
from bot.chat.veil import Veil
from bot.reflection import course
from bot.reflection.facilitation import Facilitation
from bot.reflection.model import Stage, Told
from tests.reflection.sessions import NOW
from tests.reflection.test_sessionbook import CHANCE, KIM, LEE, MAX, UNA, House, Slow, revealed

# Moderating ---------------------------------------------------------------------------


async def test_what_is_held_is_not_shown_with_the_others_and_follows_when_it_is_let_through(house: House) -> None:
    key = await house.begin(KIM, LEE, MAX, UNA)
    said = await house.write(key, KIM, LEE, MAX, KIM, LEE, UNA)
    await house.facilitation.hold(key, said[5].id)
    await house.facilitation.reveal(key, 0)
    assert len(await house.shown(key)) == 5
    await house.facilitation.let_through(key, said[5].id)
    assert said[5].id == (await house.book.find(key)).order(0)[-1]
    assert len(await house.shown(key)) == 6


async def test_what_is_let_through_before_the_others_are_shown_waits_with_them(house: House) -> None:
    key = await house.begin(KIM)
    (said,) = await house.write(key, KIM)
    await house.facilitation.hold(key, said.id)
    await house.facilitation.let_through(key, said.id)
    assert await house.shown(key) == []


async def test_what_is_removed_is_seen_no_more_and_its_author_can_be_told(house: House) -> None:
    key, said = await revealed(house)
    removed = await house.facilitation.remove(key, said[0].id)
    assert await house.facilitation.remove(key, said[0].id) == removed
    assert said[0].id not in [one.id for one in await house.shown(key)]
    assert await house.book.author(key, removed) == await house.book.participant(key, KIM)
    with pytest.raises(Refusal, match="can’t be done now"):
        await house.facilitation.hold(key, said[0].id)


async def test_what_was_withdrawn_cannot_be_brought_back(house: House) -> None:
    key, said = await revealed(house)
    await house.book.withdraw(key, KIM, said[0].id)
    for doing in (house.facilitation.hold(key, said[0].id), house.facilitation.remove(key, said[0].id)):
        with pytest.raises(Refusal):
            await doing


# The end -------------------------------------------------------------------------------


async def checked_out(house: House, *veils: Veil) -> str:
    """Return a session at its check-out, in which these left a word."""
    key = await house.begin(*dict.fromkeys(veils), phase=3)
    await house.write(key, *veils, phase=3)
    return key


async def test_words_at_the_check_out_are_shown_at_the_close_when_there_are_enough(house: House) -> None:
    key = await checked_out(house, KIM, LEE, MAX, UNA, KIM)
    assert await house.shown(key) == []
    closed = await house.facilitation.close(key)
    assert closed.stage is Stage.CLOSED
    assert len(closed.order(3)) == 5
    assert [one.kind for one in closed.sayings[-2:]] == [Told.SHOWN, Told.CLOSED]


@pytest.mark.parametrize("before", [4, 5])
async def test_a_word_that_is_left_just_before_the_close_is_shown_too(house: House, before: int) -> None:
    key = await house.begin(KIM, LEE, MAX, UNA, phase=3)
    await house.write(key, *(KIM, LEE, MAX, KIM, LEE)[:before], phase=3)
    listing = house.another(Slow(house.papers, house, key, reveals=False, phase=3))
    closed = await Facilitation(listing, lambda: NOW, chance=CHANCE).close(key)
    assert closed.stage is Stage.CLOSED
    assert len(closed.order(3)) == before + 1
    assert "at the last moment" in [one.text for one in await house.shown(key)]


async def test_a_word_that_comes_just_before_too_few_or_a_gentle_end_is_shown_to_nobody(house: House) -> None:
    for words, gently in ((3, False), (5, True)):
        key = await house.begin(KIM, LEE, MAX, UNA, phase=3)
        await house.write(key, *(KIM, LEE, MAX, KIM, LEE)[:words], phase=3)
        listing = house.another(Slow(house.papers, house, key, reveals=False, phase=3))
        await Facilitation(listing, lambda: NOW, chance=CHANCE).close(key, gently=gently)
        assert await house.shown(key) == []


async def test_few_words_at_the_check_out_stay_unseen(house: House) -> None:
    key = await checked_out(house, KIM, LEE, KIM, LEE, KIM)
    closed = await house.facilitation.close(key)
    assert (closed.stage, closed.order(3)) == (Stage.CLOSED, ())


async def test_closing_gently_or_from_anywhere_else_shows_nothing_more(house: House) -> None:
    people = (KIM, LEE, MAX, UNA, KIM)
    gently, paused = await checked_out(house, *people), await checked_out(house, *people)
    await house.book.change(paused, lambda now: course.pause(now, NOW))
    running = await house.begin(*people[:4])
    await house.write(running, *people)
    for key in (gently, paused, running):
        closed = await house.facilitation.close(key, gently=key == gently)
        assert closed.gently == (key == gently)
        assert not any(one.papers for one in closed.sayings)
        with pytest.raises(course.Moved):
            await house.facilitation.close(key)

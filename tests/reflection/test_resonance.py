"""What touches others: nobody is lost who presses at once, and what is said of it changes with the band alone."""

import asyncio

import pytest

from bot.chat.errors import Refusal
from bot.reflection import course
from bot.reflection.resonance import Resonance
from tests.reflection.sessions import NOW
from tests.reflection.test_sessionbook import KIM, LEE, UNA, House, crowd, revealed


async def test_what_it_touches_is_said_anew_only_when_that_reads_differently(house: House) -> None:
    resonance = Resonance(house.book)
    key, said = await revealed(house)
    people = crowd(6)
    for veil in people:
        await house.book.join(key, veil, "Quiet Heron")
    edits = list[int]()
    for veil in (*people, *people):
        await resonance.resonate(key, veil, said[0].id)
        edits.append((await house.book.find(key)).sayings[-1].edits)
    assert edits == [1, 1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 4]


async def test_it_resonates_until_it_is_pressed_again(house: House) -> None:
    resonance = Resonance(house.book)
    key, said = await revealed(house)
    assert await resonance.resonate(key, UNA, said[0].id)
    assert not await resonance.resonate(key, UNA, said[0].id)
    assert (await house.book.contribution(key, said[0].id)).resonates == frozenset()


async def test_of_many_whom_it_touches_at_once_nobody_is_lost(busy_house: House) -> None:
    resonance = Resonance(busy_house.book)
    key, said = await revealed(busy_house)
    people = crowd(40)
    for veil in people:
        await busy_house.book.join(key, veil, "Quiet Heron")
    assert all(await asyncio.gather(*(resonance.resonate(key, veil, said[0].id) for veil in people)))
    assert len((await busy_house.book.contribution(key, said[0].id)).resonates) == 40


async def test_nothing_resonates_unseen_or_with_its_author_or_from_outside(house: House) -> None:
    key, said = await revealed(house)
    await house.book.change(key, lambda now: course.advance(now, 0, NOW))
    unseen = await house.book.contribute(key, KIM, 1, "not yet")
    for veil, paper, why in (
        (LEE, unseen.id, "seen"),
        (KIM, said[0].id, "yourself"),
        (crowd(1)[0], said[0].id, "not in"),
    ):
        with pytest.raises(Refusal, match=why):
            await Resonance(house.book).resonate(key, veil, paper)

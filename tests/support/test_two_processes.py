"""Two processes that look after the same cases, and one that was stopped half-way."""

import asyncio
from dataclasses import replace

from bot.delivery.model import State
from bot.support.model import Dossier, Stage, Standing
from tests.support.house import KIM, LEE, House


async def test_each_request_is_posted_once_by_whoever_is_quicker() -> None:
    house = House()
    other = House(beside=house)
    for actor in (KIM, LEE):
        await house.ask(actor)
        await house.press("Post now", actor)
    for _ in range(5):
        await asyncio.gather(house.wait(seconds=1), other.wait(seconds=1))
        house.clock.move(20)
    assert len(house.public()) == 2
    assert {case.stage for case in await house.cases()} == {Stage.OPEN}


async def test_whoever_was_stopped_before_handing_it_in_is_made_up_for() -> None:
    house = House()
    await house.ask()
    await house.press("Send")

    def released(case: Dossier) -> Dossier:
        return replace(case, entries=(replace(case.request, standing=Standing.RELEASED),), look_at=house.clock.now())

    await house.change(released)
    await House(beside=house).settle()
    assert len(house.public()) == 1
    assert (await house.case()).stage is Stage.OPEN


async def test_whoever_was_stopped_before_writing_down_that_it_was_posted_posts_it_no_second_time() -> None:
    house = House()
    case = await house.post()

    def forgotten(now: Dossier) -> Dossier:
        request = replace(case.request, standing=Standing.RELEASED, posted="", release_at=house.clock.now())
        return replace(now, entries=(request,), look_at=house.clock.now())

    [sent] = await house.letterbox.about(case.id)
    assert sent.state is State.SENT
    house.clock.time = sent.due_at
    await house.change(forgotten)
    await House(beside=house).settle()
    assert len(house.public()) == 1
    assert (await house.case()).posted == case.posted


async def test_two_who_change_a_case_at_once_both_do() -> None:
    house = House()
    await house.post()
    case = (await house.case()).id
    answers = [house.do(f"support-note?case={case}", text=f"Note {number}.") for number in range(5)]
    await asyncio.gather(*answers)
    assert sorted(entry.text for entry in (await house.case()).entries[1:]) == [f"Note {n}." for n in range(5)]


async def test_sending_twice_at_once_sends_once_and_answers_both() -> None:
    house = House()
    await house.ask()
    send = house.button("Post now")
    first, second = await asyncio.gather(house.do(send), house.do(send))
    assert ["It was sent already" in answer for answer in (first, second)].count(True) == 1
    await house.settle()
    assert len(house.public()) == 1

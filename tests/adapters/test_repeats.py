"""A form that is sent again is known again, for a while."""

import asyncio

from adapters.repeats import KEPT, MOST, Repeats
from bot.chat.errors import Unclear
from bot.chat.views import Reply, refuse, say


def answered(reply: Reply) -> "asyncio.Task[Reply]":
    async def answer() -> Reply:
        return reply

    return asyncio.create_task(answer())


async def test_a_form_is_known_once_and_by_all_that_tells_it() -> None:
    repeats, done = Repeats(), answered(say("Done."))
    repeats.keep(done, "kim", "write?words=x")
    assert repeats.take("ada", "write?words=x") is None
    assert repeats.take("kim", "write?words=y") is None
    assert repeats.take("kim", "write?words=x") is done
    assert repeats.take("kim", "write?words=x") is None


async def test_a_form_is_forgotten_after_some_minutes_and_the_oldest_first() -> None:
    time = [0.0]
    repeats, done = Repeats(lambda: time[0]), answered(say("Done."))
    for number in range(MOST + 1):
        repeats.keep(done, str(number))
    assert repeats.take("0") is None
    assert repeats.take("1") is done
    time[0] = KEPT
    assert repeats.take("2") is None


async def test_what_was_not_understood_or_not_done_is_to_be_done() -> None:
    repeats, unclear = Repeats(), answered(refuse(Unclear("That is no date.")))
    ended = answered(say("Done."))
    ended.cancel()
    await asyncio.wait({unclear, ended})
    repeats.keep(unclear, "unclear")
    repeats.keep(ended, "ended")
    assert repeats.take("unclear") is None
    assert repeats.take("ended") is None

"""A channel in which the announcement is gone: that is seen, and everything is said anew there, once and in order."""

import pytest

from bot.chat.calls import Call, call
from bot.delivery.model import State
from bot.reflection import course
from bot.reflection.model import Stage
from tests.delivery.platform import Platform
from tests.reflection.facilitators import BEA, CEM, DISCORD, KIM, OLU, SLACK, House

AGAIN = "Announce it again"


@pytest.fixture
def house() -> House:
    return House()


async def settle(house: House) -> None:
    """Let all be said that is to be: one message after another, where there are several in a channel."""
    for _ in range(4):
        await house.settle()


def heads(platform: Platform) -> list[str]:
    """List how what stands in the channel and its threads begins."""
    return [text.split("\n")[0] for to, key, text in platform.history if key and not to.people]


async def begun_and_shown(house: House) -> None:
    """Let a session have shown what was written in its first phase, and stand everywhere."""
    await house.open()
    await settle(house)
    await house.write_enough()
    await house.facilitation.reveal(house.id, 0)
    await settle(house)


async def lose(house: House) -> None:
    """Let a moderator delete the announcement in Slack."""
    posted = (await house.find()).places[0].posted(0)
    await house.slack.remove(SLACK, posted)


async def lost(house: House) -> str:
    """Let the announcement be gone, and the session go on; returns what its panel says."""
    await begun_and_shown(house)
    await lose(house)
    await house.does(call("session-next", session=house.id, phase=0))
    await settle(house)
    return await house.look()


async def test_what_follows_under_an_announcement_that_is_gone_is_not_said_to_be_posted(house: House) -> None:
    said = await lost(house)
    assert "It cannot be posted in Slack." in said
    assert "Everything is posted in Discord." in said
    assert house.buttons.count(AGAIN) == 1
    assert any("cannot be posted in Slack" in one for one in house.heard(OLU))


async def test_an_announcement_that_could_not_be_said_anew_is_gone(house: House) -> None:
    await house.gather("balint")
    await settle(house)
    await lose(house)
    await house.join(KIM)
    await house.does(call("session-bring", session=house.id, part="presenter"), KIM)
    await settle(house)
    assert "It cannot be posted in Slack. The message that announces it is there no longer." in await house.look()
    assert AGAIN in house.buttons


async def test_all_is_said_anew_in_order_and_once_and_nothing_of_the_old_is_left(house: House) -> None:
    await lost(house)
    elsewhere = heads(house.discord)
    taken = (await house.find()).order(0)[0]
    await house.facilitation.remove(house.id, taken)
    await house.press(AGAIN)
    await settle(house)
    assert heads(house.slack) == elsewhere == heads(house.discord)
    shown = next(text for _, _, text in house.slack.history if text.startswith("What we wrote"))
    assert "A facilitator removed this" in shown
    assert shown.count("What K") + shown.count("What L") + shown.count("What M") == 4
    said = await house.look()
    assert "Everything is posted in Slack and Discord." in said
    assert AGAIN not in house.buttons


async def test_pressed_twice_it_is_announced_once(house: House) -> None:
    await lost(house)
    pressed = house.seen
    await house.press(AGAIN)
    house.seen = pressed
    assert "moved on already" in await house.press(AGAIN)
    await settle(house)
    assert len([one for one in heads(house.slack) if one.startswith("Reflecting together")]) == 1


async def test_it_can_be_lost_and_announced_again_twice_and_is_told_each_time(house: House) -> None:
    await lost(house)
    await house.press(AGAIN)
    await settle(house)
    await lose(house)
    await house.does(call("session-next", session=house.id, phase=1))
    await settle(house)
    await house.look()
    assert len([one for one in house.heard(OLU) if "cannot be posted in Slack" in one]) == 2
    await house.press(AGAIN)
    await settle(house)
    assert heads(house.slack) == heads(house.discord)


async def test_what_was_handed_in_before_is_not_said_under_the_new_one(house: House) -> None:
    await begun_and_shown(house)
    await lose(house)
    await house.does(call("session-next", session=house.id, phase=0))
    await house.plan()
    await house.does(call("session-announce-again", session=house.id, place=0, round=0))
    await settle(house)
    assert heads(house.slack) == heads(house.discord)


async def test_only_those_who_lead_it_can_and_not_once_it_is_closed_or_where_there_is_no_such_channel(
    house: House,
) -> None:
    await lost(house)
    again = {"session": house.id, "place": "0", "round": "0"}
    for who in (BEA, CEM, KIM):
        await house.does(Call("session-announce-again", again), who)
    await house.does(Call("session-announce-again", {**again, "place": "2"}))
    await house.book.change(house.id, lambda now: course.close(now, house.time))
    assert "moved on already" in await house.does(Call("session-announce-again", again))
    session = await house.find()
    assert (session.stage, [one.round for one in session.places]) == (Stage.CLOSED, [0, 0])
    await house.look()
    assert AGAIN not in house.buttons
    assert session.places[1].channel == DISCORD


async def test_all_follows_under_an_announcement_that_failed_and_was_sent_again(house: House) -> None:
    house.close(SLACK)
    await house.open()
    await settle(house)
    assert "It cannot be posted in Slack." in await house.look()
    (failed,) = await house.outbox.show([State.FAILED], most=9, kinds=["session-say"])
    house.slack.closed.clear()
    await house.outbox.change(failed.id, State.WAITING, house.time)
    await house.carry()
    said = await house.look()
    assert "Everything is posted in Discord." in said
    assert "Still being posted in Slack." in said
    await settle(house)
    assert heads(house.slack) == heads(house.discord)
    assert len(heads(house.slack)) == 2
    assert "Everything is posted in Slack and Discord." in await house.look()

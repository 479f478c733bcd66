"""Leaving a session, by people who press what they see: with what they wrote taken back, or kept, and unnoticed."""

import pytest

from tests.journeys import sessions
from tests.journeys.sessions import TOPIC, WHAT, join, lead, members, opened, prompt, write
from tests.journeys.skin import Seen, Skin
from tests.journeys.stage import CHANNEL, Scene, Stage

LEAVE, JOIN, MINE, BRING = "Leave", "Join", "What I contributed", "I’ll bring the case"
WANTED = "One person is still wanted"


@pytest.fixture
def scene() -> Scene:
    return Scene()


async def leaves(person: Skin, words: str, *, says: str = "Nobody is told that you left") -> Seen:
    """Leave from wherever the button stands; returns what is answered."""
    form = await person.press(LEAVE)
    assert list(form.fields) == ["words"]
    assert says in form.notice
    seen = await person.submit(words=words)
    assert "You have left." in seen.text
    return seen


async def panel(fay: Skin) -> str:
    return (await fay.type(sessions.PANEL)).text


async def test_some_leave_a_session_and_nobody_can_tell(stage: Stage) -> None:
    fay, people = await opened(stage), await members(stage)
    kim, robin, lee, noor, olu, fin = people.values()
    await join(*people.values())
    # From the answer to joining, before anything was written; and back again.
    await leaves(fin, "keep")
    assert JOIN in (await fin.type("/sessions")).buttons
    await fin.press(JOIN)
    assert "You are in. You go by" in (await fin.submit(tell="no")).text
    await lead(fay, stage, sessions.BEGIN)
    for person, words in zip(people.values(), WHAT, strict=True):
        await write(person, prompt(0), words)
    before = await panel(fay)

    # From the answer to joining again, with all of it taken back; and from the list, with all of it kept.
    await kim.hears(sessions.ANNOUNCED, CHANNEL)
    assert "in this session already" in (await kim.press(JOIN)).text
    assert "not kept any more" in (await leaves(kim, "back")).text
    await robin.type("/sessions")
    assert MINE in (await leaves(robin, "keep")).buttons
    assert await panel(fay) == before
    await kim.hears(prompt(0), CHANNEL)
    assert "not in this session" in (await kim.press(sessions.CONTRIBUTE)).text

    await lead(fay, stage, sessions.SHOW)
    for person in people.values():
        assert await sessions.counts(person, WHAT) == [0, 1, 1, 1, 1, 1]
    await sessions.check_unnamed(stage, lee)
    # What was kept is still theirs to take back.
    assert TOPIC in (await robin.type("/sessions")).text
    assert WHAT[1] in (await robin.press(MINE)).text
    await robin.press(sessions.TAKE_BACK)
    await stage.advance(minutes=1)
    assert await sessions.counts(noor, WHAT) == [0, 0, 1, 1, 1, 1]

    await olu.type("/sessions")
    await sessions.close(fay, stage)
    assert "nothing to leave any more" in (await olu.press(LEAVE)).text
    await kim.type("/sessions")
    await stage.advance(days=7, hours=2)
    assert await stage.stores.sessions.all() == []


async def test_whoever_was_to_bring_something_leaves_and_somebody_else_brings_it(stage: Stage) -> None:
    fay, people = await opened(stage, "balint"), await members(stage, "Kim", "Robin")
    kim, robin = people.values()
    await join(kim, robin)
    await kim.hears(sessions.ANNOUNCED, CHANNEL)
    await kim.press(BRING)
    await stage.advance(minutes=1)
    assert WANTED not in (await robin.hears(sessions.ANNOUNCED, CHANNEL)).text
    await kim.type("/sessions")
    await leaves(kim, "keep", says="Somebody else can bring the case then")
    await stage.advance(minutes=1)
    assert WANTED in (await robin.hears(sessions.ANNOUNCED, CHANNEL)).text
    await robin.press(BRING)
    assert "Pause for everyone" in (await lead(fay, stage, sessions.BEGIN)).buttons


async def test_with_names_what_somebody_keeps_stands_under_theirs_when_they_have_left(stage: Stage) -> None:
    fay, people = await opened(stage, details="names"), await members(stage, "Kim", "Robin")
    kim, robin = people.values()
    for person in people.values():
        await person.hears(sessions.ANNOUNCED, CHANNEL)
        await person.press(JOIN)
        await person.submit(tell="no")
    await lead(fay, stage, sessions.BEGIN)
    for person, words in zip(people.values(), WHAT[:2], strict=True):
        await write(person, prompt(0), words)
    await kim.type("/sessions")
    await leaves(kim, "keep", says="under your name")
    await robin.type("/sessions")
    await leaves(robin, "back")
    await lead(fay, stage, sessions.SHOW)
    shown = await robin.hears(WHAT[0], CHANNEL)
    assert "Kim" in shown.text
    assert "Robin" not in shown.text
    assert await sessions.counts(kim, WHAT[:2]) == [1, 0]

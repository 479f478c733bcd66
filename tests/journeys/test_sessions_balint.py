"""A case discussion in the manner of Balint: one brings a case, sits back while the others think, and comes back."""

import pytest

from tests.journeys import sessions
from tests.journeys.sessions import join, lead, members, opened, prompt, write
from tests.journeys.skin import Seen, Skin
from tests.journeys.stage import CHANNEL, Scene, Stage

BRING = "I’ll bring the case"
CASE = "She never looks at me, and I dread her name on my list."
CASE_ASKED = prompt(0, "balint")
THOUGHTS = [f"I imagine {what}." for what in ("she is afraid", "you are tired", "nobody asked her", "it is shame")]
LAST = [f"I take {what} with me." for what in ("patience", "a question", "some doubt", "warmth", "quiet", "courage")]


@pytest.fixture
def scene() -> Scene:
    return Scene()


async def tries(person: Skin, phase: int) -> Seen:
    """Press the button of a phase, whoever may write in it."""
    await person.hears(prompt(phase, "balint"), CHANNEL)
    return await person.press(sessions.CONTRIBUTE)


async def appears(stage: Stage, reader: Skin, *words: str) -> None:
    """Check that what was written appeared by itself, once, and says nothing of who wrote it."""
    await stage.advance(minutes=1)
    assert await sessions.counts(reader, words) == [1] * len(words)
    await sessions.check_unnamed(stage, reader)


async def test_a_case_is_brought_thought_about_and_taken_back(stage: Stage) -> None:
    fay, people = await opened(stage, "balint"), await members(stage)
    kim, robin, lee, noor, olu, fin = people.values()
    await join(*people.values())
    assert BRING in (await kim.hears(sessions.ANNOUNCED, CHANNEL)).buttons
    assert "You bring" in (await kim.press(BRING)).text
    await stage.advance(minutes=1)
    assert BRING not in (await robin.hears(sessions.ANNOUNCED, CHANNEL)).buttons
    panel = await lead(fay, stage, sessions.BEGIN)
    assert "Kim" not in panel.text

    assert "only whoever brought" in (await tries(robin, 0)).text
    await write(kim, prompt(0, "balint"), CASE)
    await appears(stage, robin, CASE)

    await sessions.go_on(fay, stage)
    await write(robin, prompt(1, "balint"), "How old is she?")
    await write(kim, prompt(1, "balint"), "In her seventies.")
    await appears(stage, lee, "How old is she?", "In her seventies.")

    await sessions.go_on(fay, stage)
    assert "sit back" in (await tries(kim, 2)).text
    for person, thought in zip((robin, lee, noor, olu), THOUGHTS, strict=True):
        await write(person, prompt(2, "balint"), thought)
    await appears(stage, kim, *THOUGHTS)

    await sessions.go_on(fay, stage)
    assert "only whoever brought" in (await tries(fin, 3)).text
    await write(kim, prompt(3, "balint"), "I see now how lonely she is.")
    await appears(stage, fin, "I see now how lonely she is.")

    await sessions.go_on(fay, stage)
    for person, words in zip(people.values(), LAST, strict=True):
        await write(person, prompt(4, "balint"), words)
    await stage.advance(minutes=1)
    assert await sessions.counts(lee, LAST) == [0] * 6
    await lead(fay, stage, sessions.SHOW)
    await appears(stage, lee, *LAST, CASE)

    await sessions.close(fay, stage)
    await stage.advance(days=7, hours=2)
    assert await sessions.counts(lee, (CASE, *THOUGHTS, *LAST)) == [0] * 11
    assert await stage.stores.sessions.all() == []


async def test_nobody_begins_before_somebody_brings_something_who_can_give_it_back(stage: Stage) -> None:
    fay, people = await opened(stage, "balint"), await members(stage, "Kim", "Robin")
    kim, robin = people.values()
    await join(kim, robin)
    assert "bring" in (await lead(fay, stage, sessions.BEGIN)).text
    assert await kim.count(CASE_ASKED, CHANNEL) == 0
    await kim.hears(sessions.ANNOUNCED, CHANNEL)
    await kim.press(BRING)
    assert "That is fine." in (await kim.press("I’d rather not after all")).text
    await stage.advance(minutes=1)
    await robin.hears(sessions.ANNOUNCED, CHANNEL)
    assert "You bring" in (await robin.press(BRING)).text
    await lead(fay, stage, sessions.BEGIN)
    assert await kim.count(CASE_ASKED, CHANNEL) == 1

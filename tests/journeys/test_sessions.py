"""A Rolfe session from its opening until nothing of it is kept, by people who press what they see."""

from collections.abc import Collection, Sequence

import pytest

from tests.journeys import sessions
from tests.journeys.sessions import (
    MEMBERS,
    SHOWN,
    SO_WHAT,
    TOPIC,
    WORDS,
    join,
    lead,
    members,
    opened,
    prompt,
    write,
)
from tests.journeys.skin import Skin
from tests.journeys.stage import CHANNEL, Scene, Stage

WHAT = [*sessions.WHAT, "I would rather not have written this."]
LATE = "It came to me only later."
NOW_WHAT = [f"I will {what}." for what in ("write it down", "call them", "ask again", "go home", "sleep", "tell her")]


@pytest.fixture
def scene() -> Scene:
    return Scene()


async def test_a_rolfe_session_from_its_opening_until_nothing_of_it_is_kept(stage: Stage) -> None:
    fay, people = await opened(stage), await members(stage)
    kim, robin, lee, noor, olu, fin = people.values()
    await join(*people.values())
    assert "What?" in (await lead(fay, stage, sessions.BEGIN)).text

    # Two of them write twice, one takes theirs back, and one passes.
    for person, words in ((kim, WHAT[:2]), (robin, WHAT[2:4]), (lee, WHAT[4:5]), (noor, WHAT[5:6])):
        assert "sealed" in (await write(person, prompt(0), *words)).text
    await write(fin, prompt(0), WHAT[6])
    assert "taken back" in (await fin.press(sessions.TAKE_BACK)).text
    assert "That is fine." in (await sessions.leave_out(olu, prompt(0))).text
    there, held = WHAT[:5], WHAT[5]
    await stage.advance(minutes=5)
    assert await sessions.counts(olu, WHAT) == [0] * 7

    seen = await sessions.hold(fay, held, WHAT)
    assert not [name for name in MEMBERS if name in seen.text]
    # What comes later is not listed by itself, and shown to nobody before it could be looked through.
    assert "sealed" in (await write(robin, prompt(0), LATE)).text
    await fay.type(sessions.PANEL)
    assert LATE not in (await fay.press(sessions.LOOK_THROUGH)).text
    assert sessions.SHOW_ALL in (await lead(fay, stage, sessions.SHOW)).buttons
    await fay.press(sessions.END_FIRST)
    ended = await fay.press(sessions.END_SURE)
    assert LATE in ended.text + (await fay.press("More")).text
    await stage.advance(minutes=1)
    assert sessions.CONTRIBUTE not in (await olu.hears(prompt(0), CHANNEL)).buttons
    assert "taken back" in (await robin.press(sessions.TAKE_BACK)).text
    await lead(fay, stage, sessions.SHOW)
    for person in people.values():
        assert await sessions.counts(person, [*WHAT, LATE]) == [1] * 5 + [0, 0, 0]
    post = await lee.hears(SHOWN, CHANNEL)
    assert [post.text.count(words) for words in there] == [1] * 5
    await sessions.check_unnamed(stage, lee)

    # What one of them wrote touches the other five.
    for person in (robin, lee, noor, olu, fin):
        assert "resonates with you" in (await sessions.resonate(person, WHAT[0], there)).text
    assert "You wrote that yourself." in (await sessions.resonate(kim, WHAT[0], there)).text
    assert "Thank you." in (await sessions.reply(noor, WHAT[0], "I know that from my ward, too.")).text
    await stage.advance(minutes=1)
    post = await lee.hears(WHAT[0], CHANNEL)
    bands = dict(zip(sessions.in_order(post.text, there), sessions.touches(post), strict=True))
    assert bands.pop(WHAT[0]) == "This resonates (5 to 9)"
    assert set(bands.values()) <= {"This resonates"}
    assert await lee.count("I know that from my ward, too.", CHANNEL) == 1

    await sessions.go_on(fay, stage)
    for phase, words in ((1, SO_WHAT), (2, NOW_WHAT)):
        for person, text in zip(people.values(), words, strict=True):
            await write(person, prompt(phase), text)
        await show_all(stage, fay, people.values(), words)
    for person, word in zip((kim, robin, lee, noor, olu), WORDS, strict=True):
        await sessions.leave_word(person, word)
    assert await sessions.counts(kim, WORDS) == [0] * 5
    await sessions.close(fay, stage)
    assert await sessions.counts(kim, WORDS) == [1] * 5
    await sessions.check_unnamed(stage, kim)
    await check_over(stage, people.values())


async def show_all(stage: Stage, fay: Skin, people: Collection[Skin], words: Sequence[str]) -> None:
    """Show all that was written in a phase, of which nobody saw anything until then, and go on from it."""
    for expected in (0, 1):
        for person in people:
            assert await sessions.counts(person, words) == [expected] * len(words)
        await (sessions.go_on(fay, stage) if expected else lead(fay, stage, sessions.SHOW))


async def check_over(stage: Stage, people: Collection[Skin]) -> None:
    """Check that nothing can be pressed any more, and that a week later all that was shown is gone."""
    written = (*WHAT[:5], *SO_WHAT, *NOW_WHAT, *WORDS)
    *_, fin = people
    # What one who left no word was answered last still has its buttons.
    assert "over" in (await fin.press(sessions.AGAIN)).text
    for person in people:
        for part in (TOPIC, *(prompt(phase) for phase in range(4)), *written):
            assert set((await person.hears(part, CHANNEL)).buttons) <= sessions.ALWAYS
        assert await sessions.counts(person, written) == [1] * len(written)
    (kept,) = await stage.stores.sessions.all()
    await stage.advance(days=6)
    assert await sessions.counts(person, written) == [1] * len(written)
    await stage.advance(days=1, hours=2)
    assert await sessions.counts(person, written) == [0] * len(written)
    assert await person.count(TOPIC, CHANNEL) == 1
    assert await stage.stores.sessions.all() == []
    assert await stage.stores.papers.of(kept.id) == []
    assert await stage.stores.vault.locks([kept.id]) == {}

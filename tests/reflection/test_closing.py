"""Closing a session, in the ordinary way and gently: asked once more, worded by who leads it, done once."""

import pytest

from bot.chat.views import calls, plain
from bot.reflection.closing import LONGEST
from bot.reflection.model import Stage
from bot.reflection.notices import FAREWELL
from tests.reflection.evening import Evening


@pytest.fixture
async def evening() -> Evening:
    evening = Evening()
    await evening.begin()
    return evening


async def test_closing_is_asked_once_more_and_says_what_it_means(evening: Evening) -> None:
    asked = await evening.asks("Olu", "session-close")
    assert "Close “A hard week”?" in plain(asked.blocks)
    assert "Nothing more can be contributed" in plain(asked.blocks)
    assert [one.command for one in calls(asked.blocks)] == ["session-close", "session-close-gently", "session-panel"]
    assert (await evening.session()).stage is Stage.CLOSING
    await evening.presses("Olu", asked, "session-close")
    assert (await evening.session()).stage is Stage.CLOSED


async def test_what_would_be_lost_is_said_before() -> None:
    evening = Evening()
    await evening.begin(phase=0)
    await evening.says("Kim", "session-contribute", phase=0, text="Nobody will read this")
    asked = await evening.says("Olu", "session-close")
    assert "will not be: What?" in asked
    assert "check-out has not come yet" in asked
    assert "Nobody will read this" not in asked


async def test_whether_the_words_are_enough_is_said_without_their_number(evening: Evening) -> None:
    await evening.leaves_words("tired", "lighter", "calm", "glad")
    assert "Too few words" in await evening.says("Olu", "session-close")
    await evening.says("Ben", "session-word", text="ok")
    assert "are shown together" in await evening.says("Olu", "session-close")


async def test_while_it_is_paused_it_says_why_no_words_are_shown_and_how_they_can_be(evening: Evening) -> None:
    await evening.leaves_words("tired", "lighter", "calm", "glad", "ok")
    await evening.says("Olu", "session-pause")
    asked = await evening.asks("Olu", "session-close")
    assert "While it is paused, the words left at the check-out are not shown." in plain(asked.blocks)
    assert "Too few words" not in plain(asked.blocks)
    await evening.presses("Olu", asked, "session-go-on")
    assert "are shown together" in await evening.says("Olu", "session-close")


async def test_two_facilitators_who_close_at_once_close_it_once(evening: Evening) -> None:
    olu, bea = await evening.asks("Olu", "session-close"), await evening.asks("Bea", "session-close")
    await evening.presses("Olu", olu, "session-close")
    assert "quicker" in plain((await evening.presses("Bea", bea, "session-close")).blocks)
    assert "quicker" in await evening.says("Bea", "session-close-gently", text="Too late.")
    await evening.run(minutes=1)
    assert sum(text.startswith("We close here.") for text in evening.read()) == 1


async def test_the_words_for_a_gentle_end_are_prepared_and_can_be_changed(evening: Evening) -> None:
    form = await evening.opens("Olu", "session-close-gently")
    assert form
    assert form.values == {"text": FAREWELL}
    await evening.says("Olu", "session-close-gently", text="We stop here.\n\nBe kind to yourselves & each other.")
    await evening.run(minutes=1)
    for platform in ("slack", "discord"):
        said = evening.read(platform)[-1]
        assert said.startswith("We stop here.\n\nBe kind to yourselves & each other.\n")
        assert "taken away" in said


async def test_who_changes_nothing_says_what_was_prepared(evening: Evening) -> None:
    await evening.says("Olu", "session-close-gently", text=FAREWELL)
    await evening.run(minutes=1)
    assert evening.read()[-1].startswith(FAREWELL.split("\n", maxsplit=1)[0])


async def test_words_that_are_too_long_leave_the_form_open_and_the_session_too(evening: Evening) -> None:
    reply = await evening.asks("Olu", "session-close-gently", text="x" * (LONGEST + 1))
    assert (reply.unclear, (await evening.session()).stage) == ("text", Stage.CLOSING)
    await evening.says("Olu", "session-close-gently", text="&" * LONGEST)
    assert (await evening.session()).farewell == "&" * LONGEST


async def test_only_those_who_lead_it_close_it_and_only_one_that_is_open(evening: Evening) -> None:
    for command, filled_in in (("session-close", {}), ("session-close-gently", {"text": "Over."})):
        assert "That session is led by" in await evening.says("Cem", command, **filled_in)
        assert "facilitators" in await evening.says("Kim", command, **filled_in)
        assert await evening.opens("Cem", command) is None
    await evening.closes()
    assert await evening.opens("Olu", "session-close-gently") is None
    assert "quicker" in await evening.says("Olu", "session-close")


async def test_whoever_wrote_what_was_never_shown_finds_it_until_it_is_forgotten() -> None:
    evening = Evening()
    await evening.begin(phase=0)
    await evening.says("Kim", "session-contribute", phase=0, text="Nobody will read this")
    await evening.closes()
    assert "You find your own words with /sessions until" in evening.read()[-1]
    listed = await evening.says("Kim", "session-mine")
    assert "Nobody will read this" in listed
    assert "It was not shown, and will not be." in listed
    await evening.run(days=9)
    assert "nothing of it is kept" in await evening.says("Kim", "session-mine")


async def test_the_same_is_said_whether_something_was_hidden_or_not(evening: Evening) -> None:
    other = Evening()
    await other.begin()
    await other.leaves_words("tired")
    for one in (evening, other):
        await one.closes()
    assert evening.read()[-1] == other.read()[-1]


async def test_a_restart_at_any_point_of_the_end_says_everything_once(evening: Evening) -> None:
    await evening.leaves_words("tired", "lighter", "calm", "glad", "ok")
    await evening.presses("Olu", await evening.asks("Olu", "session-close"), "session-close")
    for _ in range(4):
        evening.start()
        await evening.planner.plan(evening.house.time)
        await evening.courier.work()
        await evening.courier.finish()
    await evening.run(days=6, hours=3)
    evening.start()
    await evening.run(minutes=5)
    read = evening.read()
    assert sum(text.startswith("How we go from here") for text in read) == 1
    assert sum(text.startswith("We close here.") for text in read) == 1
    assert len(evening.told("U1")) == len(evening.told("U2")) == 1

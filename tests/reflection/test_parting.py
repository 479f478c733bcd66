"""A word at the check-out, and what people tried since: left by who likes, shown together, or not at all."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chat.views import calls, plain
from bot.reflection import course
from bot.reflection.admission import WORD
from bot.reflection.contributions import Standing
from bot.reflection.formats import Speaker
from bot.reflection.model import Seat, Stage
from tests.reflection.evening import CHECK_OUT, PEOPLE, Evening
from tests.reflection.sessions import NOW
from tests.reflection.test_sessionbook import KIM, House

WORDS = ("tired", "lighter", "less alone", "hopeful", "ok")
TRIED = ("asked for a break", "said no once", "rang a colleague", "wrote it down", "nothing, and that is fine")


@pytest.fixture
async def evening() -> Evening:
    evening = Evening()
    await evening.begin(*PEOPLE)
    return evening


async def test_the_words_are_shown_on_one_line_and_in_no_order_when_it_closes(evening: Evening) -> None:
    await evening.leaves_words(*WORDS)
    assert not any(word in text for text in evening.read() for word in WORDS if word != "ok")
    await evening.closes()
    for platform in ("slack", "discord"):
        *_, words, closing = evening.read(platform)
        heading, line = words.split("\n")
        assert (heading, sorted(line.split(" · "))) == ("How we go from here", sorted(WORDS))
        assert closing.startswith("We close here.")


async def test_too_few_words_are_shown_to_nobody_and_nothing_is_said_of_them(evening: Evening) -> None:
    await evening.leaves_words(*WORDS[:4])
    await evening.closes()
    assert not any(word in text for text in evening.read() for word in WORDS[:4])
    assert "How we go from here" not in str(evening.read())


async def test_a_gentle_end_and_a_pause_show_no_words() -> None:
    for gently in (True, False):
        evening = Evening()
        await evening.begin()
        await evening.leaves_words(*WORDS)
        if gently:
            await evening.says("Olu", "session-close-gently", text="We stop here.")
        else:
            await evening.says("Olu", "session-pause")
            await evening.closes()
        await evening.run(minutes=1)
        assert (await evening.session()).stage is Stage.CLOSED
        assert "hopeful" not in str(evening.read())


async def test_one_that_nobody_closes_shows_its_words_as_if_somebody_had(evening: Evening) -> None:
    await evening.leaves_words(*WORDS)
    over = evening.house.time + timedelta(minutes=5)
    await evening.house.book.change(evening.id, lambda one: replace(one, close_at=over))
    await evening.run(minutes=10)
    *_, words, closing = evening.read()
    assert sorted(words.split("\n")[1].split(" · ")) == sorted(WORDS)
    assert closing.startswith("We close here.")


@pytest.mark.parametrize("long", ["x" * (WORD + 1), "two\nlines"])
async def test_more_than_a_few_words_are_refused_kindly_and_the_form_stays_open(evening: Evening, long: str) -> None:
    reply = await evening.asks("Kim", "session-word", text=long)
    assert reply.unclear == "text"
    assert "a word, or a few" in plain(reply.blocks)
    by_the_other_form = await evening.asks("Kim", "session-contribute", phase=CHECK_OUT, text=long)
    assert by_the_other_form.unclear == "text"
    assert await evening.house.book.contributions(evening.id) == []
    assert "Thank you" in await evening.says("Kim", "session-word", text="x" * WORD)


async def test_everybody_leaves_one_word_and_may_think_of_a_better_one(evening: Evening) -> None:
    await evening.leaves_words("tired")
    assert await evening.opens("Kim", "session-word") is None
    again = await evening.asks("Kim", "session-word", text="hopeful")
    assert "You have left “tired” already." in plain(again.blocks)
    assert "taken back" in plain((await evening.presses("Kim", again, "session-withdraw")).blocks)
    assert "Thank you" in await evening.says("Kim", "session-word", text="hopeful")


async def test_a_word_that_is_taken_back_leaves_no_gap(evening: Evening) -> None:
    await evening.leaves_words(*WORDS)
    await evening.closes()
    (mine,) = [one for one in await evening.house.book.contributions(evening.id) if one.text == "hopeful"]
    await evening.says("Una", "session-withdraw", paper=mine.id)
    await evening.run(minutes=1)
    (line,) = [text.split("\n")[1] for text in evening.read() if text.startswith("How we go from here")]
    assert sorted(line.split(" · ")) == sorted(set(WORDS) - {"hopeful"})


async def test_the_words_can_be_read_again_in_private_on_one_line(evening: Evening) -> None:
    await evening.leaves_words(*WORDS)
    await evening.closes()
    page = await evening.asks("Kim", "session-read", phase=CHECK_OUT)
    assert all(word in plain(page.blocks) for word in WORDS)
    assert [one.command for one in calls(page.blocks)] == ["support-not-safe"]


async def test_a_word_is_only_left_at_the_check_out_by_who_is_in_the_session() -> None:
    evening = Evening()
    await evening.begin(phase=1)
    assert "That phase has not come yet" in await evening.says("Kim", "session-word", text="tired")
    await evening.says("Olu", "session-next", phase=1)
    await evening.says("Olu", "session-next", phase=2)
    assert "not in this session" in await evening.says("Zoe", "session-word", text="tired")
    assert await evening.opens("Kim", "session-word")


# What they tried -----------------------------------------------------------------------


async def tells(evening: Evening, *tried: str) -> None:
    for who, text in zip(PEOPLE, tried, strict=False):
        assert "Thank you" in await evening.says(who, "session-tried", text=text)


async def test_what_people_tried_is_shown_together_a_day_before_it_is_forgotten(evening: Evening) -> None:
    await evening.closes()
    await tells(evening, *TRIED)
    await evening.run(days=5, hours=23)
    assert "rang a colleague" not in str(evening.read())
    await evening.run(hours=2)
    for platform in ("slack", "discord"):
        shown = evening.read(platform)[-1]
        assert shown.startswith("What we tried since")
        assert all(text in shown for text in TRIED)
    await evening.run(days=2)
    assert "rang a colleague" not in str(evening.read())


async def test_what_too_few_people_tried_is_shown_to_nobody_and_it_is_too_late_then(evening: Evening) -> None:
    await evening.closes()
    await tells(evening, *TRIED[:4])
    await evening.run(days=6, hours=1)
    assert "What we tried" not in str(evening.read())
    late = await evening.says("Ben", "session-tried", text="canary of Ben")
    assert "Thank you for coming back. What people tried was gathered until" in late
    assert "canary of Ben" in late
    assert await evening.opens("Ben", "session-tried") is None
    assert "It was not shown, and will not be." in await evening.says("Kim", "session-mine")


async def test_whoever_agreed_to_show_little_of_the_last_phase_did_not_agree_to_show_what_they_tried(
    evening: Evening,
) -> None:
    _, lock = await evening.house.book.open(evening.id)
    marks = tuple(evening.veil(who).mark(lock) for who in PEOPLE)
    await evening.closes()
    await evening.house.book.change(evening.id, lambda one: replace(one, agreed=marks))
    await tells(evening, TRIED[0])
    await evening.run(days=6, hours=1)
    assert "What we tried" not in str(evening.read())


async def test_nobody_tells_what_they_tried_before_the_end_or_after_a_gentle_one(evening: Evening) -> None:
    assert "not collected just now" in await evening.says("Kim", "session-tried", text="rest")
    await evening.says("Olu", "session-close-gently", text="We stop here.")
    assert "not collected just now" in await evening.says("Kim", "session-tried", text="rest")
    await evening.run(days=6)
    assert await evening.rows("session-follow-up") == []


async def test_only_those_who_wanted_it_are_asked_and_once() -> None:
    evening = Evening()
    await evening.begin("Kim", "Lee")
    await evening.closes()
    await evening.run(days=6, hours=2)
    asked = await evening.rows("session-follow-up")
    assert len(asked) == 2
    assert {row.due_at - (await evening.session()).shred_at for row in asked} == {timedelta(days=-2)}  # type: ignore[operator] # it is closed


async def test_whoever_wants_it_after_the_close_is_asked_too() -> None:
    evening = Evening()
    await evening.begin("Kim")
    await evening.closes()
    await evening.run(days=1)
    await evening.book.tell(evening.id, evening.veil("Lee"), tell=False, follow_up=True)
    await evening.run(minutes=1)
    asked = await evening.rows("session-follow-up")
    assert len({row.to for row in asked}) == len(asked) == 2
    assert len({row.due_at for row in asked}) == 1


async def test_what_was_taken_back_is_not_shown(evening: Evening) -> None:
    await evening.closes()
    await tells(evening, *TRIED)
    (mine, *_) = await evening.house.book.written_by(evening.id, evening.veil("Kim"))
    await evening.says("Kim", "session-withdraw", paper=mine.id)
    await evening.says("Kim", "session-tried", text="a walk")
    await evening.run(days=6, hours=1)
    assert "a walk" in evening.read()[-1]
    assert TRIED[0] not in evening.read()[-1]
    standing = [one.standing for one in await evening.house.book.contributions(evening.id)]
    assert standing.count(Standing.WITHDRAWN) == 1


async def test_nobody_is_recognised_in_it_by_what_they_brought(house: House) -> None:
    key = await house.begin(KIM, key="balint")
    _, lock = await house.book.open(key)
    seat = Seat(part=Speaker.PRESENTER, mark=KIM.mark(lock))
    await house.book.change(key, lambda one: course.close(replace(one, seats=(seat,)), NOW))
    over = await house.book.find(key)
    said = await house.book.contribute(key, KIM, over.follow_up, "I told my team")
    assert said.part is Speaker.EVERYONE

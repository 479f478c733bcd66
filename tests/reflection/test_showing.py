"""What of a session is shown, when, and in which order."""

import random
from dataclasses import replace

import pytest

from bot.chat.errors import Refusal
from bot.chat.views import plain
from bot.reflection import course, showing
from bot.reflection.contributions import Contribution, Standing
from bot.reflection.course import Moved
from bot.reflection.model import Session, Stage, Told
from bot.support.telling import told
from tests.reflection.sessions import NOW, begun, contributions

CHANCE = random.Random(1)  # noqa: S311 - a test
FIVE = contributions("ann", "bea", "cem", "dee", "eva")


def shown(session: Session) -> list[tuple[str, ...]]:
    return [one.papers for one in session.sayings if one.kind is Told.SHOWN]


def answer(to: Contribution, paper: str = "answer", by: str = "fay") -> Contribution:
    return Contribution(id=paper, by=by, phase=to.phase, text="Me too", answers=to.id)


# The reveal --------------------------------------------------------------------------


def test_too_few_contributions_are_not_shown_because_they_would_tell_who_wrote_them() -> None:
    running = begun()

    for marks in (("ann",), ("ann", "bea", "cem", "ann"), ("ann", "bea", "ann", "bea", "ann", "bea")):
        with pytest.raises(Refusal, match="too early"):
            showing.reveal(running, 0, contributions(*marks), CHANCE)
    with pytest.raises(Refusal, match="Nothing was contributed"):
        showing.reveal(running, 0, [], CHANCE)


def test_few_are_shown_when_everybody_who_wrote_one_agrees() -> None:
    two = contributions("ann", "bea")

    assert showing.reveal(replace(begun(), agreed=("ann", "bea")), 0, two, CHANCE).revealed(0)
    with pytest.raises(Refusal, match="too early"):
        showing.reveal(replace(begun(), agreed=("ann", "cem")), 0, two, CHANCE)


def test_with_names_there_is_nothing_to_protect() -> None:
    assert showing.reveal(begun(named=True), 0, contributions("ann"), CHANCE).revealed(0)


def test_shows_what_waits_and_nothing_else_of_that_phase() -> None:
    written = [
        *FIVE,
        Contribution(id="held", by="fay", phase=0, text="…", standing=Standing.HELD),
        Contribution(id="back", by="gus", phase=0, text="…", standing=Standing.WITHDRAWN),
        Contribution(id="gone", by="gus", phase=0, text="…", standing=Standing.REMOVED),
        Contribution(id="next", by="ann", phase=1, text="…"),
    ]

    revealed = showing.reveal(begun(), 0, written, CHANCE)

    assert sorted(revealed.order(0)) == [f"{number:08x}" for number in range(5)]
    assert (revealed.order(1), revealed.revealed(1)) == ((), False)


def test_the_order_of_a_reveal_says_nothing() -> None:
    written = contributions(*(f"p{number}" for number in range(30)))
    orders = {showing.reveal(begun(), 0, written, random.Random(seed)).order(0) for seed in range(20)}  # noqa: S311 - a test

    assert len(orders) == 20


def test_a_phase_is_revealed_once_while_it_runs_and_never_where_it_is_live() -> None:
    revealed = showing.reveal(begun(), 0, FIVE, CHANCE)

    for session, phase in ((revealed, 0), (begun(phase=1), 0), (begun("balint"), 0), (course.close(begun(), NOW), 0)):
        with pytest.raises(Moved):
            showing.reveal(session, phase, FIVE, CHANCE)


def test_once_it_is_revealed_what_asked_for_more_is_said_anew() -> None:
    assert [one.edits for one in showing.reveal(begun(), 0, FIVE, CHANCE).sayings] == [0, 1, 0]


def test_words_at_the_check_out_are_shown_like_any_others() -> None:
    ending = begun(phase=3)

    assert ending.stage is Stage.CLOSING
    with pytest.raises(Refusal, match="too early"):
        showing.reveal(ending, 3, contributions("ann", "bea", phase=3), CHANCE)
    written = contributions("ann", "bea", "cem", "dee", "eva", phase=3)
    assert len(showing.reveal(ending, 3, written, CHANCE).order(3)) == 5


# What need not wait --------------------------------------------------------------------


def test_what_is_said_live_is_shown_at_once_and_once() -> None:
    running = begun("balint")
    first = showing.gathered(running, contributions("ann"), CHANCE)

    assert shown(first) == [("00000000",)]
    assert first.changes == running.changes + 1
    assert showing.gathered(first, contributions("ann"), CHANCE) == first
    assert shown(showing.gathered(first, contributions("ann", "ann"), CHANCE)) == [("00000000",), ("00000001",)]


def test_what_was_said_live_is_not_lost_when_the_phase_is_over() -> None:
    assert shown(showing.gathered(begun("balint", 1), contributions("ann"), CHANCE)) == [("00000000",)]


def test_what_is_hidden_stays_hidden() -> None:
    for running in (begun(), begun(phase=1), begun(phase=3)):
        assert showing.gathered(running, FIVE, CHANCE) == running


def test_answers_to_what_was_shown_and_what_was_let_through_follow_the_others() -> None:
    revealed = showing.reveal(begun(), 0, FIVE, CHANCE)
    late = Contribution(id="late", by="fay", phase=0, text="…")

    followed = showing.gathered(revealed, [*FIVE, late, answer(FIVE[0])], CHANCE)

    assert sorted(shown(followed)[-1]) == ["answer", "late"]
    held = [*FIVE, replace(late, standing=Standing.HELD), replace(answer(FIVE[0]), standing=Standing.WITHDRAWN)]
    assert showing.gathered(revealed, held, CHANCE) == revealed


def test_an_answer_to_what_was_said_live_reveals_nothing_else_of_its_phase() -> None:
    written = [*contributions("ann", phase=0), *(replace(one, id=f"1{one.id}", phase=4) for one in FIVE)]
    running = showing.gathered(begun("balint", 4), written, CHANCE)

    again = showing.gathered(running, [*written, answer(written[0])], CHANCE)

    assert shown(again) == [("00000000",), ("answer",)]
    assert not again.revealed(4)


# What can be done with it --------------------------------------------------------------


def test_only_what_was_shown_and_is_still_there_can_be_seen() -> None:
    revealed = showing.reveal(begun(), 0, FIVE, CHANCE)

    assert showing.shown(revealed, FIVE[0])
    assert not showing.shown(begun(), FIVE[0])
    for standing in set(Standing) - {Standing.THERE}:
        assert not showing.shown(revealed, replace(FIVE[0], standing=standing))
    with pytest.raises(Refusal, match="cannot be seen"):
        showing.check_shown(begun(), FIVE[0])


def test_it_touches_somebody_until_they_press_again_and_never_its_author() -> None:
    revealed = showing.reveal(begun(), 0, FIVE, CHANCE)
    touched = showing.resonated(revealed, FIVE[0], "bea")

    assert touched.resonates == {"bea"}
    assert showing.resonated(revealed, touched, "bea").resonates == frozenset()
    with pytest.raises(Refusal, match="yourself"):
        showing.resonated(revealed, FIVE[0], "ann")
    with pytest.raises(Refusal, match="cannot be seen"):
        showing.resonated(begun(), FIVE[0], "bea")


def test_only_the_message_that_shows_it_is_said_anew() -> None:
    revealed = showing.gathered(showing.reveal(begun(), 0, FIVE, CHANCE), [*FIVE, answer(FIVE[0])], CHANCE)
    before = {one.papers: one.edits for one in revealed.sayings if one.papers}

    touched = showing.touched(revealed, "answer")

    assert {one.papers: one.edits for one in touched.sayings if one.papers} == {**before, ("answer",): 1}
    assert touched.changes == revealed.changes + 1
    assert showing.touched(revealed, "never there") == revealed


# Messages --------------------------------------------------------------------------------


@pytest.mark.parametrize(("length", "most"), [(20, 20), (400, 30), (3000, 200)])
def test_two_hundred_stand_in_few_messages_and_each_in_one(length: int, most: int) -> None:
    written = [replace(one, text="x" * length) for one in contributions(*(f"p{n}" for n in range(200)))]
    texts = {one.id: one.text for one in written}

    messages = shown(showing.reveal(begun(), 0, written, CHANCE))

    assert sorted(paper for papers in messages for paper in papers) == sorted(texts)
    assert len(messages) <= most
    for papers in messages:
        # Each is a text with a button beside it, three parts on Discord, and one more for each further paragraph.
        blocks = [block for paper in papers for block in told("1", texts[paper])]
        assert len(blocks) + 2 * len(papers) <= 32
        assert len(plain(blocks)) <= 3200

"""The course of a session: what moves it on, and what may be said and shown on the way."""

import random
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.chat.errors import Refusal
from bot.reflection import course
from bot.reflection.course import Moved
from bot.reflection.formats import Speaker
from bot.reflection.model import FEWEST, FEWEST_AUTHORS, MOST_EACH, Contribution, Session, Stage, Standing
from tests.reflection.sessions import FORMATS, NOW, contributions, session, somebody

MINUTE = timedelta(minutes=1)
CHANCE = random.Random(1)  # noqa: S311 - a test


def begun(key: str = "rolfe", **how: bool) -> Session:
    return course.begin(session(key, **how), NOW)


def test_begins_with_the_first_phase_and_its_minutes() -> None:
    running = begun()

    assert running.current == FORMATS["rolfe"].phases[0]
    assert running.ends_at == NOW + 12 * MINUTE


def test_in_slow_time_a_phase_lasts_days() -> None:
    assert course.begin(session(days=2), NOW).ends_at == NOW + timedelta(days=2)


def test_goes_on_to_the_check_out_after_the_last_phase() -> None:
    running = begun()
    for phase in range(3):
        running = course.advance(running, phase, NOW)

    assert running.stage is Stage.CLOSING
    assert running.current is None


def test_two_facilitators_who_press_at_once_move_it_once() -> None:
    moved = course.advance(begun(), 0, NOW)

    with pytest.raises(Moved, match="quicker"):
        course.advance(moved, 0, NOW)
    with pytest.raises(Moved):
        course.begin(moved, NOW)


def test_more_time_counts_from_the_end_or_from_now_when_that_has_passed() -> None:
    running = begun()

    assert course.extend(running, 0, 5 * MINUTE, NOW).ends_at == NOW + 17 * MINUTE
    late = NOW + 20 * MINUTE
    assert course.extend(running, 0, 5 * MINUTE, late).ends_at == late + 5 * MINUTE


def test_a_pause_keeps_what_was_left() -> None:
    paused = course.pause(begun(), NOW + 5 * MINUTE)

    assert paused.act_at is None
    assert course.go_on(paused, NOW + 60 * MINUTE).ends_at == NOW + 67 * MINUTE
    with pytest.raises(Refusal, match="paused already"):
        course.pause(paused, NOW)
    longer = course.extend(paused, 0, 5 * MINUTE, NOW)
    assert course.go_on(longer, NOW).ends_at == NOW + 12 * MINUTE


def test_too_few_contributions_are_not_shown_because_they_would_tell_who_wrote_them() -> None:
    running = begun()

    for marks in (("ann",), ("ann", "bea", "cem", "ann"), ("ann", "bea", "ann", "bea", "ann", "bea")):
        with pytest.raises(Refusal, match="too early"):
            course.reveal(running, 0, contributions(*marks), CHANCE)
    with pytest.raises(Refusal, match="Nothing was contributed"):
        course.reveal(running, 0, [], CHANCE)


def test_few_are_shown_when_everybody_who_wrote_one_agrees() -> None:
    two = contributions("ann", "bea")

    assert course.reveal(replace(begun(), agreed=("ann", "bea")), 0, two, CHANCE).revealed(0)
    with pytest.raises(Refusal, match="too early"):
        course.reveal(replace(begun(), agreed=("ann", "cem")), 0, two, CHANCE)


def test_with_names_there_is_nothing_to_protect() -> None:
    assert course.reveal(begun(named=True), 0, contributions("ann"), CHANCE).revealed(0)


def test_shows_what_waits_and_nothing_else_of_that_phase() -> None:
    written = [
        *contributions("ann", "bea", "cem", "dee", "eva"),
        Contribution(id="held", by="fay", phase=0, text="…", standing=Standing.HELD),
        Contribution(id="back", by="gus", phase=0, text="…", standing=Standing.WITHDRAWN),
        Contribution(id="next", by="ann", phase=1, text="…"),
    ]

    [shown] = course.reveal(begun(), 0, written, CHANCE).reveals

    assert sorted(shown.order) == [f"{number:08x}" for number in range(5)]


def test_the_order_of_a_reveal_says_nothing() -> None:
    written = contributions(*(f"p{number}" for number in range(30)))
    orders = {course.reveal(begun(), 0, written, random.Random(seed)).reveals[0].order for seed in range(20)}  # noqa: S311 - a test

    assert len(orders) == 20


@pytest.mark.parametrize(
    ("key", "phase", "part", "says"),
    [
        ("balint", 0, Speaker.EVERYONE, "only whoever brought the case"),
        ("balint", 2, Speaker.PRESENTER, "sit back and listen"),
        ("story-rounds", 0, Speaker.SECOND, "somebody else's turn"),
        ("story-rounds", 1, Speaker.PRESENTER, "somebody else's turn"),
    ],
)
def test_turns_are_kept(key: str, phase: int, part: Speaker, says: str) -> None:
    running = begun(key)
    for done in range(phase):
        running = course.advance(running, done, NOW)

    with pytest.raises(Refusal, match=says):
        course.check_contribution(running, phase, somebody(part=part), "Something")


def test_a_round_of_questions_asks_for_questions() -> None:
    running = course.advance(begun("action-learning"), 0, NOW)

    with pytest.raises(Refusal, match="Only questions"):
        course.check_contribution(running, 1, somebody(), "You should talk to her.")
    course.check_contribution(running, 1, somebody(), "What would she say?")


def test_whoever_has_not_joined_is_told_how() -> None:
    with pytest.raises(Refusal, match="not in this session yet"):
        course.check_contribution(begun(), 0, None, "Something")


def test_a_phase_that_closed_while_the_form_was_open_takes_nothing() -> None:
    with pytest.raises(Refusal, match="phase is over"):
        course.check_contribution(course.advance(begun(), 0, NOW), 0, somebody(), "Something")


def test_nothing_is_contributed_while_it_is_paused_or_after_it_was_shown() -> None:
    with pytest.raises(Refusal, match="paused for everyone"):
        course.check_contribution(course.pause(begun(), NOW), 0, somebody(), "Something")
    shown = course.reveal(begun(), 0, contributions("a", "b", "c", "d", "e"), CHANCE)
    with pytest.raises(Refusal, match="shown already"):
        course.check_contribution(shown, 0, somebody(), "Something")


def test_one_voice_leaves_room_for_the_others() -> None:
    with pytest.raises(Refusal, match="as much as"):
        course.check_contribution(begun(), 0, somebody(), "Something", mine=MOST_EACH)


@given(st.integers(0, 10_000))
def test_a_band_never_says_a_small_number(count: int) -> None:
    said = course.band(count)

    assert (said == "nobody yet") == (count == 0)
    assert (said == "fewer than 5") == (0 < count < 5)


class Course(RuleBasedStateMachine):
    """Every button at every point: whatever is pressed, the course stays one."""

    @initialize(key=st.sampled_from([one.key for one in FORMATS]))
    def open(self, key: str) -> None:
        self.session = session(key)
        self.written: list[Contribution] = []
        self.shown: list[str] = []
        self.now = NOW

    def press(self, step: str, *args: object) -> None:
        with suppress(Refusal):
            self.session = getattr(course, step)(self.session, *args)

    @rule()
    def begin(self) -> None:
        self.press("begin", self.now)

    @rule(phase=st.integers(-1, 6))
    def advance(self, phase: int) -> None:
        self.press("advance", phase, self.now)

    @rule(phase=st.integers(-1, 6), minutes=st.integers(1, 60))
    def extend(self, phase: int, minutes: int) -> None:
        self.press("extend", phase, minutes * MINUTE, self.now)

    @rule()
    def pause(self) -> None:
        self.press("pause", self.now)

    @rule()
    def go_on(self) -> None:
        self.press("go_on", self.now)

    @rule()
    def close(self) -> None:
        self.press("close", self.now)

    @rule()
    def look_at_the_clock(self) -> None:
        phase = self.session.phase
        self.press("passed", self.now)
        assert self.session.phase == phase

    @rule(minutes=st.integers(1, 30))
    def wait(self, minutes: int) -> None:
        self.now += minutes * MINUTE

    @rule(who=st.sampled_from("abcdef"), part=st.sampled_from(Speaker), phase=st.integers(0, 5))
    def contribute(self, who: str, part: Speaker, phase: int) -> None:
        try:
            course.check_contribution(self.session, phase, somebody(who, part), "Why?")
        except Refusal:
            return
        assert self.session.current
        assert phase == self.session.phase
        self.written.append(Contribution(id=f"{len(self.written):08x}", by=who, phase=phase, text="Why?"))

    @rule(phase=st.integers(0, 5), seed=st.integers())
    def reveal(self, phase: int, seed: int) -> None:
        before = self.session
        self.press("reveal", phase, self.written, random.Random(seed))  # noqa: S311 - a test
        for reveal in self.session.reveals[len(before.reveals) :]:
            authors = {one.by for one in self.written if one.id in reveal.order}
            assert len(reveal.order) >= FEWEST
            assert len(authors) >= FEWEST_AUTHORS
            self.shown += reveal.order

    @rule(phase=st.integers(0, 5), seed=st.integers())
    def let_follow(self, phase: int, seed: int) -> None:
        before = [one for reveal in self.session.reveals for one in reveal.order]
        self.press("followed", phase, self.written, random.Random(seed))  # noqa: S311 - a test
        after = [one for reveal in self.session.reveals for one in reveal.order]
        self.shown += [one for one in after if one not in before]

    @invariant()
    def nothing_is_shown_twice(self) -> None:
        assert len(set(self.shown)) == len(self.shown)
        assert sorted(self.shown) == sorted(one for reveal in self.session.reveals for one in reveal.order)

    @invariant()
    def the_clock_stands_only_where_nothing_runs(self) -> None:
        running = self.session.stage is Stage.RUNNING
        assert running or (self.session.ends_at is None and not self.session.paused)


TestCourse = Course.TestCase

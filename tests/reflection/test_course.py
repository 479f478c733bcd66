"""The course of a session: what moves it on, and what may be said on the way."""

import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.chat.errors import Refusal
from bot.reflection import admission, course, showing, turns
from bot.reflection.contributions import FEWEST, FEWEST_AUTHORS, MOST_EACH, Contribution, Standing
from bot.reflection.course import Moved, Waits
from bot.reflection.formats import Showing, Speaker
from bot.reflection.model import CHECK_OUT, DRAFTS, TRIED, Saying, Seat, Session, Stage, Told
from bot.support.model import CAP, KEEP
from tests.reflection.sessions import FORMATS, NOW, begun, contributions, seated, session, somebody

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
CHANCE = random.Random(1)  # noqa: S311 - a test


def said(session: Session) -> list[tuple[Told, int]]:
    return [(one.kind, one.edits) for one in session.sayings]


def test_begins_with_the_first_phase_and_its_minutes() -> None:
    running = begun()

    assert running.current == FORMATS["rolfe"].phases[0]
    assert running.ends_at == NOW + 12 * MINUTE


def test_in_slow_time_a_phase_lasts_days() -> None:
    assert course.begin(session(days=2), NOW).ends_at == NOW + timedelta(days=2)


def test_goes_on_to_the_check_out_after_the_last_phase() -> None:
    ending = begun(phase=3)

    assert ending.stage is Stage.CLOSING
    assert ending.current is CHECK_OUT
    assert ending.ends_at is None
    admission.check_contribution(ending, 3, somebody(), "Lighter")
    with pytest.raises(Moved):
        course.advance(ending, 3, NOW)


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


@pytest.mark.parametrize(
    ("key", "phase", "mark", "says"),
    [
        ("balint", 0, "cem", "only whoever brought the case"),
        ("balint", 2, "ann", "sit back and listen"),
        ("story-rounds", 0, "bea", "somebody else’s turn"),
        ("story-rounds", 1, "ann", "somebody else’s turn"),
    ],
)
def test_turns_are_kept(key: str, phase: int, mark: str, says: str) -> None:
    with pytest.raises(Refusal, match=says):
        admission.check_contribution(begun(key, phase), phase, somebody(mark), "Something")


@pytest.mark.parametrize(
    ("key", "phase", "mark"), [("balint", 0, "ann"), ("balint", 2, "cem"), ("story-rounds", 1, "bea")]
)
def test_whose_turn_it_is_writes(key: str, phase: int, mark: str) -> None:
    admission.check_contribution(begun(key, phase), phase, somebody(mark), "Something")


def test_a_round_of_questions_asks_for_questions() -> None:
    running = begun("action-learning", 1)

    with pytest.raises(Refusal, match="Only questions"):
        admission.check_contribution(running, 1, somebody("cem"), "You should talk to her.")
    admission.check_contribution(running, 1, somebody("cem"), "What would she say?")


def test_whoever_has_not_joined_is_told_how() -> None:
    with pytest.raises(Refusal, match="not in this session"):
        admission.check_contribution(begun(), 0, None, "Something")


def test_a_phase_that_closed_while_the_form_was_open_takes_nothing() -> None:
    with pytest.raises(Refusal, match="phase is over"):
        admission.check_contribution(begun(phase=1), 0, somebody(), "Something")


def test_nothing_is_contributed_while_it_is_paused_or_after_it_was_shown() -> None:
    with pytest.raises(Refusal, match="paused for everyone"):
        admission.check_contribution(course.pause(begun(), NOW), 0, somebody(), "Something")
    shown = showing.reveal(begun(), 0, contributions("a", "b", "c", "d", "e"), CHANCE)
    with pytest.raises(Refusal, match="shown already"):
        admission.check_contribution(shown, 0, somebody(), "Something")


def test_an_answer_may_be_about_a_phase_that_is_over_while_any_runs() -> None:
    shown = showing.reveal(begun(), 0, contributions("a", "b", "c", "d", "e"), CHANCE)

    admission.check_contribution(shown, 0, somebody(), "Me too", answers=True)
    admission.check_contribution(course.advance(shown, 0, NOW), 0, somebody(), "Me too", answers=True)
    for silent in (course.pause(shown, NOW), course.close(shown, NOW)):
        with pytest.raises(Refusal):
            admission.check_contribution(silent, 0, somebody(), "Me too", answers=True)


def test_one_voice_leaves_room_for_the_others() -> None:
    with pytest.raises(Refusal, match="as much as"):
        admission.check_contribution(begun(), 0, somebody(), "Something", mine=MOST_EACH)


# Who brings something ------------------------------------------------------------------


def test_a_format_in_which_somebody_tells_begins_once_they_are_found() -> None:
    with pytest.raises(Refusal, match="Nobody has offered"):
        course.begin(session("balint"), NOW)
    assert course.begin(seated("balint"), NOW).current == FORMATS["balint"].phases[0]


def test_where_nobody_brings_anything_the_clock_begins_nothing_and_waits() -> None:
    due = replace(session("story-rounds"), starts_at=NOW)

    waiting = course.passed(course.seated(due, Seat(part=Speaker.SECOND, mark="bea")), NOW, joined=1)
    assert (waiting.stage, waiting.starts_at) == (Stage.GATHERING, None)
    assert course.passed(replace(seated("story-rounds"), starts_at=NOW), NOW, joined=2).stage is Stage.RUNNING


@pytest.mark.parametrize(
    ("joined", "late", "why"),
    [
        (0, 0, Waits.NOBODY),
        (1, 0, None),
        (1, 30, None),
        (1, 31, Waits.LATE),
        (0, 31, Waits.LATE),
        (0, -1, None),
    ],
)
def test_it_begins_by_itself_only_near_its_time_and_when_somebody_joined(
    joined: int, late: int, why: Waits | None
) -> None:
    now = NOW + late * MINUTE
    due = replace(session(), starts_at=NOW, meeting="5e71e5@20260707T150000")
    assert course.waits(due, now, joined) is why
    after = course.passed(due, now, joined=joined)
    assert (after.stage is Stage.RUNNING) == (why is None and late >= 0)
    if why:
        assert (after.starts_at, after.meeting) == (None, "")
        # What announces it promises that time no longer.
        assert (after.sayings[0].edits, after.changes) == (1, due.changes + 1)


def test_the_first_who_asks_brings_something_and_nobody_brings_two_things() -> None:
    gathering = course.seated(session("story-rounds"), Seat(part=Speaker.PRESENTER, mark="ann"))

    with pytest.raises(Refusal, match="Somebody else"):
        course.seated(gathering, Seat(part=Speaker.PRESENTER, mark="bea"))
    with pytest.raises(Refusal, match="already"):
        course.seated(gathering, Seat(part=Speaker.SECOND, mark="ann"))
    for part in (Speaker.EVERYONE, Speaker.OTHERS):
        with pytest.raises(Moved):
            course.seated(gathering, Seat(part=part, mark="bea"))
    with pytest.raises(Moved):
        course.seated(session("rolfe"), Seat(part=Speaker.PRESENTER, mark="ann"))


def test_a_part_is_given_back_until_the_session_begins() -> None:
    free = course.unseated(seated("balint"), "ann")

    assert free.empty_seats == (Speaker.PRESENTER,)
    for gathering, mark in ((free, "ann"), (seated("balint"), "bea"), (course.close(seated("balint"), NOW), "ann")):
        with pytest.raises(Moved):
            course.unseated(gathering, mark)
    with pytest.raises(Refusal, match="The session has begun"):
        course.unseated(begun("balint"), "ann")
    with pytest.raises(Moved):
        course.seated(begun("balint"), Seat(part=Speaker.PRESENTER, mark="bea"))


# What is said of it --------------------------------------------------------------------


def test_every_step_is_said_and_what_it_replaces_is_said_anew() -> None:
    assert said(begun()) == [(Told.ANNOUNCED, 0), (Told.PHASE, 0)]
    assert said(begun(phase=1)) == [(Told.ANNOUNCED, 0), (Told.PHASE, 1), (Told.PHASE, 0)]


def test_the_announcement_is_said_anew_while_it_is_asked_who_brings_something() -> None:
    assert said(seated("story-rounds")) == [(Told.ANNOUNCED, 2)]
    assert said(course.unseated(seated("balint"), "ann")) == [(Told.ANNOUNCED, 2)]
    assert said(begun("balint")) == [(Told.ANNOUNCED, 2), (Told.PHASE, 0)]


def test_a_pause_is_said_and_changes_what_the_phase_asks_for() -> None:
    paused = course.pause(begun(phase=1), NOW)

    assert said(paused)[1:] == [(Told.PHASE, 1), (Told.PHASE, 1), (Told.PAUSED, 0)]
    assert said(course.go_on(paused, NOW))[1:] == [
        (Told.PHASE, 1),
        (Told.PHASE, 2),
        (Told.PAUSED, 0),
        (Told.GOING_ON, 0),
    ]


def test_the_check_out_can_be_paused_and_has_no_clock() -> None:
    paused = course.pause(begun(phase=3), NOW)

    assert paused.paused
    with pytest.raises(Refusal, match="paused for everyone"):
        admission.check_contribution(paused, 3, somebody(), "Lighter")
    going = course.go_on(paused, NOW + MINUTE)
    assert (going.stage, going.ends_at, going.paused) == (Stage.CLOSING, None, False)
    with pytest.raises(Moved):
        course.extend(going, 3, MINUTE, NOW)


def test_a_draft_is_announced_once_and_neither_begun_nor_closed_before() -> None:
    draft = replace(session(), stage=Stage.DRAFT, shred_at=NOW + DRAFTS - HOUR)

    gathering = course.announced(draft, NOW)
    # Its key was made an hour ago, with the draft.
    assert (gathering.stage, gathering.shred_at, gathering.close_at) == (Stage.GATHERING, None, NOW - HOUR + CAP)
    assert gathering.changes == draft.changes + 1
    with pytest.raises(Moved):
        course.announced(gathering, NOW)
    for doing in (course.begin, course.close, course.pause):
        with pytest.raises(Moved):
            doing(draft, NOW)


def test_one_that_ends_late_is_kept_for_no_longer_than_its_key() -> None:
    going = replace(session(), close_at=NOW)
    assert course.close(going, NOW + timedelta(days=10)).shred_at == NOW + KEEP
    assert course.close(going, NOW - HOUR).shred_at == NOW - HOUR + KEEP


@pytest.mark.parametrize("gently", [False, True])
def test_it_ends_once_from_wherever_it_is_and_all_that_was_said_is_said_anew(gently: bool) -> None:
    for going in (session(), begun(), course.pause(begun(), NOW), begun(phase=3)):
        over = course.close(going, NOW, gently=gently)
        assert (over.stage, over.gently, over.current, over.paused) == (Stage.CLOSED, gently, None, False)
        took_place = over.phase >= 0 and not gently
        assert over.shred_at == NOW + KEEP
        assert over.act_at == NOW + KEEP - (TRIED if took_place else timedelta())
        assert all(edits for _, edits in said(over)[:-1])
        assert said(over)[-1] == (Told.CLOSED, 0)
        with pytest.raises(Moved):
            course.close(over, NOW)


def test_what_changed_since_somebody_looked_is_looked_at_again() -> None:
    looking = replace(begun(), look_at=NOW)

    assert course.looked(looking, looking.changes, None).look_at is None
    assert course.looked(course.changed(looking), looking.changes, None).look_at == NOW


@given(st.integers(0, 10_000))
def test_a_band_never_says_a_small_number(count: int) -> None:
    said = course.band(count)

    assert (said == "nobody yet") == (count == 0)
    assert (said == "fewer than 5") == (0 < count < 5)


class Course(RuleBasedStateMachine):
    """Every button at every point: whatever is pressed, the course stays one."""

    @initialize(
        key=st.sampled_from([one.key for one in FORMATS if one.phases]), planned=st.booleans(), at=st.integers(-2, 6)
    )
    def open(self, key: str, *, planned: bool, at: int) -> None:
        if 0 <= at <= len(FORMATS[key].phases):
            self.session = begun(key, at)
        else:
            stage = Stage.GATHERING if at == -1 else Stage.DRAFT
            self.session = replace(session(key), stage=stage, starts_at=NOW + MINUTE if planned else None)
        self.written: list[Contribution] = []
        self.now = NOW

    def press(self, step: Callable[..., Session], *args: object, **how: object) -> list[Saying]:
        """Do something, if it can be done, and return what is said because of it."""
        before = self.session
        with suppress(Refusal):
            self.session = step(before, *args, **how)
        old = [(one.kind, one.phase, one.papers) for one in before.sayings]
        kept = self.session.sayings[: len(old)]
        assert [(one.kind, one.phase, one.papers) for one in kept] == old
        assert all(now.edits >= then.edits for now, then in zip(kept, before.sayings, strict=True))
        assert self.session.changes > before.changes or self.session.sayings == before.sayings
        return list(self.session.sayings[len(old) :])

    @rule()
    def announce(self) -> None:
        assert self.press(course.announced, self.now) == []

    @rule()
    def begin(self) -> None:
        self.press(course.begin, self.now)

    @rule(part=st.sampled_from(Speaker), who=st.sampled_from("abc"))
    def sit(self, part: Speaker, who: str) -> None:
        self.press(course.seated, Seat(part=part, mark=who))

    @rule(who=st.sampled_from("abc"))
    def stand_up(self, who: str) -> None:
        self.press(course.unseated, who)

    @rule(phase=st.integers(-1, 7))
    def advance(self, phase: int) -> None:
        self.press(course.advance, phase, self.now)

    @rule()
    def advance_from_here(self) -> None:
        self.press(course.advance, self.session.phase, self.now)

    @rule(phase=st.integers(-1, 7), minutes=st.integers(1, 60))
    def extend(self, phase: int, minutes: int) -> None:
        self.press(course.extend, phase, minutes * MINUTE, self.now)

    @rule()
    def pause(self) -> None:
        before = self.session.paused
        self.press(course.pause, self.now)
        assert self.session.paused == (before or self.session.current is not None)

    @rule()
    def go_on(self) -> None:
        self.press(course.go_on, self.now)
        assert not self.session.paused

    @rule(gently=st.booleans())
    def close(self, *, gently: bool) -> None:
        open_before = self.session.stage not in (Stage.DRAFT, Stage.CLOSED)
        said = self.press(course.close, self.now, gently=gently)
        assert [one.kind for one in said] == ([Told.CLOSED] if open_before else [])
        assert self.session.gently == gently or not open_before

    @rule()
    def look_at_the_clock(self) -> None:
        before = self.session
        self.press(course.passed, self.now, joined=1)
        begun = before.stage is Stage.GATHERING and self.session.phase == 0
        assert begun or self.session.phase == before.phase

    @rule(minutes=st.integers(1, 30))
    def wait(self, minutes: int) -> None:
        self.now += minutes * MINUTE

    @rule(who=st.sampled_from("abcdef"), phase=st.integers(0, 6), here=st.booleans(), answers=st.integers(0, 30))
    def contribute(self, who: str, phase: int, *, here: bool, answers: int) -> None:
        shown = [one for one in self.written if showing.shown(self.session, one)]
        answered = shown[answers] if answers < len(shown) else None
        phase = answered.phase if answered else self.session.phase if here else phase
        try:
            admission.check_contribution(self.session, phase, somebody(who), "Why?", answers=bool(answered))
        except Refusal:
            return
        if phase == self.session.follow_up and not answered:
            assert self.session.tried_at
            return
        assert self.session.current
        assert not self.session.paused
        assert answered or (phase == self.session.phase and not self.session.revealed(phase))
        assert turns.may_speak(self.session.current, self.session.part(who))
        to = answered.id if answered else ""
        paper = f"{len(self.written):08x}"
        self.written.append(Contribution(id=paper, by=who, phase=phase, text="Why?", answers=to))

    @rule(number=st.integers(0, 30), to=st.sampled_from(Standing))
    def moderate(self, number: int, to: Standing) -> None:
        if number < len(self.written):
            self.written[number] = replace(self.written[number], standing=to)
            self.press(showing.touched, self.written[number].id)

    @rule(number=st.integers(0, 30))
    def touch(self, number: int) -> None:
        paper = f"{number:08x}"
        before = {one.papers: one.edits for one in self.session.sayings if paper in one.papers}
        assert self.press(showing.touched, paper) == []
        after = {one.papers: one.edits for one in self.session.sayings if paper in one.papers}
        assert after == {papers: edits + 1 for papers, edits in before.items()}

    @rule(phase=st.integers(0, 6), here=st.booleans(), seed=st.integers())
    def reveal(self, phase: int, *, here: bool, seed: int) -> None:
        phase = self.session.phase if here else phase
        said = self.press(showing.reveal, phase, self.written, random.Random(seed))  # noqa: S311 - a test
        shown = [one for one in self.written for saying in said if one.id in saying.papers]
        assert all(one.phase == phase and one.standing is Standing.THERE for one in shown)
        assert not shown or len(shown) >= FEWEST
        assert not shown or len({one.by for one in shown}) >= FEWEST_AUTHORS

    @rule(seed=st.integers())
    def gather(self, seed: int) -> None:
        before = self.session
        said = self.press(showing.gathered, self.written, random.Random(seed))  # noqa: S311 - a test
        there = {paper for one in self.session.sayings for paper in one.papers}
        new = {paper for one in said for paper in one.papers}
        for one in self.written:
            live = before.steps[one.phase].shows is Showing.LIVE
            at_once = one.standing is Standing.THERE and (live or one.answers or before.revealed(one.phase))
            assert not at_once or one.id in there
            assert at_once or one.id not in new

    @invariant()
    def nothing_is_shown_twice_or_in_another_phase(self) -> None:
        phases = {one.id: one.phase for one in self.written}
        shown = [paper for phase in range(len(self.session.steps)) for paper in self.session.order(phase)]
        assert len(set(shown)) == len(shown)
        assert sorted(shown) == sorted(paper for one in self.session.sayings for paper in one.papers)
        assert all(phases[paper] == one.phase for one in self.session.sayings for paper in one.papers)

    @invariant()
    def nothing_is_said_of_a_draft_but_its_announcement(self) -> None:
        assert self.session.stage is not Stage.DRAFT or [one.kind for one in self.session.sayings] == [Told.ANNOUNCED]

    @invariant()
    def the_clock_stands_only_where_nothing_runs(self) -> None:
        assert self.session.stage is Stage.RUNNING or self.session.ends_at is None
        assert self.session.current or not self.session.paused

    @invariant()
    def whoever_brings_something_is_one_and_there_when_it_begins(self) -> None:
        parts, marks = [seat.part for seat in self.session.seats], [seat.mark for seat in self.session.seats]
        assert set(parts) <= set(self.session.format.presenters)
        assert len(set(parts)) == len(parts) == len(set(marks))
        assert self.session.current is None or not self.session.empty_seats


TestCourse = Course.TestCase

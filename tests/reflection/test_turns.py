"""Whose turn it is: exactly the right people write, and everybody is told what there is for them to do."""

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.errors import Refusal
from bot.chat.views import Diverted
from bot.reflection import admission, course, turns
from bot.reflection.contributions import Contribution, Participant
from bot.reflection.formats import PRESENTERS, Format, Phase, Showing, Speaker, fault
from bot.reflection.model import Place, Seat, Session, Stage
from bot.reflection.parts import heading, looked_for, offers, title, whose
from bot.reflection.showing import gathered
from tests.reflection.circle import CHANNEL
from tests.reflection.sessions import FORMATS, NOW

MARKS = {Speaker.PRESENTER: "ann", Speaker.SECOND: "bea", Speaker.EVERYONE: "cem"}
PARTS = st.sampled_from(list(MARKS))
# Who writes in a phase for whom.
WRITE = {
    Speaker.EVERYONE: {Speaker.PRESENTER, Speaker.SECOND, Speaker.EVERYONE},
    Speaker.PRESENTER: {Speaker.PRESENTER},
    Speaker.SECOND: {Speaker.SECOND},
    Speaker.OTHERS: {Speaker.EVERYONE},
}


def gathering(form: Format, *, named: bool = False) -> Session:
    """Return a session in which Ann, and where it takes two Bea, bring something."""
    seats = tuple(Seat(part=part, mark=MARKS[part]) for part in form.presenters)
    places = (Place(channel=CHANNEL, said=("1",)),)
    opened = Session(id="0" * 16, format=form, topic="A hard week", places=places, facilitators=(), named=named)
    return replace(opened, seats=seats)


def at(form: Format, phase: int, *, named: bool = False) -> Session:
    """Return such a session in a phase; the last is its check-out."""
    running = course.begin(gathering(form, named=named), NOW)
    for done in range(phase):
        running = course.advance(running, done, NOW)
    return running


def step(key: str, name: str, *, named: bool = False) -> Session:
    names = [phase.title for phase in FORMATS[key].phases]
    return at(FORMATS[key], names.index(name), named=named)


def writes(session: Session, part: Speaker, *, answers: bool = False) -> bool:
    who = Participant(mark=MARKS[part], name="Quiet Heron")
    try:
        admission.check_contribution(session, session.phase, who, "Why?", answers=answers)
    except Refusal:
        return False
    return True


PHASES = st.lists(
    st.builds(
        Phase,
        title=st.sampled_from(["One", "Two", "Three"]),
        prompt=st.just("What?"),
        guidance=st.just(""),
        minutes=st.integers(1, 60),
        who=st.sampled_from(Speaker),
        shows=st.sampled_from(Showing),
        questions=st.booleans(),
        marked=st.booleans(),
    ),
    min_size=1,
    max_size=6,
)


def playable(phases: list[Phase]) -> Format:
    """Make phases into a format in which a session can be held."""
    brought = any(phase.who is Speaker.PRESENTER for phase in phases)
    spoken = [phase if brought else replace(phase, who=Speaker.EVERYONE) for phase in phases]
    marked = [replace(one, marked=one.marked and brought and one.who is Speaker.EVERYONE) for one in spoken]
    live = [replace(one, shows=Showing.LIVE) if one.marked or one.who in PRESENTERS else one for one in marked]
    form = Format(key="own", name="Our own", about="", source="Us", phases=(*live, *FORMATS["rolfe"].phases[:1]))
    assert not fault(form.phases)
    return form


FORMS = st.one_of(st.sampled_from([one for one in FORMATS if one.phases]), PHASES.map(playable))


# Who writes ------------------------------------------------------------------------------


@given(
    form=FORMS,
    phase=st.integers(0, 6),
    part=PARTS,
    answers=st.booleans(),
)
def test_exactly_those_whose_turn_it_is_write_and_reply(
    form: Format, phase: int, part: Speaker, *, answers: bool
) -> None:
    session = at(form, min(phase, len(form.phases)))
    # Who brings nothing to this format is one of all.
    has = part if part in form.presenters else Speaker.EVERYONE
    assert session.current
    assert writes(session, part, answers=answers) is (has in WRITE[session.current.who])


@given(form=FORMS, phase=st.integers(0, 6), part=PARTS)
def test_whoever_may_not_write_is_told_why_and_when_they_may(form: Format, phase: int, part: Speaker) -> None:
    session = at(form, min(phase, len(form.phases)))
    has, now = part if part in form.presenters else Speaker.EVERYONE, session.current
    assert now
    assert bool(turns.outlook(session, has)) or turns.may_speak(now, has)
    if not turns.may_speak(now, has):
        with pytest.raises(Refusal) as refused:
            turns.check_turn(session, now, has)
        # Everybody writes at the check-out.
        assert refused.value.hint.startswith("Your turn comes in")


@given(form=FORMS, phase=st.integers(0, 6), part=PARTS)
def test_only_what_is_told_by_part_or_in_a_marked_phase_is_recognised(form: Format, phase: int, part: Speaker) -> None:
    now = at(form, min(phase, len(form.phases))).current
    assert now
    assert (turns.recognised(now, part) is part) is (part is Speaker.EVERYONE or now.who is part or now.marked)
    assert now.shows is Showing.LIVE or turns.recognised(now, part) is Speaker.EVERYONE


@given(form=FORMS)
def test_it_begins_when_all_are_found_and_no_sooner(form: Format) -> None:
    full = gathering(form)
    assert course.begin(full, NOW).stage is Stage.RUNNING
    for seat in full.seats:
        without = course.freed(full, seat.part)
        assert [one.call.args["part"] for one in offers(without)] == [seat.part]
        assert form.thing(seat.part) in looked_for(without)
        with pytest.raises(Refusal, match="Nobody has offered"):
            course.begin(without, NOW)
        assert course.seated(without, replace(seat, mark="zoe")).empty_seats == ()


# What they are told ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "name", "part", "says"),
    [
        ("balint", "The case", Speaker.PRESENTER, "You bring the case, and it is your turn: only you write just now."),
        ("balint", "The case", Speaker.EVERYONE, "Just now, only whoever brought the case writes; the others listen."),
        ("balint", "Questions of fact", Speaker.PRESENTER, "What you write now stands as “Whoever brought the case”."),
        ("balint", "Questions of fact", Speaker.EVERYONE, ""),
        ("balint", "Thinking aloud", Speaker.PRESENTER, "you sit back and listen, while the others think about it."),
        ("balint", "A last round", Speaker.PRESENTER, "nothing tells your words from those of others."),
        ("story-rounds", "The first story", Speaker.SECOND, "only whoever brought the first story writes."),
        (
            "story-rounds",
            "Reflections",
            Speaker.SECOND,
            "the second story. In this part you are one of all",
        ),
    ],
)
def test_somebody_is_told_what_their_part_is_now(key: str, name: str, part: Speaker, says: str) -> None:
    told = turns.outlook(step(key, name), part)
    assert says in told
    assert bool(says) is bool(told)


def test_whoever_brings_something_is_told_before_what_their_part_will_be() -> None:
    told = turns.outlook(gathering(FORMATS["balint"]), Speaker.PRESENTER)
    assert told.startswith(
        "You bring the case. In “The case” and “Coming back” only you write; in “Thinking aloud” you"
    )
    assert turns.outlook(gathering(FORMATS["balint"]), Speaker.EVERYONE) == ""


def test_what_others_can_tell_of_whoever_brings_something_is_said_to_them() -> None:
    told = turns.given_away(gathering(FORMATS["balint"]), Speaker.PRESENTER)
    assert "“The case”, “Questions of fact” and “Coming back” stands as “Whoever brought the case”" in told
    assert "In the other parts nothing tells your words from those of others." in told
    named = turns.given_away(gathering(FORMATS["balint"], named=True), Speaker.PRESENTER)
    assert "with your name" in named
    assert "nothing tells" not in named
    assert "nothing tells" not in turns.outlook(step("balint", "A last round", named=True), Speaker.PRESENTER)


def test_the_next_turn_is_named() -> None:
    session = step("balint", "Thinking aloud")
    assert session.current
    with pytest.raises(Refusal) as refused:
        turns.check_turn(session, session.current, Speaker.PRESENTER)
    assert refused.value.hint == "Your turn comes in “Coming back”."


@pytest.mark.parametrize("form", list(FORMATS), ids=lambda one: one.key)
def test_everybody_is_told_who_writes(form: Format) -> None:
    for phase in form.phases:
        told = whose(form, phase)
        assert told.startswith({"everyone": "Everybody", "others": "The others"}.get(phase.who, "Only whoever brought"))
        assert ("marked" in told) is phase.marked


def test_of_two_stories_each_is_known_by_itself() -> None:
    stories, balint = FORMATS["story-rounds"], FORMATS["balint"]
    assert [heading(stories, part) for part in PRESENTERS] == ["The first story", "The second story"]
    assert heading(balint, Speaker.PRESENTER) == "Whoever brought the case"
    assert heading(balint, Speaker.PRESENTER, "Kim") == "Kim, who brought the case"


def test_where_nobody_said_what_is_brought_it_is_something() -> None:
    stories = replace(FORMATS["story-rounds"], brings=())
    assert [heading(stories, part) for part in PRESENTERS] == [
        "Whoever brought something",
        "Whoever brought something else",
    ]
    without = replace(gathering(stories), seats=())
    assert [one.label for one in offers(without)] == ["I’ll bring something", "I’ll bring something else"]


# Questions ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Have you talked to her? I wonder.",
        "What would she say if she were here?",
        "You said “they” three times. Who is that?",
        "What do you need?!",
        "What do you need? 🙂",
        "You asked yourself “why me?”",
        "And what stops you (apart from the rota)?",
        "Who else knows about this?\n\nThank you for telling us.",
        "What happens if you do nothing? I ask because I did nothing.",
        "你跟她谈过吗？",
        "هل تحدثت معها؟",
        "How come?? Really??",
    ],
)
def test_what_ends_with_a_question_asks(text: str) -> None:
    assert turns.asks(text)


@pytest.mark.parametrize(
    "text",
    [
        "You should talk to her.",
        "I wonder what she would say",
        "Did you try? Anyway, I had exactly this last year, and what worked was going to the ward manager.",
        "Why not just ask? She is a reasonable person and will surely listen to you.",
        "?",
        "That sounds hard…",
    ],
)
def test_what_goes_on_telling_is_reminded_and_nothing_of_it_is_lost(text: str) -> None:
    assert not turns.asks(text)
    session = step("action-learning", "Questions")
    assert session.current
    with pytest.raises(Diverted, match="Only questions") as reminded:
        turns.check_question(session, session.current, text)
    assert reminded.value.hint.startswith("Nothing is lost")
    (again,) = reminded.value.ways
    assert again.call.args == {"session": session.id, "phase": "1"}
    assert "text" not in again.call.args


def test_elsewhere_nobody_has_to_ask() -> None:
    session = step("action-learning", "The problem")
    assert session.current
    turns.check_question(session, session.current, "I am stuck.")


# What is shown ----------------------------------------------------------------------------------


def told(number: int, by: Speaker, phase: int = 0, *, recognised: bool = True) -> Contribution:
    part = by if recognised else Speaker.EVERYONE
    words = f"{by} {number}"
    return Contribution(id=f"{9 - number}-{by}", by=MARKS[by], phase=phase, text=words, number=number, part=part)


@given(seed=st.integers(), count=st.integers(1, 6), others=st.integers(0, 4))
def test_what_one_person_tells_keeps_its_order_and_nothing_is_lost(seed: int, count: int, others: int) -> None:
    case = [told(number, Speaker.PRESENTER) for number in range(count)]
    asked = [told(number, Speaker.EVERYONE) for number in range(others)]
    session = gathered(step("balint", "The case"), [*case, *asked], random.Random(seed))  # noqa: S311 - a test
    order = session.order(0)
    assert [paper for paper in order if paper.endswith("presenter")] == [one.id for one in case]
    assert sorted(order) == sorted(one.id for one in (*case, *asked))


@pytest.mark.parametrize(
    ("part", "to", "name", "says"),
    [
        (Speaker.EVERYONE, 0, "", "4"),
        (Speaker.EVERYONE, 2, "", "4, to 2"),
        (Speaker.EVERYONE, 2, "Kim", "4, to 2, Kim"),
        (Speaker.PRESENTER, 0, "", "Whoever brought the case (4)"),
        (Speaker.PRESENTER, 2, "", "Whoever brought the case answers 2 (4)"),
        (Speaker.PRESENTER, 2, "Kim", "Kim, who brought the case, answers 2 (4)"),
    ],
)
def test_a_contribution_is_headed_by_whose_part_it_is(part: Speaker, to: int, name: str, says: str) -> None:
    assert title(FORMATS["balint"], told(1, part), 4, to, name) == says

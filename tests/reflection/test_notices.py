"""What a session says in its channels: all of it worded, nothing to press that does not work, and it fits."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

import pytest

from adapters.discord import render as discord
from adapters.limits import MORE
from adapters.slack import render as slack
from bot.chat.calls import Call
from bot.chat.commands import PARAGRAPH_LENGTH
from bot.chat.requests import Account
from bot.chat.views import Block, Reply, Text, calls, plain
from bot.reflection import course, showing
from bot.reflection.contributions import Contribution, Standing
from bot.reflection.ground_rules import GROUND_RULES, KEPT
from bot.reflection.leading import led_by
from bot.reflection.model import Keeping, Saying, Session, Stage, Told
from bot.reflection.notices import Shown, notice
from bot.support.safety import not_safe_button
from tests.reflection.sessions import FORMATS, NOW, begun, contributions, seated, session
from tests.reflection.test_showing import CHANCE

WRITTEN = contributions("ann", "bea", "cem", "dee", "eva")
PAPERS = {one.id: one for one in WRITTEN}
TYPED = "Use the buttons: what you type here in the thread carries your name."
SAFE = {not_safe_button().call.command}


def revealed(phase: int = 0) -> Session:
    """Return a session that has shown what five wrote in one of its phases."""
    written = [replace(one, phase=phase) for one in WRITTEN]
    return showing.reveal(begun(phase=phase), phase, written, CHANCE)


def paused(running: Session) -> Session:
    return course.pause(running, NOW)


def gone_on(running: Session) -> Session:
    return course.go_on(paused(running), NOW)


def closed(running: Session) -> Session:
    return course.close(running, NOW)


def closed_gently(running: Session) -> Session:
    return course.close(running, NOW, gently=True)


def summed_up(running: Session) -> Session:
    ended = replace(closed(running), keeps=Keeping.SUMMARY, summary="We were tired, and not alone.")
    return course.say(ended, Saying(kind=Told.SUMMARY, phase=ended.phase))


def asked(running: Session) -> Session:
    return showing.ask(running, running.phase, [replace(one, phase=running.phase) for one in WRITTEN[:1]])


def led(running: Session) -> Session:
    olu, bea, cem = (Account("slack", "T1", user) for user in ("U1", "U2", "U3"))
    return led_by(running, (bea, olu, cem), {str(olu): "Olu", str(bea): "Bea"})


STAGES: Sequence[Session] = (
    *(session(one.key) for one in FORMATS),
    *(seated(one.key) for one in FORMATS),
    *(begun(one.key, phase) for one in FORMATS for phase in range(len(one.phases) + 1)),
    *(begun(phase=phase, named=True) for phase in range(4)),
    *(revealed(phase) for phase in range(4)),
    course.advance(revealed(), 0, NOW),
    *(paused(one) for one in (begun(), begun("balint", 2), revealed(), begun(phase=3))),
    *(gone_on(one) for one in (begun(), revealed(), begun(phase=3))),
    *(asked(one) for one in (begun(), begun("gibbs", 2), begun(phase=3))),
    *(paused(asked(begun())), course.advance(asked(begun()), 0, NOW), closed(asked(begun()))),
    *(led(one) for one in (session(), begun(), begun(named=True), begun(phase=3))),
    *(end(one) for end in (closed, closed_gently, summed_up) for one in (session(), begun(), revealed(), revealed(3))),
)


def said(session: Session, papers: Mapping[str, Contribution] = PAPERS) -> Iterator[tuple[Saying, Sequence[Block]]]:
    for number, saying in enumerate(session.sayings):
        yield saying, notice(session, number, Shown(papers=papers))


def pressed(blocks: Sequence[Block]) -> set[str]:
    return {one.command for one in calls(blocks)}


def words(session: Session, kind: Told) -> list[str]:
    return [plain(blocks) for saying, blocks in said(session) if saying.kind is kind]


def test_every_kind_of_saying_is_looked_at_here() -> None:
    assert {one.kind for stage in STAGES for one in stage.sayings} == set(Told)
    assert {stage.stage for stage in STAGES} == set(Stage) - {Stage.DRAFT}


@pytest.mark.parametrize("stage", STAGES)
def test_all_is_worded_and_fits_on_every_platform(stage: Session) -> None:
    for _, blocks in said(stage):
        assert plain(blocks).strip()
        assert fits(blocks)


def fits(blocks: Sequence[Block]) -> bool:
    """Say whether every platform shows all of it."""
    drawn = (discord.render(blocks), slack.message(Reply(tuple(blocks)))["blocks"])
    return not any(MORE in str(one) for one in drawn) and all(str(one).count("action_id") <= 50 for one in drawn)


# What can be pressed -----------------------------------------------------------------------


def works(now: Session, saying: Saying, command: str) -> bool:  # noqa: PLR0911 - one for each button
    """Say whether what can be pressed beneath a saying would be done, for somebody who may."""
    running = now.current is not None
    match command:
        case "session-join" | "session-join-by-name":
            named = command == "session-join-by-name"
            return now.stage in (Stage.GATHERING, Stage.RUNNING) and now.named == named
        case "session-bring":
            return now.stage is Stage.GATHERING and bool(now.empty_seats)
        case "session-contribute":
            open_ = running and saying.phase == now.phase and not now.revealed(saying.phase)
            return open_ and not now.paused
        case "session-agree":
            return running and saying.phase == now.phase and not now.revealed(saying.phase) and not now.paused
        case "session-word":
            return running and now.phase == now.check_out and not now.paused and not now.revealed(now.phase)
        case "session-pass":
            return running and saying.phase == now.phase
        case "session-reply":
            # A pause is short, and does not change all that was shown.
            return running
        case "session-mine" | "session-resonate":
            return now.stage is not Stage.CLOSED
        case _:
            return False


@pytest.mark.parametrize("stage", STAGES)
def test_nothing_can_be_pressed_that_does_not_work(stage: Session) -> None:
    for saying, blocks in said(stage):
        offered = pressed(blocks) - SAFE
        assert all(works(stage, saying, command) for command in offered), (saying.kind, offered)


@pytest.mark.parametrize("stage", STAGES)
def test_what_can_be_done_is_offered_where_it_is_asked_for(stage: Session) -> None:
    offered = {command for _, blocks in said(stage) for command in pressed(blocks)}
    writing = stage.current is not None and not stage.paused and not stage.revealed(stage.phase)
    asks = "session-word" if stage.phase == stage.check_out else "session-contribute"
    assert (asks in offered) == ("session-pass" in offered) == writing
    joining = stage.stage in (Stage.GATHERING, Stage.RUNNING)
    assert bool(offered & {"session-join", "session-join-by-name"}) == joining
    assert ("session-bring" in offered) == (stage.stage is Stage.GATHERING and bool(stage.empty_seats))
    shown = stage.stage is not Stage.CLOSED and any(one.papers for one in stage.sayings)
    assert ("session-mine" in offered) == shown
    spoken_of = shown and any(one.papers and one.phase != stage.check_out for one in stage.sayings)
    assert ("session-reply" in offered) == ("session-resonate" in offered) == spoken_of


@pytest.mark.parametrize("stage", [one for one in STAGES if one.stage is not Stage.CLOSED])
def test_help_is_one_press_away_wherever_something_is_asked_for(stage: Session) -> None:
    for saying, blocks in said(stage):
        over = "This part is over" in plain(blocks)
        assert saying.kind in (Told.GOING_ON, Told.LED) or over or pressed(blocks) >= SAFE


def test_every_press_fits_into_a_button() -> None:
    everything = [one for stage in STAGES for _, blocks in said(stage) for one in calls(blocks)]
    assert all(len(str(one)) <= 96 for one in everything)


# What it says ------------------------------------------------------------------------------


@pytest.mark.parametrize("keeps", Keeping)
def test_everybody_reads_at_the_start_and_at_the_end_what_is_left_of_it(keeps: Keeping) -> None:
    opened = replace(session(), keeps=keeps)
    (announcement,) = words(opened, Told.ANNOUNCED)
    assert KEPT[keeps] in announcement
    assert all(plain([Text(line)]) in announcement for line in GROUND_RULES)
    for ended in (closed(opened), closed_gently(opened)):
        assert KEPT[keeps] in words(ended, Told.CLOSED)[0]


def test_everybody_reads_before_they_join_whether_names_are_read() -> None:
    (unnamed,), (named,) = (words(session(named=one), Told.ANNOUNCED) for one in (False, True))
    assert "nobody here learns who wrote what" in unnamed
    assert "This session is with names" in named
    assert "Everybody reads who wrote what." in named
    assert "whose it is" not in named
    assert "nobody here learns who wrote what" not in named


def test_the_announcement_offers_each_part_that_nobody_has() -> None:
    def offered(gathering: Session) -> list[str]:
        return [one.args["part"] for _, blocks in said(gathering) for one in calls(blocks) if "part" in one.args]

    gathering = session("story-rounds")
    assert offered(gathering) == ["presenter", "second"]
    first = replace(gathering, seats=seated("story-rounds").seats[:1])
    assert offered(first) == ["second"]
    assert offered(seated("story-rounds")) == []


@pytest.mark.parametrize("one", list(FORMATS))
def test_every_phase_says_what_it_asks_who_writes_and_when_it_is_seen(one: object) -> None:
    key = one.key  # type: ignore[attr-defined]
    for number, phase in enumerate(begun(key).format.phases):
        text = words(begun(key, number), Told.PHASE)[-1]
        assert text.startswith(f"{phase.title}\n{phase.prompt}")
        assert ("stays hidden" in text) == (phase.shows == "reveal")
        assert ("Only questions" in text) == phase.questions


def test_contributions_stand_beneath_numbers_in_their_order_and_say_nothing_of_who() -> None:
    now = revealed()
    (text,) = words(now, Told.SHOWN)
    assert text == "\n".join(["What we wrote in “What?”", *(f"{number}\n…" for number in range(1, 6)), TYPED])


def test_with_names_everybody_reads_who_wrote() -> None:
    now = showing.reveal(begun(named=True), 0, WRITTEN[:1], CHANCE)
    named = Shown(papers=PAPERS, names={"ann": "Ann"})
    text = plain(notice(now, len(now.sayings) - 1, named))
    assert "1, Ann\n…" in text
    assert TYPED not in text
    removed = {key: replace(one, standing=Standing.REMOVED) for key, one in PAPERS.items()}
    assert plain(notice(now, len(now.sayings) - 1, Shown(papers=removed))).endswith("A facilitator removed this.")


def test_a_reply_says_to_what_and_comes_without_the_title() -> None:
    now = revealed()
    answered = now.order(0)[2]
    reply = Contribution(id="reply", by="fay", phase=0, text="Me too", answers=answered)
    now = showing.gathered(now, [*WRITTEN, reply], CHANCE)
    text = plain(notice(now, len(now.sayings) - 1, Shown(papers={**PAPERS, "reply": reply})))
    assert text == f"6, to 3\nMe too\n{TYPED}"


@pytest.mark.parametrize(
    ("standing", "says"),
    [
        (Standing.HELD, "looks at this again"),
        (Standing.REMOVED, "A facilitator removed this"),
        (Standing.WITHDRAWN, "took it back"),
    ],
)
def test_what_is_not_to_be_seen_any_more_leaves_its_number_and_a_word_of_why(standing: Standing, says: str) -> None:
    now = revealed()
    gone = now.order(0)[1]
    papers = {**PAPERS, gone: replace(PAPERS[gone], text="canary", standing=standing)}
    *_, (_, blocks) = said(now, papers)
    assert f"2\n{'Whoever wrote this ' if standing is Standing.WITHDRAWN else 'A facilitator'}" in plain(blocks)
    assert says in plain(blocks)
    assert "canary" not in str(blocks)
    assert [one.args["paper"] for one in resonating(blocks)] == [one for one in now.order(0) if one != gone]


def resonating(blocks: Sequence[Block]) -> list[Call]:
    return [one for one in calls(blocks) if one.command == "session-resonate"]


def test_what_cannot_be_found_is_not_made_up() -> None:
    *_, (_, blocks) = said(revealed(), {})
    assert plain(blocks).count("took it back") == 5


@pytest.mark.parametrize(
    ("count", "label"), [(0, "This resonates"), (1, "(fewer than 5)"), (4, "(fewer than 5)"), (5, "(5 to 9)")]
)
def test_how_many_it_touched_is_said_roughly(count: int, label: str) -> None:
    now = revealed()
    touching = frozenset(f"p{number}" for number in range(count))
    papers = {key: replace(one, resonates=touching) for key, one in PAPERS.items()}
    *_, (_, blocks) = said(now, papers)
    labels = [block.button.label for block in blocks if isinstance(block, Text) and block.button]
    assert len(labels) == 5
    assert all(one.endswith(label) for one in labels)


def test_it_ends_gently_with_other_words_and_the_way_to_help() -> None:
    *_, (_, blocks) = said(closed_gently(revealed()))
    assert "Nothing that was said was wrong to say" in plain(blocks)
    assert pressed(blocks) == SAFE
    assert "Thank you" in words(closed(revealed()), Told.CLOSED)[0]


def test_the_summary_is_the_facilitators() -> None:
    (text,) = words(summed_up(begun()), Told.SUMMARY)
    assert text == "What we take with us\nA summary by the facilitators\nWe were tired, and not alone."


# It fits -----------------------------------------------------------------------------------


def longest(text: str, touched: int) -> Iterator[Sequence[Block]]:
    """Word the messages that show thirty contributions with this text, all of them answers by somebody with a name."""
    marks = [f"p{number}" for number in range(30)]
    resonates = frozenset(f"q{number}" for number in range(touched))
    written = [replace(one, text=text, resonates=resonates, answers="00000000") for one in contributions(*marks)]
    now = showing.reveal(begun(named=True), 0, written, CHANCE)
    names = dict.fromkeys(marks, "Somebody With A Name")
    for number, saying in enumerate(now.sayings):
        if saying.papers:
            yield notice(now, number, Shown(papers={one.id: one for one in written}, names=names))


@pytest.mark.parametrize("text", ["x", "word " * 80, "x" * PARAGRAPH_LENGTH, "*_~`" * (PARAGRAPH_LENGTH // 4)])
def test_the_longest_contributions_are_shown_whole_with_all_that_can_be_pressed(text: str) -> None:
    total = 0
    for blocks in longest(text, touched=60):
        shown = len(resonating(blocks))
        total += shown
        assert fits(blocks)
        for drawn in (discord.render(blocks), slack.message(Reply(tuple(blocks)))["blocks"]):
            assert str(drawn).count("This resonates") == shown
            assert "Withdraw mine" in str(drawn)
    assert total == 30


@pytest.mark.parametrize("end", [closed, closed_gently, summed_up])
def test_the_longest_topic_and_summary_fit(end: Callable[[Session], Session]) -> None:
    opened = replace(end(replace(session("story-rounds"), topic="x" * 150)), summary="word " * 600)
    for _, blocks in said(opened):
        assert fits(blocks)


# Who leads, and who agrees -------------------------------------------------------------------


def test_who_leads_is_said_by_name_the_first_of_them_first() -> None:
    (text,) = words(led(begun()), Told.LED)
    assert text.startswith("Bea leads this session now, together with Olu and a facilitator.")
    assert "not whose it is" in text
    (text,) = words(led(begun(named=True)), Told.LED)
    assert "not whose it is" not in text


def test_what_asks_for_agreement_is_the_same_whoever_wrote() -> None:
    others = showing.ask(begun(), 0, WRITTEN[1:2])
    assert words(others, Told.ASKED) == words(asked(begun()), Told.ASKED)
    assert "Nobody here learns who pressed" in words(others, Told.ASKED)[0]


def test_the_announcement_says_how_long_it_takes_and_a_slow_one_speaks_of_days_alone() -> None:
    (quick,) = words(session(), Told.ANNOUNCED)
    assert "It takes about 40 minutes." in quick
    for days, lasts in ((1, "a day"), (3, "3 days")):
        (slow,) = words(session(days=days), Told.ANNOUNCED)
        assert f"Slowly: each phase lasts {lasts}." in slow
        assert "minutes" not in slow

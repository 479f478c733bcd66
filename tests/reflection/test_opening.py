"""Opening a session: a draft that its facilitator alone sees, can change, and announces; or nobody ever saw it."""

from datetime import timedelta

import pytest

from bot.chat.calls import Call, call
from bot.chat.commands import Form
from bot.chat.requests import Account, Actor, Address, Request, Role
from bot.chat.views import Reply, Select, calls, plain
from bot.reflection.building import EXAMPLE
from bot.reflection.formats import BLANK
from bot.reflection.model import Keeping, Session, Stage
from tests.reflection.meetings import JULY
from tests.reflection.sessions import NOW
from tests.reflection.test_whole_session import CHANNELS, WITHOUT_NAMES, Hall

OPEN = Call("session-open", WITHOUT_NAMES)


@pytest.fixture
def hall() -> Hall:
    return Hall(*CHANNELS)


async def only(hall: Hall) -> Session:
    """Return the one session there is."""
    (session,) = await hall.book.all()
    return session


async def form(hall: Hall, asked: Call) -> Form:
    """Open a form as Olu."""
    olu = Actor(Account("slack", "T1", "OLU"), "Olu", frozenset({Role.FACILITATOR}))
    shown = await hall.bot.form_for(Request(asked, olu, CHANNELS[0]))
    assert shown
    return shown


def commands(seen: Reply) -> list[str]:
    return [one.command for one in calls(seen.blocks)]


async def test_a_draft_is_seen_by_nobody_else_and_cannot_be_joined(hall: Hall) -> None:
    preview = await hall.asks("Olu", OPEN)
    assert "Nobody sees this yet" in plain(preview.blocks)
    session = await only(hall)
    assert (session.stage, session.look_at) == (Stage.DRAFT, None)
    assert "No session is open" in plain((await hall.sessions("Kim")).blocks)
    joined = await hall.asks("Kim", Call("session-join", {"session": session.id, "tell": "no"}))
    assert "You are in" not in plain(joined.blocks)


async def test_the_preview_shows_every_phase_and_what_is_left_of_it(hall: Hall) -> None:
    said = plain((await hall.asks("Olu", OPEN)).blocks)
    for part in ("A hard week", "1. What?", "2. So what?", "3. Now what?", "39 minutes", "taken away a week after"):
        assert part in said


async def test_the_form_is_filled_in_with_what_most_sessions_are(hall: Hall) -> None:
    shown = await form(hall, call("session-open"))
    assert (shown.values["format"], shown.values["pace"]) == ("rolfe", "0")
    assert [option.name for option in shown.options] == ["format", "topic", "when", "pace", "details"]


async def test_announcing_it_lets_everybody_join_and_holds_what_was_chosen(hall: Hall) -> None:
    await hall.opens(pace="3", details="names,summary,everything")
    session = await only(hall)
    assert (session.stage, session.shred_at, session.close_at) == (Stage.GATHERING, None, NOW + timedelta(days=90))
    assert (session.days, session.named, session.keeps) == (3, True, Keeping.EVERYTHING)
    assert session.look_at == NOW
    for command, more in (
        ("session-change", WITHOUT_NAMES),
        ("session-build", {"phases": EXAMPLE}),
        ("session-where", {"where": "all"}),
        ("session-announce", {}),
        ("session-discard", {}),
    ):
        late = await hall.asks("Olu", Call(command, {**more, "session": session.id}))
        assert "announced already" in plain(late.blocks)


async def test_a_draft_is_changed_with_what_was_chosen_before_filled_in(hall: Hall) -> None:
    await hall.asks("Olu", Call("session-open", {**WITHOUT_NAMES, "when": "tomorrow 15:00", "details": "summary"}))
    session = await only(hall)
    shown = await form(hall, call("session-change", session=session.id))
    assert shown.values["topic"] == "A hard week"
    assert shown.values["details"] == "summary"
    assert shown.values["when"].endswith("15:00")
    changed = await hall.asks("Olu", Call("session-change", {**shown.call.args, **shown.values, "topic": "Handovers"}))
    assert "Handovers" in plain(changed.blocks)
    after = await only(hall)
    assert (after.starts_at, after.keeps) == (session.starts_at, Keeping.SUMMARY)


async def test_steps_of_ones_own_are_written_before_it_is_announced(hall: Hall) -> None:
    preview = await hall.asks("Olu", Call("session-open", {**WITHOUT_NAMES, "format": BLANK}))
    assert "session-announce" not in commands(preview)
    session = await only(hall)
    refused = await hall.asks("Olu", call("session-announce", session=session.id))
    assert "no phases yet" in plain(refused.blocks)
    shown = await form(hall, call("session-build", session=session.id))
    assert shown.values["phases"] == EXAMPLE
    built = await hall.asks("Olu", Call("session-build", {"session": session.id, "name": "Ours", "phases": EXAMPLE}))
    assert "session-announce" in commands(built)
    assert "What happened?" in plain(built.blocks)
    # Another topic does not cost the phases; another format does.
    again = {**WITHOUT_NAMES, "session": session.id, "format": BLANK, "topic": "Handovers"}
    await hall.asks("Olu", Call("session-change", again))
    assert (await only(hall)).format.name == "Ours"
    await hall.asks("Olu", Call("session-change", {**again, "format": "gibbs"}))
    assert (await only(hall)).format.key == "gibbs"


async def test_a_phase_that_cannot_be_read_keeps_the_form_open(hall: Hall) -> None:
    await hall.asks("Olu", Call("session-open", {**WITHOUT_NAMES, "format": BLANK}))
    session = await only(hall)
    refused = await hall.asks("Olu", Call("session-build", {"session": session.id, "phases": "What? | 999 min"}))
    assert refused.unclear == "phases"
    assert "Line 1" in plain(refused.blocks)


async def test_steps_of_ones_own_are_as_long_as_they_may_be_and_no_longer(hall: Hall) -> None:
    soon, late, later = (f"{NOW + timedelta(days=days):%Y-%m-%d 15:00}" for days in (70, 80, 84))
    chosen = {**WITHOUT_NAMES, "format": BLANK, "pace": "7", "when": soon}
    await hall.asks("Olu", Call("session-open", chosen))
    session = await only(hall)
    steps = {"session": session.id, "name": "Ours", "phases": EXAMPLE}
    refused = await hall.asks("Olu", Call("session-build", steps))
    assert refused.unclear == "phases"
    assert "would not come to its end" in plain(refused.blocks)
    await hall.asks("Olu", Call("session-build", {**steps, "phases": EXAMPLE.splitlines()[0]}))
    assert len((await only(hall)).format.phases) == 1
    again = {**chosen, "session": session.id, "topic": "Handovers"}
    assert (await hall.asks("Olu", Call("session-change", {**again, "when": late}))).unclear is None
    assert (await hall.asks("Olu", Call("session-change", {**again, "when": later}))).unclear == "when"


async def test_it_runs_in_all_channels_or_in_the_one_that_is_chosen(hall: Hall) -> None:
    preview = await hall.asks("Olu", OPEN)
    (select,) = [one for block in preview.blocks for one in getattr(block, "controls", ()) if isinstance(one, Select)]
    assert [choice.label for choice in select.choices] == ["In all channels", "Slack only", "Discord only"]
    session = await only(hall)
    for where, channels in (("discord:2", [CHANNELS[1]]), ("all", list(CHANNELS))):
        await hall.asks("Olu", call("session-where", session=session.id, where=where))
        assert [place.channel for place in (await only(hall)).places] == channels


async def test_with_one_channel_there_is_nothing_to_choose_and_two_on_one_platform_are_told_apart() -> None:
    alone = await Hall(CHANNELS[0]).asks("Olu", OPEN)
    assert "session-where" not in str(alone.blocks)
    twice = await Hall(Address("slack", "C1"), Address("slack", "C2")).asks("Olu", OPEN)
    assert "Slack, channel C2" in str(twice.blocks)


async def test_what_is_thrown_away_is_gone_at_once(hall: Hall) -> None:
    await hall.asks("Olu", OPEN)
    session = await only(hall)
    assert "nobody saw it" in plain((await hall.asks("Olu", call("session-discard", session=session.id))).blocks)
    assert await hall.book.all() == []


async def test_a_draft_that_is_left_alone_is_forgotten_after_a_day(hall: Hall) -> None:
    await hall.asks("Olu", OPEN)
    assert (await only(hall)).act_at == NOW + timedelta(days=1)


async def test_only_whoever_prepares_a_session_sees_and_announces_it(hall: Hall) -> None:
    await hall.asks("Olu", OPEN)
    session = await only(hall)
    ada = Actor(Account("slack", "T1", "ADA"), "Ada", frozenset({Role.FACILITATOR}))
    seen = await hall.bot.answer(Request(call("session-announce", session=session.id), ada, CHANNELS[0]))
    assert "prepared by somebody else" in plain(seen.blocks)
    assert (await only(hall)).stage is Stage.DRAFT


@pytest.mark.parametrize("when", ["yesterday", "half past", "2020-01-01 10:00"])
async def test_a_time_that_cannot_be_keeps_the_form_open(hall: Hall, when: str) -> None:
    assert (await hall.asks("Olu", Call("session-open", {**WITHOUT_NAMES, "when": when}))).unclear == "when"
    assert await hall.book.all() == []


async def test_the_preview_of_a_slow_session_counts_days_instead_of_minutes(hall: Hall) -> None:
    said = plain((await hall.asks("Olu", Call("session-open", {**WITHOUT_NAMES, "pace": "3"}))).blocks)
    assert said.count("3 days · everyone") == 3
    assert "9 days in all" in said
    assert "minutes" not in said


@pytest.mark.parametrize("topic", ["Ask @everyone", "See https://example.org", "\u200b"])
async def test_a_topic_that_cannot_be_posted_keeps_the_form_open(hall: Hall, topic: str) -> None:
    assert (await hall.asks("Olu", Call("session-open", {**WITHOUT_NAMES, "topic": topic}))).unclear == "topic"
    assert await hall.book.all() == []


async def test_the_form_for_phases_says_which_words_there_are(hall: Hall) -> None:
    await hall.asks("Olu", Call("session-open", {**WITHOUT_NAMES, "format": BLANK}))
    shown = await form(hall, call("session-build", session=(await only(hall)).id))
    for word in ("10 min", "live", "questions", "presenter", "others"):
        assert word in str(shown.notice)


async def test_opening_it_once_more_leaves_no_second_draft_of_the_same(hall: Hall) -> None:
    await hall.opens()
    for topic in ("A hard week", "Handovers", "Handovers"):
        await hall.asks("Olu", Call("session-open", {**WITHOUT_NAMES, "topic": topic}))
    there = sorted((one.topic, one.stage.value) for one in await hall.book.all())
    assert there == [("A hard week", "draft"), ("A hard week", "gathering"), ("Handovers", "draft")]


async def test_the_preview_names_the_meeting_that_it_begins_with(hall: Hall) -> None:
    said = plain((await hall.asks("Olu", Call("session-open", {**WITHOUT_NAMES, "when": JULY}))).blocks)
    assert "It begins together with Network meeting, " in said
    assert ", and moves with it." in said

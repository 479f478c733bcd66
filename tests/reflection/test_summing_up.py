"""The summary of a session: found in what was shared, changed by hand, looked at, posted once, and anew."""

from dataclasses import replace

import pytest

from bot.chat.calls import call
from bot.chat.errors import Refusal
from bot.chat.views import calls, plain
from bot.reflection.model import Keeping, Stage, Told
from bot.reflection.summary import drafted, proposed, summed_up
from tests.reflection.evening import PEOPLE, Evening
from tests.reflection.sessions import begun, session

NIGHTS = (
    "The night shift was short, and Olu knows it",
    "Another night shift without a break",
    "I was tired after the night shift, Olu",
    "A night shift, a rushed handover, and Olu was there",
    "Handover was rushed",
)


async def evening_of(keeps: Keeping = Keeping.SUMMARY, *, named: bool = False) -> Evening:
    """Return a session at its end, in which people wrote about their nights."""
    evening = Evening()
    await evening.begin(phase=0, keeps=keeps, named=named)
    for who, text in zip(PEOPLE, NIGHTS, strict=True):
        await evening.says(who, "session-contribute", phase=0, text=text)
    await evening.says("Olu", "session-reveal", phase=0)
    for phase in range(3):
        await evening.says("Olu", "session-next", phase=phase)
    await evening.run(minutes=1)
    return evening


def summaries(evening: Evening) -> list[str]:
    return [text for text in evening.read() if text.startswith("What we take with us")]


async def test_a_summary_is_drafted_changed_looked_at_and_posted() -> None:
    evening = await evening_of()
    found = await evening.asks("Olu", "session-summary")
    assert "night shift" in plain(found.blocks)
    assert [one.command for one in calls(found.blocks)] == ["session-summary-write", "session-panel"]
    form = await evening.opens("Olu", "session-summary-write")
    assert form
    assert "night shift" in form.values["text"]
    page = await evening.asks("Olu", "session-summary-write", text="We are tired, and not alone.")
    assert "Nobody else sees this yet" in plain(page.blocks)
    await evening.run(minutes=1)
    assert summaries(evening) == []
    await evening.presses("Olu", page, "session-summary-post")
    await evening.run(minutes=1)
    (posted,) = summaries(evening)
    assert posted == "What we take with us\nA summary by the facilitators\nWe are tired, and not alone."


async def test_no_name_of_who_leads_it_is_in_a_draft() -> None:
    evening = await evening_of()
    assert "Olu" not in await evening.says("Olu", "session-summary")


async def test_it_can_be_posted_anew_until_the_session_is_forgotten_and_stays_then() -> None:
    evening = await evening_of()
    page = await evening.asks("Olu", "session-summary-write", text="First.")
    for _ in range(2):
        await evening.presses("Olu", page, "session-summary-post")
    await evening.closes()
    page = await evening.asks("Bea", "session-summary-write", text="Second.")
    assert "In the thread it will read:" in plain(page.blocks)
    await evening.presses("Bea", page, "session-summary-post")
    await evening.run(minutes=1)
    (posted,) = summaries(evening)
    assert posted.endswith("Second.")
    assert "This stands in the thread." in await evening.says("Olu", "session-summary")
    await evening.run(days=9)
    assert summaries(evening) == [posted]
    assert not any(text.startswith("What? What we wrote") for text in evening.read())


async def test_a_draft_that_somebody_else_changed_is_not_posted_unseen() -> None:
    evening = await evening_of()
    old = await evening.asks("Olu", "session-summary-write", text="By Olu.")
    await evening.asks("Bea", "session-summary-write", text="By Bea.")
    assert "changed the draft meanwhile" in plain((await evening.presses("Olu", old, "session-summary-post")).blocks)
    assert "By Bea." in await evening.says("Olu", "session-summary")
    assert (await evening.session()).summary == ""


FILLED_IN = {"session-summary": {}, "session-summary-write": {"text": "x"}, "session-summary-post": {"drafts": "1"}}


@pytest.mark.parametrize("command", FILLED_IN)
async def test_where_nothing_was_to_be_kept_there_is_none(command: str) -> None:
    evening = await evening_of(Keeping.NOTHING)
    assert "knowing that nothing is kept" in await evening.says("Olu", command, **FILLED_IN[command])
    panel = await evening.asks("Olu", "session-panel")
    assert call("session-summary", session=evening.id) not in calls(panel.blocks)


async def test_only_those_who_lead_it_sum_it_up() -> None:
    evening = await evening_of()
    assert "That session is led by" in await evening.says("Cem", "session-summary")
    assert "facilitators" in await evening.says("Kim", "session-summary")


async def test_in_a_session_with_names_no_participant_is_in_the_draft() -> None:
    evening = await evening_of(named=True)
    assert "Quiet" not in await evening.says("Olu", "session-summary")
    assert "night shift" in await evening.says("Olu", "session-summary")


# The moves of it -----------------------------------------------------------------------


def test_it_comes_at_the_end_and_not_before() -> None:
    for early in (session(), begun()):
        with pytest.raises(Refusal):
            drafted(replace(early, keeps=Keeping.SUMMARY), "x")
    closing = replace(begun(phase=3), keeps=Keeping.EVERYTHING)
    assert drafted(closing, "x").draft == "x"
    assert drafted(replace(closing, stage=Stage.CLOSED), "x").drafts == 1


def test_what_was_found_never_replaces_what_somebody_wrote() -> None:
    closing = replace(begun(phase=3), keeps=Keeping.SUMMARY)
    assert proposed(closing, "found").draft == "found"
    assert proposed(drafted(closing, "written"), "found").draft == "written"


def test_only_what_somebody_wrote_and_looked_at_is_posted_and_once() -> None:
    closing = replace(begun(phase=3), keeps=Keeping.SUMMARY)
    with pytest.raises(Refusal):
        summed_up(proposed(closing, "found"), 0)
    posted = summed_up(drafted(closing, "x"), 1)
    assert posted.sayings[-1].kind is Told.SUMMARY
    assert summed_up(posted, 1) is posted
    anew = summed_up(drafted(posted, "y"), 2)
    assert [one.edits for one in anew.sayings if one.kind is Told.SUMMARY] == [1]
    assert anew.changes > posted.changes


@pytest.mark.parametrize("text", ["Thank you, @channel", "Read https://example.org", "\u200b"])
async def test_what_cannot_be_posted_stays_in_the_form_and_is_no_draft(text: str) -> None:
    evening = await evening_of()
    assert (await evening.asks("Olu", "session-summary-write", text=text)).unclear == "text"
    assert (await evening.session()).drafts == 0


async def test_the_panel_says_that_a_summary_is_posted_once_it_is() -> None:
    evening = await evening_of()
    page = await evening.asks("Olu", "session-summary-write", text="We are tired.")
    said = plain((await evening.presses("Olu", page, "session-summary-post")).blocks)
    assert said.startswith("It will appear in the thread.")
    assert "Kept afterwards: a summary, still being posted" in await evening.says("Olu", "session-panel")
    await evening.run(minutes=1)
    assert "Kept afterwards: a summary, posted" in await evening.says("Olu", "session-panel")

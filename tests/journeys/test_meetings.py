"""An organiser plans, moves and cancels; a member says whether they come."""

import pytest

from bot.chat.requests import Role
from tests.journeys.skin import Skin
from tests.journeys.stage import Scene, Stage
from tests.meetings.series import network_meeting

PLAN = {"title": "Network meeting", "date": "2026-03-03", "time": "15:00", "repeats": "2nth", "place": "Room 4"}
MAY = "Tuesday 5 May 2026, 15:00 London time"


WORKSHOP = network_meeting(
    "", "2026-02-10T10:00", id="w0", uid="w0@hirg-bot", title="Writing a grant", capacity=1, place="Room 9"
)
empty = pytest.mark.parametrize("scene", [Scene()], ids=["an empty calendar"])


@pytest.fixture
def scene() -> Scene:
    """A network that meets every other month."""
    return Scene(series=[network_meeting(), WORKSHOP])


@pytest.fixture
async def organiser(stage: Stage) -> Skin:
    """Somebody who keeps the calendar."""
    return await stage.person("Olu", Role.ORGANISER)


@empty
async def test_an_organiser_plans_moves_and_cancels(organiser: Skin) -> None:
    form = await organiser.type("/meeting-new")
    assert (form.form, list(form.fields)) == ("Plan a meeting", ["title", "date", "time", "repeats", "place"])

    understood = await organiser.submit(**PLAN)
    assert "every other month on the first Tuesday, 15:00 London time" in understood.text
    assert f"2. {MAY}" in understood.text
    assert "The clocks have changed" in understood.text
    assert "No meeting is planned" in (await organiser.type("/meetings")).text

    await organiser.type("/meeting-new")
    await organiser.submit(**PLAN)
    saved = await organiser.press("Save")
    assert "Saved." in saved.text
    assert " · 15:00 London time" in (await organiser.type("/meetings")).text

    await organiser.press("Manage")
    assert "Move this date" in (await organiser.press("Move")).form
    moved = await organiser.submit(date="2026-03-04", time="10:30")
    assert "Moved from Tuesday 3 March, 15:00 London time." in moved.text
    assert "Wednesday 4 March 2026, 10:30 London time" in moved.text
    assert MAY in moved.text

    asked = await organiser.press("Cancel")
    assert "Nobody has said yet that they come." in asked.text
    cancelled = await organiser.press("Yes, cancel it")
    assert "Wednesday 4 March 2026, 10:30 London time Cancelled." in cancelled.text
    held = await organiser.press("Restore")
    assert "It is held after all." in held.text


@empty
async def test_an_organiser_says_who_speaks_and_ends_a_series(organiser: Skin) -> None:
    await organiser.type("/meeting-new")
    await organiser.submit(**PLAN)
    await organiser.press("Save")
    await organiser.press("Manage it")
    await organiser.press("Set speaker")
    told = await organiser.submit(state="have", speaker="Dr Okoro", abstract="On housing")
    assert "Speaker: Dr Okoro" in told.text

    await organiser.press("This and following…")
    assert "everything after it will not be held" in (await organiser.press("End here")).text
    assert "has ended" in (await organiser.press("Yes, end it here")).text
    assert "No meeting is planned" in (await organiser.type("/meetings")).text


@empty
async def test_a_form_whose_date_does_not_suit_its_rhythm_keeps_what_was_written(organiser: Skin) -> None:
    await organiser.type("/meeting-new")
    refused = await organiser.submit(**PLAN | {"repeats": "2last", "title": "A long title"})
    assert "not the last Tuesday of its month" in refused.text.replace("\n", " ")
    assert refused.kept["title"] == "A long title"
    assert "on the last Tuesday" in (await organiser.submit(**PLAN | {"repeats": "2last", "date": "2026-03-31"})).text


@empty
async def test_a_line_with_a_slip_opens_a_form_for_it_and_keeps_the_rest(organiser: Skin) -> None:
    asked = await organiser.type("/meeting-new Reading club date:tomorrow time:15:00 repeats:once place:Online")
    assert list(asked.fields) == ["date"]
    assert "“tomorrow” could not be read as “Date”." in asked.notice
    understood = await organiser.submit(date="2026-03-03")
    assert "Reading club" in understood.text
    assert "Tuesday 3 March 2026, 15:00 London time" in understood.text
    assert "Online" in understood.text


async def test_a_member_says_whether_they_come_and_changes_their_mind(me: Skin) -> None:
    seen = await me.type("/meetings")
    assert " · 15:00 London time" in seen.text
    assert "Manage" not in seen.buttons

    going = await me.press("Going")
    assert "1 going · you: going" in going.text
    assert "✓ Going" in going.buttons
    maybe = await me.press("Maybe")
    assert "1 maybe · you: maybe" in maybe.text

    full = await me.press("Details")
    assert "every other month on the first Tuesday" in full.text
    assert "✓ Maybe" in full.buttons
    assert "you: not going" in (await me.press("Not going")).text
    assert "Writing a grant" in (await me.press("‹ All meetings")).text


async def test_a_member_adds_a_meeting_to_their_calendar(me: Skin) -> None:
    await me.type("/meetings")
    seen = await me.press("Add to calendar")
    assert "Google" in seen.text
    assert "hirg-bot meetings ics" in seen.text


async def test_what_is_for_organisers_is_refused_to_a_member(me: Skin) -> None:
    seen = await me.type("/meeting-new")
    assert "is for organisers" in seen.text
    assert not seen.form


async def test_a_member_asks_to_be_reminded_and_wants_to_hear_no_more(me: Skin) -> None:
    await me.type("/meetings")
    await me.press("Details")
    assert "Be reminded of a meeting" in (await me.press("Remind me")).form
    asked = await me.submit(when="1d", scope="all")
    assert "I will remind you in private of every Network meeting, a day before." in asked.text

    await me.type("/meetings")
    await me.press("Details")
    await me.press("Remind me")
    assert "I will not remind you of Network meeting any more." in (await me.submit(when="off", scope="all")).text

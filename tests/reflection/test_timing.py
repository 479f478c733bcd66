"""When a session begins, as a facilitator writes or chooses it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.chat.calls import call
from bot.chat.commands import Catalog, Command
from bot.chat.errors import Unclear
from bot.chat.requests import Account, Actor, Address, Request
from bot.chat.views import Reply, Text, plain, say
from bot.reflection.timing import Planned, Timing, announced, outlook
from bot.service import Bot
from bot.support.model import CAP
from tests.meetings.series import network_meeting
from tests.reflection.meetings import JULY, Meetings
from tests.reflection.sessions import NOW, session

IN_JULY = datetime(2026, 7, 7, 14, tzinfo=UTC)
LABEL = "Network meeting, Tue 7 Jul, 15:00 London time"
DAY = timedelta(days=1)
OLU = Actor(Account("slack", "T1", "U1"), "Olu")


@pytest.fixture
def meetings() -> Meetings:
    return Meetings()


def timing(meetings: Meetings) -> Timing:
    return Timing(meetings.diary, ZoneInfo("Europe/London"), lambda: NOW)


async def refused(meetings: Meetings, text: str, lasts: timedelta = timedelta()) -> str:
    with pytest.raises(Unclear) as unclear:
        await timing(meetings).read(text, lasts)
    assert unclear.value.option == "when"
    return unclear.value.sentence


async def completed(meetings: Meetings, typed: str) -> dict[str, str]:
    """Type into the form of a command that asks for nothing else; returns what is offered."""
    asks = timing(meetings)

    async def begin(request: Request) -> Reply:
        del request
        return say("…")

    bot = Bot(Catalog([Command("begin", "Begin", begin, (asks.option,))]))
    request = Request(call("begin"), OLU, Address("slack", "C1"))
    return {one.label: one.value for one in await bot.suggest(request, "when", typed)}


@pytest.mark.parametrize("text", ["", " ", "now", "Now"])
async def test_with_nothing_or_now_it_begins_when_somebody_presses(meetings: Meetings, text: str) -> None:
    assert await timing(meetings).read(text) == Planned()


async def test_a_time_is_taken_in_the_zone_of_the_network(meetings: Meetings) -> None:
    tomorrow = datetime(2026, 5, 13, 14, tzinfo=UTC)
    assert await timing(meetings).read("tomorrow at 3pm") == Planned(starts_at=tomorrow)


@pytest.mark.parametrize("text", [JULY, LABEL, "network meeting"])
async def test_a_meeting_is_known_by_its_reference_its_label_and_its_title(meetings: Meetings, text: str) -> None:
    assert await timing(meetings).read(text) == Planned(starts_at=IN_JULY, meeting=JULY)


async def test_a_meeting_that_moved_since_it_was_chosen_is_taken_as_it_is_now(meetings: Meetings) -> None:
    await meetings.move("2026-07-08T10:00", NOW)
    assert await timing(meetings).read(JULY) == Planned(starts_at=datetime(2026, 7, 8, 9, tzinfo=UTC), meeting=JULY)


async def test_says_what_is_wrong_with_a_time(meetings: Meetings) -> None:
    assert await refused(meetings, "today 15:00") == (
        "Tuesday 12 May 2026, 15:00 London time is over already. Choose one that is to come, or leave it empty to "
        "begin when you press."
    )
    assert "ends by itself 90 days after it is announced" in await refused(meetings, "12 August 15:00")
    assert "I can’t read “when I am ready” as a time." in await refused(meetings, "when I am ready")


async def test_it_has_to_come_to_its_end_before_it_is_closed(meetings: Meetings) -> None:
    last = NOW + CAP
    assert await timing(meetings).read("10 August 16:00") == Planned(starts_at=last)
    assert "would not come to its end" in await refused(meetings, "10 August 16:00", timedelta(minutes=45))
    just = await timing(meetings).read("10 August 15:15", timedelta(minutes=45))
    assert just.starts_at == last - timedelta(minutes=45)
    assert "would not come to its end" in await refused(meetings, JULY, 42 * DAY)


async def test_says_that_a_meeting_is_not_held_any_more_or_has_begun(meetings: Meetings) -> None:
    assert "is over already" in await refused(meetings, "5e71e5@20260505T150000")
    await meetings.cancel(NOW)
    assert await refused(meetings, JULY) == "That meeting is not held any more. Choose another one, or write a time."
    assert "not held" in await refused(meetings, "gone@20260707T150000")


async def test_offers_the_meetings_to_come_that_hold_what_was_typed(meetings: Meetings) -> None:
    assert await completed(meetings, "") == {"Now: it begins when you press": "now", LABEL: JULY}
    assert await completed(meetings, "jul netw") == {LABEL: JULY}
    assert await completed(meetings, "writing group") == {}
    await meetings.cancel(NOW)
    assert await completed(meetings, "network") == {}


async def test_offers_a_time_as_it_is_understood_and_none_that_would_be_refused(meetings: Meetings) -> None:
    assert await completed(meetings, "in 20 min") == {"Tuesday 12 May 2026, 16:20 London time": "2026-05-12 16:20"}
    assert await completed(meetings, "today 9:00") == {}
    assert await completed(meetings, "12 August 15:00") == {}


async def test_a_long_title_leaves_room_for_the_date() -> None:
    weekly = network_meeting("FREQ=WEEKLY", "2026-05-14T09:00", id="abc", uid="abc", title="Reflective practice " * 5)
    (label,) = await completed(Meetings(weekly), "practice 14")
    assert label == "Reflective practice Reflective practice…, Thu 14 May, 09:00 London time"
    assert len(label) <= 75


async def test_of_meetings_with_one_title_the_next_is_meant() -> None:
    weekly = network_meeting("FREQ=WEEKLY", "2026-05-14T09:00", id="abc", uid="abc", title="Writing group")
    planned = await timing(Meetings(weekly)).read("Writing group")
    assert planned == Planned(starts_at=datetime(2026, 5, 14, 8, tzinfo=UTC), meeting="abc@20260514T090000")


async def test_a_time_that_clocks_show_twice_is_offered_as_it_was_meant(meetings: Meetings) -> None:
    second = datetime(2026, 10, 25, 1, 15, tzinfo=UTC)  # 01:15 in London, for the second time
    asks = Timing(meetings.diary, ZoneInfo("Europe/London"), lambda: second)
    request = Request(call("begin"), OLU, Address("slack", "C1"))
    (offered, *_) = await asks.complete("in 20 minutes", request)
    assert await asks.read(offered.value) == Planned(starts_at=second + timedelta(minutes=20))


def test_says_to_facilitators_and_to_everybody_when_it_begins() -> None:
    waiting = session()
    timed = replace(waiting, starts_at=IN_JULY)
    following = replace(timed, meeting=JULY)
    assert plain((Text(outlook(waiting)),)) == "People can join. Begin when you are ready."
    assert "It begins by itself: " in plain((Text(outlook(timed)),))
    assert "and moves with it" in plain((Text(outlook(following)),))
    assert "does not begin by itself" in plain((Text(outlook(replace(following, starts_at=None))),))
    assert announced(waiting) == ()
    assert "It begins " in plain((Text(announced(timed)),))
    assert "together with a meeting, planned for" in plain((Text(announced(following)),))

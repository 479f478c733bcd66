"""Meetings in a server's own calendar, over the real wire."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from adapters.discord.events import DiscordEvents
from bot.delivery.model import Gone, Later, Refused, Unknown
from bot.meetings.events import EventBoard, PublicEvent
from tests.adapters.discord.house import House, connected
from tests.simulators.discord import DiscordSimulator
from tests.simulators.discord_events import ACTIVE, ADMINISTRATOR, CANCELLED, COMPLETED, CREATE_EVENTS, MANAGE_EVENTS
from tests.simulators.discord_payloads import GUILD

SOON = datetime.now(UTC).replace(microsecond=0) + timedelta(days=3)
MEETING = PublicEvent(
    title="Network meeting", start=SOON, end=SOON + timedelta(hours=1), place="Room 4", about="Dr. A. speaks."
)
KEY = "meeting-7/2026-03-03T15:00"
CREATE = "POST /guilds/.*/scheduled-events"
ELSEWHERE = "1180000000000000999"


@pytest.fixture
async def board(discord: DiscordSimulator, house: House) -> AsyncIterator[DiscordEvents]:
    async with connected(discord, house.bot) as adapter:
        yield adapter.events


async def test_a_meeting_is_announced_on_the_server(discord: DiscordSimulator, board: EventBoard) -> None:
    assert board.platform == "discord"
    known = await board.put(KEY, MEETING, "")
    [event] = discord.events.ahead()
    assert known == f"{GUILD}/{event['id']}"
    assert (event["name"], event["entity_metadata"]) == ("Network meeting", {"location": "Room 4"})
    assert event["description"].startswith("Dr. A. speaks.\n")
    assert datetime.fromisoformat(event["scheduled_start_time"]) == SOON


async def test_a_local_time_is_announced_as_the_same_moment(discord: DiscordSimulator, board: EventBoard) -> None:
    london = ZoneInfo("Europe/London")
    await board.put(KEY, replace(MEETING, start=SOON.astimezone(london), end=MEETING.end.astimezone(london)), "")
    assert datetime.fromisoformat(discord.events.ahead()[0]["scheduled_start_time"]) == SOON


async def test_a_meeting_that_moved_is_moved_there(discord: DiscordSimulator, board: EventBoard) -> None:
    known = await board.put(KEY, MEETING, "")
    moved = replace(MEETING, start=SOON + timedelta(days=1), end=SOON + timedelta(days=1, hours=2))
    assert await board.put(KEY, moved, known) == known
    [event] = discord.events.ahead()
    assert datetime.fromisoformat(event["scheduled_start_time"]) == moved.start


async def test_a_meeting_whose_receipt_was_lost_is_announced_once(discord: DiscordSimulator, board: EventBoard) -> None:
    discord.fail(CREATE, status=0, lost=True)
    with pytest.raises(Unknown):
        await board.put(KEY, MEETING, "")
    known = await board.put(KEY, replace(MEETING, title="Renamed"), "")
    [event] = discord.events.ahead()
    assert known.endswith(event["id"])
    assert event["name"] == "Renamed"


async def test_two_meetings_alike_stay_two(discord: DiscordSimulator, board: EventBoard) -> None:
    await board.put(KEY, MEETING, "")
    await board.put("another", MEETING, "")
    assert len(discord.events.ahead()) == 2


async def test_a_cancelled_meeting_is_called_off_and_calling_it_off_twice_is_as_good(
    discord: DiscordSimulator, board: EventBoard
) -> None:
    known = await board.put(KEY, MEETING, "")
    for _ in range(2):
        await board.cancel(known)
    assert [event["status"] for event in discord.events.all.values()] == [CANCELLED]
    with pytest.raises(Gone):
        await board.put(KEY, MEETING, known)


async def test_a_meeting_under_way_is_ended(discord: DiscordSimulator, board: EventBoard) -> None:
    known = await board.put(KEY, MEETING, "")
    discord.events.ahead()[0]["status"] = ACTIVE
    await board.cancel(known)
    assert [event["status"] for event in discord.events.all.values()] == [COMPLETED]


async def test_an_event_that_somebody_deleted_is_gone_and_called_off_already(
    discord: DiscordSimulator, board: EventBoard
) -> None:
    known = await board.put(KEY, MEETING, "")
    discord.events.all.clear()
    with pytest.raises(Gone):
        await board.put(KEY, MEETING, known)
    await board.cancel(known)


async def test_without_the_permission_it_says_which_one_to_give(discord: DiscordSimulator, board: EventBoard) -> None:
    discord.events.servers[GUILD] = MANAGE_EVENTS
    with pytest.raises(Refused, match="Create Events"):
        await board.put(KEY, MEETING, "")
    assert discord.sent(CREATE) == []


async def test_on_no_server_it_says_how_to_get_on_one(discord: DiscordSimulator, board: EventBoard) -> None:
    discord.events.servers.clear()
    with pytest.raises(Refused, match="discord invite"):
        await board.put(KEY, MEETING, "")


async def test_on_several_servers_it_is_announced_where_that_is_permitted(
    discord: DiscordSimulator, board: EventBoard
) -> None:
    discord.events.servers |= {ELSEWHERE: ADMINISTRATOR, "1180000000000000998": 0}
    known = await board.put(KEY, MEETING, "")
    assert len(discord.events.ahead(GUILD)) == len(discord.events.ahead(ELSEWHERE)) == 1
    del discord.events.all[discord.events.ahead(GUILD)[0]["id"]]
    kept = await board.put(KEY, replace(MEETING, title="Renamed"), known)
    assert kept == f"{ELSEWHERE}/{discord.events.ahead(ELSEWHERE)[0]['id']}"
    assert discord.events.ahead(ELSEWHERE)[0]["name"] == "Renamed"


@pytest.mark.parametrize("stranger", [(404, 10004), (403, 50001)])
async def test_a_meeting_is_called_off_everywhere_though_the_bot_has_left_a_server(
    discord: DiscordSimulator, board: EventBoard, stranger: tuple[int, int]
) -> None:
    discord.events.servers |= {ELSEWHERE: CREATE_EVENTS}
    known = await board.put(KEY, MEETING, "")
    discord.events.stranger = stranger
    del discord.events.servers[GUILD]
    await board.cancel(known)
    assert discord.events.ahead(ELSEWHERE) == []


async def test_a_meeting_is_called_off_everywhere_before_a_refusal_is_told(
    discord: DiscordSimulator, board: EventBoard
) -> None:
    discord.events.servers |= {ELSEWHERE: CREATE_EVENTS}
    known = await board.put(KEY, MEETING, "")
    discord.events.servers[GUILD] = 0
    with pytest.raises(Refused, match="Create Events"):
        await board.cancel(known)
    assert discord.events.ahead(ELSEWHERE) == []


async def test_what_one_server_refuses_is_announced_on_the_others_and_known_there(
    discord: DiscordSimulator, board: EventBoard
) -> None:
    discord.events.servers |= {ELSEWHERE: CREATE_EVENTS}
    for number in range(100):
        discord.events.all[str(number)] = {"id": str(number), "guild_id": ELSEWHERE, "status": 1, "description": None}
    known = await board.put(KEY, MEETING, "")
    assert known == f"{GUILD}/{discord.events.ahead(GUILD)[0]['id']}"


async def test_where_events_may_not_be_kept_any_longer_what_is_announced_stays_known(
    discord: DiscordSimulator, board: EventBoard
) -> None:
    discord.events.servers |= {ELSEWHERE: CREATE_EVENTS}
    known = await board.put(KEY, MEETING, "")
    discord.events.servers[GUILD] = 0
    assert await board.put(KEY, replace(MEETING, title="Renamed"), known) == known
    discord.events.servers[GUILD] = CREATE_EVENTS
    await board.cancel(known)
    assert discord.events.ahead(GUILD) == []


async def test_an_event_just_made_is_known_though_the_one_before_is_gone(
    discord: DiscordSimulator, board: EventBoard
) -> None:
    known = await board.put(KEY, MEETING, "")
    discord.events.all.clear()
    discord.events.servers[ELSEWHERE] = CREATE_EVENTS
    assert await board.put(KEY, MEETING, known) == f"{ELSEWHERE}/{discord.events.ahead(ELSEWHERE)[0]['id']}"


async def test_a_server_joined_later_gets_the_meeting_at_its_next_change(
    discord: DiscordSimulator, board: EventBoard
) -> None:
    known = await board.put(KEY, MEETING, "")
    discord.events.servers[ELSEWHERE] = CREATE_EVENTS
    assert (await board.put(KEY, MEETING, known)).startswith(f"{known},{ELSEWHERE}/")
    assert len(discord.events.ahead(ELSEWHERE)) == 1


async def test_whatever_is_too_long_is_cut_and_nothing_is_left_empty(
    discord: DiscordSimulator, board: EventBoard
) -> None:
    address = f"https://example.org/{'x' * 120}"
    await board.put("long", replace(MEETING, title="t" * 300, place=address, about="a" * 3000), "")
    await board.put("empty", replace(MEETING, title=" ", place="", about=""), "")
    long, empty = discord.events.ahead()
    assert len(long["name"]) == len(long["entity_metadata"]["location"]) == 100
    assert long["description"].startswith(f"{address}\n")
    assert empty["entity_metadata"]["location"] == "To be announced"
    assert (await board.put("long", MEETING, "")).endswith(long["id"])


async def test_a_meeting_in_the_past_and_one_too_many_are_refused_in_words(
    discord: DiscordSimulator, board: EventBoard
) -> None:
    past = SOON - timedelta(days=30)
    with pytest.raises(Refused, match="past"):
        await board.put("past", replace(MEETING, start=past, end=past + timedelta(hours=1)), "")
    for number in range(100):
        discord.events.all[str(number)] = {"id": str(number), "guild_id": GUILD, "status": 1, "description": None}
    with pytest.raises(Refused, match="hundred"):
        await board.put(KEY, MEETING, "")


@pytest.mark.parametrize("where", ["GET /users/@me/guilds", "GET /guilds"])
async def test_what_could_not_be_looked_up_is_tried_again_later(
    discord: DiscordSimulator, board: EventBoard, where: str
) -> None:
    discord.fail(where, status=503)
    with pytest.raises(Later):
        await board.put(KEY, MEETING, "")
    discord.fail(CREATE, status=429, retry_after=3)
    with pytest.raises(Later) as later:
        await board.put(KEY, MEETING, "")
    assert later.value.seconds == 3

"""Calendar files over HTTP: what programs fetch, and what nobody gets."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress

import aiohttp
import pytest
from icalendar import Calendar

from adapters.calendar_feed import calendar_routes
from adapters.http import HttpServer
from bot.meetings.feeds import EVERYTHING
from bot.meetings.occurrences import find_meeting, read_key
from tests.meetings import strict
from tests.meetings.room import KIM, OZ, Room
from tests.meetings.series import network_meeting, utc

MARCH = "5e71e5@20260303T150000"


class Reader:
    """A calendar program."""

    def __init__(self, http: aiohttp.ClientSession, room: Room, base: str) -> None:
        self._http = http
        self.room = room
        self.base = base

    async def get(self, name: str, method: str = "GET", **headers: str) -> tuple[int, bytes, dict[str, str]]:
        sent = {key.replace("_", "-"): value for key, value in headers.items()}
        async with self._http.request(method, f"{self.base}/calendar/{name}", headers=sent) as response:
            return response.status, await response.read(), dict(response.headers)

    async def file(self, series_id: str = EVERYTHING) -> bytes:
        status, content, _ = await self.get(await self.name(series_id))
        assert status == 200
        return content

    async def name(self, series_id: str = EVERYTHING) -> str:
        return await self.room.stores.tokens.token(series_id) + ".ics"


@pytest.fixture
async def reader() -> AsyncIterator[Reader]:
    workshop = network_meeting("", "2026-02-10T10:00", id="w0", uid="w0@hirg-bot", title="A workshop")
    room = Room(network_meeting(), workshop)
    server = HttpServer("127.0.0.1", 0, calendar_routes(room.core.feeds))
    running = asyncio.create_task(server.run())
    await asyncio.wait_for(server.ready.wait(), 10)
    async with aiohttp.ClientSession() as http:
        yield Reader(http, room, f"http://127.0.0.1:{server.port}")
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


def titles(content: bytes) -> Iterator[str]:
    strict.parse(content)
    return (str(event["SUMMARY"]) for event in Calendar.from_ical(content).walk("VEVENT"))


async def test_two_parsers_read_the_whole_calendar_and_one_series(reader: Reader) -> None:
    assert sorted(titles(await reader.file())) == ["A workshop", "Network meeting"]
    only = await reader.file("5e71e5")
    assert [*titles(only)] == ["Network meeting"]
    found = strict.happening(strict.parse(only), 3)
    assert [f"{start:%Y-%m-%dT%H:%M}" for start, _, _ in found] == [
        "2026-01-06T15:00",
        "2026-03-03T15:00",
        "2026-05-05T14:00",
    ]


async def test_says_what_it_is_and_what_is_the_same_as_before(reader: Reader) -> None:
    name = await reader.name()
    status, content, headers = await reader.get(name)
    assert (status, headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert headers["Last-Modified"] == "Fri, 02 Jan 2026 09:30:00 GMT"

    same = await reader.get(name, If_None_Match=headers["Etag"])
    assert same[:2] == (304, b"")
    assert same[2]["Etag"] == headers["Etag"]
    assert (await reader.get(name, If_Modified_Since=headers["Last-Modified"]))[0] == 304
    assert (await reader.get(name, If_Modified_Since="Thu, 01 Jan 2026 00:00:00 GMT"))[:2] == (200, content)
    assert (await reader.get(name, If_None_Match='"other"', If_Modified_Since=headers["Last-Modified"]))[0] == 200
    assert (await reader.get(name, "HEAD"))[:2] == (200, b"")


async def test_what_an_organiser_moves_and_cancels_is_there_at_the_next_look(reader: Reader) -> None:
    name = await reader.name("5e71e5")
    _, _, before = await reader.get(name)
    reader.room.now = utc("2026-02-01T12:00")
    oz = reader.room.person(OZ)
    await oz.say(f"meeting-move?meeting={MARCH}")
    await oz.fill(date="2026-03-04", time="10:30")
    await oz.say("meeting-cancel?meeting=5e71e5@20260505T150000")
    await oz.press("Yes, cancel it")

    status, content, headers = await reader.get(name, If_None_Match=before["Etag"])
    assert (status, headers["Last-Modified"]) == (200, "Sun, 01 Feb 2026 12:00:00 GMT")
    events = strict.parse(content).within("VEVENT")
    assert {event.value("UID") for event in events} == {"5e71e5@hirg-bot"}
    _, moved, cancelled = events
    assert [moved.value(field) for field in ("RECURRENCE-ID", "DTSTART", "SEQUENCE", "STATUS")] == [
        "20260303T150000",
        "20260304T103000",
        "1",
        "CONFIRMED",
    ]
    assert [cancelled.value(field) for field in ("RECURRENCE-ID", "SEQUENCE", "STATUS")] == [
        "20260505T150000",
        "1",
        "CANCELLED",
    ]


async def test_one_meeting_is_a_file_of_its_own(reader: Reader) -> None:
    status, content, _ = await reader.get(await _file_name(reader.room, MARCH))
    assert status == 200
    (event,) = strict.parse(content).within("VEVENT")
    assert event.value("DTSTART") == "20260303T150000"
    assert not event.has("RRULE")


async def test_names_nobody_who_takes_part_and_no_draft(reader: Reader) -> None:
    room = reader.room
    await room.person(KIM).say(f"meeting-answer?meeting={MARCH}&answer=going")
    oz = room.person(OZ)
    await oz.say("/meeting-new")
    await oz.fill(title="Unsaved", date="2026-03-03", time="15:00", repeats="once")
    content = await reader.file()
    assert b"Kim" not in content
    assert b"ATTENDEE" not in content
    assert b"Unsaved" not in content


@pytest.mark.parametrize(
    "name",
    [
        "x.ics",
        "5e71e5.ics",
        ".ics",
        f"{MARCH}.ics",
        f"{MARCH}.{'0' * 32}.ics",
        "nothing@20260303T150000.ics",
        "%F0%9F%92%AC.ics",
        "x" * 3000,
    ],
)
async def test_every_other_address_leads_to_the_same_nothing(reader: Reader, name: str) -> None:
    status, content, headers = await reader.get(name)
    assert (status, content) == (404, b"There is no calendar at this address.\n")
    assert "Etag" not in headers


async def test_the_signature_of_one_meeting_opens_no_other(reader: Reader) -> None:
    name = await _file_name(reader.room, MARCH)
    assert (await reader.get(name.replace("20260303", "20260505")))[0] == 404


async def test_a_renewed_address_leads_nowhere_and_the_new_one_to_the_calendar(reader: Reader) -> None:
    old = [await reader.name(), await reader.name("5e71e5"), await _file_name(reader.room, MARCH)]
    other = await reader.name("w0")
    oz = reader.room.person(OZ)
    await oz.say(f"meeting-calendar-renew?meeting={MARCH}")
    await oz.press("Yes, renew them")
    assert [(await reader.get(name))[0] for name in old] == [404, 404, 404]
    assert (await reader.get(other))[0] == 200
    assert sorted(titles(await reader.file())) == ["A workshop", "Network meeting"]


async def _file_name(room: Room, key: str) -> str:
    series = await room.stores.calendar.find("5e71e5")
    assert series
    return await room.core.feeds.meeting(find_meeting(series, read_key(key)[1]))

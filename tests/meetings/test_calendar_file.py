"""Calendar files, read back by the icalendar library and by a second reader that goes by the letter."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat.errors import Unclear
from bot.meetings import edits
from bot.meetings.calendar_file import feed, link_in, one
from bot.meetings.model import Kind, Series
from bot.meetings.occurrences import Meeting, between, find_meeting
from bot.meetings.splitting import following, split
from tests.meetings import strict
from tests.meetings.series import LATER, NOW, first, network_meeting, wall
from tests.meetings.test_rules import STARTS, ZONES, rules

MARCH = wall("2026-03-03T15:00")
MAY = wall("2026-05-05T15:00")
LONG_AGO, FAR = datetime(1971, 1, 1, tzinfo=UTC), datetime(2199, 1, 1, tzinfo=UTC)
CHANGED = edits.cancel(
    edits.move(
        edits.describe_date(network_meeting(), MAY, LATER, title="Guest lecture", duration=timedelta(hours=2)),
        MAY,
        wall("2026-05-06T10:00"),
        LATER,
    ),
    MARCH,
    LATER,
)


def ours(series: Sequence[Series], count: int) -> list[tuple[datetime, datetime, str]]:
    """What we say happens, in the words of the second reader."""
    held = (meeting for meeting in between(series, LONG_AGO, FAR) if not meeting.cancelled)
    return sorted(
        (each.start.replace(tzinfo=None), each.end.replace(tzinfo=None), each.title) for each in islice(held, count)
    )


def by_library(data: bytes) -> list[icalendar.Event]:
    calendar = icalendar.Calendar.from_ical(data)
    assert not calendar.errors
    assert not [event.errors for event in calendar.walk() if event.errors]
    return [event for event in calendar.walk("VEVENT") if isinstance(event, icalendar.Event)]


def dated(series: Series, start: datetime) -> Meeting:
    return find_meeting(series, start)


def test_both_readers_find_the_same_meetings_as_we_do() -> None:
    data = feed([CHANGED], "Health network")
    assert strict.happening(strict.parse(data), 12) == ours([CHANGED], 12)
    master, cancelled, moved = by_library(data)
    assert master["RRULE"].to_ical() == b"FREQ=MONTHLY;INTERVAL=2;BYDAY=1TU"
    assert master.start == wall("2026-01-06T15:00").replace(tzinfo=ZoneInfo("Europe/London"))
    assert (cancelled["STATUS"], moved["STATUS"], master["STATUS"]) == ("CANCELLED", "CONFIRMED", "CONFIRMED")
    assert moved["RECURRENCE-ID"].to_ical() == b"20260505T150000"
    assert (moved["DTSTART"].to_ical(), moved.duration) == (b"20260506T100000", timedelta(hours=2))
    assert {event["UID"] for event in (master, cancelled, moved)} == {CHANGED.uid}


@settings(deadline=None)
@given(rules(), STARTS, st.sampled_from(ZONES))
def test_every_rule_in_every_zone_is_read_as_it_was_meant(text: str, start: datetime, zone: str) -> None:
    try:
        series = network_meeting(text, start.isoformat(), zone=zone)
    except Unclear:
        return
    data = feed([series], "Trial")
    assert strict.happening(strict.parse(data), 25) == ours([series], 25)
    assert len(by_library(data)) == 1


WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\\\n;,:\"' N"), max_size=120).map(
    lambda text: text.strip() or "x"
)


@settings(deadline=None)
@given(title=WORDS, place=WORDS, about=WORDS, host=WORDS)
def test_words_come_back_as_they_were_written(title: str, place: str, about: str, host: str) -> None:
    series = network_meeting(title=title, place=place, about=about, host=host)
    [event] = strict.parse(feed([series], title)).within("VEVENT")
    assert [event.text(name) for name in ("SUMMARY", "LOCATION", "DESCRIPTION", "CONTACT")] == [
        title,
        place,
        about,
        host,
    ]


def test_what_would_end_a_line_or_a_text_cannot_add_one() -> None:
    series = network_meeting(
        title="Tea\r\nATTENDEE:mailto:x@example.org", about="a\\Nb; c,\x00\x1b d\\\udc80", host="x" * 200
    )
    [event] = strict.parse(feed([series], "Trial")).within("VEVENT")
    assert event.text("SUMMARY") == "Tea\nATTENDEE:mailto:x@example.org"
    assert event.text("DESCRIPTION") == "a\\Nb; c, d\\"
    assert not event.has("ATTENDEE")


def test_nobody_who_takes_part_is_named() -> None:
    assert b"ATTENDEE" not in feed([CHANGED], "Trial")
    assert b"ORGANIZER" not in feed([CHANGED], "Trial")


def test_a_change_keeps_the_uid_and_raises_the_sequence_when_diaries_are_touched() -> None:
    def numbers(series: Series) -> dict[str, str]:
        events = strict.parse(feed([series], "Trial")).within("VEVENT")
        ids = [event.value("RECURRENCE-ID") if event.has("RECURRENCE-ID") else "all" for event in events]
        assert {event.value("UID") for event in events} == {series.uid}
        return dict(zip(ids, [event.value("SEQUENCE") for event in events], strict=True))

    series = network_meeting()
    spoken = edits.describe_date(series, MARCH, LATER, speaker="Dr Okoro")
    moved = edits.move(spoken, MARCH, wall("2026-03-04T15:00"), LATER)
    cancelled = edits.cancel(moved, MARCH, LATER)
    ended = edits.end(cancelled, wall("2026-07-07T15:00"), LATER)
    march = "20260303T150000"
    assert numbers(series) == {"all": "0"}
    assert numbers(spoken) == {"all": "0", march: "0"}
    assert numbers(moved) == {"all": "0", march: "1"}
    assert numbers(cancelled) == {"all": "0", march: "2"}
    assert numbers(ended) == {"all": "1", march: "3"}


def test_stamps_say_when_something_was_changed_so_that_the_same_calendar_is_the_same_file() -> None:
    data = feed([CHANGED], "Trial")
    assert data == feed([CHANGED], "Trial")
    stamps = [event.value("DTSTAMP") for event in strict.parse(data).within("VEVENT")]
    assert stamps == [f"{NOW:%Y%m%dT%H%M%SZ}"] + [f"{LATER:%Y%m%dT%H%M%SZ}"] * 2


@pytest.mark.parametrize("ending", ["", ";COUNT=5", ";UNTIL=20261231T000000Z"])
def test_a_series_that_was_ended_ends_in_the_file_too(ending: str) -> None:
    series = network_meeting(f"FREQ=MONTHLY;INTERVAL=2;BYDAY=1TU{ending}")
    ended = edits.end(edits.cancel(series, wall("2026-07-07T15:00"), LATER), MAY, LATER)
    calendar = strict.parse(feed([ended], "Trial"))
    assert strict.happening(calendar, 12) == ours([ended], 12)
    [whole] = calendar.within("VEVENT")
    assert ";UNTIL=20260303T150000Z" in whole.value("RRULE")
    assert "COUNT" not in whole.value("RRULE")


@pytest.mark.parametrize("rule", ["", "FREQ=WEEKLY"])
def test_what_was_called_off_altogether_stays_as_cancelled(rule: str) -> None:
    series = network_meeting(rule)
    ended = edits.end(edits.cancel(series, series.start, LATER), series.start, LATER)
    [event] = strict.parse(feed([ended], "Trial")).within("VEVENT")
    assert (event.value("STATUS"), event.value("UID")) == ("CANCELLED", series.uid)
    assert not event.has("RECURRENCE-ID")


def test_both_parts_of_a_split_are_in_the_feed_without_an_overlap() -> None:
    wanted = replace(following(CHANGED, MAY), start=wall("2026-05-05T18:00"))
    parts = split(CHANGED, MAY, wanted, new_id="after", at=LATER).changed
    assert strict.happening(strict.parse(feed(parts, "Trial")), 12) == ours(parts, 12)


def test_one_meeting_is_a_date_of_its_series() -> None:
    [event] = strict.parse(one(dated(CHANGED, MAY))).within("VEVENT")
    assert (event.value("UID"), event.value("RECURRENCE-ID")) == (CHANGED.uid, "20260505T150000")
    assert (event.value("DTSTART"), event.value("DURATION")) == ("20260506T100000", "PT2H")
    assert (event.text("SUMMARY"), event.has("RRULE")) == ("Guest lecture", False)


def test_a_single_meeting_stands_for_itself() -> None:
    once = network_meeting("", "2026-03-29T01:30", kind=Kind.WORKSHOP)
    moved = edits.move(once, once.start, wall("2026-10-25T01:30"), LATER)
    for series, start in ((once, "20260329T013000"), (moved, "20261025T013000")):
        for data in (one(first(series, 1)[0]), feed([series], "Trial")):
            calendar = strict.parse(data)
            [event] = calendar.within("VEVENT")
            assert (event.value("DTSTART"), event.has("RECURRENCE-ID"), event.has("RRULE")) == (start, False, False)
            assert strict.happening(calendar, 1) == ours([series], 1)
            assert event.value("CATEGORIES") == "workshop"


def test_says_who_speaks_on_what_and_where_to_go() -> None:
    series = edits.describe_date(
        network_meeting(about="All are welcome."), MARCH, LATER, speaker="Dr Okoro", abstract="On housing", notes="Cake"
    )
    event = strict.parse(feed([series], "Trial")).within("VEVENT")[1]
    assert event.text("DESCRIPTION") == "Speaker: Dr Okoro\n\nOn housing\n\nCake\n\nAll are welcome."
    assert event.value("URL") == "https://meet.example/health"
    assert event.text("LOCATION") == "Room 4; https://meet.example/health"


@pytest.mark.parametrize(
    ("place", "link"),
    [
        ("Room 4", ""),
        ("Zoom (https://zoom.example/j/1?pwd=a.b), or Room 4", "https://zoom.example/j/1?pwd=a.b"),
        ("see http://a.example/x.", "http://a.example/x"),
        ("javascript:alert(1)", ""),
    ],
)
def test_finds_the_address_in_a_place(place: str, link: str) -> None:
    assert link_in(place) == link


@pytest.mark.parametrize("zone", ["GMT", "Etc/GMT", "Etc/GMT+5", "Zulu", "EST5EDT", "America/Argentina/Buenos_Aires"])
def test_zones_with_unusual_names_are_understood(zone: str) -> None:
    series = network_meeting("FREQ=WEEKLY", "2026-01-06T15:00", zone=zone)
    data = feed([series], "Trial")
    assert strict.happening(strict.parse(data), 60) == ours([series], 60)
    assert len(by_library(data)) == 1


def test_a_calendar_in_utc_needs_no_zone_and_an_empty_one_is_a_file_too() -> None:
    utc = network_meeting("FREQ=WEEKLY", "2026-03-24T15:00", zone="Etc/UTC")
    calendar = strict.parse(feed([utc], "Trial"))
    assert calendar.within("VTIMEZONE") == []
    assert strict.happening(calendar, 3) == ours([utc], 3)
    assert strict.happening(strict.parse(feed([], "Trial")), 3) == []


@pytest.mark.parametrize(
    "zone", ["Africa/Casablanca", "Africa/Cairo", "Asia/Jerusalem", "Pacific/Apia", "Europe/Dublin"]
)
@pytest.mark.parametrize("start", ["1990-01-05T02:30", "2026-01-02T00:30"])
def test_zones_with_clocks_of_their_own_are_described_for_decades(zone: str, start: str) -> None:
    series = network_meeting("FREQ=WEEKLY;COUNT=1500", start, zone=zone)
    assert strict.happening(strict.parse(feed([series], "Trial")), 1500) == ours([series], 1500)


def test_a_zone_that_changed_its_rules_long_ago_is_described_for_good() -> None:
    series = network_meeting("FREQ=WEEKLY;COUNT=4000", "1990-01-05T02:30", zone="America/New_York")
    calendar = strict.parse(feed([series], "Trial"))
    assert strict.happening(calendar, 4000) == ours([series], 4000)


def test_two_days_are_48_hours_also_where_the_clocks_change_between() -> None:
    series = network_meeting("", "2026-03-28T09:00", duration=timedelta(hours=48))
    assert b"\r\nDURATION:PT48H\r\n" in feed([series], "Trial")
    half = network_meeting(duration=timedelta(hours=26, minutes=30, seconds=5))
    assert b"\r\nDURATION:PT26H30M5S\r\n" in feed([half], "Trial")

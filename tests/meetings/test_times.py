"""Local times around clock changes, and what is not a time at all."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat.errors import Unclear
from bot.meetings.times import Clock, explain, find_zone, moment, read_wall, show_offset

WALLS = st.datetimes(min_value=datetime(1971, 1, 1), max_value=datetime(2100, 1, 1))  # noqa: DTZ001 - local
ZONES = st.sampled_from(sorted(zone for zone in available_timezones() if "/" in zone)).map(ZoneInfo)


@pytest.mark.parametrize(
    ("zone", "wall", "utc", "local", "clock"),
    [
        ("Europe/London", "2026-03-29T00:59", "2026-03-29T00:59", "2026-03-29T00:59", Clock.PLAIN),
        ("Europe/London", "2026-03-29T01:30", "2026-03-29T01:30", "2026-03-29T02:30", Clock.SKIPPED),
        ("Europe/London", "2026-03-29T02:00", "2026-03-29T01:00", "2026-03-29T02:00", Clock.PLAIN),
        ("Europe/London", "2026-10-25T01:30", "2026-10-25T00:30", "2026-10-25T01:30", Clock.REPEATED),
        ("Europe/London", "2026-10-25T02:00", "2026-10-25T02:00", "2026-10-25T02:00", Clock.PLAIN),
        ("Europe/Dublin", "2026-03-29T01:30", "2026-03-29T01:30", "2026-03-29T02:30", Clock.SKIPPED),
        ("America/New_York", "2026-03-08T02:30", "2026-03-08T07:30", "2026-03-08T03:30", Clock.SKIPPED),
        ("America/New_York", "2026-11-01T01:30", "2026-11-01T05:30", "2026-11-01T01:30", Clock.REPEATED),
        ("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:45", "2026-10-04T02:45", Clock.SKIPPED),
        ("Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-04T14:45", "2026-04-05T01:45", Clock.REPEATED),
        ("Pacific/Apia", "2011-12-30T12:00", "2011-12-30T22:00", "2011-12-31T12:00", Clock.SKIPPED),
        ("Asia/Kolkata", "2026-03-29T01:30", "2026-03-28T20:00", "2026-03-29T01:30", Clock.PLAIN),
    ],
)
def test_times_that_do_not_exist_or_come_twice_are_taken_as_the_standard_says(
    zone: str, wall: str, utc: str, local: str, clock: Clock
) -> None:
    when = moment(datetime.fromisoformat(wall), ZoneInfo(zone))
    assert when.utc == datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert when.local.replace(tzinfo=None, fold=0) == datetime.fromisoformat(local)
    assert when.clock is clock


def test_says_which_time_was_taken() -> None:
    london = ZoneInfo("Europe/London")
    assert explain(moment(datetime.fromisoformat("2026-03-29T01:30"), london)) == (
        "Clocks go forward past 01:30 on 29 March 2026: 02:30 is taken."
    )
    assert explain(moment(datetime.fromisoformat("2026-10-25T01:30"), london)) == (
        "01:30 comes twice on 25 October 2026: the first is taken, at UTC+1."
    )
    assert explain(moment(datetime.fromisoformat("2026-07-01T15:00"), london)) == ""


@settings(deadline=None)
@given(WALLS, ZONES)
def test_every_local_time_comes_to_one_that_clocks_show(wall: datetime, zone: ZoneInfo) -> None:
    when = moment(wall, zone)
    assert when.local.astimezone(UTC) == when.utc
    shown = when.local.replace(tzinfo=None, fold=0)
    assert shown > wall if when.clock is Clock.SKIPPED else shown == wall
    if when.clock is Clock.REPEATED:
        later = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
        assert later > when.utc
        assert later.astimezone(zone).replace(tzinfo=None, fold=0) == wall


@pytest.mark.parametrize("written", ["2026-01-06T15:00", "2026-01-06 15:00", " 2026-01-06T15:00:00 "])
def test_reads_a_local_time(written: str) -> None:
    assert read_wall(written) == datetime.fromisoformat("2026-01-06T15:00")


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("next Tuesday", "no date and time"),
        ("2026-02-30T15:00", "There is no 2026-02-30"),
        ("2026-01-06T24:00", "There is no"),
        ("2026-01-06T15:00Z", "no date and time"),
        ("2026-01-06T15:00+01:00", "no date and time"),
        ("2026-01-06", "no date and time"),
        ("06/01/2026 15:00", "no date and time"),
        ("٢٠٢٦-01-06T15:00", "no date and time"),
        ("0026-01-06T15:00", "out of reach"),
        ("9999-01-06T15:00", "out of reach"),
    ],
)
def test_refuses_what_is_no_local_time(written: str, why: str) -> None:
    with pytest.raises(Unclear, match=why) as caught:
        read_wall(written)
    assert caught.value.option == "start"


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Europe",
        "Europe/Lundon",
        "BST",
        "../../etc/passwd",
        "/etc/localtime",
        "Europe/London\0",
        "localtime",
        "right/UTC",
        "x" * 999,
    ],
)
def test_refuses_a_zone_that_does_not_exist(name: str) -> None:
    with pytest.raises(Unclear, match="no time zone") as caught:
        find_zone(name)
    assert caught.value.option == "zone"
    assert len(str(caught.value)) < 120


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Europe/Lundon", "Did you mean Europe/London?"),
        ("London", "Did you mean Europe/London?"),
        ("new york", "Did you mean America/New_York?"),
        ("GMT+1", "Zones are named like Europe/London."),
        ("the moon", "Zones are named like Europe/London."),
    ],
)
def test_names_the_zone_that_was_probably_meant(name: str, hint: str) -> None:
    with pytest.raises(Unclear) as caught:
        find_zone(name)
    assert caught.value.hint == hint


def test_shows_offsets_of_half_hours_and_behind() -> None:
    offsets = [timedelta(), timedelta(hours=1), timedelta(hours=5, minutes=30), -timedelta(hours=3, minutes=30)]
    assert [show_offset(one) for one in offsets] == ["UTC", "UTC+1", "UTC+5:30", "UTC−3:30"]

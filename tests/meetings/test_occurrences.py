"""When series meet, with what was moved or called off."""

import time
from datetime import timedelta
from itertools import islice

import pytest

from bot.chat.errors import NotFound
from bot.meetings import edits
from bot.meetings.occurrences import between, find_meeting, meetings, read_key
from tests.meetings.series import LATER, first, network_meeting, shown, starts, utc, wall

MARCH = wall("2026-03-03T15:00")
MAY = wall("2026-05-05T15:00")


def test_a_series_meets_at_its_local_time_on_either_side_of_clock_changes() -> None:
    assert starts(network_meeting(), 6) == [
        "2026-01-06T15:00", "2026-03-03T15:00", "2026-05-05T14:00",
        "2026-07-07T14:00", "2026-09-01T14:00", "2026-11-03T15:00",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("start", "ends"), [("2026-03-28T23:30", "2026-03-29T02:30"), ("2026-10-24T23:30", "2026-10-25T01:30")]
)
def test_a_meeting_lasts_as_long_as_it_was_meant_to_whatever_clocks_do(start: str, ends: str) -> None:
    night = network_meeting("", start, duration=timedelta(hours=3))
    meeting = first(night, 1)[0]
    assert meeting.end - meeting.start == timedelta(hours=3)
    assert meeting.end == utc(ends)


def test_a_window_holds_what_begins_in_it_and_not_at_its_end() -> None:
    series = network_meeting()
    assert [shown(one) for one in between([series], utc("2026-03-03T15:00"), utc("2026-07-07T14:00"))] == [
        "2026-03-03T15:00", "2026-05-05T14:00",
    ]  # fmt: skip


def test_a_window_holds_many_series_in_order() -> None:
    weekly = network_meeting("FREQ=WEEKLY", "2026-01-01T09:00", id="weekly", title="Peer support")
    once = network_meeting("", "2026-01-06T15:00", id="once", title="A workshop")
    found = between([network_meeting(), weekly, once], utc("2026-01-02T00:00"), utc("2026-01-16T00:00"))
    assert [(one.title, shown(one)) for one in found] == [
        ("A workshop", "2026-01-06T15:00"),
        ("Network meeting", "2026-01-06T15:00"),
        ("Peer support", "2026-01-08T09:00"),
        ("Peer support", "2026-01-15T09:00"),
    ]


def test_a_moved_date_comes_where_it_now_is_also_from_outside_the_window() -> None:
    series = edits.move(network_meeting(), MAY, wall("2026-01-20T11:00"), LATER)
    assert starts(series, 4) == ["2026-01-06T15:00", "2026-01-20T11:00", "2026-03-03T15:00", "2026-07-07T14:00"]
    inside = [*between([series], utc("2026-01-10T00:00"), utc("2026-02-01T00:00"))]
    assert [(shown(one), one.moved, one.key) for one in inside] == [
        ("2026-01-20T11:00", True, "5e71e5@20260505T150000")
    ]
    assert [*between([series], utc("2026-05-01T00:00"), utc("2026-06-01T00:00"))] == []


def test_a_date_keeps_its_key_however_it_is_moved() -> None:
    series = network_meeting()
    moved = edits.move(
        edits.move(series, MARCH, wall("2026-03-10T15:00"), LATER), MARCH, wall("2026-03-11T09:00"), LATER
    )
    key = first(series, 2)[1].key
    assert first(moved, 2)[1].key == key
    assert read_key(key) == ("5e71e5", MARCH)
    assert shown(find_meeting(moved, MARCH)) == "2026-03-11T09:00"


@pytest.mark.parametrize("key", ["", "5e71e5", "5e71e5@soon", "@", "5e71e5@20261301T150000"])
def test_a_key_that_names_no_date_is_refused(key: str) -> None:
    with pytest.raises(NotFound):
        read_key(key)


@pytest.mark.parametrize("start", ["2026-02-03T15:00", "2026-03-03T14:00", "2025-11-04T15:00"])
def test_a_date_the_series_does_not_have_is_not_found(start: str) -> None:
    with pytest.raises(NotFound, match="no such date"):
        find_meeting(network_meeting(), wall(start))


def test_cancelled_dates_are_shown_as_such() -> None:
    series = edits.cancel(network_meeting(), MARCH, LATER)
    assert [one.cancelled for one in first(series, 3)] == [False, True, False]


def test_an_ended_series_stops_also_for_dates_that_were_moved_to_the_front() -> None:
    series = edits.move(network_meeting(), MAY, wall("2026-02-20T11:00"), LATER)
    ended = edits.end(series, MAY, LATER)
    assert starts(ended, 9) == ["2026-01-06T15:00", "2026-03-03T15:00"]
    with pytest.raises(NotFound):
        find_meeting(ended, MAY)


def test_a_hundred_thousand_dates_are_laid_out_in_reasonable_time() -> None:
    series = network_meeting("FREQ=WEEKLY", "2026-01-01T09:00")
    began = time.process_time()
    assert sum(1 for _ in islice(meetings(series), 100_000)) == 100_000
    assert time.process_time() - began < 30

"""How long before a meeting, and the hours nobody is woken up in."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.meetings.offsets import LONGEST, in_words, read_offset, write_offset
from bot.meetings.quiet import read_quiet
from tests.meetings.series import LONDON, utc

MINUTE = timedelta(minutes=1)


@given(st.integers(1, LONGEST // MINUTE))
def test_what_is_written_is_read_back(minutes: int) -> None:
    assert read_offset(write_offset(minutes * MINUTE)) == minutes * MINUTE


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("7d", "a week"),
        ("14d", "2 weeks"),
        ("2d", "2 days"),
        ("24h", "a day"),
        ("1H", "an hour"),
        ("90m", "90 minutes"),
    ],
)
def test_times_are_said_as_people_do(text: str, words: str) -> None:
    assert in_words(read_offset(text)) == words


@pytest.mark.parametrize("text", ["", "0d", "1w", "-1d", "1.5h", "61d", "999999d", "d", "1 d", "١d"])
def test_what_is_no_time_before_a_meeting_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"is no time before a meeting\. Write it like 7d, 1d, 1h or 30m"):
        read_offset(text)


@pytest.mark.parametrize(
    ("hours", "when", "around"),
    [
        ("22:00-07:00", "2026-01-10T21:59", None),
        ("22:00-07:00", "2026-01-10T22:00", ("2026-01-10T22:00", "2026-01-11T07:00")),
        ("22:00-07:00", "2026-01-11T06:59", ("2026-01-10T22:00", "2026-01-11T07:00")),
        ("22:00-07:00", "2026-01-11T07:00", None),
        ("12:00 – 13:00", "2026-07-01T11:30", ("2026-07-01T11:00", "2026-07-01T12:00")),
        # The nights in which London's clocks change have eight hours of quiet, and ten.
        ("22:00-07:00", "2026-03-29T03:00", ("2026-03-28T22:00", "2026-03-29T06:00")),
        ("22:00-07:00", "2026-10-25T03:00", ("2026-10-24T21:00", "2026-10-25T07:00")),
        ("", "2026-01-10T23:00", None),
        ("00:00-00:00", "2026-01-10T00:00", None),
    ],
)
def test_the_night_is_quiet(hours: str, when: str, around: tuple[str, str] | None) -> None:
    expected = (utc(around[0]), utc(around[1])) if around else None
    assert read_quiet(hours, LONDON).at(utc(when)) == expected


@pytest.mark.parametrize("text", ["22-7", "24:00-07:00", "22:60-07:00", "22:00", "at night", "22:00-07:00-08:00"])
def test_what_are_no_hours_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="Write the quiet hours like 22:00-07:00"):
        read_quiet(text, LONDON)


@given(
    due=st.datetimes(min_value=utc("2026-01-01").replace(tzinfo=None), max_value=utc("2027-01-01").replace(tzinfo=None))
)
def test_nothing_is_moved_into_the_night(due: object) -> None:
    quiet = read_quiet("22:00-07:00", LONDON)
    when = utc(f"{due}")
    moved = quiet.fit(when, since=when - timedelta(hours=4), before=when + timedelta(days=1))
    assert moved
    assert quiet.at(moved) is None
    assert (moved == when) == (quiet.at(when) is None)

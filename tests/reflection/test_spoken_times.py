"""Times as people write them, and what could be two of them."""

from contextlib import suppress
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.errors import Unclear
from bot.reflection.spoken_times import WHEN, read_words, say_time

LONDON = ZoneInfo("Europe/London")
# A Sunday, 15:17 in London.
NOW = datetime(2026, 11, 29, 15, 17, 35, tzinfo=UTC)
PIECES = [
    "in",
    "and",
    "an",
    "9999w",
    "12",
    "30",
    "0",
    "31st",
    "15:00",
    "3pm",
    "noon",
    "next",
    "Tuesday",
    "Feb",
    "1970",
    "2199",
    "2026-12-08",
    "tomorrow",
    "@",
    "h",
]


def read(text: str, now: datetime = NOW, zone: ZoneInfo = LONDON) -> str:
    """Return what was understood, in the time of the zone."""
    return f"{read_words(text, now, zone).astimezone(zone):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        ("in 20 minutes", "2026-11-29 15:38"),
        ("In 20 min", "2026-11-29 15:38"),
        ("in half an hour", "2026-11-29 15:48"),
        ("in an hour and a half", "2026-11-29 16:48"),
        ("in 1 hour 30 minutes", "2026-11-29 16:48"),
        ("in 2h and 5m", "2026-11-29 17:23"),
        ("in a week", "2026-12-06 15:18"),
        ("in 2 days", "2026-12-01 15:18"),
        ("16:00", "2026-11-29 16:00"),
        ("today 15:00", "2026-11-29 15:00"),
        ("tonight at 8pm", "2026-11-29 20:00"),
        ("tomorrow at 3pm", "2026-11-30 15:00"),
        ("TOMORROW, 3.30 p.m.", "2026-11-30 15:30"),
        ("9 am tomorrow", "2026-11-30 09:00"),
        ("tomorrow at noon", "2026-11-30 12:00"),
        ("tomorrow 12am", "2026-11-30 00:00"),
        ("Tuesday 15:00", "2026-12-01 15:00"),
        ("on Weds at 3pm", "2026-12-02 15:00"),
        ("Sunday 16:00", "2026-11-29 16:00"),
        ("Sunday 15:00", "2026-12-06 15:00"),
        ("Tue 8 Dec 15:00", "2026-12-08 15:00"),
        ("Tuesday the 8th of December 2026 at 15:00", "2026-12-08 15:00"),
        ("3pm on December 8", "2026-12-08 15:00"),
        ("8 dec 9:05", "2026-12-08 09:05"),
        ("2 Jan 10:00", "2027-01-02 10:00"),
        ("28 Nov 10:00", "2027-11-28 10:00"),
        ("29 Nov 10:00", "2026-11-29 10:00"),
        ("2026-12-08 15:00", "2026-12-08 15:00"),
        ("2026-12-08T15:00", "2026-12-08 15:00"),
        ("2025-12-08 3pm", "2025-12-08 15:00"),
    ],
)
def test_reads_times_as_people_write_them(text: str, understood: str) -> None:
    assert read(text) == understood


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        *((text, f"I can’t read “{text}” as a time. Write it like “in 20 minutes”, “tomorrow 15:00”") for text in (
            "soon", "at 3", "tomorrow 3", "tomorrow 25:00", "15pm", "15:00 pm", "15:60", "8/12 15:00", "8.12. 15:00",
            "15:00-16:00", "in 3 months", "in twenty minutes", "8 9 Dec 15:00", "Dec 15:00", "2026 15:00", "٣pm", "@",
        )),
        ("tomorrow", "At what time, on “tomorrow”?"),
        ("Tue 8 Dec", "At what time, on “Tue 8 Dec”?"),
        ("next Tuesday 15:00", "“Next Tuesday” could be either of two days."),
        ("Wed 8 Dec 15:00", "8 December 2026 is a Tuesday, and no Wednesday."),
        ("31 November 2026 15:00", "There is no 31 November 2026."),
        ("2026-02-29 15:00", "There is no 29 February 2026."),
        ("2026-13-01 15:00", "There is no month 13."),
        ("9999-12-31 23:59", "There is no 31 December 9999."),
    ],
)  # fmt: skip
def test_refuses_what_is_no_time_or_could_be_two(text: str, sentence: str) -> None:
    with pytest.raises(Unclear) as refused:
        read(text)
    assert sentence in refused.value.sentence
    assert refused.value.option == WHEN


def test_days_are_counted_on_the_wall_and_hours_as_they_pass() -> None:
    saturday = datetime(2026, 10, 24, 14, 0, tzinfo=UTC)  # clocks go back in the night
    assert read("in 1 day", saturday) == "2026-10-25 15:00"
    assert read("in 24 hours", saturday) == "2026-10-25 14:00"
    assert read("in 1 day 1 hour", saturday) == "2026-10-25 16:00"


def test_a_time_that_clocks_skip_or_show_twice_is_taken_as_for_meetings() -> None:
    assert read("29 March 01:30", datetime(2026, 3, 1, tzinfo=UTC)) == "2026-03-29 02:30"
    first = read_words("25 October 01:30", datetime(2026, 10, 1, tzinfo=UTC), LONDON)
    assert first == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_the_day_is_that_of_the_zone() -> None:
    late = datetime(2026, 11, 29, 23, 30, tzinfo=UTC)
    assert read("tomorrow 15:00", late, ZoneInfo("Asia/Kolkata")) == "2026-12-01 15:00"
    assert say_time(read_words("tomorrow 15:00", late, LONDON), LONDON) == "Monday 30 November 2026, 15:00 London time"


@given(st.text(max_size=60) | st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join))
def test_whatever_is_written_is_a_time_or_gets_a_sentence(text: str) -> None:
    with suppress(Unclear):
        assert read_words(text, NOW, LONDON).tzinfo is UTC


@given(st.datetimes(min_value=datetime(2026, 11, 30), max_value=datetime(2100, 1, 1)))  # noqa: DTZ001 - local
def test_what_is_written_out_is_read_back(wall: datetime) -> None:
    written = f"{wall:%Y-%m-%d %H:%M}"
    at = read_words(written, NOW, ZoneInfo("Asia/Kolkata"))
    assert f"{at.astimezone(ZoneInfo('Asia/Kolkata')):%Y-%m-%d %H:%M}" == written

"""Two dates of one series that meet: which, and what an organiser reads."""

from dataclasses import replace
from datetime import datetime

import pytest

from bot.meetings import edits
from bot.meetings.clashes import clash_words, clashes
from bot.meetings.model import Series
from bot.meetings.occurrences import Meeting, find_meeting
from tests.meetings.series import LATER, network_meeting, wall

MARCH, MAY, JULY = (wall(f"2026-{day}T15:00") for day in ("03-03", "05-05", "07-07"))
SERIES = network_meeting()


def moved(to: str, series: Series = SERIES, start: datetime = MARCH) -> Meeting:
    return find_meeting(edits.move(series, start, wall(to), LATER), start)


@pytest.mark.parametrize(
    ("to", "meets"),
    [
        ("2026-05-05T15:00", True),
        ("2026-05-05T15:59", True),
        ("2026-05-05T09:00", True),
        ("2026-05-05T20:00", True),
        ("2026-05-04T15:00", False),
        ("2026-05-06T00:00", False),
        ("2026-03-03T16:00", False),
    ],
)
def test_a_date_meets_another_on_the_same_day_and_no_other(to: str, meets: bool) -> None:
    meeting = moved(to)
    assert [one.occurrence.start for one in clashes(meeting, [meeting.series])] == [MAY] * meets


def test_one_that_goes_on_for_days_meets_what_is_held_meanwhile() -> None:
    meeting = moved("2026-05-03T09:00", replace(SERIES, duration=edits.LONGEST))
    assert [one.occurrence.start for one in clashes(meeting, [meeting.series])] == [MAY]


def test_one_that_is_cancelled_is_in_nobody_s_way() -> None:
    assert clash_words(moved("2026-05-05T15:00", edits.cancel(SERIES, MAY, LATER)), SERIES) != ""
    without = moved("2026-05-05T15:00", edits.cancel(SERIES, MAY, LATER))
    assert clash_words(without, without.series) == ""


def test_the_words_name_the_other_and_what_can_be_done() -> None:
    meeting = moved("2026-05-05T15:00")
    assert clash_words(meeting, meeting.series) == (
        " Mind that there is also “Network meeting” on Tuesday 5 May 2026, 15:00 London time: both stand. "
        "If that is not meant, move or cancel one of the two."
    )


def test_of_several_each_is_named() -> None:
    both = edits.move(SERIES, JULY, wall("2026-05-05T10:00"), LATER)
    meeting = moved("2026-05-05T12:00", both)
    assert "10:00 London time, “Network meeting” on Tuesday 5 May 2026, 15:00" in clash_words(meeting, meeting.series)
    assert "one of them" in clash_words(meeting, meeting.series)

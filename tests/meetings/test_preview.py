"""What an organiser sees before anything is kept."""

from bot.meetings.preview import Preview, preview
from bot.meetings.rule_text import read_rule
from tests.meetings.series import LONDON, wall


def shown(rule: str, start: str, count: int = 6) -> Preview:
    read, first = read_rule(rule, wall(start), LONDON)
    return preview(read, first, LONDON, count)


def test_marks_the_first_date_after_each_clock_change() -> None:
    notes = [one.note for one in shown("FREQ=MONTHLY;INTERVAL=2;BYDAY=1TU", "2026-01-06T15:00").dates]
    assert notes == ["", "", "The clocks have changed: UTC → UTC+1.", "", "", "The clocks have changed: UTC+1 → UTC."]


def test_says_what_is_taken_when_an_hour_is_missing_or_comes_twice() -> None:
    spring = shown("FREQ=WEEKLY", "2026-03-22T01:30", 3).dates
    assert [one.when.local.isoformat() for one in spring] == [
        "2026-03-22T01:30:00+00:00", "2026-03-29T02:30:00+01:00", "2026-04-05T01:30:00+01:00",
    ]  # fmt: skip
    assert "forward past 01:30 on 29 March 2026: 02:30 is taken" in spring[1].note
    autumn = shown("FREQ=WEEKLY", "2026-10-18T01:30", 3).dates
    assert autumn[1].note == "01:30 comes twice on 25 October 2026: the first is taken, at UTC+1."
    assert autumn[2].note == "The clocks have changed: UTC+1 → UTC."


def test_says_which_months_have_no_such_day() -> None:
    thirty_first = shown("FREQ=MONTHLY;BYMONTHDAY=31", "2026-01-31T15:00")
    assert [one.when.local.month for one in thirty_first.dates] == [1, 3, 5, 7, 8, 10]
    assert thirty_first.skipped_note == (
        "No such day, so no meeting: February 2026, April 2026, June 2026, September 2026."
    )
    fifth_friday = shown("FREQ=MONTHLY;INTERVAL=2;BYDAY=5FR", "2026-01-30T15:00", 2)
    assert [f"{one.when.local:%m-%d}" for one in fifth_friday.dates] == ["01-30", "05-29"]
    assert fifth_friday.skipped_note == "No such day, so no meeting: March 2026."
    assert shown("FREQ=MONTHLY;BYMONTHDAY=28", "2026-01-28T15:00").skipped_note == ""


def test_shows_as_many_dates_as_there_are() -> None:
    assert len(shown("FREQ=WEEKLY;COUNT=2", "2026-01-06T15:00").dates) == 2
    assert len(shown("", "2026-01-06T15:00").dates) == 1

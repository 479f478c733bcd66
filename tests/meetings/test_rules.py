"""Rules: what is taken, on which dates it falls, and what is refused by name."""

import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import dropwhile, islice
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat.errors import Unclear
from bot.meetings.rule_text import read_rule
from bot.meetings.rules import Rule, dates, describe, to_text
from bot.meetings.times import moment
from tests.meetings.series import LONDON, wall

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
ZONES = ("Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Casablanca", "UTC")
SOME = 30


@st.composite
def rules(draw: st.DrawFn) -> str:
    """Any rule that people use, written as calendars write it."""
    weekly = draw(st.booleans())
    every = draw(st.integers(1, 2 if weekly else 14))
    parts = [f"FREQ={'WEEKLY' if weekly else 'MONTHLY'}", *([f"INTERVAL={every}"] if draw(st.booleans()) else [])]
    day = draw(st.sampled_from(DAYS))
    if weekly:
        parts += draw(st.sampled_from([[], [f"BYDAY={day}"], [f"BYDAY={day}", f"WKST={draw(st.sampled_from(DAYS))}"]]))
    else:
        nth = draw(st.sampled_from(["1", "2", "3", "4", "5", "-1", "+1"]))
        parts += draw(st.sampled_from([[], [f"BYDAY={nth}{day}"], [f"BYMONTHDAY={draw(st.integers(1, 31))}"]]))
    ending = draw(st.sampled_from(["", f"COUNT={draw(st.integers(1, 60))}", _until(draw)]))
    return ";".join(filter(None, [*draw(st.permutations(parts)), ending]))


def _until(draw: st.DrawFn) -> str:
    when = draw(st.datetimes(min_value=wall("2026-01-01"), max_value=wall("2040-01-01")))
    return f"UNTIL={when:%Y%m%dT%H%M%SZ}"


STARTS = st.datetimes(min_value=wall("2024-01-01"), max_value=wall("2031-01-01")).map(
    lambda start: start.replace(second=0, microsecond=0)
)


def in_utc(rule: Rule, start: datetime, zone: ZoneInfo, count: int = SOME) -> list[datetime]:
    return [moment(one, zone).utc for one in islice(dates(rule, start, zone), count)]


@settings(deadline=None)
@given(rules(), STARTS, st.sampled_from(ZONES).map(ZoneInfo))
def test_rules_fall_on_the_dates_that_dateutil_names(text: str, start: datetime, zone: ZoneInfo) -> None:
    expected = [one.astimezone(UTC) for one in islice(rrulestr(text, dtstart=start.replace(tzinfo=zone)), SOME)]
    if not expected:
        with pytest.raises(Unclear, match="yields no date"):
            read_rule(text, start, zone)
        return
    rule, first = read_rule(text, start, zone)
    assert in_utc(rule, first, zone) == expected


@settings(deadline=None)
@given(rules(), STARTS, st.sampled_from(ZONES).map(ZoneInfo))
def test_a_rule_written_out_reads_back_as_the_same(text: str, start: datetime, zone: ZoneInfo) -> None:
    try:
        rule, first = read_rule(text, start, zone)
    except Unclear:
        return
    assert read_rule(to_text(rule), first, zone) == (rule, first)
    assert describe(rule, zone)


@settings(deadline=None)
@given(rules(), STARTS, st.timedeltas(min_value=timedelta(days=-40), max_value=timedelta(days=9000)))
def test_beginning_later_leaves_out_what_was_before_and_nothing_else(text: str, start: datetime, on: timedelta) -> None:
    try:
        rule, first = read_rule(text, start, LONDON)
    except Unclear:
        return
    since = first + on
    expected = dropwhile(lambda one: one < since, dates(rule, first, LONDON))
    assert [*islice(dates(rule, first, LONDON, since), 5)] == [*islice(expected, 5)]


def test_the_first_tuesday_of_every_other_month_stays_at_fifteen_hundred_in_london() -> None:
    rule, first = read_rule("FREQ=MONTHLY;INTERVAL=2;BYDAY=1TU", wall("2026-01-06T15:00"), LONDON)
    assert [f"{one:%m-%d %H:%M}" for one in in_utc(rule, first, LONDON, 7)] == [
        "01-06 15:00", "03-03 15:00", "05-05 14:00", "07-07 14:00", "09-01 14:00", "11-03 15:00", "01-05 15:00",
    ]  # fmt: skip


def test_the_last_friday_is_the_last_whether_there_are_four_or_five() -> None:
    rule, first = read_rule("FREQ=MONTHLY;BYDAY=-1FR", wall("2026-01-01T09:00"), LONDON)
    days = [f"{one:%m-%d}" for one in islice(dates(rule, first, LONDON), 6)]
    assert days == ["01-30", "02-27", "03-27", "04-24", "05-29", "06-26"]


def test_an_hour_that_is_skipped_or_repeated_is_held_all_the_same() -> None:
    rule, first = read_rule("FREQ=WEEKLY;COUNT=2", wall("2026-03-22T01:30"), LONDON)
    assert [f"{one:%d %H:%M}" for one in in_utc(rule, first, LONDON)] == ["22 01:30", "29 01:30"]
    rule, first = read_rule("FREQ=WEEKLY;COUNT=2", wall("2026-10-25T01:30"), LONDON)
    assert [f"{one:%m-%d %H:%M}" for one in in_utc(rule, first, LONDON)] == ["10-25 00:30", "11-01 01:30"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "once"),
        ("FREQ=WEEKLY", "every Tuesday"),
        ("RRULE:FREQ=WEEKLY;INTERVAL=2", "every other Tuesday"),
        ("freq=monthly;byday=1tu", "every month on the first Tuesday"),
        ("FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR;COUNT=6", "every other month on the last Friday, 6 times"),
        ("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=22;COUNT=1", "every 3 months on the 22nd, one time"),
        ("FREQ=MONTHLY;BYMONTHDAY=13;UNTIL=20260630T230000Z", "every month on the 13th, until 1 July 2026"),
    ],
)
def test_rules_are_said_in_words(text: str, words: str) -> None:
    assert describe(read_rule(text, wall("2026-01-06T15:00"), LONDON)[0], LONDON) == words


@pytest.mark.parametrize(
    ("text", "why", "instead"),
    [
        ("FREQ=YEARLY", "FREQ=YEARLY is not possible", "INTERVAL=12"),
        ("FREQ=DAILY", "FREQ=DAILY is not possible", "weekly"),
        ("FREQ=HOURLY", "FREQ=HOURLY is not possible", "FREQ=WEEKLY"),
        ("FREQ=MONTHLY;BYDAY=TU;BYSETPOS=1", "BYSETPOS is not possible", "BYDAY=1TU"),
        ("FREQ=WEEKLY;BYHOUR=9", "BYHOUR is not possible", "Possible are"),
        ("FREQ=MONTHLY;BYMONTH=3", "BYMONTH is not possible", "Possible are"),
        ("FREQ=MONTHLY;BYYEARDAY=3", "BYYEARDAY is not possible", "Possible are"),
        ("FREQ=MONTHLY;RSCALE=GREGORIAN", "RSCALE is not possible", "Possible are"),
        ("FREQ=WEEKLY;INTERVAL=3", "INTERVAL=3 is not possible with FREQ=WEEKLY", "fortnightly"),
        ("FREQ=WEEKLY;INTERVAL=0", "INTERVAL=0 is not possible", "from 1 on"),
        ("FREQ=WEEKLY;INTERVAL=-1", "INTERVAL=-1 is not possible", "from 1 on"),
        ("FREQ=WEEKLY;BYDAY=TU,TH", "BYDAY=TU,TH names several days", "series for each"),
        ("FREQ=WEEKLY;BYDAY=1TU", "BYDAY=1TU is not possible with FREQ=WEEKLY", "Leave out"),
        ("FREQ=WEEKLY;BYMONTHDAY=1", "BYMONTHDAY is not possible with FREQ=WEEKLY", "Possible are"),
        ("FREQ=MONTHLY;BYDAY=TU", "BYDAY=TU is not possible with FREQ=MONTHLY", "BYDAY=1TU"),
        ("FREQ=MONTHLY;BYDAY=-2TU", "BYDAY=-2TU is not possible with FREQ=MONTHLY", "for the last"),
        ("FREQ=MONTHLY;BYDAY=6TU", "BYDAY=6TU is not possible", "5TU"),
        ("FREQ=MONTHLY;BYDAY=1TU;BYMONTHDAY=1", "BYDAY and BYMONTHDAY together", "one of them"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "BYMONTHDAY=-1 is not possible", "1 to 31"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,15", "BYMONTHDAY=1,15 is not possible", "1 to 31"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY=32 is not possible", "1 to 31"),
        ("FREQ=WEEKLY;COUNT=2;UNTIL=20270101T000000Z", "exclude each other", "one of them"),
        ("FREQ=WEEKLY;FREQ=WEEKLY", "FREQ is given twice", "once"),
        ("FREQ=WEEKLY;COUNT=0", "COUNT=0 yields no date", "from 1"),
        ("FREQ=WEEKLY;COUNT=ten", "COUNT=TEN is not possible", "number"),
        ("FREQ=WEEKLY;COUNT=10000", "10,000 dates or more", "earlier end"),
        ("FREQ=WEEKLY;COUNT=999999999", "10,000 dates or more", "earlier end"),
        ("FREQ=WEEKLY;UNTIL=22990101T000000Z", "10,000 dates or more", "earlier end"),
        ("FREQ=WEEKLY;UNTIL=20250101T000000Z", "yields no date", "before its first date"),
        ("FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31", "yields no date", "None of the months"),
        ("FREQ=WEEKLY;UNTIL=20261301", "UNTIL=20261301 is no date", "UNTIL="),
        ("FREQ=WEEKLY;UNTIL=soon", "UNTIL=SOON cannot be read", "UNTIL="),
        ("FREQ=WEEKLY;WKST=XX", "WKST=XX is not possible", "MO"),
        ("INTERVAL=2", "no FREQ", "Possible are"),
        ("every other Tuesday", "cannot be read as a part", "Possible are"),
        ("FREQ=WEEKLY;", "cannot be read as a part", "Possible are"),
        ("FREQ=WEEKLY;COUNT=" + "9" * 5000, "10,000 dates or more", "earlier end"),
        ("FREQ=WEEKLY;INTERVAL=" + "9" * 5000, "is not possible", "number"),
    ],
)
def test_what_is_not_possible_is_refused_by_name(text: str, why: str, instead: str) -> None:
    with pytest.raises(Unclear) as caught:
        read_rule(text, wall("2026-02-03T15:00"), LONDON)
    assert why in str(caught.value)
    assert instead in caught.value.hint
    assert caught.value.option == "rule"
    assert len(str(caught.value)) < 200


@settings(deadline=None)
@given(st.text(max_size=60) | st.text(alphabet="FREQ=WKLYMONTHBDAUI;:,0123456789-+", max_size=60))
def test_whatever_is_written_is_read_or_refused(text: str) -> None:
    with suppress(Unclear):
        rule, first = read_rule(text, wall("2026-02-03T15:00"), LONDON)
        assert next(dates(rule, first, LONDON)) == first


@pytest.mark.parametrize("end", ["20260317", "20260316T235900", "20260317T000000"])
def test_an_end_that_is_not_in_utc_is_taken_where_it_cannot_be_mistaken(end: str) -> None:
    rule, first = read_rule(f"FREQ=WEEKLY;UNTIL={end}", wall("2026-03-02T15:00"), LONDON)
    assert len([*dates(rule, first, LONDON)]) == 3


@pytest.mark.parametrize("end", ["20260316", "20260709T143000"])
def test_an_end_that_calendars_read_differently_is_refused(end: str) -> None:
    start = "2026-03-02T15:00" if len(end) == 8 else "2026-07-02T15:00"
    with pytest.raises(Unclear, match="may or may not include the last date"):
        read_rule(f"FREQ=WEEKLY;UNTIL={end}", wall(start), LONDON)


def test_a_date_far_ahead_is_found_at_once() -> None:
    rule, first = read_rule("FREQ=WEEKLY", wall("1970-01-06T15:00"), LONDON)
    began = time.process_time()
    for _ in range(200):
        next(dates(rule, first, LONDON, wall("2199-01-01T00:00")))
    assert time.process_time() - began < 2

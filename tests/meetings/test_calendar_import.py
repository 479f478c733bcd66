"""Calendar files of other programs: what can be kept exactly comes in, everything else is named."""

import time
from datetime import timedelta
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat.errors import Refusal
from bot.meetings import edits
from bot.meetings.calendar_file import feed
from bot.meetings.calendar_import import Reading, compare, understand
from bot.meetings.calendar_lines import MOST_BYTES, read_lines
from bot.meetings.model import Kind, Series
from tests.meetings.series import LATER, NOW, first, network_meeting, starts, wall
from tests.meetings.test_calendar_file import CHANGED, WORDS

MASTER = (
    "UID:a@elsewhere",
    "DTSTAMP:20260101T120000Z",
    "SUMMARY:Reading group",
    "DTSTART;TZID=Europe/London:20260303T150000",
    "DTEND;TZID=Europe/London:20260303T163000",
    "RRULE:FREQ=WEEKLY",
)
CHANGE = (
    "UID:a@elsewhere",
    "DTSTAMP:20260102T120000Z",
    "SUMMARY:Reading group",
    "RECURRENCE-ID;TZID=Europe/London:20260310T150000",
    "DTSTART;TZID=Europe/London:20260311T100000",
    "DTEND;TZID=Europe/London:20260311T113000",
)


def file(*events: tuple[str, ...], around: str = "") -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//elsewhere//EN", *around.splitlines()]
    for event in events:
        lines += ["BEGIN:VEVENT", *event, "END:VEVENT"]
    return "".join(f"{line}\r\n" for line in [*lines, "END:VCALENDAR"]).encode()


def without(name: str, *more: str, event: tuple[str, ...] = MASTER) -> tuple[str, ...]:
    """The event with other lines in the place of one."""
    return (*(line for line in event if not line.startswith(name)), *more)


def read(data: bytes, zone: str = "") -> Reading:
    ids = (f"id{number}" for number in count())
    return understand(read_lines(data), new_id=lambda: next(ids), at=NOW, zone=zone)


def series(data: bytes, zone: str = "") -> Series:
    reading = read(data, zone)
    assert reading.problems == ()
    [one] = reading.brought
    return one.series


def problem(*events: tuple[str, ...]) -> str:
    reading = read(file(*events))
    assert reading.brought == ()
    [one] = reading.problems
    return one.reason


def test_a_series_comes_in_with_everything_about_it() -> None:
    found = series(
        file(
            (
                *MASTER,
                "LOCATION:Room 4",
                "URL:https://meet.example/x",
                "DESCRIPTION:Bring\\na book\\, please",
                "SEQUENCE:3",
            )
        )
    )
    assert (found.uid, found.title, found.zone, found.sequence) == ("a@elsewhere", "Reading group", "Europe/London", 3)
    assert (found.place, found.about) == ("Room 4 https://meet.example/x", "Bring\na book, please")
    assert starts(found, 5) == [
        "2026-03-03T15:00", "2026-03-10T15:00", "2026-03-17T15:00", "2026-03-24T15:00", "2026-03-31T14:00",
    ]  # fmt: skip


def test_dates_that_were_left_out_moved_or_called_off_are_so_here() -> None:
    fourth = [line.replace("20260310", "20260324").replace("20260311", "20260324") for line in CHANGE]
    called_off = (*fourth, "STATUS:CANCELLED")
    found = series(file((*MASTER, "EXDATE;TZID=Europe/London:20260317T150000,20260407T150000"), CHANGE, called_off))
    assert [(f"{one.start:%m-%d %H:%M}", one.cancelled) for one in first(found, 6)] == [
        ("03-03 15:00", False), ("03-11 10:00", False), ("03-17 15:00", True),
        ("03-24 10:00", True), ("03-31 14:00", False), ("04-07 14:00", True),
    ]  # fmt: skip
    assert found.occurrence(wall("2026-03-10T15:00")).moved_to == wall("2026-03-11T10:00")


@pytest.mark.parametrize(
    "changed", [network_meeting(), CHANGED, network_meeting("", "2026-03-29T01:30", kind=Kind.WORKSHOP)]
)
def test_our_own_file_comes_back_the_same(changed: Series) -> None:
    found = series(feed([changed], "Trial"))
    assert found.kind is changed.kind
    assert (found.uid, found.title, found.host, found.rule, found.zone) == (
        changed.uid, changed.title, changed.host, changed.rule, changed.zone,
    )  # fmt: skip
    assert [(one.start, one.end, one.title, one.cancelled, one.sequence) for one in first(found, 9)] == [
        (one.start, one.end, one.title, one.cancelled, one.sequence) for one in first(changed, 9)
    ]
    assert unstamped(feed([found], "Trial")) == unstamped(feed([changed], "Trial"))


def unstamped(data: bytes) -> list[bytes]:
    return [line for line in data.splitlines() if not line.startswith((b"DTSTAMP:", b"LAST-MODIFIED:"))]


@pytest.mark.parametrize("stamp", ["LAST-MODIFIED:20190101T000000Z", "LAST-MODIFIED:20270101T000000Z"])
def test_what_comes_in_is_new_here_whenever_it_was_written_elsewhere(stamp: str) -> None:
    found = series(file((*MASTER, stamp, "EXDATE;TZID=Europe/London:20260317T150000"), (*CHANGE, stamp)))
    assert {found.changed_at, *(one.changed_at for one in found.occurrences)} == {NOW}


def test_a_line_may_be_folded_in_the_middle_of_a_letter() -> None:
    line = "SUMMARY:Réunion".encode()
    folded = line[:10] + b"\r\n " + line[10:]
    assert series(file(without("SUMMARY", "SUMMARY:@")).replace(b"SUMMARY:@", folded)).title == "Réunion"
    broken = file(without("SUMMARY", "SUMMARY:@", "X BROKEN")).replace(b"SUMMARY:@", folded)
    assert [one.reason for one in read(broken).problems] == ["line 12 cannot be read"]


@settings(deadline=None)
@given(title=WORDS, place=WORDS)
def test_words_that_went_out_come_back_on_one_line(title: str, place: str) -> None:
    reading = read(feed([network_meeting(title=title, place=place)], "Trial"))
    for one in reading.brought:
        assert "\n" not in one.series.title + one.series.place
    assert len(reading.brought) + len(reading.problems) == 1


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("GMT Standard Time", "Europe/London"),
        ("Eastern Standard Time", "America/New_York"),
        ('"W. Europe Standard Time"', "Europe/Berlin"),
    ],
)
def test_what_windows_calls_zones_is_understood(zone: str, expected: str) -> None:
    event = tuple(line.replace("Europe/London", zone) for line in MASTER)
    assert series(file(event)).zone == expected


def test_what_a_file_says_about_its_zones_is_not_needed_and_cannot_harm() -> None:
    observance = "BEGIN:STANDARD\nDTSTART:16010101T000000\nRRULE:FREQ=SECONDLY\nEND:STANDARD"
    hostile = f"BEGIN:VTIMEZONE\nTZID:Europe/London\n{observance}\nEND:VTIMEZONE"
    assert starts(series(file(MASTER, around=hostile)), 1) == ["2026-03-03T15:00"]


def test_times_in_utc_stay_in_utc_or_go_to_the_zone_that_was_named() -> None:
    once = without(
        "RRULE", "DTSTART:20260505T140000Z", "DTEND:20260505T150000Z", event=without("DTSTART", event=without("DTEND"))
    )
    assert (series(file(once)).zone, starts(series(file(once)), 2)) == ("UTC", ["2026-05-05T14:00"])
    named = series(file(once), "Europe/London")
    assert (named.zone, named.start, starts(named, 2)) == (
        "Europe/London",
        wall("2026-05-05T15:00"),
        ["2026-05-05T14:00"],
    )
    reading = read(file((*once, "RRULE:FREQ=WEEKLY")), "Europe/London")
    assert reading.brought[0].series.zone == "UTC"
    assert reading.brought[0].notes == ("Its times are in UTC: no clock change moves them.",)


def test_times_without_a_zone_need_one_to_be_named() -> None:
    floating = tuple(line.replace(";TZID=Europe/London", "") for line in MASTER)
    assert problem(floating) == "DTSTART has no time zone; say which one with --zone"
    assert starts(series(file(floating), "Europe/London"), 6)[5] == "2026-04-07T14:00"


def test_changed_dates_may_be_told_in_another_zone() -> None:
    change = without("RECURRENCE-ID", "RECURRENCE-ID:20260407T140000Z", event=CHANGE)
    change = without("DT", "DTSTART;TZID=Europe/Paris:20260408T120000", "DURATION:PT1H30M", event=change)
    moved = series(file(MASTER, change)).occurrence(wall("2026-04-07T15:00"))
    assert (moved.moved_to, moved.duration) == (wall("2026-04-08T11:00"), None)


def test_whom_the_file_invites_is_not_kept() -> None:
    reading = read(file((*MASTER, "ATTENDEE;CN=Ana:mailto:ana@example.org", "ORGANIZER:mailto:bo@example.org")))
    assert "example.org" not in repr(reading.brought[0].series)
    assert reading.brought[0].notes == ("Who was invited is not brought along.",)


def test_a_cancelled_series_comes_in_as_cancelled() -> None:
    assert starts(series(file((*MASTER, "STATUS:CANCELLED"))), 3) == []
    [once] = first(series(file((*without("RRULE"), "STATUS:CANCELLED"))), 3)
    assert once.cancelled


NO_DATE = "is changed or left out, but is not a date of its RRULE"


@pytest.mark.parametrize(
    ("event", "why"),
    [
        (without("RRULE", "RRULE:FREQ=YEARLY"), "FREQ=YEARLY is not possible"),
        (without("RRULE", "RRULE:FREQ=MONTHLY;BYDAY=TU;BYSETPOS=1"), "BYSETPOS is not possible"),
        (without("RRULE", "RRULE:FREQ=WEEKLY;COUNT=1000000000"), "That rule yields 10,000 dates or more"),
        (without("RRULE", "RRULE:FREQ=WEEKLY;BYDAY=WE"), "DTSTART is not a date of its RRULE; calendars differ there"),
        ((*MASTER, "RRULE:FREQ=WEEKLY"), "RRULE is given 2 times"),
        ((*MASTER, "RDATE;TZID=Europe/London:20260304T150000"), "RDATE is not possible"),
        ((*MASTER, "EXRULE:FREQ=WEEKLY"), "EXRULE is not possible"),
        ((*MASTER, "EXDATE;VALUE=DATE:20260310"), "EXDATE is a whole day; a meeting has an hour"),
        ((*MASTER, "EXDATE;TZID=Europe/London:20260311T150000"), f"2026-03-11 15:00 {NO_DATE}"),
        (without("DTSTART", "DTSTART;VALUE=DATE:20260303"), "DTSTART is a whole day; a meeting has an hour"),
        (without("DTSTART", "DTSTART;TZID=Ours:20260303T150000"), "DTSTART is in a time zone of its own, “Ours”"),
        (without("DTSTART", "DTSTART;TZID=Europe/London:20260230T150000"), "DTSTART:20260230T150000 is no time"),
        (without("DTSTART", "DTSTART:99990101T000000Z"), "DTSTART:99990101T000000Z is no time"),
        (without("DTSTART"), "it has no DTSTART"),
        (without("DTEND"), "it has no end"),
        (without("DTEND", "DURATION:P"), "DURATION:P is no length of time"),
        (without("DTEND", "DURATION:PT999999H"), "A meeting must end after it starts"),
        (without("DTEND", "DTEND;TZID=Europe/London:20260303T140000"), "A meeting must end after it starts"),
        (without("UID"), "it has no UID that tells it from others"),
        ((*MASTER, "LOCATION Room 4"), "line 11 cannot be read"),
        ((*MASTER, "DESCRIPTION:" + "x" * 9000), "The about is longer than 8,000 characters"),
        (CHANGE, "it changes a date of a series that the file does not hold"),
    ],
)
def test_what_cannot_be_kept_exactly_is_left_out_by_name(event: tuple[str, ...], why: str) -> None:
    assert problem(event) == why


def lasting(until: str) -> tuple[str, ...]:
    """The changed date with another end."""
    return without("DTEND", f"DTEND;TZID=Europe/London:{until}", event=CHANGE)


RANGED = tuple(line.replace("RECURRENCE-ID;", "RECURRENCE-ID;RANGE=THISANDFUTURE;") for line in CHANGE)
MISPLACED = tuple(line.replace("20260310T150000", "20260310T140000") for line in CHANGE)
SECOND_HOUR = without("DT", "DTSTART:20261025T013000Z", "DURATION:PT1H", event=CHANGE)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (RANGED, "RECURRENCE-ID with RANGE is not possible"),
        (MISPLACED, f"2026-03-10 14:00 {NO_DATE}"),
        ((*CHANGE, "RRULE:FREQ=WEEKLY"), "a changed date has a rule of its own"),
        (MASTER, "2 events have the same UID"),
        (lasting("20260311T090000"), "2026-03-10 15:00: A meeting must end after it starts"),
        (lasting("20260928T100000"), "2026-03-10 15:00: A meeting must end after it starts"),
        (lasting("20260311T100000"), "2026-03-10 15:00: A meeting must end after it starts"),
        (
            without("SUMMARY", "SUMMARY:" + "x" * 3_000, event=CHANGE),
            "2026-03-10 15:00: The title is longer than 200 characters",
        ),
        (SECOND_HOUR, "2026-10-25 01:30 comes twice in Europe/London, and the second is meant"),
    ],
)
def test_a_series_with_a_change_that_cannot_be_kept_is_left_out_whole(change: tuple[str, ...], why: str) -> None:
    assert problem(MASTER, change) == why


def test_a_problem_does_not_stop_the_rest_and_names_its_line() -> None:
    other = tuple(line.replace("a@elsewhere", "b@elsewhere") for line in MASTER)
    reading = read(file((*MASTER, "RDATE:20260304T150000Z"), other, around="BEGIN:VTODO\nEND:VTODO"))
    assert [one.series.uid for one in reading.brought] == ["b@elsewhere"]
    assert [(one.line, one.title) for one in reading.problems] == [(6, "Reading group")]
    assert reading.remarks == ("1 VTODO left out: only events are meetings.",)


def test_what_is_there_already_is_never_overwritten() -> None:
    plan = compare([edits.cancel(CHANGED, wall("2026-07-07T15:00"), LATER)], read(feed([CHANGED], "Trial")))
    assert (plan.added, [one.series.uid for one in plan.known]) == ((), [CHANGED.uid])


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "does not begin with BEGIN:VCALENDAR"),
        (b"%PDF-1.7\n", "does not begin with BEGIN:VCALENDAR"),
        (b"<!DOCTYPE html>", "does not begin with BEGIN:VCALENDAR"),
        (b"BEGIN:VCALENDAR\r\n\xff\xfe", "no calendar in UTF-8"),
        (file(MASTER)[:-60], "breaks off inside VEVENT: it is half a file"),
        (file(MASTER)[:-16], "breaks off inside VCALENDAR: it is half a file"),
        (file(MASTER, around="END:VEVENT"), "Line 4 ends what never began"),
        (file(MASTER, around="BEGIN:VCALENDAR"), "Line 4 begins VCALENDAR where it cannot be"),
        (b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\n" * 100_000, "begins VEVENT where it cannot be"),
        (b"BEGIN:VCALENDAR\n" + b"x" * MOST_BYTES, "larger than 5 MB"),
        (file(*[MASTER] * 2001), "more than 2,000 events"),
    ],
)
def test_a_file_that_is_none_huge_hostile_or_half_is_a_sentence(data: bytes, why: str) -> None:
    with pytest.raises(Refusal, match=why) as caught:
        read_lines(data)
    assert caught.value.hint
    assert len(str(caught.value)) < 120


@settings(deadline=None)
@given(st.binary(max_size=300), st.integers(0, 400), st.integers(0, 400))
def test_whatever_a_file_holds_it_is_read_or_refused(noise: bytes, start: int, end: int) -> None:
    whole = file(MASTER, CHANGE)
    try:
        lines = read_lines(whole[:start] + noise + whole[end:])
    except Refusal as refusal:
        assert refusal.hint  # noqa: PT017 - most of these files are refused, and some are not
    else:
        understand(lines, new_id=lambda: "id", at=NOW)


LAST = wall("2026-03-03T15:00") + timedelta(weeks=8999)
LONG = without("RRULE", "RRULE:FREQ=WEEKLY;COUNT=9000", f"EXDATE;TZID=Europe/London:{LAST:%Y%m%dT%H%M%S}")
RARE = without(
    "DT",
    "DTSTART;TZID=Europe/London:20260331T150000",
    "DURATION:PT1H",
    "EXDATE;TZID=Europe/London:21991231T150000",
    event=without("RRULE", "RRULE:FREQ=MONTHLY;BYMONTHDAY=31;COUNT=9000"),
)


@pytest.mark.parametrize(
    "data",
    [
        file(*[without("UID", f"UID:{number}", event=LONG) for number in range(2000)]),
        file(*[without("UID", f"UID:{number}", event=RARE) for number in range(200)]),
        file((*MASTER, "EXDATE:" + "20260310T150000Z," * 200_000 + "20260310T150000Z")),
        file((*MASTER, "X-NOISE" + ";A=b" * 500_000 + ":x")),
        file((*MASTER, "X-NOISE;A=" + '"",' * 500_000 + ":x")),
        file((*MASTER, "DESCRIPTION:" + "\\" * 2_000_000)),
        file((*MASTER, "DESCRIPTION:" + "\r\n " * 1_000_000)),
        b"BEGIN:VCALENDAR\n" + b"\n" * 4_000_000,
    ],
    ids=[
        "many series",
        "many rare dates",
        "many dates",
        "many parameters",
        "many values",
        "many escapes",
        "many folds",
        "many lines",
    ],
)
def test_a_file_made_to_take_long_does_not(data: bytes) -> None:
    began = time.process_time()
    try:
        read(data)
    except Refusal as refusal:
        assert refusal.hint  # noqa: PT017 - whether it is refused or read is not the question here
    assert time.process_time() - began < 30

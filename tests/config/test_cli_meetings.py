"""`hirg-bot meetings …`, as an operator runs it: real files, a real database."""

import asyncio
import json
import sys
from pathlib import Path

import pytest

from bot.meetings import edits
from bot.meetings.model import Series
from config import cli
from config.cli_meetings import open_calendar
from tests.config.test_cli_import import Result, Run
from tests.meetings import strict
from tests.meetings.series import LATER, network_meeting, wall

MONTHLY = "FREQ=MONTHLY;INTERVAL=2;BYDAY=1TU"
ICS = (
    "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//elsewhere//EN\n"
    "BEGIN:VEVENT\nUID:a@elsewhere\nSUMMARY:[bold]Reading[/bold] \x1b group\nRRULE:FREQ=WEEKLY\n"
    "DTSTART;TZID=Europe/London:20260303T150000\nDURATION:PT90M\n"
    "EXDATE;TZID=Europe/London:20260310T150000\nEND:VEVENT\n"
    "BEGIN:VEVENT\nUID:b@elsewhere\nSUMMARY:Every day\nRRULE:FREQ=DAILY\n"
    "DTSTART;TZID=Europe/London:20260303T150000\nDURATION:PT90M\nEND:VEVENT\nEND:VCALENDAR\n"
)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Run `hirg-bot meetings …` in an empty folder with a calendar of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HIRG_DATA_DIR", str(tmp_path / "data"))

    def _run(*words: str | Path) -> Result:
        monkeypatch.setattr(sys, "argv", ["hirg-bot", "meetings", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capfdbinary.readouterr()
        status = ended.value.code if isinstance(ended.value.code, int) else 0
        return Result(said.out.decode(), said.err.decode(), status)

    return _run


def preview(run: Run, rule: str, *more: str, start: str = "2026-01-06T15:00", zone: str = "Europe/London") -> Result:
    return run("preview", rule, "--start", start, "--zone", zone, *more)


def keep(*series: Series) -> None:
    async def write() -> None:
        async with open_calendar() as calendar:
            await calendar.save(*series)

    asyncio.run(write())


def kept() -> list[Series]:
    async def read() -> list[Series]:
        async with open_calendar() as calendar:
            return await calendar.all()

    return asyncio.run(read())


def test_a_rule_is_shown_in_utc_and_in_local_time(run: Run) -> None:
    shown = preview(run, MONTHLY, "--count", "6", "--json")
    assert (shown.status, shown.err) == (0, "")
    assert json.loads(shown.out) == [
        {"utc": "2026-01-06T15:00:00Z", "local": "2026-01-06T15:00:00+00:00"},
        {"utc": "2026-03-03T15:00:00Z", "local": "2026-03-03T15:00:00+00:00"},
        {"utc": "2026-05-05T14:00:00Z", "local": "2026-05-05T15:00:00+01:00"},
        {"utc": "2026-07-07T14:00:00Z", "local": "2026-07-07T15:00:00+01:00"},
        {"utc": "2026-09-01T14:00:00Z", "local": "2026-09-01T15:00:00+01:00"},
        {"utc": "2026-11-03T15:00:00Z", "local": "2026-11-03T15:00:00+00:00"},
    ]


def test_a_preview_marks_clock_changes_and_months_without_a_date(run: Run) -> None:
    shown = preview(run, "FREQ=MONTHLY;BYMONTHDAY=31", start="2026-01-31T15:00").out.splitlines()
    assert shown[0] == "Every month on the 31st"
    assert shown[1] == "Sat 2026-01-31 15:00 GMT   2026-01-31 15:00 UTC"
    assert shown[2] == "Tue 2026-03-31 15:00 BST   2026-03-31 14:00 UTC   The clocks have changed: UTC → UTC+1."
    assert len(shown) == 8
    assert shown[-1].startswith("No such day, so no meeting: February 2026, April 2026")


def test_a_preview_says_which_hour_was_taken(run: Run) -> None:
    assert "02:30 is taken" in preview(run, "FREQ=WEEKLY", start="2026-03-29T01:30").out
    twice = preview(run, "FREQ=WEEKLY", "--json", "--count=1", start="2026-10-25T01:30").out
    assert json.loads(twice) == [{"utc": "2026-10-25T00:30:00Z", "local": "2026-10-25T01:30:00+01:00"}]


def test_a_preview_says_when_the_start_is_no_date_of_the_rule(run: Run) -> None:
    shown = preview(run, MONTHLY, start="2026-01-07T15:00").out
    assert "The start is not a date of the rule" in shown
    assert "Tue 2026-03-03" in shown


def test_a_preview_touches_no_database(run: Run) -> None:
    preview(run, MONTHLY)
    assert not Path("data").exists()


@pytest.mark.parametrize(
    ("rule", "start", "zone", "said"),
    [
        ("FREQ=YEARLY", "2026-01-06T15:00", "Europe/London", "FREQ=YEARLY is not possible."),
        ("FREQ=MONTHLY;BYDAY=TU;BYSETPOS=1", "2026-01-06T15:00", "Europe/London", "BYSETPOS is not possible."),
        ("FREQ=WEEKLY;BYHOUR=9,10", "2026-01-06T15:00", "Europe/London", "BYHOUR is not possible."),
        ("FREQ=WEEKLY;COUNT=10001", "2026-01-06T15:00", "Europe/London", "yields 10,000 dates or more"),
        ("FREQ=WEEKLY;UNTIL=20250101T000000Z", "2026-01-06T15:00", "Europe/London", "yields no date at all"),
        (MONTHLY, "2026-02-30T15:00", "Europe/London", "There is no 2026-02-30T15:00."),
        (MONTHLY, "tomorrow", "Europe/London", "is no date and time"),
        (MONTHLY, "2026-01-06T15:00", "Europe/Lundon", "Did you mean Europe/London?"),
        (MONTHLY, "2026-01-06T15:00", "../../etc/passwd", "There is no time zone"),
    ],
)  # fmt: skip
def test_what_cannot_be_previewed_is_refused_by_name(run: Run, rule: str, start: str, zone: str, said: str) -> None:
    for more in ((), ("--json",)):
        refused = preview(run, rule, *more, start=start, zone=zone)
        assert (refused.status, refused.out) == (2, "")
        assert said in refused.err
        assert "Traceback" not in refused.err


@pytest.mark.parametrize("count", ["0", "-1", "10000", "many"])
def test_a_preview_has_a_sensible_length(run: Run, count: str) -> None:
    refused = preview(run, MONTHLY, "--count", count)
    assert (refused.status, refused.out) == (2, "")


def test_the_calendar_is_printed_as_other_programs_read_it(run: Run) -> None:
    keep(network_meeting(), network_meeting("FREQ=WEEKLY", "2026-01-07T12:00", id="w", uid="w", title="Peer support"))
    printed = run("ics")
    assert printed.status == 0
    whole = strict.parse(printed.out.encode())
    assert [event.text("SUMMARY") for event in whole.within("VEVENT")] == ["Network meeting", "Peer support"]
    assert whole.text("X-WR-CALNAME") == "the network"
    for wanted in ("w", "Peer support"):
        one = strict.parse(run("ics", "--series", wanted).out.encode())
        assert [event.text("SUMMARY") for event in one.within("VEVENT")] == ["Peer support"]
        assert one.text("X-WR-CALNAME") == "Peer support"


def test_a_series_must_be_there_and_be_the_only_one(run: Run) -> None:
    keep(network_meeting(), network_meeting(id="b", uid="b"))
    missing = run("ics", "--series", "Peer support")
    assert (missing.status, missing.out) == (2, "")
    assert "There is no such series. hirg-bot meetings list shows them." in missing.err
    assert "Name one by its id: 5e71e5, b." in run("ics", "--series", "Network meeting").err


def test_nothing_is_brought_in_until_it_is_applied(run: Run) -> None:
    Path("old.ics").write_text(ICS, newline="\r\n")
    shown = run("import", "old.ics")
    assert shown.status == 0
    assert "every Tuesday, from Tue 2026-03-03 15:00 Europe/London (1 cancelled)" in shown.out
    assert "? Line 12, Every day: left out: FREQ=DAILY is not possible." in shown.out
    assert "1 added, 0 there already, 1 left out" in shown.out
    assert "Nothing was written. Run again with --apply" in shown.out
    assert "[bold]Reading[/bold]" in shown.out
    assert "\x1b" not in shown.out
    assert kept() == []
    assert "Written." in run("import", "old.ics", "--apply", "--kind", "support").out
    [series] = kept()
    assert (series.uid, series.kind, len(series.occurrences)) == ("a@elsewhere", "support", 1)


def test_bringing_in_again_changes_nothing(run: Run) -> None:
    Path("old.ics").write_text(ICS)
    run("import", "old.ics", "--apply")
    [series] = kept()
    changed = edits.cancel(series, wall("2026-03-17T15:00"), LATER)
    keep(changed)
    again = run("import", "old.ics", "--apply")
    assert "there already, and stays as it is" in again.out
    assert "There is nothing to write." in again.out
    assert [one.occurrences for one in kept()] == [changed.occurrences]


def test_what_is_printed_can_be_brought_in_elsewhere(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(edits.move(network_meeting(), wall("2026-03-03T15:00"), wall("2026-03-04T10:00"), LATER))
    printed = run("ics").out
    Path("ours.ics").write_text(printed, newline="")
    monkeypatch.setenv("HIRG_DATA_DIR", "elsewhere")
    told = json.loads(run("import", "ours.ics", "--apply", "--json").out)
    assert (told["applied"], told["left_out"], len(told["added"])) == (True, [], 1)
    again = run("ics").out
    assert unstamped(again) == unstamped(printed)
    # Here all of it is new, whenever it was written: who looks for what changed finds it.
    stamps = [event.value("DTSTAMP") for event in strict.parse(again.encode()).within("VEVENT")]
    assert min(stamps) > f"{LATER:%Y%m%dT%H%M%SZ}"


def unstamped(printed: str) -> list[str]:
    return [line for line in printed.splitlines() if not line.startswith(("DTSTAMP:", "LAST-MODIFIED:"))]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "does not begin with BEGIN:VCALENDAR"),
        (ICS[:200].encode(), "it is half a file"),
        (b"x" * 6_000_000, "larger than 5 MB"),
        (b"BEGIN:VCALENDAR\n\xff", "no calendar in UTF-8"),
    ],
)
def test_a_file_that_cannot_be_used_is_one_sentence_and_status_2(run: Run, data: bytes, said: str) -> None:
    Path("old.ics").write_bytes(data)
    refused = run("import", "old.ics", "--apply")
    assert (refused.status, refused.out) == (2, "")
    assert said in refused.err
    assert not Path("data").exists()


def test_missing_files_folders_and_zones_are_sentences(run: Run) -> None:
    assert "There is no file nowhere.ics" in run("import", "nowhere.ics").err
    assert "cannot be read" in run("import", ".").err
    assert "no time zone" in run("import", "nowhere.ics", "--zone", "Europe/Lundon").err


def test_series_are_listed_with_their_next_dates(run: Run) -> None:
    assert "There are no meetings yet." in run("list").out
    over = network_meeting("", "2020-01-06T15:00", id="over", uid="over", title="[red]Old[/red] workshop")
    keep(network_meeting(), over)
    listed = run("list").out
    assert "every other month on the first Tuesday" in listed
    assert "[red]Old[/red] workshop" in listed
    rows = {row["id"]: row for row in json.loads(run("list", "--json").out)}
    assert rows["over"]["next"] is None
    assert rows["5e71e5"]["next"][11:16] == "15:00"
    assert (rows["5e71e5"]["kind"], rows["5e71e5"]["minutes"]) == ("network", 90)

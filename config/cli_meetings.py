"""`hirg-bot meetings …`: what a rule comes to, calendar files out and in, and what there is."""

import asyncio
import json
import secrets
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from itertools import dropwhile
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.chat.errors import NotFound, Refusal
from bot.meetings import calendar_file, calendar_import
from bot.meetings.calendar_lines import MOST_BYTES, read_lines
from bot.meetings.model import Calendar, Kind, Series
from bot.meetings.occurrences import Meeting, meetings
from bot.meetings.preview import SHOWN, preview
from bot.meetings.rule_text import TOO_MANY, read_rule
from bot.meetings.rules import describe
from bot.meetings.times import Moment, find_zone, read_wall
from config import meetings_report
from config.settings import load_settings
from config.stores import open_engine
from store.meetings import SqlCalendar

_ID_BYTES = 8
_WIDE = 1_000


@asynccontextmanager
async def open_calendar() -> AsyncIterator[Calendar]:
    """Open the calendar at the newest schema. Raises `BadSettings`."""
    async with open_engine(load_settings()) as engine:
        yield SqlCalendar(engine)


def preview_rule(
    rule: Annotated[str, typer.Argument(metavar="RRULE", help="Such as 'FREQ=MONTHLY;INTERVAL=2;BYDAY=1TU'.")],
    start: Annotated[str, typer.Option(help="The local time to begin at, such as 2026-01-06T15:00.")],
    zone: Annotated[str, typer.Option(help="The time zone, such as Europe/London.")],
    *,
    count: Annotated[int, typer.Option(min=1, max=TOO_MANY - 1, help="How many dates to show at most.")] = SHOWN,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON list of UTC and local times.")] = False,
) -> None:
    """Show the dates of a rule in UTC and in local time, with the clock changes marked."""
    tz, wall = find_zone(zone), read_wall(start)
    read, first = read_rule(rule, wall, tz)
    shown = preview(read, first, tz, count)
    if as_json:
        typer.echo(json.dumps([_spelt_out(one.when) for one in shown.dates], indent=2))
        return
    console = _console()
    for line in meetings_report.previewed(shown, describe(read, tz), started=first == wall):
        console.print(line)


def write_file(
    series: Annotated[
        str, typer.Option(metavar="SERIES", help="Only this series: its id, or its whole title.", show_default=False)
    ] = "",
) -> None:
    """Print the calendar as an .ics file, as the subscription gives it."""
    found = asyncio.run(_all())
    chosen = [_choose(found, series)] if series else found
    name = chosen[0].title if series else load_settings().network
    typer.echo(calendar_file.feed(chosen, name), nl=False)


def import_file(
    file: Annotated[Path, typer.Argument(help="An .ics file.", show_default=False)],
    *,
    apply: Annotated[bool, typer.Option("--apply", help="Write what is new; without it that is only shown.")] = False,
    kind: Annotated[
        Kind, typer.Option(help="What sort of meetings they are, where the file does not say.")
    ] = Kind.NETWORK,
    zone: Annotated[
        str, typer.Option(help="The time zone of times that name none, such as Europe/London.", show_default=False)
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object instead of text.")] = False,
) -> None:
    """Bring a calendar file in; shows what would be added unless told to --apply. Nothing is overwritten."""
    fallback = find_zone(zone).key if zone else ""
    lines = read_lines(_read(file))
    reading = calendar_import.understand(lines, new_id=_new_id, at=datetime.now(UTC), zone=fallback, kind=kind)
    plan = asyncio.run(_import(reading, apply=apply))
    outcome = meetings_report.Outcome(file.name, plan, applied=apply)
    if as_json:
        typer.echo(json.dumps(meetings_report.as_json(outcome), ensure_ascii=False, indent=2))
        return
    console = _console()
    for line in meetings_report.imported(outcome):
        console.print(line)


def list_series(*, as_json: Annotated[bool, typer.Option("--json", help="One JSON list.")] = False) -> None:
    """List every series with its id, how often it meets, and its next date."""
    now = datetime.now(UTC)
    rows = [(series, _next(series, now)) for series in asyncio.run(_all())]
    if as_json:
        typer.echo(json.dumps([meetings_report.row(*row) for row in rows], ensure_ascii=False, indent=2))
        return
    # Nobody reads a pipe by its width.
    Console(width=None if sys.stdout.isatty() else _WIDE).print(meetings_report.table(rows))


async def _all() -> list[Series]:
    async with open_calendar() as calendar:
        return await calendar.all()


async def _import(reading: calendar_import.Reading, *, apply: bool) -> calendar_import.Plan:
    async with open_calendar() as calendar:
        plan = calendar_import.compare(await calendar.all(), reading)
        if apply:
            await calendar.save(*(one.series for one in plan.added))
        return plan


def _choose(found: Sequence[Series], wanted: str) -> Series:
    chosen = [one for one in found if one.id == wanted] or [one for one in found if one.title == wanted]
    if not chosen:
        raise NotFound("There is no such series.", "hirg-bot meetings list shows them.")
    if len(chosen) > 1:
        ids = ", ".join(one.id for one in chosen)
        raise Refusal("Several series have that title.", f"Name one by its id: {ids}.")
    return chosen[0]


def _next(series: Series, now: datetime) -> Meeting | None:
    return next(dropwhile(lambda one: one.cancelled, meetings(series, now)), None)


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise Refusal(f"There is no file {file}.", "Look at its name again.") from None
    except OSError as error:
        raise Refusal(f"{file} cannot be read: {error.strerror}.", "Name an .ics file.") from None


def _spelt_out(when: Moment) -> dict[str, str]:
    return {"utc": f"{when.utc:%Y-%m-%dT%H:%M:%SZ}", "local": when.local.isoformat()}


def _new_id() -> str:
    return secrets.token_hex(_ID_BYTES)


def _console() -> Console:
    return Console(highlight=False, markup=False, emoji=False, soft_wrap=True)

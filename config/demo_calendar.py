"""The calendar of `hirg-bot demo`: series from config/sample/meetings.toml, dated from today."""

import secrets
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from importlib.resources import files
from itertools import islice
from pathlib import Path
from typing import Any

from bot.chat.requests import Account
from bot.directory.model import Entry
from bot.meetings.attendance import GuestList, Standing
from bot.meetings.edits import checked, describe_date
from bot.meetings.model import Kind, Series
from bot.meetings.occurrences import meetings
from bot.meetings.rule_text import read_rule
from bot.meetings.rules import Rule, to_text
from bot.meetings.splitting import uid_of
from bot.meetings.times import find_zone
from config.stores import Stores

_SAMPLE = Path(str(files("config"))) / "sample" / "meetings.toml"
_ZONE = "Europe/London"
_ID_BYTES = 8


async def fill_calendar(stores: Stores, now: datetime) -> None:
    """Put the sample into an empty calendar, with people of the sample Directory among those who come."""
    if await stores.calendar.version():
        return
    plans = tomllib.loads(_SAMPLE.read_text(encoding="utf-8"))["series"]
    people = await stores.directory.entries()
    for series, plan in zip(await stores.calendar.save(*demo_series(plans, now)), plans, strict=True):
        await stores.attendance.change(next(meetings(series)).key, _coming(people[: plan["taken"]], series.capacity))


def demo_series(plans: Sequence[Mapping[str, Any]], now: datetime) -> Iterator[Series]:
    """Make the series that are planned, none of which has begun yet."""
    for plan in plans:
        series = _series(plan, now)
        dates = [one.occurrence.start for one in islice(meetings(series), len(plan.get("dates", ())))]
        for start, said in zip(dates, plan.get("dates", ()), strict=True):
            series = describe_date(series, start, now, **said)
        yield series


def _series(plan: Mapping[str, Any], now: datetime) -> Series:
    tz = find_zone(_ZONE)
    day = (now.astimezone(tz) + timedelta(days=plan["days"])).date()
    earliest = datetime.combine(day, time.fromisoformat(plan["time"]))
    rule, _ = read_rule(plan["rule"], earliest, tz)
    # The rhythm begins with the first such day, not with the first such month.
    _, start = read_rule(to_text(replace(rule, every=1)), earliest, tz)
    series_id = secrets.token_hex(_ID_BYTES)
    return checked(
        Series(
            id=series_id,
            uid=uid_of(series_id),
            title=plan["title"],
            start=start,
            zone=_ZONE,
            duration=timedelta(minutes=plan["minutes"]),
            kind=Kind(plan["kind"]),
            rule=Rule() if plan.get("once") else rule,
            host=plan["host"],
            place=plan["place"],
            about=plan["about"],
            capacity=plan.get("capacity", 0),
            changed_at=now,
        )
    )


def _coming(people: Sequence[Entry], capacity: int) -> Callable[[GuestList], GuestList]:
    def change(guests: GuestList) -> GuestList:
        for number, entry in enumerate(people, 1):
            account = Account("web", "demo", f"guest-{number}")
            guests = guests.answered(account, entry.name, Standing.GOING, capacity)
        return guests

    return change

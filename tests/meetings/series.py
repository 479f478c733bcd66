"""Series to try things on, and short ways to say times."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from bot.meetings.model import Kind, Series
from bot.meetings.occurrences import Meeting, meetings
from bot.meetings.rule_text import read_rule
from bot.meetings.splitting import uid_of

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 1, 2, 9, 30, tzinfo=UTC)
LATER = datetime(2026, 2, 3, 10, tzinfo=UTC)


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def network_meeting(
    rule: str = "FREQ=MONTHLY;INTERVAL=2;BYDAY=1TU", start: str = "2026-01-06T15:00", **more: object
) -> Series:
    """The network's meeting: the first Tuesday of every other month at 15:00 in London, for ninety minutes."""
    zone = str(more.pop("zone", "Europe/London"))
    read, first = read_rule(rule, wall(start), ZoneInfo(zone))
    fields: dict[str, object] = {
        "id": "5e71e5",
        "uid": uid_of("5e71e5"),
        "title": "Network meeting",
        "kind": Kind.NETWORK,
        "host": "Ana Núñez",
        "place": "Room 4; https://meet.example/health",
        "duration": timedelta(minutes=90),
        "changed_at": NOW,
    }
    return Series(start=first, zone=zone, rule=read, **(fields | more))  # type: ignore[arg-type]


def first(series: Series, count: int) -> list[Meeting]:
    return [*islice(meetings(series), count)]


def starts(series: Series, count: int) -> list[str]:
    """When the next meetings begin, in UTC."""
    return [shown(one) for one in first(series, count)]


def shown(meeting: Meeting) -> str:
    return f"{meeting.start:%Y-%m-%dT%H:%M}"


def held(series: Series) -> Iterator[Meeting]:
    return (one for one in meetings(series) if not one.cancelled)

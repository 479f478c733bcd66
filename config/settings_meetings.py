"""Meetings: what a new one is, and when and where it is announced."""

from datetime import timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field

from bot.chat.errors import Refusal
from bot.meetings.model import Kind as MeetingKind
from bot.meetings.offsets import read_offset
from bot.meetings.quiet import read_quiet
from bot.meetings.times import find_zone
from config.settings_part import Names, Part
from config.settings_places import PLACE

_USUALLY = ("7d", "1d", "1h")


def _zone(name: str) -> str:
    """Refuse what is no time zone."""
    try:
        return find_zone(name).key
    except Refusal as refusal:
        raise ValueError(refusal.hint) from None


def _channels(given: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse what is no channel; each may be followed by how long before a meeting it is reminded, if not as usual."""
    named = [one.split()[0] for one in given]
    if not all(PLACE.fullmatch(name) for name in named):
        raise ValueError(
            "Each must look like slack:C0123 or discord:456, or slack:C0123 1d 1h for reminders of its own."
        )
    if len(set(named)) < len(named):
        raise ValueError("A channel is named twice.")
    for one in given:
        _offsets(tuple(one.split()[1:]))
    return given


def _offsets(given: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse what is no time before a meeting."""
    for one in given:
        read_offset(one)
    return given


def _quiet(text: str) -> str:
    """Refuse what are no hours."""
    read_quiet(text, ZoneInfo("UTC"))
    return text


class MeetingSettings(Part):
    """What a new meeting is unless somebody says otherwise; `answer_hours` is how long a freed place is kept for one.

    `minutes` is how long it lasts. `channels` names by kind of meeting where reminders are posted, `reminders` how long
    before, 7d, 1d and 1h unless said otherwise; a channel may be followed by times of its own. `quiet` are the hours,
    in `zone`, in which nobody is written to in private. `events` keeps meetings in the calendars of Discord servers.
    """

    zone: Annotated[str, AfterValidator(_zone)] = "Europe/London"
    minutes: Annotated[int, Field(gt=0, le=14 * 24 * 60)] = 60
    kind: MeetingKind = MeetingKind.NETWORK
    answer_hours: Annotated[float, Field(gt=0, le=24 * 14)] = 24
    channels: dict[MeetingKind, Annotated[Names, AfterValidator(_channels)]] = Field(default_factory=dict)
    reminders: dict[MeetingKind, Annotated[Names, AfterValidator(_offsets)]] = Field(default_factory=dict)
    quiet: Annotated[str, AfterValidator(_quiet)] = "22:00-07:00"
    events: bool = True

    def offsets(self, kind: MeetingKind) -> tuple[str, ...]:
        """Say how long before a meeting of some kind reminders are posted."""
        return self.reminders.get(kind, _USUALLY)

    @property
    def answer(self) -> timedelta:
        return timedelta(hours=self.answer_hours)

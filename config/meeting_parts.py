"""The calendar put together: as people use it in chat, and as it speaks by itself."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from bot.chat.requests import Address
from bot.delivery.letterbox import Letterbox
from bot.delivery.troubles import Troubles
from bot.delivery.upkeep import Upkeep
from bot.meetings import log
from bot.meetings.agenda import Agenda
from bot.meetings.announcements import Announcements, declined
from bot.meetings.changing import Revisions
from bot.meetings.commands import Meetings
from bot.meetings.feeds import Feeds
from bot.meetings.forgetting import Forgetting
from bot.meetings.latest import Latest
from bot.meetings.managing import Managing
from bot.meetings.managing_series import ManagingSeries
from bot.meetings.model import Kind
from bot.meetings.offsets import read_offset
from bot.meetings.planner import MeetingPlanner
from bot.meetings.planning import Planning
from bot.meetings.posted_events import PostedEvents
from bot.meetings.proposals import Defaults
from bot.meetings.quiet import Quiet, read_quiet
from bot.meetings.remind_me import RemindMe
from bot.meetings.reminders import Changes, ChannelReminders, PersonalReminders, Posting, Postings
from bot.meetings.seats import OFFER, Seats
from bot.meetings.subscribing import Subscribing
from bot.meetings.times import find_zone
from config.parts import Now, Part, organisers_of, utc_now
from config.settings import Settings
from config.stores import Stores


@dataclass(frozen=True, slots=True, kw_only=True)
class Diary(Part):
    """The calendar as people use it in chat; `feeds` is what calendar programs fetch."""

    feeds: Feeds


@dataclass(frozen=True, slots=True, kw_only=True)
class Unasked(Part):
    """What is said without being asked; `events` and `troubled` as in `config.wiring.Core`."""

    events: PostedEvents
    troubled: Callable[[], None]


def build_diary(
    stores: Stores, settings: Settings, letterbox: Letterbox, now: Now, address: Callable[[], str]
) -> Diary:
    """Build what members and organisers do with the calendar; `address` is where it can be fetched."""
    latest = Latest(stores.calendar)
    agenda = Agenda(latest, now)
    feeds = Feeds(agenda, stores.tokens, settings.network)
    seats = Seats(
        stores.calendar, stores.attendance, letterbox, answer=settings.meetings.answer, quiet=quiet_of(settings)
    )
    usual = Defaults(settings.meetings.zone, timedelta(minutes=settings.meetings.minutes), settings.meetings.kind)
    revisions = Revisions(agenda, stores.calendar, letterbox.wake)
    return Diary(
        features=(
            Meetings(agenda, stores.attendance, letterbox.wake),
            Planning(agenda, stores.calendar, stores.proposals, usual, letterbox.wake),
            Managing(agenda, stores.attendance, revisions),
            ManagingSeries(agenda, stores.attendance, revisions),
            Subscribing(agenda, feeds, address),
        ),
        feeds=feeds,
        planners=(seats.plan, Forgetting(latest, stores.proposals, stores.attendance).plan),
        composers={OFFER: seats.compose},
    )


def build_unasked(stores: Stores, settings: Settings, letterbox: Letterbox, now: Now = utc_now) -> Unasked:
    """Build what speaks by itself over its ports."""
    latest = Latest(stores.calendar)
    quiet = quiet_of(settings)
    postings = postings_of(settings)
    events = PostedEvents(latest, letterbox, calendars_of(settings))
    planned = (
        ChannelReminders(postings).plan,
        PersonalReminders(stores.wishes, quiet).plan,
        Changes(letterbox, quiet).plan,
        events.plan,
    )
    planner = MeetingPlanner(latest, letterbox, planned)
    said_no = declined(stores.attendance)
    announcements = Announcements(latest, letterbox, stores.wishes, declined=said_no, postings=postings, quiet=quiet)
    troubles = Troubles(stores.outbox, letterbox, organisers_of(settings), log.NAMES, now)
    upkeep = Upkeep(stores.outbox, timedelta(days=settings.delivery.keep_days))
    return Unasked(
        features=(
            RemindMe(latest, stores.wishes, letterbox, quiet=quiet, changed=planner.changed, now=now, declined=said_no),
            log.MeetingsLog(stores.outbox, latest),
            troubles,
        ),
        planners=(planner.plan, troubles.plan, upkeep.plan),
        composers={**announcements.composers(), **troubles.composers()},
        events=events,
        troubled=troubles.look_again,
    )


def postings_of(settings: Settings) -> Postings:
    """Read where meetings are announced, and how long before."""

    def posting(kind: Kind, written: str) -> Posting:
        place, *own = written.split()
        return Posting(Address.parse(place), tuple(map(read_offset, own or settings.meetings.offsets(kind))))

    channels = settings.meetings.channels.items()
    return {kind: [posting(kind, written) for written in places] for kind, places in channels}


def quiet_of(settings: Settings) -> Quiet:
    """Read when nobody is written to in private about meetings."""
    return read_quiet(settings.meetings.quiet, find_zone(settings.meetings.zone))


def calendars_of(settings: Settings) -> list[str]:
    """Name the platforms that have a calendar of their own to keep meetings in."""
    return ["discord"] if settings.meetings.events and any(settings.discord.secrets.values()) else []

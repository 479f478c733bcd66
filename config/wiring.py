"""Put the parts together: what `hirg-bot` is made of, as a parts list."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.clock import Clock
from adapters.discord.app import Discord, DiscordOptions
from adapters.painting import paint
from adapters.slack.app import Slack, SlackOptions
from bot.chat.commands import Catalog, Command
from bot.chat.requests import Account, Address, Role
from bot.chat.roles import RoleBook
from bot.clockwork import Clockwork, Planner
from bot.delivery.courier import Composer, Courier, Patience
from bot.delivery.letterbox import Letterbox
from bot.delivery.model import Messenger, Outbox
from bot.delivery.troubles import Troubles
from bot.delivery.upkeep import Upkeep
from bot.directory.claiming import Claiming
from bot.directory.claims import Claims, Mailboxes
from bot.directory.codes import Codes
from bot.directory.commands import Also, FindSkill
from bot.directory.finder import Finder
from bot.directory.gap_commands import DirectoryGaps, MissedQuestions
from bot.directory.gaps import Gaps, Lexicon
from bot.directory.map_command import SkillsMap
from bot.directory.model import Directory, Entry
from bot.directory.my_skills import MySkills
from bot.directory.owners import Owners
from bot.directory.people import NameBook
from bot.directory.review import DECIDED, JOINED, Review
from bot.directory.skill_list import SkillList
from bot.directory.still_right import KIND as STILL_RIGHT
from bot.directory.still_right import StillRight
from bot.help import Help
from bot.introductions.commands import Introduce
from bot.introductions.farewell import Farewell
from bot.introductions.model import Introductions, Limits, Watches
from bot.introductions.planner import IntroductionPlanner
from bot.introductions.post import IntroductionPost
from bot.introductions.sharing import Sharing
from bot.introductions.watching import Watching
from bot.meetings import log
from bot.meetings.agenda import Agenda
from bot.meetings.announcements import Announcements, declined
from bot.meetings.attendance import Attendance
from bot.meetings.changing import Revisions
from bot.meetings.commands import Meetings
from bot.meetings.events import EventBoard
from bot.meetings.feeds import Feeds, Tokens
from bot.meetings.forgetting import Forgetting
from bot.meetings.latest import Latest
from bot.meetings.managing import Managing
from bot.meetings.managing_series import ManagingSeries
from bot.meetings.model import Calendar, Kind
from bot.meetings.offsets import read_offset
from bot.meetings.planner import MeetingPlanner
from bot.meetings.planning import Planning
from bot.meetings.posted_events import PostedEvents
from bot.meetings.proposals import Defaults, Proposals
from bot.meetings.quiet import Quiet, read_quiet
from bot.meetings.remind_me import RemindMe
from bot.meetings.reminders import Changes, ChannelReminders, PersonalReminders, Posting, Postings
from bot.meetings.seats import OFFER, Seats
from bot.meetings.subscribing import Subscribing
from bot.meetings.times import find_zone
from bot.meetings.wishes import Wishes
from bot.service import Bot
from config.meaning import load_meaning
from config.settings import Settings
from config.vocabulary import load_vocabulary
from store.attendance import SqlAttendance
from store.codes import SqlCodes
from store.database import connect, open_database
from store.deliveries import SqlOutbox
from store.directory import SqlDirectory
from store.feeds import SqlTokens
from store.gaps import SqlGaps, SqlLexicon
from store.introductions import SqlIntroductions, SqlWatches
from store.meetings import SqlCalendar
from store.proposals import SqlProposals
from store.wishes import SqlWishes

# Platforms on which the bot can speak to several people in one private conversation: see `Messenger.groups`.
GROUPS = frozenset({"slack", "web"})

Now = Callable[[], datetime]
Leaving = Callable[[Entry], Awaitable[None]]
NO_BOARDS: Mapping[str, EventBoard] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stores:
    """Everything that is kept, one port for each thing."""

    directory: Directory
    gaps: Gaps
    lexicon: Lexicon
    codes: Codes
    calendar: Calendar
    attendance: Attendance
    wishes: Wishes
    introductions: Introductions
    watches: Watches
    proposals: Proposals
    tokens: Tokens
    outbox: Outbox


@dataclass(frozen=True, slots=True)
class Core:
    """What every platform shares: who answers, and what has to be said without being asked.

    `feeds` is what calendar programs fetch, `skills_map` what a page of it is drawn from, `events` what is done in
    platforms' own calendars; `troubled` is called when something could not be delivered.
    A platform that knows its members' addresses is put into `mailboxes`, by its name, as soon as there is one.
    """

    bot: Bot
    feeds: Feeds
    skills_map: SkillsMap
    planners: Sequence[Planner]
    composers: Mapping[str, Composer]
    events: PostedEvents
    troubled: Callable[[], None]
    mailboxes: dict[str, Mailboxes]


class Feature(Protocol):
    """What declares commands."""

    def commands(self) -> Iterable[Command]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Unasked:
    """What has to be said without being asked, as in `Core`, and the features that answer about it."""

    features: Sequence[Feature]
    planners: Sequence[Planner]
    composers: Mapping[str, Composer]
    events: PostedEvents
    troubled: Callable[[], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """What lets people keep their own entries, and what that says unasked; `mailboxes` as in `Core`."""

    features: Sequence[Feature]
    planners: Sequence[Planner]
    composers: Mapping[str, Composer]
    mailboxes: dict[str, Mailboxes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """What brings people together, what it adds to those whom the search finds, and what it does for who leaves."""

    features: Sequence[Feature]
    planners: Sequence[Planner]
    composers: Mapping[str, Composer]
    leaving: Leaving
    also: Also


@dataclass(frozen=True, slots=True, kw_only=True)
class Diary:
    """The calendar as people use it in chat, and what comes of it: as in `Core`."""

    features: Sequence[Feature]
    feeds: Feeds
    planners: Sequence[Planner]
    composers: Mapping[str, Composer]


def utc_now() -> datetime:
    return datetime.now(UTC)


@asynccontextmanager
async def open_stores(settings: Settings) -> AsyncIterator[Stores]:
    """Open the database at the newest schema. Raises `store.database.Unreachable`."""
    async with open_database(settings.database) as engine:
        yield sql_stores(engine)


def sql_stores(engine: AsyncEngine) -> Stores:
    """Return every store over one database; it is connected to when something is asked of it."""
    return Stores(
        directory=SqlDirectory(engine),
        codes=SqlCodes(engine),
        gaps=SqlGaps(engine),
        lexicon=SqlLexicon(engine),
        calendar=SqlCalendar(engine),
        attendance=SqlAttendance(engine),
        wishes=SqlWishes(engine),
        introductions=SqlIntroductions(engine),
        watches=SqlWatches(engine),
        proposals=SqlProposals(engine),
        tokens=SqlTokens(engine),
        outbox=SqlOutbox(engine),
    )


def build_core(
    stores: Stores,
    settings: Settings,
    letterbox: Letterbox,
    now: Now = utc_now,
    *,
    address: Callable[[], str] | None = None,
) -> Core:
    """Build the features over their ports; what they say unasked goes into `letterbox`.

    `address` tells where `Core.feeds` can be fetched; without it, it is the public address of the settings.
    """
    finder = Finder(stores.directory, load_vocabulary(), lexicon=stores.lexicon, meaning=load_meaning)
    missed = MissedQuestions(stores.gaps, lambda: now().date())
    meeting = build_meeting(stores, settings, letterbox, finder, now)
    keeping = build_keeping(stores, settings, letterbox, finder, leaving=meeting.leaving, now=now)
    unasked = build_unasked(stores, settings, letterbox, now)
    diary = build_diary(stores, settings, letterbox, now, address or settings.http.base)
    skills_map = SkillsMap(finder, stores.gaps, paint, settings.network)
    features: tuple[Feature, ...] = (
        FindSkill(finder, missed.note, also=meeting.also),
        DirectoryGaps(stores.gaps, stores.lexicon, finder),
        skills_map,
        *keeping.features,
        *meeting.features,
        *diary.features,
        *unasked.features,
    )
    declared = [command for feature in features for command in feature.commands()]
    bot = Bot(Catalog([*declared, *Help(settings.network, declared).commands()]))
    return Core(
        bot,
        diary.feeds,
        skills_map,
        (*keeping.planners, *meeting.planners, *diary.planners, *unasked.planners),
        {**keeping.composers, **meeting.composers, **diary.composers, **unasked.composers},
        unasked.events,
        unasked.troubled,
        keeping.mailboxes,
    )


def build_keeping(
    stores: Stores, settings: Settings, letterbox: Letterbox, finder: Finder, *, leaving: Leaving, now: Now
) -> Keeping:
    """Build what lets people keep their own entries; what they change, `finder` finds at once."""
    directory, mailboxes, changed = stores.directory, dict[str, Mailboxes](), finder.look_again
    owners = Owners(directory, now, changed, leaving, review=settings.directory.review)
    claims = Claims(directory, stores.codes, mailboxes, now, changed)
    still_right = StillRight(directory, letterbox, settings.directory.still_right_months)
    review = Review(directory, letterbox, _organisers(settings), still_right, now=now, changed=changed)
    return Keeping(
        features=(
            MySkills(directory, owners, claims, review.announce, now),
            SkillList(owners, finder.vocabulary, now),
            Claiming(claims, NameBook(directory), now),
            review,
        ),
        planners=(still_right.plan,),
        composers={STILL_RIGHT: still_right.compose, JOINED: review.compose, DECIDED: review.compose_decision},
        mailboxes=mailboxes,
    )


def build_meeting(
    stores: Stores, settings: Settings, letterbox: Letterbox, finder: Finder, now: Now = utc_now
) -> Meeting:
    """Build what leads from somebody found to a conversation."""
    limits = Limits(settings.introductions.weekly, settings.introductions.open)
    post = IntroductionPost(stores.introductions, stores.directory, letterbox, GROUPS, now)
    introduce = Introduce(stores.introductions, stores.directory, post, limits, now)
    watching = Watching(stores.watches, stores.directory, finder, letterbox, now)
    sharing = Sharing(finder, letterbox, now)
    return Meeting(
        features=(introduce, watching, sharing),
        planners=(IntroductionPlanner(stores.introductions, post).plan, watching.plan),
        composers={**post.composers(), **watching.composers(), **sharing.composers()},
        leaving=Farewell(stores.introductions, stores.watches, post).forget,
        also=Also(introduce.offer, lambda found: (*watching.offer(found), *sharing.offer(found)), introduce.asked),
    )


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
    revisions = Revisions(agenda, stores.calendar, stores.attendance, letterbox.wake)
    return Diary(
        features=(
            Meetings(agenda, stores.attendance, letterbox.wake),
            Planning(agenda, stores.calendar, stores.proposals, usual, letterbox.wake),
            Managing(agenda, stores.attendance, revisions),
            ManagingSeries(agenda, revisions),
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
    events = PostedEvents(latest, letterbox, _calendars(settings))
    planned = (
        ChannelReminders(postings).plan,
        PersonalReminders(stores.wishes, quiet).plan,
        Changes(letterbox, quiet).plan,
        events.plan,
    )
    planner = MeetingPlanner(latest, letterbox, planned)
    announcements = Announcements(
        latest, letterbox, stores.wishes, declined=declined(stores.attendance), postings=postings, quiet=quiet
    )
    troubles = Troubles(stores.outbox, letterbox, _organisers(settings), log.NAMES, now)
    upkeep = Upkeep(stores.outbox, timedelta(days=settings.delivery.keep_days))
    return Unasked(
        features=(
            RemindMe(latest, stores.wishes, letterbox, quiet=quiet, changed=planner.changed, now=now),
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


def _calendars(settings: Settings) -> list[str]:
    """Name the platforms that have a calendar of their own to keep meetings in."""
    return ["discord"] if settings.meetings.events and any(settings.discord.secrets.values()) else []


def _organisers(settings: Settings) -> list[Account]:
    """List the organisers that can be written to: accounts, because a group has no private conversation."""
    holders = sorted(settings.roles.get(Role.ORGANISER, ()))
    return [Account.parse(holder) for holder in holders if holder.split(":")[1] != "role"]


def build_clock(
    core: Core,
    stores: Stores,
    messengers: Mapping[str, Messenger],
    boards: Mapping[str, EventBoard] = NO_BOARDS,
    *,
    settings: Settings,
    rung: asyncio.Event,
    now: Now = utc_now,
) -> Clock:
    """Build what says things when their time has come, or `rung` is set, on the platforms that have a messenger.

    `boards` are the calendars of those platforms that have one.
    """
    patience = Patience(timedelta(seconds=settings.delivery.lease), timedelta(seconds=settings.delivery.lag))
    courier = Courier(
        stores.outbox,
        messengers,
        core.composers,
        now,
        rung.set,
        patience=patience,
        performers=core.events.performers(boards),
        troubled=core.troubled,
    )
    return Clock(Clockwork(core.planners, courier, now).look, rung, now=now)


def build_catalog(settings: Settings) -> Catalog:
    """Give the declarations alone, for what is generated from them; the database is not opened."""
    stores = sql_stores(connect("sqlite://"))
    return build_core(stores, settings, Letterbox(stores.outbox)).bot.catalog


def build_slack(bot: Bot, settings: Settings) -> Slack:
    options = SlackOptions(**settings.slack.secrets, mode=settings.slack.mode, api_url=settings.slack.api_url)
    return Slack(bot, options, RoleBook(settings.roles))


def build_discord(bot: Bot, settings: Settings) -> Discord:
    options = DiscordOptions(
        **settings.discord.secrets, api_url=settings.discord.api_url, gateway_url=settings.discord.gateway_url
    )
    return Discord(bot, options, RoleBook(settings.roles))

"""Put the parts together: what `hirg-bot` is made of, as a parts list."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
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
from bot.chat.roles import RoleBook
from bot.clockwork import Clockwork, Planner
from bot.delivery.courier import Composer, Courier, Patience
from bot.delivery.letterbox import Letterbox
from bot.delivery.model import Messenger, Outbox
from bot.directory.codes import Codes
from bot.directory.commands import FindSkill
from bot.directory.finder import Finder
from bot.directory.gap_commands import DirectoryGaps, MissedQuestions
from bot.directory.gaps import Gaps, Lexicon
from bot.directory.map_command import SkillsMap
from bot.directory.model import Directory
from bot.help import Help
from bot.meetings.model import Calendar
from bot.service import Bot
from config.settings import Settings
from config.vocabulary import load_vocabulary
from store.codes import SqlCodes
from store.database import connect, open_database
from store.deliveries import SqlOutbox
from store.directory import SqlDirectory
from store.gaps import SqlGaps, SqlLexicon
from store.meetings import SqlCalendar

Now = Callable[[], datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stores:
    """Everything that is kept, one port for each thing."""

    directory: Directory
    gaps: Gaps
    lexicon: Lexicon
    codes: Codes
    calendar: Calendar
    outbox: Outbox


@dataclass(frozen=True, slots=True)
class Core:
    """What every platform shares: who answers, and what has to be said without being asked."""

    bot: Bot
    planners: Sequence[Planner]
    composers: Mapping[str, Composer]


class Feature(Protocol):
    """What declares commands."""

    def commands(self) -> Iterable[Command]: ...


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
        outbox=SqlOutbox(engine),
    )


def build_core(stores: Stores, settings: Settings, letterbox: Letterbox, now: Now = utc_now) -> Core:
    """Build the features over their ports; what they say unasked goes into `letterbox`."""
    del letterbox
    finder = Finder(stores.directory, load_vocabulary(), lexicon=stores.lexicon)
    missed = MissedQuestions(stores.gaps, lambda: now().date())
    features: tuple[Feature, ...] = (
        FindSkill(finder, missed.note),
        DirectoryGaps(stores.gaps, stores.lexicon, finder),
        SkillsMap(finder, stores.gaps, paint, settings.network),
    )
    declared = [command for feature in features for command in feature.commands()]
    bot = Bot(Catalog([*declared, *Help(settings.network, declared).commands()]))
    return Core(bot, planners=(), composers={})


def build_clock(
    core: Core,
    stores: Stores,
    messengers: Mapping[str, Messenger],
    *,
    settings: Settings,
    rung: asyncio.Event,
    now: Now = utc_now,
) -> Clock:
    """Build what says things when their time has come, or `rung` is set, on the platforms that have a messenger."""
    patience = Patience(timedelta(seconds=settings.delivery.lease), timedelta(seconds=settings.delivery.lag))
    courier = Courier(stores.outbox, messengers, core.composers, now, rung.set, patience=patience)
    return Clock(Clockwork(core.planners, courier, now).look, rung)


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

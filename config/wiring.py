"""Put the parts together: what `hirg-bot` is made of, as a parts list."""

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from adapters.clock import Clock
from adapters.discord.app import Discord, DiscordOptions
from adapters.painting import paint
from adapters.slack.app import Slack, SlackOptions
from bot.chat.commands import Catalog
from bot.chat.roles import RoleBook
from bot.clockwork import Clockwork, Planner
from bot.delivery.composers import Composer
from bot.delivery.courier import Courier, Patience
from bot.delivery.letterbox import Letterbox
from bot.delivery.model import Messenger
from bot.directory.claims import Mailboxes
from bot.directory.commands import FindSkill
from bot.directory.finder import Finder
from bot.directory.gap_commands import DirectoryGaps, MissedQuestions
from bot.directory.map_command import SkillsMap
from bot.help import Help
from bot.meetings.events import EventBoard
from bot.meetings.feeds import Feeds
from bot.meetings.posted_events import PostedEvents
from bot.reflection.ears import Ears
from bot.service import Bot
from bot.support.audience import Audience
from bot.support.relay import SEALED
from config.directory_parts import build_introducing, build_keeping
from config.keys import open_vault
from config.meaning import load_meaning
from config.meeting_parts import build_diary, build_unasked
from config.parts import Feature, Now, Part, utc_now
from config.privacy_parts import build_privacy
from config.reflection_parts import build_book, build_reflection
from config.rota_parts import build_facilitating
from config.settings import Settings
from config.stores import Stores, sql_stores
from config.support_parts import build_support
from config.vocabulary import load_vocabulary
from store.database import connect

NO_BOARDS: Mapping[str, EventBoard] = {}


@dataclass(frozen=True, slots=True)
class Core:
    """What every platform shares: who answers, and what has to be said without being asked.

    `feeds` is what calendar programs fetch, `skills_map` what a page of it is drawn from, `events` what is done in
    platforms' own calendars; `troubled` is called when something could not be delivered.
    A platform that knows its members' addresses is put into `mailboxes`, one that can speak into `voices`, and one that
    counts who can see a channel into `audiences`, by its name, as soon as there is one.
    `relay` speaks to those whose address is sealed.
    """

    bot: Bot
    feeds: Feeds
    skills_map: SkillsMap
    planners: Sequence[Planner]
    composers: Mapping[str, Composer]
    events: PostedEvents
    troubled: Callable[[], None]
    mailboxes: dict[str, Mailboxes]
    voices: dict[str, Messenger]
    audiences: dict[str, Audience]
    relay: Messenger


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
    unasked = build_unasked(stores, settings, letterbox, now)
    diary = build_diary(stores, settings, letterbox, now, address or settings.http.base)
    voices, audiences = dict[str, Messenger](), dict[str, Audience]()
    facilitating = build_facilitating(stores, settings, letterbox, now)
    book = build_book(stores, letterbox, now)
    support = build_support(
        stores,
        settings,
        letterbox,
        now,
        messengers=voices,
        audiences=audiences,
        roster=facilitating.roster,
        beside=(Ears(book),),
    )
    introducing = build_introducing(stores, settings, letterbox, finder, support, now=now)
    keeping = build_keeping(stores, settings, letterbox, finder, leaving=introducing.farewell.forget, now=now)
    reflection = build_reflection(
        book,
        stores,
        settings,
        letterbox,
        now,
        roster=facilitating.roster,
        barrier=support.barrier,
        noticing=support.noticing,
    )
    skills_map = SkillsMap(finder, stores.gaps, paint, settings.network)
    privacy = build_privacy(stores, settings, letterbox, owners=keeping.owners, farewell=introducing.farewell)
    parts: tuple[Part, ...] = (keeping, introducing, diary, facilitating, support, reflection, unasked, privacy)
    features: tuple[Feature, ...] = (
        FindSkill(
            finder,
            missed.note,
            also=introducing.also,
            care=support.care,
            answering=lambda question: bot.catalog.answering(question),  # noqa: PLW0108 - the bot is made below
        ),
        DirectoryGaps(stores.gaps, stores.lexicon, finder, support.care),
        skills_map,
        *(feature for part in parts for feature in part.features),
    )
    declared = [command for feature in features for command in feature.commands()]
    bot = Bot(Catalog([*declared, *Help(settings.network, declared, (support.home,), (reflection.home,)).commands()]))
    return Core(
        bot,
        diary.feeds,
        skills_map,
        # Old keys go last: sessions need theirs for what is still to be taken away.
        [planner for part in sorted(parts, key=lambda one: one is support) for planner in part.planners],
        {kind: composer for part in parts for kind, composer in part.composers.items()},
        unasked.events,
        unasked.troubled,
        keeping.mailboxes,
        voices,
        audiences,
        support.relay,
    )


def build_clock(
    core: Core,
    stores: Stores,
    messengers: Mapping[str, Messenger],
    boards: Mapping[str, EventBoard] = NO_BOARDS,
    *,
    settings: Settings,
    rung: asyncio.Event,
    now: Now = utc_now,
    absent: Collection[str] = (),
) -> Clock:
    """Build what says things when their time has come, or `rung` is set, on the platforms that have a messenger.

    `boards` are the calendars of those platforms that have one, `absent` the platforms that are not there yet.
    """
    core.voices.update(messengers)
    patience = Patience(timedelta(seconds=settings.delivery.lease), timedelta(seconds=settings.delivery.lag))
    courier = Courier(
        stores.outbox,
        {**messengers, SEALED: core.relay},
        core.composers,
        now,
        rung.set,
        patience=patience,
        performers=core.events.performers(boards),
        troubled=core.troubled,
        absent=absent,
    )
    return Clock(Clockwork(core.planners, courier, now).look, rung, now=now)


def build_catalog(settings: Settings) -> Catalog:
    """Give the declarations alone, for what is generated from them; the database is not opened."""
    stores = sql_stores(connect("sqlite://"), open_vault(settings))
    return build_core(stores, settings, Letterbox(stores.outbox)).bot.catalog


def build_slack(bot: Bot, settings: Settings) -> Slack:
    options = SlackOptions(**settings.slack.secrets, mode=settings.slack.mode, api_url=settings.slack.api_url)
    return Slack(bot, options, RoleBook(settings.roles))


def build_discord(bot: Bot, settings: Settings) -> Discord:
    options = DiscordOptions(
        **settings.discord.secrets, api_url=settings.discord.api_url, gateway_url=settings.discord.gateway_url
    )
    return Discord(bot, options, RoleBook(settings.roles))

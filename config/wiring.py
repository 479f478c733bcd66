"""Put the parts together: what `hirg-bot` is made of, as a parts list."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from adapters.discord.app import Discord, DiscordOptions
from adapters.slack.app import Slack, SlackOptions
from bot.chat.commands import Catalog
from bot.chat.roles import RoleBook
from bot.directory.commands import FindSkill
from bot.directory.finder import Finder
from bot.directory.model import Directory
from bot.help import Help
from bot.service import Bot
from config.settings import Settings
from config.vocabulary import load_vocabulary
from store.database import connect, open_database
from store.directory import SqlDirectory


@asynccontextmanager
async def open_directory(settings: Settings) -> AsyncIterator[Directory]:
    """Open the Directory at the newest schema. Raises `store.database.Unreachable`."""
    async with open_database(settings.database) as engine:
        yield SqlDirectory(engine)


def build_bot(directory: Directory, network: str) -> Bot:
    """Build the core over its ports; `network` is what the network calls itself."""
    features = (FindSkill(Finder(directory, load_vocabulary())),)
    declared = [command for feature in features for command in feature.commands()]
    return Bot(Catalog([*declared, *Help(network, declared).commands()]))


def build_catalog(settings: Settings) -> Catalog:
    """Give the declarations alone, for what is generated from them; the database is not opened."""
    return build_bot(SqlDirectory(connect("sqlite://")), settings.network).catalog


def build_slack(bot: Bot, settings: Settings) -> Slack:
    options = SlackOptions(**settings.slack.secrets, mode=settings.slack.mode, api_url=settings.slack.api_url)
    return Slack(bot, options, RoleBook(settings.roles))


def build_discord(bot: Bot, settings: Settings) -> Discord:
    options = DiscordOptions(
        **settings.discord.secrets, api_url=settings.discord.api_url, gateway_url=settings.discord.gateway_url
    )
    return Discord(bot, options, RoleBook(settings.roles))

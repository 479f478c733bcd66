"""What is printed for others to read: the list of commands, the privacy page, and what platforms need to know."""

import json
import sys
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from adapters.discord import commands as discord_commands
from adapters.discord.credentials import application_id
from adapters.errors import Misconfigured
from adapters.slack import commands as slack_commands
from bot.privacy.notice import as_markdown
from config.errors import BadSettings
from config.privacy import load_notice
from config.settings import load_settings, variable
from config.wiring import build_catalog


def commands(*, as_json: Annotated[bool, typer.Option("--json", help="One JSON list.")] = False) -> None:
    """List every declared command with its role and its privacy."""
    rows = [
        {
            "command": command.name if command.unlisted else command.usage,
            "name": command.name,
            "summary": command.summary,
            "role": command.role or "everyone",
            "privacy": command.privacy,
            "offered as": "button" if command.unlisted else "slash command",
        }
        for command in build_catalog(load_settings())
    ]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    table = Table("Command", "What it does", "Who may", "Privacy", "Offered as", box=None, pad_edge=False)
    for row in rows:
        # As Text, because “[setting]” would be taken for markup.
        table.add_row(*(Text(row[column]) for column in ("command", "summary", "role", "privacy", "offered as")))
    Console(width=None if sys.stdout.isatty() else 160).print(table)


def privacy() -> None:
    """Print the page docs/privacy.md with the settings of this network."""
    typer.echo(as_markdown(load_notice(load_settings())), nl=False)


def manifest() -> None:
    """Print the app manifest to paste into api.slack.com/apps."""
    settings = load_settings()
    address = settings.http.public_url or None
    try:
        made = slack_commands.manifest(build_catalog(settings), mode=settings.slack.mode, request_url=address)
    except ValueError as error:
        raise BadSettings(f"{variable('http', 'public_url')}: {error}") from None
    typer.echo(json.dumps(made, ensure_ascii=False, indent=2))


def invite() -> None:
    """Print the address that adds the bot to a server, with the least permissions."""
    try:
        application = application_id(load_settings().discord.secrets["token"])
    except Misconfigured as error:
        raise BadSettings(f"{variable('discord', error.setting)}: {error}") from None
    typer.echo(discord_commands.invite(application))

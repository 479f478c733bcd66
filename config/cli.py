"""The command line: `hirg-bot …`."""

import asyncio
import json
import sys
from importlib.metadata import version as installed_version
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from adapters.discord import commands as discord_commands
from adapters.discord.credentials import application_id
from adapters.errors import Misconfigured
from adapters.slack import commands as slack_commands
from bot.chat.errors import Refusal
from bot.privacy.notice import as_markdown
from config import cli_check, cli_deliveries, cli_keys, cli_meetings
from config.cli_import import export_sheet, import_sheet
from config.cli_search import search
from config.demo import run_demo
from config.logs import set_up_logs
from config.privacy import load_notice
from config.run import NothingToRun, run
from config.settings import BadSettings, load_settings, variable
from config.wiring import build_catalog
from store.database import Unreachable

# Exit statuses: what was asked cannot be done as things stand; the settings or the arguments are wrong.
_WRONG = 2

app = typer.Typer(
    name="hirg-bot",
    help="A chat bot for research networks and peer-support communities, on Slack, Discord and the web.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,  # its tracebacks show variables, and so people's words and tokens
    rich_markup_mode=None,
)
directory = typer.Typer(help="The Directory: import, export and search it.", no_args_is_help=True)
meetings = typer.Typer(help="The calendar: preview rules, list it, calendar files out and in.", no_args_is_help=True)
slack = typer.Typer(help="What Slack needs to know.", no_args_is_help=True)
discord = typer.Typer(help="What Discord needs to know.", no_args_is_help=True)
app.add_typer(directory, name="directory")
app.add_typer(meetings, name="meetings")
app.add_typer(cli_deliveries.app, name="deliveries")
app.add_typer(cli_keys.app, name="keys")
app.add_typer(slack, name="slack")
app.add_typer(discord, name="discord")
directory.command("import", short_help="Bring people in from a spreadsheet.")(import_sheet)
directory.command("export", short_help="Write everybody to a spreadsheet (CSV).")(export_sheet)
directory.command("search", short_help="Find people who can help with a skill.")(search)
meetings.command("preview", short_help="Show the dates of a rule.")(cli_meetings.preview_rule)
meetings.command("ics", short_help="Print the calendar as an .ics file.")(cli_meetings.write_file)
meetings.command("import", short_help="Bring a calendar file in.")(cli_meetings.import_file)
meetings.command("list", short_help="List every series with its next date.")(cli_meetings.list_series)


def main() -> None:
    """Run the command line; whatever is wrong is said in a sentence, on standard error."""
    try:
        app()
    except Refusal as refusal:
        _give_up(f"{refusal} {refusal.hint}".strip())
    except (BadSettings, NothingToRun) as error:
        _give_up(str(error))
    except Unreachable as error:
        named = "database_url" if load_settings().database_url.get_secret_value() else "data_dir"
        _give_up(f"{variable(named)}: the database cannot be opened. {error}")


def _say_version(wanted: bool) -> None:
    if wanted:
        typer.echo(installed_version("hirg-bot"))
        raise typer.Exit


@app.callback()
def _options(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Take what may stand before a command; `version` has ended the program by then."""
    del version


@app.command("run")
def run_platforms() -> None:
    """Run on every platform that has a token, until stopped."""
    settings = load_settings()
    set_up_logs(settings.log)
    asyncio.run(run(settings))


@app.command(short_help="Open a small chat to try the bot in.")
def demo() -> None:
    """Open a small chat in the browser, with a fictional network in it; needs no token."""
    try:
        asyncio.run(run_demo())
    except Misconfigured as error:
        _give_up(f"{variable('web', error.setting)}: {error}")


app.command("check", short_help="Look whether everything is as it should be.")(cli_check.check)


@app.command()
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


@app.command(short_help="Print what /privacy says, as a page.")
def privacy() -> None:
    """Print the page docs/privacy.md with the settings of this network."""
    typer.echo(as_markdown(load_notice(load_settings())), nl=False)


@slack.command(short_help="Print the app manifest.")
def manifest() -> None:
    """Print the app manifest to paste into api.slack.com/apps."""
    settings = load_settings()
    address = settings.http.public_url or None
    try:
        made = slack_commands.manifest(build_catalog(settings), mode=settings.slack.mode, request_url=address)
    except ValueError as error:
        _give_up(f"{variable('http', 'public_url')}: {error}")
    else:
        typer.echo(json.dumps(made, ensure_ascii=False, indent=2))


@discord.command(short_help="Print the address that invites the bot.")
def invite() -> None:
    """Print the address that adds the bot to a server, with the least permissions."""
    try:
        application = application_id(load_settings().discord.secrets["token"])
    except Misconfigured as error:
        _give_up(f"{variable('discord', error.setting)}: {error}")
    else:
        typer.echo(discord_commands.invite(application))


@app.command()
def version() -> None:
    """Print the version."""
    _say_version(wanted=True)


def _give_up(message: str) -> None:
    typer.echo(message, err=True)
    raise SystemExit(_WRONG)

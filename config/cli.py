"""The command line: `hirg-bot …`."""

import io
import sys
from importlib.metadata import version as installed_version
from typing import Annotated

import typer

from bot.chat.errors import Refusal
from config.errors import BadSettings, NothingToRun
from config.lazily import lazily

# The exit status when the settings or the arguments are wrong.
_WRONG = 2

_DIRECTORY = {
    "import": ("config.cli_import:import_sheet", "Bring people in from a spreadsheet."),
    "export": ("config.cli_import:export_sheet", "Write everybody to a spreadsheet (CSV)."),
    "search": ("config.cli_search:search", "Find people who can help with a skill."),
}
_MEETINGS = {
    "preview": ("config.cli_meetings:preview_rule", "Show the dates of a rule."),
    "ics": ("config.cli_meetings:write_file", "Print the calendar as an .ics file."),
    "import": ("config.cli_meetings:import_file", "Bring a calendar file in."),
    "list": ("config.cli_meetings:list_series", "List every series with its next date."),
}
_COMMANDS = {
    "run": ("config.cli_start:run_platforms", "Run on every platform that has a token, until stopped."),
    "demo": ("config.cli_start:demo", "Open a small chat to try the bot in."),
    "check": ("config.cli_check:check", "Look whether everything is as it should be."),
    "commands": ("config.cli_pages:commands", "List every declared command with its role and its privacy."),
    "privacy": ("config.cli_pages:privacy", "Print what /privacy says, as a page."),
    "version": ("config.cli:version", "Print the version."),
    "directory": ("config.cli:directory", "The Directory: import, export and search it."),
    "meetings": ("config.cli:meetings", "The calendar: preview rules, list it, calendar files out and in."),
    "deliveries": ("config.cli_deliveries:app", "What the bot says unasked: list it, send it again, give it up."),
    "keys": ("config.cli_keys:app", "The keys of anonymous cases: check or replace them."),
    "slack": ("config.cli:slack", "What Slack needs to know."),
    "discord": ("config.cli:discord", "What Discord needs to know."),
}


def _group(name: str, commands: dict[str, tuple[str, str]]) -> typer.Typer:
    _, says = _COMMANDS[name]
    return typer.Typer(cls=lazily(commands), help=says, no_args_is_help=True, rich_markup_mode=None)


directory = _group("directory", _DIRECTORY)
meetings = _group("meetings", _MEETINGS)
slack = _group("slack", {"manifest": ("config.cli_pages:manifest", "Print the app manifest.")})
discord = _group("discord", {"invite": ("config.cli_pages:invite", "Print the address that invites the bot.")})
app = typer.Typer(
    name="hirg-bot",
    cls=lazily(_COMMANDS),
    help="A chat bot for research networks and peer-support communities, on Slack, Discord and the web.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,  # its tracebacks show variables, and so people's words and tokens
    rich_markup_mode=None,
)


def main() -> None:
    """Run the command line; whatever is wrong is said in a sentence, on standard error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that lacks a ✓ can show the rest of the line
    try:
        app()
    except Refusal as refusal:
        _give_up(refusal.sentence)
    except (BadSettings, NothingToRun) as error:
        _give_up(str(error))
    except OSError as error:
        _give_up(f"{error.filename or 'The disk or the output'} cannot be read or written: {error.strerror or error}.")


def version() -> None:
    """Print the version."""
    typer.echo(installed_version("hirg-bot"))


def _say_version(wanted: bool) -> None:
    if wanted:
        version()
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


def _give_up(message: str) -> None:
    typer.echo(message, err=True)
    raise SystemExit(_WRONG)

"""`hirg-bot check`: whether everything is as it should be, and what to do about what is not. It changes nothing."""

import asyncio
import stat
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import typer

from bot.chat.requests import Role
from config.crisis import load_crisis_words
from config.errors import BadSettings
from config.formats import load_formats
from config.key_findings import look_at_keys
from config.parts import utc_now
from config.privacy import load_notice
from config.settings import Settings, given_variables, load_settings, strangers, variable
from config.signposts import load_signposts
from config.vocabulary import load_vocabulary
from store.database import TooNew, Unreachable, schema_of

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `todo` says what to do about it, and is empty when all is well."""

    what: str
    todo: str = ""

    def __str__(self) -> str:
        return f"✗ {self.what} {self.todo}" if self.todo else f"✓ {self.what}"


# A check looks at one thing, on a day; it does not raise what an operator can mend, but says so.
Check = Callable[[Settings, date], Awaitable[Sequence[Finding]]]


def check() -> None:
    """Look whether everything is as it should be; ends with status 1 when something is not."""
    findings = asyncio.run(look(CHECKS, utc_now().date()))
    for finding in findings:
        typer.echo(str(finding))
    if any(finding.todo for finding in findings):
        raise typer.Exit(1)


async def look(checks: Iterable[Check], today: date) -> Sequence[Finding]:
    """Run every check; without settings that can be read there is nothing else to look at."""
    try:
        settings = load_settings()
    except BadSettings as fault:
        return [Finding(line, "Set it right, then look again.") for line in str(fault).splitlines()]
    return [finding for one in checks for finding in await one(settings, today)]


async def _settings(_: Settings, __: date) -> Sequence[Finding]:
    return [
        Finding("The settings can be read."),
        *(Finding(stranger, "Take it out, or spell it right.") for stranger in strangers(given_variables())),
    ]


async def _platforms(settings: Settings, _: date) -> Sequence[Finding]:
    tokens = {"Slack": settings.slack.bot_token, "Discord": settings.discord.token}
    given = [name for name, token in tokens.items() if token.get_secret_value()]
    if given:
        return [Finding(f"A token is set for {' and '.join(given)}.")]
    names = f"{variable('slack', 'bot_token')} or {variable('discord', 'token')}"
    return [Finding("No platform has a token.", f"Set {names}; README says where to find them.")]


async def _database(settings: Settings, _: date) -> Sequence[Finding]:
    try:
        has, newest = await schema_of(settings.database)
    except TooNew:
        return [Finding("The database was written by a newer version of hirg-bot.", "Install that version again.")]
    except Unreachable as error:
        todo = f"Look at {settings.database_variable}, or start the bot once."
        return [Finding(f"The database cannot be opened. {error}", todo)]
    if has != newest:
        at = f"schema {has}" if has else "no schema yet"
        return [Finding(f"The database has {at}, and {newest} is needed.", "Start the bot; it brings it up to date.")]
    return [Finding(f"The database can be opened, and has the newest schema ({newest}).")]


async def _folder(settings: Settings, _: date) -> Sequence[Finding]:
    """What people wrote about themselves lies there: no other account of the machine has to read it."""
    folder = settings.data_dir
    try:
        mode = folder.stat().st_mode
    except FileNotFoundError:
        return [Finding("The folder for data will be made when the bot starts.")]
    except OSError as error:
        todo = f"Type this as the account that runs the bot, or look at {variable('data_dir')}."
        return [Finding(f"The folder for data cannot be looked at: {error.strerror}.", todo)]
    if mode & _OTHERS:
        return [Finding("Other accounts of this machine can look into the folder for data.", f"chmod 700 {folder}")]
    return [Finding("Nobody else on this machine can look into the folder for data.")]


async def _people(settings: Settings, _: date) -> Sequence[Finding]:
    findings = [_named(settings, Role.ORGANISER, "who plans meetings and looks after the Directory")]
    if settings.unnamed:
        findings.append(_named(settings, Role.FACILITATOR, f"who looks after {' and '.join(settings.unnamed)}"))
    if settings.support.channels:
        lead = variable("support", "lead")
        findings.append(
            Finding("A safeguarding lead is named.")
            if settings.support.lead
            else Finding("No safeguarding lead is named: authors cannot tell anybody who they are.", f"Set {lead}.")
        )
    return findings


def _named(settings: Settings, role: Role, what: str) -> Finding:
    if settings.roles.get(role):
        return Finding(f"Somebody is {role}.")
    return Finding(f"Nobody is {role}, {what}.", f"Set {variable('roles', role)}.")


async def _words(settings: Settings, _: date) -> Sequence[Finding]:
    """What is read from the network's own files."""
    return [
        _readable("The vocabulary can be read.", load_vocabulary),
        _readable("The phrases after which help lines are shown larger can be read.", load_crisis_words),
        _readable("The formats of reflective sessions can be read.", load_formats),
        _readable("What is said about privacy can be read.", lambda: load_notice(settings)),
    ]


def _readable(what: str, read: Callable[[], object]) -> Finding:
    try:
        read()
    except BadSettings as fault:
        return Finding(str(fault), "Mend the file.")
    return Finding(what)


async def _signposts(_: Settings, today: date) -> Sequence[Finding]:
    """Nobody who needs help is to be sent to a number that is no longer in use."""
    try:
        signposts = load_signposts()
    except BadSettings as fault:
        return [Finding(str(fault), "Mend the file.")]
    stale = [one for one in signposts if one.stale(today)]
    if not stale:
        return [Finding(f"All {len(signposts)} help lines were checked within half a year.")]
    todo = "Compare it with {}, then write the day into config/signposts.toml."
    return [
        Finding(f"{one.name}, {one.how}: last checked on {one.verified_on}.", todo.format(one.source)) for one in stale
    ]


async def _keys(settings: Settings, _: date) -> Sequence[Finding]:
    """Without its keys, peer support stands still, and what is open cannot be read."""
    found = await look_at_keys(settings)
    return [Finding("The keys of anonymous cases:", fault) for fault in found.faults] or [
        Finding("The keys of anonymous cases are in order.")
    ]


# What is looked at, in this order. Another check is a function that is added here.
CHECKS: tuple[Check, ...] = (_settings, _platforms, _database, _folder, _keys, _people, _words, _signposts)

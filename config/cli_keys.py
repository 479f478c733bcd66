"""`hirg-bot keys …`: how the keys of anonymous cases are, and another master key for them."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from bot.chat.errors import Refusal
from bot.support.vault import OutOfOrder
from config.key_findings import look_at_keys, why
from config.keyfolder import KeyFolder, read_key
from config.keys import folder_of, open_care
from config.settings import Settings, load_settings, variable
from store.keycare import KeyCare, KeyState, Rotated
from store.masters import Unfit

_FAULTY = 1
_MASTER, _NEW_MASTER = variable("keys", "master"), variable("keys", "new_master")
_GIVE_UP = "give-up --yes"
_COPY = "Keep a copy of it apart from the backups, and destroy copies of the one before."

app = typer.Typer(help="The keys of anonymous cases: check or replace them.", rich_markup_mode=None)


@app.callback(no_args_is_help=True)
def _keys() -> None:
    """Take the name of a command."""


@app.command(short_help="Check that every key opens, and say what to do if not.")
def verify() -> None:
    """Check the keys and the cases they are for; what is wrong is said with what to do. Changes nothing."""
    found = asyncio.run(look_at_keys(load_settings()))
    for line in (*found.facts, *found.faults):
        typer.echo(line)
    if found.faults:
        raise typer.Exit(_FAULTY)
    typer.echo("Everything is in order.")


@app.command(short_help="Give every key a new master key.")
def rotate() -> None:
    """Wrap every key with a new master key and destroy the old one; nothing has to be stopped, nobody notices.

    The new one is made in a file, or is the one in HIRG_KEYS__NEW_MASTER.
    """
    typer.echo(asyncio.run(_rotate(load_settings())))


@app.command("give-up", short_help="Begin with a new master key because the old one is lost.")
def give_up(
    *, yes: Annotated[bool, typer.Option("--yes", help="The old master key is lost for good.")] = False
) -> None:
    """Begin with a new master key because the old one is lost. What it protected can never be opened again.

    New cases work from then on. Before you do this, look for a copy of the old one.
    """
    if not yes:
        raise Refusal(
            "Open cases could never be read again, by anybody, and blocks would be lifted.",
            "If there is no copy of the master key anywhere, type `hirg-bot keys give-up --yes`.",
        )
    typer.echo(asyncio.run(_give_up(load_settings())))


async def _rotate(settings: Settings) -> str:
    care, folder = open_care(settings), folder_of(settings)
    before = await _fitting(care)
    given = settings.keys.new_master.get_secret_value()
    try:
        folder.settle(before.master)
        new = read_key(given) if given else folder.make_next()
        done = await care.rotate(new)
    except (Unfit, OutOfOrder, OSError) as error:
        raise Refusal(why(error), "The keys are as they were.") from None
    with _tidying(folder, done, "rotate", f"is the value of {_NEW_MASTER}" if given else ""):
        if given:
            folder.drop(but=done.to)
        else:
            folder.settle(done.to)
    return f"{_rewrapped(done)}\n{_what_now(settings, folder)}"


@contextmanager
def _tidying(folder: KeyFolder, done: Rotated, command: str, given: str = "") -> Iterator[None]:
    """Say that the keys have the new master key, and where that is, when the old one cannot be destroyed after it."""
    try:
        yield
    except (Unfit, OSError) as error:
        where = given or f"lies in {folder.next if folder.next.exists() else folder.path}"
        raise Refusal(
            f"{why(error)} The keys have the new master key {done.to} all the same; it {where}.",
            _once_writable(folder, command),
        ) from None


def _once_writable(folder: KeyFolder, command: str) -> str:
    """Say what to do when keys could not be written, and that the command goes on from there."""
    writable = f"See to it that this account can write in {folder.folder} and to the files there"
    return f"{writable}, and type `hirg-bot keys {command}` again."


async def _fitting(care: KeyCare) -> KeyState:
    """Return the state of the keys when the master key fits; otherwise say why it does not."""
    try:
        state = await care.look()
    except OutOfOrder as error:
        raise Refusal(error.reason) from None
    if not state.master:
        raise Refusal("There are no keys yet.", "They are made when they are first needed.")
    if state.unfit:
        raise Refusal(state.unfit, "Type `hirg-bot keys verify` to see what to do.")
    return state


def _rewrapped(done: Rotated) -> str:
    left = f" {done.left} could not be opened before and cannot now." if done.left else ""
    return f"Keys wrapped with the new master key {done.to}: {done.wrapped}.{left}"


def _what_now(settings: Settings, folder: KeyFolder) -> str:
    if settings.keys.new_master.get_secret_value():
        return (
            f"Now give {_MASTER} the value of {_NEW_MASTER}, take {_NEW_MASTER} away, and start every bot again; until"
            f" then, nothing can be said without a name to those that lack {_NEW_MASTER}. {_COPY}"
        )
    if settings.keys.master.get_secret_value():
        return (
            f"The new master key lies in {folder.path}. Now take {_MASTER} away; bots on this machine find the file by"
            f" themselves, others need {_MASTER} with what is in it. {_COPY}"
        )
    return f"The one before was overwritten. The new master key lies in {folder.path}. {_COPY}"


async def _give_up(settings: Settings) -> str:
    care, folder = open_care(settings), folder_of(settings)
    before = await _lost(care, folder)
    given = settings.keys.master.get_secret_value()
    try:
        folder.settle(before.master)
        new = read_key(given) if given else _found(folder) or folder.make_next()
        done = await care.rotate(new, lost=True)
    except Unfit as error:
        hint = f"If there is no copy of it, move that file away, and type `hirg-bot keys {_GIVE_UP}` again."
        raise Refusal(str(error), hint) from None
    except (OutOfOrder, OSError) as error:
        raise Refusal(why(error), _once_writable(folder, _GIVE_UP)) from None
    if not given:
        with _tidying(folder, done, _GIVE_UP):
            folder.settle(done.to)
    return f"New cases work, with master key {done.to}. Keys that stay locked away: {done.left}. {_COPY}"


async def _lost(care: KeyCare, folder: KeyFolder) -> KeyState:
    """Return the state of the keys when the master key cannot be used; otherwise say that nothing is lost."""
    try:
        state = await care.look()
    except OutOfOrder as error:
        raise Refusal(error.reason) from None
    if not state.unfit:
        raise Refusal("The master key is there, and nothing is lost.", "`hirg-bot keys rotate` replaces it.")
    if folder.exposed():
        raise Refusal(
            "A master key is there, and others on this machine could read it; nothing is lost.",
            "Type `hirg-bot keys verify` to see what to do.",
        )
    return state


def _found(folder: KeyFolder) -> bytes | None:
    """Return the master key in the folder, though it is another, if it can be read."""
    try:
        return next(folder.keys(), None)
    except Unfit:
        return None

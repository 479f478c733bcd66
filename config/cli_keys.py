"""`hirg-bot keys …`: how the keys of anonymous cases are, and another master key for them."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Annotated

import typer
from sqlalchemy.exc import DBAPIError

from bot.chat.errors import Refusal
from bot.reflection.sessionbook import SessionBook
from bot.support.casebook import Casebook
from bot.support.model import CAP, KEEP
from bot.support.vault import LockedAway, OutOfOrder, Shredded
from config.keyfolder import KeyFolder, read_key
from config.keys import folder_of, keys_file, open_care, open_vault
from config.settings import Settings, load_settings, variable
from store.cases import SqlCases
from store.database import Unreachable, connect, reason_of, schema_of
from store.kept import SqlKept
from store.keycare import KeyCare, KeyState, Rotated
from store.masters import Unfit
from store.papers import SqlPapers
from store.tables import sessions

_FAULTY = 1
_DAY = timedelta(days=1)
_MASTER, _NEW_MASTER = variable("keys", "master"), variable("keys", "new_master")
_GIVE_UP = "give-up --yes"
_COPY = "Keep a copy of it apart from the backups, and destroy copies of the one before."

app = typer.Typer(help="The keys of anonymous cases: check or replace them.", rich_markup_mode=None)


@dataclass(slots=True)
class Findings:
    """What is to be said of the keys, and what has to be done."""

    facts: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


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


async def look_at_keys(settings: Settings) -> Findings:
    """Say how the keys are, and whether they and the database belong together; changes nothing."""
    found = Findings()
    try:
        await _look(settings, found)
    except OutOfOrder as error:
        found.faults.append(error.reason)
    except OSError as error:
        found.faults.append(f"{_why(error)} Type this as the account that runs the bot.")
    return found


async def _look(settings: Settings, found: Findings) -> None:
    folder = folder_of(settings)
    found.faults += _modes(folder)
    state = await open_care(settings).look()
    found.facts.append(f"Keys: {keys_file(settings)}")
    found.facts += _facts(state)
    found.faults += _unfit(state, folder)
    try:
        found.faults += await _disagreements(settings, state)
    except Unreachable as error:
        if state.master:
            found.faults.append(f"The database cannot be opened, so the keys were not compared with it. {error}")


def _modes(folder: KeyFolder) -> Iterator[str]:
    # What to do about a master key is more than that; see `_unfit`.
    for path in (one for one in folder.open_to_others() if one not in folder.exposed()):
        yield f"Others on this machine could read {path}. Type `chmod {'700' if path.is_dir() else '600'} {path}`."
    if folder.next.exists():
        yield f"{folder.next} was left by a rotation that was interrupted. Type `hirg-bot keys rotate` again."


def _facts(state: KeyState) -> Iterator[str]:
    if not state.master:
        yield "There are no keys yet: they are made when they are first needed."
        return
    yield f"Master key: {state.master}"
    yield f"Keys of {_cases(len(state.cases))}: {_opening(state)}."
    for row, opens in state.epochs:
        known = f"its marks are made until {row.aged - _DAY}, and known until {row.ends - _DAY}"
        yield f"Moderation key {row.number}, since {row.begins}: {known if opens else 'it does not open'}."


def _opening(state: KeyState) -> str:
    locked = sum(not opens for opens in state.cases.values())
    if locked:
        return f"{locked} do{'es' if locked == 1 else ''} not open"
    return "all open" if state.cases else "there is none"


def _unfit(state: KeyState, folder: KeyFolder) -> Iterator[str]:
    if state.unfit:
        yield f"{state.unfit} Until that is mended, nothing can be said without a name; everything else works."
        # To give up a key that is there, and only has to be kept from others, would destroy every case.
        if not folder.exposed():
            yield (
                f"Put master key {state.master} back from its copy, as {_MASTER} or in the file {folder.path}; only if"
                " there is no copy anywhere, type `hirg-bot keys give-up`."
            )
    elif locked := sum(not opens for opens in state.cases.values()):
        yield f"{_cases(locked)} cannot be opened any more, and will be removed in time. There is nothing to be done."


async def _disagreements(settings: Settings, state: KeyState) -> list[str]:
    has, newest = await schema_of(settings.database)
    if has != newest:
        # Nothing to compare with: a bot makes the database, or brings it up to date, when it starts.
        return []
    engine = connect(settings.database)
    try:
        cases, others, vault = SqlCases(engine), SqlKept(engine, sessions), open_vault(settings)
        books = (Casebook(cases, vault), cases), (SessionBook(others, SqlPapers(engine), vault), others)
        held = {one.id: book for book, kept_there in books for one in await kept_there.all()}
        kept = held.keys()
        opening = [case for case, opens in state.cases.items() if opens and case in kept]
        damaged = [case for case in opening if not await _opens(held[case], case)]
    except DBAPIError as error:
        raise Unreachable(reason_of(error)) from None
    finally:
        await engine.dispose()
    faults = []
    limit = (CAP + KEEP).days
    if lost := len(kept - state.cases.keys() - state.gone):
        faults.append(
            f"Without a key: {_cases(lost)} in the database. If the database was put back from a backup, that is why:"
            " they were shredded since; leave the keys as they are. If it was not, their keys were lost, or there is"
            f" another keys.db, which then has to be put back. They go by themselves within {2 * limit} days."
        )
    if idle := len(state.cases.keys() - kept):
        faults.append(
            f"Without a case: {_keys_of(idle)}. If the database was put back from a backup, that is why: what was said"
            f" there since is lost, and such keys go by themselves within {limit} days."
        )
    if damaged:
        faults.append(
            f"{_cases(len(damaged))} cannot be read, though there is a key: the database was damaged, or a newer"
            " version of hirg-bot wrote there. Install that version, or put the database back from a backup."
        )
    return faults


async def _opens(book: Casebook | SessionBook, case: str) -> bool:
    try:
        await book.open(case)
    except (LockedAway, Shredded):
        return False
    return True


async def _rotate(settings: Settings) -> str:
    care, folder = open_care(settings), folder_of(settings)
    before = await _fitting(care)
    given = settings.keys.new_master.get_secret_value()
    try:
        folder.settle(before.master)
        new = read_key(given) if given else folder.make_next()
        done = await care.rotate(new)
    except (Unfit, OutOfOrder, OSError) as error:
        raise Refusal(_why(error), "The keys are as they were.") from None
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
            f"{_why(error)} The keys have the new master key {done.to} all the same; it {where}.",
            _once_writable(folder, command),
        ) from None


def _why(error: Unfit | OutOfOrder | OSError) -> str:
    """Say to whoever runs the bot why keys could not be read or written."""
    if isinstance(error, OutOfOrder):
        return error.reason
    if isinstance(error, OSError):
        return f"{error.filename or 'The disk'} cannot be read or written: {error.strerror}."
    return str(error)


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
        raise Refusal(_why(error), _once_writable(folder, _GIVE_UP)) from None
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


def _cases(number: int) -> str:
    return "1 case" if number == 1 else f"{number} cases"


def _keys_of(number: int) -> str:
    return "1 key" if number == 1 else f"{number} keys"

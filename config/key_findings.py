"""How the keys of anonymous cases are, and whether they and the database belong together; nothing is changed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy.exc import DBAPIError

from bot.reflection.sessionbook import SessionBook
from bot.support.casebook import Casebook
from bot.support.model import CAP, KEEP
from bot.support.vault import LockedAway, OutOfOrder, Shredded
from config.keyfolder import KeyFolder
from config.keys import folder_of, keys_file, open_care, open_vault
from config.settings import Settings, variable
from store.cases import SqlCases
from store.database import Unreachable, connect, reason_of, schema_of
from store.kept import SqlKept
from store.keycare import KeyState
from store.masters import Unfit
from store.papers import SqlPapers
from store.tables import sessions

_DAY = timedelta(days=1)
_MASTER = variable("keys", "master")


@dataclass(slots=True)
class Findings:
    """What is to be said of the keys, and what has to be done."""

    facts: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


async def look_at_keys(settings: Settings) -> Findings:
    """Say how the keys are, and whether they and the database belong together; changes nothing."""
    found = Findings()
    try:
        await _look(settings, found)
    except OutOfOrder as error:
        found.faults.append(error.reason)
    except OSError as error:
        found.faults.append(f"{why(error)} Type this as the account that runs the bot.")
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


def why(error: Unfit | OutOfOrder | OSError) -> str:
    """Say to whoever runs the bot why keys could not be read or written."""
    if isinstance(error, OutOfOrder):
        return error.reason
    if isinstance(error, OSError):
        return f"{error.filename or 'The disk'} cannot be read or written: {error.strerror}."
    return str(error)


def _cases(number: int) -> str:
    return "1 case" if number == 1 else f"{number} cases"


def _keys_of(number: int) -> str:
    return "1 key" if number == 1 else f"{number} keys"

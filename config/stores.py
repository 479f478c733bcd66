"""Everything that is kept, and where."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.chat.requests import Account, Selves
from bot.delivery.model import Outbox
from bot.directory.codes import Codes
from bot.directory.gaps import Gaps, Lexicon
from bot.directory.model import Directory
from bot.introductions.model import Introductions, Watches
from bot.meetings.attendance import Attendance
from bot.meetings.feeds import Tokens
from bot.meetings.model import Calendar
from bot.meetings.proposals import Proposals
from bot.meetings.wishes import Wishes
from bot.reflection.counts import Counts
from bot.reflection.papers import Papers
from bot.rota.model import Rota
from bot.support.kept import Cases, Kept
from bot.support.vault import Vault
from config.errors import BadSettings
from config.keys import open_vault
from config.parts import Now, utc_now
from config.settings import Settings
from store.attendance import SqlAttendance
from store.cases import SqlCases
from store.codes import SqlCodes
from store.database import Unreachable, open_database, reason_of
from store.deliveries import SqlOutbox
from store.directory import SqlDirectory
from store.feeds import SqlTokens
from store.gaps import SqlGaps, SqlLexicon
from store.introductions import SqlIntroductions, SqlWatches
from store.kept import SqlKept
from store.meetings import SqlCalendar
from store.papers import SqlPapers
from store.proposals import SqlProposals
from store.rota import SqlRota
from store.session_counts import SqlCounts
from store.tables import sessions
from store.wishes import SqlWishes


@dataclass(frozen=True, slots=True, kw_only=True)
class Stores:
    """Everything that is kept, one port for each thing."""

    directory: Directory
    gaps: Gaps
    lexicon: Lexicon
    codes: Codes
    calendar: Calendar
    attendance: Attendance
    wishes: Wishes
    introductions: Introductions
    watches: Watches
    proposals: Proposals
    tokens: Tokens
    outbox: Outbox
    cases: Cases
    vault: Vault
    rota: Rota
    sessions: Kept
    papers: Papers
    session_counts: Counts


@asynccontextmanager
async def open_engine(settings: Settings) -> AsyncIterator[AsyncEngine]:
    """Open the database at the newest schema. Raises `BadSettings`, naming the setting that says where it is.

    So does what the database cannot do later, because its disk is full for example.
    """
    try:
        async with open_database(settings.database) as engine:
            yield engine
    except Unreachable as error:
        raise BadSettings(f"{settings.database_variable}: the database cannot be opened. {error}") from None
    except DBAPIError as error:
        reason = reason_of(error)
        raise BadSettings(f"{settings.database_variable}: the database cannot be read or written. {reason}") from None


@asynccontextmanager
async def open_stores(settings: Settings, now: Now = utc_now) -> AsyncIterator[Stores]:
    """Open every store, in the database at the newest schema. Raises `BadSettings`."""
    async with open_engine(settings) as engine:
        yield sql_stores(engine, open_vault(settings, now))


def sql_stores(engine: AsyncEngine, vault: Vault) -> Stores:
    """Return every store over one database, and the keys; either is opened when something is asked of it."""
    return Stores(
        directory=SqlDirectory(engine),
        codes=SqlCodes(engine),
        gaps=SqlGaps(engine),
        lexicon=SqlLexicon(engine),
        calendar=SqlCalendar(engine),
        attendance=SqlAttendance(engine),
        wishes=SqlWishes(engine),
        introductions=SqlIntroductions(engine),
        watches=SqlWatches(engine),
        proposals=SqlProposals(engine),
        tokens=SqlTokens(engine),
        outbox=SqlOutbox(engine),
        cases=SqlCases(engine),
        vault=vault,
        rota=SqlRota(engine),
        sessions=SqlKept(engine, sessions),
        papers=SqlPapers(engine),
        session_counts=SqlCounts(engine),
    )


def selves_in(stores: Stores) -> Selves:
    """Know people by all accounts that their entry in the Directory names."""

    async def selves(account: Account) -> Sequence[Account]:
        entry = await stores.directory.of(account)
        return entry.accounts if entry else (account,)

    return selves

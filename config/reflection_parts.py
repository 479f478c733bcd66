"""Reflective sessions put together: opening one, taking part in it, leading it, and what is seen of it."""

from random import SystemRandom

from adapters.painting import paint
from bot.chat.requests import Address
from bot.delivery.letterbox import Letterbox
from bot.meetings.latest import Latest
from bot.meetings.times import find_zone
from bot.reflection.boards import Boards
from bot.reflection.counts import Counting
from bot.reflection.following import Following
from bot.reflection.freeing_seats import FreeingSeats
from bot.reflection.joining import Joining
from bot.reflection.opening import Opening
from bot.reflection.panel import Panel
from bot.reflection.planner import SessionPlanner
from bot.reflection.reading import Reading
from bot.reflection.report import SessionsReport
from bot.reflection.sessionbook import SessionBook
from bot.reflection.taking_part import TakingPart
from bot.reflection.timing import Timing
from bot.reflection.whispers import Whispers
from bot.rota.roster import Roster
from bot.support.drafting import Barrier
from config.formats import load_formats
from config.parts import Now, Part
from config.session_diary import CalendarDiary
from config.settings import Settings
from config.stores import Stores


def build_book(stores: Stores, letterbox: Letterbox, now: Now) -> SessionBook:
    """Build the book of all sessions, which other parts read, too."""
    return SessionBook(stores.sessions, stores.papers, stores.vault, letterbox.wake, now=now)


def build_reflection(
    book: SessionBook,
    stores: Stores,
    settings: Settings,
    letterbox: Letterbox,
    now: Now,
    *,
    roster: Roster,
    barrier: Barrier,
) -> Part:
    """Build reflective sessions; `barrier` refuses whoever is blocked from writing without a name."""
    boards = Boards(book, letterbox)
    diary = CalendarDiary(Latest(stores.calendar))
    timing = Timing(diary, find_zone(settings.meetings.zone), now)
    following = Following(book, diary, letterbox)
    whispers = Whispers(book, letterbox, now, SystemRandom())
    planner = SessionPlanner(book, boards, following, whispers, Counting(book, stores.session_counts))
    panel = Panel(book, now, whispers)
    formats = load_formats()
    channels = [Address.parse(place) for place in settings.reflection.channels]
    return Part(
        features=(
            Opening(book, formats, channels, panel, timing, sign=roster.sign, now=now),
            panel,
            Joining(book, barrier),
            FreeingSeats(book, panel),
            TakingPart(book, barrier),
            Reading(book),
            SessionsReport(stores.session_counts, formats, paint, now=now),
        ),
        planners=(following.plan, planner.plan),
        composers={**boards.composers(), **following.composers(), **whispers.composers()},
    )

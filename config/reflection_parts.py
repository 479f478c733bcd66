"""Reflective sessions put together: opening one, taking part in it, leading it, and what is seen of it."""

from bot.chat.requests import Address
from bot.delivery.letterbox import Letterbox
from bot.reflection.boards import Boards
from bot.reflection.freeing_seats import FreeingSeats
from bot.reflection.joining import Joining
from bot.reflection.opening import Opening
from bot.reflection.panel import Panel
from bot.reflection.planner import SessionPlanner
from bot.reflection.reading import Reading
from bot.reflection.sessionbook import SessionBook
from bot.reflection.taking_part import TakingPart
from bot.rota.roster import Roster
from bot.support.drafting import Barrier
from config.formats import load_formats
from config.parts import Now, Part
from config.settings import Settings
from config.stores import Stores


def build_book(stores: Stores, letterbox: Letterbox, now: Now) -> SessionBook:
    """Build the book of all sessions, which other parts read, too."""
    return SessionBook(stores.sessions, stores.papers, stores.vault, letterbox.wake, now=now)


def build_reflection(
    book: SessionBook, settings: Settings, letterbox: Letterbox, now: Now, *, roster: Roster, barrier: Barrier
) -> Part:
    """Build reflective sessions; `barrier` refuses whoever is blocked from writing without a name."""
    boards = Boards(book, letterbox)
    panel = Panel(book, now)
    channels = [Address.parse(place) for place in settings.reflection.channels]
    return Part(
        features=(
            Opening(book, load_formats(), channels, panel, sign=roster.sign, now=now),
            panel,
            Joining(book, barrier),
            FreeingSeats(book, panel),
            TakingPart(book, barrier),
            Reading(book),
        ),
        planners=(SessionPlanner(book, boards).plan,),
        composers=boards.composers(),
    )

"""Reflective sessions put together: opening one, taking part in it, leading it, and what is seen of it."""

from dataclasses import dataclass
from random import SystemRandom

from adapters.painting import paint
from bot.chat.requests import Address
from bot.delivery.letterbox import Letterbox
from bot.help import Also
from bot.meetings.latest import Latest
from bot.meetings.times import find_zone
from bot.reflection.afterwards import Afterwards
from bot.reflection.announcing_again import AnnouncingAgain
from bot.reflection.boards import Boards
from bot.reflection.closing import Closing
from bot.reflection.counts import Counting
from bot.reflection.debrief import Debrief
from bot.reflection.facilitation import Facilitation
from bot.reflection.following import Following
from bot.reflection.freeing_seats import FreeingSeats
from bot.reflection.handing import Handing
from bot.reflection.items import Items
from bot.reflection.joining import Joining
from bot.reflection.leading import Leading
from bot.reflection.leaving import Leaving
from bot.reflection.moving import Moving
from bot.reflection.news import News
from bot.reflection.notes import Notes
from bot.reflection.opening import Opening
from bot.reflection.panel import Panel
from bot.reflection.parting import Parting
from bot.reflection.planner import SessionPlanner
from bot.reflection.reading import Reading
from bot.reflection.report import SessionsReport
from bot.reflection.sessionbook import SessionBook
from bot.reflection.summing_up import SummingUp
from bot.reflection.taking_part import TakingPart
from bot.reflection.timing import Timing
from bot.reflection.whispers import Whispers
from bot.rota.roster import Roster
from bot.support.rules import Barrier
from bot.support.screening import Noticing, unnoticed
from config.formats import load_formats
from config.parts import Now, Part
from config.session_diary import CalendarDiary
from config.settings import Settings
from config.stores import Stores, selves_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Reflecting(Part):
    """What `config.wiring` has to know of sessions beside their features.

    `home` says on a facilitator’s front page what they lead; it gets their request by name.
    """

    home: Also


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
    noticing: Noticing = unnoticed,
) -> Reflecting:
    """Build reflective sessions; `barrier` refuses whoever is blocked from writing without a name.

    `noticing` tells people what their own words hold.
    """
    facilitation = Facilitation(book, now)
    boards = Boards(book, letterbox)
    diary = CalendarDiary(Latest(stores.calendar))
    timing = Timing(diary, find_zone(settings.meetings.zone), now)
    following = Following(book, diary, letterbox)
    whispers = Whispers(book, letterbox, now, SystemRandom())
    leading = build_leading(book, stores, roster)
    news = News(book, leading, letterbox, now)
    counting = Counting(book, stores.session_counts)
    debrief = Debrief(book, letterbox)
    afterwards = Afterwards(debrief, whispers)
    planner = SessionPlanner(book, facilitation, boards, following, afterwards, counting=counting, news=news)
    panel = Panel(book, leading, letterbox, now)
    formats = load_formats()
    channels = [Address.parse(place) for place in settings.reflection.channels]
    return Reflecting(
        features=(
            Opening(book, formats, channels, panel, timing, leading=leading, now=now),
            panel,
            Moving(book, facilitation, leading, panel.panel, now),
            AnnouncingAgain(boards, leading, panel.panel, now),
            Items(book, facilitation, leading, whispers.tell),
            Handing(book, leading, news, panel.panel),
            Closing(book, facilitation, leading.led, panel.panel),
            SummingUp(book, leading.led, roster.names),
            Notes(book, leading),
            Joining(book, barrier),
            Leaving(book),
            FreeingSeats(book, leading, panel.panel),
            TakingPart(book, barrier, noticing),
            Parting(book, barrier),
            Reading(book),
            SessionsReport(stores.session_counts, formats, paint, now=now),
        ),
        planners=(following.plan, planner.plan),
        composers={
            **boards.composers(),
            **following.composers(),
            **whispers.composers(),
            **news.composers(),
            **debrief.composers(),
        },
        home=panel.home,
    )


def build_leading(book: SessionBook, stores: Stores, roster: Roster) -> Leading:
    """Build what knows those who lead sessions, by all accounts that their entry in the Directory names."""
    return Leading(book, roster, selves_in(stores))

"""What answers facilitators, put together over fakes."""

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.chat.requests import Selves, alone
from bot.delivery.letterbox import Letterbox
from bot.reflection.announcing_again import AnnouncingAgain
from bot.reflection.boards import Boards
from bot.reflection.closing import Closing
from bot.reflection.facilitation import Facilitation
from bot.reflection.handing import Handing
from bot.reflection.items import Items, Tell, nobody
from bot.reflection.leading import Leading
from bot.reflection.moving import Moving
from bot.reflection.news import News
from bot.reflection.notes import Notes
from bot.reflection.panel import Panel
from bot.reflection.sessionbook import SessionBook
from bot.reflection.summing_up import SummingUp
from bot.rota.roster import Roster
from tests.fakes import MemoryOutbox, MemoryRota
from tests.reflection.test_sessionbook import CHANCE

# Whoever is in these groups, or came once and may be.
EVERYBODY: Sequence[str] = ("slack:role:S1", "discord:role:9")


class Desk:
    """The panel of a book of sessions, and its buttons; `roster` knows the facilitators."""

    def __init__(
        self,
        book: SessionBook,
        now: Callable[[], datetime],
        *,
        outbox: MemoryOutbox | None = None,
        holders: Sequence[str] = EVERYBODY,
        selves: Selves = alone,
        tell: Tell = nobody,
    ) -> None:
        letterbox = Letterbox(outbox or MemoryOutbox())
        self.rota = MemoryRota()
        self.roster = Roster(self.rota, holders, lambda: now().date())
        self.leading = leading = Leading(book, self.roster, selves)
        self.news = News(book, leading, letterbox, now)
        self.panel = Panel(book, leading, letterbox, now)
        show, facilitation = self.panel.panel, Facilitation(book, now, chance=CHANCE)
        self.features = (
            self.panel,
            Moving(book, facilitation, leading, show, now),
            AnnouncingAgain(Boards(book, letterbox), leading, show, now),
            Items(book, facilitation, leading, tell),
            Handing(book, leading, self.news, show),
            Closing(book, facilitation, leading.led, show),
            SummingUp(book, leading.led, self.roster.names),
            Notes(book, leading),
        )

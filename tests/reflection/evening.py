"""The end of a session, with all that people and facilitators press there, and what is said of it in two channels."""

from bot.chat.calls import Call, call
from bot.chat.commands import Catalog, Form
from bot.chat.requests import Account, Actor, Address, Request, Role
from bot.chat.veil import Veil
from bot.chat.views import Reply, calls, plain
from bot.delivery.model import Delivery
from bot.reflection import course
from bot.reflection.model import Session
from bot.reflection.parting import Parting
from bot.reflection.reading import Reading
from bot.reflection.sessionbook import SessionBook
from bot.reflection.taking_part import TakingPart
from bot.service import Bot
from tests.reflection.desk import Desk
from tests.reflection.sessions import session
from tests.reflection.wall import Wall

PEOPLE = ("Kim", "Lee", "Max", "Una", "Ben")
LEADERS = {"Olu": "U1", "Bea": "U2"}
CHECK_OUT = 3


class Evening(Wall):
    """A Rolfe session at its check-out, that five people are in; Olu and Bea lead it, and Cem is a facilitator, too."""

    def start(self, book: SessionBook | None = None) -> None:
        super().start(book)
        desk = Desk(self.book, lambda: self.house.time, outbox=self.outbox)
        parts = (*desk.features, Parting(self.book), TakingPart(self.book), Reading(self.book))
        self.bot = Bot(Catalog(command for part in parts for command in part.commands()))

    async def begin(self, *curious: str, phase: int = CHECK_OUT, **fields: object) -> None:
        """Come as far as this phase; the curious want to be asked afterwards what they tried."""
        led = tuple(f"slack:T1:{user}" for user in LEADERS.values())
        await self.announce(session(), facilitators=led, **fields)
        for who in PEOPLE:
            await self.house.book.join(self.id, self.veil(who), f"Quiet {who}", follow_up=who in curious)

        def as_far(one: Session) -> Session:
            one = course.begin(one, self.house.time)
            for done in range(phase):
                one = course.advance(one, done, self.house.time)
            return one

        await self.house.book.change(self.id, as_far)
        await self.settle()

    def veil(self, who: str) -> Veil:
        return Veil(f"slack:T1:{who.upper()}", who)

    async def asks(self, who: str, command: str, **args: object) -> Reply:
        return await self.bot.answer(
            self._request(
                who, Call(command, {"session": self.id, **{name: str(value) for name, value in args.items()}})
            )
        )

    async def says(self, who: str, command: str, **args: object) -> str:
        return plain((await self.asks(who, command, **args)).blocks)

    async def opens(self, who: str, command: str) -> Form | None:
        return await self.bot.form_for(self._request(who, call(command, session=self.id)))

    async def presses(self, who: str, seen: Reply, command: str) -> Reply:
        """Press a button of what somebody sees."""
        pressed = next(one for one in calls(seen.blocks) if one.command == command)
        return await self.bot.answer(self._request(who, pressed))

    async def closes(self) -> None:
        """Close it as a facilitator does, and let everything be said."""
        await self.presses("Olu", await self.asks("Olu", "session-close"), "session-close")
        await self.run(minutes=1)

    async def leaves_words(self, *words: str) -> None:
        for who, word in zip(PEOPLE, words, strict=False):
            assert "Thank you" in await self.says(who, "session-word", text=word)

    def read(self, platform: str = "slack") -> list[str]:
        """List what stands in the channel, a message each, in the words that it has now."""
        voice = self.slack if platform == "slack" else self.discord
        return [text for to, _, text in voice.history if not to.people and text]

    def told(self, user: str) -> list[str]:
        """List what somebody was told in private."""
        return [text for to, _, text in self.slack.history if to == Address("slack", f"@{user}")]

    async def rows(self, kind: str) -> list[Delivery]:
        return [row for row in self.outbox.rows.values() if row.kind == kind]

    def _request(self, who: str, asked: Call) -> Request:
        user = LEADERS.get(who, who.upper())
        roles = frozenset({Role.FACILITATOR} if who in (*LEADERS, "Cem") else ())
        return Request(asked, Actor(Account("slack", "T1", user), who, roles), Address("slack", "C1"))

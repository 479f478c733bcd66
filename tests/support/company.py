"""People around one case: who asked, who helps, who reports; and what each reads of it."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.chat.requests import Actor
from bot.chat.veil import Lock, Veil
from bot.chat.views import Text
from bot.support.casebook import Opened
from bot.support.model import Dossier, Entry, Kind, Part, Standing, Talk, Talking, Voice
from bot.support.nudges import Nudges
from tests.support.house import CHANNEL, KIM, LEE, House, person

ASKED = "I dread every ward round."


ADA, MAX = person("Ada"), person("Max")


def veil(actor: Actor) -> Veil:
    return Veil(str(actor.account), actor.name)


def entry(entry_id: str, voice: str, kind: Kind, text: str, **more: str) -> Entry:
    """Make something that was said."""
    posted = f"1{entry_id}" if kind in (Kind.REQUEST, Kind.NOTE, Kind.REPLY, Kind.ANSWER) else ""
    said = Entry(id=entry_id, voice=voice, kind=kind, text=text, standing=Standing.SAID, posted=posted)
    return replace(said, **more)  # type: ignore[arg-type]


class Company(House):
    """One case over fakes: Kim asked as Quiet Heron, Lee answered as Calm Otter, Ada offered a talk by name."""

    def __init__(self, *, hourly: int = 20) -> None:
        super().__init__(hourly=hourly)
        self.nudges = Nudges(self.casebook, self.letterbox, self.clock.now)
        self.case_id = ""

    async def begin(self, author: Actor = KIM, **more: object) -> str:
        """Begin a case that is posted already, in which nothing was said yet; returns its id."""

        posted = await self.slack.post(CHANNEL, (Text((ASKED,)),), "request")

        def make(case_id: str, lock: Lock) -> Dossier:
            made = self.voice("k", author, lock, Part.AUTHOR, "Quiet Heron")
            dossier = Dossier(
                id=case_id,
                place=CHANNEL,
                name="Quiet Heron",
                opened=datetime(2026, 3, 29, tzinfo=UTC),
                voices=(made,),
                entries=(entry("q", "k", Kind.REQUEST, ASKED, posted=posted),),
            )
            return replace(dossier, **more)  # type: ignore[arg-type]

        self.case_id = (await self.casebook.begin(make)).id
        return self.case_id

    async def add(self, *added: Entry | Voice | Talk) -> Dossier:
        """Let something come into the case."""

        def more(dossier: Dossier) -> Dossier:
            for one in added:
                match one:
                    case Entry():
                        dossier = replace(dossier, entries=(*dossier.entries, one))
                    case Voice():
                        dossier = replace(dossier, voices=(*dossier.voices, one))
                    case Talk():
                        dossier = replace(dossier, talks=(*dossier.talks, one))
            return dossier

        return await self.casebook.change(self.case_id, more)

    async def put(self, **fields: object) -> Dossier:
        """Let the case be otherwise."""
        return await self.casebook.change(self.case_id, lambda dossier: replace(dossier, **fields))  # type: ignore[arg-type]

    async def joins(self) -> None:
        """Let Lee answer without a name, and Ada, whose offer of a talk was accepted, have a voice by name."""
        lock = (await self.opened()).lock
        await self.add(
            self.voice("l", LEE, lock, Part.HELPER, "Calm Otter"),
            replace(self.voice("a", ADA, lock, Part.HELPER, "Ada"), named=True),
            Talk(id="t", helper="a", standing=Talking.ACCEPTED),
            entry("1", "l", Kind.ANSWER, "I know that dread."),
        )

    def voice(self, voice_id: str, actor: Actor, lock: Lock, part: Part, name: str) -> Voice:
        mark, address = veil(actor).mark(lock), veil(actor).address(lock)
        return Voice(id=voice_id, part=part, mark=mark, name=name, address=address)

    async def opened(self) -> Opened:
        return await self.casebook.find(self.case_id)

    async def dossier(self) -> Dossier:
        return (await self.opened()).dossier

    async def row(self) -> tuple[int, int]:
        """Return what the database shows of the case: how long it is, and how often it was changed."""
        sealed = await self.stores.cases.find(self.case_id)
        assert sealed
        return len(sealed.sealed), sealed.version

    def labels(self) -> list[str]:
        return [one.label for one in self.buttons()]

    def heard(self, actor: Actor) -> int:
        """Count what somebody was told in private."""
        return len(self.private(actor))

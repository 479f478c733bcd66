"""The house of members with facilitators in it, and a case that they look after."""

from dataclasses import replace
from typing import Any

from bot.chat.requests import Actor, Role
from bot.chat.veil import Lock
from bot.support.casebook import Opened
from bot.support.model import CAP, Dossier, Entry, Kind, Part, Standing, Voice
from bot.support.names import new_id
from bot.support.voices import changed, voice_behind
from tests.support import house
from tests.support.house import CHANNEL, KIM, LEE, ROBIN, person

__all__ = ["ANSWERED", "ASKED", "FAY", "FIN", "FLO", "KIM", "LEE", "REASON", "ROBIN", "House", "entry_in", "voice_in"]

FAY, FIN, FLO = (person(name, "slack", Role.FACILITATOR) for name in ("Fay", "Fin", "Flo"))
ASKED, ANSWERED = "I dread going back to that ward.", "I left mine, and it was right."
REASON = "It names a patient."


class House(house.House):
    """Facilitators on Slack look after a case that goes by “Quiet Heron”."""

    def __init__(self, **support: Any) -> None:
        super().__init__(roles={Role.FACILITATOR: [str(one.account) for one in (FAY, FIN, FLO)]}, **support)
        self.id = ""

    async def do(self, text: str, actor: Actor = FAY, /, **args: str) -> str:
        """Make a call, and return what is answered; of a form that opens, its title."""
        form = await self.bot.form_for(self.request(text, actor, **args))
        return form.title if form else await super().do(text, actor, **args)

    async def press(self, label: str, actor: Actor = FAY, /, nth: int = 0, **args: str) -> str:
        return await super().press(label, actor, nth, **args)

    async def look(self, actor: Actor = FAY) -> str:
        """Look at the case as a facilitator."""
        return await self.do("support-look", actor, case=self.id)

    # What there is ---------------------------------------------------------------

    async def asks(self, actor: Actor = KIM, text: str = ASKED, **more: Any) -> Dossier:
        """Let a request of somebody be posted, and be the case that is looked at."""
        now, veil = self.clock.time, self.request("inbox", actor).veil
        epoch = (await self.stores.vault.epochs(now))[0]

        def make(case_id: str, lock: Lock) -> Dossier:
            author = voice_behind(veil, lock, epoch, part=Part.AUTHOR, name="Quiet Heron", nudge=True)
            one = Dossier(
                id=case_id,
                place=CHANNEL,
                name=author.name,
                opened=now.replace(minute=0),
                voices=(author,),
                entries=(_sent(author, Kind.REQUEST, text, self),),
                close_at=now + CAP,
            )
            return replace(one, **more)

        self.id = (await self.casebook.start(make)).id
        await self.settle()
        return await self.dossier()

    async def helps(self, actor: Actor = ROBIN, text: str = ANSWERED) -> Entry:
        """Let an answer without a name be posted."""
        opened = await self.opened()
        epoch = (await self.stores.vault.epochs(self.clock.time))[0]
        veil = self.request("inbox", actor).veil
        voice = voice_behind(veil, opened.lock, epoch, part=Part.HELPER, name="Warm Otter", nudge=True)
        entry = _sent(voice, Kind.ANSWER, text, self)
        await self.casebook.change(
            self.id, lambda one: replace(one, voices=(*one.voices, voice), entries=(*one.entries, entry))
        )
        await self.settle()
        return entry_in(await self.dossier(), entry.id)

    async def puts(self, entry: Entry) -> None:
        """Let an entry of the case be as given."""
        await self.casebook.change(self.id, lambda one: changed(one, entry))

    async def closes(self) -> None:
        """Let the author close the case."""
        await self.casebook.change(self.id, lambda one: replace(one, closed=True, close_at=None))

    async def opened(self) -> Opened:
        return await self.casebook.find(self.id)

    async def dossier(self) -> Dossier:
        return (await self.opened()).dossier

    # What comes of it ------------------------------------------------------------

    def heard(self, actor: Actor, part: str = "") -> list[str]:
        """List what was said to somebody in private, oldest first."""
        return [text for text in self.private(actor) if part in text]

    async def told(self, kind: Kind, part: Part = Part.AUTHOR) -> list[str]:
        """List what facilitators said to those who are that part in the case."""
        dossier = await self.dossier()
        theirs = {voice.id for voice in dossier.voices if voice.part is part}
        return [one.text for one in dossier.entries if one.kind is kind and one.to in theirs]


def entry_in(dossier: Dossier, entry_id: str) -> Entry:
    entry = dossier.entry(entry_id)
    assert entry
    return entry


def voice_in(dossier: Dossier, part: Part) -> Voice:
    return next(voice for voice in dossier.voices if voice.part is part)


def _sent(voice: Voice, kind: Kind, text: str, house: House) -> Entry:
    entry = Entry(id=new_id(), voice=voice.id, kind=kind, text=text, standing=Standing.WAITING)
    return replace(entry, release_at=house.clock.time)

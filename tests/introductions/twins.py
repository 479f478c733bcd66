"""Worlds that differ only in who asks somebody listed without a name."""

from dataclasses import replace
from typing import ClassVar

from bot.chat.commands import Option
from bot.chat.requests import Actor, Role
from bot.directory.model import Consent, Entry
from tests.support.house import person
from tests.support.moderation import FAY, FIN
from tests.support.twins import AUTHOR, WORDS, World

ADA, BEA = person("Ada"), person("Bea")
ADA_ELSEWHERE = person("Adal", "discord")
# Who may be the one who asks. All of them are there in every world.
JO, FLO, ZOE = person("Jo"), person("Flo", "slack", Role.FACILITATOR), person("Zoe", "discord")
MIA = replace(person("Mia"), name="Mia Suggested-Featherstonehaugh")
LONG = replace(person("Wilhelmína"), name="Wilhelmína-Anastasia Ptáčková-Featherstonehaugh")
OTHERS = {
    "another member": LONG,
    "a facilitator": FLO,
    "one on another platform": ZOE,
    "one with an entry, who is suggested": MIA,
}


def _entry(entry_id: str, name: str, *who: Actor) -> Entry:
    accounts = tuple(one.account for one in who)
    return Entry(id=entry_id, name=name, skills=("NVivo",), consent=Consent.GIVEN, accounts=accounts)


class WishWorld(World):
    """One who asks Ada, whom the machine knows as Lee, and everybody around them."""

    others: ClassVar = {"Lee": ADA, "Robin": BEA, "Fay": FAY, "Fin": FIN}
    facilitators = (FAY, FIN, FLO)
    entries = (
        _entry("ada", "Ada Lister", ADA, ADA_ELSEWHERE),
        _entry("bea", "Bea Other", BEA),
        _entry("mia", MIA.name, MIA),
    )
    # Nor does whoever asks say who they are: then everybody may know.
    untried = World.untried | {"introduce", "introduce-unnamed", "introduction-name", "find-skill"}

    async def ask(self) -> str:
        return await self._do(AUTHOR, "introduce-unnamed?entry=ada", {"text": WORDS, "nudge": "yes"})

    async def look(self, who: str, page: str) -> str:
        """Look at a page; whoever asks looks at no desk, which is there for some of them alone."""
        return await super().look(who, "inbox" if who == AUTHOR else page)

    def public(self) -> list[str]:
        """What everybody hears, and what each of the others hears alone."""
        alone = [self.house.private(one) for one in (*self.others.values(), ADA_ELSEWHERE)]
        return [
            *super().public(),
            *(self.plainly(text) for texts in ([str(len(one)), *one] for one in alone) for text in texts),
        ]

    def filled(self, option: Option) -> str:
        """Return what somebody fills in; who is suggested may be the very one who asks."""
        return MIA.name if option.name == "person" else super().filled(option)

    def leaks(self, *seen: str) -> list[str]:
        """Like those of `World`; facilitators, and who is listed, are named for other reasons."""
        return [] if self.people[AUTHOR] in (FLO, MIA) else super().leaks(*seen)

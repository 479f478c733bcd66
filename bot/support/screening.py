"""Signs of danger in somebody's words, and what might give them away: told to who wrote or reads them, nobody else."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import TypedDict

from bot.chat.veil import Veil
from bot.chat.views import Block, Button, Note, Strong, Text
from bot.support.crisis import CrisisWords
from bot.support.giveaways import Giveaway, giveaways
from bot.support.model import Entry, Kind
from bot.support.safety import on_one_line
from bot.support.signposts import Signposts

# As many giveaways are listed.
_MOST = 8
# So many of them fit beside a field.
_MOST_ASKED = 3

_ALARMING = (
    "Some of these words may tell of danger. You need not carry that alone: report it, and facilitators read it. I "
    "tell nobody by myself. Numbers that answer now, for them and for you:"
)
_NOTHING_FOUND = (
    "I found no name that I know, and no address or number. I do not notice everything: a place, what you are, or how "
    "you write may still tell somebody who this is."
)

# What stands above, and what beneath, what somebody is told of their own words.
Beside = tuple[Sequence[Block], Sequence[Block]]
# Looks at words of somebody, whom it does not know, with what takes them back.
Noticing = Callable[[str, Veil, Button | None], Awaitable[Beside]]


async def unnoticed(text: str, veil: Veil, back: Button | None) -> Beside:
    """Say nothing beside anything."""
    del text, veil, back
    return (), ()


# Says, a sentence each, what in words of somebody may tell who they are, to somebody of this name.
Doubts = Callable[[str, Veil, str], Awaitable[Sequence[str]]]


async def no_doubts(text: str, veil: Veil, to: str) -> Sequence[str]:
    """Find nothing in anything."""
    del text, veil, to
    return ()


async def nowhere() -> Collection[str]:
    """Know of no organisation."""
    return ()


class Help(TypedDict):
    """Help lines, and whether they are to stand above everything."""

    help_lines: Sequence[Block]
    large: bool


class Screening:
    """Looks at words for whoever wrote or reads them; nothing is kept or counted, and nobody else is told."""

    def __init__(
        self,
        signposts: Signposts,
        crisis: CrisisWords,
        names: Callable[[], Awaitable[Collection[str]]],
        workplaces: Callable[[], Awaitable[Collection[str]]] = nowhere,
    ) -> None:
        """`names` are those of the members, `workplaces` what people call the organisations they are at."""
        self._signposts = signposts
        self._crisis = crisis
        self._names = names
        self._workplaces = workplaces

    async def noticed(self, text: str, veil: Veil, back: Button | None) -> Beside:
        """Say what is to be seen beside words that are kept already: help lines first, if they tell of danger.

        Then what might give their author away, with `back` to take them back; None where they are named anyway.
        """
        above = self._signposts.large() if self._crisis.heard(text) else ()
        if back is None:
            return above, ()
        found = await self.found(text, veil)
        return above, checklist(found, back) if found else ()

    async def doubts(self, text: str, veil: Veil, to: str) -> Sequence[str]:
        """Say of words that are not sent yet what might give their author away; nothing where they tell of danger."""
        if self._crisis.heard(text):
            return ()
        return [one.sentence for one in (await self.found(text, veil, to))[:_MOST_ASKED]]

    def alarm(self, texts: Sequence[str]) -> Sequence[Block]:
        """Tell whoever reads words of danger what they can do; nobody is told of it."""
        if not any(map(self._crisis.heard, texts)):
            return ()
        return (Note((f"{_ALARMING} {self._signposts.line}.",)),)

    async def found(self, text: str, veil: Veil, to: str = "") -> Sequence[Giveaway]:
        """List what in a text might give its author away; `to` is the one person who reads it, if it is for one."""
        return giveaways(
            text,
            own=veil.named_in,
            nearly=veil.nearly_named,
            names=await self._names(),
            workplaces=await self._workplaces(),
            to=to,
        )

    def help_lines(self, entry: Entry, *, short: bool) -> Help:
        """Choose how the help lines are shown beside somebody's words; `short` on one line, unless they need more.

        Who asks about a skill is shown them only where the words call for it.
        """
        if self._crisis.heard(entry.text):
            return {"large": True, "help_lines": self._signposts.large()}
        if entry.kind is Kind.WISH:
            return {"large": False, "help_lines": ()}
        return {"large": False, "help_lines": (on_one_line(self._signposts),) if short else self._signposts.brief()}


def checklist(found: Sequence[Giveaway], change: Button) -> Sequence[Block]:
    """List what might give the author away; only they see it, and nothing of it is kept."""
    if not found:
        return (Text((_NOTHING_FOUND,)),)
    more = [f"• And {len(found) - _MOST} more of the kind."] if len(found) > _MOST else []
    lines = "\n".join([*(f"• {one.sentence}" for one in found[:_MOST]), *more])
    return (Text((Strong("This might give you away"), f"\n{lines}"), change),)

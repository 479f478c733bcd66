"""/skills-map: a picture of what the network can do."""

from collections.abc import Iterator

from bot.chat.calls import call
from bot.chat.commands import Command
from bot.chat.drawing import Painter
from bot.chat.errors import NotFound
from bot.chat.requests import Request
from bot.chat.views import Actions, Button, Heading, Image, Note, Reply, say
from bot.directory.finder import Finder
from bot.directory.gaps import Gaps
from bot.directory.picture import draw
from bot.directory.survey import FEWEST, Survey, in_words, survey

# What every platform takes as the words for a picture (Slack: 2,000 characters).
_MOST_WORDS = 2000


class SkillsMap:
    """Draws the Directory as it is now; says the same in words."""

    def __init__(self, finder: Finder, gaps: Gaps, paint: Painter, network: str) -> None:
        self._finder = finder
        self._gaps = gaps
        self._paint = paint
        self._network = network

    def commands(self) -> Iterator[Command]:
        yield Command("skills-map", "See what the network can do, and where it is thin", self.show)

    async def show(self, request: Request) -> Reply:
        """Answer with the picture."""
        del request
        found = await self.survey()
        if not found.areas:
            few = f"Fewer than {FEWEST} people list skills yet, so there is no map to draw."
            raise NotFound(few, "An organiser can fill the Directory.")
        picture = Image(await self._paint(self.picture(found)), in_words(found, _MOST_WORDS))
        find = Button("Find somebody with a skill", call("find-skill"))
        return say(Heading("Skills map"), picture, Actions((find,)), Note(("Only you can see this.",)))

    async def survey(self) -> Survey:
        """Count who can do what now."""
        index = await self._finder.index()
        return survey(index.held(), await self._finder.vocabulary(), await self._gaps.open())

    def picture(self, found: Survey) -> str:
        """Draw a survey as SVG."""
        return draw(found, f"What {self._network} can do")

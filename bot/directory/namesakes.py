"""A name that somebody listed bears already is nobody else's to take."""

from bot.chat.errors import Unclear
from bot.directory.finder import Finder
from bot.directory.model import Entry
from bot.directory.search.persons import same_name


class Namesakes:
    """Keeps people from taking the name of somebody who is listed: what is meant for these would land with them.

    People who were listed under one name from the start, as two of that name are by an import, keep it.
    """

    def __init__(self, finder: Finder) -> None:
        self._finder = finder

    async def check(self, name: str, mine: Entry | None = None) -> None:
        """Raise `Unclear` when a name, new for `mine` or for whoever joins, is that of another who is listed."""
        if mine and same_name(name, mine.name):
            return
        index = await self._finder.index()
        others = [entry for entry in index.bearing(name) if mine is None or entry.id != mine.id]
        if not others:
            return
        theirs = "yours, too, ask an organiser." if mine else "yours, ask an organiser for a code."
        raise Unclear(
            f"Somebody else is listed as {others[0].name}.",
            f"Add something that tells you apart, such as a middle name; if that entry is {theirs}",
            option="name",
        )

"""People of the Directory by their names, as somebody types them who suggests one."""

from collections.abc import Iterable

from bot.chat.errors import Unclear
from bot.chat.requests import Request
from bot.chat.views import Choice
from bot.directory.model import Directory, Entry
from bot.directory.people import NameBook, did_you_mean
from bot.directory.search.nearest import MOST_NEAR


class Colleagues:
    """Finds listed people by a name; two of one name are told apart by where they work."""

    def __init__(self, directory: Directory) -> None:
        self._names = NameBook(directory)

    async def suggest(self, typed: str, request: Request) -> list[Choice]:
        """Complete with the names of those who are listed, and forgive a slip."""
        del request
        return [Choice(name, name) for name in _told_apart(await self._names.complete(typed))]

    async def meant(self, typed: str, but: str) -> Entry:
        """Return whom a name stands for. Raises `Unclear` when that is nobody, several, or the entry `but`."""
        name, _, _ = typed.partition(" (")
        people = _told_apart(await self._names.find(name))
        key = typed.casefold()
        exact = [entry for shown, entry in people.items() if key in {shown.casefold(), entry.name.casefold()}]
        if len(exact) == 1 and exact[0].id != but:
            return exact[0]
        if not exact:
            near = people or _told_apart(await self._names.nearest(name))
            if others := [shown for shown, entry in near.items() if entry.id != but]:
                raise Unclear(*did_you_mean(typed, others[:MOST_NEAR]), option="person")
        raise Unclear("I find nobody of that name in the Directory.", "Choose a name I suggest.", option="person")


def _told_apart(people: Iterable[Entry]) -> dict[str, Entry]:
    """Give those of some people who are listed, by how they are called here."""
    found = [entry for entry in people if entry.listed]
    names = [entry.name for entry in found]
    twins = {name for name in names if names.count(name) > 1}
    return {f"{one.name} ({one.organisation})" if one.name in twins else one.name: one for one in found}

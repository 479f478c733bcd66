"""People of the Directory by their names, as somebody types them who suggests one."""

from bot.chat.errors import Unclear
from bot.chat.requests import Request
from bot.chat.views import Choice
from bot.directory.model import Directory, Entry
from bot.directory.people import NameBook


class Colleagues:
    """Finds listed people by a name; two of one name are told apart by where they work."""

    def __init__(self, directory: Directory) -> None:
        self._names = NameBook(directory)

    async def suggest(self, typed: str, request: Request) -> list[Choice]:
        """Complete with the names of those who are listed."""
        del request
        return [Choice(name, name) for name in await self._people(typed)]

    async def meant(self, typed: str, but: str) -> Entry:
        """Return whom a name stands for. Raises `Unclear` when that is nobody, several, or the entry `but`."""
        name, _, _ = typed.partition(" (")
        people = await self._people(name)
        key = typed.casefold()
        exact = [entry for shown, entry in people.items() if key in {shown.casefold(), entry.name.casefold()}]
        if len(exact) != 1 or exact[0].id == but:
            raise Unclear("I find nobody of that name in the Directory.", "Choose a name I suggest.", option="person")
        return exact[0]

    async def _people(self, typed: str) -> dict[str, Entry]:
        found = [entry for entry in await self._names.find(typed) if entry.listed]
        names = [entry.name for entry in found]
        twins = {name for name in names if names.count(name) > 1}
        return {f"{one.name} ({one.organisation})" if one.name in twins else one.name: one for one in found}

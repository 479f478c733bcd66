"""People of the Directory by their names, as somebody types them who suggests one."""

from collections.abc import Iterable

from bot.chat.errors import Unclear
from bot.chat.requests import Request
from bot.chat.views import Choice
from bot.directory.cards import listing
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
        """Return whom a name, or a part of one, stands for beside the entry `but`.

        Raises `Unclear` when that is nobody or several; how a name begins is asked about, as a slip is.
        """
        name, _, place = typed.partition(" (")
        called = await self._names.bearing(name)
        shown, key = _told_apart(called), typed.casefold()
        if place:  # as two of one name are offered
            work = place.casefold().removesuffix(")")
            called = [
                one for each, one in shown.items() if key == each.casefold() or work == one.organisation.casefold()
            ]
        others = [one for one in called if one.id != but]
        # Nnamdi Eze is meant before Dr Nnamdi Eze, where both are there.
        others = [one for one in others if not place and one.name.casefold() == key] or others
        if len(others) == 1:
            return others[0]
        if others:
            which = f"Which one: {listing(list(_told_apart(others))[:MOST_NEAR], 'or')}?"
            raise Unclear(f"Several people in the Directory are called “{typed}”.", which, option="person")
        if not called:
            near = _told_apart(await self._names.find(name)) or _told_apart(await self._names.nearest(name))
            if names := [each for each, entry in near.items() if entry.id != but]:
                raise Unclear(*did_you_mean(typed, names[:MOST_NEAR]), option="person")
        raise Unclear("I find nobody of that name in the Directory.", "Choose a name I suggest.", option="person")


def _told_apart(people: Iterable[Entry]) -> dict[str, Entry]:
    """Give those of some people who are listed, by how they are called here."""
    found = [entry for entry in people if entry.listed]
    names = [entry.name for entry in found]
    twins = {name for name in names if names.count(name) > 1}
    return {f"{one.name} ({one.organisation})" if one.name in twins else one.name: one for one in found}

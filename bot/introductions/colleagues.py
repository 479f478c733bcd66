"""People of the Directory by their names, as somebody types them who suggests one."""

from collections import Counter
from collections.abc import Iterable, Sequence

from bot.chat.errors import Unclear
from bot.chat.requests import Request
from bot.chat.views import Choice
from bot.directory.cards import listing
from bot.directory.model import Directory, Entry, Setting
from bot.directory.people import NameBook, did_you_mean
from bot.directory.search.nearest import MOST_NEAR

_ALIKE = "ask an organiser to add what tells them apart, such as a role."


class Colleagues:
    """Finds listed people by a name; those of one name are told apart by what else members see of them."""

    def __init__(self, directory: Directory) -> None:
        self._names = NameBook(directory)

    async def suggest(self, typed: str, request: Request) -> list[Choice]:
        """Complete with the names of those who are listed, and forgive a slip."""
        del request
        return [Choice(name, name) for name in _names_of(_listed(await self._names.complete(typed)))]

    async def meant(self, typed: str, but: str) -> Entry:
        """Return whom a name, or a part of one, stands for beside the entry `but`.

        Raises `Unclear` when that is nobody or several; how a name begins is asked about, as a slip is.
        """
        name, _, mark = typed.partition(" (")
        bearing = await self._names.bearing(name)
        called = [one for one in bearing if not mark or _fits(one, typed, mark)]
        others = [one for one in called if one.id != but]
        # Nnamdi Eze is meant before Dr Nnamdi Eze, where both are there.
        others = [one for one in others if one.name.casefold() == name.casefold()] or others
        if len(others) == 1:
            return others[0]
        if others:
            # Among all who bear the name: what tells two of them apart may fit a third.
            apart = _told_apart([one for one in bearing if one.id != but])
            which = _which([apart.get(one.id, "") for one in others])
            raise Unclear(f"Several people in the Directory are called “{typed}”.", which, option="person")
        if not called:
            near = _listed(await self._names.find(name)) or _listed(await self._names.nearest(name))
            if names := _names_of([one for one in near if one.id != but]):
                raise Unclear(*did_you_mean(typed, names[:MOST_NEAR]), option="person")
        raise Unclear("I find nobody of that name in the Directory.", "Choose a name I suggest.", option="person")


def _listed(people: Iterable[Entry]) -> list[Entry]:
    return [one for one in people if one.listed]


def _which(labels: Sequence[str]) -> str:
    """Ask which of several is meant, and say what to do about those who have no label of their own."""
    named = list(filter(None, labels))
    if not named:
        return f"They look alike here: {_ALIKE}"
    which = f"Which one: {listing(named[:MOST_NEAR], 'or')}?"
    return which if len(named) == len(labels) else f"{which} If it is somebody else, {_ALIKE}"


def _names_of(people: Sequence[Entry]) -> list[str]:
    """Name some people, those whom nothing tells apart once, by the name they share."""
    apart = _told_apart(people)
    return list(dict.fromkeys(apart.get(one.id, one.name) for one in people))


def _told_apart(people: Sequence[Entry]) -> dict[str, str]:
    """Say by id how each of some people is called here, without those whom nothing tells from another of them."""
    fitting = Counter(label for one in people for label in {each.casefold() for each in _labels(one)})
    own = {one.id: [each for each in _labels(one) if fitting[each.casefold()] == 1] for one in people}
    return {key: labels[0] for key, labels in own.items() if labels}


def _fits(one: Entry, typed: str, mark: str) -> bool:
    """Whether a person is called here as was typed, or bears that mark, however their name was written before it."""
    marks = map(str.casefold, _marks(one))
    return typed.casefold() in map(str.casefold, _labels(one)) or mark.casefold().removesuffix(")") in marks


def _labels(one: Entry) -> list[str]:
    """List all that somebody may be called here, the shortest first."""
    return [one.name, *(f"{one.name} ({mark})" for mark in _marks(one))]


def _marks(one: Entry) -> list[str]:
    """List what members see of somebody that others of the name may lack, where they work before all."""
    settings = ", ".join(setting.value for setting in Setting if setting in one.settings)
    work, role = one.organisation or "no organisation", one.role or "no role"
    return [work, role, settings or "no setting", f"{role}, {work}", *one.skills]

"""What a question says: what is wanted, of whom, and where; each part is read and taken out before the next."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.directory.search.leaving import NOBODY, Leaving, Persons
from bot.directory.search.mending import Mending
from bot.directory.search.names import Names
from bot.directory.search.phrases import Asked, read
from bot.directory.search.places import mended
from bot.directory.search.shorthand import with_in_full
from bot.directory.search.somebody import read_somebody
from bot.directory.search.text import words
from bot.directory.search.unheeded import Unheeded
from bot.directory.search.workplaces import Mentions, Workplaces


@dataclass(frozen=True, slots=True)
class Question:
    """What is `asked` for, and among whom: `whoever` is what they were to be, as typed, of which skills tell nothing.

    `slip` is a misspelt place, as typed and as read.
    """

    asked: Asked
    whoever: str
    persons: Persons
    workplaces: Workplaces
    slip: tuple[str, str] | None


class Questions:
    """Reads questions by the names of skills, people and organisations; `is_own` tells the words of the latter."""

    def __init__(
        self,
        names: Names,
        mending: Mending,
        leaving: Leaving,
        mentions: Mentions,
        unheeded: Unheeded,
        *,
        is_own: Callable[[Sequence[str]], bool],
        is_word: Callable[[str], bool],
    ) -> None:
        self._names = names
        self._mending = mending
        self._leaving = leaving
        self._mentions = mentions
        self._unheeded = unheeded
        self._is_own = is_own
        self._is_word = is_word

    def read(self, query: str, *, exactly: bool) -> Question:
        """Read a question; `exactly` takes every word as it was typed."""
        query = with_in_full(query)
        text, whoever = (query, "") if exactly else self._somebody(query)
        text, persons = self._by_name(text, exactly=exactly)
        text, workplaces = self._at_work(text, exactly=exactly)
        text, persons = self._unheeded_in(text, persons)
        asked, slip = self._asked(text, exactly=exactly)
        return Question(asked, whoever, persons, workplaces, slip)

    def _asked(self, text: str, *, exactly: bool) -> tuple[Asked, tuple[str, str] | None]:
        """Read what a question comes down to, with a misspelt place put right where it is a setting then."""
        if exactly:
            return read(text, self._names), None
        right, slip = mended(text, self._is_word)
        asked = read(self._mending.talk(right), self._names, self._mending.all)
        if slip and not (asked.setting or asked.without):
            return read(self._mending.talk(text), self._names, self._mending.all), None
        return asked, slip

    def _somebody(self, query: str) -> tuple[str, str]:
        """Read what whoever is asked for is to be; none of an organisation, which is read behind this."""
        text, whoever = read_somebody(query, self._names.spans)
        skip = self._is_own(words(whoever)) or self._names.exactly(words(query))
        return (query, "") if skip else (text, whoever)

    def _by_name(self, query: str, *, exactly: bool) -> tuple[str, Persons]:
        """Read who is left out by name before organisations are: not Niamh or Penmoor is not Penmoor."""
        text, persons = self._leaving.read(query, exactly=exactly)
        is_skill = persons and self._names.exactly(words(query))
        return (query, NOBODY) if is_skill else (text, persons)

    def _unheeded_in(self, text: str, persons: Persons) -> tuple[str, Persons]:
        """Read what is to leave out somebody, and leaves out nobody; a skill as it stands is asked for."""
        if self._names.exactly(words(text)):
            return text, persons
        text, unclear, skills = self._unheeded.read(text)
        return text, replace(persons, unclear=unclear, skills=skills)

    def _at_work(self, query: str, *, exactly: bool) -> tuple[str, Workplaces]:
        """Read organisations in a question before talk in it is mended, because Kindle is no kindly; or else after."""
        text, workplaces = self._mentions.read(query, exactly=exactly)
        if not workplaces and not exactly and self._is_own(words(query)):
            text, workplaces = self._mentions.read(self._mending.talk(query))
        is_skill = text != query and self._names.exactly(words(query))
        return (query, Workplaces()) if is_skill else (text, workplaces)

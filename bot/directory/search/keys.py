"""What was read in a question, written so briefly that a button carries it, and read back from there."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bot.directory.search.holdings import Holdings
from bot.directory.search.labels import Said, id_of, key_of, say
from bot.directory.search.readings import BESIDE, Reading

# How a key joins the ids of several skills: all of these, these beside that, any of those.
AND, _BESIDE, _OR = ".", "~", "_"
_TERMS = re.compile(r"([.~])([^.~]*)")
# What stands between the ids and the mark of the words that were used; how many bytes such a mark has.
_SAID, _MARK = "-", 2


def any_of(keys: Iterable[str]) -> str:
    """Return a key of skills of which any will do."""
    return _OR.join(keys)


def without_wording(key: str) -> str:
    """Return a key of the same skills, in whatever words they were asked for."""
    return re.sub(rf"{_SAID}\w+", "", key)


class Keys:
    """Writes and reads keys of the skills of `holdings`; nothing that was typed can be read out of one."""

    def __init__(self, holdings: Holdings) -> None:
        self._holdings = holdings

    def write(self, readings: Sequence[Reading]) -> tuple[str, str]:
        """Return the key of what was read, and that of what was wished for, whether anything was read as it or not."""
        keys = {id(each): self._key(each) for each in readings if each.skills}
        found = (each for each in readings if each.skills)
        key = "".join((_BESIDE if each.weight < 1 else AND) + keys[id(each)] for each in found)[1:]
        return key, AND.join(keys.get(id(each)) or id_of(each.typed) for each in readings if each.typed)

    def read(self, key: str) -> Iterator[Reading]:
        """Read a key; skills that are gone since are left out."""
        for joint, term in _TERMS.findall(AND + key):
            ids, _, mark = term.partition(_SAID)
            if skills := self.skills(ids):
                label = self._holdings.skills[skills[0]].label
                said = self._marked(skills, mark) if mark else None
                yield Reading(label, skills, 1.0, said=said, weight=BESIDE if joint == _BESIDE else 1.0)

    def skills(self, key: str) -> tuple[int, ...]:
        """Return the numbers of skills of which any will do.

        A word of which nothing was known when the key was written may have been taught since.
        """
        return tuple(number for one in key.split(_OR) for number in self._numbers(one))

    def _numbers(self, one: str) -> tuple[int, ...]:
        number = self._holdings.number.get(one)
        return self._holdings.taken_up.get(one, ()) if number is None else (number,)

    def _key(self, reading: Reading) -> str:
        """Write a reading as ids, and as a mark the words it was put in, by which its people are ordered."""
        ids = _OR.join(self._holdings.skills[one].id for one in reading.skills)
        said = reading.said
        if said is None or sum(len(self._holdings.skills[one].reach.ways()) for one in reading.skills) <= 1:
            return ids
        as_listed = any(each.said.text == said.text for one in reading.skills for each in self._holdings.labelled(one))
        return ids + _SAID + _mark(said, as_listed=as_listed)

    def _marked(self, skills: Sequence[int], mark: str) -> Said | None:
        """Return the words that a key has the mark of; those that are nobody's very words count by their stems."""
        for each in self._wordings(skills):
            if mark == _mark(each, as_listed=True):
                return each
            if mark == _mark(each, as_listed=False):
                return replace(each, text="")
        return None

    def _wordings(self, skills: Sequence[int]) -> Iterator[Said]:
        """List the words in which skills can be asked for: as somebody lists them, and as they are called."""
        for one in skills:
            yield from (label.said for label in self._holdings.labelled(one))
            yield from (say(name.text) for name in self._holdings.names.of(one))


def _mark(said: Said, *, as_listed: bool) -> str:
    """Return a short key of words: as they stand, or in whatever form."""
    return key_of(said.text if as_listed else " ".join(sorted(said.stems)), _MARK)

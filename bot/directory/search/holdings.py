"""Who holds which skill: people on a ring, brought together under the skills that their labels name."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from hashlib import blake2b

from bot.directory.model import Entry
from bot.directory.search.apart import apart
from bot.directory.search.labels import Label
from bot.directory.search.names import Name, Names
from bot.directory.search.reach import Kinds, Reach, Slots, Way
from bot.directory.search.seats import Seats
from bot.directory.search.skills import Skills
from bot.directory.search.text import words
from bot.directory.search.vocabulary import Vocabulary
from bot.directory.search.whom import bits_of

# Places on the ring are 64 bits, so that no two people ever share one.
_PLACE_BYTES = 8

# In which ways labels answer to a skill, and how many of them.
_Counted = tuple[Sequence[Way], int]
# A reach, what keeps somebody in a slot of it, everybody's slots there, that slot alone, and how they answer.
_Kept = tuple[Reach, Callable[[int], None], dict[int, Slots], Slots, _Counted]


class Holdings(Skills):
    """Listed people on a ring, and skills with whom they reach.

    The ring is ordered by a hash of each id. Whoever is drawn from it in turn, from a start that differs from
    skill to skill, the same few names do not always come first, as they would in the order of the alphabet; and
    paging meets everybody once. Nothing depends on the order in which people came.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__(vocabulary)
        self.people: dict[int, Entry] = {}

    def copy(self) -> "Holdings":
        """Return other holdings of the same concepts, of which nobody holds any yet; nobody may hold these."""
        seats = Seats()
        skills = {number: replace(skill, reach=Reach(seats), texts={}) for number, skill in self.skills.items()}
        return apart(self, seats=seats, skills=skills, names=Names(self.ordinary, self.concepts))

    def labels(self, place: int) -> list[Label]:
        """List what somebody wrote, as placed among the skills, in their order."""
        return list(filter(None, map(self._labels.get, dict.fromkeys(self.people[place].skills))))

    def fill(self, listed: Sequence[tuple[int, Entry]]) -> list[Name]:
        """List people where nobody is listed yet, each with their place, in the order of the ring; return new names.

        The same as putting them one by one, and several times as fast.
        """
        times = Counter(text for _, entry in listed for text in dict.fromkeys(entry.skills))
        new = [name for text, count in times.items() if words(text) and (name := self._write_one(text, count))]
        kept: dict[int, dict[str, list[_Kept]]] = {}
        groups = [bits_of(entry) for _, entry in listed]
        self.people.update(listed)
        self.seats.fill([place for place, _ in listed], groups)
        for (place, entry), bits in zip(listed, groups, strict=True):
            by_text = kept.setdefault(bits, {})
            found: list[_Kept] = []
            for text in dict.fromkeys(entry.skills):
                if (alone := by_text.get(text)) is None:
                    alone = by_text[text] = self._kept(text, bits)
                found += alone
            if len({one[0] for one in found}) == len(found):
                for _, append, slots, slot, _ in found:
                    append(place)
                    slots[place] = slot
            else:
                _keep_together(place, found, bits)
        reaches = {one[0] for by_text in kept.values() for alone in by_text.values() for one in alone}
        for reach in reaches:
            reach.tidy()
        Reach.seat(reaches, self.seats)
        return new

    def _kept(self, text: str, bits: int) -> list[_Kept]:
        """Return where those are kept who write a label, are in these groups, and answer by nothing else."""
        answers = self._alone(self._labels[text]) if text in self._labels else []
        return [(reach, *reach.kept(ways[0], labels, bits), (ways, labels)) for reach, ways, labels in answers]

    def put(self, entry: Entry) -> tuple[list[Name], list[Name]]:
        """List somebody, or what they list now; return the names that are new among all names, and those that went."""
        place = place_of(entry.id)
        # What is new is written before what is old goes, so that a skill they keep is never taken down in between.
        new = self._write(entry) if entry.listed else []
        gone = self._remove(place)
        if entry.listed:
            self.people[place] = entry
            self.seats.take(place, bits_of(entry))
            self._list(place)
        return new, gone

    def remove(self, person: str) -> list[Name]:
        """Let somebody go who may be listed; return the names that nobody writes any more."""
        return self._remove(place_of(person))

    def _write(self, entry: Entry) -> list[Name]:
        texts = [text for text in entry.skills if text in self._labels or words(text)]
        return [name for text in dict.fromkeys(texts) if (name := self._write_one(text))]

    def _list(self, place: int) -> None:
        bits = bits_of(self.people[place])
        for reach, (ways, labels) in self._ways(place).items():
            reach.put(place, ways, labels, bits)

    def _remove(self, place: int) -> list[Name]:
        if place not in self.people:
            return []
        for reach in self._ways(place):
            reach.drop(place)
        texts = [label.text for label in self.labels(place)]
        del self.people[place]
        self.seats.leave(place)
        return [name for text in texts if (name := self._unwrite(text))]

    def _ways(self, place: int) -> dict[Reach, _Counted]:
        """Return all reaches somebody is in, with the ways they answer in and how many of their labels answer."""
        found: dict[Reach, _Counted] = {}
        for label in self.labels(place):
            for reach, ways, labels in self._alone(label):
                before = found.get(reach)
                found[reach] = _together(before, (ways, labels)) if before else (ways, labels)
        return found


def _keep_together(place: int, found: Sequence[_Kept], bits: int) -> None:
    """Keep somebody of whom several labels answer to one skill."""
    by_reach: dict[Reach, _Kept] = {}
    several: dict[Reach, _Counted] = {}
    for one in found:
        reach = one[0]
        first = by_reach.setdefault(reach, one)
        if first is not one:
            several[reach] = _together(several.get(reach, first[-1]), one[-1])
    for reach, counted in several.items():
        del by_reach[reach]
        reach.keep(place, *counted, bits)
    for _, append, slots, slot, _ in by_reach.values():
        append(place)
        slots[place] = slot


def _together(one: _Counted, other: _Counted) -> _Counted:
    """Bring together how labels answer to one skill: those with the skill itself count, and kinds only without them."""
    (ways, labels), (more, more_labels) = one, other
    if isinstance(ways[0], Kinds) and isinstance(more[0], Kinds):
        return (min(ways[0], more[0]),), labels + more_labels
    if isinstance(ways[0], Kinds):
        return more, more_labels
    if isinstance(more[0], Kinds):
        return ways, labels
    return tuple(dict.fromkeys((*ways, *more))), labels + more_labels


def place_of(text: str) -> int:
    """Return the place of an id, or of where a question begins, on the ring."""
    digest = blake2b(text.encode(errors="surrogatepass"), digest_size=_PLACE_BYTES, person=b"ring").digest()
    return int.from_bytes(digest, "big")

"""Whom a skill reaches, kept so that a page of people costs no more than its people."""

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import chain

from bot.directory.model import Setting
from bot.directory.search.labels import Label, Said

# What it is worth to list the skill itself: in the very words that were asked for, in forms of them, with more words
# around them, in other words; and what something that has it in it is worth, in those words or in others.
_SAME_WORDS, _FORMS, _AROUND, _OTHERWISE = 1.005, 1.0, 0.98, 0.95
_NEAR, _NEAR_OTHERWISE = 0.94, 0.9
# A kind of it, a kind of a kind; and how much less what only has such a kind in it.
_KIND = (0.85, 0.8, 0.75)
_KIND_NEAR = 0.93
# What every further label is worth that answers too, up to a few: less than any of the steps above.
_MORE, MOST_MORE = 0.001, 4

_BITS = {setting: 1 << at for at, setting in enumerate(Setting)}
_MASKS = 1 << len(_BITS)


@dataclass(frozen=True, slots=True)
class Way:
    """How somebody comes to answer to a skill: labels that name it, labels that have it in it, or kinds of it.

    `depth` counts the steps down to the nearest kind, 0 for the skill itself, `kinds` the labels that are kinds.
    """

    same: tuple[Label, ...] = ()
    near: tuple[Label, ...] = ()
    depth: int = 0
    only_near: bool = False
    kinds: int = 0

    def worth(self, said: Said | None) -> float:
        """Return what this is worth: 1 for the skill itself, and a shade more in the very words that were asked for."""
        if self.kinds:
            worth = _KIND[min(self.depth, len(_KIND)) - 1] * (_KIND_NEAR if self.only_near else 1.0)
        else:
            worths = [_same(label, said) for label in self.same]
            worths += [_NEAR if said is None or said.stems <= label.stems else _NEAR_OTHERWISE for label in self.near]
            worth = max(worths)
        more = min(len(self.same) + len(self.near) + self.kinds, MOST_MORE) - 1
        return min(worth + more * _MORE, _SAME_WORDS)


def _same(label: Label, said: Said | None) -> float:
    if said and said.text == label.said.text:
        return _SAME_WORDS
    if said is None or said.stems == label.said.stems or said.joined == label.said.joined:
        return _FORMS
    return _AROUND if said.stems <= label.stems else _OTHERWISE


def settings_bits(settings: frozenset[Setting]) -> int:
    """Write settings as bits."""
    return sum(_BITS[setting] for setting in settings)


def slot_of(way: int, bits: int) -> int:
    """Return the slot for people who answer in the way of that number and work in the settings of these bits."""
    return way * _MASKS + bits


def way_of(of_slot: int) -> int:
    """Return the number of the way that a slot stands for."""
    return of_slot // _MASKS


def fits(of_slot: int, setting: Setting | None) -> bool:
    """Whether people kept in this slot work in that setting."""
    return setting is None or bool(of_slot & _BITS[setting])


class Reach:
    """The people one skill reaches, each once: slots of those who answer alike, by their place on the ring.

    Slots are sorted arrays, so that counting is adding up lengths, and whoever comes next is found from anywhere on
    the ring at once.
    """

    __slots__ = ("_slots", "_turns")

    def __init__(self) -> None:
        self._slots: dict[int, int] = {}
        self._turns: dict[int, array[int]] = {}

    def __len__(self) -> int:
        return len(self._slots)

    def slot(self, place: int) -> int | None:
        """Return the slot of somebody, if they are reached."""
        return self._slots.get(place)

    def slots(self) -> Iterator[tuple[int, "array[int]"]]:
        """List the slots that hold anybody, and whom."""
        return iter(self._turns.items())

    def count(self, setting: Setting | None) -> int:
        """Count the people reached who work in a setting."""
        return sum(len(places) for each, places in self._turns.items() if fits(each, setting))

    def put(self, place: int, of_slot: int) -> None:
        """Keep somebody new."""
        self._slots[place] = of_slot
        places = self._turns.get(of_slot)
        if places is None:
            self._turns[of_slot] = array("Q", (place,))
        elif places[-1] < place:
            places.append(place)
        else:
            places.insert(bisect_left(places, place), place)

    def drop(self, place: int) -> None:
        """Let somebody go who is kept."""
        of_slot = self._slots.pop(place)
        places = self._turns[of_slot]
        del places[bisect_left(places, place)]
        if not places:
            del self._turns[of_slot]

    def turn(self, slots: Sequence[int], start: int) -> Iterator[int]:
        """Name everybody in these slots in turn, from `start` on and around the ring."""
        cut = [(self._turns[each], bisect_left(self._turns[each], start)) for each in slots]
        after = merge(*(_run(places, middle, len(places)) for places, middle in cut))
        before = merge(*(_run(places, 0, middle) for places, middle in cut))
        return chain(after, before)


def _run(places: "array[int]", start: int, end: int) -> Iterator[int]:
    return (places[at] for at in range(start, end))

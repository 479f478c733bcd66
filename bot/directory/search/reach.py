"""Whom a skill reaches, kept so that a page of people costs no more than its people."""

from array import array
from bisect import bisect_left, insort
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from heapq import merge
from itertools import chain, repeat

from bot.directory.search.labels import Label, Said
from bot.directory.search.seats import Bits, Seats, sector
from bot.directory.search.whom import GROUPS, Whom

# What it is worth to list the skill itself: in the very words that were asked for, in forms of them, with more words
# around them, in other words; and what something that has it in it is worth, in those words or in others, and how much
# more when it begins with it.
_SAME_WORDS, _FORMS, _AROUND, _OTHERWISE = 1.005, 1.0, 0.98, 0.95
_NEAR, _NEAR_OTHERWISE, _FOREMOST = 0.94, 0.9, 0.005
# A kind of it, a kind of a kind; and how much less what only has such a kind in it, or says it in none of the words.
_KIND = (0.85, 0.8, 0.75)
_KIND_NEAR, _KIND_OTHERWISE = 0.93, 0.99
# What every further label is worth that answers too, up to a few: less than any of the steps above.
_MORE, MOST_MORE = 0.001, 4

# So many people are met faster as bits than one by one.
_GREAT = 1_000

_MASKS = 1 << GROUPS


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody answers to a skill by a label that names it."""

    label: Label

    def worth(self, said: Said | None) -> float:
        """Return 1, and a shade more in the very words that were asked for."""
        return _same(self.label, said)


@dataclass(frozen=True, slots=True)
class Within:
    """Somebody answers by a label that has the skill in it; `stems` are those it shares with names of the skill.

    Whoever writes it `foremost` is more likely to do that than who mentors or studies those who do.
    """

    stems: frozenset[str]
    foremost: bool = False

    def worth(self, said: Said | None) -> float:
        """Return less than for any label that names the skill."""
        near = _NEAR if said is None or said.stems <= self.stems else _NEAR_OTHERWISE
        return near + _FOREMOST if self.foremost else near


@dataclass(frozen=True, slots=True, order=True)
class Kinds:
    """Somebody answers by kinds of the skill: `within` says that all labels only have one in them.

    `depth` counts the steps down to the nearest; `otherwise` says that none of its words is one of the skill's label.
    """

    within: bool
    depth: int
    otherwise: bool = False

    def worth(self, _said: Said | None) -> float:
        """Return less than for the skill itself, in whatever words."""
        worth = _KIND[min(self.depth, len(_KIND)) - 1] * (_KIND_NEAR if self.within else 1.0)
        return worth * (_KIND_OTHERWISE if self.otherwise else 1.0)


# How somebody comes to answer to a skill.
Way = Named | Within | Kinds


def worth_of(way: float, labels: int) -> float:
    """Return what somebody's best way is worth when so many of their labels answer."""
    return min(way + (min(labels, MOST_MORE) - 1) * _MORE, _SAME_WORDS)


def _same(label: Label, said: Said | None) -> float:
    if said and said.text == label.said.text:
        return _SAME_WORDS
    if said is None or said.stems == label.said.stems or said.joined == label.said.joined:
        return _FORMS
    return _AROUND if said.stems <= label.stems else _OTHERWISE


@dataclass(slots=True, eq=False)
class Slot:
    """Those who answer in one way, with as many labels (`MOST_MORE` stands for more), in the groups of these bits."""

    way: Way
    labels: int
    bits: int
    places: "array[int]" = field(default_factory=lambda: array("Q"), repr=False)

    def put(self, place: int) -> None:
        """Keep somebody new."""
        if not self.places or self.places[-1] < place:
            self.places.append(place)
        else:
            insort(self.places, place)

    def drop(self, place: int) -> None:
        """Let somebody go who is kept."""
        del self.places[bisect_left(self.places, place)]


# The slots of somebody, in the order in which they answer.
Slots = tuple[Slot, ...]


class Reach:
    """The people one skill reaches: slots of those who answer alike, by their place on the ring.

    Slots are sorted arrays, so that whoever comes next is found from anywhere on the ring at once. Somebody who
    answers in several ways stands in several slots. A great reach has the seats of its people as bits, too.
    """

    __slots__ = ("_again", "_bits", "_seats", "_slots", "_ways")

    def __init__(self, seats: Seats) -> None:
        self._seats = seats
        self._bits: list[int] | None = None
        self._ways: dict[Way, dict[int, tuple[Slot]]] = {}
        self._slots: dict[int, Slots] = {}
        # By groups, how many more slots people stand in than there are people.
        self._again: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self._slots)

    def __iter__(self) -> Iterator[int]:
        return iter(self._slots)

    def slots(self, place: int) -> Slots:
        """Return the slots of somebody; none when they are not reached."""
        return self._slots.get(place, ())

    def slots_of(self, places: Iterable[int]) -> Iterator[Slots]:
        """Return the slots of each of many people."""
        return map(self._slots.get, places, repeat(()))

    def __contains__(self, place: int) -> bool:
        return place in self._slots

    @property
    def bits(self) -> Bits | None:
        """Return the people reached as bits, when they are many."""
        return self._bits

    def among(self, places: Iterable[int]) -> Iterator[int]:
        """List those of many people who are reached."""
        return filter(self._slots.__contains__, places)

    def ways(self) -> Collection[Way]:
        """List the ways in which anybody answers."""
        return self._ways.keys()

    def alike(self) -> Iterator[tuple[Way, Collection[tuple[Slot]]]]:
        """List by ways the slots, each alone, of those who answer in a way."""
        return ((way, slots.values()) for way, slots in self._ways.items())

    def count(self, whom: Whom) -> int:
        """Count the people reached who are meant."""
        if not whom:
            return len(self._slots)
        there = sum(whom.fits(self._slots[place][0].bits) for place in whom.places if place in self._slots)
        if whom.inside:
            return there
        slots = (slot for _, alike in self.alike() for (slot,) in alike if whom.fits(slot.bits))
        again = sum(n for bits, n in self._again.items() if whom.fits(bits))
        return sum(len(slot.places) for slot in slots) - again - there

    def put(self, place: int, ways: Sequence[Way], labels: int, bits: int) -> None:
        """Keep somebody new, who answers in these ways with so many labels."""
        self.keep(place, ways, labels, bits)
        if self._bits:
            self._bits[sector(place)] |= self._seats.bit(place)
        elif len(self._slots) >= _GREAT:
            self._bits = self._seats.bits(self._slots)

    def keep(self, place: int, ways: Sequence[Way], labels: int, bits: int) -> None:
        """Keep somebody new as `put` does, until `tidy` in part."""
        kept = [self.slot(way, labels, bits) for way in ways]
        for (slot,) in kept:
            slot.put(place)
        if len(kept) == 1:
            self._slots[place] = kept[0]
        else:
            self._slots[place] = tuple(chain.from_iterable(kept))
            self._again[bits] = self._again.get(bits, 0) + len(kept) - 1

    def kept(self, way: Way, labels: int, bits: int) -> tuple[Callable[[int], None], dict[int, Slots], Slots]:
        """Return what keeps people who answer so, until `tidy` in part: what to tell of each, where to note which slot.

        Nobody in it may stand behind them.
        """
        slot = self.slot(way, labels, bits)
        return slot[0].places.append, self._slots, slot

    def drop(self, place: int) -> None:
        """Let somebody go who is kept."""
        slots = self._slots.pop(place)
        if self._bits:
            self._bits[sector(place)] ^= self._seats.bit(place)
        if len(slots) > 1:
            self._again[slots[0].bits] -= len(slots) - 1
        for slot in slots:
            slot.drop(place)
            if not slot.places:
                self._forget(slot)

    def slot(self, way: Way, labels: int, bits: int) -> tuple[Slot]:
        """Return the slot, alone, of those who answer so; made when there is none."""
        slots = self._ways.get(way)
        if slots is None:
            slots = self._ways[way] = {}
        labels = min(labels, MOST_MORE)
        number = _number(labels, bits)
        slot = slots.get(number)
        if slot is None:
            # Most people stand in one slot: what is kept of each is the same for all.
            slot = slots[number] = (Slot(way, labels, bits),)
        return slot

    def tidy(self) -> None:
        """Let slots go that were made and hold nobody."""
        empty = [slot for _, alike in self.alike() for (slot,) in alike if not slot.places]
        for slot in empty:
            self._forget(slot)

    @classmethod
    def seat(cls, reaches: Iterable["Reach"], seats: Seats) -> None:
        """Write down the seats of the people of great reaches, who were all kept in the order of the ring."""
        great = [reach for reach in reaches if len(reach) >= _GREAT]
        for reach, bits in zip(great, seats.bits_of_each(great), strict=True):
            reach._bits = bits  # noqa: SLF001 - one of these

    def _forget(self, slot: Slot) -> None:
        del self._ways[slot.way][_number(slot.labels, slot.bits)]
        if not self._ways[slot.way]:
            del self._ways[slot.way]


def _number(labels: int, bits: int) -> int:
    return labels * _MASKS + bits


def turn(slots: Sequence[Slot], start: int) -> Iterator[int]:
    """Name everybody in these slots in turn, from `start` on and around the ring."""
    cut = [(slot.places, bisect_left(slot.places, start)) for slot in slots]
    if len(cut) == 1:
        ((places, middle),) = cut
        return chain(_run(places, middle, len(places)), _run(places, 0, middle))
    after = merge(*(_run(places, middle, len(places)) for places, middle in cut))
    before = merge(*(_run(places, 0, middle) for places, middle in cut))
    return chain(after, before)


def _run(places: "array[int]", start: int, end: int) -> Iterator[int]:
    return (places[at] for at in range(start, end))

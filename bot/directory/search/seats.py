"""Where people sit around the ring, so that those in two great groups are found bit by bit, not one by one."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from operator import and_, or_

from bot.directory.search.whom import GROUPS, SETTINGS, Whom

# The ring is cut into so many sectors, and each group has one number for each, with a bit for every seat: so few that
# all of them are met in tens of microseconds, and so many that a change rewrites little.
_SECTORS_BITS = 8
SECTORS = 1 << _SECTORS_BITS
_SHIFT = 64 - _SECTORS_BITS


# By the bit of a group, for the groups of somebody as a byte, whether they are in it, as a digit.
_IN = {1 << at: bytes(b"01"[groups >> at & 1] for groups in range(256)) for at in range(GROUPS)}

# A group of people, one number for each sector.
Bits = Sequence[int]


def sector(place: int) -> int:
    """Return the number of the sector in which a place on the ring lies."""
    return place >> _SHIFT


def both(one: Bits, other: Bits) -> Bits:
    """Return who is in both groups."""
    return list(map(and_, one, other))


def either(one: Bits, other: Bits) -> Bits:
    """Return who is in either group."""
    return list(map(or_, one, other))


def but(one: Bits, other: Bits) -> Bits:
    """Return who is in the one group and not in the other."""
    return [some & ~others for some, others in zip(one, other, strict=True)]


def count(group: Bits) -> int:
    """Count a group."""
    return sum(map(int.bit_count, group))


class Seats:
    """Everybody has a seat of their own in their sector; who comes later may get one that somebody left."""

    def __init__(self) -> None:
        self._seat: dict[int, int] = {}
        self._places: list[list[int]] = [[] for _ in range(SECTORS)]
        self._free: list[list[int]] = [[] for _ in range(SECTORS)]
        # By the bit of a group, who is in it.
        self._groups = {1 << at: [0] * SECTORS for at in range(GROUPS)}

    def fill(self, places: Sequence[int], groups: Sequence[int]) -> None:
        """Seat many where nobody sits yet, in the order of the ring, each of whom is in the groups of their bits."""
        begun = 0
        for at in range(SECTORS):
            end = bisect_left(places, (at + 1) << _SHIFT, begun)
            here = self._places[at] = list(places[begun:end])
            self._seat.update(zip(here, range(end - begun), strict=True))
            last_first = bytes(groups[begun:end])[::-1]
            for bit, group in self._groups.items():
                group[at] = int(last_first.translate(_IN[bit]) or b"0", base=2)
            begun = end

    def take(self, place: int, groups: int) -> None:
        """Seat somebody new, who is in these groups."""
        at = sector(place)
        here, free = self._places[at], self._free[at]
        if free:
            self._seat[place] = free.pop()
            here[self._seat[place]] = place
        else:
            self._seat[place] = len(here)
            here.append(place)
        for bit, group in self._groups.items():
            if groups & bit:
                group[at] |= 1 << self._seat[place]

    def leave(self, place: int) -> None:
        """Free somebody's seat."""
        for group in self._groups.values():
            group[sector(place)] &= ~self.bit(place)
        self._free[sector(place)].append(self._seat.pop(place))

    def bit(self, place: int) -> int:
        """Return the bit of somebody's seat within their sector."""
        return 1 << self._seat[place]

    def only(self, group: Bits, whom: Whom) -> Bits:
        """Return those of a group who are meant."""
        if whom.setting:
            group = both(group, self._groups[SETTINGS[whom.setting]])
        for bit, others in self._groups.items():
            if whom.without & bit:
                group = but(group, others)
        if whom.placed:
            placed = self.bits(whom.places)
            group = both(group, placed) if whom.inside else but(group, placed)
        return group

    def bits(self, places: Iterable[int]) -> list[int]:
        """Write a group as one number for each sector."""
        written, seat = [0] * SECTORS, self._seat
        powers = [1 << at for at in range(max(map(len, self._places)))]
        for place in places:
            written[place >> _SHIFT] |= powers[seat[place]]
        return written

    def bits_of_each(self, groups: Sequence[Iterable[int]]) -> list[list[int]]:
        """Write groups, each in the order of the ring, as `bits` does.

        All are written sector by sector, because whoever sits near is looked up several times as fast.
        """
        listed = [list(group) for group in groups]
        written, begun = [[0] * SECTORS for _ in listed], [0] * len(listed)
        for at, here in enumerate(self._places):
            bits, end = {place: 1 << self._seat[place] for place in here}, (at + 1) << _SHIFT
            for number, places in enumerate(listed):
                start, begun[number] = begun[number], bisect_left(places, end, begun[number])
                written[number][at] = sum(map(bits.__getitem__, places[start : begun[number]]))
        return written

    def around(self, group: Bits, start: int) -> Iterator[list[int]]:
        """List a group sector by sector, from a place on and around the ring; within a sector in any order."""
        first = sector(start)
        begun = self._seated(group, first)
        yield [place for place in begun if place >= start]
        for at in (*range(first + 1, SECTORS), *range(first)):
            if group[at]:
                yield self._seated(group, at)
        yield [place for place in begun if place < start]

    def _seated(self, group: Bits, at: int) -> list[int]:
        here, left = self._places[at], group[at]
        places: list[int] = []
        while left:
            lowest = left & -left
            places.append(here[lowest.bit_length() - 1])
            left ^= lowest
        return places

"""Where people sit around the ring, so that those in two great groups are found bit by bit, not one by one."""

from collections.abc import Iterable, Iterator

# The ring is cut into so many sectors, and each group has one number for each, with a bit for every seat: so few that
# all of them are met in tens of microseconds, and so many that a change rewrites little.
_SECTORS_BITS = 9
SECTORS = 1 << _SECTORS_BITS
_SHIFT = 64 - _SECTORS_BITS


def sector(place: int) -> int:
    """Return the number of the sector in which a place on the ring lies."""
    return place >> _SHIFT


class Seats:
    """Everybody has a seat of their own in their sector; who comes later may get one that somebody left."""

    def __init__(self) -> None:
        self._seat: dict[int, int] = {}
        self._places: list[list[int]] = [[] for _ in range(SECTORS)]
        self._free: list[list[int]] = [[] for _ in range(SECTORS)]

    def take(self, place: int) -> None:
        """Seat somebody new."""
        here, free = self._places[sector(place)], self._free[sector(place)]
        if free:
            self._seat[place] = free.pop()
            here[self._seat[place]] = place
        else:
            self._seat[place] = len(here)
            here.append(place)

    def leave(self, place: int) -> None:
        """Free somebody's seat."""
        self._free[sector(place)].append(self._seat.pop(place))

    def bit(self, place: int) -> int:
        """Return the bit of somebody's seat within their sector."""
        return 1 << self._seat[place]

    def bits(self, places: Iterable[int]) -> list[int]:
        """Write a group as one number for each sector."""
        written = [0] * SECTORS
        for place in places:
            written[place >> _SHIFT] |= 1 << self._seat[place]
        return written

    def places(self, bits: Iterable[int]) -> Iterator[int]:
        """List who sits where a group, written so, has its bits."""
        for here, group in zip(self._places, bits, strict=True):
            left = group
            while left:
                lowest = left & -left
                yield here[lowest.bit_length() - 1]
                left ^= lowest

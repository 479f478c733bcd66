"""What is said about sessions in numbers: never so that a number could be about people.

Every number is told as a range of five, those under five as “fewer than 5”, which may be none. Exact numbers would not
do: together with a total they give away by subtraction what is hidden beside them. Ranges leave room. All that can be
known of the total is that it is at least some multiple of five, and at most the upper ends of some part together; so a
number under five is only fixed when a part has so many rows that these add up to a multiple of five as well. No part
has: see `_rows_of_formats`. A month is told when nothing is added to it any more, so that nobody learns from one day to
the next what was added. That holds for one report; who lays many beside one another comes closer, and still knows of no
session which it was.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from bot.reflection.counts import Held
from bot.reflection.formats import BLANK, Format
from bot.support.model import KEEP

STEP = 5
FEW = f"fewer than {STEP}"
_OWN, _EARLIER, _OTHER = "One of your own", "One that is no longer offered", "One of your own, or an earlier one"
# Bands of `course.band`, the largest two together.
_SIZES = {"fewer than 5": "Fewer than 5 people", "5 to 9": "5 to 9 people", "10 to 19": "10 to 19 people"}
_LARGEST = "20 people or more"
# Sessions are shredded, and so counted, by a clock that may have stood still for a while.
_SETTLED = KEEP + timedelta(days=1)


Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Row:
    """Something counted: `least` is a multiple of five, and 0 stands for any number under five."""

    name: str
    least: int

    @property
    def most(self) -> int:
        return self.least + STEP - 1

    @property
    def range(self) -> str:
        return f"{self.least} to {self.most}" if self.least else FEW


@dataclass(frozen=True, slots=True)
class Part:
    """All sessions, told apart in one way. How many rows it has follows from no session, and is no multiple of five."""

    name: str
    rows: tuple[Row, ...]

    @property
    def words(self) -> str:
        """Say all rows in one sentence; those that are too small are not named one by one."""
        told = [f"{row.name}: {row.range}" for row in self.rows if row.least]
        if not told:
            return f"{FEW} each"
        few = len(self.rows) - len(told)
        rest = [f"all others: {FEW} each" if few > 1 else f"the other: {FEW}"] if few else []
        return "; ".join([*told, *rest])


@dataclass(frozen=True, slots=True)
class Figures:
    """A report over some months, of which `first` and `last` are the first days."""

    first: date
    last: date
    total: Row
    parts: tuple[Part, ...]

    @property
    def span(self) -> str:
        return f"{self.first:%B %Y} to {self.last:%B %Y}"

    @property
    def words(self) -> str:
        """Say all that is told, for those who do not see it drawn."""
        parts = (f"{part.name}. {part.words}." for part in self.parts)
        return "\n".join([f"Reflective sessions from {self.span}: {self.total.range} in all.", *parts])


def settled(today: date, months: int) -> tuple[date, ...]:
    """List the first days of the last so many months to which nothing is added any more, in order."""
    last = _back((today - _SETTLED).replace(day=1), 1)
    return tuple(_back(last, before) for before in reversed(range(months)))


def figures(counts: Mapping[Held, int], months: Sequence[date], formats: Iterable[Format]) -> Figures:
    """Sum up what was held in these months; formats are named as they are offered now."""
    within = {held: number for held, number in counts.items() if held.month in months}
    names, other = _rows_of_formats(formats)
    parts = (
        _part("By month", _by(within, lambda held: held.month), {month: f"{month:%b %Y}" for month in months}),
        _part("By format", _by(within, lambda held: names.get(held.format, other)), _same(names, other)),
        _part("By how many took part", _by(within, lambda held: _size(held.size)), _same(_SIZES, _LARGEST)),
        _part("By pace", _by(within, lambda held: held.slow), {False: "With a clock", True: "Slowly, over days"}),
    )
    return Figures(months[0], months[-1], Row("All", _floor(sum(within.values()))), parts)


def _rows_of_formats(formats: Iterable[Format]) -> tuple[Mapping[str, str], str]:
    """Name the rows of formats by key, and the one for all other keys; in all they are no multiple of five."""
    names = {one.key: one.name for one in formats if one.key != BLANK}
    if (len(names) + 1) % STEP:
        return names, _OTHER
    return names | {BLANK: _OWN}, _EARLIER


def _size(band: str) -> str:
    return _SIZES.get(band, _LARGEST)


def _same(names: Mapping[str, str], other: str) -> dict[str, str]:
    return {name: name for name in (*names.values(), other)}


def _by(counts: Mapping[Held, int], key: Callable[[Held], Hashable]) -> Counter[Hashable]:
    summed = Counter[Hashable]()
    for held, number in counts.items():
        summed[key(held)] += number
    return summed


def _part(name: str, counted: Mapping[Hashable, int], rows: Mapping[Key, str]) -> Part:
    return Part(name, tuple(Row(row, _floor(counted.get(key, 0))) for key, row in rows.items()))


def _floor(number: int) -> int:
    return number // STEP * STEP


def _back(month: date, by: int) -> date:
    years, months = divmod(month.year * 12 + month.month - 1 - by, 12)
    return date(years, months + 1, 1)

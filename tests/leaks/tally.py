"""Where somebody unnamed was looked for, and how often found: counted for each flow, and shown at the end of a run."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

PROPERTY = "leaks"
_PLACE, _COLUMN = 46, 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """One flow on one platform: where somebody was looked for, with how many needles, and how often found.

    `searched` is in bytes, by place; `found` counts by place.
    """

    flow: str
    platform: str
    searched: Mapping[str, int]
    found: Mapping[str, int]
    needles: int

    @classmethod
    def read(cls, properties: Iterable[tuple[str, Any]]) -> list[Self]:
        """Find the tallies among what a test recorded; it may have come from another process as plain data."""
        return [cls(**value) for name, value in properties if name == PROPERTY]

    def record(self) -> tuple[str, dict[str, object]]:
        """Return what `read` reads."""
        # Nothing but plain data finds its way from one process to another.
        plain = {"searched": dict(self.searched), "found": dict(self.found)}
        return PROPERTY, {"flow": self.flow, "platform": self.platform, "needles": self.needles, **plain}


def table(tallies: Sequence[Tally]) -> list[str]:
    """Draw how often somebody was found in each place on each platform, and below it what was searched."""
    platforms = sorted({tally.platform for tally in tallies})
    found = defaultdict[tuple[str, str], int](int)
    searched = defaultdict[tuple[str, str], int](int)
    for tally in tallies:
        for place, size in tally.searched.items():
            searched[place, tally.platform] += size
            found[place, tally.platform] += tally.found.get(place, 0)
    lines = [_line("", platforms)]
    for place in sorted({place for place, _ in searched}):
        cells = [str(found[place, one]) if (place, one) in searched else "-" for one in platforms]
        lines.append(_line(place, cells))
    sums = {one: [tally for tally in tallies if tally.platform == one] for one in platforms}
    lines.append(_line("flows", [len(of) for of in sums.values()]))
    lines.append(_line("needles", [f"{sum(one.needles for one in of):,}" for of in sums.values()]))
    megabytes = [sum(size for (_, on), size in searched.items() if on == one) / 1e6 for one in platforms]
    lines.append(_line("megabytes searched", [f"{size:.1f}" for size in megabytes]))
    return lines


def _line(name: str, cells: Iterable[object]) -> str:
    return name.ljust(_PLACE) + "".join(str(cell).rjust(_COLUMN) for cell in cells)

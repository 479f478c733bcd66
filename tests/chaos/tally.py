"""What came of every reminder, counted for each scenario and shown at the end of a run."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, astuple, dataclass, fields
from typing import Any, Self

PROPERTY = "chaos"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """One scenario: how often each of its `reminders` was `seen` in the places it was for, and what was done to it.

    `stalled` counts processes that were made to stand still, `unsure` the reminders left to an organiser. `exception`
    marks what the design does not promise.
    """

    scenario: str
    reminders: int
    kills: int
    lost: int
    stalled: int
    once: int
    twice: int
    never: int
    unsure: int
    exception: bool = False

    @classmethod
    def read(cls, properties: Iterable[tuple[str, Any]]) -> list[Self]:
        """Find the tallies among what a test recorded; it may have come from another process as plain data."""
        return [cls(**value) for name, value in properties if name == PROPERTY]

    def record(self) -> tuple[str, dict[str, object]]:
        """Return what `read` reads."""
        return PROPERTY, asdict(self)


def table(tallies: Sequence[Tally]) -> list[str]:
    """Draw all tallies, what is promised first and its sum below it, then the exceptions."""
    promised = sorted((one for one in tallies if not one.exception), key=lambda one: one.scenario)
    exceptions = sorted((one for one in tallies if one.exception), key=lambda one: one.scenario)
    names = [field.name for field in fields(Tally) if field.name not in ("scenario", "exception")]
    width = max(len(one.scenario) for one in tallies) + 2
    lines = [_line("", names, width), *(_line(one.scenario, _numbers(one), width) for one in promised)]
    if promised:
        lines.append(
            _line("all of these", [sum(column) for column in zip(*map(_numbers, promised), strict=True)], width)
        )
    if exceptions:
        lines += ["not promised, and so counted apart:"]
        lines += [_line(one.scenario, _numbers(one), width) for one in exceptions]
    return lines


def _numbers(tally: Tally) -> list[int]:
    return [number for number in astuple(tally)[1:-1] if isinstance(number, int)]


def _line(name: str, cells: Iterable[object], width: int) -> str:
    return name.ljust(width) + "".join(str(cell).rjust(10) for cell in cells)

"""What members say of themselves in chat, as the cells of a sheet: levels, availability, introductions."""

from collections.abc import Mapping
from datetime import date

from bot.directory.model import AVAILABLE, PAUSED, Availability, Level
from bot.directory.sheet import lists

_LEVELS = {level.value: level for level in Level}
_PAUSED, _BUSY = "paused", "busy until "
_BY_NAME = "by name alone"


def write_levels(levels: Mapping[str, Level]) -> str:
    """Write levels as a list, “NVivo: can teach; R: learning”."""
    return lists.join([f"{label}: {level.value}" for label, level in levels.items()])


def read_levels(cell: str) -> tuple[dict[str, Level], tuple[str, ...]]:
    """Read levels by skill, and the items that give none."""
    levels: dict[str, Level] = {}
    strange = []
    for item in lists.split(cell):
        label, _, said = item.rpartition(": ")
        if label and (level := _LEVELS.get(said.casefold())):
            levels[label] = level
        else:
            strange.append(item)
    return levels, tuple(strange)


def write_availability(availability: Availability) -> str:
    """Write “paused”, “busy until 2026-03-29”, or nothing."""
    if availability.paused:
        return _PAUSED
    return f"{_BUSY}{availability.busy_until}" if availability.busy_until else ""


def read_availability(text: str) -> Availability | None:
    """Read what `write_availability` wrote; None when it is something else."""
    folded = text.casefold()
    if folded in {"", _PAUSED}:
        return PAUSED if folded else AVAILABLE
    try:
        return Availability(date.fromisoformat(folded.removeprefix(_BUSY)))
    except ValueError:
        return None


def write_unnamed(unnamed: bool) -> str:
    """Write “by name alone”, or nothing of those who may be asked without a name, too."""
    return "" if unnamed else _BY_NAME


def read_unnamed(text: str) -> bool | None:
    """Read what `write_unnamed` wrote; None when it is something else."""
    return {"": True, _BY_NAME: False}.get(text.casefold())

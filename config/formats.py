"""Read the formats of formats.toml."""

from collections.abc import Collection, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from bot.reflection.formats import LONGEST_THING, MOST_PHASES, Format, Formats, Phase, Showing, Speaker, fault
from config.words import read_words

_PHASE = {field.name for field in fields(Phase)} - {"questions", "marked"}
_FORMAT = {field.name for field in fields(Format)} - {"phases", "brings"}
# What may be added to a phase, and the one thing that it can be.
_MAY = {"asks": "questions", "marks": "presenters"}


def load_formats(path: Path | None = None) -> Formats:
    """Read `path`, or the formats.toml that comes with the bot.

    Raises `BadSettings`, naming the file, the format and what is wrong in it.
    """
    return read_words("formats.toml", path, _read_all)


def _read_all(written: Mapping[str, Any]) -> Formats:
    read = [_read(one) for one in written.get("format", ())]
    if not read or len({one.key for one in read}) < len(read):
        raise ValueError("There has to be a format, and each needs a key of its own.")
    return Formats(read)


def _read(written: Mapping[str, Any]) -> Format:
    """Read one format; raises ValueError with a sentence."""
    name = str(written.get("name", "a format without a name"))
    _check(name, written, _FORMAT | {"phase"}, {"brings"})
    phases = tuple(_phase(f"{name}, phase {number}", one) for number, one in enumerate(written["phase"], 1))
    if not 1 <= len(phases) <= MOST_PHASES:
        raise ValueError(f"“{name}” has {len(phases)} phases; it needs one at least and {MOST_PHASES} at most.")
    if wrong := fault(phases):
        raise ValueError(f"“{name}, phase {wrong.phase + 1}”, “{wrong.field}”: {wrong.says}.")
    read = Format(**{field: str(written[field]) for field in _FORMAT}, phases=phases, brings=())
    return replace(read, brings=_brings(name, written.get("brings", []), len(read.presenters)))


def _brings(name: str, written: object, presenters: int) -> tuple[str, ...]:
    """Read what each presenter brings."""
    brings = tuple(map(str, written)) if isinstance(written, list) else ()
    if len(brings) != presenters:
        raise ValueError(f'“{name}”: “brings” has to say what each presenter brings, such as ["the case"].')
    if any(not 1 <= len(one) <= LONGEST_THING for one in brings):
        raise ValueError(f"“{name}”: what somebody “brings” is said in {LONGEST_THING} characters at most.")
    return brings


def _phase(name: str, written: Mapping[str, Any]) -> Phase:
    _check(name, written, _PHASE, _MAY)
    for field, only in _MAY.items():
        if written.get(field, only) != only:
            raise ValueError(f"“{name}”: “{field}” can only be “{only}”.")
    minutes = written["minutes"]
    if type(minutes) is not int:
        raise ValueError(f"“{name}”: “minutes” has to be a whole number.")
    try:
        who, shows = Speaker(written["who"]), Showing(written["shows"])
    except ValueError:
        speakers, showings = ", ".join(Speaker), ", ".join(Showing)
        raise ValueError(f"“{name}”: “who” is one of {speakers}, and “shows” one of {showings}.") from None
    words = {field: str(written[field]) for field in ("title", "prompt", "guidance")}
    asks, marks = (field in written for field in _MAY)
    return Phase(**words, minutes=minutes, who=who, shows=shows, questions=asks, marked=marks)


def _check(name: str, written: Mapping[str, Any], needed: Collection[str], optional: Collection[str] = ()) -> None:
    for wrong in [*sorted(set(needed) - written.keys()), *sorted(written.keys() - {*needed, *optional})]:
        raise ValueError(f"“{name}”: “{wrong}” is {'missing' if wrong in needed else 'not known'}.")

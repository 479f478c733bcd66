"""Read the help lines of signposts.toml."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

from bot.support.hours import read_hours
from bot.support.signposts import Signpost, Topic, Way
from config.words import read_words

_NATIONS = frozenset({"england", "wales", "scotland", "northern-ireland"})
_OPTIONAL = frozenset({"bank_holidays"})


def load_signposts(path: Path | None = None) -> Sequence[Signpost]:
    """Read `path`, or the signposts.toml that comes with the bot.

    Raises `BadSettings`, naming the file and what is wrong in it: nobody is to be sent to a number that is half right.
    """
    return read_words("signposts.toml", path, _read_all)


def _read_all(table: Mapping[str, Any]) -> Sequence[Signpost]:
    """Read every help line, in their order; raises ValueError with a sentence."""
    read = tuple(_read(one) for one in table.get("signpost", []))
    if not read or read[0].number != "999":
        raise ValueError("999 has to stand first.")
    return read


def _read(written: Mapping[str, Any]) -> Signpost:
    """Read one help line; raises ValueError with a sentence."""
    name = written.get("name", "a signpost without a name")
    known = {field.name for field in fields(Signpost)}
    for wrong in [*sorted(known - _OPTIONAL - written.keys()), *sorted(written.keys() - known)]:
        raise ValueError(f"“{name}”: “{wrong}” is {'missing' if wrong in known else 'not known'}.")
    try:
        values = {
            **written,
            "topic": Topic(written["topic"]),
            "way": Way(written["way"]),
            "hours": read_hours(written["hours"]),
            "nations": tuple(written["nations"]),
        }
        _check(values)
        return Signpost(**values)
    except (TypeError, ValueError) as error:
        raise ValueError(f"“{name}”: {error}") from None


def _check(values: Mapping[str, Any]) -> None:
    """Refuse what would send people astray."""
    if not isinstance(values["verified_on"], date):
        raise TypeError("write verified_on as a date, 2026-11-29.")
    if not values["nations"] or not _NATIONS.issuperset(values["nations"]):
        raise ValueError(f"nations are some of {', '.join(sorted(_NATIONS))}.")
    if not values["source"].startswith("https://"):
        raise ValueError("source has to be the https address of a page.")
    if values["way"] is Way.WEB:
        if not values["number"].startswith("https://"):
            raise ValueError("the number of a web page is its https address.")
    elif not values["number"].isdigit() or values["number"] not in "".join(filter(str.isdigit, values["how"])):
        raise ValueError("number is written in digits alone, and shown the same in how.")

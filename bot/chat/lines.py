"""What was typed after a slash command, in one line: `nvivo setting:clinical`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.chat.commands import Option

_QUOTED = r"\"[^\"]*\"|“[^”]*”|'[^']*'|‘[^’]*’"
_MOMENT = re.compile(r"(?:\d{4}-\d\d-\d\d|\d\d:\d\d)(?!\S)", re.ASCII)


def arguments(text: str, options: Sequence[Option]) -> dict[str, str]:
    """Read a line by option; what is empty is left out.

    What stands before the first name is the first option's. Any other value follows its name and reaches to the next
    name. Where a line names one option alone, its words may go on after one of the choices.
    """
    if not options:
        return {}
    marks = _names(text, options)
    ends = [*(mark.start() for mark in marks), len(text)]
    words, args = text[: ends[0]].strip(), {}
    for mark, end in zip(marks, ends[1:], strict=True):
        option, value = _named(mark, options), text[mark.end("gap") : end].strip()
        if len(marks) == 1 and option is not options[0] and (chosen := _choice(option, value)):
            words, value = f"{words} {value[chosen.end() :].strip()}".strip(), chosen[0]
        args[option.name] = _meant(option, _unquoted(value))
    args = {options[0].name: _meant(options[0], words), **args}
    return {name: value for name, value in args.items() if value}


def _names(text: str, options: Sequence[Option]) -> list[re.Match[str]]:
    """Find the names that are meant as such: each where it stands first, and none within quotes."""
    known = "|".join(re.escape(option.name) for option in options)
    written = rf"(?<!\S)(?P<name>(?ai:{known})):(?P<gap>\s*)(?:(?:{_QUOTED})(?!\S))?"
    found: list[re.Match[str]] = []
    taken: set[str] = set()
    for mark in re.finditer(written, text):
        option = _named(mark, options)
        if not found and text[: mark.start()].strip():
            taken.add(options[0].name)
        if option.name in taken or not (found or option is options[0] or _surely(mark, option)):
            continue
        taken.add(option.name)
        found.append(mark)
    return found


def _surely(mark: re.Match[str], option: Option) -> bool:
    """Tell a name from a word with a colon, as in “goal setting: a workshop”."""
    rest = mark.string[mark.end("gap") :]
    if not mark["gap"]:
        return bool(rest)
    return bool(_choice(option, rest) if option.choices else _MOMENT.match(rest))


def _named(mark: re.Match[str], options: Sequence[Option]) -> Option:
    return next(option for option in options if option.name == mark["name"].lower())


def _choice(option: Option, text: str) -> re.Match[str] | None:
    """Find one of the choices at the beginning of a text, as the bot writes it or as people read it."""
    known = [] if option.many else sorted(_choices(option), key=len, reverse=True)
    return re.match(rf"(?:{'|'.join(map(re.escape, known))})(?!\S)", text, re.IGNORECASE) if known else None


def _choices(option: Option) -> dict[str, str]:
    """Return the values of the choices by everything they are called, in small letters."""
    by_label = {choice.label.lower(): choice.value for choice in option.choices}
    return by_label | {choice.value.lower(): choice.value for choice in option.choices}


def _meant(option: Option, value: str) -> str:
    known = _choices(option)
    each = value.split(",") if option.many else [value]
    return ",".join(known.get(one.strip().lower(), one) for one in each)


def _unquoted(value: str) -> str:
    return value[1:-1].strip() if re.fullmatch(_QUOTED, value) else value

"""Cutting answers to what a platform takes; each renderer keeps its platform's own table of limits."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import assert_never

from bot.chat.views import (
    Actions,
    Block,
    Card,
    Choice,
    Code,
    Divider,
    Emphasis,
    Fields,
    Heading,
    Image,
    Inline,
    Line,
    Link,
    Moment,
    Note,
    Person,
    Strong,
    Text,
    plain_line,
)

ELLIPSIS = "…"

# What every platform says when an answer holds nothing, or more than one message there can show.
NOTHING = "There is nothing to show."
MORE = "There is more than fits here."
# What stands where a value is missing.
ABSENT = "–"


def few(choices: Sequence[Choice], chosen: Collection[str], most: int) -> list[Choice]:
    """Keep as many choices as a menu takes, in their order, and of those that are chosen already as many as can be."""
    kept = sorted(choices, key=lambda choice: choice.value not in chosen)[:most]
    return [choice for choice in choices if choice in kept]


def left_out(offered: Collection[str], choices: Collection[Choice]) -> str:
    """Say, in the few words there is room for, that a menu lacks some choices; empty when it has every one."""
    values = {choice.value for choice in choices if choice.value}
    found = values.intersection(offered)
    return f"Only {len(found)} of {len(values)} fit; not there? Ask an organiser." if found < values else ""


def clip(text: str, limit: int) -> str:
    """Shorten `text` to at most `limit` characters, saying so with an ellipsis."""
    return text if len(text) <= limit else text[: max(limit - 1, 0)].rstrip() + ELLIPSIS


def share(lengths: Sequence[int], total: int) -> list[int]:
    """Divide `total` characters among texts of these lengths: short ones stay whole, long ones give way evenly.

    Returns a limit for each; the sum of `min(length, limit)` is at most `total`.
    """
    if sum(lengths) <= total:
        return list(lengths)
    limits = [0] * len(lengths)
    left = total
    waiting = sorted(range(len(lengths)), key=lengths.__getitem__)
    for place, shortest in enumerate(waiting):
        limits[shortest] = min(lengths[shortest], left // (len(waiting) - place))
        left -= limits[shortest]
    return limits


def length(line: Line) -> int:
    """Count the characters of a line as a reader sees it: of a link, only what is written on it."""
    return sum(len(_shown(inline)) for inline in line)


def size(block: Block) -> int:
    """Count the characters of a block's text, those on its controls left out."""
    match block:
        case Heading(text):
            return len(text)
        case Text(line) | Note(line):
            return length(line)
        case Fields(pairs):
            return sum(len(name) + length(line) for name, line in pairs)
        case Card(title, subtitle, lines):
            return len(title) + sum(map(length, (subtitle, *lines)))
        case Image(alt=alt):
            return len(alt)
        case Divider() | Actions():
            return 0
        case _:
            assert_never(block)


def clip_line(line: Line, limit: int) -> Line:
    """Shorten a line to at most `limit` characters as a reader counts them, saying so with an ellipsis."""
    if length(line) <= limit:
        return line
    kept: list[Inline] = []
    left = limit - len(ELLIPSIS)
    for inline in line:
        if len(_shown(inline)) > left:
            kept += _start(inline, left)
            break
        kept.append(inline)
        left -= len(_shown(inline))
    return (*kept, ELLIPSIS) if limit > 0 else ()


def clip_lines(lines: Sequence[Line], total: int) -> list[Line]:
    """Shorten lines so that they have at most `total` characters together; short ones stay whole."""
    lengths = [length(line) for line in lines]
    if sum(lengths) <= total:
        return list(lines)
    return [clip_line(line, limit) for line, limit in zip(lines, share(lengths, total), strict=True)]


def _shown(inline: Inline) -> str:
    match inline:
        case str():
            return inline
        case Strong(text) | Emphasis(text) | Code(text):
            return text
        case Link(text, url):
            return text or url
        case Person(name):
            return name
        case Moment():
            return plain_line((inline,))
        case _:
            assert_never(inline)


def _start(inline: Inline, room: int) -> list[Inline]:
    """Return the start of what does not fit; half a name or half a time would be another."""
    text = _shown(inline)[:room].rstrip()
    match inline:
        case str():
            return [text] if text else []
        case Strong() | Emphasis() | Code() | Link():
            return [replace(inline, text=text)] if text else []
        case Person() | Moment():
            return []
        case _:
            assert_never(inline)

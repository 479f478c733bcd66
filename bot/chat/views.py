"""What the bot says, without saying where: adapters render these types natively.

Plain strings are always literal text. Markup exists only as the types below, so a
name typed by somebody can never turn into a mention, a link or a ping.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import assert_never

from bot.chat.calls import Call
from bot.chat.errors import Refusal, Unclear
from bot.chat.requests import Account

# Inline ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Strong:
    text: str


@dataclass(frozen=True, slots=True)
class Emphasis:
    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """Something to be typed as it stands, such as a command."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """`url` is http, https or mailto; a renderer shows any other as its text alone."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Person:
    """A member: a silent mention on the platform of their account, their name elsewhere."""

    name: str
    account: Account | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """An aware point in time, shown in each reader's own time zone where the platform can."""

    at: datetime


Inline = str | Strong | Emphasis | Code | Link | Person | Moment
Line = tuple[Inline, ...]


# Controls --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Choice:
    label: str
    value: str


class Tone(Enum):
    PLAIN = "plain"
    PRIMARY = "primary"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Button:
    label: str
    call: Call
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Select:
    """A menu of at most 25 choices that fills in `fills`, one argument of `call`, and makes the call."""

    label: str
    call: Call
    fills: str
    choices: tuple[Choice, ...]


Control = Button | Select


# Blocks ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Heading:
    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph, with an optional button beside it; a line may hold line breaks."""

    line: Line
    button: Button | None = None


@dataclass(frozen=True, slots=True)
class Fields:
    """Names and values, at most 10."""

    pairs: tuple[tuple[str, Line], ...]


@dataclass(frozen=True, slots=True)
class Card:
    """One thing among several alike, such as a person found: drawn as a unit, with its own controls."""

    title: str
    subtitle: Line = ()
    lines: tuple[Line, ...] = ()
    controls: tuple[Control, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """Small print."""

    line: Line


@dataclass(frozen=True, slots=True)
class Divider:
    pass


@dataclass(frozen=True, slots=True)
class Image:
    """A picture, and in `alt` all that it says, for those who do not see it; at most 2,000 characters."""

    png: bytes
    alt: str


@dataclass(frozen=True, slots=True)
class Actions:
    """At most 25 controls in a row that wraps."""

    controls: tuple[Control, ...]


Block = Heading | Text | Fields | Card | Note | Divider | Image | Actions


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer to one request, seen only by whoever made it.

    `replaces`: when the request came from a control, the answer takes the place of the message that held it.
    `unclear`: what was asked could not be understood, so a form asks again; the option at fault, or empty.
    """

    blocks: tuple[Block, ...]
    replaces: bool = False
    unclear: str | None = None


def say(*parts: Block | Inline, replaces: bool = False) -> Reply:
    """Reply with blocks; runs of inline parts become text blocks."""
    blocks: list[Block] = []
    line: list[Inline] = []
    for part in parts:
        if isinstance(part, Inline):
            line.append(part)
            continue
        if line:
            blocks.append(Text(tuple(line)))
            line = []
        blocks.append(part)
    if line:
        blocks.append(Text(tuple(line)))
    return Reply(tuple(blocks), replaces)


class Diverted(Refusal):
    """A refusal that offers the way on as buttons."""

    def __init__(self, message: str, hint: str = "", *, ways: tuple[Button, ...]) -> None:
        super().__init__(message, hint)
        self.ways = ways


def refuse(refusal: Refusal) -> Reply:
    """Reply with why a request cannot be met, and what to do next."""
    hint = (Note((refusal.hint,)),) if refusal.hint else ()
    ways = (Actions(refusal.ways),) if isinstance(refusal, Diverted) else ()
    unclear = refusal.option if isinstance(refusal, Unclear) else None
    return Reply((Text((str(refusal),)), *ways, *hint), unclear=unclear)


def calls(blocks: Iterable[Block]) -> list[Call]:
    """List every call the controls of `blocks` can make, in reading order; a select counts once."""
    return [control.call for block in blocks for control in _controls(block)]


def _controls(block: Block) -> tuple[Control, ...]:
    match block:
        case Actions(controls) | Card(controls=controls):
            return controls
        case Text(button=Button() as button):
            return (button,)
        case Heading() | Text() | Fields() | Note() | Divider() | Image():
            return ()
        case _:
            assert_never(block)


def plain(blocks: Iterable[Block]) -> str:
    """Spell blocks out as plain text: for notifications, terminals and tests."""
    return "\n".join(text for block in blocks if (text := _plain_block(block)))


def _plain_block(block: Block) -> str:
    match block:
        case Heading(text):
            return text
        case Text(line) | Note(line):
            return plain_line(line)
        case Fields(pairs):
            return "\n".join(f"{name}: {plain_line(line)}" for name, line in pairs)
        case Card(title, subtitle, lines):
            return "\n".join([title, *(plain_line(line) for line in (subtitle, *lines) if line)])
        case Image(alt=alt):
            return alt
        case Divider() | Actions():
            return ""
        case _:
            assert_never(block)


def plain_line(line: Line) -> str:
    """Spell one line out as plain text; times are in UTC."""
    return "".join(map(_plain_inline, line))


def _plain_inline(inline: Inline) -> str:
    match inline:
        case str():
            return inline
        case Strong(text) | Emphasis(text) | Code(text):
            return text
        case Link(text, url):
            return text if url.removeprefix("mailto:") == text else f"{text} ({url})"
        case Person(name):
            return name
        case Moment(at):
            return f"{at:%a %d %b %H:%M %Z}"
        case _:
            assert_never(inline)

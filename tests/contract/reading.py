"""What an answer asks a renderer to show: its words, its controls, and the calls they make."""

import unicodedata
from collections.abc import Iterable, Iterator

from bot.chat.calls import Call
from bot.chat.views import (
    Actions,
    Block,
    Button,
    Card,
    Choice,
    Code,
    Control,
    Emphasis,
    Fields,
    Heading,
    Image,
    Inline,
    Note,
    Select,
    Strong,
    Text,
)


def inlines(blocks: Iterable[Block]) -> list[Inline]:
    return [inline for block in blocks for line in _lines(block) for inline in line]


def _lines(block: Block) -> Iterator[tuple[Inline, ...]]:
    match block:
        case Text(line) | Note(line):
            yield line
        case Fields(pairs):
            yield from (line for _, line in pairs)
        case Card(_, subtitle, lines):
            yield from (subtitle, *lines)
        case _:
            return


def literals(blocks: Iterable[Block]) -> Iterator[str]:
    """Every text that has to be read as it was typed; what becomes of people, times and links differs."""
    for block in blocks:
        match block:
            case Heading(text) | Card(text):
                yield text
            case Image(alt=alt):
                yield alt
            case Fields(pairs):
                yield from (name for name, _ in pairs)
            case _:
                pass
        for inline in inlines([block]):
            if isinstance(inline, str):
                yield inline
            elif isinstance(inline, Strong | Emphasis | Code):
                yield inline.text
        for control in controls_in(block):
            choices = _choices(control)
            if isinstance(control, Button) or choices:
                yield control.label
            yield from (choice.label for choice in choices)


def missing(blocks: Iterable[Block], pieces: Iterable[tuple[str, str]]) -> list[str]:
    """List the texts that are not to be read anywhere."""
    shown = squeezed("".join(text for _, text in pieces))
    return [text for text in literals(blocks) if squeezed(text) not in shown]


def squeezed(text: str) -> str:
    """Leave out what cannot be seen, and what no platform can carry."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return "".join(letter for letter in whole if unicodedata.category(letter)[0] not in "ZC")


def controls_in(block: Block) -> tuple[Control, ...]:
    match block:
        case Actions(controls) | Card(controls=controls):
            return controls
        case Text(button=Button() as button):
            return (button,)
        case _:
            return ()


def _choices(control: Control) -> list[Choice]:
    """List what can be told apart: twins count once."""
    choices = control.choices if isinstance(control, Select) else ()
    return list({choice.value: choice for choice in reversed(choices)}.values())[::-1]


def makes(blocks: Iterable[Block]) -> list[Call]:
    """List what pressing each button and choosing each choice asks for; twins among choices count once."""
    made: list[Call] = []
    for control in (control for block in blocks for control in controls_in(block)):
        if isinstance(control, Select):
            made += [
                control.call.with_args({control.fills: value})
                for value in dict.fromkeys(c.value for c in control.choices)
            ]
        else:
            made.append(control.call)
    return made

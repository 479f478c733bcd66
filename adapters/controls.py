"""Which controls a platform can carry; what cannot be carried is left out before anything is drawn."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import assert_never

from adapters.text import blank, clean
from bot.chat.views import (
    Actions,
    Block,
    Button,
    Card,
    Choice,
    Control,
    Divider,
    Fields,
    Heading,
    Image,
    Note,
    Select,
    Text,
)


@dataclass(frozen=True, slots=True)
class ControlLimits:
    """What the controls of one platform can carry.

    `button` and `select` are the most characters of a button's call, and of a select's call with `#` and the argument
    it fills in; `choices` how many a select can have, and `value` how long the value of each may be.
    """

    button: int
    select: int
    choices: int
    value: int
    empty_values: bool = True

    def carriable(self, blocks: Iterable[Block]) -> tuple[list[Block], bool]:
        """Return blocks with those controls alone that can be carried, and whether that is all of them."""
        tally = _Tally(self)
        return [tally.block(block) for block in blocks], not tally.lost


class _Tally:
    def __init__(self, limits: ControlLimits) -> None:
        self._limits = limits
        self.lost = False

    def block(self, block: Block) -> Block:
        match block:
            case Text(button=Button() as button):
                return block if self._controls((button,)) else replace(block, button=None)
            case Card(controls=controls) | Actions(controls):
                kept = self._controls(controls)
                return block if kept == controls else replace(block, controls=kept)
            case Heading() | Text() | Fields() | Note() | Divider() | Image():
                return block
            case _:
                assert_never(block)

    def _controls(self, controls: Iterable[Control]) -> tuple[Control, ...]:
        return tuple(kept for control in controls if (kept := self._control(control)))

    def _control(self, control: Control) -> Control | None:
        match control:
            case Button(call=call):
                fits = _carries(str(call), self._limits.button)
                self.lost |= not fits
                return control if fits else None
            case Select(choices=choices):
                kept = self._choices(choices)
                fits = bool(kept) and _carries(f"{control.call}#{control.fills}", self._limits.select)
                self.lost |= bool(choices) and not fits
                return None if not fits else control if kept == choices else replace(control, choices=kept)
            case _:
                assert_never(control)

    def _choices(self, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
        """Keep those that can be told apart: of two with the same value, either is the first."""
        kept: dict[str, Choice] = {}
        for choice in choices:
            if _carries(choice.value, self._limits.value) and (self._limits.empty_values or not blank(choice.value)):
                kept.setdefault(choice.value, choice)
            else:
                self.lost = True
        self.lost |= len(kept) > self._limits.choices
        return tuple(kept.values())[: self._limits.choices]


def _carries(text: str, limit: int) -> bool:
    """Whether an id or a value arrives as it was sent; a part of it, or a mended one, would be another."""
    return len(text) <= limit and clean(text) == text

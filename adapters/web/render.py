"""Blocks → the JSON view tree that static/blocks.js draws."""

from collections.abc import Iterable
from typing import assert_never

from adapters.limits import clip
from adapters.web.markup import Json, line_json
from bot.chat.views import Actions, Block, Button, Card, Control, Divider, Fields, Heading, Note, Select, Text, plain

# The page itself has no limits; these keep one answer from filling it.
MOST_BLOCKS = 100
MOST_PAIRS = 25
MOST_LINES = 25
MOST_CONTROLS = 25
MOST_CHOICES = 100
HEADING = 300
TEXT = 12_000
LABEL = 120

NOTHING = "There is nothing to show."


def render(blocks: Iterable[Block]) -> list[Json]:
    """Describe an answer; one that has nothing to say says so."""
    tree = [node for block in blocks if (node := _block(block))]
    return tree[:MOST_BLOCKS] or [{"type": "text", "line": line_json((NOTHING,), TEXT)}]


def summary(blocks: Iterable[Block]) -> str:
    """Spell an answer out for those who hear it announced."""
    return clip(plain(blocks), TEXT) or NOTHING


def _block(block: Block) -> Json | None:  # noqa: PLR0911 - one for each type
    match block:
        case Heading(text):
            return {"type": "heading", "text": clip(text, HEADING)} if text.strip() else None
        case Text(line, button):
            return _unless_empty({"type": "text", "line": line_json(line, TEXT)}, "line", _controls((button,)))
        case Fields(pairs):
            shown = [{"name": clip(name, LABEL), "line": line_json(line, TEXT)} for name, line in pairs[:MOST_PAIRS]]
            return {"type": "fields", "pairs": shown} if shown else None
        case Card():
            return _card(block)
        case Note(line):
            return _unless_empty({"type": "note", "line": line_json(line, TEXT)}, "line")
        case Divider():
            return {"type": "divider"}
        case Actions(controls):
            return {"type": "actions", "controls": _controls(controls)} if controls else None
        case _:
            assert_never(block)


def _card(card: Card) -> Json:
    lines = [drawn for line in card.lines[:MOST_LINES] if (drawn := line_json(line, TEXT))]
    return {
        "type": "card",
        "title": clip(card.title, HEADING),
        "subtitle": line_json(card.subtitle, TEXT),
        "lines": lines,
        "controls": _controls(card.controls),
    }


def _controls(controls: Iterable[Control | None]) -> list[Json]:
    return [_control(control) for control in controls if control][:MOST_CONTROLS]


def _control(control: Control) -> Json:
    match control:
        case Button(label, call, tone):
            return {"type": "button", "label": _label(label), "call": str(call), "tone": tone.value}
        case Select(label, call, fills, choices):
            shown = [{"label": _label(c.label), "value": c.value} for c in choices[:MOST_CHOICES]]
            return {"type": "select", "label": _label(label), "call": str(call), "fills": fills, "choices": shown}
        case _:
            assert_never(control)


def _label(text: str) -> str:
    """A control without a name could not be found by ear."""
    return clip(text, LABEL).strip() or "…"


def _unless_empty(node: Json, key: str, controls: list[Json] | None = None) -> Json | None:
    if controls:
        node["controls"] = controls
    return node if node[key] or controls else None

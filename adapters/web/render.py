"""Blocks → the JSON view tree that static/blocks.js draws."""

import hashlib
import struct
from collections.abc import Iterable, Sequence
from typing import assert_never

from adapters.controls import ControlLimits
from adapters.limits import ABSENT, MORE, NOTHING, clip, clip_line, clip_lines, share, size
from adapters.text import blank, clean, one_line
from adapters.web.markup import Json, line_json
from bot.chat.views import (
    Actions,
    Block,
    Button,
    Card,
    Control,
    Divider,
    Fields,
    Heading,
    Image,
    Line,
    Note,
    Select,
    Text,
    plain,
)

# The page itself has no limits; these keep one answer from filling it.
MOST_BLOCKS = 100
HEADING = 300
LABEL = 120
TEXT = 12_000

# How a PNG begins, and how far one has to be read to know its size (https://www.w3.org/TR/png/#11IHDR).
_PNG, _SIZED = b"\x89PNG\r\n\x1a\n", 24

_CONTROLS = ControlLimits(button=2000, select=2000, choices=100, value=2000)


def render(blocks: Iterable[Block], picture_key: bytes = b"") -> list[Json]:
    """Describe an answer; one that has nothing to say, or more than is shown, says so.

    Pictures are served under names that only those can know who have the `picture_key`; see `pictures`.
    """
    kept, whole = _CONTROLS.carriable(blocks)
    rooms = share([size(block) for block in kept], TEXT)
    tree = [node for block, room in zip(kept, rooms, strict=True) if (node := _block(block, room, picture_key))]
    if not whole or len(tree) > MOST_BLOCKS:
        return [*tree[: MOST_BLOCKS - 1], {"type": "note", "line": line_json((MORE,))}]
    if all(node["type"] == "divider" for node in tree):
        return [{"type": "text", "line": line_json((NOTHING,))}]
    return tree


def summary(blocks: Iterable[Block]) -> str:
    """Spell an answer out for those who hear it announced."""
    return clip(clean(plain(blocks)).strip(), TEXT) or NOTHING


def pictures(blocks: Iterable[Block], picture_key: bytes) -> dict[str, bytes]:
    """Give the pictures of an answer by the names that its description has for them."""
    return {_picture_name(block.png, picture_key): block.png for block in blocks if isinstance(block, Image)}


def _block(block: Block, room: int, picture_key: bytes) -> Json | None:  # noqa: PLR0911 - one for each type
    match block:
        case Heading(text):
            return None if blank(text) else {"type": "heading", "text": one_line(text, HEADING)}
        case Text(line, button):
            return _beside(line_json(clip_line(line, room)), button)
        case Fields(pairs):
            return _fields(pairs, room)
        case Card():
            return _card(block, room)
        case Note(line):
            shown = line_json(clip_line(line, room))
            return {"type": "note", "line": shown} if shown else None
        case Image(png, alt):
            return _picture(png, clip(clean(alt).strip(), room), picture_key)
        case Divider():
            return {"type": "divider"}
        case Actions(controls):
            return {"type": "actions", "controls": _controls(controls)} if controls else None
        case _:
            assert_never(block)


def _picture(png: bytes, alt: str, picture_key: bytes) -> Json | None:
    """Describe a picture; `width` and `height` keep its room while it is fetched, 0 when they cannot be told."""
    if blank(alt):
        return None
    header = png[:8] == _PNG and len(png) >= _SIZED
    width, height = struct.unpack(">II", png[16:_SIZED]) if header else (0, 0)
    name = _picture_name(png, picture_key)
    return {"type": "image", "src": f"/pictures/{name}", "alt": alt, "width": width, "height": height}


def _picture_name(png: bytes, picture_key: bytes) -> str:
    return hashlib.blake2b(png, key=picture_key, digest_size=20).hexdigest()


def _beside(line: list[Json], button: Button | None) -> Json | None:
    if button is None:
        return {"type": "text", "line": line} if line else None
    return {"type": "text", "line": line, "controls": _controls((button,))}


def _fields(pairs: Sequence[tuple[str, Line]], room: int) -> Json | None:
    lines = [line_json(line) or line_json((ABSENT,)) for line in clip_lines([line for _, line in pairs], room)]
    shown = [{"name": one_line(name, LABEL), "line": line} for (name, _), line in zip(pairs, lines, strict=True)]
    return {"type": "fields", "pairs": shown} if shown else None


def _card(card: Card, room: int) -> Json | None:
    subtitle, *lines = map(line_json, clip_lines((card.subtitle, *card.lines), room))
    node: Json = {
        "type": "card",
        "title": "" if blank(card.title) else one_line(card.title, HEADING),
        "subtitle": subtitle,
        "lines": [line for line in lines if line],
        "controls": _controls(card.controls),
    }
    return node if any(part for name, part in node.items() if name != "type") else None


def _controls(controls: Iterable[Control]) -> list[Json]:
    return [_control(control) for control in controls]


def _control(control: Control) -> Json:
    match control:
        case Button(label, call, tone):
            return {"type": "button", "label": one_line(label, LABEL), "call": str(call), "tone": tone.value}
        case Select(label, call, fills, choices):
            shown = [{"label": one_line(c.label, LABEL), "value": c.value} for c in choices]
            return {
                "type": "select",
                "label": one_line(label, LABEL),
                "call": str(call),
                "fills": fills,
                "choices": shown,
            }
        case _:
            assert_never(control)

"""Blocks as Block Kit, within Slack's limits whatever they hold."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TypeVar, assert_never

from adapters.controls import ControlLimits
from adapters.limits import ABSENT, MORE, NOTHING, clip, clip_line, clip_lines, share, size
from adapters.slack import markup
from adapters.slack.inbound import select_id, sent_value
from adapters.slack.markup import Json, label
from adapters.text import NAMELESS, blank, clean
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
    Inline,
    Line,
    Note,
    Reply,
    Select,
    Strong,
    Text,
    Tone,
    plain,
)

# docs.slack.dev/reference/block-kit/blocks, /block-elements and /composition-objects
BLOCKS_IN_MESSAGE = 50
BLOCKS_IN_VIEW = 100
HEADING = 150
SECTION = 3000
FIELDS = 10
FIELD = 2000
CONTROLS = 25
LABEL = 75
PLACEHOLDER = 150
OPTIONS = 100
ALT = 2000
OPTION_LABEL = 75
OPTION_VALUE = 150
ACTION_ID = 255
BUTTON_VALUE = 2000
MODAL_TITLE = 24
# A message's own text is cut at 40,000 (docs.slack.dev/reference/methods/chat.postMessage); as a notification
# nobody reads more than this.
FALLBACK = 3000
# Slack refuses messages whose blocks hold too much text (msg_blocks_too_long) without saying how much; its own
# markdown blocks may hold 12,000 characters together.
TEXT_IN_ALL = 12_000

# Ids and values say a little more than the call or the choice itself: see inbound.py.
_CONTROLS = ControlLimits(button=BUTTON_VALUE, select=ACTION_ID - 5, choices=OPTIONS, value=OPTION_VALUE - 1)

# The files that pictures were uploaded as, by their bytes; the others are told in words.
Pictures = Mapping[bytes, str]
NO_PICTURES: Pictures = MappingProxyType({})

_T = TypeVar("_T")


def message(reply: Reply, pictures: Pictures = NO_PICTURES) -> Json:
    """Draw a reply as a message; `text` is what notifications and screen readers get."""
    fallback = clip(clean(plain(reply.blocks)).strip(), FALLBACK)
    return {
        "text": markup.escape(fallback) or NOTHING,
        "blocks": _render(reply.blocks, BLOCKS_IN_MESSAGE, pictures),
        "unfurl_links": False,
        "unfurl_media": False,
    }


def modal(reply: Reply, pictures: Pictures = NO_PICTURES) -> Json:
    """Draw a reply as a modal that shows it."""
    return {
        "type": "modal",
        "title": label("Answer", MODAL_TITLE),
        "close": label("Close", MODAL_TITLE),
        "blocks": _render(reply.blocks, BLOCKS_IN_VIEW, pictures),
    }


def home(reply: Reply, pictures: Pictures = NO_PICTURES) -> Json:
    """Draw a reply as somebody's App Home."""
    return {"type": "home", "blocks": _render(reply.blocks, BLOCKS_IN_VIEW, pictures)}


def plainly(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Say the same without markup, mentions and pictures, some of which Slack did not take; buttons in rows stay."""
    return (Text((plain(blocks),)), *(block for block in blocks if isinstance(block, Actions)))


def paragraphs(lines: Iterable[Line]) -> list[Json]:
    """Draw lines one below the other, for the top of a form."""
    return [block for line in lines for block in _text(clip_line(line, SECTION), None)]


def option(choice: Choice) -> Json | None:
    """Draw a choice of a menu; None when Slack cannot carry its value."""
    value = sent_value(choice.value)
    return {"text": label(choice.label, OPTION_LABEL), "value": value} if len(value) <= OPTION_VALUE else None


def _render(blocks: Sequence[Block], most: int, pictures: Pictures) -> list[Json]:
    kept, whole = _CONTROLS.carriable(blocks)
    drawn = _draw(kept, pictures)
    if not whole or len(drawn) > most:
        return [*drawn[: most - 1], *_note((MORE,))]
    if all(block["type"] == "divider" for block in drawn):
        return _rich((NOTHING,))
    return drawn


def _draw(blocks: Sequence[Block], pictures: Pictures) -> list[Json]:
    rooms = share([min(size(block), SECTION) for block in blocks], TEXT_IN_ALL)
    drawn: list[Json] = []
    after_card = False
    for block, room in zip(blocks, rooms, strict=True):
        more = _block(block, room, pictures)
        card = isinstance(block, Card)
        if more and drawn and (card or after_card) and "divider" not in (drawn[-1]["type"], more[0]["type"]):
            drawn.append({"type": "divider"})
        drawn += more
        after_card = card if more else after_card
    return drawn


def _block(block: Block, room: int, pictures: Pictures) -> list[Json]:  # noqa: PLR0911 - one for each kind
    match block:
        case Heading(text):
            return [] if blank(text) else [{"type": "header", "text": label(text, HEADING)}]
        case Text(line, button):
            return _text(clip_line(line, room), button)
        case Fields(pairs):
            return _fields(pairs, room)
        case Card(title, subtitle, lines, controls):
            return [*_card(title, subtitle, lines, room), *_actions(controls)]
        case Note(line):
            return _note(clip_line(line, room))
        case Image(png, alt):
            return _picture(pictures[png], alt) if png in pictures else _note(clip_line((alt,), room))
        case Divider():
            return [{"type": "divider"}]
        case Actions(controls):
            return _actions(controls)
        case _:
            assert_never(block)


def _text(line: Line, button: Button | None) -> list[Json]:
    if button is None:
        return _rich(line)
    text = markup.text_object(line, SECTION)
    if text is None:
        return [*_rich(line), *_actions((button,))]
    return [{"type": "section", "text": text, "accessory": _button(button, 0)}]


def _note(line: Line) -> list[Json]:
    text = markup.text_object(line, SECTION)
    return [{"type": "context", "elements": [text]}] if text else _rich(line)


def _picture(file_id: str, alt: str) -> list[Json]:
    said = clip(clean(alt).strip(), ALT)
    return [{"type": "image", "slack_file": {"id": file_id}, "alt_text": NAMELESS if blank(said) else said}]


def _fields(pairs: Sequence[tuple[str, Line]], room: int) -> list[Json]:
    """Draw names above values, in columns where Slack can show them literally there."""
    lines = [(Strong(name), "\n", *(line if markup.visible(line) else (ABSENT,))) for name, line in pairs]
    drawn: list[Json] = []
    for some in _batches(clip_lines(lines, room + 2 * len(lines)), FIELDS):
        texts = [markup.text_object(line, FIELD) for line in some]
        drawn += [{"type": "section", "fields": texts}] if all(texts) else _rich(_joined(some))
    return drawn


def _card(title: str, subtitle: Line, lines: Sequence[Line], room: int) -> list[Json]:
    return _rich(_joined(clip_lines([(Strong(clip(title, HEADING)),), subtitle, *lines], room)))


def _rich(line: Line) -> list[Json]:
    drawn = markup.rich_text(line)
    return [drawn] if drawn else []


def _joined(lines: Iterable[Line]) -> Line:
    """Put lines under one another, leaving out those with nothing in them."""
    joined: list[Inline] = []
    for line in lines:
        if markup.visible(line):
            joined += ["\n", *line] if joined else line
    return tuple(joined)


# Controls ------------------------------------------------------------------


def _actions(controls: Sequence[Control]) -> list[Json]:
    elements = [_control(control, position) for position, control in enumerate(controls)]
    return [{"type": "actions", "elements": some} for some in _batches(elements, CONTROLS)]


def _control(control: Control, position: int) -> Json:
    match control:
        case Button():
            return _button(control, position)
        case Select():
            return _select(control, position)
        case _:
            assert_never(control)


def _button(button: Button, position: int) -> Json:
    drawn: Json = {
        "type": "button",
        "action_id": f"{position}:call",
        "text": label(button.label, LABEL),
        "value": str(button.call),
    }
    return drawn if button.tone is Tone.PLAIN else {**drawn, "style": button.tone.value}


def _select(select: Select, position: int) -> Json:
    return {
        "type": "static_select",
        "action_id": select_id(position, select.call, select.fills),
        "placeholder": label(select.label, PLACEHOLDER),
        "options": [drawn for choice in select.choices if (drawn := option(choice))],
    }


def _batches(things: Sequence[_T], size: int) -> list[Sequence[_T]]:
    return [things[start : start + size] for start in range(0, len(things), size)]

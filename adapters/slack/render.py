"""Blocks as Block Kit, within Slack's limits whatever they hold."""

from collections.abc import Iterable, Sequence
from typing import TypeVar, assert_never

from adapters.limits import clip, share
from adapters.slack import markup
from adapters.slack.inbound import EMPTY, select_id
from adapters.slack.markup import Json, label
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
    Inline,
    Line,
    Note,
    Reply,
    Select,
    Strong,
    Text,
    Tone,
    plain,
    plain_line,
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
OPTION_LABEL = 75
OPTION_VALUE = 150
MODAL_TITLE = 24
# A message's own text is cut at 40,000 (docs.slack.dev/reference/methods/chat.postMessage); as a notification
# nobody reads more than this.
FALLBACK = 3000
# Slack refuses messages whose blocks hold too much text (msg_blocks_too_long) without saying how much; its own
# markdown blocks may hold 12,000 characters together.
TEXT_IN_ALL = 12_000

_NOTHING = Text(("There is nothing to show here.",))
_MORE = Note(("There is more than fits here.",))

_T = TypeVar("_T")


def message(reply: Reply) -> Json:
    """Draw a reply as a message; `text` is what notifications and screen readers get."""
    fallback = markup.escape(clip(plain(reply.blocks).strip(), FALLBACK))
    return {
        "text": fallback or plain((_NOTHING,)),
        "blocks": _render(reply.blocks, BLOCKS_IN_MESSAGE),
        "unfurl_links": False,
        "unfurl_media": False,
    }


def modal(reply: Reply, title: str = "Answer") -> Json:
    """Draw a reply as a modal that shows it."""
    return {
        "type": "modal",
        "title": label(title, MODAL_TITLE),
        "close": label("Close", MODAL_TITLE),
        "blocks": _render(reply.blocks, BLOCKS_IN_VIEW),
    }


def home(reply: Reply) -> Json:
    """Draw a reply as somebody's App Home."""
    return {"type": "home", "blocks": _render(reply.blocks, BLOCKS_IN_VIEW)}


def option(choice: Choice) -> Json | None:
    """Draw a choice of a menu; None when Slack cannot carry its value."""
    if len(choice.value) > OPTION_VALUE:
        return None
    return {"text": label(choice.label, OPTION_LABEL), "value": choice.value or EMPTY}


def _render(blocks: Sequence[Block], most: int) -> list[Json]:
    rooms = share([min(len(plain((block,))), SECTION) for block in blocks], TEXT_IN_ALL)
    drawn: list[Json] = []
    after_card = False
    for block, room in zip(blocks, rooms, strict=True):
        more = _block(block, room)
        card = isinstance(block, Card)
        if more and drawn and (card or after_card) and "divider" not in (drawn[-1]["type"], more[0]["type"]):
            drawn.append({"type": "divider"})
        drawn += more
        after_card = card if more else after_card
    if len(drawn) > most:
        drawn = [*drawn[: most - 1], *_block(_MORE, FIELD)]
    return drawn or _block(_NOTHING, FIELD)


def _block(block: Block, room: int) -> list[Json]:  # noqa: PLR0911 - one for each kind
    match block:
        case Heading(text):
            return [{"type": "header", "text": label(text, HEADING)}] if text.strip() else []
        case Text(line, button):
            return _text(markup.clip_line(line, room), button)
        case Fields(pairs):
            return [drawn for some in _batches(pairs, FIELDS) for drawn in _fields(some, room)]
        case Card(title, subtitle, lines, controls):
            return [*_card(title, subtitle, lines, room), *_actions(controls)]
        case Note(line):
            return _note(markup.clip_line(line, room))
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


def _fields(pairs: Sequence[tuple[str, Line]], room: int) -> list[Json]:
    lines = [(Strong(name), "\n", *_visible(line)) for name, line in pairs]
    limits = share([len(plain_line(line)) for line in lines], room)
    cut = [markup.clip_line(line, limit) for line, limit in zip(lines, limits, strict=True)]
    texts = [markup.text_object(line, FIELD) for line in cut]
    if texts and all(texts):
        return [{"type": "section", "fields": texts}]
    return _rich(_joined(cut))


def _card(title: str, subtitle: Line, lines: Sequence[Line], room: int) -> list[Json]:
    parts: list[Line] = [(Strong(clip(title, HEADING)),), subtitle, *lines]
    limits = share([len(plain_line(part)) for part in parts], room)
    return _rich(_joined([markup.clip_line(part, limit) for part, limit in zip(parts, limits, strict=True)]))


def _rich(line: Line) -> list[Json]:
    drawn = markup.rich_text(line)
    return [drawn] if drawn else []


def _joined(lines: Iterable[Line]) -> Line:
    """Put lines under one another, leaving out those with nothing in them."""
    joined: list[Inline] = []
    for line in lines:
        if plain_line(line).strip():
            joined += ["\n", *line] if joined else line
    return tuple(joined)


def _visible(line: Line) -> Line:
    return line if plain_line(line).strip() else ("–",)


# Controls ------------------------------------------------------------------


def _actions(controls: Sequence[Control]) -> list[Json]:
    elements = [drawn for position, control in enumerate(controls) if (drawn := _control(control, position))]
    return [{"type": "actions", "elements": some} for some in _batches(elements, CONTROLS)]


def _control(control: Control, position: int) -> Json | None:
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


def _select(select: Select, position: int) -> Json | None:
    options = [drawn for choice in select.choices if (drawn := option(choice))]
    if not options:
        return None
    return {
        "type": "static_select",
        "action_id": select_id(position, select.call, select.fills),
        "placeholder": label(select.label, PLACEHOLDER),
        "options": options[:OPTIONS],
    }


def _batches(things: Sequence[_T], size: int) -> list[Sequence[_T]]:
    return [things[start : start + size] for start in range(0, len(things), size)]

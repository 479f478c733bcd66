"""Blocks as Discord components, version 2, within what one message holds.

Limits are those of https://docs.discord.com/developers/components/reference and of the message resource there.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, assert_never

from adapters.controls import ControlLimits
from adapters.discord import marks, pictures
from adapters.discord.markup import Span, fenced, fit, literal, spans, visible
from adapters.limits import ABSENT, MORE, NOTHING, share
from adapters.text import one_line
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
    Reply,
    Select,
    Text,
    Tone,
)

Json = dict[str, Any]

EPHEMERAL = 1 << 6
COMPONENTS_V2 = 1 << 15

MOST_COMPONENTS = 40  # nested ones included
TEXT_LENGTH = 4000  # everything the message shows, labels included
ROW_LENGTH = 5
MOST_OPTIONS = 25
LABEL_LENGTH = 80
PLACEHOLDER_LENGTH = 150
OPTION_LENGTH = 100
CUSTOM_ID_LENGTH = 100
# Four characters tell twins apart, see `_identified`.
_CONTROLS = ControlLimits(
    CUSTOM_ID_LENGTH - 4, CUSTOM_ID_LENGTH - 4, MOST_OPTIONS, value=OPTION_LENGTH, empty_values=False
)

ROW, BUTTON, SELECT, SECTION, TEXT, SEPARATOR, CONTAINER = 1, 2, 3, 9, 10, 14, 17
_STYLES = {Tone.PLAIN: 2, Tone.PRIMARY: 1, Tone.DANGER: 4}
_NOTICE = [Span(MORE, "-# ")]
_EMPTY = [Span(NOTHING)]
_SMALL = Span("-# ", divisible=False)

# On every body: a name in an answer is never a ping.
NO_MENTIONS: Json = {"parse": []}


def message(reply: Reply) -> Json:
    """Render a reply as the body of a new private message."""
    return {**_new(render(reply.blocks)), "flags": EPHEMERAL | COMPONENTS_V2}


def post(blocks: Iterable[Block], key: str) -> Json:
    """Render blocks as the body of a message for everybody in its place, known again by `key`.

    Within a few minutes, Discord itself makes no second message of the same nonce.
    """
    return {**_new(marks.put(render(blocks), marks.marks(key))), "nonce": key, "enforce_nonce": True}


def change(blocks: Iterable[Block], marked: Sequence[int] = ()) -> Json:
    """Render blocks as the body that takes the place of an earlier message, the pictures of which go with it.

    The message stays as private as it was. `marked` are its marks, by which it is still known again; see marks.py.
    """
    body = _new(marks.put(render(blocks), marked))
    return {**body, "attachments": body.get("attachments", [])}


def _new(components: list[Json]) -> Json:
    body = {"flags": COMPONENTS_V2, "components": components, "allowed_mentions": NO_MENTIONS}
    attachments = pictures.attachments(components)
    return {**body, "attachments": attachments} if attachments else body


def render(blocks: Iterable[Block]) -> list[Json]:
    """Render any blocks as the components of one message; what does not fit is cut, and the message says so."""
    kept, whole = _CONTROLS.carriable(blocks)
    page = _Page()
    drawn = [component for block in kept for component in page.block(block)]
    if sum(map(_size, drawn)) > MOST_COMPONENTS:
        drawn = _joined(drawn)
    if not whole or sum(map(_size, drawn)) > MOST_COMPONENTS:
        drawn, _ = _trim(drawn, MOST_COMPONENTS - 1)
        drawn.append(_text(_NOTICE))
    if all(component["type"] == SEPARATOR for component in drawn):
        drawn.append(_text(_EMPTY))
    _write(drawn)
    return drawn


class _Page:
    """One message while it is drawn, the ids it has given out, and how many pictures it holds."""

    def __init__(self) -> None:
        self._ids: set[str] = set()
        self._pictures = 0

    def block(self, block: Block) -> list[Json]:  # noqa: PLR0911 - one for each type
        match block:
            case Heading(text):
                return _texts([literal(text, "## ")])
            case Text(line, Button() as button):
                return self._beside(spans(line), button)
            case Text(line):
                return _texts(spans(line))
            case Fields(pairs):
                return _texts(_lines([_pair(name, line) for name, line in pairs]))
            case Card(title, subtitle, lines, controls):
                texts = [[literal(title, "### ")], _small(subtitle), *map(spans, lines)]
                inside = [*_texts(_lines(texts)), *self._rows(controls)]
                return [{"type": CONTAINER, "components": inside}] if inside else []
            case Note(line):
                return _texts(_small(line))
            case Image():
                return self._picture(block)
            case Divider():
                return [{"type": SEPARATOR}]
            case Actions(controls):
                return self._rows(controls)
            case _:
                assert_never(block)

    def _picture(self, image: Image) -> list[Json]:
        text = _texts(_small((image.alt,)))
        gallery = pictures.gallery(image) if self._pictures < pictures.MOST_PICTURES else None
        if gallery is None:
            return text
        self._pictures += 1
        return [gallery] if pictures.says_all(image) else [gallery, *text]

    def _beside(self, line: list[Span], button: Button) -> list[Json]:
        texts = _texts(line)
        accessory = self._control(button)
        if texts:
            return [{"type": SECTION, "components": texts, "accessory": accessory}]
        return [{"type": ROW, "components": [accessory]}]

    def _rows(self, controls: Iterable[Control]) -> list[Json]:
        """Put at most five buttons in a row; a select has a row of its own."""
        rows: list[Json] = []
        for component in map(self._control, controls):
            last = rows[-1]["components"] if rows else []
            roomy = 0 < len(last) < ROW_LENGTH and last[0]["type"] == BUTTON
            if roomy and component["type"] == BUTTON:
                last.append(component)
            else:
                rows.append({"type": ROW, "components": [component]})
        return rows

    def _control(self, control: Control) -> Json:
        match control:
            case Button(label, call, tone):
                shown = {"type": BUTTON, "style": _STYLES[tone], "label": one_line(label, LABEL_LENGTH)}
                return self._identified(shown, str(call), "#")
            case Select(label, call, fills, choices):
                options = [{"label": one_line(c.label, OPTION_LENGTH), "value": c.value} for c in choices]
                shown = {"type": SELECT, "placeholder": one_line(label, PLACEHOLDER_LENGTH), "options": options}
                return self._identified(shown, f"{call}#{fills}", "")
            case _:
                assert_never(control)

    def _identified(self, component: Json, custom_id: str, gap: str) -> Json:
        """Give a control an id of its own; inbound.py drops a number after the second `#`."""
        taken, number = custom_id, 0
        while taken in self._ids:
            number += 1
            taken = f"{custom_id}{gap}#{number}"
        self._ids.add(taken)
        return {**component, "custom_id": taken}


def _pair(name: str, line: Line) -> list[Span]:
    value = spans(line)
    return [literal(name, "**", "** "), *(value if visible(value) else [Span(ABSENT)])]


def _small(line: Line) -> list[Span]:
    """Write small print, which Discord marks line by line."""
    drawn = spans(line)
    marked = [Span(_marked(s.body), _marked(s.before), _marked(s.after), s.divisible) for s in drawn]
    return [_SMALL, *marked] if visible(drawn) else []  # the marks themselves are nothing to see


def _marked(text: str) -> str:
    return text.replace("\n", "\n-# ")


def _lines(texts: Iterable[list[Span]]) -> list[Span]:
    """Set texts one below the other, leaving out those without a visible character."""
    seen = [text for text in texts if visible(text)]
    return [span for text in seen for span in (*text, Span("\n"))][:-1]


def _texts(line: list[Span]) -> list[Json]:
    return [_text(line)] if visible(line) else []


def _text(line: list[Span]) -> Json:
    """Hold a text whose share of the message is not known yet; `_write` puts the finished string in."""
    return {"type": TEXT, "content": line}


def _parts(component: Json) -> list[Json]:
    return [*component.get("components", ()), *filter(None, [component.get("accessory")])]


def _size(component: Json) -> int:
    return 1 + sum(map(_size, _parts(component)))


def _joined(components: list[Json]) -> list[Json]:
    """Make one of texts that follow each other: each takes as much room as a button, and buttons are for pressing."""
    joined: list[Json] = []
    for component in components:
        if joined and joined[-1]["type"] == component["type"] == TEXT:
            joined[-1] = _text(_lines([joined[-1]["content"], component["content"]]))
        else:
            joined.append(component)
    return joined


def _trim(components: list[Json], room: int) -> tuple[list[Json], int]:
    """Keep as much from the start as `room` components allow, cutting into a card or a row if need be."""
    kept: list[Json] = []
    for component in components:
        size = _size(component)
        if size <= room:
            kept.append(component)
            room -= size
            continue
        if component["type"] in {ROW, CONTAINER} and room > 1:
            inside, room = _trim(component["components"], room - 1)
            kept += [{**component, "components": inside}] if inside else []
        break
    return kept, room


def _walk(components: Iterable[Json]) -> Iterator[Json]:
    for component in components:
        yield component
        yield from _walk(_parts(component))


def _write(components: list[Json]) -> None:
    """Give every text its fair share of what the message may show."""
    everything = list(_walk(components))
    texts = [component for component in everything if component["type"] == TEXT]
    labels = sum(len(c.get("label", "")) + len(c.get("placeholder", "")) for c in everything)
    wholes = ["".join(map(str, text["content"])) for text in texts]
    limits = share([len(whole) for whole in wholes], TEXT_LENGTH - labels)
    for text, whole, limit in zip(texts, wholes, limits, strict=True):
        text["content"] = whole if len(whole) <= limit else _shorter(text["content"], limit)


def _shorter(line: list[Span], limit: int) -> str:
    # Small print is marked line by line, which has no place in a box.
    return fit(line if _SMALL in line else fenced(line), limit)

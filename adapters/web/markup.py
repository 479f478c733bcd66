"""Inline text → JSON; nothing is escaped here, because the page writes text nodes and never HTML."""

from typing import assert_never

from adapters.text import blank, calm, clean, linkable
from bot.chat.views import Code, Emphasis, Inline, Line, Link, Moment, Person, Strong

Json = dict[str, object]


def line_json(line: Line) -> list[Json]:
    """Describe a line; empty parts are left out, and so is everything when there is nothing to see."""
    parts = [part for inline in line if (part := _inline(inline))["text"]]
    return [] if all(blank(str(part["text"])) for part in parts) else parts


def _inline(inline: Inline) -> Json:  # noqa: PLR0911 - one for each type
    match inline:
        case str():
            return {"type": "plain", "text": calm(clean(inline))}
        case Strong(text):
            return {"type": "strong", "text": clean(text)}
        case Emphasis(text):
            return {"type": "emphasis", "text": clean(text)}
        case Code(text):
            return {"type": "code", "text": clean(text)}
        case Link(text, url):
            shown = clean(url if blank(text) else text)
            return {"type": "link", "text": shown, "url": url} if linkable(url) else {"type": "plain", "text": shown}
        case Person(name):
            return {"type": "person", "text": clean(name)}
        case Moment(at):
            return {"type": "time", "text": f"{at:%a} {at.day} {at:%b %Y, %H:%M %Z}", "at": at.isoformat()}
        case _:
            assert_never(inline)

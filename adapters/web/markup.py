"""Inline text → JSON; nothing is escaped here, because the page writes text nodes and never HTML."""

from typing import assert_never
from urllib.parse import urlsplit

from adapters.limits import clip
from bot.chat.views import Code, Emphasis, Inline, Line, Link, Moment, Person, Strong

Json = dict[str, object]

SAFE_SCHEMES = frozenset({"http", "https", "mailto"})
# Browsers drop these from an address before they read its scheme (WHATWG URL standard, "basic URL parser").
_DROPPED = dict.fromkeys(map(ord, "\t\r\n"))


def inline_json(inline: Inline, limit: int) -> Json:  # noqa: PLR0911 - one for each type
    """Describe one inline part, at most `limit` characters long."""
    match inline:
        case str():
            return {"type": "plain", "text": clip(inline, limit)}
        case Strong(text):
            return {"type": "strong", "text": clip(text, limit)}
        case Emphasis(text):
            return {"type": "emphasis", "text": clip(text, limit)}
        case Code(text):
            return {"type": "code", "text": clip(text, limit)}
        case Link(text, url):
            return _link(clip(text or url, limit), url)
        case Person(name):
            return {"type": "person", "text": clip(name, limit)}
        case Moment(at):
            return {"type": "time", "text": f"{at:%a %d %b %Y %H:%M %Z}", "at": at.isoformat()}
        case _:
            assert_never(inline)


def line_json(line: Line, limit: int) -> list[Json]:
    """Describe a line, at most `limit` characters of text long; empty parts are left out."""
    parts: list[Json] = []
    left = limit
    for inline in line:
        if left <= 0:
            break
        part = inline_json(inline, left)
        text = str(part["text"])
        left -= len(text)
        if text:
            parts.append(part)
    return parts


def _link(text: str, url: str) -> Json:
    return {"type": "link", "text": text, "url": url} if is_safe(url) else {"type": "plain", "text": text}


def is_safe(url: str) -> bool:
    """Whether following `url` can only open a page or a letter, never run anything."""
    try:
        scheme = urlsplit(url.translate(_DROPPED).strip()).scheme
    except ValueError:
        return False
    return scheme in SAFE_SCHEMES

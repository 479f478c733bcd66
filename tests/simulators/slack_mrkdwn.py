"""How Slack's client shows a text: small, and quicker to see a mark than the original where that is unsure."""

import re
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]
Piece = tuple[str, str]

# docs.slack.dev/messaging/formatting-message-text
_INLINE = re.compile(
    r"""
      <(?P<special>[^<>]*)>
    | ```(?P<fenced>.+?)```
    | `(?P<code>[^`]+)`
    | \*(?P<strong>[^*]+)\*
    | _(?P<emphasis>[^_]+)_
    | ~(?P<struck>[^~]+)~
    | (?P<emoji>:[^\s:]+:)
    | ^\s*(?P<quote>&gt;|>)
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
_NESTED = {"strong", "emphasis", "struck"}
_STYLES = {"bold": "strong", "italic": "emphasis", "code": "code", "strike": "struck"}


def text_pieces(text: Json) -> list[Piece]:
    """Take a text object apart into what it shows and how: `("text", …)`, `("strong", …)`, `("person", …)`."""
    return [("text", text["text"])] if text["type"] == "plain_text" else list(_inline(text["text"]))


def rich_pieces(block: Json) -> list[Piece]:
    """Take a block of rich text apart, whose plain text is never read as markup."""
    return [_element(element) for section in block["elements"] for element in section["elements"]]


def shown(pieces: list[Piece]) -> str:
    return "".join(text for _, text in pieces)


def _inline(text: str) -> Iterator[Piece]:
    at = 0
    for match in _INLINE.finditer(text):
        yield from _plain(text[at : match.start()])
        at = match.end()
        kind, inside = next((kind, found) for kind, found in match.groupdict().items() if found is not None)
        if kind == "special":
            yield _special(inside)
        elif kind in _NESTED:
            for inner, seen in _inline(inside):
                yield kind if inner == "text" else inner, seen
        else:
            yield kind, "" if kind == "quote" else _unescaped(inside)
    yield from _plain(text[at:])


def _plain(text: str) -> Iterator[Piece]:
    if text:
        yield "text", _unescaped(text)


def _special(inside: str) -> Piece:
    address, _, label = inside.partition("|")
    if address.startswith("!date^"):
        return "time", _unescaped(label)
    if address.startswith("@"):
        return "person", address
    if address.startswith(("!", "#")):
        return "mention", ""
    return "link", _unescaped(label or address)


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _element(element: Json) -> Piece:
    match element["type"]:
        case "date":
            return "time", str(element["fallback"])
        case "user":
            return "person", f"@{element['user_id']}"
        case "link":
            return "link", str(element["text"])
        case _:
            styles = [_STYLES[style] for style, on in element.get("style", {}).items() if on]
            return (styles or ["text"])[0], str(element["text"])

"""How Discord's client shows a text: small, and stricter than the original where that is unsure."""

import re
from collections.abc import Iterator, Mapping

_INLINE = re.compile(
    r"""
      ^(?:(?P<heading>\#{1,3}\ )|(?P<small>-\#\ )|(?P<quote>>(?:>>)?\ )|(?P<list>\ *(?:[-*+]|\d+\.)\ ))
    | \\(?P<escaped>[^0-9A-Za-z\s])
    | (?P<fence>`+)(?P<code>.*?[^`])(?P=fence)(?!`)
    | \[(?P<label>(?:\[[^\]]*\]|[^\[\]])+)\]\((?P<masked>https?://[^\s()]+)\)
    | <@!?(?P<person>\d+)>
    | <t:(?P<time>-?\d+)(?::[a-zA-Z])?>
    | <(?P<address>https?://[^>\s]+)>
    | (?P<mention><[@\#]&?\d+>|<a?:\w+:\d+>|</[^>]+:\d+>|<id:\w+>|@everyone|@here)
    | (?P<emoji>:[^\s:]+:)
    | (?P<url>https?://[^\s<]+|discord\.gg/\S+|discord(?:app)?\.com/invite/\S+)
    | \*\*(?P<strong>(?:\\.|[^\\])+?)\*\*(?!\*)
    | __(?P<underline>(?:\\.|[^\\])+?)__
    | ~~(?P<struck>(?:\\.|[^\\])+?)~~
    | \|\|(?P<spoiler>(?:\\.|[^\\])+?)\|\|
    | \*(?P<emphasis>(?=\S)(?:\\.|[^\\*])+?)\*
    | _(?P<slanted>(?:\\.|[^\\_])+?)_
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE | re.MULTILINE,
)
_NESTED = {"label", "strong", "underline", "struck", "spoiler", "emphasis", "slanted"}
_STARTS = {"heading", "small", "quote", "list"}
Piece = tuple[str, str]


def pieces(content: str, names: Mapping[str, str] | None = None) -> list[Piece]:
    """Take a text apart into what it shows and how: `("text", …)`, `("strong", …)`, `("person", …)`."""
    return list(_inline(content, names or {}))


def displayed(content: str, names: Mapping[str, str] | None = None) -> str:
    """Return the text as it is read, without its markup."""
    return "".join(text for _, text in pieces(content, names))


def _inline(line: str, names: Mapping[str, str]) -> Iterator[Piece]:
    at = 0
    for match in _INLINE.finditer(line):
        if match.start() > at:
            yield "text", line[at : match.start()]
        at = match.end()
        yield from _piece(match, names)
    if at < len(line):
        yield "text", line[at:]


def _piece(match: re.Match[str], names: Mapping[str, str]) -> Iterator[Piece]:
    kind, text = next((kind, text) for kind, text in match.groupdict().items() if text is not None and kind != "fence")
    if kind in _STARTS:
        yield kind, ""
    elif kind == "escaped":
        yield "text", text
    elif kind == "person":
        yield kind, names.get(text, f"<@{text}>")
    elif kind in _NESTED:
        for inner, shown in _inline(text, names):
            yield kind if inner == "text" else inner, shown
    else:
        yield kind, text.strip() if kind == "code" and len(match["fence"]) > 1 else text

"""Inline text as Discord's markdown, cut to size without ever cutting through markup."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import assert_never
from urllib.parse import quote

from adapters.limits import ELLIPSIS
from adapters.text import blank, calm, clean, linkable
from bot.chat.views import Code, Emphasis, Inline, Line, Link, Moment, Person, Strong

# What Discord takes in the address of a link button; a longer one in the text would crowd out the answer.
LINK_LENGTH = 512

# Everything that starts markup somewhere: emphasis, quotes, lists, headings, links, mentions, times, emoji ...
# Discord shows a backslash before anything but a letter, a digit or space as that character alone.
_SPECIAL = str.maketrans({character: f"\\{character}" for character in "\\*_~`|>#+-[]()<@:"})
# ... numbered lists, and the names of servers that Discord turns into invitations even without a scheme.
_DOT = re.compile(r"(?<=\d)\.(?=\s|$)|^\.|(?<=discord)\.(?=gg|com)|(?<=discordapp)\.(?=com)", re.IGNORECASE)
_ESCAPED = re.compile(r"\\([^0-9A-Za-z\s])")
_ATOM = re.compile(r"\\.|\n-# |.", re.DOTALL)
_LOOSE_END = re.compile(r"(?:(?:^|\n)(?:-#|#{1,3})?)?\s*$")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of finished markdown: `body` may be cut, `before` and `after` stand or fall with it."""

    body: str
    before: str = ""
    after: str = ""
    divisible: bool = True

    def __str__(self) -> str:
        return f"{self.before}{self.body}{self.after}" if self.body else ""

    def cut(self, room: int) -> str:
        """Return the longest start of it that takes at most `room` characters and is still well-formed."""
        room -= len(self.before) + len(self.after)
        kept = ""
        for atom in _ATOM.findall(self.body) if self.divisible else ():
            if len(kept) + len(atom) > room:
                break
            kept += atom
        return f"{self.before}{kept}{self.after}" if kept.strip() else ""


def fit(spans: Sequence[Span], limit: int) -> str:
    """Join spans into at most `limit` characters, saying with an ellipsis that something is missing."""
    whole = "".join(map(str, spans))
    if len(whole) <= limit:
        return whole
    room = limit - len(ELLIPSIS)
    kept = ""
    for span in spans:
        text = str(span)
        if len(kept) + len(text) > room:
            kept += span.cut(room - len(kept))
            break
        kept += text
    return _LOOSE_END.sub("", kept) + ELLIPSIS


def fenced(spans: Sequence[Span]) -> list[Span]:
    """Say the same with fewer characters: what takes many escapes stands in a box instead, where none are needed."""
    return list(
        _apart(_boxed(span) if not span.before and not span.after and span.divisible else span for span in spans)
    )


def _boxed(span: Span) -> Span:
    # Three of them would end the box.
    text = _ESCAPED.sub(r"\1", span.body).replace("``", "``\N{ZERO WIDTH SPACE}")
    box = Span(text, "```\n", "\n```")
    return box if len(str(box)) < len(span.body) else span


def escape(text: str) -> str:
    """Make text literal: shown as it stands, whatever it contains."""
    escaped = calm(clean(text)).translate(_SPECIAL)
    return _DOT.sub(r"\.", escaped) if "." in escaped else escaped


def literal(text: str, before: str = "", after: str = "") -> Span:
    """Show `text` on one line as it stands, between two pieces of markup."""
    body = escape(" ".join(text.split("\n"))).strip()
    return Span("" if blank(body) else body, before, after)


def visible(spans: Iterable[Span]) -> bool:
    """Whether there is anything to see; Discord refuses texts without."""
    return any(not blank(span.body) for span in spans)


def spans(line: Line) -> list[Span]:
    """Turn one line into spans, in order."""
    return list(_apart(map(_inline, line)))


def _apart(drawn: Iterable[Span]) -> Iterable[Span]:
    """Keep neighbours' markers from running into each other: `**a****b**` would not be two words in bold."""
    last = ""
    for span in drawn:
        if not span.body:
            continue
        if last.strip() and span.before.startswith(last):
            yield Span("\N{ZERO WIDTH SPACE}")
        yield span
        last = span.after[-1:]


def _inline(inline: Inline) -> Span:  # noqa: PLR0911 - one for each type
    match inline:
        case str():
            return Span(escape(inline))
        case Strong(text):
            return _styled(text, "**")
        case Emphasis(text):
            return _styled(text, "*")
        case Code(text):
            return _code(clean(text).replace("\n", " "))
        case Link(text, url):
            return _link(text, url)
        case Person(name, account):
            if account and account.platform == "discord" and account.user.isascii() and account.user.isdigit():
                return Span(f"<@{account.user}>", divisible=False)
            return Span(escape(name))
        case Moment(at):
            return Span(f"<t:{at.timestamp():.0f}:F>", divisible=False)
        case _:
            assert_never(inline)


def _styled(text: str, marker: str) -> Span:
    """Keep surrounding space outside the markers: Discord takes `* a*` for an asterisk."""
    body = escape(text)
    inner = body.strip()
    if blank(inner):
        return Span(body)
    start = body.index(inner)
    return Span(inner, body[:start] + marker, marker + body[start + len(inner) :])


def _code(text: str) -> Span:
    if blank(text):
        return Span("")
    if "`" not in text:
        return Span(text, "`", "`")
    return Span(escape(text)) if "``" in text else Span(text, "`` ", " ``")


def _link(text: str, url: str) -> Span:
    """Mask http and https only, which is all that Discord links under another text."""
    if not _masks(url):
        address = url.removeprefix("mailto:") if url.startswith("mailto:") else ""
        return Span(escape(text if blank(address) or address == text else f"{text} ({address})"))
    url = quote(clean(url), safe="!#$%&'*+,/:;=?@_~.-")
    if blank(text) or url == text:
        return Span(f"<{url}>", divisible=False)
    # Discord knows no escapes for brackets inside a link's text, and shows one that looks like an address unmasked.
    label = escape(text.replace("[", "(").replace("]", ")").replace("\n", " "))
    # With its address beside it, half a text could pass for another address.
    return Span(f"{label} (<{url}>)", divisible=False) if "://" in text else Span(label, "[", f"]({url})")


def _masks(url: str) -> bool:
    """Whether Discord links `url` under another text: pages alone, and none of great length."""
    return linkable(url) and not url.startswith("mailto:") and len(quote(url, safe=":/%")) <= LINK_LENGTH

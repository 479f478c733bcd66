"""Lines of text the way Slack draws them, with plain strings always literal.

mrkdwn cannot promise that: it has no escape for `*`, `_`, `~`, backticks or `:emoji:`. A rich text section can, because
its text elements are never parsed. Where Slack takes a text object only (beside a button, in columns, in small print),
a line of nothing but strings is `plain_text`, and one with markup is `mrkdwn` provided that nothing literal in it could
be read as markup; otherwise there is none, and the renderer takes rich text instead.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, assert_never

from adapters.text import NAMELESS, blank, calm, clean, linkable, one_line
from bot.chat.requests import Account
from bot.chat.views import Code, Emphasis, Inline, Line, Link, Moment, Person, Strong, plain_line

Json = dict[str, Any]

PLATFORM = "slack"
# docs.slack.dev/messaging/formatting-message-text#date-formatting; shorter forms leave the weekday out.
_DATE = "{date_long_pretty}, {time}"
# A link's address can hold neither the marks around it nor more than its text object has room for.
_URL = re.compile(r"[^\s<>|]{1,2900}")
_USER = re.compile(r"[UW][A-Z0-9]{2,20}")
# What may stand beside styled text so that mrkdwn surely sees its marks.
_BEFORE = re.compile(r"|[\s(]")
_AFTER = re.compile(r"|[\s.,;:!?)]")
# What mrkdwn could read as markup, or Slack as an emoji, in text meant literally.
_MARKUP = re.compile(r"[*_~`]|:[^\s:]+:|^\s*>", re.MULTILINE)
# Pieces that are harmless alone can look like an emoji together; what stands in a mention, a link or a date cannot.
_EMOJI = re.compile(r":[^\s:]+:")
_TOKEN = re.compile(r"<[^<>]*>")


def escape(text: str) -> str:
    """Escape the three characters that Slack reads as control characters in any text."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def label(text: str, limit: int, otherwise: str = NAMELESS) -> Json:
    """Draw one line of plain text, such as a button's; Slack takes no empty ones."""
    return plain_text(one_line(text, limit, otherwise))


def plain_text(text: str) -> Json:
    return {"type": "plain_text", "text": text, "emoji": False}


def rich_text(line: Line) -> Json | None:
    """Draw a line as a block of rich text; None when there is nothing to see in it."""
    settled = _settle(line)
    if not _seen(settled):
        return None
    elements = [_element(inline) for inline in settled]
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}


def text_object(line: Line, limit: int) -> Json | None:
    """Draw a line as a text object of at most `limit` characters; None when none could show it literally."""
    settled = _settle(line)
    if not _seen(settled):
        return None
    if all(isinstance(inline, str) for inline in settled):
        whole = "".join(map(str, settled))
        # Slack counts what it makes of &, < and >.
        return plain_text(whole) if len(escape(whole)) <= limit else None
    pieces = [_mrkdwn(inline) for inline in settled]
    text = "".join(piece or "" for piece in pieces)
    if None in pieces or len(text) > limit or not _stand_apart(settled) or _EMOJI.search(_TOKEN.sub(" ", text)):
        return None
    # verbatim: no link is made of a bare address, no mention of a bare name.
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def _settle(line: Line) -> Line:
    """Turn everything Slack can only show as text into strings, join those, and leave out what is empty."""
    settled: list[Inline] = []
    for inline in map(_settled, line):
        before = settled[-1] if settled else None
        if isinstance(inline, str) and isinstance(before, str):
            settled[-1] = before + inline
        elif inline:
            settled.append(inline)
    return tuple(settled)


def visible(line: Line) -> bool:
    """Whether there is anything to see in a line."""
    return _seen(map(_settled, line))


def _seen(settled: Iterable[Inline]) -> bool:
    # What is no string by now is drawn as more than its text.
    return any(not isinstance(inline, str) or not blank(inline) for inline in settled)


def _settled(inline: Inline) -> Inline:
    match inline:
        case str():
            return calm(clean(inline))
        case Strong(text) | Emphasis(text) | Code(text):
            shown = clean(text)
            return shown if blank(shown) else inline if shown == text else replace(inline, text=shown)
        case Link(text, url):
            shown = clean(text if not blank(text) else url)
            return Link(shown, url) if linkable(url) and _URL.fullmatch(url) else shown
        case Person(name, account):
            return inline if _mentionable(account) else clean(name)
        case Moment(at):
            return inline if at.timestamp() >= 0 else plain_line((inline,))
        case _:
            assert_never(inline)


def _mentionable(account: Account | None) -> bool:
    return account is not None and account.platform == PLATFORM and bool(_USER.fullmatch(account.user))


def _element(inline: Inline) -> Json:  # noqa: PLR0911 - one for each kind
    match inline:
        case str():
            return {"type": "text", "text": inline}
        case Strong(text):
            return {"type": "text", "text": text, "style": {"bold": True}}
        case Emphasis(text):
            return {"type": "text", "text": text, "style": {"italic": True}}
        case Code(text):
            return {"type": "text", "text": text, "style": {"code": True}}
        case Link(text, url):
            return {"type": "link", "url": url, "text": text}
        case Person(name, account):
            return {"type": "user", "user_id": account.user} if account else {"type": "text", "text": name}
        case Moment(at):
            fallback = plain_line((inline,))
            return {"type": "date", "timestamp": int(at.timestamp()), "format": _DATE, "fallback": fallback}
        case _:
            assert_never(inline)


def _mrkdwn(inline: Inline) -> str | None:  # noqa: PLR0911 - one for each kind
    match inline:
        case str():
            return _literal(inline)
        case Strong(text):
            return _wrap("*", text)
        case Emphasis(text):
            return _wrap("_", text)
        case Code(text):
            return _wrap("`", text)
        case Link(text, url):
            shown = _literal(text)
            return None if shown is None or "\n" in shown else f"<{escape(url)}|{shown.replace('|', '¦')}>"
        case Person(name, account):
            return f"<@{account.user}>" if account else _literal(name)
        case Moment(at):
            return f"<!date^{int(at.timestamp())}^{_DATE}|{plain_line((inline,))}>"
        case _:
            assert_never(inline)


def _literal(text: str) -> str | None:
    return None if _MARKUP.search(text) else escape(text)


def _wrap(mark: str, text: str) -> str | None:
    literal = _literal(text)
    return f"{mark}{literal}{mark}" if literal and literal == literal.strip() and "\n" not in literal else None


def _stand_apart(line: Line) -> bool:
    """Whether styled text has room on both sides: `*so*called` would show its asterisks."""
    texts = [plain_line((inline,)) for inline in line]
    for place, inline in enumerate(line):
        if not isinstance(inline, Strong | Emphasis | Code):
            continue
        before = texts[place - 1][-1:] if place else ""
        after = texts[place + 1][:1] if place + 1 < len(line) else ""
        if not (_BEFORE.fullmatch(before) and _AFTER.fullmatch(after)):
            return False
    return True

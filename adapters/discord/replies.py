"""Counting what people answered openly: in the thread of a message, or as a reply that points to it."""

from collections.abc import Mapping
from typing import Any

from adapters.discord.errors import UNKNOWN_CHANNEL, Rejected
from adapters.discord.history import History
from adapters.discord.rest import Rest

# https://docs.discord.com/developers/resources/message: words, and words that point to others. Whatever else there is
# was not written by anybody, such as the message that a thread begins with.
_DEFAULT, _REPLY = 0, 19
# How many pages, of a hundred messages each, are looked through in the channel, and in the thread.
_PAGES = 5


async def count(rest: Rest, channel: str, posted: str) -> int:
    """Count the answers to a message. Raises `Rejected` when it is gone, `Later` or `Unreadable`.

    What people write is hidden from the bot, as it has no privileged intent: this needs to know only that they did.
    """
    history = History(rest, channel)
    await history.check(posted)
    pointing = [m["id"] async for m in history.after(int(posted), _PAGES) if by_person(m) and _answers(m, posted)]
    thread = History(rest, posted, history.until)
    try:
        inside = [m["id"] async for m in thread.after(0, _PAGES) if by_person(m)]
    except Rejected as rejected:
        if rejected.code != UNKNOWN_CHANNEL:
            raise
        inside = []  # nobody started it
    return len({*pointing, *inside})


def by_person(message: Mapping[str, Any]) -> bool:
    """Whether somebody wrote a message, rather than a program, or Discord itself."""
    automatic = message["author"].get("bot") or message.get("webhook_id")
    return message["type"] in {_DEFAULT, _REPLY} and not automatic


def _answers(message: Mapping[str, Any], posted: str) -> bool:
    return str((message.get("message_reference") or {}).get("message_id", "")) == posted

"""Threads of messages: on Discord somebody has to start them, and they close by themselves.

A thread that belongs to a message has the id of that message; https://docs.discord.com/developers/topics/threads.
"""

from adapters.discord.errors import HAS_THREAD, Rejected, thread_sentence
from adapters.discord.rest import SOON, Rest
from bot.delivery.model import Later, Refused, Unknown

# Seen in the channel's list by everybody, so it says nothing of what is answered.
NAME = "Answers"
# A thread in which nobody wrote for so many minutes is hidden until somebody writes again; the most that there is.
_HIDDEN_AFTER = 7 * 24 * 60


async def start(rest: Rest, channel: str, message: str) -> None:
    """Start the thread of a message unless there is one by now. Raises `Later` or `Refused`; nothing is said by it."""
    body = {"name": NAME, "auto_archive_duration": _HIDDEN_AFTER}
    try:
        await rest.ask("POST", f"/channels/{channel}/messages/{message}/threads", body)
    except Unknown:
        raise Later(SOON) from None
    except Rejected as rejected:
        # Somebody else may have been faster.
        if rejected.code != HAS_THREAD:
            raise Refused(thread_sentence(rejected)) from None


async def reopen(rest: Rest, thread: str) -> bool:
    """Open a thread that closed by itself; False when Discord refuses, as for one that is locked. Raises `Later`."""
    try:
        await rest.ask("PATCH", f"/channels/{thread}", {"archived": False})
    except Unknown:
        raise Later(SOON) from None
    except Rejected:
        return False
    return True

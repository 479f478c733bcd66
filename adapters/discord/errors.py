"""What Discord says no with, and what an organiser reads then.

Codes are those of https://docs.discord.com/developers/topics/opcodes-and-status-codes.
"""

UNKNOWN_CHANNEL, UNKNOWN_SERVER, UNKNOWN_MESSAGE, UNKNOWN_USER, UNKNOWN_EVENT = 10003, 10004, 10008, 10013, 10070
UNKNOWN_WEBHOOK, UNKNOWN_INTERACTION, INVALID_TOKEN = 10015, 10062, 50027
MOST_EVENTS_REACHED, TOO_LARGE, OPENING_TOO_FAST, OVERLOADED = 30038, 40005, 40003, 130000
MISSING_ACCESS, CANNOT_TALK_TO_THEM, NO_TEXT_CHANNEL, MISSING_PERMISSIONS = 50001, 50007, 50008, 50013
INVALID_RECIPIENT, INVALID_BODY, ARCHIVED, LOCKED, EVENT_OVER = 50033, 50035, 50083, 160005, 180000
NO_SHARED_SERVER = 50278  # what Discord says now of most whom it said 50007 of before
HAS_THREAD, MOST_THREADS_REACHED = 160004, 160006

_WHERE = "An organiser can mend that in the channel's settings, under Permissions:"
_SHUT = "That thread is archived or locked. Open it again, or choose another place."
_NO_SUCH_CHANNEL = "There is no such channel or thread any longer. Choose another one."
_NO_SUCH_PERSON = "Discord knows nobody by that account any longer."
_UNREACHABLE = (
    "They take no direct messages from me: they have left the server or blocked me, or their privacy settings "
    "refuse messages from members of the server."
)

_SENTENCES = {
    UNKNOWN_CHANNEL: _NO_SUCH_CHANNEL,
    UNKNOWN_USER: _NO_SUCH_PERSON,
    INVALID_RECIPIENT: _NO_SUCH_PERSON,
    TOO_LARGE: "Discord finds the picture in it too large.",
    MISSING_ACCESS: f"I cannot see that channel. {_WHERE} add me, and allow View Channel.",
    MISSING_PERMISSIONS: (
        f"I may not write there. {_WHERE} add me, and allow View Channel, Send Messages, "
        "Send Messages in Threads and Attach Files."
    ),
    CANNOT_TALK_TO_THEM: _UNREACHABLE,
    NO_SHARED_SERVER: _UNREACHABLE,
    NO_TEXT_CHANNEL: "That is no channel for messages. Choose a text channel or a thread.",
    ARCHIVED: _SHUT,
    LOCKED: _SHUT,
}
# The same when a thread was to be started from a message.
_OF_THREADS = {
    UNKNOWN_MESSAGE: "The message whose thread this belongs to is there no longer.",
    MISSING_PERMISSIONS: (
        f"I may not start threads there. {_WHERE} add me, and allow Create Public Threads and Send Messages in Threads."
    ),
    MOST_THREADS_REACHED: "The server has as many open threads as Discord allows. Close old ones, and try again.",
}


class Rejected(Exception):  # noqa: N818 - it is what happened
    """Discord did not take it; `code` is its own error code, both are 0 when it could not be reached."""

    def __init__(self, status: int, code: int) -> None:
        super().__init__(f"status {status}, code {code}")
        self.status = status
        self.code = code


def sentence(rejected: Rejected) -> str:
    """Say why a message cannot be in its place, and who can do what about it."""
    otherwise = f"Discord does not take that message (its error {rejected.code}). Please tell whoever runs me."
    return _SENTENCES.get(rejected.code, otherwise)


def thread_sentence(rejected: Rejected) -> str:
    """Say why a thread for a message cannot be started, likewise."""
    return _OF_THREADS.get(rejected.code) or sentence(rejected)

"""Something long to take along, a part at a time, because platforms take so much and no more in one message."""

from collections.abc import Callable

from bot.chat.calls import Call
from bot.chat.views import Actions, Block, Button, Heading, Note, Reply, Text, say

# So much is shown at once on every platform.
_PART = 1500


def export(title: str, data: str, part: int, more: Callable[[int], Call], note: str = "") -> Reply:
    """Show one part of `data`, counted from 0, or else the last; `more` is the call for another part."""
    parts = [data[at : at + _PART] for at in range(0, len(data), _PART)] or [""]
    at = min(part, len(parts) - 1)
    blocks: list[Block] = [Heading(title), Text((parts[at],))]
    if at + 1 < len(parts):
        blocks.append(Actions((Button("More ›", more(at + 1)),)))
    return say(*blocks, Note((f"Part {at + 1} of {len(parts)}, as JSON. {note}".rstrip(),)))

"""What a journey can do and see, whatever platform it is played on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Seen:
    """What the person has before them after acting.

    `text` is the whole answer as a person reads it, markup removed; `buttons` are the labels in reading order;
    `form` is the title of the form that opened instead of an answer, `notice` what it says above its fields, and
    `fields` its options' names. `kept` is what
    stands in the fields of a form that was refused, by option, or else what the answer gives back of it.
    """

    text: str = ""
    buttons: Sequence[str] = ()
    form: str = ""
    fields: Sequence[str] = ()
    kept: Mapping[str, str] = field(default_factory=dict)
    notice: str = ""


class Skin(Protocol):
    """One person in front of one platform."""

    async def type(self, line: str) -> Seen:
        """Type a slash command with its text, `/find-skill nvivo setting:clinical`, and send it."""

    async def press(self, label: str, nth: int = 0) -> Seen:
        """Press the nth button of that label on the answer last seen."""

    async def submit(self, **answers: str) -> Seen:
        """Fill in the form that is open, or the one that was refused, and send it."""

    async def complete(self, command: str, option: str, typed: str) -> list[str]:
        """Return the labels offered for what was typed into an option so far."""

    async def hears(self, part: str, channel: str = "") -> Seen:
        """Wait until a post that holds `part` is to be seen, and make it the answer last seen, for `press`.

        It is looked for in the channel of that name, or in private conversations with the bot when that is empty.
        """

    async def reply(self, text: str, to: str, channel: str) -> None:
        """Answer openly, under one's own name, in the thread of the newest post in a channel that holds `to`."""

    async def count(self, part: str, channel: str = "") -> int:
        """Count the posts that hold `part` and are to be seen now, in a channel or in private like `hears`."""

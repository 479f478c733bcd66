"""What members looked for in vain, counted by its words alone, and the words the network has taught the bot."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from bot.directory.search.text import normalise

# Asked on fewer different days, a question is nobody's gap yet, and its words are not kept.
DAYS = 3
# What is longer is a story rather than a skill, and may be somebody's own: it is not counted.
MOST_CHARACTERS, MOST_WORDS, MOST_DIGITS = 60, 6, 5
# What is not on the list, and was not asked again, is forgotten after this many days.
KEEP_DAYS = 120


@dataclass(frozen=True, slots=True)
class Gap:
    """A skill that was asked for on `days` different days, last on `last`, and that nobody lists."""

    id: str
    text: str
    days: int
    last: date


@dataclass(frozen=True, slots=True)
class Learned:
    """A word an organiser taught: `name` is another word for the concept, or, where both are the same, a new one."""

    id: str
    name: str
    concept: str


class Gaps(Protocol):
    """Counts what was asked in vain; it never learns by whom, nor at what time of the day."""

    async def note(self, text: str, day: date) -> None:
        """Count that `text`, as `countable` returns it, was asked on a day; a day counts once.

        Its words are kept from the third different day on, before that only a digest of them.
        """

    async def open(self) -> list[Gap]:
        """List what was asked on at least three different days and is not settled; most days first."""

    async def find(self, gap_id: str) -> Gap | None:
        """Return a gap that is open; None when it is not, or no longer."""

    async def settle(self, gap_id: str) -> None:
        """Take a gap off the list; it stays off as long as it is asked again before it is forgotten."""

    async def forget(self, before: date) -> None:
        """Forget the questions that were last asked before a day and are not on the list."""


class Lexicon(Protocol):
    """The words the network taught, over those of the file. The version rises with every change."""

    async def version(self) -> int:
        """Return the current version; 0 when nothing was ever taught."""

    async def learned(self) -> Sequence[Learned]:
        """List what was taught, in the order it was."""

    async def learn(self, word: Learned) -> None:
        """Add a word; in place of what the same name, however it is spelt, meant before."""

    async def unlearn(self, word_id: str) -> None:
        """Take a word back; an unknown id is passed over."""


def countable(text: str) -> str:
    """Return a question as it is counted, however it was spelt and spaced.

    Empty when it is too long to be a skill, has no letters, or has so many digits that it may be a telephone number.
    """
    words = normalise(text)
    is_skill = any(map(str.isalpha, words)) and sum(map(str.isdigit, words)) <= MOST_DIGITS
    return words if is_skill and len(words) <= MOST_CHARACTERS and len(words.split()) <= MOST_WORDS else ""

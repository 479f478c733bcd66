"""Who somebody asks for by what they are: "a nurse who knows NVivo". No entry is searched for that."""

import re
from collections.abc import Callable, Sequence

from bot.directory.search.names import Span
from bot.directory.search.phrases import REQUEST_WORDS
from bot.directory.search.text import FILLER_WORDS, MOST_CHARACTERS, STOP_WORDS, words

# Finds the names of skills in words.
Spans = Callable[[Sequence[str]], Sequence[Span]]

KNOWS = r"(?:who\s+(?:really\s+)?(?:knows|can|does|uses)|that\s+knows)\s+"
_WHO_KNOWS = re.compile(
    rf"(?<!\w)(?<!\bin\s)(?<!\bat\s)(?<!\bfrom\s)(?P<who>(?:an?|any|some|another)\s+[^\W\d_][\w'’-]*(?:\s+[^\W\d_][\w'’-]*){{0,2}}?)"
    rf"(?=\s+(?:(?:in|at|from)\s+(?:[\w'’.-]+\s+){{1,4}}?)?(?P<knows>{KNOWS}))",
    re.IGNORECASE,
)
# Of whom words are about, rather than who is asked for: support for a parent who uses drugs.
_ABOUT = re.compile(
    r"\b(?:with|of|about|on|(?:support|help|care|advice|guidance|training|teaching)\s+(?:for|to))\s+$", re.IGNORECASE
)
_TALK = REQUEST_WORDS | FILLER_WORDS | STOP_WORDS


def read_somebody(question: str, spans: Spans) -> tuple[str, str]:
    """Return a question in which whoever is asked for is somebody, and what they were to be; empty for nothing.

    So it is where the name of a skill is what they know, and nothing else is said before.
    """
    text = question[:MOST_CHARACTERS]
    found = _WHO_KNOWS.search(text)
    before = text[: found.start()] if found else ""
    asked = found and _TALK.issuperset(words(before)) and not _ABOUT.search(before)
    if not found or not asked or not knows_a_skill(text[found.end("knows") :], spans):
        return question, ""
    return f"{before}somebody{text[found.end() :]}", found["who"]


def knows_a_skill(text: str, spans: Spans) -> bool:
    """Whether what somebody knows begins with the name of a skill, but for talk: "how to use NVivo"."""
    spelt = words(text)
    starts = {each.start for each in spans(spelt)}
    first = next((at for at, word in enumerate(spelt) if at in starts or word not in _TALK), len(spelt))
    # What a letter says depends on what stands beside it.
    return first in starts or any(each.start == 0 for each in spans(spelt[first:]))

"""Languages that nobody lists, where somebody wants words in one: translating into Arabic is no wish for Welsh."""

from collections.abc import Sequence

from bot.directory.search.holdings import Holdings
from bot.directory.search.names import Span
from bot.directory.search.phrases import Term
from bot.directory.search.readings import Reading, skills_of

_TRANSLATES = ("interpret", "translat")


def lacked(whole: Term, spans: Sequence[Span], read: Sequence[Reading], holdings: Holdings) -> list[Reading]:
    """Read the languages that a question names and nobody has, so that it is said beside whoever translates.

    `spans` are the names in the `whole` of it. Where nobody was found, that is said already.
    """
    known = set(skills_of(read))
    if not any(map(holdings.served, known)) or not any(word.startswith(_TRANSLATES) for word in whole.words):
        return []
    found = (span for span in spans if known.isdisjoint(span.skills) and all(map(holdings.is_language, span.skills)))
    named = (span for span in found if not any(map(holdings.served, span.skills)))
    return [Reading(whole.spell(span.start, span.end), span.skills, 1.0) for span in named]

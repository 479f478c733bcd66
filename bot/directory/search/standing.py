"""Some are named behind all others who answer as many of the terms: who has no time, or is only learning."""

from collections.abc import Callable, Iterator
from itertools import islice

# What a ranking keeps of somebody: their score below zero, the distance along the ring, their place on it.
Scored = tuple[int, int, int]


def standing(
    order: Callable[[int], Iterator[Scored]], back: Callable[[int], bool], met: int, end: int
) -> list[tuple[Scored, bool]]:
    """Put the first `end` people in order, those who stand `back` behind the others, and say whether each does.

    `order` names people best first, rightly so for as many as it is asked for. A score is how often `met` is in it,
    the number of terms that are met, and a rest. Looks at no more people than it has to.
    """
    wanted = end
    while True:
        people = list(islice(order(wanted), wanted))
        placed = _placed([(one, back(one[2])) for one in people], met, whole=len(people) < wanted)
        if len(placed) >= end or len(people) < wanted:
            return placed[:end]
        wanted *= 2


def _placed(people: list[tuple[Scored, bool]], met: int, *, whole: bool) -> list[tuple[Scored, bool]]:
    """Move those who stand back to the end of those who meet as many terms.

    Where people go on after these, whoever stands back among the last may still have others before them: left out.
    """
    placed: list[tuple[Scored, bool]] = []
    waiting: list[tuple[Scored, bool]] = []
    terms = None
    for each in people:
        (below, _, _), behind = each
        if -below // met != terms:
            placed += waiting
            waiting, terms = [], -below // met
        (waiting if behind else placed).append(each)
    return placed + waiting if whole else placed

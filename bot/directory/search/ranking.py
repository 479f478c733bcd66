"""Whom to name first: those who have most of what is wanted, then those whose skill is nearest to it."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import repeat

from bot.directory.search.holdings import Holdings, Skill

# What a holding is worth beside the skill itself: something that has the skill in it, a kind of it, a kind of a kind.
_NEAR = 0.93
_KIND = (1.0, 0.85, 0.8, 0.75)
# A term that may mean several skills means the first above all.
_NEXT_MEANING = 0.98
# Worths are compared in these steps, so that sums which differ by rounding alone count as equal.
_STEPS = 1_000_000

# A place on the ring, and what that person's skills are worth to the question, up to 1.
Ranked = tuple[int, float]


def rank(holdings: Holdings, wanted: Sequence[Sequence[int]], start: int) -> list[Ranked]:
    """Order everybody who has any of what is wanted, a term being numbers of skills; ties by the ring from `start`."""
    groups = [_groups(holdings.skills, term) for term in wanted]
    if len(groups) == 1:
        return _in_turn(groups[0], start)
    return _together([_worths(each) for each in groups], start, len(holdings.people))


def _in_turn(groups: Sequence[tuple[float, list[int]]], start: int) -> list[Ranked]:
    """Name everybody once, at what they are worth most."""
    ranked: list[Ranked] = []
    seen: set[int] = set()
    for worth, places in groups:
        middle = bisect_left(places, start)
        turn = [place for place in (*places[middle:], *places[:middle]) if place not in seen]
        turn = list(dict.fromkeys(turn))
        seen.update(turn)
        ranked.extend(zip(turn, repeat(worth)))
    return ranked


def _worths(groups: Sequence[tuple[float, list[int]]]) -> dict[int, float]:
    worths: dict[int, float] = {}
    for worth, places in reversed(groups):
        worths.update(zip(places, repeat(worth)))
    return worths


def _together(terms: Sequence[dict[int, float]], start: int, size: int) -> list[Ranked]:
    met = Counter(place for worths in terms for place in worths)
    total = Counter[int]()
    for worths in terms:
        for place, worth in worths.items():
            total[place] += round(worth * _STEPS)
    # One number a person sorts far faster than a tuple: how many are met, what that is worth, how far along the ring.
    limit = _STEPS * len(terms) + 1
    order = sorted(((limit * (len(terms) - met[p]) + limit - total[p]) * size + (p - start) % size, p) for p in met)
    return [(place, total[place] / _STEPS / len(terms)) for _, place in order]


def _groups(skills: Sequence[Skill], term: Sequence[int]) -> list[tuple[float, list[int]]]:
    """List the places of whoever answers a term by what that is worth, most first."""
    merged: dict[float, list[int]] = {}
    for order, number in enumerate(term):
        for each, depth in ((number, 0), *skills[number].narrower):
            worth = _KIND[min(depth, len(_KIND) - 1)] * _NEXT_MEANING**order
            # Kinds that are equally near stand in one group, so that none of them always comes first.
            merged.setdefault(worth, []).extend(skills[each].holders)
            merged.setdefault(worth * _NEAR, []).extend(skills[each].near_holders)
    return sorted(((worth, sorted(places)) for worth, places in merged.items() if places), key=lambda pair: -pair[0])

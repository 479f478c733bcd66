"""Why somebody was named: what they list that answers what was wanted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from bot.directory.model import Entry, Level
from bot.directory.search.holdings import Holdings
from bot.directory.search.labels import Label
from bot.directory.search.ranking import Ranked
from bot.directory.search.readings import Reading


class Why(Enum):
    """How what somebody listed answers what was wanted."""

    SAME = "same"
    CONTAINS = "contains"
    KIND = "kind"


@dataclass(frozen=True, slots=True)
class Reason:
    """`listed` stands as the person wrote it; `wanted` is the label of the skill it answers."""

    listed: str
    wanted: str
    why: Why


@dataclass(frozen=True, slots=True)
class Match:
    """Somebody found: `score` from 0 to 1, in the `tier` of those who meet as many terms, and stand back or do not."""

    entry: Entry
    reasons: tuple[Reason, ...]
    score: float
    tier: tuple[int, bool]

    @property
    def learning(self) -> bool:
        """Whether they are only learning whatever answers."""
        levels = self.entry.levels
        return Level.LEARN in levels.values() and all(levels.get(one.listed) is Level.LEARN for one in self.reasons)

    @property
    def skills(self) -> list[str]:
        """The skills that matched, as listed, none twice."""
        return list(dict.fromkeys(reason.listed for reason in self.reasons))


class Explainer:
    """Says which labels answer each reading: those that do it best, all of them."""

    def __init__(self, holdings: Holdings, found: Sequence[Reading]) -> None:
        self._holdings = holdings
        self._surety = sum(reading.score for reading in found) / max(len(found), 1)
        skills = holdings.skills
        self._meant = [{one: skills[one].label for one in reading.skills} for reading in found]
        self._kinds = [
            {kind: label for one, label in reversed(meant.items()) for kind, _ in skills[one].narrower}
            for meant in self._meant
        ]

    def __call__(self, ranked: Ranked) -> Match:
        place, worth, tier = ranked
        reasons = self._reasons(place)
        return Match(self._holdings.people[place], tuple(reasons), round(min(worth, 1.0) * self._surety, 3), tier)

    def stands_back(self, place: int) -> bool:
        """Whether somebody has no time, or is only learning whatever answers."""
        entry = self._holdings.people[place]
        if entry.availability.busy_until:
            return True
        if not entry.levels or Level.LEARN not in entry.levels.values():
            return False
        return all(entry.levels.get(reason.listed) is Level.LEARN for reason in self._reasons(place))

    def _reasons(self, place: int) -> list[Reason]:
        labels = self._holdings.labels(place)
        both = zip(self._meant, self._kinds, strict=True)
        return [reason for meant, kinds in both for reason in _reasons(labels, meant, kinds)]


def _reasons(labels: Sequence[Label], meant: Mapping[int, str], kinds: Mapping[int, str]) -> list[Reason]:
    same = [Reason(each.text, meant[one], Why.SAME) for each in labels for one in each.means if one in meant]
    within = [Reason(each.text, meant[one], Why.CONTAINS) for each in labels for one in each.contains if one in meant]
    if same or within:
        return [*same, *within]
    below = [Reason(each.text, kinds[one], Why.KIND) for each in labels for one in each.means if one in kinds]
    return below or [Reason(e.text, kinds[one], Why.KIND) for e in labels for one in e.contains if one in kinds]

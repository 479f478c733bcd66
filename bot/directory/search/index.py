"""Who can help with this? One question in, people out, each with the reason they were named."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from bot.directory.model import Entry, Setting
from bot.directory.search.holdings import Holdings, Label
from bot.directory.search.phrases import read
from bot.directory.search.ranking import Ranked, rank
from bot.directory.search.reading import Reader, Reading
from bot.directory.search.suggestions import Suggestions
from bot.directory.search.vocabulary import Vocabulary

MOST_MEANT = 5
# From here on the words themselves say what is meant.
_SURE = 0.97
# How a key joins the ids of several skills: all of these, any of those.
_AND, _OR = ".", "_"


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
    """Somebody found: `score` from 0 to 1."""

    entry: Entry
    reasons: tuple[Reason, ...]
    score: float

    @property
    def skills(self) -> list[str]:
        """The skills that matched, as listed, none twice."""
        return list(dict.fromkeys(reason.listed for reason in self.reasons))


@dataclass(frozen=True, slots=True)
class Named:
    """A skill by its label; `key` asks for it, see `SearchIndex.again`."""

    label: str
    key: str


@dataclass(frozen=True, slots=True)
class Understood:
    """One skill that was asked for: as typed, and the labels of the skills it was read as; none when nobody knows it.

    `held` says whether anybody lists it, in any setting. `sure` is false for a guess.
    """

    typed: str
    labels: tuple[str, ...]
    corrections: tuple[tuple[str, str], ...]
    held: bool
    sure: bool


@dataclass(frozen=True, slots=True)
class Findings:
    """What a question found. `did_you_mean` names at most five skills that somebody lists.

    `key` asks for the same again. `elsewhere` counts the people whom the setting left out.
    """

    understood: tuple[Understood, ...]
    did_you_mean: tuple[Named, ...]
    setting: Setting | None
    total: int
    elsewhere: int
    key: str
    _ranked: Sequence[Ranked]
    _explain: Callable[[Ranked], Match]

    def matches(self, start: int = 0, count: int | None = None) -> list[Match]:
        """List the people found, best first."""
        return [self._explain(one) for one in self._ranked[start : None if count is None else start + count]]


class SearchIndex:
    """A Directory as it was at one moment, ready to be asked. Never raises, whatever is asked."""

    def __init__(self, entries: Iterable[Entry], vocabulary: Vocabulary) -> None:
        self._holdings = Holdings(entries, vocabulary)
        self._reader = Reader(self._holdings)
        self._suggestions = Suggestions(self._holdings)
        self._broader: dict[int, list[int]] = {}
        for number, skill in enumerate(self._holdings.skills):
            for below, depth in skill.narrower:
                if depth == 1:
                    self._broader.setdefault(below, []).append(number)

    @property
    def people(self) -> int:
        """How many people are listed."""
        return len(self._holdings.people)

    def find(self, query: str, setting: Setting | None = None) -> Findings:
        """Find people who can help; a setting named at the end of the question counts unless one is given."""
        asked = read(query, self._holdings.names)
        readings = [reading for term in asked.terms for reading in self._reader.read(term)]
        unique: dict[tuple[int, ...] | str, Reading] = {}
        for reading in readings:
            unique.setdefault(reading.skills or reading.typed, reading)
        return self._findings(tuple(unique.values()), setting or asked.setting)

    def again(self, key: str, setting: Setting | None = None) -> Findings:
        """Find what an earlier question found, by its `key`; skills that are gone since are left out."""
        known, skills = self._holdings.number, self._holdings.skills
        terms = [tuple(known[one] for one in term.split(_OR) if one in known) for term in key.split(_AND)]
        return self._findings(tuple(Reading(skills[t[0]].label, t, 1.0) for t in terms if t), setting)

    def suggest(self, typed: str, limit: int = 25) -> list[str]:
        """Complete what is being typed with skills that somebody lists; the most held ones when nothing is typed."""
        return self._suggestions.complete(typed, limit)

    def _findings(self, readings: tuple[Reading, ...], setting: Setting | None) -> Findings:
        found = [reading for reading in readings if reading.skills]
        key = _AND.join(_OR.join(self._holdings.skills[one].id for one in reading.skills) for reading in found)
        everywhere = rank(self._holdings, [reading.skills for reading in found], self._holdings.start(key))
        people = self._holdings.people
        ranked = [one for one in everywhere if setting is None or setting in people[one[0]].settings]
        understood = tuple(self._understood(reading) for reading in readings)
        nearest = () if found and all(each.held for each in understood) else self._nearest(readings)
        elsewhere = len(everywhere) - len(ranked)
        return Findings(
            understood, nearest, setting, len(ranked), elsewhere, key, ranked, lambda one: self._explain(one, found)
        )

    def _understood(self, reading: Reading) -> Understood:
        labels = tuple(self._holdings.skills[one].label for one in reading.skills)
        held = any(self._holdings.held(one) for one in reading.skills)
        return Understood(reading.typed, labels, reading.corrections, held, sure=reading.score >= _SURE)

    def _explain(self, ranked: Ranked, found: Sequence[Reading]) -> Match:
        person, worth = ranked
        labels = self._holdings.labels(person)
        reasons = [reason for reading in found for reason in self._reasons(labels, reading)]
        score = worth * sum(reading.score for reading in found) / len(found)
        return Match(self._holdings.people[person], tuple(reasons), round(score, 3))

    def _reasons(self, labels: Sequence[Label], reading: Reading) -> list[Reason]:
        """Say which labels answer a reading: those that do it best, all of them."""
        skills = self._holdings.skills
        meant = [(one, skills[one].label) for one in reading.skills]
        kinds = [(kind, label) for one, label in meant for kind, _ in skills[one].narrower]
        same = [Reason(each.text, label, Why.SAME) for each in labels for one, label in meant if one in each.means]
        within = [Reason(e.text, label, Why.CONTAINS) for e in labels for one, label in meant if one in e.contains]
        if same or within:
            return [*same, *within]
        below = [Reason(e.text, label, Why.KIND) for e in labels for one, label in kinds if one in e.means]
        deep = [Reason(e.text, label, Why.KIND) for e in labels for one, label in kinds if one in e.contains]
        return below or deep

    def _nearest(self, readings: Iterable[Reading]) -> tuple[Named, ...]:
        """Name skills that somebody lists near those that nobody lists: spelt alike, or of the same kind."""
        near: dict[int, None] = {}
        for reading in readings:
            if not any(self._holdings.held(one) for one in reading.skills):
                relatives = [one for number in reading.skills for one in self._relatives(number)]
                near |= dict.fromkeys([*reading.near, *relatives])
        held = [one for one in near if self._holdings.held(one)]
        return tuple(
            Named(self._holdings.skills[one].label, self._holdings.skills[one].id) for one in held[:MOST_MEANT]
        )

    def _relatives(self, number: int) -> list[int]:
        above = self._broader.get(number, [])
        beside = {one for each in above for one, depth in self._holdings.skills[each].narrower if depth == 1}
        return sorted(beside - {number}, key=lambda one: (-self._holdings.popularity(one), one)) + above

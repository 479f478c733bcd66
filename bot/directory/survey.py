"""What the network can do and where it is thin: people counted by area and setting, never fewer than three by name."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.directory.gaps import Gap
from bot.directory.model import Entry, Setting
from bot.directory.search.text import normalise
from bot.directory.search.vocabulary import Vocabulary

# Fewer people than these are a group in which each could be told by a number.
FEWEST = 3
# An area is thin when so few of the network are in it.
_THIN = 0.05
_MOST_SKILLS, _MOST_MISSING = 3, 6
OTHER = "Everything else"

# Somebody listed, and the labels of the skills that their words mean.
Held = tuple[Entry, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Area:
    """One area of skills: how many people list something in it, in all and by setting, and what most of them list.

    A person who works in two settings counts in both. Every count in `skills` is at least three.
    """

    name: str
    people: int
    settings: Mapping[Setting, int]
    skills: tuple[tuple[str, int], ...]

    def count(self, setting: Setting) -> str:
        """Say how many; one or two are not told apart."""
        number = self.settings.get(setting, 0)
        return str(number) if number >= FEWEST or not number else "1–2"


@dataclass(frozen=True, slots=True)
class Survey:
    """Areas, those with most people first. `merged` counts those that were too small to stand by themselves.

    `thin` names areas with few people, `missing` skills that were asked for on several days and nobody lists: only
    such as are in the vocabulary, because any other words are what somebody typed, which may be anybody's name.
    """

    people: int
    areas: tuple[Area, ...]
    merged: int
    thin: tuple[str, ...]
    missing: tuple[str, ...]


def survey(held: Iterable[Held], vocabulary: Vocabulary, gaps: Sequence[Gap]) -> Survey:
    """Count people by the areas of what they list; a skill that is in no vocabulary is in “everything else”."""
    areas = {concept.label: concept.area or OTHER for concept in vocabulary}
    people = 0
    members: defaultdict[str, dict[str, Entry]] = defaultdict(dict)
    listed: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for entry, labels in held:
        people += 1
        for label in labels:
            area = areas.get(label, OTHER)
            members[area][entry.id] = entry
            listed[area][label] += 1
    small = [area for area in members if len(members[area]) < FEWEST and area != OTHER]
    for area in small:
        members[OTHER] |= members.pop(area)
        listed[OTHER] += listed.pop(area)
    found = [_area(name, list(there.values()), listed[name]) for name, there in members.items() if len(there) >= FEWEST]
    ordered = sorted(found, key=lambda area: (area.name == OTHER, -area.people, area.name))
    thin = tuple(area.name for area in ordered if area.name != OTHER and area.people <= max(people * _THIN, FEWEST))
    names = {normalise(name): concept.label for concept in vocabulary for name in (concept.label, *concept.aliases)}
    there = {label for labels in listed.values() for label in labels}
    missing = dict.fromkeys(names[gap.text] for gap in gaps if gap.text in names and names[gap.text] not in there)
    return Survey(people, tuple(ordered), len(small), thin, tuple(missing)[:_MOST_MISSING])


def in_words(found: Survey, most: int) -> str:
    """Say all that the picture shows in at most `most` characters; the smallest areas are left out first."""
    head = [f"What the network can do: {found.people} people who are listed, by area and setting."]
    tail = [f"Few people: {'; '.join(found.thin)}."] if found.thin else []
    if found.missing:
        tail.append(f"Asked for, and nobody lists it: {'; '.join(found.missing)}.")
    if found.merged:
        tail.append(f"Areas with fewer than {FEWEST} people stand under “{OTHER}”.")
    lines = [_line(area) for area in found.areas]
    while lines and len("\n".join([*head, *lines, *tail])) > most:
        lines.pop()
    return "\n".join([*head, *lines, *tail])[:most]


def _line(area: Area) -> str:
    settings = ", ".join(f"{setting.value} {area.count(setting)}" for setting in Setting)
    often = ", ".join(f"{label} {count}" for label, count in area.skills)
    return f"{area.name}: {area.people} ({settings})" + (f"; most: {often}." if often else ".")


def _area(name: str, people: Sequence[Entry], listed: Counter[str]) -> Area:
    settings = Counter(setting for entry in people for setting in entry.settings)
    often = [(label, count) for label, count in sorted(listed.items(), key=lambda one: (-one[1], one[0]))]
    return Area(name, len(people), settings, tuple(one for one in often if one[1] >= FEWEST)[:_MOST_SKILLS])

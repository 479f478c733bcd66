"""Who holds which skill: the labels people wrote, brought together under the skills they name."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from bot.directory.model import Entry
from bot.directory.search.names import Kind, Names, heavy
from bot.directory.search.phrases import REQUEST_WORDS
from bot.directory.search.stems import stem
from bot.directory.search.text import STOP_WORDS, content, normalise, shouted, words
from bot.directory.search.vocabulary import Vocabulary

# What people add to say how well they know it: "(can teach)", "- happy to help".
_WORDS = (
    r"(?:i\s)?(?:can|could|happy to|able to|use|still|learning|novice|expert|beginner|intermediate|advanced|proficient"
    r"|basic|some|good|level|daily|often|confident)\b"
)
_LEVEL = re.compile(rf"[(\[]\s*{_WORDS}[^)\]]*[)\]]|(?:\s[–-]|:)\s*{_WORDS}[^:]{{0,40}}$", re.IGNORECASE)
_BRACKETS = re.compile(r"[()\[\]]")
_LIST = re.compile(r"[,;/&+]|\band\b")


@dataclass(slots=True)
class Skill:
    """One skill that can be asked for: a concept of the vocabulary, or a label that is not in it.

    `id` is eight characters that stay the same for as long as the skill is called what it is. `holders` list it;
    `near_holders` list something that has it in it, "interviews with older people". Both are places on the ring.
    """

    id: str
    label: str
    area: str = ""
    holders: list[int] = field(default_factory=list)
    near_holders: list[int] = field(default_factory=list)
    narrower: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Label:
    """What somebody wrote, and the skills it is a name of, or has in it."""

    text: str
    means: tuple[int, ...]
    contains: tuple[int, ...] = ()


class Holdings:
    """Listed people on a ring, and skills with their places on it.

    The ring is ordered by a hash of each id. Whoever is drawn from it in turn, from a start that differs from
    skill to skill, the same few names do not always come first, as they would in the order of the alphabet; and
    paging meets everybody once.
    """

    def __init__(self, entries: Iterable[Entry], vocabulary: Vocabulary) -> None:
        listed = sorted(
            (_place(entry.id), entry) for entry in entries if entry.listed
        )  # ids differ, so entries never compare
        self.people: list[Entry] = [entry for _, entry in listed]
        self._places = [place for place, _ in listed]
        self.ordinary = vocabulary.other_words | REQUEST_WORDS | STOP_WORDS
        self.names = Names(self.ordinary)
        self.skills: list[Skill] = []
        self.number: dict[str, int] = {}
        self._labels: dict[str, Label] = {}
        self._add_concepts(vocabulary)
        own = self._add_labels()
        for label, number in own.items():
            self.names.add(label, number, Kind.LABEL)
        self._add_people()

    def labels(self, person: int) -> list[Label]:
        """List what somebody wrote, as placed among the skills, in their order."""
        return [self._labels[text] for text in self.people[person].skills if text in self._labels]

    def start(self, text: str) -> int:
        """Return where on the ring to begin for a question, always the same for the same one."""
        return bisect_left(self._places, _place(text)) % max(len(self.people), 1)

    def held(self, number: int) -> bool:
        """Whether anybody lists this skill or a kind of it."""
        return any(self._direct(each) for each in (number, *(kind for kind, _ in self.skills[number].narrower)))

    def popularity(self, number: int) -> int:
        """Count the people who list this skill itself."""
        return len(self.skills[number].holders) + len(self.skills[number].near_holders)

    def _direct(self, number: int) -> bool:
        return bool(self.skills[number].holders or self.skills[number].near_holders)

    def _add_concepts(self, vocabulary: Vocabulary) -> None:
        for concept in vocabulary:
            number = self._skill(f"concept {normalise(concept.label)}", concept.label, concept.area)
            self.names.add(concept.label, number, Kind.LABEL)
            for alias in concept.aliases:
                self.names.add(alias, number, Kind.ALIAS)
            for acronym in concept.acronyms:
                self.names.add(acronym, number, Kind.ACRONYM)
        below = {skill.label: number for number, skill in enumerate(self.skills)}
        for label, number in below.items():
            self.skills[number].narrower = _descendants(label, below, vocabulary)

    def _skill(self, key: str, label: str, area: str = "") -> int:
        number = self.number.setdefault(key_of(key), len(self.skills))
        if number == len(self.skills):
            self.skills.append(Skill(key_of(key), label, area))
        return number

    def _add_labels(self) -> dict[str, int]:
        """Place every label among the concepts; return those that are skills of their own."""
        own: dict[str, int] = {}
        for text in {text: None for entry in self.people for text in entry.skills}:
            bare = _LEVEL.sub("", text) if words(_LEVEL.sub("", text)) else text
            spelt = words(bare)
            if not spelt:
                continue
            means, contains = self._concepts_in(bare, spelt)
            if not means:
                key = " ".join(sorted(map(stem, content(heavy(spelt) or spelt))))
                means = (self._skill(f"label {key}", bare.strip()),)
                own[bare] = means[0]
            self._labels[text] = Label(text, means, contains)
        return own

    def _concepts_in(self, text: str, spelt: Sequence[str]) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Return the concepts a label is a name of, and those it has in it besides.

        What stands in brackets is a detail: "NVivo (framework matrices)" is NVivo, and "modelling (R)" has R in it.
        """
        if found := self.names.find(spelt):
            return found, ()
        main, *details = (part for part in _BRACKETS.split(text) if words(part))
        means, contains = self._inside(main)
        for detail in [piece for part in details for piece in _LIST.split(part)]:
            contains += self.names.find(words(detail)) if heavy(words(detail)) else ()
        told = set(means)
        return means, tuple(one for one in dict.fromkeys(contains) if one not in told and not self._rivals(one, told))

    def _inside(self, text: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
        spelt = words(text)
        if found := self.names.find(spelt):
            return found, ()
        spans = self.names.spans(spelt, shouted(text))
        inside = tuple(dict.fromkeys(skill for span in spans for skill in span.skills))
        covered = {at for span in spans for at in range(span.start, span.end)}
        rest = [word for at, word in enumerate(spelt) if at not in covered and word not in STOP_WORDS]
        return ((), inside) if heavy(rest) else (inside, ())

    def _rivals(self, skill: int, told: set[int]) -> bool:
        """Whether a skill shares an acronym with one that was spelt out: in "structural equation modelling (SEM)"."""
        return any(self.names.alike(skill, other) for other in told)

    def _add_people(self) -> None:
        for place in range(len(self.people)):
            for label in self.labels(place):
                for number in label.means:
                    _note(self.skills[number].holders, place)
                for number in label.contains:
                    _note(self.skills[number].near_holders, place)


def key_of(text: str) -> str:
    """Return a short, stable key: 40 bits, so that among 24,000 skills two alike are a chance of 1 in 4,000."""
    return blake2b(text.encode(errors="surrogatepass"), digest_size=5).hexdigest()


def _place(text: str) -> bytes:
    return blake2b(text.encode(errors="surrogatepass"), digest_size=8, person=b"ring").digest()


def _note(places: list[int], place: int) -> None:
    if not places or places[-1] != place:
        places.append(place)


def _descendants(label: str, numbers: Mapping[str, int], vocabulary: Vocabulary) -> tuple[tuple[int, int], ...]:
    """List what is a kind of `label`, with how many steps below it is, nearest first."""
    depths: dict[str, int] = {}
    level, depth = vocabulary.narrower(label), 1
    while level:
        depths |= {one: depth for one in level if one not in depths}
        level, depth = [below for one in level for below in vocabulary.narrower(one) if below not in depths], depth + 1
    return tuple((numbers[one], depth) for one, depth in depths.items())

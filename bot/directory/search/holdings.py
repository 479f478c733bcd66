"""Who holds which skill: the labels people wrote, brought together under the skills they name."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b

from bot.directory.model import Entry
from bot.directory.search.labels import Label, Said, bare, concepts_in, key_of, say
from bot.directory.search.names import Kind, Name, Names, letters
from bot.directory.search.phrases import REQUEST_WORDS
from bot.directory.search.reach import MOST_MORE, Reach, Way, settings_bits, slot_of, way_of
from bot.directory.search.stems import stem
from bot.directory.search.text import FILLER_WORDS, STOP_WORDS, normalise, words
from bot.directory.search.vocabulary import Vocabulary

# Places on the ring are 64 bits, so that no two people ever share one.
_PLACE_BYTES = 8


@dataclass(slots=True)
class Skill:
    """One skill that can be asked for: a concept of the vocabulary, or a label that is not in it.

    `id` is eight characters that stay the same for as long as the skill is called what it is. `above` and `narrower`
    list what it is a kind of, and its kinds, with the number of steps between. `texts` counts, for a label of its
    own, the people who write it so; the skill is called what most of them call it.
    """

    id: str
    label: str
    above: tuple[tuple[int, int], ...] = ()
    narrower: tuple[tuple[int, int], ...] = ()
    reach: Reach = field(default_factory=Reach)
    texts: dict[str, int] = field(default_factory=dict)


class Holdings:
    """Listed people on a ring, and skills with whom they reach.

    The ring is ordered by a hash of each id. Whoever is drawn from it in turn, from a start that differs from
    skill to skill, the same few names do not always come first, as they would in the order of the alphabet; and
    paging meets everybody once. Nothing depends on the order in which people came.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.ordinary = vocabulary.other_words | REQUEST_WORDS | STOP_WORDS
        # Ordinary words that are about something else altogether.
        self.elsewhere = vocabulary.other_words - REQUEST_WORDS - STOP_WORDS - FILLER_WORDS
        self.concepts = Names(self.ordinary)
        self.names = Names(self.ordinary, self.concepts)
        self.skills: dict[int, Skill] = {}
        self.number: dict[str, int] = {}
        self.people: dict[int, Entry] = {}
        self._labels: dict[str, Label] = {}
        self._written: dict[str, int] = {}
        self.ways: list[Way] = []
        self._way_numbers: dict[Way, int] = {}
        self._by_label: dict[str, list[tuple[int, int]]] = {}
        self._concepts = len(vocabulary)
        self._add_concepts(vocabulary)
        self.elsewhere -= {word for name in self.concepts for word in name.content}

    def labels(self, place: int) -> list[Label]:
        """List what somebody wrote, as placed among the skills, in their order."""
        return [self._labels[text] for text in self.people[place].skills if text in self._labels]

    def held(self, number: int) -> bool:
        """Whether anybody lists this skill or a kind of it."""
        return bool(self.skills[number].reach)

    def popularity(self, number: int) -> int:
        """Count the people who list this skill itself."""
        slots = self.skills[number].reach.slots()
        return sum(len(places) for each, places in slots if not self.ways[way_of(each)].kinds)

    def said(self, skills: Sequence[int], spelt: Sequence[str]) -> Said | None:
        """Return words that were asked for as one of the names of these skills says them; none when none does."""
        asked = say(" ".join(spelt))
        for skill in skills:
            if any(label.said.text == asked.text for label in self.labelled(skill)):
                return asked
        names = [name for skill in skills for name in self.names.of(skill)]
        if any(name.meant == asked.stems for name in names):
            return asked
        return next((say(name.text) for name in names if letters(name.content) == asked.joined), None)

    def labelled(self, skill: int) -> Iterator[Label]:
        """List the labels that name a skill itself."""
        for each, _ in self.skills[skill].reach.slots():
            yield from self.ways[way_of(each)].same

    def put(self, entry: Entry) -> tuple[list[Name], list[Name]]:
        """List somebody, or what they list now; return the names that are new among all names, and those that went."""
        place = place_of(entry.id)
        # What is new is written before what is old goes, so that a skill they keep is never taken down in between.
        new = [name for text in self._texts(entry) if (name := self._write(text))]
        gone = self._remove(place)
        if entry.listed:
            self.people[place] = entry
            bits = settings_bits(entry.settings)
            for number, way in self._ways(place).items():
                self.skills[number].reach.put(place, slot_of(way, bits))
        return new, gone

    def remove(self, person: str) -> list[Name]:
        """Let somebody go who may be listed; return the names that nobody writes any more."""
        return self._remove(place_of(person))

    def _remove(self, place: int) -> list[Name]:
        if place not in self.people:
            return []
        for number in self._ways(place):
            self.skills[number].reach.drop(place)
        return [name for text in self._texts(self.people.pop(place)) if (name := self._unwrite(text))]

    def _texts(self, entry: Entry) -> list[str]:
        texts = dict.fromkeys(entry.skills) if entry.listed else ()
        return [text for text in texts if text in self._labels or words(text)]

    def _ways(self, place: int) -> dict[int, int]:
        """Return whatever somebody answers to, with the number of the way they do."""
        labels = self.labels(place)
        ways: dict[int, int] = {}
        several: set[int] = set()
        for label in labels:
            for number, way in self._alone(label):
                if number in ways:
                    several.add(number)
                ways[number] = way
        if several:
            ways |= {number: self._numbered(way) for number, way in self._joint(labels) if number in several}
        return ways

    def _alone(self, label: Label) -> list[tuple[int, int]]:
        """Return whatever one label answers to; most people answer to most skills by one."""
        found = self._by_label.get(label.text)
        if found is None:
            found = [(number, self._numbered(way)) for number, way in self._joint([label])]
            self._by_label[label.text] = found
        return found

    def _joint(self, labels: Iterable[Label]) -> Iterator[tuple[int, Way]]:
        direct: dict[int, tuple[list[Label], list[Label]]] = {}
        kinds: dict[int, list[tuple[int, bool]]] = {}
        for label in sorted(labels, key=lambda each: each.text):
            for numbers, near in ((label.means, False), (label.contains, True)):
                for number in numbers:
                    direct.setdefault(number, ([], []))[near].append(label)
                    for above, depth in self.skills[number].above:
                        kinds.setdefault(above, []).append((depth, near))
        for number, (same, near_it) in direct.items():
            yield number, Way(tuple(same), tuple(near_it))
        for number, all_ways in kinds.items():
            if number not in direct:
                only_near, depth = min((near, depth) for depth, near in all_ways)
                yield number, Way(depth=depth, only_near=only_near, kinds=min(len(all_ways), MOST_MORE))

    def _numbered(self, way: Way) -> int:
        number = self._way_numbers.setdefault(way, len(self.ways))
        if number == len(self.ways):
            self.ways.append(way)
        return number

    def _write(self, text: str) -> Name | None:
        """Count a label; return its name when it is a new one of a skill of its own."""
        self._written[text] = self._written.get(text, 0) + 1
        label = self._labels.get(text) or self._label(text)
        self._labels[text] = label
        if not label.own:
            return None
        skill = self._skill(label.means[0], key_of(_own_key(label.said)), label.own)
        skill.texts[label.own] = skill.texts.get(label.own, 0) + 1
        skill.label = _usual(skill.texts)
        return self.names.add(label.own, label.means[0], Kind.LABEL) if skill.texts[label.own] == 1 else None

    def _unwrite(self, text: str) -> Name | None:
        """Count a label off; return its name when that was the last."""
        label = self._labels[text]
        self._written[text] -= 1
        if not self._written[text]:
            del self._written[text], self._labels[text]
            self._by_label.pop(text, None)
        if not label.own:
            return None
        number = label.means[0]
        texts = self.skills[number].texts
        texts[label.own] -= 1
        gone = None
        if not texts[label.own]:
            del texts[label.own]
            gone = self.names.remove(label.own, number)
        if texts:
            self.skills[number].label = _usual(texts)
        else:
            del self.number[self.skills.pop(number).id]
        return gone

    def _label(self, text: str) -> Label:
        own = bare(text)
        said = say(own)
        means, contains = concepts_in(own, self.concepts)
        if means:
            own = ""
        else:
            means = (self._concepts + _number(_own_key(said)),)
        return Label(text, means, contains, replace(said, text=normalise(text)), frozenset(map(stem, words(text))), own)

    def _add_concepts(self, vocabulary: Vocabulary) -> None:
        for number, concept in enumerate(vocabulary):
            self._skill(number, key_of(f"concept {normalise(concept.label)}"), concept.label)
            self.concepts.add(concept.label, number, Kind.LABEL)
            for alias in concept.aliases:
                self.concepts.add(alias, number, Kind.ALIAS)
            for acronym in concept.acronyms:
                self.concepts.add(acronym, number, Kind.ACRONYM)
        below = {skill.label: number for number, skill in self.skills.items()}
        above: dict[int, list[tuple[int, int]]] = {}
        for label, number in below.items():
            self.skills[number].narrower = _descendants(label, below, vocabulary)
            for one, depth in self.skills[number].narrower:
                above.setdefault(one, []).append((number, depth))
        for number, wider in above.items():
            self.skills[number].above = tuple(wider)

    def _skill(self, number: int, key: str, label: str) -> Skill:
        self.number[key] = number
        return self.skills.setdefault(number, Skill(key, label))


def _own_key(said: Said) -> str:
    """Return a key that labels share when they say the same in other forms or order."""
    return f"label {' '.join(sorted(said.stems))}"


def _number(key: str) -> int:
    return int.from_bytes(blake2b(key.encode(errors="surrogatepass"), digest_size=5).digest(), "big")


def place_of(text: str) -> int:
    """Return the place of an id, or of where a question begins, on the ring."""
    digest = blake2b(text.encode(errors="surrogatepass"), digest_size=_PLACE_BYTES, person=b"ring").digest()
    return int.from_bytes(digest, "big")


def _usual(texts: Mapping[str, int]) -> str:
    """Pick what most people write, and of equals the first by the alphabet."""
    return min(texts, key=lambda text: (-texts[text], text))


def _descendants(label: str, numbers: Mapping[str, int], vocabulary: Vocabulary) -> tuple[tuple[int, int], ...]:
    """List what is a kind of `label`, with how many steps below it is, nearest first."""
    depths: dict[str, int] = {}
    level, depth = vocabulary.narrower(label), 1
    while level:
        depths |= {one: depth for one in level if one not in depths}
        level, depth = [below for one in level for below in vocabulary.narrower(one) if below not in depths], depth + 1
    return tuple((numbers[one], depth) for one, depth in depths.items())

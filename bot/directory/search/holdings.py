"""Who holds which skill: the labels people wrote, brought together under the skills they name."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b

from bot.directory.model import Entry
from bot.directory.search.apart import apart
from bot.directory.search.initials import spells_out
from bot.directory.search.labels import Label, Said, bare, concepts_in, key_of, number_of, own_key, say
from bot.directory.search.names import Kind, Name, Names, letters
from bot.directory.search.phrases import REQUEST_WORDS
from bot.directory.search.reach import Kinds, Named, Reach, Slots, Way, Within
from bot.directory.search.seats import Seats
from bot.directory.search.stems import stem
from bot.directory.search.text import FILLER_WORDS, STOP_WORDS, normalise, words
from bot.directory.search.vocabulary import Vocabulary
from bot.directory.search.whom import bits_of

# Places on the ring are 64 bits, so that no two people ever share one.
_PLACE_BYTES = 8
_SOFTWARE = frozenset({"app", "apps", "package", "packages", "software", "tool", "tools"})


# In which ways labels answer to a skill, and how many of them.
_Counted = tuple[Sequence[Way], int]
# A reach, and how a label, or several, answer to it.
_Answer = tuple[Reach, Sequence[Way], int]
# A reach, what keeps somebody in a slot of it, everybody's slots there, that slot alone, and how they answer.
_Kept = tuple[Reach, Callable[[int], None], dict[int, Slots], Slots, _Counted]


@dataclass(slots=True)
class Skill:
    """One skill that can be asked for: a concept of the vocabulary, or a label that is not in it.

    `id` is eight characters that stay the same for as long as the skill is called what it is. `above` and `narrower`
    list what it is a kind of, and its kinds, with the number of steps between. `texts` counts, for a label of its
    own, the people who write it so; the skill is called what most of them call it. `within` lists what includes it.
    """

    id: str
    label: str
    reach: Reach
    above: tuple[tuple[int, int], ...] = ()
    narrower: tuple[tuple[int, int], ...] = ()
    texts: dict[str, int] = field(default_factory=dict)
    within: tuple[int, ...] = ()


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
        self.skills: dict[int, Skill] = {}
        self.number: dict[str, int] = {}
        self.people: dict[int, Entry] = {}
        self.seats = Seats()
        # By concept: the words in which a need for it is told.
        self.clues: dict[int, tuple[str, ...]] = {}
        self._labels: dict[str, Label] = {}
        self._written: dict[str, int] = {}
        self._answers: dict[str, list[_Answer]] = {}
        self._concepts = len(vocabulary)
        self._add_concepts(vocabulary)
        self.names = Names(self.ordinary, self.concepts)
        self.elsewhere -= {word for name in self.concepts for word in name.content}

    def copy(self) -> "Holdings":
        """Return other holdings of the same concepts, of which nobody holds any yet; nobody may hold these."""
        seats = Seats()
        skills = {number: replace(skill, reach=Reach(seats), texts={}) for number, skill in self.skills.items()}
        return apart(self, seats=seats, skills=skills, names=Names(self.ordinary, self.concepts))

    def id(self, number: int) -> str:
        """Return the id of a skill."""
        return self.skills[number].id

    def labels(self, place: int) -> list[Label]:
        """List what somebody wrote, as placed among the skills, in their order."""
        return list(filter(None, map(self._labels.get, dict.fromkeys(self.people[place].skills))))

    def held(self, number: int) -> bool:
        """Whether anybody lists this skill or a kind of it."""
        return bool(self.skills[number].reach)

    def offered(self, number: int) -> int:
        """Return this skill if anybody lists it, or else what includes it, if somebody lists that itself."""
        if self.held(number):
            return number
        return next((whole for whole in self.skills[number].within if self.popularity(whole)), number)

    def served(self, number: int) -> bool:
        """Whether anybody lists this skill, a kind of it, or what includes it."""
        return self.held(self.offered(number))

    def beside(self, number: int) -> list[int]:
        """List what is of the same kind, what most people list first."""
        above = (one for one, depth in self.skills[number].above if depth == 1)
        kin = {one for each in above for one, depth in self.skills[each].narrower if depth == 1}
        return sorted(kin - {number}, key=lambda one: (-self.popularity(one), one))

    def is_software(self, number: int) -> bool:
        """Whether a skill is a kind of software, as names of what it is a kind of say."""
        names = (name for one, depth in self.skills[number].above if depth == 1 for name in self.names.of(one))
        return any(not _SOFTWARE.isdisjoint(name.content) for name in names)

    def popularity(self, number: int) -> int:
        """Count the people who list this skill itself."""
        reach = self.skills[number].reach
        only_kinds = (slot for way, alike in reach.alike() if isinstance(way, Kinds) for (slot,) in alike)
        return len(reach) - sum(len(slot.places) for slot in only_kinds)

    def said(self, skills: Sequence[int], spelt: Sequence[str]) -> Said | None:
        """Return words that were asked for as one of the names of these skills says them; none when none does."""
        asked = say(" ".join(spelt))
        for skill in skills:
            if any(label.said.text == asked.text for label in self.labelled(skill)):
                return asked
        names = [name for skill in skills for name in self.names.of(skill)]
        # Nobody lists ToC, but theory of change: people are in that order.
        if in_full := next((name for name in names if spells_out(name, spelt)), None):
            return say(in_full.text)
        if any(name.means(asked.stems) for name in names):
            return asked
        return next((say(name.text) for name in names if letters(name.content) == asked.joined), None)

    def labelled(self, skill: int) -> Iterator[Label]:
        """List the labels that name a skill itself."""
        return (way.label for way in self.skills[skill].reach.ways() if isinstance(way, Named))

    def fill(self, listed: Sequence[tuple[int, Entry]]) -> list[Name]:
        """List people where nobody is listed yet, each with their place, in the order of the ring; return new names.

        The same as putting them one by one, and several times as fast.
        """
        times = Counter(text for _, entry in listed for text in dict.fromkeys(entry.skills))
        new = [name for text, count in times.items() if words(text) and (name := self._write_one(text, count))]
        kept: dict[int, dict[str, list[_Kept]]] = {}
        for place, entry in listed:
            self.people[place] = entry
            bits = bits_of(entry)
            self.seats.take(place, bits)
            by_text = kept.setdefault(bits, {})
            found: list[_Kept] = []
            for text in dict.fromkeys(entry.skills):
                if (alone := by_text.get(text)) is None:
                    alone = by_text[text] = self._kept(text, bits)
                found += alone
            if len({one[0] for one in found}) == len(found):
                for _, append, slots, slot, _ in found:
                    append(place)
                    slots[place] = slot
            else:
                _keep_together(place, found, bits)
        reaches = {one[0] for by_text in kept.values() for alone in by_text.values() for one in alone}
        for reach in reaches:
            reach.tidy()
        Reach.seat(reaches, self.seats)
        return new

    def _kept(self, text: str, bits: int) -> list[_Kept]:
        """Return where those are kept who write a label, are in these groups, and answer by nothing else."""
        answers = self._alone(self._labels[text]) if text in self._labels else []
        return [(reach, *reach.kept(ways[0], labels, bits), (ways, labels)) for reach, ways, labels in answers]

    def put(self, entry: Entry) -> tuple[list[Name], list[Name]]:
        """List somebody, or what they list now; return the names that are new among all names, and those that went."""
        place = place_of(entry.id)
        # What is new is written before what is old goes, so that a skill they keep is never taken down in between.
        new = self._write(entry) if entry.listed else []
        gone = self._remove(place)
        if entry.listed:
            self.people[place] = entry
            self.seats.take(place, bits_of(entry))
            self._list(place)
        return new, gone

    def remove(self, person: str) -> list[Name]:
        """Let somebody go who may be listed; return the names that nobody writes any more."""
        return self._remove(place_of(person))

    def _write(self, entry: Entry) -> list[Name]:
        texts = [text for text in entry.skills if text in self._labels or words(text)]
        return [name for text in dict.fromkeys(texts) if (name := self._write_one(text))]

    def _list(self, place: int) -> None:
        bits = bits_of(self.people[place])
        for reach, (ways, labels) in self._ways(place).items():
            reach.put(place, ways, labels, bits)

    def _remove(self, place: int) -> list[Name]:
        if place not in self.people:
            return []
        for reach in self._ways(place):
            reach.drop(place)
        texts = [label.text for label in self.labels(place)]
        del self.people[place]
        self.seats.leave(place)
        return [name for text in texts if (name := self._unwrite(text))]

    def _ways(self, place: int) -> dict[Reach, _Counted]:
        """Return all reaches somebody is in, with the ways they answer in and how many of their labels answer."""
        found: dict[Reach, _Counted] = {}
        for label in self.labels(place):
            for reach, ways, labels in self._alone(label):
                before = found.get(reach)
                found[reach] = _together(before, (ways, labels)) if before else (ways, labels)
        return found

    def _alone(self, label: Label) -> list[_Answer]:
        """Return whatever one label answers to."""
        found = self._answers.get(label.text)
        if found is None:
            found = self._answers[label.text] = list(self._answered(label))
        return found

    def _answered(self, label: Label) -> Iterator[_Answer]:
        direct: dict[int, Way] = {number: Named(label) for number in label.means}
        direct |= {number: Within(label.stems & self._stems[number]) for number in label.contains}
        kinds: dict[int, list[Kinds]] = {}
        for number, way in direct.items():
            yield self.skills[number].reach, (way,), 1
            for above, depth in self.skills[number].above:
                kinds.setdefault(above, []).append(Kinds(isinstance(way, Within), depth))
        for number, ways in kinds.items():
            if number not in direct:
                yield self.skills[number].reach, (min(ways),), len(ways)

    def _write_one(self, text: str, times: int = 1) -> Name | None:
        """Count a label; return its name when it is a new one of a skill of its own."""
        label = self._labels.get(text)
        if label is None:
            label = self._labels[text] = self._label(text)
        self._written[text] = self._written.get(text, 0) + times
        if not label.own:
            return None
        number = label.means[0]
        skill = self.skills.get(number) or self._skill(number, key_of(own_key(label.said)), label.own)
        before = skill.texts.get(label.own, 0)
        skill.texts[label.own] = before + times
        if len(skill.texts) > 1:
            skill.label = _usual(skill.texts)
        return None if before else self.names.add(label.own, number, Kind.LABEL)

    def _unwrite(self, text: str) -> Name | None:
        """Count a label off; return its name when that was the last."""
        label = self._labels[text]
        self._written[text] -= 1
        if not self._written[text]:
            del self._written[text], self._labels[text]
            self._answers.pop(text, None)
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
        # Whoever lists nvvio means NVivo, and takes nobody's slip for what they list.
        means = means or self.concepts.nearly(words(own))
        if means:
            own = ""
        else:
            means = (self._concepts + number_of(own_key(said)),)
        return Label(text, means, contains, replace(said, text=normalise(text)), frozenset(map(stem, words(text))), own)

    def _add_concepts(self, vocabulary: Vocabulary) -> None:
        for number, concept in enumerate(vocabulary):
            self._skill(number, key_of(f"concept {normalise(concept.label)}"), concept.label)
            self.concepts.add(concept.label, number, Kind.LABEL)
            for alias in concept.aliases:
                self.concepts.add(alias, number, Kind.ALIAS)
            for acronym in concept.acronyms:
                self.concepts.add(acronym, number, Kind.ACRONYM)
        # Of concepts, the stems of all their names.
        self._stems = {n: frozenset(one for each in self.concepts.of(n) for one in each.stems) for n in self.skills}
        below = {skill.label: number for number, skill in self.skills.items()}
        above: dict[int, list[tuple[int, int]]] = {}
        for label, number in below.items():
            depths = vocabulary.below(label).items()
            self.skills[number].narrower = tuple((below[one], depth) for one, depth in depths)
            for one, depth in self.skills[number].narrower:
                above.setdefault(one, []).append((number, depth))
        for number, wider in above.items():
            self.skills[number].above = tuple(wider)
        for number, concept in enumerate(vocabulary):
            self.clues[number] = concept.clues
            self.skills[number].within = tuple(below[label] for label in concept.within)

    def _skill(self, number: int, key: str, label: str) -> Skill:
        self.number[key] = number
        return self.skills.setdefault(number, Skill(key, label, Reach(self.seats)))


def _keep_together(place: int, found: Sequence[_Kept], bits: int) -> None:
    """Keep somebody of whom several labels answer to one skill."""
    by_reach: dict[Reach, _Kept] = {}
    several: dict[Reach, _Counted] = {}
    for one in found:
        reach = one[0]
        first = by_reach.setdefault(reach, one)
        if first is not one:
            several[reach] = _together(several.get(reach, first[-1]), one[-1])
    for reach, counted in several.items():
        del by_reach[reach]
        reach.keep(place, *counted, bits)
    for _, append, slots, slot, _ in by_reach.values():
        append(place)
        slots[place] = slot


def _together(one: _Counted, other: _Counted) -> _Counted:
    """Bring together how labels answer to one skill: those with the skill itself count, and kinds only without them."""
    (ways, labels), (more, more_labels) = one, other
    if isinstance(ways[0], Kinds) and isinstance(more[0], Kinds):
        return (min(ways[0], more[0]),), labels + more_labels
    if isinstance(ways[0], Kinds):
        return more, more_labels
    if isinstance(more[0], Kinds):
        return ways, labels
    return tuple(dict.fromkeys((*ways, *more))), labels + more_labels


def place_of(text: str) -> int:
    """Return the place of an id, or of where a question begins, on the ring."""
    digest = blake2b(text.encode(errors="surrogatepass"), digest_size=_PLACE_BYTES, person=b"ring").digest()
    return int.from_bytes(digest, "big")


def _usual(texts: Mapping[str, int]) -> str:
    """Pick what most people write, and of equals the first by the alphabet."""
    return min(texts, key=lambda text: (-texts[text], text))

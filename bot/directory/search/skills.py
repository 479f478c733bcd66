"""Which skills there are: those of the vocabulary, and labels of their own; and how labels answer to them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.directory.search.initials import spells_out
from bot.directory.search.labels import (
    Label,
    Said,
    bare,
    concepts_in,
    foremost,
    id_of,
    key_of,
    number_of,
    own_key,
    say,
)
from bot.directory.search.names import Kind, Name, Names, letters
from bot.directory.search.phrases import REQUEST_WORDS
from bot.directory.search.reach import Kinds, Named, Reach, Way, Within
from bot.directory.search.seats import Seats
from bot.directory.search.shorthand import in_full
from bot.directory.search.stems import stem
from bot.directory.search.text import FILLER_WORDS, STOP_WORDS, content, normalise, words
from bot.directory.search.vocabulary import Vocabulary

_LANGUAGES = "languages"
_SOFTWARE = frozenset({"app", "apps", "package", "packages", "software", "tool", "tools"})

# A reach, and how a label, or several, answer to it.
Answer = tuple[Reach, Sequence[Way], int]


@dataclass(slots=True)
class Skill:
    """One skill that can be asked for: a concept of the vocabulary, or a label that is not in it.

    `id` is eight characters that stay the same for as long as the skill is called what it is. `above` and `narrower`
    list what it is a kind of, and its kinds, with the number of steps between. `texts` counts, for a label of its
    own, the people who write it so; the skill is called what most of them call it. `within` lists what includes it.
    What is `wide` is asked for and hardly anybody's skill, and makes no family of its kinds.
    """

    id: str
    label: str
    reach: Reach
    above: tuple[tuple[int, int], ...] = ()
    narrower: tuple[tuple[int, int], ...] = ()
    texts: dict[str, int] = field(default_factory=dict)
    within: tuple[int, ...] = ()
    wide: bool = False


class Skills:
    """The concepts of a vocabulary, and what people list that is in none: by what they are found, and whom they reach.

    `seats` are those of everybody whom any of them reaches.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.ordinary = vocabulary.other_words | REQUEST_WORDS | STOP_WORDS
        # Ordinary words that are about something else altogether.
        self.elsewhere = vocabulary.other_words - REQUEST_WORDS - STOP_WORDS - FILLER_WORDS
        self.concepts = Names(self.ordinary)
        # Words wider than any skill, which are read only where they are all that was asked for.
        self.wider = Names(self.ordinary)
        self.skills: dict[int, Skill] = {}
        self.number: dict[str, int] = {}
        # What a word that the network taught means, by the id it had before: that of a label of its own.
        self.taken_up: dict[str, tuple[int, ...]] = {}
        self.seats = Seats()
        # By concept: the words in which a need for it is told.
        self.clues: dict[int, tuple[str, ...]] = {}
        self._labels: dict[str, Label] = {}
        self._written: dict[str, int] = {}
        self._answers: dict[str, list[Answer]] = {}
        self._concepts = len(vocabulary) + len(vocabulary.wider)
        # Puts right what words of a label are surely misspelt, and tells of what skill's label words were cut short; by
        # the names of concepts alone, once they are read.
        self.mended: Callable[[Sequence[str]], Sequence[str]] = tuple
        self.cut_short: Callable[[Sequence[str]], tuple[int, ...]] = lambda _: ()
        self._add_concepts(vocabulary)
        self.names = Names(self.ordinary, self.concepts)
        self.elsewhere -= {word for name in self.concepts for word in name.content}

    def id(self, number: int) -> str:
        """Return the id of a skill."""
        return self.skills[number].id

    def asked_by(self, spelt: Sequence[str]) -> tuple[int, ...]:
        """Return the skills that words ask for: those they are a name of, and what is wider, where that finds more.

        Whoever asks for later life is shown who knows about old age, and then who knows about dementia.
        """
        found, wider = self.names.find(spelt), self.wider.find(spelt)
        if not (found and wider):
            return found or wider
        served = tuple(one for one in wider if self.served(one))
        return (*found, *served) if not served or any(map(self.served, found)) else served

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

    def families(self, number: int) -> list[int]:
        """List what a skill is directly a kind of."""
        above = self.skills[number].above
        return [one for one, depth in above if depth == 1 and not self.skills[one].wide]

    def beside(self, number: int) -> list[int]:
        """List what is of the same kind, what most people list first."""
        kin = {one for each in self.families(number) for one, depth in self.skills[each].narrower if depth == 1}
        return sorted(kin - {number}, key=lambda one: (-self.popularity(one), one))

    def is_software(self, number: int) -> bool:
        """Whether a skill is a kind of software, as names of what it is a kind of say."""
        names = (name for one in self.families(number) for name in self.names.of(one))
        return any(not _SOFTWARE.isdisjoint(name.content) for name in names)

    def is_language(self, number: int) -> bool:
        """Whether a skill is a language that people speak, as what it is a kind of tells."""
        return any(name.text == _LANGUAGES for one in self.families(number) for name in self.names.of(one))

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

    def _alone(self, label: Label) -> list[Answer]:
        """Return whatever one label answers to."""
        found = self._answers.get(label.text)
        if found is None:
            found = self._answers[label.text] = list(self._answered(label))
        return found

    def _answered(self, label: Label) -> Iterator[Answer]:
        direct: dict[int, Way] = {number: Named(label) for number in label.means}
        direct |= {
            number: Within(label.stems & self._stems[number], number == label.foremost) for number in label.contains
        }
        kinds: dict[int, list[Kinds]] = {}
        for number, way in direct.items():
            yield self.skills[number].reach, (way,), 1
            for above, depth in self.skills[number].above:
                otherwise = label.stems.isdisjoint(self._label_stems[above])
                kinds.setdefault(above, []).append(Kinds(isinstance(way, Within), depth, otherwise))
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
        full = in_full(own)
        if full != own:
            # Beside what is written, what it is short for: "focus grps" are focus groups.
            more, beside = concepts_in(full, self.concepts)
            means, more = (means, more) if means else (more, ())
            contains = tuple(one for one in dict.fromkeys((*contains, *more, *beside)) if one not in means)
        # Whoever lists nvvio means NVivo, and takes nobody's slip for what they list.
        spelt = words(own)
        means = means or self.wider.exactly(spelt) or self.concepts.nearly(spelt)
        if not means and len(content(spelt)) > 1:
            # One word alone may be another, serology no slip for neurology: what stands beside it tells.
            means = self.concepts.exactly(self.mended(spelt)) or self.cut_short(spelt)
            contains = tuple(one for one in contains if one not in means)
        if means:
            own = ""
        else:
            means = (self._concepts + number_of(own_key(said)),)
        said = replace(said, text=normalise(text))
        stems = frozenset(map(stem, (*words(text), *words(full))))
        first = foremost(text, self.concepts) if contains else None
        return Label(text, means, contains, said, stems, own, first)

    def _add_concepts(self, vocabulary: Vocabulary) -> None:
        for number, concept in enumerate((*vocabulary, *vocabulary.wider)):
            self._skill(number, key_of(f"concept {normalise(concept.label)}"), concept.label)
            self.skills[number].wide = bool(concept.kinds)
            names = self.wider if concept.kinds else self.concepts
            names.add(concept.label, number, Kind.LABEL)
            for alias in concept.aliases:
                names.add(alias, number, Kind.ALIAS)
            for acronym in concept.acronyms:
                names.add(acronym, number, Kind.ACRONYM)
        self.taken_up = {id_of(name): self.concepts.exactly(words(name)) for name in vocabulary.taught}
        self.taught = frozenset(map(normalise, vocabulary.taught))
        # Of concepts, the stems of all their names.
        self._stems = {n: frozenset(one for each in self.concepts.of(n) for one in each.stems) for n in self.skills}
        self._label_stems = {n: frozenset(map(stem, content(words(each.label)))) for n, each in self.skills.items()}
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


def _usual(texts: Mapping[str, int]) -> str:
    """Pick what most people write, and of equals the first by the alphabet."""
    return min(texts, key=lambda text: (-texts[text], text))

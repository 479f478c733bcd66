"""What the network calls its skills: concepts, the words people use for them, and what is a kind of what."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Self

from bot.directory.search.examples import Examples
from bot.directory.search.text import normalise

_KEYS = ("aliases", "acronyms", "clues", "within", "broader", "kinds")


class Misworded(ValueError):  # noqa: N818 - it is what happened
    """The vocabulary contradicts itself; the message lists every fault, one a line."""


@dataclass(frozen=True, slots=True)
class Concept:
    """One skill as the network knows it.

    `label` is how it is shown. An alias names one concept alone; an acronym may stand for several. `clues` are words
    in which a need for it is told, and name nothing. `broader` holds the labels of what this is a kind of, and
    `within` of what includes it, so that whoever knows that can help with this. One that has `kinds` is wider than any
    skill: people ask for it, and any of these will do.
    """

    label: str
    area: str = ""
    aliases: tuple[str, ...] = ()
    acronyms: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    clues: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


class Vocabulary:
    """Concepts by label, checked: no name twice, nothing broader than itself. Raises `Misworded`.

    `other_words` are ordinary words that are no misspelling of a skill, however close they come to one. `taught` are
    those names of concepts that were no skill's until the network taught them. `examples` know what people type who
    need a concept, by its label. Concepts with kinds of their own are in `wider` alone: hardly anybody's skill.
    """

    def __init__(
        self,
        concepts: Iterable[Concept] = (),
        other_words: Iterable[str] = (),
        taught: Iterable[str] = (),
        examples: Examples | None = None,
    ) -> None:
        listed = tuple(concepts)
        self.taught = tuple(taught)
        self.examples = examples
        self.other_words = frozenset(filter(None, map(normalise, other_words)))
        self._concepts = {concept.label: concept for concept in listed}
        self._skills = tuple(concept for concept in self._concepts.values() if not concept.kinds)
        self.wider = tuple(concept for concept in self._concepts.values() if concept.kinds)
        faults = [*_twice(listed), *_unknown(self._concepts), *_circular(self._concepts)]
        if faults:
            raise Misworded("\n".join(faults))
        self._narrower: dict[str, list[str]] = {}
        for concept in listed:
            for label in concept.broader:
                self._narrower.setdefault(label, []).append(concept.label)
            if concept.kinds:
                self._narrower.setdefault(concept.label, []).extend(concept.kinds)

    def __iter__(self) -> Iterator[Concept]:
        return iter(self._skills)

    def __len__(self) -> int:
        return len(self._skills)

    def __getitem__(self, label: str) -> Concept:
        return self._concepts[label]

    def narrower(self, label: str) -> list[str]:
        """List the labels that are directly a kind of `label`."""
        return self._narrower.get(label, [])

    def below(self, label: str) -> dict[str, int]:
        """Return what is a kind of `label`, with how many steps below it is, nearest first."""
        depths: dict[str, int] = {}
        level, depth = self.narrower(label), 1
        while level:
            depths |= {one: depth for one in level if one not in depths}
            level = [below for one in level for below in self.narrower(one) if below not in depths]
            depth += 1
        return depths

    @classmethod
    def read(cls, tables: Mapping[str, object], examples: Examples | None = None) -> Self:
        """Read tables of concepts by area, and `other_words`, as config/skills.toml has them. Raises `Misworded`."""
        others = tables.get("other_words", [])
        concepts: list[Concept] = []
        for area, table in tables.items():
            if area == "other_words":
                continue
            if not isinstance(table, Mapping):
                raise Misworded(f"“{area}” has to be a table of concepts.")
            concepts += (_concept(area, label, facts) for label, facts in table.items())
        return cls(concepts, _texts("other_words", others), examples=examples)


def _concept(area: str, label: object, facts: object) -> Concept:
    if not isinstance(facts, Mapping) or not isinstance(label, str):
        raise Misworded(f'“{label}” has to be a table, such as {{ aliases = ["…"] }}.')
    if strange := sorted(set(facts).difference(_KEYS)):
        raise Misworded(f"“{label}” has “{strange[0]}”; a concept has {', '.join(_KEYS)}.")
    read = {key: _texts(f"{key} of “{label}”", facts.get(key, [])) for key in _KEYS}
    return Concept(label, area, **read)


def _texts(what: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise Misworded(f"{what} has to be a list of texts.")
    return tuple(value)


def _twice(concepts: Iterable[Concept]) -> Iterator[str]:
    owners: dict[str, str] = {}
    labels: dict[str, str] = {}
    for concept in concepts:
        for name in (concept.label, *concept.aliases):
            key = normalise(name)
            if not key:
                yield f"“{name}” under “{concept.label}” has no letters in it."
            # What is wider may be called what some skill is called besides: later life is old age, and dementia.
            known = labels if concept.kinds else owners
            if key in known and (name == concept.label or not concept.kinds):
                yield f"“{name}” is both “{concept.label}” and “{known[key]}”; a name belongs to one."
            owners |= {} if concept.kinds else {key: owners.get(key, concept.label)}
        labels[normalise(concept.label)] = concept.label


def _unknown(concepts: Mapping[str, Concept]) -> Iterator[str]:
    for concept in concepts.values():
        said = (("a kind of", concept.broader), ("within", concept.within), ("a wider word for", concept.kinds))
        for what, labels in said:
            for label in labels:
                if label not in concepts:
                    yield f"“{concept.label}” is said to be {what} “{label}”, which is no concept's label."


def _circular(concepts: Mapping[str, Concept]) -> Iterator[str]:
    directly = {label: list(concept.broader) for label, concept in concepts.items()}
    for label, concept in concepts.items():
        for kind in concept.kinds:
            directly.setdefault(kind, []).append(label)
    for start in concepts:
        above, waiting = set[str](), list(directly[start])
        while waiting:
            label = waiting.pop()
            if label in concepts and label not in above:
                above.add(label)
                waiting += directly[label]
        if start in above:
            yield f"“{start}” is said to be a kind of itself, by way of what it is broader or narrower than."

"""Which concepts what people list in words of their own is likely about, as examples tell."""

from collections.abc import Iterator, Mapping

from bot.directory.search.examples import Examples
from bot.directory.search.holdings import Holdings
from bot.directory.search.text import words

# More skills than these are not learnt: those that fewest people list, of a very large directory.
_MOST = 2_000
# What is about a concept no surer than this is not about it.
_LEAST = 0.1


class Owned:
    """Knows skills of `holdings` that are in no vocabulary by the `concepts` that they are likely about."""

    def __init__(self, holdings: Holdings, examples: Examples, concepts: Mapping[str, int]) -> None:
        self._holdings, self._examples, self._concepts = holdings, examples, concepts
        self._about: dict[int, dict[int, float]] = {}
        # By the text of a label: what it is about, whoever lists it.
        self._read: dict[str, dict[int, float]] = {}
        self._stale = True

    def changed(self) -> None:
        """Take note that other skills are listed."""
        self._stale = True

    def about(self, concept: int) -> Mapping[int, float]:
        """Return the skills that are likely about a concept, and how likely."""
        self.learn()
        return self._about.get(concept, {})

    def learn(self) -> None:
        """Learn what is listed now, a fraction of a millisecond for each that is new."""
        if not self._stale:
            return
        self._stale = False
        before, self._read, self._about = self._read, {}, {}
        for skill, label in self._listed():
            read = self._read[label] = before[label] if label in before else self._read_of(label)
            for concept, likely in read.items():
                self._about.setdefault(concept, {})[skill] = likely

    def _listed(self) -> Iterator[tuple[int, str]]:
        skills = self._holdings.skills
        own = [(-sum(each.texts.values()), number) for number, each in skills.items() if each.texts]
        for _, number in sorted(own)[:_MOST]:
            yield number, skills[number].label

    def _read_of(self, label: str) -> dict[int, float]:
        likely = self._examples.speak(words(label)).likely
        return {self._concepts[one]: p for one, p in likely.items() if p >= _LEAST and one in self._concepts}

"""Names whose words were cut short, as people do who are in a hurry: imp sci, health econ, proj mgmt."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from bot.directory.search.names import Kind, Name
from bot.directory.search.stems import stem
from bot.directory.search.text import content

# How likely it is that a name of so many words was meant, a skill's label and another of its names.
_LABEL, _ALIAS = 0.8, 0.74
# So many letters tell how a word begins, beside other words and alone.
_SHORTEST, _SHORTEST_ALONE = 2, 5
_MOST_WORDS = 4
_VOWELS = frozenset("aeiouy")


class Clippings:
    """Finds names by what is left of their words.

    `begun` lists the words that begin in some way, `having` the names that have a stem, and `whole` says whether a
    word is an ordinary one, so that nothing was cut off it.
    """

    def __init__(
        self,
        begun: Callable[[str], Sequence[str]],
        having: Callable[[str], Collection[Name]],
        whole: Callable[[str], bool],
    ) -> None:
        self._begun, self._having, self._whole = begun, having, whole

    def guess(self, spelt: Sequence[str]) -> list[tuple[Name, float]]:
        """List the names that words may have been cut from, each with a score from 0 to 1; of one word, its only one.

        At least one of them was; what stands in full is in the name in any form.
        """
        said = content(spelt)
        least = _SHORTEST if len(said) > 1 else _SHORTEST_ALONE
        cut = {word for word in said if least <= len(word) and word.isalpha() and not self._whole(word)}
        if not cut or len(said) > _MOST_WORDS:
            return []
        longer = {word: frozenset(self._longer(word)) for word in cut}
        if not all(longer.get(word) or self._having(stem(word)) for word in said):
            return []
        fewest = min(cut, key=lambda word: len(longer[word]))
        stems = dict.fromkeys([*map(stem, longer[fewest]), stem(fewest)])
        as_long = {name for one in stems for name in self._having(one) if len(name.content) == len(said)}
        asked = [(stem(word), longer.get(word, frozenset())) for word in said]
        found = [name for name in as_long if _is_cut_to(name, asked)]
        if len(said) == 1 and len({name.skill for name in found}) > 1:
            return []
        ranked = [(name, _LABEL if name.kind is Kind.LABEL else _ALIAS) for name in found]
        return sorted(ranked, key=lambda each: (-each[1], len(each[0].text), each[0].text))

    def _longer(self, cut: str) -> Iterable[str]:
        """List the words that one may be cut from: those that begin so, evals too, or have its consonants, mgmt."""
        if _VOWELS.isdisjoint(cut):
            last = cut[-1]
            return (word for word in self._begun(cut[0]) if word[-1] == last and word != cut and _in_order(cut, word))
        several = self._begun(cut[:-1]) if cut.endswith("s") and len(cut) > _SHORTEST else ()
        return (word for word in (*self._begun(cut), *several) if word not in (cut, cut[:-1]))


def _is_cut_to(name: Name, asked: Iterable[tuple[str, Collection[str]]]) -> bool:
    """Whether a name of as many words has these stems, or instead of them, once at least, a word they were cut from."""
    cut = False
    for (its_stem, longer), own_stem, word in zip(asked, name.stems, name.content, strict=True):
        if its_stem != own_stem:
            if word not in longer:
                return False
            cut = True
    return cut


def _in_order(letters: str, word: str) -> bool:
    left: Iterator[str] = iter(word)
    return all(letter in left for letter in letters)

"""Putting single words right: slips in the talk around what is wanted, and words that are surely a skill's."""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace

from bot.directory.search import talk
from bot.directory.search.readings import MENDED, Reading
from bot.directory.search.spelling import Spelling
from bot.directory.search.text import MOST_CHARACTERS, SAYS_LITTLE

# Words that may be slips, not parts of "don't" or of `C++`; capitals are an acronym up to so many.
_TYPED = re.compile(r"(?<![\w'’+#-])[a-z]{3,}(?![\w'’+#-])", re.IGNORECASE)
_ACRONYM = 5
# From this closeness on a word that tells of no skill is one that does, misspelt.
_SURELY = 0.82


class Mending:
    """Mends words that tell of no skill and are not `ordinary`, where one is near that does, or that is talk.

    `tells` says whether a word tells of a skill, `named` whether it is the name of one.
    """

    def __init__(
        self,
        spelling: Spelling,
        ordinary: Collection[str],
        tells: Callable[[str], bool],
        named: Callable[[str], bool],
    ) -> None:
        self._spelling, self._ordinary, self._tells, self._named = spelling, ordinary, tells, named

    def learn(self) -> None:
        """Learn what is needed now, and not when somebody asks."""
        talk.learn()

    def talk(self, question: str) -> str:
        """Mend slips in the talk around what is wanted; words nearer to a skill's than to talk stay as they are."""
        text = question[:MOST_CHARACTERS]
        # One word alone is what is wanted.
        return _TYPED.sub(lambda found: self._heard(found[0]), text) if " " in text.strip() else text

    def _heard(self, typed: str) -> str:
        word = typed.lower()
        if self._known(word) or (typed.isupper() and len(typed) <= _ACRONYM):
            return typed
        mended = talk.meant(word)
        if mended == word or self._named(word):
            return typed
        # Words of talk stand in names, too: "looking after volunteers".
        return mended if self._near(word) in ("", mended) else typed

    def words(self, spelt: Iterable[str]) -> dict[str, str]:
        """Return what words surely were meant to be, by how they were typed; only those that are another word."""
        near = ((word, self._near(word)) for word in spelt if not self._known(word))
        return {word: mended for word, mended in near if mended}

    def all(self, spelt: Sequence[str]) -> list[str]:
        """Return words with those put right that surely were meant to be others."""
        slips = self.words(spelt)
        return [slips.get(word, word) for word in spelt]

    def _known(self, word: str) -> bool:
        return word in self._ordinary or word in SAYS_LITTLE or self._tells(word)

    def _near(self, word: str) -> str:
        """Return the word of a skill that a word surely is; empty when there is none."""
        near = self._spelling.guesses(word)
        return near[0].word if near and near[0].closeness >= _SURELY else ""


def corrected(reading: Reading, slips: dict[str, str]) -> Reading:
    """Return what was read in mended words as read in those that were typed, with the slips that are in it."""
    typed = {mended: word for word, mended in slips.items()}
    spelt = reading.typed.split()
    own = tuple((typed[word.lower()], word.lower()) for word in spelt if word.lower() in typed)
    as_typed = " ".join(typed.get(word.lower(), word) for word in spelt)
    return replace(reading, typed=as_typed, corrections=own or reading.corrections, score=min(reading.score, MENDED))

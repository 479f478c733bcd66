"""What features of texts say for skills: counted first, then fitted so that texts are told apart."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.directory.search.examples import features_of, is_whole_word, is_word
from bot.directory.search.text import words
from bot.directory.search.vocabulary import Vocabulary

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

# How much more a name and a clue count than an example.
_NAME, _CLUE = 4, 3
# Words that stand together in fewer texts say nothing, nor does what more skills have.
_LEAST_TEXTS, _MOST_SKILLS = 2, 400
# How much pairs and beginnings count beside whole words, and how sure all of them are before the fit.
_PART, _ALL = 0.5, 0.5
# Of the odds that are counted: how much of what is usual counts as chance, and how rare anything is at least; so many
# texts more are thought to be of every skill, so that those of few names do not shout.
_COMMON, _NEVER, _TEXTS = 0.05, 3e-4, 20.0
# Of the fit: rounds over all texts, texts at once, step, how near it stays to what was counted, and how much is left
# out of each text and taken for other skills, so that no text is learnt by heart.
_ROUNDS, _AT_ONCE, _STEP, _NEAR, _LEFT_OUT, _OTHERS = 4, 256, 0.1, 0.01, 0.25, 0.05
# How much less is said in the end: a word and the pair it stands in say some things twice.
_SOFTER = 2.0


@dataclass(frozen=True, slots=True)
class Text:
    """A text that somebody who needs a skill types, by the skill's place, and how much it counts."""

    text: str
    skill: int
    counts: int = 1


def texts_of(vocabulary: Vocabulary, examples: Mapping[str, Sequence[str]]) -> list[Text]:
    """List all names, clues and examples of a vocabulary's concepts."""
    texts: list[Text] = []
    for skill, concept in enumerate(vocabulary):
        names = (concept.label, *concept.aliases, *concept.acronyms)
        texts += (Text(name, skill, _NAME) for name in names)
        texts += (Text(clue, skill, _CLUE) for clue in concept.clues)
        texts += (Text(example, skill) for example in examples.get(concept.label, ()))
    return texts


def learn(texts: Sequence[Text], skills: int) -> dict[str, dict[int, float]]:
    """Return what each feature says for skills, as log odds."""
    found = [list(dict.fromkeys(features_of(words(each.text)))) for each in texts]
    often = Counter(feature for features in found for feature in features)
    numbers = {feature: at for at, feature in enumerate(f for f, n in often.items() if n >= _LEAST_TEXTS or is_word(f))}
    rows = [np.array([numbers[one] for one in features if one in numbers], np.int64) for features in found]
    table = _Table(list(numbers), rows, texts, skills)
    table.fit(rows, np.array([each.skill for each in texts]))
    return table.says()


class _Table:
    """Entries of a feature and a skill, in the order of features; `starts` tells where those of each begin."""

    def __init__(self, names: Sequence[str], rows: Sequence[Whole], texts: Sequence[Text], skills: int) -> None:
        self._names, self._skills_all = names, skills
        flat = np.concatenate(rows)
        each = np.repeat([text.skill for text in texts], list(map(len, rows)))
        counts = np.repeat([text.counts for text in texts], list(map(len, rows))).astype(float)
        keys, place = np.unique(flat * skills + each, return_inverse=True)
        times = np.bincount(place, counts)
        self._feature, self._skill = keys // skills, keys % skills
        in_skill = np.bincount(each, counts, skills) + _TEXTS
        in_all = np.bincount(flat, counts, len(names))
        of_skills = np.bincount(self._feature, minlength=len(names))
        share = times / in_skill[self._skill]
        usual = in_all[self._feature] / in_skill.sum()
        rare = np.log(skills / of_skills[self._feature] + 0.1)
        part = np.array([1.0 if is_whole_word(name) else _PART for name in names])
        self._says = np.log1p(share / (_COMMON * usual + _NEVER)) * rare * part[self._feature] * _ALL
        kept = of_skills[self._feature] <= _MOST_SKILLS
        self._feature, self._skill, self._says = self._feature[kept], self._skill[kept], self._says[kept]
        self._lengths = np.bincount(self._feature, minlength=len(names))
        self._starts = np.concatenate([[0], np.cumsum(self._lengths)])

    def fit(self, rows: Sequence[Whole], right: Whole) -> None:
        """Change what is said so that the right skill of each text is the likeliest: softmax regression, AdaGrad."""
        chance = np.random.default_rng(0)
        counted, squares = self._says.copy(), np.zeros(len(self._says))
        full = np.array([at for at, row in enumerate(rows) if len(row)])
        for _ in range(_ROUNDS):
            order = chance.permutation(full)
            for start in range(0, len(order), _AT_ONCE):
                batch = order[start : start + _AT_ONCE]
                heard = [row[chance.random(len(row)) > _LEFT_OUT] for row in (rows[at] for at in batch)]
                entries, text = self._entries(heard)
                where = text * self._skills_all + self._skill[entries]
                wrong = self._wrong(where, entries, right[batch])
                slope = np.bincount(entries, wrong.ravel()[where], len(self._says))
                met = np.unique(entries)
                slope = slope[met] + _NEAR * (self._says[met] - counted[met])
                squares[met] += slope**2
                self._says[met] -= _STEP * slope / (np.sqrt(squares[met]) + 0.1)

    def _entries(self, heard: Sequence[Whole]) -> tuple[Whole, Whole]:
        """Return the places of all entries that texts have, and of which text each is."""
        flat = np.concatenate(heard)
        lengths = self._lengths[flat]
        ends = np.cumsum(lengths)
        entries = np.arange(ends[-1] if len(ends) else 0) + np.repeat(self._starts[flat] - (ends - lengths), lengths)
        return entries, np.repeat(np.repeat(np.arange(len(heard)), list(map(len, heard))), lengths)

    def _wrong(self, where: Whole, entries: Whole, right: Whole) -> Floats:
        """Return by text and skill how much likelier it is than it should be."""
        said = np.bincount(where, self._says[entries], len(right) * self._skills_all).reshape(len(right), -1)
        odds = np.exp(said - said.max(1, keepdims=True))
        wrong: Floats = odds / odds.sum(1, keepdims=True) - _OTHERS / self._skills_all
        wrong[np.arange(len(right)), right] -= 1 - _OTHERS
        return wrong

    def says(self) -> dict[str, dict[int, float]]:
        """Return the table by the names of features."""
        found: dict[str, dict[int, float]] = {}
        for feature, skill, said in zip(self._feature, self._skill, self._says, strict=True):
            found.setdefault(self._names[feature], {})[int(skill)] = float(said) / _SOFTER
        return found

"""The two lines of `bot.directory.search.judging`, fitted to the questions of tests/directory.

`python -m tests.learn.lines` prints them, to be put there; it takes half a minute.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.directory.search.examples import Examples
from bot.directory.search.index import SearchIndex
from bot.directory.search.judging import Evidence, Judge
from bot.directory.search.readings import LEAST, SURE, Reading
from bot.directory.search.vocabulary import Vocabulary
from config.vocabulary import load_vocabulary
from tests.directory import network

_FOLDER = Path(__file__).parent.parent / "directory"
# Never fitted to: they tell how well it does with what nobody thought of.
_KEPT = ("fens", "taff", "humber", "severn")
# To whose questions the vocabulary was not fitted: those of the others count less, because words do too well there.
_UNSEEN = ("london", "midlands", "valley", "borough", "aire", "creek", "clyde", "last", "kept", "oblique")
_SEEN_COUNTS = 0.35
_KINDS = ("asked", "mistyped", "nobody")
_RIDGE, _STEPS = 2.0, 30


class Case(NamedTuple):
    """What spoke for whom, about a question: whether what was read, or what examples speak for, named somebody right.

    None where it named nobody at all.
    """

    evidence: Evidence
    read: bool | None
    spoken: bool | None
    counts: float


class _Network:
    """A network that is searched by words alone, and what a judge has to say about it."""

    def __init__(self, index: SearchIndex, examples: Examples, concepts: Mapping[str, int]) -> None:
        self._index, self._examples = index, examples
        self._judge = Judge(index._holdings, examples, concepts)

    def case(self, question: str, right: Sequence[str], counts: float) -> Case | None:
        index = self._index
        asked = index._questions.read(question, exactly=False).asked
        readings = index._reader.readings(asked)
        if asked.others or any(each.score >= SURE and self._judge.serves(each) for each in readings):
            return None
        spelt = index._reader.mending.all(asked.whole.words)
        spoken = self._examples.speak(spelt)
        heard = self._judge.hear(spoken)
        best = next(iter(heard.served), None)
        return Case(
            self._judge.weigh(heard, spoken, spelt, readings),
            self._right(readings, right),
            None if best is None else self._right([Reading("", (best,), LEAST)], right),
            counts,
        )

    def _right(self, readings: Sequence[Reading], right: Sequence[str]) -> bool | None:
        key, _ = self._index._keys.write(readings)
        first = self._index.again(key).matches(0, 1)
        return not set(first[0].entry.skills).isdisjoint(right) if first else None


def _cases() -> Iterator[Case]:
    vocabulary = load_vocabulary()
    assert vocabulary.examples
    plain = Vocabulary((*vocabulary, *vocabulary.wider), vocabulary.other_words)
    concepts = {concept.label: number for number, concept in enumerate(vocabulary)}
    networks: dict[str, _Network] = {}
    for name, people, counts, asked in _questions():
        found = networks.get(name)
        if found is None:
            index = SearchIndex(network.entries() if people is None else network.listed(people), plain)
            found = networks[name] = _Network(index, vocabulary.examples, concepts)
        for question in asked:
            ask, right = (question, []) if isinstance(question, str) else (question["ask"], question.get("right", []))
            if case := found.case(ask, right, counts):
                yield case


def _questions() -> Iterator[tuple[str, Any, float, list[Any]]]:
    """Give a network's name, its people, how much its questions count, and these."""
    files = ("outside", "needs", "questions")
    outside, needs, own = (tomllib.loads((_FOLDER / f"{each}.toml").read_text(encoding="utf-8")) for each in files)
    for name, table in outside.items():
        if name not in _KEPT:
            yield f"outside {name}", table["people"], _counts(name), _asked(table, "listed", *_KINDS)
    yield "own", None, _SEEN_COUNTS, _asked(own, "listed", *_KINDS)
    for name, table in own.items():
        if isinstance(table, dict):
            yield f"own {name}", table["people"], _SEEN_COUNTS, _asked(table, *_KINDS)
    for name, table in needs.items():
        for question in _asked(table, "asked", "none") if isinstance(table, dict) else []:
            at = question["at"]
            people = None if at == "own" else needs.get(at) or own[at]["people"]
            yield (
                "own" if at == "own" else f"own {at}" if at in own else f"needs {at}",
                people,
                _counts(name),
                [question],
            )


def _asked(table: Mapping[str, Any], *kinds: str) -> list[Any]:
    return [question for kind in kinds for question in table.get(kind, [])]


def _counts(name: str) -> float:
    return 1.0 if name in _UNSEEN else _SEEN_COUNTS


def line(evidence: NDArray[np.float64], right: NDArray[np.float64], counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the weights of a logistic regression with a ridge, the first of them free: Newton's method."""
    weights = np.zeros(evidence.shape[1])
    ridge = np.full(evidence.shape[1], _RIDGE)
    ridge[0] = 0.0
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-evidence @ weights))
        slope = evidence.T @ (counts * (right - chance)) - ridge * weights
        bend = (evidence * (counts * chance * (1 - chance))[:, None]).T @ evidence + np.diag(ridge)
        weights += np.linalg.solve(bend, slope)
    return weights


def main() -> None:
    cases = list(_cases())
    for name, said in (("_READ", [case.read for case in cases]), ("_SPOKEN", [case.spoken for case in cases])):
        known = [(case, right) for case, right in zip(cases, said, strict=True) if right is not None]
        evidence = np.array([case.evidence for case, _ in known])
        fitted = line(evidence, np.array([float(right) for _, right in known]), np.array([c.counts for c, _ in known]))
        print(f"{name} = Evidence({', '.join(f'{each:.2f}' for each in fitted)})")


if __name__ == "__main__":
    main()

"""How fast and how right the search is, beside rapidfuzz over every person and skill in the same run."""

import argparse
import json
import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypedDict

from rapidfuzz import fuzz, process, utils

from bot.directory.model import Consent, Entry, Setting
from bot.directory.search.index import SearchIndex
from bot.directory.search.text import normalise
from bot.directory.search.vocabulary import Concept, Vocabulary
from config.vocabulary import load_vocabulary

Query = TypedDict("Query", {"class": str, "query": str, "skills": list[str]})


class Bench(TypedDict):
    """Skills to find, other names of theirs, and queries of several classes with the skills that are right."""

    skills: list[str]
    aliases: list[dict[str, str]]
    queries: list[Query]


_SIZES = (300, 10_000)
_QUESTIONS = 400
_QUESTIONS_NAIVE = 20
_SHOWN = 10
_TIMES = 3


def main(arguments: list[str]) -> None:
    """Print speed, and with `--skills-bench PATH` the share of first answers that are right, by class."""
    parser = argparse.ArgumentParser(prog="search", description=main.__doc__)
    parser.add_argument("--skills-bench", type=Path, help="a file such as skills_bench.json")
    options, _ = parser.parse_known_args(arguments)  # other options are for other benchmarks
    _print_speed()
    if options.skills_bench:
        _print_quality(json.loads(options.skills_bench.read_text(encoding="utf-8")))


def _print_speed() -> None:
    vocabulary = load_vocabulary()
    print(f"{'people':>8} {'build s':>8} {'p50 ms':>8} {'p99 ms':>8} {'naive p50 ms':>13} {'times faster':>13}")
    for size in _SIZES:
        people = _people(vocabulary, size)
        began = time.perf_counter()
        index = SearchIndex(people, vocabulary)
        built = time.perf_counter() - began
        asked = _questions(vocabulary)

        def ours(question: str, index: SearchIndex = index) -> object:
            return index.find(question).matches(0, _SHOWN)

        pairs = [skill for entry in people for skill in entry.skills]

        def naive(question: str, pairs: Sequence[str] = pairs) -> object:
            return process.extract(
                question, pairs, scorer=fuzz.WRatio, processor=utils.default_process, limit=_SHOWN, score_cutoff=70
            )

        our_times = _timed(ours, asked)
        naive_p50 = _at(_timed(naive, asked[:_QUESTIONS_NAIVE]), 0.5)
        ratio = naive_p50 / _at(our_times, 0.5)
        print(
            f"{size:>8,} {built:>8.2f} {_at(our_times, 0.5):>8.3f} {_at(our_times, 0.99):>8.3f} "
            f"{naive_p50:>13.2f} {ratio:>13.0f}"
        )


def _people(vocabulary: Vocabulary, size: int) -> list[Entry]:
    """Make people up: a few skills are very common and most are rare, as in a real network."""
    dice = random.Random(7)  # noqa: S311 - the same network every time
    labels = [concept.label for concept in vocabulary]
    dice.shuffle(labels)
    weights = [1 / (rank + 3) for rank in range(len(labels))]
    return [
        Entry(
            id=f"{number:06}",
            name=f"Person {number}",
            settings=frozenset({dice.choice(list(Setting))}),
            skills=tuple(dict.fromkeys(dice.choices(labels, weights, k=dice.randint(2, 8)))),
            consent=Consent.GIVEN,
        )
        for number in range(size)
    ]


def _questions(vocabulary: Vocabulary) -> list[str]:
    """Ask as people do: as it is called, in other words, with a slip, for two at once, for what nobody has."""
    dice = random.Random(8)  # noqa: S311 - the same questions every time
    names = [name for concept in vocabulary for name in (concept.label, *concept.aliases)]
    asked: list[str] = []
    while len(asked) < _QUESTIONS:
        one, other = dice.sample(names, 2)
        at = dice.randrange(len(one))
        asked += [
            one,
            one[:at] + one[at + 1 :],
            f"can anyone help me with {one} or {other}?",
            f"{one} {dice.choice(['zeppelins', 'for quilting', 'on Mars'])}",
        ]
    return asked


def _timed(ask: Callable[[str], object], questions: Iterable[str]) -> list[float]:
    """Return milliseconds per question, shortest first; the best of three, so that other programs do not count."""
    return sorted(min(_milliseconds(ask, question) for _ in range(_TIMES)) for question in questions)


def _milliseconds(ask: Callable[[str], object], question: str) -> float:
    began = time.perf_counter()
    ask(question)
    return (time.perf_counter() - began) * 1000


def _at(times: Sequence[float], share: float) -> float:
    return times[min(int(len(times) * share), len(times) - 1)]


def _print_quality(bench: Bench) -> None:
    index = SearchIndex(_one_each(bench["skills"]), _aliases(bench))
    right: dict[str, list[bool]] = defaultdict(list)
    named: list[bool] = []
    for query in bench["queries"]:
        first = index.find(query["query"]).matches(0, 1)
        right[query["class"]].append(bool(first) and first[0].entry.name in query["skills"])
        named.append(bool(first))
    print(f"\n{'class':>14} {'queries':>8} {'R@1':>6}")
    for name, answers in right.items():
        print(f"{name:>14} {len(answers):>8} {sum(answers) / len(answers):>6.3f}")
    macro = sum(sum(answers) / len(answers) for answers in right.values()) / len(right)
    print(f"{'macro':>14} {len(named):>8} {macro:>6.3f}")
    wrong = sum(named) - sum(sum(answers) for answers in right.values())
    times = _timed(lambda question: index.find(question).matches(0, 1), [query["query"] for query in bench["queries"]])
    print(
        f"somebody wrong named: {wrong / len(named):.3f}; p50 {_at(times, 0.5):.2f} ms, p99 {_at(times, 0.99):.2f} ms"
    )


def _one_each(skills: Iterable[str]) -> list[Entry]:
    return [
        Entry(id=f"{number:06}", name=skill, skills=(skill,), consent=Consent.GIVEN)
        for number, skill in enumerate(skills)
    ]


def _aliases(bench: Bench) -> Vocabulary:
    """Take every skill as a concept, with its aliases; a name two skills share stays with the first."""
    taken: set[str] = set()
    names: dict[str, list[str]] = {}
    pairs = [(skill, skill) for skill in bench["skills"]]
    pairs += [(alias["skill"], alias["alias"]) for alias in bench["aliases"]]
    for skill, name in pairs:
        if (key := normalise(name)) and key not in taken:
            taken.add(key)
            names.setdefault(skill, []).append(name)
    return Vocabulary(Concept(own[0], aliases=tuple(own[1:])) for own in names.values())

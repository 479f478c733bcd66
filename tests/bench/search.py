"""How fast and how right the search is, beside other engines over every person and skill in the same run."""

import argparse
import json
import random
import time
import tracemalloc
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, islice
from pathlib import Path
from typing import TypedDict

from bot.directory.model import Consent, Entry, Setting
from bot.directory.search.index import SearchIndex
from bot.directory.search.meaning import Meaning
from bot.directory.search.text import normalise
from bot.directory.search.vocabulary import Concept, Vocabulary
from config.meaning import load_meaning
from config.vocabulary import load_vocabulary
from tests.bench.peers import peers

Query = TypedDict("Query", {"class": str, "query": str, "skills": list[str]})


class Bench(TypedDict):
    """Skills to find, other names of theirs, and queries of several classes with the skills that are right."""

    skills: list[str]
    aliases: list[dict[str, str]]
    queries: list[Query]


_SIZES = (300, 10_000)
_MILLION = 1_000_000
# How many different skills a million people list.
_SKILLS_OF_A_MILLION = 24_000
_QUESTIONS = 400
_QUESTIONS_BESIDE = 20
_SHOWN = 10
_TIMES = 3
_CHANGES = 200

Ask = Callable[[str], object]


def main(arguments: list[str]) -> None:
    """Print speed, and with `--skills-bench PATH` the share of first answers that are right, by class."""
    parser = argparse.ArgumentParser(prog="search", description=main.__doc__)
    parser.add_argument("--skills-bench", type=Path, help="a file such as skills_bench.json")
    parser.add_argument("--semantic", action="store_true", help="go by meaning too, with the extra of that name")
    parser.add_argument("--million", action="store_true", help="ask among a million people too")
    options, _ = parser.parse_known_args(arguments)  # other options are for other benchmarks
    _print_speed((*_SIZES, _MILLION) if options.million else _SIZES)
    if options.skills_bench:
        meaning = load_meaning() if options.semantic else None
        _print_quality(json.loads(options.skills_bench.read_text(encoding="utf-8")), meaning)


def _print_speed(sizes: Iterable[int]) -> None:
    vocabulary = load_vocabulary()
    names = [name for concept in vocabulary for name in (concept.label, *concept.aliases)]
    for size in sizes:
        skills = [concept.label for concept in vocabulary]
        if size == _MILLION:
            skills = list(islice(dict.fromkeys([*skills, *names, *_invented(names)]), _SKILLS_OF_A_MILLION))
        people = _people(skills, size)
        began = time.perf_counter()
        index = SearchIndex(people, vocabulary)
        built = time.perf_counter() - began
        print(f"\n{size:,} people, {len(skills):,} skills: built in {built:.2f} s", end="")
        if size <= max(_SIZES):
            print(f", {_megabytes(people, vocabulary):.1f} MB beside the entries", end="")
        print(f"; a changed entry takes {_change_ms(index, people):.3f} ms")
        asked = _questions([*names, *skills])
        print(f"{'':>24} {'p50 ms':>9} {'p99 ms':>9} {'times as long':>14}")
        ours = _timed(lambda question, index=index: index.find(question).matches(0, _SHOWN), asked)  # type: ignore[misc]
        _print_times("ours", ours, ours)
        if size < _MILLION:
            for name, ask in peers(people):
                _print_times(name, _timed(ask, asked[:_QUESTIONS_BESIDE]), ours)


def _print_times(name: str, times: Sequence[float], ours: Sequence[float]) -> None:
    p50, p99 = _at(times, 0.5), _at(times, 0.99)
    print(f"{name:>24} {p50:>9.3f} {p99:>9.3f} {p50 / _at(ours, 0.5):>14.1f}", flush=True)


def _megabytes(people: list[Entry], vocabulary: Vocabulary) -> float:
    """Measure what an index takes, people and vocabulary not counted."""
    tracemalloc.start()
    index = SearchIndex(people, vocabulary)
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert index.people == len(people)
    return taken / 1e6


def _change_ms(index: SearchIndex, people: Sequence[Entry]) -> float:
    """Time what it takes until a changed entry is found; every other time it has a skill that nobody had."""
    began = time.perf_counter()
    for number, entry in enumerate(people[:_CHANGES]):
        index.put(replace(entry, skills=(*entry.skills, f"invention {number}" if number % 2 else "NVivo")))
    for entry in people[:_CHANGES]:
        index.put(entry)
    return (time.perf_counter() - began) * 1000 / (2 * min(_CHANGES, len(people)))


def _invented(names: Sequence[str]) -> Iterator[str]:
    """Make skills up that are in no vocabulary, out of words that are."""
    dice = random.Random(6)  # noqa: S311 - the same skills every time
    while True:
        one, other = dice.sample(names, 2)
        yield f"{one.split()[0]} {other.split()[-1]} {dice.choice(_KINDS)}".strip()


_KINDS = ("", "", "", "for schools", "in practice", "with families", "online", "for nurses")


def _people(skills: Sequence[str], size: int) -> list[Entry]:
    """Make people up: a few skills are very common and most are rare, as in a real network."""
    dice = random.Random(7)  # noqa: S311 - the same network every time
    labels = dice.sample(skills, len(skills))
    weights = list(accumulate(1 / (rank + 3) for rank in range(len(labels))))
    places = [frozenset({setting}) for setting in Setting]
    return [
        Entry(
            id=f"{number:06}",
            name=f"Person {number}",
            settings=dice.choice(places),
            skills=tuple(dict.fromkeys(dice.choices(labels, cum_weights=weights, k=dice.randint(2, 8)))),
            consent=Consent.GIVEN,
        )
        for number in range(size)
    ]


def _questions(names: Sequence[str]) -> list[str]:
    """Ask as people do: as it is called, in other words, with a slip, for two at once, for what nobody has."""
    dice = random.Random(8)  # noqa: S311 - the same questions every time
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


def _timed(ask: Ask, questions: Iterable[str]) -> list[float]:
    """Return milliseconds per question, shortest first; the best of three, so that other programs do not count."""
    return sorted(min(_milliseconds(ask, question) for _ in range(_TIMES)) for question in questions)


def _milliseconds(ask: Ask, question: str) -> float:
    began = time.perf_counter()
    ask(question)
    return (time.perf_counter() - began) * 1000


def _at(times: Sequence[float], share: float) -> float:
    return times[min(int(len(times) * share), len(times) - 1)]


def _print_quality(bench: Bench, meaning: Meaning | None = None) -> None:
    index = SearchIndex(_one_each(bench["skills"]), _aliases(bench), meaning)
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

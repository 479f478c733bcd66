"""How fast and how right the search is, beside other engines over every person and skill in the same run."""

import argparse
import json
import time
import tracemalloc
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypedDict

from bot.directory.finder import made_anew
from bot.directory.model import Consent, Entry
from bot.directory.search.index import SearchIndex
from bot.directory.search.meaning import Meaning
from bot.directory.search.text import normalise
from bot.directory.search.vocabulary import Concept, Vocabulary
from config.meaning import load_meaning
from config.vocabulary import load_vocabulary
from tests.bench import cost
from tests.bench.crowd import hostile, labels, people, questions
from tests.bench.peers import peers
from tests.bench.timing import Times, at, timed

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
_CHANGES = 200


def main(arguments: list[str]) -> None:
    """Print speed, and with `--skills-bench PATH` the share of first answers that are right, by class."""
    parser = argparse.ArgumentParser(prog="search", description=main.__doc__)
    parser.add_argument("--skills-bench", type=Path, help="a file such as skills_bench.json")
    parser.add_argument("--semantic", action="store_true", help="go by meaning too, with the extra of that name")
    parser.add_argument("--million", action="store_true", help="ask among a million people too")
    parser.add_argument("--cost", type=Path, help="draw how cost grows with people and with skills, into this SVG file")
    options, _ = parser.parse_known_args(arguments)  # other options are for other benchmarks
    _print_speed((*_SIZES, _MILLION) if options.million else _SIZES)
    if options.cost:
        cost.draw(options.cost, million=options.million)
    if options.skills_bench:
        meaning = load_meaning() if options.semantic else None
        _print_quality(json.loads(options.skills_bench.read_text(encoding="utf-8")), meaning)


def _print_speed(sizes: Iterable[int]) -> None:
    vocabulary = load_vocabulary()
    names = labels(vocabulary) + [alias for concept in vocabulary for alias in concept.aliases]
    for size in sizes:
        skills = labels(vocabulary, _SKILLS_OF_A_MILLION if size == _MILLION else None)
        crowd = people(skills, size)
        began, worked = time.perf_counter(), time.process_time()
        index = made_anew(crowd, vocabulary)
        worked, began = time.process_time() - worked, time.perf_counter() - began
        print(f"\n{size:,} people, {len(skills):,} skills: built in {worked:.2f} s of work, {began:.2f} s", end="")
        if size <= max(_SIZES):
            print(f", {_megabytes(crowd, vocabulary):.1f} MB beside the entries", end="")
        asked = questions([*names, *skills], _QUESTIONS)
        print(f"\n{'milliseconds':>24} {'p50':>9} {'p99':>9} {'p50 clock':>10} {'p99 clock':>10} {'times as long':>14}")

        def ours(question: str, index: SearchIndex = index) -> object:
            return index.find(question).matches(0, _SHOWN)

        first, again = timed(ours, asked, times=1), timed(ours, asked)
        _print_times("ours, never asked before", first, again)
        _print_times("ours", again, again)
        worst = hostile([*names, *skills])
        _print_times(f"worst of {len(worst)} hostile", _worst(timed(ours, worst)), again)
        print(f"{'a changed entry':>24} {_change_ms(index, crowd):>9.3f}")
        if size < _MILLION:
            for name, ask in peers(crowd):
                _print_times(name, timed(ask, asked[:_QUESTIONS_BESIDE]), again)


def _print_times(name: str, times: Times, ours: Times) -> None:
    figures = [at(each, share) for each in (times.cpu, times.wall) for share in (0.5, 0.99)]
    written = " ".join(f"{each:>{9 + (n > 1)}.3f}" for n, each in enumerate(figures))
    print(f"{name:>24} {written} {figures[2] / at(ours.wall, 0.5):>14.1f}", flush=True)


def _worst(times: Times) -> Times:
    return Times(times.wall[-1:], times.cpu[-1:])


def _megabytes(crowd: list[Entry], vocabulary: Vocabulary) -> float:
    """Measure what an index takes, the first of its vocabulary; people and vocabulary are not counted."""
    anew = Vocabulary((*vocabulary, *vocabulary.wider), vocabulary.other_words, examples=vocabulary.examples)
    tracemalloc.start()
    index = SearchIndex(crowd, anew)
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert index.people == len(crowd)
    return taken / 1e6


def _change_ms(index: SearchIndex, crowd: Sequence[Entry]) -> float:
    """Time what it takes until a changed entry is found; every other time it has a skill that nobody had."""
    began = time.thread_time()
    for number, entry in enumerate(crowd[:_CHANGES]):
        index.put(replace(entry, skills=(*entry.skills, f"invention {number}" if number % 2 else "NVivo")))
    for entry in crowd[:_CHANGES]:
        index.put(entry)
    return (time.thread_time() - began) * 1000 / (2 * min(_CHANGES, len(crowd)))


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
    times = timed(lambda question: index.find(question).matches(0, 1), [query["query"] for query in bench["queries"]])
    p50, p99 = at(times.cpu, 0.5), at(times.cpu, 0.99)
    print(f"somebody wrong named: {wrong / len(named):.3f}; p50 {p50:.2f} ms, p99 {p99:.2f} ms")


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

"""How often the search is right, on questions as people type them (questions.toml, network.py)."""

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypedDict

import pytest

from bot.directory.search.index import SearchIndex
from tests.directory.network import index, network_of


class Asked(TypedDict):
    ask: str
    right: list[str]


_OTHERS = ("hospital", "county", "city", "borough", "coast")


def _read() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "questions.toml").read_text(encoding="utf-8"))


def _networks() -> list[tuple[str, dict[str, Any]]]:
    read = _read()
    return [("own", read), *((name, read[name]) for name in _OTHERS)]


@cache
def _index(network: str) -> SearchIndex:
    return index() if network == "own" else network_of(_read()[network]["people"])


def _asked(network: str, kind: str) -> list[Asked]:
    questions = dict(_networks())[network][kind]
    return [Asked(ask=each, right=[each]) if isinstance(each, str) else each for each in questions]


def _right(network: str, asked: Asked) -> bool:
    first = _index(network).find(asked["ask"]).matches(0, 1)
    return bool(first) and bool(set(asked["right"]) & set(first[0].entry.skills))


def _missed(network: str, questions: Sequence[Asked]) -> list[str]:
    return [asked["ask"] for asked in questions if not _right(network, asked)]


@pytest.mark.parametrize("network", ["own", *_OTHERS])
@pytest.mark.parametrize(("kind", "least"), [("listed", 0.98), ("asked", 0.92), ("mistyped", 0.98)])
def test_the_first_person_named_is_right(network: str, kind: str, least: float) -> None:
    questions = _asked(network, kind)
    missed = _missed(network, questions)
    assert 1 - len(missed) / len(questions) >= least, missed


@pytest.mark.parametrize("network", ["own", *_OTHERS])
def test_nobody_is_named_when_nobody_has_it(network: str) -> None:
    questions = dict(_networks())[network]["nobody"]
    named = [question for question in questions if _index(network).find(question).total]
    assert 1 - len(named) / len(questions) >= 0.95, named


def test_there_are_enough_questions_to_tell() -> None:
    kinds = ("listed", "asked", "mistyped", "nobody")
    assert sum(len(network[kind]) for _, network in _networks() for kind in kinds) >= 1000

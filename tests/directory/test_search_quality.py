"""How often the search is right, on questions as people type them (questions.toml, network.py)."""

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypedDict

import pytest

from tests.directory.network import index


class Asked(TypedDict):
    ask: str
    right: list[str]


def _asked(kind: str) -> list[Asked]:
    asked: list[Asked] = _read()[kind]
    return asked


def _read() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "questions.toml").read_text(encoding="utf-8"))


def _right(asked: Asked) -> bool:
    first = index().find(asked["ask"]).matches(0, 1)
    return bool(first) and bool(set(asked["right"]) & set(first[0].entry.skills))


def _missed(questions: Sequence[Asked]) -> list[str]:
    return [asked["ask"] for asked in questions if not _right(asked)]


@pytest.mark.parametrize(("kind", "least"), [("listed", 0.98), ("asked", 0.92), ("mistyped", 0.98)])
def test_the_first_person_named_is_right(kind: str, least: float) -> None:
    questions = _asked(kind)
    missed = _missed(questions)
    assert 1 - len(missed) / len(questions) >= least, missed


def test_nobody_is_named_when_nobody_has_it() -> None:
    questions = _read()["nobody"]
    named = [question for question in questions if index().find(question).total]
    assert 1 - len(named) / len(questions) >= 0.95, named


def test_there_are_enough_questions_to_tell() -> None:
    assert sum(map(len, _read().values())) >= 200

"""Questions in plain words that a command answers, and those about skills, which none of them takes."""

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from bot.chat.commands import Catalog
from config.settings import load_settings
from config.wiring import build_catalog

_DIRECTORY = Path(__file__).parents[1] / "directory"


@cache
def _catalog() -> Catalog:
    return build_catalog(load_settings())


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("when is the next meeting?", "meetings"),
        ("When’s our next meeting", "meetings"),
        ("hi, where is the meeting", "meetings"),
        ("what time is the meeting today?", "meetings"),
        ("when do we meet next", "meetings"),
        ("next meeting dates please", "meetings"),
        ("are there any meetings this week", "meetings"),
        ("meeting link", "meetings"),
        ("whats on this month?", "meetings"),
        ("when is the next reflective session", "sessions"),
        ("are there any sessions open", "sessions"),
        ("what do you know about me?", "my-data"),
        ("How can I delete my data", "my-data"),
        ("forget me", "my-data"),
        ("how do I add my skills", "my-skills"),
        ("I want to join the directory", "my-skills"),
        ("can you add me to the directory please", "my-skills"),
        ("edit my entry", "my-skills"),
        ("is this private?", "privacy"),
        ("who can see what I write here", "privacy"),
        ("can my boss see this", "privacy"),
        ("what can you do?", "hirg"),
        ("how does this work", "hirg"),
    ],
)
def test_a_question_about_the_bot_is_answered_by_a_command(typed: str, command: str) -> None:
    found = _catalog().answering(typed)
    assert found
    assert found.name == command
    assert not any(option.required for option in found.options)


@pytest.mark.parametrize(
    "typed",
    [
        "who can chair our next meeting",
        "running meetings",
        "meeting facilitation",
        "when is survival analysis better than logistic regression",
        "where can I meet other peer researchers",
        "privacy",
        "what do you know about diabetes",
        "delete duplicates in my data",
        "help me",
        "add covariates to my model",
        "who can see to my references",
        "session planning",
        "join tables in SQL",
    ],
)
def test_a_question_about_a_skill_is_not(typed: str) -> None:
    assert not _catalog().answering(typed)


def test_no_question_of_any_network_is_taken_for_one_about_the_bot() -> None:
    questions = list(_questions())
    assert len(questions) > 5_000
    assert [each for each in questions if _catalog().answering(each)] == []


def _questions() -> Iterator[str]:
    for name in ("questions", "outside", "needs"):
        yield from _asked(tomllib.loads((_DIRECTORY / f"{name}.toml").read_text(encoding="utf-8")))


def _asked(part: object) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for inner in part.values():
            yield from _asked(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _asked(inner)

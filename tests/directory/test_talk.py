"""Slips in the words around what is wanted."""

import pytest

from bot.directory.search.talk import meant


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("wiht", "with"),
        ("wth", "with"),
        ("lookign", "looking"),
        ("somebdy", "somebody"),
        ("anyboddy", "anybody"),
        ("experiance", "experience"),
        ("looking", "looking"),
    ],
)
def test_a_slip_in_the_talk_is_heard_as_what_was_meant(typed: str, word: str) -> None:
    assert meant(typed) == word


@pytest.mark.parametrize("word", ["loom", "nvivo", "canav", "ppi", "c", "", "mri", "žena", "r2", "hepl1"])
def test_what_is_no_slip_of_talk_stays(word: str) -> None:
    assert meant(word) == word

"""Names that somebody may have meant who typed one that nobody has."""

import pytest

from bot.directory.search.nearest import MOST_NEAR, NearestNames

NAMES = ("Zoe Blackwood", "Dr Niamh O’Rourke", "Anna Reid", "Anne Reid", "Ana Núñez-Hall", "Li Wei")


def begun(typed: str) -> list[str]:
    return [NAMES[place] for place in NearestNames(NAMES).begun(typed)]


def nearest(typed: str) -> list[str]:
    return [NAMES[place] for place in NearestNames(NAMES).nearest(typed)]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Zoe Blackwod", ["Zoe Blackwood"]),
        ("zoe balck", ["Zoe Blackwood"]),
        ("Zeo Blackwood", ["Zoe Blackwood"]),
        ("Blakcwood Zoe", ["Zoe Blackwood"]),
        ("Blackwod", ["Zoe Blackwood"]),
        ("Zoee Blackwod", ["Zoe Blackwood"]),
        ("Nimah O Rourke", ["Dr Niamh O’Rourke"]),
        ("niamh orouke", ["Dr Niamh O’Rourke"]),
        ("Ana Nunes", ["Ana Núñez-Hall"]),
        ("Anna Ried", ["Anna Reid"]),
    ],
)
def test_a_slip_in_a_word_is_forgiven_while_it_is_typed(typed: str, meant: list[str]) -> None:
    assert begun(typed) == meant
    assert nearest(typed)[: len(meant)] == meant


@pytest.mark.parametrize("typed", ["", "  ", "?!", "Zeo", "Bob", "Grace Hopper", "x" * 300, "Li Blackwood Reid"])
def test_what_is_like_no_name_is_taken_for_none(typed: str) -> None:
    assert begun(typed) == []


@pytest.mark.parametrize(
    ("typed", "meant"), [("Zoe Blakwod", "Zoe Blackwood"), ("Bob Blackwood", "Zoe Blackwood"), ("Lee Wei", "Li Wei")]
)
def test_a_whole_name_with_more_than_a_slip_still_has_a_nearest(typed: str, meant: str) -> None:
    assert nearest(typed) == [meant]


@pytest.mark.parametrize("typed", ["", "Grace Hopper", "?!"])
def test_a_name_like_none_has_no_nearest(typed: str) -> None:
    assert nearest(typed) == []


def test_of_many_that_are_near_five_are_told() -> None:
    names = [f"Zoe Blackwood-{letter * 5}" for letter in "abcdefgh"]
    assert NearestNames(names).nearest("Zoe Blackwod") == list(range(MOST_NEAR))

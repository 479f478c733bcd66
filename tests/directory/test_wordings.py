"""Naming a skill as the network does."""

import pytest

from bot.directory.search.vocabulary import Concept, Vocabulary
from bot.directory.wordings import Wordings

WORDINGS = Wordings(
    Vocabulary(
        [
            Concept("Multilevel modelling", aliases=("mixed models", "hierarchical linear models"), acronyms=("MLM",)),
            Concept("Modelling clay"),
            Concept("C++", aliases=("cpp",)),
            Concept("x" * 95),
        ]
    )
)


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("mod", ["Modelling clay", "Multilevel modelling"]),
        ("MULTI", ["Multilevel modelling"]),
        ("mixed mod", ["Multilevel modelling"]),
        ("mlm", ["Multilevel modelling"]),
        ("c++", ["C++"]),
        ("", []),
        ("?!", []),
        ("xx", []),
        ("ulti", []),
    ],
)
def test_completes_any_word_of_any_name_with_what_the_network_calls_it(typed: str, offered: list[str]) -> None:
    assert WORDINGS.complete(typed) == offered


def test_knows_a_label_whatever_its_capitals_and_no_other_word_for_it() -> None:
    assert WORDINGS.known(" multilevel  Modelling ") == "Multilevel modelling"
    assert WORDINGS.known("mixed models") == ""


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("modeling clay", "Modelling clay"),
        ("Multilevle modelling", "Multilevel modelling"),
        ("hierarchical linaer models", "Multilevel modelling"),
        ("modelling clay", ""),
        ("linear clay", ""),
        ("clay", ""),
        ("welding", ""),
        ("c+", ""),
        ("", ""),
    ],
)
def test_a_slip_is_read_as_the_name_it_is_like_and_nothing_else_is(typed: str, meant: str) -> None:
    assert WORDINGS.meant(typed) == meant

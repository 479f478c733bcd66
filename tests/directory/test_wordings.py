"""Naming a skill as the network does."""

import pytest

from bot.directory.folding import fold
from bot.directory.search.vocabulary import Concept, Vocabulary
from bot.directory.sheet import lists
from bot.directory.wordings import Wordings

WORDINGS = Wordings(
    Vocabulary(
        [
            Concept("Multilevel modelling", aliases=("mixed models", "hierarchical linear models"), acronyms=("MLM",)),
            Concept("Modelling clay"),
            Concept("C++", aliases=("cpp",)),
            Concept("x" * 95),
            Concept("Ear, nose and throat", aliases=("ENT, and what belongs to it",)),
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


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("NVivo, multi", ["NVivo, Multilevel modelling"]),
        ("NVivo; R;multi", ["NVivo; R;Multilevel modelling"]),
        ("NVivo\nmod", ["NVivo\nModelling clay", "NVivo\nMultilevel modelling"]),
        ("x" * 80 + ", multi", []),
        ("NVivo, ", []),
        ("multi", []),
        ("NVivo, ulti", []),
    ],
)
def test_completes_the_last_of_several(typed: str, offered: list[str]) -> None:
    assert WORDINGS.continued(typed) == offered


@pytest.mark.parametrize(
    ("typed", "items"),
    [
        ("NVivo, ear, nose and throat, R", ("NVivo", "ear, nose and throat", "R")),
        ("EAR,  nose and throat\nR", ("EAR, nose and throat", "R")),
        ("ENT, and what belongs to it; R.", ("ENT, and what belongs to it", "R")),
        ("ear, nose and throat surgery", ("ear", "nose and throat surgery")),
        ("inner ear, nose and throat", ("inner ear", "nose and throat")),
    ],
)
def test_a_name_with_a_comma_is_found_where_it_is_an_item_of_a_list(typed: str, items: tuple[str, ...]) -> None:
    assert lists.split(typed, WORDINGS.whole) == items
    assert Wordings(Vocabulary()).whole is None


@pytest.mark.parametrize(
    ("there", "added", "found"),
    [
        (["Running focus groups"], ["run focus group"], {"run focus group": "Running focus groups"}),
        (["Book-keeping"], ["keeping books"], {"keeping books": "Book-keeping"}),
        (["NVivo"], ["nvivo"], {}),
        (["Focus groups"], ["running focus groups", "R"], {}),
        ([], ["survey", "surveys", "Survey"], {"surveys": "survey", "Survey": "survey"}),
        (["…"], ["?!"], {}),
        (["C++"], ["C", "C#"], {}),
    ],
)
def test_another_writing_of_a_skill_is_told_from_another_skill(
    there: list[str], added: list[str], found: dict[str, str]
) -> None:
    assert fold(there, added, Wordings(Vocabulary())).left_out == found


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

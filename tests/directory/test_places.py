"""Where somebody is to work, as it is said in a question, and what only speaks of a place."""

import pytest

from bot.directory.model import Setting
from bot.directory.search.whom import Group
from tests.directory.network import index

A, C, M = Setting.ACADEMIC, Setting.CLINICAL, Setting.COMMUNITY


@pytest.mark.parametrize(
    ("question", "setting", "wanted"),
    [
        ("SPSS in hospital", C, "SPSS"),
        ("in a hospital SPSS", C, "SPSS"),
        ("at a uni, SPSS", A, "SPSS"),
        ("spss in a hospital please", C, "SPSS"),
        ("SPSS in hospital, not students", C, "SPSS"),
        ("SPSS, in a GP practice", C, "SPSS"),
        ("SPSS in a GP practise", C, "SPSS"),
        ("help with SPSS at a GP surgery", C, "SPSS"),
        ("SPSS in the NHS?", C, "SPSS"),
        ("SPSS in general practice", C, "SPSS"),
        ("SPSS at a uni", A, "SPSS"),
        ("SPSS at uni", A, "SPSS"),
        ("spss, who works at a university", A, "SPSS"),
        ("SPSS from a charity", M, "SPSS"),
        ("SPSS (in a charity)", M, "SPSS"),
        ("SPSS in the voluntary sector", M, "SPSS"),
        ("SPSS in the community", M, "SPSS"),
        ("somebody in a hospital who knows SPSS", C, "SPSS"),
        ("anyone at a uni for SPSS", A, "SPSS"),
        ("someone who works in a charity and can teach SPSS", M, "SPSS"),
        ("someone who knows SPSS and works in a hospital", C, "SPSS"),
        ("anybody working in hospitals, for SPSS", C, "SPSS"),
        ("is there somebody based at a university to show me SPSS", A, "SPSS"),
    ],
)
def test_a_place_of_work_is_the_setting_it_is(question: str, setting: Setting, wanted: str) -> None:
    found = index().find(question)
    assert (found.setting, [each.labels for each in found.understood]) == (setting, [(wanted,)])


@pytest.mark.parametrize(
    ("question", "setting", "slip"),
    [
        ("SPSS in hosptial", C, ("hosptial", "hospital")),
        ("somebody at a univeristy who knows SPSS", A, ("univeristy", "university")),
        ("SPSS from a charty", M, ("charty", "charity")),
        ("SPSS in a GP pracitce", C, ("pracitce", "practice")),
    ],
)
def test_a_misspelt_place_is_read_and_said_and_can_be_taken_as_typed(
    question: str, setting: Setting, slip: tuple[str, str]
) -> None:
    found = index().find(question)
    assert (found.setting, found.slips, found.corrected) == (setting, (slip,), True)
    assert index().find(question, exactly=True).setting is None


def test_a_place_behind_a_misspelt_skill_is_a_setting_all_the_same() -> None:
    found = index().find("nvvio in hospital")
    assert (found.setting, [each.labels for each in found.understood]) == (C, [("NVivo",)])


@pytest.mark.parametrize(
    "question",
    [
        "hospital data",
        "community engagement",
        "community development",
        "care in the community",
        "recruiting in hospitals",
        "recruiting through GP practices",
        "getting sign-off to do a study in the NHS",
        "people who don't speak English in clinic",
        "finding reports that aren't in journals, e.g. from charities",
        "working with people in hospital",
        "volunteers from charities",
        "University",
        "hospital",
        "in hospital",
        "I don't want anyone from a hospital for SPSS",
        "it is not for someone in a hospital who knows SPSS",
    ],
)
def test_what_only_speaks_of_a_place_is_no_setting(question: str) -> None:
    assert index().find(question).setting is None


@pytest.mark.parametrize(
    ("question", "group"),
    [
        ("no one from a hospital for SPSS", Group.CLINICAL),
        ("SPSS, nobody in the NHS please", Group.CLINICAL),
        ("SPSS but nobody who works in a hospital", Group.CLINICAL),
        ("SPSS not at a uni", Group.ACADEMIC),
        ("someone not in a GP practice who knows SPSS", Group.CLINICAL),
        ("SPSS, nobody from a charity", Group.COMMUNITY),
    ],
)
def test_whoever_works_where_nobody_is_to_is_left_out(question: str, group: Group) -> None:
    found = index().find(question)
    assert (found.without, found.setting, [each.labels for each in found.understood]) == ((group,), None, [("SPSS",)])


@pytest.mark.parametrize("question", ["we have no one in hospital for SPSS", "SPSS, there is nobody at my uni"])
def test_where_nobody_is_yet_nobody_is_left_out(question: str) -> None:
    assert index().find(question).without == ()

"""What stands in a column of names, and what a role says of whoever it is."""

import pytest

from bot.directory.sheet import names


@pytest.mark.parametrize(
    ("cell", "turned"),
    [
        ("Reid, Anna", "Anna Reid"),
        ("van der Linde, Dr Hester", "Dr Hester van der Linde"),
        ("McDonald, Mary (she/her)", "Mary McDonald (she/her)"),
        ("Anna Reid, PhD", "Anna Reid, PhD"),
        ("Anna Reid", "Anna Reid"),
    ],
)
def test_a_surname_before_a_comma_is_put_last(cell: str, turned: str) -> None:
    assert names.turned(cell) == turned


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("Jane Smith (she/her)", "Jane Smith"),
        ("Jane Smith (She, her, hers)", "Jane Smith"),
        ("Jo Lee [they/them]", "Jo Lee"),
        ("Jo (she / they) Lee", "Jo Lee"),
        ("Jo Lee (any pronouns)", "Jo Lee"),
        ("Jo Lee (pronouns: she/her)", "Jo Lee"),
        ("(she/her)", ""),
        ("Joanna (Jo) Lee", "Joanna (Jo) Lee"),
        ("Wei (He) Chen", "Wei (He) Chen"),
    ],
)
def test_pronouns_are_no_part_of_a_name(cell: str, name: str) -> None:
    assert names.usable(cell) == name


@pytest.mark.parametrize(
    "role",
    ["LEFT 2024", "left", "Left", "has left", "no longer a member", "Lecturer (left 2024)", "left in March 2024",
     "Left the network", "former member", "GP - left"],
)  # fmt: skip
def test_a_role_may_say_that_somebody_has_left(role: str) -> None:
    assert names.gone(role)


@pytest.mark.parametrize(
    "role", ["", "Lecturer", "Left ventricular surgeon", "left-handed tutor", "Lead, people left behind", "Leftwich GP"]
)
def test_left_says_other_things_too(role: str) -> None:
    assert not names.gone(role)

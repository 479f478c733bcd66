"""Whom a question leaves out, and to which groups people belong."""

import pytest

from bot.directory.model import Entry, Setting
from bot.directory.search.whom import Group, Whom, bits_of, bits_of_groups, leave_out


@pytest.mark.parametrize(
    ("role", "groups"),
    [
        ("PhD student", {Group.STUDENT, Group.EARLY}),
        ("MSc student (part-time)", {Group.STUDENT, Group.EARLY}),
        ("Postdoc", {Group.EARLY}),
        ("Research assistant", {Group.EARLY}),
        ("Trainee clinical psychologist", {Group.EARLY}),
        ("Professor of Nursing", {Group.PROFESSOR, Group.SENIOR}),
        ("Senior lecturer", {Group.SENIOR}),
        ("Head of research", {Group.SENIOR}),
        ("Student support officer", set()),
        ("Community engagement coordinator", set()),
        ("", set()),
    ],
)
def test_a_role_tells_how_far_on_somebody_is(role: str, groups: set[Group]) -> None:
    bits = bits_of(Entry(id="1", name="Ann", role=role))
    assert {group for group in Group if bits & group.bit} == groups


@pytest.mark.parametrize("setting", Setting)
def test_whoever_works_in_a_setting_is_of_its_group(setting: Setting) -> None:
    bits = bits_of(Entry(id="1", name="Ann", settings=frozenset({setting})))
    assert Whom(setting).fits(bits)
    assert not Whom(without=bits_of_groups([Group[setting.name]])).fits(bits)


@pytest.mark.parametrize(
    "question",
    [
        "teaching students",
        "supervising medical students",
        "we have no students to help with data entry",
        "research with people outside universities",
        "academic writing",
        "not sure about statistics",
    ],
)
def test_what_only_speaks_of_people_leaves_nobody_out(question: str) -> None:
    assert leave_out(question) == (question, ())

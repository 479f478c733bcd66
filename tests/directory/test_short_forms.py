"""Names whose words were cut short, and acronyms that were spelt out, of which the vocabulary knows neither."""

import pytest

from bot.directory.search.shorthand import in_full
from bot.directory.search.whom import Group
from tests.directory.network import index, network_of

_PEOPLE = [
    ["implementation science"],
    ["project management", "health economics"],
    ["community development"],
    ["dental epidemiology"],
    ["LARC", "systematic reviews"],
    ["EPDS"],
    ["cake"],
    ["Vaccine hesitancy"],
    ["Hypertension", "OT"],
]


def _first(question: str) -> tuple[str, ...]:
    return next((match.entry.skills for match in network_of(_PEOPLE).find(question).matches(0, 1)), ())


@pytest.mark.parametrize(
    ("question", "skill"),
    [
        ("imp sci", "implementation science"),
        ("anyone for imp sci?", "implementation science"),
        ("health econ", "health economics"),
        ("proj mgmt", "project management"),
        ("comm dev", "community development"),
        ("dent epi", "dental epidemiology"),
        ("sys reviews", "systematic reviews"),
    ],
)
def test_a_name_is_known_by_the_beginnings_of_its_words(question: str, skill: str) -> None:
    assert skill in _first(question)


def test_says_what_it_took_the_beginnings_for() -> None:
    understood = network_of(_PEOPLE).find("imp sci").understood[0]
    assert understood.corrections == (("imp sci", "implementation science"),)


@pytest.mark.parametrize("question", ["imp cakes", "project", "car park", "comm", "sci imp", "heal eco nom"])
def test_other_words_are_not_cut_from_a_name(question: str) -> None:
    assert not any("implementation" in each or "health" in each for each in _first(question))


@pytest.mark.parametrize(
    ("question", "skill"),
    [("long acting reversible contraception", "LARC"), ("Edinburgh postnatal depression scale", "EPDS")],
)
def test_what_an_acronym_stands_for_finds_it(question: str, skill: str) -> None:
    assert skill in _first(question)


def test_words_that_only_begin_like_an_acronym_are_not_it() -> None:
    assert not index().find("swim past several ships").total
    assert not network_of(_PEOPLE).find("can anyone knit everything").total


@pytest.mark.parametrize(("question", "skill"), [("vax hesitancy", "Vaccine hesitancy"), ("BP checks", "Hypertension")])
def test_words_that_are_short_for_others_are_written_out(question: str, skill: str) -> None:
    assert skill in _first(question)


def test_several_of_an_acronym_are_it() -> None:
    assert "OT" in _first("OTs")


@pytest.mark.parametrize(
    ("question", "skill"),
    [
        ("sample size calc for RCT", "sample size calculations"),
        ("focus grps in the community", "focus groups"),
    ],
)
def test_what_is_written_short_is_no_less_than_what_stands_beside_it(question: str, skill: str) -> None:
    people = [["trial management"], ["sample size calculations"], ["ethnography"], ["focus groups"]]
    first = network_of(people).find(question).matches(0, 1)
    assert first
    assert first[0].entry.skills == (skill,)


def test_a_greeting_is_no_acronym() -> None:
    assert not network_of([["Health inequalities"]]).find("hi").total


_LABELS = [["Emergency medicine"], ["Interrupted time series"], ["Frailty and older people"], ["PPI"], ["NVivo"]]


@pytest.mark.parametrize(
    ("question", "read_as"),
    [
        ("E", []),
        ("A&E", ["Emergency medicine"]),
        ("A and E", ["Emergency medicine"]),
        ("IT", []),
        ("ITS", ["Interrupted time series"]),
        ("PPI/E", ["Patient and public involvement"]),
        ("somebody for PPI/E please", ["Patient and public involvement"]),
        ("nvivo someone senior", ["NVivo"]),
        ("NVivo and seniors", ["NVivo", "Frailty and older people"]),
    ],
)
def test_a_letter_two_letters_and_a_light_word_are_names_only_as_they_are_written(
    question: str, read_as: list[str]
) -> None:
    found = network_of(_LABELS).find(question)
    assert [label for each in found.understood for label in each.labels] == read_as


@pytest.mark.parametrize(
    ("entry", "question"),
    [
        ("focus grps", "focus groups"),
        ("focus grps", "focus grps"),
        ("FGs with YP", "focus groups"),
        ("FGs with YP", "young people"),
        ("sample size calcs", "sample size calculation"),
        ("imp sci", "implementation science"),
        ("imp sci", "imp sci"),
    ],
)
def test_what_people_list_may_be_written_short_too(entry: str, question: str) -> None:
    ahead = network_of([["Ethnography"], [entry], ["qualitative interviews"]])
    assert entry in ahead.find(question).matches(0, 1)[0].entry.skills


def test_what_is_written_short_stands_beside_what_is_written_in_full() -> None:
    named = network_of([["focus grps"], ["Focus groups"], ["Ethnography"]]).find("focus groups").matches()
    assert [match.entry.skills for match in named] == [("Focus groups",), ("focus grps",)]


def test_what_is_read_as_short_for_more_is_still_what_it_says() -> None:
    people = network_of([["MH statistics"]])
    assert people.find("statistics").total
    assert people.find("mental health").total
    assert people.find("MH statistics").total


@pytest.mark.parametrize("question", ["help w/ nvivo", "help w/nvivo", "can sum1 help me w/ nvivo pls"])
@pytest.mark.parametrize("exactly", [False, True])
def test_with_may_be_written_short(question: str, *, exactly: bool) -> None:
    assert [each.typed for each in index().find(question, exactly=exactly).understood] == ["nvivo"]


def test_whoever_is_left_out_is_so_however_short_without_is_written() -> None:
    assert index().find("nvivo w/o Abena Mensah").persons.out == index().find("nvivo without Abena Mensah").persons.out
    assert not index().find("nvivo w/o Abena Mensah").total
    assert index().find("nvivo w/o students").without == (Group.STUDENT,)


def test_one_short_word_alone_is_no_other() -> None:
    assert in_full("pts") == "pts"
    assert in_full("Pts (T2D)") == "patients (type 2 diabetes)"

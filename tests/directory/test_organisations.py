"""Organisations in questions: whose people are left out, and among whose it is looked."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat.views import plain
from bot.directory.cards import understood
from bot.directory.model import Consent, Entry, Setting
from bot.directory.search.findings import Findings
from bot.directory.search.index import SearchIndex
from config.vocabulary import load_vocabulary

_VOCABULARY = load_vocabulary()
_ORGANISATIONS = (
    "Penmoor University",
    "University of Strathbeg",
    "Northvale Hospitals NHS Trust",
    "Northvale City Council",
    "Open Door Recovery",
    "Kindle Youth Trust",
    "Mind",
    "Ashcombe University / Northvale NHS",
    "NHS",
    "University",
    "Public Health Wales",
    "",
)


def _person(name: str, organisation: str, *skills: str) -> Entry:
    return Entry(id=name, name=name, organisation=organisation, skills=skills, consent=Consent.GIVEN)


@cache
def _index() -> SearchIndex:
    """Index one person of each organisation, called by it, who lists NVivo and R."""
    people = [_person(name or "Nowhere", name, "NVivo", "R") for name in _ORGANISATIONS]
    return SearchIndex([*people, _person("Cohort", "", "Strathbeg cohort data")], _VOCABULARY)


def _names(found: Findings) -> set[str]:
    return {match.entry.name for match in found.matches()}


def _everybody() -> set[str]:
    return {name or "Nowhere" for name in _ORGANISATIONS}


@pytest.mark.parametrize(
    "question",
    [
        "anyone but Penmoor for NVivo",
        "anyone but people from Penmoor University for NVivo",
        "no one from Penmoor for NVivo",
        "NVivo, nobody from penmoor please",
        "NVivo but nobody at Penmoor",
        "NVivo, not Penmoor",
        "NVivo not from my own trust, Penmoor",
        "not from my own university (Penmoor), NVivo",
        "NVivo - who isn't at Penmoor",
        "who knows NVivo but is not at penmoor uni",
        "someone who doesn't work at Penmoor and knows NVivo",
        "NVivo outside Penmoor",
        "NVivo except for Penmoor people",
        "NVivo without anyone from Penmoor",
        "non-Penmoor NVivo",
        "anyoen but Penmoor for NVivo",
        "NVivo help but I don't want anyone from Penmoor",
        "I'd rather not ask anyone at Penmoor: NVivo",
        "NVivo, we do not want to ask people at Penmoor",
        "NVivo, rather than the University of Penmoor's",
    ],
)
def test_an_organisation_is_left_out_however_that_is_asked(question: str) -> None:
    found = _index().find(question)
    assert _names(found) == _everybody() - {"Penmoor University"}
    assert [each.names for each in found.workplaces.but] == [("Penmoor University",)]
    assert [each.labels for each in found.understood] == [("NVivo",)]
    assert found.elsewhere == 1


@pytest.mark.parametrize(
    "question",
    [
        "somebody at Penmoor who knows R",
        "anyone from Penmoor University for R?",
        "R at penmoor",
        "R, from Penmoor University please",
        "R (Penmoor University)",
        "R, Penmoor only",
        "only Penmoor, R",
        "penmoor R",
        "R Penmoor University",
        "Penmoor people who know R",
        "someone in Penmoor who does R",
        "a person who works at Penmoor and knows R",
        "is there anybody based at the University of Penmoor for R",
    ],
)
def test_people_of_an_organisation_are_looked_for_however_that_is_asked(question: str) -> None:
    found = _index().find(question)
    assert _names(found) == {"Penmoor University"}
    assert found.elsewhere == len(_everybody()) - 1
    assert [each.labels for each in found.understood] == [("R",)]


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("R from Northvale", {"Northvale Hospitals NHS Trust", "Northvale City Council"}),
        ("R from Northvale Council", {"Northvale City Council"}),
        ("R at Northvale Hospitals", {"Northvale Hospitals NHS Trust"}),
        ("R at Ashcombe University", set()),
        ("R at Penmoor or Strathbeg", {"Penmoor University", "University of Strathbeg"}),
        ("R at Open Door", {"Open Door Recovery"}),
        ("someone at kindle for R", {"Kindle Youth Trust"}),
        ("R from Mind", {"Mind"}),
        ("R from mind", set(_ORGANISATIONS) - {""} | {"Nowhere"}),
    ],
)
def test_a_whole_name_or_what_is_its_own_names_an_organisation(question: str, names: set[str]) -> None:
    both = {"Ashcombe University / Northvale NHS"} if {"Northvale", "Ashcombe"} & {*question.split()} else set()
    expected = names | (both if "Council" not in question and "Hospitals" not in question else set())
    assert _names(_index().find(question)) == expected


@pytest.mark.parametrize(
    "question",
    [
        "not health, R",
        "R, not trust",
        "R and trust in research",
        "R from a university",
        "R at university",
        "R from the council",
        "R in public health",
        "R from public health",
        "anyone but the NHS for R",
        "R for youth",
        "R with an open mind",
        "no mind maps, R",
        "R, recovery",
        "anyone from Falmouth who knows R",
        "anyone but Falmouth for R",
        "R at Penmoor Trust",
        "I'm at Penmoor and need R",
        "we work at Penmoor, who can help with R",
        "my supervisor at Penmoor wants R",
        "we have nobody at Penmoor who knows R",
        "interviewing staff from Penmoor University",
        "working with people at Penmoor",
        "the Strathbeg cohort",
        "data from the Strathbeg cohort",
        "not the Penmoor framework but R",
        "it would not help to have somebody from Penmoor for R",
        "Penmoor R framework",
    ],
)
def test_no_ordinary_word_nor_talk_of_a_place_names_an_organisation(question: str) -> None:
    assert not _index().find(question).workplaces


def test_where_whoever_asks_is_is_no_skill_that_nobody_has() -> None:
    assert [each.typed for each in _index().find("I'm at Penmoor and need R").understood] == ["R"]


@pytest.mark.parametrize(
    ("question", "slip"),
    [
        ("anyone but penmor for NVivo", ("penmor", "penmoor")),
        ("NVivo from Pennmoor University", ("pennmoor", "penmoor")),
        ("someone at the Univeristy of Penmoor for NVivo", ("univeristy", "university")),
        ("NVivo, not Pemnoor", ("pemnoor", "penmoor")),
    ],
)
def test_a_misspelt_organisation_is_read_and_said_and_can_be_taken_as_typed(
    question: str, slip: tuple[str, str]
) -> None:
    found = _index().find(question)
    assert found.slips == (slip,)
    assert found.corrected
    assert not _index().find(question, exactly=True).workplaces


def test_groups_and_organisations_are_left_out_together() -> None:
    student = Entry(id="s", name="Student", role="PhD student", skills=("NVivo",), consent=Consent.GIVEN)
    index = SearchIndex(
        [student, _person("Ann", "Penmoor University", "NVivo"), _person("Bo", "", "NVivo")], _VOCABULARY
    )
    for question in ("NVivo, not Penmoor or students", "anyone but students or Penmoor for NVivo"):
        assert _names(index.find(question)) == {"Bo"}


def test_what_a_question_named_is_named_again_by_its_key() -> None:
    for question in ("R, not Northvale", "R from Northvale Council", "R at Penmoor or Strathbeg, not Northvale"):
        found = _index().find(question)
        at, but = ([each.key for each in those] for those in (found.workplaces.at, found.workplaces.but))
        again = _index().again(found.key, at=at, but=but)
        assert (_names(again), again.total, again.elsewhere) == (_names(found), found.total, found.elsewhere)


def test_where_an_organisation_is_gone_nobody_else_is_named_in_its_place() -> None:
    index = SearchIndex([_person("Ann", "Penmoor University", "R"), _person("Bo", "", "R")], _VOCABULARY)
    found = index.find("R at Penmoor")
    index.remove("Ann")
    assert index.again(found.key, at=[each.key for each in found.workplaces.at]).total == 0


_SOMEBODY = st.builds(
    _person,
    st.sampled_from("ABCDEFGH"),
    st.sampled_from(_ORGANISATIONS[:5]),
    st.sampled_from(["NVivo", "R", "SPSS", "Thematic analysis"]),
    st.sampled_from(["NVivo 14", "R", "Stata"]),
)


@given(st.lists(_SOMEBODY | st.sampled_from("ABCD"), max_size=12))
@settings(deadline=None, max_examples=40)
def test_whoever_is_found_is_who_lists_it_and_is_there_after_any_changes(changes: list[Entry | str]) -> None:
    index, people = SearchIndex([], _VOCABULARY), dict[str, Entry]()
    for change in changes:
        if isinstance(change, str):
            index.remove(change)
            people.pop(change, None)
        else:
            index.put(change)
            people[change.id] = change
    anew = SearchIndex(people.values(), _VOCABULARY)
    there = {name for name, one in people.items() if "Penmoor" in one.organisation}
    for question in ("R", "qualitative data analysis or R", "NVivo, Stata and SPSS"):
        everybody = _names(index.find(question))
        for asked, whom in ((f"{question} from Penmoor", there), (f"{question}, not Penmoor", everybody - there)):
            found = index.find(asked)
            if not there:
                continue
            assert _names(found) == everybody & whom
            assert (found.total, found.elsewhere) == (len(everybody & whom), len(everybody - whom))
            assert found.matches() == anew.find(asked).matches()


def test_a_crowd_is_counted_as_it_is_named() -> None:
    people = [
        Entry(
            id=f"{number}",
            name=f"{number}",
            organisation="Penmoor University" if number % 7 == 0 else "Northvale City Council",
            settings=frozenset({Setting.ACADEMIC if number % 2 else Setting.CLINICAL}),
            skills=("NVivo", "R") if number % 3 else ("R",),
            consent=Consent.GIVEN,
        )
        for number in range(2_500)
    ]
    index = SearchIndex(people, _VOCABULARY)
    for question, wanted in (("R and NVivo", 2_500), ("R", 2_500), ("NVivo", 1_666)):
        at, out = index.find(f"{question} at Penmoor"), index.find(f"{question}, not Penmoor")
        assert at.total + out.total == at.total + at.elsewhere == wanted
        assert len(at.matches()) == at.total
        assert {match.entry.organisation for match in at.matches()} == {"Penmoor University"}
        assert {match.entry.organisation for match in out.matches(0, 50)} == {"Northvale City Council"}
    clinical = index.find("R and NVivo from Penmoor", Setting.CLINICAL)
    assert len(clinical.matches()) == clinical.total == sum(n % 7 == 0 and n % 2 == 0 for n in range(2_500))


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("Anyone from Falmouth who knows R", "Falmouth"),
        ("is there somebody in Truro who can help with R?", "Truro"),
        ("someone at the Eden Project that does R", "Eden Project"),
        ("someone in Bristol who knows R", "Bristol"),
        ("someone in London who knows how to use R", "London"),
        ("a nurse in Cardiff who knows R", "Cardiff"),
    ],
)
def test_a_place_that_no_entry_names_is_said_and_hides_nobody(question: str, place: str) -> None:
    found = _index().find(question)
    assert found.workplaces.unknown == place
    assert found.total == _index().find("R").total
    assert f"No entry names “{place}”, so I looked everywhere." in plain(list(understood(found)))


def test_what_is_asked_for_is_no_place() -> None:
    assert not _index().find("anyone from public health who knows R").workplaces.unknown


def test_a_place_that_is_nearly_a_setting_is_the_setting() -> None:
    found = _index().find("somebody in a hosptial who knows R")
    assert (found.setting, found.workplaces.unknown) == (Setting.CLINICAL, "")


def test_a_place_is_said_where_no_entry_names_any() -> None:
    found = SearchIndex([_person("Ann", "", "NVivo")], _VOCABULARY).find("someone in Bristol who knows nvivo")
    assert (found.total, found.workplaces.unknown) == (1, "Bristol")


@pytest.mark.parametrize(
    ("question", "whoever"),
    [
        ("a nurse who knows R", "a nurse"),
        ("is there a GP who can help with R?", "a GP"),
        ("looking for a PhD student who knows R", "a PhD student"),
        ("some researcher that knows R", "some researcher"),
        ("a woman from Falmouth who uses R", "a woman"),
    ],
)
def test_what_whoever_is_asked_for_is_to_be_hides_nobody_and_is_said(question: str, whoever: str) -> None:
    found = _index().find(question)
    assert [each.labels for each in found.understood] == [("R",)]
    assert found.total == _index().find("R").total
    assert f"I looked for the skill alone, and not for “{whoever}”." in plain(list(understood(found)))


def test_whoever_is_asked_for_at_an_organisation_or_in_a_setting_is_looked_for_there() -> None:
    assert _names(_index().find("a nurse at Penmoor who knows R")) == {"Penmoor University"}
    assert _names(_index().find("a Penmoor researcher who knows R")) == {"Penmoor University"}
    assert _index().find("a nurse in a hospital who knows R").setting is Setting.CLINICAL


@pytest.mark.parametrize(
    "question",
    [
        "I need to interview a woman who uses R",
        "support for a parent who uses drugs",
        "a child who can walk",
        "somebody in a hospital who knows R",
    ],
)
def test_whom_a_question_is_about_is_not_who_is_asked_for(question: str) -> None:
    assert not _index().find(question).whoever

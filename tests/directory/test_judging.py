"""What is believed about a question: what was read in its words, what examples speak for, or neither."""

from functools import cache

import pytest

from bot.directory.model import Consent, Entry
from bot.directory.search.examples import Examples
from bot.directory.search.index import SearchIndex
from bot.directory.search.stems import stem
from bot.directory.search.vocabulary import Concept, Vocabulary
from tests.directory.network import network_of
from tests.fakes import KnownMeanings

_PEOPLE = [
    ["Transcription", "Qualitative analysis"],
    ["Reflective practice"],
    ["Social return on investment (SROI)"],
    ["Monitoring and evaluation for small charities"],
    ["Allied health professions", "Fellowships for nurses, midwives and AHPs"],
    ["Patient and public involvement"],
    ["Debt advice"],
]


@cache
def _index() -> SearchIndex:
    return network_of(_PEOPLE)


@pytest.mark.parametrize(
    ("question", "skill"),
    [
        ("I have thirty hours of recordings and would pay someone to type every word of them up", "Transcription"),
        (
            "the council says prove it: how much do they get back for each pound they put into us",
            "Social return on investment (SROI)",
        ),
        ("the ward staff need an hour together to think over what this work does to them", "Reflective practice"),
    ],
)
def test_a_need_that_no_name_tells_finds_who_can_meet_it(question: str, skill: str) -> None:
    first = _index().find(question).matches(0, 1)
    assert [match.skills for match in first] == [[skill]]


@pytest.mark.parametrize(
    "question",
    [
        "who'll cut pensioners' toenails when they can't bend to reach",
        "couples here get one go at IVF and twenty miles away they get three",
        "she's had a letter from the Home Office saying she has fourteen days to leave",
    ],
)
def test_nobody_is_named_for_a_need_that_nobody_there_can_meet(question: str) -> None:
    assert _index().find(question).total == 0


def test_words_as_they_were_typed_alone_are_never_guessed_at() -> None:
    question = "I have thirty hours of recordings and would pay someone to type every word of them up"
    assert _index().find(question, exactly=True).total == 0


_VOCABULARY = Vocabulary(
    [Concept("Podiatry"), Concept("Transcription"), Concept("Yoga")],
    examples=Examples(
        ("Podiatry", "Transcription", "Yoga", "Gone since"),
        {
            f"w {stem('toenails')}": {0: 9.0},
            f"w {stem('recordings')}": {1: 9.0},
            f"w {stem('stretching')}": {2: 9.0, 3: 20.0},
            f"w {stem('yoga')}": {0: 20.0},
            f"w {stem('ankles')}": {0: 9.0, 1: 8.0, 2: 7.0},
        },
    ),
)


def _entry(name: str, *skills: str) -> Entry:
    return Entry(id=name, name=name, skills=skills, consent=Consent.GIVEN)


def _small(meanings: KnownMeanings | None = None) -> SearchIndex:
    return SearchIndex([_entry("Ann", "Podiatry"), _entry("Bob", "Yoga")], _VOCABULARY, meanings)


def _names(index: SearchIndex, question: str) -> list[str]:
    return [match.entry.name for match in index.find(question).matches()]


def test_what_is_surely_asked_for_stands_whatever_examples_say() -> None:
    assert _names(_small(), "yoga") == ["Bob"]


def test_it_is_said_to_be_a_guess() -> None:
    found = _small().find("toenails that hurt")
    assert [match.entry.name for match in found.matches()] == ["Ann"]
    assert [(each.labels, each.sure) for each in found.understood] == [(("Podiatry",), False)]


def test_what_somebody_has_and_may_be_meant_instead_is_named_beside_a_guess() -> None:
    index = _small()
    found = index.find("ankles that hurt")
    assert [match.entry.name for match in found.matches()] == ["Ann"]
    assert [other.label for other in found.did_you_mean] == ["Yoga"]
    assert index.find("toenails that hurt").did_you_mean == ()
    assert index.find("podiatry").did_you_mean == ()


def test_what_examples_know_and_the_vocabulary_no_longer_has_is_passed_over() -> None:
    assert _names(_small(), "stretching before bed") == []


def test_what_nobody_has_is_not_named_and_is_found_once_somebody_lists_it() -> None:
    index = _small()
    assert _names(index, "recordings of a meeting") == []
    index.put(_entry("Cat", "Transcription"))
    assert _names(index, "recordings of a meeting") == ["Cat"]


def test_what_a_text_means_counts_where_something_knows() -> None:
    opinion = {"put it on paper for me": {"Podiatry": -0.05, "Transcription": -4.0, "Yoga": -4.0}}
    index = _small(KnownMeanings({}, opinion))
    assert _names(index, "put it on paper for me") == ["Ann"]
    assert _names(index, "put it on a shelf for me") == []


def test_what_nobody_has_is_called_by_its_name() -> None:
    found = _small().find("recordings of a meeting")
    assert found.total == 0
    assert [each.labels for each in found.understood] == [("Transcription",)]


def test_no_other_will_do_for_a_product_by_its_name() -> None:
    index = network_of([["Database design"], ["Semi-structured interviews"]])
    assert index.find("who could help set up a REDCap database").total == 0
    assert index.find("who has a Rayyan account and can show me round").total == 0

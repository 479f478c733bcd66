"""Words wider than any skill, and who comes first of those who answer to one by what they list around it."""

import pytest

from bot.directory.model import Consent, Entry
from bot.directory.search.findings import Findings
from bot.directory.search.index import SearchIndex
from bot.directory.search.lexicon import label_of, taught
from bot.directory.search.reasons import Why
from config.vocabulary import load_vocabulary

_VOCABULARY = load_vocabulary()


def _found(question: str, *skills: str) -> Findings:
    people = [Entry(id=skill, name=skill, skills=(skill,), consent=Consent.GIVEN) for skill in skills]
    return SearchIndex(people, _VOCABULARY).find(question)


def _names(found: Findings) -> list[str]:
    return [match.entry.name for match in found.matches()]


@pytest.mark.parametrize(
    ("question", "listed"),
    [
        ("Eastern European languages", "Polish"),
        ("who speaks languages of the Middle East?", "Kurdish (Sorani)"),
        ("south asian langauges", "Gujarati"),
        ("sensory loss", "BSL"),
        ("accessible communication", "Easy read"),
        ("dissemination", "Podcasting"),
        ("arts", "Theatre"),
        ("national surveys", "Understanding Society"),
    ],
)
def test_any_skill_will_do_that_a_wider_word_is_asked_for(question: str, listed: str) -> None:
    found = _found(question, listed, "SPSS")
    assert _names(found) == [listed]
    assert found.matches()[0].reasons[0].why is Why.KIND


def test_who_has_what_the_word_says_comes_before_who_has_what_it_covers_besides() -> None:
    found = _found("later life", "dementia", "frailty and older people", "SPSS")
    assert _names(found) == ["frailty and older people", "dementia"]
    assert [each.labels for each in found.understood] == [("Frailty and older people",)]


def test_whoever_lists_the_wider_word_itself_comes_first() -> None:
    assert _names(_found("African languages", "Somali", "African languages")) == ["African languages", "Somali"]


def test_a_wider_word_that_nobody_answers_to_is_read_and_said() -> None:
    found = _found("Eastern European languages", "SPSS")
    assert not found.total
    assert [each.labels for each in found.understood] == [("Eastern European languages",)]
    assert not found.did_you_mean
    near = _found("Eastern European languages", "Urdu").did_you_mean
    assert [each.label for each in near] == ["Community languages"]


def test_whoever_waits_for_a_wider_word_finds_whoever_lists_a_kind_of_it() -> None:
    wish = _found("Eastern European languages", "SPSS").wish
    index = SearchIndex([Entry(id="1", name="Polish", skills=("Polish",), consent=Consent.GIVEN)], _VOCABULARY)
    assert _names(index.again(wish)) == ["Polish"]


@pytest.mark.parametrize("question", ["mental health law", "food photography", "design of experiments in wheat"])
def test_a_wider_word_says_nothing_inside_a_longer_question(question: str) -> None:
    assert not {label for each in _found(question, "Polish").understood for label in each.labels} & {
        concept.label for concept in _VOCABULARY.wider
    }


def test_wider_words_are_nobodys_skill_and_known_by_the_name_of_the_skill_that_shares_it() -> None:
    assert not {concept.label for concept in _VOCABULARY} & {concept.label for concept in _VOCABULARY.wider}
    assert label_of(_VOCABULARY, "later life") == "Frailty and older people"


def test_what_the_network_makes_a_skill_is_no_wider_word_any_more() -> None:
    own = taught(_VOCABULARY, [("Slavic languages", "Slavic languages")])
    assert label_of(own, "slavic languages") == "Slavic languages"
    assert "Slavic languages" not in {concept.label for concept in own.wider}
    assert "Balkan languages" in {concept.label for concept in own.wider}


@pytest.mark.parametrize(
    ("question", "first", "second"),
    [
        ("midwife", "Midwife, continuity teams", "Mentoring nurses, midwives and AHPs into research"),
        ("asthma", "Asthma in primary schools", "Singing groups for asthma"),
    ],
)
def test_who_begins_with_it_comes_before_who_does_something_for_it(question: str, first: str, second: str) -> None:
    assert _names(_found(question, second, first)) == [first, second]
    assert _names(_found(question, first, second)) == [first, second]


def test_a_kind_that_says_the_words_comes_before_one_that_does_not() -> None:
    listed = ["Suicide prevention", "Men's mental health"]
    assert _names(_found("mental health", *listed)) == listed[::-1]
    assert _names(_found("mental health", *listed[::-1])) == listed[::-1]

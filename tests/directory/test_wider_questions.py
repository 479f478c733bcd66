"""Questions in wider, shorter or other words than what people list, under the vocabulary that comes with the bot."""

import pytest

from bot.directory.model import Consent, Entry
from bot.directory.search.index import Findings, SearchIndex
from bot.directory.search.reasons import Why
from config.vocabulary import load_vocabulary

_VOCABULARY = load_vocabulary()


def _index(*skills: str) -> SearchIndex:
    """Index one person for each skill, called what they list."""
    people = [Entry(id=skill, name=skill, skills=(skill,), consent=Consent.GIVEN) for skill in skills]
    return SearchIndex(people, _VOCABULARY)


def _found(question: str, *skills: str) -> Findings:
    return _index(*skills).find(question)


def _names(found: Findings) -> list[str]:
    return [match.entry.name for match in found.matches()]


@pytest.mark.parametrize(
    "question",
    ["grant writing", "writing a grant", "grants", "grant applications", "funding applications", "bid writing"],
)
@pytest.mark.parametrize(
    "listed",
    ["NIHR funding applications", "NIHR / MRC / Wellcome funding applications", "ESRC fellowship applications"],
)
def test_whoever_asks_about_grants_finds_those_who_apply_to_one_funder(question: str, listed: str) -> None:
    found = _found(question, listed, "SPSS")
    assert _names(found) == [listed]
    assert found.matches()[0].reasons[0].why is Why.KIND


@pytest.mark.parametrize(
    ("question", "listed"),
    [
        ("phenomenology", "interpretative phenomenological analysis (IPA)"),
        ("mental health", "men’s mental health"),
        ("men's health", "men’s mental health"),
        ("GP", "recruiting GP practices to studies"),
        ("GP", "recruiting in primary care"),
    ],
)
def test_asking_for_the_wider_thing_finds_a_kind_of_it(question: str, listed: str) -> None:
    found = _found(question, listed, "SPSS")
    assert _names(found) == [listed]
    assert found.matches()[0].reasons[0].why is Why.KIND


@pytest.mark.parametrize(
    ("question", "listed"),
    [
        ("lit search", "literature searching"),
        ("qualitative interviews", "interviews"),
        ("qualatitive interviews", "interviews"),
        ("GP", "writing for primary care"),
        ("GP", "running a general practice"),
    ],
)
def test_finds_the_same_thing_in_other_words(question: str, listed: str) -> None:
    assert _names(_found(question, listed, "SPSS")) == [listed]


def test_coding_of_interviews_is_no_programming() -> None:
    assert _names(_found("programming", "NVivo (coding, framework matrices)", "Python")) == ["Python"]


def test_a_skill_that_begins_with_what_was_typed_is_offered() -> None:
    found = _found("nvi", "NVivo", "SPSS")
    assert [named.label for named in found.did_you_mean] == ["NVivo"]
    assert found.total == 0


@pytest.mark.parametrize("question", ["e", "x", "nv", "GP"])
def test_one_or_two_letters_that_are_no_name_are_near_nothing(question: str) -> None:
    found = _found(question, "NVivo", "e-consent", "Excel", "Informed consent", "Smoking cessation", "Digital health")
    assert (_names(found), found.did_you_mean) == ([], ())


def test_suggests_nothing_for_what_a_skill_is_only_used_for() -> None:
    index = _index("Sample size calculations", "NIHR grants", "sewing with friends")
    assert sorted(index.suggest("grant")) == ["Grant writing", "NIHR funding", "Research funding"]
    assert index.suggest("power calc") == ["Sample size calculation"]
    assert index.suggest("friends") == ["sewing with friends"]

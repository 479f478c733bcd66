import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.directory.search.stems import stem
from bot.directory.search.text import MOST_CHARACTERS, MOST_WORDS, normalise, shouted, words


@given(st.text())
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(st.text())
def test_no_text_yields_more_words_than_are_looked_at(text: str) -> None:
    assert len(words(text * 20)) <= MOST_WORDS
    assert len(normalise(text * 20)) <= MOST_CHARACTERS


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("  NVivo\t14 ", "nvivo 14"),
        ("C++", "c++"),
        ("C# and F#", "c# and f#"),
        ("Multi-level", "multi level"),
        ("people’s lives", "peoples lives"),
        ("Naïve Bayés", "naive bayes"),
        ("ＳＰＳＳ", "spss"),
        ("<!channel> @everyone <@U123> stats", "stats"),
        ("🙂 !!! \x00\x07", ""),
        ("مرحبا", "مرحبا"),
        ("STRASSE straße", "strasse strasse"),
    ],
)
def test_reads_the_same_words_however_they_are_written(typed: str, read: str) -> None:
    assert normalise(typed) == read


def test_knows_an_acronym_by_its_capitals_unless_everything_is_shouted() -> None:
    assert shouted("help with ACT please") == {"act": "ACT"}
    assert shouted("HELP WITH ACT") == {}
    assert shouted("SPSS") == {"spss": "SPSS"}


def test_knows_an_acronym_by_most_of_its_capitals_and_keeps_it_as_it_was_typed() -> None:
    assert shouted("DMPs or a ToC for my NIHR bid") == {"dmps": "DMPs", "toc": "ToC", "nihr": "NIHR"}
    assert shouted("Photovoice in PowerPoint") == {}


@pytest.mark.parametrize(
    "forms",
    [
        "analysis analyses analysing analyse analyze analytic analytical analyst",
        "write writing written writer writers",
        "statistics statistical statistician",
        "supervise supervision supervisor supervising",
        "evaluate evaluation evaluating evaluator",
        "model models modelling modeling modelled",
        "randomise randomised randomized randomisation",
        "policy policies",
        "epidemiology epidemiologist epidemiological",
        "behaviour behavior behaviours",
        "programme programmes program",
    ],
)
def test_brings_the_forms_of_a_word_together(forms: str) -> None:
    assert len({stem(form) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("quality", "qualitative"),
        ("quantity", "quantitative"),
        ("logistic", "logistics"),
        ("causal", "casual"),
        ("care", "career"),
        ("medical", "medication"),
        ("intern", "international"),
        ("programme", "programming"),
        ("equality", "inequality"),
    ],
)
def test_keeps_words_apart_that_mean_different_things(one: str, other: str) -> None:
    assert stem(one) != stem(other)

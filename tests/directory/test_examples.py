"""The table of what people type when they need a skill (bot/directory/search/examples.py)."""

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.directory.search.examples import Examples, features_of
from bot.directory.search.stems import stem
from bot.directory.search.text import words

_LABELS = ("Transcription", "Podiatry", "Yoga")
_SAYS = {
    f"w {stem('tape')}": {0: 3.0},
    f"w {stem('type')}": {0: 2.5, 2: -1.0},
    f"t {stem('type')} {stem('tape')}": {0: 1.0},
    f"w {stem('toenail')}": {1: 4.0},
    "b toena": {1: 0.5},
}
_EXAMPLES = Examples(_LABELS, _SAYS, "here")


def _first(text: str, examples: Examples = _EXAMPLES) -> str:
    return next(iter(examples.speak(words(text)).likely), "")


def test_words_speak_for_the_skill_they_were_typed_for() -> None:
    assert _first("who will type up the tapes") == "Transcription"
    assert _first("cannot bend to cut my toenails") == "Podiatry"


def test_a_text_of_which_no_word_is_known_speaks_for_nothing() -> None:
    spoken = _EXAMPLES.speak(words("zeppelins over Mars"))
    assert (spoken.likely, spoken.says, spoken.known) == ({}, {}, 0.0)
    assert _EXAMPLES.speak([]).likely == {}


def test_it_tells_how_many_of_the_words_it_knows() -> None:
    assert _EXAMPLES.speak(words("type tape zeppelin Mars")).known == pytest.approx(0.5)


def test_likelihoods_are_shares_of_all_skills() -> None:
    likely = _EXAMPLES.speak(words("type")).likely
    whole = math.exp(2.5) + 1 + math.exp(-1.0)
    assert likely["Transcription"] == pytest.approx(math.exp(2.5) / whole, rel=0.02)
    assert likely["Yoga"] == pytest.approx(math.exp(-1.0) / whole, rel=0.05)


def test_another_opinion_counts_as_well() -> None:
    opinion = {"Transcription": math.log(0.05), "Podiatry": math.log(0.05), "Yoga": math.log(0.9)}
    spoken = _EXAMPLES.speak(words("zeppelins"), opinion)
    assert next(iter(spoken.likely)) == "Yoga"
    assert 0.7 < spoken.likely["Yoga"] < 0.9, "two together are less sure than each says"
    assert next(iter(_EXAMPLES.speak(words("toenails"), opinion).likely)) == "Podiatry"


_TABLES = st.dictionaries(
    st.text("abc", min_size=1, max_size=3).map("w {}".format),
    st.dictionaries(st.integers(0, 2), st.floats(-9, 9), min_size=1),
    max_size=9,
)


@example({"w a": {0: 5e-324}}, ["a"])
@given(_TABLES, st.lists(st.text("abc", min_size=1, max_size=3), max_size=6))
def test_a_table_that_was_written_is_read_as_the_same(says: dict[str, dict[int, float]], spelt: list[str]) -> None:
    before = Examples(_LABELS, says, "a source")
    after = Examples.read(before.write())
    assert after.source == "a source"
    assert after.speak(spelt) == before.speak(spelt)


@given(st.lists(st.text(max_size=8), max_size=12))
def test_likelihoods_are_at_most_one_together_whatever_is_typed(spelt: list[str]) -> None:
    likely = _EXAMPLES.speak(spelt).likely
    assert sum(likely.values()) <= 1 + 1e-9
    assert list(likely.values()) == sorted(likely.values(), reverse=True)


@pytest.mark.parametrize("data", [b"", b"no table", Examples((), {}).write()[:-9]])
def test_anything_else_is_no_table(data: bytes) -> None:
    with pytest.raises(ValueError, match="no examples"):
        Examples.read(data)


def test_features_are_words_pairs_and_beginnings() -> None:
    assert list(features_of(["typing", "the", "recordings"])) == [
        "w typ",
        "w the",
        "w record",
        "p typ the",
        "p the record",
        "t typ record",
        "b recor",
    ]

"""What a sentence is about, by all its telling words together."""

import pytest

from bot.directory.model import Consent, Entry
from bot.directory.search.gist import Gist
from bot.directory.search.index import SearchIndex
from bot.directory.search.names import Kind, Names
from bot.directory.search.vocabulary import Concept, Vocabulary

_PHOTOVOICE, _CAKES = 0, 1
_VOCABULARY = Vocabulary(
    [
        Concept("Photovoice", aliases=("giving people cameras", "pictures of their lives")),
        Concept("Visual minutes", aliases=("drawing a meeting",)),
        Concept("Transcription", aliases=("typing up recordings",)),
        Concept("Zoology"),
        Concept("Alchemy"),
    ],
    ["cakes"],
)


_PLOTS = Vocabulary(
    [
        Concept("Meta-analysis", clues=("pooling trials",)),
        Concept("Forest plots", clues=("diamond", "picture of pooled results"), within=("Meta-analysis",)),
        Concept("Zoology"),
        Concept("Alchemy"),
    ]
)


def _names() -> Names:
    names = Names()
    for text in ("photovoice", "giving people cameras", "pictures of their lives"):
        names.add(text, _PHOTOVOICE, Kind.ALIAS)
    names.add("pictures of cakes", _CAKES, Kind.LABEL)
    return names


def _gist() -> Gist:
    gist = Gist(str)
    for name in _names():
        gist.add(name)
    return gist


def _named(question: str, *skills: str, vocabulary: Vocabulary = _VOCABULARY) -> list[str]:
    people = [Entry(id=skill, name=skill, skills=(skill,), consent=Consent.GIVEN) for skill in skills]
    return [match.entry.name for match in SearchIndex(people, vocabulary).find(question).matches()]


def test_the_skill_most_words_speak_of_comes_first() -> None:
    about = _gist().about(["participants", "cameras", "take", "pictures", "lives"])
    assert [(each.skill, each.words) for each in about] == [(_PHOTOVOICE, 3), (_CAKES, 1)]
    assert about[0].says > about[1].says


def test_a_form_of_a_word_and_another_word_for_it_count_too() -> None:
    assert [each.skill for each in _gist().about(["images", "cake"])][:1] == [_CAKES]


def test_words_of_no_skill_say_nothing() -> None:
    assert _gist().about(["bicycle", "the"]) == []


def test_a_skill_whose_name_stands_in_the_sentence_is_likelier() -> None:
    unnamed, named = (_gist().about(["photovoice"], named)[0].says for named in ([], [_PHOTOVOICE]))
    assert named > unnamed


def test_what_is_forgotten_is_found_no_more() -> None:
    gist, names = _gist(), list(_names())
    for name in names[:-1]:
        gist.remove(name)
    assert [each.skill for each in gist.about(["cameras", "pictures"])] == [_CAKES]
    gist.remove(names[-1])
    assert gist.about(["cameras", "pictures"]) == []


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("I would like participants to have cameras and take pictures of how they live", ["Photovoice"]),
        ("hours of recordings from last summer that need typing", ["Transcription"]),
        ("somebody who makes drawings during our meeting", []),
        ("pictures of wedding cakes", []),
    ],
)
def test_a_sentence_without_any_name_finds_whoever_has_what_it_is_about(question: str, named: list[str]) -> None:
    assert _named(question, "Photovoice", "Transcription") == named


def test_words_in_which_a_need_is_told_say_what_it_is_about() -> None:
    assert _named("what does the diamond in this picture stand for", "Forest plots", vocabulary=_PLOTS) == [
        "Forest plots"
    ]


def test_words_in_which_a_need_is_told_are_no_name() -> None:
    gist = _gist()
    gist.hint(_CAKES, "icing sugar")
    assert [each.skill for each in gist.about(["sugar", "icing"])] == [_CAKES]
    assert SearchIndex([], _PLOTS).suggest("diamond") == []


def test_two_words_say_more_when_they_stand_together() -> None:
    gist = _gist()
    gist.hint(_CAKES, "icing sugar")
    together, apart = (gist.about(spelt)[0].says for spelt in (["icing", "sugar"], ["sugar", "icing"]))
    assert together > apart


def test_whoever_does_the_whole_is_named_for_a_part_that_nobody_lists() -> None:
    assert _named("forest plots", "Meta-analysis", "Zoology", vocabulary=_PLOTS) == ["Meta-analysis"]
    assert _named("forest plots", "Meta-analysis", "Forest plots", vocabulary=_PLOTS) == ["Forest plots"]
    assert _named("forest plots", "Zoology", vocabulary=_PLOTS) == []

"""Words the network taught, over those of the file."""

from bot.directory.search.lexicon import AREA, begun, label_of, taught
from bot.directory.search.vocabulary import Concept, Vocabulary

SHIPPED = Vocabulary([Concept("Workshops", "Events", ("away days",)), Concept("NVivo", "Software")], ["plumbing"])


def test_another_word_for_a_skill_is_an_alias_of_it() -> None:
    assert taught(SHIPPED, [("Miro boards", "workshops")])["Workshops"].aliases == ("away days", "Miro boards")


def test_a_word_of_its_own_is_a_new_skill_which_others_can_mean() -> None:
    vocabulary = taught(SHIPPED, [("Padlet", "Padlet"), ("pin boards", "Padlet")])
    assert vocabulary["Padlet"] == Concept("Padlet", AREA, ("pin boards",))


def test_what_contradicts_the_file_is_passed_over() -> None:
    words = [("away days", "NVivo"), ("nvivo", "Workshops"), ("gone", "No such skill"), ("?!", "NVivo")]
    assert list(taught(SHIPPED, words)) == list(SHIPPED)


def test_ordinary_words_stay_ordinary() -> None:
    assert taught(SHIPPED, []).other_words == SHIPPED.other_words


def test_finds_a_skill_by_any_of_its_names() -> None:
    assert label_of(SHIPPED, "  AWAY days ") == "Workshops"
    assert label_of(SHIPPED, "away") is None


def test_completes_with_names_that_begin_so_first() -> None:
    vocabulary = Vocabulary([Concept("Data workshops"), Concept("Workshops"), Concept("Events", "", ("workshop day",))])
    assert begun(vocabulary, "work", 5) == ["Workshops", "Data workshops", "Events"]
    assert begun(vocabulary, "work", 1) == ["Workshops"]

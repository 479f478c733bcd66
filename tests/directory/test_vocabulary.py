import pytest

from bot.directory.search.text import normalise
from bot.directory.search.vocabulary import Concept, Misworded, Vocabulary
from config.vocabulary import load_vocabulary


def test_reads_areas_of_concepts() -> None:
    vocabulary = Vocabulary.read(
        {
            "other_words": ["Baking"],
            "Methods": {
                "Statistics": {"aliases": ["stats"]},
                "Regression": {"acronyms": ["OLS"], "broader": ["Statistics"]},
            },
        }
    )
    assert vocabulary["Regression"] == Concept("Regression", "Methods", (), ("OLS",), ("Statistics",))
    assert vocabulary.narrower("Statistics") == ["Regression"]
    assert vocabulary.other_words == {"baking"}


@pytest.mark.parametrize(
    ("concepts", "fault"),
    [
        ([Concept("R", aliases=("Stats",)), Concept("Statistics", aliases=("stats",))], "“stats” is both “Statistics”"),
        ([Concept("R"), Concept("r")], "a name belongs to one"),
        ([Concept("R", broader=("Software",))], "a kind of “Software”, which is no concept's label"),
        ([Concept("R", within=("Software",))], "within “Software”, which is no concept's label"),
        ([Concept("A", broader=("B",)), Concept("B", broader=("A",))], "a kind of itself"),
        ([Concept("A", kinds=("B",)), Concept("B", kinds=("A",))], "a kind of itself"),
        ([Concept("Languages", kinds=("Welsh",))], "a wider word for “Welsh”, which is no concept's label"),
        ([Concept("Welsh"), Concept("welsh", kinds=("Welsh",))], "a name belongs to one"),
        ([Concept("🙂")], "has no letters in it"),
    ],
)
def test_says_what_contradicts_itself(concepts: list[Concept], fault: str) -> None:
    with pytest.raises(Misworded, match=fault):
        Vocabulary(concepts)


@pytest.mark.parametrize(
    ("tables", "fault"),
    [
        ({"Methods": ["R"]}, "has to be a table of concepts"),
        ({"Methods": {"R": "software"}}, "has to be a table, such as"),
        ({"Methods": {"R": {"alias": ["R language"]}}}, "a concept has aliases, acronyms, clues, within, broader"),
        ({"Methods": {"R": {"aliases": "R language"}}}, "has to be a list of texts"),
        ({"other_words": "baking"}, "has to be a list of texts"),
    ],
)
def test_says_what_is_shaped_wrongly(tables: dict[str, object], fault: str) -> None:
    with pytest.raises(Misworded, match=fault):
        Vocabulary.read(tables)


def test_a_wider_word_may_be_called_what_a_skill_is_called_besides() -> None:
    skills = [Concept("Old age", aliases=("later life",)), Concept("Dementia")]
    vocabulary = Vocabulary([*skills, Concept("Later life", kinds=("Old age", "Dementia"))])
    assert [concept.label for concept in vocabulary] == ["Old age", "Dementia"]
    assert [concept.label for concept in vocabulary.wider] == ["Later life"]
    assert vocabulary.narrower("Later life") == ["Old age", "Dementia"]


def test_an_acronym_may_stand_for_several_concepts() -> None:
    vocabulary = Vocabulary(
        [Concept("Equation modelling", acronyms=("SEM",)), Concept("Microscopy", acronyms=("SEM",))]
    )
    assert len(vocabulary) == 2


def test_the_vocabulary_that_comes_with_the_bot_is_sound_and_wide() -> None:
    vocabulary = load_vocabulary()
    names = [name for concept in vocabulary for name in (concept.label, *concept.aliases)]
    assert len(vocabulary) >= 250
    assert len(names) >= 4000
    assert all(concept.area for concept in vocabulary)
    assert not {normalise(concept.label) for concept in vocabulary} & vocabulary.other_words

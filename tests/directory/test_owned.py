"""What people list in words of their own, and what examples tell that it is about (bot/directory/search/owned.py)."""

from bot.directory.model import Consent, Entry
from bot.directory.search.examples import Examples
from bot.directory.search.index import SearchIndex
from bot.directory.search.stems import stem
from bot.directory.search.vocabulary import Concept, Vocabulary

_VOCABULARY = Vocabulary(
    [Concept("Food banks"), Concept("Podiatry")],
    examples=Examples(
        ("Food banks", "Podiatry"),
        {
            f"w {stem('pantry')}": {0: 6.0},
            f"w {stem('shelves')}": {0: 6.0},
            f"w {stem('toenails')}": {1: 9.0},
        },
    ),
)
_PANTRY = "I run the pantry behind the church"


def _entry(name: str, *skills: str) -> Entry:
    return Entry(id=name, name=name, skills=skills, consent=Consent.GIVEN)


def _names(index: SearchIndex, question: str) -> list[str]:
    return [match.entry.name for match in index.find(question).matches()]


def test_whoever_lists_it_in_words_of_their_own_is_found_in_words_of_ones_own() -> None:
    index = SearchIndex([_entry("Ann", _PANTRY), _entry("Bob", "Beekeeping")], _VOCABULARY)
    found = index.find("our shelves are bare")
    assert [(match.entry.name, match.skills) for match in found.matches()] == [("Ann", [_PANTRY])]
    assert _names(index, "cutting toenails") == []


def test_whoever_lists_the_concept_itself_comes_first() -> None:
    index = SearchIndex([_entry("Ann", _PANTRY), _entry("Cat", "Food banks")], _VOCABULARY)
    assert _names(index, "our shelves are bare")[0] == "Cat"


def test_it_follows_what_people_list() -> None:
    index = SearchIndex([_entry("Ann", "Beekeeping")], _VOCABULARY)
    assert _names(index, "our shelves are bare") == []
    index.put(_entry("Ann", _PANTRY))
    assert _names(index, "our shelves are bare") == ["Ann"]
    index.remove("Ann")
    assert _names(index, "our shelves are bare") == []

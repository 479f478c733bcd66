"""The search with something that knows what words mean (`tests.fakes.KnownMeanings`)."""

from bot.directory.model import Consent, Entry
from bot.directory.search.index import SearchIndex
from bot.directory.search.vocabulary import Concept, Vocabulary
from tests.fakes import KnownMeanings

_VOCABULARY = Vocabulary([Concept("Survival analysis"), Concept("Dentistry"), Concept("Yoga")], other_words=["violin"])


def _entry(name: str, *skills: str) -> Entry:
    return Entry(id=name, name=name, skills=skills, consent=Consent.GIVEN)


def _index(meanings: KnownMeanings) -> SearchIndex:
    return SearchIndex([_entry("Ann", "Survival analysis"), _entry("Bob", "Dentistry")], _VOCABULARY, meanings)


def _names(index: SearchIndex, question: str) -> list[str]:
    return [match.entry.name for match in index.find(question).matches()]


def test_what_no_word_tells_is_read_by_what_it_means() -> None:
    meanings = KnownMeanings({"time until relapse": ("survival analysis", 0.8)})
    index = _index(meanings)
    assert _names(index, "time until relapse") == ["Ann"]
    assert [each.labels for each in index.find("time until relapse").understood] == [("Survival analysis",)]
    assert not index.find("time until relapse").understood[0].sure


def test_nobody_is_named_for_what_means_only_nearly_that_but_it_is_offered() -> None:
    found = _index(KnownMeanings({"time until relapse": ("survival analysis", 0.6)})).find("time until relapse")
    assert found.total == 0
    assert [named.label for named in found.did_you_mean] == ["Survival analysis"]


def test_nobody_is_named_when_what_nobody_lists_is_nearer() -> None:
    found = _index(KnownMeanings({"sun salutation": ("yoga", 0.9)})).find("sun salutation")
    assert found.total == 0
    assert [each.labels for each in found.understood] == [("Yoga",)]


def test_it_is_not_asked_when_the_words_tell() -> None:
    meanings = KnownMeanings({})
    index = _index(meanings)
    assert _names(index, "survivl analysis") == ["Ann"]
    assert meanings.asked == []


_PAIN = Vocabulary(
    [
        Concept("Dentistry", clues=("hurts at night", "terrible pain")),
        Concept("Sleep", clues=("lying awake at night", "terrible nights")),
        Concept("Zoology"),
        Concept("Alchemy"),
    ]
)


def test_of_what_a_sentence_may_be_about_the_skill_that_means_alike_comes_first() -> None:
    question = "it hurts at night and lying awake is terrible"
    people = [_entry("Ann", "Dentistry"), _entry("Bob", "Sleep")]
    assert _names(SearchIndex(people, _PAIN), question) == ["Bob"]
    meanings = KnownMeanings({question: ("dentistry", 0.8)})
    assert _names(SearchIndex(people, _PAIN, meanings), question) == ["Ann"]


def test_ordinary_words_have_to_mean_it_very_nearly() -> None:
    index = _index(KnownMeanings({"violin": ("dentistry", 0.75)}))
    assert _names(index, "violin") == []


def test_it_is_asked_with_slips_mended() -> None:
    meanings = KnownMeanings({})
    _index(meanings).find("how long is survvial until relapse")
    assert meanings.asked
    assert "survvial" not in meanings.asked[0]


def test_a_skill_that_is_listed_later_is_learnt_and_one_that_is_gone_is_forgotten() -> None:
    meanings = KnownMeanings({"wooden boats": ("coracle building", 0.9)})
    index = _index(meanings)
    assert _names(index, "wooden boats") == []
    index.put(_entry("Cai", "Coracle building"))
    assert _names(index, "wooden boats") == ["Cai"]
    index.remove("Cai")
    assert _names(index, "wooden boats") == []
    assert "coracle building" not in {name for names in meanings.names.values() for name in names}

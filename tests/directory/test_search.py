import time
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.directory.model import Consent, Entry, Setting
from bot.directory.search.index import SearchIndex
from bot.directory.search.reasons import Why
from bot.directory.search.vocabulary import Concept, Vocabulary
from tests.directory.network import index

_VOCABULARY = Vocabulary(
    [
        Concept("Qualitative analysis", aliases=("analysing transcripts",)),
        Concept("Thematic analysis", broader=("Qualitative analysis",)),
        Concept("Reflexive analysis", broader=("Thematic analysis",)),
        Concept("NVivo"),
        Concept("R", aliases=("R programming",)),
        Concept("SPSS"),
        Concept("Multilevel modelling", aliases=("mixed models",)),
        Concept("Structural equation modelling", acronyms=("SEM",)),
        Concept("Scanning electron microscopy", acronyms=("SEM",)),
        Concept("Causal inference"),
        Concept("Quality improvement"),
        Concept("Acceptance and commitment therapy", acronyms=("ACT",)),
    ],
    other_words=["act", "baking"],
)
_SKILLS = [
    "R",
    "NVivo 14",
    "Thematic analysis",
    "SPSS (beginner)",
    "quality improvement",
    "sewing",
    "SEM",
    "mixed models",
]


def _person(name: str, *skills: str, settings: frozenset[Setting] = frozenset()) -> Entry:
    return Entry(id=name, name=name, skills=skills, settings=settings, consent=Consent.GIVEN)


def _names(people: Sequence[Entry], question: str, setting: Setting | None = None) -> list[str]:
    found = SearchIndex(people, _VOCABULARY).find(question, setting)
    return [match.entry.name for match in found.matches()]


def test_finds_whoever_lists_the_skill_with_its_version_and_level() -> None:
    people = [_person("Ann", "NVivo 14 (can teach)"), _person("Bob", "SPSS")]
    assert _names(people, "nvivo") == ["Ann"]


def test_names_the_skill_as_it_was_listed() -> None:
    (match,) = (
        SearchIndex([_person("Ann", "Multi-level modeling – advanced")], _VOCABULARY).find("mixed models").matches()
    )
    assert match.skills == ["Multi-level modeling – advanced"]
    assert match.reasons[0].wanted == "Multilevel modelling"


def test_finds_nobody_who_may_not_be_found() -> None:
    refused = Entry(id="1", name="Ann", skills=("NVivo",), consent=Consent.REFUSED)
    unknown = Entry(id="2", name="Bob", skills=("NVivo",))
    assert _names([refused, unknown], "nvivo") == []


def test_a_kind_of_what_was_asked_comes_below_it_and_is_marked() -> None:
    people = [
        _person("Deep", "Reflexive analysis"),
        _person("Kind", "Thematic analysis"),
        _person("Same", "Qualitative analysis"),
    ]
    found = SearchIndex(people, _VOCABULARY).find("qualitative analysis")
    assert [match.entry.name for match in found.matches()] == ["Same", "Kind", "Deep"]
    assert [match.reasons[0].why for match in found.matches()] == [Why.SAME, Why.KIND, Why.KIND]


def test_asking_for_a_kind_does_not_find_those_who_list_something_wider() -> None:
    found = SearchIndex([_person("Wide", "Qualitative analysis")], _VOCABULARY).find("thematic analysis")
    assert found.total == 0
    assert [skill.label for skill in found.did_you_mean] == ["Qualitative analysis"]


def test_a_skill_within_a_longer_one_comes_after_the_skill_itself() -> None:
    people = [_person("Within", "Thematic analysis of diaries kept by nurses"), _person("Same", "thematic analyses")]
    assert _names(people, "thematic analysis") == ["Same", "Within"]


def test_whoever_lists_it_in_the_very_words_comes_first() -> None:
    people = [_person(name, "mixed models") for name in "ABCD"] + [_person("own", "Multi-level modelling (basic)")]
    assert _names(people, "multilevel modelling")[0] == "own"
    assert _names(people, "multi-level modelling basic")[0] == "own"
    assert _names(people, "multilevl modelling")[0] == "own"
    assert _names(people, "mixed models")[-1] == "own"


def test_those_words_hold_on_every_page() -> None:
    people = [_person(f"{skill} {n}", skill) for n in range(6) for skill in ("mixed models", "multilevel modelling")]
    search = SearchIndex(people, _VOCABULARY)
    found = search.find("mixed models")
    assert [m.entry for m in search.again(found.key).matches(4, 4)] == [m.entry for m in found.matches(4, 4)]


def test_more_of_it_comes_before_less_of_it() -> None:
    people = [*(_person(name, "Thematic analysis") for name in "ABCDEF")]
    people.append(_person("both", "Thematic analysis", "Reflexive analysis"))
    assert _names(people, "qualitative analysis")[0] == "both"


def test_nobody_is_named_for_half_of_one_thing() -> None:
    people = [_person("Ann", "R"), _person("Bob", "Quality improvement")]
    found = SearchIndex(people, _VOCABULARY).find("NVivo quality improvement")
    assert found.total == 0
    assert [named.label for named in found.did_you_mean] == ["Quality improvement"]


def test_a_question_may_go_on_around_the_skill() -> None:
    people = [_person("Ann", "Thematic analysis"), _person("Bob", "SPSS")]
    assert _names(people, "honestly my thematic analysis makes no sense to me") == ["Ann"]
    assert _names(people, "SPSS for gerontological datasets") == ["Bob"]
    assert _names(people, "SPSS baking") == []


def test_those_who_have_everything_come_first() -> None:
    people = [_person("One", "R"), _person("Other", "SPSS"), _person("Both", "SPSS", "R programming")]
    assert _names(people, "R and SPSS")[0] == "Both"
    assert sorted(_names(people, "R and SPSS")) == ["Both", "One", "Other"]


@pytest.mark.parametrize("question", ["nvivo thematic analysis spss", "spss thematic analysis nvivo", "r nvivo spss"])
def test_names_one_behind_the_other_are_a_list_without_commas(question: str) -> None:
    people = [_person("Ann", "NVivo"), _person("Bob", "Thematic analysis"), _person("Cat", "SPSS"), _person("Dot", "R")]
    found = SearchIndex(people, _VOCABULARY).find(question)
    assert {each.typed for each in found.understood} <= {"r", "nvivo", "spss", "thematic analysis"}
    assert len(found.understood) == len(found.matches()) == 3


def test_a_letter_beside_other_software_is_the_software() -> None:
    people = [_person("Ann", "R"), _person("Both", "SPSS", "R")]
    assert _names(people, "spss r") == _names(people, "r spss") == ["Both", "Ann"]


def test_whoever_lists_a_word_comes_before_what_others_call_so() -> None:
    languages = Vocabulary([Concept("Interpreting", aliases=("wolof calls",)), Concept("French")])
    people = [_person("Ann", "Interpreting"), _person("Bob", "French & Wolof")]
    assert [each.entry.name for each in SearchIndex(people, languages).find("wolof").matches()] == ["Bob", "Ann"]


def test_a_slip_is_read_and_said() -> None:
    found = SearchIndex([_person("Ann", "Thematic analysis")], _VOCABULARY).find("thematic anlysis")
    assert found.total == 1
    assert found.understood[0].corrections == (("anlysis", "analysis"),)


@pytest.mark.parametrize("question", ["C", "T", "Rx", "SPS", "SIS", "quality", "qualitative quality"])
def test_short_and_different_words_match_nothing(question: str) -> None:
    assert _names([_person("Ann", "R", "SPSS", "Qualitative analysis")], question) == []


def test_a_single_letter_is_found_inside_a_skill_only_where_it_stands_for_itself() -> None:
    people = [_person("Yes", "data plots in R"), _person("No", "vitamin R"), _person("Nor", "R section")]
    assert _names(people, "R") == ["Yes"]


def test_an_acronym_that_is_a_word_counts_in_capitals_only() -> None:
    people = [_person("Yes", "ACT with adolescents"), _person("No", "act on what people say")]
    assert _names(people, "acceptance and commitment therapy") == ["Yes"]


def test_an_acronym_with_two_meanings_is_read_as_both() -> None:
    found = SearchIndex([_person("Ann", "Structural equation modelling")], _VOCABULARY).find("SEM")
    assert found.understood[0].labels == ("Structural equation modelling", "Scanning electron microscopy")
    assert found.total == 1


def test_casual_is_read_as_causal_only_out_loud() -> None:
    found = SearchIndex([_person("Ann", "Causal inference")], _VOCABULARY).find("casual inference")
    assert found.understood[0].corrections == (("casual", "causal"),)


def test_a_skill_that_is_in_no_vocabulary_is_found_too() -> None:
    people = [_person("Ann", "Seaweed identification"), _person("Bob", "R")]
    assert _names(people, "identification of seaweeds") == ["Ann"]
    assert _names(people, "seaweed identificaton") == ["Ann"]


def test_a_setting_leaves_others_out_and_counts_them() -> None:
    people = [
        _person("Ann", "R", settings=frozenset({Setting.ACADEMIC})),
        _person("Bob", "R", settings=frozenset({Setting.CLINICAL, Setting.COMMUNITY})),
    ]
    found = SearchIndex(people, _VOCABULARY).find("R", Setting.CLINICAL)
    assert ([match.entry.name for match in found.matches()], found.elsewhere) == (["Bob"], 1)
    assert _names(people, "help with R in an academic setting") == ["Ann"]


def test_several_skills_may_be_asked_of_anyone_but_some() -> None:
    people = [_person("Ann", "R", settings=frozenset({Setting.ACADEMIC})), _person("Bob", "SPSS", "NVivo")]
    assert _names(people, "R or SPSS but not academics") == ["Bob"]


def test_equals_come_in_an_order_that_stays_and_is_not_always_the_alphabet() -> None:
    people = [_person(name, "R", "SPSS", "NVivo") for name in "ABCDEFGHIJ"]
    first = {question: _names(people, question) for question in ("R", "SPSS", "NVivo")}
    again = {question: _names(list(reversed(people)), question) for question in first}
    assert first == again
    assert all(sorted(order) == list("ABCDEFGHIJ") for order in first.values())
    assert len({tuple(order) for order in first.values()}) > 1


def test_the_same_can_be_asked_again_by_its_key() -> None:
    people = [_person(name, "R", "Thematic analysis") for name in "ABCDE"] + [_person("F", "Qualitative analysis")]
    search = SearchIndex(people, _VOCABULARY)
    found = search.find("can anyone help with qualitative anlysis or R?")
    again = SearchIndex(people, _VOCABULARY).again(found.key)
    assert [m.entry for m in again.matches()] == [m.entry for m in found.matches()]
    assert search.again("nonsense._.%").total == 0


def test_names_at_most_five_skills_that_exist_when_nobody_has_it() -> None:
    people = [
        _person("Ann", *(f"sewing {kind}" for kind in ("quilts", "sails", "tents", "coats", "hats", "bags", "kites")))
    ]
    found = SearchIndex(people, _VOCABULARY).find("sewing curtains")
    assert found.total == 0
    assert 1 <= len(found.did_you_mean) <= 5


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("them", "Thematic analysis"),
        ("analysis", "Qualitative analysis"),
        ("spsss", "SPSS"),
        ("mixed m", "Multilevel modelling"),
    ],
)
def test_completes_what_is_being_typed(typed: str, first: str) -> None:
    people = [_person("Ann", "Thematic analysis", "SPSS", "mixed models"), _person("Bob", "Qualitative analysis")]
    assert SearchIndex(people, _VOCABULARY).suggest(typed)[0] == first


def test_suggests_what_most_people_list_before_anything_is_typed_and_nothing_nobody_lists() -> None:
    people = [_person("Ann", "SPSS", "R"), _person("Bob", "R")]
    assert SearchIndex(people, _VOCABULARY).suggest("") == ["R", "SPSS"]
    assert SearchIndex(people, _VOCABULARY).suggest("nviv") == []


@given(st.lists(st.lists(st.sampled_from(_SKILLS), max_size=4, unique=True), max_size=6), st.sampled_from(_SKILLS))
@settings(deadline=None)
def test_another_entry_never_hides_somebody_s_exact_match(others: list[list[str]], skill: str) -> None:
    own = _person("own", skill)
    alone = SearchIndex([own], _VOCABULARY).find(skill).matches()
    people = [own, *(_person(f"other {number}", *skills) for number, skills in enumerate(others))]
    among = SearchIndex(people, _VOCABULARY).find(skill).matches()
    score = next(match.score for match in among if match.entry is own)
    assert score >= alone[0].score
    assert all(match.score <= score for match in among)


_ANYBODY = st.builds(
    _person,
    st.sampled_from("ABCD"),
    st.sampled_from([*_SKILLS, "SEWING", "sewing (can teach)", "sails; sewing", "qualitative analysis of tents"]),
    st.sampled_from([*_SKILLS, "tents sewing", "qualitative analysis", "NVivo", "reflexive analysis"]),
    settings=st.frozensets(st.sampled_from(Setting)),
)


@given(st.lists(_ANYBODY | st.sampled_from("ABCD"), max_size=12))
@settings(deadline=None)
def test_an_index_that_was_changed_is_the_same_as_one_made_anew(changes: list[Entry | str]) -> None:
    changed = SearchIndex([], _VOCABULARY)
    people: dict[str, Entry] = {}
    for change in changes:
        if isinstance(change, str):
            changed.remove(change)
            people.pop(change, None)
        else:
            changed.put(change)
            people[change.id] = change
    anew = SearchIndex(people.values(), _VOCABULARY)
    for question in (*_SKILLS, "sewng", "tent", "qualitative anlysis", "SEM or R", "sewing qualitative analysis", "ST"):
        for setting in (None, Setting.CLINICAL):
            one, other = changed.find(question, setting), anew.find(question, setting)
            assert (one.matches(), one.total, one.elsewhere, one.key) == (
                other.matches(),
                other.total,
                other.elsewhere,
                other.key,
            )
            assert (one.understood, one.did_you_mean) == (other.understood, other.did_you_mean)
    for typed in ("", "s", "q", "t", "sew", "analisis"):
        assert changed.suggest(typed) == anew.suggest(typed)
    for name in "BCD":
        assert changed.named(name) == anew.named(name) == [one for one in people.values() if one.id == name]


@given(st.lists(_ANYBODY, max_size=8), st.integers(0, 9), st.integers(0, 9), st.sampled_from([None, *Setting]))
@settings(deadline=None)
def test_a_page_is_a_part_of_the_whole(people: list[Entry], start: int, count: int, setting: Setting | None) -> None:
    search = SearchIndex({entry.id: entry for entry in people}.values(), _VOCABULARY)
    for question in ("R", "sewing", "qualitative analysis or R", "SEM, NVivo and sewing"):
        found = search.find(question, setting)
        assert found.matches(start, count) == found.matches()[start : start + count]
        assert len(found.matches()) == found.total
        assert search.find(question).total == found.total + found.elsewhere
        assert search.again(found.key, setting).total == found.total


@given(st.text(), st.lists(st.text(), max_size=4))
@settings(deadline=None)
def test_never_fails_whatever_is_listed_or_asked(question: str, skills: list[str]) -> None:
    search = SearchIndex([_person("Ann", *dict.fromkeys(skills))], _VOCABULARY)
    for asked in (question, *skills):
        found = search.find(asked)
        assert len(found.matches()) == found.total
        assert search.again(found.key).total == found.total
        search.suggest(asked)


@pytest.mark.parametrize(
    "question",
    [
        "a" * 5000,
        "analysis " * 600,
        "anlysis " * 600,
        "and " * 1000,
        ",;/" * 2000,
        "🙂" * 5000,
        "שלום " * 900,
        "((" * 2500,
    ],
)
def test_a_huge_question_takes_bounded_time(question: str) -> None:
    search = index()
    search.find(question)
    quickest = min(_seconds(search, question) for _ in range(3))
    assert quickest < 0.5  # some 20 ms on one idle core


def _seconds(search: SearchIndex, question: str) -> float:
    began = time.perf_counter()
    search.find(question).matches()
    return time.perf_counter() - began

"""Questions that are a slip away from what somebody lists, or that put it in everyday words."""

import pytest

from bot.directory.model import Consent, Entry
from bot.directory.search.index import SearchIndex
from bot.directory.search.lexicon import taught
from bot.directory.search.sounds import sound
from bot.directory.search.spelling import closeness
from bot.directory.search.synonyms import SYNONYMS
from bot.directory.search.vocabulary import Concept, Vocabulary
from config.vocabulary import load_vocabulary
from tests.directory.network import network_of

_VOCABULARY = load_vocabulary()


def _first(question: str, *labels: str, vocabulary: Vocabulary = _VOCABULARY) -> str:
    """Ask people who list one skill each, and return what the first of them lists."""
    people = [Entry(id=label, name=label, skills=(label,), consent=Consent.GIVEN) for label in labels]
    found = SearchIndex(people, vocabulary).find(question).matches(0, 1)
    return found[0].entry.name if found else ""


@pytest.mark.parametrize(
    ("one", "other"),
    [("sykology", "psychology"), ("technics", "techniques"), ("mosks", "mosques"), ("fisical", "physical")],
)
def test_a_word_is_near_what_it_sounds_like(one: str, other: str) -> None:
    assert sound(one)[:3] == sound(other)[:3]
    assert closeness(one, other) > closeness(one, "mathematics")


@pytest.mark.parametrize(("one", "other"), [("quality", "qualitative"), ("stats", "statistics")])
def test_another_ending_is_another_word_and_no_slip(one: str, other: str) -> None:
    assert closeness(one, other) == 0.0


@pytest.mark.parametrize("slip", ["metanalysis", "meta anaylsis", "metaanalisis"])
def test_spaces_may_be_elsewhere_and_a_letter_wrong_as_well(slip: str) -> None:
    assert _first(slip, "Meta-analysis", "Data analysis") == "Meta-analysis"


def test_both_words_may_be_misspelt_alike() -> None:
    assert _first("diference in diferences", "Difference in differences") == "Difference in differences"


def test_what_is_a_name_with_its_slip_put_right_is_no_other_name_nearby() -> None:
    assert _first("sign langauge", "British Sign Language (level 6)", "Arabic") == "British Sign Language (level 6)"
    assert _first("sign langauge", "Urdu", "Community languages") == _first("sign language", "Urdu", "Arabic") == ""


def test_a_request_word_that_is_part_of_the_name_is_not_lost_to_a_slip() -> None:
    assert _first("run chrats", "Run charts", "Dashboards", vocabulary=Vocabulary()) == "Run charts"
    assert _first("viva preperation", "Viva preparation") == "Viva preparation"


def test_everyday_words_stand_for_each_other() -> None:
    vocabulary = Vocabulary([Concept("Asthma in children"), Concept("Asthma in adults")])
    assert _first("kids with asthma", "Asthma in children", "Asthma in adults", vocabulary=vocabulary) == (
        "Asthma in children"
    )


def test_words_that_stand_for_each_other_do_so_both_ways() -> None:
    assert all(one in SYNONYMS[other] for one, others in SYNONYMS.items() for other in others)


@pytest.mark.parametrize(
    "question", ["surfing", "model trains", "passport renewal", "pensions", "VAT", "my cat is ill"]
)
def test_an_ordinary_word_alone_is_no_skill_that_has_it_in_another_name(question: str) -> None:
    assert not _first(question, "Housing and homelessness", "Frailty and older people", "Machine learning")


def test_an_acronym_is_that_of_a_thing_before_that_of_something_to_do() -> None:
    names = ["Mean difference", *(f"Manage {thing}" for thing in ("data", *map(chr, range(97, 123))))]
    assert _first("MD", *names, vocabulary=Vocabulary(map(Concept, names))) == "Mean difference"


def test_a_long_acronym_may_leave_words_out() -> None:
    name = "Fragments per kilobase of transcript per million fragments mapped"
    assert _first("FPKM", name, vocabulary=Vocabulary([Concept(name)])) == name


@pytest.mark.parametrize(
    ("question", "right"),
    [
        ("my data has lots of missing values", "Missing data"),
        ("help me apply for money", "Research funding"),
        ("talk to patients about our project", "Patient and public involvement"),
        ("childhood jabs", "Immunisation"),
        ("two page summary for ministers", "Policy writing"),
    ],
)
def test_a_need_in_plain_words_finds_the_skill(question: str, right: str) -> None:
    assert _first(question, right, "NVivo", "Dentistry") == right


@pytest.mark.parametrize("skill", ["None", "null", "=cmd()", "🙂 🙃", "R&D 🙂", "' OR 1=1 --", "<b>Stata</b>"])
def test_a_skill_may_be_called_anything(skill: str) -> None:
    people = [Entry(id="p", name="Ann", skills=(skill, "NVivo"), consent=Consent.GIVEN)]
    index = SearchIndex(people, _VOCABULARY)
    assert index.find("NVivo").total == 1
    assert all(match.entry.name == "Ann" for match in index.find(skill).matches())


@pytest.mark.parametrize(
    ("question", "listed"),
    [
        ("I need some help wiht randomistion", "randomisation"),
        ("i am lookign for someone on intersectionalty", "intersectionality"),
        ("can somebdy teach me PowerBi dashbords", "Power BI dashboards"),
        ("photvoice with young people", "Photovoice"),
        ("i want to make infograhpics in canav", "Canva / infographics"),
        ("Nvvio training", "NVivo"),
    ],
)
def test_slips_all_over_a_question_still_find(question: str, listed: str) -> None:
    network = network_of([[listed], ["infant feeding"], ["teaching"], ["youth work"]])
    assert network.find(question).matches(0, 1)[0].skills == [listed]


def test_what_was_read_in_the_place_of_slips_is_said() -> None:
    found = network_of([["Photovoice"], ["infant feeding"]]).find("photvoice with young people")
    assert ("photvoice", (("photvoice", "photovoice"),)) in [(one.typed, one.corrections) for one in found.understood]


def test_a_slip_in_the_talk_is_no_part_of_what_was_typed_for_the_skill() -> None:
    found = network_of([["Thematic analysis"]]).find("i am lookign for someone on thematc anlysis")
    assert [(one.typed, one.labels) for one in found.understood] == [("thematc anlysis", ("Thematic analysis",))]


def test_exactly_takes_the_talk_as_it_was_typed_too() -> None:
    assert network_of([["randomisation"]]).find("wiht randomistion", exactly=True).total == 0


@pytest.mark.parametrize(
    ("slip", "name"),
    [
        ("thematic anlysis", "thematic analysis"),
        ("focus gruops (can teach)", "focus groups"),
        ("grounded theroy", "grounded theory"),
        ("co-prodction", "coproduction"),
    ],
)
def test_whoever_lists_several_words_with_a_slip_is_found_by_the_right_ones_and_hides_nobody(
    slip: str, name: str
) -> None:
    people = [Entry(id=text, name=text, skills=(text,), consent=Consent.GIVEN) for text in (slip, name)]
    index = SearchIndex(people, _VOCABULARY)
    assert {match.entry.name for match in index.find(name).matches()} == {slip, name}
    assert {match.entry.name for match in index.find(slip).matches()} == {slip, name}


@pytest.mark.parametrize(("listed", "other"), [("Serology training", "neurology"), ("Stenography", "ethnography")])
def test_another_word_is_no_slip_of_what_somebody_lists(listed: str, other: str) -> None:
    assert not _first(other, listed)


def test_no_slip_is_put_right_to_a_misspelling_that_was_taught() -> None:
    vocabulary = taught(_VOCABULARY, [("british sign langauge", "British Sign Language")])
    index = SearchIndex([], vocabulary)
    for question, slip in (("british sign languge", "languge"), ("french langauge", "langauge")):
        assert index.find(question).understood[0].corrections == ((slip, "language"),)
    as_taught = index.find("british sign langauge").understood[0]
    assert (as_taught.labels, as_taught.corrections) == (("British Sign Language",), ())


def test_words_of_its_own_that_were_taught_are_what_slips_are_put_right_to() -> None:
    words = [("Quizzlers", "Quizzlers"), ("zorbling circles", "Focus groups")]
    index = SearchIndex([], taught(_VOCABULARY, words))
    assert index.find("quizlers").understood[0].labels == ("Quizzlers",)
    assert index.find("zorbbling circles").understood[0].labels == ("Focus groups",)

"""Questions in wider, shorter or other words than what people list, under the vocabulary that comes with the bot."""

import pytest

from bot.directory.model import Consent, Entry
from bot.directory.search.findings import Findings
from bot.directory.search.index import SearchIndex
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


@pytest.mark.parametrize(
    "question", ["Mendeley or similar", "something like Mendeley", "Mendeley or anything like it?"]
)
def test_where_nobody_has_it_others_of_its_kind_do_for_whoever_says_so(question: str) -> None:
    assert sorted(_names(_found(question, "EndNote", "Zotero", "NVivo"))) == ["EndNote", "Zotero"]
    assert _names(_found(question, "EndNote", "Mendeley")) == ["Mendeley"]
    assert _names(_found("Mendeley", "EndNote", "Zotero")) == []


def test_what_others_were_read_for_is_said() -> None:
    found = _found("something like Mendeley", "EndNote", "Zotero")
    assert [one.typed for one in found.understood] == ["mendeley or similar"]
    assert [one.typed for one in _found("an alternative to EndNote", "Zotero").understood] == [
        "an alternative to endnote"
    ]


def test_what_is_wanted_instead_of_a_topic_is_not_another_topic() -> None:
    assert _names(_found("alternatives to prison", "Prison health", "Homelessness")) == ["Prison health"]
    assert _names(_found("alternatives to prison", "Homelessness", "Migrant health")) == []


def test_an_alternative_is_not_the_thing_itself() -> None:
    assert _names(_found("a free alternative to EndNote", "EndNote", "Zotero")) == ["Zotero"]
    assert _names(_found("a free alternative to EndNote", "EndNote", "Knitting")) == ["EndNote"]
    assert _names(_found("an alternative to ArcGIS", "ArcGIS", "QGIS")) == ["QGIS"]


@pytest.mark.parametrize(
    ("question", "listed", "beside"),
    [
        ("recruiting and looking after unpaid helpers", "volunteer management", "unpaid carers"),
        (
            "I have to get permission from the NHS to recruit patients and don't know which forms to fill in",
            "IRAS and NHS REC approvals",
            "welfare rights advice",
        ),
    ],
)
def test_what_a_sentence_says_in_passing_counts_less_than_what_it_is_about(
    question: str, listed: str, beside: str
) -> None:
    assert _names(_found(question, beside, listed))[0] == listed


def test_two_names_that_one_skill_covers_are_that_skill() -> None:
    assert _names(_found("alcohol addiction", "substance misuse services", "SPSS")) == ["substance misuse services"]
    assert _names(_found("PubMed search strategy", "literature searching", "SPSS")) == ["literature searching"]


def test_what_is_left_without_the_talk_around_it_is_what_was_asked_for() -> None:
    question = "someone to talk to about PhD supervision"
    found = _found(question, "Dissertation support for MSc students", "PhD supervision")
    assert _names(found)[0] == "PhD supervision"
    assert found.understood[0].typed == "PhD supervision"


@pytest.mark.parametrize(
    ("question", "listed"),
    [
        ("anyone done an ITS", "Interrupted time series"),
        ("ITS models", "Interrupted time series"),
        ("who knows ITS analysis", "Interrupted time series"),
        ("anyone ever ran a DCE?", "Discrete choice experiments"),
        ("who can advise on DMPs", "Data management plans"),
        ("I need help with DMPs for the council", "Data management plans"),
        ("GRT communities", "Gypsy, Roma and Traveller health"),
        ("EqIA help", "Equality impact assessments"),
    ],
)
def test_an_acronym_in_capitals_is_what_is_wanted_whatever_stands_around_it(question: str, listed: str) -> None:
    assert _names(_found(question, listed, "LGBTQ+ health", "Machine learning", "Literature searching")) == [listed]


def test_an_acronym_in_capitals_that_nobody_has_is_read_all_the_same() -> None:
    found = _found("anyone ever ran a DCE?", "SPSS")
    assert (_names(found), found.understood[0].labels) == ([], ("Discrete choice experiments",))


def test_an_acronym_finds_first_who_lists_what_its_letters_stand_for() -> None:
    people = ("Logic models", "Theory of change workshops")
    assert _names(_found("ToC", *people))[0] == "Theory of change workshops"
    assert _names(_found("logic models", *people))[0] == "Logic models"


def test_two_letters_of_an_acronym_that_changed_places_are_put_right_and_said() -> None:
    found = _found("IRSA form", "IRAS", "SPSS")
    assert _names(found) == ["IRAS"]
    assert found.understood[0].corrections == (("irsa", "iras"),)
    # Another letter is another acronym.
    assert _names(_found("IRIS form", "IRAS", "SPSS")) == []


def test_one_word_alone_is_what_is_wanted_and_no_talk() -> None:
    assert _names(_found("latec", "LaTeX", "SPSS")) == ["LaTeX"]


def test_getting_ready_for_something_is_no_medicine() -> None:
    assert _names(_found("HIV", "Viva prep")) == []
    assert _names(_found("HIV", "PrEP")) == ["PrEP"]


def test_nobody_is_named_in_place_of_what_a_short_sentence_names_and_nobody_has() -> None:
    found = _found("conversation analysis of consultations", "Thematic analysis", "NVivo")
    assert (_names(found), found.understood[0].labels) == ([], ("Conversation analysis",))


def test_who_does_what_a_sentence_is_about_comes_before_who_does_what_else_it_says() -> None:
    assert _names(_found("GPs in the most deprived areas", "Poverty", "General practice"))[0] == "General practice"


def test_what_somebody_lists_with_a_slip_takes_no_slip_away_from_anybody_else() -> None:
    found = _found("who can show me nvvio", "nvvio", "NVivo", "SPSS")
    assert sorted(_names(found)) == ["NVivo", "nvvio"]
    assert found.understood[0].corrections == (("nvvio", "nvivo"),)


def test_whoever_wants_one_or_the_other_is_not_told_that_nobody_has_both() -> None:
    assert not _found("NVivo OR SPSS", "NVivo", "SPSS").apart
    assert _found("NVivo and SPSS", "NVivo", "SPSS").apart


def test_who_can_teach_it_is_no_part_of_what_is_wanted() -> None:
    assert _names(_found("nvivo but only people who can teach", "NVivo", "SPSS")) == ["NVivo"]


def test_a_thesis_that_is_failing_is_no_thesis_in_writing() -> None:
    assert _names(_found("my PhD is failing", "Writing up a PhD", "Supervision of students")) == []


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("translating into Arabic", "Arabic"),
        ("translate a questionnaire into Polish", "Polish"),
        ("I need a leaflet translated into Somali", "Somali"),
        ("translate my leaflet to Arabic", "Arabic"),
    ],
)
def test_it_is_said_that_nobody_has_the_language_to_translate_into(question: str, language: str) -> None:
    found = _found(question, "Welsh translation", "Translation")
    assert found.total
    assert [each.labels for each in found.understood if not each.held] == [(language,)]


def test_a_language_that_somebody_translates_into_is_not_missed() -> None:
    found = _found("translating into Welsh", "Welsh translation", "Translation")
    assert all(each.held for each in found.understood)

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.directory.model import Setting
from bot.directory.search.holdings import Holdings
from bot.directory.search.names import Names
from bot.directory.search.phrases import MOST_TERMS, Others, read
from bot.directory.search.whom import Group
from config.vocabulary import load_vocabulary


@pytest.fixture(scope="module")
def known() -> Names:
    return Holdings(load_vocabulary()).names


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("nvivo", ["nvivo"]),
        ("can anyone teach me R?", ["r"]),
        ("Hi all, who knows about mixed models please?", ["mixed models"]),
        ("I need help with systematic reviews", ["systematic reviews"]),
        ("looking for someone who can run focus groups", ["run focus groups"]),
        ("any NVivo experts?", ["nvivo"]),
        ("Good morning everyone! Is there anybody in the network with experience of grant writing", ["grant writing"]),
        ("I'd love some advice about ethics, thanks", ["love some advice about ethics"]),
        ("help with SPSS for my PhD", ["spss"]),
        ("help with my dissertation", ["dissertation"]),
        ("who speaks wolof", ["wolof"]),
        ("help with my project", []),
        ("how do I write a literature review", ["write a literature review"]),
        ("learning disabilities", ["learning disabilities"]),
        ("peer support", ["peer support"]),
        ("can someone help with experience sampling", ["experience sampling"]),
        ("WHO can teach me about teaching?", ["teaching"]),
        ("my supervisor wants me to use NVivo", ["nvivo"]),
        ("our funder has asked us for a logic model", ["logic model"]),
        ("my PhD supervisor keeps telling me I should try mixed models", ["mixed models"]),
        ("do not know how to use R", ["r"]),
        ("I am not sure how to use R", ["r"]),
        ("not community development", ["not community development"]),
        ("I want to interview people and do not know how", ["interview people"]),
        ("can sum1 help me with focusgroups pls", ["focusgroups"]),
    ],
)
def test_takes_the_request_off(question: str, wanted: list[str], known: Names) -> None:
    assert [" ".join(term.words) for term in read(question, known).terms] == wanted


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("R and Stata", ["r", "stata"]),
        ("R, Stata or SPSS", ["r", "stata", "spss"]),
        ("nvivo & thematic analysis", ["nvivo", "thematic analysis"]),
        ("R + Python", ["r", "python"]),
        ("QGIS/ArcGIS", ["qgis", "arcgis"]),
        ("nvivo; help with SPSS please", ["nvivo", "spss"]),
        ("patient and public involvement", ["patient and public involvement"]),
        ("patient and public involvement and R", ["patient and public involvement", "r"]),
        ("research and development", ["research and development"]),
        ("R&D", ["r d"]),
        ("help with equality, diversity and inclusion or stats", ["equality diversity and inclusion", "stats"]),
        ("C++", ["c++"]),
        ("R, R, R", ["r"]),
    ],
)
def test_splits_several_skills_but_not_one_skill_with_an_and_in_it(
    question: str, wanted: list[str], known: Names
) -> None:
    assert [" ".join(term.words) for term in read(question, known).terms] == wanted


@pytest.mark.parametrize(
    ("question", "setting", "wanted"),
    [
        ("reflective practice in a clinical setting", Setting.CLINICAL, "reflective practice"),
        ("nvivo (community)", Setting.COMMUNITY, "nvivo"),
        ("interviews in academic settings?", Setting.ACADEMIC, "interviews"),
        ("stats in academia", Setting.ACADEMIC, "stats"),
        ("sem in community", Setting.COMMUNITY, "sem"),
        ("nvivo in communities", Setting.COMMUNITY, "nvivo"),
        ("nvivo in clinical", Setting.CLINICAL, "nvivo"),
        ("nvivo, clinicians only please", Setting.CLINICAL, "nvivo"),
        ("nvivo, academics only", Setting.ACADEMIC, "nvivo"),
        ("nvivo - only community people", Setting.COMMUNITY, "nvivo"),
        ("clinical trials", None, "clinical trials"),
        ("community development", None, "community development"),
        ("in a clinical setting", None, "clinical setting"),
    ],
)
def test_takes_a_setting_from_the_end(question: str, setting: Setting | None, wanted: str, known: Names) -> None:
    asked = read(question, known)
    assert (asked.setting, [" ".join(term.words) for term in asked.terms]) == (setting, [wanted])


@pytest.mark.parametrize(
    ("question", "without", "wanted"),
    [
        ("anyone but not academics who does coproduction", [Group.ACADEMIC], "coproduction"),
        ("nvivo, except clinical people", [Group.CLINICAL], "nvivo"),
        ("nvivo, not an academic please", [Group.ACADEMIC], "nvivo"),
        ("anyone but students for nvivo", [Group.STUDENT], "nvivo"),
        ("who can do nvivo outside universities?", [Group.ACADEMIC], "nvivo"),
        ("somebody who isn’t a professor to help with nvivo", [Group.PROFESSOR], "nvivo"),
        ("nvivo but not students or professors", [Group.STUDENT, Group.PROFESSOR], "nvivo"),
        ("everybody except senior academics, nvivo", [Group.SENIOR], "nvivo"),
        ("not early career researchers, nvivo", [Group.EARLY], "nvivo"),
        ("nvivo, apart from people in the NHS", [Group.CLINICAL], "nvivo"),
        ("not community development", [], "not community development"),
    ],
)
def test_takes_out_whom_somebody_wishes_to_leave_out(
    question: str, without: list[Group], wanted: str, known: Names
) -> None:
    asked = read(question, known)
    assert (list(asked.without), [" ".join(term.words) for term in asked.terms]) == (without, [wanted])


@pytest.mark.parametrize(
    "question", ["", "   ", "?!", "🙂🙂", "can anyone help me please?", "and, or; &", "\x00\x1b[31m"]
)
def test_finds_no_skill_where_none_is_named(question: str, known: Names) -> None:
    assert not [term for term in read(question, known).terms if str(term) != "31m"]


@given(st.text())
def test_reads_anything(question: str) -> None:
    asked = read(question, Names())
    assert len(asked.terms) <= MOST_TERMS
    assert all(term.words for term in asked.terms)


def test_spells_a_term_much_as_it_was_typed() -> None:
    assert [str(term) for term in read("NMR spectroscopy or knitting", Names()).terms] == [
        "NMR spectroscopy",
        "knitting",
    ]


@pytest.mark.parametrize(
    ("question", "wanted", "others"),
    [
        ("Mendeley or similar", ["mendeley"], Others.TOO),
        ("has anyone used Mendeley, or something like it?", ["mendeley"], Others.TOO),
        ("something like Mendeley", ["mendeley"], Others.TOO),
        ("NVivo and the like", ["NVivo"], Others.TOO),
        ("a free alternative to EndNote", ["endnote"], Others.INSTEAD),
        ("software other than SPSS", ["SPSS"], Others.INSTEAD),
        ("similar", ["similar"], None),
        ("matching similar people", ["matching similar people"], None),
        ("alternatives to prison", ["prison"], Others.INSTEAD),
    ],
)
def test_hears_that_others_of_its_kind_will_do(
    question: str, wanted: list[str], others: Others | None, known: Names
) -> None:
    asked = read(question, known)
    assert [str(term) for term in asked.terms] == wanted
    assert asked.others is others


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("Does anyone know R? I am stuck", ["r"]),
        ("can anyone teach me R? I need it for my PhD", ["r"]),
        ("R, I think", ["r"]),
        ("who can help with R? I use Stata", ["r", "stata"]),
        ("who knows R. I am stuck", ["r"]),
        ("who knows r. i am stuck", ["r"]),
        ("R\nI need it", ["r"]),
        ("nvivo; r: i am stuck", ["nvivo", "r"]),
        ("I do research. Governance is hard", ["research", "governance is hard"]),
        ("somebody for R&I", ["r i"]),
        ("help with Ph.D. supervision", ["ph d supervision"]),
    ],
)
def test_no_name_goes_on_in_another_sentence(question: str, wanted: list[str], known: Names) -> None:
    assert [" ".join(term.words) for term in read(question, known).terms] == wanted


def test_what_a_sentence_ends_in_the_middle_of_is_no_name_in_the_whole_either(known: Names) -> None:
    whole = read("who knows R. I have a regression to run", known).whole
    assert ["r", "i"] not in [list(whole.words[each.start : each.end]) for each in whole.spans or ()]

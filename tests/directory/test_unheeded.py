"""What is to leave out somebody and leaves out nobody is not asked for, and that is said."""

from functools import cache

import pytest

from bot.chat.views import plain
from bot.directory.cards import understood
from bot.directory.model import Consent, Entry
from bot.directory.search.findings import Findings
from bot.directory.search.index import SearchIndex
from config.vocabulary import load_vocabulary

_VOCABULARY = load_vocabulary()
_GWEN, _RHYS, _GRACE = "Gwendolyn Achterberg", "Rhys Llewelyn", "Grace Wanjiru Kamau"
_SKILLS = ("NVivo", "EndNote", "Zotero", "Mendeley", "SPSS")


def _person(name: str, consent: Consent = Consent.GIVEN) -> Entry:
    return Entry(id=name, name=name, skills=_SKILLS, consent=consent)


@cache
def _index() -> SearchIndex:
    return SearchIndex(map(_person, (_GWEN, _RHYS, _GRACE)), _VOCABULARY)


def _out(found: Findings) -> list[str]:
    return [entry.name for entry in found.persons.out]


def _asked(found: Findings) -> list[str]:
    return [label for each in found.understood for label in each.labels]


@pytest.mark.parametrize(
    ("question", "out", "said"),
    [
        ("NVivo but not Gwen", _GWEN, "I read “Gwen” as “Gwendolyn”. "),
        ("nvivo, not gwendo", _GWEN, "I read “gwendo” as “Gwendolyn”. "),
        ("nvivo but not Rhys L", _RHYS, "I read “L” as “Llewelyn”. "),
        ("nvivo not Grace K", _GRACE, "I read “K” as “Kamau”. "),
        ("anyone exept Rys Lewelyn for nvivo", _RHYS, "I read “Rys” as “Rhys” and “Lewelyn” as “Llewelyn”. "),
        ("nvivo exept Rhys", _RHYS, ""),
        ("nvivo excep for Rhys", _RHYS, ""),
        ("anyone expect Rhys for nvivo", _RHYS, ""),
    ],
)
def test_a_name_cut_short_and_a_slip_beside_a_name_are_read_and_that_is_said(
    question: str, out: str, said: str
) -> None:
    found = _index().find(question)
    assert _out(found) == [out]
    assert _asked(found) == ["NVivo"]
    assert f"{said}I left out {out}." in plain(understood(found))


def test_the_beginning_of_several_names_is_none() -> None:
    index = SearchIndex([_person(_GWEN), _person("Gwenllian Rees")], _VOCABULARY)
    assert index.find("NVivo but not Gwen").persons.unclear == "Gwen"
    index.remove("Gwenllian Rees")
    assert _out(index.find("NVivo but not Gwen")) == [_GWEN]
    index.remove(_GWEN)
    assert index.find("NVivo but not Gwen").persons.unclear == "Gwen"


def test_a_letter_that_several_names_begin_with_tells_nobody() -> None:
    index = SearchIndex([_person(_GRACE), _person("Grace Keita")], _VOCABULARY)
    assert not _out(index.find("nvivo but not Grace K"))
    assert index.find("nvivo but not Grace K").persons.unclear == "Grace K"


def test_whoever_may_not_be_found_is_begun_by_nothing() -> None:
    hidden, gone = (SearchIndex(those, _VOCABULARY) for those in ([_person(_GWEN, Consent.REFUSED)], []))
    for question in ("NVivo but not Gwen", "NVivo but not Gwendolyn A", "NVivo, not achterberg"):
        assert hidden.find(question).persons == gone.find(question).persons


@pytest.mark.parametrize(
    ("question", "unclear"),
    [
        ("nvivo, not Smith", "Smith"),
        ("NVIVO NOT SMITH", "SMITH"),
        ("nvivo, no Seun", "Seun"),
        ("nvivo but not Sarah B", "Sarah B"),
        ("nvivo, not dr marsh", "dr marsh"),
        ("NVivo except Oluwaseun Adebayo please", "Oluwaseun Adebayo"),
        ("anyone exept Seun for NVivo", "Seun"),
        ("anyone who isn't Smith for NVivo", "Smith"),
    ],
)
def test_it_is_said_that_nobody_has_a_name_that_was_to_be_left_out(question: str, unclear: str) -> None:
    found = _index().find(question)
    assert _asked(found) == ["NVivo"]
    assert len(found.understood) == 1
    assert f"I did not understand whom to leave out by “{unclear}”." in plain(understood(found))
    assert found.total == 3


@pytest.mark.parametrize(
    ("question", "asked", "said"),
    [
        ("endnote not mendeley", ["EndNote"], "“mendeley”: that is a skill."),
        ("endnote or zotero not mendeley", ["EndNote", "Zotero"], "“mendeley”: that is a skill."),
        ("EndNote, but not Mendeley or Zotero", ["EndNote"], "“Mendeley” and “Zotero”: those are skills."),
        ("not Mendeley but Zotero", ["Zotero"], "“Mendeley”: that is a skill."),
        ("can someone teach SPSS (not NVivo)?", ["SPSS"], "“NVivo”: that is a skill."),
        ("anyone but nvivo", [], "“nvivo”: that is a skill."),
        ("NOT NVIVO", [], "“NVIVO”: that is a skill."),
    ],
)
def test_a_skill_that_is_not_asked_for_is_no_part_of_the_question(question: str, asked: list[str], said: str) -> None:
    found = _index().find(question)
    assert _asked(found) == asked
    assert f"I left out nobody by {said}" in plain(understood(found))


@pytest.mark.parametrize(
    "question",
    [
        "not in education, employment or training",
        "no recourse to public funds",
        "did not attend",
        "not for profit",
        "do not resuscitate",
        "was not brought",
        "no smoking",
        "young people not in work",
        "I know SPSS but not NVivo",
        "I am not Welsh",
        "NVivo is not Working",
        "spss not opening",
        "my data is not normal",
        "statistics but not sure which",
        "nobody but Rhys for NVivo",
        "I expect Rhys knows NVivo",
        "NVivo, not just SPSS",
        "NVivo, not BRX",
        "not sleeping",
        "not coping with stress",
        "anxiety, not sleeping",
        "CBT not working",
        "parents, not bereaved",
        "not qualitative",
    ],
)
def test_what_leaves_out_nobody_by_any_reading_stays_as_it_is(question: str) -> None:
    found = _index().find(question)
    assert (found.persons.out, found.persons.unclear, found.persons.skills) == ((), "", ())


def test_a_skill_that_is_called_so_is_asked_for() -> None:
    person = Entry(id="a", name="A B", skills=("EndNote not Mendeley",), consent=Consent.GIVEN)
    found = SearchIndex([person], _VOCABULARY).find("EndNote not Mendeley")
    assert found.total == 1
    assert found.persons.skills == ()


@pytest.mark.parametrize(
    ("question", "asked", "unclear"),
    [
        ("nvivo but not my supervisor", ["NVivo"], "my supervisor"),
        ("nvivo, not my supervisor", ["NVivo"], "my supervisor"),
        ("nvivo except my line manager", ["NVivo"], "my line manager"),
        ("SPSS but not my PhD supervisor", ["SPSS"], "my PhD supervisor"),
        ("SPSS and not my boss please", ["SPSS"], "my boss"),
        ("nvivo, not my boss or my co-supervisor", ["NVivo"], "my boss or my co-supervisor"),
        ("NVivo please, I don't want my supervisor to know", ["NVivo"], "my supervisor"),
        ("NVivo without telling my boss", ["NVivo"], "my boss"),
        ("nvivo not from my organisation", ["NVivo"], "my organisation"),
        ("nvivo; not from our university", ["NVivo"], "our university"),
        ("SPSS not in my department", ["SPSS"], "my department"),
        ("somebody outside my team who knows SPSS", ["SPSS"], "my team"),
        ("I would rather not ask my supervisor about SPSS", ["SPSS"], "my supervisor"),
        ("NVivo, not my supervisor, Gertrude", ["NVivo"], "my supervisor, Gertrude"),
        ("not my supervisor, NVivo please", ["NVivo"], "my supervisor"),
    ],
)
def test_somebody_of_ones_own_is_no_skill_and_it_is_said_that_no_entry_tells_who(
    question: str, asked: list[str], unclear: str
) -> None:
    found = _index().find(question)
    assert _asked(found) == asked
    assert f"I did not understand whom to leave out by “{unclear}”." in plain(understood(found))
    assert found.total == 3


@pytest.mark.parametrize(
    "question",
    ["nvivo, not my supervisor, Rhys", "nvivo, not my boss (Rhys)", "NVivo, I dont want my tutor, Rhys, to know"],
)
def test_somebody_of_ones_own_who_has_a_name_is_left_out(question: str) -> None:
    found = _index().find(question)
    assert (_out(found), _asked(found), found.persons.unclear) == ([_RHYS], ["NVivo"], "")


def test_somebody_of_ones_own_hides_nobody_who_is_left_out_beside_them() -> None:
    found = _index().find("nvivo, not my supervisor, or Rhys")
    assert (_out(found), _asked(found), found.persons.unclear) == ([_RHYS], ["NVivo"], "my supervisor")


@pytest.mark.parametrize(
    "question",
    ["she is not my supervisor", "not my team meeting notes", "nvivo, not my supervisor's", "avoiding my manager"],
)
def test_what_is_said_of_ones_own_leaves_out_nobody(question: str) -> None:
    assert not _index().find(question).persons.unclear

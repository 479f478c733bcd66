"""People whom a question leaves out by name are not shown, on any page, and it is said who they are."""

from functools import cache

import pytest

from bot.chat.calls import Call
from bot.chat.commands import Catalog
from bot.chat.requests import Account, Actor, Address, Request
from bot.chat.views import Actions, Button, Card, Reply, plain
from bot.directory.cards import understood
from bot.directory.commands import FindSkill
from bot.directory.finder import Finder
from bot.directory.model import Consent, Entry
from bot.directory.search.findings import Findings
from bot.directory.search.index import SearchIndex
from bot.directory.unfound import meant
from bot.service import Bot
from config.cli_search import spelt_out
from config.vocabulary import load_vocabulary
from tests.fakes import MemoryDirectory

_VOCABULARY = load_vocabulary()
_ACTOR = Actor(Account("web", "*", "ann"), "Ann")
_DHALAIGH, _BYRNE, _OROURKE = "Dr Niamh Ní Dhálaigh", "Niamh Byrne", "Siobhán O’Rourke"
_NAMES = (_DHALAIGH, _BYRNE, _OROURKE, "Mark Jones", "Hugh Grant", "Stata Smith", "Zoë Blackwood-Hughes", "Ed O'Neill")


def _person(name: str, consent: Consent = Consent.GIVEN, organisation: str = "") -> Entry:
    return Entry(
        id=name,
        name=name,
        skills=("NVivo", "interviews", "R"),
        organisation=organisation,
        consent=consent,
        role="Writer",
    )


@cache
def _index() -> SearchIndex:
    return SearchIndex([*map(_person, _NAMES), _person("Ann Lee", organisation="Penmoor University")], _VOCABULARY)


def _names(found: Findings) -> set[str]:
    return {match.entry.name for match in found.matches()}


def _out(found: Findings) -> set[str]:
    return {entry.name for entry in found.persons.out}


@pytest.mark.parametrize(
    "question",
    [
        "anyone except siobhan for nvivo",
        "nvivo apart from Siobhán",
        "NVivo but not siobhan",
        "NVivo, not O'Rourke",
        "not Siobhan nvivo",
        "anyone but Siobhan O’Rourke nvivo",
        "anybody other than Prof. O’Rourke who knows NVivo",
        "I'd rather not ask Siobhan: NVivo",
        "NVivo, I don't want Siobhan to know",
        "NVivo, leave Siobhan out please",
        "someone who isn't Siobhán for NVivo",
        "everyone but my colleague siobhan, nvivo",
        "ANYONE BUT SIOBHAN FOR NVIVO",
    ],
)
def test_somebody_is_left_out_by_name_however_that_is_asked(question: str) -> None:
    found = _index().find(question)
    assert _out(found) == {_OROURKE}
    assert _names(found) == {*_NAMES, "Ann Lee"} - {_OROURKE}
    assert [each.labels for each in found.understood] == [("NVivo",)]
    assert f"I left out {_OROURKE}." in plain(understood(found))


@pytest.mark.parametrize(
    ("question", "out"),
    [
        ("anyone but niamh for nvivo", {_DHALAIGH, _BYRNE}),
        ("anyone but niamh byrne for nvivo", {_BYRNE}),
        ("nvivo not dhalaigh", {_DHALAIGH}),
        ("nvivo not ní dhálaigh or siobhan", {_DHALAIGH, _OROURKE}),
        ("anyone but Siobhan, Mark Jones and Zoe for NVivo", {_OROURKE, "Mark Jones", "Zoë Blackwood-Hughes"}),
        ("NVivo except o'neill", {"Ed O'Neill"}),
        ("NVivo, not Blackwood-Hughes", {"Zoë Blackwood-Hughes"}),
    ],
)
def test_whoever_has_the_name_is_left_out_and_a_longer_name_tells_them_apart(question: str, out: set[str]) -> None:
    found = _index().find(question)
    assert _out(found) == out
    assert _names(found).isdisjoint(out)


@pytest.mark.parametrize(
    ("question", "out"),
    [
        ("NVivo, not Mark", {"Mark Jones"}),
        ("anyone but mark for NVivo", {"Mark Jones"}),
        ("R does not mark missing values", set()),
        ("NVivo, not hugh grant", {"Hugh Grant"}),
        ("NVivo, not grant", set()),
        ("NVivo, not grant writing", set()),
        ("NVivo, not Grant writing", set()),
        ("NVivo, not stata", set()),
        ("NVivo help, I'm not sure how to start", set()),
        ("nobody but Niamh for NVivo", set()),
        ("I don't want anyone but Niamh for NVivo", set()),
        ("NVivo like Niamh", set()),
        ("NVivo, not Niamh Blorp", set()),
    ],
)
def test_a_skill_or_an_ordinary_word_is_nobody_unless_in_capitals_or_a_whole_name(question: str, out: set[str]) -> None:
    assert _out(_index().find(question)) == out


@pytest.mark.parametrize(
    ("question", "out", "said"),
    [
        ("anyone but Nimah for NVivo", {_DHALAIGH, _BYRNE}, "I read “Nimah” as “Niamh”."),
        ("nvivo, not nimah", {_DHALAIGH, _BYRNE}, "I read “nimah” as “Niamh”."),
        ("anyone but niamh Bryne for nvivo", {_BYRNE}, "I read “Bryne” as “Byrne”."),
        ("NVivo, not Sioban", {_OROURKE}, "I read “Sioban” as “Siobhán”."),
        ("NVivo, not Siobhhan's", {_OROURKE}, "I read “Siobhhan” as “Siobhán”."),
        ("anyone but ORourka who knows NVivo", {_OROURKE}, "I read “ORourka” as “O’Rourke”."),
        ("NVivo, not Blackwod-Hughes", {"Zoë Blackwood-Hughes"}, "I read “Blackwod” as “Blackwood”."),
        (
            "NVivo, not Nimah Byrne or Sioban",
            {_BYRNE, _OROURKE},
            "I read “Nimah” as “Niamh” and “Sioban” as “Siobhán”.",
        ),
    ],
)
def test_a_slip_in_a_name_is_put_right_and_that_is_said(question: str, out: set[str], said: str) -> None:
    found = _index().find(question)
    assert _out(found) == out
    assert found.corrected
    assert said in plain(understood(found))
    exact = _index().find(question, exactly=True)
    assert (exact.slips, _out(exact) & out) == ((), set())


@pytest.mark.parametrize(
    "question",
    [
        "anyone but Nihma for NVivo",
        "anyone but Hguh for NVivo",
        "anyone but Sttaa for NVivo",
        "NVivo, not sttaa",
        "NVivo, not grnat",
        "anyone but interviwes for NVivo",
        "NVivo, not lookign",
    ],
)
def test_more_than_a_slip_a_short_name_or_a_slip_of_something_else_names_nobody(question: str) -> None:
    found = _index().find(question)
    assert not found.persons.out
    assert not found.persons.slips


def test_a_slip_of_an_organisation_is_nobody() -> None:
    index = SearchIndex([_person("Ann Penmoor"), _person("Ann Lee", organisation="Penmoor University")], _VOCABULARY)
    found = index.find("anyone but Penmor for NVivo")
    assert not _out(found)
    assert [each.names for each in found.workplaces.but] == [("Penmoor University",)]


def test_a_slip_that_may_be_two_names_is_neither() -> None:
    index = SearchIndex([_person("Ann Karin"), _person("Ann Karim"), _person(_BYRNE)], _VOCABULARY)
    assert index.find("anyone but Karix for NVivo").persons.unclear == "Karix"
    assert _out(index.find("anyone but Karin for NVivo")) == {"Ann Karin"}


def test_whoever_may_not_be_found_is_no_slip_either() -> None:
    index = SearchIndex([_person("Nnamdi Eze", Consent.REFUSED), _person(_BYRNE)], _VOCABULARY)
    assert index.find("anyone but Nnamid for NVivo").persons.unclear == "Nnamid"


@pytest.mark.parametrize("question", ["NVivo, not Penmoor or Niamh Byrne", "NVivo, not Niamh Byrne or Penmoor"])
def test_people_and_organisations_are_left_out_together(question: str) -> None:
    found = _index().find(question)
    assert _out(found) == {_BYRNE}
    assert [each.names for each in found.workplaces.but] == [("Penmoor University",)]
    assert _names(found) == set(_NAMES) - {_BYRNE}


def test_groups_and_people_are_left_out_together() -> None:
    found = _index().find("anyone but students or Mark Jones for NVivo")
    assert _out(found) == {"Mark Jones"}
    assert [*found.without] == ["students"]


@pytest.mark.parametrize(
    ("question", "unclear"),
    [
        ("anyone except my boss", "my boss"),
        ("anyone except my boss for NVivo", "my boss"),
        ("anyone but my supervisor who knows NVivo", "my supervisor"),
        ("anyone but Blorp nvivo", "Blorp"),
        ("anyone but niamh or my boss for NVivo", "my boss"),
        ("anyone but niamh for NVivo", ""),
        ("anyone but students for NVivo", ""),
        ("anyone but Penmoor for NVivo", ""),
        ("anyone except nvivo experts", ""),
        ("I asked everyone but nobody knows NVivo", ""),
        ("recruiting people other than patients", ""),
        ("ANYONE BUT BLORP FOR NVIVO", "BLORP"),
        ("is there anyone who can help with NVivo", ""),
    ],
)
def test_it_is_said_when_it_is_not_understood_whom_to_leave_out(question: str, unclear: str) -> None:
    found = _index().find(question)
    assert found.persons.unclear == unclear
    assert (f"I did not understand whom to leave out by “{unclear}”." in plain(understood(found))) is bool(unclear)


def test_whoever_was_left_out_is_left_out_by_the_key_too() -> None:
    found = _index().find("anyone but niamh for nvivo")
    again = _index().again(found.key, bar=found.persons.keys)
    assert _names(again) == _names(found)
    assert again.persons.out == found.persons.out
    assert found.elsewhere == again.elsewhere == 2
    assert _index().again(found.key, bar=["", "gone", "0"]).total == len(_NAMES) + 1


def test_json_tells_whom_a_question_left_out() -> None:
    found = _index().find("NVivo, not Siobhan")
    assert spelt_out("", found, 10)["understood"]["left_out"] == [_OROURKE]


def test_whoever_may_not_be_found_is_answered_for_like_a_name_nobody_has() -> None:
    hidden = SearchIndex([_person("Nnamdi Eze", Consent.REFUSED), _person(_BYRNE)], _VOCABULARY)
    gone = SearchIndex([_person(_BYRNE)], _VOCABULARY)
    there, without = (index.find("anyone but Nnamdi for NVivo") for index in (hidden, gone))
    assert there.persons == without.persons
    assert there.persons.unclear == "Nnamdi"


def test_whoever_comes_and_goes_can_be_left_out_while_they_are_listed() -> None:
    index = SearchIndex([_person(_BYRNE)], _VOCABULARY)
    assert not _out(index.find("NVivo, not Siobhan"))
    index.put(_person(_OROURKE))
    assert _out(index.find("NVivo, not Siobhan")) == {_OROURKE}
    index.remove(_OROURKE)
    assert not _out(index.find("NVivo, not Siobhan"))


async def _answer(call: Call) -> Reply:
    people = [_person(name) for name in _NAMES]
    bot = Bot(Catalog(FindSkill(Finder(MemoryDirectory(people), _VOCABULARY)).commands()))
    return await bot.answer(Request(call, _ACTOR, Address("web", "general")))


def _button(reply: Reply, label: str) -> Call:
    controls = (control for block in reply.blocks if isinstance(block, Actions) for control in block.controls)
    return next(each.call for each in controls if isinstance(each, Button) and each.label == label)


def _cards(reply: Reply) -> set[str]:
    return {block.title for block in reply.blocks if isinstance(block, Card)}


async def test_whoever_was_left_out_is_on_no_page_and_shown_by_search_everybody() -> None:
    first = await _answer(Call("find-skill", {"skill": "NVivo, not Niamh"}))
    second = await _answer(_button(first, "More ›"))
    assert _cards(first) | _cards(second) == set(_NAMES) - {_DHALAIGH, _BYRNE}
    assert "I left out Dr Niamh Ní Dhálaigh and Niamh Byrne." in plain(second.blocks)
    everybody = await _answer(_button(second, "Search everybody"))
    assert "I left out" not in plain(everybody.blocks)
    assert f"of {len(_NAMES)}" in plain(everybody.blocks)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("anyone except my boss", "I did not understand whom to leave out by “my boss”."),
        ("anyone except siobhan", f"I left out {_OROURKE}."),
    ],
)
async def test_a_question_without_a_skill_is_told_what_was_read_of_it(question: str, said: str) -> None:
    text = plain((await _answer(Call("find-skill", {"skill": question}))).blocks)
    assert "I could not find a skill in that." in text
    assert said in text


async def test_a_slip_that_was_none_is_undone_by_the_button() -> None:
    first = await _answer(Call("find-skill", {"skill": "anyone but Nimah for NVivo"}))
    assert "I read “Nimah” as “Niamh”. I left out Dr Niamh Ní Dhálaigh and Niamh Byrne." in plain(first.blocks)
    exactly = await _answer(_button(first, "Search for exactly what I typed"))
    assert "I left out" not in plain(exactly.blocks)
    assert f"of {len(_NAMES)}" in plain(exactly.blocks)


@pytest.mark.parametrize("skill", ["fantastic interview wizardy in a clinic", "ATLAS.ti"])
async def test_whoever_was_left_out_stays_so_behind_the_nearest_skills(skill: str) -> None:
    first = await _answer(Call("find-skill", {"skill": f"{skill}, not Niamh"}))
    assert "Nobody lists" in plain(first.blocks)
    labels = [control.label for block in first.blocks if isinstance(block, Actions) for control in block.controls]
    near = next(label for label in ("Interviewing", "NVivo") if label in labels)
    seen = await _answer(_button(first, near))
    assert "I left out Dr Niamh Ní Dhálaigh and Niamh Byrne." in plain(seen.blocks)
    assert f"of {len(_NAMES) - 2}" in plain(seen.blocks)


async def test_whoever_was_left_out_stays_so_behind_what_was_typed_exactly() -> None:
    first = await _answer(Call("find-skill", {"skill": "nviva, not Siobhan"}))
    exactly = await _answer(_button(first, "Search for exactly what I typed"))
    assert f"I left out {_OROURKE}." in plain(exactly.blocks)
    near = await _answer(_button(exactly, "NVivo"))
    assert f"I left out {_OROURKE}." in plain(near.blocks)
    assert f"of {len(_NAMES) - 1}" in plain(near.blocks)


async def test_skills_that_no_button_carries_with_whom_is_left_out_are_only_named() -> None:
    reply = await _answer(Call("find-skill", {"skill": "anyone but Niamh, Siobhan, Mark and Hugh for ATLAS.ti"}))
    named = "The nearest skills that people list: NVivo and Qualitative data software. "
    assert f"{named}Ask me again, for one of these and for the same people." in plain(reply.blocks)
    assert not any(isinstance(block, Actions) for block in reply.blocks)


def test_groups_and_organisations_stay_behind_the_nearest_skills() -> None:
    found = _index().find("ATLAS.ti, not students or Penmoor")
    kept = {"without": "student", "but": found.workplaces.but[0].key}
    calls = [Call("skill-page", {"skill": each.key, **kept}) for each in found.did_you_mean]
    assert calls
    assert [str(each.call) for each in meant(found)] == [*map(str, calls)]
    at = _index().find("ATLAS.ti at Penmoor University")
    assert {each.call.args["at"] for each in meant(at)} == {at.workplaces.at[0].key}

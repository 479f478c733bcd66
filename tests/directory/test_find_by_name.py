"""Whoever is looked for by name is shown, when they may be found and no skill was meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.calls import Call, call
from bot.chat.commands import Catalog
from bot.chat.requests import Account, Actor, Address, Request
from bot.chat.views import Button, Card, Reply, calls, plain
from bot.directory.commands import Also, FindSkill
from bot.directory.finder import Finder
from bot.directory.model import Consent, Entry
from bot.directory.search.findings import Findings
from bot.directory.search.holdings import place_of
from bot.directory.search.persons import Roster
from bot.service import Bot
from config.vocabulary import load_vocabulary
from tests.fakes import MemoryDirectory

_VOCABULARY = load_vocabulary()
_ACTOR = Actor(Account("web", "*", "ann"), "Ann")
_WATCH = Also(below=lambda _: (Button("Tell me when somebody lists it", call("watch")),))
_NNAMDI = Entry(
    id="1",
    name="Dr Nnamdi Eze",
    role="Statistician",
    skills=("NVivo", "Stata"),
    email="nnamdi@penmoor.example",
    consent=Consent.GIVEN,
)
_MARIGOLD = Entry(id="2", name="Marigold Obi", skills=("Sewing",), consent=Consent.GIVEN)


async def _find(question: str, *people: Entry) -> Reply:
    """Answer; whoever is shown was not missed."""
    missed: list[Findings] = []

    async def note(found: Findings) -> None:
        missed.append(found)

    bot = Bot(Catalog(FindSkill(Finder(MemoryDirectory(people), _VOCABULARY), note, also=_WATCH).commands()))
    reply = await bot.answer(Request(Call("find-skill", {"skill": question}), _ACTOR, Address("web", "general")))
    assert not (missed and _cards(reply))
    return reply


def _watches(reply: Reply) -> bool:
    """Whether it is offered to be told when somebody lists it."""
    return "watch" in {each.command for each in calls(reply.blocks)}


def _cards(reply: Reply) -> list[str]:
    return [block.title for block in reply.blocks if isinstance(block, Card)]


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Nnamdi", "Dr Nnamdi Eze"),
        ("nnamdi eze", "Dr Nnamdi Eze"),
        ("Dr Eze", "Dr Nnamdi Eze"),
        ("email of Nnamdi Eze", "Dr Nnamdi Eze"),
        ("how do I reach Nnamdi?", "Dr Nnamdi Eze"),
        ("who is Marigold?", "Marigold Obi"),
    ],
)
async def test_shows_somebody_who_is_looked_for_by_name(question: str, name: str) -> None:
    reply = await _find(question, _NNAMDI, _MARIGOLD)
    text = plain(reply.blocks)
    assert text.startswith("Listed by that name")
    assert _cards(reply) == [name]
    assert not _watches(reply)
    assert "Nobody lists" not in text


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("nnamdi ezee", "Dr Nnamdi Eze"),
        ("nnamdi exx", ""),
        ("Nnamdy Eze", "Dr Nnamdi Eze"),
        ("nmandi", ""),
        ("namdi", "Dr Nnamdi Eze"),
        ("marigld obi", "Marigold Obi"),
        ("who is Marygold?", "Marigold Obi"),
    ],
)
async def test_a_name_with_a_slip_in_it_is_asked_about(question: str, name: str) -> None:
    reply = await _find(question, _NNAMDI, _MARIGOLD)
    text = plain(reply.blocks)
    assert text.startswith("Nobody is called “") is bool(name)
    assert _cards(reply) == ([name] if name else [])


async def test_one_word_that_may_be_a_misspelt_name_may_be_a_skill_after_all() -> None:
    reply = await _find("wolof", Entry(id="4", name="Ida Woolof", skills=("R",), consent=Consent.GIVEN))
    text = plain(reply.blocks)
    assert "Did you mean" in text
    assert "If “wolof” is a skill: nobody lists it yet." in text
    assert _watches(reply)
    assert not _watches(await _find("nnamdy eze", _NNAMDI))


async def test_a_word_for_a_skill_is_no_slip_of_a_name() -> None:
    sewell = Entry(id="3", name="Sewin Marsh", skills=("NVivo",), consent=Consent.GIVEN)
    assert _cards(await _find("sewing", sewell)) == []


async def test_shows_what_they_list_and_how_to_reach_them() -> None:
    text = plain((await _find("Nnamdi", _NNAMDI)).blocks)
    assert "Lists NVivo and Stata" in text
    assert "nnamdi@penmoor.example" in text


async def test_shows_at_most_five_of_a_name_and_says_how_to_find_the_others() -> None:
    many = [Entry(id=f"{n}", name=f"Nnamdi {'ABCDEFG'[n]}orth", consent=Consent.GIVEN) for n in range(7)]
    reply = await _find("Nnamdi", *many)
    assert len(_cards(reply)) == 5
    assert "type the whole name" in plain(reply.blocks)


@pytest.mark.parametrize("consent", [one for one in Consent if one is not Consent.GIVEN])
async def test_whoever_may_not_be_found_is_answered_for_like_a_word_nobody_knows(consent: Consent) -> None:
    hidden = Entry(id="1", name="Nnamdi Eze", skills=("NVivo",), email="n@penmoor.example", consent=consent)
    there, gone = await _find("Nnamdi", hidden, _MARIGOLD), await _find("Nnamdi", _MARIGOLD)
    assert there == gone
    assert "Nobody lists “nnamdi” yet." in plain(there.blocks)


async def test_a_skill_comes_before_a_name() -> None:
    named = Entry(id="3", name="Stata Smith", skills=("Sewing",), consent=Consent.GIVEN)
    assert "People who can help with Stata" in plain((await _find("Stata", named, _NNAMDI)).blocks)
    assert "Nobody lists Stata yet." in plain((await _find("Stata", named)).blocks)


_DARIUS = Entry(id="4", name="Darius Kowalczyk", skills=("R",), consent=Consent.GIVEN)
_DIARIES = Entry(id="5", name="Amara Nwosu", skills=("Diaries",), consent=Consent.GIVEN)


@pytest.mark.parametrize("question", ["Darius", "who is darius?"])
async def test_somebody_who_is_called_just_so_comes_before_a_slip_of_a_skill(question: str) -> None:
    assert _cards(await _find(question, _DARIUS, _DIARIES)) == ["Darius Kowalczyk"]
    assert "I read “darius” as “diaries”" in plain((await _find("Darius", _DIARIES)).blocks)


async def test_a_slip_that_is_only_part_of_a_name_is_a_slip() -> None:
    middle = Entry(id="6", name="Ola Darius Nwosu", skills=("R",), consent=Consent.GIVEN)
    assert "I read “darius” as “diaries”" in plain((await _find("Darius", middle, _DIARIES)).blocks)


@pytest.mark.parametrize("question", ["of the", "horse riding", "Blorp", "Nnamdi Blorp"])
async def test_a_name_that_is_nobodys_is_a_word_like_any_other(question: str) -> None:
    assert "Listed by that name" not in plain((await _find(question, _NNAMDI, _MARIGOLD)).blocks)


_NAMES = ("Ann Ó Briain", "Bo Ann", "Dr Ann Bo Eze", "O’Rourke", "eze ann", "Ann", "")
_SOMEBODY = st.builds(Entry, id=st.sampled_from("ABCD"), name=st.sampled_from(_NAMES))


@given(st.lists(_SOMEBODY, max_size=12), st.sets(st.sampled_from("ABCD")))
def test_whoever_bears_a_name_is_known_by_it_after_any_changes(entries: list[Entry], gone: set[str]) -> None:
    people: dict[int, Entry] = {}
    roster = Roster(people)
    for entry in entries:
        place = place_of(entry.id)
        if place in people:
            roster.drop(people[place], place)
        people[place] = entry
        roster.put(entry, place)
    for place in set(map(place_of, gone)) & people.keys():
        roster.drop(people.pop(place), place)
    for text, names in {
        "ann": ("Ann Ó Briain", "Bo Ann", "Dr Ann Bo Eze", "eze ann", "Ann"),
        "Eze": ("Dr Ann Bo Eze", "eze ann"),
        "o'rourke": ("O’Rourke",),
        "O Rourke": ("O’Rourke",),
        "ann eze": ("Dr Ann Bo Eze",),
        "dr": (),
    }.items():
        assert set(roster.called(text)) == {entry for entry in people.values() if entry.name in names}
    bearing = {entry for entry in people.values() if "Bo" in entry.name}
    assert set(roster.named("email of Bo")) == bearing
    assert roster.holds_name("bo", {"bo"}.__contains__) == bool(bearing)


@pytest.mark.parametrize(
    ("text", "question", "is_name"),
    [
        ("wolof", "", False),
        ("wolof", "who speaks wolof", False),
        ("maria wolof", "", True),
        ("wolofs", "anybody called Wolofs", True),
        ("sewing wolf", "", True),
        ("wolf single", "", True),
        ("sewing", "", False),
        ("mr wolff imaging", "", True),
        ("method called fenn", "a method called Fenn", False),
    ],
)
def test_a_slip_of_a_name_is_told_from_a_skill(text: str, question: str, *, is_name: bool) -> None:
    wolf = Entry(id="1", name="Marja Wolf")
    roster = Roster({place_of("1"): wolf})
    roster.put(wolf, place_of("1"))
    assert roster.holds_name(text, {"sewing"}.__contains__, question) == is_name


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Nnamdi Eze nvivo", "Dr Nnamdi Eze lists NVivo."),
        ("is Nnamdi good at nvivo?", "Dr Nnamdi Eze lists NVivo."),
        ("does Dr Eze know NVivo", "Dr Nnamdi Eze lists NVivo."),
        ("sewing with nnamdi", "Dr Nnamdi Eze does not list Sewing."),
    ],
)
async def test_somebody_who_is_named_with_a_skill_is_shown_and_whether_they_list_it(question: str, said: str) -> None:
    reply = await _find(question, _NNAMDI, _MARIGOLD)
    assert _cards(reply) == ["Dr Nnamdi Eze"]
    assert said in plain(reply.blocks)
    assert "skill-others" in {each.command for each in calls(reply.blocks)}


async def test_of_several_who_have_a_name_it_is_said_who_lists_the_skill() -> None:
    other = Entry(id="7", name="Chidi Eze", skills=("Sewing",), consent=Consent.GIVEN)
    said = plain((await _find("does Eze know nvivo", _NNAMDI, other)).blocks)
    assert "Dr Nnamdi Eze lists NVivo. Chidi Eze does not list NVivo." in said


@pytest.mark.parametrize(
    "question",
    ["nvivo, not Nnamdi", "Nnamdi told me to learn nvivo", "nvivo and sewing with Nnamdi", "nvivo", "help Nnamdi"],
)
async def test_more_than_a_name_and_a_skill_is_a_question_like_any_other(question: str) -> None:
    reply = await _find(question, _NNAMDI, _MARIGOLD)
    assert "skill-others" not in {each.command for each in calls(reply.blocks)}


async def test_whoever_may_not_be_found_is_not_named_beside_a_skill_either() -> None:
    hidden = Entry(id="1", name="Nnamdi Eze", skills=("NVivo",), consent=Consent.REFUSED)
    there, gone = (
        await _find("does Nnamdi know nvivo", hidden, _MARIGOLD),
        await _find("does Nnamdi know nvivo", _MARIGOLD),
    )
    assert there == gone

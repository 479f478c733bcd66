"""Whoever tells of danger in /find-skill is told where to turn, before and instead of a search."""

import tomllib
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.chat.calls import Call, call
from bot.chat.commands import Catalog
from bot.chat.requests import Account, Actor, Address, Request
from bot.chat.views import Actions, Button, Card, Reply, plain
from bot.directory.commands import Also, FindSkill
from bot.directory.finder import Finder
from bot.directory.model import Consent, Directory, Entry
from bot.service import Bot
from config.vocabulary import load_vocabulary
from tests.contract.reading import controls_in
from tests.directory.caring import CARE
from tests.directory.ordinary import ordinary
from tests.fakes import MemoryDirectory

_VOCABULARY = load_vocabulary()
_ACTOR = Actor(Account("web", "*", "ann"), "Ann")
_OFFERS = Also(
    lambda _entry, _request, _skill: (Button("Ask for an introduction", call("introduce")),),
    lambda _: (Button("Tell me when somebody lists it", call("watch")),),
)
_LISTED = [
    Entry(id="1", name="Prison Expert", skills=("Suicide prevention", "Self-harm"), consent=Consent.GIVEN),
    Entry(id="2", name="Ethics Expert", skills=("Research ethics", "Domestic abuse"), consent=Consent.GIVEN),
    Entry(id="3", name="Taught Well", skills=("Supervision of students", "NVivo"), consent=Consent.GIVEN),
]
_DANGER = [
    "I want to kill myself",
    "I feel awful and cannot go on",
    "I am not safe at home",
    "not safe at home",
    "want to die",
    "wanna die",
    "dont want to be here any more",
    "i feel so low",
    "being abused at home",
    "I've been self-harming",
    "i cant go on anymore and need help with NVivo",
]
_WORK = [
    ("suicide prevention", "Prison Expert"),
    ("self-harm", "Prison Expert"),
    ("who knows about suicide prevention", "Prison Expert"),
    ("research with people who self-harm", "Prison Expert"),
    ("domestic abuse", "Ethics Expert"),
]


def _told(part: str) -> list[str]:
    """List the sentences of a part of told.toml."""
    told: dict[str, list[str]] = tomllib.loads((Path(__file__).parent / "told.toml").read_text(encoding="utf-8"))
    return told[part]


async def _find(question: str, people: Sequence[Entry] = _LISTED, directory: Directory | None = None) -> Reply:
    finder = Finder(directory or MemoryDirectory(people), _VOCABULARY)
    bot = Bot(Catalog(FindSkill(finder, also=_OFFERS, care=CARE).commands()))
    return await bot.answer(Request(Call("find-skill", {"skill": question}), _ACTOR, Address("web", "general")))


async def _say(words: str) -> Reply:
    """Say plain words to the bot in private."""
    catalog = Catalog(FindSkill(Finder(MemoryDirectory(_LISTED), _VOCABULARY), also=_OFFERS, care=CARE).commands())
    return await Bot(catalog).answer(Request(catalog.heard(words), _ACTOR, Address("web", "@ann")))


def _calls(reply: Reply) -> list[str]:
    return [one.call.command for block in reply.blocks for one in controls_in(block) if isinstance(one, Button)]


@pytest.mark.parametrize("people", [_LISTED, []], ids=["people", "nobody"])
@pytest.mark.parametrize("question", _DANGER)
async def test_whoever_is_in_danger_is_told_where_to_turn_and_nothing_else(
    question: str, people: Sequence[Entry]
) -> None:
    reply = await _find(question, people)
    text = plain(reply.blocks)
    assert text.startswith("That sounds very hard.")
    assert "999" in text
    assert "116 123" in text
    assert "Nobody lists" not in text
    assert _calls(reply) == ["support-not-safe", "peer-support"]


async def test_the_directory_is_not_needed_to_answer_somebody_in_danger() -> None:
    class Broken(MemoryDirectory):
        async def version(self) -> int:
            raise OSError

    assert "116 123" in plain((await _find("I want to kill myself", directory=Broken())).blocks)


@pytest.mark.parametrize(("question", "name"), _WORK)
async def test_a_question_about_danger_is_a_search_and_at_most_has_the_help_line_beneath(
    question: str, name: str
) -> None:
    reply = await _find(question)
    text = plain(reply.blocks)
    assert text.startswith("People who can help with")
    assert name in [block.title for block in reply.blocks if isinstance(block, Card)]
    assert "That sounds very hard" not in text
    assert "introduce" in _calls(reply)
    assert ("If you are not safe" in text) == (question != "domestic abuse")


async def test_what_nobody_lists_is_still_waited_for_when_it_is_about_danger() -> None:
    reply = await _find("suicide prevention", _LISTED[1:])
    assert "Nobody lists Suicide prevention yet." in plain(reply.blocks)
    assert _calls(reply)[-2:] == ["watch", "support-not-safe"]


async def test_what_may_be_either_is_answered_with_care_first_and_the_search_beneath_without_offers() -> None:
    reply = await _find("can anyone help me with self-harm")
    text = plain(reply.blocks)
    assert text.startswith("That sounds very hard.")
    assert text.index("116 123") < text.index("Prison Expert")
    assert not {"introduce", "watch"} & set(_calls(reply))


@pytest.mark.parametrize("people", [_LISTED, _LISTED[:1]], ids=["people", "nobody"])
@pytest.mark.parametrize("question", ["my supervisor is bullying me", *_told("told"), *_told("telling")])
async def test_whoever_is_harmed_or_afraid_is_shown_nobody_who_might_be_the_one_they_fear(
    question: str, people: Sequence[Entry]
) -> None:
    reply = await _find(question, people)
    text = plain(reply.blocks)
    assert text.startswith("That sounds very hard.")
    assert "116 123" in text
    assert not [block for block in reply.blocks if isinstance(block, Card)]
    assert "lists" not in text
    assert _calls(reply) == ["support-not-safe", "peer-support"]


@pytest.mark.parametrize("question", [*_told("search"), *_told("searching")])
def test_what_others_suffer_or_is_studied_is_a_search(question: str) -> None:
    assert not CARE.private(question)


def test_hardly_any_ordinary_question_is_taken_for_fear() -> None:
    """Four that tell of harm or fear, for oneself or others; and three that fear for an interview or a class."""
    taken = {question for question in ordinary() if CARE.private(question)}
    assert taken == {
        "I think a woman at our drop-in is being abused by her son, who can I talk it through with?",
        "bit anxious: one of the 14 year olds might tell us she's being hit at home, what do we do then",
        "Chap down our lane had his herd slaughtered, he's stopped answering the door and I'm scared for him",
        "my line manager shouts at me in front of the team and I'd like to know my rights before I see HR",
        "I'll be sitting with widows with a recorder running and I'm frightened of making it worse for them",
        "scared of upsetting refugees who fled torture when I ask about it",
        "running a session for 15 year olds and I'm afraid they'll be bored stiff",
    }
    assert len(ordinary()) > 5000


def test_hardly_any_name_of_a_skill_is_taken_for_fear() -> None:
    names = [name for one in _VOCABULARY for name in (one.label, *one.aliases, *one.acronyms)]
    told = {"saying they want to end it all", "hit at home", "feeling isolated in my PhD"}
    assert {name for name in names if CARE.private(name)} == told


async def test_a_word_of_harm_beside_a_task_is_a_search_with_the_help_line_beneath() -> None:
    reply = await _find("I would like advice on domestic abuse")
    assert [block.title for block in reply.blocks if isinstance(block, Card)] == ["Ethics Expert"]
    assert "support-not-safe" in _calls(reply)


async def test_a_long_story_of_fear_in_plain_words_is_answered_so_too() -> None:
    long = "It has been a long year on the ward, and nobody asks how anybody is. " * 5
    assert plain((await _say(f"{long} I am frightened of my manager.")).blocks).startswith("That sounds very hard.")


@pytest.mark.parametrize("question", ["help", "i need help"])
async def test_help_alone_also_points_to_peer_support_and_the_help_lines(question: str) -> None:
    reply = await _find(question)
    text = plain(reply.blocks)
    assert text.startswith("I could not find a skill in that.")
    assert "/peer-support" in text
    assert "/help-now" in text
    assert _calls(reply) == ["peer-support", "support-not-safe"]
    assert isinstance(reply.blocks[-1], Actions)


async def test_other_questions_carry_no_help_line() -> None:
    assert "support-not-safe" not in _calls(await _find("NVivo"))


async def test_what_was_told_is_never_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(0)
    for question in ("I want to kill myself canaryword", "my canaryword is bullying me"):
        await _find(question)
    assert "canaryword" not in caplog.text


@pytest.mark.parametrize(
    "words", ["i want to die", "help me please", "who knows nvivo?", "can anyone help me with self-harm"]
)
async def test_plain_words_to_the_bot_are_answered_as_the_search_answers_them(words: str) -> None:
    assert await _say(words) == await _find(words)


async def test_danger_is_heard_in_plain_words_of_any_length_and_others_are_shown_the_numbers_beneath() -> None:
    long = "It has been a long year on the ward, and nobody asks how anybody is. " * 5
    assert plain((await _say(f"{long} I want to die.")).blocks).startswith("That sounds very hard.")
    text = plain((await _say(long)).blocks)
    assert text.startswith("That is too long for me to find a skill in it.")
    assert "/help-now" in text


async def test_whoever_asks_what_to_do_for_a_patient_is_told_where_to_turn_first() -> None:
    reply = await _find("patient wants to die what do i do")
    assert plain(reply.blocks).startswith("That sounds very hard.")
    assert not {"introduce", "watch"} & set(_calls(reply))


async def test_a_search_about_dying_at_home_stays_one_with_the_numbers_beneath() -> None:
    listed = [Entry(id="4", name="Hospice Nurse", skills=("Palliative care",), consent=Consent.GIVEN)]
    text = plain((await _find("palliative care for people who want to die at home", listed)).blocks)
    assert text.startswith("People who can help with Palliative")
    assert "If you are not safe" in text


async def test_a_story_of_somebody_without_a_skill_leads_to_support_and_is_not_waited_for() -> None:
    reply = await _find("he keeps blorping me")
    assert plain(reply.blocks).startswith("I could not find a skill in that.")
    assert _calls(reply) == ["peer-support", "support-not-safe"]


async def test_a_skill_in_a_story_of_somebody_is_found_and_nothing_else_said() -> None:
    reply = await _find("my boss needs somebody who knows NVivo")
    assert [block.title for block in reply.blocks if isinstance(block, Card)] == ["Taught Well"]
    assert "peer-support" not in _calls(reply)


async def test_what_nobody_lists_is_waited_for_in_a_story_that_asks_who_knows_it() -> None:
    assert "watch" in _calls(await _find("my father hit his head who knows about brain injury"))

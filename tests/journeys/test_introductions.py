"""A member finds somebody, asks to be introduced, and hears what comes of it."""

import pytest

from tests.journeys.network import ENTRIES
from tests.journeys.skin import Skin
from tests.journeys.stage import Scene, Stage

LISTED = {"Robin": ["NVivo"], "Lee": ["grant writing"]}
REASON = "I am coding forty interviews, and would like to see how you do it."
ASKED = "would like to be introduced to you"


@pytest.fixture
def scene() -> Scene:
    return Scene(listed=LISTED)


async def ask(kim: Skin) -> None:
    found = await kim.type("/find-skill NVivo")
    assert "Robin Lister" in found.text
    form = await kim.press("Ask for an introduction")
    assert list(form.fields) == ["reason"]
    assert "I ask Robin Lister privately. They see your name, what you write, and that" in form.notice
    assert "that you found them for NVivo; nobody else does." in form.notice
    assert "I have asked Robin Lister privately." in (await kim.submit(reason=REASON)).text


async def decline(robin: Skin) -> str:
    """Press *Not now*, and again when asked; returns what is said then."""
    asked = await robin.press("Not now")
    assert "Robin Lister cannot take this on just now." in asked.text
    assert list(asked.buttons)[:2] == ["Yes, tell them", "Back to the question"]
    return (await robin.press("Yes, tell them")).text


async def test_two_who_want_to_meet_are_brought_together(stage: Stage) -> None:
    kim, robin = await stage.person("Kim"), await stage.person("Robin")
    await ask(kim)

    question = await robin.hears(ASKED)
    assert REASON in question.text
    assert list(question.buttons) == ["Accept", "Not now", "Suggest someone else"]
    thanks = await robin.press("Accept")
    assert "Thank you." in thanks.text
    assert "Accept" not in thanks.buttons

    told = await kim.hears("Your introduction was accepted")
    assert "Robin Lister" in told.text
    assert "looking forward" not in told.text
    assert ("robin@example.org" in told.text) is not stage.groups
    assert "Robin Lister has said yes." in told.text
    if stage.groups:
        for person in (kim, robin):
            assert REASON in (await person.hears("You two wanted to meet")).text


async def test_who_missed_the_question_finds_and_answers_it_in_their_inbox(stage: Stage) -> None:
    kim, robin, lee = await stage.person("Kim"), await stage.person("Robin"), await stage.person("Lee")
    assert "Nothing is waiting for you." in (await robin.type("/inbox")).text
    await ask(kim)
    for other in (kim, lee):
        assert "Nothing is waiting for you." in (await other.type("/inbox")).text

    inbox = await robin.type("/inbox")
    assert "asked on 2 January 2026 to be introduced to you" in inbox.text
    assert stage.mention("Kim") in inbox.text
    assert REASON in inbox.text
    assert list(inbox.buttons)[:3] == ["Accept", "Not now", "Suggest someone else"]
    form = await robin.press("Suggest someone else")
    assert list(form.fields) == ["person", "remark"]
    assert "Lee Lister may be able to help" in (await robin.submit(person="Lee Lister")).text
    assert "Lee Lister" in (await kim.hears("thinks somebody else can help you better")).text
    assert "Nothing is waiting for you." in (await robin.type("/inbox")).text


async def test_after_each_answer_a_button_leads_back_to_what_else_waits(stage: Stage) -> None:
    kim, noor, robin = await stage.person("Kim"), await stage.person("Noor"), await stage.person("Robin")
    await ask(kim)
    await ask(noor)
    await robin.type("/inbox")
    await robin.press("Not now")
    question = await robin.press("Back to the question")
    assert "‹ My inbox" in question.buttons
    await robin.press("Suggest someone else")
    thanks = await robin.submit(person="lee LISTER")
    assert "Lee Lister may be able to help" in thanks.text
    assert list(thanks.buttons) == ["‹ My inbox"]
    inbox = await robin.press("‹ My inbox")
    assert list(inbox.buttons)[:3] == ["Accept", "Not now", "Suggest someone else"]
    assert "Thank you." in (await robin.press("Accept")).text
    assert "Nothing is waiting for you." in (await robin.press("‹ My inbox")).text


@pytest.mark.parametrize("answer", ["Accept", "Not now"])
async def test_the_inbox_answers_an_introduction(stage: Stage, answer: str) -> None:
    kim, robin = await stage.person("Kim"), await stage.person("Robin")
    await ask(kim)
    await robin.type("/inbox")
    if answer == "Accept":
        assert "Thank you." in (await robin.press("Accept")).text
    else:
        assert "That is fine." in await decline(robin)
    said = "Your introduction was accepted" if answer == "Accept" else "Robin Lister cannot take this on just now."
    assert said in (await kim.hears(said)).text
    assert "Nothing is waiting for you." in (await robin.type("/inbox")).text


async def test_whoever_was_met_once_can_be_asked_again_on_purpose(stage: Stage) -> None:
    kim, robin = await stage.person("Kim"), await stage.person("Robin")
    await ask(kim)
    await robin.hears(ASKED)
    await robin.press("Accept")
    await kim.hears("Your introduction was accepted")
    await kim.type("/find-skill NVivo")
    told = await kim.press("Ask for an introduction")
    assert "You and Robin Lister have been introduced already." in told.text
    await kim.press("Ask again all the same")
    await kim.submit(reason=REASON)

    await stage.advance(minutes=1)
    await robin.hears(ASKED)
    await decline(robin)
    assert "Your introduction" in (await kim.hears("cannot take this on just now")).text


async def test_no_is_passed_on_kindly_and_says_nothing_else(stage: Stage) -> None:
    kim, robin = await stage.person("Kim"), await stage.person("Robin")
    await ask(kim)
    await robin.hears(ASKED)
    await robin.press("Not now")
    question = await robin.press("Back to the question")
    assert REASON in question.text
    assert list(question.buttons)[:3] == ["Accept", "Not now", "Suggest someone else"]
    assert await kim.count("cannot take this on just now") == 0
    assert "That is fine." in await decline(robin)

    told = await kim.hears("Robin Lister cannot take this on just now.")
    assert list(told.buttons) == ["Find somebody else"]
    others = await kim.press("Find somebody else")
    assert "Nobody else lists NVivo, but 1 person does whom you left out." in others.text
    assert "You two wanted to meet" not in told.text


@pytest.mark.parametrize("scene", [Scene(listed={"Robin": ["NVivo"], "Lee": ["NVivo"]})], ids=["two list it"])
async def test_after_a_no_whoever_else_lists_the_skill_is_one_press_away(stage: Stage) -> None:
    kim, robin = await stage.person("Kim"), await stage.person("Robin")
    found = (await kim.type("/find-skill NVivo")).text
    await kim.press("Ask for an introduction", int(found.index("Lee Lister") < found.index("Robin Lister")))
    await kim.submit(reason=REASON)
    await robin.hears(ASKED)
    await decline(robin)

    await kim.hears("Robin Lister cannot take this on just now.")
    others = await kim.press("Find somebody else")
    assert "I left out Robin Lister." in others.text
    assert "Lee Lister" in others.text
    await kim.press("Ask for an introduction")
    assert "I have asked Lee Lister privately." in (await kim.submit(reason=REASON)).text


async def test_somebody_else_is_suggested_and_can_be_asked_at_one_press(stage: Stage) -> None:
    kim, robin, lee = await stage.person("Kim"), await stage.person("Robin"), await stage.person("Lee")
    await ask(kim)
    await robin.hears(ASKED)
    form = await robin.press("Suggest someone else")
    assert list(form.fields) == ["person", "remark"]
    misspelt = await robin.submit(person="Lee Listre", remark="Lee taught me.")
    assert "Did you mean Lee Lister?" in misspelt.text
    assert misspelt.kept["remark"] == "Lee taught me."
    passed = await robin.submit(person="Lee Lister", remark="Lee taught me.")
    assert "Lee Lister may be able to help" in passed.text

    told = await kim.hears("thinks somebody else can help you better")
    assert "Lee Lister" in told.text
    assert "Lee taught me." in told.text
    assert await lee.count(ASKED) == 0

    await kim.press("Ask for an introduction")
    await kim.submit(reason=REASON)
    assert REASON in (await lee.hears(ASKED)).text


@pytest.mark.parametrize("scene", [Scene(listed=LISTED, entries=ENTRIES)], ids=["some have no account here"])
async def test_somebody_suggested_who_has_no_account_here_comes_with_how_to_reach_them(stage: Stage) -> None:
    kim, robin = await stage.person("Kim"), await stage.person("Robin")
    await kim.type("/find-skill Robin Lister")
    await kim.press("Ask for an introduction")
    await kim.submit(reason=REASON)
    await robin.hears(ASKED)
    await robin.press("Suggest someone else")
    assert "Theme Finder may be able to help" in (await robin.submit(person="dr THEME finder", remark="")).text
    told = await kim.hears("thinks somebody else can help you better")
    assert "Theme Finder" in told.text
    assert "Reach them: theme.finder@example.org" in told.text


async def test_silence_is_followed_up_once_and_closed_kindly(stage: Stage) -> None:
    kim, robin = await stage.person("Kim"), await stage.person("Robin")
    await ask(kim)
    await robin.hears(ASKED)

    await stage.advance(days=3, hours=1)
    again = await robin.hears("I asked you a few days ago")
    assert "This is the only time I ask again" in again.text
    assert "Accept" in again.buttons
    assert await robin.count(ASKED) == 2

    await stage.advance(days=4)
    assert "which is no answer to you" in (await kim.hears("Robin Lister has not answered")).text
    assert list((await robin.hears("so I have told them not to wait")).buttons) == []

    await stage.advance(days=14)
    assert await kim.count("Your introduction") == 1
    assert await robin.count("I asked you a few days ago") == 0


async def test_a_wish_can_be_taken_back(stage: Stage) -> None:
    kim, robin = await stage.person("Kim"), await stage.person("Robin")
    await ask(kim)
    await robin.hears(ASKED)
    assert "It is taken back." in (await kim.press("Take it back")).text
    assert list((await robin.hears("They have taken it back")).buttons) == []


@pytest.mark.parametrize("scene", [Scene(listed=LISTED, away=["Robin"])], ids=["robin has blocked the bot"])
async def test_the_asker_hears_that_somebody_cannot_be_reached(stage: Stage) -> None:
    kim = await stage.person("Kim")
    await ask(kim)

    await stage.advance(minutes=10)

    told = await kim.hears("I could not reach Robin Lister")
    assert list(told.buttons) == ["Find somebody else"]
    await stage.advance(days=8)
    assert await kim.count("Your introduction") == 1

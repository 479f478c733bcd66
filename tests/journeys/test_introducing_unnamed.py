"""A member asks somebody listed without their name, and says who they are when they want to."""

import pytest

from bot.chat.requests import Role
from tests.journeys.skin import Seen, Skin
from tests.journeys.stage import Scene, Stage

LISTED = {"Robin": ["NVivo"], "Lee": ["grant writing"]}
WORDS = "I am new to coding interviews and rather lost. Could I ask you a few things?"
GLAD, THANKS = "Of course. What is hardest?", "Knowing when I have enough codes."
UNNAMED, PREVIEW = "Ask without my name", "Your request, before they see it"
NUDGE = "There is something new for you."
BY_NAME = "would like to be introduced to you"
# On Discord, a form completes nothing.
TYPES_AHEAD = {"core", "web", "slack"}


@pytest.fixture
def scene() -> Scene:
    return Scene(listed=LISTED)


async def write(kim: Skin) -> Seen:
    """Find somebody, and write to them; nothing is sent yet."""
    assert "Robin Lister" in (await kim.type("/find-skill NVivo")).text
    form = await kim.press(UNNAMED)
    assert list(form.fields) == ["text", "nudge"]
    assert "Only Robin Lister reads it, and does not learn who you are." in form.notice
    preview = await kim.submit(text=WORDS)
    assert PREVIEW in preview.text
    return preview


async def ask(stage: Stage, kim: Skin) -> None:
    await write(kim)
    assert "It is with them" in (await kim.press("Send now")).text
    await stage.advance(minutes=1)


async def hear(stage: Stage, person: Skin) -> Seen:
    """Come because of a nudge, which says nothing, and open what is new."""
    nudge = await person.hears(NUDGE)
    assert not any(said in nudge.text for said in ("Kim", "Robin", "introduc", WORDS, GLAD, THANKS))
    await stage.advance(minutes=1)
    return await look(person, from_nudge=True)


async def look(person: Skin, *, from_nudge: bool = False) -> Seen:
    await (person.press("Open my inbox") if from_nudge else person.type("/inbox"))
    return await person.press("Open")


def unknown(stage: Stage, seen: Seen, name: str = "Kim") -> bool:
    """Whether nothing that is seen says who somebody is."""
    return name not in seen.text and stage.mention(name) not in seen.text


async def test_two_write_to_each_other_until_one_says_who_they_are_and_they_are_brought_together(stage: Stage) -> None:
    kim, robin = await stage.person("Kim"), await stage.person("Robin")
    preview = await write(kim)
    assert WORDS in preview.text
    assert "Robin Lister: these words, under the name" in preview.text
    assert list(preview.buttons)[:3] == ["Send", "In the next slot", "Send now"]
    assert await robin.count(NUDGE) == 0
    await kim.press("Send now")
    await stage.advance(minutes=1)

    asked = await hear(stage, robin)
    assert WORDS in asked.text
    assert unknown(stage, asked)
    assert list(asked.buttons)[:3] == ["Accept", "Not now", "Suggest someone else"]
    await robin.press("Accept")
    await robin.press("Write")
    assert GLAD in (await robin.submit(text=GLAD)).text

    answered = await hear(stage, kim)
    assert "They have accepted your request." in answered.text
    assert GLAD in answered.text
    await kim.press("Write")
    doubted = await kim.submit(text="Ring me on 07700 900123.")
    assert "This might give you away." in doubted.text
    assert "Nothing is sent yet." in doubted.text
    assert "07700" not in (await look(robin)).text
    await hear(stage, kim)
    await kim.press("Write")
    talk = await kim.submit(text=THANKS)
    assert THANKS in talk.text
    told = await look(robin)
    assert THANKS in told.text
    assert unknown(stage, told)

    sure = await kim.press("Say who I am")
    assert "Robin Lister will see your name" in sure.text
    assert unknown(stage, await look(robin)), "nothing is told before they are sure"
    stepped = await kim.press("Yes, say who I am")
    assert "Robin Lister knows who you are now." in stepped.text
    assert list(stepped.buttons) == ["‹ My inbox"]
    await stage.advance(minutes=1)

    accepted = await kim.hears("Your introduction was accepted")
    assert ("robin@example.org" in accepted.text) is not stage.groups
    if stage.groups:
        for person in (kim, robin):
            assert WORDS in (await person.hears("You two wanted to meet")).text
    else:
        assert stage.mention("Kim") in (await robin.hears("They have said who they are")).text
    assert "They have told you who they are: Kim" in (await look(robin)).text


async def test_it_waits_and_is_taken_back_sent_again_and_passed_on_to_somebody_else(stage: Stage) -> None:
    kim, robin, lee = await stage.person("Kim"), await stage.person("Robin"), await stage.person("Lee")
    await write(kim)
    assert "Sent: it waits for its time" in (await kim.press("Send")).text
    await stage.advance(minutes=1)
    assert PREVIEW in (await kim.press("Take it back")).text
    await stage.advance(minutes=30)
    assert await robin.count(NUDGE) == 0

    await kim.press("Send")
    await stage.advance(minutes=21)
    await hear(stage, robin)
    form = await robin.press("Suggest someone else")
    assert list(form.fields) == ["person", "remark"]
    if stage.everybody.platform in TYPES_AHEAD:
        assert await robin.complete("introduction-pass-on", "person", "Lee") == ["Lee Lister"]
    passed = await robin.submit(person="Lee Lister", remark="Lee taught me.")
    assert "Lee Lister may be able to help" in passed.text

    suggested = await hear(stage, kim)
    assert "They think that Lee Lister may be able to help you better. “Lee taught me.”" in suggested.text
    assert "Ask them by name" in suggested.buttons
    assert await lee.count(NUDGE) == 0
    assert "Only Lee Lister reads it" in (await kim.press("Ask them without my name")).notice
    await kim.submit(text=WORDS)
    await kim.press("Send now")
    await stage.advance(minutes=1)
    asked = await hear(stage, lee)
    assert WORDS in asked.text
    assert unknown(stage, asked)


async def test_no_leads_to_somebody_else_and_asking_again_to_what_was_said(stage: Stage) -> None:
    kim, robin = await stage.person("Kim"), await stage.person("Robin")
    await write(kim)
    await kim.type("/find-skill NVivo")
    again = await kim.press(UNNAMED)
    assert "You have begun to write to Robin Lister already." in again.text
    assert WORDS in (await kim.press("Look at it")).text
    await kim.press("Send now")
    await stage.advance(minutes=1)
    await kim.type("/find-skill NVivo")
    assert "Your request is with Robin Lister already." in (await kim.press(UNNAMED)).text
    assert WORDS in (await kim.press("Open it")).text

    await hear(stage, robin)
    assert "They then read: “It does not suit them just now." in (await robin.press("Not now")).text
    assert WORDS in (await robin.press("Back to the question")).text
    await robin.press("Not now")
    assert "Not now. They are told" in (await robin.press("Yes, tell them")).text
    answered = await hear(stage, kim)
    assert "It does not suit them just now." in answered.text
    assert "skill" in (await kim.press("Find somebody else")).fields
    await kim.type("/find-skill NVivo")
    assert "You have asked Robin Lister not long ago." in (await kim.press(UNNAMED)).text
    assert "does not suit them just now" in (await kim.press("Open it")).text


async def test_whoever_says_who_they_are_before_the_answer_asks_by_name(stage: Stage) -> None:
    kim, robin = await stage.person("Kim"), await stage.person("Robin")
    await ask(stage, kim)
    assert unknown(stage, await hear(stage, robin))
    await look(kim)
    assert "I then ask them by name" in (await kim.press("Say who I am")).text
    assert "Take it back" in (await kim.press("Stay unnamed")).buttons
    await kim.press("Say who I am")
    assert "I have asked Robin Lister by name." in (await kim.press("Yes, say who I am")).text
    await stage.advance(minutes=1)

    assert "They have told you who they are: Kim" in (await look(robin)).text
    asked = await robin.hears(BY_NAME)
    assert WORDS in asked.text
    assert stage.mention("Kim") in asked.text
    assert "Thank you." in (await robin.press("Accept")).text
    await kim.hears("Your introduction was accepted")


async def test_silence_is_followed_up_once_and_closed_kindly(stage: Stage) -> None:
    kim, robin = await stage.person("Kim"), await stage.person("Robin")
    await ask(stage, kim)
    await stage.advance(days=3, hours=1)
    assert await robin.count(NUDGE) == 2
    await stage.advance(days=4)
    assert "which is no answer to you: people are busy" in (await hear(stage, kim)).text
    assert await robin.count(NUDGE) == 2
    assert "Accept" not in (await look(robin)).buttons


async def test_reported_a_facilitator_reads_the_words_and_not_who_wrote_them(stage: Stage) -> None:
    kim, robin = await stage.person("Kim"), await stage.person("Robin")
    fay = await stage.person("Fay", Role.FACILITATOR)
    await ask(stage, kim)
    assert WORDS not in (await fay.type("/support-desk")).text
    await hear(stage, robin)
    form = await robin.press("Report what they wrote")
    assert list(form.fields) == ["text"]
    assert "Whoever wrote it may guess that it was you" in form.notice
    assert "without learning who reported it" in (await robin.submit(text="That is no question for me.")).text

    await stage.advance(minutes=6)
    await fay.hears("Somebody reported something")
    seen = await fay.press("Have a look")
    assert WORDS in seen.text
    assert "That is no question for me." in seen.text
    assert unknown(stage, seen)
    assert unknown(stage, seen, "Robin")

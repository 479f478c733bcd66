"""A request for support is answered: without a name, openly, and in private by two who need not know each other."""

import pytest

from tests.journeys.skin import Seen, Skin
from tests.journeys.stage import CHANNEL, Scene, Stage

WORDS = "I dread every ward round, and I do not know whom to tell."
POSTED = "asks for support"
ANSWER, OFFER, PRIVATE = "I know that dread, and it got better.", "Shall we talk?", "Yes, please. It is the nights."
NUDGE = "There is something new for you."


@pytest.fixture
def scene() -> Scene:
    return Scene()


async def ask(stage: Stage, kim: Skin) -> None:
    await kim.type("/peer-support")
    await kim.submit(text=WORDS)
    await kim.press("Post now")
    await stage.advance(minutes=1)
    await kim.hears(POSTED, CHANNEL)


async def under_the_post(person: Skin, label: str) -> Seen:
    await person.hears(POSTED, CHANNEL)
    return await person.press(label)


async def inbox(person: Skin) -> Seen:
    """Open the only case there is."""
    await person.type("/inbox")
    return await person.press("Open")


async def offer(person: Skin, how: str) -> Seen:
    await under_the_post(person, "Offer to talk privately")
    form = await person.press(how)
    assert list(form.fields) == ["text", "nudge"]
    return await person.submit(text=OFFER, nudge="yes")


async def test_nothing_waits_for_who_takes_part_in_nothing(me: Skin) -> None:
    seen = await me.type("/inbox")
    assert "Nothing is waiting for you." in seen.text
    assert "/peer-support" in seen.text
    assert "116 123" in (await me.press("I’m not safe")).text


async def test_an_answer_without_a_name_stands_under_the_request(stage: Stage) -> None:
    kim, robin, lee = await stage.person("Kim"), await stage.person("Robin"), await stage.person("Lee")
    await ask(stage, kim)
    form = await under_the_post(robin, "Answer without my name")
    assert list(form.fields) == ["text", "nudge"]
    shown = await robin.submit(text=ANSWER)
    assert "Your answer, before anybody sees it" in shown.text
    await robin.press("Post now")
    await stage.advance(minutes=1)

    post = await lee.hears(ANSWER, CHANNEL)
    assert "Robin" not in post.text
    assert stage.mention("Robin") not in post.text
    await kim.hears(NUDGE)
    assert "New: 1 message" in (await kim.press("Open my inbox")).text
    page = await kim.press("Open")
    assert ANSWER in page.text
    assert "Robin" not in page.text
    assert await robin.count(NUDGE) == 0


async def test_whoever_asked_replies_under_the_words_they_go_by(stage: Stage) -> None:
    kim, robin = await stage.person("Kim"), await stage.person("Robin")
    await ask(stage, kim)
    assert "Only whoever asked can" in (await under_the_post(robin, "Reply as the author")).text
    own = await under_the_post(kim, "Answer without my name")
    assert "This is your own request." in own.text
    assert not own.form
    form = await kim.press("Reply as the author")
    assert list(form.fields) == ["text"]
    await kim.submit(text="Thank you for reading.")
    await kim.press("Post now")
    await stage.advance(minutes=1)
    reply = await robin.hears("Thank you for reading.", CHANNEL)
    assert "who asked, replies" in reply.text
    assert "Kim" not in reply.text


@pytest.mark.parametrize(("how", "named"), [("Offer it by name", True), ("Offer it without my name", False)])
async def test_two_talk_in_private_and_only_who_wants_to_is_named(stage: Stage, how: str, *, named: bool) -> None:
    kim, robin = await stage.person("Kim"), await stage.person("Robin")
    await ask(stage, kim)
    await offer(robin, how)
    await kim.hears(NUDGE)
    await kim.press("Open my inbox")
    await kim.press("Open")
    talk = await kim.press("Open")
    assert OFFER in talk.text
    assert ("Robin" in talk.text) is named
    assert stage.mention("Robin") == "Robin" or stage.mention("Robin") not in talk.text
    assert "Write" in (await kim.press("Accept")).buttons
    await kim.press("Write")
    assert PRIVATE in (await kim.submit(text=PRIVATE)).text

    await robin.hears(NUDGE)
    await robin.press("Open my inbox")
    await robin.press("Open")
    heard = await robin.press("Open")
    assert PRIVATE in heard.text
    assert "Kim" not in heard.text
    await robin.press("End this talk")
    assert "Ended" in (await robin.press("End it")).text
    for person in (kim, robin):
        assert await person.count(OFFER) == 0
        assert await person.count(PRIVATE, CHANNEL) == 0


async def test_an_offer_is_let_rest_kindly(stage: Stage) -> None:
    kim, robin = await stage.person("Kim"), await stage.person("Robin")
    await ask(stage, kim)
    await offer(robin, "Offer it without my name")
    await inbox(kim)
    await kim.press("Open")
    assert "Not taken up" in (await kim.press("Not now")).text
    await stage.advance(minutes=1)
    await robin.hears(NUDGE)
    assert "whoever asked let it rest" in (await under_the_post(robin, "Offer to talk privately")).text


async def test_an_open_reply_is_told_of_within_minutes(stage: Stage) -> None:
    kim, lee = await stage.person("Kim"), await stage.person("Lee")
    await ask(stage, kim)
    await lee.reply("Come and see me.", POSTED, CHANNEL)
    await stage.advance(minutes=6)
    await kim.hears(NUDGE)
    assert "New: 1 open reply in the thread" in (await kim.press("Open my inbox")).text
    assert "answered openly, once" in (await kim.press("Open")).text


async def test_what_was_written_meanwhile_is_given_back_when_the_case_closed(stage: Stage) -> None:
    kim, robin = await stage.person("Kim"), await stage.person("Robin")
    await ask(stage, kim)
    await under_the_post(robin, "Answer without my name")
    await inbox(kim)
    await kim.press("Close it")
    await kim.press("Close it")
    given = await robin.submit(text=ANSWER)
    assert "closed" in given.text
    assert ANSWER in given.text

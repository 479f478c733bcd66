"""A member asks for support without a name, and what the others see of it."""

import pytest

from tests.journeys.skin import Seen, Skin
from tests.journeys.stage import CHANNEL, Scene, Stage

WORDS = "I am shouted at on every round, and I do not know whom to tell."
POSTED = "asks for support"
DRAFT = "Your request, before anybody sees it"


@pytest.fixture
def scene() -> Scene:
    return Scene()


async def ask(kim: Skin, words: str = WORDS, **answers: str) -> Seen:
    form = await kim.type("/peer-support")
    assert list(form.fields) == ["text", "needs", "without", "nudge"]
    return await kim.submit(text=words, **answers)


async def test_a_request_is_read_by_everybody_and_nobody_learns_who_asked(stage: Stage) -> None:
    kim, robin = await stage.person("Kim"), await stage.person("Robin")
    seen = await ask(kim, needs="heard,advice")
    assert DRAFT in seen.text
    assert WORDS in seen.text
    assert "Who can see what" in seen.text
    assert "could have written this" in seen.text or "I cannot see how many people" in seen.text
    assert "116 123" in seen.text
    assert list(seen.buttons)[:3] == ["Send", "In the next slot", "Post now"]

    waits = await kim.press("Send")
    assert "Sent: it waits for its time" in waits.text
    assert "Send" not in waits.buttons
    await stage.advance(minutes=2)
    assert await robin.count(POSTED, CHANNEL) == 0
    await stage.advance(minutes=19)

    post = await robin.hears(POSTED, CHANNEL)
    assert WORDS in post.text
    assert "Kim" not in post.text
    assert stage.mention("Kim") not in post.text
    assert "to be heard, advice" in post.text
    assert [label for label in post.buttons if label != "Look again"] == [
        "Answer without my name",
        "Offer to talk privately",
        "Reply as the author",
        "Report",
        "I’m not safe",
    ]
    assert await kim.count("something new for you") == 0
    assert await robin.count(WORDS) == 0


async def test_words_are_changed_before_they_are_sent(stage: Stage) -> None:
    kim, robin = await stage.person("Kim"), await stage.person("Robin")
    seen = await ask(kim, "I am Kim, and as the only registrar on Ward 5 I dread every day.")
    assert "“Kim” looks like your own name." in seen.text
    assert "if there is only one, somebody may know who that is" in seen.text

    form = await kim.press("Change my words")
    assert list(form.fields) == ["text"]
    changed = await kim.submit(text="I dread every day.")
    assert DRAFT in changed.text
    assert "I found no name" in changed.text
    await kim.press("Post now")
    await stage.advance(minutes=1)
    assert "I dread every day." in (await robin.hears(POSTED, CHANNEL)).text
    assert await robin.count("Ward 5", CHANNEL) == 0


async def test_what_was_sent_is_taken_back_and_discarded(stage: Stage) -> None:
    kim, robin = await stage.person("Kim"), await stage.person("Robin")
    await ask(kim)
    await kim.press("Send")
    assert DRAFT in (await kim.press("Take it back")).text
    assert "nothing of it is kept" in (await kim.press("Discard")).text
    await stage.advance(hours=1)
    assert await robin.count(POSTED, CHANNEL) == 0
    assert "Nothing is waiting for you." in (await kim.type("/inbox")).text


async def test_words_that_ping_or_link_are_left_in_the_form(stage: Stage) -> None:
    kim = await stage.person("Kim")
    refused = await ask(kim, "Please help, @everyone")
    assert "would call people in" in refused.text
    assert refused.kept.get("text") == "Please help, @everyone"
    assert DRAFT in (await kim.submit(text="Please help")).text


async def test_somebody_in_danger_sees_the_numbers_first_and_nothing_is_held_up(stage: Stage) -> None:
    kim, robin = await stage.person("Kim"), await stage.person("Robin")
    seen = await ask(kim, "I want to kill myself and I have told nobody.")
    assert seen.text.index("You do not have to wait for an answer here") < seen.text.index(DRAFT)
    await kim.press("Post now")
    await stage.advance(minutes=1)
    assert "I have told nobody." in (await robin.hears(POSTED, CHANNEL)).text


async def test_the_author_adds_a_note_closes_and_the_rest_is_forgotten(stage: Stage) -> None:
    kim, robin = await stage.person("Kim"), await stage.person("Robin")
    await ask(kim)
    await kim.press("Post now")
    await stage.advance(minutes=1)
    await robin.hears(POSTED, CHANNEL)

    await kim.type("/inbox")
    await kim.press("Open")
    await kim.press("Add a note")
    assert "Your note, before anybody sees it" in (await kim.submit(text="I have told my supervisor.")).text
    await kim.press("Post now")
    await stage.advance(minutes=1)

    await kim.type("/inbox")
    opened = await kim.press("Open")
    assert "I have told my supervisor." in opened.text
    await kim.press("Close it")
    assert "It is closed." in (await kim.press("Close it")).text
    await stage.advance(minutes=1)
    post = await robin.hears("Closed by whoever asked", CHANNEL)
    assert WORDS in post.text
    assert list(post.buttons) == ["Report", "I’m not safe"]
    await stage.advance(minutes=1)
    note = await robin.hears("I have told my supervisor.", CHANNEL)
    assert list(note.buttons) == ["Report", "I’m not safe"]
    await stage.advance(days=8)
    assert "Nothing is waiting for you." in (await kim.type("/inbox")).text
    assert await stage.stores.cases.all() == []


async def test_the_author_takes_everything_away(stage: Stage) -> None:
    kim, robin = await stage.person("Kim"), await stage.person("Robin")
    await ask(kim, nudge="no")
    await kim.press("Post now")
    await stage.advance(minutes=1)
    await robin.hears(POSTED, CHANNEL)

    await kim.type("/inbox")
    await kim.press("Open")
    assert "destroyed at once" in (await kim.press("Withdraw it")).text
    assert "It is being taken away" in (await kim.press("Take it away")).text
    await stage.advance(minutes=5)
    assert await robin.count(POSTED, CHANNEL) == 0
    assert await stage.stores.cases.all() == []


@pytest.mark.parametrize("scene", [Scene(settings={"support": {"daily": 1}})], ids=["one request a day"])
async def test_whoever_has_asked_enough_for_a_day_hears_so_before_they_write(stage: Stage) -> None:
    kim = await stage.person("Kim")
    await ask(kim)
    await kim.press("Send")
    seen = await kim.type("/peer-support")
    assert "You have asked for support once within a day." in seen.text
    assert "You can send the next in 24 hours." in seen.text
    assert not seen.form
    assert "You can talk to somebody now" in (await kim.press("Talk to somebody now")).text


@pytest.mark.parametrize("scene", [Scene(asked_in=None)], ids=["no channel"])
async def test_without_a_channel_it_says_so_instead_of_a_form(stage: Stage) -> None:
    kim = await stage.person("Kim")
    seen = await kim.type("/peer-support my whole story, typed by mistake")
    assert "There is no channel for requests yet" in seen.text
    assert not seen.form
    assert "my whole story" not in seen.text


@pytest.mark.parametrize("scene", [Scene(asked_in="1190000000000000999")], ids=["the channel is gone"])
async def test_the_author_hears_in_private_what_could_not_be_posted_and_keeps_the_words(stage: Stage) -> None:
    kim = await stage.person("Kim")
    await ask(kim)
    await kim.press("Post now")
    await stage.advance(minutes=1)

    nudge = await kim.hears("There is something new for you")
    assert WORDS not in nudge.text
    await kim.press("Open my inbox")
    case = await kim.press("Open")
    assert "Your request could not be posted: the channel could not be reached" in case.text
    seen = await kim.press("Look at it")
    assert "It could not be posted" in seen.text
    assert WORDS in seen.text
    assert "Sent: it waits for its time" in (await kim.press("Try again")).text
    await stage.advance(minutes=30)
    assert await kim.count("There is something new for you") == 2

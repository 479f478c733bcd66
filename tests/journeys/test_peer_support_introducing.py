"""An author tells the safeguarding lead who they are, and nobody else learns it."""

import pytest

from bot.chat.requests import Role
from tests.journeys.skin import Seen, Skin
from tests.journeys.stage import CHANNEL, Scene, Stage

WORDS = "I dread going back to that ward, and I do not sleep."
SHARE = "Share who I am with the safeguarding lead"
SURE = "Yes, tell them who I am"
SOMETHING = "There is something new for you."
HEADING = "Somebody tells you who they are, in confidence"


async def ask(stage: Stage, kim: Skin) -> Seen:
    """Ask, let it be posted, and open its page."""
    await kim.type("/peer-support")
    await kim.submit(text=WORDS, needs="heard")
    await kim.press("Post now")
    await stage.advance(minutes=1)
    await kim.type("/inbox")
    return await kim.press("Open")


async def test_the_lead_is_told_and_the_author_reads_that_it_arrived(stage: Stage) -> None:
    kim, robin = await stage.person("Kim"), await stage.person("Robin")
    lead, fay = await stage.person("Olu", Role.ORGANISER), await stage.person("Fay", Role.FACILITATOR)
    await ask(stage, kim)

    explained = await kim.press(SHARE)
    assert stage.mention("Olu") in explained.text or "the safeguarding lead of this network" in explained.text
    assert "It cannot be taken back" in explained.text
    assert "call 999" in explained.text
    assert "I have no way to make that undone" in (await kim.press("Go on: I am asked once more")).text
    assert await lead.count(HEADING) == 0
    assert "on its way to the safeguarding lead" in (await kim.press(SURE)).text
    await stage.advance(minutes=1)

    told = await lead.hears(HEADING)
    assert stage.mention("Kim") in told.text
    assert WORDS in told.text
    assert "Write to them within a day" in told.text
    for somebody in (robin, fay, kim):
        assert await somebody.count(HEADING) == 0
    assert await robin.count(stage.mention("Kim"), CHANNEL) == 0

    await kim.hears(SOMETHING)
    await kim.press("Open my inbox")
    page = await kim.press("Open")
    assert "The safeguarding lead was told, in private, who you are" in page.text
    assert SHARE not in page.buttons
    await stage.advance(days=2)
    assert await lead.count(HEADING) == 1


@pytest.mark.parametrize("scene", [Scene(away=("Olu",))], ids=["nobody there"])
async def test_an_author_hears_that_the_lead_could_not_be_reached(stage: Stage) -> None:
    kim = await stage.person("Kim")
    await ask(stage, kim)
    await kim.press(SHARE)
    await kim.press("Go on: I am asked once more")
    await kim.press(SURE)
    await stage.advance(minutes=2)
    await kim.hears(SOMETHING)
    await kim.press("Open my inbox")
    page = await kim.press("Open")
    assert "I could not reach the safeguarding lead" in page.text
    assert "Samaritans: call 116 123" in page.text
    assert SHARE in page.buttons

"""A member shares what was found with a channel, on purpose, and it is said there once."""

import pytest

from tests.journeys.skin import Seen, Skin
from tests.journeys.stage import CHANNEL, Scene, Stage

SHARED = "Shared by"


@pytest.fixture
def scene() -> Scene:
    return Scene(listed={"Robin": ["NVivo"], "Lee": ["grant writing"]})


async def share(kim: Skin, question: str = "NVivo") -> Seen:
    await kim.type(f"/find-skill {question}")
    assert "Everybody in this channel will see" in (await kim.press("Share here")).text
    return await kim.press("Share it")


async def test_what_is_shared_again_a_quarter_of_an_hour_later_is_said_once_and_that_kindly(stage: Stage) -> None:
    kim = await stage.person("Kim")
    assert "It will be here in a moment." in (await share(kim)).text
    await kim.hears(SHARED, CHANNEL)
    await stage.advance(minutes=15)
    again = await share(kim)
    assert "That was shared here today already." in again.text
    await stage.advance(minutes=15)
    assert await kim.count(SHARED, CHANNEL) == 1


async def test_whoever_thinks_better_of_it_shares_nothing(stage: Stage) -> None:
    kim = await stage.person("Kim")
    await kim.type("/find-skill NVivo")
    assert (await kim.press("Share here")).buttons == ["Share it", "No, keep it private"]
    kept = await kim.press("No, keep it private")
    assert "Nothing is shared." in kept.text
    assert not kept.buttons
    await stage.advance(minutes=1)
    assert await kim.count(SHARED, CHANNEL) == 0

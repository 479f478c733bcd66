"""A member learns who can see what, sees what is held about them, and erases it."""

import pytest

from tests.journeys.skin import Skin
from tests.journeys.stage import Scene, Stage
from tests.meetings.series import network_meeting


@pytest.fixture
def scene() -> Scene:
    """A meeting to come to, and somebody in the Directory."""
    meeting = network_meeting("", "2026-02-03T15:00", title="Reading group")
    return Scene(listed={"Kim": ["bread", "NVivo"]}, series=[meeting])


async def test_reads_page_by_page_who_can_see_what(me: Skin) -> None:
    seen = await me.type("/privacy")
    assert "Who can see what" in seen.text
    assert "Facilitators" in seen.text
    for title in ("What is kept, where and for how long", "Asking without your name", "What this bot cannot do"):
        seen = await me.press(title)
        assert title in seen.text.replace("*", "")
    assert "It cannot hide you from the platform" in seen.text
    assert "What is held about you by name" in (await me.press("What is held about me")).text


async def test_sees_takes_along_and_erases_all_that_is_held(stage: Stage) -> None:
    kim = await stage.person("Kim")
    await kim.type("/meetings")
    await kim.press("Going")

    seen = await kim.type("/my-data")
    assert "Kim Lister, skills: 2" in seen.text
    assert "Reading group, 3 February 2026: you come" in seen.text
    assert "nobody can look it up" in seen.text

    assert '"Reading group, 3 February 2026"' in (await kim.press("Take it along")).text.replace("\\", "")
    await kim.type("/my-data")
    assert "Erase this for good?" in (await kim.press("Erase all of it")).text
    assert "It is erased." in (await kim.press("Erase for good")).text

    assert "Nothing is held about you by name" in (await kim.type("/my-data")).text
    assert "You have no entry" in (await kim.type("/my-skills")).text

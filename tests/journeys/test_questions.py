"""Somebody asks the search what another command answers, and is led there."""

import pytest

from tests.journeys.stage import Scene, Stage


@pytest.fixture
def scene() -> Scene:
    return Scene(listed={"Robin": ["NVivo"]})


async def test_a_question_about_meetings_leads_to_them(stage: Stage) -> None:
    kim = await stage.person("Kim")
    seen = await kim.type("/find-skill when is the next meeting?")
    assert "/meetings" in seen.text
    assert seen.buttons[0] == "Open /meetings"
    assert "meeting" in (await kim.press("Open /meetings")).text.lower()


async def test_a_question_about_ones_entry_leads_to_it(stage: Stage) -> None:
    kim = await stage.person("Kim")
    await kim.type("/find-skill how do I add my skills")
    assert "Join the Directory" in (await kim.press("Open /my-skills")).buttons

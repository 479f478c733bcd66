"""What is missing in the Directory is noticed, named, waited for and found; what is there is shared and seen."""

import pytest

from bot.chat.requests import Role
from tests.journeys.network import ENTRIES
from tests.journeys.stage import CHANNEL, Scene, Stage


@pytest.fixture
def scene() -> Scene:
    return Scene(entries=ENTRIES, listed={"Robin": ["realist evaluation"]})


async def test_a_word_that_nobody_understood_is_taught_and_then_finds(stage: Stage) -> None:
    kim, olu = await stage.person("Kim"), await stage.person("Olu", Role.ORGANISER)
    for _ in range(3):
        assert "zorbling" not in (await olu.type("/directory-gaps")).text
        await stage.advance(days=1)
        for _ in range(2):
            assert "Nobody lists “zorbling”" in (await kim.type("/find-skill zorbling")).text

    listed = await olu.type("/directory-gaps")
    assert "zorbling" in listed.text
    assert "Asked on 3 days" in listed.text
    assert "Kim" not in listed.text
    form = await olu.press("Another word for …")
    assert list(form.fields) == ["concept"]
    taught = await olu.submit(concept="realist evaluation")
    assert "From now on I read “zorbling” as" in taught.text
    assert "zorbling" not in (await olu.press("‹ What is missing")).text

    found = await kim.type("/find-skill zorbling")
    assert "Robin Lister" in found.text
    assert "I read “zorbling” as Realist evaluation" in found.text


async def test_what_a_member_waits_for_is_told_once_somebody_lists_it(stage: Stage) -> None:
    kim, robin = await stage.person("Kim"), await stage.person("Robin")
    assert "Nobody lists" in (await kim.type("/find-skill meta-analysis")).text
    assert "I will tell you, in private" in (await kim.press("Tell me when somebody lists it")).text

    await robin.type("/my-skills")
    await robin.press("Edit skills")
    await robin.press("Add a skill")
    assert "Added:" in (await robin.submit(skill="meta-analysis", level="use")).text
    await stage.advance(minutes=1)

    told = await kim.hears("which you were looking for")
    assert list(told.buttons) == ["See who"]
    await stage.advance(days=10)
    assert await kim.count("which you were looking for") == 1
    assert await robin.count("which you were looking for") == 0
    assert "Robin Lister" in (await kim.press("See who")).text


async def test_what_no_list_has_can_be_waited_for_at_one_press_or_not_any_more(stage: Stage) -> None:
    kim, robin = await stage.person("Kim"), await stage.person("Robin")
    for skill in ("zorbling", "quiddling"):
        await kim.type(f"/find-skill {skill}")
        said = await kim.press("Tell me when somebody lists it")
        assert "when somebody lists what you searched for" in said.text
    assert "I have stopped looking out" in (await kim.press("Stop looking out")).text

    await robin.type("/my-skills")
    await robin.press("Edit skills")
    for skill in ("zorbling", "quiddling"):
        await robin.press("Add a skill")
        await robin.submit(skill=skill, level="use")
    await stage.advance(minutes=1)

    assert "zorbling" in (await kim.hears("which you were looking for")).text
    assert await kim.count("which you were looking for") == 1


async def test_who_waits_for_a_word_that_is_taught_is_told_and_nobody_else_is(stage: Stage) -> None:
    kim, robin, olu = await stage.person("Kim"), await stage.person("Robin"), await stage.person("Olu", Role.ORGANISER)
    for _ in range(3):
        for word in ("quiddling", "zorbling"):
            await kim.type(f"/find-skill {word}")
        await stage.advance(days=1)
    for word in ("quiddling", "zorbling"):
        await kim.type(f"/find-skill {word}")
        await kim.press("Tell me when somebody lists it")

    assert "quiddling" in (await olu.type("/directory-gaps")).text
    await olu.press("New skill")
    await olu.submit(label="Calligraphy and ink")
    await stage.advance(minutes=1)
    assert await kim.count("which you were looking for") == 0
    await robin.type("/my-skills")
    await robin.press("Edit skills")
    await robin.press("Add a skill")
    await robin.submit(skill="Calligraphy and ink", level="use")
    await stage.advance(minutes=1)
    assert "Calligraphy and ink" in (await kim.hears("which you were looking for")).text

    assert "zorbling" in (await olu.type("/directory-gaps")).text
    await olu.press("Another word for …")
    await olu.submit(concept="realist evaluation")
    await stage.advance(minutes=1)
    assert await kim.count("which you were looking for") == 2
    assert "Realist evaluation" in (await kim.hears("Realist evaluation")).text
    for other in (robin, olu):
        assert await other.count("which you were looking for") == 0
    assert "and you were told" in (await kim.type("/my-data")).text


async def test_a_result_is_shared_on_purpose_and_without_anybodys_address(stage: Stage) -> None:
    kim, lee = await stage.person("Kim"), await stage.person("Lee")
    await kim.type("/find-skill realist evaluation")
    assert "Everybody in this channel will see who lists it" in (await kim.press("Share here")).text
    assert await lee.count("Robin Lister", CHANNEL) == 0
    assert "It will be here in a moment." in (await kim.press("Share it")).text

    shared = await lee.hears("Robin Lister", CHANNEL)
    assert "Shared by" in shared.text
    assert stage.mention("Kim") in shared.text
    assert "robin@example.org" not in shared.text
    assert "robin@example.org" in (await lee.press("See how to reach them")).text
    assert await kim.count("robin@example.org", CHANNEL) == 0

    await kim.type("/find-skill realist evaluation")
    await kim.press("Share here")
    assert "That was shared here today already." in (await kim.press("Share it")).text


async def test_the_map_says_in_words_what_its_picture_shows(stage: Stage) -> None:
    kim = await stage.person("Kim")
    seen = await kim.type("/skills-map")
    assert "Skills map" in seen.text
    assert "What the network can do:" in seen.text
    assert "most: NVivo 7" in seen.text
    assert "skill" in (await kim.press("Find somebody with a skill")).fields

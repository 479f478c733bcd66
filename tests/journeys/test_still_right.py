"""An organiser hands a code over, an entry gets an owner; half a year later the owner is asked whether it is right."""

import pytest

from bot.chat.requests import Role
from tests.journeys.network import ENTRIES, code_for
from tests.journeys.stage import Scene, Stage


@pytest.fixture
def scene() -> Scene:
    """A network that has a look at people who join."""
    return Scene(entries=ENTRIES, settings={"directory": {"review": True}})


async def test_an_owner_is_asked_in_private_and_answers_with_one_tap(stage: Stage) -> None:
    kim = await stage.person("Kim")
    await kim.type("/my-skills")
    await kim.press("I have a code")
    assert "This entry is yours now." in (await kim.submit(code=await code_for(stage, "theme finder"))).text
    await stage.advance(days=226)

    heard = await kim.hears("Is this still right?")
    assert "Theme Finder" in heard.text
    assert list(heard.buttons) == ["Yes", "Edit", "Hide me"]
    assert "Your entry stays as it is." in (await kim.press("Yes")).text
    entry = await stage.stores.directory.of(stage.account("Kim"))
    assert entry
    assert entry.checked_on == stage.now().date()


async def test_whoever_joins_waits_for_an_organiser_and_hears_of_it(stage: Stage) -> None:
    kim, olu = await stage.person("Kim"), await stage.person("Olu", Role.ORGANISER)
    await kim.type("/my-skills")
    await kim.press("Join the Directory")
    assert "An organiser will have a look" in (await kim.submit(name="Kim Frost", skills="bread", found="yes")).text
    assert "Kim Frost" not in (await olu.type("/find-skill bread")).text
    await stage.advance(minutes=1)
    assert "Kim Frost" in (await olu.hears("Kim Frost")).text
    assert "Kim Frost" in (await olu.type("/directory-review")).text
    assert "Kim Frost is listed now." in (await olu.press("Approve")).text

    assert "members can find you" in (await kim.hears("An organiser has had a look")).text
    assert "Kim Frost" in (await olu.type("/find-skill bread")).text

"""An organiser hands a code over, an entry gets an owner; half a year later the owner is asked whether it is right."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.chat.requests import Role
from config.settings import load_settings
from tests.house import memory_stores
from tests.journeys.conftest import STAGES
from tests.journeys.network import ENTRIES
from tests.journeys.skin import Seen
from tests.journeys.stage import House, Player, Stage

CODE = re.compile(r"\b(?:[2-9A-Z]{4}-){2}[2-9A-Z]{4}\b")
DAY = timedelta(days=1)


@pytest.fixture
def house() -> House:
    """A network that has a look at people who join."""
    settings = load_settings(_env_file=None, network="the network", directory={"review": True})
    return House(memory_stores(ENTRIES), settings)


@pytest.fixture(params=STAGES)
async def stage(request: pytest.FixtureRequest, house: House) -> AsyncIterator[Stage]:
    """The cast on every platform in turn."""
    async with STAGES[request.param](house) as opened:
        yield opened


async def claimed(kim: Player, olu: Player) -> Seen:
    await olu.type("/directory-code theme finder")
    code = CODE.search((await olu.press("Make a code")).text)
    assert code
    await kim.type("/my-skills")
    await kim.press("I have a code")
    return await kim.submit(code=code[0])


async def test_an_owner_is_asked_in_private_and_answers_with_one_tap(stage: Stage, house: House) -> None:
    kim, olu = await stage.person("Kim"), await stage.person("Olu", Role.ORGANISER)
    assert "This entry is yours now." in (await claimed(kim, olu)).text
    await house.wait(200 * DAY)
    for _ in range(26):
        await house.wait(DAY)

    heard = await kim.hears("Is this still right?")
    assert "Theme Finder" in heard.text
    assert list(heard.buttons) == ["Yes", "Edit", "Hide me"]
    assert "Your entry stays as it is." in (await kim.press("Yes")).text
    entry = await house.stores.directory.of(stage.account("Kim"))
    assert entry
    assert entry.checked_on == house.now().date()


async def test_whoever_joins_waits_for_an_organiser_and_hears_of_it(stage: Stage) -> None:
    kim, olu = await stage.person("Kim"), await stage.person("Olu", Role.ORGANISER)
    await kim.type("/my-skills")
    await kim.press("Join the Directory")
    assert "An organiser will have a look" in (await kim.submit(name="Kim Frost", skills="bread", found="yes")).text
    assert "Kim Frost" not in (await olu.type("/find-skill bread")).text
    assert "Kim Frost" in (await olu.type("/directory-review")).text
    assert "Kim Frost is listed now." in (await olu.press("Approve")).text

    assert "members can find you" in (await kim.hears("An organiser has had a look")).text
    assert "Kim Frost" in (await olu.type("/find-skill bread")).text

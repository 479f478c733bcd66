"""What people read when keys are lost, or cannot be used just now."""

from datetime import datetime

import pytest

from bot.chat.requests import Actor, Role
from bot.support.vault import OutOfOrder
from tests.fakes import MemoryEpoch, MemoryVault
from tests.support.house import KIM, House, person

FAY = person("Fay", "slack", Role.FACILITATOR)


class Closed(MemoryVault):
    """A vault whose master key is elsewhere."""

    async def epochs(self, now: datetime) -> list[MemoryEpoch]:
        del now
        raise OutOfOrder


@pytest.mark.parametrize(("who", "command"), [(KIM, "inbox"), (FAY, "support-desk")])
async def test_says_that_there_are_requests_that_nobody_can_open_any_more(who: Actor, command: str) -> None:
    house = House()
    case = await house.post()
    assert "were lost" not in await house.do(command, who)
    await house.stores.vault.shred(case.id)
    assert "were lost" in await house.do(command, who)


async def test_nobody_writes_what_nothing_could_be_sealed_with() -> None:
    house = House(vault=Closed())
    assert await house.form("peer-support") is None
    assert "the keys that protect it cannot be used" in await house.do("peer-support")
    assert house.button("I’m not safe") == "support-not-safe"


async def test_somebody_has_to_look_after_a_request() -> None:
    house = House(roles={Role.FACILITATOR: ["slack:T1:U0FAY", "slack:T1:U0GWEN"]})
    form = await house.form("peer-support")
    assert form is not None
    [choices] = [option.choices for option in form.options if option.name == "without"]
    everybody = ",".join(choice.value for choice in choices)
    assert "nobody would look after your request" in await house.ask(without=everybody)
    assert house.reply.unclear == "without"
    assert "before anybody sees it" in await house.ask(without=choices[0].value)

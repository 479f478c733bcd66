"""Whether somebody behind a sealed address could be reached is nobody's business, neither the outbox's."""

from datetime import UTC, datetime

import pytest

from bot.chat.requests import Address
from bot.chat.veil import Lock, Veil
from bot.chat.views import Text, plain
from bot.delivery.model import Gone
from bot.support.casebook import Casebook
from bot.support.model import Dossier, Entry, Kind, Part, Voice
from bot.support.relay import Relay, sealed_address
from tests.fakes import MemoryCases, MemoryVault
from tests.journeys.core_skin import Voice as Platform

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
WORDS = [Text(("There is something new.",))]
HERE, GONE_AWAY = Veil("core:*:kim", "Kim"), Veil("core:*:robin", "Robin")


class House:
    """A casebook, and one platform that can still write to one of two people."""

    def __init__(self) -> None:
        self.casebook = Casebook(MemoryCases(), MemoryVault())
        self.platform = Platform()
        self.platform.away.add("robin")
        self.relay = Relay(self.casebook, {"core": self.platform})

    async def address(self, veil: Veil) -> Address:
        """Begin a case of somebody's, and return where they can be written to."""

        def make(case_id: str, lock: Lock) -> Dossier:
            voice = Voice(id="00000001", part=Part.AUTHOR, mark=veil.mark(lock), name="A", address=veil.address(lock))
            entry = Entry(id="00000001", voice=voice.id, kind=Kind.REQUEST, text="x")
            place = Address("core", "general")
            return Dossier(id=case_id, place=place, name="A", opened=NOW, voices=(voice,), entries=(entry,))

        dossier = await self.casebook.start(make)
        return sealed_address(dossier.id, dossier.author.id)


@pytest.fixture
def house() -> House:
    return House()


async def test_what_comes_of_writing_is_the_same_whether_they_are_there_or_not(house: House) -> None:
    here, away = await house.address(HERE), await house.address(GONE_AWAY)
    told = [await house.relay.post(to, WORDS, "1") for to in (here, away)]
    assert [plain(blocks) for _, _, blocks in house.platform.said.values()] == ["There is something new."]
    assert len(set(told)) == 2
    assert len(set(map(len, told))) == 1

    found = [await house.relay.find(to, "1", NOW) for to in (here, away)]
    assert {len(one) for one in found if one} == {len(told[0])}
    for to, posted in zip((here, away), told, strict=True):
        await house.relay.edit(to, posted, WORDS)
        await house.relay.remove(to, posted)
    assert house.platform.said == {}


async def test_who_left_after_they_were_written_to_is_not_told_apart_either(house: House) -> None:
    here = await house.address(HERE)
    posted = await house.relay.post(here, WORDS, "1")
    house.platform.said.clear()
    await house.relay.edit(here, posted, WORDS)
    await house.relay.remove(here, posted)


async def test_a_case_that_is_over_leaves_nothing_to_be_looked_for(house: House) -> None:
    here = await house.address(HERE)
    posted = await house.relay.post(here, WORDS, "1")
    await house.casebook.shred(here.channel.partition(".")[0])
    for asked in (
        house.relay.find(here, "1", NOW),
        house.relay.post(here, WORDS, "2"),
        house.relay.edit(here, posted, WORDS),
        house.relay.remove(here, posted),
    ):
        with pytest.raises(Gone):
            await asked

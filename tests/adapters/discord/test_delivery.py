"""Through the outbox to Discord and back: on a bad day, too, everything is said once."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.chat.requests import Account, Address
from bot.chat.views import Text
from bot.delivery.composers import Said, Words
from bot.delivery.courier import Courier
from bot.delivery.model import ENDED, Delivery, Draft, State
from tests.adapters.discord.house import House, connected
from tests.delivery.platform import Clock
from tests.fakes import MemoryOutbox
from tests.simulators.discord import DiscordSimulator
from tests.simulators.discord_client import Person
from tests.simulators.discord_payloads import BOT
from tests.simulators.discord_state import EVERYTHING, Place

POST = "POST /channels"


async def word(delivery: Delivery, _: datetime) -> Said:
    return Words([Text((f"This is {delivery.key}.",))])


def places_of(discord: DiscordSimulator, count: int) -> dict[Address, Place]:
    """Return channels, and conversations with people, where somebody has said something before."""
    channels = [discord.places.channel(f"c{number}") for number in range(count)]
    people = [Person(discord, f"Member {number}").id for number in range(count)]
    found = {Address("discord", channel.id): channel for channel in channels}
    found |= {Address.of(Account("discord", "*", one)): discord.places.private(one) for one in people}
    for place in found.values():
        discord.places.overhear(place)
    return found


async def deliver(discord: DiscordSimulator, outbox: MemoryOutbox, places: dict[Address, Place]) -> None:
    """Hand in one message for each place, and look after them until every one has ended."""
    clock = Clock()
    clock.time = datetime.now(UTC)
    drafts = [
        Draft(key=str(to), kind="k", payload="", to=to, due_at=clock.time, expires_at=clock.time + timedelta(days=1))
        for to in places
    ]
    await outbox.put(drafts)
    async with connected(discord, House().bot) as adapter:
        courier = Courier(outbox, {"discord": adapter.messenger}, {"k": word}, clock.now)
        for _ in range(50):
            await courier.work()
            await courier.finish()
            if all(row.state in ENDED for row in outbox.rows.values()):
                return
            clock.move(15)


@pytest.mark.parametrize("forgetful", [False, True])
async def test_everything_is_said_once_however_many_answers_are_lost(
    discord: DiscordSimulator, *, forgetful: bool
) -> None:
    places, outbox = places_of(discord, 12), MemoryOutbox()
    discord.places.forgetful = forgetful
    discord.buckets.limit = 100  # the outbox's clock runs faster than Discord's
    for place in [*places.values()][::3]:
        place.lag = 1
    for status, lost in ((0, True), (503, False), (429, False), (0, False), (500, True)):
        discord.fail(POST, status=status, lost=lost, times=4)
    discord.fail("GET /channels", status=503, times=3)
    await deliver(discord, outbox, places)
    assert {row.state for row in outbox.rows.values()} == {State.SENT}
    for place in places.values():
        assert len([message for message in place.messages if message.author == BOT]) == 1


async def test_what_cannot_be_known_is_left_to_an_organiser_and_not_said_again(discord: DiscordSimulator) -> None:
    places, outbox = {to: place for to, place in places_of(discord, 3).items() if not to.people}, MemoryOutbox()
    for place in places.values():
        place.allowed = EVERYTHING - {"history"}
    discord.fail(POST, status=0, lost=True, times=2)
    discord.fail(POST, status=0)
    await deliver(discord, outbox, places)
    assert {row.state for row in outbox.rows.values()} == {State.UNCERTAIN}
    assert all("Read Message History" in row.reason for row in outbox.rows.values())
    assert sum(message.author == BOT for place in places.values() for message in place.messages) == 2

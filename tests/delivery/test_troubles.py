"""What could not be delivered: organisers are told once, and decide."""

from dataclasses import replace
from datetime import timedelta

from bot.chat.calls import Call
from bot.chat.commands import Catalog
from bot.chat.requests import Account, Actor, Address, Request, Role
from bot.chat.views import calls, plain
from bot.delivery.composers import Said, Words
from bot.delivery.courier import Courier
from bot.delivery.letterbox import Letterbox
from bot.delivery.model import Delivery, Draft, Refused, State, Unknown, Unreadable
from bot.delivery.troubles import TROUBLE, Troubles
from bot.delivery.upkeep import Upkeep
from bot.service import Bot
from tests.delivery.platform import Clock, Platform
from tests.delivery.test_courier import word
from tests.fakes import MemoryOutbox

ANA, BEN = Account("discord", "9", "ANA"), Account("discord", "9", "BEN")
NOT_THERE = Refused("The bot is not in this channel: invite it.")
DAY = timedelta(days=1)


class House:
    """One channel where things go wrong, and organisers who are told elsewhere."""

    def __init__(self, *organisers: Account, **slack: object) -> None:
        self.clock = Clock()
        self.outbox = MemoryOutbox()
        self.slack = Platform(pace=0, **slack)  # type: ignore[arg-type] # a test's short-hand
        self.discord = Platform(pace=0)
        letterbox = Letterbox(self.outbox)
        self.troubles = Troubles(self.outbox, letterbox, organisers, {"note": "A note"}, self.clock.now)
        self.courier = Courier(
            self.outbox,
            {"slack": self.slack, "discord": self.discord},
            {"note": word, **self.troubles.composers()},
            self.clock.now,
            troubled=self.troubles.look_again,
        )
        self.bot = Bot(Catalog(self.troubles.commands()))

    async def put(self, payload: str, place: str = "slack:C1") -> None:
        now = self.clock.now()
        to = Address.parse(place)
        await self.outbox.put(
            [Draft(key=payload, kind="note", payload=payload, to=to, due_at=now, expires_at=now + 9 * DAY)]
        )
        await self.work()

    async def work(self) -> None:
        for _ in range(4):
            await self.troubles.plan(self.clock.now())
            await self.courier.work()
            await self.courier.finish()
            self.clock.move(1)

    async def press(self, call: Call, *roles: Role) -> str:
        actor = Actor(ANA, "Ana", frozenset(roles))
        return plain((await self.bot.answer(Request(call, actor, Address.of(ANA)))).blocks)

    async def rows(self, *kinds: str) -> list[Delivery]:
        return await self.outbox.show(list(State), most=99, kinds=kinds)


async def test_every_organiser_is_told_in_private_what_to_do() -> None:
    house = House(ANA, BEN, faults=[NOT_THERE])
    await house.put("hello")
    assert [str(to) for to, _, _ in house.discord.history] == ["discord:@ANA", "discord:@BEN"]
    assert house.discord.said[0] == (
        "Something could not be delivered\n"
        "A note in slack:C1: The bot is not in this channel: invite it.\n"
        "It was not posted, and I shall not try again by myself.\n"
        "Further failures there for the same reason are not announced again today."
    )


async def test_many_failures_of_one_day_for_one_reason_are_told_once() -> None:
    house = House(ANA, faults=[NOT_THERE] * 3)
    for payload in ("first", "second"):
        await house.put(payload)
    assert len(house.discord.said) == 1
    house.clock.move(DAY.total_seconds())
    await house.put("third")
    assert len(house.discord.said) == 2


async def test_nobody_is_told_twice_after_a_restart() -> None:
    house = House(ANA, faults=[NOT_THERE])
    await house.put("hello")
    house.troubles.look_again()
    await house.work()
    assert len(house.discord.said) == 1


async def test_what_cannot_be_known_is_told_as_such() -> None:
    house = House(ANA, faults=[Unknown()], history_fault=Unreadable("The bot may not read this channel."))
    await house.put("hello")
    house.clock.move(60)
    await house.work()
    assert "It may or may not have been posted: look there before you send it again." in house.discord.said[0]


async def test_a_failure_to_tell_an_organiser_is_told_to_nobody() -> None:
    house = House(ANA, faults=[NOT_THERE])
    house.discord.faults = [Refused("This person takes no messages.")]
    await house.put("hello")
    await house.work()
    assert [row.state for row in await house.rows(TROUBLE)] == [State.FAILED]


async def test_whom_a_private_message_was_for_is_not_told() -> None:
    house = House(ANA, faults=[NOT_THERE])
    await house.put("hello", "slack:@KIM")
    assert "A note in a private conversation: " in house.discord.said[0]
    assert "KIM" not in house.discord.said[0]


async def test_what_was_seen_to_meanwhile_needs_no_telling() -> None:
    house = House(ANA, faults=[NOT_THERE])
    await house.put("hello")
    (told,) = await house.rows(TROUBLE)
    (failed,) = await house.rows("note")
    await house.outbox.change(failed.id, State.DROPPED, house.clock.now())
    said: Said = await house.troubles.tell(told, house.clock.now())
    assert not isinstance(said, Words)


async def test_what_failed_long_ago_is_not_dug_out() -> None:
    house = House(ANA, faults=[NOT_THERE])
    await house.put("hello")
    (row,) = await house.rows("note")
    (told,) = await house.rows(TROUBLE)
    house.outbox.rows = {row.id: replace(row, act_at=row.act_at - 3 * DAY)}
    house.troubles.look_again()
    await house.work()
    assert told.key
    assert await house.rows(TROUBLE) == []


async def test_an_organiser_can_send_again_or_drop() -> None:
    house = House(ANA, faults=[NOT_THERE, NOT_THERE])
    await house.put("first")
    await house.put("second")
    (told,) = await house.rows(TROUBLE)
    said = await house.troubles.tell(replace(told), house.clock.now())
    assert isinstance(said, Words)
    again, drop = calls(said.blocks)
    assert "is for organisers" in await house.press(again)
    assert await house.press(again, Role.ORGANISER) == "I am sending it again."
    await house.work()
    assert house.slack.said == ["first"]
    assert await house.press(drop, Role.ORGANISER) == "It has been sent already."
    (other,) = [row for row in await house.rows("note") if row.payload == "second"]
    assert "given up" in await house.press(Call("delivery-drop", {"id": other.id}), Role.ORGANISER)
    assert "no such delivery" in await house.press(Call("delivery-drop", {"id": "x"}), Role.ORGANISER)


async def test_a_network_without_organisers_has_nobody_to_tell() -> None:
    house = House(faults=[NOT_THERE])
    await house.put("hello")
    assert await house.rows(TROUBLE) == []


async def test_what_ended_long_ago_is_forgotten_once_a_day() -> None:
    house = House()
    upkeep = Upkeep(house.outbox, timedelta(days=90))
    await house.put("hello")
    assert await upkeep.plan(house.clock.now()) == house.clock.now() + DAY
    house.clock.move((91 * DAY).total_seconds())
    await house.put("later")
    await upkeep.plan(house.clock.now())
    assert [row.payload for row in await house.rows()] == ["later"]

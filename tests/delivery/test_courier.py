"""The courier: nothing lost, nothing twice, and no place waits for another."""

import asyncio
import logging
from datetime import datetime, timedelta

import pytest

from bot.chat.requests import Address
from bot.chat.views import Text
from bot.delivery.composers import Done, Edit, Removal, Said, Unsaid, Words
from bot.delivery.courier import MOST_ATTEMPTS, PATIENCE, Courier
from bot.delivery.model import Delivery, Draft, Gone, Later, Messenger, Refused, State, Unknown, Unreadable
from tests.delivery.platform import Clock, Platform
from tests.fakes import MemoryOutbox

HOUR = timedelta(hours=1)


async def word(delivery: Delivery, now: datetime) -> Said:
    del now
    match delivery.payload.split():
        case ["edit", posted, text]:
            return Edit(posted, [Text((text,))])
        case ["remove", posted]:
            return Removal(posted)
        case _:
            pass
    if delivery.payload == "cancelled":
        return Unsaid(State.UNWANTED, "The meeting was cancelled.")
    if delivery.payload == "broken":
        raise RuntimeError
    return Words([Text((delivery.payload,))])


class House:
    """A courier with a platform or two around it."""

    def __init__(self, **platforms: Messenger) -> None:
        self.clock = Clock()
        self.outbox = MemoryOutbox()
        self.woken = 0
        self.courier = self.another(**platforms)

    def another(self, **platforms: Messenger) -> Courier:
        """A second process on the same outbox."""
        return Courier(self.outbox, platforms, {"note": word}, self.clock.now, self._wake)

    def _wake(self) -> None:
        self.woken += 1

    async def put(self, payload: str, place: str = "slack:C1", kind: str = "note") -> None:
        at = self.clock.now()
        to = Address.parse(place)
        draft = Draft(key=f"{payload}@{place}", kind=kind, payload=payload, to=to, due_at=at, expires_at=at + HOUR)
        await self.outbox.put([draft])

    async def run(self, seconds: float = 0.0) -> None:
        """Let the time pass, working whenever there is something to do."""
        end = self.clock.now() + timedelta(seconds=seconds)
        while True:
            ahead = await self.courier.work()
            await self.courier.finish()
            ahead = await self.courier.work() if ahead is None else ahead
            await self.courier.finish()
            if ahead is None or ahead > end:
                break
            self.clock.time = max(ahead, self.clock.time + timedelta(milliseconds=1))
        self.clock.time = max(end, self.clock.time)

    def states(self) -> dict[str, State]:
        return {row.payload: row.state for row in self.outbox.rows.values()}


async def test_says_what_is_due_once() -> None:
    slack = Platform()
    house = House(slack=slack)
    await house.put("hello")
    await house.run(600)
    assert (slack.said, house.states()) == (["hello"], {"hello": State.SENT})


async def test_keeps_the_order_and_the_pace_of_a_place() -> None:
    slack = Platform(pace=1.0)
    house = House(slack=slack)
    for number in range(5):
        await house.put(f"{number}")
        house.clock.move(0.001)
    began = house.clock.now()
    await house.run(3.5)
    assert slack.said == ["0", "1", "2", "3"]
    assert house.clock.now() - began >= timedelta(seconds=3)


async def test_a_place_that_hangs_holds_up_no_other() -> None:
    slack, discord = Platform(), Platform()
    slack.open_gate.clear()
    house = House(slack=slack, discord=discord)
    await house.put("stuck", "slack:C1")
    await house.put("fine", "discord:1")
    await house.courier.work()
    await asyncio.wait_for(discord.spoke.wait(), 5)
    assert slack.said == []
    slack.open_gate.set()
    await house.courier.finish()
    assert slack.said == ["stuck"]


async def test_waits_as_long_as_the_platform_asks_and_leaves_other_channels_alone() -> None:
    slack = Platform(faults=[Later(30)])
    house = House(slack=slack)
    await house.put("limited", "slack:C1")
    await house.run()
    await house.put("free", "slack:C2")
    await house.run(29)
    assert slack.said == ["free"]
    await house.run(2)
    assert slack.said == ["free", "limited"]


async def test_a_whole_platform_can_ask_for_a_rest() -> None:
    slack, discord = Platform(faults=[Later(30, everywhere=True)]), Platform()
    house = House(slack=slack, discord=discord)
    await house.put("limited", "slack:C1")
    await house.run()
    await house.put("too", "slack:C2")
    await house.put("free", "discord:1")
    await house.run(29)
    assert (slack.said, discord.said) == ([], ["free"])
    await house.run(2)
    assert sorted(slack.said) == ["limited", "too"]


async def test_a_refusal_is_kept_with_its_reason() -> None:
    house = House(slack=Platform(faults=[Refused("The bot is not in this channel; invite it.")]))
    await house.put("hello")
    await house.run(600)
    (row,) = house.outbox.rows.values()
    assert (row.state, row.reason) == (State.FAILED, "The bot is not in this channel; invite it.")


@pytest.mark.parametrize("taken", [True, False])
async def test_a_lost_answer_is_cleared_up_in_the_history(taken: bool) -> None:
    slack = Platform(faults=[Unknown()], takes_first=taken)
    house = House(slack=slack)
    await house.put("hello")
    await house.run(600)
    assert (slack.said, house.states()) == (["hello"], {"hello": State.SENT})
    assert slack.posts == (1 if taken else 2)


async def test_a_history_that_lags_is_read_twice_before_anything_is_said_again() -> None:
    slack = Platform(faults=[Unknown()], takes_first=True, lags=1)
    house = House(slack=slack)
    await house.put("hello")
    await house.run(600)
    assert (slack.said, slack.posts) == (["hello"], 1)


async def test_what_cannot_be_known_is_left_to_a_person() -> None:
    slack = Platform(faults=[Unknown()], history_fault=Unreadable("The bot may not read this channel."))
    house = House(slack=slack)
    await house.put("hello")
    await house.run(3600 * 3)
    (row,) = house.outbox.rows.values()
    assert (row.state, row.reason, slack.posts) == (State.UNCERTAIN, "The bot may not read this channel.", 1)


async def test_a_limit_while_reading_the_history_is_no_leave_to_send_again() -> None:
    slack = Platform(faults=[Unknown()], takes_first=True, history_fault=Later(5))
    house = House(slack=slack)
    await house.put("hello")
    await house.run(60)
    assert house.states() == {"hello": State.SENDING}
    slack.history_fault = None
    await house.run(60)
    assert (slack.said, house.states()) == (["hello"], {"hello": State.SENT})


@pytest.mark.parametrize("said", [True, False])
async def test_a_process_that_died_while_sending_is_followed_up_by_another(said: bool) -> None:
    slack = Platform()
    house = House(slack=slack)
    await house.put("hello")
    (one,) = await house.outbox.claim(house.clock.now(), house.clock.now() + PATIENCE.lease, most=1)
    if said:
        await slack.post(one.to, [Text(("hello",))], one.id)
    await house.run((PATIENCE.lease + 3 * PATIENCE.lag).total_seconds())
    assert (slack.said, house.states()) == (["hello"], {"hello": State.SENT})


async def test_what_was_being_sent_to_a_platform_that_is_gone_is_left_to_a_person_once_its_time_has_passed() -> None:
    house = House(discord=Platform())
    await house.put("hello")
    await house.outbox.claim(house.clock.now(), house.clock.now() + PATIENCE.lease, most=1)
    await house.run(3599)
    assert house.states() == {"hello": State.SENDING}
    assert house.woken < 10, "it is not looked for every few seconds"
    await house.run(60)
    (row,) = house.outbox.rows.values()
    assert (row.state, row.reason) == (State.UNCERTAIN, "Nobody here can look.")
    assert await house.courier.work() is None


async def test_what_was_being_sent_to_a_platform_that_comes_back_is_looked_for_there() -> None:
    house = House()
    await house.put("hello")
    await house.outbox.claim(house.clock.now(), house.clock.now() + PATIENCE.lease, most=1)
    await house.run(600)
    house.courier = house.another(slack=(slack := Platform()))
    await house.run(1200)
    assert (slack.said, house.states()) == (["hello"], {"hello": State.SENT})


async def test_a_process_that_stood_still_past_its_lease_says_nothing_any_more() -> None:
    slack = Platform()
    house = House(slack=slack)
    waiting = asyncio.Event()

    async def stall(delivery: Delivery, now: datetime) -> Said:
        await waiting.wait()
        return await word(delivery, now)

    stalled = Courier(house.outbox, {"slack": slack}, {"note": stall}, house.clock.now)
    await house.put("hello")
    await stalled.work()
    await house.run((PATIENCE.lease + timedelta(seconds=slack.patience) + 3 * PATIENCE.lag).total_seconds())
    waiting.set()
    await stalled.finish()
    assert (slack.said, slack.posts, house.states()) == (["hello"], 1, {"hello": State.SENT})


async def test_what_came_too_late_is_missed_and_what_changed_is_unwanted() -> None:
    slack = Platform()
    house = House(slack=slack)
    await house.put("late")
    await house.put("cancelled", "slack:C2")
    house.clock.move(0.5)
    (cancelled,) = [row for row in house.outbox.rows.values() if row.payload == "cancelled"]
    await house.run()
    await house.put("later")
    house.clock.move(3601)
    await house.run()
    assert house.states() == {"late": State.SENT, "cancelled": State.UNWANTED, "later": State.MISSED}
    assert house.outbox.rows[cancelled.id].reason == "The meeting was cancelled."


@pytest.mark.parametrize(("payload", "kind"), [("broken", "note"), ("renamed", "old-name")])
async def test_what_cannot_be_worded_is_tried_again_and_shown_in_the_end(
    payload: str, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    house = House(slack=Platform())
    await house.put(payload, kind=kind)
    (row,) = house.outbox.rows.values()
    house.outbox.rows[row.id] = long = Delivery(
        **{name: getattr(row, name) for name in row.__dataclass_fields__ if name != "expires_at"},
        expires_at=row.expires_at + timedelta(days=30),
    )
    await house.run(3600 * 24 * 7)
    ended = house.outbox.rows[long.id]
    assert (ended.state, ended.attempts) == (State.FAILED, MOST_ATTEMPTS)
    assert ended.reason
    assert payload not in caplog.text.replace("could not be worded", "")


async def test_two_processes_share_the_work_and_say_everything_once() -> None:
    slack = Platform(pace=0)
    house = House(slack=slack)
    other = house.another(slack=slack)
    for number in range(60):
        await house.put(f"{number}", f"slack:C{number % 7}")
    for _ in range(60):
        await asyncio.gather(house.courier.work(), other.work())
        await asyncio.gather(house.courier.finish(), other.finish())
        house.clock.move(0.01)
    assert sorted(slack.said, key=int) == [str(number) for number in range(60)]


async def test_what_the_platform_put_off_is_said_first_whichever_process_is_next() -> None:
    slack = Platform(faults=[Later(30)])
    house = House(slack=slack)
    other = house.another(slack=slack)
    await house.put("first")
    house.clock.move(0.001)
    await house.put("second")
    for courier in (house.courier, other):
        await courier.work()
        await courier.finish()
    assert slack.said == []
    house.clock.move(40)
    for courier in (other, house.courier):
        await courier.work()
        await courier.finish()
    assert slack.said == ["first", "second"]


async def test_wakes_whoever_waits_when_a_place_is_free_again() -> None:
    house = House(slack=Platform())
    await house.put("hello")
    await house.courier.work()
    await house.courier.finish()
    assert house.woken == 1


async def test_has_nothing_to_do_when_nothing_waits() -> None:
    assert await House(slack=Platform()).courier.work() is None


async def test_logs_what_was_settled_and_none_of_the_words(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    house = House(slack=Platform())
    await house.put("a secret worry")
    await house.run()
    told = [vars(record) for record in caplog.records if record.name == "bot.delivery.courier"]
    assert [record["state"] for record in told] == ["sent"]
    assert "secret" not in str(told)


async def test_changes_what_was_said_earlier_in_place() -> None:
    house = House(slack=(slack := Platform()))
    await house.put("first")
    await house.run()
    await house.put("edit 1 second")
    await house.run(10)
    assert slack.said == ["second"]
    assert [row.state for row in house.outbox.rows.values()] == [State.SENT, State.SENT]
    assert {row.posted for row in house.outbox.rows.values()} == {"1"}


async def test_takes_back_what_was_said_earlier() -> None:
    house = House(slack=(slack := Platform()))
    await house.put("first")
    await house.run()
    await house.put("remove 1")
    await house.run(10)
    assert slack.said == [""]


@pytest.mark.parametrize(
    ("fault", "state", "tries"),
    [
        # What the platform put off was no attempt.
        (Later(2), State.SENT, 1),
        (Unknown(), State.SENT, 2),
        (Gone(), State.UNWANTED, 1),
        (Refused("It is archived."), State.FAILED, 1),
    ],
)
async def test_a_change_is_made_again_unless_it_never_can_be(fault: Exception, state: State, tries: int) -> None:
    house = House(slack=(slack := Platform()))
    await house.put("first")
    await house.run()
    slack.faults = [fault]
    await house.put("edit 1 second")
    await house.run(60)
    (row,) = [row for row in house.outbox.rows.values() if row.payload == "edit 1 second"]
    assert (row.state, row.attempts) == (state, tries)
    assert slack.said == (["second"] if state is State.SENT else ["first"])


async def test_an_answer_lost_after_a_platform_was_away_is_not_one_too_many() -> None:
    house = House(slack=(slack := Platform()))
    await house.put("first")
    await house.run()
    away = [Later(20, everywhere=True)] * (2 * MOST_ATTEMPTS)
    slack.faults = [*away, Unknown()]
    await house.put("edit 1 second")
    await house.run(20 * len(away) + 60)
    assert house.states() == {"first": State.SENT, "edit 1 second": State.SENT}
    assert slack.said == ["second"]


async def test_a_change_that_is_never_answered_is_shown_in_the_end() -> None:
    house = House(slack=(slack := Platform()))
    await house.put("first")
    await house.run()
    slack.faults = [Unknown() for _ in range(2 * MOST_ATTEMPTS)]
    at = house.clock.now()
    to = Address.parse("slack:C1")
    draft = Draft(key="e", kind="note", payload="edit 1 second", to=to, due_at=at, expires_at=at + timedelta(days=30))
    await house.outbox.put([draft])
    await house.run(3600 * 24 * 7)
    (row,) = [row for row in house.outbox.rows.values() if row.key == "e"]
    assert (row.state, row.attempts) == (State.FAILED, MOST_ATTEMPTS)
    assert slack.said == ["first"]


@pytest.mark.parametrize(("payload", "said"), [("edit 1 second", "second"), ("remove 1", "")])
async def test_a_change_is_simply_made_again_after_a_crash_where_nobody_can_look(payload: str, said: str) -> None:
    house = House(slack=(slack := Platform()))
    await house.put("first")
    await house.run()
    slack.history_fault = Unreadable("The history cannot be read.")
    await house.put(payload)
    await house.outbox.claim(house.clock.now(), house.clock.now() + PATIENCE.lease, most=1)
    await house.run(120)
    assert (slack.said, house.states()) == ([said], {"first": State.SENT, payload: State.SENT})


async def test_what_cannot_be_worded_after_a_crash_is_looked_for() -> None:
    house = House(slack=Platform(history_fault=Unreadable("The history cannot be read.")))
    await house.put("broken")
    await house.outbox.claim(house.clock.now(), house.clock.now() + PATIENCE.lease, most=1)
    await house.run(120)
    assert house.states() == {"broken": State.UNCERTAIN}


class Deeds:
    """A performer that keeps count, and fails as told after having done it."""

    def __init__(self, *faults: Exception | None) -> None:
        self.faults = list(faults)
        self.done: set[str] = set()
        self.times = 0

    async def perform(self, delivery: Delivery, now: datetime) -> Done | Unsaid:
        del now
        if delivery.payload == "cancelled":
            return Unsaid(State.UNWANTED, "The meeting was cancelled.")
        self.times += 1
        self.done.add(delivery.key)
        if fault := self.faults.pop(0) if self.faults else None:
            raise fault
        return Done("event 7")


def performing(deeds: Deeds) -> House:
    house = House(slack=Platform())
    house.courier = Courier(
        house.outbox, {"slack": Platform()}, {}, house.clock.now, performers={"deed": deeds.perform}
    )
    return house


async def test_does_what_is_no_message_and_keeps_the_reference() -> None:
    house = performing(deeds := Deeds())
    await house.put("an event", kind="deed")
    await house.put("cancelled", kind="deed")
    await house.run(60)
    assert house.states() == {"an event": State.SENT, "cancelled": State.UNWANTED}
    assert {row.posted for row in house.outbox.rows.values()} == {"event 7", ""}
    assert deeds.times == 1


async def test_a_deed_is_simply_done_again_after_a_crash() -> None:
    house = performing(deeds := Deeds())
    await house.put("an event", kind="deed")
    await house.outbox.claim(house.clock.now(), house.clock.now() + PATIENCE.lease, most=1)
    await house.run(120)
    assert (house.states(), deeds.times) == ({"an event": State.SENT}, 1)


@pytest.mark.parametrize(
    ("fault", "state", "times"),
    [
        (Later(2), State.SENT, 2),
        (Unknown(), State.SENT, 2),
        (TimeoutError(), State.SENT, 2),
        (RuntimeError(), State.SENT, 2),
        (Gone(), State.UNWANTED, 1),
        (Refused("It may not."), State.FAILED, 1),
    ],
)
async def test_a_deed_is_tried_again_unless_it_never_can_be_done(fault: Exception, state: State, times: int) -> None:
    house = performing(deeds := Deeds(fault))
    await house.put("an event", kind="deed")
    await house.run(120)
    assert (house.states(), deeds.times) == ({"an event": state}, times)


async def test_says_that_there_is_trouble_when_a_delivery_failed_and_at_no_other_time() -> None:
    troubles: list[int] = []
    house = House()
    slack = Platform(faults=[Later(1), None, Refused("The bot is not in this channel.")])
    house.courier = Courier(
        house.outbox, {"slack": slack}, {"note": word}, house.clock.now, troubled=lambda: troubles.append(1)
    )
    await house.put("fine")
    await house.run(10)
    assert troubles == []
    await house.put("refused")
    await house.run(10)
    assert troubles == [1]


async def test_keeps_the_name_its_composer_gave_to_what_was_said() -> None:
    house = House()

    async def name(delivery: Delivery, now: datetime) -> Said:
        del now
        blocks = [Text((delivery.payload,))]
        return Edit("1", blocks, "second") if delivery.payload == "edit" else Words(blocks, "first")

    house.courier = Courier(house.outbox, {"slack": Platform()}, {"note": name}, house.clock.now)
    await house.put("hello")
    await house.run()
    await house.put("edit")
    await house.run(10)
    assert [row.said for row in house.outbox.rows.values()] == ["first", "second"]


async def test_what_is_due_where_a_platform_is_not_there_yet_waits_unclaimed() -> None:
    slack, absent = Platform(), {"slack"}
    house = House()
    house.courier = Courier(house.outbox, {"slack": slack}, {"note": word}, house.clock.now, absent=absent)
    await house.put("hello")
    assert await house.courier.work() is None
    assert house.states() == {"hello": State.WAITING}

    absent.clear()
    await house.run()
    assert slack.said == ["hello"]

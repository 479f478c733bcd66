"""What every Outbox promises: played over the fake, SQLite and PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.chat.errors import NotFound, Refusal
from bot.chat.requests import Account, Address
from bot.delivery.model import Draft, Outbox, Outcome, State
from store.database import open_database
from store.deliveries import SqlOutbox
from tests.conftest import address_of
from tests.fakes import MemoryOutbox

NOON = datetime(2026, 3, 29, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
LEASE = NOON + 30 * SECOND


def draft(key: str, place: str = "slack:C1", due: int = 0) -> Draft:
    at = NOON + due * SECOND
    to = Address.parse(place)
    return Draft(key=key, kind="reminder", payload=f"n?id={key}", to=to, due_at=at, expires_at=at + timedelta(hours=1))


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
async def outbox(request: pytest.FixtureRequest, address: str) -> AsyncIterator[Outbox]:
    if request.param == "memory":
        yield MemoryOutbox()
        return
    async with open_database(address) as engine:
        yield SqlOutbox(engine)


@pytest.fixture
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    kind = request.node.callspec.params["outbox"]
    return "" if kind == "memory" else address_of(kind, request, tmp_path)


async def claimed(outbox: Outbox, at: datetime = NOON, **how: object) -> list[str]:
    return [one.key for one in await outbox.claim(at, at + 30 * SECOND, **{"most": 10, **how})]  # type: ignore[arg-type] # a test's short-hand


async def test_a_key_is_put_once_however_often_it_is_drafted(outbox: Outbox) -> None:
    assert await outbox.put([draft("a"), draft("b"), draft("a")]) == 2
    assert await outbox.put([draft("b", place="discord:9"), draft("c")]) == 1
    assert sorted(one.key for one in await outbox.show([State.WAITING], most=10)) == ["a", "b", "c"]


async def test_a_claim_gives_back_what_was_drafted_as_being_sent(outbox: Outbox) -> None:
    wanted = draft("a", place="discord:12:34", due=-1)
    await outbox.put([wanted])
    (one,) = await outbox.claim(NOON, LEASE, most=10)
    assert {name: getattr(one, name) for name in Draft.__dataclass_fields__} == {
        name: getattr(wanted, name) for name in Draft.__dataclass_fields__
    }
    assert (one.state, one.attempts, one.act_at, one.looks) == (State.SENDING, 1, LEASE, 0)
    assert 0 < len(one.id) <= 25
    assert await outbox.show([State.SENDING], most=10) == [one]


async def test_finds_all_that_was_said_about_one_thing(outbox: Outbox) -> None:
    mine = [replace(draft(key, due=due), about="meeting 7") for key, due in (("b", 5), ("a", 1))]
    await outbox.put([*mine, replace(draft("c"), about="meeting 77"), draft("d")])
    await claimed(outbox)
    assert [one.key for one in await outbox.about("meeting 7")] == ["a", "b"]
    assert await outbox.about("meeting 8") == []
    assert [one.key for one in await outbox.about("meeting 77", *map(str, range(2000)), "meeting 7")] == ["c", "a", "b"]
    assert await outbox.about() == []


async def test_what_is_not_due_waits(outbox: Outbox) -> None:
    await outbox.put([draft("later", due=1)])
    assert await claimed(outbox) == []
    assert await claimed(outbox, NOON + SECOND) == ["later"]


async def test_one_at_a_time_for_a_place_oldest_first(outbox: Outbox) -> None:
    await outbox.put([draft("second", due=-1), draft("first", due=-2), draft("elsewhere", "slack:C2", due=-3)])
    assert await claimed(outbox) == ["elsewhere", "first"]
    assert await claimed(outbox) == []


async def test_a_place_is_free_again_when_its_message_is_settled(outbox: Outbox) -> None:
    await outbox.put([draft("first", due=-2), draft("second", due=-1)])
    (one,) = await outbox.claim(NOON, LEASE, most=10)
    assert await outbox.settle(one, Outcome(state=State.SENT, posted="1.2"))
    assert await claimed(outbox) == ["second"]
    (sent,) = await outbox.show([State.SENT], most=10)
    assert (sent.key, sent.posted) == ("first", "1.2")


async def test_places_and_platforms_can_be_passed_over(outbox: Outbox) -> None:
    await outbox.put([draft("a", "slack:C1"), draft("b", "slack:C2"), draft("c", "discord:1"), draft("d", "discord:2")])
    assert await claimed(outbox, avoid=["slack", "discord:2"]) == ["c"]


async def test_no_more_than_asked_for_are_claimed(outbox: Outbox) -> None:
    await outbox.put([draft(str(n), f"slack:C{n}", due=-n) for n in range(5)])
    assert await claimed(outbox, most=2) == ["4", "3"]
    assert await claimed(outbox, most=0) == []


async def test_a_long_queue_for_one_place_does_not_hide_another(outbox: Outbox) -> None:
    await outbox.put([draft(f"q{n:04}", "slack:BUSY", due=-9) for n in range(1500)] + [draft("other", "slack:C2")])
    assert await claimed(outbox, avoid=["slack:BUSY"]) == ["other"]


async def test_what_was_put_back_waits_for_its_time(outbox: Outbox) -> None:
    await outbox.put([draft("a")])
    (one,) = await outbox.claim(NOON, LEASE, most=1)
    await outbox.settle(one, Outcome(state=State.WAITING, act_at=NOON + 60 * SECOND))
    assert await claimed(outbox, NOON + 59 * SECOND) == []
    (again,) = await outbox.claim(NOON + 60 * SECOND, LEASE + 60 * SECOND, most=1)
    assert (again.attempts, again.due_at) == (2, NOON)


async def test_what_the_platform_put_off_was_no_attempt(outbox: Outbox) -> None:
    await outbox.put([draft("a")])
    for seconds, put_off, attempts in ((0, True, 1), (1, False, 1), (2, True, 2), (3, False, 2)):
        at = NOON + seconds * SECOND
        (one,) = await outbox.claim(at, at + 30 * SECOND, most=1)
        assert one.attempts == attempts
        await outbox.settle(one, Outcome(state=State.WAITING, act_at=at + SECOND, put_off=put_off))
    (kept,) = await outbox.show([State.WAITING], most=10)
    assert kept.attempts == 2


async def test_what_was_put_back_keeps_its_turn_in_its_place(outbox: Outbox) -> None:
    await outbox.put([draft("first", due=-2), draft("second", due=-1)])
    (one,) = await outbox.claim(NOON, LEASE, most=1)
    await outbox.settle(one, Outcome(state=State.WAITING, act_at=NOON + 5 * SECOND))
    assert await claimed(outbox, NOON + 5 * SECOND) == ["first"]


async def test_what_the_platform_put_off_holds_up_what_follows_in_its_place_and_no_other(outbox: Outbox) -> None:
    await outbox.put([draft("first", due=-2), draft("second", due=-1), draft("elsewhere", "slack:C2")])
    (one,) = await outbox.claim(NOON, LEASE, most=1, avoid=["slack:C2"])
    await outbox.settle(one, Outcome(state=State.WAITING, act_at=NOON + 30 * SECOND, put_off=True))
    assert await claimed(outbox, NOON) == ["elsewhere"]
    assert await claimed(outbox, NOON + 29 * SECOND) == []
    (again,) = await outbox.claim(NOON + 30 * SECOND, LEASE + 30 * SECOND, most=10)
    assert again.key == "first"
    await outbox.settle(again, Outcome(state=State.SENT))
    assert await claimed(outbox, NOON + 30 * SECOND) == ["second"]


async def test_what_comes_back_much_later_or_failed_here_holds_up_nothing(outbox: Outbox) -> None:
    for key, seconds, put_off in (("long", 600, True), ("failed", 20, False)):
        await outbox.put([draft(key, due=-2)])
        (one,) = await outbox.claim(NOON, LEASE, most=1)
        await outbox.settle(one, Outcome(state=State.WAITING, act_at=NOON + seconds * SECOND, put_off=put_off))
    await outbox.put([draft("next", due=-1), draft("soon", due=5)])
    assert await claimed(outbox) == ["next"]


async def test_a_claim_whose_lease_ran_out_is_lost_and_never_simply_sent_again(outbox: Outbox) -> None:
    await outbox.put([draft("a")])
    await outbox.claim(NOON, LEASE, most=1)
    assert await outbox.claim_lost(LEASE - SECOND, LEASE, most=10) == []
    assert await claimed(outbox, LEASE) == []
    (lost,) = await outbox.claim_lost(LEASE, LEASE + 30 * SECOND, most=10)
    assert (lost.key, lost.attempts, lost.state) == ("a", 1, State.SENDING)
    assert await outbox.claim_lost(LEASE, LEASE + 30 * SECOND, most=10) == []


async def test_who_lost_the_claim_can_write_nothing_any_more(outbox: Outbox) -> None:
    await outbox.put([draft("a")])
    (stalled,) = await outbox.claim(NOON, LEASE, most=1)
    (taken,) = await outbox.claim_lost(LEASE, LEASE + 30 * SECOND, most=1)
    assert not await outbox.settle(stalled, Outcome(state=State.FAILED))
    assert await outbox.settle(taken, Outcome(state=State.SENDING, act_at=LEASE + SECOND, looks=1))
    (looked,) = await outbox.claim_lost(LEASE + SECOND, LEASE + 60 * SECOND, most=1)
    assert looked.looks == 1
    assert await outbox.settle(looked, Outcome(state=State.SENT))
    assert not await outbox.settle(looked, Outcome(state=State.WAITING, act_at=NOON))


async def test_knows_when_there_is_next_something_to_do(outbox: Outbox) -> None:
    assert await outbox.next_due() is None
    await outbox.put([draft("a", "slack:C1", due=5), draft("b", "discord:1", due=90)])
    assert await outbox.next_due() == NOON + 5 * SECOND
    assert await outbox.next_due(avoid=["slack"]) == NOON + 90 * SECOND
    await outbox.claim(NOON + 5 * SECOND, NOON + 35 * SECOND, most=1)
    assert await outbox.next_due() == NOON + 35 * SECOND


async def test_many_who_claim_at_once_get_each_message_once(outbox: Outbox) -> None:
    await outbox.put([draft(str(n), f"slack:C{n}") for n in range(40)])
    claims = await asyncio.gather(*(outbox.claim(NOON, LEASE, most=10) for _ in range(12)))
    keys = [one.key for claim in claims for one in claim]
    assert len(keys) == len(set(keys))
    leftover = await claimed(outbox, most=100)
    assert sorted([*keys, *leftover], key=int) == [str(n) for n in range(40)]


async def test_a_person_can_send_again_or_give_up_what_has_ended(outbox: Outbox) -> None:
    await outbox.put([draft("a")])
    (one,) = await outbox.claim(NOON, LEASE, most=1)
    await outbox.settle(one, Outcome(state=State.FAILED, reason="not_in_channel"))
    (failed,) = await outbox.show([State.FAILED], most=1)
    assert failed.reason == "not_in_channel"

    again = await outbox.change(one.id, State.WAITING, LEASE)
    assert (again.state, again.attempts, again.reason) == (State.WAITING, 0, "")
    dropped = await outbox.change(one.id, State.DROPPED, LEASE)
    assert dropped.state is State.DROPPED
    assert await claimed(outbox, LEASE) == []


async def test_what_is_sent_or_being_sent_stays_so(outbox: Outbox) -> None:
    await outbox.put([draft("a")])
    (one,) = await outbox.claim(NOON, LEASE, most=1)
    for state in (State.WAITING, State.DROPPED):
        with pytest.raises(Refusal, match="being sent"):
            await outbox.change(one.id, state, NOON)
    await outbox.settle(one, Outcome(state=State.SENT))
    with pytest.raises(Refusal, match="sent already"):
        await outbox.change(one.id, State.WAITING, NOON)
    with pytest.raises(NotFound):
        await outbox.change("nothing", State.DROPPED, NOON)


async def sent(outbox: Outbox, state: State = State.SENT) -> None:
    """Settle all that is due, in `state`."""
    while found := await outbox.claim(NOON, LEASE, most=10):
        for one in found:
            await outbox.settle(one, Outcome(state=state, said="words"))


async def test_keeps_the_name_of_what_was_said(outbox: Outbox) -> None:
    await outbox.put([draft("a")])
    await sent(outbox)
    (row,) = await outbox.show([State.SENT], most=1)
    assert row.said == "words"
    assert await outbox.find(row.id) == row
    assert await outbox.find("nothing") is None


async def test_names_what_was_or_may_have_been_said_something_about(outbox: Outbox) -> None:
    def about(subject: str, place: str) -> Draft:
        return replace(draft(f"{subject} {place}", place), about=subject)

    await outbox.put([about("x", "slack:C1"), about("x", "slack:C2"), replace(about("y", "slack:C3"), kind="other")])
    await sent(outbox)
    await outbox.put([about("failed", "slack:C1")])
    await sent(outbox, State.FAILED)
    await outbox.put([about("unsure", "slack:C1")])
    await sent(outbox, State.UNCERTAIN)
    await outbox.put([about("going", "slack:C4")])
    await outbox.claim(NOON, LEASE, most=1)
    await outbox.put([about("waiting", "slack:C1")])
    expiry = NOON + timedelta(hours=1)
    assert await outbox.subjects(["reminder"], expiry) == ["going", "unsure", "x"]
    assert await outbox.subjects(["reminder", "other"], NOON) == ["going", "unsure", "x", "y"]
    assert await outbox.subjects(["reminder"], expiry + SECOND) == []


async def test_what_ended_long_ago_can_be_deleted_and_what_waits_stays(outbox: Outbox) -> None:
    await outbox.put([draft("a"), draft("b", "slack:C2")])
    await sent(outbox)
    await outbox.put([draft("c", due=-9)])
    assert await outbox.prune(LEASE) == 0
    assert await outbox.prune(LEASE + SECOND) == 2
    assert [one.key for one in await outbox.show(list(State), most=9)] == ["c"]


async def test_lists_one_page_of_some_kinds(outbox: Outbox) -> None:
    await outbox.put([draft(key, due=due) for due, key in enumerate("abc")] + [replace(draft("d"), kind="other")])
    assert [one.key for one in await outbox.show(list(State), most=2, kinds=["reminder"], start=1)] == ["b", "a"]


async def test_lists_the_latest_first(outbox: Outbox) -> None:
    await outbox.put([draft("a", due=1), draft("b", due=3), draft("c", due=2)])
    assert [one.key for one in await outbox.show(list(State), most=2)] == ["b", "c"]


async def test_knows_and_forgets_what_goes_to_one_person_alone_or_with_others(outbox: Outbox) -> None:
    ada = Account("slack", "T1", "UADA")
    places = {
        "alone": "slack:@UADA",
        "first": "slack:@UADA,UZOE",
        "last": "slack:@UABE,UADA",
        "between": "slack:@UABE,UADA,UZOE",
        "longer": "slack:@UADAX",
        "small": "slack:@uada",
        "elsewhere": "discord:@UADA",
        "channel": "slack:UADA",
    }
    await outbox.put([draft(key, place) for key, place in places.items()])
    assert {one.key for one in await outbox.addressed(ada)} == {"alone", "first", "last", "between"}
    await outbox.forget(ada)
    assert await outbox.addressed(ada) == []
    assert {one.key for one in await outbox.show(list(State), most=9)} == {"longer", "small", "elsewhere", "channel"}


async def test_knows_and_forgets_what_names_a_person_wherever_it_goes(outbox: Outbox) -> None:
    ada = Account("slack", "T1", "UADA")
    payloads = {
        "word": "5e71e5 slack:T1:UADA",
        "json": '{"skill": "R", "by": "slack:T1:UADA", "name": "Ada"}',
        "unnamed workspace": "5e71e5 slack:*:UADA",
        "other workspace": "5e71e5 slack:T2:UADA",
        "longer": "5e71e5 slack:T1:UADAX",
        "small": '{"by": "slack:T1:uada"}',
        "elsewhere": "5e71e5 discord:T1:UADA",
        "only searched for": '{"skill": "slack:T1:UADA", "by": "slack:T1:UZOE"}',
        "nobody": '{"skill": "slack:"}',
    }
    named = {"word", "json", "unnamed workspace"}
    await outbox.put([replace(draft(key, f"slack:{key}"), payload=payload) for key, payload in payloads.items()])
    assert {one.key for one in await outbox.addressed(ada)} == named
    await outbox.forget(ada)
    assert await outbox.addressed(ada) == []
    left = {key: payload for key, payload in payloads.items() if key != "json"}
    left |= {"word": "5e71e5", "unnamed workspace": "5e71e5"}
    assert {one.key: one.payload for one in await outbox.show(list(State), most=9)} == left


async def test_what_is_being_sent_to_somebody_is_not_forgotten_under_the_hands_of_who_sends_it(outbox: Outbox) -> None:
    ada = Account("slack", "T1", "UADA")
    named = [replace(draft(key, due=due), payload=f"5e71e5 {ada}") for key, due in (("c", 1), ("d", 9))]
    await outbox.put([draft("a", "slack:@UADA"), draft("b", "slack:@UADA", due=9), *named])
    await claimed(outbox, NOON + SECOND)
    await outbox.forget(ada)
    assert [(one.key, one.payload) for one in await outbox.addressed(ada)] == [("a", "n?id=a"), ("c", f"5e71e5 {ada}")]

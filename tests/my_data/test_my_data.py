"""/my-data, over the whole bot and a real database: all that is held about somebody by name, and nobody else's."""

import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.chat.calls import Call
from bot.chat.requests import Account, Actor, Address, Request, Role
from bot.chat.views import calls, plain
from bot.delivery.letterbox import Letterbox
from bot.delivery.model import Draft
from bot.directory.model import By, Consent, Entry, Note
from bot.introductions.model import Introduction, Limits, State, Watch
from bot.introductions.post import ASK
from bot.introductions.sharing import SHARED
from bot.meetings.attendance import GuestList, Standing
from bot.meetings.proposals import Proposal
from bot.meetings.wishes import Wish
from bot.rota.handing import HANDED
from bot.rota.model import Facilitator, Turn
from config.settings import load_settings
from config.stores import Stores, sql_stores
from config.wiring import build_core
from store.database import open_database
from tests.fakes import MemoryVault
from tests.meetings.series import network_meeting

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
KIM = Actor(Account("discord", "777000777", "123454321"), "Kim Canarywright")
LEE = Actor(Account("discord", "777000777", "555"), "Lee")
SAM = Actor(Account("discord", "777000777", "666"), "Sam", frozenset({Role.FACILITATOR}))
ENTRY = Entry(
    id="a1",
    name="Kim Canarywright",
    skills=("canary keeping", "R"),
    consent=Consent.GIVEN,
    # Where a platform named no workspace, and on another platform.
    accounts=(replace(KIM.account, workspace="*"), Account("slack", "T1", "U0CANARY")),
    checked_on=date(2026, 1, 1),
)
LISTED = Entry(id="b2", name="Lee", skills=("R",), consent=Consent.GIVEN, accounts=(LEE.account,))
SERIES = network_meeting("", "2026-04-07T15:00", title="Reading group")
MEETING = "5e71e5@20260407T150000"
CANARIES = ("canary", "123454321", "U0CANARY")


class House:
    """The whole bot over SQLite, with something of Kim's everywhere, and something of Lee's."""

    def __init__(self, stores: Stores, path: Path) -> None:
        self.stores = stores
        self._path = path
        facilitators = {Role.FACILITATOR: ",".join(str(one.account) for one in (KIM, SAM))}
        settings = load_settings(_env_file=None, network="the network", roles=facilitators)
        self._bot = build_core(stores, settings, Letterbox(stores.outbox), lambda: NOW).bot

    async def fill(self) -> None:
        await self.stores.directory.change(
            0, put=[ENTRY, LISTED], notes=[Note("a1", NOW, By.THEMSELVES, what="joined")]
        )
        await self.stores.calendar.save(SERIES)
        for who in (KIM, LEE):
            mine = who.account
            await self.stores.attendance.change(MEETING, partial(_comes, who))
            await self.stores.wishes.keep(Wish(account=mine, subject=SERIES.id, before=timedelta(days=1), since=NOW))
            await self.stores.proposals.keep(
                Proposal(id=f"p{mine.user}", owner=mine, answers={"title": f"Talk of {who.name}"}, made_at=NOW)
            )
            await self.stores.watches.add(Watch(id=f"w{mine.user}", account=mine, skill=f"{who.name}’s", since=NOW))
            await self.stores.codes.attempt(mine, NOW, NOW - timedelta(hours=1))
            await self.stores.outbox.put([_draft(str(Address.of(mine)))])
            await self.stores.rota.sign(Facilitator(account=mine, name=who.name))
            await self.stores.rota.take(Turn(id=mine.user[:8], account=mine, start=NOW.date(), end=NOW.date()))
        await self.stores.outbox.put([_draft("slack:@U0CANARY,UOTHER"), _draft("discord:1")])
        asked = Introduction(
            id="i1",
            asker=KIM.account,
            asker_name=KIM.name,
            entry_id="b2",
            account=LEE.account,
            reason="Canary keeping, and why",
            asked_at=NOW,
            skill="bread",
        )
        await self.stores.introductions.add(asked, Limits())
        question = replace(_draft(str(Address.of(LEE.account))), key="i1/ask", kind=ASK, payload="i1", about="i1")
        await self.stores.outbox.put([question])

    async def tell_others(self) -> None:
        """Let Kim share a search with a channel, and hand a turn to Sam."""
        await self.said("find-skill", skill="R")
        share = next(Call.parse(one) for one in self.calls if one.startswith("skill-share?"))
        await self.said("skill-share-now", KIM, **share.args)
        await self.said("rota", SAM)
        kim = replace(KIM, roles=SAM.roles)
        await self.said("rota-hand-over", kim, turn=KIM.account.user[:8], person="Sam")

    async def said(self, command: str, actor: Actor = KIM, **args: str) -> str:
        reply = await self._bot.answer(Request(Call(command, args), actor, Address("discord", "lobby")))
        self.calls = [str(call) for call in calls(reply.blocks)]
        return plain(reply.blocks)

    async def exported(self, actor: Actor = KIM) -> dict[str, list[dict[str, object]]]:
        """Take all parts of an export, and read them."""
        written, part = "", 0
        while True:
            lines = (await self.said("my-data-export", actor, part=str(part))).split("\n")
            written += "\n".join(lines[1:-1])
            part += 1
            if not self.calls:
                read: dict[str, list[dict[str, object]]] = json.loads(written)
                return read

    def traces(self) -> list[str]:
        """Look for anything of Kim's in every row of every table."""
        with closing(sqlite3.connect(self._path)) as database:
            return [one for one in CANARIES if one.casefold() in "\n".join(database.iterdump()).casefold()]


def _comes(who: Actor, guests: GuestList) -> GuestList:
    return guests.answered(who.account, who.name, Standing.GOING, 0)


def _draft(place: str) -> Draft:
    to = Address.parse(place)
    return Draft(
        key=f"k/{place}", kind="meeting-personal", payload=place, to=to, due_at=NOW, expires_at=NOW + timedelta(days=1)
    )


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    path = tmp_path / "hirg.db"
    async with open_database(f"sqlite:///{path}") as engine:
        house = House(sql_stores(engine, MemoryVault()), path)
        await house.fill()
        yield house


async def test_shows_each_kind_of_thing_that_is_held(house: House) -> None:
    text = await house.said("my-data")
    for line in (
        "Your Directory entry\n• Kim Canarywright, skills: 2; members can find it",
        "Introductions\n• You asked Lee for an introduction on 2 March 2026. They have not answered yet.",
        "Skills you wait for\n• Kim Canarywright’s",
        "Meetings you answered\n• Reading group, 7 April 2026: you come",
        "Reminders you asked for\n• Reading group, all dates: 1d before",
        "Meetings you are planning\n• Talk of Kim Canarywright",
        "Codes you tried\n• 1 of late",
        "Your turns as a facilitator\n• you are shown as Kim Canarywright\n• 2 March 2026 to 2 March 2026",
        "Messages to you or naming you\n• A personal reminder: waits until 2 March 2026",
    ):
        assert line in text
    assert text.count("Lee") == 1, "whom Kim asked, and nothing that is Lee’s"
    assert house.calls == ["my-data-export", "my-data-erase", "privacy"]


async def test_explains_what_cannot_be_looked_up(house: House) -> None:
    text = await house.said("my-data")
    assert "not kept under your name, and nobody can look it up" in text
    assert "/inbox" in text


async def test_names_the_roles_that_stand_elsewhere(house: House) -> None:
    organiser = replace(KIM, roles=frozenset({Role.ORGANISER}))
    assert "That you are organiser stands in the settings" in await house.said("my-data", organiser)
    assert "settings" not in await house.said("my-data")


async def test_takes_all_of_it_along_as_data(house: House) -> None:
    data = await house.exported()
    assert list(data) == [
        "Your Directory entry",
        "Introductions",
        "Skills you wait for",
        "Meetings you answered",
        "Reminders you asked for",
        "Meetings you are planning",
        "Codes you tried",
        "Your turns as a facilitator",
        "Messages to you or naming you",
    ]
    (entry,) = data["Your Directory entry"]
    assert entry["accounts"] == [str(account) for account in ENTRY.accounts]
    assert entry["history"] == [{"at": "2026-03-02T12:00+00:00", "by": "themselves", "what": "joined"}]
    assert data["Introductions"][0]["reason"] == "Canary keeping, and why"
    assert data["Introductions"][0]["found for"] == "bread"
    assert data["Meetings you answered"][0]["answer"] == "going"
    assert len(data["Messages to you or naming you"]) == 2


async def test_whoever_was_asked_sees_that_too_and_nothing_else_of_the_other(house: House) -> None:
    data = await house.exported(LEE)
    assert data["Introductions"][0]["asked by"] == "Kim Canarywright"
    del data["Introductions"]
    assert "Canary" not in json.dumps(data)


async def introduced(house: House, state: State, *, asked: str = "b2", other: str = "") -> None:
    """Let the introduction that there is come to an end."""
    one = await house.stores.introductions.find("i1")
    assert one
    after = replace(one, state=state, entry_id=asked, other=other, remark="Perhaps")
    assert await house.stores.introductions.change(after, one)


@pytest.mark.parametrize(
    ("state", "asker", "asked"),
    [
        (State.ACCEPTED, "They accepted.", "You accepted."),
        (State.DECLINED, "They could not take it on.", "You said that it does not suit you now."),
        (State.PASSED_ON, "They suggested Kim Canarywright instead.", "You suggested Kim Canarywright instead."),
        (State.SILENT, "They did not answer, and I let it rest.", "and they were told not to wait."),
        (State.UNREACHED, "I could not reach them", "I could not reach you"),
        (State.WITHDRAWN, "You took it back.", "They took it back."),
    ],
)
async def test_says_of_an_introduction_whom_when_and_what_became_of_it(
    house: House, state: State, asker: str, asked: str
) -> None:
    await introduced(house, state, other="a1" if state is State.PASSED_ON else "")
    on = "for an introduction on 2 March 2026."
    assert f"You asked Lee {on} {asker}" in await house.said("my-data")
    theirs = await house.said("my-data", LEE)
    assert f"Kim Canarywright asked you {on} " in theirs
    assert asked in theirs


async def test_whoever_cannot_be_found_any_more_is_not_named(house: House) -> None:
    hidden = Entry(id="c3", name="Vesper Quillon", consent=Consent.REFUSED, accounts=())
    await house.stores.directory.change(1, put=[hidden])
    await introduced(house, State.PASSED_ON, asked="c3", other="c3")
    text = await house.said("my-data")
    assert "You asked somebody who is not in the Directory any more" in text
    assert "They could not take it on." in text
    assert "Vesper" not in text + json.dumps(await house.exported())


async def test_asks_once_before_it_erases(house: House) -> None:
    text = await house.said("my-data-erase")
    assert "Erase this for good? Your Directory entry (1), Introductions (1)" in text
    assert house.calls == ["my-data-erase?sure=yes", "my-data"]
    assert house.traces() == list(CANARIES)


async def test_shows_and_takes_along_what_was_said_to_others_in_a_persons_name(house: House) -> None:
    await house.tell_others()
    # Of the four that are due at once, any three are shown.
    assert " that names you: waits until 2 March 2026" in await house.said("my-data")
    told = {one["kind"]: one["what"] for one in (await house.exported())["Messages to you or naming you"]}
    assert told[SHARED] == "A message in a channel that names you"
    assert told[HANDED] == "A message to somebody else that names you"
    assert "• A turn that was handed to you: waits until" in await house.said("my-data", SAM)


async def test_leaves_no_trace_of_a_person_in_any_table_and_everything_of_others(house: House) -> None:
    await house.tell_others()
    kinds = [one.kind for one in await house.stores.outbox.addressed(KIM.account)]
    assert {HANDED, SHARED} <= set(kinds)
    before, sams = await house.exported(LEE), await house.exported(SAM)
    assert "Nothing is held about you by name any more." in await house.said("my-data-erase", sure="yes")
    assert house.traces() == []
    assert "Nothing is held about you by name" in await house.said("my-data")

    after = await house.exported(LEE)
    told = after.pop("Messages to you or naming you")
    assert len(told) == len(before.pop("Messages to you or naming you")) + 1, "Lee is told that it is settled"
    del before["Introductions"]
    assert after == before
    assert await house.exported(SAM) == sams


async def test_there_may_be_nothing(house: House) -> None:
    stranger = Actor(Account("discord", "777000777", "9"), "Nobody")
    assert "Nothing is held about you by name" in await house.said("my-data", stranger)
    assert house.calls == []
    assert "nothing to erase" in await house.said("my-data-erase", stranger, sure="yes")
    assert await house.exported(stranger) == {}


async def test_what_is_being_sent_meanwhile_is_told_of(house: House) -> None:
    await house.stores.outbox.claim(NOW, NOW + timedelta(minutes=1), most=9)
    assert "but for what is being sent just now" in await house.said("my-data-erase", sure="yes")


async def test_many_things_of_a_kind_are_counted_and_not_listed(house: House) -> None:
    for number in range(5):
        await house.stores.watches.add(Watch(id=f"m{number}", account=KIM.account, skill=f"skill {number}", since=NOW))
    assert "• and 3 more" in await house.said("my-data")

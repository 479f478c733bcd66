"""What every Calendar promises: played over the fake, SQLite and PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.meetings import edits
from bot.meetings.model import Calendar, ChangedMeanwhile, Kind, Occurrence, Series
from bot.meetings.rule_text import read_rule
from bot.meetings.splitting import following, split
from store.database import open_database
from store.meetings import SqlCalendar
from tests.conftest import address_of
from tests.fakes import MemoryCalendar
from tests.meetings.series import LATER, LONDON, network_meeting, starts, wall

MARCH = wall("2026-03-03T15:00")
MAY = wall("2026-05-05T15:00")
FULL = replace(
    network_meeting("FREQ=MONTHLY;INTERVAL=2;BYDAY=1TU;UNTIL=20270101T000000Z"),
    title="Žižek’s “reading” group; 💬",
    kind=Kind.SUPPORT,
    about="Robert'); DROP TABLE series;--\nand more",
    ended=wall("2026-11-03T15:00"),
    follows="before",
    capacity=12,
    names_shown=True,
    revision=3,
    sequence=2,
    changed_at=datetime(2026, 1, 2, 3, 4, 5, 678_000, tzinfo=UTC),
    occurrences=(
        Occurrence(start=MARCH, cancelled=True, notes="Snow", revision=1, sequence=1, changed_at=LATER),
        Occurrence(
            start=MAY,
            title="Guest lecture",
            place="Room 5",
            speaker="Dr Okoro",
            speaker_wanted=True,
            abstract="On housing\n\nand health",
            moved_to=wall("2026-05-06T10:30"),
            duration=timedelta(hours=2),
        ),
    ),
)
ONCE = network_meeting(
    "", "2026-03-29T01:30", id="once", uid="20260329@elsewhere", title="A workshop", kind=Kind.WORKSHOP
)


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
async def calendar(request: pytest.FixtureRequest, address: str) -> AsyncIterator[Calendar]:
    if request.param == "memory":
        yield MemoryCalendar()
        return
    async with open_database(address) as engine:
        yield SqlCalendar(engine)


@pytest.fixture
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    kind = request.node.callspec.params["calendar"]
    return "" if kind == "memory" else address_of(kind, request, tmp_path)


def unsaved(series: Series | None) -> Series | None:
    return series and replace(series, version=0)


async def test_is_empty_at_first(calendar: Calendar) -> None:
    assert (await calendar.version(), await calendar.all(), await calendar.find("5e71e5")) == (0, [], None)


async def test_gives_back_exactly_what_was_saved(calendar: Calendar) -> None:
    saved = await calendar.save(FULL, ONCE)

    assert [one.version for one in saved] == [1, 1]
    assert await calendar.all() == [saved[1], saved[0]]
    assert unsaved(await calendar.find(FULL.id)) == FULL
    assert unsaved(await calendar.find(ONCE.id)) == ONCE


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "FREQ=WEEKLY",
        "FREQ=WEEKLY;INTERVAL=2;COUNT=7",
        "FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR",
        "FREQ=MONTHLY;BYMONTHDAY=31",
    ],
)
async def test_keeps_every_rule(calendar: Calendar, rule: str) -> None:
    series = network_meeting(rule, "2026-01-31T09:30")
    await calendar.save(series)

    found = await calendar.find(series.id)
    assert found
    assert found.rule == series.rule
    assert starts(found, 5) == starts(series, 5)


async def test_says_its_new_version_whenever_it_changes(calendar: Calendar) -> None:
    await calendar.save(FULL)
    first = await calendar.version()
    await calendar.save(ONCE)

    assert first > 0
    assert await calendar.version() > first


async def test_saving_nothing_changes_nothing(calendar: Calendar) -> None:
    assert (await calendar.save(), await calendar.version()) == ([], 0)


async def test_replaces_a_series_whole_with_its_occurrences(calendar: Calendar) -> None:
    [first] = await calendar.save(FULL)
    [second] = await calendar.save(replace(first, title="Reading group", ended=None, occurrences=()))

    assert second.version == first.version + 1
    assert await calendar.all() == [second]


async def test_orders_by_title_and_then_by_id(calendar: Calendar) -> None:
    twins = [replace(ONCE, id=key, uid=key) for key in ("z", "a", "m")]
    await calendar.save(*twins, replace(FULL, title="Žurnal"), replace(ONCE, id="x", uid="x", title="Zebra"))

    assert [one.id for one in await calendar.all()] == ["a", "m", "z", "x", FULL.id]


async def test_of_two_organisers_one_is_told_to_look_again(calendar: Calendar) -> None:
    [seen] = await calendar.save(network_meeting())
    ours = await calendar.save(edits.cancel(seen, MARCH, LATER))

    with pytest.raises(ChangedMeanwhile, match="“Network meeting” meanwhile; nothing was written"):
        await calendar.save(edits.move(seen, MAY, wall("2026-05-06T15:00"), LATER))

    assert await calendar.all() == ours


async def test_of_many_organisers_at_once_exactly_one_is_heard(calendar: Calendar) -> None:
    [seen] = await calendar.save(network_meeting())
    changes = [edits.describe_date(seen, MARCH, LATER, speaker=f"Dr {number}") for number in range(6)]
    outcomes = await asyncio.gather(*map(calendar.save, changes), return_exceptions=True)

    assert [type(one) for one in outcomes].count(ChangedMeanwhile) == 5
    [heard] = [one[0] for one in outcomes if isinstance(one, list)]
    assert await calendar.all() == [heard]


async def test_two_organisers_can_change_two_series_at_once(calendar: Calendar) -> None:
    ours, theirs = await calendar.save(network_meeting(), ONCE)
    await asyncio.gather(
        calendar.save(edits.cancel(ours, MARCH, LATER)), calendar.save(edits.reword(theirs, LATER, place="Room 9"))
    )

    assert [one.version for one in await calendar.all()] == [2, 2]


async def test_writes_nothing_when_one_of_several_was_changed_meanwhile(calendar: Calendar) -> None:
    [seen] = await calendar.save(network_meeting())
    version = await calendar.version()
    done = split(seen, MAY, following(seen, MAY), new_id="after", at=LATER)
    stale = replace(seen, version=7)

    with pytest.raises(ChangedMeanwhile):
        await calendar.save(*done.changed, replace(stale, occurrences=FULL.occurrences))

    assert (await calendar.all(), await calendar.version()) == ([seen], version)


async def test_both_parts_of_a_split_are_saved_together(calendar: Calendar) -> None:
    rule, start = read_rule("FREQ=MONTHLY;BYDAY=1WE", wall("2026-05-06T12:00"), LONDON)
    [seen] = await calendar.save(edits.cancel(network_meeting(), MAY, LATER))
    wanted = replace(following(seen, MAY), rule=rule, start=start)
    await calendar.save(*split(seen, MAY, wanted, new_id="after", at=LATER).changed)

    before, after = sorted(await calendar.all(), key=lambda one: one.start)
    assert starts(before, 9) == ["2026-01-06T15:00", "2026-03-03T15:00"]
    assert starts(after, 2) == ["2026-05-06T11:00", "2026-06-03T11:00"]
    assert (after.follows, after.version) == (before.id, 1)


@pytest.mark.parametrize("clash", [{"id": "5e71e5", "uid": "other"}, {"id": "other", "uid": "5e71e5@hirg-bot"}])
async def test_a_new_series_does_not_take_the_place_of_another(calendar: Calendar, clash: dict[str, str]) -> None:
    kept = await calendar.save(network_meeting())

    with pytest.raises(ChangedMeanwhile):
        await calendar.save(network_meeting(title="An intruder", id=clash["id"], uid=clash["uid"]))

    assert await calendar.all() == kept


async def test_a_series_that_is_not_there_cannot_be_changed(calendar: Calendar) -> None:
    with pytest.raises(ChangedMeanwhile):
        await calendar.save(replace(network_meeting(), version=1))

    assert await calendar.all() == []

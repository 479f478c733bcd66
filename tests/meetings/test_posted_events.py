"""Events in a platform's own calendar: one for each meeting that is near, kept true."""

from datetime import timedelta
from functools import partial

from bot.delivery.model import Later, Refused, State, Unknown
from bot.meetings import edits
from bot.meetings.events import PublicEvent
from bot.meetings.notices import EVENT
from bot.meetings.splitting import split
from tests.meetings.network import Network
from tests.meetings.series import network_meeting, utc, wall

MARCH = wall("2026-03-03T15:00")


def network(*rule: str, now: str = "2026-02-20T09:00") -> Network:
    return Network(network_meeting(*rule), now=now, channels={}, discord=True)


def starts(there: Network) -> list[str]:
    return sorted(f"{event.start:%d %b %H:%M}" for event in there.board.events.values())


async def test_what_is_near_is_announced_and_more_as_time_passes() -> None:
    there = network()
    await there.run("2026-02-20T10:00")
    assert starts(there) == ["03 Mar 15:00"]
    assert there.board.events["1"] == PublicEvent(
        title="Network meeting",
        start=utc("2026-03-03T15:00"),
        end=utc("2026-03-03T16:30"),
        place="Room 4; https://meet.example/health",
    )
    await there.run("2026-03-08T00:00")
    assert starts(there) == ["03 Mar 15:00", "05 May 14:00"]


async def test_no_more_are_announced_than_leaves_room_for_others() -> None:
    there = Network(
        *(
            network_meeting("FREQ=WEEKLY", f"2026-03-03T{hour:02}:00", id=f"s{hour}", uid=f"{hour}")
            for hour in range(9)
        ),
        channels={},
        discord=True,
    )
    await there.run("2026-02-20T10:00")
    assert len(there.board.events) == 50


async def test_an_event_is_moved_reworded_cancelled_and_put_back() -> None:
    there = network()
    await there.look()
    at = there.clock.now()
    await there.edit(partial(edits.move, start=MARCH, to=wall("2026-03-04T11:00"), at=at))
    await there.edit(partial(edits.describe_date, start=MARCH, at=at, speaker="Dr Okoro", abstract="On housing"))
    await there.look()
    assert there.board.events["1"].start == utc("2026-03-04T11:00")
    assert there.board.events["1"].about == "Speaker: Dr Okoro\n\nOn housing"
    there.clock.move(1)
    await there.edit(partial(edits.cancel, start=MARCH, at=at))
    await there.look()
    assert there.board.events == {}
    there.clock.move(1)
    await there.edit(partial(edits.restore, start=MARCH, at=at))
    await there.look()
    assert starts(there) == ["04 Mar 11:00"]


async def test_a_series_that_goes_on_as_another_leaves_no_event_behind() -> None:
    there = network()
    await there.look()
    (series,) = await there.stores.calendar.all()
    later = network_meeting("FREQ=MONTHLY;INTERVAL=2;BYDAY=1WE", "2026-03-04T11:00")
    await there.stores.calendar.save(*split(series, MARCH, later, new_id="new", at=there.clock.now()).changed)
    await there.look()
    assert starts(there) == ["04 Mar 11:00"]


async def test_a_lost_answer_or_a_crash_makes_no_second_event() -> None:
    there = network()
    there.board.faults = [Unknown()]
    await there.look()
    await there.run(timedelta(minutes=5))
    assert (len(there.board.events), await there.states(EVENT)) == (1, {State.SENT: 1})

    crashed = network()
    await crashed.board.put("5e71e5@20260303T150000", PublicEvent(title="x", start=MARCH, end=MARCH), "")
    await crashed.run(timedelta(minutes=5))
    assert [event.title for event in crashed.board.events.values()] == ["Network meeting"]


async def test_an_event_that_somebody_took_down_stays_down() -> None:
    there = network()
    await there.look()
    there.board.events.clear()
    await there.edit(partial(edits.describe_date, start=MARCH, at=there.clock.now(), speaker="Dr Okoro"))
    await there.look()
    assert there.board.events == {}


async def test_waits_as_long_as_the_platform_asks_and_tells_when_it_may_not() -> None:
    there = network()
    there.board.faults = [Later(60), Refused("The bot may not create events.")]
    await there.run(timedelta(minutes=2))
    (row,) = await there.rows(EVENT)
    assert (row.state, row.reason, row.attempts) == (State.FAILED, "The bot may not create events.", 1)
    assert "An event in the server’s calendar in discord:events: " in there.said("slack:@BOSS")[0].text


async def test_what_is_cancelled_before_it_was_announced_leaves_no_trace() -> None:
    there = network(now="2025-11-01T00:00")
    await there.edit(partial(edits.cancel, start=wall("2026-01-06T15:00"), at=there.clock.now()))
    await there.run("2025-12-30T00:00")
    assert await there.rows(EVENT) == []


async def test_a_network_without_discord_has_no_events() -> None:
    there = Network(network_meeting())
    await there.look()
    assert await there.rows(EVENT) == []

"""Reminders in channels: said in time, once, as things are then."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest

from bot.delivery.model import Gone, Later, State, Unknown, Unreadable
from bot.meetings import edits
from bot.meetings.model import Kind
from bot.meetings.notices import CHANGE, EDIT, REMINDER
from bot.meetings.splitting import following, split
from bot.meetings.whereabouts import by_id, trace
from tests.meetings.network import CHANNEL, Network
from tests.meetings.series import network_meeting, utc, wall

MARCH = wall("2026-03-03T15:00")
KEY = "5e71e5@20260303T150000"
NEXT = "2026-03-20T00:00"


async def when_said(network: Network, until: str) -> list[str]:
    """Let the time pass; returns when each reminder was given, in UTC."""
    before = len(network.slack.times)
    await network.run(until)
    return [f"{when:%d %b %H:%M}" for when in network.slack.times[before:]]


async def test_a_meeting_is_announced_a_week_a_day_and_an_hour_before() -> None:
    network = Network(network_meeting())
    await network.run(NEXT)
    titles = ["In a week: Network meeting", "Tomorrow: Network meeting", "In an hour: Network meeting"]
    assert network.titles() == titles
    assert await network.states(REMINDER) == {State.SENT: 3, State.WAITING: 3}


async def test_a_reminder_says_what_who_when_and_where() -> None:
    series = edits.describe_date(
        network_meeting(), MARCH, utc("2026-01-03T09:00"), speaker="Dr Okoro", abstract="On housing\nand health"
    )
    network = Network(series)
    await network.run(NEXT)
    assert network.said()[0].text == (
        "In a week: Network meeting\n"
        "When: Tue 03 Mar 15:00 UTC · 15:00 London time\n"
        "Speaker: Dr Okoro\n"
        "Where: Room 4; https://meet.example/health\n"
        "On housing\nand health"
    )


@pytest.mark.parametrize(
    ("start", "now", "said"),
    [
        # In the night to 29 March 2026 clocks in London go forward, on 25 October back.
        ("2026-03-30T15:00", "2026-03-20T00:00", ["23 Mar 15:00", "29 Mar 14:00", "30 Mar 13:00"]),
        ("2026-03-29T10:00", "2026-03-20T00:00", ["22 Mar 10:00", "28 Mar 10:00", "29 Mar 08:00"]),
        ("2026-10-26T15:00", "2026-10-18T00:00", ["19 Oct 14:00", "25 Oct 15:00", "26 Oct 14:00"]),
        ("2026-10-25T10:00", "2026-10-17T00:00", ["18 Oct 09:00", "24 Oct 09:00", "25 Oct 09:00"]),
    ],
)
async def test_a_day_before_is_the_same_hour_also_when_the_clocks_change(start: str, now: str, said: list[str]) -> None:
    network = Network(network_meeting("", start), now=now)
    assert await when_said(network, start) == said


async def test_every_channel_of_every_kind_is_reminded_as_it_is_set() -> None:
    support = network_meeting("", "2026-03-03T10:00", id="5a9e", uid="x", title="Circle", kind=Kind.SUPPORT)
    network = Network(
        network_meeting(),
        support,
        channels={"network": [CHANNEL, "slack:C2 2h"], "support": ["slack:C3"]},
        reminders={"network": ["1d"], "support": []},
    )
    await network.run(NEXT)
    assert network.titles() == ["Tomorrow: Network meeting"]
    assert network.titles("slack:C2") == ["In 2 hours: Network meeting"]
    assert network.titles("slack:C3") == []


async def test_what_was_taken_out_of_the_settings_is_not_said() -> None:
    network = Network(network_meeting())
    await network.look()
    other = Network(stores=network.stores, slack=network.slack, reminders={"network": ["1d"]})
    await other.run(NEXT)
    assert network.titles() == ["Tomorrow: Network meeting"]


async def test_nothing_is_done_when_nothing_changed() -> None:
    network = Network(network_meeting())
    await network.look()
    before = await network.rows()
    network.clock.move(3600)
    await network.look()
    assert await network.rows() == before


async def test_a_change_by_another_process_is_seen_at_the_next_look() -> None:
    network = Network()
    await network.look()
    await network.stores.calendar.save(network_meeting())
    await network.look()
    assert await network.states(REMINDER) == {State.WAITING: 6}


async def test_a_meeting_made_at_short_notice_gets_the_reminders_that_are_still_to_come() -> None:
    network = Network(network_meeting(changed_at=utc("2026-03-01T12:00")), now="2026-03-01T12:00")
    await network.run(NEXT)
    assert network.titles() == ["Tomorrow: Network meeting", "In an hour: Network meeting"]


# A bot that was away ---------------------------------------------------------


async def test_after_a_pause_the_latest_reminder_is_given_and_no_other() -> None:
    network = Network(network_meeting())
    await network.look()
    await network.away("2026-03-02T20:00")
    assert network.titles() == ["Tomorrow: Network meeting"]
    assert "This reminder is late: it was due Mon 02 Mar 15:00 UTC." in network.said()[0].text
    await network.run(NEXT)
    assert network.titles() == ["Tomorrow: Network meeting", "In an hour: Network meeting"]
    assert (await network.states(REMINDER))[State.MISSED] == 1


async def test_a_bot_away_longer_than_it_planned_ahead_gives_the_latest_reminder_too() -> None:
    network = Network(network_meeting(), now="2025-09-01T00:00")
    await network.look()
    assert await network.rows() == []
    await network.away("2026-01-06T10:00")
    assert network.titles() == ["In 5 hours: Network meeting"]


async def test_a_reminder_that_comes_as_the_meeting_begins_says_so() -> None:
    for minute, title in (("15:01", "Starting now"), ("15:10", "Started 10 minutes ago")):
        network = Network(network_meeting())
        await network.look()
        await network.away(f"2026-03-03T{minute}")
        assert network.titles() == [f"{title}: Network meeting"]


async def test_what_is_past_is_missed_and_said_no_more() -> None:
    network = Network(network_meeting())
    await network.look()
    await network.away("2026-03-03T15:15")
    assert network.titles() == []
    assert await network.states(REMINDER) == {State.MISSED: 3, State.WAITING: 3}


# Meetings that change --------------------------------------------------------


async def test_before_anybody_was_reminded_changes_are_made_in_silence() -> None:
    network = Network(network_meeting())
    await network.look()
    at = network.clock.now()
    await network.edit(partial(edits.move, start=MARCH, to=wall("2026-03-04T11:00"), at=at))
    await network.look()
    await network.edit(partial(edits.cancel, start=MARCH, at=at))
    await network.run(NEXT)
    assert network.said() == []


async def test_a_meeting_moved_before_its_reminders_is_announced_in_its_new_place() -> None:
    network = Network(network_meeting())
    await network.look()
    await network.edit(partial(edits.move, start=MARCH, to=wall("2026-03-10T11:00"), at=network.clock.now()))
    assert await when_said(network, NEXT) == ["03 Mar 11:00", "09 Mar 11:00", "10 Mar 10:00"]


async def test_a_move_is_said_once_and_the_earlier_reminder_shows_it() -> None:
    network = Network(network_meeting())
    await network.run("2026-02-27T00:00")
    await network.edit(partial(edits.move, start=MARCH, to=wall("2026-03-04T11:00"), at=network.clock.now()))
    await network.run("2026-02-28T00:00")
    assert network.titles() == ["Moved: Network meeting", "Moved: Network meeting"]
    first, second = network.said()
    assert "When: Wed 04 Mar 11:00 UTC · 11:00 London time" in first.text
    assert "Instead of: Tue 03 Mar 15:00 UTC" in second.text
    assert await when_said(network, NEXT) == ["03 Mar 11:00", "04 Mar 10:00"]


async def test_a_meeting_moved_by_weeks_is_announced_again_a_week_before() -> None:
    network = Network(network_meeting())
    await network.run("2026-02-27T00:00")
    await network.edit(partial(edits.move, start=MARCH, to=wall("2026-03-17T15:00"), at=network.clock.now()))
    await network.run("2026-02-28T00:00")
    assert await when_said(network, NEXT) == ["10 Mar 15:00", "16 Mar 15:00", "17 Mar 14:00"]


async def test_a_meeting_moved_by_a_day_is_not_announced_again_a_week_before() -> None:
    network = Network(network_meeting())
    await network.run("2026-02-25T00:00")
    await network.edit(partial(edits.move, start=MARCH, to=wall("2026-03-05T15:00"), at=network.clock.now()))
    await network.run("2026-02-25T12:00")
    assert await when_said(network, NEXT) == ["04 Mar 15:00", "05 Mar 14:00"]


async def test_a_cancellation_is_said_once_and_so_is_that_it_was_taken_back() -> None:
    network = Network(network_meeting())
    await network.run("2026-02-27T00:00")
    await network.edit(partial(edits.cancel, start=MARCH, at=network.clock.now()))
    await network.run("2026-02-27T12:00")
    assert network.titles() == ["Cancelled: Network meeting"] * 2
    assert network.said()[0].text.endswith("London time. It does not take place.")
    await network.edit(partial(edits.restore, start=MARCH, at=network.clock.now()))
    await network.run("2026-02-28T00:00")
    assert network.titles()[2] == "Going ahead after all: Network meeting"
    assert network.titles()[1] == "Going ahead after all: Network meeting"
    await network.run(NEXT)
    assert network.titles()[3:] == ["Tomorrow: Network meeting", "In an hour: Network meeting"]


async def test_a_change_taken_back_at_once_is_not_said_at_all() -> None:
    network = Network(network_meeting())
    await network.run("2026-02-27T00:00")
    before = network.said()
    await network.edit(partial(edits.cancel, start=MARCH, at=network.clock.now()))
    await network.edit(partial(edits.restore, start=MARCH, at=network.clock.now()))
    await network.run("2026-02-28T00:00")
    assert network.said() == before


async def test_a_new_speaker_shows_in_the_reminder_and_nothing_else_is_said() -> None:
    network = Network(network_meeting())
    await network.run("2026-02-27T00:00")
    await network.edit(partial(edits.describe_date, start=MARCH, at=network.clock.now(), speaker="Dr Okoro"))
    await network.run("2026-02-28T00:00")
    (only,) = network.said()
    assert "Speaker: Dr Okoro" in only.text
    await network.edit(partial(edits.describe_date, start=MARCH, at=network.clock.now(), speaker=""))
    await network.run("2026-03-01T00:00")
    (only,) = network.said()
    assert "Dr Okoro" not in only.text
    assert await network.states(EDIT) == {State.SENT: 2}


async def test_what_a_reminder_does_not_show_changes_no_message() -> None:
    network = Network(network_meeting())
    await network.run("2026-02-27T00:00")
    await network.edit(partial(edits.describe_date, start=MARCH, at=network.clock.now(), notes="Bring cake"))
    await network.run("2026-02-28T00:00")
    assert await network.states(EDIT) == {}


async def test_changes_after_a_meeting_are_nobodys_news() -> None:
    network = Network(network_meeting())
    await network.run("2026-03-04T00:00")
    before = network.said()
    await network.edit(partial(edits.describe_date, start=MARCH, at=network.clock.now(), speaker="Dr Okoro"))
    await network.edit(partial(edits.cancel, start=MARCH, at=network.clock.now()))
    await network.run(NEXT)
    assert network.said() == before


async def test_a_move_while_the_bot_was_away_is_said_and_no_reminder_beside_it() -> None:
    network = Network(network_meeting())
    await network.run("2026-02-27T00:00")
    await network.edit(partial(edits.move, start=MARCH, to=wall("2026-03-05T11:00"), at=utc("2026-02-27T01:00")))
    await network.away("2026-03-04T18:00")
    await network.run("2026-03-04T19:00")
    assert network.titles() == ["Moved: Network meeting"] * 2


async def test_this_and_following_moved_is_a_move() -> None:
    network = Network(network_meeting())
    await network.run("2026-02-27T00:00")
    (series,) = await network.stores.calendar.all()
    wanted = following(series, MARCH)
    later = network_meeting("FREQ=MONTHLY;INTERVAL=2;BYDAY=1WE", "2026-03-04T11:00", place="Room 5")
    parted = split(series, MARCH, later, new_id="new", at=network.clock.now())
    assert wanted.start == MARCH
    assert parted.before
    await network.stores.calendar.save(parted.before, parted.after)
    await network.run("2026-02-28T00:00")
    assert network.titles() == ["Moved: Network meeting"] * 2
    assert "Where: Room 5" in network.said()[0].text
    assert await when_said(network, NEXT) == ["03 Mar 11:00", "04 Mar 10:00"]


async def divided(
    network: Network, key: str, at: datetime | None = None, new_id: str = "new", **changes: object
) -> None:
    """Let a series go on from one of its dates, which then begins `at`, with other words or rhythm."""
    calendar = by_id(await network.stores.calendar.all())
    meeting = trace(calendar, key)
    assert meeting
    start = meeting.occurrence.start
    wanted = replace(following(meeting.series, start), start=at or start, **changes)  # type: ignore[arg-type]
    done = split(meeting.series, start, wanted, new_id=new_id, at=network.clock.now())
    await network.stores.calendar.save(*done.changed)


async def test_what_was_said_before_and_after_this_and_following_is_taken_back_once() -> None:
    network = Network(network_meeting())
    await network.run("2026-02-25T09:00")
    await divided(network, KEY, host="Somebody else")
    await network.run("2026-03-02T16:00")
    assert network.titles() == ["In 6 days: Network meeting", "Tomorrow: Network meeting"]
    await network.edit(partial(edits.cancel, start=MARCH, at=network.clock.now()), "new")
    await network.run(NEXT)
    assert network.titles() == ["Cancelled: Network meeting"] * 3


async def test_what_was_said_under_three_keys_is_taken_back_once_also_where_the_last_of_them_ends() -> None:
    network = Network(network_meeting())
    await network.run("2026-02-25T09:00")
    await divided(network, KEY, host="Somebody else")
    await divided(network, KEY, wall("2026-03-03T15:30"))
    await network.run("2026-03-02T16:00")
    await network.edit(partial(edits.end, start=wall("2026-03-03T15:30"), at=network.clock.now()), "new")
    await network.run(NEXT)
    assert network.titles() == ["Cancelled: Network meeting"] * 4


async def test_what_was_said_about_a_date_that_the_next_rhythm_has_no_place_for_is_taken_back_once() -> None:
    network = Network(network_meeting("FREQ=WEEKLY", "2026-02-24T15:00"), now="2026-03-03T14:30")
    await network.run("2026-03-04T00:00")
    await divided(network, KEY, host="Somebody else")
    await network.run("2026-03-09T16:00")
    monthly = network_meeting("FREQ=MONTHLY;BYDAY=1TU", "2026-03-03T15:00").rule
    await divided(network, KEY, new_id="monthly", rule=monthly)
    await network.run("2026-03-10T00:00")
    assert network.titles().count("Cancelled: Network meeting") == 3


@pytest.mark.parametrize("new_id", ["new", "5e71e5"])
async def test_a_reminder_is_not_given_again_because_this_and_following_begins_later(new_id: str) -> None:
    first = "2026-03-03T15:00" if new_id == "5e71e5" else "2026-01-06T15:00"
    network = Network(network_meeting(start=first))
    await network.run("2026-03-02T15:30")
    await divided(network, KEY, wall("2026-03-03T16:00"))
    assert await when_said(network, NEXT) == ["02 Mar 15:30", "03 Mar 15:00"]


async def test_the_end_of_a_series_is_a_cancellation() -> None:
    network = Network(network_meeting())
    await network.run("2026-02-27T00:00")
    await network.edit(partial(edits.end, start=MARCH, at=network.clock.now()))
    await network.run(NEXT)
    assert network.titles() == ["Cancelled: Network meeting"] * 2


# Platforms that fail ---------------------------------------------------------


async def test_a_move_that_has_to_wait_while_another_is_made_is_never_said() -> None:
    network = Network(network_meeting())
    await network.run("2026-02-27T00:00")
    network.slack.faults = [Later(3600)]
    await network.edit(partial(edits.move, start=MARCH, to=wall("2026-03-04T11:00"), at=network.clock.now()))
    await network.run(timedelta(minutes=5))
    await network.edit(partial(edits.move, start=MARCH, to=wall("2026-03-05T12:00"), at=network.clock.now()))
    await network.run("2026-02-28T00:00")
    assert await network.states(CHANGE) == {State.SENT: 1, State.UNWANTED: 1}
    assert all("When: Thu 05 Mar 12:00 UTC" in one.text for one in network.said())
    await network.edit(partial(edits.move, start=MARCH, to=wall("2026-03-04T11:00"), at=network.clock.now()))
    await network.run("2026-03-01T00:00")
    assert len(network.titles()) == 3


async def test_a_meeting_that_changes_while_a_reminder_is_on_its_way_is_put_right() -> None:
    network = Network(network_meeting())
    await network.run("2026-02-24T14:00")
    network.slack.open_gate.clear()
    network.clock.time = utc("2026-02-24T15:00")
    await network.glance()
    await network.edit(partial(edits.move, start=MARCH, to=wall("2026-03-04T11:00"), at=network.clock.now()))
    await network.edit(partial(edits.describe_date, start=MARCH, at=network.clock.now(), speaker="Dr Okoro"))
    await network.glance()
    network.slack.open_gate.set()
    await network.run("2026-02-25T00:00")
    assert network.titles() == ["Moved: Network meeting"] * 2
    assert all("Dr Okoro" in one.text for one in network.said())


async def test_a_reminder_that_may_have_been_seen_counts_as_seen() -> None:
    network = Network(network_meeting())
    await network.look()
    network.slack.faults = [Unknown()]
    network.slack.history_fault = Unreadable("The bot may not read this channel.")
    await network.run("2026-02-27T00:00")
    await network.edit(partial(edits.cancel, start=MARCH, at=network.clock.now()))
    await network.run("2026-02-28T00:00")
    assert network.titles() == ["Cancelled: Network meeting"]


async def test_a_reminder_found_again_after_a_crash_is_changed_only_when_the_meeting_is() -> None:
    network = Network(network_meeting())
    await network.look()
    network.slack.faults, network.slack.takes_first = [Unknown()], True
    await network.run("2026-02-28T00:00")
    assert network.titles() == ["In a week: Network meeting"]
    await network.edit(partial(edits.describe_date, start=MARCH, at=network.clock.now(), speaker="Dr Okoro"))
    await network.run("2026-03-01T00:00")
    assert "Dr Okoro" in network.said()[0].text
    assert await network.states(EDIT) == {State.SENT: 1}


async def test_a_message_that_somebody_deleted_stays_deleted() -> None:
    network = Network(network_meeting())
    await network.run("2026-02-27T00:00")
    network.slack.faults = [Gone()]
    await network.edit(partial(edits.describe_date, start=MARCH, at=network.clock.now(), speaker="Dr Okoro"))
    await network.run("2026-02-28T00:00")
    assert await network.states(EDIT) == {State.UNWANTED: 1}


async def test_two_processes_say_everything_once() -> None:
    network = Network(network_meeting())
    other = Network(stores=network.stores, slack=network.slack)
    for day in range(1, 4):
        await network.run(f"2026-03-{day:02}T16:00")
        await other.run(f"2026-03-{day:02}T17:00")
    assert network.titles() == [
        "In a week: Network meeting",
        "Tomorrow: Network meeting",
        "In an hour: Network meeting",
    ]

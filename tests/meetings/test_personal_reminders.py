"""Reminders in private: for those who asked, when they asked for it, and not at night."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from bot.chat.errors import Refusal
from bot.chat.requests import Account
from bot.chat.views import calls, plain
from bot.delivery.letterbox import Letterbox
from bot.delivery.model import State
from bot.meetings import edits
from bot.meetings.announcements import declined
from bot.meetings.attendance import GuestList, Standing
from bot.meetings.latest import Latest
from bot.meetings.notices import CHANGE, PERSONAL
from bot.meetings.offsets import read_offset
from bot.meetings.quiet import read_quiet
from bot.meetings.remind_me import RemindMe
from bot.meetings.splitting import split
from bot.meetings.wishes import Wish
from tests.meetings.network import CHANNEL, KIM, LEE, Network
from tests.meetings.series import LONDON, network_meeting, wall

MARCH = wall("2026-03-03T15:00")
KEY = "5e71e5@20260303T150000"
NEXT = "2026-03-20T00:00"
PRIVATE = "slack:@KIM"
EARLY = network_meeting("", "2026-03-03T07:30")
EARLY_KEY = "5e71e5@20260303T073000"
# Kim, where no workspace is named.
UNNAMED = Account("slack", "*", "KIM")
NOT_WANTED = "You asked not to be reminded of it.\nPress Remind me in /meetings."


def when_spoken_to(network: Network) -> list[str]:
    said = zip(network.slack.times, network.slack.history, strict=True)
    return [f"{when:%d %b %H:%M}" for when, (to, _, _) in said if to.people]


async def asked(network: Network, when: str = "1d", scope: str = "this") -> str:
    return await network.asked("meeting-remind", meeting=KEY, when=when, scope=scope)


def answer(account: Account, said: Standing) -> Callable[[GuestList], GuestList]:
    return lambda guests: guests.answered(account, account.user, said, capacity=0)


async def test_whoever_asks_is_reminded_in_private_and_nobody_else() -> None:
    network = Network(network_meeting())
    assert (await asked(network)).startswith(
        "I will remind you in private of this Network meeting, a day before. First: Mon 02 Mar 15:00 UTC."
    )
    await network.run(NEXT)
    assert network.titles(PRIVATE) == ["Tomorrow: Network meeting"]
    assert {str(to) for to, _, _ in network.slack.history} == {PRIVATE, CHANNEL}


async def test_a_series_is_asked_for_once_and_one_date_of_it_can_be_left_out() -> None:
    network = Network(network_meeting("FREQ=WEEKLY", "2026-03-03T15:00"))
    await asked(network, "1h", "all")
    await network.asked("meeting-remind", meeting="5e71e5@20260310T150000", when="off", scope="this")
    await network.run("2026-03-24T20:00")
    assert when_spoken_to(network) == ["03 Mar 14:00", "17 Mar 14:00", "24 Mar 14:00"]


async def test_the_last_word_counts() -> None:
    network = Network(network_meeting())
    await asked(network, "7d")
    await network.look()
    await asked(network, "1h")
    await network.run(NEXT)
    assert network.titles(PRIVATE) == ["In an hour: Network meeting"]
    assert (await network.states(PERSONAL))[State.UNWANTED] == 1


async def test_whoever_wants_no_more_gets_none() -> None:
    network = Network(network_meeting())
    await asked(network, "1d", "all")
    await network.look()
    assert "will not remind you of Network meeting any more" in await asked(network, "off", "all")
    await network.run(NEXT)
    assert network.titles(PRIVATE) == []


async def test_a_time_that_has_passed_is_refused_for_one_meeting() -> None:
    network = Network(network_meeting(), now="2026-03-02T18:00")
    assert await asked(network, "1d") == ("That is over already, or would be in the quiet hours.\nChoose another time.")
    assert "This meeting is too near for it." in await asked(network, "1d", "all")
    await network.run("2026-05-06T00:00")
    assert network.titles(PRIVATE) == ["Tomorrow: Network meeting"]


async def test_the_form_starts_with_what_was_asked_for() -> None:
    network = Network(network_meeting())
    prefill = network.bot.catalog["meeting-remind"].prefill
    assert prefill
    request = network.request("meeting-remind", meeting=KEY)
    assert await prefill(request) == {"when": "1d", "scope": "all"}
    await asked(network, "10m")
    assert await prefill(request) == {"when": "10m", "scope": "this"}
    await asked(network, "off")
    assert await prefill(request) == {"when": "off", "scope": "this"}


@pytest.mark.parametrize("key", ["nothing", "5e71e5@20260303", "other@20260303T150000"])
async def test_a_meeting_that_is_not_there_is_refused(key: str) -> None:
    network = Network(network_meeting())
    said = await network.asked("meeting-remind", meeting=key, when="1d", scope="this")
    assert said == "There is no such meeting.\nType /meetings to see what is coming."


async def test_a_meeting_that_is_cancelled_or_has_begun_is_refused() -> None:
    network = Network(network_meeting())
    await network.edit(partial(edits.cancel, start=MARCH, at=network.clock.now()))
    assert (await asked(network)).startswith("That meeting is cancelled.")
    network.clock.move(3600 * 24 * 80)
    said = await network.asked("meeting-remind", meeting="5e71e5@20260505T150000", when="1d", scope="this")
    assert said.startswith("That meeting has begun.")


async def test_an_old_reminder_can_still_be_muted_and_its_series_left() -> None:
    network = Network(network_meeting())
    await asked(network, "1d", "all")
    network.clock.move(3600 * 24 * 80)
    assert "I will say no more to you about this meeting of Network meeting." in await asked(network, "off")
    assert "I will not remind you of Network meeting any more." in await asked(network, "off", "all")


async def test_whoever_is_not_going_is_not_reminded() -> None:
    network = Network(network_meeting())
    await asked(network)
    await network.stores.attendance.change(KEY, answer(KIM, Standing.NOT_GOING))
    await network.stores.attendance.change(KEY, answer(LEE, Standing.GOING))
    await network.asked("meeting-remind", LEE, meeting=KEY, when="1d", scope="this")
    await network.run(NEXT)
    assert (network.titles(PRIVATE), len(network.titles("slack:@LEE"))) == ([], 1)


async def test_whoever_is_not_going_is_told_that_no_reminder_would_come() -> None:
    network = Network(network_meeting("FREQ=WEEKLY", "2026-03-03T15:00"))
    await network.stores.attendance.change(KEY, answer(KIM, Standing.NOT_GOING))
    assert await asked(network) == (
        "You are down as not going, so you are not reminded of it.\nAnswer Going or Maybe first."
    )
    assert await network.stores.wishes.of(KIM) == []
    whole = await asked(network, scope="all")
    assert "every Network meeting, a day before. Not of this one, though, while you are down as not going." in whole
    assert "First" not in whole
    await network.run("2026-03-12T00:00")
    assert when_spoken_to(network) == ["09 Mar 15:00"]


async def test_whoever_is_not_going_to_a_meeting_held_once_is_promised_no_other() -> None:
    network = Network(network_meeting("", "2026-03-03T15:00"))
    await network.stores.attendance.change(KEY, answer(KIM, Standing.NOT_GOING))
    assert "You are down as not going" in await asked(network, scope="all")
    assert await network.stores.wishes.of(KIM) == []


async def test_a_reminder_can_be_snoozed_once() -> None:
    network = Network(network_meeting())
    await asked(network)
    await network.run("2026-03-02T16:00")
    assert await network.asked("meeting-snooze", meeting=KEY, when="1h") == (
        "I will remind you once more: Tue 03 Mar 14:00 UTC."
    )
    assert "You have snoozed this one already." in await network.asked("meeting-snooze", meeting=KEY, when="1h")
    await network.run(NEXT)
    assert network.titles(PRIVATE) == ["Tomorrow: Network meeting", "In an hour: Network meeting"]


async def test_a_reminder_that_was_snoozed_and_then_muted_is_not_given() -> None:
    network = Network(network_meeting())
    await asked(network)
    await network.run("2026-03-02T16:00")
    await network.asked("meeting-snooze", meeting=KEY, when="1h")
    await asked(network, "off")
    await network.run(NEXT)
    assert network.titles(PRIVATE) == ["Tomorrow: Network meeting"]


async def test_what_was_asked_for_can_be_snoozed_and_stopped_where_a_platform_names_no_workspace() -> None:
    network = Network(network_meeting())
    await asked(network, "1d", "all")
    await network.run("2026-03-02T16:00")
    await network.asked("meeting-snooze", UNNAMED, meeting=KEY, when="1h")
    await network.run(NEXT)
    assert network.titles(PRIVATE) == ["Tomorrow: Network meeting", "In an hour: Network meeting"]
    await network.asked("meeting-remind", UNNAMED, meeting=KEY, when="off", scope="all")
    await network.run("2026-05-06T00:00")
    assert len(network.titles(PRIVATE)) == 2


async def test_whoever_said_in_private_that_they_do_not_come_is_not_reminded() -> None:
    network = Network(network_meeting())
    await asked(network)
    for account, standing in ((KIM, Standing.GOING), (UNNAMED, Standing.NOT_GOING)):
        await network.stores.attendance.change(KEY, answer(account, standing))
    await network.run(NEXT)
    assert network.titles(PRIVATE) == []


@pytest.mark.parametrize(("when", "scope"), [("off", "all"), ("off", "this")])
async def test_whoever_wants_to_hear_no_more_is_promised_no_other_reminder(when: str, scope: str) -> None:
    network = Network(network_meeting())
    await asked(network, "1d", "all")
    await network.run("2026-03-02T16:00")
    await asked(network, when, scope)
    assert await network.asked("meeting-snooze", meeting=KEY, when="1h") == NOT_WANTED


async def test_whoever_was_forgotten_is_promised_no_other_reminder() -> None:
    network = Network(network_meeting())
    await asked(network)
    await network.run("2026-03-02T16:00")
    await network.stores.wishes.forget(KIM)
    assert await network.asked("meeting-snooze", meeting=KEY, when="1h") == NOT_WANTED


async def test_whoever_is_not_going_is_promised_no_other_reminder() -> None:
    network = Network(network_meeting())
    await asked(network)
    stores, snooze = network.stores, network.request("meeting-snooze", meeting=KEY, when="1h")
    remind_me = RemindMe(
        Latest(stores.calendar),
        stores.wishes,
        Letterbox(stores.outbox),
        quiet=read_quiet("", LONDON),
        changed=lambda: None,
        now=network.clock.now,
        declined=declined(stores.attendance),
    )
    await stores.attendance.change(KEY, answer(KIM, Standing.NOT_GOING))
    with pytest.raises(Refusal, match="You asked not to be reminded of it"):
        await remind_me.snooze(snooze)
    await stores.attendance.change(KEY, answer(KIM, Standing.GOING))
    assert "I will remind you once more" in plain((await remind_me.snooze(snooze)).blocks)


async def test_it_is_too_late_to_snooze_what_begins_soon() -> None:
    network = Network(network_meeting(), now="2026-03-03T14:55")
    assert (await network.asked("meeting-snooze", meeting=KEY, when="10m")).startswith("It is too late")


async def test_a_personal_reminder_offers_to_snooze_and_to_mute() -> None:
    network = Network(network_meeting())
    await asked(network)
    await network.look()
    (row,) = await network.rows(PERSONAL)
    for at, buttons in (("2026-03-02T15:00", "1h off"), ("2026-03-03T14:20", "10m off"), ("2026-03-03T14:50", "off")):
        said = await network.composed(row, at)
        assert " ".join(call.args["when"] for call in calls(said) if "when" in call.args) == buttons


async def test_a_change_told_in_private_can_be_muted_but_not_snoozed() -> None:
    network = Network(network_meeting())
    await asked(network, "7d")
    await network.run("2026-02-27T00:00")
    await network.edit(partial(edits.move, start=MARCH, to=wall("2026-03-10T11:00"), at=network.clock.now()))
    await network.look()
    (row,) = [row for row in await network.rows(CHANGE) if str(row.to) == PRIVATE]
    network.stores.outbox.rows[row.id] = replace(row, state=State.WAITING)  # type: ignore[attr-defined] # the fake's
    said = calls(await network.composed(row, "2026-02-27T12:00"))
    assert [call.args["answer" if "answer" in call.args else "when"] for call in said] == [
        "going",
        "maybe",
        "not",
        "off",
    ]


async def test_muting_a_reminder_stops_what_would_be_said_about_the_meeting() -> None:
    network = Network(network_meeting())
    await asked(network, "7d", "all")
    await network.run("2026-02-27T00:00")
    assert "Network meeting" in await asked(network, "off")
    await network.edit(partial(edits.move, start=MARCH, to=wall("2026-03-04T11:00"), at=network.clock.now()))
    await network.run(NEXT)
    assert len(network.titles(PRIVATE)) == 1
    await network.run("2026-05-01T00:00")
    assert network.titles(PRIVATE)[1:] == ["In a week: Network meeting"]


async def test_whoever_was_reminded_is_told_of_a_move_and_of_a_cancellation() -> None:
    network = Network(network_meeting())
    await asked(network, "7d", "all")
    await network.run("2026-02-27T00:00")
    await network.edit(partial(edits.move, start=MARCH, to=wall("2026-03-04T11:00"), at=network.clock.now()))
    await network.run("2026-02-28T00:00")
    assert network.titles(PRIVATE) == ["Moved: Network meeting"] * 2
    await network.edit(partial(edits.cancel, start=MARCH, at=network.clock.now()))
    await network.run(NEXT)
    assert network.titles(PRIVATE) == ["Cancelled: Network meeting"] * 3


async def parted(network: Network) -> None:
    """Let the series go on as another from March on."""
    (series,) = await network.stores.calendar.all()
    later = network_meeting("FREQ=MONTHLY;INTERVAL=2;BYDAY=1WE", "2026-03-04T11:00")
    await network.stores.calendar.save(*split(series, MARCH, later, new_id="new", at=network.clock.now()).changed)


async def test_a_wish_goes_along_when_a_series_goes_on_as_another() -> None:
    network = Network(network_meeting())
    await asked(network, "1h", "all")
    await network.asked("meeting-remind", LEE, meeting=KEY, when="1d", scope="this")
    await parted(network)
    await network.run(NEXT)
    assert network.titles(PRIVATE) == ["In an hour: Network meeting"]
    assert network.titles("slack:@LEE") == ["Tomorrow: Network meeting"]


@pytest.mark.parametrize(("when", "scope", "told"), [("1h", "all", ["04 Mar 10:00"]), ("off", "this", [])])
async def test_the_last_word_counts_also_where_the_first_was_about_an_older_key(
    when: str, scope: str, told: list[str]
) -> None:
    network = Network(network_meeting())
    await asked(network, "1d", "this")
    await parted(network)
    await network.asked("meeting-remind", meeting="new@20260304T110000", when=when, scope=scope)
    await network.run(NEXT)
    assert when_spoken_to(network) == told
    assert len(await network.stores.wishes.of(KIM)) == 1


async def test_of_two_wishes_that_came_to_be_about_one_meeting_the_later_counts() -> None:
    network = Network(network_meeting())
    await parted(network)
    old, new = network.clock.now() - timedelta(days=2), network.clock.now() - timedelta(days=1)
    for subject, before, since in ((KEY, "1h", new), ("new@20260304T110000", "1d", old)):
        await network.stores.wishes.keep(Wish(account=KIM, subject=subject, before=read_offset(before), since=since))
    await network.run(NEXT)
    assert when_spoken_to(network) == ["04 Mar 10:00"]


async def test_whoever_leaves_a_series_under_an_old_reminder_leaves_those_that_it_goes_on_as() -> None:
    network = Network(network_meeting())
    await parted(network)
    for meeting, scope in (("new@20260304T110000", "all"), ("new@20260506T110000", "this")):
        await network.asked("meeting-remind", meeting=meeting, when="1d", scope=scope)
    january = "5e71e5@20260106T150000"
    said = await network.ask("meeting-remind", meeting=january, when="off", scope="this")
    assert [call.args["scope"] for call in calls(said.blocks)] == ["all"]
    left = await network.asked("meeting-remind", meeting=january, when="off", scope="all")
    assert "I will not remind you of Network meeting any more." in left
    assert await network.stores.wishes.of(KIM) == []
    await network.run("2026-06-01T00:00")
    assert network.titles(PRIVATE) == []


async def test_whoever_leaves_a_series_keeps_what_they_asked_for_about_others() -> None:
    network = Network(network_meeting(), network_meeting(id="0ther", uid="0ther", title="Workshop"))
    await network.asked("meeting-remind", meeting="0ther@20260303T150000", when="1d", scope="all")
    await asked(network, "off", "all")
    assert [wish.subject for wish in await network.stores.wishes.of(KIM)] == ["0ther"]
    assert calls((await network.ask("meeting-remind", meeting=KEY, when="off", scope="this")).blocks) == []


async def test_who_is_forgotten_is_not_reminded() -> None:
    network = Network(network_meeting())
    await asked(network)
    await network.look()
    await network.stores.wishes.forget(KIM)
    await network.run(NEXT)
    assert network.titles(PRIVATE) == []


# Quiet hours -----------------------------------------------------------------


async def when_told(network: Network, ask_at: str = "2026-03-01T12:00", when: str = "1h", until: str = NEXT) -> str:
    await network.run(ask_at)
    await network.asked("meeting-remind", meeting=EARLY_KEY, when=when, scope="this")
    await network.run(until)
    return " ".join(when_spoken_to(network))


async def test_what_would_come_at_night_comes_just_before() -> None:
    network = Network(EARLY, quiet="22:00-07:00")
    assert await when_told(network) == "02 Mar 21:55"


async def test_what_was_asked_for_at_night_comes_in_the_morning() -> None:
    network = Network(EARLY, quiet="22:00-07:00")
    assert await when_told(network, "2026-03-02T23:00") == "03 Mar 07:00"


async def test_what_the_morning_is_too_late_for_is_refused() -> None:
    network = Network(network_meeting("", "2026-03-03T06:30"), quiet="22:00-07:00", now="2026-03-02T23:00")
    said = await network.asked("meeting-remind", meeting="5e71e5@20260303T063000", when="1h", scope="this")
    assert said.startswith("That is over already, or would be in the quiet hours.")


async def test_a_bot_that_was_away_wakes_nobody_up() -> None:
    network = Network(EARLY, quiet="22:00-07:00")
    await network.asked("meeting-remind", meeting=EARLY_KEY, when="1d", scope="this")
    await network.look()
    await network.away("2026-03-02T23:00")
    assert network.titles(PRIVATE) == []
    await network.run("2026-03-03T07:20")
    assert network.titles(PRIVATE) == ["In 30 minutes: Network meeting"]


async def test_channels_have_no_quiet_hours() -> None:
    network = Network(EARLY, quiet="22:00-07:00")
    await network.run(NEXT)
    assert len(network.titles()) == 3


@pytest.mark.parametrize(("to", "told"), [("2026-03-03T11:00", "03 Mar 07:00"), ("2026-03-03T06:00", "02 Mar 23:30")])
async def test_a_change_at_night_is_told_in_the_morning_unless_that_is_too_late(to: str, told: str) -> None:
    network = Network(network_meeting("", "2026-03-03T09:00"), quiet="22:00-07:00")
    await network.asked("meeting-remind", meeting="5e71e5@20260303T090000", when="1d", scope="this")
    await network.run("2026-03-02T23:30")
    move = partial(edits.move, start=wall("2026-03-03T09:00"), to=wall(to), at=network.clock.now())
    await network.edit(move)
    await network.run(NEXT)
    assert when_spoken_to(network) == ["02 Mar 09:00", told]

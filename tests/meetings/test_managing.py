"""What organisers do with the calendar: every change, and what comes of it."""

import pytest

from bot.chat.calls import call
from bot.chat.requests import Account, Actor
from bot.meetings.agenda import Agenda
from bot.meetings.changing import date_mark, series_mark
from bot.meetings.latest import Latest
from bot.meetings.occurrences import find_meeting
from tests.meetings.room import KIM, OZ, PIA, Person, Room, open_room
from tests.meetings.series import network_meeting, starts, utc, wall

JANUARY, MARCH = "5e71e5@20260106T150000", "5e71e5@20260303T150000"


async def manage(room: Room, key: str = MARCH, who: Person | None = None) -> Person:
    oz = who or room.person(OZ)
    await oz.say(f"meeting-manage?meeting={key}")
    return oz


async def coming(room: Room) -> list[str]:
    found = await Agenda(Latest(room.stores.calendar), lambda: room.now).coming()
    return [f"{one.start:%Y-%m-%dT%H:%M}" + " cancelled" * one.cancelled for one in found]


@pytest.mark.parametrize(
    "command",
    [
        "meeting-manage",
        "meeting-edit",
        "meeting-move",
        "meeting-cancel",
        "meeting-restore",
        "meeting-speaker",
        "meeting-later",
        "meeting-later-edit",
        "meeting-later-move",
        "meeting-later-end",
        "meeting-host",
        "meeting-who",
        "meeting-calendar-renew",
    ],
)
async def test_is_for_organisers_alone(command: str) -> None:
    kim = open_room().person(KIM)
    assert "is for organisers" in await kim.say(
        f"{command}?meeting={JANUARY}&sure=yes" if "cancel" in command else f"{command}?meeting={JANUARY}"
    )
    assert kim.form is None


async def test_edits_one_date_in_a_form_that_shows_what_is() -> None:
    oz = await manage(room := open_room())
    assert await oz.press("Edit") == "Edit this date"
    assert oz.form
    assert oz.form.values["place"] == "Room 4; https://meet.example/health"
    assert oz.form.values["duration"] == "1 hour 30 minutes"
    text = await oz.fill(title="Guest lecture", duration="2 h", notes="Bring tea")

    assert "Guest lecture" in text
    (series,) = await room.series()
    (said,) = series.occurrences
    assert (said.title, said.place, said.notes) == ("Guest lecture", "", "Bring tea")
    assert said.duration
    assert series.title == "Network meeting"


async def test_moves_one_date_and_shows_the_next() -> None:
    oz = await manage(room := open_room())
    await oz.press("Move")
    text = await oz.fill(date="2026-03-04", time="10:30")

    assert "Moved from Tuesday 3 March, 15:00 London time." in text
    assert "• Wednesday 4 March 2026, 10:30 London time" in text
    assert "• Tuesday 5 May 2026, 15:00 London time" in text
    assert (await coming(room))[:3] == ["2026-01-06T15:00", "2026-03-04T10:30", "2026-05-05T14:00"]


async def test_a_date_that_is_moved_onto_the_next_is_moved_with_a_word_about_that() -> None:
    oz = await manage(room := open_room())
    await oz.press("Move")
    text = await oz.fill(date="2026-05-05")
    assert "Mind that there is also “Network meeting” on Tuesday 5 May 2026, 15:00 London time: both stand." in text
    assert (await coming(room))[:3] == ["2026-01-06T15:00", "2026-05-05T14:00", "2026-05-05T14:00"]
    await oz.press("Move")
    assert "Mind that" not in await oz.fill(date="2026-05-06")


async def test_a_date_that_is_restored_where_another_was_put_meanwhile_is_told_of_it() -> None:
    oz = await manage(room := open_room(), "5e71e5@20260505T150000")
    await oz.press("Cancel")
    await oz.press("Yes, cancel it")
    await manage(room, who=oz)
    await oz.press("Move")
    assert "Mind that" not in await oz.fill(date="2026-05-05", time="16:30")
    await manage(room, "5e71e5@20260505T150000", who=oz)
    assert "Tuesday 5 May 2026, 16:30 London time: both stand" in await oz.press("Restore")


async def test_this_and_following_may_be_put_upon_the_date_before_with_a_word_about_that() -> None:
    oz = await manage(open_room(), "5e71e5@20260505T150000")
    await oz.press("This and following…")
    await oz.press("Move")
    assert "Tuesday 3 March 2026, 15:00 London time: both stand" in await oz.fill(date="2026-03-03", time="17:00")


async def test_says_which_time_is_taken_where_the_clocks_leave_a_choice() -> None:
    oz = await manage(open_room())
    await oz.press("Move")
    assert "Clocks go forward past 01:30 on 29 March 2026: 02:30 is taken." in await oz.fill(
        date="2026-03-29", time="01:30"
    )
    await oz.press("Move")
    assert "01:30 comes twice on 25 October 2026: the first is taken" in await oz.fill(date="2026-10-25", time="01:30")


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"date": "2026-02-30"}, "“2026-02-30” is not a date I can read. Write it like 2026-03-10."),
        ({"date": "tomorrow"}, "is not a date I can read"),
        ({"time": "3pm"}, "“3pm” is not a time I can read. Write it like 15:00."),
        ({"date": "2025-12-31"}, "is over already. Choose a date that is to come."),
        ({"date": "2999-01-01"}, "The year 2999 is out of reach."),
    ],
)
async def test_a_date_that_cannot_be_is_refused_beside_its_field(answers: dict[str, str], said: str) -> None:
    oz = await manage(room := open_room())
    await oz.press("Move")
    assert said in " ".join((await oz.fill(**answers)).split())
    assert oz.reply.unclear in answers
    assert (await room.series())[0].occurrences == ()


async def test_asks_once_before_it_cancels_and_says_what_will_happen() -> None:
    room = open_room()
    await room.person(KIM).say(f"meeting-answer?meeting={MARCH}&answer=going")
    oz = await manage(room)
    assert "1 person said that they come." in await oz.press("Cancel")
    assert (await room.series())[0].occurrences == ()
    await oz.press("No, keep it")
    await oz.press("Cancel")
    text = await oz.press("Yes, cancel it")

    assert "• Tuesday 3 March 2026, 15:00 London time Cancelled." in text
    assert (await coming(room))[1] == "2026-03-03T15:00 cancelled"
    assert "That meeting is cancelled." in await room.person(KIM).say(f"meeting-answer?meeting={MARCH}&answer=maybe")


async def test_restores_what_was_cancelled_with_who_comes() -> None:
    room = open_room()
    kim = room.person(KIM)
    await kim.say(f"meeting-answer?meeting={MARCH}&answer=going")
    oz = await manage(room)
    await oz.press("Cancel")
    await oz.press("Yes, cancel it")
    assert "It is held after all." in await oz.press("Restore")
    assert "you: going" in await kim.say(f"meeting?meeting={MARCH}")


async def test_says_who_speaks_or_that_somebody_is_wanted() -> None:
    oz = await manage(room := open_room())
    await oz.press("Set speaker")
    assert "Who speaks?" in await oz.fill(state="have")
    assert "Speaker: Dr Okoro" in await oz.fill(state="have", speaker="Dr Okoro", abstract="On housing")
    assert "On housing" in await room.person(KIM).say(f"meeting?meeting={MARCH}")
    await oz.press("Set speaker")
    assert "Speaker wanted" in await oz.fill(state="wanted")
    assert "Dr Okoro" not in oz.text


async def test_of_two_organisers_the_slower_is_told_and_given_back_what_they_wrote() -> None:
    room = open_room()
    oz, pia = await manage(room), await manage(room, who=room.person(PIA))
    await oz.press("Edit")
    await pia.press("Move")
    await pia.fill(date="2026-03-04")
    text = await oz.fill(title="A lecture I took long to word")

    assert "Somebody changed “Network meeting” meanwhile; nothing was written." in text
    assert "Wed 04 Mar 15:00 UTC · 15:00 London time" in text
    assert "Title: A lecture I took long to word" in text
    await oz.press("Open the form again")
    assert "A lecture" in await oz.fill(title="A lecture I took long to word")
    assert "Moved from Tuesday 3 March" in oz.text


async def test_two_organisers_can_change_two_dates_at_the_same_time() -> None:
    room = open_room()
    oz, pia = await manage(room), await manage(room, JANUARY, room.person(PIA))
    await oz.press("Move")
    await pia.press("Move")
    await pia.fill(time="16:00")
    assert "Moved." in await oz.fill(time="10:00")
    assert (await coming(room))[:2] == ["2026-01-06T16:00", "2026-03-03T10:00"]


async def test_what_was_changed_before_one_confirmed_is_shown_and_asked_again() -> None:
    room = open_room()
    oz, pia = await manage(room), await manage(room, who=room.person(PIA))
    await oz.press("Cancel")
    await pia.press("Move")
    await pia.fill(date="2026-03-04")
    assert "Somebody changed it meanwhile." in await oz.press("Yes, cancel it")
    await oz.press("Yes, cancel it")
    assert (await coming(room))[1] == "2026-03-04T15:00 cancelled"


async def test_a_form_from_before_somebody_elses_this_and_following_is_given_back() -> None:
    room = open_room()
    oz, pia = await manage(room), await manage(room, who=room.person(PIA))
    await oz.press("Edit")
    await pia.press("This and following…")
    await pia.press("Edit")
    await pia.fill(place="Room 99")
    text = await oz.fill(notes="Bring tea")
    assert "Somebody changed “Network meeting” meanwhile; nothing was written." in text
    assert "Notes: Bring tea" in text
    assert {one.place for one in await room.series() if one.follows} == {"Room 99"}


async def test_what_became_another_series_before_one_confirmed_is_shown_and_asked_again() -> None:
    room = open_room()
    oz, pia = await manage(room), await manage(room, who=room.person(PIA))
    await oz.press("Cancel")
    await pia.press("This and following…")
    await pia.press("Move")
    await pia.fill(date="2026-03-17", repeats="2nth")
    assert "Somebody changed it meanwhile." in await oz.press("Yes, cancel it")
    assert "Tue 17 Mar 15:00 UTC" in oz.text
    assert (await coming(room))[1] == "2026-03-17T15:00"


async def test_a_series_is_not_ended_by_who_saw_the_one_before_it() -> None:
    room = open_room()
    oz, pia = await manage(room), await manage(room, who=room.person(PIA))
    for one in (oz, pia):
        await one.press("This and following…")
    await oz.press("End here")
    await pia.press("Edit")
    await pia.fill(place="Room 99")
    assert "Somebody changed it meanwhile." in await oz.press("Yes, end it here")
    assert (await coming(room))[1] == "2026-03-03T15:00"


def test_every_confirmation_fits() -> None:
    series = network_meeting(id="x" * 16, revision=9_999, version=9_999)
    meeting = find_meeting(series, wall("2026-03-03T15:00"))
    marks = {"meeting-cancel": date_mark(meeting), "meeting-later-end": series_mark(meeting)}
    for command, mark in marks.items():
        assert call(command, meeting=meeting.key, version=mark, sure="yes").fits


async def test_edits_this_and_following_and_leaves_what_was_before() -> None:
    oz = await manage(room := open_room())
    await oz.press("This and following…")
    await oz.press("Edit")
    assert "Saved for this date and all that follow." in await oz.fill(title="Forum", duration="60")

    before, after = sorted(await room.series(), key=lambda one: one.start)
    assert (before.title, starts(before, 9)) == ("Network meeting", ["2026-01-06T15:00"])
    assert (after.title, starts(after, 2)) == ("Forum", ["2026-03-03T15:00", "2026-05-05T14:00"])
    assert after.follows == before.id


async def test_moves_this_and_following_with_what_was_said_and_who_comes() -> None:
    room = open_room()
    kim = room.person(KIM)
    await kim.say("meeting-answer?meeting=5e71e5@20260505T150000&answer=going")
    oz = await manage(room, "5e71e5@20260505T150000")
    await oz.press("Set speaker")
    await oz.fill(state="have", speaker="Dr Okoro")
    await manage(room, who=oz)
    await oz.press("This and following…")
    await oz.press("Move")
    assert oz.form
    assert oz.form.values["repeats"] == "2nth"
    text = await oz.fill(date="2026-03-04", time="12:00", repeats="2nth")

    assert "It is held every other month on the first Wednesday, 12:00 London time." in text
    assert (await coming(room))[:3] == ["2026-01-06T15:00", "2026-03-04T12:00", "2026-05-06T11:00"]
    shown = await kim.say("/meetings")
    assert "Speaker: Dr Okoro\n1 going · you: going" in shown


async def test_says_what_found_no_place_in_the_new_rhythm() -> None:
    oz = await manage(open_room(), "5e71e5@20260505T150000")
    await oz.press("Set speaker")
    await oz.fill(state="have", speaker="Dr Okoro")
    await manage(oz.room, who=oz)
    await oz.press("This and following…")
    await oz.press("Move")
    assert "What was said about 5 May 2026 had no such date to go to" in await oz.fill(
        date="2026-03-05", repeats="week"
    )


async def test_a_last_weekday_has_to_be_the_last_one() -> None:
    oz = await manage(open_room())
    await oz.press("This and following…")
    await oz.press("Move")
    refused = " ".join((await oz.fill(date="2026-03-24", repeats="1last")).split())
    assert "24 March 2026 is not the last Tuesday of its month. That is the 31st: choose it" in refused
    assert "on the last Tuesday" in await oz.fill(date="2026-03-31", repeats="1last")


async def test_ends_a_series_once_that_is_confirmed() -> None:
    oz = await manage(room := open_room())
    await oz.press("This and following…")
    assert "cannot be taken back" in await oz.press("End here")
    text = await oz.press("Yes, end it here")

    assert "“Network meeting” has ended: 3 March 2026 and what would follow is not held." in text
    assert await coming(room) == ["2026-01-06T15:00"]


async def test_ends_a_series_altogether() -> None:
    oz = await manage(room := open_room(), JANUARY)
    await oz.press("This and following…")
    await oz.press("End here")
    assert "has ended" in await oz.press("Yes, end it here")
    assert await coming(room) == []


async def test_says_for_how_many_there_is_room_and_what_is_no_number() -> None:
    oz = await manage(room := open_room())
    await oz.press("Who can come")
    assert "“a dozen” is no number of places." in await oz.fill(capacity="a dozen")
    await oz.fill(capacity="12", names="everyone", kind="workshop")
    (series,) = await room.series()
    assert (series.capacity, series.names_shown, series.kind) == (12, True, "workshop")


async def test_who_answered_while_organisers_alone_saw_names_is_not_shown_to_everybody() -> None:
    room = open_room()
    kim, lee = room.person(KIM), room.person(Actor(Account("core", "*", "lee"), "Lee"))
    await kim.say(f"meeting-answer?meeting={JANUARY}&answer=going")
    oz = await manage(room)
    await oz.press("Who can come")
    text = await oz.fill(names="everyone", capacity="30")
    assert "People have answered already, and were told that only organisers see who comes." in text
    assert "save “This and following…”, “Edit” as it is, then choose it there." in text
    assert "Kim" not in await lee.say(f"meeting?meeting={JANUARY}")
    (series,) = await room.series()
    assert (series.capacity, series.names_shown) == (0, False)

    await manage(room, who=oz)
    await oz.press("This and following…")
    await oz.press("Edit")
    await oz.fill()
    await oz.press("Who can come")
    assert "Saved for every date" in await oz.fill(names="everyone")
    assert [one.names_shown for one in sorted(await room.series(), key=lambda one: one.start)] == [False, True]
    assert "Kim" not in await lee.say(f"meeting?meeting={JANUARY}")


async def test_where_everybody_sees_names_already_answers_are_no_reason_to_refuse() -> None:
    room = open_room(names_shown=True)
    await room.person(KIM).say(f"meeting-answer?meeting={JANUARY}&answer=going")
    oz = await manage(room)
    await oz.press("Who can come")
    assert "Saved for every date" in await oz.fill(capacity="30")


async def test_what_is_said_of_a_series_that_somebody_ended_meanwhile_is_saved_and_answered() -> None:
    room = open_room()
    oz, pia = await manage(room, JANUARY), await manage(room, JANUARY, who=room.person(PIA))
    await oz.press("This and following…")
    await oz.press("End here")
    await oz.press("Yes, end it here")
    await pia.press("Who can come")
    text = await pia.fill(capacity="30")
    (series,) = await room.series()
    assert series.capacity == 30
    assert "None of its dates is still to come." in text
    assert "‹ All meetings" in pia.labels


async def test_whoever_subscribed_to_a_series_goes_on_with_what_it_goes_on_as() -> None:
    room = open_room()
    feeds = room.core.feeds
    (before,) = await room.series()
    address = await feeds.only(before)
    oz = await manage(room)
    await oz.press("This and following…")
    await oz.press("Edit")
    await oz.fill(title="Forum")
    kept = await feeds.read(address)
    assert kept
    assert kept.content.count(b"BEGIN:VEVENT") == 2
    assert b"X-WR-CALNAME:Forum" in kept.content

    after = next(one for one in await room.series() if one.follows == before.id)
    await feeds.renew(after)
    assert await feeds.read(address) is None


async def test_a_room_and_a_link_to_join_fit_whatever_their_length_by_then() -> None:
    oz = await manage(room := open_room())
    await oz.press("This and following…")
    await oz.press("Edit")
    place = f"Room 3, https://teams.example.org/l/meetup-join/{'x' * 240}"
    assert "Saved" in await oz.fill(place=place)
    assert place in {one.place for one in await room.series()}


async def test_a_single_meeting_has_nothing_that_follows() -> None:
    oz = await manage(open_room(rule="", start="2026-01-06T15:00"), JANUARY)
    assert "This and following…" not in oz.labels


async def test_the_host_of_a_single_meeting_can_be_taken_out() -> None:
    room = open_room(rule="", start="2026-01-06T15:00", about="With cake.")
    room.now = utc("2026-02-01T00:00")  # also once it is over
    oz = await manage(room, JANUARY)
    await oz.press("Host and description")
    assert oz.form
    assert oz.form.values["host"] == "Ana Núñez"
    assert "Who hosts it?" in await oz.fill(host="")
    assert "You wrote Bo Berg, and that no host is named." in await oz.fill(named="no", host="Bo Berg")
    assert (await room.series())[0].host == "Ana Núñez"
    await oz.fill(named="no")
    (series,) = await room.series()
    assert (series.host, series.about) == ("", "With cake.")
    assert "Host and description" not in (await manage(open_room())).labels


async def test_the_hour_stays_through_both_clock_changes() -> None:
    room = Room(network_meeting("FREQ=WEEKLY", "2026-03-17T15:00"))
    room.now = utc("2026-03-16T00:00")
    found = await coming(room)
    assert [one for one in found if one < "2026-04"] == ["2026-03-17T15:00", "2026-03-24T15:00", "2026-03-31T14:00"]
    assert "2026-10-20T14:00" in found
    assert "2026-10-27T15:00" in found


async def test_an_emptied_place_is_that_of_the_series_and_that_is_said() -> None:
    oz = open_room().person(OZ)
    await oz.say(f"meeting-edit?meeting={MARCH}")
    text = await oz.fill(place="")
    assert "Saved. It is held where the series is; if not, write another place, such as “to be announced”." in text
    assert "Where: Room 4" in text

"""/meeting-new: written down, looked at, and only then saved."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chat.requests import Account
from tests.meetings.room import KIM, OZ, PIA, Person, Room

FIRST = {
    "title": "Network meeting",
    "date": "2026-03-03",
    "time": "15:00",
    "repeats": "2nth",
    "place": "https://meet.example/health",
}


async def draft(room: Room, **answers: str) -> Person:
    oz = room.person(OZ)
    await oz.say("/meeting-new")
    await oz.fill(**FIRST | answers)
    return oz


async def test_is_for_organisers_alone() -> None:
    kim = Room().person(KIM)
    assert "is for organisers" in await kim.say("/meeting-new")
    assert kim.form is None


async def test_asks_at_most_five_things_at_once() -> None:
    oz = Room().person(OZ)
    await oz.say("/meeting-new")
    assert oz.form
    assert [option.name for option in oz.form.options] == ["title", "date", "time", "repeats", "place"]


async def test_says_in_words_what_was_understood_with_the_clock_changes_marked() -> None:
    oz = await draft(room := Room())
    assert "It is held every other month on the first Tuesday, 15:00 London time." in oz.text
    assert "1. Tuesday 3 March 2026, 15:00 London time, for you Tue 03 Mar 15:00 UTC\n" in oz.text
    assert "2. Tuesday 5 May 2026, 15:00 London time. The clocks have changed" in oz.text
    assert "6. Tuesday 5 January 2027" in oz.text
    assert "Length: 1 hour" in oz.text
    assert oz.labels == ["Save", "More details", "Who can come", "Change", "Discard"]
    assert await room.series() == []


async def test_nothing_is_in_any_list_before_it_is_saved_and_everything_after() -> None:
    oz = await draft(room := Room())
    assert "No meeting is planned" in await room.person(KIM).say("/meetings")
    assert "Saved. Members see it in /meetings now." in await oz.press("Save")
    assert "Tue 03 Mar 15:00 UTC · 15:00 London time" in await room.person(KIM).say("/meetings")


async def test_pressing_save_twice_saves_once() -> None:
    oz = await draft(room := Room())
    before = oz.reply
    await oz.press("Save")
    oz.reply = before
    assert "Saved." in await oz.press("Save")
    assert len(await room.series()) == 1


async def test_a_draft_belongs_to_whoever_wrote_it() -> None:
    oz = await draft(room := Room())
    pia = room.person(PIA)
    pia.reply = oz.reply
    for label in ("Save", "Discard", "Change", "More details", "Who can come"):
        assert "That draft is gone." in await pia.press(label)
        pia.reply = oz.reply
    assert "Saved." in await oz.press("Save")


async def test_a_draft_can_be_saved_in_private_where_a_platform_names_no_workspace() -> None:
    room = Room()
    oz, pia, private = (
        room.person(replace(OZ, account=Account("discord", home, user)))
        for home, user in (("9", "oz"), ("9", "pia"), ("*", "oz"))
    )
    await oz.say("/meeting-new")
    await oz.fill(**FIRST)
    private.reply = pia.reply = oz.reply
    assert "That draft is gone." in await pia.press("Save")
    assert "Saved." in await private.press("Save")


async def test_more_can_be_said_and_everything_changed_before_it_is_saved() -> None:
    oz = await draft(room := Room())
    await oz.press("More details")
    assert oz.form
    assert oz.form.values == {"kind": "network", "duration": "1 hour", "zone": "Europe/London"}
    await oz.fill(kind="workshop", duration="1:30", host="Ana Núñez", about="Bring a question", zone="Europe/Dublin")
    await oz.press("Who can come")
    await oz.fill(capacity="12", names="everyone")
    await oz.press("Change")
    assert oz.form.values == FIRST
    text = await oz.fill(title="Writing a grant", place="")
    assert "every other month on the first Tuesday, 15:00 Dublin time" in text
    assert "Where: not said yet" in text
    await oz.press("Save")

    (series,) = await room.series()
    assert (series.title, series.kind, series.host, series.about) == (
        "Writing a grant",
        "workshop",
        "Ana Núñez",
        "Bring a question",
    )
    assert (series.zone, series.duration, series.capacity) == ("Europe/Dublin", timedelta(minutes=90), 12)
    assert series.names_shown


async def test_a_discarded_draft_is_gone() -> None:
    oz = await draft(room := Room())
    before = oz.reply
    assert "Nothing was saved." in await oz.press("Discard")
    oz.reply = before
    assert "That draft is gone." in await oz.press("Save")
    assert await room.series() == []


async def test_a_draft_is_forgotten_after_a_day() -> None:
    oz = await draft(room := Room())
    key = oz.reply.blocks[-2].controls[0].call.args["draft"]  # type: ignore[union-attr]
    tidy = room.diary.planners[1]
    await tidy(room.now)
    assert await room.stores.proposals.find(key)
    room.now += timedelta(days=1)
    assert "That draft is gone." in await oz.press("Save")
    assert await tidy(room.now + timedelta(hours=1))
    assert await room.stores.proposals.find(key) is None


@pytest.mark.parametrize(
    ("answers", "field", "said"),
    [
        ({"date": "next Tuesday"}, "date", "“next Tuesday” is not a date I can read. Write it like 2026-03-10."),
        ({"date": "2026-02-29"}, "date", "“2026-02-29” is not a date I can read."),
        ({"date": "2025-03-04"}, "date", "4 March 2025, 15:00 is over already."),
        ({"date": "9999-03-04"}, "date", "The year 9999 is out of reach."),
        ({"time": "half three"}, "time", "“half three” is not a time I can read."),
        ({"time": "25:00"}, "time", "“25:00” is not a time I can read."),
        ({"repeats": "sometimes"}, "repeats", "“sometimes” is not one of the choices."),
        ({"repeats": "2last"}, "date", "3 March 2026 is not the last Tuesday of its month. That is the 31st:"),
        ({"title": ""}, "title", "I need to know: What is it called?"),
        ({"title": "x" * 201}, "title", "That is 201 characters"),
    ],
)
async def test_what_cannot_be_is_refused_beside_its_field(answers: dict[str, str], field: str, said: str) -> None:
    oz = await draft(Room(), **answers)
    assert said in " ".join(oz.text.split())
    assert oz.reply.unclear == field


@pytest.mark.parametrize(
    ("answers", "field", "said"),
    [
        ({"zone": "Europe/Lundon"}, "zone", "There is no time zone “Europe/Lundon”. Did you mean Europe/London?"),
        ({"duration": "0"}, "duration", "A meeting must end after it starts."),
        ({"duration": "-30"}, "duration", "“-30” is no length of time that I can read."),
        ({"duration": "until lunch"}, "duration", "Write minutes, such as 90"),
    ],
)
async def test_details_that_cannot_be_are_refused_and_the_draft_stays(
    answers: dict[str, str], field: str, said: str
) -> None:
    oz = await draft(room := Room())
    before = oz.reply
    await oz.press("More details")
    assert said in " ".join((await oz.fill(**answers)).split())
    assert oz.reply.unclear == field
    oz.reply = before
    await oz.press("Save")
    assert [one.zone for one in await room.series()] == ["Europe/London"]


async def test_says_which_time_is_taken_of_one_that_does_not_exist_or_comes_twice() -> None:
    skipped = await draft(Room(), date="2026-03-29", time="01:30", repeats="once")
    assert "Clocks go forward past 01:30 on 29 March 2026: 02:30 is taken." in skipped.text
    twice = await draft(Room(), date="2026-10-25", time="01:30", repeats="once")
    assert "01:30 comes twice on 25 October 2026: the first is taken, at UTC+1." in twice.text


async def test_names_the_months_that_have_no_such_day() -> None:
    oz = await draft(Room(), date="2026-01-31", repeats="1date")
    assert "every month on the 31st" in oz.text
    assert "No such day, so no meeting: February 2026, April 2026" in oz.text


@pytest.mark.parametrize(
    ("repeats", "date", "words"),
    [
        ("once", "2026-03-03", "It is held once, 15:00"),
        ("week", "2026-03-03", "every Tuesday"),
        ("fortnight", "2026-03-03", "every other Tuesday"),
        ("1nth", "2026-03-17", "every month on the third Tuesday"),
        ("3nth", "2026-03-17", "every 3 months on the third Tuesday"),
        ("2last", "2026-03-31", "every other month on the last Tuesday"),
        ("3date", "2026-03-15", "every 3 months on the 15th"),
    ],
)
async def test_every_rhythm_is_echoed_in_words(repeats: str, date: str, words: str) -> None:
    assert words in (await draft(Room(), repeats=repeats, date=date)).text

"""How a place is told about a meeting."""

from dataclasses import replace

import pytest

from bot.chat.views import Fields, calls, plain
from bot.meetings.notices import fingerprint
from bot.meetings.occurrences import find_meeting
from bot.meetings.posts import Style, answers, lead, post
from tests.meetings.series import network_meeting, utc, wall

START = wall("2026-03-03T15:00")
MEETING = find_meeting(network_meeting(), START)


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ("2026-02-03T15:00", "In 4 weeks"),
        ("2026-02-24T15:00", "In a week"),
        ("2026-02-25T10:00", "In 6 days"),
        ("2026-03-02T23:59", "Tomorrow"),
        ("2026-03-03T08:59", "Today"),
        ("2026-03-03T09:01", "In 6 hours"),
        ("2026-03-03T13:30", "In 90 minutes"),
        ("2026-03-03T14:00", "In an hour"),
        ("2026-03-03T14:00:40", "In 59 minutes"),
        ("2026-03-03T14:59", "Starting now"),
        ("2026-03-03T15:00", "Starting now"),
        ("2026-03-03T15:12", "Started 12 minutes ago"),
    ],
)
def test_says_how_far_off_a_meeting_is(now: str, said: str) -> None:
    assert lead(MEETING, utc(now)) == said


def test_offers_to_answer_and_to_be_reminded_but_not_when_it_is_cancelled() -> None:
    blocks = post(MEETING, Style.REMINDER, utc("2026-03-03T14:00"))
    assert [call.args.get("answer", call.command) for call in calls(blocks)] == [
        "going",
        "maybe",
        "not",
        "meeting-remind",
    ]
    cancelled = replace(MEETING, occurrence=replace(MEETING.occurrence, cancelled=True))
    assert calls(post(cancelled, Style.CANCELLED, utc("2026-03-03T14:00"))) == []


def test_says_before_one_answers_that_everybody_sees_who_comes() -> None:
    shown = replace(MEETING, series=replace(MEETING.series, names_shown=True))
    assert "Everybody sees who comes." in plain(post(shown, Style.REMINDER, utc("2026-03-03T14:00")))
    assert "Everybody" not in plain(post(MEETING, Style.REMINDER, utc("2026-03-03T14:00")))
    assert fingerprint(shown) != fingerprint(MEETING)


def test_every_button_fits_however_long_the_key() -> None:
    long = replace(MEETING, series=replace(MEETING.series, id="x" * 32))
    assert all(button.call.fits for button in answers(long))


def test_a_long_abstract_is_cut_at_a_word() -> None:
    meeting = replace(MEETING, occurrence=replace(MEETING.occurrence, abstract="health " * 100))
    text = plain(post(meeting, Style.REMINDER, utc("2026-03-03T14:00")))
    assert text.endswith("health …")
    assert len(text) < 700


def test_names_the_speaker_or_that_one_is_wanted_or_the_host() -> None:
    def who(**said: object) -> str:
        meeting = replace(MEETING, occurrence=replace(MEETING.occurrence, **said))  # type: ignore[arg-type] # short-hand
        (fields,) = [block for block in post(meeting, Style.REMINDER, utc("2026-03-01")) if isinstance(block, Fields)]
        return str(fields.pairs[1])

    assert who(speaker="Dr Okoro") == "('Speaker', ('Dr Okoro',))"
    assert "wanted: tell an organiser" in who(speaker_wanted=True)
    assert who() == "('Host', ('Ana Núñez',))"

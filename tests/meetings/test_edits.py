"""Changing one date or all, without disturbing the rest."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat.errors import NotFound, Refusal, Unclear
from bot.meetings import edits
from bot.meetings.model import Kind, Series
from tests.meetings.series import LATER, NOW, first, network_meeting, starts, wall

MARCH = wall("2026-03-03T15:00")
MAY = wall("2026-05-05T15:00")


def states(series: Series) -> list[tuple[str, int, int]]:
    """Key, revision and sequence of the first meetings."""
    return [(one.key, one.revision, one.sequence) for one in first(series, 5)]


def others(series: Series) -> list[tuple[str, int, int]]:
    return [state for state in states(series) if not state[0].endswith("20260303T150000")]


@pytest.mark.parametrize(
    ("changed", "heavier"),
    [
        (edits.move(network_meeting(), MARCH, wall("2026-03-04T10:00"), LATER), True),
        (edits.cancel(network_meeting(), MARCH, LATER), True),
        (edits.describe_date(network_meeting(), MARCH, LATER, duration=timedelta(hours=2)), True),
        (edits.describe_date(network_meeting(), MARCH, LATER, place="Room 5"), True),
        (edits.describe_date(network_meeting(), MARCH, LATER, speaker="Dr Okoro", abstract="On housing"), False),
        (edits.describe_date(network_meeting(), MARCH, LATER, speaker_wanted=True), False),
    ],
)
def test_a_change_to_one_date_touches_that_date_alone(changed: Series, heavier: bool) -> None:
    before = network_meeting()
    assert others(changed) == others(before)
    assert starts(changed, 9)[2:] == starts(before, 9)[2:]
    assert (changed.revision, changed.sequence, changed.changed_at) == (0, 0, NOW)
    touched = changed.occurrence(MARCH)
    assert (touched.revision, touched.sequence, touched.changed_at) == (1, int(heavier), LATER)


def test_what_is_said_about_a_date_stands_instead_of_what_is_said_about_all() -> None:
    series = edits.describe_date(network_meeting(), MARCH, LATER, title="Guest lecture", duration=timedelta(hours=2))
    january, march, *_ = first(series, 3)
    assert (march.title, march.place, march.duration) == ("Guest lecture", series.place, timedelta(hours=2))
    assert (january.title, january.duration) == ("Network meeting", timedelta(minutes=90))


def test_saying_the_same_again_changes_nothing() -> None:
    series = edits.describe_date(network_meeting(), MARCH, LATER, speaker="Dr Okoro")
    assert edits.describe_date(series, MARCH, LATER, speaker="Dr Okoro") is series
    assert edits.move(series, MARCH, MARCH, LATER) is series
    assert edits.reword(series, LATER, title=series.title) is series


def test_a_date_moved_back_is_an_ordinary_date_again() -> None:
    there = edits.move(network_meeting(), MARCH, wall("2026-03-04T10:00"), LATER)
    back = edits.move(there, MARCH, MARCH, LATER)
    assert starts(back, 6) == starts(network_meeting(), 6)
    assert (back.occurrence(MARCH).moved_to, back.occurrence(MARCH).sequence) == (None, 2)


def test_a_cancelled_date_keeps_its_speaker_and_can_be_held_after_all() -> None:
    series = edits.cancel(edits.describe_date(network_meeting(), MARCH, LATER, speaker="Dr Okoro"), MARCH, LATER)
    with pytest.raises(Refusal, match="cancelled"):
        edits.move(series, MARCH, wall("2026-03-04T10:00"), LATER)
    held = edits.restore(series, MARCH, LATER).occurrence(MARCH)
    assert (held.cancelled, held.speaker, held.revision, held.sequence) == (False, "Dr Okoro", 3, 2)


def test_ending_a_series_leaves_what_was_before() -> None:
    series = edits.describe_date(network_meeting(), MARCH, LATER, speaker="Dr Okoro")
    ended = edits.end(series, MAY, LATER)
    assert starts(ended, 9) == starts(series, 2)
    assert ended.occurrences == series.occurrences
    assert (ended.revision, ended.sequence, ended.changed_at) == (1, 1, LATER)
    with pytest.raises(NotFound):
        edits.end(ended, wall("2026-07-07T15:00"), LATER)


def test_rewording_touches_every_date_and_diaries_only_when_the_place_changes() -> None:
    said = edits.reword(network_meeting(), LATER, title="All-network meeting", kind=Kind.WORKSHOP, host="Bo")
    assert (said.revision, said.sequence, said.changed_at) == (1, 0, LATER)
    assert {one.title for one in first(said, 5)} == {"All-network meeting"}
    moved = edits.reword(said, LATER, place="Room 9")
    assert (moved.revision, moved.sequence) == (2, 1)
    assert starts(moved, 5) == starts(network_meeting(), 5)


@pytest.mark.parametrize("change", [edits.cancel, edits.restore, edits.end])
def test_a_date_the_series_does_not_have_cannot_be_changed(change: Any) -> None:
    with pytest.raises(NotFound):
        change(network_meeting(), wall("2026-03-04T15:00"), LATER)


@pytest.mark.parametrize(
    ("wrong", "option"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"about": "x" * 8001}, "about"),
        ({"zone": "Europe/Lundon"}, "zone"),
        ({"duration": timedelta()}, "duration"),
        ({"duration": timedelta(minutes=-30)}, "duration"),
        ({"duration": timedelta(days=15)}, "duration"),
        ({"start": wall("2026-01-07T15:00")}, "start"),
        ({"start": wall("1969-01-07T15:00")}, "start"),
    ],
)
def test_a_series_that_cannot_be_held_is_refused_with_the_field_at_fault(wrong: dict[str, Any], option: str) -> None:
    with pytest.raises(Unclear) as caught:
        edits.checked(replace(network_meeting(), **wrong))
    assert caught.value.option == option
    assert caught.value.hint


def test_one_date_cannot_end_before_it_starts_either() -> None:
    with pytest.raises(Unclear, match="end after it starts"):
        edits.describe_date(network_meeting(), MARCH, LATER, duration=timedelta(minutes=-1))
    with pytest.raises(Unclear, match="out of reach"):
        edits.move(network_meeting(), MARCH, wall("3026-03-03T15:00"), LATER)


DATES = [one.occurrence.start for one in first(network_meeting(), 8)]
EDITS = st.sampled_from(
    [
        lambda series, start, _: edits.cancel(series, start, LATER),
        lambda series, start, _: edits.restore(series, start, LATER),
        lambda series, start, to: edits.describe_date(series, start, LATER, speaker=f"Dr {to:%H}"),
        lambda series, start, to: edits.move(edits.restore(series, start, LATER), start, to, LATER),
    ]
)
TIMES = st.datetimes(min_value=wall("2026-01-01"), max_value=wall("2027-01-01")).map(
    lambda to: to.replace(microsecond=0)
)


@settings(deadline=None)
@given(st.lists(st.tuples(EDITS, st.sampled_from(DATES), TIMES), max_size=6))
def test_whatever_is_done_to_some_dates_the_others_stay_as_they_are(done: list[tuple[Any, datetime, datetime]]) -> None:
    series = network_meeting()
    for edit, start, to in done:
        before = {one.key: one for one in first(series, 20)}
        series = edit(series, start, to)
        after = {one.key: one for one in first(series, 20)}
        assert before.keys() == after.keys()
        for key, one in before.items():
            if one.occurrence.start != start:
                assert (one.when, one.occurrence, one.revision) == (
                    after[key].when,
                    after[key].occurrence,
                    after[key].revision,
                )
            assert after[key].sequence >= one.sequence

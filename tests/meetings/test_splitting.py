"""“This and following.”"""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chat.errors import NotFound, Unclear
from bot.meetings import edits
from bot.meetings.occurrences import key_of
from bot.meetings.rule_text import read_rule
from bot.meetings.splitting import following, moved_keys, split
from bot.meetings.whereabouts import by_id, trace
from tests.meetings.series import LATER, LONDON, first, network_meeting, starts, wall

MARCH = wall("2026-03-03T15:00")
MAY = wall("2026-05-05T15:00")
JULY = wall("2026-07-07T15:00")


def test_the_dates_before_stay_and_the_rest_follows_the_new_plan() -> None:
    series = edits.describe_date(network_meeting(), MARCH, LATER, speaker="Dr Okoro")
    wanted = replace(following(series, MAY), start=wall("2026-05-05T16:30"), place="Room 9")
    done = split(series, MAY, wanted, new_id="after", at=LATER)
    assert done.before
    assert starts(done.before, 9) == starts(series, 2)
    assert done.before.occurrences == series.occurrences
    assert starts(done.after, 3) == ["2026-05-05T15:30", "2026-07-07T15:30", "2026-09-01T15:30"]
    assert (done.after.id, done.after.uid, done.after.follows) == ("after", "after@hirg-bot", series.id)
    assert (done.after.version, done.after.revision, done.after.sequence) == (0, 0, 0)
    assert (done.before.sequence, done.before.changed_at) == (1, LATER)
    assert done.changed == (done.before, done.after)


def test_what_was_said_about_the_dates_that_follow_goes_along() -> None:
    series = edits.describe_date(network_meeting(), MAY, LATER, speaker="Dr Okoro")
    series = edits.cancel(series, JULY, LATER)
    rule, start = read_rule("FREQ=MONTHLY;INTERVAL=2;BYDAY=2WE", wall("2026-05-13T16:30"), LONDON)
    done = split(series, MAY, replace(following(series, MAY), rule=rule, start=start), new_id="after", at=LATER)
    may, july, september = first(done.after, 3)
    assert (may.occurrence.speaker, may.when.wall) == ("Dr Okoro", wall("2026-05-13T16:30"))
    assert (july.cancelled, september.cancelled) == (True, False)
    assert done.left_behind == ()


def test_a_date_that_was_moved_stays_where_it_was_moved_to_also_in_another_zone() -> None:
    series = edits.move(network_meeting(), JULY, wall("2026-07-09T10:00"), LATER)
    wanted = replace(following(series, MAY), zone="Europe/Paris")
    done = split(series, MAY, wanted, new_id="after", at=LATER)
    assert starts(done.after, 3) == ["2026-05-05T13:00", "2026-07-09T09:00", "2026-09-01T13:00"]


def test_what_has_no_counterpart_in_another_rhythm_is_left_for_somebody_to_look_at() -> None:
    series = edits.describe_date(network_meeting(), MAY, LATER, speaker="Dr Okoro")
    series = edits.describe_date(series, JULY, LATER, speaker="Dr Lee")
    rule, start = read_rule("FREQ=WEEKLY;INTERVAL=2", wall("2026-05-05T15:00"), LONDON)
    done = split(series, MAY, replace(following(series, MAY), rule=rule, start=start), new_id="after", at=LATER)
    assert [one.speaker for one in done.after.occurrences] == ["Dr Okoro"]
    assert [one.speaker for one in done.left_behind] == ["Dr Lee"]


def test_the_date_from_which_a_series_is_moved_goes_along_into_another_rhythm_and_to_its_new_time() -> None:
    series = edits.describe_date(network_meeting(), MAY, LATER, speaker="Dr Okoro")
    series = edits.move(series, MAY, wall("2026-05-06T09:00"), LATER)
    rule, start = read_rule("FREQ=WEEKLY", wall("2026-05-07T12:00"), LONDON)
    done = split(series, MAY, replace(following(series, MAY), rule=rule, start=start), new_id="after", at=LATER)
    (held,) = first(done.after, 1)
    assert (held.occurrence.speaker, held.when.wall) == ("Dr Okoro", wall("2026-05-07T12:00"))
    assert done.left_behind == ()
    assert moved_keys(series, MAY, done.after) == {key_of(series.id, MAY): key_of("after", start)}


def test_a_first_date_that_stands_for_another_date_of_the_series_stays_with_that() -> None:
    series = edits.describe_date(network_meeting("FREQ=WEEKLY"), wall("2026-01-06T15:00"), LATER, speaker="Dr Okoro")
    rule, start = read_rule("FREQ=MONTHLY;BYDAY=2TU", wall("2026-01-13T15:00"), LONDON)
    wanted = replace(following(series, series.start), rule=rule, start=start)
    done = split(series, series.start, wanted, new_id="unused", at=LATER)
    assert ([one.speaker for one in done.left_behind], done.after.occurrences) == (["Dr Okoro"], ())


def test_from_the_first_date_on_the_series_itself_is_changed() -> None:
    series = replace(network_meeting(), version=4, revision=2, sequence=1)
    wanted = replace(following(series, series.start), start=wall("2026-01-06T16:00"))
    done = split(series, series.start, wanted, new_id="unused", at=LATER)
    assert done.before is None
    assert (done.after.id, done.after.uid, done.after.version) == (series.id, series.uid, 4)
    assert (done.after.revision, done.after.sequence) == (3, 2)
    assert starts(done.after, 2) == ["2026-01-06T16:00", "2026-03-03T16:00"]
    assert done.changed == (done.after,)


def test_a_first_date_that_goes_on_in_another_rhythm_is_found_again_by_its_old_key() -> None:
    series = network_meeting()
    rule, start = read_rule("FREQ=WEEKLY;INTERVAL=2", wall("2026-01-08T10:00"), LONDON)
    wanted = replace(following(series, series.start), rule=rule, start=start)
    done = split(series, series.start, wanted, new_id="after", at=LATER)
    assert done.before
    assert starts(done.before, 1) == []
    found = trace(by_id(done.changed), key_of(series.id, series.start))
    assert found
    assert (found.series.id, found.when.wall, found.cancelled) == ("after", start, False)


@pytest.mark.parametrize("ending", ["COUNT=5", "UNTIL=20260901T140000Z"])
@pytest.mark.parametrize("hour", [14, 15, 16])
def test_as_many_dates_remain_as_there_were_whatever_the_hour(ending: str, hour: int) -> None:
    series = network_meeting(f"FREQ=MONTHLY;INTERVAL=2;BYDAY=1TU;{ending}")
    done = split(series, MAY, replace(following(series, MAY), start=MAY.replace(hour=hour)), new_id="after", at=LATER)
    assert [len(starts(part, 99)) for part in done.changed] == [2, 3]


def test_a_series_that_was_ended_stays_ended() -> None:
    series = edits.end(network_meeting(), wall("2026-09-01T15:00"), LATER)
    done = split(
        series, MARCH, replace(following(series, MARCH), start=MARCH.replace(hour=9)), new_id="after", at=LATER
    )
    assert [len(starts(part, 99)) for part in done.changed] == [1, 3]


def test_a_weekly_series_takes_what_was_said_from_week_to_week() -> None:
    series = network_meeting("FREQ=WEEKLY;INTERVAL=2", "2026-01-06T15:00")
    series = edits.describe_date(series, wall("2026-02-17T15:00"), LATER, notes="Bring a poem")
    rule, start = read_rule("FREQ=WEEKLY;INTERVAL=2", wall("2026-01-22T12:00"), LONDON)
    wanted = replace(following(series, wall("2026-01-20T15:00")), rule=rule, start=start)
    done = split(series, wall("2026-01-20T15:00"), wanted, new_id="after", at=LATER)
    assert [(one.start, one.notes) for one in done.after.occurrences] == [(wall("2026-02-19T12:00"), "Bring a poem")]


def test_a_single_meeting_is_moved_whole() -> None:
    series = edits.describe_date(
        network_meeting("", "2026-01-06T15:00"), wall("2026-01-06T15:00"), LATER, speaker="Lee"
    )
    wanted = replace(following(series, series.start), start=wall("2026-02-09T10:00"), duration=timedelta(hours=1))
    done = split(series, series.start, wanted, new_id="unused", at=LATER)
    assert [(one.occurrence.speaker, one.when.wall) for one in first(done.after, 9)] == [
        ("Lee", wall("2026-02-09T10:00"))
    ]


def test_a_plan_that_cannot_be_held_or_a_date_that_is_none_is_refused() -> None:
    series = network_meeting()
    with pytest.raises(Unclear, match="end after it starts"):
        split(series, MAY, replace(following(series, MAY), duration=timedelta()), new_id="after", at=LATER)
    with pytest.raises(NotFound):
        following(series, wall("2026-05-06T15:00"))

"""“This and following”: a series ends before a date, and another goes on from there as somebody wants it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice, takewhile

from bot.meetings.edits import checked, end, touched
from bot.meetings.model import Occurrence, Series
from bot.meetings.occurrences import find_meeting, key_of
from bot.meetings.rule_text import TOO_MANY
from bot.meetings.rules import Rule, Unit, dates
from bot.meetings.times import moment

UID_SUFFIX = "@hirg-bot"
# Ten years of a weekly meeting.
_MOST_MOVED = 520
# A counterpart is in the same month, whatever the zones.
_MOST_APART = timedelta(days=32)


@dataclass(frozen=True, slots=True)
class Split:
    """What a split leaves: `before`, and `after` from the date on.

    `before` is None where nothing comes before the date and the rhythm stays: `after` is then the same series, changed
    in place. In another rhythm its dates could not be told to stand for the old ones any more. What was said about a
    date that has no counterpart in `after` is in `left_behind`, for somebody to look at.
    """

    before: Series | None
    after: Series
    left_behind: tuple[Occurrence, ...] = ()

    @property
    def changed(self) -> tuple[Series, ...]:
        """Both parts, to be saved together."""
        return (self.before, self.after) if self.before else (self.after,)


def uid_of(series_id: str) -> str:
    """Return what calendar files call a series that began here."""
    return series_id + UID_SUFFIX


def following(series: Series, start: datetime) -> Series:
    """Return the series as it goes on from one of its dates; an end becomes the number of dates that remain.

    A count, because an end in time would lose or gain a date when the hour changes.
    """
    find_meeting(series, start)
    rest = takewhile(lambda wall: series.ended is None or wall < series.ended, _from(series, start))
    left = None if series.rule.endless and series.ended is None else sum(1 for _ in islice(rest, TOO_MANY))
    rule = replace(series.rule, count=left, until=None) if series.rule.unit is not Unit.ONCE else series.rule
    said = tuple(one for one in series.occurrences if one.start >= start)
    return replace(series, start=start, rule=rule, ended=None, occurrences=said)


def split(series: Series, start: datetime, wanted: Series, *, new_id: str, at: datetime) -> Split:
    """Let a series go on from one of its dates as `wanted`: `following(series, start)` with other times or words.

    What was said about the dates that follow goes along to their counterparts. Raises Unclear when `wanted` cannot be
    held, NotFound when `start` is no date of the series.
    """
    find_meeting(series, start)
    said = [one for one in series.occurrences if one.start >= start]
    if wanted.start != start:  # that is when this date is held now, wherever it had been moved by itself
        said = [replace(one, moved_to=None) if one.start == start else one for one in said]
    pairs = [(one, goes_to(series, start, one.start, wanted)) for one in said]
    stamped = [
        (replace(one, revision=one.revision + 1, sequence=one.sequence + 1, changed_at=at), there)
        for one, there in pairs
    ]
    along = tuple(replace(_rezoned(one, series, wanted), start=there) for one, there in stamped if there)
    left = tuple(one for one, there in pairs if not there)
    if start == series.start and _rhythm(series.rule) == _rhythm(wanted.rule):
        own = replace(wanted, id=series.id, uid=series.uid, follows=series.follows, version=series.version)
        kept = replace(own, revision=series.revision, sequence=series.sequence, occurrences=along)
        return Split(None, checked(touched(kept, at, heavier=True)), left)
    new = replace(
        wanted, id=new_id, uid=uid_of(new_id), follows=series.id, version=0, revision=0, sequence=0, changed_at=at
    )
    return Split(end(series, start, at), checked(replace(new, occurrences=along)), left)


def moved_keys(series: Series, start: datetime, after: Series) -> dict[str, str]:
    """Return the keys of a split series' dates, from `start` on, with the keys of their counterparts in `after`.

    What is kept by key, such as who comes, has to go along; of what lies years ahead nobody knows anything yet.
    """
    walls = [*islice(_from(series, start), _MOST_MOVED)]
    pairs = ((wall, goes_to(series, start, wall, after)) for wall in walls)
    return {key_of(series.id, wall): key_of(after.id, there) for wall, there in pairs if there}


def goes_to(series: Series, start: datetime, wall: datetime, after: Series) -> datetime | None:
    """Return where a date goes in `after`, by which a series goes on from `start`.

    `start` itself goes to the first date, in whatever rhythm, unless that stands for another date of the series.
    """
    there = counterpart(series, wall, after)
    if there or wall != start:
        return there
    others = takewhile(lambda other: other <= after.start + _MOST_APART, islice(_from(series, start), 1, None))
    return None if after.start in (counterpart(series, other, after) for other in others) else after.start


def counterpart(series: Series, start: datetime, after: Series) -> datetime | None:
    """Return the date of another series that stands for one of this: the one in the same week or month.

    Where the two have different rhythms only a date on the same day does.
    """
    same = _rhythm(series.rule) == _rhythm(after.rule)
    period = _period(series.rule, start) if same else start.date()
    since = start.replace(hour=0, minute=0, second=0)
    if same and series.rule.unit is Unit.MONTH:
        since = since.replace(day=1)
    elif same and series.rule.unit is Unit.WEEK:
        since = datetime.fromisocalendar(*start.isocalendar()[:2], 1)
    elif same:
        return after.start
    there = next(dates(after.rule, after.start, after.tz, since), None)
    found = there and (_period(after.rule, there) if same else there.date())
    return there if found == period else None


def _rezoned(one: Occurrence, series: Series, wanted: Series) -> Occurrence:
    """Keep a date that was moved where it was moved to, also when the series changes its zone."""
    if one.moved_to is None or series.zone == wanted.zone:
        return one
    local = moment(one.moved_to, series.tz).utc.astimezone(wanted.tz)
    return replace(one, moved_to=local.replace(tzinfo=None, fold=0))


def _from(series: Series, start: datetime) -> Iterator[datetime]:
    return dates(series.rule, series.start, series.tz, start)


def _rhythm(rule: Rule) -> tuple[Unit, int]:
    return rule.unit, rule.every


def _period(rule: Rule, start: datetime) -> tuple[int, int]:
    """Name the week or the month a date falls in."""
    return start.isocalendar()[:2] if rule.unit is Unit.WEEK else (start.year, start.month)

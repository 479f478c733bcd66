"""Two dates of one series on the same day, or at the same time: allowed, but not without a word."""

from collections.abc import Iterable

from bot.meetings.edits import LONGEST
from bot.meetings.model import Series
from bot.meetings.occurrences import Meeting, between
from bot.meetings.words import local_words


def clashes(meeting: Meeting, series: Iterable[Series]) -> list[Meeting]:
    """List the other dates of these series that are held on the day of a meeting, or while it is held."""
    near = between(series, meeting.start - LONGEST, meeting.end + LONGEST)
    return [one for one in near if one.key != meeting.key and not one.cancelled and _meet(one, meeting)]


def clash_words(meeting: Meeting, *series: Series) -> str:
    """Say which dates a meeting was put upon, a sentence to follow others; empty where it has the day to itself."""
    if meeting.cancelled or not (found := clashes(meeting, series)):
        return ""
    others = ", ".join(f"“{one.title}” on {local_words(one.when, one.series.zone)}" for one in found)
    them = "one of the two" if len(found) == 1 else "one of them"
    return f" Mind that there is also {others}: both stand. If that is not meant, move or cancel {them}."


def _meet(one: Meeting, other: Meeting) -> bool:
    days = {meeting.start.astimezone(other.series.tz).date() for meeting in (one, other)}
    return len(days) == 1 or (one.start < other.end and other.start < one.end)

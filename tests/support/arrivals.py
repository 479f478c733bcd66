"""A thousand requests that arrive one after the other, and how much the order of release tells of that."""

from datetime import UTC, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from bot.support.release import Timing

WAIT = (timedelta(minutes=3), timedelta(minutes=20))
SLOTS = (time(9), time(13), time(18))
LONDON = ZoneInfo("Europe/London")
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
POSTS = 1000


def timing(seed: int, wait: tuple[timedelta, timedelta] = WAIT) -> Timing:
    """Return the usual timing, which chooses the same for the same seed."""
    return Timing(wait, SLOTS, LONDON, Random(seed))  # noqa: S311 - a test has to be the same every time


def spread(begin: datetime, over: timedelta) -> list[datetime]:
    """Spread the moments of arrival evenly."""
    return [begin + over * post / POSTS for post in range(POSTS)]


def window(one: Timing) -> list[datetime]:
    """Spread them over one window: what arrives in one goes out in one."""
    every = (WAIT[1] - WAIT[0]) / 2
    return spread(one.begins(NOON) + every, every)


def rank_correlation(arrived: list[datetime], released: list[datetime]) -> float:
    """Return Spearman's coefficient."""
    ranks = [sorted(range(len(times)), key=times.__getitem__) for times in (arrived, released)]
    places = [{post: place for place, post in enumerate(order)} for order in ranks]
    squares = sum((places[0][post] - places[1][post]) ** 2 for post in range(len(arrived)))
    return 1 - 6 * squares / (len(arrived) * (len(arrived) ** 2 - 1))

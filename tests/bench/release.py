"""What the order in which unnamed requests are posted tells about the order in which they were written."""

from collections.abc import Callable
from datetime import datetime, timedelta
from statistics import fmean

from bot.support.release import Timing, When
from tests.support.arrivals import NOON, POSTS, rank_correlation, spread, timing, window

SEEDS = 100
HOUR = timedelta(hours=1)


def main(arguments: list[str]) -> None:
    """Print the figures."""
    del arguments
    print(f"Rank correlation of arrival and release over {POSTS:,} posts, {SEEDS} times (0: it tells nothing):\n")
    _print("sent soon, arrived in one window", When.SOON, window)
    _print("in the next slot, arrived in the hour before", When.SLOT, lambda _: spread(NOON, HOUR))
    # No wait of minutes hides which of two hours something was written in; it is not meant to.
    _print("sent soon, arrived over eight hours", When.SOON, lambda _: spread(NOON, 8 * HOUR))


def _print(what: str, when: When, arrivals: Callable[[Timing], list[datetime]]) -> None:
    found = []
    for seed in range(SEEDS):
        one = timing(seed)
        arrived = arrivals(one)
        found.append(rank_correlation(arrived, [one.choose(when, now) for now in arrived]))
    print(f"{what:<46} mean {fmean(found):+.3f}, furthest from 0 {max(found, key=abs):+.3f}")

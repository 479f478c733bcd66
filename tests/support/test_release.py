"""When things go out: as was promised, and in no order that tells who was first."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from bot.delivery.model import Unknown, Unreadable
from bot.support.release import SPREAD, Timing, When
from tests.support.arrivals import LONDON, NOON, POSTS, WAIT, rank_correlation, spread, timing, window
from tests.support.house import BUSY, CHANNEL, House

# Of 1,000 in random order, the correlation of ranks is within three standard errors of 0 in 997 of 1,000 cases.
CLOSE_TO_NOTHING = 3 / (POSTS - 1) ** 0.5


@pytest.mark.parametrize("seed", range(20))
def test_the_order_of_release_tells_nothing_about_the_order_of_arrival_in_a_window(seed: int) -> None:
    one = timing(seed)
    arrived = window(one)
    assert abs(rank_correlation(arrived, [one.choose(When.SOON, now) for now in arrived])) < CLOSE_TO_NOTHING


@pytest.mark.parametrize("seed", range(20))
def test_what_waits_for_one_slot_goes_out_in_random_order(seed: int) -> None:
    one = timing(seed)
    arrived = spread(NOON, timedelta(hours=1))
    released = [one.choose(When.SLOT, now) for now in arrived]
    assert abs(rank_correlation(arrived, released)) < CLOSE_TO_NOTHING
    assert all(NOON + timedelta(hours=1) <= time <= NOON + timedelta(hours=1) + SPREAD for time in released)


@pytest.mark.parametrize("wait", [WAIT, (timedelta(), timedelta(minutes=1)), (timedelta(minutes=5),) * 2])
def test_nobody_waits_less_or_longer_than_was_promised(wait: tuple[timedelta, timedelta]) -> None:
    one = timing(1, wait)
    arrived = [NOON + timedelta(seconds=7 * post) for post in range(POSTS)]
    waited = [one.choose(When.SOON, now) - now for now in arrived]
    assert wait[0] <= min(waited)
    assert max(waited) <= wait[1]
    if wait == WAIT:
        assert max(waited) - min(waited) > timedelta(minutes=15)


def test_the_windows_begin_at_a_moment_of_their_own() -> None:
    assert len({timing(seed).begins(NOON) for seed in range(50)}) == 50


def test_post_now_is_now() -> None:
    assert timing(1).choose(When.NOW, NOON) == NOON


@pytest.mark.parametrize(
    ("now", "slot"),
    [
        (datetime(2026, 3, 2, 8, 59, tzinfo=UTC), datetime(2026, 3, 2, 9, tzinfo=UTC)),
        (datetime(2026, 3, 2, 9, tzinfo=UTC), datetime(2026, 3, 2, 13, tzinfo=UTC)),
        (datetime(2026, 3, 2, 19, tzinfo=UTC), datetime(2026, 3, 3, 9, tzinfo=UTC)),
        # In the night between, the clocks go forward.
        (datetime(2026, 3, 28, 19, tzinfo=UTC), datetime(2026, 3, 29, 8, tzinfo=UTC)),
        (datetime(2026, 7, 1, 8, 30, tzinfo=UTC), datetime(2026, 7, 1, 12, tzinfo=UTC)),
    ],
)
def test_slots_are_times_on_the_clock_of_the_network(now: datetime, slot: datetime) -> None:
    assert timing(1).next_slot(now) == slot


def test_without_slots_it_goes_out_soon() -> None:
    one = Timing(WAIT, (), LONDON, Random(1))  # noqa: S311
    assert one.next_slot(NOON) is None
    assert WAIT[0] <= one.choose(When.SLOT, NOON) - NOON <= WAIT[1]


async def test_a_request_that_cannot_go_out_while_the_platform_rests_goes_out_later() -> None:
    house = House()
    house.slack.faults = [BUSY] * 3
    await house.ask()
    await house.press("Post now")
    await house.wait(minutes=4)
    assert len(house.public()) == 1
    assert (await house.case()).posted


async def test_an_organiser_decides_about_a_post_that_may_or_may_not_be_there() -> None:
    house = House()
    house.slack.faults, house.slack.history_fault = [Unknown()], Unreadable("It is closed to me.")
    await house.ask()
    await house.press("Post now")
    await house.wait(hours=3)
    assert house.slack.posts == 1
    assert (await house.case()).look_at is not None
    [post] = await house.letterbox.about((await house.case()).id)
    assert post.to == CHANNEL

"""When help lines answer."""

from datetime import UTC, datetime

import pytest

from bot.support.hours import LONDON, read_hours

EVENINGS = ["mon-thu 18:00-02:00", "fri 18:00 - mon 06:00"]


def at(day: int, clock: str, month: int = 11) -> datetime:
    """Return a moment of 2026 in London; 23 November is a Monday."""
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, month, day, hour, minute, tzinfo=LONDON)


@pytest.mark.parametrize("moment", [at(23, "00:00"), at(29, "23:59"), at(25, "03:00")])
def test_always_is_always(moment: datetime) -> None:
    assert read_hours(["always"]).open_at(moment)
    assert read_hours(["always"]).next_opening(moment) == ""


@pytest.mark.parametrize(
    ("moment", "open_", "opens"),
    [
        (at(23, "05:59"), True, ""),
        (at(23, "06:00"), False, "today at 6pm"),
        (at(23, "17:59"), False, "today at 6pm"),
        (at(23, "18:00"), True, ""),
        (at(24, "01:59"), True, ""),
        (at(24, "02:00"), False, "today at 6pm"),
        (at(27, "01:30"), True, ""),
        (at(27, "02:30"), False, "today at 6pm"),
        (at(28, "12:00"), True, ""),
        (at(29, "23:59"), True, ""),
    ],
)
def test_evenings_go_over_midnight_and_the_weekend_over_sunday_night(
    moment: datetime, *, open_: bool, opens: str
) -> None:
    hours = read_hours(EVENINGS)
    assert hours.open_at(moment) is open_
    assert hours.next_opening(moment) == opens


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        (at(23, "07:00"), "today at 8am"),
        (at(23, "19:00"), "tomorrow at 8am"),
        (at(27, "18:00"), "Monday at 8am"),
        (at(29, "12:00"), "tomorrow at 8am"),
        (at(28, "12:00"), "Monday at 8am"),
    ],
)
def test_says_the_day_on_which_an_office_opens_again(moment: datetime, opens: str) -> None:
    assert read_hours(["mon-fri 08:00-18:00"]).next_opening(moment) == opens


def test_goes_by_the_clock_in_london_in_summer_too() -> None:
    hours = read_hours(["mon-fri 08:00-18:00"])
    assert hours.open_at(datetime(2026, 7, 6, 7, 30, tzinfo=UTC))
    assert not hours.open_at(datetime(2026, 11, 23, 7, 30, tzinfo=UTC))


def test_opens_at_the_hour_that_is_said_when_the_clocks_change_between() -> None:
    assert read_hours(["mon 08:00-18:00"]).next_opening(at(28, "12:00", month=3)) == "Monday at 8am"


@pytest.mark.parametrize(("clock", "said"), [("00:30", "12.30am"), ("12:00", "12pm"), ("23:15", "11.15pm")])
def test_says_hours_as_people_do(clock: str, said: str) -> None:
    assert read_hours([f"wed {clock}-24:00"]).next_opening(at(24, "12:00")) == f"tomorrow at {said}"


def test_a_range_of_days_may_go_over_the_weekend() -> None:
    hours = read_hours(["sat-mon 10:00-24:00"])
    assert hours.open_at(at(29, "23:59"))
    assert hours.open_at(at(23, "10:00"))
    assert not hours.open_at(at(24, "10:00"))


@pytest.mark.parametrize(
    "text", ["", "monday", "mon-fri 8-18", "mon-fri 08:00-25:00", "always open", "mon 08:00 - 18:00"]
)
def test_anything_else_are_no_hours(text: str) -> None:
    with pytest.raises(ValueError, match="are no hours"):
        read_hours([text])

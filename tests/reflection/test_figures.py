"""Numbers of sessions: summed up, told in steps of five, and nothing under five can be worked out from them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reflection.counts import Held
from bot.reflection.course import band
from bot.reflection.figures import Figures, Part, Row, figures, settled
from bot.reflection.formats import BLANK, Format
from tests.reflection.sessions import FORMATS

TODAY = date(2026, 11, 29)
SIZES = [band(people) for people in (1, 5, 10, 20)]
KIND = Held(month=date(2026, 10, 1), format="rolfe", size="5 to 9", slow=False)
# For each part, so many sessions in each of its rows.
Sums = Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What may have been held: so much of each row of each part, over some months, with some formats on offer."""

    sums: Sums
    months: tuple[date, ...]
    formats: tuple[Format, ...]

    @property
    def told(self) -> Figures:
        """Let those sessions be counted and reported."""
        keys: tuple[Sequence[object], ...] = (self.months, format_keys(len(self.formats)), SIZES, (False, True))
        sessions = zip(*(_each(part, row) for part, row in zip(keys, self.sums, strict=True)), strict=True)
        counted = Counter(Held(month=m, format=f, size=s, slow=p) for m, f, s, p in sessions)
        return figures(counted, self.months, self.formats)


def _each(keys: Sequence[object], numbers: Sequence[int]) -> list[object]:
    return [key for key, number in zip(keys, numbers, strict=True) for _ in range(number)]


def offered(number: int) -> tuple[Format, ...]:
    return tuple(replace(FORMATS["rolfe"], key=f"f{one}", name=f"Format {one}") for one in range(number))


def format_keys(number: int) -> list[str]:
    """Name a key for each row of formats when so many are offered."""
    keys = [f"f{one}" for one in range(number)]
    return [*keys, *([BLANK] if (number + 1) % 5 == 0 else []), "given up"]


def possible(told: Figures, part: int, row: int) -> dict[int, int]:
    """Say what a row may be by all that is told, each with a total with which it may: what any reader can work out."""
    sums = [(sum(one.least for one in every.rows), sum(one.most for one in every.rows)) for every in told.parts]
    least = max(told.total.least, *(low for low, _ in sums))
    most = min(told.total.most, *(high for _, high in sums))
    this, (low, high) = told.parts[part].rows[row], sums[part]
    return {
        number: total
        for total in range(least, most + 1)
        for number in range(this.least, this.most + 1)
        if low - this.least <= total - number <= high - this.most
    }


def another(world: World, told: Figures, part: int, row: int) -> World:
    """Find a world that is told alike, in which a row is another number. Raises StopIteration."""
    truth = world.sums[part][row]
    number, total = next(one for one in possible(told, part, row).items() if one[0] != truth)
    sums = [
        _filled(every.rows, total, {row: number} if where == part else {}) for where, every in enumerate(told.parts)
    ]
    return replace(world, sums=sums)


def _filled(rows: Sequence[Row], total: int, fixed: dict[int, int]) -> list[int]:
    numbers = [fixed.get(where, row.least) for where, row in enumerate(rows)]
    for where, row in enumerate(rows):
        if where not in fixed:
            numbers[where] += min(row.most - row.least, total - sum(numbers))
    return numbers


def _split(total: int, rows: int) -> st.SearchStrategy[list[int]]:
    """Share a total out, also in the ways that leave least room: nothing, or just under five, almost everywhere."""
    cuts = st.lists(st.sampled_from([0, 4, 5, 9, 14]) | st.integers(0, total), min_size=rows - 1, max_size=rows - 1)

    def share(wanted: list[int]) -> list[int]:
        left, shares = total, list[int]()
        for one in wanted:
            shares.append(min(one, left))
            left -= shares[-1]
        return [*shares, left]

    return cuts.map(share)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    months = settled(TODAY, draw(st.sampled_from([3, 12, 24])))
    formats = offered(draw(st.integers(1, 12)))
    total = draw(st.integers(0, 60))
    rows = (len(months), len(format_keys(len(formats))), len(SIZES), 2)
    return World(sums=[draw(_split(total, many)) for many in rows], months=months, formats=formats)


@given(worlds())
@settings(deadline=None)
def test_no_number_under_five_can_be_worked_out_from_what_is_told(world: World) -> None:
    told = world.told
    for part, every in enumerate(told.parts):
        for row, one in enumerate(every.rows):
            if not one.least:
                other = another(world, told, part, row)
                assert other.sums[part][row] != world.sums[part][row]
                assert other.told == told


@given(worlds())
@settings(deadline=None)
def test_what_is_told_is_true_and_tells_none_under_five_from_another(world: World) -> None:
    told = world.told
    assert told.total.least <= sum(world.sums[0]) <= told.total.most
    for every, numbers in zip(told.parts, world.sums, strict=True):
        for row, number in zip(every.rows, numbers, strict=True):
            assert row.least <= number <= row.most
            assert (row.range == "fewer than 5") == (number < 5)


@pytest.mark.parametrize("offers", range(1, 30))
def test_no_part_has_as_many_rows_as_would_fix_a_number(offers: int) -> None:
    for span in (3, 12, 24):
        told = figures({}, settled(TODAY, span), offered(offers))
        assert all(len(part.rows) % 5 for part in told.parts)


def test_five_rows_would_give_their_numbers_away() -> None:
    rows = tuple(Row(str(number), 0) for number in range(5))
    told = Figures(TODAY, TODAY, Row("All", 20), (Part("By month", rows),))
    assert set(possible(told, 0, 0)) == {4}
    told = replace(told, parts=(Part("By month", rows[:4]),), total=Row("All", 15))
    assert set(possible(told, 0, 0)) == {3, 4}


def test_a_month_is_told_when_all_that_was_closed_in_it_is_shredded() -> None:
    october, november = date(2026, 10, 1), date(2026, 11, 1)
    assert settled(date(2026, 12, 8), 3)[-1] == october
    assert settled(date(2026, 12, 9), 3)[-1] == november
    assert settled(date(2026, 12, 9), 3) == (date(2026, 9, 1), october, november)
    assert settled(date(2027, 1, 31), 24)[0] == date(2025, 1, 1)


def test_of_a_month_that_is_told_nothing_is_added_later() -> None:
    last = settled(TODAY, 3)[-1]
    ended = (last + timedelta(days=31)).replace(day=1)
    assert TODAY - ended > timedelta(days=7)


def test_only_months_of_the_report_are_summed_up() -> None:
    counts = {KIND: 6, replace(KIND, month=date(2026, 11, 1)): 50, replace(KIND, month=date(2026, 7, 1)): 50}
    told = figures(counts, settled(TODAY, 3), FORMATS)
    assert (told.span, told.total.range) == ("August 2026 to October 2026", "5 to 9")


def test_formats_of_their_own_and_such_as_are_no_longer_offered_are_one() -> None:
    counts = {replace(KIND, format=BLANK): 3, replace(KIND, format="forgotten"): 3, KIND: 10}
    by_format = figures(counts, settled(TODAY, 3), FORMATS).parts[1]
    assert by_format.words == (
        "What? So what? Now what?: 10 to 14; One of your own, or an earlier one: 5 to 9; all others: fewer than 5 each"
    )


def test_the_largest_sizes_are_one() -> None:
    counts = {replace(KIND, size=band(30)): 3, replace(KIND, size=band(300)): 3}
    by_size = figures(counts, settled(TODAY, 3), FORMATS).parts[2]
    assert by_size.words == "20 people or more: 5 to 9; all others: fewer than 5 each"


def test_words_say_each_part_and_name_none_that_is_too_small() -> None:
    told = figures({KIND: 23, replace(KIND, slow=True, format="kolb"): 4}, settled(TODAY, 3), FORMATS)
    assert told.words == (
        "Reflective sessions from August 2026 to October 2026: 25 to 29 in all.\n"
        "By month. Oct 2026: 25 to 29; all others: fewer than 5 each.\n"
        "By format. What? So what? Now what?: 20 to 24; all others: fewer than 5 each.\n"
        "By how many took part. 5 to 9 people: 25 to 29; all others: fewer than 5 each.\n"
        "By pace. With a clock: 20 to 24; the other: fewer than 5."
    )


def test_where_all_is_too_small_nothing_is_named() -> None:
    told = figures({KIND: 4}, settled(TODAY, 3), FORMATS)
    assert {part.words for part in told.parts} == {"fewer than 5 each"}
    assert told == figures({}, settled(TODAY, 3), FORMATS)

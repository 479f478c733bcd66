"""Cutting texts to what a platform takes."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.limits import clip, clip_line, clip_lines, length, share
from bot.chat.views import Inline, Link, Moment, Person, Strong, plain_line
from tests.contract.blocks import lines, unhurried


@given(st.text(), st.integers(1, 50))
def test_clips_to_the_limit_and_says_so(text: str, limit: int) -> None:
    clipped = clip(text, limit)
    assert len(clipped) <= limit
    assert clipped == text if len(text) <= limit else clipped.endswith("…")


@given(st.lists(st.integers(0, 5000), max_size=40), st.integers(0, 5000))
def test_shares_a_total_and_never_exceeds_it(lengths: list[int], total: int) -> None:
    limits = share(lengths, total)
    assert sum(limits) <= total
    assert all(limit <= length for limit, length in zip(limits, lengths, strict=True))
    assert limits == lengths if sum(lengths) <= total else True


def test_short_texts_stay_whole_while_long_ones_give_way_evenly() -> None:
    assert share([10, 1000, 20, 1000], 430) == [10, 200, 20, 200]


@unhurried
@given(lines, st.integers(0, 60))
def test_a_line_is_cut_to_the_limit_and_says_so(line: tuple[Inline, ...], limit: int) -> None:
    cut = clip_line(line, limit)
    assert length(cut) <= limit
    assert cut == line if length(line) <= limit else not limit or plain_line(cut).endswith("…")


@unhurried
@given(st.lists(lines, max_size=5), st.integers(0, 300))
def test_lines_share_a_total(some: list[tuple[Inline, ...]], total: int) -> None:
    cut = clip_lines(some, total)
    assert sum(map(length, cut)) <= total
    assert cut == some if sum(map(length, some)) <= total else True


@pytest.mark.parametrize(
    ("line", "cut"),
    [
        (("abcdef",), ("abcd", "…")),
        (("abcde",), ("abcde",)),
        (("abcde", Strong("f")), ("abcd", "…")),
        ((Strong("abcdef"),), (Strong("abcd"), "…")),
        (("ab ", Strong("cdef")), ("ab ", Strong("c"), "…")),
        (("ab", Person("Cornelia")), ("ab", "…")),
        (("ab", Moment(datetime(2031, 7, 1, tzinfo=UTC))), ("ab", "…")),
        ((Link("abc", "https://example.org"), "defg"), (Link("abc", "https://example.org"), "d", "…")),
    ],
)
def test_what_was_cut_off_is_always_told(line: tuple[Inline, ...], cut: tuple[Inline, ...]) -> None:
    assert clip_line(line, 5) == cut

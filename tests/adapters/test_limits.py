"""Cutting texts to what a platform takes."""

from hypothesis import given
from hypothesis import strategies as st

from adapters.limits import clip, share


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

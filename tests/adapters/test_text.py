"""Text that every platform can carry, and labels that everybody can find."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.text import blank, clean, linkable, one_line


def test_a_surrogate_or_a_control_character_never_reaches_a_platform() -> None:
    assert clean("a\ud800b\x00c\r\nd\te") == "a�bc\nd e"
    assert clean("\ud83d\ude00") == "😀"


@pytest.mark.parametrize("text", ["", " \n\t", "\u200b", "\u2060\u200e", "\x00"])
def test_knows_what_nobody_can_see(text: str) -> None:
    assert blank(text)


@given(st.text(alphabet=st.characters(), max_size=30), st.integers(1, 20))
def test_a_label_is_one_line_short_enough_and_never_empty(text: str, limit: int) -> None:
    label = one_line(text, limit)

    assert 0 < len(label) <= limit
    assert "\n" not in label
    assert not blank(label)
    assert label.encode()


def test_a_label_without_a_text_of_its_own_takes_another() -> None:
    assert (one_line(" \u200b", 9, "name"), one_line("", 9)) == ("name", "…")


@pytest.mark.parametrize("url", ["https://example.org/a?b=c", "http://localhost:1", "mailto:ada@example.org"])
def test_links_lead_to_pages_and_letters(url: str) -> None:
    assert linkable(url)


@pytest.mark.parametrize(
    "url",
    [
        *("javascript:alert(1)", "java\nscript:alert(1)", " JavaScript:alert(1)", "\x01javascript:alert(1)"),
        *("data:text/html,x", "//x", "x", "http://[", "https://", "mailto:", "https://a\nb.example", ""),
    ],
)
def test_links_lead_nowhere_else(url: str) -> None:
    assert not linkable(url)

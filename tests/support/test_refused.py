"""What cannot be posted without a name: what calls people in, and what carries more than it shows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.support.giveaways import refused

PINGS = [
    "@everyone help",
    "hello @here",
    "(@channel)",
    "@Everyone",
    "＠everyone",
    "@every\u200bone",
    "<@U123>",
    "<@!123>",
    "<@&1>",
    "<#C1>",
    "<#C0123|general>",
    "<!here>",
    "<!subteam^S1|nurses>",
    "</peer-support:123>",
]
LINKS = [
    "https://example.org",
    "HTTP://EXAMPLE.ORG/x",
    "see http://x",
    "slack://user?team=T1",
    "www.example.org",
    "ＷＷＷ.example.org",
    "mailto:a@example.org",
    "tel:07700900123",
    "javascript:alert(1)",
    "data:text/html;base64,x",
    "bit.ly/3xyz",
    "discord.gg/abc",
    "docs.example.co.uk/d?id=1",
    "example.com:8080/x",
    "[here](https://example.org)",
    "<https://example.org|here>",
]
FINE = [
    "",
    "everyone here knows this channel",
    "I work @ home",
    "a.person@example.org",
    "p<0.05 and n>3, a <- b, x <# 5",
    "data: we collected some; tel: 0113",
    "and/or, his/her, 24/7, e.g./i.e., vs./approx",
    "3.11/4.2, 1:1, 10:30",
    "the page of the NHS on burnout, nhs.uk",
    "C++ or R://? no",
    "w w w",
    "When a patient <b>cried</b>",
    "Skype: no",
    "see Smith et al.2019/2020",
]


@pytest.mark.parametrize("text", PINGS)
def test_refuses_to_call_people_in(text: str) -> None:
    said = refused(text)
    assert said
    assert "call people in" in said


@pytest.mark.parametrize("text", LINKS)
def test_refuses_links_and_says_what_to_do_instead(text: str) -> None:
    said = refused(text)
    assert said
    assert "name the page instead" in said


@pytest.mark.parametrize("text", FINE)
def test_takes_everything_else(text: str) -> None:
    assert refused(text) is None


@given(st.text(max_size=300))
def test_reads_anything_without_raising(text: str) -> None:
    assert refused(text) is None or text


@pytest.mark.parametrize("piece", ["<@", "a.", "www", "x-", "data", "a:", "<!a", "@", "://", "https", "."])
def test_takes_a_long_text_of_anything(piece: str) -> None:
    refused(piece * (3000 // len(piece)))


def test_says_all_that_is_in_the_way_at_once() -> None:
    said = refused("@here, look at https://example.org/x")
    assert said
    assert "“@here” would call people in." in said
    assert "There is a link in it." in said

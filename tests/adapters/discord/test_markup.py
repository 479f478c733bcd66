"""What somebody typed stays what it is; what the bot means as markup is markup."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.markup import escape, fit, spans
from adapters.text import clean
from bot.chat.requests import Account
from bot.chat.views import Code, Emphasis, Inline, Link, Moment, Person, Strong
from tests.contract.blocks import inlines, unhurried
from tests.simulators.discord_markdown import displayed, pieces

NASTY = [
    "**bold** __under__ ~~gone~~ ||spoiler||",
    "*a* _b_ `code` ```block```",
    "# heading",
    "-# small",
    "> quote\n>>> all",
    "- item\n* item\n+ item\n1. one\n12. twelve",
    "[masked](https://example.org)",
    "https://example.org/a_b http://x",
    "discord.gg/abc https://discord.gg/abc discord.com/invite/abc DISCORD.GG/abc",
    "<@123456> <@&123456> <#123456> <t:1700000000:R> </find:123> <:smile:12345> <a:wave:12345> <id:guide>",
    "@everyone and @here",
    "a :smile: and \\*no\\*",
    "C:\\temp\\new",
    "<!channel> <script>alert(1)</script>",
    "R, C++ and C#; Mann–Whitney U; 50 % (n=3)",
    "שלום עולם مرحبا بالعالم",
    "👩🏽‍🔬 🇬🇧 é",
]


def show(*line: Inline, limit: int = 4000) -> str:
    return fit(spans(line), limit)


@pytest.mark.parametrize("text", NASTY)
def test_shows_what_somebody_typed_as_they_typed_it(text: str) -> None:
    assert "".join(shown for _, shown in pieces(escape(text))) == clean(text)
    assert {kind for kind, _ in pieces(escape(text))} <= {"text"}


@given(st.text(alphabet=st.sampled_from("*_~`|>#-+[]()<@:\\/.1a \n&!tdiscord.gg/https://everyone"), max_size=40))
def test_no_arrangement_of_special_characters_turns_into_markup(text: str) -> None:
    found = pieces(escape(text))
    assert {kind for kind, _ in found} <= {"text"}
    assert "".join(shown for _, shown in found) == text


@given(st.text(max_size=60))
def test_any_text_at_all_is_shown_as_it_stands(text: str) -> None:
    assert displayed(escape(text)) == clean(text)


def test_a_number_and_its_full_stop_stay_apart_from_a_list_even_in_two_parts() -> None:
    assert pieces(show("1", ". one")) == [("text", "1"), ("text", "."), ("text", " one")]


@pytest.mark.parametrize(
    ("inline", "kind"),
    [
        (Strong("NVivo *14*"), "strong"),
        (Emphasis("ver_y"), "emphasis"),
        (Code("/find-skill nvivo"), "code"),
        (Code("a ` tick"), "code"),
        (Link("the page", "https://example.org/a(b)"), "masked"),
        (Moment(datetime(2026, 3, 3, 15, tzinfo=UTC)), "time"),
        (Person("Kim", Account("discord", "*", "123456")), "person"),
    ],
)
def test_markup_that_is_meant_is_markup(inline: Inline, kind: str) -> None:
    marked = {found for found, _ in pieces(show("before ", inline, " after"))}
    assert marked <= {"text", kind if kind != "masked" else "label"}
    assert len(marked) == 2


def test_neighbours_in_bold_stay_two() -> None:
    assert [shown for kind, shown in pieces(show(Strong("a"), Strong("b"))) if kind == "strong"] == ["a", "b"]


def test_space_around_emphasis_stays_outside_of_it() -> None:
    assert show(Emphasis(" a "), Strong(" b")) == " *a*  **b**"


def test_a_person_is_a_mention_where_they_have_an_account_here_and_a_name_elsewhere() -> None:
    assert show(Person("Kim", Account("discord", "*", "42"))) == "<@42>"
    assert show(Person("K*m", Account("slack", "T1", "U1"))) == "K\\*m"
    assert show(Person("Kim", Account("discord", "*", "42> @everyone"))) == "Kim"


def test_a_moment_is_shown_in_each_readers_zone() -> None:
    assert show(Moment(datetime(2026, 3, 3, 15, tzinfo=UTC))) == "<t:1772550000:F>"


@pytest.mark.parametrize(
    ("link", "shown"),
    [
        (Link("the page", "https://example.org"), "[the page](https://example.org)"),
        (Link("https://example.org/a_b", "https://example.org/a_b"), "<https://example.org/a_b>"),
        (Link("https://good.example", "https://bad.example"), "https\\://good.example (<https://bad.example>)"),
        (Link("a [b]", "https://example.org/(x) y"), "[a \\(b\\)](https://example.org/%28x%29%20y)"),
        (Link("write to Kim", "mailto:kim@example.org"), "write to Kim \\(kim\\@example.org\\)"),
        (Link("kim@example.org", "mailto:kim@example.org"), "kim\\@example.org"),
        (Link("click", "javascript:alert(1)"), "click"),
        (Link("click", "http://["), "click"),
        (Link("far", "https://example.org/" + "x" * 600), "far"),
    ],
)
def test_links_only_what_discord_links(link: Link, shown: str) -> None:
    assert show(link) == shown


def test_cuts_a_long_text_without_cutting_its_markup() -> None:
    assert show("see ", Strong("x" * 50), limit=20) == "see **xxxxxxxxxxx**…"
    assert show("see ", Link("page", "https://example.org"), limit=20) == "see…"
    assert show("*" * 20, limit=10) == "\\*\\*\\*\\*…"


@unhurried
@given(st.lists(inlines, max_size=6), st.integers(min_value=1, max_value=80))
def test_a_cut_text_is_short_enough_and_shows_a_part_of_the_whole(line: list[Inline], limit: int) -> None:
    whole, cut = show(*line, limit=100_000), show(*line, limit=limit)
    assert len(cut) <= limit
    if cut != whole:
        assert cut.endswith("…")
        assert displayed(whole).replace("\u200b", "").startswith(displayed(cut)[:-1].replace("\u200b", ""))

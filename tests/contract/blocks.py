"""Any blocks at all, as hypothesis makes them up: one set for every renderer.

`answers` are as wild as types allow. `promised` are those that the vocabulary of chat promises to carry whole on every
platform: short texts, calls that fit, no choice twice.
"""

import string
from datetime import UTC, datetime

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from bot.chat.calls import MAX_LENGTH, Call
from bot.chat.requests import Account
from bot.chat.views import (
    Actions,
    Block,
    Button,
    Card,
    Choice,
    Code,
    Control,
    Divider,
    Emphasis,
    Fields,
    Heading,
    Image,
    Inline,
    Link,
    Moment,
    Note,
    Person,
    Select,
    Strong,
    Text,
    Tone,
)

# Deadlines are of no use on a machine that is busy with other things.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

# Whatever is markup, a mention, a link or nothing at all on one platform or another.
NASTY = [
    *("", " ", "\n", "\u200b", "\u2060\u200e", "\u202eabc", "\x00\x07", "\ud83d", "🧑🏽‍🔬", "🇬🇧 é", "سلام"),
    *("a\nb", "R&D ", "&amp;", "&lt;b&gt;", "a\\*b\\", "<script>alert(1)</script>", "<b>b</b>"),
    *("-# x", "# x", "> q", "- x", "1. one", "1", ". one", ":tada:", ":ta", "da:", "<t:1700000000:R>"),
    *("*b*", "**b**", "_i_", "__u__", "~s~", "~~s~~", "||x||", "`c`", "``c``", "```c```", "[x](https://evil.example)"),
    *("https://evil.example/a_b", "discord.gg/abc", "<https://x.example|y>", "<@U0ADA>", "<@123456>", "<#C1>"),
    *("<!channel>", "<!here>", "@everyone", "@here"),
]
LONG_ADDRESS = 1000
nasty = st.sampled_from(NASTY)
short = st.text(max_size=12) | nasty
long = st.builds(lambda text, times: text * times, st.text(min_size=1, max_size=8) | nasty, st.integers(1, 700))
texts = short | long

names = st.text(string.ascii_lowercase, min_size=1, max_size=8)
calls = st.builds(Call, names, st.dictionaries(names, st.text(max_size=12) | long.filter(str.isascii), max_size=3))
urls = st.sampled_from(
    [
        *("https://example.org/a_b*c?d=1&e=2", "https://example.org/(x) y", "https://x.example/" + "x" * 3000),
        *("mailto:a@b.org", "javascript:alert(1)", "java\nscript:alert(1)", "https://x|y", "http://[", "//x", ""),
    ]
)
accounts = st.sampled_from(
    [None, *(Account(p, "*", user) for p in ("slack", "discord", "web") for user in ("U0ADA", "1234", "<x>"))]
)
moments = st.builds(Moment, st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC)))  # noqa: DTZ001 - hypothesis adds the zone
tones = st.sampled_from(Tone)


def inlines_of(words: st.SearchStrategy[str]) -> st.SearchStrategy[Inline]:
    return st.one_of(
        words,
        st.builds(Strong, words),
        st.builds(Emphasis, words),
        st.builds(Code, words),
        st.builds(Link, words, urls),
        st.builds(Person, words, accounts),
        moments,
    )


def blocks_of(
    words: st.SearchStrategy[str],
    inlines: st.SearchStrategy[Inline],
    buttons: st.SearchStrategy[Button],
    selects: st.SearchStrategy[Select],
    most: int,
) -> st.SearchStrategy[Block]:
    """Make up blocks of every kind, with at most so many controls in each."""
    lines = st.lists(inlines, max_size=4).map(tuple)
    controls: st.SearchStrategy[tuple[Control, ...]] = st.lists(
        st.one_of(buttons, buttons, selects), max_size=most
    ).map(tuple)
    return st.one_of(
        st.builds(Heading, words),
        st.builds(Text, lines, st.none() | buttons),
        st.builds(Fields, st.lists(st.tuples(words, lines), max_size=12).map(tuple)),
        st.builds(Card, words, lines, st.lists(lines, max_size=3).map(tuple), controls),
        st.builds(Note, lines),
        st.builds(Divider),
        st.builds(Image, st.binary(max_size=40), words),
        st.builds(Actions, controls),
    )


inlines = inlines_of(texts)
lines = st.lists(inlines, max_size=6).map(tuple)
answers = st.lists(
    blocks_of(
        texts,
        inlines,
        st.builds(Button, texts, calls, tones),
        st.builds(Select, texts, calls, names, st.lists(st.builds(Choice, texts, texts), max_size=30).map(tuple)),
        30,
    ),
    max_size=8,
).map(tuple)

_ids = st.text(string.ascii_letters + string.digits + " =#?&+%é漢", min_size=1, max_size=12)
_fitting = st.builds(Call, names, st.dictionaries(names, _ids, max_size=2)).filter(
    lambda call: len(f"{call}#{'x' * 8}") <= MAX_LENGTH
)
_choices = st.lists(
    st.builds(Choice, short, _ids.filter(str.strip)), min_size=1, max_size=5, unique_by=lambda choice: choice.value
)


def promised_of(inlines: st.SearchStrategy[Inline]) -> st.SearchStrategy[tuple[Block, ...]]:
    """Make up answers that are promised to be carried whole, with these in their lines."""
    buttons = st.builds(Button, short, _fitting, tones)
    selects = st.builds(Select, short, _fitting, names, _choices.map(tuple))
    return st.lists(blocks_of(short, inlines, buttons, selects, 3), max_size=3).map(tuple)


def _brief(inline: Inline) -> bool:
    """Whether what is to be read of it is short: a link without a text is read as its address."""
    return not isinstance(inline, Link) or len(inline.text or inline.url) < LONG_ADDRESS


promised = promised_of(inlines_of(short).filter(_brief))
# Nothing in them but what somebody typed: no markup is meant anywhere.
typed = promised_of(short)

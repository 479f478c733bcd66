"""Any blocks at all, as hypothesis makes them up."""

import string
from datetime import UTC, datetime

from hypothesis import strategies as st

from bot.chat.calls import Call
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

short = st.text(max_size=12) | st.sampled_from(["", " ", "\u200b", "**", "@everyone", "-# x", "🧑🏽‍🔬", "سلام"])
long = st.builds(lambda text, times: text * times, st.text(min_size=1, max_size=8), st.integers(1, 700))
texts = short | long
names = st.text(string.ascii_lowercase, min_size=1, max_size=8)
calls = st.builds(Call, names, st.dictionaries(names, texts, max_size=3))
accounts = st.builds(Account, st.sampled_from(["discord", "slack"]), st.just("*"), st.sampled_from(["1234", "U1"]))
moments = st.integers(0, 32_000_000_000).map(lambda epoch: Moment(datetime.fromtimestamp(epoch, UTC)))
links = st.builds(
    Link, texts, st.sampled_from(["https://example.org/a", "mailto:a@b.c", "javascript:x", "http://[", ""])
)
inlines: st.SearchStrategy[Inline] = st.one_of(
    texts,
    st.builds(Strong, texts),
    st.builds(Emphasis, texts),
    st.builds(Code, texts),
    links,
    st.builds(Person, texts, st.none() | accounts),
    moments,
)
lines = st.lists(inlines, max_size=4).map(tuple)
buttons = st.builds(Button, texts, calls, st.sampled_from(Tone))
choices = st.builds(Choice, texts, texts)
selects = st.builds(Select, texts, calls, names, st.lists(choices, max_size=30).map(tuple))
controls: st.SearchStrategy[Control] = st.one_of(buttons, buttons, selects)
some_controls = st.lists(controls, max_size=12).map(tuple)
blocks: st.SearchStrategy[Block] = st.one_of(
    st.builds(Heading, texts),
    st.builds(Text, lines, st.none() | buttons),
    st.builds(Fields, st.lists(st.tuples(texts, lines), max_size=10).map(tuple)),
    st.builds(Card, texts, lines, st.lists(lines, max_size=3).map(tuple), some_controls),
    st.builds(Note, lines),
    st.builds(Divider),
    st.builds(Actions, some_controls),
)

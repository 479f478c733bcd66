"""Any blocks at all, for hypothesis to try on the renderer."""

from datetime import UTC, datetime

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from bot.chat.calls import Call
from bot.chat.requests import Account
from bot.chat.views import (
    Actions,
    Button,
    Card,
    Choice,
    Code,
    Divider,
    Emphasis,
    Fields,
    Heading,
    Link,
    Moment,
    Note,
    Person,
    Select,
    Strong,
    Text,
    Tone,
)

# Of no use on a machine that is busy with other things.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

WILD = [
    "<!channel>",
    "*b*",
    "_i_",
    "~s~",
    "`c`",
    ":tada:",
    "@here",
    "> q",
    "a\nb",
    "&amp;",
    " ",
    "",
    "x" * 4000,
    "R&D ",
]
texts = st.one_of(st.sampled_from(WILD), st.text(max_size=30))
accounts = st.sampled_from(
    [None, Account("slack", "T1", "U0ADA"), Account("slack", "T1", "<x>"), Account("web", "*", "a")]
)
moments = st.datetimes(timezones=st.just(UTC)).filter(lambda at: at > datetime(1, 1, 2, tzinfo=UTC))
urls = st.sampled_from(
    ["https://example.org/a_b*c?d=1&e=2", "mailto:a@b.org", "javascript:alert(1)", "https://x|y", ""]
)
inlines = st.one_of(
    texts,
    st.builds(Strong, texts),
    st.builds(Emphasis, texts),
    st.builds(Code, texts),
    st.builds(Link, texts, urls),
    st.builds(Person, texts, accounts),
    st.builds(Moment, moments),
)
lines = st.lists(inlines, max_size=4).map(tuple)
calls = st.builds(Call, st.just("people"), st.dictionaries(st.just("from"), st.text("0123456789&#? ", max_size=9)))
buttons = st.builds(Button, texts, calls, st.sampled_from(Tone))
choices = st.lists(st.builds(Choice, texts, texts), max_size=30).map(tuple)
selects = st.builds(Select, texts, calls, st.just("setting"), choices)
controls = st.lists(st.one_of(buttons, selects), max_size=30).map(tuple)
blocks = st.one_of(
    st.builds(Heading, texts),
    st.builds(Text, lines, st.one_of(st.none(), buttons)),
    st.builds(Fields, st.lists(st.tuples(texts, lines), max_size=12).map(tuple)),
    st.builds(Card, texts, lines, st.lists(lines, max_size=3).map(tuple), controls),
    st.builds(Note, lines),
    st.just(Divider()),
    st.builds(Actions, controls),
)
answers = st.lists(blocks, max_size=8).map(tuple)

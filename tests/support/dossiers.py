"""Every dossier there can be, for tests that want any."""

from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from bot.chat.requests import Address
from bot.support.model import Blocking, Dossier, Entry, Talk, Voice

_times = st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis wants them naive
_texts = st.text(max_size=60) | st.sampled_from(["", '"}]\\', "\x00\ud800 💬", " padded ", "Žižek’s “group”"])
# How each kind of field is filled; what is not here, hypothesis knows by itself.
_KINDS: tuple[tuple[type, st.SearchStrategy[Any]], ...] = (
    (datetime, _times),
    (str, _texts),
    (Address, st.builds(Address, _texts, _texts, st.none() | _texts)),
)
for _kind, _strategy in _KINDS:
    st.register_type_strategy(_kind, _strategy)


def _built(kind: type, **given: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Fill every field, those that have a default included."""
    return st.builds(kind, **{name: ... for name in kind.__dataclass_fields__ if name not in given}, **given)  # type: ignore[attr-defined] # a dataclass


def _few(kind: type, least: int = 0) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(_built(kind), min_size=least, max_size=4).map(tuple)


dossiers: st.SearchStrategy[Dossier] = _built(
    Dossier, voices=_few(Voice, 1), entries=_few(Entry, 1), talks=_few(Talk), blocks=_few(Blocking)
)

"""Every question that was ever written to measure the search: ordinary ones, which tell of no danger to anybody."""

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

_FILES = ("questions.toml", "needs.toml", "outside.toml")


@cache
def ordinary() -> frozenset[str]:
    """Return the questions of all three files."""
    tables = (tomllib.loads((Path(__file__).parent / name).read_text(encoding="utf-8")) for name in _FILES)
    return frozenset(question for table in tables for question in _asked(table))


def _asked(part: object) -> Iterator[str]:
    """Give each `ask`, and each question of those that nobody can answer, however deep it stands."""
    if isinstance(part, dict):
        for name, value in part.items():
            if name == "ask":
                yield value
            elif name in {"nobody", "none"}:
                yield from (one for one in value if isinstance(one, str))
            yield from _asked(value)
    elif isinstance(part, list):
        for value in part:
            yield from _asked(value)

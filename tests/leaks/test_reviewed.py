"""Nothing is kept, logged or counted that nobody thought about: see reviewed.toml."""

import ast
import re
import sqlite3
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

from store.keyfile import changing
from store.tables import metadata

ROOT = Path(__file__).parents[2]
REVIEWED = tomllib.loads(Path(__file__).with_name("reviewed.toml").read_text(encoding="utf-8"))
SOURCES = [path for room in ("bot", "adapters", "store", "config") for path in sorted((ROOT / room).rglob("*.py"))]
_LOGS, _LEVELS = {"log", "_log", "logger"}, {"debug", "info", "warning", "error", "exception", "critical", "log"}
# Where a message comes in as an argument: its callers give constants.
_GIVEN = {("adapters/discord/answering.py", "event")}
_METRICS = {"Counter", "Gauge", "Histogram", "Summary", "Info", "Enum"}


@cache
def nodes(path: Path) -> list[ast.AST]:
    return list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in nodes(path) if isinstance(node, ast.Call))


def log_calls(path: Path) -> Iterator[ast.Call]:
    for call in calls(path):
        match call.func:
            case ast.Attribute(value=ast.Name(id=name), attr=level) if name in _LOGS and level in _LEVELS:
                yield call


def fields(path: Path, call: ast.Call) -> Iterator[str]:
    """Name the facts beside a message; what cannot be read off the source is named by its source."""
    for keyword in call.keywords:
        match keyword.arg, keyword.value:
            case "exc_info", _:
                pass
            case "extra", ast.Dict(keys=keys):
                yield from map(_name, keys)
            case "extra", ast.Name(id=name):
                yield from _assigned(path, name)
            case other, value:
                yield f"{other}={ast.unparse(value)}"


def _assigned(path: Path, name: str) -> Iterator[str]:
    for node in nodes(path):
        match node:
            case ast.Assign(targets=[ast.Name(id=target)], value=ast.Dict(keys=keys)) if target == name:
                yield from map(_name, keys)
            case ast.Assign(targets=[ast.Name(id=target)], value=value) if target == name:
                yield ast.unparse(value)


def _name(key: ast.expr | None) -> str:
    return key.value if isinstance(key, ast.Constant) and isinstance(key.value, str) else "what is no constant"


def message(call: ast.Call) -> ast.expr | None:
    at = 1 if isinstance(call.func, ast.Attribute) and call.func.attr == "log" else 0
    return call.args[at] if len(call.args) == at + 1 else None


def kept(folder: Path) -> Mapping[str, set[str]]:
    """Name every column of the database, and of the file of the keys."""
    with changing(folder / "keys.db"):
        pass
    with sqlite3.connect(folder / "keys.db") as file:
        tables = [name for (name,) in file.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        keys = {name: {row[1] for row in file.execute(f"PRAGMA table_info({name})")} for name in tables}
    file.close()
    return {**{table.name: set(table.columns.keys()) for table in metadata.sorted_tables}, **keys}


def test_every_column_was_thought_about_and_none_is_left_over(tmp_path: Path) -> None:
    reviewed = {table: set(columns) for table, columns in REVIEWED["columns"].items()}
    assert kept(tmp_path) == reviewed


@pytest.mark.parametrize(
    "table",
    ["cases", "sessions", "papers", "session_counts", "counted_sessions", "blocks", "setup", "keys", "epochs", "gone"],
)
def test_no_column_of_anonymous_support_is_named_for_a_person_words_or_a_time_of_writing(
    tmp_path: Path, table: str
) -> None:
    telling = re.compile(
        r"account|user|name|author|owner|by|who|text|title|reason|place|platform|channel|_at$|^at$|since"
    )
    assert [column for column in sorted(kept(tmp_path)[table]) if telling.search(column)] == (
        ["act_at"] if table in {"cases", "sessions"} else []
    )


def test_every_fact_in_the_logs_was_thought_about_and_none_is_left_over() -> None:
    found = {field for path in SOURCES for call in log_calls(path) for field in fields(path, call)}
    assert found == set(REVIEWED["log"])


def test_every_message_in_the_logs_is_constant() -> None:
    for path in SOURCES:
        for call in log_calls(path):
            said = message(call)
            given = (str(path.relative_to(ROOT)), said.id) in _GIVEN if isinstance(said, ast.Name) else False
            assert given or isinstance(said, ast.Constant), f"{path}:{call.lineno}"
            assert "%" not in str(getattr(said, "value", "")), f"{path}:{call.lineno}"


def test_where_a_message_is_given_its_givers_give_constants() -> None:
    path = ROOT / "adapters/discord/answering.py"
    given = [call for call in calls(path) if isinstance(call.func, ast.Name) and call.func.id == "_report"]
    assert given
    assert all(isinstance(call.args[0], ast.Constant) for call in given)


def test_nothing_is_logged_or_printed_by_another_way() -> None:
    for path in SOURCES:
        for call in calls(path):
            match call.func:
                case ast.Attribute(value=ast.Name(id="logging"), attr=level) if level in _LEVELS:
                    pytest.fail(f"{path}:{call.lineno} logs past the logger of its module")
                case ast.Name(id="print"):
                    pytest.fail(f"{path}:{call.lineno} prints")
                case _:
                    pass


def test_every_metric_was_thought_about() -> None:
    found = {
        str(call.args[0].value)
        for path in SOURCES
        for call in calls(path)
        if isinstance(call.func, ast.Name)
        and call.func.id in _METRICS
        and call.args
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, str)
    }
    assert found == set(REVIEWED["metrics"])


def test_a_reason_is_given_for_each() -> None:
    reasons = [
        *REVIEWED["log"].values(),
        *REVIEWED["metrics"].values(),
        *(reason for table in REVIEWED["columns"].values() for reason in table.values()),
    ]
    assert all(reason.strip() for reason in reasons)


def test_what_is_new_is_found(tmp_path: Path) -> None:
    new = tmp_path / "new.py"
    new.write_text(
        'facts = {"who": 1}\nlog.info(f"{x}", extra={"author": 1, y: 2})\nlog.error("a", 3, extra=facts, who=1)\n'
    )
    first, second = log_calls(new)
    assert list(fields(new, first)) == ["author", "what is no constant"]
    assert list(fields(new, second)) == ["who", "who=1"]
    assert isinstance(message(first), ast.JoinedStr)
    assert message(second) is None

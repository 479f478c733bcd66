"""Logs: what happened, never what was said."""

import asyncio
import io
import json
import logging
from collections.abc import Iterator

import pytest

from config.logs import set_up_logs
from config.settings_upkeep import LogSettings


@pytest.fixture
def stream() -> io.StringIO:
    return io.StringIO()


@pytest.fixture(autouse=True)
def _restore() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


def test_a_line_has_a_level_a_place_and_facts(stream: io.StringIO) -> None:
    set_up_logs(LogSettings(format="json"), stream)
    logging.getLogger("adapters.slack").info("connected", extra={"sockets": 1})
    line = json.loads(stream.getvalue())
    assert (line["event"], line["level"], line["logger"], line["sockets"]) == ("connected", "info", "adapters.slack", 1)


@pytest.mark.parametrize("form", ["json", "text"])
def test_errors_show_their_kind_and_place_but_neither_words_nor_variables(stream: io.StringIO, form: str) -> None:
    set_up_logs(LogSettings.model_validate({"format": form}), stream)
    said = "I am being bullied"

    def break_down() -> None:
        try:
            int(said)
        except ValueError as error:
            raise RuntimeError(said) from error

    try:
        break_down()
    except RuntimeError:
        logging.getLogger("bot.service").exception("incident", extra={"incident": "abc123"})
    text = stream.getvalue()
    assert "RuntimeError from ValueError" in text
    assert "test_logs.py" in text
    assert "abc123" in text
    assert "bullied" not in text


def test_libraries_are_heard_from_warnings_up(stream: io.StringIO) -> None:
    set_up_logs(LogSettings(level="DEBUG", format="json"), stream)
    logging.getLogger("slack_sdk.web").info("payload: my story")
    logging.getLogger("discord.http").debug("payload: my story")
    logging.getLogger("bot").debug("fine")
    assert "story" not in stream.getvalue()
    assert "fine" in stream.getvalue()


@pytest.mark.parametrize(
    "secret",
    [
        "xoxb-12-34-abcDEF",
        "xapp-1-A1-2-ff00",
        "MTIzNDU2Nzg5MDEyMzQ1Njc4.GaBcDe.abcdefghijklmnopqrstuvwxyz0123456789_-",
        "postgresql://hirg:hunter2@db/hirg",
    ],
)
def test_secrets_are_taken_out_wherever_they_come_from(stream: io.StringIO, secret: str) -> None:
    set_up_logs(LogSettings(format="json"), stream)
    logging.getLogger("elsewhere").warning(f"rejected {secret}")  # noqa: G004 - as some libraries do
    logging.getLogger("config.cli").warning("rejected", extra={"address": secret})
    assert "[removed]" in stream.getvalue()
    assert secret not in stream.getvalue()
    assert "hunter2" not in stream.getvalue()


def test_of_what_a_library_says_its_words_and_numbers_are_left(stream: io.StringIO) -> None:
    set_up_logs(LogSettings(format="json"), stream)
    library = logging.getLogger("discord.http")
    library.warning("%s %s responded with %d. Retrying in %.2f seconds.", "POST", "/my/story", 429, 0.3)
    library.warning("%(method)s failed %(times)d times", {"method": "my story", "times": 2})
    library.warning(ValueError("my story"))
    lines = [json.loads(line)["event"] for line in stream.getvalue().splitlines()]
    assert lines == [
        "… … responded with 429. Retrying in 0.30 seconds.",
        "… failed 2 times",
        "ValueError",
    ]


def test_a_line_that_cannot_be_written_is_told_without_its_words(stream: io.StringIO) -> None:
    set_up_logs(LogSettings(format="json"), stream)
    [handler] = logging.getLogger().handlers
    handler.handle(logging.makeLogRecord({"name": "elsewhere", "msg": "%s and %s", "args": ("my story",), "lineno": 7}))
    assert stream.getvalue() == "a line from elsewhere:7 could not be written\n"


async def test_an_error_that_nobody_met_is_told_without_its_words(stream: io.StringIO) -> None:
    set_up_logs(LogSettings(format="json"), stream)

    async def fail(words: str) -> None:
        raise ValueError(words)

    loop, task = asyncio.get_running_loop(), asyncio.create_task(fail("my story"))
    await asyncio.wait({task})
    loop.call_exception_handler(
        {"message": "Task exception was never retrieved", "exception": task.exception(), "future": task}
    )
    line = json.loads(stream.getvalue())
    assert (line["event"], line["error"]) == ("an error was met by nobody", "ValueError")
    assert any("test_logs.py" in place for place in line["at"])
    assert "story" not in stream.getvalue()

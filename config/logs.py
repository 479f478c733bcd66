"""Logs that say what happened, and never what somebody wrote or who wrote it."""

import logging
import re
import sys
import traceback
from collections.abc import Mapping, Sequence
from contextlib import suppress
from copy import copy
from typing import TextIO

import structlog
from structlog.types import EventDict, Processor, WrappedLogger

from config.settings_upkeep import LogSettings

# Libraries print payloads, and so people's words, at DEBUG and INFO.
_OWN = ("bot", "adapters", "store", "config")
# Slack's tokens, Discord's tokens, and passwords in addresses: never meant to be logged, so taken out everywhere.
_SECRET = re.compile(r"xox[a-z]-[\w-]+|xapp-[\w-]+|[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}|(?<=://)[^\s/@]+(?=@)")

# The event loop spells out tasks, with their errors and arguments, in the message itself.
_LOOP = "an error was met by nobody"


def set_up_logs(settings: LogSettings, stream: TextIO = sys.stderr) -> None:
    """Send every log line to `stream`, ours from the level that is set, those of libraries from WARNING."""
    as_json = settings.format == "json" or (settings.format == "auto" and not stream.isatty())
    handler = _Discreet(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=_prepare(), processors=_finish(as_json=as_json))
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for name in _OWN:
        logging.getLogger(name).setLevel(settings.level)


class _Discreet(logging.StreamHandler[TextIO]):
    """Of what a library says, leaves its own words and its numbers: whatever it puts between them may be a payload."""

    def format(self, record: logging.LogRecord) -> str:
        if record.name.partition(".")[0] not in _OWN:
            record = copy(record)
            record.msg, record.args = _LOOP if record.name == "asyncio" and record.exc_info else _bare(record), ()
        return super().format(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - as there
        # The standard handler prints everything that was to be in the line.
        with suppress(OSError, ValueError):
            self.stream.write(f"a line from {record.name}:{record.lineno} could not be written\n")


def _bare(record: logging.LogRecord) -> str:
    if not isinstance(record.msg, str):
        return type(record.msg).__qualname__
    if not record.args:
        return record.msg
    given = record.args
    return record.msg % (
        {name: _number(value) for name, value in given.items()}
        if isinstance(given, Mapping)
        else tuple(map(_number, given))
    )


def _number(value: object) -> object:
    return value if isinstance(value, int | float) else "…"


def _prepare() -> Sequence[Processor]:
    return [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _frames_only,
    ]


def _finish(*, as_json: bool) -> Sequence[Processor]:
    shape: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0)
    )
    return [structlog.stdlib.ProcessorFormatter.remove_processors_meta, _redact, shape]


def _frames_only(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Show an exception as its types and places: its message and its variables may be what somebody wrote."""
    error = event.pop("exc_info", None)
    if isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        event["error"] = " from ".join(_chain(error))
        frames = traceback.extract_tb(error.__traceback__)
        event["at"] = [f"{frame.filename.rpartition('site-packages/')[2]}:{frame.lineno}" for frame in frames[-8:]]
    event.pop("stack_info", None)
    return event


def _chain(error: BaseException) -> list[str]:
    names, current = [], error
    while True:
        names.append(type(current).__qualname__)
        following = current.__cause__ or current.__context__
        if following is None or len(names) == 5:  # noqa: PLR2004 - the fifth cause has never helped
            return names
        current = following


def _redact(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    return {key: _SECRET.sub("[removed]", value) if isinstance(value, str) else value for key, value in event.items()}

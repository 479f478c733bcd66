"""Requests that are sent in time or not at all: who stood still must not say what somebody else says by now."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import aiohttp

_UNTIL = ContextVar[float | None]("until", default=None)


class TooLate(Exception):  # noqa: N818 - it is what happened
    """The time for a request had passed before it was written; its session makes a `ClientError` of this."""


@contextmanager
def sent_within(seconds: float) -> Iterator[None]:
    """Let no request with a body that is made in the block be written later than that.

    A timeout is not enough: a process that was stopped for a minute goes on where it stood, and writes first what it
    was about to write, before it looks at its timers.
    """
    token = _UNTIL.set(asyncio.get_running_loop().time() + seconds)
    try:
        yield
    finally:
        _UNTIL.reset(token)


def punctual() -> aiohttp.TraceConfig:
    """Make what a session needs so that `sent_within` holds for its requests."""
    trace = aiohttp.TraceConfig()
    # This is called just before the body is written, and the head with it, in spite of its name.
    trace.on_request_chunk_sent.append(_check)
    return trace


async def _check(*_: object) -> None:
    until = _UNTIL.get()
    if until is not None and asyncio.get_running_loop().time() >= until:
        raise TooLate

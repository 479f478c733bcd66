"""Reading what came of a call, and trying again while that may help."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from adapters.slack.patience import Outcome, patiently

BROKEN = Outcome(500, "status 500")


def answered(status: int = 200, **more: Any) -> SimpleNamespace:
    return SimpleNamespace(status_code=status, headers={}, **more)


@pytest.mark.parametrize(
    ("response", "error"),
    [
        (answered(data={"ok": True}), ""),
        (answered(data={"ok": False, "error": "not_authed"}), "not_authed"),
        (answered(data={}), "status 200"),
        (answered(429, data={"ok": False, "error": "ratelimited"}), "ratelimited"),
        (answered(body="ok"), ""),
        (answered(404, body="used_url"), "used_url"),
        (answered(500, body="<html>somebody's words</html>"), "status 500"),
        (SimpleNamespace(status=502, headers={}), "status 502"),
    ],
)
def test_reads_the_error_and_never_a_text_that_could_be_somebodys(response: Any, error: str) -> None:
    assert Outcome.of(response).error == error


@pytest.mark.parametrize(
    ("told", "wait"),
    [("3", 3.0), ("", 0.0), ("soon", 0.0), ("-1", 0.0), ("٣", 0.0), ("9" * 400, 600.0), ("90000", 600.0)],
)
def test_waits_as_long_as_slack_asks_within_reason(told: str, wait: float) -> None:
    response = SimpleNamespace(status_code=429, headers={"Retry-After": told}, data={"error": "ratelimited"})
    assert Outcome.of(response).retry_after == wait


async def test_tries_again_until_it_works() -> None:
    outcomes = iter([Outcome(0, "no answer"), Outcome(429, "ratelimited", retry_after=0.01), Outcome(200)])

    async def call() -> Outcome:
        return next(outcomes)

    assert (await patiently(call, within=30)).error == ""


@pytest.mark.parametrize("outcome", [Outcome(200, "invalid_blocks"), Outcome(404, "used_url")])
async def test_does_not_try_again_what_will_not_change(outcome: Outcome) -> None:
    tries: list[Outcome] = []

    async def call() -> Outcome:
        tries.append(outcome)
        return outcome

    assert await patiently(call, within=30) == outcome
    assert len(tries) == 1


@pytest.mark.parametrize("outcome", [BROKEN, Outcome(429, "ratelimited", retry_after=600)])
async def test_gives_up_when_the_wait_would_be_too_long(outcome: Outcome) -> None:
    async def call() -> Outcome:
        return outcome

    async with asyncio.timeout(10):
        assert await patiently(call, within=0.1) == outcome

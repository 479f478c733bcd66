"""`hirg-bot deliveries …`, as an operator runs it: a real database."""

import asyncio
import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.chat.requests import Address
from bot.delivery.model import Draft, Outcome, State
from config import cli
from config.cli_deliveries import open_outbox
from tests.config.test_cli_import import Result, Run

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Run `hirg-bot deliveries …` with an outbox of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HIRG_DATA_DIR", str(tmp_path / "data"))

    def _run(*words: str | Path) -> Result:
        monkeypatch.setattr(sys, "argv", ["hirg-bot", "deliveries", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capfd.readouterr()
        return Result(said.out, said.err, ended.value.code if isinstance(ended.value.code, int) else 0)

    return _run


async def fill(state: State = State.FAILED, expires_at: datetime = NOON + timedelta(days=9000)) -> str:
    """Let one delivery end and another wait; returns the id of the first."""
    drafts = [
        Draft(
            key=key,
            kind="meeting-reminder",
            payload="secret",
            to=Address("slack", key),
            due_at=NOON + timedelta(hours=hour),
            expires_at=expires_at,
            about="5e71e5@20260303T150000",
        )
        for hour, key in enumerate(("[bold]C1", "C2"))
    ]
    async with open_outbox() as outbox:
        await outbox.put(drafts)
        (one,) = await outbox.claim(NOON, NOON + timedelta(minutes=1), most=1)
        await outbox.settle(one, Outcome(state=state, reason="The bot is not in this channel."))
        return one.id


def test_lists_what_there_is_latest_first_and_not_what_was_said(run: Run) -> None:
    failed = asyncio.run(fill())
    said = run().out
    head, first, second = said.splitlines()
    assert head.split() == ["Id", "State", "Due", "Kind", "Place", "About", "Reason"]
    assert "waiting" in first
    assert second.split(None, 3)[:3] == [failed, "failed", "2026-03-03T12:00:00Z"]
    assert "slack:[bold]C1" in second
    assert "The bot is not in this channel." in second
    assert "secret" not in said


def test_lists_some_states_only_also_as_json(run: Run) -> None:
    failed = asyncio.run(fill())
    (row,) = json.loads(run("--state", "failed", "--json").out)
    assert row == {
        "id": failed,
        "state": "failed",
        "due": "2026-03-03T12:00:00Z",
        "kind": "meeting-reminder",
        "place": "slack:[bold]C1",
        "about": "5e71e5@20260303T150000",
        "reason": "The bot is not in this channel.",
    }
    assert run("--state", "sent", "--state", "missed").out == "There are no such deliveries.\n"
    assert run("--state", "lost").status == 2


def test_sends_again_and_gives_up(run: Run) -> None:
    failed = asyncio.run(fill())
    assert run("retry", failed).out == "It will be sent again.\n"
    assert run("drop", failed).out == "It is given up.\n"
    assert json.loads(run("--state", "dropped", "--json").out)[0]["id"] == failed


def test_says_so_when_what_is_sent_again_comes_too_late(run: Run) -> None:
    missed = asyncio.run(fill(State.MISSED, NOON - timedelta(days=9000)))
    said = run("retry", missed)
    assert said.status == 0
    assert said.out == "It will be sent again. Its time has passed, so it may be left unsaid.\n"


def test_says_when_there_is_no_such_delivery(run: Run) -> None:
    said = run("retry", "nothing")
    assert (said.status, said.err.strip()) == (
        2,
        "There is no such delivery. hirg-bot deliveries lists those there are.",
    )

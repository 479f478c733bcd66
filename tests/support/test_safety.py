"""*I’m not safe* answers at once, with the numbers, and tells nobody."""

import logging
from datetime import UTC, datetime

import pytest

from bot.chat.calls import Call
from bot.chat.commands import Catalog
from bot.chat.requests import Account, Actor, Address, Request
from bot.chat.views import plain
from bot.service import Bot
from bot.support.safety import Safety, not_safe_button
from bot.support.signposts import Signposts
from config.signposts import load_signposts

KIM = Actor(Account("web", "*", "kim"), "Kim Canary")
BOT = Bot(Catalog(Safety(Signposts(load_signposts(), lambda: datetime(2026, 12, 2, 3, tzinfo=UTC))).commands()))


async def said(call: Call) -> str:
    return plain((await BOT.answer(Request(call, KIM, Address("web", "lobby")))).blocks)


@pytest.mark.parametrize("call", [not_safe_button().call, Call("help-now")], ids=str)
async def test_answers_with_the_numbers_at_once(call: Call) -> None:
    text = await said(call)
    numbers = [text.index(number) for number in ("999", "116 123", "85258", "111, option 2", "0800 068 4141")]
    assert numbers == sorted(numbers)
    assert text.startswith("You can talk to somebody now")
    assert "Nobody was told that you asked." in text
    assert "not a crisis service" in text


async def test_asks_for_nothing_first() -> None:
    assert await BOT.form_for(Request(not_safe_button().call, KIM, Address("web", "lobby"))) is None


def test_whoever_asks_is_unknown_to_it_and_only_the_button_is_hidden() -> None:
    assert all(command.anonymous and command.role is None and not command.options for command in BOT.catalog)
    assert [command.name for command in BOT.catalog.listed] == ["help-now"]


async def test_leaves_no_line_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    await said(not_safe_button().call)
    assert not caplog.records

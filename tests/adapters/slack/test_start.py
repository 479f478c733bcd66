"""A wrong setting is told apart from a bad connection, and says how to mend it."""

import asyncio
from contextlib import suppress
from dataclasses import replace

import pytest

from adapters.errors import Misconfigured
from adapters.slack.app import Slack
from adapters.slack.options import SlackOptions
from bot.chat.roles import RoleBook
from tests.adapters.slack.desk import Desk
from tests.simulators.slack import SlackPlatform
from tests.simulators.slack_hosting import options_for


async def started(options: SlackOptions) -> Misconfigured:
    with pytest.raises(Misconfigured) as refused:
        async with asyncio.timeout(10):
            await Slack(Desk().bot, options, RoleBook({})).run()
    return refused.value


@pytest.mark.parametrize(
    ("setting", "value", "sentence"),
    [
        ("bot_token", "", "The bot token is empty."),
        ("bot_token", "   ", "The bot token is empty."),
        ("bot_token", " xoxb-1", "has a space or line break before or after it"),
        ("bot_token", "xoxb-1\n", "has a space or line break before or after it"),
        ("bot_token", "xoxp-1", "one starts with xoxb-"),
        ("bot_token", "xoxb-1 2", "has no spaces in it"),
        ("app_token", "", "The app-level token is empty."),
        ("app_token", "xoxb-1", "one starts with xapp-"),
        ("mode", "sockets", "“socket” or “http”"),
        ("api_url", "slack.com/api", "https://"),
    ],
)
async def test_a_setting_that_cannot_be_right_is_named_before_anything_is_sent(
    slack: SlackPlatform, setting: str, value: str, sentence: str
) -> None:
    refused = await started(replace(options_for(slack), **{setting: value}))  # type: ignore[arg-type] # on purpose
    assert refused.setting == setting
    assert sentence in str(refused)
    assert slack.calls == []


@pytest.mark.parametrize("value", ["", " ", "0123 "])
async def test_http_mode_needs_a_signing_secret(slack: SlackPlatform, value: str) -> None:
    refused = await started(replace(options_for(slack, "http"), signing_secret=value))
    assert refused.setting == "signing_secret"


async def test_a_token_slack_does_not_know_is_said(slack: SlackPlatform) -> None:
    refused = await started(replace(options_for(slack), bot_token="xoxb-wrong"))
    assert refused.setting == "bot_token"
    assert "Slack does not know it (invalid_auth)" in str(refused)
    assert "OAuth & Permissions" in str(refused)
    assert "xoxb-wrong" not in str(refused)


async def test_an_app_token_slack_does_not_know_is_said(slack: SlackPlatform) -> None:
    refused = await started(replace(options_for(slack), app_token="xapp-wrong"))
    assert refused.setting == "app_token"
    assert "connections:write" in str(refused)


@pytest.mark.parametrize("error", ["account_inactive", "token_revoked", "not_allowed_token_type"])
async def test_a_token_that_was_good_once_is_said(slack: SlackPlatform, error: str) -> None:
    slack.revoked = error
    refused = await started(options_for(slack))
    assert refused.setting == "bot_token"
    assert error in str(refused)


async def test_an_app_token_without_its_scope_is_said(slack: SlackPlatform) -> None:
    slack.app_scopes = set()
    refused = await started(options_for(slack))
    assert refused.setting == "app_token"
    assert "it lacks a permission" in str(refused)


async def test_tokens_do_not_show_in_options() -> None:
    assert "secret" not in repr(SlackOptions("xoxb-secret", "xapp-secret", "secret"))


async def test_a_slack_that_cannot_be_reached_is_tried_again_and_told_once(
    slack: SlackPlatform, caplog: pytest.LogCaptureFixture
) -> None:
    slack.fail("auth.test", 500)
    slack.fail("auth.test", 429, retry_after=1)
    adapter = Slack(Desk().bot, options_for(slack), RoleBook({}))
    running = asyncio.create_task(adapter.run())
    async with asyncio.timeout(10):
        await adapter.ready.wait()
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    assert [record.message for record in caplog.records] == ["a platform cannot be reached; trying again"]
    assert "xoxb" not in caplog.text


async def test_nobody_listening_is_an_outage_and_no_misconfiguration(
    slack: SlackPlatform, caplog: pytest.LogCaptureFixture
) -> None:
    options = replace(options_for(slack), api_url="http://127.0.0.1:9/api/")
    running = asyncio.create_task(Slack(Desk().bot, options, RoleBook({})).run())
    async with asyncio.timeout(10):
        while not caplog.records:  # noqa: ASYNC110 - a log has no event to wait for
            await asyncio.sleep(0.01)
    assert not running.done()
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


async def test_credentials_refused_while_it_runs_stop_it(slack: SlackPlatform) -> None:
    adapter = Slack(Desk().bot, options_for(slack), RoleBook({}))
    running = asyncio.create_task(adapter.run())
    async with asyncio.timeout(10):
        await adapter.ready.wait()
        slack.revoked = "token_revoked"
        slack.sockets.drop()
        with pytest.raises(Misconfigured):
            await running
    assert not adapter.ready.is_set()

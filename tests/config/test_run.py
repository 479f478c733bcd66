"""Running platforms side by side."""

import asyncio
import gc
import logging
from typing import cast

import pytest

from adapters.errors import Misconfigured
from bot.chat.commands import Catalog, Command, Option
from bot.chat.requests import Account, Address, Request
from bot.chat.views import Choice, Reply, say
from bot.service import Bot
from config.errors import NothingToRun
from config.run import (
    arrive,
    audiences_of,
    boards_of,
    mailboxes_of,
    messengers_of,
    run,
    serve,
    settle,
    unheard,
)
from config.settings import load_settings
from config.wiring import build_discord, build_slack


class Steady:
    """A platform that serves until it is stopped."""

    def __init__(self) -> None:
        self.ready = asyncio.Event()
        self.over = asyncio.Event()

    @property
    def stopped(self) -> bool:
        return self.over.is_set()

    async def run(self) -> None:
        self.ready.set()
        try:
            await asyncio.Event().wait()
        finally:
            self.over.set()


class Shaky(Steady):
    """A platform that falls over the first time."""

    def __init__(self) -> None:
        super().__init__()
        self.starts = 0

    async def run(self) -> None:
        self.starts += 1
        if self.starts == 1:
            raise ConnectionResetError
        await super().run()


class Refused(Steady):
    """A platform whose token is wrong."""

    async def run(self) -> None:
        raise Misconfigured("bot_token", "Slack does not know this token; copy it again.")


class Alarm(logging.Handler):
    """Rings at the first log line of its level."""

    def __init__(self, level: int) -> None:
        super().__init__(level)
        self.rung = asyncio.Event()

    def emit(self, record: logging.LogRecord) -> None:
        del record
        self.rung.set()


async def test_serves_every_platform_until_it_is_told_to_stop() -> None:
    both, stop = (Steady(), Steady()), asyncio.Event()
    serving = asyncio.create_task(serve({"slack": both[0], "discord": both[1]}, stop))
    await asyncio.gather(*(platform.ready.wait() for platform in both))
    stop.set()
    await serving
    assert all(platform.stopped for platform in both)


async def test_starts_a_platform_again_that_fell_over_while_the_other_serves_on() -> None:
    shaky, steady, stop = Shaky(), Steady(), asyncio.Event()
    serving = asyncio.create_task(serve({"slack": shaky, "discord": steady}, stop))
    await asyncio.wait_for(shaky.ready.wait(), 10)
    assert (shaky.starts, steady.stopped) == (2, False)
    stop.set()
    await serving


class Leaping(asyncio.SelectorEventLoop):
    """An event loop whose clock can leap ahead."""

    ahead = 0.0

    def time(self) -> float:
        return super().time() + self.ahead


def test_a_platform_that_stood_for_long_is_started_again_as_soon_as_the_first_time(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with asyncio.Runner(loop_factory=Leaping) as runner:
        loop = cast("Leaping", runner.get_loop())

        class Seldom(Steady):
            starts = 0

            async def run(self) -> None:
                self.starts += 1
                if self.starts > 3:
                    self.ready.set()
                    await super().run()
                loop.ahead += 1000.0
                raise ConnectionError

        async def play() -> None:
            seldom, stop = Seldom(), asyncio.Event()
            serving = asyncio.create_task(serve({"slack": seldom}, stop))
            await seldom.ready.wait()
            stop.set()
            await serving

        runner.run(play())
    pauses = [vars(record)["again_in_seconds"] for record in caplog.records if "again_in_seconds" in vars(record)]
    assert len(pauses) == 3
    assert max(pauses) <= 1


async def test_serves_on_without_a_platform_whose_token_is_wrong(caplog: pytest.LogCaptureFixture) -> None:
    steady, stop = Steady(), asyncio.Event()
    told = Alarm(logging.ERROR)
    logging.getLogger("config.run").addHandler(told)
    serving = asyncio.create_task(serve({"slack": Refused(), "discord": steady}, stop))
    await asyncio.wait_for(told.rung.wait(), 10)
    logging.getLogger("config.run").removeHandler(told)
    assert "HIRG_SLACK__BOT_TOKEN: Slack does not know" in str([vars(r).get("reason") for r in caplog.records])
    assert not serving.done()
    stop.set()
    await serving


async def test_ends_and_names_the_setting_when_no_platform_is_left() -> None:
    with pytest.raises(NothingToRun, match="HIRG_SLACK__BOT_TOKEN: Slack does not know this token"):
        await serve({"slack": Refused()}, asyncio.Event())


async def test_slack_over_http_ends_when_its_server_cannot_start() -> None:
    class Taken(Steady):
        async def run(self) -> None:
            raise Misconfigured("port", "Port 3000 cannot be used.")

    slack = Steady()
    with pytest.raises(NothingToRun, match="HIRG_HTTP__PORT: Port 3000"):
        await serve({"slack": slack, "http": Taken()}, asyncio.Event())
    assert slack.stopped


async def test_one_half_of_slack_over_http_is_stopped_when_the_other_cannot_be_had() -> None:
    slack, discord, stop = Steady(), Steady(), asyncio.Event()
    serving = asyncio.create_task(serve({"slack": slack, "http": Refused(), "discord": discord}, stop))
    await asyncio.wait_for(slack.over.wait(), 10)
    assert not discord.stopped
    stop.set()
    await serving


async def test_calendars_are_served_on_when_slack_cannot_be_had_and_somebody_else_can() -> None:
    http, discord, stop = Steady(), Steady(), asyncio.Event()
    told = Alarm(logging.ERROR)
    logging.getLogger("config.run").addHandler(told)
    platforms = {"slack": Refused(), "http": http, "discord": discord}
    serving = asyncio.create_task(serve(platforms, stop, halves={"http": "slack"}))
    await asyncio.wait_for(told.rung.wait(), 10)
    logging.getLogger("config.run").removeHandler(told)
    await http.ready.wait()
    assert not http.stopped
    stop.set()
    await serving


async def test_a_server_alone_is_nothing_to_run() -> None:
    http = Steady()
    with pytest.raises(NothingToRun, match="HIRG_SLACK__BOT_TOKEN"):
        await serve({"slack": Refused(), "http": http}, asyncio.Event(), halves={})
    assert http.stopped


async def test_a_platform_that_ends_badly_lets_the_others_end(caplog: pytest.LogCaptureFixture) -> None:
    class Clumsy(Steady):
        async def run(self) -> None:
            try:
                await super().run()
            finally:
                raise ConnectionResetError

    clumsy, steady, stop = Clumsy(), Steady(), asyncio.Event()
    serving = asyncio.create_task(serve({"slack": clumsy, "discord": steady}, stop))
    await asyncio.gather(clumsy.ready.wait(), steady.ready.wait())
    stop.set()
    await asyncio.wait_for(serving, 10)
    assert steady.stopped
    assert "a platform did not end well" in caplog.text


async def test_what_is_due_on_a_platform_waits_until_that_is_ready() -> None:
    ready, rung, absent = asyncio.Event(), asyncio.Event(), {"slack", "discord"}
    arriving = asyncio.create_task(arrive("slack", ready, absent, rung))
    await asyncio.sleep(0)
    assert (absent, rung.is_set()) == ({"slack", "discord"}, False)

    ready.set()
    await asyncio.wait_for(arriving, 10)
    assert (absent, rung.is_set()) == ({"discord"}, True)


async def test_is_ready_for_the_first_question_and_lets_lie_what_stays() -> None:
    asked: list[str] = []

    async def fail(typed: str, _: Request) -> list[Choice]:
        asked.append(typed)
        raise RuntimeError

    async def complete(typed: str, _: Request) -> list[Choice]:
        asked.append(typed)
        return []

    async def answer(_: Request) -> Reply:
        return say("Done.")

    options = (Option("a", "A", complete=fail), Option("b", "B"), Option("c", "C", complete=complete))
    await settle(Bot(Catalog([Command("find", "Find", answer, options)])))
    frozen = gc.get_freeze_count()
    gc.unfreeze()
    assert (len(asked), frozen > 0) == (2, True)


async def test_without_a_token_says_which_settings_to_give(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.setenv("HIRG_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("HIRG_DISCORD__TOKEN", "")
    monkeypatch.setenv("HIRG_SLAK__BOT_TOKEN", "x")
    with pytest.raises(NothingToRun) as caught:
        await run(load_settings())
    for said in ("HIRG_DISCORD__TOKEN is set, but empty", "Did you mean HIRG_SLACK__BOT_TOKEN?", "hirg-bot demo"):
        assert said in str(caught.value)


def test_names_channels_on_platforms_that_are_not_started() -> None:
    settings = load_settings(
        _env_file=None, meetings={"channels": {"network": ["slack:C1", "discord:5 1d"], "workshop": ["web:lobby"]}}
    )
    assert list(unheard(settings, ["slack", "http"])) == [
        "HIRG_MEETINGS__CHANNELS__NETWORK: discord:5 is on a platform that is not started.",
        "HIRG_MEETINGS__CHANNELS__WORKSHOP: web:lobby is on a platform that is not started.",
    ]


def test_the_platforms_with_a_voice_or_a_calendar_are_found_by_name() -> None:
    discord = build_discord(Bot(Catalog([])), load_settings(_env_file=None, discord={"token": "x"}))
    platforms = {"discord": discord, "steady": Steady()}
    assert messengers_of(platforms) == {"discord": discord.messenger}
    assert boards_of(platforms) == {"discord": discord.events}


async def test_a_platform_that_knows_addresses_can_be_asked_before_it_is_connected() -> None:
    slack = build_slack(Bot(Catalog([])), load_settings(_env_file=None, slack={"bot_token": "xoxb-1"}))
    assert mailboxes_of({"slack": slack, "steady": Steady()}) == {"slack": slack.mailboxes}
    assert audiences_of({"slack": slack, "steady": Steady()}) == {"slack": slack.audience}
    assert await slack.audience.size(Address("slack", "C1")) is None
    assert await slack.mailboxes.verified_email(Account("slack", "T1", "U1")) == ""

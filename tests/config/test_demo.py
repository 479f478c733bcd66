"""The demo: its own people and channels, and a calendar that makes itself heard when time goes on."""

import asyncio
import re
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

from aiohttp import ClientSession

from bot.chat.requests import Role
from bot.delivery.letterbox import Letterbox
from bot.directory.survey import in_words
from bot.meetings.model import Kind
from config.demo import SEEDS, build_web, demo_settings
from config.demo_clock import DemoClock
from config.keys import open_vault
from config.run import end
from config.settings import Settings, load_settings
from config.settings_meetings import MeetingSettings
from config.wiring import build_clock, build_core
from tests.adapters.web.server import opened, started
from tests.house import memory_stores
from tests.meetings.series import network_meeting


def settings(**given: object) -> Settings:
    return demo_settings(load_settings(_env_file=None, **given))


def test_speaks_in_its_own_channels_to_its_own_organiser() -> None:
    mine = settings()

    assert mine.meetings.channels[Kind.NETWORK] == ("web:meetings",)
    assert mine.roles[Role.ORGANISER] == {"web:demo:zuleika"}
    assert mine.data_dir == Path("data/demo")


def test_keeps_out_of_other_platforms_whatever_is_set_for_them() -> None:
    elsewhere = MeetingSettings(channels={Kind.NETWORK: ("slack:C1",)})
    mine = settings(meetings=elsewhere, roles={Role.ORGANISER: frozenset({"slack:T1:U1"})})

    assert mine.meetings.channels[Kind.NETWORK] == ("web:meetings",)
    assert mine.roles[Role.ORGANISER] == {"web:demo:zuleika"}


async def test_keeps_to_a_database_and_keys_of_its_own_wherever_the_real_ones_are(tmp_path: Path) -> None:
    """It moves its time on, by which the keys and cases of a real network would be over."""
    real = load_settings(
        _env_file=None,
        data_dir=tmp_path,
        database_url="postgresql://localhost/real",
        keys={"database": tmp_path / "real" / "keys.db", "master": "ab" * 32, "new_master": "cd" * 32},
    )
    mine = demo_settings(real)
    await open_vault(mine).create("c1")

    assert mine.database == f"sqlite:///{tmp_path}/demo/hirg.db"
    assert not any(mine.keys.secrets.values())
    assert {path.name for path in tmp_path.iterdir()} == {"demo"}
    assert {path.name for path in (tmp_path / "demo" / "keys").iterdir()} == {"keys.db", "master.key"}


def test_goes_by_channels_of_the_web_chat_that_somebody_set() -> None:
    own = MeetingSettings(channels={Kind.NETWORK: ("web:general 1d",)})

    assert settings(meetings=own).meetings.channels == {Kind.NETWORK: ("web:general 1d",)}


async def test_seeds_leave_alone_what_is_there(tmp_path: Path) -> None:
    stores, time = memory_stores(), DemoClock(tmp_path / "time")
    versions = []
    for _ in range(2):
        for seed in SEEDS:
            await seed(stores, time.now())
        versions.append((await stores.directory.version(), await stores.calendar.version()))

    assert len(await stores.directory.entries()) > 40
    assert versions[0] == versions[1]


async def test_the_skills_map_is_a_page_with_the_picture_and_its_words(tmp_path: Path) -> None:
    mine, time, stores = settings(network="R & <D>"), DemoClock(tmp_path / "time"), memory_stores()
    await SEEDS[0](stores, time.now())
    core = build_core(stores, mine, Letterbox(stores.outbox), time.now)
    web = build_web(core, mine, time)
    async with started(web), opened(web, "marigold") as marigold, ClientSession() as session:
        (link,) = marigold.welcome["links"]
        async with session.get(web.url.rstrip("/") + link["path"]) as response:
            page = ET.fromstring(_as_xml(await response.text()))  # noqa: S314 - our own

            assert response.status == 200
            assert response.content_type == "text/html"
            assert "default-src 'none'" in response.headers["Content-Security-Policy"]
            assert response.headers["Cache-Control"] == "no-store"
    words = [paragraph.text or "" for paragraph in page.iter("p")]
    picture = page.find(".//*[@role='img']/{http://www.w3.org/2000/svg}svg")
    assert [title.text for title in page.iter("h1")] == ["Skills map"]
    assert picture is not None
    assert "What R & <D> can do" in [text.text for text in picture.iter()]
    assert words == in_words(await core.skills_map.survey(), 20_000).splitlines()


async def test_with_too_few_people_the_page_says_so_and_draws_nothing(tmp_path: Path) -> None:
    mine, time, stores = settings(), DemoClock(tmp_path / "time"), memory_stores()
    web = build_web(build_core(stores, mine, Letterbox(stores.outbox), time.now), mine, time)
    async with started(web), ClientSession() as session, session.get(f"{web.url}skills-map") as response:
        page = await response.text()

    assert "Fewer than 3 people list skills yet" in page
    assert "<svg" not in page


def _as_xml(page: str) -> str:
    """Close what HTML leaves open."""
    return re.sub(r"<((?:meta|link) [^>]*)>", r"<\1/>", page.removeprefix("<!doctype html>"))


async def test_going_on_to_the_next_event_brings_the_reminder_of_a_meeting(tmp_path: Path) -> None:
    mine, rung, time = settings(), asyncio.Event(), DemoClock(tmp_path / "time")
    stores = memory_stores(series=[network_meeting()])
    core = build_core(stores, mine, Letterbox(stores.outbox, rung.set), time.now)
    web = build_web(core, mine, time)
    clock = build_clock(core, stores, {"web": web.messenger}, settings=mine, rung=rung, now=time.now)
    time.follow(clock, stores.outbox)
    ticking = asyncio.create_task(clock.run())
    try:
        async with started(web), opened(web, "marigold") as marigold:
            before = time.now()
            moved = await marigold.ask("move", step="next")
            said = [message for message in marigold.messages.values() if message["place"] == "meetings"][-1]

            assert moved["said"] == "hirg-bot wrote in #meetings."
            assert before < time.now() < before + timedelta(days=70)
            assert "Network meeting" in said["text"]
    finally:
        await end([ticking])


async def test_whoever_writes_plain_words_to_the_bot_in_distress_is_told_where_to_turn(tmp_path: Path) -> None:
    mine, time, stores = settings(), DemoClock(tmp_path / "time"), memory_stores()
    for seed in SEEDS:
        await seed(stores, time.now())
    web = build_web(build_core(stores, mine, Letterbox(stores.outbox), time.now), mine, time)
    async with started(web), opened(web, "marigold") as marigold:
        for words, answer in (
            ("i want to die", "That sounds very hard."),
            ("help me please", "/help-now"),
            ("who knows nvivo?", "People who can help with NVivo"),
            ("find-skill nvivo", "People who can help with NVivo"),
        ):
            await marigold.type(words, "@marigold")
            assert answer in list(marigold.messages.values())[-1]["text"]

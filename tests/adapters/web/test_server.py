"""The server around the chat: what it serves, to whom, and how it starts."""

import asyncio

import pytest
from aiohttp import ClientSession, WSServerHandshakeError

from adapters.errors import Misconfigured
from adapters.web.app import Web, WebOptions
from bot.chat.commands import Catalog
from bot.service import Bot
from tests.adapters.web.catalog import CHANNELS, PEOPLE
from tests.adapters.web.server import PATIENCE, serving


async def fetch(url: str, **headers: str) -> tuple[int, dict[str, str], str]:
    async with ClientSession() as session, session.get(url, headers=headers) as response:
        return response.status, dict(response.headers), await response.text()


async def test_serves_a_page_that_runs_nothing_from_elsewhere(web: Web) -> None:
    status, headers, _ = await fetch(web.url)

    assert status == 200
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"


async def test_serves_scripts_as_scripts(web: Web) -> None:
    _, headers, _ = await fetch(f"{web.url}static/main.js")

    assert headers["Content-Type"].startswith(("text/javascript", "application/javascript"))


@pytest.mark.parametrize("path", ["static/x.js", "static/..%2fapp.py", "static/%2e%2e/app.py", "static/", "nowhere"])
async def test_serves_nothing_but_its_own_parts(web: Web, path: str) -> None:
    status, headers, _ = await fetch(f"{web.url}{path}")

    assert status == 404
    assert "Content-Security-Policy" in headers


async def test_answers_under_no_other_name(web: Web) -> None:
    status, _, said = await fetch(web.url, Host="evil.example:80")

    assert status == 403
    assert "only answers on this machine" in said


@pytest.mark.parametrize(
    "name",
    [
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "evil.example@127.0.0.1:80@evil.example",
        "127.1",
        "[::1",
        "0.0.0.0",
        "x",
    ],
)
async def test_is_not_taken_in_by_names_that_look_like_this_machine(web: Web, name: str) -> None:
    assert (await fetch(web.url, Host=name))[0] in {400, 403}


@pytest.mark.parametrize("name", ["localhost:9", "127.0.0.1", "[::1]:80", "LOCALHOST"])
async def test_answers_under_every_name_of_this_machine(web: Web, name: str) -> None:
    assert (await fetch(web.url, Host=name))[0] == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1", "file://", "http://["])
async def test_opens_no_socket_for_another_page(web: Web, origin: str) -> None:
    async with ClientSession() as session:
        with pytest.raises(WSServerHandshakeError) as refused:
            await session.ws_connect(f"{web.url}socket", headers={"Origin": origin})

    assert refused.value.status == 403


async def test_says_which_setting_is_wrong_when_the_port_is_taken(web: Web) -> None:
    port = int(web.url.rstrip("/").rpartition(":")[2])

    with pytest.raises(Misconfigured, match="taken by another program") as refused:
        async with serving(port=port):
            pass

    assert refused.value.setting == "port"


@pytest.mark.parametrize(
    ("options", "setting"), [(WebOptions(port=99999), "port"), (WebOptions("nowhere.invalid", 0), "host")]
)
async def test_says_which_setting_is_wrong_when_the_address_cannot_be(options: WebOptions, setting: str) -> None:
    web = Web(Bot(Catalog(())), options, PEOPLE, CHANNELS, {})

    with pytest.raises(Misconfigured) as refused:
        await asyncio.wait_for(web.run(), PATIENCE)

    assert refused.value.setting == setting

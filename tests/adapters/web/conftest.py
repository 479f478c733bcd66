"""The chat on a port of its own, people in front of it, and one browser for all tests of the page."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from adapters.web.app import Web
from tests.adapters.web.browser import open_browser
from tests.adapters.web.server import Page, opened, serving


@pytest.fixture
async def web() -> AsyncIterator[Web]:
    async with serving() as running:
        yield running


@pytest.fixture
async def ada(web: Web) -> AsyncIterator[Page]:
    async with opened(web, "ada") as page:
        yield page


@pytest.fixture
async def olu(web: Web) -> AsyncIterator[Page]:
    async with opened(web, "olu") as page:
        yield page


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with open_browser() as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def chat() -> AsyncIterator[Web]:
    """The chat, served from the loop that the browser's tests run on."""
    async with serving() as web:
        yield web

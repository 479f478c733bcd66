"""A headless Chromium for tests of the page: one for all of them, a fresh context for each."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from playwright.async_api import Browser, BrowserContext, async_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# A slow, busy machine with two cores.
PATIENCE_MS = 15_000


def find_chromium() -> str:
    """Return the path of a browser; without one, skip, or fail under REQUIRE_BROWSER=1."""
    paths = (os.environ.get("CHROMIUM"), *NAMES)
    found = next((path for name in paths if name and (path := shutil.which(name))), None)
    if found:
        return found
    missing = "No browser: set CHROMIUM, or install chromium, to test the page."
    if os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail(missing)
    pytest.skip(missing)


@asynccontextmanager
async def open_browser() -> AsyncIterator[Browser]:
    """Start a browser; it ends with the block."""
    path = find_chromium()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            await browser.close()


@asynccontextmanager
async def open_context(browser: Browser, **options: Any) -> AsyncIterator[BrowserContext]:
    """A reader of their own: London, British English, no memory of others; anything else is in `options`."""
    settings = {"locale": "en-GB", "timezone_id": "Europe/London", "viewport": {"width": 1280, "height": 800}}
    context = await browser.new_context(**{**settings, **options})
    context.set_default_timeout(PATIENCE_MS)
    try:
        yield context
    finally:
        await context.close()

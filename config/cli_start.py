"""`hirg-bot run` and `hirg-bot demo`."""

import asyncio

from adapters.errors import Misconfigured
from config.demo import run_demo
from config.errors import BadSettings
from config.logs import set_up_logs
from config.run import run
from config.settings import load_settings, variable


def run_platforms() -> None:
    """Run on every platform that has a token, until stopped."""
    settings = load_settings()
    set_up_logs(settings.log)
    asyncio.run(run(settings))


def demo() -> None:
    """Open a small chat in the browser, with a fictional network in it; needs no token."""
    try:
        asyncio.run(run_demo())
    except Misconfigured as error:
        raise BadSettings(f"{variable('web', error.setting)}: {error}") from None

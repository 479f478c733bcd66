"""Requests to Discord that are made once, and what may have become of each.

discord.py repeats a request that failed, which can say a thing twice; what the bot says unasked goes out here instead.
"""

import asyncio
import json
import logging
import re
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from importlib.metadata import version
from time import monotonic
from typing import Any

import aiohttp

from adapters.discord.credentials import DiscordOptions
from adapters.discord.errors import OPENING_TOO_FAST, OVERLOADED, Rejected
from adapters.discord.pictures import Files
from adapters.punctual import punctual
from bot.delivery.model import Later, Unknown

log = logging.getLogger(__name__)

# How long one request may take, in seconds, and how much of it to be heard at all.
PATIENCE, CONNECTING = 7.0, 4.0
# When to try again what could not be tried, or what Discord gave no time for.
SOON, LATER = 5.0, 60.0

_OK, _BAD_REQUEST, _UNAUTHORIZED, _TOO_MANY, _BROKEN = 200, 400, 401, 429, 500
_BUSY = {OPENING_TOO_FAST, OVERLOADED}
# What follows names one of many in the same bucket; the channel or server before it has a bucket of its own.
_MINOR = re.compile(r"(?<=/messages/)\d+|(?<=/scheduled-events/)\d+|(?<=/members/)\d+")


class Rest:
    """Discord's REST interface, as the bot; `me` is its user id, empty while it is not logged in."""

    def __init__(self, options: DiscordOptions, now: Callable[[], float] = monotonic) -> None:
        self.me = ""
        self._url = options.api_url.rstrip("/")
        self._token = options.token
        self._now = now
        self._session: aiohttp.ClientSession | None = None
        self._spent: dict[str, float] = {}

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Hold a session for as long as the block runs."""
        # https://docs.discord.com/developers/reference#user-agent
        headers = {
            "Authorization": f"Bot {self._token}",
            "User-Agent": f"DiscordBot (hirg-bot, {version('hirg-bot')}) aiohttp/{aiohttp.__version__}",
        }
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=CONNECTING)
        async with aiohttp.ClientSession(headers=headers, timeout=timeout, trace_configs=[punctual()]) as session:
            self._session = session
            try:
                yield
            finally:
                self._session = None

    async def ask(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        files: Files | None = None,
        query: Mapping[str, str] | None = None,
    ) -> Any:  # noqa: ANN401 - JSON
        """Make one request and return what came back, None for nothing.

        Raises `Later` when Discord took nothing, `Unknown` when it may have, and `Rejected` when it said no. Nothing is
        sent before the time that Discord named for requests of this kind.
        """
        if self._session is None or not self.me:
            raise Later(SOON, everywhere=True)
        bucket = f"{method} {_MINOR.sub('', path)}"
        if (wait := self._spent.get(bucket, 0.0) - self._now()) > 0:
            raise Later(wait)
        try:
            async with (
                asyncio.timeout(PATIENCE),
                self._session.request(method, self._url + path, params=query, **_payload(body, files)) as response,
            ):
                return self._read(response, bucket, await response.read())
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
            raise Later(SOON, everywhere=True) from None
        except (OSError, aiohttp.ClientError, TimeoutError):
            raise Unknown from None

    def _read(self, response: aiohttp.ClientResponse, bucket: str, content: bytes) -> Any:  # noqa: ANN401 - JSON
        data, legible = _parse(content)
        if response.status == _TOO_MANY:
            raise _too_many(response, data)
        self._remember(response, bucket)
        if response.status >= _BROKEN or (response.status < _BAD_REQUEST and not legible):
            raise Unknown
        if response.status < _BAD_REQUEST:
            return data
        if response.status == _UNAUTHORIZED:
            log.warning("discord does not accept the token any longer")
            raise Later(LATER, everywhere=True)
        if not isinstance(data, dict):
            # Somebody between Discord and this machine answered.
            raise Later(LATER, everywhere=True)
        code = int(data.get("code") or 0)
        raise Later(LATER, everywhere=code == OVERLOADED) if code in _BUSY else Rejected(response.status, code)

    def _remember(self, response: aiohttp.ClientResponse, bucket: str) -> None:
        if response.headers.get("X-RateLimit-Remaining") != "0":
            return
        now = self._now()
        self._spent = {known: until for known, until in self._spent.items() if until > now}
        self._spent[bucket] = now + _seconds(response.headers.get("X-RateLimit-Reset-After"), 0.0)


def _payload(body: Mapping[str, Any] | None, files: Files | None) -> dict[str, Any]:
    if not files:
        return {} if body is None else {"json": body}
    # Discord wants the brackets in the names of the parts as they are.
    form = aiohttp.FormData(quote_fields=False)
    form.add_field("payload_json", json.dumps(body), content_type="application/json")
    for number, (name, content) in enumerate(files.items()):
        form.add_field(f"files[{number}]", content, filename=name, content_type="image/png")
    return {"data": form}


def _parse(content: bytes) -> tuple[Any, bool]:
    """Return the JSON of an answer, and whether it was JSON; nothing at all is."""
    if not content:
        return None, True
    try:
        return json.loads(content), True
    except ValueError:
        return None, False


def _too_many(response: aiohttp.ClientResponse, data: Any) -> Later:  # noqa: ANN401 - JSON
    """Read when to come back; an answer that is not Discord's own shuts this machine out from everything."""
    if not isinstance(data, dict):
        return Later(_seconds(response.headers.get("Retry-After"), LATER), everywhere=True)
    named = data.get("retry_after", response.headers.get("Retry-After"))
    return Later(_seconds(named, SOON), everywhere=bool(data.get("global")))


def _seconds(written: object, otherwise: float) -> float:
    try:
        return max(float(str(written)), 0.0)
    except ValueError:
        return otherwise

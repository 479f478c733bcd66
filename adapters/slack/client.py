"""The SDK's clients, kept to what this bot wants of them: no retries of their own, and no payloads in the log."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.slack.markup import Json
from adapters.slack.options import SlackOptions
from adapters.slack.patience import NO_ANSWER, NOT_REACHED, Outcome, patiently

log = logging.getLogger(__name__)


class Calls:
    """Calls Slack's Web API and response_urls; what went wrong is in the outcome."""

    def __init__(self, options: SlackOptions, session: aiohttp.ClientSession) -> None:
        self._options = options
        self._session = session
        self.web = self.web_client(options.bot_token)

    def web_client(self, token: str | None) -> AsyncWebClient:
        # Retries are ours: the SDK's own repeat what may have arrived, and ignore how long a trigger_id lives.
        base, log_at = self._options.api_url, quiet(logging.WARNING)
        return AsyncWebClient(token=token, base_url=base, session=self._session, retry_handlers=[], logger=log_at)

    async def call(self, method: str, arguments: Json, within: float) -> Outcome:
        """Call a method of the Web API, trying again for `within` seconds."""
        return await patiently(lambda: once(lambda: self.web.api_call(method, json=arguments)), within)

    async def ask(self, method: str, arguments: Mapping[str, str], within: float) -> Outcome:
        """Call a method that takes no JSON, as those do that read, and those for files; likewise."""
        return await patiently(lambda: once(lambda: self.web.api_call(method, data=dict(arguments))), within)

    async def upload(self, url: str, content: bytes, within: float) -> Outcome:
        """Send a file to the address that Slack gave for it, likewise."""

        async def send() -> Outcome:
            try:
                async with self._session.post(url, data=content) as answer:
                    return Outcome(answer.status, "" if answer.ok else f"status {answer.status}")
            except (aiohttp.ClientError, TimeoutError, OSError):
                return Outcome(0, NO_ANSWER)

        return await patiently(send, within)

    async def respond(self, response_url: str, message: Json, within: float) -> Outcome:
        """Send a message that only the person sees, unless it says how it is to be seen; likewise."""
        log_at = quiet(logging.WARNING)
        hook = AsyncWebhookClient(response_url, session=self._session, retry_handlers=[], logger=log_at)
        private = {"response_type": "ephemeral", **message}
        return await patiently(lambda: once(lambda: hook.send_dict(private)), within)


async def once(call: Callable[[], Awaitable[Any]]) -> Outcome:
    """Call through the SDK, and make an outcome of whatever it raises."""
    try:
        return Outcome.of(await call())
    except SlackApiError as error:
        return Outcome.of(error.response)
    except aiohttp.ClientConnectorError:
        return Outcome(0, NOT_REACHED)
    except (aiohttp.ClientError, TimeoutError, OSError):
        return Outcome(0, NO_ANSWER)


class Handler(AsyncSocketModeHandler):
    """Hands what comes over one socket to Bolt.

    The SDK logs every failed attempt to connect, with addresses and payloads, so its log is silenced; what goes wrong
    with a request is told here instead.
    """

    def __init__(self, app: AsyncApp, token: str, address: str, web: AsyncWebClient) -> None:
        super().__init__(app, token, logger=quiet(logging.CRITICAL), web_client=web)
        # Left alone, the SDK would try the same one-time address for ever.
        self.client.auto_reconnect_enabled = self.client.default_auto_reconnect_enabled = False
        self.client.wss_uri = address

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override] # as the SDK has it
        try:
            await super().handle(client, req)
        except ConnectionError:
            log.warning("an acknowledgement was lost with its socket")
        except Exception:
            log.exception("a request from Slack was not handled")


def quiet(level: int) -> logging.Logger:
    """Return a logger for the SDK that never goes down to DEBUG, where the SDK logs payloads."""
    logger = logging.getLogger(f"{__name__}.sdk.{logging.getLevelName(level).lower()}")
    if logger.level != level:
        logger.setLevel(level)
    return logger

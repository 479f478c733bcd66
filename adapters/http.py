"""One HTTP server for every adapter that receives requests from outside."""

import asyncio
import errno
import socket
from collections.abc import Iterable

from aiohttp import web

from adapters.errors import Misconfigured

# Slack's payloads are far below; whatever is larger is not Slack.
_MOST_BYTES = 1024 * 1024
# How long requests that are being answered may take to finish when the server stops, in seconds.
_PATIENCE = 5.0


class HttpServer:
    """Serves `routes` until cancelled. Raises `Misconfigured` when the address cannot be had."""

    def __init__(self, host: str, port: int, routes: Iterable[web.RouteDef]) -> None:
        self._host, self._port = host, port
        self._routes = tuple(routes)
        self.ready = asyncio.Event()
        self.port = port

    async def run(self) -> None:
        application = web.Application(client_max_size=_MOST_BYTES)
        application.add_routes(self._routes)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=_PATIENCE)
        await runner.setup()
        try:
            await web.TCPSite(runner, self._host, self._port).start()
            self.port = int(runner.addresses[0][1])
            self.ready.set()
            await asyncio.Event().wait()
        except (OSError, UnicodeError) as error:
            raise _misconfigured(error, self._port) from None
        finally:
            self.ready.clear()
            await runner.cleanup()


def _misconfigured(error: OSError | UnicodeError, port: int) -> Misconfigured:
    # A name that can be none is refused by the codec for names.
    if isinstance(error, socket.gaierror | UnicodeError) or error.errno == errno.EADDRNOTAVAIL:
        return Misconfigured("host", "It is not an address of this machine. Try 127.0.0.1 or 0.0.0.0.")
    return Misconfigured("port", f"Port {port} cannot be used: {error.strerror}.")

"""Everything a bot sends over a simulated platform's wire, as it came."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One request: `line` is its method and address, `answer` what the platform said."""

    line: str
    headers: bytes
    body: bytes
    answer: bytes

    @property
    def path(self) -> str:
        return self.line.partition(" ")[2].partition("?")[0]


class Wiretap:
    """Takes down every request, and every frame that the bot sends over a socket."""

    def __init__(self) -> None:
        self.sent: list[Sent] = []
        self.frames: list[str] = []

    @web.middleware
    async def middleware(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        body, answer = await _body(request), b""
        try:
            response = await handler(request)
            answer = response.body if isinstance(response, web.Response) and isinstance(response.body, bytes) else b""
        finally:
            # Taken down although the handler fails, as when the connection breaks.
            headers = b"\n".join(b"%s: %s" % pair for pair in request.raw_headers)
            line = f"{request.method} {request.path_qs}"
            self.sent.append(Sent(line=line, headers=headers, body=body, answer=answer))
        return response


async def _body(request: web.Request) -> bytes:
    """Read a body, which can be read again then."""
    if request.content_type != "multipart/form-data":
        return await request.read()
    parts = [_part(part) for part in (await request.post()).values()]
    return b"\n".join(parts)


def _part(part: Any) -> bytes:
    if not isinstance(part, web.FileField):
        return part if isinstance(part, bytes) else str(part).encode()
    content = part.file.read()
    part.file.seek(0)
    return part.filename.encode() + b"\n" + content

"""One open page: reads wishes, answers each by its number, passes on what appears in the room."""

import asyncio
import json
import logging
from collections.abc import Callable

from aiohttp import WSMsgType, web

from adapters.web import wire
from adapters.web.conversation import Conversation
from adapters.web.inbound import Hello, Wish, number_of, read
from adapters.web.markup import Json
from adapters.web.model import WebPerson
from adapters.web.room import News, Room
from bot.chat.commands import Catalog
from bot.chat.errors import NotFound, Refusal, Unclear

log = logging.getLogger(__name__)

# A person cannot wait for more answers than these at once; a script gone wild can.
MOST_AT_ONCE = 32
# A page that reads this far behind is better served by a new connection.
MOST_UNREAD = 500
# How long a page may take to agree that its socket is closed.
FAREWELL_SECONDS = 1.0

Start = Callable[[asyncio.Task[None]], None]


class Connection:
    """Serves one socket until it closes. Answers under way outlive it: they wait in the room."""

    def __init__(
        self,
        socket: web.WebSocketResponse,
        transport: asyncio.Transport | None,
        room: Room,
        catalog: Catalog,
        conversation: Conversation,
        *,
        start: Start,
    ) -> None:
        self._socket = socket
        self._transport = transport
        self._room = room
        self._catalog = catalog
        self._conversation = conversation
        self._start = start
        self._person: WebPerson | None = None
        self._leave: Callable[[], None] = lambda: None
        self._outgoing: asyncio.Queue[Json] = asyncio.Queue(MOST_UNREAD)
        self._under_way = 0

    async def serve(self) -> None:
        writer = asyncio.create_task(self._write())
        try:
            async for frame in self._socket:
                if frame.type is WSMsgType.TEXT:
                    self._take(frame.data)
                else:
                    self._send(0, wire.refusal_json(Unclear("This socket speaks JSON in text.")))
        finally:
            self._leave()
            writer.cancel()
            await asyncio.gather(writer, return_exceptions=True)
            if self._transport and self._transport.get_write_buffer_size():
                # It stopped reading: what is still to be sent would be kept for it for ever.
                self._transport.abort()

    async def close(self, code: int, why: bytes) -> None:
        """Say why the socket is closed, and hang up on a page that does not listen."""
        try:
            async with asyncio.timeout(FAREWELL_SECONDS):
                await self._socket.close(code=code, message=why)
        except TimeoutError:
            if self._transport:
                self._transport.abort()

    def _take(self, frame: str) -> None:
        try:
            number, wish = read(frame)
            if self._person is None:
                self._enter(number, wish)
                return
            if self._under_way >= MOST_AT_ONCE:
                raise Unclear("That was a lot at once.", "Wait for an answer, then try again.")
        except Refusal as refusal:
            self._send(number_of(frame), wire.refusal_json(refusal))
            return
        self._under_way += 1
        self._start(asyncio.create_task(self._answer(self._person, number, wish)))

    def _enter(self, number: int, wish: Wish) -> None:
        if not isinstance(wish, Hello):
            raise NotFound("Say whom you act as first.", "Reload the page.")
        person = self._room.person(wish.person)
        since = wish.since if wish.epoch == self._room.epoch else 0
        self._person = person
        if not since:
            self._room.forget_fleeting(person)
        self._leave = self._room.listen(person, self._tell)
        self._send(number, wire.welcome(self._room, self._catalog, person, since))

    async def _answer(self, person: WebPerson, number: int, wish: Wish) -> None:
        try:
            answer = await self._conversation.handle(person, wish)
        except Refusal as refusal:
            answer = wire.refusal_json(refusal)
        except Exception:
            log.exception("wish not met", extra={"wish": type(wish).__name__})
            answer = wire.refusal_json(Unclear("Something went wrong on our side.", "Please try again."))
        finally:
            self._under_way -= 1
        self._send(number, answer)

    def _tell(self, news: News) -> None:
        if self._person:
            self._send(0, wire.news_json(self._room, self._person, news))

    def _send(self, number: int, fields: Json) -> None:
        try:
            self._outgoing.put_nowait({"id": number, **fields})
        except asyncio.QueueFull:
            self._leave()
            self._leave = lambda: None
            self._start(asyncio.create_task(self.close(1013, b"this page reads too slowly")))

    async def _write(self) -> None:
        while True:
            fields = await self._outgoing.get()
            try:
                text = json.dumps(fields, ensure_ascii=False)
            except TypeError:
                log.exception("answer is not JSON")
                text = json.dumps({"id": fields["id"], **wire.refusal_json(Unclear("That cannot be shown."))})
            await self._socket.send_str(text)

"""A small, strict Discord on loopback: REST v10 and the gateway, to which the real discord.py connects.

It refuses what Discord refuses, in Discord's words, and keeps a list of everything it did not like: tests end with
`assert not discord.problems`.
"""

import asyncio
import base64
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from tests.simulators import discord_rules as rules
from tests.simulators import discord_spec as spec
from tests.simulators.discord_command_rules import command_problems
from tests.simulators.discord_events import Events
from tests.simulators.discord_gateway import Gateway
from tests.simulators.discord_limits import Problem
from tests.simulators.discord_payloads import APPLICATION, BOT, CHANNEL, GUILD, guild, me, oauth2_application
from tests.simulators.discord_places import Places, numbered
from tests.simulators.discord_responses import BODY, FILES, Buckets, Fault, Faults, invalid, rate_limit_headers, refuse
from tests.simulators.discord_rules import LATER, LATER_IN_PLACE
from tests.simulators.discord_state import Ids, Interaction, Message
from tests.simulators.wiretap import Wiretap

Json = dict[str, Any]

TOKEN = base64.urlsafe_b64encode(APPLICATION.encode()).decode().rstrip("=") + ".Simul8.not-a-real-token"
API = "/api/v10"
DEADLINE = 3.0
TOKEN_LIFE = 15 * 60.0


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    body: Any


class DiscordSimulator:
    """Everything a test can look at or bring about; `discord_client` has the people in front of it."""

    def __init__(self, *, heartbeat: float = 41.25, strict: bool = True) -> None:
        self.problems: list[Problem] = []
        self.requests: list[Request] = []
        self.interactions: dict[str, Interaction] = {}
        self.messages: dict[str, Message] = {}
        self.commands: list[Json] = []
        self.declared = asyncio.Event()
        self.missed: list[str] = []
        self.names: dict[str, str] = {BOT: "hirg"}
        self.wire = Wiretap()
        self.gateway = Gateway(TOKEN, heartbeat, self._welcome, self.wire)
        self.shift = 0.0
        self._out = False
        self.buckets = Buckets()
        self.places = Places(self)
        self.events = Events(self)
        self._strict = strict
        self._faults = Faults()
        self.ids = Ids()
        self._port = 0

    @property
    def api_url(self) -> str:
        return f"http://127.0.0.1:{self._port}{API}"

    @property
    def gateway_url(self) -> str:
        return f"ws://127.0.0.1:{self._port}/"

    def now(self) -> float:
        return asyncio.get_running_loop().time() + self.shift

    def new_id(self) -> str:
        return self.ids.new()

    def fail(self, where: str, **how: Any) -> None:
        """Let the next requests that match fail, as a `Fault` says; status 0 drops the connection."""
        self._faults.add(Fault(re.compile(where), **how))

    @asynccontextmanager
    async def outage(self) -> AsyncIterator[None]:
        """Answer nothing but 503 while the block runs, and let nobody stay connected; afterwards, bots come back."""
        self._out = self.gateway.refusing = True
        self.gateway.drop()
        try:
            yield
        finally:
            self._out = self.gateway.refusing = False

    def sent(self, where: str) -> list[Request]:
        """Return the requests whose `METHOD /path` matches."""
        return [request for request in self.requests if re.search(where, f"{request.method} {request.path}")]

    def post(self, components: list[Json]) -> Message:
        """Put a public message of the bot into the channel."""
        channel = self.places.all[CHANNEL]
        message = Message(self.new_id(), rules.COMPONENTS_V2, components, author=BOT, place=channel)
        channel.messages.append(message)
        return message

    async def join(self, server: str) -> None:
        """Invite the bot to one more server, where nobody is yet."""
        self.places.elsewhere[server] = set()
        await self.gateway.dispatch("GUILD_CREATE", guild(server))

    async def leave(self, server: str) -> None:
        """Throw the bot out of a server."""
        del self.places.elsewhere[server]
        await self.gateway.dispatch("GUILD_DELETE", {"id": server})

    async def deliver(self, interaction: Interaction, payload: Json) -> None:
        self.interactions[interaction.token] = interaction
        await self.gateway.dispatch("INTERACTION_CREATE", payload)

    def _welcome(self) -> tuple[Json, list[Json]]:
        ready = {
            "v": 10,
            "user": me(),
            "guilds": [{"id": server, "unavailable": True} for server in (GUILD, *self.places.elsewhere)],
            "resume_gateway_url": f"{self.gateway_url}resume/",
            "application": {"id": APPLICATION, "flags": 0},
        }
        return ready, [guild(server) for server in (GUILD, *self.places.elsewhere)]

    # REST ---------------------------------------------------------------------

    def routes(self) -> Iterable[web.RouteDef]:
        api = API
        hook = API + "/webhooks/{application}/{token}"
        return [
            web.get("/", self.gateway.handle),
            web.get("/resume/", self.gateway.handle),
            web.get(f"{api}/users/@me", self._me),
            web.get(f"{api}/oauth2/applications/@me", self._application),
            web.get(f"{api}/gateway/bot", self._gateway_bot),
            web.get(api + "/applications/{application}/commands", self._get_commands),
            web.put(api + "/applications/{application}/commands", self._put_commands),
            web.post(api + "/interactions/{id}/{token}/callback", self._callback),
            web.post(hook, self._follow_up),
            web.get(hook + "/messages/{message}", self._read),
            web.patch(hook + "/messages/{message}", self._edit),
            web.delete(hook + "/messages/{message}", self._delete),
            *self.places.routes(api),
            *self.events.routes(api),
        ]

    @web.middleware
    async def middleware(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        if not request.path.startswith(API):
            return await handler(request)
        response = await self._serve(request, handler)
        if isinstance(response, web.Response) and response.content_type == "application/json":
            response.charset = None  # as Discord has it, and discord.py recognises nothing else as JSON
        return response

    async def _serve(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        path = request.path.removeprefix(API)
        request[BODY], request[FILES] = await _content(request)
        self.requests.append(Request(request.method, path, request[BODY]))
        if self._out:
            return Fault(re.compile(""), 503, legible=False).response(request)
        fault = self._faults.next(f"{request.method} {path}")
        if fault and fault.delay:
            await asyncio.sleep(fault.delay)
            fault = None
        if fault and not fault.lost:
            return fault.response(request)
        open_to_all = path.startswith(("/interactions", "/webhooks"))
        if not open_to_all and request.headers.get("Authorization") != f"Bot {TOKEN}":
            return refuse(401, 0, "401: Unauthorized")
        headers, over = (rate_limit_headers(request), False) if open_to_all else self.buckets.take(request)
        if over:
            return Fault(re.compile(""), 429, retry_after=float(headers["X-RateLimit-Reset-After"])).response(request)
        response = await handler(request)
        response.headers.update(headers)
        return fault.response(request) if fault else response

    async def _me(self, _: web.Request) -> web.Response:
        return web.json_response(me())

    async def _application(self, _: web.Request) -> web.Response:
        return web.json_response(oauth2_application())

    async def _gateway_bot(self, _: web.Request) -> web.Response:
        limits = {"total": 1000, "remaining": 999, "reset_after": 14400000, "max_concurrency": 1}
        return web.json_response({"url": self.gateway_url, "shards": 1, "session_start_limit": limits})

    async def _get_commands(self, _: web.Request) -> web.Response:
        return web.json_response(self.commands)

    async def _put_commands(self, request: web.Request) -> web.Response:
        commands = request[BODY]
        checks = [spec.spec_problems(spec.COMMAND, command) for command in commands]
        if problems := self.bad(command_problems(commands), *checks):
            return invalid(problems)
        self.commands = [self._registered(command) for command in commands]
        self.declared.set()
        return web.json_response(self.commands)

    def _registered(self, command: Json) -> Json:
        """Return a command as the server keeps it: with what it adds, and without what is the default."""
        options = [{k: v for k, v in option.items() if v is not False} for option in command.get("options") or ()]
        added = {
            "id": self.new_id(),
            "application_id": APPLICATION,
            "version": self.new_id(),
            "dm_permission": True,
            "nsfw": False,
            "description_localizations": None,
            "name_localizations": None,
        }
        kept = {key: value for key, value in command.items() if key != "options"}
        return {**kept, **added, **({"options": options} if options else {})}

    # Interactions -------------------------------------------------------------

    async def _callback(self, request: web.Request) -> web.Response:
        interaction = self.interactions.get(request.match_info["token"])
        if interaction is None or interaction.id != request.match_info["id"] or self._late(interaction):
            return refuse(404, 10062, "Unknown interaction")
        if interaction.response:
            return refuse(400, 40060, "Interaction has already been acknowledged.")
        body = request[BODY]
        source = interaction.source
        private = source is not None and source.place is not None and bool(source.place.recipient)
        check = rules.callback_problems(
            interaction.kind, None if source is None else source.flags, body, private=private
        )
        uploads = rules.upload_problems(body.get("data") or {}, request[FILES])
        if problems := self.bad(check, uploads, spec.spec_problems(spec.callback_schema(body), body)):
            return invalid(problems)
        interaction.response = body["type"]
        interaction.took = self.now() - interaction.created
        self._take(interaction, body.get("data") or {}, request[FILES])
        interaction.answered.set()
        return web.Response(status=204)

    def _late(self, interaction: Interaction) -> bool:
        late = not interaction.response and self.now() - interaction.created > DEADLINE
        if late and interaction.id not in self.missed:
            self.missed.append(interaction.id)
        return late

    def _take(self, interaction: Interaction, data: Json, files: Mapping[str, bytes]) -> None:
        match interaction.response:
            case 4 | 5:
                loading = interaction.response == LATER
                message = Message(self.new_id(), data.get("flags", 0), numbered(data), loading=loading, author=BOT)
                message.attachments, message.files = data.get("attachments", []), files
                message.interaction = interaction
                self.messages[message.id] = interaction.original = message
            case 6:
                interaction.original = interaction.source
            case 7:
                assert interaction.source
                interaction.original = interaction.source
                self.places.write(interaction.source, data, files)
            case 8:
                interaction.choices = data["choices"]
            case _:
                interaction.modal = data
        if interaction.response not in {LATER, LATER_IN_PLACE}:
            interaction.settled.set()

    def _webhook(self, request: web.Request) -> Interaction | web.Response:
        interaction = self.interactions.get(request.match_info["token"])
        if interaction is None or request.match_info["application"] != APPLICATION or not interaction.response:
            return refuse(404, 10015, "Unknown Webhook")
        if self.now() - interaction.created > TOKEN_LIFE:
            return refuse(401, 50027, "Invalid Webhook Token")
        return interaction

    async def _follow_up(self, request: web.Request) -> web.Response:
        interaction = self._webhook(request)
        if isinstance(interaction, web.Response):
            return interaction
        body = request[BODY]
        check = rules.follow_up_problems(body, loading=bool(interaction.original and interaction.original.loading))
        uploads = rules.upload_problems(body, request[FILES])
        if problems := self.bad(check, uploads, spec.spec_problems(spec.FOLLOW_UP, body)):
            return invalid(problems)
        message = Message(self.new_id(), body["flags"], author=BOT, interaction=interaction)
        self.places.write(message, body, request[FILES])
        self.messages[message.id] = message
        interaction.follow_ups.append(message)
        interaction.settled.set()
        return web.json_response({"id": message.id, "flags": message.flags})

    def _message(self, request: web.Request) -> tuple[Interaction, Message] | web.Response:
        interaction = self._webhook(request)
        if isinstance(interaction, web.Response):
            return interaction
        wanted = request.match_info["message"]
        message = interaction.original if wanted == "@original" else self.messages.get(wanted)
        if message is None or message.deleted:
            return refuse(404, 10008, "Unknown Message")
        return interaction, message

    async def _read(self, request: web.Request) -> web.Response:
        found = self._message(request)
        if isinstance(found, web.Response):
            return found
        return web.json_response({"id": found[1].id, "flags": found[1].flags, "components": found[1].components})

    async def _edit(self, request: web.Request) -> web.Response:
        found = self._message(request)
        if isinstance(found, web.Response):
            return found
        interaction, message = found
        body = request[BODY]
        checks = rules.message_problems(body, new=False), rules.upload_problems(body, request[FILES])
        if problems := self.bad(*checks, spec.spec_problems(spec.EDIT, body)):
            return invalid(problems)
        self.places.write(message, body, request[FILES])
        interaction.settled.set()
        return web.json_response({"id": message.id, "flags": message.flags})

    async def _delete(self, request: web.Request) -> web.Response:
        found = self._message(request)
        if isinstance(found, web.Response):
            return found
        found[1].deleted = True
        return web.Response(status=204)

    def bad(self, *checks: Iterable[Problem]) -> list[Problem]:
        """Make the checks, unless this Discord is a hasty one, and remember what they found."""
        found = [problem for check in checks for problem in check] if self._strict else []
        self.problems += found
        return found

    @asynccontextmanager
    async def serving(self) -> AsyncIterator["DiscordSimulator"]:
        app = web.Application(middlewares=[self.wire.middleware, self.middleware], client_max_size=30 * 1024 * 1024)
        app.add_routes(self.routes())
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self._port = runner.addresses[0][1]
        try:
            yield self
        finally:
            self.gateway.drop()
            await runner.cleanup()


async def _content(request: web.Request) -> tuple[Any, dict[str, bytes]]:
    """Read a body and what is uploaded beside it, by name."""
    if not request.body_exists:
        return None, {}
    if request.content_type != "multipart/form-data":
        return await request.json(), {}
    form = await request.post()
    uploads = [part for name, part in form.items() if re.fullmatch(r"files\[\d+\]", name)]
    files = {part.filename: part.file.read() for part in uploads if isinstance(part, web.FileField)}
    assert len(files) == len(form) - 1, "what is uploaded is called files[n], each with a name of its own"
    payload = form["payload_json"]
    assert isinstance(payload, (str, bytes, bytearray))
    return json.loads(payload), files


@asynccontextmanager
async def open_simulator(*, heartbeat: float = 41.25, strict: bool = True) -> AsyncIterator[DiscordSimulator]:
    """Start a Discord of your own."""
    async with DiscordSimulator(heartbeat=heartbeat, strict=strict).serving() as simulator:
        yield simulator

"""A server's scheduled events."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.simulators import discord_payloads as payloads
from tests.simulators import discord_spec as spec
from tests.simulators.discord_limits import Problem
from tests.simulators.discord_responses import BODY, invalid, refuse

if TYPE_CHECKING:
    from tests.simulators.discord import DiscordSimulator

Json = dict[str, Any]

ADMINISTRATOR, MANAGE_EVENTS, CREATE_EVENTS = 1 << 3, 1 << 33, 1 << 44
SCHEDULED, ACTIVE, COMPLETED, CANCELLED = 1, 2, 3, 4
MOST = 100
_NEXT = {SCHEDULED: {ACTIVE, CANCELLED}, ACTIVE: {COMPLETED}}
_LENGTHS = {"name": 100, "description": 1000}


class Events:
    """The events of every server the bot is on, and what it may do there."""

    def __init__(self, discord: "DiscordSimulator") -> None:
        self.servers: dict[str, int] = {payloads.GUILD: CREATE_EVENTS}
        self.all: dict[str, Json] = {}
        # What Discord says of a server that the bot is not on.
        self.stranger = (404, 10004)
        self._discord = discord

    def ahead(self, server: str = payloads.GUILD) -> list[Json]:
        """List the events that are still to come, or under way."""
        return [e for e in self.all.values() if e["guild_id"] == server and e["status"] in {SCHEDULED, ACTIVE}]

    def routes(self, api: str) -> Iterable[web.RouteDef]:
        events = api + "/guilds/{guild}/scheduled-events"
        return [
            web.get(f"{api}/users/@me/guilds", self._guilds),
            web.get(events, self._list),
            web.post(events, self._create),
            web.get(events + "/{event}", self._read),
            web.patch(events + "/{event}", self._change),
        ]

    async def _guilds(self, _: web.Request) -> web.Response:
        common: Json = {"name": "A research network", "icon": None, "banner": None, "owner": False, "features": []}
        return web.json_response([{**common, "id": s, "permissions": str(may)} for s, may in self.servers.items()])

    async def _list(self, request: web.Request) -> web.Response:
        server = request.match_info["guild"]
        return web.json_response(self.ahead(server)) if server in self.servers else self._unknown()

    async def _create(self, request: web.Request) -> web.Response:
        server, body = request.match_info["guild"], request[BODY]
        if server not in self.servers:
            return self._unknown()
        if not self.servers[server] & (ADMINISTRATOR | CREATE_EVENTS):
            return refuse(403, 50013, "Missing Permissions")
        if problems := self._discord.bad(_problems(body), spec.spec_problems(spec.EVENT, body)):
            return invalid(problems)
        if len(self.ahead(server)) >= MOST:
            return refuse(400, 30038, "Maximum number of guild scheduled events reached (100)")
        if refusal := _past(body):
            return refusal
        made: Json = {"id": self._discord.new_id(), "guild_id": server, "creator_id": payloads.BOT, "channel_id": None}
        made |= {"status": SCHEDULED, "entity_id": None, **_trimmed(body)}
        self.all[made["id"]] = made
        return web.json_response(made)

    async def _read(self, request: web.Request) -> web.Response:
        found = self._event(request)
        return found if isinstance(found, web.Response) else web.json_response(found)

    async def _change(self, request: web.Request) -> web.Response:
        found, body = self._event(request), request[BODY]
        if isinstance(found, web.Response):
            return found
        own = CREATE_EVENTS if found["creator_id"] == payloads.BOT else 0
        if not self.servers[found["guild_id"]] & (ADMINISTRATOR | MANAGE_EVENTS | own):
            return refuse(403, 50013, "Missing Permissions")
        whole = {**{key: found[key] for key in found.keys() & _KEYS}, **body}
        if problems := self._discord.bad(_problems(whole), spec.spec_problems(spec.CHANGED_EVENT, body)):
            return invalid(problems)
        if refusal := _unchangeable(found, body):
            return refusal
        found.update(_trimmed(body))
        return web.json_response(found)

    def _event(self, request: web.Request) -> Json | web.Response:
        if request.match_info["guild"] not in self.servers:
            return self._unknown()
        found = self.all.get(request.match_info["event"])
        if found is None or found["guild_id"] != request.match_info["guild"]:
            return refuse(404, 10070, "Unknown Guild Scheduled Event")
        return found

    def _unknown(self) -> web.Response:
        status, code = self.stranger
        return refuse(status, code, "Unknown Guild")


_KEYS = {
    "name",
    "description",
    "privacy_level",
    "entity_type",
    "scheduled_start_time",
    "scheduled_end_time",
    "entity_metadata",
}


def _problems(body: Json) -> Iterator[Problem]:
    for key in body.keys() - _KEYS - {"status"}:
        yield Problem(key, "HOUSE_RULE", "is a key this bot has no use for")
    for key in _KEYS - body.keys():
        yield Problem(key, "BASE_TYPE_REQUIRED", "This field is required")
    texts = {**body, "location": (body.get("entity_metadata") or {}).get("location")}
    for key, most in {**_LENGTHS, "location": 100}.items():
        if not len(str(texts.get(key) or "").strip()) >= 1 or len(str(texts.get(key))) > most:
            yield Problem(key, "BASE_TYPE_BAD_LENGTH", f"Must be between 1 and {most} in length.")
    if _time(body, "scheduled_end_time") <= _time(body, "scheduled_start_time"):
        yield Problem("scheduled_end_time", "GUILD_SCHEDULED_EVENT_END_BEFORE_START", "ends before it starts")


def _trimmed(body: Json) -> Json:
    """Take surrounding space off, as Discord does with all that somebody wrote."""
    return {key: value.strip() if isinstance(value, str) else value for key, value in body.items()}


def _unchangeable(event: Json, body: Json) -> web.Response | None:
    if event["status"] not in _NEXT:
        return refuse(400, 180000, "Cannot update a finished event")
    if "status" in body and body["status"] not in _NEXT[event["status"]]:
        return invalid([Problem("status", "GUILD_SCHEDULED_EVENT_INVALID_STATUS", "Invalid status")])
    return _past(body) if "scheduled_start_time" in body else None


def _time(body: Json, key: str) -> datetime:
    return datetime.fromisoformat(body[key])


def _past(body: Json) -> web.Response | None:
    if _time(body, "scheduled_start_time") >= datetime.now(UTC):
        return None
    return invalid([Problem("scheduled_start_time", "GUILD_SCHEDULED_EVENT_SCHEDULE_PAST", "lies in the past")])

"""Meetings as scheduled events of the servers the bot is on.

See https://docs.discord.com/developers/resources/guild-scheduled-event.
"""

import hashlib
import logging
from collections.abc import Mapping
from datetime import UTC
from typing import Any

from adapters.discord.errors import (
    EVENT_OVER,
    MISSING_ACCESS,
    MISSING_PERMISSIONS,
    MOST_EVENTS_REACHED,
    UNKNOWN_EVENT,
    UNKNOWN_SERVER,
    Rejected,
)
from adapters.discord.rest import SOON, Rest
from adapters.limits import clip
from adapters.text import clean, one_line
from bot.delivery.model import Gone, Later, Refused, Unknown
from bot.meetings.events import PublicEvent

log = logging.getLogger(__name__)

Json = dict[str, Any]

NAME_LENGTH = 100
LOCATION_LENGTH = 100
DESCRIPTION_LENGTH = 1000
NOWHERE_YET = "To be announced"

_EXTERNAL, _SERVER_ONLY = 3, 2
_SCHEDULED, _ACTIVE, _COMPLETED, _CANCELLED = 1, 2, 3, 4
_ADMINISTRATOR, _CREATE_EVENTS = 1 << 3, 1 << 44
_NOT_ALLOWED = (
    "I may not keep events on the server. An organiser can mend that in the server's settings, under Roles: "
    "give my role Create Events."
)
_NO_SERVER = "I am on no server. Open the address that `hirg-bot discord invite` prints."
# The last two are said of a server that the bot is not on.
_GONE = {UNKNOWN_EVENT, EVENT_OVER, UNKNOWN_SERVER, MISSING_ACCESS}
_SENTENCES = {
    MISSING_PERMISSIONS: _NOT_ALLOWED,
    MOST_EVENTS_REACHED: "The server has a hundred events ahead, and Discord takes no more. Take old ones away.",
}


class DiscordEvents:
    """Implements `bot.meetings.events.EventBoard`.

    A reference is `server/event`; where the bot may keep events on several servers, there is one on each, and commas
    between them.
    """

    platform = "discord"

    def __init__(self, rest: Rest) -> None:
        self._rest = rest

    async def put(self, key: str, event: PublicEvent, known: str) -> str:
        """Announce it wherever that can be; what one server refuses is refused only when every other does so, too.

        What is known of servers where the bot may not keep events at present stays known: it is called off some day.
        """
        body = _body(event, key)
        put = _parse(known)
        worked, refused = False, None
        for server in await self._servers():
            try:
                put[server] = await self._put(server, put.get(server, ""), key, body)
                worked = True
            except Gone:
                put.pop(server, None)
            except Refused as why:
                refused = why
                log.warning("a server did not take a meeting's event", extra={"server": server})
        if refused and not worked:
            raise refused
        if not put:
            raise Gone
        return ",".join(f"{server}/{event}" for server, event in put.items())

    async def cancel(self, known: str) -> None:
        """Call it off everywhere, before anything is said of where that was refused."""
        refused = None
        for server, event in _parse(known).items():
            try:
                await self._cancel(server, event)
            except Refused as why:
                refused = why
        if refused:
            raise refused

    async def _put(self, server: str, known: str, key: str, body: Json) -> str:
        # Whoever asks again may not have heard that it was announced the first time.
        event = known or await self._find(server, key)
        if event:
            await self._change(server, event, body)
            return event
        made = await self._ask("POST", f"/guilds/{server}/scheduled-events", body)
        if not isinstance(made, Mapping) or "id" not in made:
            raise Unknown
        return str(made["id"])

    async def _find(self, server: str, key: str) -> str:
        for event in await self._look(f"/guilds/{server}/scheduled-events"):
            ahead = event["status"] in {_SCHEDULED, _ACTIVE}
            if ahead and str(event.get("description") or "").endswith(_seal(key)):
                return str(event["id"])
        return ""

    async def _cancel(self, server: str, event: str) -> None:
        """Call off one event; one under way can only be completed."""
        try:
            status = (await self._look(f"/guilds/{server}/scheduled-events/{event}"))["status"]
            ended = {_SCHEDULED: _CANCELLED, _ACTIVE: _COMPLETED}.get(status)
            if ended:
                await self._change(server, event, {"status": ended})
        except Gone:
            return

    async def _servers(self) -> list[str]:
        """List the servers where the bot may keep events. Raises `Refused` when there is none."""
        servers = await self._look("/users/@me/guilds")
        allowed = [s["id"] for s in servers if int(s["permissions"]) & (_ADMINISTRATOR | _CREATE_EVENTS)]
        if not allowed:
            raise Refused(_NOT_ALLOWED if servers else _NO_SERVER)
        return allowed

    async def _change(self, server: str, event: str, body: Json) -> None:
        await self._ask("PATCH", f"/guilds/{server}/scheduled-events/{event}", body)

    async def _look(self, path: str) -> Any:  # noqa: ANN401 - JSON
        try:
            return await self._ask("GET", path)
        except Unknown:
            raise Later(SOON) from None

    async def _ask(self, method: str, path: str, body: Json | None = None) -> Any:  # noqa: ANN401 - JSON
        try:
            return await self._rest.ask(method, path, body)
        except Rejected as rejected:
            if rejected.code in _GONE:
                raise Gone from None
            otherwise = f"Discord does not take that event (its error {rejected.code}). It may lie in the past."
            raise Refused(_SENTENCES.get(rejected.code, otherwise)) from None


def _body(event: PublicEvent, key: str) -> Json:
    """Describe an event for Discord; a place too long for its line stands in the text as well."""
    seal = _seal(key)
    place = one_line(event.place, DESCRIPTION_LENGTH, NOWHERE_YET)
    about = clean(event.about).strip()
    if len(place) > LOCATION_LENGTH:
        about = f"{place}\n\n{about}".strip()
    return {
        "name": one_line(event.title, NAME_LENGTH),
        "privacy_level": _SERVER_ONLY,
        "entity_type": _EXTERNAL,
        "scheduled_start_time": event.start.astimezone(UTC).isoformat(),
        "scheduled_end_time": event.end.astimezone(UTC).isoformat(),
        "entity_metadata": {"location": clip(place, LOCATION_LENGTH)},
        "description": f"{clip(about, DESCRIPTION_LENGTH - len(seal) - 2)}\n\n{seal}".strip(),
    }


def _seal(key: str) -> str:
    """Return the last line of a description, by which an event is found again when its reference was lost."""
    return f"hirg-{hashlib.sha256(key.encode()).hexdigest()[:12]}"


def _parse(known: str) -> dict[str, str]:
    """Take a reference apart: the event on each server."""
    return {server: event for server, _, event in (one.partition("/") for one in known.split(",") if one)}

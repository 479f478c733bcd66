"""How many people can see a channel of Discord's."""

import asyncio
import logging
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from adapters.discord.errors import Rejected
from adapters.discord.rest import Rest
from adapters.lately import Lately
from bot.chat.requests import Address
from bot.delivery.model import Later, Unknown

log = logging.getLogger(__name__)

# Somebody waits for the answer.
_SECONDS = 2.0
_VIEW = 1 << 10


class DiscordAudience:
    """Implements `Audience`.

    Who is in a channel is told to privileged bots alone, but how many are on the server is not: that is the answer for
    a channel that everybody there can see, and for another there is none. Bots are counted, too; this one is not.
    """

    def __init__(self, rest: Rest, lately: Lately[int] | None = None) -> None:
        self._rest = rest
        self._lately: Lately[int] = lately or Lately()

    async def size(self, channel: Address) -> int | None:
        if channel.people:
            return len(channel.people)
        if not (channel.channel.isascii() and channel.channel.isdigit()):
            return None
        return await self._lately.find(channel.channel, lambda: self._ask(channel.channel))

    async def names(self) -> Collection[str]:
        # Discord lists the members of a server to bots with the privileged “server members” intent alone. This bot does
        # without: what it cannot be told, it cannot lose.
        return ()

    async def _ask(self, channel: str) -> int | None:
        try:
            async with asyncio.timeout(_SECONDS):
                place = await self._rest.ask("GET", f"/channels/{channel}")
                server = await self._rest.ask("GET", f"/guilds/{place['guild_id']}", query={"with_counts": "true"})
                return max(int(server["approximate_member_count"]) - 1, 0) if _open(place, server) else None
        except Rejected as rejected:
            log.warning(
                "a channel's members were not counted", extra={"status": rejected.status, "code": rejected.code}
            )
        except (Later, Unknown, TimeoutError, KeyError, TypeError, ValueError):
            log.warning("a channel's members were not counted")
        return None


def _open(place: Mapping[str, Any], server: Mapping[str, Any]) -> bool:
    """Whether everybody on the server can see a channel; the role of everybody has the server's own id."""
    [everybody] = _of(server["roles"], server["id"])
    [*set_apart] = _of(place.get("permission_overwrites") or (), server["id"])
    allowed = int(everybody["permissions"])
    for overwrite in set_apart:
        allowed = allowed & ~int(overwrite["deny"]) | int(overwrite["allow"])
    return bool(allowed & _VIEW)


def _of(things: Iterable[Mapping[str, Any]], id: str) -> list[Mapping[str, Any]]:  # noqa: A002 - Discord's word
    return [thing for thing in things if thing["id"] == id]

"""Which server somebody's private conversation belongs to, where the bot is in several.

Discord does not say; but who is in one of them alone is at home there. Anybody else stays at home nowhere, and is known
again by their id all the same: see `bot.chat.requests.Account.same`.
"""

import asyncio
import logging
from collections.abc import Sequence

from adapters.discord.errors import Rejected
from adapters.discord.rest import Rest
from adapters.lately import Lately
from bot.delivery.model import Later, Unknown

log = logging.getLogger(__name__)

# Discord waits three seconds for the first answer, and takes a form as nothing but that; filling it in takes time, too.
_SECONDS = 0.5
# More servers than this are not asked one by one while somebody waits.
_MOST = 10
_NOT_FOUND = 404


class Homes:
    """Finds the one server that somebody and the bot are both in; what was found holds for an hour."""

    def __init__(self, rest: Rest, lately: Lately[str] | None = None) -> None:
        self._rest = rest
        self._lately: Lately[str] = lately or Lately()

    async def of(self, person: str, servers: Sequence[str]) -> str:
        """Return the id of the server; empty when they are in several, or in none, or Discord does not say in time."""
        if len(servers) <= 1:
            return "".join(servers)
        if len(servers) > _MOST:
            return ""
        # Another server makes another question of it.
        name = " ".join([person, *sorted(servers)])
        return await self._lately.find(name, lambda: self._ask(person, servers)) or ""

    async def _ask(self, person: str, servers: Sequence[str]) -> str | None:
        try:
            async with asyncio.timeout(_SECONDS):
                there = await asyncio.gather(*(self._is_in(person, server) for server in servers))
        except (Rejected, Later, Unknown, TimeoutError):
            log.warning("the server of a private conversation was not found out")
            return None
        found = [server for server, is_in in zip(servers, there, strict=True) if is_in]
        return found[0] if len(found) == 1 else ""

    async def _is_in(self, person: str, server: str) -> bool:
        try:
            await self._rest.ask("GET", f"/guilds/{server}/members/{person}")
        except Rejected as rejected:
            if rejected.status == _NOT_FOUND:
                return False
            raise
        return True

"""Which server somebody's private conversation belongs to, and which roles they hold there.

Discord says neither; but who is in one of the bot's servers alone is at home there. Who is in several stays at home
nowhere, and is known again by their id all the same: see `bot.chat.requests.Account.same`.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from time import monotonic

from adapters.discord.errors import Rejected
from adapters.discord.inbound import NOWHERE, Home
from adapters.discord.rest import Rest
from adapters.lately import Lately
from bot.delivery.model import Later, Unknown

log = logging.getLogger(__name__)

# Discord waits three seconds for the first answer, and takes a form as nothing but that; filling it in takes time, too.
_SECONDS = 0.5
# How long somebody whose role was taken away, or who left, keeps in private what they had; in seconds.
_KEPT = 60.0
# More servers than this are not asked one by one while somebody waits.
_MOST = 10
_NOT_FOUND = 404


class Homes:
    """Finds the one server that somebody and the bot are both in; what was found holds for a minute."""

    def __init__(self, rest: Rest, now: Callable[[], float] = monotonic) -> None:
        self._rest = rest
        self._lately = Lately[Home](now, _KEPT)

    async def of(self, person: str, servers: Sequence[str]) -> Home:
        """Return where they are at home; nowhere when they are in several servers, or in none.

        When Discord does not say in time, that is where there is one server alone, and nobody holds a role.
        """
        if not servers or len(servers) > _MOST:
            return NOWHERE
        # Another server makes another question of it.
        name = " ".join([person, *sorted(servers)])
        found = await self._lately.find(name, lambda: self._ask(person, servers))
        return found or Home(servers[0] if len(servers) == 1 else "")

    async def _ask(self, person: str, servers: Sequence[str]) -> Home | None:
        try:
            async with asyncio.timeout(_SECONDS):
                asked = await asyncio.gather(*(self._there(person, server) for server in servers))
        except (Rejected, Later, Unknown, TimeoutError):
            log.warning("the server of a private conversation was not found out")
            return None
        found = [home for home in asked if home]
        return found[0] if len(found) == 1 else NOWHERE

    async def _there(self, person: str, server: str) -> Home | None:
        """Say what somebody is in one server; None for nobody."""
        try:
            member = await self._rest.ask("GET", f"/guilds/{server}/members/{person}")
        except Rejected as rejected:
            if rejected.status == _NOT_FOUND:
                return None
            raise
        return Home(server, tuple(map(str, (member or {}).get("roles") or ())))

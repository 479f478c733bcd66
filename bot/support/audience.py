"""Who could have written something, and how many: what anonymity is made of."""

import asyncio
from collections.abc import Collection, Iterable
from typing import Protocol

from bot.chat.requests import Address


class Audience(Protocol):
    """The people on one platform: how many see a channel, and what they are called, but never who sees which."""

    async def size(self, channel: Address) -> int | None:
        """Say about how many people can see a channel, and so could have written there.

        None when the platform does not say. Never raises.
        """

    async def names(self) -> Collection[str]:
        """Names of members as the platform shows them, as far as it says; empty otherwise. Never raises."""


async def names_on(platforms: Iterable[Audience]) -> tuple[str, ...]:
    """Names of the members of several platforms, asked for at the same time."""
    told = await asyncio.gather(*(audience.names() for audience in platforms))
    return tuple(dict.fromkeys(name for names in told for name in names))

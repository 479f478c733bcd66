"""How many people could have written something: what anonymity is made of."""

from typing import Protocol

from bot.chat.requests import Address


class Audience(Protocol):
    """The members of one platform's channels, counted and never named."""

    async def size(self, channel: Address) -> int | None:
        """Say about how many people can see a channel, and so could have written there.

        None when the platform does not say. Never raises.
        """

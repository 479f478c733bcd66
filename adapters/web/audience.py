"""Who is in the web chat, and how many people can see a channel of it."""

from collections.abc import Collection

from adapters.web.room import Room
from bot.chat.requests import Address


class WebAudience:
    """Implements `Audience`: those you may act as, and `others` who read along in every channel."""

    def __init__(self, room: Room, others: int = 0) -> None:
        self._room = room
        self._others = others

    async def size(self, channel: Address) -> int | None:
        if channel.people:
            return len(channel.people)
        place = self._room.spoken_in(channel.channel)
        return len(place.members) + self._others if place else None

    async def names(self) -> Collection[str]:
        return tuple(person.name for person in self._room.people.values())

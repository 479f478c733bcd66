"""How many people can see a channel of the web chat."""

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

"""How many people can see a channel of the web chat."""

from adapters.web.room import Room
from bot.chat.requests import Address


class WebAudience:
    """Implements `Audience`: everybody you may act as is a person here."""

    def __init__(self, room: Room) -> None:
        self._room = room

    async def size(self, channel: Address) -> int | None:
        if channel.people:
            return len(channel.people)
        place = self._room.spoken_in(channel.channel)
        return len(place.members) if place else None

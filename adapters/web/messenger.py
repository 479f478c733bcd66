"""The bot's own voice in the web chat: what it says without being asked."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from adapters.web.model import Message, Place, PlaceKind
from adapters.web.room import Room
from bot.chat.errors import NotFound
from bot.chat.requests import Address
from bot.chat.views import Block, Reply
from bot.delivery.model import Gone, Refused, Unreadable


class WebMessenger:
    """Implements `Messenger` over the room, which takes everything at once and forgets it with the process."""

    pace = 0.0
    patience = 1.0
    groups = True

    def __init__(self, room: Room) -> None:
        self._room = room

    async def post(self, to: Address, blocks: Sequence[Block], key: str) -> str:
        place = self._place(to)
        return str(self._room.say(place, Reply(tuple(blocks)), thread=self._thread(to, place), key=key).id)

    async def find(self, to: Address, key: str, since: datetime) -> str | None:
        if self._room.forgot and self._room.forgot >= since:
            raise Unreadable("The web chat has forgotten what was said so long ago.")
        return next((str(message.id) for message in self._said(to) if message.key == key and not message.removed), None)

    async def edit(self, to: Address, posted: str, blocks: Sequence[Block]) -> None:
        self._room.replace(self._posted(to, posted), Reply(tuple(blocks)), edited=True)

    async def remove(self, to: Address, posted: str) -> None:
        self._room.remove(self._posted(to, posted))

    async def replies(self, to: Address, posted: str) -> int:
        return self._room.answered(self._posted(to, posted))

    def _place(self, to: Address) -> Place:
        """Find the place of an address; a private one of several people comes about when it is first spoken in."""
        return self._known(to) or self._room.open_group(Place(_channel(to), PlaceKind.GROUP, frozenset(to.people)))

    def _known(self, to: Address) -> Place | None:
        """Find the place of an address; None when it is one of several people which nobody spoke in yet."""
        if place := self._room.spoken_in(_channel(to)):
            return place
        if not to.people:
            raise Refused(f"The web chat has no channel “{to.channel}”. Choose one of those in its list.")
        if strangers := [user for user in to.people if user not in self._room.people]:
            raise Refused(f"Nobody in the web chat has the account “{strangers[0]}”.")
        return None

    def _thread(self, to: Address, place: Place) -> int | None:
        if to.thread is None:
            return None
        member = self._room.people[min(place.members)]
        try:
            return self._room.thread(member, place, int(to.thread))
        except (NotFound, ValueError):
            raise Refused("The message whose thread this belongs to is not in the web chat.") from None

    def _said(self, to: Address) -> Iterator[Message]:
        place = self._known(to)
        said = self._room.said(place) if place else iter(())
        return (message for message in said if str(message.thread or "") == (to.thread or ""))

    def _posted(self, to: Address, posted: str) -> Message:
        message = next((message for message in self._said(to) if str(message.id) == posted), None)
        if message is None or message.removed:
            raise Gone
        return message


def _channel(to: Address) -> str:
    """Name the place of an address, however its people are ordered."""
    return f"@{','.join(sorted(set(to.people)))}" if to.people else to.channel

"""What the web chat itself remembers while it runs: people, places, messages, who has read what."""

import itertools
import secrets
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from adapters.web.model import BOT, Message, Place, PlaceKind, Reading, WebChannel, WebLink, WebPerson, WebTry
from adapters.web.render import pictures, render, summary
from bot.chat.errors import NotFound
from bot.chat.views import Reply

# A chat left open for weeks must not fill a small machine's memory; the oldest messages go first.
MOST_MESSAGES = 5000
MOST_SIZE = 16_000_000
# How many of somebody's posts and forms are remembered by key: one sent again after a lost connection is no second one.
MOST_KEYS = 100

# What pages are told of: a message that appeared or changed, a place that opened, how far their reader got on another
# page, the time when it was moved.
News = Message | Place | Reading | datetime
Listener = Callable[[News], None]


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class _Desk:
    """What is kept for one person."""

    read: dict[str, int] = field(default_factory=dict)
    keys: deque[tuple[str, Message]] = field(default_factory=lambda: deque(maxlen=MOST_KEYS))
    listeners: list[Listener] = field(default_factory=list)


class Room:
    """The state of the chat, in memory only: it starts afresh with the process, and `epoch` tells browsers so."""

    def __init__(
        self,
        people: Sequence[WebPerson],
        channels: Sequence[WebChannel],
        tries: Sequence[WebTry] = (),
        links: Sequence[WebLink] = (),
        *,
        now: Callable[[], datetime] = utc_now,
        movable: bool = False,
        most: int = MOST_MESSAGES,
        most_size: int = MOST_SIZE,
    ) -> None:
        self.people = {person.id: person for person in people}
        self.epoch = secrets.token_hex(8)
        self.tries = tries
        self.links = links
        self.now = now
        # Whether the time can be moved on from the page.
        self.movable = movable
        # When the newest of the messages that had to go was written; None while all are here.
        self.forgot: datetime | None = None
        self._picture_key = secrets.token_bytes(32)
        self._most = most
        self._most_size = most_size
        self._size = 0
        self._places = {place.id: place for place in _places(people, channels)}
        self._messages: dict[int, Message] = {}
        # Numbers go on from run to run: what is kept elsewhere of an earlier one must not mean another message now.
        self._numbers = itertools.count(time.time_ns() // 1_000_000)
        # The number of the last thing that happened.
        self.revision = 0
        self._desks: defaultdict[str, _Desk] = defaultdict(_Desk)
        for channel in channels:
            for seed in channel.seeds:
                self.say(self._places[channel.name], seed)
        # Nobody needs telling that the bot's first words are new.
        self._opening = next(reversed(self._messages), 0)

    def person(self, person_id: str) -> WebPerson:
        """Return somebody you may act as, the first when no id is given, or raise `NotFound`."""
        try:
            return self.people[person_id] if person_id else next(iter(self.people.values()))
        except KeyError:
            raise NotFound("Nobody here has that name.", "Choose whom to act as from the list.") from None

    def places(self, person: WebPerson) -> list[Place]:
        """List the places somebody can see: channels, the bot, other people, then groups as they came about."""
        return [place for place in self._places.values() if person.id in place.members]

    def place(self, person: WebPerson, place_id: str) -> Place:
        """Return a place somebody can see, or raise `NotFound`; a place of others is not told from none."""
        place = self._places.get(place_id)
        if place is None or person.id not in place.members:
            raise NotFound("There is no such channel here.", "Choose one from the list.")
        return place

    def spoken_in(self, place_id: str) -> Place | None:
        """Return a place where the bot can speak: a channel, or a private conversation it is part of."""
        place = self._places.get(place_id)
        return None if place is None or place.kind is PlaceKind.DIRECT else place

    def open_group(self, place: Place) -> Place:
        """Give several people a private place with the bot, and tell them of it."""
        self._places[place.id] = place
        self._tell(place, place.members)
        return place

    def message(self, person: WebPerson, message_id: int) -> Message:
        """Return a message somebody can see, or raise `NotFound`."""
        message = self._messages.get(message_id)
        if message is None or message.removed or person.id not in self._readers(message):
            raise NotFound("That message is no longer here.")
        return message

    def thread(self, person: WebPerson, place: Place, root: int) -> int:
        """Return the id of a message that may be replied to in `place`, or raise `NotFound`."""
        message = self.message(person, root)
        if message.place != place.id or message.thread is not None or message.only_for:
            raise NotFound("That message has no thread.")
        return root

    def since(self, person: WebPerson, revision: int = 0) -> list[Message]:
        """List what somebody can see that appeared or changed after `revision`, in the order it was written.

        Whoever begins anew, at revision 0, had left, and does not see again what was fleeting.
        """
        newer = (m for m in self._messages.values() if m.revision > revision and person.id in self._readers(m))
        return [message for message in newer if revision or not message.fleeting]

    def said(self, place: Place) -> Iterator[Message]:
        """Go through what the bot said to all in a place, oldest first."""
        return (m for m in self._messages.values() if m.place == place.id and m.author == BOT and not m.only_for)

    def answered(self, message: Message) -> int:
        """Count what people wrote in the thread of a message."""
        thread = (m for m in self._messages.values() if m.thread == message.id and m.place == message.place)
        return sum(m.author != BOT and not m.removed for m in thread)

    def spoke(self, after: int) -> list[Place]:
        """List the places where the bot said something, or something else, to all after a revision."""
        said = (m for m in self._messages.values() if m.revision > after and m.author == BOT and not m.only_for)
        return [self._places[place] for place in dict.fromkeys(m.place for m in said if not m.removed)]

    def picture(self, name: str) -> bytes | None:
        """Return a picture of a message by its name, which nobody can guess."""
        return next((m.pictures[name] for m in self._messages.values() if name in m.pictures), None)

    def post(self, person: WebPerson, place: Place, text: str, *, thread: int | None = None, key: str = "") -> Message:
        """Put what somebody wrote before everybody in a place; the same `key` again is the same post."""
        return self._sent(person, key) or self._add_once(
            person, key, Message(0, 0, place.id, thread, person.id, self.now(), text=text)
        )

    def say(self, place: Place, reply: Reply, *, thread: int | None = None, key: str = "") -> Message:
        """Put what the bot says unasked before everybody in a place."""
        return self._add(self._worded(Message(0, 0, place.id, thread, BOT, self.now(), key=key), reply))

    def answer(
        self,
        person: WebPerson,
        place: Place,
        reply: Reply,
        *,
        thread: int | None = None,
        asked: str = "",
        fleeting: bool = False,
        key: str = "",
    ) -> Message:
        """Put the bot's answer before the one who asked; one that is `fleeting` goes when they leave.

        What is answered again under the same `key` stands there already, unless it goes: of that nothing else is kept.
        """
        if sent := self._sent(person, key):
            return sent
        answer = Message(0, 0, place.id, thread, BOT, self.now(), only_for=person.id, fleeting=fleeting, asked=asked)
        return self._add_once(person, "" if fleeting else key, self._worded(answer, reply))

    def replace(self, message: Message, reply: Reply, *, edited: bool = False, fleeting: bool = False) -> Message:
        """Let a message of the bot's say something else; `edited` when its readers should know.

        What is private and `fleeting` stays so, whatever comes in its place.
        """
        self._size -= message.size
        message.fleeting = message.fleeting or (fleeting and bool(message.only_for))
        message.edited = message.edited or edited
        self._size += self._worded(message, reply).size
        return self._changed(message)

    def remove(self, message: Message) -> None:
        """Take a message back; its number stays, so that pages hear that it went."""
        self._size -= message.size
        message.text, message.reply, message.blocks, message.pictures = "", None, None, {}
        message.removed = True
        self._changed(message)

    def strike(self) -> None:
        """Tell everybody what time it is, because it was moved."""
        self._tell(self.now(), frozenset(self.people))

    def reads(self, person: WebPerson) -> dict[str, int]:
        """Map places to the newest message somebody has read there."""
        return {place.id: self._opening for place in self.places(person)} | self._desks[person.id].read

    def mark_read(self, person: WebPerson, place: Place, message_id: int) -> None:
        """Note that somebody has read a place up to a message, on every page of theirs; never goes back."""
        read = self._desks[person.id].read
        if message_id > read.get(place.id, 0):
            read[place.id] = message_id
            self._tell(Reading(place.id, message_id), frozenset({person.id}))

    def forget_fleeting(self, person: WebPerson) -> None:
        """Drop what went when somebody left, unless another page of theirs still shows it."""
        if self._desks[person.id].listeners:
            return
        for message in [m for m in self._messages.values() if m.fleeting and m.only_for == person.id]:
            self._size -= self._messages.pop(message.id).size

    def listen(self, person: WebPerson, listener: Listener) -> Callable[[], None]:
        """Tell `listener` of everything new that somebody can see from now on; returns how to stop."""
        listeners = self._desks[person.id].listeners
        listeners.append(listener)
        return lambda: listeners.remove(listener)

    def _sent(self, person: WebPerson, key: str) -> Message | None:
        """Return what somebody's post or form under this key became."""
        return next((message for known, message in self._desks[person.id].keys if key and known == key), None)

    def _add_once(self, person: WebPerson, key: str, message: Message) -> Message:
        if key:
            self._desks[person.id].keys.append((key, message))
        return self._add(message)

    def _add(self, message: Message) -> Message:
        message.id = next(self._numbers)
        self._messages[message.id] = message
        self._size += message.size
        while len(self._messages) > self._most or self._size > self._most_size:
            oldest = self._messages.pop(next(iter(self._messages)))
            self._size -= oldest.size
            self.forgot = max(self.forgot or oldest.at, oldest.at)
        return self._changed(message)

    def _changed(self, message: Message) -> Message:
        self.revision += 1
        message.revision = self.revision
        self._tell(message, self._readers(message))
        return message

    def _tell(self, news: News, readers: frozenset[str]) -> None:
        for person_id in self.people:
            if person_id in readers:
                for listener in tuple(self._desks[person_id].listeners):
                    listener(news)

    def _readers(self, message: Message) -> frozenset[str]:
        return frozenset({message.only_for}) if message.only_for else self._places[message.place].members

    def _worded(self, message: Message, reply: Reply) -> Message:
        """Make a message say a reply, drawn once for everybody who will be told of it."""
        message.reply = reply
        message.text, message.blocks = summary(reply.blocks), render(reply.blocks, self._picture_key)
        message.pictures = pictures(reply.blocks, self._picture_key)
        return message


def _places(people: Sequence[WebPerson], channels: Sequence[WebChannel]) -> Iterator[Place]:
    ids = [person.id for person in people]
    if len(set(ids)) < len(ids) or BOT in ids:
        raise ValueError("two people of the web chat have the same account")
    for channel in channels:
        yield Place(channel.name, PlaceKind.CHANNEL, frozenset(ids), channel.topic)
    for person in people:
        yield Place(f"@{person.id}", PlaceKind.BOT, frozenset({person.id}))
    for one, other in itertools.combinations(people, 2):
        yield Place(f"with-{one.id}-{other.id}", PlaceKind.DIRECT, frozenset({one.id, other.id}))

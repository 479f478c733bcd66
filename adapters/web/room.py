"""What the web chat itself remembers while it runs: people, places, messages, who has read what."""

import itertools
import secrets
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from adapters.web.markup import Json
from adapters.web.render import render, summary
from bot.chat.errors import NotFound
from bot.chat.requests import Account, Actor, Role
from bot.chat.views import Reply

BOT = "hirg-bot"
# A chat left open for weeks must not fill a small machine's memory; the oldest messages go first.
MOST_MESSAGES = 5000
MOST_CHARACTERS = 4_000_000
# How many of somebody's posts are remembered by key, so that one sent again after a lost connection is no second post.
MOST_KEYS = 100


@dataclass(frozen=True, slots=True)
class WebPerson:
    """Somebody you may act as; `title` says in a few words who they are."""

    account: Account
    name: str
    title: str
    roles: frozenset[Role] = frozenset()

    @property
    def id(self) -> str:
        return self.account.user

    @property
    def actor(self) -> Actor:
        return Actor(self.account, self.name, self.roles)


@dataclass(frozen=True, slots=True)
class WebChannel:
    """A channel everybody is in; the bot opens it with `seeds`."""

    name: str
    topic: str
    seeds: tuple[Reply, ...] = ()


@dataclass(frozen=True, slots=True)
class WebTry:
    """Something to try on a first visit: `line` is put into the composer."""

    label: str
    line: str


class PlaceKind(StrEnum):
    CHANNEL = "channel"
    BOT = "bot"
    DIRECT = "direct"


@dataclass(frozen=True, slots=True)
class Place:
    """Where messages stand; `members` are the ids of those who can see it."""

    id: str
    kind: PlaceKind
    members: frozenset[str]
    topic: str = ""


@dataclass(slots=True)
class Message:
    """What somebody wrote, or what the bot said (`reply`), which `text` spells out and `blocks` describe.

    `revision` rises whenever any message appears or changes. `only_for` is the id of the one person who can
    see it, or empty. `asked` is the command line it answers.
    """

    id: int
    revision: int
    place: str
    thread: int | None
    author: str
    at: datetime
    text: str = ""
    reply: Reply | None = None
    blocks: list[Json] | None = None
    only_for: str = ""
    asked: str = ""


Listener = Callable[[Message], None]


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
        *,
        most: int = MOST_MESSAGES,
        most_characters: int = MOST_CHARACTERS,
    ) -> None:
        self.people = {person.id: person for person in people}
        self.epoch = secrets.token_hex(8)
        self.tries = tries
        self._most = most
        self._most_characters = most_characters
        self._size = 0
        self._places = {place.id: place for place in _places(people, channels)}
        self._messages: dict[int, Message] = {}
        self._numbers = itertools.count(1)
        self._revisions = itertools.count(1)
        self._desks: defaultdict[str, _Desk] = defaultdict(_Desk)
        for channel in channels:
            for seed in channel.seeds:
                self._add(_said(Message(0, 0, channel.name, None, BOT, datetime.now(UTC)), seed))
        # Nobody needs telling that the bot's first words are new.
        self._opening = len(self._messages)

    def person(self, person_id: str) -> WebPerson:
        """Return somebody you may act as, the first when no id is given, or raise `NotFound`."""
        try:
            return self.people[person_id] if person_id else next(iter(self.people.values()))
        except KeyError:
            raise NotFound("Nobody here has that name.", "Choose whom to act as from the list.") from None

    def places(self, person: WebPerson) -> list[Place]:
        """List the places somebody can see: channels, the bot, then other people."""
        return [place for place in self._places.values() if person.id in place.members]

    def place(self, person: WebPerson, place_id: str) -> Place:
        """Return a place somebody can see, or raise `NotFound`; a place of others is not told from none."""
        place = self._places.get(place_id)
        if place is None or person.id not in place.members:
            raise NotFound("There is no such channel here.", "Choose one from the list.")
        return place

    def message(self, person: WebPerson, message_id: int) -> Message:
        """Return a message somebody can see, or raise `NotFound`."""
        message = self._messages.get(message_id)
        if message is None or not self._sees(person.id, message):
            raise NotFound("That message is no longer here.")
        return message

    def thread(self, person: WebPerson, place: Place, root: int) -> int:
        """Return the id of a message that may be replied to in `place`, or raise `NotFound`."""
        message = self.message(person, root)
        if message.place != place.id or message.thread is not None or message.only_for:
            raise NotFound("That message has no thread.")
        return root

    def since(self, person: WebPerson, revision: int = 0) -> list[Message]:
        """List what somebody can see that appeared or changed after `revision`, in the order it was written."""
        return [m for m in self._messages.values() if m.revision > revision and self._sees(person.id, m)]

    def post(self, person: WebPerson, place: Place, text: str, *, thread: int | None = None, key: str = "") -> Message:
        """Put what somebody wrote before everybody in a place; the same `key` again is the same post."""
        desk = self._desks[person.id]
        for known, message in desk.keys:
            if key and known == key:
                return message
        posted = self._add(Message(0, 0, place.id, thread, person.id, datetime.now(UTC), text=text))
        desk.keys.append((key, posted))
        return posted

    def answer(
        self, person: WebPerson, place: Place, reply: Reply, *, thread: int | None = None, asked: str = ""
    ) -> Message:
        """Put the bot's answer before the one who asked."""
        answer = Message(0, 0, place.id, thread, BOT, datetime.now(UTC), only_for=person.id, asked=asked)
        return self._add(_said(answer, reply))

    def replace(self, message: Message, reply: Reply) -> Message:
        """Put another answer in the place of one that only one person sees."""
        self._size -= len(message.text)
        self._size += len(_said(message, reply).text)
        message.revision = next(self._revisions)
        self._tell(message)
        return message

    def reads(self, person: WebPerson) -> dict[str, int]:
        """Map places to the newest message somebody has read there."""
        return {place.id: self._opening for place in self.places(person)} | self._desks[person.id].read

    def mark_read(self, person: WebPerson, place: Place, message_id: int) -> None:
        """Note that somebody has read a place up to a message; never goes back."""
        read = self._desks[person.id].read
        read[place.id] = max(read.get(place.id, 0), message_id)

    def listen(self, person: WebPerson, listener: Listener) -> Callable[[], None]:
        """Tell `listener` of every message somebody can see from now on; returns how to stop."""
        listeners = self._desks[person.id].listeners
        listeners.append(listener)
        return lambda: listeners.remove(listener)

    def _add(self, message: Message) -> Message:
        message.id, message.revision = next(self._numbers), next(self._revisions)
        self._messages[message.id] = message
        self._size += len(message.text)
        while len(self._messages) > self._most or self._size > self._most_characters:
            self._size -= len(self._messages.pop(next(iter(self._messages))).text)
        self._tell(message)
        return message

    def _tell(self, message: Message) -> None:
        for person_id in self.people:
            if self._sees(person_id, message):
                for listener in tuple(self._desks[person_id].listeners):
                    listener(message)

    def _sees(self, person_id: str, message: Message) -> bool:
        if message.only_for:
            return message.only_for == person_id
        return person_id in self._places[message.place].members


def _said(message: Message, reply: Reply) -> Message:
    """Make a message say a reply, drawn once for everybody who will be told of it."""
    message.text, message.blocks = summary(reply.blocks), render(reply.blocks)
    message.reply = reply
    return message


def _places(people: Sequence[WebPerson], channels: Sequence[WebChannel]) -> Iterator[Place]:
    ids = [person.id for person in people]
    if len(set(ids)) < len(ids) or BOT in ids:
        raise ValueError("two people of the web chat have the same account")
    for channel in channels:
        yield Place(channel.name, PlaceKind.CHANNEL, frozenset(ids), channel.topic)
    for person in people:
        yield Place(f"with-{BOT}-{person.id}", PlaceKind.BOT, frozenset({person.id}))
    for one, other in itertools.combinations(people, 2):
        yield Place(f"with-{one.id}-{other.id}", PlaceKind.DIRECT, frozenset({one.id, other.id}))

"""What the web chat is made of: people, places and messages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from adapters.web.markup import Json
from bot.chat.requests import Account, Actor, Role
from bot.chat.views import Reply

BOT = "hirg-bot"


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


@dataclass(frozen=True, slots=True)
class WebLink:
    """Another page of this server, at an absolute path."""

    label: str
    path: str


class PlaceKind(StrEnum):
    """`BOT` is somebody's own place with the bot, `GROUP` one of several with it, `DIRECT` one without it."""

    CHANNEL = "channel"
    BOT = "bot"
    GROUP = "group"
    DIRECT = "direct"


@dataclass(frozen=True, slots=True)
class Place:
    """Where messages stand: `id` is the channel of its `Address`, `members` are the ids of those who can see it."""

    id: str
    kind: PlaceKind
    members: frozenset[str]
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """How far somebody has read in a place, named by its id: up to `message`."""

    place: str
    message: int


@dataclass(slots=True)
class Message:
    """What somebody wrote, or what the bot said (`reply`), which `text` spells out and `blocks` describe.

    `revision` rises whenever any message appears or changes. `only_for` is the id of the one person who can
    see it, or empty; what is `fleeting` goes when they leave. `asked` is the command line it answers. `key` is that of
    the delivery it came by. One that was `removed` is kept without its words, so that pages hear of it.
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
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    only_for: str = ""
    fleeting: bool = False
    asked: str = ""
    key: str = ""
    edited: bool = False
    removed: bool = False

    @property
    def size(self) -> int:
        """How much of the memory it takes, in characters and bytes."""
        return len(self.text) + sum(map(len, self.pictures.values()))

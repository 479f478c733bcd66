"""Discord's interactions as requests.

Payloads are as in https://docs.discord.com/developers/interactions/receiving-and-responding.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from adapters.discord import marks
from adapters.discord.render import EPHEMERAL
from bot.chat.calls import Call
from bot.chat.errors import Unclear
from bot.chat.requests import Account, Actor, Address, Request
from bot.chat.roles import RoleBook

Json = Mapping[str, Any]

_THREADS = {10, 11, 12}  # announcement, public and private threads
_DIRECT = 1  # the type of a channel between two, and the context of one of whom is the bot
_ANYWHERE = "*"
# A control's id is its call, `#` and the argument a select fills in, `#` and a number that tells twins apart.
_MOST_PARTS = 3


class Kind(IntEnum):
    """Discord's interaction types."""

    PING = 1
    COMMAND = 2
    CONTROL = 3
    COMPLETION = 4
    FORM = 5


@dataclass(frozen=True, slots=True)
class Interaction:
    """What it takes to answer.

    `in_place` when it came from a message of ours that nobody else sees, and which can therefore be replaced; `stays`
    when that message does, as in a private conversation; `marks` are those by which that message is known again;
    `arrived` is when it came, on the clock of the event loop.
    """

    id: str
    token: str
    application: str
    kind: Kind
    in_place: bool
    stays: bool = False
    marks: tuple[int, ...] = ()
    arrived: float = 0.0


@dataclass(frozen=True, slots=True)
class Home:
    """The one server that somebody and the bot are in, empty for none, and the ids of the roles they hold there.

    A private conversation names neither.
    """

    server: str = ""
    roles: tuple[str, ...] = ()


NOWHERE = Home()


def interaction(payload: Json, arrived: float = 0.0) -> Interaction:
    """Read the envelope alone, so that there is a way to answer whatever the rest turns out to be."""
    message = payload.get("message") or {}
    ephemeral = bool((message.get("flags") or 0) & EPHEMERAL)
    return Interaction(
        id=str(payload["id"]),
        token=str(payload["token"]),
        application=str(payload["application_id"]),
        kind=Kind(payload["type"]),
        in_place=ephemeral or (bool(message) and _between_us(payload)),
        stays=not ephemeral,
        marks=marks.read(message.get("components") or ()),
        arrived=arrived,
    )


def _between_us(payload: Json) -> bool:
    """Whether this is the private conversation of one person and the bot, where only the bot has messages to press."""
    alone = (payload.get("channel") or {}).get("type") == _DIRECT and not payload.get("guild_id")
    return alone and payload.get("context", _DIRECT) == _DIRECT


def in_private(payload: Json) -> str:
    """Return the id of whoever speaks with the bot outside any server; empty for anybody else."""
    return "" if payload.get("guild_id") else str((payload.get("user") or {}).get("id", ""))


def request(payload: Json, roles: RoleBook, home: Home = NOWHERE) -> Request:
    """Read who asks for what. Raises `Unclear` when a control's or a form's id was made by hand.

    `home` is where a private conversation belongs.
    """
    actor = _actor(payload, roles, home)
    return Request(_call(payload), actor, Address.of(actor.account) if in_private(payload) else _place(payload))


def spoken(call: Call, message: Json, roles: RoleBook, home: Home = NOWHERE) -> Request:
    """Make a request of what somebody wrote to the bot in private; `home` as above."""
    actor = _actor({"user": message["author"]}, roles, home)
    return Request(call, actor, Address.of(actor.account))


def command(payload: Json) -> str:
    """Return the name of the command that is called; empty when that cannot be read."""
    try:
        return _call(payload).command
    except (AttributeError, KeyError, TypeError, ValueError, Unclear):
        return ""


def form(payload: Json) -> Call:
    """Return the call of the form that was sent in, without what was written into it. Raises `Unclear`."""
    return Call.parse(payload["data"]["custom_id"])


def written(payload: Json) -> dict[str, str]:
    """Return what was written into a form, by option; what was left empty is not among it."""
    return {name: text for name, text in _fields(payload["data"].get("components") or ()) if text}


def focus(payload: Json) -> tuple[str, str]:
    """Return the option that is being typed, and what was typed so far."""
    options = payload["data"].get("options") or ()
    return next(((o["name"], str(o.get("value", ""))) for o in options if o.get("focused")), ("", ""))


def _call(payload: Json) -> Call:
    data = payload["data"]
    match Kind(payload["type"]):
        case Kind.CONTROL:
            return _control(data)
        case Kind.FORM:
            return form(payload).with_args(written(payload))
        case _:
            given = {o["name"]: str(o["value"]) for o in data.get("options") or () if "value" in o}
            return Call(str(data["name"]), given)


def _control(data: Json) -> Call:
    parts = str(data["custom_id"]).split("#")
    call = Call.parse(parts[0] if len(parts) <= _MOST_PARTS else "")
    fills = parts[1] if len(parts) > 1 else ""
    if not fills:
        return call
    chosen = data.get("values") or ()
    if not chosen:
        raise Unclear("Nothing was chosen there.", "Choose one and try again.", option=fills)
    return call.with_args({fills: str(chosen[0])})


def _fields(components: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - JSON
    """Find inputs wherever they are wrapped: in labels today, in rows on older clients."""
    for component in components:
        inner = [*(component.get("components") or ()), *filter(None, [component.get("component")])]
        yield from _fields(inner)
        if "value" in component:
            yield component["custom_id"], str(component["value"] or "")
        elif "values" in component:
            yield component["custom_id"], ",".join(map(str, component["values"]))


def _actor(payload: Json, roles: RoleBook, home: Home) -> Actor:
    member = payload.get("member") or {"roles": home.roles}
    user = member.get("user") or payload["user"]
    account = Account("discord", str(payload.get("guild_id") or home.server or _ANYWHERE), str(user["id"]))
    name = member.get("nick") or user.get("global_name") or user["username"]
    return Actor(account, name, roles.of(account, map(str, member.get("roles") or ())))


def _place(payload: Json) -> Address:
    channel = payload.get("channel") or {}
    here = str(payload.get("channel_id") or channel.get("id") or _ANYWHERE)
    parent = channel.get("parent_id") if channel.get("type") in _THREADS else None
    return Address("discord", str(parent), here) if parent else Address("discord", here)

"""Slack's payloads as requests: who asks for what, and where the answer can go."""

import json
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.chat.calls import Call
from bot.chat.commands import Catalog
from bot.chat.errors import NotFound, Unclear
from bot.chat.requests import Account, Actor, Address, Request
from bot.chat.roles import RoleBook

Payload = Mapping[str, Any]

PLATFORM = "slack"
# A response_url works for 30 minutes (docs.slack.dev/interactivity/handling-user-interaction); a form that
# was open nearly as long shows its answer itself.
_RESPONSE_URL_SECONDS = 28 * 60
# Slack takes no option without a value: this stands for an empty one in a select.
EMPTY = "="


@dataclass(frozen=True, slots=True)
class InMessage:
    """The person typed a command, or used a control on a message; `ephemeral` when only they see that message."""

    response_url: str
    ephemeral: bool = False


@dataclass(frozen=True, slots=True)
class InModal:
    view_id: str


@dataclass(frozen=True, slots=True)
class OnHome:
    user_id: str


Origin = InMessage | InModal | OnHome


class Seen:
    """Remembers which deliveries were taken, because Slack repeats those it believes lost."""

    def __init__(self, most: int = 5000) -> None:
        self._keys: OrderedDict[str, None] = OrderedDict()
        self._most = most

    def first(self, body: Payload) -> bool:
        """Whether this is the first delivery of `body`; remembers it."""
        key = str(body.get("event_id") or body.get("trigger_id") or "")
        if key in self._keys:
            return False
        if key:
            self._keys[key] = None
        if len(self._keys) > self._most:
            self._keys.popitem(last=False)
        return True


def origin(body: Payload) -> Origin:
    """Tell where a command, a press or an opened App Home came from, and so where its answer goes."""
    view = body.get("view")
    if "event" in body or (view and view["type"] == "home"):
        return OnHome(_user(body)[0])
    if view:
        return InModal(view["id"])
    return InMessage(body["response_url"], bool(body.get("container", {}).get("is_ephemeral")))


def typed(body: Payload, catalog: Catalog, roles: RoleBook) -> Request:
    """Read a slash command; one that is not in the catalog becomes a bare call, which `Bot` refuses kindly."""
    name = str(body["command"]).removeprefix("/")
    try:
        call = catalog.read(name, _unescape(body.get("text", "")))
    except NotFound:
        call = Call(name)
    return _request(call, body, roles)


def _unescape(text: str) -> str:
    """Undo what Slack does to the text after a command, as to that of messages: R&D arrives as R&amp;D."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def pressed(body: Payload, roles: RoleBook) -> Request:
    """Read a press on a button or a choice in a select. Raises `Unclear` for ids made by hand."""
    action = body["actions"][0]
    if action["type"] != "static_select":
        return _request(Call.parse(action.get("value") or ""), body, roles)
    text, _, fills = action["action_id"].partition(":")[2].rpartition("#")
    value = (action.get("selected_option") or {}).get("value", EMPTY)
    return _request(Call.parse(text).with_args({fills: "" if value == EMPTY else value}), body, roles)


def opened_home(body: Payload, roles: RoleBook) -> Request:
    return _request(Call("home"), body, roles)


def select_id(position: int, call: Call, fills: str) -> str:
    """Name a select so that `pressed` finds its call; the position keeps names apart within a block."""
    return f"{position}:{call}#{fills}"


# Forms ---------------------------------------------------------------------


def carry(request: Request, source: Origin, now: float) -> str:
    """Write down, for a form's private_metadata, what it is for and where its answer goes."""
    carried = {"call": str(request.call), "channel": request.place.channel}
    if isinstance(source, InMessage):
        carried |= {"response_url": source.response_url, "until": str(int(now + _RESPONSE_URL_SECONDS))}
    return json.dumps(carried, ensure_ascii=False)


def form_origin(body: Payload, now: float) -> Origin:
    """Tell where the answer to a submitted form goes: to the message it was opened from, or into its own modal."""
    carried = _carried(body)
    if carried.get("response_url") and now < float(carried.get("until", 0)):
        return InMessage(carried["response_url"])
    return InModal(body["view"]["id"])


def submitted(body: Payload, roles: RoleBook) -> Request:
    """Read a submitted form. Raises `Unclear` when it is none of ours."""
    values = body["view"].get("state", {}).get("values", {})
    given = {name: _value(element) for name, element in values.items()}
    asked = _form_request(body, roles)
    return Request(asked.call.with_args({k: v for k, v in given.items() if v}), asked.actor, asked.place)


def completing(body: Payload, roles: RoleBook) -> tuple[Request, str, str]:
    """Read a request for type-ahead: the form's request so far, the option, and what was typed into it."""
    return _form_request(body, roles), body["block_id"], body.get("value") or ""


def _form_request(body: Payload, roles: RoleBook) -> Request:
    carried = _carried(body)
    return _request(Call.parse(carried.get("call", "")), body, roles, carried.get("channel", ""))


def _carried(body: Payload) -> dict[str, str]:
    try:
        carried = json.loads(body["view"].get("private_metadata") or "{}")
    except ValueError:
        carried = {}
    return {str(name): str(value) for name, value in carried.items()} if isinstance(carried, dict) else {}


def _value(elements: Mapping[str, Payload]) -> str:
    for element in elements.values():
        chosen = element.get("selected_option") or {}
        return str(element.get("value") or chosen.get("value") or "")
    return ""


# People and places -----------------------------------------------------------


def _request(call: Call, body: Payload, roles: RoleBook, channel: str = "") -> Request:
    user_id, name = _user(body)
    account = Account(PLATFORM, _workspace(body), user_id)
    channel = channel or body.get("channel_id") or _id(body.get("channel")) or user_id
    return Request(call, Actor(account, name, roles.of(account)), Address(PLATFORM, channel))


def _user(body: Payload) -> tuple[str, str]:
    """Find the person's id and name; the event of an opened App Home tells no name."""
    if "user_id" in body:
        return body["user_id"], body.get("user_name") or body["user_id"]
    user = body.get("user") or body.get("event", {}).get("user")
    if isinstance(user, str):
        return user, user
    if not user:
        raise Unclear("Slack did not say who asks.")
    return user["id"], user.get("name") or user.get("username") or user["id"]


def _workspace(body: Payload) -> str:
    return body.get("team_id") or _id(body.get("team")) or "*"


def _id(thing: Payload | None) -> str:
    return str(thing.get("id", "")) if thing else ""

"""Slack's payloads as requests: who asks for what, and where the answer can go."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

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
# Slack takes no option without a value: an empty one is sent as this mark, and one that starts with it has it doubled.
_MARK = "="
_HOME = {"home": "yes"}
# Stands for text that a suggestion cannot carry; no value is sent like it.
TOO_LONG = "=too-long"


@dataclass(frozen=True, slots=True)
class InMessage:
    """The person typed a command, or used a control on a message.

    `ephemeral` when only they see that message, `alone` when it is the bot's in its private conversation with them,
    where answers that may stay can take its place.
    `thread` is the one that it stands in: an answer that does not name it goes before the whole channel's other
    messages, where nobody who reads the thread sees it (github.com/slackapi/bolt-python/issues/842).
    """

    response_url: str
    ephemeral: bool = False
    alone: bool = False
    thread: str = ""


@dataclass(frozen=True, slots=True)
class InModal:
    """`home` when what led to this modal was begun on somebody's App Home, which may say something else by now."""

    view_id: str
    home: bool = False


@dataclass(frozen=True, slots=True)
class OnHome:
    user_id: str


Origin = InMessage | InModal | OnHome


def read(body: bytes) -> dict[str, Any]:
    """Read the body of an HTTP request. Raises ValueError.

    Bolt would do so, too, but it takes every form with “payload” in it for an interaction, also where somebody typed
    that word after a command.
    """
    text = body.decode()
    fields = {} if text.startswith("{") else dict(parse_qsl(text, keep_blank_values=True))
    if fields.keys() & {"command", "ssl_check"}:
        return fields
    try:
        payload = json.loads(fields.get("payload", text))
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if not isinstance(payload, dict):
        raise ValueError("no object")  # noqa: TRY004 - it is JSON, and the wrong one
    return payload


def delivery(body: Payload) -> str:
    """Name a delivery: Slack repeats those it believes lost."""
    return str(body.get("event_id") or body.get("trigger_id") or "")


def origin(body: Payload) -> Origin:
    """Tell where a command, a press or an opened App Home came from, and so where its answer goes."""
    view = body.get("view")
    if "event" in body or (view and view["type"] == "home"):
        return OnHome(_user(body)[0])
    if view:
        return InModal(view["id"], _begun_at_home(body))
    container = body.get("container", {})
    # The bot is in no private conversation (D…) but its own, and the controls on a message are always its author's.
    alone = container.get("type") == "message" and _id(body.get("channel")).startswith("D")
    thread = str(container.get("thread_ts") or "")
    within = "" if thread == container.get("message_ts") else thread
    return InMessage(body["response_url"], bool(container.get("is_ephemeral")), alone, within)


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
    value = read_value((action.get("selected_option") or {}).get("value", _MARK))
    return _request(Call.parse(text).with_args({fills: value}), body, roles)


def opened_home(body: Payload, roles: RoleBook) -> Request:
    return _request(Call("home"), body, roles)


def select_id(position: int, call: Call, fills: str) -> str:
    """Name a select so that `pressed` finds its call; the position keeps names apart within a block."""
    return f"{position}:{call}#{fills}"


def sent_value(value: str) -> str:
    """Write the value of a choice as Slack takes it; `read_value` reads it back."""
    return _MARK + value if not value or value.startswith(_MARK) else value


def read_value(sent: str) -> str:
    return sent if sent == TOO_LONG else sent.removeprefix(_MARK)


# Forms ---------------------------------------------------------------------


def carry(request: Request, source: Origin, now: float) -> str:
    """Write down, for a form's private_metadata, what it is for and where its answer goes."""
    carried = {"call": str(request.call), "channel": request.place.channel}
    if _at_home(source):
        carried |= _HOME
    if isinstance(source, InMessage):
        carried |= {"response_url": source.response_url, "until": str(int(now + _RESPONSE_URL_SECONDS))}
        carried |= {"thread": source.thread} if source.thread else {}
    return json.dumps(carried, ensure_ascii=False)


def form_origin(body: Payload, now: float) -> Origin:
    """Tell where the answer to a submitted form goes: to the message it was opened from, or into its own modal."""
    carried = _carried(body)
    if carried.get("response_url") and now < float(carried.get("until", 0)):
        return InMessage(carried["response_url"], thread=carried.get("thread", ""))
    return InModal(body["view"]["id"], _begun_at_home(body))


def carry_home(source: Origin) -> str:
    """Write down, for the private_metadata of a modal without a form, whether it was begun on somebody's App Home."""
    return json.dumps(_HOME) if _at_home(source) else ""


def _at_home(source: Origin) -> bool:
    return isinstance(source, OnHome) or (isinstance(source, InModal) and source.home)


def _begun_at_home(body: Payload) -> bool:
    return _carried(body).keys() >= _HOME.keys()


def submitted(body: Payload, roles: RoleBook) -> Request:
    """Read a submitted form. Raises `Unclear` when it is none of ours."""
    asked = _form_request(body, roles)
    given = {name: value for name, value in written(body).items() if value}
    return Request(asked.call.with_args(given), asked.actor, asked.place)


def form(body: Payload) -> Call:
    """Return the call that a submitted form was opened for, without what was written into it. Raises `Unclear`."""
    return Call.parse(_carried(body).get("call", ""))


def form_id(body: Payload) -> str:
    """Name a form as it was opened once, whenever it is sent; another in the same modal has another hash."""
    return f"{body['view']['id']} {body['view'].get('hash', '')}"


def fields(body: Payload) -> set[str]:
    """Name the options that a submitted form asks for."""
    return {block["block_id"] for block in body["view"]["blocks"] if block["type"] == "input"}


def written(body: Payload) -> dict[str, str]:
    """Return what was written into a submitted form, by option."""
    values = body["view"].get("state", {}).get("values", {})
    return {name: _value(element) for name, element in values.items()}


def completing(body: Payload, roles: RoleBook) -> tuple[Request, str]:
    """Read a request for type-ahead: the form's request so far, and the option."""
    return _form_request(body, roles), body["block_id"]


def typing(body: Payload) -> str:
    """Return what was typed so far."""
    return str(body.get("value") or "")


def _form_request(body: Payload, roles: RoleBook) -> Request:
    return _request(form(body), body, roles, _carried(body).get("channel", ""))


def _carried(body: Payload) -> dict[str, str]:
    try:
        carried = json.loads(body["view"].get("private_metadata") or "{}")
    except ValueError:
        carried = {}
    return {str(name): str(value) for name, value in carried.items()} if isinstance(carried, dict) else {}


def _value(elements: Mapping[str, Payload]) -> str:
    for element in elements.values():
        if element.get("selected_options"):
            return ",".join(read_value(chosen["value"]) for chosen in element["selected_options"])
        chosen = element.get("selected_option") or {}
        picked = element.get("selected_date") or element.get("selected_time") or element.get("value")
        return str(picked or read_value(chosen.get("value") or ""))
    return ""


# People and places -----------------------------------------------------------


def _request(call: Call, body: Payload, roles: RoleBook, channel: str = "") -> Request:
    user_id, name = _user(body)
    account = Account(PLATFORM, _workspace(body), user_id)
    channel = channel or body.get("channel_id") or _id(body.get("channel"))
    # Nobody else is in a modal, on an App Home or in the bot's private conversation.
    alone = not channel or channel.startswith("D")
    place = Address.of(account) if alone else Address(PLATFORM, channel)
    return Request(call, Actor(account, name, roles.of(account)), place)


def _user(body: Payload) -> tuple[str, str]:
    """Find the person's id and the name of their account; the event of an opened App Home tells no name."""
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

"""Payloads as Slack sends them (docs.slack.dev/reference/interaction-payloads and /apis/events-api)."""

import secrets
import time
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

APP = "A0HIRGBOT"
TEAM = "T0NETWORK"
DOMAIN = "network"
BOT_USER = "U0HIRGBOT"
BOT = "B0HIRGBOT"
VERIFICATION = "gIkuvaNzQIHg97ATvDxqgjtO"


@dataclass(frozen=True)
class Member:
    """A member of the simulated workspace; `confirmed` is None where Slack does not say it of an address.

    `name` is the one they chose to be shown by, empty when they chose none. Payloads tell `login` in its place, the
    name of their account, which for want of a `handle` has nothing to do with what people call them.
    """

    user_id: str
    name: str
    email: str = ""
    confirmed: bool | None = True
    team: str = TEAM
    full_name: str = ""
    handle: str = ""

    @property
    def login(self) -> str:
        return self.handle or self.user_id[::-1].lower()


def user(who: Member, *, gone: bool, email: bool) -> Json:
    """Describe a member as users.info and users.list do; their address only to those who may read it."""
    confirmed = {} if who.confirmed is None else {"is_email_confirmed": who.confirmed}
    real_name = who.full_name or who.name
    return {
        "id": who.user_id,
        "team_id": who.team,
        "name": who.login,
        # Of those who left, Slack tells less.
        **({} if gone else {"real_name": real_name}),
        "deleted": gone,
        "is_bot": False,
        "profile": {
            "real_name": real_name,
            "display_name": who.name,
            **({"email": who.email} if email and who.email else {}),
        },
        **(confirmed if email else {}),
    }


# Both are listed with the members; of the first, Slack does not say that it is a bot.
BOTS = (
    {"id": "USLACKBOT", "name": "slackbot", "deleted": False, "is_bot": False, "profile": {"real_name": "Slackbot"}},
    {"id": BOT_USER, "name": "hirg-bot", "deleted": False, "is_bot": True, "profile": {"real_name": "HIRG Bot"}},
)


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def timestamp() -> str:
    now = time.time_ns() // 1000
    return f"{now // 1_000_000}.{now % 1_000_000:06}"


def slash_command(who: Member, channel: str, line: str, trigger: str, response_url: str) -> Json:
    command, _, text = line.partition(" ")
    return {
        "token": VERIFICATION,
        "team_id": TEAM,
        "team_domain": DOMAIN,
        "channel_id": channel,
        "channel_name": "general",
        "user_id": who.user_id,
        "user_name": who.login,
        "command": command,
        "text": escaped(text.strip()),
        "api_app_id": APP,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": trigger,
    }


def _interaction(kind: str, who: Member) -> Json:
    return {
        "type": kind,
        "user": {"id": who.user_id, "username": who.login, "name": who.login, "team_id": TEAM},
        "api_app_id": APP,
        "token": VERIFICATION,
        "team": {"id": TEAM, "domain": DOMAIN},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def action(element: Json, block_id: str, option: Json | None = None) -> Json:
    """Describe a press on a button, or a choice in a select."""
    told = {"type": element["type"], "action_id": element["action_id"], "block_id": block_id, "action_ts": timestamp()}
    if option:
        return {**told, "selected_option": option, "placeholder": element.get("placeholder")}
    return {**told, "text": element["text"], "value": element.get("value", "")}


def pressed_on_message(
    who: Member,
    channel: str,
    ts: str,
    pressed: Json,
    *,
    trigger: str,
    response_url: str,
    ephemeral: bool = True,
    thread: str = "",
) -> Json:
    where = {"type": "message", "message_ts": ts, "channel_id": channel, "is_ephemeral": ephemeral}
    return {
        **_interaction("block_actions", who),
        "container": {**where, **({"thread_ts": thread} if thread else {})},
        "trigger_id": trigger,
        "channel": {"id": channel, "name": "general"},
        "state": {"values": {}},
        "response_url": response_url,
        "actions": [pressed],
    }


def pressed_in_view(who: Member, view: Json, pressed: Json, trigger: str) -> Json:
    return {
        **_interaction("block_actions", who),
        "container": {"type": "view", "view_id": view["id"]},
        "trigger_id": trigger,
        "view": view,
        "actions": [pressed],
    }


def submitted(who: Member, view: Json, values: Json, trigger: str) -> Json:
    return {
        **_interaction("view_submission", who),
        "trigger_id": trigger,
        "view": {**view, "state": {"values": values}},
        "response_urls": [],
    }


def suggestion(who: Member, view: Json, block_id: str, action_id: str, value: str) -> Json:
    return {
        **_interaction("block_suggestion", who),
        "container": {"type": "view", "view_id": view["id"]},
        "view": view,
        "block_id": block_id,
        "action_id": action_id,
        "value": value,
    }


def home_opened(who: Member, tab: str = "home") -> Json:
    event = {
        "type": "app_home_opened",
        "user": who.user_id,
        "channel": f"D0{who.user_id}",
        "tab": tab,
        "event_ts": timestamp(),
    }
    return event_callback(event)


def event_callback(event: Json) -> Json:
    return {
        "token": VERIFICATION,
        "team_id": TEAM,
        "api_app_id": APP,
        "event": event,
        "type": "event_callback",
        "event_id": f"Ev{secrets.token_hex(5).upper()}",
        "event_time": int(time.time()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": TEAM,
                "user_id": BOT_USER,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": secrets.token_urlsafe(24),
    }


def view_in(view: Json, previous: Json | None = None) -> Json:
    """Complete a view the way Slack keeps it and hands it out."""
    view_id = f"V{secrets.token_hex(5).upper()}"
    blocks = [{"block_id": block.get("block_id") or secrets.token_urlsafe(4), **block} for block in view["blocks"]]
    return {
        **view,
        "id": view_id,
        "team_id": TEAM,
        "app_id": APP,
        "app_installed_team_id": TEAM,
        "bot_id": BOT,
        "blocks": blocks,
        "hash": f"{int(time.time())}.{secrets.token_hex(4)}",
        "root_view_id": previous["root_view_id"] if previous else view_id,
        "previous_view_id": previous["id"] if previous else None,
        "private_metadata": view.get("private_metadata", ""),
        "callback_id": view.get("callback_id", ""),
        "external_id": "",
        "state": {"values": {}},
        "clear_on_close": False,
        "notify_on_close": False,
    }

"""Who reads what a bot sends: one person alone, or others, too.

What is not known to be one person's alone counts as read by others.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from tests.simulators import discord_payloads
from tests.simulators.discord import API, DiscordSimulator
from tests.simulators.discord_state import Interaction, Message
from tests.simulators.slack_payloads import BOT_USER
from tests.simulators.slack_platform import SlackPlatform
from tests.simulators.wiretap import Sent

Json = dict[str, Any]

# Who sees it when it is not one person alone.
OTHERS = ""

_IN_CONVERSATION = frozenset(
    {"chat.postMessage", "chat.update", "chat.delete", "conversations.history", "conversations.replies"}
)
# Where these name who alone looks. A look-up shows nothing to anybody, and Slack knows who acted.
_NAMED = {
    "views.publish": "user_id",
    "chat.postEphemeral": "user",
    "conversations.open": "users",
    "users.info": "user",
}
# Discord's ways to answer an interaction.
_MESSAGE, _LATER, _LATER_IN_PLACE, _IN_PLACE, _COMPLETIONS, _FORM = 4, 5, 6, 7, 8, 9


@dataclass(frozen=True, slots=True)
class Read:
    """Something that was sent: of what kind, and who alone reads its content. Headers are nobody's in particular."""

    kind: str
    reader: str
    content: bytes
    headers: bytes = b""


def on_slack(slack: SlackPlatform) -> Iterator[Read]:
    """Tell of everything the bot sent to Slack who reads it."""
    views: dict[str, str] = {}
    for sent in list(slack.wire.sent):
        reader = _slack_reader(slack, sent, views)
        yield Read("requests", reader, b"\n".join((sent.line.encode(), sent.body)), sent.headers)
    for frame in slack.wire.frames:
        envelope = slack.sockets.envelopes.get(json.loads(frame).get("envelope_id", ""), {})
        yield Read("frames", _acting(envelope), frame.encode())


def _slack_reader(slack: SlackPlatform, sent: Sent, views: dict[str, str]) -> str:
    """Find who alone reads a call, and remember whose the views are that it opens."""
    place, _, name = sent.path.strip("/").partition("/")
    if place == "hooks":
        hook, body = slack.hooks.get(name), _body(sent)
        alone = hook and _conversation(slack, hook.channel) == hook.user_id
        return hook.user_id if hook and (alone or body.get("response_type") == "ephemeral") else OTHERS
    if place != "api":
        return OTHERS
    body = _body(sent)
    if name in _IN_CONVERSATION:
        return _conversation(slack, str(body.get("channel")))
    if name in {"views.open", "views.push"}:
        reader = slack.triggered_by(str(body.get("trigger_id")))
        if opened := re.search(rb'"view": {.*?"id": "(V\w+)"', sent.answer):
            views[opened[1].decode()] = reader
        return reader
    if name == "views.update":
        return views.get(str(body.get("view_id")), OTHERS)
    reader = str(body.get(_NAMED.get(name, ""), OTHERS))
    return OTHERS if "," in reader else reader


def _conversation(slack: SlackPlatform, channel_id: str) -> str:
    """Return with whom alone the bot talks in a conversation."""
    channel = slack.conversations.by_id.get(channel_id)
    people = channel.members - {BOT_USER} if channel and channel.kind == "im" else set()
    return next(iter(people)) if len(people) == 1 else OTHERS


def _acting(payload: Json) -> str:
    """Return who did what an envelope tells of; nobody but them sees what comes back with its acknowledgement."""
    user = payload.get("user")
    return str(payload.get("user_id") or (user.get("id") if isinstance(user, dict) else "") or OTHERS)


def _body(sent: Sent) -> Json:
    text = sent.body.decode("utf-8", "replace")
    if text.startswith("{"):
        # Pictures may follow.
        read: Json = json.JSONDecoder().raw_decode(text)[0]
        return read
    query = sent.line.partition("?")[2]
    return {name: values[0] for name, values in parse_qs(f"{text}&{query}").items()}


def on_discord(discord: DiscordSimulator) -> Iterator[Read]:
    """Tell of everything the bot sent to Discord who reads it, and of what Discord shows with it to all."""
    for sent in list(discord.wire.sent):
        content = b"\n".join((sent.line.encode(), sent.body))
        yield Read("requests", _discord_reader(discord, sent), content, sent.headers)
    for frame in discord.wire.frames:
        yield Read("frames", OTHERS, frame.encode())
    for message in _public(discord):
        told = discord_payloads.message(message, discord_payloads.CHANNEL, discord_payloads.me())
        yield Read("public messages with their interaction_metadata", OTHERS, json.dumps(told).encode())


def _public(discord: DiscordSimulator) -> Iterator[Message]:
    """Go through what the bot said and others can see, be it an answer or not."""
    yield from (message for message in discord.messages.values() if not _answers_alone(message))
    for place in discord.places.all.values():
        if not place.recipient:
            yield from (message for message in place.messages if message.author == discord_payloads.BOT)


def _answers_alone(message: Message) -> bool:
    return message.ephemeral or bool(message.interaction and message.interaction.alone)


def _discord_reader(discord: DiscordSimulator, sent: Sent) -> str:
    path = sent.path.removeprefix(API)
    if answers := re.match(r"/(?:interactions|webhooks)/\d+/([^/]+)", path):
        interaction = discord.interactions.get(answers[1])
        return OTHERS if interaction is None else _answered(discord, interaction, path, _body(sent))
    if path == "/users/@me/channels":
        return str(_body(sent).get("recipient_id", OTHERS))
    if member := re.fullmatch(r"/guilds/\d+/members/(\d+)", path):
        # Discord alone reads which roles it is asked for, and has just told of whom, whatever they are about to do.
        return member[1]
    if spoken := re.match(r"/channels/(\d+)", path):
        place = discord.places.all.get(spoken[1])
        return place.recipient if place else OTHERS
    return OTHERS


def _answered(discord: DiscordSimulator, interaction: Interaction, path: str, body: Json) -> str:
    """Tell who reads an answer to an interaction: who acted, if Discord shows it to them alone."""
    flags = (body.get("data") or body).get("flags") or 0
    private = interaction.alone or bool(flags & 64)
    source = interaction.source
    own = bool(source and (source.ephemeral or (source.place and source.place.recipient)))
    if path.endswith("/callback"):
        private |= body.get("type") in {_COMPLETIONS, _FORM}
        private |= body.get("type") in {_LATER_IN_PLACE, _IN_PLACE} and own
    elif "/messages/" in path:
        named = path.rpartition("/")[2]
        message = interaction.original if named == "@original" else discord.messages.get(named)
        private |= bool(message and (message.ephemeral or (message is source and own)))
    return str(interaction.person["id"]) if private else OTHERS

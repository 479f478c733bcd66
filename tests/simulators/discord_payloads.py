"""What Discord sends: objects with the keys the real ones have, people and places made up."""

from typing import Any

from tests.simulators.discord_state import Interaction, Message, Place

Json = dict[str, Any]

APPLICATION = "1180000000000000001"
BOT = APPLICATION
GUILD = "1180000000000000100"
CHANNEL = "1180000000000000200"
THREAD = "1180000000000000201"
DIRECT = "1180000000000000300"


def me() -> Json:
    return {**user(BOT, "hirg"), "bot": True, "verified": True, "mfa_enabled": False, "locale": "en-US", "email": None}


def user(id: str, name: str) -> Json:  # noqa: A002 - Discord's word
    return {
        "id": id,
        "username": name.lower().replace(" ", "."),
        "global_name": name,
        "discriminator": "0",
        "avatar": None,
        "avatar_decoration_data": None,
        "clan": None,
        "primary_guild": None,
        "public_flags": 0,
    }


def member(user: Json, nick: str | None, roles: tuple[str, ...]) -> Json:
    return {
        "user": user,
        "nick": nick,
        "roles": list(roles),
        "avatar": None,
        "banner": None,
        "communication_disabled_until": None,
        "deaf": False,
        "flags": 0,
        "joined_at": "2024-02-01T09:00:00.000000+00:00",
        "mute": False,
        "pending": False,
        "permissions": "2248473465835073",
        "premium_since": None,
        "unusual_dm_activity_until": None,
    }


def place(place: Place) -> Json:
    """Return a place as it stands in an interaction."""
    if place.recipient:
        return direct_channel(place.id)
    shown = channel(thread=bool(place.parent))
    return {**shown, "id": place.id, "name": place.name, "parent_id": place.parent or None}


def channel(*, thread: bool = False) -> Json:
    common = {"guild_id": GUILD, "flags": 0, "last_message_id": None, "nsfw": False, "permissions": "2248473465835073"}
    if thread:
        return {**common, "id": THREAD, "type": 11, "name": "a thread", "parent_id": CHANNEL, "owner_id": BOT}
    return {**common, "id": CHANNEL, "type": 0, "name": "general", "parent_id": None, "position": 0, "topic": None}


def direct_channel(id: str = DIRECT) -> Json:  # noqa: A002 - Discord's word
    return {"id": id, "type": 1, "flags": 0, "last_message_id": None, "recipients": [me()]}


def message(message: Message, channel: str, author: Json) -> Json:
    return {
        "id": message.id,
        "channel_id": channel,
        "author": author,
        "content": message.text if message.place and message.place.recipient else "",
        "components": message.components,
        "flags": message.flags,
        "type": 20 if message.flags & 64 else message.kind,
        **({"message_reference": _reference(message, channel)} if message.answers else {}),
        "timestamp": "2026-01-01T09:00:00.000000+00:00",
        "edited_timestamp": None,
        "attachments": [{**a, "id": message.id, "size": 1, "url": "", "proxy_url": ""} for a in message.attachments],
        "embeds": [],
        "mentions": [],
        "mention_roles": [],
        "mention_everyone": False,
        "pinned": False,
        "tts": False,
        **({"interaction_metadata": interaction_metadata(message.interaction)} if message.interaction else {}),
    }


def heard(message: Message, told: Json) -> Json:
    """Return a message as the gateway tells of it; `told` is how it is read otherwise.

    https://docs.discord.com/developers/events/gateway-events#message-create
    """
    place = message.place
    if place and place.recipient:
        return {**told, "channel_type": 1}
    part = {key: value for key, value in member(told["author"], None, ()).items() if key != "user"}
    return {**told, "channel_type": 11 if place and place.parent else 0, "guild_id": GUILD, "member": part}


def _reference(message: Message, channel: str) -> Json:
    return {"type": 0, "message_id": message.answers, "channel_id": channel, "guild_id": GUILD}


def overwrites(place: Place) -> list[Json]:
    """Return what is set apart for a channel: a hidden one may be seen by the role of the organisers alone."""
    organisers = {"id": "55", "type": 0, "allow": "1024", "deny": "0"}
    everybody = {"id": GUILD, "type": 0, "allow": "0", "deny": "1024"}
    return [everybody, organisers] if place.hidden else []


def thread(place: Place) -> Json:
    """Return a thread as the server tells of it when it was started or changed."""
    shown = {**channel(thread=True), "id": place.id, "name": place.name, "parent_id": place.parent}
    state = {"archived": place.archived, "locked": place.locked, "auto_archive_duration": 10080}
    return {**shown, "thread_metadata": {**state, "archive_timestamp": "2026-01-01T09:00:00.000000+00:00"}}


def interaction_metadata(interaction: Interaction) -> Json:
    """Say what a message answers, and so who asked: it stands in every response and every follow-up.

    https://docs.discord.com/developers/resources/message#message-interaction-metadata-object
    """
    told: Json = {
        "id": interaction.id,
        "type": interaction.kind,
        "user": interaction.person,
        "authorizing_integration_owners": {"0": GUILD},
    }
    source = interaction.source
    return {**told, "interacted_message_id": source.id} if source else told


def guild(id: str = GUILD) -> Json:  # noqa: A002 - Discord's word
    everyone = {
        "id": id,
        "name": "@everyone",
        "permissions": "2248473465835073",
        "position": 0,
        "color": 0,
        "hoist": False,
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }
    return {
        "id": id,
        "name": "A research network",
        "owner_id": "1180000000000000400",
        "roles": [everyone],
        "channels": [channel()],
        "members": [],
        "threads": [],
        "emojis": [],
        "stickers": [],
        "features": [],
        "member_count": 300,
        "large": True,
        "unavailable": False,
        "verification_level": 1,
        "default_message_notifications": 1,
        "explicit_content_filter": 2,
        "mfa_level": 0,
        "nsfw_level": 0,
        "premium_tier": 0,
        "preferred_locale": "en-GB",
        "system_channel_flags": 0,
        "afk_timeout": 300,
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "joined_at": "2024-01-01T09:00:00.000000+00:00",
    }


def oauth2_application() -> Json:
    return {
        "id": APPLICATION,
        "name": "hirg",
        "icon": None,
        "description": "",
        "summary": "",
        "bot_public": False,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": 0,
        "owner": user("1180000000000000400", "Owner"),
        "team": None,
        "interactions_endpoint_url": None,
        "redirect_uris": [],
    }


def interaction(
    id: str,  # noqa: A002 - Discord's word
    token: str,
    kind: int,
    data: Json,
    person: Json,
    *,
    place: str = "guild",
    message: Json | None = None,
    here: Json | None = None,
) -> Json:
    """`person` is a member in a guild or a thread, and a user in direct messages (`place="direct"`)."""
    here = here or (direct_channel() if place == "direct" else channel(thread=place == "thread"))
    payload: Json = {
        "id": id,
        "application_id": APPLICATION,
        "type": kind,
        "token": token,
        "version": 1,
        "data": data,
        "channel": here,
        "channel_id": here["id"],
        "locale": "en-GB",
        "app_permissions": "2248473465835073",
        "attachment_size_limit": 10485760,
        "authorizing_integration_owners": {"0": GUILD},
        "entitlements": [],
        "context": 1 if place == "direct" else 0,
    }
    if place == "direct":
        payload["user"] = person
    else:
        guild_facts = {"id": GUILD, "locale": "en-GB", "features": []}
        payload |= {"member": person, "guild_id": GUILD, "guild": guild_facts, "guild_locale": "en-GB"}
    return payload if message is None else {**payload, "message": message}

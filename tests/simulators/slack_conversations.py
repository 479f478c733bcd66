"""Conversations: who is in them, what was said there, and what Slack lets a bot do in them.

The rules are those of docs.slack.dev/reference/methods, one page for each method.
"""

import secrets
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from tests.simulators import slack_payloads as payloads
from tests.simulators.slack_limits import faults_in_message, faults_in_metadata
from tests.simulators.slack_payloads import Json, Member
from tests.simulators.slack_state import Allowance, Message, Refused

MOST_IN_GROUP = 8
PAGE = 100
MOST_IN_PAGE = 999
HISTORY = {"public": "channels:history", "private": "groups:history", "im": "im:history", "mpim": "mpim:history"}
READING = {"public": "channels:read", "private": "groups:read", "im": "im:read", "mpim": "mpim:read"}
# docs.slack.dev/apis/web-api/rate-limits: a message a second for each channel, several hundred a minute in all, and
# short bursts beyond that. How short is said nowhere.
BURST, PER_SECOND = 10, 1.0
WORKSPACE_BURST, WORKSPACE_PER_SECOND = 300, 5.0


@dataclass
class Conversation:
    """A channel or private conversation; the next `lag` readings of its history do not show what the bot said last."""

    id: str
    name: str
    kind: str
    members: set[str]
    archived: bool = False
    read_only: bool = False
    lag: int = 0
    messages: list[Message] = field(default_factory=list)
    limit: Allowance = field(default_factory=lambda: Allowance(BURST, PER_SECOND))

    def find(self, ts: str) -> Message | None:
        return next((message for message in self.messages if message.ts == ts), None)


class Conversations:
    """Every conversation of a workspace, and the methods of the Web API that are about them."""

    def __init__(self, scopes: set[str], check: Callable[[str, list[str]], list[str]]) -> None:
        """`check` writes down what the app did against the rules."""
        self.by_id: dict[str, Conversation] = {}
        self.limit = Allowance(WORKSPACE_BURST, WORKSPACE_PER_SECOND)
        self.passed = 0.0
        self.people: dict[str, Member] = {}
        self.gone: set[str] = set()
        # How far Slack's clock is ahead of this machine's.
        self.ahead = 0.0
        self._scopes = scopes
        self._check = check
        self._stamps = defaultdict[str, float](float)

    # People and channels -----------------------------------------------------------------

    def add(self, channel_id: str, name: str, kind: str = "public", members: Iterable[str] = ()) -> Conversation:
        """Make a channel; the bot is only in it when it is named."""
        self.by_id[channel_id] = Conversation(channel_id, name, kind, set(members))
        return self.by_id[channel_id]

    def admit(self, member: Member) -> None:
        """Let somebody into the workspace, and into every public channel."""
        self.people[member.user_id] = member
        for channel in self.by_id.values():
            if channel.kind == "public":
                channel.members.add(member.user_id)

    def seen_by(self, user_id: str, name: str) -> list[Conversation]:
        """List the channels of that name that somebody is in, or for none their private conversations with the bot."""
        mine = [channel for channel in self.by_id.values() if user_id in channel.members]
        return [channel for channel in mine if (channel.name == name if name else channel.kind in {"im", "mpim"})]

    def with_people(self, *user_ids: str) -> Conversation:
        """Return the private conversation of the bot with these people, new if need be."""
        members = {payloads.BOT_USER, *user_ids}
        kind = "im" if len(user_ids) == 1 else "mpim"
        for channel in self.by_id.values():
            if channel.kind == kind and channel.members == members:
                return channel
        return self.add(f"{'D' if kind == 'im' else 'G'}0{secrets.token_hex(4).upper()}", "", kind, members)

    def say(self, channel_id: str, author: str, text: str, *, thread: str = "", subtype: str = "") -> Message:
        """Let a person say something, in the thread of a message if one is named."""
        channel = self.by_id[channel_id]
        blocks = [{"type": "rich_text", "elements": []}]
        message = Message(self._stamp(channel), channel_id, text, blocks, ephemeral=False, author=author)
        message.thread, message.subtype = thread, subtype
        channel.messages.append(message)
        return message

    # Methods -------------------------------------------------------------------------

    def open(self, body: Json) -> Json:
        users = list(dict.fromkeys(str(body.get("users", "")).split(",")))
        self._need("im:write" if len(users) == 1 else "mpim:write")
        if len(users) > MOST_IN_GROUP:
            raise Refused("too_many_users")
        if not users[0]:
            raise Refused("users_list_not_supplied")
        if any(user not in self.people for user in users):
            raise Refused("user_not_found")
        if self.gone.intersection(users):
            raise Refused("user_disabled")
        return {"channel": {"id": self.with_people(*users).id}}

    def post(self, body: Json) -> Json:
        channel = self._entered(body, "not_in_channel")
        if channel.archived or (channel.kind in {"im", "mpim"} and self.gone & channel.members):
            raise Refused("is_archived")
        if channel.read_only:
            raise Refused("restricted_action_read_only_channel")
        metadata = body.get("metadata")
        if self._check("chat.postMessage", [*faults_in_message(body), *faults_in_metadata(metadata)]):
            raise Refused("invalid_blocks")
        thread = body.get("thread_ts", "")
        if thread and channel.find(thread) is None:
            thread = ""  # Slack does not say no: the answer stands before everybody (slack-go/slack, issue 1571)
        elif any(message.ts == thread and message.thread for message in channel.messages):
            raise Refused("thread_not_found")
        now = time.monotonic() + self.passed
        channel.limit.use(now)
        self.limit.use(now)
        message = Message(self._stamp(channel), channel.id, body["text"], named(body["blocks"]), ephemeral=False)
        message.thread, message.metadata = thread, metadata
        channel.messages.append(message)
        return {"ts": message.ts, "channel": channel.id, "message": _told(message, metadata=False)}

    def update(self, body: Json) -> Json:
        channel, message = self._own(body, "cant_update_message")
        if channel.archived:
            raise Refused("is_inactive")
        if self._check("chat.update", faults_in_message({"unfurl_links": False, **body}, update=True)):
            raise Refused("invalid_blocks")
        message.text, message.blocks = body["text"], named(body["blocks"])
        message.metadata = body.get("metadata", message.metadata)
        return {"ts": message.ts, "channel": channel.id, "text": message.text}

    def delete(self, body: Json) -> Json:
        channel, message = self._own(body, "cant_delete_message")
        if any(other.thread == message.ts for other in channel.messages):
            # What was answered stays, below a message that says that it was deleted.
            message.subtype, message.author, message.metadata = "tombstone", "USLACKBOT", None
            message.text, message.blocks = "This message was deleted.", []
        else:
            channel.messages.remove(message)
        return {"ts": message.ts, "channel": channel.id}

    def history(self, body: Json) -> Json:
        channel = self._readable(body)
        return self._page(body, [m for m in reversed(self._shown(channel)) if not m.thread])

    def replies(self, body: Json) -> Json:
        channel = self._readable(body)
        parent = channel.find(str(body.get("ts", "")))
        if parent is None:
            raise Refused("thread_not_found")
        thread = parent.thread or parent.ts
        return self._page(body, [m for m in self._shown(channel) if thread in {m.ts, m.thread}], always=thread)

    def info(self, body: Json) -> Json:
        channel = self.by_id.get(str(body.get("channel", "")))
        if channel is None or (channel.kind != "public" and payloads.BOT_USER not in channel.members):
            raise Refused("channel_not_found")
        self._need(READING[channel.kind])
        told: Json = {"id": channel.id, "name": channel.name, "is_private": channel.kind != "public"}
        if str(body.get("include_num_members", "")) in {"1", "true", "True"}:
            told["num_members"] = len(channel.members)
        return {"channel": told}

    # Rules -----------------------------------------------------------------------------

    def _need(self, scope: str) -> None:
        if scope not in self._scopes:
            raise Refused("missing_scope", needed=scope, provided=",".join(sorted(self._scopes)))

    def _entered(self, body: Json, otherwise: str) -> Conversation:
        channel = self.by_id.get(str(body.get("channel", "")))
        if channel is None or (channel.kind != "public" and payloads.BOT_USER not in channel.members):
            raise Refused("channel_not_found")
        if payloads.BOT_USER not in channel.members:
            raise Refused(otherwise)
        return channel

    def _readable(self, body: Json) -> Conversation:
        channel = self._entered(body, "not_in_channel")
        self._need(HISTORY[channel.kind])
        return channel

    def _own(self, body: Json, otherwise: str) -> tuple[Conversation, Message]:
        channel = self._entered(body, "channel_not_found")
        message = channel.find(str(body.get("ts", "")))
        if message is None or message.subtype == "tombstone":
            raise Refused("message_not_found")
        if message.author:
            raise Refused(otherwise)
        return channel, message

    def _shown(self, channel: Conversation) -> list[Message]:
        if not channel.lag:
            return channel.messages
        channel.lag -= 1
        last = next((message for message in reversed(channel.messages) if not message.author), None)
        return [message for message in channel.messages if message is not last]

    def _page(self, body: Json, messages: list[Message], always: str = "") -> Json:
        oldest = float(body.get("oldest", 0))
        limit = int(body.get("limit", PAGE))
        if not 1 <= limit <= MOST_IN_PAGE:
            raise Refused("invalid_limit")
        cursor = str(body.get("cursor", ""))
        if cursor and not cursor.startswith("next:"):
            raise Refused("invalid_cursor")
        start = int(cursor.removeprefix("next:") or 0)
        found = [m for m in messages if float(m.ts) > oldest or m.ts == always]
        more = len(found) > start + limit
        whole = str(body.get("include_all_metadata", "")) in {"1", "true", "True"}
        return {
            "messages": [_told(message, metadata=whole) for message in found[start : start + limit]],
            "has_more": more,
            **({"response_metadata": {"next_cursor": f"next:{start + limit}"}} if more else {}),
        }

    def _stamp(self, channel: Conversation) -> str:
        """Return a ts that no other message of the channel has."""
        at = max(float(payloads.timestamp()) + self.ahead, self._stamps[channel.id] + 0.000_001)
        self._stamps[channel.id] = at
        return f"{at:.6f}"


def named(blocks: list[Json]) -> list[Json]:
    """Name the blocks that have no name, as Slack does."""
    return [{"block_id": secrets.token_urlsafe(4), **block} for block in blocks]


def _told(message: Message, *, metadata: bool) -> Json:
    whose: Json = {"user": message.author} if message.author else {"user": payloads.BOT_USER, "bot_id": payloads.BOT}
    if message.subtype:
        whose |= {"subtype": message.subtype}
    told: Json = {"type": "message", "ts": message.ts, "text": message.text, "blocks": message.blocks, **whose}
    if message.thread:
        told["thread_ts"] = message.thread
    if metadata and message.metadata:
        told["metadata"] = message.metadata
    return told

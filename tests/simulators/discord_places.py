"""Channels, threads and private conversations: what a bot says there by itself, and how it reads what was said."""

import asyncio
import itertools
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.simulators import discord_payloads as payloads
from tests.simulators import discord_rules as rules
from tests.simulators import discord_spec as spec
from tests.simulators.discord_limits import Problem
from tests.simulators.discord_responses import BODY, FILES, invalid, refuse
from tests.simulators.discord_state import DEFAULT, REPLY, THREAD_STARTER, Message, Place

if TYPE_CHECKING:
    from tests.simulators.discord import DiscordSimulator

Json = dict[str, Any]

MOST_AT_ONCE = 100


class Places:
    """What is said on one Discord without being asked for.

    A `forgetful` one does not know nonces again, as the real one after a few minutes.
    """

    def __init__(self, discord: "DiscordSimulator") -> None:
        self.all: dict[str, Place] = {payloads.CHANNEL: Place(payloads.CHANNEL, "general")}
        self.all[payloads.THREAD] = Place(payloads.THREAD, "a thread", parent=payloads.CHANNEL)
        # Who takes no messages, and what Discord says of them.
        self.unreachable: set[str] = set()
        self.unreachable_code = 50007
        self.forgetful = False
        # Who is on the server, this bot and others as well.
        self.members = 300
        # Other servers the bot is in, with those who are on them; and who is not on the first.
        self.elsewhere: dict[str, set[str]] = {}
        self.left: set[str] = set()
        # Which roles people have on whichever server they are on.
        self.roles: dict[str, tuple[str, ...]] = {}
        self.said = asyncio.Condition()
        self._discord = discord

    def channel(self, name: str) -> Place:
        """Return the channel of that name, made when there is none."""
        found = next((place for place in self.all.values() if place.name == name), None)
        return found or self._add(Place(self._discord.new_id(), name))

    def thread(self, name: str, parent: str = payloads.CHANNEL) -> Place:
        return self._add(Place(self._discord.new_id(), name, parent=parent))

    def private(self, person: str) -> Place:
        """Return the conversation of the bot with a person, opened when there is none."""
        found = next((place for place in self.all.values() if place.recipient == person), None)
        return found or self._add(Place(self._discord.new_id(), recipient=person))

    def with_threads(self, place: Place) -> list[Message]:
        """List what stands in a place and in its threads, oldest first."""
        places = [each for each in self.all.values() if place.id in {each.id, each.parent}]
        return sorted((message for each in places for message in each.standing), key=lambda said: int(said.id))

    def answer(self, message: Message, author: str) -> None:
        """Let somebody answer a message in its thread, which they start if nobody has."""
        assert message.place
        thread = self.all.get(message.id) or self._started(message, message.place, "Answers")
        self.overhear(thread, author=author)

    def overhear(self, place: Place, times: int = 1, *, author: str = "7", answers: str = "") -> None:
        """Let somebody say something, or answer a message."""
        for _ in range(times):
            text = [{"type": 10, "content": "something", "id": 1}]
            said = Message(self._discord.new_id(), 0, text, author=author, place=place)
            said.kind, said.answers = (REPLY if answers else DEFAULT), answers
            place.messages.append(said)

    async def tell(self, message: Message, event: str = "MESSAGE_CREATE", **more: Any) -> None:
        """Tell bots of a message that is new or was changed, with `more` about it, if they asked for such."""
        await self._discord.gateway.dispatch(event, {**payloads.heard(message, self._shown(message)), **more})

    def routes(self, api: str) -> Iterable[web.RouteDef]:
        messages = api + "/channels/{channel}/messages"
        return [
            web.post(f"{api}/users/@me/channels", self._open),
            web.get(api + "/channels/{channel}", self._look),
            web.get(api + "/guilds/{guild}", self._server),
            web.get(api + "/guilds/{guild}/members/{user}", self._member),
            web.patch(api + "/channels/{channel}", self._reopen),
            web.post(messages + "/{message}/threads", self._start),
            web.post(messages, self._post),
            web.get(messages, self._history),
            web.get(messages + "/{message}", self._read),
            web.patch(messages + "/{message}", self._edit),
            web.delete(messages + "/{message}", self._delete),
        ]

    def _add(self, place: Place) -> Place:
        self.all[place.id] = place
        return place

    async def _open(self, request: web.Request) -> web.Response:
        body = request[BODY]
        if problems := self._discord.bad(spec.spec_problems(spec.OPEN, body)):
            return invalid(problems)
        if body["recipient_id"] not in self._discord.names:
            return refuse(400, 50033, "Invalid Recipient(s)")
        place = self.private(body["recipient_id"])
        recipient = payloads.user(place.recipient, self._discord.names[place.recipient])
        return web.json_response({**payloads.direct_channel(place.id), "recipients": [recipient]})

    async def _look(self, request: web.Request) -> web.Response:
        found = self._place(request)
        if isinstance(found, web.Response):
            return found
        last = found.messages[-1].id if found.messages else None
        told: Json = {"id": found.id, "type": _kind(found), "last_message_id": last}
        if not found.recipient:
            told |= {"guild_id": payloads.GUILD, "permission_overwrites": payloads.overwrites(found)}
        return web.json_response(told)

    async def _server(self, request: web.Request) -> web.Response:
        if request.match_info["guild"] != payloads.GUILD:
            return refuse(404, 10004, "Unknown Guild")
        counts = {"approximate_member_count": self.members, "approximate_presence_count": 1}
        told = payloads.guild()
        return web.json_response({**told, **(counts if request.query.get("with_counts") == "true" else {})})

    async def _member(self, request: web.Request) -> web.Response:
        server, person = request.match_info["guild"], request.match_info["user"]
        known = person in self._discord.names
        if server == payloads.GUILD:
            there = known and person not in self.left
        elif server in self.elsewhere:
            there = person in self.elsewhere[server]
        else:
            return refuse(404, 10004, "Unknown Guild")
        if not there:
            return refuse(404, 10007 if known else 10013, "Unknown Member" if known else "Unknown User")
        who = payloads.user(person, self._discord.names[person])
        return web.json_response(payloads.member(who, None, self.roles.get(person, ())))

    async def _post(self, request: web.Request) -> web.Response:
        place, body, files = self._place(request), request[BODY], request[FILES]
        if isinstance(place, web.Response):
            return place
        if refusal := self._refusal(place, files):
            return refusal
        checks = rules.post_problems(body), rules.upload_problems(body, files), spec.spec_problems(spec.POST, body)
        if problems := self._discord.bad(*checks):
            return invalid(problems)
        said = (message for place in self.all.values() for message in place.messages if not self.forgetful)
        known = next((message for message in said if body["nonce"] == message.nonce), None)
        message = known or Message(self._discord.new_id(), 0, author=payloads.BOT, nonce=body["nonce"], place=place)
        if known is None:
            if problem := self._point(message, place, body.get("message_reference")):
                return invalid(self._discord.bad([problem]))
            place.archived = False
            self.write(message, body, files)
            place.messages.append(message)
            await self.tell(message)
            await self._tell()
        return web.json_response(self._shown(message))

    def _point(self, message: Message, place: Place, pointing: Json | None) -> Problem | None:
        """Let a message answer another, which has to stand in the same place unless that does not matter."""
        if not pointing:
            return None
        if any(each.id == pointing["message_id"] for each in place.standing):
            message.kind, message.answers = REPLY, pointing["message_id"]
        elif pointing.get("fail_if_not_exists", True):
            return Problem("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
        return None

    def _refusal(self, place: Place, files: Mapping[str, bytes]) -> web.Response | None:
        if place.recipient in self.unreachable:
            return refuse(403, self.unreachable_code, "Cannot send messages to this user")
        if ("answer" if place.parent else "send") not in place.allowed or (files and "attach" not in place.allowed):
            return refuse(403, 50013, "Missing Permissions")
        if place.archived and place.locked:
            return refuse(400, 160005, "Thread is locked")
        return None

    async def _start(self, request: web.Request) -> web.Response:
        message, body = self._message(request), request[BODY]
        if isinstance(message, web.Response):
            return message
        channel = message.place
        assert channel
        if channel.parent or channel.recipient:
            return refuse(400, 50024, "Cannot execute action on this channel type")
        if "start" not in channel.allowed:
            return refuse(403, 50013, "Missing Permissions")
        if message.id in self.all:
            return refuse(400, 160004, "A thread has already been created for this message")
        if problems := self._discord.bad(rules.thread_problems(body), spec.spec_problems(spec.START_THREAD, body)):
            return invalid(problems)
        return web.json_response(payloads.thread(self._started(message, channel, body["name"])), status=201)

    def _started(self, message: Message, channel: Place, name: str) -> Place:
        """Begin a thread with what stands for the message that it belongs to."""
        thread = self._add(Place(message.id, name, parent=channel.id, allowed=channel.allowed))
        first = Message(self._discord.new_id(), 0, author=payloads.BOT, place=thread, kind=THREAD_STARTER)
        first.answers = message.id
        thread.messages.append(first)
        return thread

    async def _reopen(self, request: web.Request) -> web.Response:
        place, body = self._place(request), request[BODY]
        if isinstance(place, web.Response):
            return place
        if problems := self._discord.bad(spec.spec_problems(spec.CHANGE_THREAD, body)):
            return invalid(problems)
        assert body == {"archived": False}, "the bot changes nothing else about a thread"
        if place.locked or "answer" not in place.allowed:
            return refuse(403, 50013, "Missing Permissions")
        place.archived = False
        return web.json_response(payloads.thread(place))

    async def _history(self, request: web.Request) -> web.Response:
        place = self._place(request)
        if isinstance(place, web.Response):
            return place
        after, limit = int(request.query.get("after", 0)), int(request.query.get("limit", 50))
        assert 1 <= limit <= MOST_AT_ONCE
        # Without the permission to read it, a history looks empty: no error says so.
        shown = place.standing if "history" in place.allowed else []
        if place.lag:
            place.lag -= 1
            shown = shown[:-1]
        later = [message for message in shown if int(message.id) > after]
        page = later[:limit] if "after" in request.query else later[-limit:]
        return web.json_response([self._shown(message) for message in reversed(page)])

    async def _read(self, request: web.Request) -> web.Response:
        found = self._message(request)
        if isinstance(found, web.Response):
            return found
        if found.place and "history" not in found.place.allowed:
            return refuse(403, 50013, "Missing Permissions")
        return web.json_response(self._shown(found))

    async def _edit(self, request: web.Request) -> web.Response:
        message, body, files = self._message(request), request[BODY], request[FILES]
        if isinstance(message, web.Response):
            return message
        if message.author != payloads.BOT:
            return refuse(403, 50005, "Cannot edit a message authored by another user")
        if message.place and message.place.archived:
            return refuse(400, 50083, "Thread is archived")
        checks = rules.message_problems(body, new=False), spec.spec_problems(spec.CHANGE, body)
        if problems := self._discord.bad(*checks, rules.upload_problems(body, files)):
            return invalid(problems)
        self.write(message, body, files)
        await self.tell(message, "MESSAGE_UPDATE")
        await self._tell()
        return web.json_response(self._shown(message))

    async def _delete(self, request: web.Request) -> web.Response:
        message = self._message(request)
        if isinstance(message, web.Response):
            return message
        if message.place and message.place.archived:
            return refuse(400, 50083, "Thread is archived")
        message.deleted = True
        return web.Response(status=204)

    async def _tell(self) -> None:
        async with self.said:
            self.said.notify_all()

    def write(self, message: Message, body: Json, files: Mapping[str, bytes]) -> None:
        """Let a message hold what a body says; an upload takes the place of what was attached before."""
        message.components, message.loading = numbered(body), False
        message.flags |= body["flags"]
        if "attachments" in body:
            message.attachments, message.files = body["attachments"], files

    def _place(self, request: web.Request) -> Place | web.Response:
        place = self.all.get(request.match_info["channel"])
        if place is None:
            return refuse(404, 10003, "Unknown Channel")
        if "view" not in place.allowed:
            return refuse(403, 50001, "Missing Access")
        return place

    def _message(self, request: web.Request) -> Message | web.Response:
        place = self._place(request)
        if isinstance(place, web.Response):
            return place
        wanted = request.match_info["message"]
        found = next((message for message in place.standing if message.id == wanted), None)
        return found or refuse(404, 10008, "Unknown Message")

    def _shown(self, message: Message) -> Json:
        """Return a message as the server gives it out: without the nonce it was sent with."""
        author = payloads.user(message.author, self._discord.names.get(message.author, "Somebody"))
        if message.author == payloads.BOT:
            author = {**author, "bot": True}
        return payloads.message(message, message.place.id if message.place else payloads.CHANNEL, author)


def _kind(place: Place) -> int:
    return 1 if place.recipient else 11 if place.parent else 0


def numbered(data: Json) -> list[Json]:
    """Give every component an id, as Discord does: the next in order, unless it has one."""
    given = {int(number) for number in re.findall(r"'id': (\d+)", str(data.get("components")))}
    numbers = (number for number in itertools.count(1) if number not in given)

    def number(component: Json) -> Json:
        inner = {key: [number(child) for child in component[key]] for key in ("components",) if key in component}
        beside = {key: number(component[key]) for key in ("accessory",) if key in component}
        return {"id": next(numbers), **component, **inner, **beside}

    return [number(component) for component in data.get("components") or ()]

"""A small, strict Slack on loopback: the Web API, response_urls, triggers, views, and the way to the app."""

import asyncio
import json
import secrets
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Self
from urllib.parse import parse_qs

import aiohttp
from aiohttp import web

from adapters.slack.commands import SCOPES
from tests.simulators import slack_payloads as payloads
from tests.simulators.slack_conversations import Conversations, named
from tests.simulators.slack_files import Files
from tests.simulators.slack_limits import faults_in_message, faults_in_options, faults_in_view
from tests.simulators.slack_payloads import Json, Member
from tests.simulators.slack_state import Allowance, Failure, Limited, Message, Refused, Screen
from tests.simulators.slack_tokens import Hook, Tokens
from tests.simulators.slack_transport import Delivery, SignedRequests, Sockets, Transport
from tests.simulators.wiretap import Wiretap

VIEWS_ON_STACK = 3
# docs.slack.dev/apis/web-api/rate-limits: users.info is of tier 4, a hundred a minute and more.
LOOKUPS, LOOKUPS_PER_SECOND = 100, 100 / 60

GENERAL = "C0GENERAL"

# docs.slack.dev/reference/methods: what each method asks of a token. views.* ask for nothing; of those about
# conversations it depends on the conversation.
NEEDS = {
    "chat.postMessage": "chat:write",
    "chat.postEphemeral": "chat:write",
    "chat.update": "chat:write",
    "chat.delete": "chat:write",
    "users.info": "users:read",
    "users.list": "users:read",
    "files.getUploadURLExternal": "files:write",
    "files.completeUploadExternal": "files:write",
}
# Those that only read take their arguments from the address or a form, not from JSON.
READING = {
    "conversations.history",
    "conversations.info",
    "conversations.replies",
    "users.info",
    "users.list",
    "files.getUploadURLExternal",
}


class SlackPlatform:
    """One workspace with one app installed. `violations` must stay empty: the app broke a rule of Slack's."""

    def __init__(self) -> None:
        self.base = ""
        self.bot_token = "xoxb-1111-2222-simulated"
        self.app_token = "xapp-1-A0HIRGBOT-3333-simulated"
        self.signing_secret = secrets.token_hex(16)
        # The app was installed with what its manifest asks for.
        self.scopes = set(SCOPES)
        self.app_scopes = {"connections:write"}
        self.wire = Wiretap()
        self.sockets = Sockets(self.wire)
        self.transport: Transport = self.sockets
        self.screens: defaultdict[str, Screen] = defaultdict(Screen)
        self.calls: list[tuple[str, Json]] = []
        self.deliveries: list[Delivery] = []
        self.violations: list[str] = []
        self.revoked: str = ""
        # For benchmarks: messages are taken unread; `calls` keeps them, to be read afterwards.
        self.hasty = False
        self._failures: defaultdict[str, list[Failure]] = defaultdict(list)
        self._tokens = Tokens()
        self._lookups = Allowance(LOOKUPS, LOOKUPS_PER_SECOND)
        self._held: dict[str, asyncio.Event] = {}
        self._changed = asyncio.Condition()
        self.files = Files()
        self.conversations = Conversations(self.scopes, self._check)
        self.conversations.add(GENERAL, "general", members=[payloads.BOT_USER])
        self._methods: dict[str, Callable[[Json], Json]] = {
            "auth.test": self._auth_test,
            "apps.connections.open": self._connections_open,
            "views.open": self._views_open,
            "views.push": self._views_push,
            "views.update": self._views_update,
            "views.publish": self._views_publish,
            "chat.postMessage": self._post_message,
            "chat.postEphemeral": self._post_ephemeral,
            "chat.update": self._update_message,
            "chat.delete": self.conversations.delete,
            "conversations.open": self.conversations.open,
            "conversations.history": self.conversations.history,
            "conversations.info": self.conversations.info,
            "conversations.replies": self.conversations.replies,
            "users.info": self._users_info,
            "users.list": self._users_list,
            "files.getUploadURLExternal": lambda body: self.files.ask(body, self.base),
            "files.completeUploadExternal": self.files.complete,
        }

    # Running -------------------------------------------------------------------

    @classmethod
    @asynccontextmanager
    async def running(cls) -> AsyncIterator[Self]:
        """Serve on a free port of loopback."""
        slack = cls()
        app = web.Application(middlewares=[slack.wire.middleware])
        app.router.add_route("*", "/api/{method}", slack._api)
        app.router.add_post("/upload/v1/{ticket}", slack._upload)
        app.router.add_post("/hooks/{name}", slack._hook)
        app.router.add_get("/link", slack.sockets.link)
        runner = web.AppRunner(app, shutdown_timeout=1.0)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        slack.base = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield slack
        finally:
            await slack.sockets.close()
            await runner.cleanup()

    @property
    def api_url(self) -> str:
        return f"{self.base}/api/"

    def send_signed_requests_to(self, url: str, session: aiohttp.ClientSession) -> SignedRequests:
        """Use HTTP mode from now on."""
        requests = SignedRequests(url, self.signing_secret, session)
        self.transport = requests
        return requests

    def fail(
        self, method: str, status: int = 200, *, error: str = "", retry_after: int | None = None, times: int = 1
    ) -> None:
        """Let the next calls of `method`, of "response_url" or "upload", fail; with status 0 the connection breaks."""
        self._failures[method].append(Failure(times, status, error, retry_after))

    def lose(self, method: str, times: int = 1, status: int = 0) -> None:
        """Let the next calls of `method` be carried out, and their answers be lost on the way."""
        self._failures[method].append(Failure(times, status, taken=True))

    def hold(self, method: str) -> asyncio.Event:
        """Let calls of `method` hang until the event is set."""
        return self._held.setdefault(method, asyncio.Event())

    def pass_time(self, seconds: float) -> None:
        """Let triggers and response_urls grow older, and limits be forgotten."""
        self._tokens.pass_time(seconds)
        self.conversations.passed += seconds

    @property
    def hooks(self) -> dict[str, Hook]:
        """Every response_url, by its secret part."""
        return self._tokens.hooks

    def triggered_by(self, trigger: str) -> str:
        """Return whose act a trigger came from; empty when it came from none."""
        return self._tokens.triggered_by(trigger)

    def count(self, method: str) -> int:
        return Counter(name for name, _ in self.calls)[method]

    async def until(self, condition: Callable[[], bool], seconds: float = 10.0) -> None:
        """Wait for something that shows in this simulator."""
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(condition)

    async def deliver(self, kind: str, payload: Json, *, retry: int = 0) -> Delivery:
        """Send a payload to the app; an answer that comes with the acknowledgement is checked as well."""
        delivery = await self.transport.deliver(kind, payload, retry)
        self.deliveries.append(delivery)
        response = delivery.response or {}
        if "view" in response:
            self._check("response_action", faults_in_view(response["view"]))
        if "options" in response:
            self._check("options", faults_in_options(response["options"]))
        return delivery

    # Tokens of an interaction ------------------------------------------------------

    def trigger(self, who: Member) -> str:
        return self._tokens.trigger(who.user_id)

    def response_url(self, who: Member, channel: str, message: Message | None = None) -> str:
        return f"{self.base}/hooks/{self._tokens.hook(who.user_id, channel, message)}"

    # Web API -----------------------------------------------------------------------

    async def _api(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        body = await _body(request)
        self.calls.append((method, body))
        if method in self._held:
            await self._held[method].wait()
        failure = self._next_failure(method)
        if failure and not failure.taken:
            await self._notify()
            return self._broken(failure, method, request)
        answer = self._answer(method, request, body)
        await self._notify()
        return self._broken(failure, method, request) if failure else answer

    def _answer(self, method: str, request: web.Request, body: Json) -> web.Response:
        try:
            self._authorise(method, request.headers.get("Authorization", ""))
            answer = self._methods.get(method, _unknown)(body)
        except Limited as limited:
            told = {"ok": False, "error": limited.error}
            return web.json_response(told, status=429, headers={"Retry-After": str(limited.seconds)})
        except Refused as refused:
            return web.json_response({"ok": False, "error": refused.error, **refused.more})
        return web.json_response({"ok": True, **answer})

    def _next_failure(self, method: str) -> Failure | None:
        failures = self._failures[method]
        if not failures:
            return None
        failure = failures[0]
        failure.times -= 1
        if failure.times <= 0:
            failures.pop(0)
        return failure

    async def _failed(self, method: str, request: web.Request) -> web.Response | None:
        failure = self._next_failure(method)
        await self._notify()
        return self._broken(failure, method, request) if failure else None

    def _broken(self, failure: Failure, method: str, request: web.Request) -> web.Response:
        if not failure.status and request.transport:
            request.transport.abort()
        headers = {} if failure.retry_after is None else {"Retry-After": str(failure.retry_after)}
        if failure.status >= web.HTTPInternalServerError.status_code:
            return web.Response(status=failure.status, text="upstream connect error", headers=headers)
        error = failure.error or "ratelimited"
        if method == "response_url":
            return web.Response(status=failure.status, text=error, headers=headers)
        return web.json_response({"ok": False, "error": error}, status=failure.status, headers=headers)

    def _authorise(self, method: str, header: str) -> None:
        token = header.removeprefix("Bearer ")
        wanted, held = (
            (self.app_token, self.app_scopes) if method == "apps.connections.open" else (self.bot_token, self.scopes)
        )
        if not token:
            raise Refused("not_authed")
        if self.revoked:
            raise Refused(self.revoked)
        if token in {self.bot_token, self.app_token} and token != wanted:
            raise Refused("not_allowed_token_type")
        if token != wanted:
            raise Refused("invalid_auth")
        needed = "connections:write" if method == "apps.connections.open" else NEEDS.get(method)
        if needed and needed not in held:
            raise Refused("missing_scope", needed=needed, provided=",".join(sorted(held)))

    def _auth_test(self, _: Json) -> Json:
        who = {"user": "hirgbot", "user_id": payloads.BOT_USER, "bot_id": payloads.BOT}
        team = {"team": "Network", "team_id": payloads.TEAM, "url": "https://network.slack.com/"}
        return {**who, **team, "is_enterprise_install": False}

    def _connections_open(self, _: Json) -> Json:
        return {"url": f"{self.base.replace('http', 'ws', 1)}/link?ticket={self.sockets.ticket()}&app_id=1"}

    def _views_open(self, body: Json) -> Json:
        shown = self._checked_view(body)
        screen = self._see(self._tokens.spend(body["trigger_id"]), "modal")
        screen.modals = [payloads.view_in(shown)]
        return {"view": screen.modals[-1]}

    def _views_push(self, body: Json) -> Json:
        shown = self._checked_view(body)
        screen = self._see(self._tokens.spend(body["trigger_id"]), "modal")
        if not screen.modals:
            raise Refused("not_found")
        if len(screen.modals) >= VIEWS_ON_STACK:
            raise Refused("push_limit_reached")
        screen.modals.append(payloads.view_in(shown, screen.modals[-1]))
        return {"view": screen.modals[-1]}

    def _views_update(self, body: Json) -> Json:
        shown = self._checked_view(body)
        for user_id, screen in list(self.screens.items()):
            for place, view in enumerate(screen.modals):
                if view["id"] != body.get("view_id"):
                    continue
                if body.get("hash", view["hash"]) != view["hash"]:
                    raise Refused("hash_conflict")
                screen.modals[place] = replacing(view, shown)
                self._see(user_id, "modal")
                return {"view": screen.modals[place]}
        raise Refused("not_found")

    def _views_publish(self, body: Json) -> Json:
        shown = self._checked_view(body)
        screen = self._see(body["user_id"], "home")
        screen.home = payloads.view_in(shown)
        return {"view": screen.home}

    def _post_message(self, body: Json) -> Json:
        self.files.check(body.get("blocks"))
        return self.conversations.post(body)

    def _update_message(self, body: Json) -> Json:
        self.files.check(body.get("blocks"))
        return self.conversations.update(body)

    def _users_info(self, body: Json) -> Json:
        self._lookups.use(time.monotonic() + self.conversations.passed)
        user_id = str(body.get("user", ""))
        for bot in payloads.BOTS:
            if bot["id"] == user_id:
                return {"user": bot}
        who = self.conversations.people.get(user_id)
        if who is None:
            raise Refused("user_not_found")
        return {"user": self._user(who)}

    def _users_list(self, body: Json) -> Json:
        """List the members, bots and those who left as well, in pages of at most `limit`."""
        cursor, limit = str(body.get("cursor") or "0"), int(body.get("limit", 1000))
        if not cursor.isdigit():
            raise Refused("invalid_cursor")
        everybody = [*payloads.BOTS, *map(self._user, self.conversations.people.values())]
        end = int(cursor) + limit
        more = str(end) if end < len(everybody) else ""
        return {"members": everybody[int(cursor) : end], "response_metadata": {"next_cursor": more}}

    def _user(self, who: Member) -> Json:
        gone = who.user_id in self.conversations.gone
        return payloads.user(who, gone=gone, email="users:read.email" in self.scopes)

    def _post_ephemeral(self, body: Json) -> Json:
        self._check("chat.postEphemeral", faults_in_message(body))
        message = Message(payloads.timestamp(), body["channel"], body["text"], named(body.get("blocks", [])))
        self._see(body["user"], "message").messages.append(message)
        return {"message_ts": message.ts}

    def _checked_view(self, body: Json) -> Json:
        view: Json = body["view"]
        if faults := self._check("views", faults_in_view(view)):
            raise Refused("invalid_arguments", response_metadata={"messages": faults})
        self.files.check(view["blocks"])
        return view

    # Files -----------------------------------------------------------------------------

    async def _upload(self, request: web.Request) -> web.Response:
        content = await request.read()
        self.calls.append(("upload", {"length": len(content)}))
        if failed := await self._failed("upload", request):
            return failed
        taken = self.files.take(request.match_info["ticket"], content)
        return web.Response(text=f"OK - {len(content)}") if taken else web.Response(status=400, text="not taken")

    # response_url --------------------------------------------------------------------

    async def _hook(self, request: web.Request) -> web.Response:
        body = await request.json()
        self.calls.append(("response_url", body))
        if failed := await self._failed("response_url", request):
            return failed
        try:
            hook = self._tokens.find(request.match_info["name"])
        except Refused as refused:
            return web.Response(status=404, text=refused.error)
        replaced = hook.message if body.get("replace_original") else None
        if body.get("response_type") != "ephemeral" and not (replaced and self._alone(hook)):
            self.violations.append("response_url: an answer that others can see")
        if not self.hasty and self._check("response_url", faults_in_message(body)):
            return web.Response(status=400, text="invalid_blocks")
        try:
            self.files.check(body.get("blocks"))
        except Refused as refused:
            return web.json_response({"ok": False, "error": refused.error}, status=404)
        hook.uses += 1
        self._respond(hook, body)
        await self._notify()
        return web.Response(text="ok")

    def _respond(self, hook: Hook, body: Json) -> None:
        screen = self._see(hook.user_id, "message")
        if hook.message and body.get("replace_original"):
            if not (hook.message.ephemeral or self._alone(hook)):
                self.violations.append("response_url: a private answer replaces a message that others see")
            hook.message.text, hook.message.blocks = body["text"], named(body["blocks"])
            screen.messages.append(screen.messages.pop(screen.messages.index(hook.message)))
        else:
            answer = Message(payloads.timestamp(), hook.channel, body["text"], named(body.get("blocks", [])))
            answer.thread = body.get("thread_ts", "")
            screen.messages.append(answer)

    def _alone(self, hook: Hook) -> bool:
        """Whether a message stands where nobody but this person and the bot sees it."""
        channel = self.conversations.by_id.get(hook.channel)
        return channel is not None and channel.members == {payloads.BOT_USER, hook.user_id}

    # Changes -------------------------------------------------------------------------

    def _see(self, user_id: str, surface: str) -> Screen:
        screen = self.screens[user_id]
        screen.latest = surface
        screen.changes += 1
        return screen

    def _check(self, where: str, faults: list[str]) -> list[str]:
        self.violations += [f"{where}: {fault}" for fault in faults]
        return faults

    async def _notify(self) -> None:
        async with self._changed:
            self._changed.notify_all()


def _unknown(_: Json) -> Json:
    raise Refused("unknown_method")


def replacing(view: Json, shown: Json) -> Json:
    """Put new contents in a view, which keeps its identity."""
    new = payloads.view_in(shown)
    kept = {name: view[name] for name in ("id", "root_view_id", "previous_view_id")}
    return {**new, **kept}


async def _body(request: web.Request) -> Json:
    text = await request.text()
    if request.match_info.get("method", "") in READING and request.content_type == "application/json":
        return dict(request.query)
    if request.content_type == "application/json":
        parsed: Json = json.loads(text)
        return parsed
    fields = dict(request.query) | {name: values[0] for name, values in parse_qs(text).items()}
    return {name: json.loads(value) if name in {"view", "blocks"} else value for name, value in fields.items()}

"""A small bot with one command for everything an adapter has to get right, and the doors to it."""

import asyncio
import base64
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from typing import cast

from adapters.discord.answering import PATIENCE
from adapters.discord.app import Discord, DiscordOptions
from bot.chat.calls import call
from bot.chat.commands import Catalog, Command, Kind, Option
from bot.chat.errors import NotFound, Unclear
from bot.chat.requests import Request, Role
from bot.chat.roles import RoleBook
from bot.chat.views import (
    Actions,
    Block,
    Button,
    Card,
    Choice,
    Heading,
    Image,
    Note,
    Person,
    Reply,
    Select,
    Strong,
    Tone,
    say,
)
from bot.service import Bot
from tests.simulators.discord import TOKEN, DiscordSimulator

SECRET = "what somebody wrote in confidence"
SETTINGS = (Choice("Academic", "academic"), Choice("Clinical", "clinical"))
READY_WITHIN = 10.0
FORMATS = (Choice("On site", "site"), Choice("Online", "online"), Choice("Recorded", "recorded"))
# One black dot.
PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==")


NOTICE = (("Nobody learns that you asked.",), (Strong("In danger?"), " Call 999."))
_PLANNED = (
    Option("date", "On which day", Kind.DATE),
    Option("time", "At what time", Kind.TIME, required=False),
    Option("formats", "How to take part", required=False, choices=FORMATS, many=True),
    Option("note", "Anything else", required=False),
)


class House:
    """The bot, what its handlers were asked, the gate at which `/wait` waits, and the notes on its meetings."""

    def __init__(self) -> None:
        self.asked: list[Request] = []
        self.gate = asyncio.Event()
        self.notes = {"7": "Bring tea", "slow": ""}
        self.bot = Bot(Catalog(self._commands()))

    def _commands(self) -> list[Command]:
        skill = Option("skill", "What you are looking for", complete=self.suggest, placeholder="nvivo")
        start = Option("from", "Where to go on", required=False)
        setting = Option("setting", "Where they work", required=False, choices=SETTINGS)
        words = Option("words", "What you would like to say", Kind.PARAGRAPH)
        anything = Option("x", "Anything", required=False)
        meeting = Option("meeting", "Which meeting", carried=True)
        return [
            Command("find", "Find people who can help", self.find, (skill, setting, start)),
            Command("write", "Write to somebody", self.write, (Option("to", "To whom"), words), unlisted=True),
            Command("hush", "Say it unnamed", self.hush, (words, setting), anonymous=True, notice=NOTICE),
            Command("hear", "Hear plain words", self.hear, (words,), unlisted=True, hears=True),
            Command("wait", "Wait for it", self.wait, (Option("in", "Where to answer", required=False),)),
            Command("who", "Who you are", self.who, (anything,)),
            Command("menu", "Choose a setting", self.menu, (setting,)),
            Command("fail", "Break", self.fail),
            Command("bug", "Answer what no adapter can draw", self.bug, (Option("late", "When", required=False),)),
            Command("nobody", "Find nobody", self.nobody, (skill,)),
            Command("plan", "Plan a meeting", self.plan, _PLANNED),
            Command("replan", "Change a meeting", self.plan, (meeting, *_PLANNED), unlisted=True, prefill=self.planned),
            Command("picture", "Show a picture", self.picture, (Option("late", "When", required=False),)),
            Command("organise", "For organisers", self.who, role=Role.ORGANISER),
            Command("held", "What others wrote", self.held, role=Role.ORGANISER, unlisted=True),
        ]

    async def find(self, request: Request) -> Reply:
        self.asked.append(request)
        start = request.number("from")
        write = Button("Write to Amina", call("write", to="7"))
        more = Button("More", call("find", skill="nvivo", **{"from": start + 5}), Tone.PRIMARY)
        return say(
            Heading("People"),
            f"for {request.text('skill')}",
            Card(f"Amina {start}", ("Lecturer",), (("lists ", Strong("NVivo")),), (write,)),
            Actions((more,)),
            Note(("Only you see this.",)),
            replaces=start > 0,
        )

    async def suggest(self, typed: str, _: Request) -> list[Choice]:
        if typed == "slow":
            await self.gate.wait()
        return [Choice(f"{typed} {number}", f"{typed}-{number}") for number in range(40)]

    async def write(self, request: Request) -> Reply:
        self.asked.append(request)
        if request.text("words") == "?":
            raise Unclear("That is a question mark and nothing else.", "Say more.", option="words")
        return say(f"Sent to {request.text('to')}: {request.text('words')}", replaces=True)

    async def hush(self, request: Request) -> Reply:
        self.asked.append(request)
        if request.text("words") == "slow":
            await self.gate.wait()
        return say(f"Heard: {request.text('words')}", replaces=True)

    async def hear(self, request: Request) -> Reply:
        self.asked.append(request)
        if request.text("words") == "slow":
            await self.gate.wait()
        if request.text("words") == "break":
            raise ZeroDivisionError
        if request.text("words") == "bug":
            return Reply((cast("Block", object()),))
        ways = (Button("Say it unnamed", call("hush")), Button("More", call("find", skill="nvivo", **{"from": 5})))
        return say(f"You wrote: {request.text('words')}", Actions(ways))

    async def wait(self, request: Request) -> Reply:
        self.asked.append(request)
        await self.gate.wait()
        return say("At last.", replaces=request.text("in") == "place")

    async def who(self, request: Request) -> Reply:
        self.asked.append(request)
        return say(Person(request.actor.name, request.actor.account), f" as {', '.join(sorted(request.actor.roles))}")

    async def held(self, _: Request) -> Reply:
        return say(SECRET, replaces=True)

    async def menu(self, request: Request) -> Reply:
        chosen = request.text("setting")
        if chosen:
            return say(f"You chose {chosen}.", replaces=True)
        return say("Where?", Actions((Select("Setting", call("menu"), "setting", SETTINGS),)))

    async def fail(self, _: Request) -> Reply:
        raise ZeroDivisionError(SECRET)

    async def bug(self, request: Request) -> Reply:
        self.asked.append(request)
        if request.text("late"):
            await self.gate.wait()
        return Reply((cast("Block", object()),))

    async def plan(self, request: Request) -> Reply:
        self.asked.append(request)
        return say(f"Planned for {request.text('date')}", Actions((Button("Change", call("replan", meeting="7")),)))

    async def planned(self, request: Request) -> Mapping[str, str]:
        meeting = request.text("meeting")
        if meeting == "slow":
            await self.gate.wait()
        return {"date": "2026-03-03", "time": "15:00", "formats": "online,recorded", "note": self.notes[meeting]}

    async def picture(self, request: Request) -> Reply:
        if request.text("late") == "words":
            return say("A map in words.", replaces=True)
        if request.text("late") == "yes":
            await asyncio.sleep(PATIENCE + 0.1)
        in_words = Actions((Button("In words", call("picture", late="words")),))
        return say(Image(PNG, "A map of skills"), in_words, replaces=request.text("late") == "place")

    async def nobody(self, request: Request) -> Reply:
        raise NotFound(f"Nobody lists “{request.text('skill')}”.", "Try another word.")


ROLES = RoleBook({Role.ORGANISER: {"discord:role:55"}})


@asynccontextmanager
async def connected(
    discord: DiscordSimulator, bot: Bot, *, token: str = TOKEN, roles: RoleBook = ROLES
) -> AsyncIterator[Discord]:
    """Run the real adapter against a simulator until the block ends."""
    adapter = Discord(bot, DiscordOptions(token, discord.api_url, discord.gateway_url), roles)
    running = asyncio.create_task(adapter.run())
    getting_ready = asyncio.create_task(adapter.ready.wait())
    try:
        async with asyncio.timeout(READY_WITHIN):
            await asyncio.wait({running, getting_ready}, return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            running.result()
        yield adapter
    finally:
        getting_ready.cancel()
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


async def until(condition: Callable[[], object]) -> None:
    """Wait for something to come about."""
    async with asyncio.timeout(15):
        while not condition():  # noqa: ASYNC110 - what is waited for happens in many places
            await asyncio.sleep(0.005)

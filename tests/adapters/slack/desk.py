"""A small bot with one command for everything that Slack has to carry."""

import asyncio
from collections.abc import Sequence
from typing import cast

from bot.chat.calls import call
from bot.chat.commands import Catalog, Command, Kind, Option
from bot.chat.errors import NotFound, Unclear
from bot.chat.requests import Request, Role
from bot.chat.views import (
    Actions,
    Block,
    Button,
    Card,
    Choice,
    Code,
    Heading,
    Image,
    Link,
    Note,
    Reply,
    Select,
    Strong,
    Text,
    Tone,
    say,
)
from bot.service import Bot

SKILLS = ("NVivo", "NVivo 14", "R", "Thematic analysis")
SETTINGS = (Choice("Academic", "academic"), Choice("Clinical", "clinical"), Choice("Community", "community"))
PEOPLE = ("Ada Okafor", "Seán Ó Briain", "Grace & Co <team>", "*Mel* _Z_", "Priya", "Tom", "Wei")
A_PAGE = 5
MAP = b"\x89PNG\r\n\x1a\n the map of skills"

DAYS = tuple(Choice(day.title(), day) for day in ("monday", "tuesday", "friday"))
HOURS = tuple(Choice(f"{hour}:00", str(hour)) for hour in range(8, 20))
NOTICE = (("Nobody learns that you asked.",), (Strong("In danger?"), " Call 999."))
PLAN = (
    Option("name", "What it is called"),
    Option("day", "On which date", kind=Kind.DATE, required=False),
    Option("hour", "At what time", kind=Kind.TIME, required=False),
    Option("days", "Or on which days", required=False, choices=DAYS, many=True),
    Option("hours", "Or at which hours", required=False, choices=HOURS, many=True),
    Option("about", "What it is about", kind=Kind.PARAGRAPH, required=False),
)


class Desk:
    """What the commands share: who asked for what, and a gate; `waiting` is set when somebody is at it."""

    def __init__(self) -> None:
        self.asked: list[Request] = []
        self.gate = asyncio.Event()
        self.waiting = asyncio.Event()
        # What stands in the form of /plan already.
        self.kept: dict[str, str] = {}
        # What the front page says beside its welcome.
        self.news = ""
        self.bot = Bot(Catalog(self._commands()))

    def _commands(self) -> Sequence[Command]:
        skill = Option("skill", "Which skill do you look for?", complete=self._suggest, placeholder="NVivo")
        setting = Option("setting", "Where they work", required=False, choices=SETTINGS)
        about = Option("about", "What is it about?")
        words = Option("words", "What would you like to say?", kind=Kind.PARAGRAPH)
        return [
            Command("find-skill", "Find people who can help with a skill", self._find, (skill, setting)),
            Command("hirg", "See what I can do", self._help),
            Command("home", "What your App Home shows", self._home, unlisted=True),
            Command("people", "More people", self._people, (Option("from", "Where to start"),), unlisted=True),
            Command("echo", "Say it back", self._echo, (words,)),
            Command("slow", "Wait for it", self._slow),
            Command("slow-form", "Wait for it", self._slow, (words,), unlisted=True),
            Command("note", "Write a note", self._note, (about, words)),
            Command("hush", "Say it unnamed", self._echo, (words, setting), anonymous=True, notice=NOTICE),
            Command("broken", "Fail", self._broken),
            Command("undrawable", "Answer what nobody can draw", self._undrawable),
            Command("undrawable-form", "Likewise", self._undrawable, (words,), unlisted=True),
            Command("plan", "Plan a session", self._plan, PLAN, prefill=self._keep),
            Command("map", "See the map of skills", self._map),
            Command("map-of", "Likewise", self._map, (about,), unlisted=True),
            Command("members", "For organisers", self._help, role=Role.ORGANISER),
            Command("held", "What others wrote", self._held, role=Role.ORGANISER, unlisted=True),
            Command("mine", "What they wrote", self._held, anonymous=True, unlisted=True),
        ]

    async def _suggest(self, typed: str, _: Request) -> list[Choice]:
        return [Choice(skill, skill) for skill in SKILLS if typed.lower() in skill.lower()]

    async def _find(self, request: Request) -> Reply:
        self.asked.append(request)
        skill = request.text("skill")
        if skill == "nothing":
            raise NotFound("Nobody lists that yet.", "Ask to be told when somebody does.")
        return _page(skill, 0)

    async def _people(self, request: Request) -> Reply:
        self.asked.append(request)
        return _page("them", request.number("from"))

    async def _help(self, request: Request) -> Reply:
        self.asked.append(request)
        return say(Heading("What I can do"), "Type ", Code("/find-skill nvivo"), ".", Note(("Only you see this.",)))

    async def _home(self, request: Request) -> Reply:
        self.asked.append(request)
        return say(
            Heading("Welcome"),
            *([Text((self.news,))] if self.news else []),
            Text(("Look for somebody who can help.",), Button("Find", call("find-skill"), Tone.PRIMARY)),
            Actions((Button("Help", call("hirg")), Button("Broken", call("no-such-thing")))),
        )

    async def _held(self, _: Request) -> Reply:
        return say("Written in confidence.", replaces=True)

    async def _echo(self, request: Request) -> Reply:
        self.asked.append(request)
        return say("You said: ", Strong(request.text("words")), Note((request.text("words"),)))

    async def _note(self, request: Request) -> Reply:
        self.asked.append(request)
        if request.text("about") == "slow":
            await self._wait()
        if request.text("words") == "?":
            raise Unclear("That is a question mark and nothing else.", "Say more.", option="words")
        if request.text("words") == "!":
            raise Unclear("That is no note.")
        return say(f"Noted about {request.text('about')}: {request.text('words')}")

    async def _plan(self, request: Request) -> Reply:
        self.asked.append(request)
        return say("Planned.")

    async def _keep(self, _: Request) -> dict[str, str]:
        return self.kept

    async def _map(self, request: Request) -> Reply:
        self.asked.append(request)
        return say(Heading("Skills"), Image(MAP, "NVivo: 3 people. R: 2 people."), replaces=True)

    async def _undrawable(self, request: Request) -> Reply:
        self.asked.append(request)
        return Reply((cast("Block", object()),))

    async def _slow(self, request: Request) -> Reply:
        self.asked.append(request)
        await self._wait()
        return say("Here at last.")

    async def _wait(self) -> None:
        self.waiting.set()
        await self.gate.wait()

    async def _broken(self, _: Request) -> Reply:
        raise RuntimeError("a bug")


def _page(skill: str, start: int) -> Reply:
    page = PEOPLE[start : start + A_PAGE]
    more = Button("More", call("people", **{"from": start + A_PAGE}))
    return say(
        Heading(f"People who can help with {skill}"),
        *(_card(name) for name in page),
        *([Actions((more, _menu(), Button("Search again", call("find-skill"))))] if not start else []),
        replaces=bool(start),
    )


def _card(name: str) -> Card:
    return Card(
        name,
        ("Research Fellow · academic",),
        (("lists ", Strong("NVivo 14")), (Link("ada@example.org", "mailto:ada@example.org"),)),
        (Button("About", call("hirg")),),
    )


def _menu() -> Select:
    return Select("Where they work", call("find-skill", skill="nvivo"), "setting", SETTINGS)

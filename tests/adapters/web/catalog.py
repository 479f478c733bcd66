"""A tiny network to try the chat with: one search, one form, one anonymous note, one command for organisers."""

from datetime import UTC, datetime

from adapters.web.model import WebChannel, WebPerson, WebTry
from bot.chat.calls import call
from bot.chat.commands import Catalog, Command, Kind, Option
from bot.chat.errors import NotFound, Unclear
from bot.chat.requests import Account, Request, Role
from bot.chat.views import (
    Actions,
    Button,
    Card,
    Choice,
    Code,
    Divider,
    Fields,
    Heading,
    Line,
    Link,
    Moment,
    Note,
    Reply,
    Select,
    Strong,
    Tone,
    say,
)
from bot.service import Bot

PEOPLE = (
    WebPerson(Account("web", "test", "ada"), "Ada Fernsby", "Member · nurse"),
    WebPerson(
        Account("web", "test", "olu"), "Olu Tanglewood", "Organiser · keeps the calendar", frozenset({Role.ORGANISER})
    ),
)
CHANNELS = (
    WebChannel(
        "general", "Everything that concerns all of us", (say(Heading("Welcome"), "Type ", Code("/find-skill"), "."),)
    ),
    WebChannel("workshops", "What to learn next", ()),
)
TRIES = (WebTry("Find people who know NVivo", "/find-skill nvivo"), WebTry("See everything", "/hirg"))
SKILLS = ("NVivo", "Narrative interviews", "Network analysis", "Grant writing", "Co-production")
FOUND = (
    ("Rosalind Achterberg", "Research fellow · University of Lower Wick", "NVivo 14"),
    ("Siân O’Dowd-Ferreira", "Community engagement coordinator · Harbour Lights", "NVivo, coding frameworks"),
    ("Kwabena Lindqvist", "Consultant in public health", "qualitative analysis (NVivo)"),
    ("Ottoline Nakagawa-Smythe", "MSc student · Health equity", "NVivo, Atlas.ti"),
    ("Perpetua Mbeki-Jones", "District nurse · research lead", "NVivo"),
    ("Ignatius Fairweather", "Librarian", "NVivo, EndNote"),
    ("Bronwen Castellanos", "Health visitor", "NVivo 12"),
)
FIVE = 5
MEETING = datetime(2031, 7, 1, 14, 0, tzinfo=UTC)


def card(name: str, role: str, skills: str) -> Card:
    lists: Line = ("Lists ", Strong(skills))
    mail = name.split(maxsplit=1)[0].lower() + "@example.org"
    return Card(
        name,
        (role,),
        (lists, (Link(mail, f"mailto:{mail}"),)),
        (Button("Introduce us", call("introduce", id=name[:3])),),
    )


async def find(request: Request) -> Reply:
    if "nvivo" not in request.text("skill").lower():
        raise NotFound(f"Nobody lists “{request.text('skill')}” yet.", "Try NVivo.")
    start = request.number("start")
    shown = FOUND[start : start + FIVE]
    more = Button("More", call("people", skill="nvivo", start=start + FIVE))
    rest: tuple[Actions, ...] = (Actions((more,)),) if start + FIVE < len(FOUND) else ()
    title = f"{len(FOUND)} people can help with NVivo"
    number = Note((f"{start + 1} to {start + len(shown)} of {len(FOUND)}",))
    return say(Heading(title), *(card(*found) for found in shown), *rest, number, replaces=start > 0)


async def skills(typed: str, request: Request) -> list[Choice]:
    del request
    return [Choice(skill, skill) for skill in SKILLS if skill.lower().startswith(typed.lower())]


async def introduce(request: Request) -> Reply:
    return say("I would introduce you to ", Strong(request.text("id")), ".")


async def note(request: Request) -> Reply:
    if request.text("words") == "?":
        raise Unclear("That is a question mark and nothing else.", "Say more.", option="words")
    if request.text("words") == "!":
        raise Unclear("That is no note.", "Say something.")
    return say(f"Noted for {request.actor.name}: ", request.text("words"))


async def calendar(request: Request) -> Reply:
    if request.text("series"):
        return say(f"You chose {request.text('series')}.", replaces=True)
    when = Select(
        "Which series", call("calendar"), "series", (Choice("Main meeting", "main"), Choice("Sub-group", "sub"))
    )
    cancel = Button("Cancel the meeting", call("calendar", series="main"), Tone.DANGER)
    fields = Fields((("Next", (Moment(MEETING),)), ("Where", ("Room 4",))))
    return say(Heading("Calendar"), fields, Divider(), Actions((when, cancel)))


async def inbox(request: Request) -> Reply:
    del request
    return say(Heading("Your inbox"), Note(("It is gone when you leave.",)), replaces=True)


async def hirg(request: Request) -> Reply:
    del request
    return say(
        Heading("What I can do"),
        Code("/find-skill"),
        " finds people.",
        Actions((Button("Find", call("find-skill")), Button("Open my inbox", call("inbox")))),
    )


NOTICE: tuple[Line, ...] = (("Nobody learns that you wrote it.",), (Strong("In danger?"), " Call 999."))
SETTING = Option(
    "setting",
    "Only people who work in this setting",
    required=False,
    choices=(Choice("Academic", "academic"), Choice("Clinical", "clinical"), Choice("Community", "community")),
)


def build_bot() -> Bot:
    skill = Option("skill", "What would you like help with?", complete=skills, placeholder="NVivo, grant writing, R …")
    words = Option("words", "What would you like to say?", kind=Kind.PARAGRAPH)
    topic = Option("topic", "What is it about?")
    return Bot(
        Catalog(
            (
                Command(
                    "find-skill", "Find people who can help you with something", find, (skill, SETTING), hears=True
                ),
                Command("people", "Some more of them", find, (skill, Option("start", "Where to start")), unlisted=True),
                Command("note", "Leave a note without your name", note, (topic, words), anonymous=True, notice=NOTICE),
                Command(
                    "calendar",
                    "Keep the calendar",
                    calendar,
                    (Option("series", "Series", required=False),),
                    role=Role.ORGANISER,
                ),
                Command("calendar-log", "See what was said", hirg, role=Role.ORGANISER),
                Command("inbox", "Read what is new", inbox, unlisted=True, fleeting=True),
                Command("introduce", "Introduce two people", introduce, (Option("id", "Who"),), unlisted=True),
                Command("hirg", "See what I can do", hirg),
            )
        )
    )


def previews_of(platform: str, reply: Reply) -> object:
    """Stand in for another platform's renderer, which this package may not know."""
    return {"platform": platform, "blocks": len(reply.blocks), "markup": "<b>literal</b>", "flags": 64}

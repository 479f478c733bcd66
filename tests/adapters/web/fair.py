"""All that a page may have to show at once: many commands, long cards, every kind of field and a picture."""

import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.chat.calls import call
from bot.chat.commands import Catalog, Command, Kind, Option
from bot.chat.errors import Unclear
from bot.chat.requests import Request, Role
from bot.chat.views import (
    Actions,
    Button,
    Card,
    Choice,
    Divider,
    Emphasis,
    Fields,
    Heading,
    Image,
    Moment,
    Note,
    Person,
    Reply,
    Select,
    Strong,
    Tone,
    say,
)
from bot.service import Bot

START = datetime(2027, 1, 5, 15, 0, tzinfo=UTC)
ONLINE, IN_PERSON = Choice("Online", "online"), Choice("In person", "person")
CHOICES = (ONLINE, IN_PERSON, Choice("Recorded for those who cannot come", "rec"))
MEETING = {"title": "Network meeting", "date": "2027-01-05", "time": "15:00", "ways": "online,rec"}
LONG_TITLE = "Peer support and reflective practice, the sub-group’s own evening"
HOSTS = (Choice("Rosalind Achterberg", "ra"), Choice("Siân O’Dowd-Ferreira", "so"))


def png(width: int, height: int) -> bytes:
    """Draw a few bars; small, and a real picture."""
    bars = [0.35, 0.6, 0.9, 0.5, 0.75]
    rows = bytearray()
    for y in range(height):
        rows.append(0)
        for x in range(width):
            at, within = divmod(x * len(bars) / width, 1)
            inked = 0.2 < within < 0.8 and y > height * (1 - bars[int(at)])
            rows += bytes((11, 98, 89) if inked else (255, 255, 255))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(rows), 9)), (b"IEND", b""))
    chunks = (struct.pack(">I", len(d)) + n + d + struct.pack(">I", zlib.crc32(n + d)) for n, d in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


PICTURE = png(480, 200)
WORDS = "How the five groups felt about it, from 1 to 5.\nMentoring 2, writing 3, grants 5, teaching 3, leading 4."


@dataclass
class Fair:
    """Keeps the one meeting there is, and what was asked last."""

    meeting: dict[str, str] = field(default_factory=MEETING.copy)
    asked: list[Request] = field(default_factory=list)

    async def show(self, request: Request) -> Reply:
        self.asked.append(request)
        return say(
            Heading("What is coming"),
            *(self._card(number) for number in (1, 2)),
            Actions((Button("‹ Back", call("coming")), Button("More ›", call("coming", start="2"), Tone.PRIMARY))),
            Note(("Times are shown where you are.",)),
        )

    def _card(self, number: int) -> Card:
        host = Select("Who speaks", call("speaker", id=number), "who", HOSTS)
        return Card(
            self.meeting["title"] if number == 1 else LONG_TITLE,
            (Moment(START), " · Room 4, Lower Wick Infirmary, and online"),
            (
                ("Speaker: ", Person("Rosalind Achterberg"), ", on ", Emphasis("who is not in the room")),
                (Strong("12"), " going · ", Strong("3"), " maybe"),
            ),
            (
                Button("Going", call("rsvp", id=number, to="yes"), Tone.PRIMARY),
                Button("Maybe", call("rsvp", id=number, to="maybe")),
                Button("Not this time", call("rsvp", id=number, to="no")),
                Button("Add to calendar", call("file", id=number)),
                Button("Edit", call("edit", id=number)),
                Button("Cancel the meeting", call("drop", id=number), Tone.DANGER),
                host,
            ),
        )

    async def picture(self, request: Request) -> Reply:
        self.asked.append(request)
        pairs = Fields((("Answers", ("17",)), ("Since", (Moment(START),))))
        return say(Heading("How we are doing"), Image(PICTURE, WORDS), pairs, Divider(), "Thank you, all.")

    async def edit(self, request: Request) -> Reply:
        self.asked.append(request)
        if request.text("title") == "?":
            raise Unclear("A title is more than a question mark.", "Say what it is about.", option="title")
        self.meeting = {name: value for name, value in request.call.args.items() if name != "id"}
        said = "Changed: ", Strong(self.meeting["title"]), f", {self.meeting.get('ways', 'nowhere')}."
        # With notes, the answer takes the place of the list, buttons and all.
        return say(*said, replaces="notes" in self.meeting)

    async def standing(self, request: Request) -> Mapping[str, str]:
        del request
        return self.meeting

    async def answer(self, request: Request) -> Reply:
        self.asked.append(request)
        return say(f"You said {request.text('to') or request.call.command}.", replaces=True)

    def bot(self) -> Bot:
        return Bot(Catalog((*self._listed(), *self._unlisted())))

    def _listed(self) -> tuple[Command, ...]:
        plain = (
            ("find-skill", "Find people who can help you with something", ("skill", "setting")),
            ("my-skills", "See and change what you are listed with", ()),
            ("introductions", "See who asked to be introduced to you", ()),
            ("remind-me", "Choose when I remind you of meetings", ("when",)),
            ("support", "Ask for support without your name", ()),
            ("support-cases", "See the requests that wait for you", ()),
            ("reflect", "Open a session of reflective practice", ("format",)),
            ("session", "See where a session stands", ()),
            ("workshops", "See the career development workshops", ("about",)),
            ("workshop-new", "Plan a workshop", ()),
            ("meeting-new", "Plan a meeting, or a series of them", ()),
            ("meetings-log", "See what was said, and what was not", ()),
            ("privacy", "See what is kept about you, and have it removed", ()),
            ("hirg", "See what I can do", ()),
        )
        made = (
            Command(name, summary, self.answer, tuple(Option(o, f"The {o}", required=False) for o in options),
                    anonymous=name == "support")
            for name, summary, options in plain
        )  # fmt: skip
        coming = Command("coming", "See what is coming, and say whether you come", self.show, (START_AT,))
        return (coming, Command("picture", "See how we are doing", self.picture), *made)

    def _unlisted(self) -> tuple[Command, ...]:
        carried = Option("id", "Which", carried=True)
        fields = (
            Option("title", "What is it called?"),
            Option("date", "On which day?", kind=Kind.DATE),
            Option("time", "From when, in London?", kind=Kind.TIME),
            Option("ways", "How can people come?", required=False, choices=CHOICES, many=True),
            Option("notes", "Is there anything else to know?", kind=Kind.PARAGRAPH, required=False),
        )
        standing = self.standing
        edit = Command("edit", "Change this meeting", self.edit, (carried, *fields), unlisted=True, prefill=standing)
        to = Option("to", "What you say", required=False)
        who = Option("who", "Who speaks", required=False)
        rest = (
            Command(name, "Say so", self.answer, (carried, to, who), unlisted=True)
            for name in ("rsvp", "file", "speaker")
        )
        drop = Command("drop", "Cancel a meeting", self.answer, (carried,), unlisted=True, role=Role.ORGANISER)
        return (edit, *rest, drop)


START_AT = Option("start", "From which on", required=False)

"""Claiming an entry in chat: my-claim, my-code and my-link for its owner, /directory-code for organisers."""

from collections.abc import Callable, Iterator
from datetime import date, datetime

from bot.chat.calls import call
from bot.chat.commands import Command, Option
from bot.chat.errors import NotFound
from bot.chat.requests import Request, Role
from bot.chat.views import Button, Card, Choice, Code, Heading, Moment, Note, Reply, Text, Tone, say
from bot.directory import my_page
from bot.directory.cards import who
from bot.directory.claims import Claims
from bot.directory.model import Entry
from bot.directory.people import NameBook, did_you_mean

_SHOWN = 8


class Claiming:
    """Lets people make entries their own, and organisers help them to."""

    def __init__(self, claims: Claims, names: NameBook, now: Callable[[], datetime]) -> None:
        self._claims = claims
        self._names = names
        self._now = now

    def commands(self) -> Iterator[Command]:
        """Declare what owners do by buttons, and what organisers type."""
        yield Command("my-claim", "Say that an entry is mine", self.claim, unlisted=True)
        code = Option("code", "The code you were given", placeholder="7KXM-QR2P-9TWD")
        yield Command("my-code", "Use a code to make an entry yours", self.redeem, (code,), unlisted=True)
        yield Command("my-link", "Use me on another platform", self.link, unlisted=True)
        person = Option("person", "Whose entry it is", complete=self.suggest, placeholder="A name, or part of one")
        yield Command(
            "directory-code", "Give somebody a code for their entry", self.look_up, (person,), role=Role.ORGANISER
        )
        entry = Option("id", "Which entry", carried=True)
        yield Command("directory-code-for", "Make a code", self.issue, (entry,), role=Role.ORGANISER, unlisted=True)

    async def claim(self, request: Request) -> Reply:
        """Give somebody the entry with their e-mail address."""
        return self._welcome(await self._claims.claim_offered(request.actor.account))

    async def redeem(self, request: Request) -> Reply:
        """Give somebody the entry that their code opens."""
        return self._welcome(await self._claims.redeem(request.actor.account, request.text("code")))

    async def link(self, request: Request) -> Reply:
        """Show somebody a code for another account of theirs."""
        code, until = await self._claims.issue_link(request.actor.account)
        return say(
            Heading("Use your entry on another platform"),
            "Type ",
            Code("/my-skills"),
            " there, press “I have a code”, and write ",
            Code(code),
            ". Then it is one entry on both.",
            Note(("The code works once, until ", Moment(until), ". Show it to nobody.")),
        )

    async def suggest(self, typed: str, request: Request) -> list[Choice]:  # noqa: ARG002 - the same for every organiser
        """Complete the name of somebody in the Directory, listed or not."""
        return [Choice(entry.name, entry.name) for entry in await self._names.complete(typed)]

    async def look_up(self, request: Request) -> Reply:
        """Find the entries that may be meant; a code is made by pressing a button, not by a slip of the finger."""
        wanted = request.text("person")
        found = await self._names.find(wanted)
        if not found:
            return await self._meant(wanted)
        more = f"{len(found) - _SHOWN} more have such a name; write more of it." if len(found) > _SHOWN else ""
        note = Note((" ".join(filter(None, (more, my_page.ONLY_YOU))),))
        return say(Heading("Whose entry is it?"), *map(_candidate, found[:_SHOWN]), note)

    async def _meant(self, wanted: str) -> Reply:
        """Show whom a name may mean that nobody has. Raises `NotFound` when that is nobody either."""
        near = await self._names.nearest(wanted)
        nobody, hint = did_you_mean(wanted, [entry.name for entry in near])
        if not near:
            raise NotFound(nobody, hint)
        return say(f"{nobody} {hint}", *map(_candidate, near), Note((my_page.ONLY_YOU,)))

    async def issue(self, request: Request) -> Reply:
        """Show an organiser a code to hand on."""
        entry, code, until = await self._claims.issue(request.text("id"))
        return say(
            Heading(f"A code for {entry.name}"),
            Text((Code(code),)),
            "Give it to them alone, in person or by e-mail. They type ",
            Code("/my-skills"),
            ", press “I have a code”, and the entry is theirs.",
            Note(("It works once, until ", Moment(until), ". A new code replaces it. It is shown only now.")),
        )

    def _welcome(self, entry: Entry) -> Reply:
        return my_page.page(entry, self._today, "This entry is yours now. This is how others see you:")

    @property
    def _today(self) -> date:
        return self._now().date()


def _candidate(entry: Entry) -> Card:
    if entry.accounts:
        return Card(entry.name, who(entry), (("They keep this entry themselves.",),))
    make = Button("Make a code", call("directory-code-for", id=entry.id), Tone.PRIMARY)
    return Card(entry.name, who(entry), (), (make,))

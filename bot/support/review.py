"""Reading what waits to be posted, where the settings say that a facilitator reads first."""

import hmac
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from random import Random, SystemRandom

from bot.chat.calls import call
from bot.chat.commands import Command, Kind, Option
from bot.chat.errors import NotFound, Refusal
from bot.chat.requests import Request, Role
from bot.chat.veil import Lock
from bot.chat.views import Actions, Button, Note, Reply, Text, Tone, say
from bot.support.casebook import Opened
from bot.support.desk import Desk, held, still_open
from bot.support.endings import forgotten_in_time
from bot.support.facilitators import told
from bot.support.model import Dossier, Entry, Standing
from bot.support.model import Kind as Said
from bot.support.moderating import CASE, ENTRY
from bot.support.nudges import Nudges
from bot.support.telling import told as words
from bot.support.voices import changed

_WHAT = {
    Said.REQUEST: "A request for support",
    Said.NOTE: "A note of the author",
    Said.REPLY: "A reply of the author",
    Said.ANSWER: "An answer without a name",
}


class Review:
    """Shows one text at a time, by chance: nobody can read from it when anything was written."""

    def __init__(
        self,
        desk: Desk,
        nudges: Nudges,
        soon: Callable[[datetime], datetime],
        chance: Random | None = None,
    ) -> None:
        """`soon` chooses when something that was approved now goes out."""
        self._desk = desk
        self._nudges = nudges
        self._soon = soon
        self._chance = chance or SystemRandom()

    def commands(self) -> Iterator[Command]:
        """Declare the page, and the decisions."""
        seen = Option("seen", "Which version was read", carried=True)
        reason = Option("reason", "What should be different? Its author reads this", Kind.PARAGRAPH)
        yield Command("support-review", "Read what waits to be posted", self.show, role=Role.FACILITATOR)
        for name, summary, run, options, prefill in (
            ("support-approve", "Let it be posted", self.approve, (CASE, ENTRY, seen), None),
            ("support-refuse", "Do not let it be posted", self.refuse, (CASE, ENTRY, seen, reason), self.may_refuse),
        ):
            yield Command(name, summary, run, options, role=Role.FACILITATOR, unlisted=True, prefill=prefill)

    async def show(self, request: Request) -> Reply:
        """Show one of those that wait."""
        return await self._page(request)

    async def approve(self, request: Request) -> Reply:
        """Let something be posted, after the usual wait."""
        opened, now = await self._desk.open(request), self._desk.now()

        def edit(dossier: Dossier) -> Dossier:
            entry = _held(dossier, request, opened.lock)
            return changed(dossier, replace(entry, standing=Standing.WAITING, release_at=self._soon(now)))

        await self._desk.change(opened.dossier.id, edit)
        return await self._page(request, "It will be posted after the usual wait.")

    async def may_refuse(self, request: Request) -> Mapping[str, str]:
        """Say before somebody gives a reason that it waits no more."""
        opened = await self._desk.open(request)
        _held(opened.dossier, request, opened.lock)
        return {}

    async def refuse(self, request: Request) -> Reply:
        """Give something back to its author, who is told why, can change it and send it again."""
        opened, reason = await self._desk.open(request), request.text("reason")

        def edit(dossier: Dossier) -> Dossier:
            entry = _held(dossier, request, opened.lock)
            back = changed(dossier, replace(entry, standing=Standing.DRAFT, release_at=None, moderation=None))
            if entry == dossier.request:
                back = forgotten_in_time(back, self._desk.now())
            return told(back, Said.NOTICE, entry.voice, f"{_BACK} Their reason: “{reason}”", about=entry.id)

        dossier = await self._desk.change(opened.dossier.id, edit)
        entry = dossier.entry(request.text("entry"))
        if entry:
            await self._nudges.tell(dossier, dossier.voice(entry.voice))
        return await self._page(request, "It is not posted, and its author is told why.")

    async def _page(self, request: Request, lead: str = "") -> Reply:
        waiting = [
            (one, entry) for one in await self._desk.all(request) for entry in one.dossier.entries if held(entry)
        ]
        first = [Text((lead,))] if lead else []
        if not waiting:
            return say(
                *first,
                Text(("Nothing waits to be posted.",)),
                Actions((Button("All cases", call("support-desk")),)),
                replaces=True,
            )
        opened, entry = self._chance.choice(waiting)
        more = len(waiting) - 1
        return say(
            *first,
            *words(f"{_WHAT[entry.kind]}, in {opened.dossier.name}", entry.text),
            Actions(tuple(_controls(opened, entry, more))),
            Note((f"{more} more {'waits' if more == 1 else 'wait'}, in no order. " if more else "", _NOTE)),
            replaces=True,
        )


_BACK = "Facilitators did not let this be posted yet. You can change it and send it again."
_NOTE = "You see the text alone: not who wrote it, nor when. Its author is told what you decide, and not who you are."


def _controls(opened: Opened, entry: Entry, more: int) -> Iterator[Button]:
    which = {"case": opened.dossier.id, "entry": entry.id}
    seen = _version(entry, opened.lock)
    yield Button("Post it", call("support-approve", **which, seen=seen), Tone.PRIMARY)
    yield Button("Ask its author", call("support-ask", **which))
    yield Button("Do not post it", call("support-refuse", **which, seen=seen), Tone.DANGER)
    if more:
        yield Button("Another one", call("support-review"))


def _version(entry: Entry, lock: Lock) -> str:
    """Name a text without saying anything about it to whoever has not the key of its case."""
    return lock.mark(f"text {entry.text}")[:8]


def _held(dossier: Dossier, request: Request, lock: Lock) -> Entry:
    """Find what is decided about. Raises `Refusal` when there is nothing to decide, or it was changed since."""
    still_open(dossier)
    entry = dossier.entry(request.text("entry"))
    if entry is None or not held(entry):
        # One sentence for all, or it would show when its author sends it again, or that they are blocked.
        raise NotFound("Another facilitator was quicker, or its author took it back.", "Type /support-review to go on.")
    if not hmac.compare_digest(_version(entry, lock), request.text("seen")):
        raise Refusal("Its author changed it since you read it.", "Type /support-review to read it again.")
    return entry

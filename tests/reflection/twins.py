"""Two worlds that differ only in who takes part in a session: what others see, read or search is the same in both."""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.chat.calls import Call
from bot.chat.commands import Command, Option
from bot.chat.requests import Actor
from bot.chat.views import Button
from bot.delivery.model import Delivery
from bot.reflection.model import Session, Told
from bot.reflection.sessionbook import SessionBook
from bot.support.relay import SEALED
from tests.contract.reading import controls_in
from tests.fakes import MemoryKept, MemoryOutbox, MemoryPapers
from tests.leaks.canary import traces
from tests.support import twins

OPEN = ("session-open", "session-change")
# A question, so that it is taken everywhere. Everybody writes the same: the order in which it is shown is chance.
WORDS = "What would I have needed that night?"
_SURE = ("session-remove", "session-reveal", "session-shut")
_NUMBERED = re.compile(r"^\d+(, to \d+)?\b|\b\d+ of \d+", re.MULTILINE)
_RANDOM = re.compile(r"\b[0-9a-f]{16}\b|\b[0-9a-f]{32}\b|\b[0-9a-f]{8}\b")


class World(twins.World):
    """One author, and everybody around them, in a session that Fay opened."""

    def __init__(self, folder: Path, author: Actor) -> None:
        super().__init__(folder, author)
        self.papers: list[str] = []
        stores = self.place.stores
        self.book = SessionBook(stores.sessions, stores.papers, stores.vault)

    # What can happen --------------------------------------------------------------

    async def open(self, form: str, details: str = "") -> str:
        """Let a facilitator open a session, and announce it."""
        chosen = {"format": form, "topic": "A hard week", "pace": "0", "details": details}
        await self._do("Fay", "session-open", {name: value for name, value in chosen.items() if value})
        said = await self._do("Fay", "session-announce", {"session": (await self.session()).id})
        await self.wait(1)
        return said

    async def act(self, who: str, command: str, which: int) -> str:
        """Do anything that can be done about a session, about one of its contributions, and in the phase that runs."""
        declared = self.house.bot.catalog[command]
        session, papers = await self.session(), self.papers or [""]
        shown = [number for number, one in enumerate(session.sayings) if one.kind is Told.SHOWN]
        given = {
            "session": session.id,
            "phase": str(max(session.phase, 0)),
            "paper": papers[which % len(papers)],
            "to": papers[which % len(papers)],
            "saying": str(shown[which % len(shown)] if shown else 0),
            "part": next(iter(session.format.presenters), ""),
            "sure": "yes" if command in _SURE else "",
        }
        args = {one.name: given.get(one.name) or _filled(one) for one in declared.options if one.name != "end"}
        said = await self._all(who, declared, {name: value for name, value in args.items() if value})
        await self._note_papers(session.id)
        return said

    async def session(self) -> Session:
        """Return the only session there is."""
        [session] = await self.book.all()
        return session

    async def ended(self) -> bool:
        return not await self.book.all()

    # What anybody but the author can get hold of ------------------------------------

    def public(self) -> list[str]:
        """List what stands in the channel, as it is when nobody knows an order."""
        return sorted(self.plainly(text) for text in self.house.public())

    async def led(self) -> str:
        """What facilitators read of a session."""
        here = {"session": (await self.session()).id}
        pages = (self.house.bot.catalog[name] for name in ("session-panel", "session-items", "sessions"))
        return "\n".join([await self._all("Fay", page, here if page.options else {}, keep=False) for page in pages])

    async def neutral_names(self) -> list[str]:
        """What those go by whom nobody knows; whoever brings something is known for that."""
        session = await self.session()
        seated = {seat.mark for seat in session.seats}
        return [who.name for who in await self.book.participants(session.id) if who.mark not in seated]

    def rows(self) -> list[Any]:
        """The shape of all that lies in the database: what is random by its length, or left out."""
        stores = self.place.stores
        assert isinstance(stores.outbox, MemoryOutbox)
        sent = [_shape(row) for row in stores.outbox.rows.values()]
        kept = [(len(one.id), len(one.sealed), one.act_at, one.version) for one in self._sessions()]
        papers = [(len(one.session), len(one.id), len(one.sealed), one.version) for one in self._papers()]
        return [sorted(rows, key=str) for rows in (sent, kept, papers)]

    def carried(self) -> str:
        """All that stands in the outbox in plain."""
        outbox = self.place.stores.outbox
        assert isinstance(outbox, MemoryOutbox)
        return "\n".join(f"{row.key} {row.payload} {row.to} {row.about} {row.reason}" for row in outbox.rows.values())

    def leaks(self, *seen: str) -> list[str]:
        """Name what says who the author is, in what others saw and in all that is kept."""
        sealed = b"".join(one.sealed for one in (*self._sessions(), *self._papers()))
        data = "\n".join((*seen, *map(repr, (*self._sessions(), *self._papers())))).encode() + sealed
        here = [secret for secret in self._secrets if len(secret) > 3 and traces(data, secret)]
        return [*here, *super().leaks(*seen)]

    def plainly(self, text: str) -> str:
        """Leave out what was chosen at random, and the order in which something stands."""
        bare = _RANDOM.sub("[id]", twins._PAIR.sub("[name]", text))
        return "\n".join(sorted(_NUMBERED.sub("[number]", bare).splitlines()))

    async def _all(self, who: str, command: Command, args: Mapping[str, str], *, keep: bool = True) -> str:
        """Make a call, and read every page of what is answered."""
        said = [await self._do(who, str(Call(command.name, args)), keep=keep)]
        while more := next((one for one in _buttons(self.house.seen) if one.label == "More"), None):
            said.append(await self._do(who, str(more.call), keep=keep))
        return "\n".join(sorted({line for page in said for line in page.splitlines()}))

    async def _note_papers(self, session_id: str) -> None:
        """Count contributions in the order in which they come, which ids do not tell."""
        if not await self.ended():
            there = await self.book.contributions(session_id)
            self.papers += [one.id for one in there if one.id not in self.papers]

    def _sessions(self) -> Sequence[Any]:
        kept = self.place.stores.sessions
        assert isinstance(kept, MemoryKept)
        return list(kept._cases.values())

    def _papers(self) -> Sequence[Any]:
        papers = self.place.stores.papers
        assert isinstance(papers, MemoryPapers)
        return [paper for of in papers._papers.values() for paper in of.values()]


def _shape(row: Delivery) -> tuple[object, ...]:
    """Say how a delivery looks; words in private are due at random."""
    told = (row.kind, row.to.platform, row.state, row.reason, row.attempts, row.looks)
    long = map(len, (row.key, row.payload, str(row.to), row.about, row.posted, row.said))
    times = () if row.to.platform == SEALED else (row.due_at, row.expires_at)
    return (*told, *long, *times)


def _buttons(blocks: Iterable[Any]) -> list[Button]:
    return [one for block in blocks for one in controls_in(block) if isinstance(one, Button)]


def _filled(option: Option) -> str:
    if option.choices:
        return option.choices[0].value
    return WORDS if option.required and not option.carried else ""

"""Two worlds that differ only in who asks: whatever anybody else can see, read or search has to be the same in both."""

import logging
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ClassVar

from bot.chat.commands import Option
from bot.chat.requests import Actor, Role
from bot.chat.views import Block, Button, plain
from bot.directory.model import Entry
from bot.support import names
from bot.support.model import Dossier
from bot.support.posts import entry_blocks, post_blocks
from config.stores import Stores
from store.keycare import KeyCare
from store.keys import FileVault
from tests.contract.reading import controls_in
from tests.delivery.platform import Clock, Platform
from tests.fakes import MemoryCases, MemoryOutbox
from tests.house import memory_stores
from tests.leaks.canary import traces
from tests.store.test_keys import OLD, Kept
from tests.support.house import House, _clock, person
from tests.support.moderation import FAY, FIN, LEE, ROBIN

# As unlike as two people on one platform can be.
AUTHORS = (
    person("Jo"),
    replace(person("Wilhelmína-Anastasia"), name="Wilhelmína-Anastasia Ptáčková-Featherstonehaugh"),
)
OTHERS = {"Lee": LEE, "Robin": ROBIN, "Fay": FAY, "Fin": FIN}
AUTHOR = "the author"
NOTHING: Mapping[str, str] = {}
WORDS = "I am shouted at on every round, and I do not know whom to tell."

_PAIR = re.compile(rf"\b(?:{'|'.join(names._QUALITIES)}) (?:{'|'.join(names._CREATURES)})\b")
_ID = re.compile(r"\b[0-9a-f]{16}\b|\b[0-9a-f]{8}\b")


@dataclass
class Place:
    """What outlasts a process."""

    clock: Clock
    stores: Stores
    slack: Platform
    discord: Platform


class World:
    """One author, and everybody around them.

    `entries` are those of the Directory, and `untried` what nobody presses: it would begin something else.
    """

    others: ClassVar[Mapping[str, Actor]] = OTHERS
    facilitators: ClassVar[Sequence[Actor]] = (FAY, FIN)
    entries: ClassVar[Sequence[Entry]] = ()
    untried: ClassVar = frozenset({"peer-support"})

    def __init__(self, folder: Path, author: Actor) -> None:
        self.people = {AUTHOR: author, **self.others}
        clock, self.masters = _clock(), Kept(OLD)
        self.path = folder / "keys.db"
        stores = replace(memory_stores(self.entries), vault=FileVault(self.path, self.masters, clock.now))
        self.place = Place(clock, stores, Platform(), Platform())
        self.house = self._started()
        self.seen: dict[str, Sequence[Block]] = {}
        self.logs: list[str] = []
        self._names: dict[str, str] = {}
        self._secrets = (author.account.user, author.name, author.name.split("-")[0])

    def _started(self) -> House:
        roles = {Role.FACILITATOR: [str(one.account) for one in self.facilitators]}
        return House(beside=self.place, roles=roles, wait="3-3", slots=())  # type: ignore[arg-type] # all that a second process shares

    # What can happen --------------------------------------------------------------

    async def ask(self) -> str:
        return await self._do(AUTHOR, "peer-support", {"text": WORDS})

    async def look(self, who: str, page: str) -> str:
        """Look at a page, or at the posts that everybody sees."""
        if page != "posts":
            return await self._do(who, page)
        dossiers = await self.house.cases()
        blocks = [block for one in dossiers for block in _posted(one)]
        self.seen[who] = blocks
        return self.plainly(plain(blocks))

    async def press(self, who: str, which: int) -> str:
        """Press a button on what somebody saw last, and fill in its form."""
        shown = [one for block in self.seen.get(who, ()) for one in controls_in(block) if isinstance(one, Button)]
        # Of several cases, lists give them in an order that is random on purpose.
        buttons = [one for one in shown if one.call.command not in self.untried]
        if not buttons:
            return ""
        button = buttons[which % len(buttons)]
        form = await self.house.form(str(button.call), self.people[who])
        filled = {option.name: self.filled(option) for option in form.options} if form else {}
        said = await self._do(who, str(button.call), {name: value for name, value in filled.items() if value})
        return f"{button.label}: {said}"

    def filled(self, option: Option) -> str:
        """Return what somebody fills in."""
        if option.choices:
            return option.choices[0].value
        return WORDS if option.required and not option.carried else ""

    async def wait(self, minutes: float) -> str:
        await self.house.wait(minutes=minutes)
        return ""

    async def rotate(self) -> str:
        """Give the keys another master key while the bot runs."""
        new = bytes([len(self.masters.keys)]) * 32
        self.masters.keys.append(new)
        done = await KeyCare(self.path, self.masters).rotate(new)
        del self.masters.keys[:-1]
        self.masters.keys.insert(0, new)
        return f"{done.wrapped} {done.left}"

    async def crash(self) -> str:
        """Lose all that one process had in memory."""
        self.house = self._started()
        self.seen.clear()
        return ""

    async def shred_by_halves(self) -> str:
        """Crash after the keys of what is closed were destroyed, and before anything else was."""
        closed = [one.id for one in await self.house.cases() if one.closed]
        await self.place.stores.vault.shred(*closed)
        return await self.crash()

    # What anybody but the author can get hold of ------------------------------------

    def public(self) -> list[str]:
        return [self.plainly(text) for text in self.house.public()]

    async def desk(self) -> str:
        """What facilitators read of every case."""
        return await self._do("Fay", "support-desk", keep=False)

    def rows(self) -> list[Any]:
        """The shape of all that lies in the database: what is random by its length."""
        outbox, cases = self.place.stores.outbox, self.place.stores.cases
        assert isinstance(outbox, MemoryOutbox)
        assert isinstance(cases, MemoryCases)
        sent = []
        for row in outbox.rows.values():
            said = (row.kind, row.to.platform, row.state, row.reason, row.attempts, row.looks)
            times = (row.due_at, row.expires_at)
            long = map(len, (row.key, row.payload, str(row.to), row.about, row.posted, row.said))
            sent.append((*said, *times, *long))
        kept = [(len(one.id), len(one.sealed), one.act_at, one.version) for one in cases._cases.values()]
        blocked = [(one.epoch, len(one.mark), one.until) for one in cases._blocks.values()]
        return [sorted(sent, key=str), sorted(kept, key=str), sorted(blocked, key=str)]

    def leaks(self, *seen: str) -> list[str]:
        """Name what says who the author is, in what others saw and in all that is kept."""
        outbox, cases = self.place.stores.outbox, self.place.stores.cases
        assert isinstance(outbox, MemoryOutbox)
        assert isinstance(cases, MemoryCases)
        rows = [repr(row) for row in (*outbox.rows.values(), *cases._cases.values(), *cases._blocks.values())]
        sealed = [one.sealed for one in cases._cases.values()]
        keys = [file.read_bytes() for file in self.path.parent.glob("keys.db*")]
        data = "\n".join((*seen, *self.logs, *rows)).encode() + b"".join((*sealed, *keys))
        return [secret for secret in self._secrets if len(secret) > 3 and traces(data, secret)]

    def note(self, records: Iterable[logging.LogRecord]) -> None:
        """Take down what was logged; what is sent to several places at once is settled in any order."""
        usual = logging.makeLogRecord({}).__dict__.keys() | {"message", "taskName", "asctime"}
        said = []
        for record in records:
            facts = {name: value for name, value in record.__dict__.items() if name not in usual and name != "delivery"}
            said.append(self.plainly(f"{record.name} {record.getMessage()} {sorted(facts.items())}"))
        self.logs += sorted(said)

    def plainly(self, text: str) -> str:
        """Call what was chosen at random by the order in which it came up."""

        def known(found: re.Match[str]) -> str:
            return self._names.setdefault(found[0], f"[{len(self._names)}]")

        return _ID.sub(known, _PAIR.sub(known, text))

    async def _do(self, who: str, call: str, args: Mapping[str, str] = NOTHING, *, keep: bool = True) -> str:
        said = await self.house.do(call, self.people[who], **args)
        if keep:
            self.seen[who] = self.house.seen
        return self.plainly(said)


def _posted(dossier: Dossier) -> Iterable[Block]:
    if dossier.posted:
        yield from post_blocks(dossier)
    for entry in dossier.entries[1:]:
        if entry.posted:
            yield from entry_blocks(dossier, entry)

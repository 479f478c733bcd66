"""For organisers: who waits for a glance, whose entry may have aged, and what was changed when."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.chat.calls import call
from bot.chat.commands import Command, Option
from bot.chat.errors import NotFound
from bot.chat.requests import Account, Address, Request, Role
from bot.chat.views import Actions, Block, Button, Card, Choice, Heading, Note, Reply, Text, Tone, say
from bot.delivery.composers import Said, Unsaid, Words
from bot.delivery.letterbox import Letterbox
from bot.delivery.model import Delivery, Draft, State
from bot.directory.cards import day, who
from bot.directory.model import MOST_NOTES, By, ChangedMeanwhile, Directory, Entry
from bot.directory.model import Note as Happening
from bot.directory.people import NameBook, did_you_mean
from bot.directory.portrait import happening, portrait
from bot.directory.search.persons import same_name
from bot.directory.sheet.identity import name_key
from bot.directory.still_right import StillRight

JOINED, DECIDED = "directory-joined", "directory-decided"
_SHOWN = 5
_EXPIRES = timedelta(days=7)
_OTHERS = f"More than {_SHOWN} people have such a name, and these are the first; write more of it to see the others."
_APPROVED = "An organiser has had a look: members can find you in the Directory now."
_REMOVED = "An organiser took your entry out of the Directory. They can tell you why."


class Review:
    """Shows organisers what needs them, tells them once, and tells people what became of it."""

    def __init__(
        self,
        directory: Directory,
        letterbox: Letterbox,
        organisers: Sequence[Account],
        still_right: StillRight,
        *,
        now: Callable[[], datetime],
        changed: Callable[[], None],
    ) -> None:
        self._directory = directory
        self._letterbox = letterbox
        self._organisers = organisers
        self._still_right = still_right
        self._now = now
        self._changed = changed
        self._names = NameBook(directory)

    def commands(self) -> Iterator[Command]:
        """Declare the two pages, and the decisions."""
        yield Command("directory-review", "See who waits to be listed", self.show, role=Role.ORGANISER)
        person = Option("person", "Whose entry; everybody's if left out", required=False, complete=self.suggest)
        yield Command(
            "directory-history",
            "See which entries were changed, and by whom",
            self.history,
            (person,),
            role=Role.ORGANISER,
        )
        entry = Option("id", "Which entry", carried=True)
        seen = Option("version", "Which version of the entry was shown", required=False, carried=True)
        sure = Option("sure", "Whether you are sure", required=False, choices=(Choice("Yes", "yes"),))
        for name, summary, run, options in (
            ("directory-history-of", "See how an entry was changed", self.history_of, (entry,)),
            ("directory-approve", "List somebody", self.approve, (entry, seen)),
            ("directory-remove", "Remove an entry", self.remove, (entry, sure)),
        ):
            yield Command(name, summary, run, options, role=Role.ORGANISER, unlisted=True)

    async def show(self, request: Request) -> Reply:  # noqa: ARG002 - the same for every organiser
        """List those who wait, and those who did not answer."""
        return await self._page()

    async def suggest(self, typed: str, request: Request) -> list[Choice]:  # noqa: ARG002 - the same for every organiser
        return [Choice(entry.name, entry.name) for entry in await self._names.complete(typed)]

    async def approve(self, request: Request) -> Reply:
        """Let others find somebody who joined, as they were shown."""
        entry = await self._pending(request.text("id"))
        note = Happening(entry.id, self._now(), By.ORGANISER, what="approved of")
        try:
            await self._directory.save(replace(entry, pending=False, version=request.number("version")), note)
        except ChangedMeanwhile:
            return await self._page(f"{entry.name} changed the entry meanwhile. Look at it once more.")
        self._changed()
        await self._tell(entry, "approved")
        return await self._page(f"{entry.name} is listed now.")

    async def remove(self, request: Request) -> Reply:
        """Remove an entry that waits, after asking once."""
        entry = await self._pending(request.text("id"))
        if not request.text("sure"):
            sure = Button("Remove", call("directory-remove", id=entry.id, sure="yes"), Tone.DANGER)
            keep = Button("Back", call("directory-review"))
            return say(f"Remove the entry of {entry.name} for good?", Actions((sure, keep)), replaces=True)
        await self._tell(entry, "removed")
        await self._directory.remove(entry.id)
        self._changed()
        return await self._page(f"The entry of {entry.name} is removed.")

    async def history(self, request: Request) -> Reply:
        """List what was changed last: who, what kind of thing, when and by whom; never what it said."""
        wanted = request.text("person")
        found = await self._names.find(wanted) if wanted else []
        if wanted and not found:
            return await self._meant(wanted)
        return await self._happened([entry.id for entry in found[:_SHOWN]], _OTHERS if len(found) > _SHOWN else "")

    async def history_of(self, request: Request) -> Reply:
        """List the same for one entry."""
        return await self._happened([request.text("id")])

    async def _meant(self, wanted: str) -> Reply:
        """Show whom a name may mean that nobody has. Raises `NotFound` when that is nobody either."""
        near = await self._names.nearest(wanted)
        nobody, hint = did_you_mean(wanted, [entry.name for entry in near])
        if not near:
            raise NotFound(nobody, hint)
        return say(f"{nobody} {hint}", *map(_candidate, near))

    async def _happened(self, entries: Sequence[str], others: str = "") -> Reply:
        """List what was changed in these entries, or in all where none is named, newest first."""
        if not entries:
            notes = await self._directory.notes(most=MOST_NOTES)
        else:
            notes = [note for each in entries for note in await self._directory.notes(each, most=MOST_NOTES)]
            notes.sort(key=lambda note: note.at, reverse=True)
        lines = [Text((line,)) for note in notes[:MOST_NOTES] if (line := await self._line(note))]
        kept = f"Of each entry the last {MOST_NOTES} changes are kept, and nothing of one that was deleted."
        note = Note((" ".join(filter(None, (others, kept))),))
        return say(Heading("Changes in the Directory"), *(lines or [Text(("Nothing was changed yet.",))]), note)

    async def announce(self, entry: Entry) -> None:
        """Tell every organiser who can be told, once, that somebody waits."""
        await self._letterbox.put(
            *(self._draft(f"{JOINED}:{entry.id}:{account}", JOINED, entry.id, account) for account in self._organisers)
        )

    async def compose(self, delivery: Delivery, _: datetime) -> Said:
        """Word what organisers are told; nothing when another was quicker."""
        entry = await self._directory.find(delivery.payload)
        if entry is None or not entry.pending:
            return Unsaid(State.UNWANTED, "It has been looked at already.")
        look = Actions((Button("Have a look", call("directory-review"), Tone.PRIMARY),))
        return Words((Text((f"{entry.name} joined the Directory and waits for a glance.",)), look))

    async def compose_decision(self, delivery: Delivery, _: datetime) -> Said:
        """Word what somebody is told about their entry."""
        if delivery.payload == "removed":
            return Words((Text((_REMOVED,)),))
        return Words((Text((_APPROVED,)), Actions((Button("See my entry", call("my-skills")),))))

    async def _page(self, lead: str = "") -> Reply:
        waiting = [entry for entry in await self._directory.attended() if entry.pending]
        silent = await self._still_right.silent(self._now().date())
        blocks: list[Block] = [Text((lead,))] if lead else []
        blocks.append(Heading("Waiting to be listed"))
        blocks += [await self._card(entry) for entry in waiting[:_SHOWN]] or [Text(("Nobody waits.",))]
        if len(waiting) > _SHOWN:
            blocks.append(Note((f"And {len(waiting) - _SHOWN} more, when these are done.",)))
        if silent:
            names = ", ".join(
                f"{entry.name} (last right {day(entry.checked_on) if entry.checked_on else 'never'})"
                for entry in silent
            )
            blocks += [
                Heading("Asked twice without an answer, or could not be reached"),
                Text((names,)),
                Note(("Nothing was hidden.",)),
            ]
        return say(*blocks, replaces=True)

    async def _card(self, entry: Entry) -> Card:
        card = portrait(entry)
        named = [one for one in await self._names.find(entry.name) if _one_name(one, entry)]
        same = [one for one in named if one.id != entry.id and not one.accounts]
        hint = (("There is an entry without an owner of this name; /directory-code makes it theirs.",),) if same else ()
        controls = (
            Button("Approve", call("directory-approve", id=entry.id, version=entry.version), Tone.PRIMARY),
            Button("Remove", call("directory-remove", id=entry.id), Tone.DANGER),
        )
        return replace(card, lines=(*card.lines, *hint), controls=controls)

    async def _line(self, note: Happening) -> str:
        entry = await self._directory.find(note.entry_id)
        return f"{day(note.at.date())} · {entry.name} · {happening(note)} · by {note.by}" if entry else ""

    async def _pending(self, entry_id: str) -> Entry:
        entry = await self._directory.find(entry_id)
        if entry is None or not entry.pending:
            raise NotFound("This entry does not wait any more.", "Type /directory-review to see who does.")
        return entry

    async def _tell(self, entry: Entry, decision: str) -> None:
        for account in entry.accounts[:1]:
            await self._letterbox.put(self._draft(f"{DECIDED}:{entry.id}", DECIDED, decision, account))

    def _draft(self, key: str, kind: str, payload: str, account: Account) -> Draft:
        now = self._now()
        to = Address.of(account)
        return Draft(key=key, kind=kind, payload=payload, to=to, due_at=now, expires_at=now + _EXPIRES)


def _one_name(one: Entry, other: Entry) -> bool:
    """Whether two entries bear the very same name, titles aside, and whichever part of it is written first."""
    return same_name(name_key(one.name), name_key(other.name))


def _candidate(entry: Entry) -> Card:
    see = Button("See its changes", call("directory-history-of", id=entry.id), Tone.PRIMARY)
    return Card(entry.name, who(entry), (), (see,))

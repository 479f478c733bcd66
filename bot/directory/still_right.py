"""Twice a year, a quiet question to the owner of each entry: is it still right?"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from hashlib import blake2b

from dateutil.relativedelta import relativedelta

from bot.chat.calls import call
from bot.chat.requests import Address
from bot.chat.views import Actions, Button, Heading, Tone
from bot.chat.views import Note as SmallPrint
from bot.delivery.composers import Said, Unsaid, Words
from bot.delivery.letterbox import Letterbox
from bot.delivery.model import Delivery, Draft, State
from bot.directory.model import AVAILABLE, MOST_NOTES, By, ChangedMeanwhile, Consent, Directory, Entry, Note
from bot.directory.portrait import portrait

KIND = "still-right"
# Those whose time comes on one day are asked over so many days.
_SPREAD = 21
# In the middle of a working morning; those who are asleep then find it later.
_ASKED_AT = time(10, tzinfo=UTC)
# Soon after midnight, so that nobody is shown as busy until yesterday.
_LOOKED_AT = time(0, 1, tzinfo=UTC)
_EXPIRES = timedelta(days=5)
_SATURDAY = 5
# Whoever has been asked so often without a word is left in peace, and shown to organisers so long after.
MOST_ASKED = 2
_GRACE = timedelta(days=_SPREAD + 14)
_ASKED = "asked whether it is right"


class StillRight:
    """Asks, and looks who did not answer. Nothing is ever hidden because somebody was silent."""

    def __init__(self, directory: Directory, letterbox: Letterbox, months: int) -> None:
        """Ask everybody `months` after they last looked; 0 asks nobody."""
        self._directory = directory
        self._letterbox = letterbox
        self._months = months
        self._next: datetime | None = None

    async def plan(self, now: datetime) -> datetime | None:
        """Hand in the questions that have become due, and let busy days that have passed pass; once a day."""
        if self._next is None or now >= self._next:
            entries = await self._directory.attended()
            await self._free(entries, now.date())
            for entry in entries:
                await self._ask(entry, now)
            looked = datetime.combine(now.date(), _LOOKED_AT)
            self._next = looked if looked > now else looked + timedelta(days=1)
        return self._next

    async def compose(self, delivery: Delivery, now: datetime) -> Said:
        """Word the question about an entry as it is now; none when it was looked at meanwhile."""
        del now
        entry_id, _, checked_on = delivery.payload.partition(" ")
        entry = await self._directory.find(entry_id)
        if entry is None or delivery.to not in map(Address.of, entry.accounts):
            return Unsaid(State.UNWANTED, "The entry is gone.")
        if str(entry.checked_on) != checked_on or entry.consent is not Consent.GIVEN:
            return Unsaid(State.UNWANTED, "They have looked at it meanwhile.")
        controls = (
            Button("Yes", call("my-right"), Tone.PRIMARY),
            Button("Edit", call("my-skills")),
            Button("Hide me", call("my-hide")),
        )
        note = SmallPrint(("I ask now and then, so that nobody is looked for in vain. You need not answer.",))
        return Words((Heading("Is this still right?"), portrait(entry), Actions(controls), note))

    async def silent(self, today: date) -> list[Entry]:
        """Return the entries whose owners did not answer twice, or could not be reached, by id."""
        found = []
        for entry in await self._directory.attended():
            asked = await self._asked(entry) if _due(entry, self._months, today) else []
            if len(asked) >= MOST_ASKED and asked[0] + _GRACE <= today:
                found.append(entry)
        return found

    async def _free(self, entries: Sequence[Entry], today: date) -> None:
        """Let those be available again whose last busy day has passed."""
        for entry in entries:
            until = entry.availability.busy_until
            if until and until < today:
                with suppress(ChangedMeanwhile):  # they look after it themselves just now
                    await self._directory.save(replace(entry, availability=AVAILABLE))

    async def _ask(self, entry: Entry, now: datetime) -> None:
        """Hand in the question to somebody whose time has come, for one of the next days."""
        today = now.date()
        asked = await self._asked(entry) if _due(entry, self._months, today) else None
        if asked is None or len(asked) >= MOST_ASKED or (asked and not _passed(asked[0], self._months, today)):
            return
        due = datetime.combine(_workday(today + timedelta(days=1 + _turn(entry))), _ASKED_AT)
        await self._letterbox.put(
            Draft(
                key=f"{KIND}:{entry.id}:{entry.checked_on}:{len(asked)}",
                kind=KIND,
                payload=f"{entry.id} {entry.checked_on}",
                to=Address.of(entry.accounts[0]),
                due_at=due,
                expires_at=due + _EXPIRES,
                about=f"entry:{entry.id}",
            )
        )
        # Noted, because what was said is forgotten in time. Until it is, the key keeps anybody from being asked twice.
        with suppress(ChangedMeanwhile):
            await self._directory.save(entry, Note(entry.id, now, By.BOT, what=_ASKED))

    async def _asked(self, entry: Entry) -> list[date]:
        """List when somebody was asked since they last looked, newest first."""
        notes = await self._directory.notes(entry.id, most=MOST_NOTES)
        days = [note.at.date() for note in notes if note.what == _ASKED]
        return [day for day in days if entry.checked_on and day > entry.checked_on]


def _due(entry: Entry, months: int, today: date) -> bool:
    """Whether it is long ago that the owner of an entry looked at it."""
    asked = entry.accounts and not entry.pending and entry.consent is Consent.GIVEN
    return bool(months and asked and entry.checked_on and _passed(entry.checked_on, months, today))


def _passed(since: date, months: int, today: date) -> bool:
    return since + relativedelta(months=months) <= today


def _turn(entry: Entry) -> int:
    """Give each entry a day of its own, the same in every process."""
    return int.from_bytes(blake2b(entry.id.encode(), digest_size=4).digest(), "big") % _SPREAD


def _workday(day: date) -> date:
    return day + timedelta(days=max(7 - day.weekday(), 0) if day.weekday() >= _SATURDAY else 0)

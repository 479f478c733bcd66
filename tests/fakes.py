"""Hand-written stand-ins; each passes the same contract suite as what it stands for."""

import hashlib
import hmac
import itertools
import secrets
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from bot.chat.errors import NotFound
from bot.chat.requests import Account
from bot.chat.veil import Broken
from bot.delivery.model import ENDED, HOLDS_UP, Delivery, Draft, Outcome, State, check_change
from bot.directory.codes import Code
from bot.directory.gaps import DAYS, Gap, Learned
from bot.directory.model import (
    MOST_NOTES,
    MOST_TOLD,
    MOST_VERSIONS,
    ChangedMeanwhile,
    Changes,
    Directory,
    Entry,
    Note,
    Taken,
)
from bot.directory.search.text import normalise
from bot.introductions.model import MOST_WATCHES, WEEK, Introduction, Limits, Watch
from bot.introductions.model import State as Asked
from bot.meetings import model as meetings
from bot.meetings.attendance import Guest, GuestList, Standing
from bot.meetings.model import Series
from bot.meetings.proposals import Proposal
from bot.meetings.wishes import Wish
from bot.reflection.counts import Held
from bot.reflection.papers import SealedPaper
from bot.rota.model import Facilitator, Turn
from bot.support.kept import Blocked, Kept, SealedCase
from bot.support.model import CAP, KEEP
from bot.support.vault import NEWEST, OVERLAP, Shredded


class MemoryDirectory:
    """A Directory that forgets. See tests/contract/test_directory.py."""

    def __init__(self, entries: Sequence[Entry] = ()) -> None:
        self._entries = {entry.id: replace(entry, version=1) for entry in entries}
        self._version = 1 if entries else 0
        self._notes: list[Note] = []
        self._removed: list[tuple[int, str]] = []

    async def version(self) -> int:
        return self._version

    async def changed_since(self, version: int) -> Changes | None:
        put = [entry for entry in self._entries.values() if entry.version > version]
        if not self._version - MOST_VERSIONS <= version <= self._version or len(put) > MOST_TOLD:
            return None
        return Changes(put, [gone for at, gone in self._removed if at > version])

    async def entries(self) -> list[Entry]:
        return sorted(self._entries.values(), key=lambda entry: (entry.name, entry.id))

    async def find(self, entry_id: str) -> Entry | None:
        return self._entries.get(entry_id)

    async def of(self, account: Account) -> Entry | None:
        return next((entry for entry in self._entries.values() if any(map(account.same, entry.accounts))), None)

    async def with_email(self, address: str) -> list[Entry]:
        every = sorted(self._entries.values(), key=lambda entry: entry.id)
        return [entry for entry in every if entry.email.lower() == address.lower()]

    async def attended(self) -> list[Entry]:
        every = sorted(self._entries.values(), key=lambda entry: entry.id)
        return [entry for entry in every if entry.accounts or entry.pending or entry.availability.busy_until]

    async def change(
        self,
        version: int,
        *,
        put: Sequence[Entry] = (),
        remove: Sequence[str] = (),
        notes: Sequence[Note] = (),
        progress: Callable[[int], None] = lambda _: None,
    ) -> int:
        if version != self._version:
            raise ChangedMeanwhile("Somebody changed the Directory meanwhile; nothing was written.", "Look again.")
        self._put(put, remove)
        self._note(notes)
        progress(len(put))
        return self._version

    async def save(self, entry: Entry, *notes: Note) -> Entry:
        before = self._entries.get(entry.id)
        if (before.version if before else 0) != entry.version:
            raise ChangedMeanwhile("It was changed meanwhile; nothing was written.", "Look at it again.")
        self._put([entry], ())
        self._note(notes)
        return self._entries[entry.id]

    async def remove(self, entry_id: str) -> None:
        self._put((), [entry_id])

    async def notes(self, entry_id: str | None = None, *, most: int) -> list[Note]:
        wanted = [note for note in reversed(self._notes) if entry_id in (None, note.entry_id)]
        return sorted(wanted, key=lambda note: note.at, reverse=True)[:most]

    def _put(self, put: Sequence[Entry], remove: Sequence[str]) -> None:
        kept = {key: entry for key, entry in self._entries.items() if key not in remove}
        kept |= {entry.id: replace(entry, version=self._version + 1) for entry in put}
        owned = [account for entry in kept.values() for account in entry.accounts]
        if len(owned) != len(set(owned)):
            raise Taken("That account belongs to another entry already.")
        self._version += 1
        self._removed += [(self._version, gone) for gone in remove if gone in self._entries]
        self._entries = kept
        self._note(())

    def _note(self, notes: Sequence[Note]) -> None:
        every = sorted([note for note in (*self._notes, *notes) if note.entry_id in self._entries], key=lambda n: n.at)
        about = {note.entry_id: [one for one in every if one.entry_id == note.entry_id] for note in every}
        self._notes = [note for note in every if note in about[note.entry_id][-MOST_NOTES:]]


class MemoryCodes:
    """Codes that are forgotten, for the entries of `directory`. See tests/contract/test_codes.py."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._codes: dict[tuple[str, bool], Code] = {}
        self._attempts: list[tuple[Account, datetime]] = []

    async def keep(self, code: Code) -> None:
        self._codes[code.entry_id, code.link] = code

    async def valid(self, now: datetime) -> list[Code]:
        there = {entry.id for entry in await self._directory.entries()}
        self._codes = {k: code for k, code in self._codes.items() if code.expires_at > now and code.entry_id in there}
        return [self._codes[key] for key in sorted(self._codes)]

    async def spend(self, digest: str) -> bool:
        spent = [key for key, code in self._codes.items() if code.digest == digest]
        return bool([self._codes.pop(key) for key in spent])

    async def attempt(self, account: Account, now: datetime, since: datetime) -> int:
        self._attempts = [(who, at) for who, at in [*self._attempts, (account, now)] if at > since]
        return await self.attempts(account)

    async def attempts(self, account: Account) -> int:
        return sum((who.platform, who.user) == (account.platform, account.user) for who, _ in self._attempts)

    async def forget_attempts(self, before: datetime) -> None:
        self._attempts = [(who, at) for who, at in self._attempts if at > before]

    async def pardon(self, account: Account) -> None:
        theirs = (account.platform, account.user)
        self._attempts = [(who, at) for who, at in self._attempts if (who.platform, who.user) != theirs]


class MemoryGaps:
    """Gaps that are forgotten. See tests/contract/test_gaps.py."""

    def __init__(self) -> None:
        self._days: dict[str, list[date]] = {}
        self._settled: set[str] = set()

    async def note(self, text: str, day: date) -> None:
        days = self._days.setdefault(text, [])
        if not days or days[-1] < day:
            days.append(day)

    async def open(self) -> list[Gap]:
        found = [Gap(_id(text), text, len(days), days[-1]) for text, days in self._days.items() if len(days) >= DAYS]
        return sorted(
            (gap for gap in found if gap.text not in self._settled),
            key=lambda gap: (-gap.days, -gap.last.toordinal(), gap.id),
        )

    async def find(self, gap_id: str) -> Gap | None:
        return next((gap for gap in await self.open() if gap.id == gap_id), None)

    async def settle(self, gap_id: str) -> None:
        self._settled |= {text for text in self._days if _id(text) == gap_id}

    async def forget(self, before: date) -> None:
        listed = {gap.text for gap in await self.open()}
        kept = {text for text, days in self._days.items() if days[-1] >= before or text in listed}
        self._days = {text: days for text, days in self._days.items() if text in kept}
        self._settled &= kept


def _id(text: str) -> str:
    return text.encode().hex()[:16]


class MemoryLexicon:
    """A lexicon that forgets. See tests/contract/test_gaps.py."""

    def __init__(self) -> None:
        self._words: dict[str, Learned] = {}
        self._version = 0

    async def version(self) -> int:
        return self._version

    async def learned(self) -> Sequence[Learned]:
        return list(self._words.values())

    async def learn(self, word: Learned) -> None:
        self._words.pop(normalise(word.name), None)
        self._words[normalise(word.name)] = word
        self._version += 1

    async def unlearn(self, word_id: str) -> None:
        self._words = {key: word for key, word in self._words.items() if word.id != word_id}
        self._version += 1


class MemoryOutbox:
    """An Outbox that forgets. See tests/contract/test_outbox.py."""

    def __init__(self) -> None:
        self.rows: dict[str, Delivery] = {}
        self._ids = itertools.count(1)

    async def put(self, drafts: Sequence[Draft]) -> int:
        before = len(self.rows)
        keys = {row.key for row in self.rows.values()}
        for draft in drafts:
            if draft.key not in keys:
                keys.add(draft.key)
                fields = {name: getattr(draft, name) for name in Draft.__dataclass_fields__}
                row = Delivery(**fields, id=f"{next(self._ids):020x}", state=State.WAITING, act_at=draft.due_at)
                self.rows[row.id] = row
        return len(self.rows) - before

    async def claim(
        self, now: datetime, lease_until: datetime, *, most: int, avoid: Collection[str] = ()
    ) -> list[Delivery]:
        busy = {str(row.to) for row in self.rows.values() if row.state is State.SENDING}
        return self._claim(State.WAITING, now, lease_until, most, {*avoid, *busy}, holds_up=HOLDS_UP)

    async def claim_lost(
        self, now: datetime, lease_until: datetime, *, most: int, avoid: Collection[str] = ()
    ) -> list[Delivery]:
        return self._claim(State.SENDING, now, lease_until, most, avoid)

    def _claim(
        self,
        state: State,
        now: datetime,
        lease_until: datetime,
        most: int,
        avoid: Collection[str],
        *,
        holds_up: timedelta = timedelta(),
    ) -> list[Delivery]:
        queue = [row for row in self._ahead(state, avoid) if row.act_at <= (now if row.attempts else now + holds_up)]
        latest_first = sorted(queue, key=lambda row: (row.due_at, row.id), reverse=True)
        firsts = [row for row in {str(row.to): row for row in latest_first}.values() if row.act_at <= now]
        attempts = 1 if state is State.WAITING else 0
        claimed = [
            replace(
                row,
                state=State.SENDING,
                act_at=lease_until,
                token=f"{row.id}/{next(self._ids)}",
                attempts=row.attempts + attempts,
            )
            for row in sorted(firsts, key=lambda row: (row.act_at, row.id))[: max(most, 0)]
        ]
        self.rows |= {row.id: row for row in claimed}
        return sorted(claimed, key=lambda row: (row.due_at, row.id))

    def _ahead(self, state: State, avoid: Collection[str]) -> list[Delivery]:
        free = (
            row for row in self.rows.values() if row.state is state and not {str(row.to), row.to.platform} & {*avoid}
        )
        return sorted(free, key=lambda row: (row.act_at, row.id))

    async def settle(self, delivery: Delivery, outcome: Outcome) -> bool:
        row = self.rows[delivery.id]
        if row.token != delivery.token or row.state is not State.SENDING:
            return False
        self.rows[row.id] = replace(
            row,
            state=outcome.state,
            act_at=outcome.act_at or row.act_at,
            posted=outcome.posted,
            reason=outcome.reason,
            looks=outcome.looks,
            said=outcome.said,
            attempts=row.attempts - outcome.put_off,
        )
        return True

    async def next_due(self, *, avoid: Collection[str] = ()) -> datetime | None:
        ahead = [row.act_at for state in (State.WAITING, State.SENDING) for row in self._ahead(state, avoid)]
        return min(ahead, default=None)

    async def about(self, *subjects: str) -> list[Delivery]:
        found = [row for row in self.rows.values() if row.about in subjects]
        return sorted(found, key=lambda row: (row.due_at, row.id))

    async def subjects(self, kinds: Collection[str], since: datetime) -> list[str]:
        said = (row for row in self.rows.values() if row.state in (State.SENT, State.SENDING, State.UNCERTAIN))
        return sorted({row.about for row in said if row.kind in kinds and row.expires_at >= since})

    async def find(self, delivery_id: str) -> Delivery | None:
        return self.rows.get(delivery_id)

    async def show(
        self, states: Collection[State], *, most: int, kinds: Collection[str] = (), start: int = 0
    ) -> list[Delivery]:
        wanted = [row for row in self.rows.values() if row.state in states and (not kinds or row.kind in kinds)]
        latest = sorted(sorted(wanted, key=lambda row: row.id), key=lambda row: row.due_at, reverse=True)
        return latest[start : start + most]

    async def change(self, delivery_id: str, state: State, act_at: datetime) -> Delivery:
        row = self.rows.get(delivery_id)
        if row is None:
            raise NotFound("There is no such delivery.")
        check_change(row, state)
        self.rows[row.id] = replace(row, state=state, act_at=act_at, attempts=0, looks=0, reason="")
        return self.rows[row.id]

    async def addressed(self, account: Account) -> list[Delivery]:
        mine = [row for row in self.rows.values() if row.concerns(account)]
        return sorted(mine, key=lambda row: (row.due_at, row.id))

    async def forget(self, account: Account) -> None:
        free = [row for row in await self.addressed(account) if row.state is not State.SENDING]
        for row in free:
            if (left := row.without(account)) is None:
                del self.rows[row.id]
            else:
                self.rows[row.id] = replace(row, payload=left)

    async def prune(self, before: datetime) -> int:
        old = [row.id for row in self.rows.values() if row.state in ENDED and row.act_at < before]
        for gone in old:
            del self.rows[gone]
        return len(old)


class MemoryCalendar:
    """A Calendar that forgets. See tests/contract/test_calendar.py."""

    def __init__(self, *series: Series, attendance: "MemoryAttendance | None" = None) -> None:
        """`attendance` has its answers taken along."""
        self._attendance = attendance or MemoryAttendance()
        self._series = {one.id: replace(one, version=1) for one in series}
        self._version = 1 if series else 0

    async def version(self) -> int:
        return self._version

    async def all(self) -> list[Series]:
        return sorted(self._series.values(), key=lambda series: (series.title, series.id))

    async def find(self, series_id: str) -> Series | None:
        return self._series.get(series_id)

    async def save(self, *series: Series, renamed: Mapping[str, str] | None = None) -> list[Series]:
        kept = dict(self._series)
        for one in series:
            before = kept.get(one.id)
            taken = any(other.uid == one.uid for other in kept.values() if other.id != one.id)
            if (before.version if before else 0) != one.version or taken:
                raise meetings.ChangedMeanwhile(one.title)
            kept[one.id] = replace(one, version=one.version + 1)
        self._series = kept
        self._version += bool(series)
        self._attendance.take_along(renamed or {})
        return [kept[one.id] for one in series]


class MemoryAttendance:
    """An Attendance that forgets. See tests/contract/test_attendance.py."""

    def __init__(self) -> None:
        self._lists: dict[str, GuestList] = {}
        self._version = 0

    async def version(self) -> int:
        return self._version

    async def lists(self, meetings: Collection[str]) -> dict[str, GuestList]:
        return {meeting: self._lists.get(meeting, GuestList()) for meeting in meetings}

    async def queues(self) -> dict[str, GuestList]:
        return {meeting: one for meeting, one in self._lists.items() if one.who(Standing.WAITING, Standing.OFFERED)}

    async def meetings(self) -> list[str]:
        return sorted(meeting for meeting, one in self._lists.items() if one.guests)

    async def drop(self, meetings: Collection[str]) -> None:
        for meeting in meetings:
            self._lists.pop(meeting, None)
        self._version += bool(meetings)

    async def change(self, meeting: str, by: Callable[[GuestList], GuestList]) -> GuestList:
        before = self._lists.get(meeting, GuestList())
        after = by(before)
        if after != before:
            self._lists[meeting] = after
            self._version += 1
        return after

    def take_along(self, keys: Mapping[str, str]) -> None:
        moving = {old: self._lists.pop(old, GuestList()) for old, new in keys.items() if old != new}
        for old, one in moving.items():
            there = self._lists.get(keys[old], GuestList())
            along = [guest for guest in one.guests if not there.of(guest.account)]
            self._lists[keys[old]] = GuestList(tuple(sorted([*there.guests, *along], key=lambda guest: guest.number)))
        self._version += bool(moving)

    async def of(self, account: Account) -> list[tuple[str, Guest]]:
        said = [(meeting, guest) for meeting, one in sorted(self._lists.items()) for guest in one.guests]
        return [(meeting, guest) for meeting, guest in said if guest.account.same(account)]

    async def forget(self, account: Account) -> None:
        self._lists = {
            meeting: GuestList(tuple(guest for guest in one.guests if not guest.account.same(account)))
            for meeting, one in self._lists.items()
        }
        self._version += 1


class MemoryWishes:
    """Wishes that are forgotten. See tests/contract/test_wishes.py."""

    def __init__(self, *wishes: Wish) -> None:
        self._wishes = {(str(wish.account), wish.subject): wish for wish in wishes}

    async def all(self) -> list[Wish]:
        return [wish for _, wish in sorted(self._wishes.items())]

    async def of(self, account: Account) -> list[Wish]:
        mine = [wish for wish in await self.all() if wish.account.same(account)]
        return sorted(mine, key=lambda wish: wish.subject)

    async def keep(self, wish: Wish) -> None:
        known = [one.account for one in await self.of(wish.account) if one.subject == wish.subject]
        for account in known or [wish.account]:
            self._wishes[str(account), wish.subject] = replace(wish, account=account)

    async def drop(self, account: Account, subjects: Sequence[str]) -> None:
        for wish in await self.of(account):
            if wish.subject in subjects:
                del self._wishes[str(wish.account), wish.subject]

    async def forget(self, account: Account) -> None:
        self._wishes = {key: wish for key, wish in self._wishes.items() if not wish.account.same(account)}


class MemoryIntroductions:
    """Introductions that are forgotten. See tests/contract/test_introductions.py."""

    def __init__(self) -> None:
        self.rows: dict[str, Introduction] = {}

    async def add(self, introduction: Introduction, limits: Limits) -> bool:
        mine = [one for one in self._listed() if one.asker.same(introduction.asker)]
        waiting = [one.entry_id for one in mine if one.state is Asked.ASKED]
        asked = (await self.asked(introduction.asked_at - WEEK)).get(introduction.entry_id, 0)
        if introduction.entry_id in waiting or len(waiting) >= limits.open or asked >= limits.weekly:
            return False
        self.rows[introduction.id] = introduction
        return True

    async def find(self, introduction_id: str) -> Introduction | None:
        return self.rows.get(introduction_id)

    async def change(self, introduction: Introduction, was: Introduction) -> bool:
        now = self.rows.get(was.id)
        if now is None or (now.state, now.reminded, now.told) != (was.state, was.reminded, was.told):
            return False
        self.rows[was.id] = introduction
        return True

    async def remove(self, introduction_id: str) -> None:
        self.rows.pop(introduction_id, None)

    async def open(self) -> list[Introduction]:
        return [one for one in self._listed() if one.state is Asked.ASKED or not one.told]

    async def asked(self, since: datetime) -> Mapping[str, int]:
        return Counter(one.entry_id for one in self.rows.values() if one.asked_at >= since)

    async def of(self, account: Account) -> list[Introduction]:
        return [one for one in self._listed() if account.same(one.asker) or account.same(one.account)]

    async def forget(self, before: datetime) -> None:
        kept = [one for one in self.rows.values() if one.state is Asked.ASKED or one.asked_at >= before]
        self.rows = {one.id: one for one in kept}

    async def forget_account(self, account: Account) -> None:
        gone = {one.id for one in await self.of(account)}
        self.rows = {key: one for key, one in self.rows.items() if key not in gone}

    async def forget_suggested(self, entry_id: str) -> None:
        suggested = [one for one in self.rows.values() if one.other == entry_id]
        self.rows |= {one.id: replace(one, other="", remark="") for one in suggested}

    def _listed(self) -> list[Introduction]:
        return sorted(self.rows.values(), key=lambda one: (one.asked_at, one.id))


class MemoryWatches:
    """Watches that are forgotten. See tests/contract/test_introductions.py."""

    def __init__(self) -> None:
        self.rows: dict[str, Watch] = {}

    async def add(self, watch: Watch) -> bool:
        mine = [one.skill.casefold() for one in await self.waiting() if one.account.same(watch.account)]
        if watch.skill.casefold() in mine:
            return True
        if len(mine) >= MOST_WATCHES:
            return False
        self.rows[watch.id] = watch
        return True

    async def waiting(self) -> list[Watch]:
        return sorted((one for one in self.rows.values() if one.told is None), key=lambda one: (one.since, one.id))

    async def find(self, watch_id: str) -> Watch | None:
        return self.rows.get(watch_id)

    async def tell(self, watch_id: str, at: datetime) -> None:
        self.rows[watch_id] = replace(self.rows[watch_id], told=at)

    async def remove(self, watch_id: str, account: Account) -> None:
        if watch_id in self.rows and self.rows[watch_id].account.same(account):
            del self.rows[watch_id]

    async def forget(self, begun: datetime, told: datetime) -> None:
        kept = [one for one in self.rows.values() if one.since >= begun and not (one.told and one.told < told)]
        self.rows = {one.id: one for one in kept}

    async def forget_account(self, account: Account) -> None:
        self.rows = {key: one for key, one in self.rows.items() if not one.account.same(account)}

    async def of(self, account: Account) -> list[Watch]:
        mine = [one for one in self.rows.values() if one.account.same(account)]
        return sorted(mine, key=lambda one: (one.since, one.id))


class MemoryProposals:
    """Proposals that are forgotten. See tests/contract/test_proposals.py."""

    def __init__(self) -> None:
        self._proposals: dict[str, Proposal] = {}

    async def keep(self, proposal: Proposal) -> None:
        self._proposals[proposal.id] = proposal

    async def find(self, proposal_id: str) -> Proposal | None:
        return self._proposals.get(proposal_id)

    async def remove(self, proposal_id: str) -> None:
        self._proposals.pop(proposal_id, None)

    async def forget_before(self, when: datetime) -> None:
        self._proposals = {key: one for key, one in self._proposals.items() if one.made_at >= when}

    async def forget(self, account: Account) -> None:
        self._proposals = {key: one for key, one in self._proposals.items() if not one.owner.same(account)}

    async def of(self, account: Account) -> list[Proposal]:
        mine = [one for one in self._proposals.values() if one.owner.same(account)]
        return sorted(mine, key=lambda one: (one.made_at, one.id))


class MemoryTokens:
    """Tokens that are forgotten. See tests/contract/test_feeds.py."""

    def __init__(self) -> None:
        self._tokens: dict[str, str] = {}

    async def token(self, series_id: str) -> str:
        return self._tokens.setdefault(series_id, secrets.token_urlsafe(32))

    async def series(self, token: str) -> str | None:
        return next((series_id for series_id, kept in self._tokens.items() if kept == token), None)

    async def renew(self, *series_ids: str) -> None:
        for series_id in series_ids:
            self._tokens.pop(series_id, None)


class KnownMeanings:
    """A `bot.directory.search.meaning.Meaning` that knows just what it is told: texts, with a name and a likeness."""

    def __init__(
        self, known: Mapping[str, tuple[str, float]], opinions: Mapping[str, Mapping[str, float]] | None = None
    ) -> None:
        self._known, self._opinions = known, opinions or {}
        self.names: dict[int, list[str]] = {}
        self.asked: list[str] = []

    def learn(self, names: Mapping[int, Sequence[str]]) -> None:
        self.names |= {skill: [name.lower() for name in each] for skill, each in names.items()}

    def forget(self, skill: int) -> None:
        self.names.pop(skill, None)

    def nearest(self, text: str, limit: int) -> list[tuple[int, float]]:
        self.asked.append(text)
        meant, likeness = self._known.get(text, ("", 0.0))
        return [(skill, likeness) for skill, names in self.names.items() if meant in names][:limit]

    def opinion(self, text: str) -> Mapping[str, float]:
        return self._opinions.get(text, {})


class MemoryKept:
    """Sealed things that are forgotten at the end. See tests/contract/test_kept.py."""

    def __init__(self) -> None:
        self._cases: dict[str, SealedCase] = {}

    async def add(self, case: SealedCase) -> None:
        if case.id in self._cases:
            raise ValueError(case.id)
        self._cases[case.id] = case

    async def find(self, case_id: str) -> SealedCase | None:
        return self._cases.get(case_id)

    async def all(self) -> list[SealedCase]:
        return sorted(self._cases.values(), key=lambda case: case.id)

    async def due(self, now: datetime) -> list[SealedCase]:
        return [case for case in await self.all() if case.act_at and case.act_at <= now]

    async def next_due(self) -> datetime | None:
        return min((case.act_at for case in self._cases.values() if case.act_at), default=None)

    async def save(self, case: SealedCase, *, for_good: bool = False) -> bool:
        del for_good
        kept = self._cases.get(case.id)
        if kept is None or kept.version != case.version:
            return False
        self._cases[case.id] = replace(case, version=case.version + 1)
        return True

    async def remove(self, *case_ids: str) -> None:
        for case_id in case_ids:
            self._cases.pop(case_id, None)


class MemoryCases(MemoryKept):
    """Cases that are forgotten at the end. See tests/contract/test_cases.py."""

    def __init__(self) -> None:
        super().__init__()
        self._blocks: dict[tuple[str, str], Blocked] = {}

    async def block(self, blocked: Blocked) -> None:
        self._blocks[blocked.case, blocked.mark] = blocked

    async def unblock(self, case_id: str, marks: Collection[str]) -> None:
        for mark in marks:
            self._blocks.pop((case_id, mark), None)

    async def blocked(self, now: datetime) -> list[Blocked]:
        self._blocks = {key: block for key, block in self._blocks.items() if block.until > now}
        return sorted(self._blocks.values(), key=lambda block: (block.mark, block.case))


class MemoryPapers:
    """Papers of sessions that are kept in memory, too. See tests/contract/test_papers.py."""

    def __init__(self, sessions: MemoryKept) -> None:
        self._sessions = sessions
        self._papers: dict[str, dict[str, SealedPaper]] = {}

    async def add(self, paper: SealedPaper) -> bool:
        if await self._sessions.find(paper.session) is None or await self.find(paper.session, paper.id):
            return False
        self._papers.setdefault(paper.session, {})[paper.id] = paper
        return True

    async def find(self, session_id: str, paper_id: str) -> SealedPaper | None:
        return next((paper for paper in await self.of(session_id) if paper.id == paper_id), None)

    async def some(self, places: Collection[tuple[str, str]]) -> list[SealedPaper]:
        found = [await self.find(*place) for place in set(places)]
        return [paper for paper in found if paper]

    async def of(self, session_id: str) -> list[SealedPaper]:
        if await self._sessions.find(session_id) is None:
            self._papers.pop(session_id, None)
        return sorted(self._papers.get(session_id, {}).values(), key=lambda paper: paper.id)

    async def count(self, session_id: str) -> int:
        return len(await self.of(session_id))

    async def save(self, paper: SealedPaper, *, for_good: bool = False) -> bool:
        del for_good
        kept = await self.find(paper.session, paper.id)
        if kept is None or kept.version != paper.version:
            return False
        self._papers[paper.session][paper.id] = replace(paper, version=paper.version + 1)
        return True

    async def remove(self, session_id: str, paper_id: str) -> None:
        self._papers.get(session_id, {}).pop(paper_id, None)


class MemoryCounts:
    """Numbers of sessions that are kept in memory, too. See tests/contract/test_session_counts.py."""

    def __init__(self, sessions: Kept) -> None:
        self._sessions = sessions
        self._counted: set[str] = set()
        self._numbers: Counter[Held] = Counter()

    async def add(self, session_id: str, held: Held) -> bool:
        if await self._sessions.find(session_id) is None or session_id in self._counted:
            return False
        self._counted.add(session_id)
        self._numbers[held] += 1
        return True

    async def since(self, month: date) -> Mapping[Held, int]:
        return {held: number for held, number in self._numbers.items() if held.month >= month}


class MemoryLock:
    """Implements `Lock` with what Python has: enough to tell a wrong key, a wrong purpose and a changed byte."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def seal(self, purpose: str, plain: bytes) -> bytes:
        nonce = secrets.token_bytes(16)
        body = self._mixed(plain, purpose, nonce)
        return nonce + hmac.digest(self._key, purpose.encode() + nonce + body, "sha256") + body

    def open(self, purpose: str, sealed: bytes) -> bytes:
        nonce, tag, body = sealed[:16], sealed[16:48], sealed[48:]
        if not hmac.compare_digest(tag, hmac.digest(self._key, purpose.encode() + nonce + body, "sha256")):
            raise Broken
        return self._mixed(body, purpose, nonce)

    def mark(self, who: str) -> str:
        return hmac.digest(self._key, f"mark:{who}".encode(), "sha256").hex()[:32]

    def _mixed(self, text: bytes, purpose: str, nonce: bytes) -> bytes:
        stream = hashlib.shake_256(self._key + purpose.encode() + nonce).digest(len(text))
        return (int.from_bytes(text) ^ int.from_bytes(stream)).to_bytes(len(text))


@dataclass(frozen=True, slots=True)
class MemoryEpoch:
    number: int
    key: bytes = field(repr=False)
    begins: date

    @property
    def ends(self) -> date:
        return self.begins + NEWEST + OVERLAP

    def mark(self, who: str) -> str:
        return hmac.digest(self.key, who.encode(), "sha256").hex()[:32]


class OneMaster:
    """Implements `store.masters.Masters` with one key that is always there."""

    def read(self) -> list[bytes]:
        return [b"m" * 32]

    def make(self) -> bytes:
        raise AssertionError


class MemoryVault:
    """Keys that are forgotten at the end. See tests/contract/test_vault.py."""

    def __init__(self, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._now = now
        self._keys: dict[str, tuple[date, MemoryLock]] = {}
        self._gone: set[str] = set()
        self._epochs: list[MemoryEpoch] = []
        self._numbers = 0

    async def create(self, case: str) -> MemoryLock:
        if case in self._keys:
            raise ValueError(case)
        self._keys[case] = (_day(self._now()), MemoryLock(secrets.token_bytes(32)))
        return self._keys[case][1]

    async def lock(self, case: str) -> MemoryLock:
        if case not in self._keys:
            raise Shredded
        return self._keys[case][1]

    async def locks(self, cases: Collection[str]) -> dict[str, MemoryLock]:
        return {case: self._keys[case][1] for case in cases if case in self._keys}

    async def shred(self, *cases: str) -> None:
        for case in self._keys.keys() & set(cases):
            del self._keys[case]
            self._gone.add(case)

    async def expire(self, now: datetime) -> None:
        await self.shred(*(case for case, (made, _) in self._keys.items() if made < _day(now) - CAP - KEEP))

    async def shredded(self) -> list[str]:
        return sorted(self._gone)

    async def forget(self, *cases: str) -> None:
        self._gone -= set(cases)

    async def epochs(self, now: datetime) -> list[MemoryEpoch]:
        self._epochs = [epoch for epoch in self._epochs if _day(now) < epoch.ends]
        if not self._epochs or _day(now) >= self._epochs[0].begins + NEWEST:
            self._numbers += 1
            self._epochs.insert(0, MemoryEpoch(self._numbers, secrets.token_bytes(32), _day(now)))
        return list(self._epochs)


class MemoryRota:
    """A rota that is forgotten. See tests/contract/test_rota.py."""

    def __init__(self, *turns: Turn) -> None:
        self._people: dict[Account, Facilitator] = {}
        self._turns = {turn.id: turn for turn in turns}

    async def people(self) -> list[Facilitator]:
        return sorted(self._people.values(), key=lambda one: (one.name, str(one.account)))

    async def sign(self, facilitator: Facilitator) -> None:
        self._people[facilitator.account] = facilitator

    async def turns(self, since: date) -> list[Turn]:
        found = [turn for turn in self._turns.values() if turn.end >= since]
        return sorted(found, key=lambda turn: (turn.start, turn.end, turn.id))

    async def find(self, turn_id: str) -> Turn | None:
        return self._turns.get(turn_id)

    async def take(self, turn: Turn) -> bool:
        if self._starts_then(turn, turn.account):
            return False
        self._turns[turn.id] = turn
        return True

    async def hand_over(self, turn: Turn, to: Account) -> bool:
        kept = self._turns.get(turn.id)
        if kept is None or kept.account != turn.account or self._starts_then(turn, to):
            return False
        self._turns[turn.id] = replace(kept, account=to)
        return True

    async def give_up(self, turn: Turn) -> bool:
        kept = self._turns.get(turn.id)
        if kept is None or kept.account != turn.account:
            return False
        del self._turns[turn.id]
        return True

    async def forget(self, account: Account) -> None:
        self._people.pop(account, None)
        self._turns = {key: turn for key, turn in self._turns.items() if turn.account != account}

    async def prune(self, before: date) -> None:
        self._turns = {key: turn for key, turn in self._turns.items() if turn.end >= before}

    def _starts_then(self, turn: Turn, account: Account) -> bool:
        return any(one.account == account and one.start == turn.start for one in self._turns.values())


def _day(now: datetime) -> date:
    return now.astimezone(UTC).date()

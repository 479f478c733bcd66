"""The keys of anonymous cases, in a file of their own that belongs into no backup.

Every key lies there wrapped by the master key, which comes from elsewhere. Without either of the two, nothing that was
sealed can be opened; that is what makes forgetting possible.
"""

import secrets
import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from bot.support.model import CAP, KEEP
from bot.support.vault import LockedAway, Shredded
from store.keyfile import EpochRow, aside, changing, current_master, epoch_rows, reading
from store.locks import KEY_BYTES, CaseLock, KeyedEpoch
from store.masters import Masters, Ring, of_case, of_epoch, out_of_order

# Question marks in one statement.
_MOST_AT_ONCE = 500


class FileVault:
    """Implements `bot.support.vault.Vault` in a file that several processes share.

    Keys that were opened are remembered beside their wrapped form, and used only as long as that is in the file.
    """

    def __init__(self, path: Path, masters: Masters, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._path = path
        self._ring = Ring(masters)
        self._now = now
        self._opened: dict[str, tuple[bytes, CaseLock]] = {}

    async def create(self, case: str) -> CaseLock:
        return await aside(self._create, case)

    async def lock(self, case: str) -> CaseLock:
        locks, locked = await aside(self._locks, (case,))
        if case in locks:
            return locks[case]
        raise LockedAway if case in locked else Shredded

    async def locks(self, cases: Collection[str]) -> Mapping[str, CaseLock]:
        locks, _ = await aside(self._locks, cases)
        return locks

    async def shred(self, *cases: str) -> None:
        for case in cases:
            self._opened.pop(case, None)
        await aside(self._destroy, "id = ?", cases)

    async def expire(self, now: datetime) -> None:
        self._opened.clear()
        await aside(self._destroy, "made < ?", [(_day(now) - CAP - KEEP).isoformat()])

    async def shredded(self) -> Sequence[str]:
        return await aside(self._shredded)

    async def forget(self, *cases: str) -> None:
        if cases:
            await aside(self._forget, cases)

    async def epochs(self, now: datetime) -> Sequence[KeyedEpoch]:
        return await aside(self._epochs, _day(now))

    def _create(self, case: str) -> CaseLock:
        key = secrets.token_bytes(KEY_BYTES)
        with changing(self._path) as file:
            master = self._ring.present(file)
            try:
                row = (case, master.id, master.wrap(of_case(case), key), _day(self._now()).isoformat())
                file.execute("INSERT INTO keys VALUES (?, ?, ?, ?)", row)
            except sqlite3.IntegrityError:
                raise ValueError(case) from None
        return CaseLock(case, key)

    def _locks(self, cases: Collection[str]) -> tuple[Mapping[str, CaseLock], Collection[str]]:
        """Open keys; returns them, and the cases whose keys are there and cannot be opened."""
        wanted, rows = list(cases), dict[str, tuple[str, bytes]]()
        with reading(self._path) as file:
            current = current_master(file)
            for start in range(0, len(wanted), _MOST_AT_ONCE):
                some = wanted[start : start + _MOST_AT_ONCE]
                these = f"id IN ({', '.join('?' * len(some))})"
                found = file.execute(f"SELECT id, master, wrapped FROM keys WHERE {these}", some)  # noqa: S608 - marks
                rows.update((case, (master, wrapped)) for case, master, wrapped in found)
        for case in set(wanted) - rows.keys():
            self._opened.pop(case, None)
        needed = {master for master, _ in rows.values()}
        why = self._ring.fetch(needed)
        if current in needed and current not in self._ring:
            raise out_of_order(current, why)
        locks = {case: lock for case, row in rows.items() if (lock := self._open(case, *row))}
        return locks, rows.keys() - locks.keys()

    def _open(self, case: str, master: str, wrapped: bytes) -> CaseLock | None:
        known = self._opened.get(case)
        if known and known[0] == wrapped and master in self._ring:
            return known[1]
        if not (key := self._ring.unwrap(of_case(case), master, wrapped)):
            return None
        lock = CaseLock(case, key)
        self._opened[case] = (wrapped, lock)
        return lock

    def _destroy(self, which: str, values: Iterable[str]) -> None:
        with reading(self._path) as file:
            found = f"SELECT id FROM keys WHERE {which}"  # noqa: S608 - our own words
            doomed = {row for value in values for row in file.execute(found, (value,))}
        if doomed:
            with changing(self._path) as file:
                file.executemany("DELETE FROM keys WHERE id = ?", doomed)
                file.executemany("INSERT OR IGNORE INTO gone VALUES (?)", doomed)

    def _shredded(self) -> Sequence[str]:
        with reading(self._path) as file:
            return [case for (case,) in file.execute("SELECT id FROM gone ORDER BY id")]

    def _forget(self, cases: Iterable[str]) -> None:
        with changing(self._path) as file:
            file.executemany("DELETE FROM gone WHERE id = ?", [(case,) for case in cases])

    def _epochs(self, today: date) -> Sequence[KeyedEpoch]:
        with reading(self._path) as file:
            rows: Sequence[EpochRow] = epoch_rows(file)
        if any(row.ends <= today for row in rows) or self._needs_another(rows, today):
            with changing(self._path) as file:
                rows = self._renew(file, today)
        opened = ((row, self._ring.unwrap(of_epoch(row.number), row.master, row.wrapped)) for row in rows)
        return [KeyedEpoch(row.number, key, row.ends) for row, key in opened if key]

    def _renew(self, file: sqlite3.Connection, today: date) -> Sequence[EpochRow]:
        """Destroy what is over, and begin another epoch, unless another process did so just now."""
        rows = epoch_rows(file)
        file.executemany("DELETE FROM epochs WHERE number = ?", [(row.number,) for row in rows if row.ends <= today])
        kept = [row for row in rows if row.ends > today]
        if not self._needs_another(kept, today):
            return kept
        master = self._ring.present(file)
        number = max((row.number for row in rows), default=0) + 1
        new = EpochRow(number, master.id, master.wrap(of_epoch(number), secrets.token_bytes(KEY_BYTES)), today)
        file.execute("INSERT INTO epochs VALUES (?, ?, ?, ?)", (*new[:3], today.isoformat()))
        return [new, *kept]

    def _needs_another(self, rows: Sequence[EpochRow], today: date) -> bool:
        """Whether none of the keys that can be opened is young enough for new marks."""
        self._ring.fetch({row.master for row in rows})
        return all(row.aged <= today for row in rows if row.master in self._ring)


def _day(now: datetime) -> date:
    return now.astimezone(UTC).date()

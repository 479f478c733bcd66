"""What whoever runs the bot can do with its keys: see how they are, and give them another master key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from store.keyfile import EpochRow, aside, changing, current_master, epoch_rows, reading, use_master
from store.locks import Master
from store.masters import Masters, Ring, of_case, of_epoch


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyState:
    """What is in the file. `master` is the id of the master key for new keys, empty before the first.

    `unfit` says why that cannot be used; empty when it can. `cases` tells of each whether its key opens, `epochs` of
    each moderation key likewise. `gone` are cases whose key was destroyed, and which may not be deleted yet.
    """

    master: str
    unfit: str
    cases: Mapping[str, bool]
    epochs: Sequence[tuple[EpochRow, bool]]
    gone: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotated:
    """What became of the keys: wrapped anew with the master key `to`, or left because they could not be opened."""

    before: str
    to: str
    wrapped: int
    left: int


class KeyCare:
    """The file of keys as its operator sees it; processes that use it need not be stopped."""

    def __init__(self, path: Path, masters: Masters) -> None:
        self._path = path
        self._ring = Ring(masters)

    async def prepare(self) -> None:
        """Make the file and the master key, where there are none yet. Raises `OutOfOrder` when they do not fit."""
        await aside(self._prepare)

    async def rotate(self, new: bytes, *, lost: bool = False) -> Rotated:
        """Wrap every key that can be opened with a new master key, all or none; that is the one from then on.

        Raises `OutOfOrder` when the present master key is not there, unless that was given up for `lost`.
        """
        return await aside(self._rotate, Master(new), lost=lost)

    async def look(self) -> KeyState:
        """Say what is in the file, and what of it opens; writes nothing."""
        return await aside(self._look)

    def _prepare(self) -> None:
        with reading(self._path) as file:
            begun = current_master(file)
        if not begun or self._ring.fetch({begun}):
            with changing(self._path) as file:
                self._ring.present(file)

    def _rotate(self, new: Master, *, lost: bool) -> Rotated:
        with changing(self._path) as file:
            before = current_master(file)
            if not lost:
                self._ring.present(file)
            keys = file.execute("SELECT id, master, wrapped FROM keys").fetchall()
            epochs = epoch_rows(file)
            self._ring.fetch({master for _, master, *_ in (*keys, *epochs)})
            by_table = {
                "keys SET master = ?, wrapped = ? WHERE id": [(of_case(row[0]), *row) for row in keys],
                "epochs SET master = ?, wrapped = ? WHERE number": [(of_epoch(row.number), *row[:3]) for row in epochs],
            }
            wrapped = 0
            for table, rows in by_table.items():
                anew = [
                    (new.id, new.wrap(name, key), which)
                    for name, which, master, old in rows
                    if (key := self._ring.unwrap(name, master, old))
                ]
                file.executemany(f"UPDATE {table} = ?", anew)
                wrapped += len(anew)
            use_master(file, new.id)
        return Rotated(before=before, to=new.id, wrapped=wrapped, left=len(keys) + len(epochs) - wrapped)

    def _look(self) -> KeyState:
        with reading(self._path) as file:
            current = current_master(file)
            keys = file.execute("SELECT id, master, wrapped FROM keys ORDER BY id").fetchall()
            epochs = epoch_rows(file)
            gone = frozenset(case for (case,) in file.execute("SELECT id FROM gone"))
        unfit = self._ring.fetch({current}) if current else ""
        self._ring.fetch({master for _, master, *_ in (*keys, *epochs)})
        return KeyState(
            master=current,
            unfit=unfit,
            cases={case: self._opens(of_case(case), master, wrapped) for case, master, wrapped in keys},
            epochs=[(row, self._opens(of_epoch(row.number), row.master, row.wrapped)) for row in epochs],
            gone=gone,
        )

    def _opens(self, name: str, master: str, wrapped: bytes) -> bool:
        return self._ring.unwrap(name, master, wrapped) is not None

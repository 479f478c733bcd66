"""After shredding: nobody opens a case, with the database, a backup of it, the keys of today and the master key."""

import secrets
import shutil
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from bot.chat.requests import Address
from bot.chat.veil import Broken, Lock, Veil
from bot.support.casebook import Casebook
from bot.support.model import CAP, KEEP, Dossier, Entry, Kind, Part, Voice
from bot.support.vault import OutOfOrder
from config.keys import folder_of, keys_file, open_care, open_vault
from config.settings import Settings
from store.cases import SqlCases
from store.database import open_database
from store.keyfile import changing
from store.locks import CaseLock, Master
from store.masters import of_case
from store.tables import cases as table
from store.times import milliseconds
from tests.fakes import MemoryCases, MemoryVault

CASES = 1_000
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
KIM = Veil("slack:T1:U0KIM", "Kim")
TEXT = "They shout at me on every ward round."
# A nonce, a key and a tag.
_WRAPPED = 12 + 32 + 16


def dossier(case: str, lock: Lock) -> Dossier:
    voice = Voice(id="v1", part=Part.AUTHOR, mark=KIM.mark(lock), name="Quiet Heron", address=KIM.address(lock))
    request = Entry(id="e1", voice="v1", kind=Kind.REQUEST, text=TEXT)
    place = Address("slack", "C1")
    return Dossier(
        id=case,
        place=place,
        name="Quiet Heron",
        opened=NOW,
        voices=(voice,),
        entries=(request,),
        close_at=NOW + CAP,
    )


def settings(folder: Path) -> Settings:
    return Settings(data_dir=folder)


@asynccontextmanager
async def casebook(folder: Path) -> AsyncIterator[Casebook]:
    async with open_database(settings(folder).database) as engine:
        yield Casebook(SqlCases(engine), open_vault(settings(folder), lambda: NOW))


class InOneGo(MemoryVault):
    """Keys that are written into the file together afterwards: a thousand transactions take half a minute."""

    def __init__(self) -> None:
        super().__init__()
        self.made: dict[str, bytes] = {}

    async def create(self, case: str) -> CaseLock:  # type: ignore[override] # another lock
        self.made[case] = secrets.token_bytes(32)
        return CaseLock(case, self.made[case])

    async def write(self, folder: Path) -> None:
        await open_care(settings(folder)).prepare()
        (key,) = folder_of(settings(folder)).keys()
        master = Master(key)
        rows = [
            (case, master.id, master.wrap(of_case(case), made), NOW.date().isoformat())
            for case, made in self.made.items()
        ]
        with changing(keys_file(settings(folder))) as file:
            file.executemany("INSERT INTO keys VALUES (?, ?, ?, ?)", rows)


async def begin(folder: Path, number: int) -> list[str]:
    """Begin so many cases; returns their ids in an order that says nothing."""
    vault, cases = InOneGo(), MemoryCases()
    book = Casebook(cases, vault)
    for _ in range(number):
        await book.start(dossier)
    await vault.write(folder)
    kept = await cases.all()
    async with open_database(settings(folder).database) as engine, engine.begin() as connection:
        values = [{"id": one.id, "sealed": one.sealed, "act_at": milliseconds(NOW + CAP), "version": 0} for one in kept]
        await connection.execute(insert(table), values)
    return [one.id for one in kept]


def copied(folder: Path, *names: str) -> Path:
    """Make a backup of some of what lies in the data folder."""
    backup = folder.with_name("backup")
    backup.mkdir()
    for name in names:
        for path in folder.glob(f"{name}*"):
            shutil.copy2(path, backup) if path.is_file() else shutil.copytree(path, backup / path.name)
    return backup


async def opened(folder: Path) -> int:
    """Count the cases that the bot itself opens there."""
    async with casebook(folder) as book:
        return len(await book.all())


async def sealed_in(folder: Path) -> dict[str, bytes]:
    async with open_database(settings(folder).database) as engine:
        return {case.id: case.sealed for case in await SqlCases(engine).all()}


def keys_found(folder: Path, cases: Collection[str]) -> list[str]:
    """Take every place in every file of the keys for a wrapped key of these cases, and name those where one is."""
    files = [path.read_bytes() for path in (folder / "keys").iterdir()]
    masters = [Master(bytes.fromhex(path.read_text())) for path in (folder / "keys").glob("master.key*")]
    assert masters
    found = []
    for case in cases:
        for file in files:
            for start in range(len(file) - _WRAPPED + 1):
                # Nonces are random: runs of zeros, of which most of the file is made, are none.
                if file[start : start + 8] == bytes(8):
                    continue
                try:
                    masters[0].unwrap(of_case(case), file[start : start + _WRAPPED])
                except Broken:
                    continue
                found.append(case)
    return found


async def test_of_a_thousand_cases_none_can_be_opened_after_shredding(tmp_path: Path) -> None:
    data = tmp_path / "data"
    cases = await begin(data, CASES)
    async with casebook(data) as book:
        assert len(await book.mine(KIM)) == CASES
        some, kept = cases[:2], cases[-1]
        assert keys_found(data, [*some, kept]) == [*some, kept]
        backup = copied(data, "hirg.db")
        await book.shred(*cases[:-1])
        assert keys_found(data, [*some, kept]) == [kept]
        assert [one.dossier.id for one in await book.all()] == [kept]
    # The backup is put back, beside the keys of today and their master key.
    assert len(await sealed_in(backup)) == CASES
    shutil.copytree(data / "keys", backup / "keys")
    assert await opened(backup) == 1
    state = await open_care(settings(backup)).look()
    assert (list(state.cases), state.gone) == ([kept], frozenset())


async def test_a_backup_that_is_put_back_without_the_keys_opens_nothing(tmp_path: Path) -> None:
    data = tmp_path / "data"
    await begin(data, 20)
    backup = copied(data, "hirg.db")
    assert await opened(backup) == 0
    (backup / "keys").mkdir()
    shutil.copy2(data / "keys" / "master.key", backup / "keys")
    assert await opened(backup) == 0
    # Nor does what the bot does then open anything, or wait for ever.
    async with casebook(backup) as book:
        await book.expire(NOW + CAP + KEEP + timedelta(days=91))
        assert await sealed_in(backup) == {}


async def test_keys_that_came_into_a_backup_are_of_no_use_with_the_master_key_of_today(tmp_path: Path) -> None:
    """The worst that can be done by mistake, mended by `hirg-bot keys rotate`."""
    data, new = tmp_path / "data", b"n" * 32
    await begin(data, 20)
    backup = copied(data, "hirg.db", "keys")
    await open_care(settings(data)).rotate(new)
    (backup / "keys" / "master.key").write_text(new.hex())
    with pytest.raises(OutOfOrder):
        await opened(backup)
    assert keys_found(backup, list(await sealed_in(backup))[:3]) == []


async def test_a_case_that_is_shredded_is_in_no_file_of_the_database_either(tmp_path: Path) -> None:
    data = tmp_path / "data"
    cases = await begin(data, 30)
    async with casebook(data) as book:
        before = await sealed_in(data)
        await book.shred(*cases[::2])
        files = b"".join(path.read_bytes() for path in data.glob("hirg.db*"))
    # Of what is longer than a page of the file, pieces lie in several places.
    pieces = {
        case: [sealed[at : at + 100] for at in range(0, len(sealed) - 100, 500)] for case, sealed in before.items()
    }
    assert [case for case in cases if any(piece in files for piece in pieces[case])] == cases[1::2]

"""What sealing costs: a message, its key looked up; everybody's cases searched for one's own; keys wrapped anew."""

import argparse
import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.chat.veil import Lock, Veil
from bot.support.casebook import Casebook
from bot.support.model import Dossier
from config.keys import open_care, open_vault
from config.settings import Settings
from store.cases import SqlCases
from store.database import open_database
from tests.bench.timing import at
from tests.leaks.test_shredding import begin, dossier

CASES = (100, 1_000, 10_000)
_MESSAGES, _ROTATED = 1_000, 1_000
_TIMES = 5
ROBIN = Veil("slack:T1:U0ROBIN", "Robin")


def main(arguments: list[str]) -> None:
    """Print the figures; `--cases N` leaves out larger casebooks."""
    parser = argparse.ArgumentParser(prog="keys", description=main.__doc__)
    parser.add_argument("--cases", type=int, default=max(CASES), help="the most open cases")
    options, _ = parser.parse_known_args(arguments)
    asyncio.run(_print_messages())
    for number in [number for number in CASES if number <= options.cases]:
        asyncio.run(_print_mine(number))
    asyncio.run(_print_rotation())


def _settings(folder: str) -> Settings:
    return Settings(data_dir=Path(folder))


async def _milliseconds(times: int, work: Callable[[int], Awaitable[object]]) -> list[float]:
    taken = []
    for number in range(times):
        began = time.perf_counter()
        await work(number)
        taken.append((time.perf_counter() - began) * 1000)
    return sorted(taken)


def _line(what: str, taken: list[float]) -> None:
    print(f"{what:<58} {at(taken, 0.5):>8.2f} {at(taken, 0.99):>8.2f}", flush=True)


async def _print_messages() -> None:
    with TemporaryDirectory() as folder:
        ids = await begin(Path(folder), 1_000)
        vault = open_vault(_settings(folder))
        async with open_database(_settings(folder).database) as engine:
            book, found = Casebook(SqlCases(engine), vault), (await SqlCases(engine).all())[0]

            async def seal(_: int) -> None:
                (await vault.lock(found.id)).seal("dossier", bytes(4096))

            async def unseal(_: int) -> None:
                (await vault.lock(found.id)).open("dossier", found.sealed)

            async def first(number: int) -> None:
                (await vault.lock(ids[number])).seal("dossier", bytes(4096))

            async def find(number: int) -> None:
                await book.find(ids[number])

            async def create(number: int) -> None:
                await vault.create(f"new {number}")

            async def shred(number: int) -> None:
                await vault.shred(f"new {number}")

            print(f"{'milliseconds, each with its key looked up among 1,000':<58} {'half':>8} {'99 %':>8}")
            _line("seal a message of 4 KiB, of a case seen for the first time", await _milliseconds(_MESSAGES, first))
            _line("seal another", await _milliseconds(_MESSAGES, seal))
            _line("open one", await _milliseconds(_MESSAGES, unseal))
            _line("find a case in the database, open and read it", await _milliseconds(_MESSAGES, find))
            _line("make a key, on the disk", await _milliseconds(50, create))
            _line("shred a key, on the disk", await _milliseconds(50, shred))


async def _print_mine(number: int) -> None:
    with TemporaryDirectory() as folder:
        await begin(Path(folder), number)
        async with open_database(_settings(folder).database) as engine:
            book = Casebook(SqlCases(engine), open_vault(_settings(folder)))

            await book.start(_robins)
            longest = [0.0]
            watching = asyncio.create_task(_watch(longest))
            await asyncio.sleep(0)
            taken = await _milliseconds(_TIMES, lambda _: book.mine(ROBIN))
            watching.cancel()
            assert len(await book.mine(ROBIN)) == 1
    print(
        f"one’s own among {number:,} open cases: {at(taken, 0.5):.0f} ms, at first {taken[-1]:.0f} ms;"
        f" nobody else waited longer than {longest[0]:.0f} ms",
        flush=True,
    )


async def _watch(longest: list[float]) -> None:
    """Note how long the event loop was away at most."""
    seen = time.perf_counter()
    while True:
        await asyncio.sleep(0)
        now = time.perf_counter()
        longest[0] = max(longest[0], (now - seen) * 1000)
        seen = now


async def _print_rotation() -> None:
    with TemporaryDirectory() as folder:
        await begin(Path(folder), _ROTATED)
        care = open_care(_settings(folder))
        taken = await _milliseconds(1, lambda _: care.rotate(b"n" * 32))
    print(f"wrap {_ROTATED:,} keys anew, in one transaction: {taken[0]:.0f} ms", flush=True)


def _robins(case: str, lock: Lock) -> Dossier:
    made = dossier(case, lock)
    return replace(made, voices=(replace(made.author, mark=ROBIN.mark(lock)),))

"""What every Vault promises: played over the fake, and over one file by one process and by two."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.chat.veil import Broken, Epoch, Veil
from bot.support.model import CAP, KEEP
from bot.support.vault import NEWEST, OVERLAP, Shredded, Vault
from store.keys import FileVault
from tests.fakes import MemoryVault, OneMaster

DAY = timedelta(days=1)
KIM = Veil("slack:T1:U0KIM", "Kim")


class Clock:
    def __init__(self) -> None:
        self.time = datetime(2026, 3, 2, 23, 59, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time

    def move(self, by: timedelta) -> datetime:
        self.time += by
        return self.time


@dataclass
class House:
    """The vaults of two processes, which are one and the same where there is only one process."""

    clock: Clock
    here: Vault
    there: Vault


def _memory(_folder: Path, clock: Clock) -> tuple[Vault, Vault]:
    vault = MemoryVault(clock.now)
    return vault, vault


def _file(folder: Path, clock: Clock) -> tuple[Vault, Vault]:
    vault = FileVault(folder / "keys.db", OneMaster(), clock.now)
    return vault, vault


def _two(folder: Path, clock: Clock) -> tuple[Vault, Vault]:
    return _file(folder, clock)[0], _file(folder, clock)[0]


@pytest.fixture(params=[_memory, _file, _two])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> House:
    make: Callable[[Path, Clock], tuple[Vault, Vault]] = request.param
    clock = Clock()
    return House(clock, *make(tmp_path / "new", clock))


async def test_what_one_seals_the_other_opens(house: House) -> None:
    sealed = (await house.here.create("c1")).seal("dossier", b"words")
    assert b"words" not in sealed
    assert (await house.there.lock("c1")).open("dossier", sealed) == b"words"
    assert await house.here.lock("c1") is not None


async def test_what_is_sealed_opens_in_its_case_and_for_its_purpose_alone(house: House) -> None:
    lock, other = await house.here.create("c1"), await house.here.create("c2")
    sealed = lock.seal("dossier", b"words")
    changed = sealed[:-1] + bytes([sealed[-1] ^ 1])
    for opening, purpose, what in (
        (other, "dossier", sealed),
        (lock, "address", sealed),
        (lock, "dossier", changed),
        (lock, "dossier", sealed[:20]),
        (lock, "dossier", b""),
    ):
        with pytest.raises(Broken):
            opening.open(purpose, what)


async def test_the_same_words_are_never_sealed_alike(house: House) -> None:
    lock = await house.here.create("c1")
    assert len({lock.seal("dossier", b"words") for _ in range(50)}) == 50
    assert len({len(lock.seal("dossier", b"words")) for _ in range(50)}) == 1


async def test_somebody_is_known_again_in_one_case_and_is_another_in_the_next(house: House) -> None:
    lock, other = await house.here.create("c1"), await house.here.create("c2")
    mark = KIM.mark(lock)
    assert KIM.made(mark, await house.there.lock("c1"))
    assert not KIM.made(mark, other)
    assert (len(mark), len(KIM.mark(other))) == (32, 32)


async def test_a_case_gets_one_key(house: House) -> None:
    await house.here.create("c1")
    with pytest.raises(ValueError, match="c1"):
        await house.there.create("c1")


async def test_of_two_that_make_a_key_at_once_one_does(house: House) -> None:
    made = await asyncio.gather(house.here.create("c1"), house.there.create("c1"), return_exceptions=True)
    assert [type(one) for one in made].count(ValueError) == 1


async def test_a_case_nobody_heard_of_has_no_key(house: House) -> None:
    with pytest.raises(Shredded):
        await house.here.lock("c1")


async def test_a_shredded_key_is_gone_for_everybody_at_once(house: House) -> None:
    for case in ("c1", "c2", "c3"):
        await house.here.create(case)
        await house.there.lock(case)
    await house.here.shred("c1", "c3", "never there")
    for vault in (house.here, house.there):
        for case in ("c1", "c3", "never there"):
            with pytest.raises(Shredded):
                await vault.lock(case)
        assert (await vault.locks(["c1", "c2", "c3"])).keys() == {"c2"}


async def test_opens_many_at_once(house: House) -> None:
    sealed = {f"c{number}": (await house.here.create(f"c{number}")).seal("x", b"y") for number in range(9)}
    locks = await house.there.locks([*sealed, *(f"none {number}" for number in range(1_100))])
    assert {case: locks[case].open("x", what) for case, what in sealed.items()} == dict.fromkeys(sealed, b"y")
    assert await house.there.locks([]) == {}


async def test_remembers_what_was_shredded_until_nothing_is_left_of_it(house: House) -> None:
    for case in ("c1", "c2"):
        await house.here.create(case)
    await house.here.shred("c2", "c1", "never there")
    assert await house.there.shredded() == ["c1", "c2"]
    await house.there.forget("c1", "c2", "never there")
    await house.there.forget()
    assert await house.here.shredded() == []


async def test_no_key_outlasts_its_case_and_none_goes_before(house: House) -> None:
    await house.here.create("old")
    house.clock.move(DAY)
    await house.here.create("young")
    start = house.clock.now() - DAY
    await house.there.expire(start + CAP + KEEP)
    assert (await house.there.locks(["old", "young"])).keys() == {"old", "young"}
    await house.there.expire(start + CAP + KEEP + DAY)
    assert (await house.here.locks(["old", "young"])).keys() == {"young"}
    assert await house.here.shredded() == ["old"]


def numbers(epochs: list[Epoch]) -> list[int]:
    return [epoch.number for epoch in epochs]


async def test_two_that_ask_at_once_get_the_same_epoch(house: House) -> None:
    lock = await house.here.create("c1")
    at = house.clock.now()
    both = await asyncio.gather(*(vault.epochs(at) for vault in (house.here, house.there) * 4))
    assert {tuple(epoch.number for epoch in epochs) for epochs in both} == {(1,)}
    assert len({epochs[0].mark("slack:U0KIM") for epochs in both}) == 1
    sealed = KIM.moderation(lock, both[0][0])
    assert b"slack" not in sealed


async def test_a_moderation_key_has_its_time_and_is_recognised_a_little_longer(house: House) -> None:
    first = house.clock.now()
    (one,) = await house.here.epochs(first)
    blocked = [(one.number, one.mark("slack:U0KIM"))]
    (same,) = await house.there.epochs(house.clock.move(NEWEST - DAY))
    assert same.mark("x") == one.mark("x")
    two, still = await house.there.epochs(house.clock.move(DAY))
    assert (two.number, still.number) == (2, 1)
    assert two.mark("x") != one.mark("x")
    assert KIM.among(blocked, await house.here.epochs(first + NEWEST + OVERLAP - DAY)) == set(blocked)
    left = await house.here.epochs(first + NEWEST + OVERLAP)
    assert numbers(list(left)) == [2]
    assert not KIM.among(blocked, left)


async def test_a_number_is_never_used_twice(house: House) -> None:
    await house.here.epochs(house.clock.now())
    (later,) = await house.there.epochs(house.clock.move(NEWEST + OVERLAP))
    assert later.number == 2

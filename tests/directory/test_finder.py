import asyncio
import gc
import threading
import weakref
from collections.abc import Mapping, Sequence

from bot.directory.finder import CHECK_EVERY, GREAT, MOST_AT_ONCE, Finder, made_anew
from bot.directory.gaps import Learned
from bot.directory.model import MOST_TOLD, Consent, Entry
from bot.directory.search.vocabulary import Vocabulary
from tests.fakes import KnownMeanings, MemoryDirectory, MemoryLexicon


class _CountingDirectory(MemoryDirectory):
    """Counts how often it is read."""

    looks = 0
    reads = 0

    async def version(self) -> int:
        self.looks += 1
        await asyncio.sleep(0)
        return await super().version()

    async def entries(self) -> list[Entry]:
        self.reads += 1
        await asyncio.sleep(0)
        return await super().entries()


class _Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def _entry(name: str) -> Entry:
    return Entry(id=name, name=name, skills=("NVivo",), consent=Consent.GIVEN)


async def test_sees_a_change_after_a_second_and_not_sooner() -> None:
    directory, clock = MemoryDirectory([_entry("Ann")]), _Clock()
    finder = Finder(directory, Vocabulary(), clock)
    assert (await finder.index()).people == 1
    await directory.change(1, put=[_entry("Bob")])
    clock.now = CHECK_EVERY / 2
    assert (await finder.index()).people == 1
    clock.now = CHECK_EVERY
    assert (await finder.index()).people == 2


async def test_does_not_rebuild_what_did_not_change() -> None:
    directory, clock = _CountingDirectory([_entry("Ann")]), _Clock()
    finder = Finder(directory, Vocabulary(), clock)
    first = await finder.index()
    clock.now = 10 * CHECK_EVERY
    assert await finder.index() is first
    assert (directory.looks, directory.reads) == (2, 1)


async def test_everybody_who_asks_at_once_shares_one_rebuild() -> None:
    directory = _CountingDirectory([_entry("Ann")])
    finder = Finder(directory, Vocabulary(), _Clock())
    indexes = await asyncio.gather(*(finder.index() for _ in range(20)))
    assert len(set(map(id, indexes))) == 1
    assert (directory.looks, directory.reads) == (1, 1)


async def test_whoever_stops_waiting_does_not_stop_the_others() -> None:
    finder = Finder(_CountingDirectory([_entry("Ann")]), Vocabulary(), _Clock())
    impatient = asyncio.create_task(finder.index())
    patient = asyncio.create_task(finder.index())
    await asyncio.sleep(0)
    impatient.cancel()
    assert (await patient).people == 1


async def test_follows_a_small_change_in_the_index_as_it_stands() -> None:
    directory, clock = MemoryDirectory([_entry("Ann"), _entry("Bob")]), _Clock()
    finder = Finder(directory, Vocabulary(), clock)
    first = await finder.index()
    await directory.change(1, put=[_entry("Cat")], remove=["Bob"])
    clock.now = CHECK_EVERY
    assert await finder.index() is first
    assert {match.entry.name for match in first.find("nvivo").matches()} == {"Ann", "Cat"}


async def test_a_great_change_is_a_new_index() -> None:
    directory, clock = MemoryDirectory([_entry("Ann")]), _Clock()
    finder = Finder(directory, Vocabulary(), clock)
    first = await finder.index()
    await directory.change(1, put=[_entry(f"Person {number}") for number in range(MOST_TOLD + 1)])
    clock.now = CHECK_EVERY
    assert await finder.index() is not first
    assert (await finder.index()).people == MOST_TOLD + 2


async def test_reads_only_what_changed() -> None:
    directory, clock = _CountingDirectory([_entry("Ann"), _entry("Bob")]), _Clock()
    finder = Finder(directory, Vocabulary(), clock)
    await finder.index()
    await directory.change(1, put=[_entry(f"Person {number}") for number in range(MOST_AT_ONCE - 1)])
    await directory.remove("Bob")
    clock.now = CHECK_EVERY
    assert (await finder.index()).people == MOST_AT_ONCE
    assert directory.reads == 1


async def test_what_a_sheet_brings_is_learnt_in_a_thread_while_others_are_answered() -> None:
    threads: list[int] = []

    class Learning(KnownMeanings):
        """Notes where names are learnt."""

        def learn(self, names: Mapping[int, Sequence[str]]) -> None:
            threads.append(threading.get_ident())
            super().learn(names)

    directory, clock = _CountingDirectory([_entry("Ann")]), _Clock()
    finder = Finder(directory, Vocabulary(), clock, meaning=lambda: Learning({}))
    old = await finder.index()
    await directory.change(1, put=[_entry(f"Person {number}") for number in range(MOST_AT_ONCE + 1)])
    clock.now = CHECK_EVERY
    first = asyncio.create_task(finder.index())
    await asyncio.sleep(0)
    assert await finder.index() is old
    (await first).find("something of which no words tell")
    assert threads
    assert threading.get_ident() not in threads


async def test_others_are_answered_from_the_old_index_while_a_new_one_is_made() -> None:
    directory, clock = _CountingDirectory([_entry("Ann")]), _Clock()
    finder = Finder(directory, Vocabulary(), clock)
    old = await finder.index()
    await directory.change(1, put=[_entry(f"Person {number}") for number in range(MOST_TOLD + 1)])
    clock.now = CHECK_EVERY
    first = asyncio.create_task(finder.index())
    await asyncio.sleep(0)
    assert await finder.index() is old
    assert await first is not old
    assert await finder.index() is await first


async def test_a_great_index_is_freed_when_another_takes_its_place() -> None:
    gc.unfreeze()
    directory = MemoryDirectory([Entry(id=str(number), name="", consent=Consent.GIVEN) for number in range(GREAT)])
    lexicon, clock = MemoryLexicon(), _Clock()
    finder = Finder(directory, Vocabulary(), clock, lexicon)
    old = weakref.ref(await finder.index())
    await lexicon.learn(Learned("1", "blorptastics", "blorptastics"))
    clock.now = CHECK_EVERY
    assert (await finder.index()).people == GREAT
    gc.unfreeze()
    assert old() is None


def test_a_great_index_is_not_looked_through_for_garbage_and_all_else_is() -> None:
    gc.unfreeze()
    index = made_anew([Entry(id=str(number), name="", consent=Consent.GIVEN) for number in range(GREAT)], Vocabulary())
    frozen = gc.get_freeze_count()
    gc.unfreeze()
    assert index.people == GREAT
    assert frozen > GREAT
    assert gc.isenabled()

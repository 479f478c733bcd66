"""The casebook: nothing is lost to somebody quicker, nothing is kept too long, and nothing goes too early."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.chat.errors import Refusal
from bot.chat.requests import Address
from bot.chat.veil import Lock, Veil
from bot.support.casebook import Casebook
from bot.support.kept import SealedCase
from bot.support.model import CAP, KEEP, Dossier, Entry, Kind, Part, Voice
from bot.support.vault import LockedAway, Shredded
from tests.contract.test_vault import Clock
from tests.fakes import MemoryCases, MemoryVault

DAY = timedelta(days=1)
KIM, LEE = Veil("slack:T1:KIM", "Kim"), Veil("slack:T1:LEE", "Lee")


class House:
    """A casebook, and what it stands on, either of which can be exchanged."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.cases, self.vault = MemoryCases(), MemoryVault(self.clock.now)
        self.woken = 0
        self.book = self.another()

    def another(self, cases: MemoryCases | None = None, vault: MemoryVault | None = None) -> Casebook:
        """Another process, perhaps with another database, or other keys."""
        return Casebook(cases or self.cases, vault or self.vault, self._wake)

    def _wake(self) -> None:
        self.woken += 1

    async def begin(self, veil: Veil = KIM, **fields: object) -> str:
        def make(case_id: str, lock: Lock) -> Dossier:
            voice = Voice(id="v1", part=Part.AUTHOR, mark=veil.mark(lock), name="Quiet Heron")
            made = Dossier(
                id=case_id,
                place=Address("slack", "C1"),
                name="Quiet Heron",
                opened=self.clock.now().replace(minute=0),
                voices=(voice,),
                entries=(Entry(id="e1", voice="v1", kind=Kind.REQUEST, text="I am tired."),),
            )
            return replace(made, **fields)  # type: ignore[arg-type] # a test's short-hand

        return (await self.book.start(make)).id

    async def kept(self) -> set[str]:
        return {case.id for case in await self.cases.all()}


@pytest.fixture
def house() -> House:
    return House()


def answered(dossier: Dossier) -> Dossier:
    return replace(dossier, replies=dossier.replies + 1)


async def test_what_was_begun_is_found_by_every_process_and_wakes_the_clock(house: House) -> None:
    case = await house.begin()
    assert (await house.another().find(case)).dossier.request.text == "I am tired."
    assert house.woken == 1


async def test_ids_are_random_and_what_is_kept_says_nothing(house: House) -> None:
    cases = [await house.begin() for _ in range(9)]
    assert {len(case) for case in cases} == {16}
    sealed = [one.sealed for one in await house.cases.all()]
    assert len(set(sealed)) == 9
    assert len({len(one) for one in sealed}) == 1
    assert not any(word in b"".join(sealed) for word in (b"tired", b"Heron", b"slack", b"author"))


async def test_a_case_that_is_not_there_is_over(house: House) -> None:
    for asked in (house.book.find("nobody"), house.book.change("nobody", answered)):
        with pytest.raises(Shredded, match="nothing of it is kept"):
            await asked


async def test_of_many_who_change_a_case_at_once_nobody_is_lost(house: House) -> None:
    case = await house.begin()
    await asyncio.gather(*(house.another().change(case, answered) for _ in range(12)))
    assert (await house.book.find(case)).dossier.replies == 12


async def test_a_change_is_made_anew_on_what_somebody_quicker_made_of_it(house: House) -> None:
    case, seen = await house.begin(), list[int]()

    def edit(dossier: Dossier) -> Dossier:
        seen.append(dossier.replies)
        if len(seen) == 1:
            # Somebody is quicker, just now.
            kept = house.cases._cases[case]
            house.cases._cases[case] = replace(kept, version=kept.version + 1)
        return answered(dossier)

    assert (await house.book.change(case, edit)).replies == 1
    assert seen == [0, 0]


async def test_one_change_has_its_turn_though_another_process_makes_many(house: House) -> None:
    case, seen = await house.begin(), list[int]()

    def edit(dossier: Dossier) -> Dossier:
        seen.append(dossier.replies)
        if len(seen) <= 30:
            kept = house.cases._cases[case]
            house.cases._cases[case] = replace(kept, version=kept.version + 1)
        return answered(dossier)

    assert (await house.book.change(case, edit)).replies == 1
    assert len(seen) == 31


async def test_gives_up_with_a_sentence_where_everybody_is_always_quicker(house: House) -> None:
    case = await house.begin()

    class Crowded(MemoryCases):
        async def save(self, case: SealedCase, *, for_good: bool = False) -> bool:
            del case, for_good
            return False

    crowded = Crowded()
    crowded._cases = house.cases._cases
    with pytest.raises(Refusal, match="Too many people"):
        await house.another(cases=crowded).change(case, answered)


async def test_what_is_refused_and_what_changes_nothing_is_not_written(house: House) -> None:
    case = await house.begin()

    def refuse(dossier: Dossier) -> Dossier:
        del dossier
        raise Refusal("It is closed.")

    with pytest.raises(Refusal, match="It is closed"):
        await house.book.change(case, refuse)
    await house.book.change(case, lambda dossier: dossier)
    assert [one.version for one in await house.cases.all()] == [0]
    assert house.woken == 1


async def test_a_case_that_is_shredded_while_it_is_changed_stays_shredded(house: House) -> None:
    case = await house.begin()
    await asyncio.gather(
        house.book.shred(case),
        *(house.another().change(case, answered) for _ in range(6)),
        return_exceptions=True,
    )
    assert (await house.kept(), await house.vault.shredded()) == (set(), [])
    with pytest.raises(Shredded):
        await house.book.change(case, answered)


async def test_finds_the_cases_of_somebody_and_no_others(house: House) -> None:
    hers = {await house.begin(KIM) for _ in range(3)}
    his = await house.begin(LEE)
    assert {opened.dossier.id for opened, _ in await house.book.mine(KIM)} == hers
    assert [(opened.dossier.id, voice.id) for opened, voice in await house.book.mine(LEE)] == [(his, "v1")]
    assert await house.book.mine(Veil("discord:1:KIM", "Kim")) == []


async def test_finds_them_among_very_many(house: House) -> None:
    for number in range(120):
        await house.begin(KIM if number % 40 == 0 else LEE)
    assert len(await house.book.mine(KIM)) == 3
    assert len(await house.book.all()) == 120


def _lost_keys(house: House, case: str) -> None:
    del house.vault._keys[case]


def _damaged(house: House, case: str) -> None:
    kept = house.cases._cases[case]
    house.cases._cases[case] = replace(kept, sealed=kept.sealed[:-1])


def _written_by_a_newer_version(house: House, case: str) -> None:
    lock = house.vault._keys[case][1]
    house.cases._cases[case] = replace(house.cases._cases[case], sealed=lock.seal("dossier", b'{"colour": "blue"}'))


@pytest.mark.parametrize("harm", [_lost_keys, _damaged, _written_by_a_newer_version])
async def test_one_case_that_cannot_be_opened_hides_no_other(
    house: House, harm: Callable[[House, str], None], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    due = house.clock.now()
    bad, good = await house.begin(look_at=due), await house.begin(look_at=due)
    harm(house, bad)
    assert [opened.dossier.id for opened in await house.book.all()] == [good]
    assert [opened.dossier.id for opened in await house.book.due(due)] == [good]
    assert [opened.dossier.id for opened, _ in await house.book.mine(KIM)] == [good]
    with pytest.raises((Shredded, LockedAway)):
        await house.book.find(bad)
    assert bad not in caplog.text


async def test_an_opened_case_is_printed_without_what_is_in_it(house: House) -> None:
    opened = await house.book.find(await house.begin())
    assert repr(opened) == "Opened()"


async def test_shredding_leaves_nothing(house: House) -> None:
    case, other = await house.begin(), await house.begin()
    await house.book.shred(case, "never there")
    assert await house.kept() == {other}
    assert await house.vault.shredded() == []
    with pytest.raises(Shredded):
        await house.vault.lock(case)


async def test_a_crash_between_the_key_and_the_row_is_seen_to_later(house: House) -> None:
    case, other = await house.begin(), await house.begin()
    await house.vault.shred(case)
    await house.book.expire(house.clock.now())
    assert (await house.kept(), await house.vault.shredded()) == ({other}, [])


async def test_no_case_is_kept_longer_than_any_may_be(house: House) -> None:
    case = await house.begin(close_at=house.clock.now() + 1000 * DAY)
    await house.book.expire(house.clock.move(CAP + KEEP))
    assert await house.kept() == {case}
    await house.book.expire(house.clock.move(DAY))
    assert await house.kept() == set()


async def test_a_case_without_any_time_is_looked_at_some_day(house: House) -> None:
    await house.begin()
    assert await house.book.next_due() == house.clock.now().replace(minute=0) + CAP


async def test_keys_that_are_elsewhere_just_now_cost_no_case(house: House) -> None:
    case = await house.begin(look_at=house.clock.now())
    elsewhere = house.another(vault=MemoryVault(house.clock.now))
    await elsewhere.expire(house.clock.move(CAP))
    assert await house.kept() == {case}
    assert (await house.book.find(case)).dossier.id == case
    await elsewhere.expire(house.clock.move(KEEP + DAY))
    assert await house.kept() == set()


async def test_another_database_costs_no_key(house: House) -> None:
    case = await house.begin()
    await house.another(cases=MemoryCases()).expire(house.clock.move(CAP))
    assert (await house.book.find(case)).dossier.id == case


async def test_a_case_whose_key_is_there_is_not_removed_however_late_it_is(house: House) -> None:
    house.clock.time = datetime(2026, 3, 2, tzinfo=UTC)
    case = await house.begin(look_at=house.clock.now() - CAP - KEEP - DAY)
    await house.book.expire(house.clock.now())
    assert await house.kept() == {case}

"""The book of sessions: all press at once, nothing is lost or shown too early, and nothing tells who wrote."""

import asyncio
import logging
import random
from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.chat.errors import NotFound, Refusal
from bot.chat.veil import Lock, Veil, opened_address
from bot.reflection import course, showing, waiting
from bot.reflection.contributions import MOST_EACH, Contribution, Standing
from bot.reflection.facilitation import Facilitation
from bot.reflection.formats import Speaker
from bot.reflection.model import Session, Stage
from bot.reflection.papers import Papers, SealedPaper
from bot.reflection.resonance import Resonance
from bot.reflection.sessionbook import Over, SessionBook
from bot.support.casebook import Casebook
from bot.support.kept import Kept
from tests.contract.test_vault import Clock
from tests.fakes import MemoryCases, MemoryVault
from tests.reflection.sessions import NOW, begun, session

CHANCE = random.Random(1)  # noqa: S311 - a test
KIM, LEE, MAX, UNA = (Veil(f"slack:T1:{name.upper()}", name) for name in ("Kim", "Lee", "Max", "Una"))


class House:
    """A book of sessions, and what it stands on."""

    def __init__(self, kept: Kept, papers: Papers) -> None:
        self.kept, self.papers, self.vault = kept, papers, MemoryVault(Clock().now)
        self.time = NOW
        self.book = self.another()

    def another(self, papers: Papers | None = None) -> SessionBook:
        """Another process."""
        return SessionBook(self.kept, papers or self.papers, self.vault, now=lambda: self.time)

    @property
    def facilitation(self) -> Facilitation:
        return Facilitation(self.book, lambda: self.time, chance=CHANCE)

    async def open(self, session: Session) -> str:
        """Start a session that is as far as this one; returns its id."""

        def make(session_id: str, lock: Lock) -> Session:
            del lock
            return replace(session, id=session_id)

        return (await self.book.start(make)).id

    async def begin(self, *veils: Veil, key: str = "rolfe", phase: int = 0, named: bool = False) -> str:
        """Begin a session that these have joined; it is in this phase."""
        before = begun(key, phase, named=named)
        # Nobody can join any more at the check-out.
        session_id = await self.open(replace(before, stage=Stage.RUNNING))
        for veil in veils:
            await self.book.join(session_id, veil, "Quiet Heron")
        await self.book.change(session_id, lambda now: replace(now, stage=before.stage))
        return session_id

    async def write(self, session_id: str, *veils: Veil, phase: int = 0) -> list[Contribution]:
        return [
            await self.book.contribute(session_id, veil, phase, f"canary {number}") for number, veil in enumerate(veils)
        ]

    async def shown(self, session_id: str) -> list[Contribution]:
        """List what everybody can see."""
        now = await self.book.find(session_id)
        return [one for one in await self.book.contributions(session_id) if showing.shown(now, one)]


def crowd(count: int) -> list[Veil]:
    return [Veil(f"discord:1:{number}", f"Person {number}") for number in range(count)]


# Joining ---------------------------------------------------------------------------


async def test_whoever_joins_twice_is_there_once_and_stays_as_they_were(house: House) -> None:
    key = await house.begin()
    first = await house.book.join(key, KIM, "Quiet Heron")
    assert await house.book.join(key, KIM, "Calm Otter") == first
    assert await house.book.participants(key) == [first]
    assert await house.book.participant(key, LEE) is None


async def test_pressing_join_at_once_on_several_processes_joins_once(busy_house: House) -> None:
    key = await busy_house.begin()
    joined = await asyncio.gather(*(busy_house.another().join(key, KIM, f"Heron {n}") for n in range(8)))
    assert len(set(joined)) == 1
    assert len(await busy_house.book.participants(key)) == 1


async def test_only_who_wants_to_be_told_can_be_reached(house: House) -> None:
    key = await house.begin(LEE)
    told = await house.book.join(key, KIM, "Quiet Heron", tell=True)
    _, lock = await house.book.open(key)
    assert told.address
    assert opened_address(told.address, lock) == "slack:T1:KIM"
    (lee,) = [one for one in await house.book.participants(key) if one.mark != told.mark]
    assert lee.address is None


async def test_nobody_joins_what_is_ending(house: House) -> None:
    key = await house.begin()
    await house.book.change(key, lambda now: course.close(now, NOW))
    with pytest.raises(Refusal, match="ending"):
        await house.book.join(key, KIM, "Quiet Heron")


async def test_everybody_finds_the_sessions_they_are_in_and_no_others(house: House) -> None:
    both, hers = await house.begin(KIM, LEE), await house.begin(KIM)
    there = {veil: {one.session.id for one in await house.book.seen_by(veil) if one.who} for veil in (KIM, LEE, MAX)}
    assert there == {KIM: {both, hers}, LEE: {both}, MAX: set()}


# Contributing ------------------------------------------------------------------------


async def test_what_was_written_waits_unseen(house: House) -> None:
    key = await house.begin(KIM)
    (said,) = await house.write(key, KIM)
    assert await house.book.contributions(key) == [said]
    assert await house.shown(key) == []


async def test_only_who_joined_can_contribute(house: House) -> None:
    key = await house.begin()
    with pytest.raises(Refusal, match="not in this session"):
        await house.write(key, KIM)


async def test_a_hundred_contribute_at_once(busy_house: House) -> None:
    people = crowd(100)
    key = await busy_house.begin()
    await asyncio.gather(*(busy_house.book.join(key, veil, "Quiet Heron") for veil in people))
    books = (busy_house.another(), busy_house.another())
    await asyncio.gather(*(books[n % 2].contribute(key, veil, 0, f"n{n}") for n, veil in enumerate(people)))
    texts = [one.text for one in await busy_house.book.contributions(key)]
    assert sorted(texts) == sorted(f"n{number}" for number in range(100))


async def test_nobody_contributes_more_than_one_may_however_fast_they_press(busy_house: House) -> None:
    key = await busy_house.begin(KIM)
    pressed = [busy_house.another().contribute(key, KIM, 0, str(number)) for number in range(3 * MOST_EACH)]
    done = await asyncio.gather(*pressed, return_exceptions=True)
    assert len([one for one in done if isinstance(one, Contribution)]) == MOST_EACH
    assert all("as much as this phase can hold" in str(one) for one in done if isinstance(one, Refusal))
    assert len(await busy_house.book.contributions(key)) == MOST_EACH


async def test_only_what_is_seen_can_be_replied_to(house: House) -> None:
    key = await house.begin(KIM, LEE)
    (said,) = await house.write(key, KIM)
    with pytest.raises(Refusal, match="cannot be seen"):
        await house.book.contribute(key, LEE, 0, "Me too", answers=said.id)
    with pytest.raises(NotFound):
        await house.book.contribute(key, LEE, 0, "Me too", answers="never there")


async def test_what_is_said_live_is_to_be_seen_at_once(house: House) -> None:
    key = await house.begin(KIM, key="balint", phase=1)
    before = (await house.book.find(key)).changes
    (said,) = await house.write(key, KIM, phase=1)
    after = await house.book.find(key)
    assert (after.changes, after.look_at) == (before + 1, NOW)
    await house.facilitation.gather(key)
    assert await house.shown(key) == [said]


async def test_what_is_sealed_stirs_nothing(house: House) -> None:
    key = await house.begin(KIM)
    before = await house.book.find(key)
    await house.write(key, KIM)
    assert await house.book.find(key) == before


async def test_somebody_passes_once_and_can_still_write(house: House) -> None:
    key = await house.begin(KIM)
    for _ in range(2):
        assert (await house.book.pass_on(key, KIM, 0)).passed == (0,)
    await house.write(key, KIM)
    with pytest.raises(Refusal, match="not in this session"):
        await house.book.pass_on(key, LEE, 0)


# Bringing something --------------------------------------------------------------------


async def test_of_many_who_offer_at_once_one_brings_something(busy_house: House) -> None:
    key = await busy_house.open(session("balint"))
    people = crowd(8)
    for veil in people:
        await busy_house.book.join(key, veil, "Quiet Heron")
    offered = [busy_house.another().sit(key, veil, Speaker.PRESENTER) for veil in people]
    done = await asyncio.gather(*offered, return_exceptions=True)
    assert len([one for one in done if isinstance(one, Session)]) == 1
    assert all("Somebody else" in str(one) for one in done if not isinstance(one, Session))


async def test_only_who_joined_brings_something_and_only_they_give_it_back(house: House) -> None:
    key = await house.open(session("balint"))
    with pytest.raises(Refusal, match="not in this session"):
        await house.book.sit(key, KIM, Speaker.PRESENTER)
    for veil in (KIM, LEE):
        await house.book.join(key, veil, "Quiet Heron")
    seated = await house.book.sit(key, KIM, Speaker.PRESENTER)
    assert seated.look_at == NOW
    assert "KIM" not in str(seated.seats)
    with pytest.raises(course.Moved):
        await house.book.stand_up(key, LEE)
    assert (await house.book.stand_up(key, KIM)).seats == ()


async def test_whoever_brought_something_has_their_turn(house: House) -> None:
    key = await house.open(session("balint"))
    for veil in (KIM, LEE):
        await house.book.join(key, veil, "Quiet Heron")
    await house.book.sit(key, KIM, Speaker.PRESENTER)
    await house.book.change(key, lambda now: course.begin(now, NOW))
    await house.write(key, KIM)
    with pytest.raises(Refusal, match="only whoever brought"):
        await house.write(key, LEE)


# What is kept ------------------------------------------------------------------------


async def test_nothing_that_is_kept_says_who_what_or_which_kind(house: House) -> None:
    key = await house.begin(KIM, LEE)
    await house.book.join(key, MAX, "Quiet Heron", tell=True)
    await house.write(key, KIM, LEE)
    papers = await house.papers.of(key)
    _, lock = await house.book.open(key)
    assert len(papers) == 5
    assert {len(one.id) for one in papers} == {16}
    assert len({len(one.sealed) for one in papers}) == 1
    assert not any(veil.mark(lock)[:16] == one.id for veil in (KIM, LEE, MAX) for one in papers)
    assert not any(word in one.sealed for one in papers for word in (b"canary", b"Heron", b"slack"))


async def test_the_papers_of_somebody_in_two_sessions_have_nothing_in_common(house: House) -> None:
    first, second = await house.begin(KIM), await house.begin(KIM)
    for key in (first, second):
        await house.write(key, KIM)
    assert not {one.id for one in await house.papers.of(first)} & {one.id for one in await house.papers.of(second)}


async def test_a_paper_that_is_laid_in_the_place_of_another_is_not_read(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    key = await house.begin(KIM, LEE)
    one, other = await house.write(key, KIM, LEE)
    sealed = await house.papers.find(key, one.id)
    assert sealed
    assert await house.papers.save(SealedPaper(session=key, id=other.id, sealed=sealed.sealed))
    assert await house.book.contributions(key) == [one]
    assert key not in caplog.text
    assert other.id not in caplog.text


# Revealing ---------------------------------------------------------------------------


async def test_few_contributions_are_shown_once_everybody_who_wrote_agrees(house: House) -> None:
    key = await house.begin(KIM, LEE)
    said = await house.write(key, KIM, LEE)
    await house.book.agree(key, KIM, 0)
    with pytest.raises(Refusal, match="too early"):
        await house.facilitation.reveal(key, 0)
    assert await house.shown(key) == []
    await house.book.agree(key, LEE, 0)
    await house.facilitation.reveal(key, 0)
    assert {one.id for one in await house.shown(key)} == {one.id for one in said}


async def revealed(house: House) -> tuple[str, Sequence[Contribution]]:
    """Return a session in which five contributions of three people were shown, Kim's first."""
    key = await house.begin(KIM, LEE, MAX, UNA)
    said = await house.write(key, KIM, LEE, MAX, KIM, LEE)
    await house.facilitation.reveal(key, 0)
    return key, said


async def test_two_facilitators_reveal_once(house: House) -> None:
    key, said = await revealed(house)
    with pytest.raises(course.Moved):
        await house.facilitation.reveal(key, 0)
    assert sorted((await house.book.find(key)).order(0)) == sorted(one.id for one in said)


class Slow:
    """Papers that somebody else writes into just when they were listed, or just before one is added."""

    def __init__(self, papers: Papers, house: House, key: str, *, reveals: bool, phase: int = 0) -> None:
        self._papers = papers
        self._house, self._key, self._reveals, self._phase = house, key, reveals, phase
        self._quick = False
        self.find, self.some, self.count, self.save = papers.find, papers.some, papers.count, papers.save
        self.remove = papers.remove

    async def of(self, session_id: str) -> Sequence[SealedPaper]:
        listed = await self._papers.of(session_id)
        if not self._reveals and not self._quick:
            self._quick = True
            await self._house.book.contribute(self._key, UNA, self._phase, "at the last moment")
        return listed

    async def add(self, paper: SealedPaper) -> bool:
        if self._reveals:
            await self._house.facilitation.reveal(self._key, 0)
        return await self._papers.add(paper)


async def test_what_comes_while_it_is_decided_what_is_shown_is_shown_too(house: House) -> None:
    key = await house.begin(KIM, LEE, MAX, UNA)
    await house.write(key, KIM, LEE, MAX, KIM, LEE)
    listing = house.another(Slow(house.papers, house, key, reveals=False))
    await Facilitation(listing, chance=CHANCE).reveal(key, 0)
    assert "at the last moment" in [one.text for one in await house.shown(key)]


async def test_whoever_agreed_and_writes_afterwards_has_not_agreed_to_that(house: House) -> None:
    key = await house.begin(KIM, LEE, MAX)
    await house.write(key, KIM)
    for again in (LEE, KIM):
        for veil in (KIM, LEE, MAX):
            await house.book.agree(key, veil, 0)
        await house.write(key, again)
        with pytest.raises(Refusal, match="too early"):
            await house.facilitation.reveal(key, 0)
    await house.book.agree(key, KIM, 0)
    await house.facilitation.reveal(key, 0)
    assert len(await house.shown(key)) == 3


async def test_what_is_written_is_not_there_before_its_author_is_asked_again(house: House) -> None:
    key = await house.begin(KIM, LEE)
    await house.write(key, KIM)
    for veil in (KIM, LEE):
        await house.book.agree(key, veil, 0)

    class Quick(Slow):
        async def add(self, paper: SealedPaper) -> bool:
            added = await house.papers.add(paper)
            with pytest.raises(Refusal, match="too early"):
                await house.facilitation.reveal(key, 0)
            return added

    quick = house.another(Quick(house.papers, house, key, reveals=True))
    await quick.contribute(key, LEE, 0, "not agreed to")
    assert await house.shown(key) == []


async def test_who_replies_to_the_little_that_all_agreed_to_still_agrees(house: House) -> None:
    key = await house.begin(KIM, LEE)
    said = await house.write(key, KIM, LEE)
    for veil in (KIM, LEE):
        await house.book.agree(key, veil, 0)
    await house.facilitation.hold(key, said[1].id)
    await house.facilitation.reveal(key, 0)
    await house.book.contribute(key, KIM, 0, "Me too", said[0].id)
    await house.facilitation.let_through(key, said[1].id)
    assert said[1].id in [one.id for one in await house.shown(key)]


async def test_what_comes_just_after_is_refused_and_not_kept(house: House) -> None:
    key = await house.begin(KIM, LEE, MAX, UNA)
    await house.write(key, KIM, LEE, MAX, KIM, LEE)
    late = house.another(Slow(house.papers, house, key, reveals=True))
    with pytest.raises(Refusal, match="just before yours"):
        await late.contribute(key, UNA, 0, "too late")
    assert len(await house.shown(key)) == 5
    assert "too late" not in [one.text for one in await house.book.contributions(key)]


async def test_what_comes_just_after_the_writing_ended_is_refused_and_not_kept(house: House) -> None:
    key = await house.begin(KIM, LEE, MAX, UNA)
    await house.write(key, KIM, LEE, MAX, KIM, LEE)

    class Shut(Slow):
        async def add(self, paper: SealedPaper) -> bool:
            there = await house.book.contributions(key)
            await house.book.change(key, lambda now: waiting.shut(now, 0, there))
            return await self._papers.add(paper)

    late = house.another(Shut(house.papers, house, key, reveals=True))
    with pytest.raises(Refusal, match="just before yours"):
        await late.contribute(key, UNA, 0, "too late")
    assert "too late" not in [one.text for one in await house.book.contributions(key)]
    assert len((await house.facilitation.reveal(key, 0)).order(0)) == 5


async def test_little_that_all_agreed_to_show_is_shown_without_what_somebody_else_writes_just_then(
    house: House,
) -> None:
    key = await house.begin(KIM, LEE, UNA)
    await house.write(key, KIM, LEE)
    for veil in (KIM, LEE):
        await house.book.agree(key, veil, 0)
    ready = await house.book.contributions(key)
    await house.book.contribute(key, UNA, 0, "at the last moment")
    await house.book.change(key, lambda now: showing.reveal(now, 0, ready, CHANCE))
    await house.facilitation.gather(key)
    assert len(await house.shown(key)) == 2
    assert "at the last moment" not in [one.text for one in await house.shown(key)]


async def test_what_is_written_as_the_phase_is_left_is_given_back(house: House) -> None:
    key = await house.begin(KIM, LEE)

    class Left(Slow):
        async def add(self, paper: SealedPaper) -> bool:
            await self._house.book.change(self._key, lambda now: course.advance(now, 0, NOW))
            return await self._papers.add(paper)

    late = house.another(Left(house.papers, house, key, reveals=True))
    with pytest.raises(Refusal, match="just before yours"):
        await late.contribute(key, KIM, 0, "too late")
    assert "too late" not in [one.text for one in await house.book.contributions(key)]


async def test_what_was_written_live_is_shown_as_the_session_closes(house: House) -> None:
    key = await house.begin(KIM, key="balint", phase=1)
    await house.book.contribute(key, KIM, 1, "just before the end")
    await house.facilitation.close(key)
    assert [one.text for one in await house.shown(key)] == ["just before the end"]


async def test_once_it_is_over_what_was_held_back_stays_so(house: House) -> None:
    key, said = await revealed(house)
    await house.facilitation.hold(key, said[0].id)
    await house.book.change(key, lambda now: course.advance(now, 0, NOW))
    late = await house.book.contribute(key, KIM, 1, "never shown")
    await house.facilitation.hold(key, late.id)
    await house.facilitation.close(key, gently=True)
    with pytest.raises(Refusal, match="stays unshown"):
        await house.facilitation.let_through(key, late.id)
    await house.facilitation.let_through(key, said[0].id)
    assert said[0].id in [one.id for one in await house.shown(key)]


async def test_whoever_goes_on_ends_no_pause(house: House) -> None:
    key = await house.begin(KIM)
    await house.book.change(key, lambda now: course.pause(now, NOW))
    with pytest.raises(Refusal, match="paused for everyone"):
        await house.book.change(key, lambda now: course.advance(now, 0, NOW))


async def test_what_was_written_live_is_not_lost_when_the_phase_ends_just_then(house: House) -> None:
    key = await house.begin(KIM, key="balint", phase=1)

    class Ending(Slow):
        async def add(self, paper: SealedPaper) -> bool:
            added = await self._papers.add(paper)
            for phase in (1, 2, 3):
                await self._house.book.change(self._key, lambda now, phase=phase: course.advance(now, phase, NOW))  # type: ignore[misc]
            await self._house.book.change(self._key, lambda now: course.looked(now, now.changes, None))
            return added

    await house.another(Ending(house.papers, house, key, reveals=True)).contribute(key, KIM, 1, "at the last moment")
    assert (await house.book.find(key)).look_at == NOW
    await house.facilitation.gather(key)
    assert [one.text for one in await house.shown(key)] == ["at the last moment"]


# What is shown -------------------------------------------------------------------------


async def test_a_reply_is_shown_without_waiting(house: House) -> None:
    key, said = await revealed(house)
    await house.book.change(key, lambda now: course.advance(now, 0, NOW))
    reply = await house.book.contribute(key, UNA, 1, "Me too", answers=said[0].id)
    assert (reply.phase, reply.answers) == (0, said[0].id)
    assert (await house.book.find(key)).look_at == NOW
    assert (await house.facilitation.gather(key)).order(0)[-1] == reply.id


async def test_whatever_becomes_of_it_the_message_is_said_anew(house: House) -> None:
    key, said = await revealed(house)
    for number, doing in enumerate(
        (
            house.facilitation.hold(key, said[1].id),
            house.facilitation.let_through(key, said[1].id),
            house.facilitation.remove(key, said[1].id),
            house.book.withdraw(key, KIM, said[0].id),
        ),
        1,
    ):
        await doing
        assert (await house.book.find(key)).sayings[-1].edits == number


async def test_some_are_found_and_those_that_are_not_there_left_out(house: House) -> None:
    key = await house.begin(KIM)
    (said,) = await house.write(key, KIM)
    assert await house.book.some(key, ("never there", said.id)) == {said.id: said}


async def test_only_its_author_withdraws_something_and_then_no_word_of_it_is_left(house: House) -> None:
    key, said = await revealed(house)
    await Resonance(house.book).resonate(key, UNA, said[0].id)
    with pytest.raises(Refusal, match="whoever wrote"):
        await house.book.withdraw(key, LEE, said[0].id)
    for _ in range(2):
        gone = await house.book.withdraw(key, KIM, said[0].id)
        assert (gone.standing, gone.text, gone.resonates) == (Standing.WITHDRAWN, "", frozenset())
    assert said[0].id not in [one.id for one in await house.shown(key)]


# The end -------------------------------------------------------------------------------


async def test_shredding_leaves_nothing(house: House) -> None:
    key, _ = await revealed(house)
    await house.book.shred(key)
    assert await house.papers.of(key) == []
    assert await house.vault.shredded() == []
    for doing in (house.book.find(key), house.book.join(key, KIM, "x"), house.book.contribute(key, KIM, 0, "x")):
        with pytest.raises(Over, match="session is over"):
            await doing


async def test_what_is_shredded_while_somebody_writes_keeps_nothing_of_theirs(busy_house: House) -> None:
    people = crowd(12)
    key = await busy_house.begin(*people)
    writing = [busy_house.another().contribute(key, veil, 0, "x") for veil in people]
    done = await asyncio.gather(*writing[:6], busy_house.book.shred(key), *writing[6:], return_exceptions=True)
    assert all(one is None or isinstance(one, Contribution | Over) for one in done)
    assert await busy_house.papers.count(key) == 0


async def test_what_a_crash_left_of_a_session_goes_when_cases_are_looked_after(house: House) -> None:
    key, other = (await revealed(house))[0], await house.begin(KIM)
    await house.vault.shred(key)
    await Casebook(MemoryCases(), house.vault, beside=(house.kept,)).expire(NOW)
    assert await house.papers.of(key) == []
    assert [one.id for one in await house.book.all()] == [other]
    assert await house.vault.shredded() == []


async def test_a_session_is_looked_at_when_its_phase_is_over(house: House) -> None:
    key = await house.begin()
    ends_at = (await house.book.change(key, lambda now: course.looked(now, now.changes, None))).ends_at
    assert ends_at
    assert await house.book.next_due() == ends_at
    assert await house.book.due(NOW) == []
    assert [one.id for one in await house.book.due(ends_at)] == [key]

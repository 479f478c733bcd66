"""What every Whereabouts promises, played over the book of cases and that of sessions; and a relay over both."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest

from bot.chat.requests import Address
from bot.chat.veil import Lock, Veil, opened_address
from bot.chat.views import Text
from bot.delivery.model import Gone, Later
from bot.reflection.ears import Ears
from bot.reflection.folder import Folder
from bot.reflection.model import Session
from bot.reflection.sessionbook import SessionBook
from bot.support.casebook import Casebook
from bot.support.kept import Kept, SealedCase
from bot.support.model import Dossier, Entry, Kind, Part, Voice
from bot.support.relay import Relay, Whereabouts, sealed_address
from bot.support.vault import LockedAway, OutOfOrder, Shredded
from tests.delivery.platform import Platform
from tests.fakes import MemoryCases, MemoryKept, MemoryPapers, MemoryVault
from tests.reflection.sessions import session
from tests.support.stuck import StuckVault

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
KIM = Veil("slack:T1:KIM", "Kim")
KIMS = Address("slack", "@KIM")
WORDS = (Text(("There is something new.",)),)


@dataclass
class Shelf:
    """A book in which Kim can be found; `begin` takes whether she wants to be told, and returns where she is."""

    book: Whereabouts
    kept: Kept
    begin: Callable[[bool], Awaitable[tuple[str, str]]]

    async def kim(self, *, told: bool = True) -> tuple[str, str]:
        return await self.begin(told)


def _cases(vault: MemoryVault) -> Shelf:
    kept = MemoryCases()
    book = Casebook(kept, vault)

    async def begin(told: bool) -> tuple[str, str]:
        def make(case_id: str, lock: Lock) -> Dossier:
            address = KIM.address(lock) if told else None
            voice = Voice(id="00000001", part=Part.AUTHOR, mark=KIM.mark(lock), name="A", address=address)
            entry = Entry(id="00000002", voice=voice.id, kind=Kind.REQUEST, text="x")
            place = Address("slack", "C1")
            return Dossier(id=case_id, place=place, name="A", opened=NOW, voices=(voice,), entries=(entry,))

        dossier = await book.start(make)
        return dossier.id, dossier.author.id

    return Shelf(book, kept, begin)


def _sessions(vault: MemoryVault) -> Shelf:
    kept = MemoryKept()
    papers = MemoryPapers(kept)
    book = SessionBook(kept, papers, vault)

    async def begin(told: bool) -> tuple[str, str]:
        def make(session_id: str, lock: Lock) -> Session:
            del lock
            return replace(session(), id=session_id)

        key = (await book.start(make)).id
        who = await book.join(key, KIM, "Quiet Heron", tell=told)
        _, lock = await book.open(key)
        return key, Folder(papers, key, lock).place(who.mark)

    return Shelf(Ears(book), kept, begin)


@pytest.fixture
def vault() -> StuckVault:
    return StuckVault()


@pytest.fixture(params=[_cases, _sessions])
def shelf(request: pytest.FixtureRequest, vault: StuckVault) -> Shelf:
    make: Callable[[MemoryVault], Shelf] = request.param
    return make(vault)


async def test_finds_an_address_and_the_lock_that_opens_it(shelf: Shelf) -> None:
    lock, address = await shelf.book.reach(*await shelf.kim())
    assert address
    assert opened_address(address, lock) == "slack:T1:KIM"


async def test_who_wants_no_word_and_who_is_not_there_have_no_address(shelf: Shelf) -> None:
    key, within = await shelf.kim(told=False)
    assert [(await shelf.book.reach(key, one))[1] for one in (within, "nobody", "")] == [None] * 3


async def test_what_is_not_here_or_not_any_more_is_shredded(shelf: Shelf, vault: StuckVault) -> None:
    key, within = await shelf.kim()
    await vault.shred(key)
    for one in (key, "0123456789abcdef", ""):
        with pytest.raises(Shredded):
            await shelf.book.reach(one, within)


async def test_what_nobody_can_open_any_more_is_locked_away(shelf: Shelf) -> None:
    key, within = await shelf.kim()
    assert await shelf.kept.save(SealedCase(id=key, sealed=b"sealed with another key, which was lost"))
    with pytest.raises(LockedAway):
        await shelf.book.reach(key, within)


async def test_keys_that_cannot_be_used_just_now_are_no_reason_to_give_up(shelf: Shelf, vault: StuckVault) -> None:
    key, within = await shelf.kim()
    vault.stuck = True
    with pytest.raises(OutOfOrder):
        await shelf.book.reach(key, within)


# A relay over both -------------------------------------------------------------------


class Post:
    """A relay that asks the book of cases first, and then that of sessions."""

    def __init__(self, vault: MemoryVault) -> None:
        self.slack = Platform()
        self.cases, self.sessions = _cases(vault), _sessions(vault)
        self.relay = Relay(self.cases.book, {"slack": self.slack}, beside=(self.sessions.book,))

    async def addresses(self) -> list[Address]:
        """Return where Kim can be written to about a case, and about a session."""
        return [sealed_address(*await shelf.kim()) for shelf in (self.cases, self.sessions)]


@pytest.fixture
def post(vault: StuckVault) -> Post:
    return Post(vault)


async def test_carries_to_people_of_both_and_the_references_look_alike(post: Post) -> None:
    references = [await post.relay.post(to, WORDS, "k") for to in await post.addresses()]
    assert [(to, text) for to, _, text in post.slack.history] == [(KIMS, "There is something new.")] * 2
    assert len(set(map(len, references))) == 1
    assert len(set(references)) == 2


async def test_what_was_said_to_either_is_found_changed_and_taken_back(post: Post) -> None:
    for number, to in enumerate(await post.addresses()):
        posted = await post.relay.post(to, WORDS, f"k{number}")
        found = await post.relay.find(to, f"k{number}", NOW)
        assert found
        await post.relay.edit(to, found, (Text(("Something else.",)),))
        assert post.slack.said[-1] == "Something else."
        await post.relay.remove(to, posted)
        assert post.slack.said[-1] == ""


async def test_a_reference_of_the_one_opens_nothing_of_the_other(post: Post) -> None:
    case, held = await post.addresses()
    posted = await post.relay.post(case, WORDS, "k")
    with pytest.raises(Gone):
        await post.relay.remove(held, posted)
    assert post.slack.said == ["There is something new."]


async def test_what_is_in_neither_is_gone_and_what_is_stuck_waits(post: Post, vault: StuckVault) -> None:
    for to in await post.addresses():
        vault.stuck = True
        with pytest.raises(Later):
            await post.relay.post(to, WORDS, "k")
        vault.stuck = False
        await vault.shred(to.channel.partition(".")[0])
        with pytest.raises(Gone):
            await post.relay.post(to, WORDS, "k")
    assert post.slack.said == []

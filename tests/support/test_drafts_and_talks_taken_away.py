"""What somebody takes away lies in no file of the database any more, sealed or not, as soon as they are told so."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.support.nudges import Nudges
from bot.support.wishes import Wishes
from store.cases import SqlCases
from store.database import open_database
from tests.introductions.unnamed import ADA, ENTRY, accepted
from tests.support.house import KIM, LEE, House, person

ANSWER = "I know those rounds."
LEAD = person("Fay")
# Of what is sealed, so many bytes are the same nowhere else; pages of the database break it here and there.
PIECE = 32


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_database(f"sqlite:///{tmp_path}/t.db") as engine:
        yield House(cases=SqlCases(engine), entries=(ENTRY,), lead=str(LEAD.account))


async def test_the_words_of_a_draft_that_was_changed(house: House, tmp_path: Path) -> None:
    await house.ask()
    before = await sealed(house)
    assert lies_in(tmp_path, before)
    assert "Something else." in await house.press("Change my words", text="Something else.")
    assert not lies_in(tmp_path, before)


async def test_the_words_of_a_draft_that_was_discarded(house: House, tmp_path: Path) -> None:
    case = await house.post()
    await house.do(f"support-answer?case={case.id}", LEE, text=ANSWER)
    before = await sealed(house)
    assert lies_in(tmp_path, before)
    assert "nothing of it is kept" in await house.press("Discard", LEE)
    assert not lies_in(tmp_path, before)


async def test_words_in_a_talk_that_were_taken_back(house: House, tmp_path: Path) -> None:
    await accepted(house)
    await house.do("inbox", KIM)
    await house.press("Open", KIM)
    await house.press("Write", KIM, text="Ring me on 07700 900123, Kim", anyhow="send")
    before = await sealed(house)
    assert lies_in(tmp_path, before)
    assert "its words are not kept any more" in await house.press("Take it back", KIM)
    assert not lies_in(tmp_path, before)


async def test_an_answer_that_was_withdrawn(house: House, tmp_path: Path) -> None:
    await house.post()
    await house.answers(LEE, ANSWER)
    case = await house.case()
    before = await sealed(house)
    assert lies_in(tmp_path, before)
    which = f"case={case.id}&entry={case.entries[-1].id}"
    assert "It is being taken away." in await house.do(f"support-withdraw?{which}", LEE)
    assert not lies_in(tmp_path, before)


async def test_a_request_that_was_withdrawn(house: House, tmp_path: Path) -> None:
    case = await house.post()
    before = await sealed(house)
    assert lies_in(tmp_path, before)
    assert "It is being taken away" in await house.press_on("support-withdraw", case, sure="yes")
    assert not lies_in(tmp_path, before)


async def test_what_somebody_was_asked_who_has_left(house: House, tmp_path: Path) -> None:
    await accepted(house)
    await house.press("Write", ADA, text=ANSWER)
    before = await sealed(house)
    assert lies_in(tmp_path, before)
    now = house.clock.now
    await Wishes(house.casebook, Nudges(house.casebook, house.letterbox, now)).part(ENTRY.id, now())
    assert not lies_in(tmp_path, before)


async def test_who_somebody_is_once_the_safeguarding_lead_was_told(house: House, tmp_path: Path) -> None:
    case = await house.post()
    await house.do("support-introduce-now", KIM, case=case.id)
    assert (await house.case()).introduction
    before = await sealed(house)
    assert lies_in(tmp_path, before)
    await house.settle()
    assert (await house.case()).introduction is None
    assert not lies_in(tmp_path, before)


async def sealed(house: House) -> bytes:
    """Return the only case as it is kept."""
    [row] = await house.stores.cases.all()
    return row.sealed


def lies_in(folder: Path, what: bytes) -> bool:
    """Whether any piece of something is in a file."""
    files = b"".join(path.read_bytes() for path in folder.iterdir())
    pieces = (what[start : start + PIECE] for start in range(0, len(what) - PIECE, PIECE))
    return any(piece in files for piece in pieces)

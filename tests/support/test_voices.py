"""Voices: one person may have several in a case, and is found behind each."""

from datetime import UTC, datetime

from bot.chat.requests import Address
from bot.chat.veil import Lock, Veil
from bot.support.casebook import Casebook
from bot.support.model import Dossier, Entry, Kind, Part, Voice
from tests.fakes import MemoryCases, MemoryVault

KIM, LEE = Veil("slack:T1:kim", "Kim"), Veil("slack:T1:lee", "Lee")


def case(case_id: str, lock: Lock) -> Dossier:
    author = Voice(id="a", part=Part.AUTHOR, mark=KIM.mark(lock), name="Quiet Heron")
    unnamed = Voice(id="b", part=Part.HELPER, mark=LEE.mark(lock), name="Calm Otter")
    named = Voice(id="c", part=Part.HELPER, mark=LEE.mark(lock), name="Lee", named=True)
    request = Entry(id="r", voice="a", kind=Kind.REQUEST, text="Hello")
    return Dossier(
        id=case_id,
        place=Address("slack", "C1"),
        name="Quiet Heron",
        opened=datetime(2026, 3, 1, 9, tzinfo=UTC),
        voices=(author, unnamed, named),
        entries=(request,),
    )


async def test_every_voice_of_a_person_is_found_and_nobody_elses() -> None:
    casebook = Casebook(MemoryCases(), MemoryVault())
    opened = await casebook.find((await casebook.start(case)).id)
    assert [voice.id for voice in opened.voices_of(LEE)] == ["b", "c"]
    assert [voice.id for voice in opened.voices_of(KIM)] == ["a"]
    assert opened.voices_of(Veil("slack:T1:max", "Max")) == ()
    assert opened.voice_of(LEE) == opened.dossier.voice("b")

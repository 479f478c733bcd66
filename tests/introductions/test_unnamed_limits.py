"""What spares those who are asked without a name, and those who ask so."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

import pytest

from bot.chat.requests import Account
from bot.support.model import Stage, Standing
from bot.support.vault import OutOfOrder
from tests.fakes import MemoryEpoch, MemoryLock, MemoryVault
from tests.introductions.unnamed import (
    ADA,
    ASKED,
    BEA,
    ENTRY,
    FAY,
    FIN,
    GLAD,
    OTHER,
    accepted,
    ask,
    begin,
    house_of,
    opens,
)
from tests.support.house import KIM, LEE, ROBIN, House, person


class Closed(MemoryVault):
    """A vault whose master key is elsewhere."""

    async def epochs(self, now: datetime) -> list[MemoryEpoch]:
        del now
        raise OutOfOrder

    async def locks(self, cases: Collection[str]) -> dict[str, MemoryLock]:
        del cases
        raise OutOfOrder


class Locking(MemoryVault):
    """A vault whose master key is taken elsewhere, and brought back."""

    locked = False

    async def locks(self, cases: Collection[str]) -> dict[str, MemoryLock]:
        if self.locked:
            raise OutOfOrder
        return await super().locks(cases)


@pytest.fixture
def house() -> House:
    return house_of()


async def test_asked_again_they_are_led_to_what_they_wrote(house: House) -> None:
    await begin(house)
    assert "You have begun to write to Ada Lister already." in await begin(house)
    await house.do("inbox", KIM)
    await house.press("Open", KIM)
    await house.press("Send now", KIM)
    await house.settle()
    again = await begin(house)
    assert "Your request is with Ada Lister already." in again
    assert ASKED in again, "their words are given back"
    assert ASKED in await house.press("Open it", KIM)


async def test_nobody_is_asked_too_often_with_and_without_names_together(house: House) -> None:
    await ask(house, KIM)
    await house.do("introduce?entry=ada", LEE, reason="Hello")
    await ask(house, ROBIN)
    assert "Ada Lister has been asked as often this week" in await begin(house, person("Pat"))
    assert "Ada Lister has been asked as often this week" in await house.do("introduce?entry=ada", BEA, reason="Hello")
    await house.wait(days=8)
    assert "before they see it" in await begin(house, person("Pat"))


async def test_so_many_a_day_and_support_can_still_be_asked_for() -> None:
    others = [
        replace(OTHER, id=f"x{n}", name=f"Other {n}", accounts=(Account("slack", "T1", f"X{n}"),)) for n in range(4)
    ]
    house = House(entries=others)
    for n in range(3):
        await ask(house, KIM, f"x{n}")
    assert "asked without your name 3 times within a day" in await begin(house, KIM, "x3")
    assert "before anybody sees it" in await house.ask(KIM)


async def test_facilitators_see_nothing_of_it_even_where_they_read_everything_first() -> None:
    house = house_of(review=True)
    await ask(house)
    dossier = await house.case()
    assert dossier.request.standing is Standing.SAID
    assert dossier.name not in await house.do("support-desk", FAY)
    page = await house.do("support-look", FAY, case=dossier.id)
    assert ASKED not in page
    assert "Ada" not in page


async def test_reported_they_see_the_words_and_whoever_wrote_them_can_be_stopped(house: House) -> None:
    await ask(house)
    await opens(house, ADA)
    await house.press("Report what they wrote", ADA, text="This is not about my skills.")
    await house.wait(minutes=30)
    dossier = await house.case()
    assert "not to be seen" in await house.do("support-desk", FAY)
    page = await house.do("support-look", FAY, case=dossier.id)
    assert ASKED in page
    assert "Kim" not in page
    await house.do("support-block", FAY, case=dossier.id, entry=dossier.request.id, days="7", reason="Not here.")
    await house.do("support-blocks", FIN)
    await house.press("Agree", FIN)
    assert "Two facilitators have decided" in await begin(house, KIM, "bea")


async def test_what_a_blocked_person_sent_before_does_not_arrive(house: House) -> None:
    await ask(house)
    first = await house.case()
    await begin(house, KIM, "bea")
    await house.press("Send", KIM)
    await house.do("support-report", ADA, case=first.id, entry=first.request.id, text="No.")
    await house.do("support-block", FAY, case=first.id, entry=first.request.id, days="7", reason="Not here.")
    await house.do("support-blocks", FIN)
    await house.press("Agree", FIN)
    await house.wait(minutes=30)
    assert house.private(BEA) == []
    [second] = [one for one in await house.cases() if one.asks == "bea"]
    assert second.request.standing is Standing.UNSAID
    assert "It could not be sent." in await house.do("support-draft", KIM, case=second.id, entry=second.request.id)


async def test_who_leaves_the_directory_is_named_nowhere_any_more(house: House) -> None:
    await accepted(house)
    await house.press("Write", ADA, text=GLAD)
    await house.do("my-delete?sure=yes", ADA)
    await house.settle()
    dossier = await house.case()
    assert "Ada" not in str(dossier.voices)
    assert GLAD not in str(dossier.entries)
    assert "They are not in the Directory any more" in await opens(house, KIM)
    assert "Nothing is waiting for you." in await house.do("inbox", ADA)


async def test_what_waits_for_somebody_who_leaves_is_given_back(house: House) -> None:
    await begin(house)
    await house.press("Send")
    await house.do("my-delete?sure=yes", ADA)
    await house.wait(minutes=30)
    dossier = await house.case()
    assert (dossier.request.standing, dossier.request.text) == (Standing.UNSAID, ASKED)
    await house.do("support-draft", KIM, case=dossier.id, entry=dossier.request.id)
    assert "They are not in the Directory any more." in await house.press("Try again")


async def test_a_question_to_somebody_who_is_not_listed_any_more_gives_the_words_back(house: House) -> None:
    await house.stores.directory.remove("ada")
    answer = await begin(house)
    assert "They cannot be asked here any more." in answer
    assert ASKED in answer


async def test_without_its_keys_people_are_found_and_told_that_they_cannot_ask_so() -> None:
    house = House(entries=(ENTRY,), vault=Closed())
    assert "Ada Lister" in await house.do("find-skill", KIM, skill="NVivo")
    answer = await begin(house)
    assert "Nothing can be said without a name just now" in answer
    assert ASKED in answer


async def test_whoever_else_removes_an_entry_lets_what_was_asked_of_it_end(house: House) -> None:
    await ask(house)
    await house.stores.directory.remove("ada")
    await house.wait(minutes=20)
    assert (await house.case()).stage is Stage.CLOSED
    assert "They are not in the Directory any more" in await opens(house, KIM)


async def test_what_a_listed_person_wrote_is_reported_with_the_name_that_it_stood_under(house: House) -> None:
    await accepted(house)
    await house.press("Write", ADA, text="What a silly question.")
    await opens(house, KIM)
    await house.press("Report what they wrote", KIM, text="That hurts.")
    await house.wait(minutes=30)
    page = await house.do("support-look", FAY, case=(await house.case()).id)
    assert "Reported, from a private talk, written by Ada Lister under their own name\nWhat a silly question." in page
    assert "Kim" not in page


async def test_whoever_reads_words_of_danger_is_told_what_they_can_do(house: House) -> None:
    await house.do("introduce-unnamed?entry=ada", KIM, text="Could you look at my codes? I want to end my life.")
    await house.press("Send now", KIM)
    await house.settle()
    page = await opens(house, ADA)
    assert "You need not carry that alone" in page
    assert "116 123" in page
    assert "You need not carry that alone" not in await opens(house, KIM)


async def test_without_the_keys_somebody_leaves_all_the_same_and_what_was_asked_of_them_ends_later() -> None:
    vault = Locking()
    house = House(entries=(ENTRY,), vault=vault)
    await ask(house)
    vault.locked = True
    assert "without a name just now" not in await house.do("my-delete?sure=yes", ADA)
    assert await house.stores.directory.find("ada") is None
    vault.locked = False
    await house.wait(minutes=20)
    assert (await house.case()).stage is Stage.CLOSED


async def test_who_leaves_without_the_keys_is_forgotten_in_what_is_over_too_once_they_are_there_again() -> None:
    vault = Locking()
    house = House(entries=(ENTRY,), vault=vault)
    await ask(house)
    await opens(house, ADA)
    await house.press("Not now", ADA)
    await house.press("Yes, tell them", ADA)
    assert (await house.case()).stage is Stage.CLOSED
    vault.locked = True
    await house.do("my-delete?sure=yes", ADA)
    vault.locked = False
    assert "Ada" in str((await house.case()).voices)
    await house.wait(minutes=20)
    assert "Ada" not in str((await house.case()).voices)

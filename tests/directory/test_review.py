"""Organisers glance at who joins, and see what was changed when; and owners are asked, quietly, twice a year."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.chat.requests import Address
from bot.chat.views import Actions, Button, plain
from bot.delivery.composers import Unsaid, Words
from bot.delivery.model import Delivery, Outcome, State
from bot.directory.model import MOST_NOTES, By, Consent, Entry, Note
from tests.directory.keeping import KIM, LEE, NOON, OLA, Network

ANA = Entry(
    id="a1", name="Ana Reid", skills=("NVivo",), consent=Consent.GIVEN, accounts=(KIM,), checked_on=date(2025, 9, 10)
)


async def joined() -> Network:
    network = Network(review=True)
    lee = network.person(LEE, "Lee Okoro")
    await lee.type("/my-skills")
    await lee.press("Join the Directory")
    assert "An organiser will have a look at this entry" in await lee.submit(skills="bread", found="yes")
    return network


# Joining -----------------------------------------------------------------------


async def test_who_joins_is_found_by_nobody_until_an_organiser_approves() -> None:
    network = await joined()
    kim, ola = network.person(), network.organiser()
    assert "Nobody" in await kim.type("/find-skill bread")
    assert "Lee Okoro\nbread" in await ola.type("/directory-review")
    assert "Lee Okoro is listed now." in await ola.press("Approve")
    assert "Nobody waits." in await ola.type("/directory-review")
    assert "Lee Okoro" in await kim.type("/find-skill bread")
    (note, _) = await network.stores.directory.notes(most=9)
    assert (note.by, note.what) == (By.ORGANISER, "approved of")


async def test_organisers_are_told_once_and_the_newcomer_of_the_decision() -> None:
    network = await joined()
    (told,) = await network.waiting()
    assert (told.to, told.payload) == (Address.of(OLA), (await network.entry(LEE)).id)
    said = await network.compose(told)
    assert isinstance(said, Words)
    assert "Lee Okoro joined the Directory and waits for a glance." in plain(said.blocks)
    ola = network.organiser()
    await ola.type("/directory-review")
    await ola.press("Approve")
    assert isinstance(await network.compose(told), Unsaid)
    decision = next(one for one in await network.waiting() if one.to == Address.of(LEE))
    words = await network.compose(decision)
    assert isinstance(words, Words)
    assert "members can find you" in plain(words.blocks)


async def test_an_organiser_removes_after_being_asked_once_and_the_newcomer_is_told() -> None:
    network = await joined()
    ola = network.organiser()
    await ola.type("/directory-review")
    assert "Remove the entry of Lee Okoro for good?" in await ola.press("Remove")
    assert "is removed" in await ola.press("Remove")
    assert await network.stores.directory.entries() == []
    decision = next(one for one in await network.waiting() if one.to == Address.of(LEE))
    words = await network.compose(decision)
    assert isinstance(words, Words)
    assert "took your entry out" in plain(words.blocks)


async def test_a_second_organiser_learns_that_it_is_done() -> None:
    network = await joined()
    one, other = network.organiser(), network.organiser()
    await one.type("/directory-review")
    await other.type("/directory-review")
    await one.press("Approve")
    assert "does not wait any more" in await other.press("Remove")


async def test_an_organiser_approves_of_the_words_they_saw() -> None:
    network = await joined()
    ola, lee = network.organiser(), network.person(LEE, "Lee Okoro")
    await ola.type("/directory-review")
    await lee.type("/my-skills")
    await lee.press("Edit about me")
    await lee.submit(about="Buy my pills")
    text = await ola.press("Approve")
    assert "Lee Okoro changed the entry meanwhile. Look at it once more." in text
    assert "Buy my pills" in text
    assert (await network.entry(LEE)).pending
    assert "Lee Okoro is listed now." in await ola.press("Approve")


async def test_organisers_are_shown_an_entry_without_an_owner_of_the_same_name() -> None:
    network = await joined()
    ola = network.organiser()
    assert "without an owner" not in await ola.type("/directory-review")
    await network.stores.directory.save(Entry(id="old", name="Dr. LEE Okoro"))
    assert "There is an entry without an owner of this name" in await ola.type("/directory-review")


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ("Lee Okorocha", False),
        ("Leeson Okoro", False),
        ("Lee Anne Okoro", False),
        ("Okoro, Lee", True),
        ("Prof. lee Okoro, PhD", True),
    ],
)
async def test_a_name_that_only_begins_alike_is_not_the_same(other: str, same: bool) -> None:
    network = await joined()
    await network.stores.directory.save(Entry(id="old", name=other))
    assert ("without an owner" in await network.organiser().type("/directory-review")) is same


@pytest.mark.parametrize("line", ["/directory-review", "/directory-history"])
async def test_these_pages_are_for_organisers(line: str) -> None:
    assert "is for organisers" in await Network([ANA]).person().type(line)


async def test_without_review_nobody_waits_and_nobody_is_told() -> None:
    network = Network()
    lee = network.person(LEE, "Lee")
    await lee.type("/my-skills")
    await lee.press("Join the Directory")
    await lee.submit(skills="bread", found="yes")
    assert await network.waiting() == []
    assert "Nobody waits." in await network.organiser().type("/directory-review")


# History -----------------------------------------------------------------------


async def test_history_says_who_changed_what_kind_of_thing_when_and_never_what_it_said() -> None:
    network = Network([ANA, Entry(id="b2", name="Bo Hall")])
    await network.stores.directory.change(
        1, put=[Entry(id="b2", name="Bo Hall")], notes=[Note("b2", NOON - timedelta(days=9), By.IMPORT, ("role",))]
    )
    kim = network.person()
    await kim.type("/my-skills")
    await kim.press("Edit about me")
    await kim.submit(about="A secret sorrow", role="Matron")
    ola = network.organiser()
    text = await ola.type("/directory-history")
    assert (
        "10 March 2026 · Ana Reid · role, about · by themselves\n1 March 2026 · Bo Hall · role · by an import" in text
    )
    assert "sorrow" not in text
    assert "Bo Hall" not in await ola.type("/directory-history ana")
    await network.stores.directory.remove("a1")
    assert "Ana Reid" not in await ola.type("/directory-history")


async def changed(names: Sequence[str], times: int) -> Network:
    """Let people have been changed so often each, the first of them first, and once a day."""
    people = [Entry(id=f"p{place}", name=name) for place, name in enumerate(names)]
    network = Network(people)
    days = range(len(names) * times)
    notes = [Note(f"p{n // times}", NOON - timedelta(days=len(days) - n), By.IMPORT, ("role",)) for n in days]
    await network.stores.directory.change(1, put=people, notes=notes)
    return network


async def test_history_of_several_people_begins_with_what_was_changed_last_in_any_of_them() -> None:
    network = await changed(["Ana Reid", "Bo Reid"], MOST_NOTES - 1)
    lines = (await network.organiser().type("/directory-history reid")).splitlines()[1:-1]
    names = [line.split(" · ")[1] for line in lines]
    assert names == ["Bo Reid"] * (MOST_NOTES - 1) + ["Ana Reid"]


@pytest.mark.parametrize(("people", "told"), [(5, False), (6, True)])
async def test_history_says_where_more_people_have_such_a_name_than_it_shows(people: int, told: bool) -> None:
    network = await changed([f"{first} Reid" for first in ("Al", "Bo", "Cy", "Di", "Ed", "Flo")[:people]], 1)
    text = await network.organiser().type("/directory-history reid")
    assert "Ed Reid" in text
    assert "Flo Reid" not in text, "of these at most five are shown"
    assert ("More than 5 people have such a name, and these are the first; write more of it" in text) is told


async def test_history_of_a_name_misspelt_asks_who_is_meant() -> None:
    network = Network([ANA, Entry(id="b2", name="Bo Hall")])
    kim = network.person()
    await kim.type("/my-skills")
    await kim.press("Hide")
    ola = network.organiser()
    assert await ola.complete("directory-history", "person", "Ana Ried") == ["Ana Reid"]
    text = await ola.type("/directory-history Ana Ried")
    assert "Nobody in the Directory is called “Ana Ried”. Did you mean Ana Reid?" in text
    assert "Ana Reid · " in await ola.press("See its changes")
    assert "Part of the name is enough." in await ola.type("/directory-history Grace Hopper")


async def test_history_says_that_somebody_chose_how_to_be_asked_and_not_what_they_chose() -> None:
    network = Network([ANA])
    kim = network.person()
    await kim.type("/my-skills")
    await kim.press("How to reach me")
    await kim.submit(unnamed="no")
    text = await network.organiser().type("/directory-history")
    assert "10 March 2026 · Ana Reid · introductions without a name · by themselves" in text
    assert "by name alone" not in text


# Still right? --------------------------------------------------------------------


async def sent(network: Network, delivery: Delivery) -> None:
    """Let a question be sent at its time."""
    (claimed,) = await network.stores.outbox.claim(delivery.due_at, delivery.due_at + timedelta(minutes=1), most=9)
    assert claimed.key == delivery.key
    await network.stores.outbox.settle(claimed, Outcome(state=State.SENT, posted="1"))


async def test_asks_six_months_after_somebody_last_looked_on_a_working_morning() -> None:
    network = Network([ANA, replace(ANA, id="b2", accounts=(LEE,), checked_on=date(2025, 9, 11))])
    await network.plan()
    (question,) = await network.waiting()
    assert question.to == Address.of(KIM)
    assert NOON < question.due_at <= NOON + timedelta(days=25)
    assert (question.due_at.hour, question.due_at.tzinfo) == (10, UTC)
    assert question.due_at.weekday() < 5
    said = await network.compose(question)
    assert isinstance(said, Words)
    assert "Is this still right?\nAna Reid\nNVivo" in plain(said.blocks)
    labels = [
        b.label for block in said.blocks if isinstance(block, Actions) for b in block.controls if isinstance(b, Button)
    ]
    assert labels == ["Yes", "Edit", "Hide me"]


async def test_those_whose_time_comes_on_one_day_are_asked_over_several() -> None:
    many = [replace(ANA, id=f"{n}", accounts=(replace(KIM, user=f"U{n}"),)) for n in range(60)]
    network = Network(many)
    await network.plan()
    days = [one.due_at.date() for one in await network.waiting()]
    assert len(days) == 60
    assert len(set(days)) > 10


async def test_planning_again_asks_nobody_twice_and_looks_once_a_day() -> None:
    network = Network([ANA])
    assert await network.plan() == datetime(2026, 3, 11, 0, 1, tzinfo=UTC)
    for _ in range(3):
        network.at += timedelta(days=1)
        await network.plan()
    assert len(await network.waiting()) == 1


@pytest.mark.parametrize(
    "entry",
    [
        replace(ANA, accounts=()),
        replace(ANA, consent=Consent.REFUSED),
        replace(ANA, pending=True),
        replace(ANA, checked_on=None),
        replace(ANA, checked_on=date(2025, 9, 11)),
    ],
    ids=["nobody's", "hidden", "pending", "never looked at", "not yet"],
)
async def test_asks_nobody_else(entry: Entry) -> None:
    network = Network([entry])
    await network.plan()
    assert await network.waiting() == []


async def test_asks_nobody_at_all_when_the_network_does_not_want_it() -> None:
    network = Network([ANA], still_right_months=0)
    await network.plan()
    assert await network.waiting() == []


async def test_yes_is_one_tap_and_ends_the_matter_for_half_a_year() -> None:
    network = Network([ANA])
    await network.plan()
    (question,) = await network.waiting()
    kim = network.person()
    said = await network.compose(question)
    assert isinstance(said, Words)
    kim.reply = type(kim.reply)(tuple(said.blocks))
    assert "Thank you. Your entry stays as it is." in await kim.press("Yes")
    assert ((await network.entry()).checked_on, (await network.entry()).own) == (NOON.date(), frozenset())
    assert isinstance(await network.compose(question), Unsaid)
    network.at += timedelta(days=170)
    await network.plan()
    assert len(await network.waiting()) == 1


async def test_hide_me_is_one_tap_too() -> None:
    network = Network([ANA])
    await network.plan()
    said = await network.compose((await network.waiting())[0])
    assert isinstance(said, Words)
    kim = network.person()
    kim.reply = type(kim.reply)(tuple(said.blocks))
    await kim.press("Hide me")
    assert (await network.entry()).consent is Consent.REFUSED


async def test_whoever_is_gone_by_then_is_not_asked() -> None:
    network = Network([ANA])
    await network.plan()
    (question,) = await network.waiting()
    await network.stores.directory.remove("a1")
    assert isinstance(await network.compose(question), Unsaid)


async def test_whoever_did_not_answer_twice_is_shown_to_organisers_and_not_hidden_nor_asked_again() -> None:
    network = Network([ANA])
    for _ in range(2):
        await network.plan()
        (question,) = await network.waiting()
        network.at = question.due_at
        await sent(network, question)
        assert "Asked twice" not in await network.organiser().type("/directory-review")
        network.at += timedelta(days=190)
    await network.plan()
    assert await network.waiting() == []
    text = await network.organiser().type("/directory-review")
    told = "Asked twice without an answer, or could not be reached\nAna Reid (last right 10 September 2025)\n"
    assert f"{told}Nothing was hidden." in text
    assert (await network.entry()).listed

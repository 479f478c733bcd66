"""*Share who I am with the safeguarding lead*: the author alone, one case, one way, and confirmed twice."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from adapters.discord.render import render
from bot.chat.requests import Account, Actor, Address, Role
from bot.chat.views import Person, Tone, plain
from bot.delivery.model import Delivery, Refused, State, Unknown, Unreadable
from bot.support.disclosure import INTRODUCTION, for_a_lead
from bot.support.model import Dossier
from tests.support.house import AWAY, KIM, LEE, ROBIN, WORDS, House, person

LEAD, OTHER = person("Fay"), person("Gwen")
SHARE = "Share who I am with the safeguarding lead"
SURE = "Yes, tell them who I am"
STEPS = ("support-introduce", "support-introduce-sure", "support-introduce-now")
NUMBERS = "Emergency: call 999 · Samaritans: call 116 123 · Shout: text SHOUT to 85258."
GONE = Refused("They left.")


def a_house(*leads: Actor) -> House:
    """Build a house whose safeguarding leads these are."""
    return House(lead=",".join(str(one.account) for one in leads))


@pytest.fixture
def house() -> House:
    return a_house(LEAD)


async def confide(house: House, case: Dossier, actor: Actor = KIM) -> str:
    """Go through all three steps; returns what is said at the end."""
    await inbox(house, case, actor)
    await house.press(SHARE, actor)
    await house.press("Go on: I am asked once more", actor)
    return await house.press(SURE, actor)


async def inbox(house: House, case: Dossier, actor: Actor = KIM) -> str:
    return await house.do(f"inbox-case?case={case.id}", actor)


async def introductions(house: House) -> Sequence[Delivery]:
    """List what was handed in for leads about the only case."""
    about = await house.letterbox.about((await house.case()).id)
    return [one for one in about if one.kind == INTRODUCTION]


def labels(house: House) -> list[str]:
    return [one.label for one in house.buttons()]


# What happens --------------------------------------------------------------------


async def test_a_lead_is_told_in_private_who_wrote_which_request_and_what_they_expect(house: House) -> None:
    case = await house.post(needs="heard,talk")
    assert "on its way to the safeguarding lead" in await confide(house, case)
    await house.settle()
    [told] = house.private(LEAD)
    assert f"Kim wrote the request for support that goes by {case.name}" in told
    assert WORDS in told
    assert "to be heard, somebody to talk to privately" in told
    assert "Write to them within a day" in told
    assert "Tell nobody without their agreement" in told
    assert "They see in their inbox that this was delivered" in told


async def test_the_author_is_told_that_it_arrived_and_who_they_are_is_forgotten_again(house: House) -> None:
    case = await house.post()
    await confide(house, case)
    assert (await house.case()).introduction
    assert "Who you are is on its way" in await inbox(house, case)
    await house.settle()
    after = await house.case()
    assert (after.introduction, after.introduced) == (None, True)
    assert house.private() == ["There is something new for you. Type /inbox to read it; only you can see it."]
    seen = await inbox(house, case)
    assert "The safeguarding lead was told, in private, who you are" in seen
    assert NUMBERS in seen
    assert "on its way" not in seen


async def test_it_is_said_before_exactly_what_they_see_and_what_does_not_happen(house: House) -> None:
    case = await house.post()
    seen = await house.do(f"support-introduce?case={case.id}")
    for part in (
        "your name as this chat shows it, with your account",
        f"which request is yours: {case.name}",
        "Nobody else learns it",
        "It cannot be taken back",
        "Whoever owns this chat may be able to read",
        "This is not a crisis service",
        NUMBERS,
    ):
        assert part in seen
    assert labels(house) == ["I’m not safe", "Go on: I am asked once more", "No, leave it"]
    assert house.reply.replaces


async def test_it_is_asked_a_second_time_in_other_words_and_in_red(house: House) -> None:
    case = await house.post()
    first = await house.do(f"support-introduce?case={case.id}")
    second = await house.press("Go on: I am asked once more")
    assert "I have no way to make that undone" in second
    assert second not in first
    assert [one.tone for one in house.buttons()] == [Tone.DANGER, Tone.PLAIN]
    assert case.name in await house.press("No, leave it")
    await house.settle()
    assert house.private(LEAD) == []
    assert (await house.case()).introduction is None


async def test_authors_read_whom_they_would_tell(house: House) -> None:
    case = await house.post()
    await house.do(f"support-introduce?case={case.id}")
    people = [part for block in house.seen for part in getattr(block, "line", ()) if isinstance(part, Person)]
    assert [one.account for one in people] == [LEAD.account]


async def test_a_lead_elsewhere_learns_where_to_find_them() -> None:
    house = a_house(LEAD)
    case = await house.post(AWAY)
    await confide(house, case, AWAY)
    await house.settle()
    [told] = house.private(LEAD)
    assert "Ash wrote the request" in told
    assert "You find them on Discord." in told


async def test_every_lead_is_told_and_of_the_others_and_the_author_hears_it_once() -> None:
    house = a_house(LEAD, OTHER)
    case = await house.post()
    await confide(house, case)
    await house.settle()
    assert [len(house.private(one)) for one in (LEAD, OTHER)] == [1, 1]
    assert "Agree at once who of you writes" in house.private(LEAD)[0]
    assert (await inbox(house, case)).count("The safeguarding lead was told") == 1


async def test_a_long_request_leaves_room_for_what_the_author_expects(house: House) -> None:
    case = await house.post(text="word " * 590, needs="heard")
    drawn = str(render(list(for_a_lead(case, Person("Kim", KIM.account), (), "discord"))))
    for part in ("You find them on Slack.", "to be heard", "Write to them within a day", "delivered to you"):
        assert part in drawn


# Nobody else ---------------------------------------------------------------------


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("who", [ROBIN, LEAD, person("Fin", "slack", Role.FACILITATOR)], ids=lambda one: one.name)
async def test_nobody_but_the_author_can_do_it(house: House, step: str, who: Actor) -> None:
    case = await house.post()
    assert "Only whoever asked can do that." in await house.do(f"{step}?case={case.id}", who)
    await house.settle()
    assert house.private(LEAD) == []


async def test_who_answered_is_not_offered_it_and_cannot_do_it(house: House) -> None:
    case = await house.post()
    await house.answers(LEE, "So was I.")
    await inbox(house, case, LEE)
    assert SHARE not in labels(house)
    assert "Only whoever asked can do that." in await house.do(f"support-introduce-now?case={case.id}", LEE)


def nobody() -> House:
    return a_house()


def the_author_alone() -> House:
    return a_house(replace(KIM, account=Account("slack", "*", KIM.account.user)))


@pytest.mark.parametrize("build", [nobody, the_author_alone])
async def test_without_anybody_to_tell_there_is_no_button_and_another_way_is_named(build: Callable[[], House]) -> None:
    house = build()
    case = await house.post()
    await inbox(house, case)
    assert SHARE not in labels(house)
    for step in STEPS:
        seen = await house.do(f"{step}?case={case.id}")
        assert "There is no safeguarding lead here whom I could tell" in seen
        assert NUMBERS in seen
        assert "I’m not safe" in labels(house)
    assert (await house.case()).introduction is None


async def test_who_left_out_everybody_they_could_tell_reads_so_where_the_button_would_be(house: House) -> None:
    case = await house.post()
    await house.change(lambda one: replace(one, left_out=(str(LEAD.account),)))
    seen = await inbox(house, case)
    assert SHARE not in labels(house)
    assert "You left out everybody you could tell who you are" in seen
    assert "ask anew without leaving them out" in seen
    for step in STEPS:
        refused = await house.do(f"{step}?case={case.id}")
        assert "You left out everybody you could tell who you are, so I tell nobody." in refused
        assert "You can still speak with a safeguarding lead yourself" in refused
        assert NUMBERS in refused
    assert (await house.case()).introduction is None


async def test_an_author_who_is_a_lead_and_left_out_the_other_reads_it_too() -> None:
    house = a_house(LEAD, KIM)
    case = await house.post()
    await house.change(lambda one: replace(one, left_out=(str(LEAD.account),)))
    assert "You left out everybody you could tell" in await inbox(house, case)


async def test_nobody_reads_of_whom_they_left_out_where_it_does_not_matter(house: House) -> None:
    case = await house.post()
    assert "You left out" not in await inbox(house, case)
    await house.change(lambda one: replace(one, left_out=(str(LEAD.account),)))
    await house.answers(LEE, "So was I.")
    assert "You left out" not in await inbox(house, case, LEE)
    await house.do(f"support-close?case={case.id}&sure=yes")
    assert "You left out" not in await inbox(house, case)


async def test_a_lead_who_was_left_out_or_is_the_author_is_not_written_to() -> None:
    house = a_house(LEAD, OTHER, KIM)
    case = await house.post()
    await house.change(lambda one: replace(one, left_out=(str(LEAD.account),)))
    await confide(house, case)
    await house.settle()
    assert house.private(LEAD) == []
    assert len(house.private(OTHER)) == 1
    assert "as safeguarding lead" not in "".join(house.private(KIM))
    assert "Told as well" not in house.private(OTHER)[0]
    assert {row.to for row in await introductions(house)} == {Address.of(OTHER.account)}


# Never twice, and whatever comes between -----------------------------------------


async def test_a_double_click_tells_nobody_twice(house: House) -> None:
    case = await house.post()
    await confide(house, case)
    assert "on its way to the safeguarding lead already" in await house.do(f"support-introduce-now?case={case.id}")
    await house.wait(minutes=5)
    for step in STEPS:
        assert "The safeguarding lead knows already" in await house.do(f"{step}?case={case.id}")
    await inbox(house, case)
    assert SHARE not in labels(house)
    await house.wait(days=2)
    assert len(house.private(LEAD)) == 1


async def test_a_case_that_closed_meanwhile_says_so(house: House) -> None:
    case = await house.post()
    await house.do(f"support-introduce-sure?case={case.id}")
    button = house.button(SURE)
    await house.do(f"support-close?case={case.id}&sure=yes")
    assert "That request is closed" in await house.do(button)
    await inbox(house, case)
    assert SHARE not in labels(house)
    await house.settle()
    assert house.private(LEAD) == []


async def test_a_case_that_was_closed_after_it_was_confirmed_is_told_all_the_same(house: House) -> None:
    case = await house.post()
    await confide(house, case)
    await house.do(f"support-close?case={case.id}&sure=yes")
    await house.settle()
    assert len(house.private(LEAD)) == 1
    assert "The safeguarding lead was told" in await inbox(house, case)


async def test_a_draft_and_a_case_that_is_gone_say_so(house: House) -> None:
    await house.ask()
    draft = await house.case()
    await house.do(f"inbox-case?case={draft.id}")
    assert SHARE not in labels(house)
    assert "not sent yet" in await house.do(f"support-introduce?case={draft.id}")
    await house.casebook.shred(draft.id)
    for step in STEPS:
        assert "nothing of it is kept any more" in await house.do(f"{step}?case={draft.id}")


async def test_what_is_withdrawn_before_it_was_told_is_told_to_nobody(house: House) -> None:
    case = await house.post()
    await confide(house, case)
    assert "It is being taken away" in await house.do(f"support-withdraw?case={case.id}&sure=yes")
    assert (await house.case()).introduction is None
    assert "You have taken that request away" in await house.do(f"support-introduce?case={case.id}")
    await house.wait(minutes=5)
    assert house.private(LEAD) == []
    assert await house.cases() == []


async def test_a_case_that_is_destroyed_while_it_is_under_way_is_told_to_nobody(house: House) -> None:
    case = await house.post()
    house.slack.open_gate.clear()
    await confide(house, case)
    await house.casebook.shred(case.id)
    house.slack.open_gate.set()
    await house.wait(minutes=5)
    assert house.private(LEAD) == []


# When it cannot be delivered -----------------------------------------------------


async def test_an_author_whose_lead_cannot_be_reached_is_told_so_and_can_try_again(house: House) -> None:
    case = await house.post()
    place = Address.of(LEAD.account)
    house.slack.closed[place] = GONE
    await confide(house, case)
    await house.settle()
    seen = await inbox(house, case)
    assert "I could not reach the safeguarding lead, so nobody was told who you are." in seen
    assert NUMBERS in seen
    assert (await house.case()).introduction is None
    assert len(house.private()) == 1

    del house.slack.closed[place]
    await confide(house, case)
    await house.settle()
    assert len(house.private(LEAD)) == 1
    assert "The safeguarding lead was told" in await inbox(house, case)


async def test_what_failed_and_is_sent_again_by_an_organiser_tells_nobody_any_more(house: House) -> None:
    case = await house.post()
    house.slack.closed[Address.of(LEAD.account)] = GONE
    await confide(house, case)
    await house.settle()
    house.slack.closed.clear()
    [failed] = await introductions(house)
    await house.stores.outbox.change(failed.id, State.WAITING, house.clock.now())
    await house.settle()
    assert house.private(LEAD) == []
    assert [row.state for row in await introductions(house)] == [State.UNWANTED]


async def test_one_of_two_is_enough_and_the_other_is_waited_for() -> None:
    house = a_house(LEAD, person("Gwen", "web"))
    case = await house.post()
    await confide(house, case)
    await house.settle()
    assert "The safeguarding lead was told" in await inbox(house, case)
    assert (await house.case()).introduction  # nobody is on the other platform yet
    await house.wait(days=1, hours=1)
    assert (await house.case()).introduction is None
    assert (await inbox(house, case)).count("safeguarding lead") == 1


async def test_an_answer_that_was_lost_is_not_taken_for_either(house: House) -> None:
    case = await house.post()
    await confide(house, case)
    house.slack.faults = [Unknown()]
    house.slack.history_fault = Unreadable("The history cannot be read.")
    await house.wait(minutes=5)
    assert "I do not know whether my message reached the safeguarding lead" in await inbox(house, case)
    assert (await house.case()).introduction is None


# What is kept --------------------------------------------------------------------


async def test_the_outbox_names_the_case_and_the_lead_and_nobody_else(house: House) -> None:
    case = await house.post()
    await confide(house, case)
    await house.settle()
    [row] = await introductions(house)
    assert (row.payload, row.about, row.to, row.said) == (case.id, case.id, Address.of(LEAD.account), "")
    assert row.state is State.SENT
    assert KIM.account.user not in repr(row)
    assert KIM.name not in repr(row)
    assert KIM.name not in plain(house.seen)

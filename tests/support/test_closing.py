"""How cases end: closed, withdrawn, forgotten in time; and what is left of them."""

from dataclasses import replace

import pytest

from bot.chat.requests import Actor, Address
from bot.chat.views import plain
from bot.delivery.model import State
from bot.support.case_desk import stage_words
from bot.support.model import CAP, KEEP, Dossier, Kind, Stage, Standing
from bot.support.posts import EDIT_BELOW, entry_blocks, post_blocks
from bot.support.vault import Shredded
from tests.support.house import ARCHIVED, BUSY, CHANNEL, KIM, LEE, ROBIN, WORDS, House


@pytest.fixture
def house() -> House:
    return House()


async def close(house: House, actor: Actor = KIM) -> str:
    await house.do(f"support-close?case={(await house.case()).id}", actor)
    return await house.press("Close it", actor)


async def withdraw(house: House) -> str:
    await house.press_on("support-withdraw", await house.case())
    return await house.press("Take it away")


def labels(house: House, case: Dossier) -> list[str]:
    """List the buttons under all that stands below the request."""
    return [one.label for entry in case.entries[1:] for one in house.buttons(entry_blocks(case, entry))]


async def below(house: House, case: Dossier) -> list[tuple[str, Address, State]]:
    """List the edits of what stands below the request, in the order of the posts."""
    about = [one for one in await house.letterbox.about(case.id) if one.kind == EDIT_BELOW]
    return sorted((one.posted, one.to, one.state) for one in about)


async def test_closing_is_asked_about_once_and_ends_what_can_be_done_without_a_name(house: House) -> None:
    case = await house.post()
    assert "Your post stays, marked as closed" in await house.do(f"support-close?case={case.id}")
    assert not (await house.case()).closed
    assert "It is closed. You can read everything in your inbox until Monday 9 March" in await house.press("Close it")
    await house.settle()
    [post] = house.public()
    assert "Closed by whoever asked" in post
    assert WORDS in post
    assert (await house.case()).stage is Stage.CLOSED
    assert "It is closed already." in await house.do(f"support-close?case={case.id}&sure=yes")
    assert "That request is closed" in await house.do(f"support-note?case={case.id}", text="One more thing.")
    assert "One more thing." in plain(house.seen)


async def test_what_stands_under_a_request_loses_its_button_when_it_closes_once_each(house: House) -> None:
    await house.post()
    await house.answers(LEE, "I have been there.")
    await house.answers(ROBIN, "So have I.")
    case = await house.case()
    assert "Answer without my name" in labels(house, case)
    await close(house)
    for _ in range(3):
        await house.settle()
        await house.change(lambda one: replace(one, look_at=house.clock.now()))
    case = await house.case()
    assert await below(house, case) == [(one.posted, case.thread, State.SENT) for one in case.entries[1:]]
    assert labels(house, case) == ["Report", "I’m not safe"] * 2
    assert [text.splitlines()[-1] for text in house.public()[1:]] == ["I have been there.", "So have I."]


async def test_what_stands_under_a_request_that_is_removed_loses_its_button_too_and_a_pause_leaves_it(
    house: House,
) -> None:
    await house.post()
    await house.answers(LEE, "I have been there.")
    await house.change(lambda one: replace(one, paused=True, look_at=house.clock.now()))
    await house.settle()
    case = await house.case()
    assert await below(house, case) == []
    gone = replace(case.request, standing=Standing.REMOVED)
    await house.change(lambda one: replace(one, entries=(gone, *one.entries[1:]), look_at=house.clock.now()))
    await house.settle()
    await close(house)
    await house.settle()
    case = await house.case()
    assert [state for _, _, state in await below(house, case)] == [State.SENT]
    assert labels(house, case) == ["Report", "I’m not safe"]


async def test_an_answer_on_its_way_while_the_case_closes_loses_its_button_when_it_stands(house: House) -> None:
    await house.post()
    at = house.clock.now()
    await house.answers(LEE, "I have been there.")
    answer = (await house.case()).entries[1]
    released = replace(answer, standing=Standing.RELEASED, release_at=at, posted="")
    await house.change(lambda one: replace(one, entries=(one.request, released)))
    await close(house)
    assert await below(house, await house.case()) == []
    await house.settle()
    case = await house.case()
    assert await below(house, case) == [(case.entries[1].posted, case.thread, State.SENT)]


async def test_an_answer_that_was_removed_meanwhile_is_not_put_back(house: House) -> None:
    await house.post()
    await house.answers(LEE, "I have been there.")
    await close(house)
    await house.do(f"support-withdraw?case={(await house.case()).id}&entry={(await house.case()).entries[1].id}", LEE)
    await house.settle()
    assert len(house.public()) == 1


async def test_who_closes_hears_before_that_what_waits_is_not_posted(house: House) -> None:
    case = await house.post()
    await house.do(f"support-note?case={case.id}", text="I have told my supervisor.")
    await house.press("Send")
    assert "is not posted if you close now" in await house.do(f"support-close?case={case.id}")


async def test_what_was_open_for_as_long_as_any_may_was_closed_by_nobody(house: House) -> None:
    await house.post()
    await house.wait(days=91)
    post = house.public()[0]
    assert post.splitlines()[-1] != "Closed by whoever asked."
    assert "Closed after 90 days, as every request is." in post
    assert "Thank you" not in post


async def test_what_its_author_closed_says_so_however_long_it_is_kept(house: House) -> None:
    await house.post()
    await house.wait(days=80)
    await close(house)
    # As a block does that came of it.
    await house.change(lambda one: replace(one, shred_at=one.opened + CAP + KEEP))
    await house.settle()
    case = await house.case()
    assert "Closed by whoever asked." in plain(post_blocks(case))
    assert stage_words(case) == "closed"


async def test_only_the_author_closes_adds_and_withdraws(house: House) -> None:
    case = await house.post()
    for command in ("support-close", "support-withdraw"):
        assert "Only whoever asked" in await house.do(f"{command}?case={case.id}&sure=yes", LEE)
    assert await house.form(f"support-note?case={case.id}", LEE) is None
    assert "Only whoever asked" in await house.do(f"support-note?case={case.id}", LEE, text="Hello.")
    assert not (await house.case()).closed


async def test_a_note_is_posted_under_the_request_which_stays_as_it_was(house: House) -> None:
    case = await house.post()
    seen = await house.do(f"support-note?case={case.id}", text="I have told my supervisor.")
    assert "Your note, before anybody sees it" in seen
    await house.press("Send")
    await house.wait(minutes=21)
    post, note = house.public()
    assert WORDS in post
    assert note.startswith(f"{case.name}, who asked, adds\nI have told my supervisor.")
    assert (await house.case()).entries[1].standing is Standing.SAID


async def test_seven_days_after_closing_nobody_can_open_it(house: House) -> None:
    case = await house.post()
    await close(house)
    await house.wait(days=6, hours=23)
    assert (await house.case()).closed
    await house.wait(hours=2)
    assert await house.stores.cases.all() == []
    with pytest.raises(Shredded):
        await house.stores.vault.lock(case.id)
    assert "That case is over" in await house.do(f"support-close?case={case.id}")


async def test_nudges_are_taken_back_when_it_closes(house: House) -> None:
    await house.ask()
    house.slack.closed[CHANNEL] = ARCHIVED
    await house.press("Post now")
    await house.settle()
    assert len(house.private()) == 1
    del house.slack.closed[CHANNEL]
    await house.press_on("support-send", await house.case(), when="now")
    await house.settle()
    await close(house)
    await house.settle()
    assert house.private() == []


async def test_an_answer_that_still_waits_is_given_back_when_the_case_closes(house: House) -> None:
    await house.post()
    await house.answers(LEE, "I have been there.", minutes=10)
    await close(house)
    await house.wait(minutes=25)
    assert len(house.public()) == 1
    [nudge] = house.private(LEE)
    assert "There is something new for you." in nudge
    entry = (await house.case()).entries[1]
    assert (entry.standing, entry.text) == (Standing.UNSAID, "I have been there.")


async def test_withdrawing_takes_away_everything_without_a_name_and_destroys_it(house: House) -> None:
    case = await house.post()
    await house.answers(LEE, "I have been there.")
    assert len(house.public()) == 2
    assert "destroyed as soon as that is done" in await withdraw(house)
    assert all(entry.text == "" for entry in (await house.case()).entries)
    await house.wait(minutes=3)
    assert house.public() == []
    assert await house.stores.cases.all() == []
    with pytest.raises(Shredded):
        await house.stores.vault.lock(case.id)


async def test_what_is_on_its_way_while_it_is_withdrawn_does_not_stay(house: House) -> None:
    await house.ask()
    await house.press("Send")
    await withdraw(house)
    await house.wait(minutes=25)
    assert house.public() == []
    assert await house.stores.cases.all() == []


async def test_withdrawing_twice_gets_a_sentence(house: House) -> None:
    case = await house.post()
    await withdraw(house)
    assert "You have taken it away already." in await house.do(f"support-withdraw?case={case.id}&sure=yes")
    await house.wait(minutes=3)
    assert "That case is over" in await house.do(f"support-withdraw?case={case.id}&sure=yes")


async def test_a_post_that_cannot_be_taken_away_holds_the_key_up_for_a_day_at_most(house: House) -> None:
    await house.post()
    house.slack.faults += [BUSY] * 3000
    await withdraw(house)
    await house.wait(hours=23)
    assert len(await house.stores.cases.all()) == 1
    await house.wait(hours=2)
    assert await house.stores.cases.all() == []
    house.slack.faults.clear()
    await house.wait(hours=5)
    assert house.public() == []


async def test_one_of_somebodys_own_answers_can_be_taken_away(house: House) -> None:
    case = await house.post()
    await house.answers(LEE, "I should not have said that.")
    entry = (await house.case()).entries[1]
    which = f"support-withdraw?case={case.id}&entry={entry.id}"
    assert "somebody else’s words" in await house.do(which, ROBIN)
    assert "It is being taken away." in await house.do(which, LEE)
    await house.settle()
    assert len(house.public()) == 1
    assert (await house.case()).entries[1].standing is Standing.WITHDRAWN
    assert "You took it away, so there is nothing to take away." in await house.do(which, LEE)


async def test_a_draft_that_is_never_sent_is_forgotten_after_a_week(house: House) -> None:
    await house.ask()
    await house.wait(days=6, hours=23)
    assert len(await house.cases()) == 1
    await house.wait(hours=2)
    assert await house.stores.cases.all() == []
    assert house.private() == []


async def test_an_author_is_warned_before_the_longest_time_is_over_and_told_when_it_is(house: House) -> None:
    await house.post()
    await house.wait(days=CAP.days - 8)
    assert house.private() == []
    await house.wait(days=2)
    assert len(house.private()) == 1
    case = await house.case()
    assert "closes by itself in 7 days" in case.entries[-1].text
    assert (case.entries[-1].kind, case.entries[-1].to) == (Kind.NOTICE, case.author.id)
    await house.wait(days=7)
    assert (await house.case()).closed
    assert "Closed" in house.public()[0]
    await house.wait(days=8)
    assert await house.stores.cases.all() == []


async def test_what_facilitators_removed_is_taken_away_though_they_were_interrupted(house: House) -> None:
    await house.post()
    await house.answers(LEE, "Pull yourself together.")

    def removed(case: Dossier) -> Dossier:
        answer = replace(case.entries[1], standing=Standing.REMOVED)
        return replace(case, entries=(case.request, answer), look_at=house.clock.now())

    await house.change(removed)
    await house.settle()
    assert len(house.public()) == 1


async def test_a_request_that_facilitators_removed_is_replaced_by_itself(house: House) -> None:
    case = await house.post()
    removed = replace(case.request, standing=Standing.REMOVED)
    await house.change(lambda now: replace(now, entries=(removed,), look_at=house.clock.now()))
    await house.settle()
    assert house.public() == ["A request for support stood here. Facilitators removed it, and told its author why."]


async def test_nothing_of_it_but_ids_is_left_in_the_outbox(house: House) -> None:
    case: Dossier = await house.post()
    await close(house)
    await house.wait(days=8)
    about = await house.letterbox.about(case.id, f"{case.id}/nudges")
    assert {one.state for one in about} <= {State.SENT, State.UNWANTED}
    assert all(WORDS not in repr(one) and "KIM" not in repr(one).upper() for one in about)

"""A draft on its way to the channel: sent, taken back, posted, or not."""

import pytest

from bot.chat.views import plain
from bot.delivery.model import Refused
from bot.support.model import Dossier, Part, Stage, Standing
from bot.support.posts import post_blocks
from tests.support.house import ARCHIVED, CHANNEL, KIM, LEE, WORDS, House


@pytest.fixture
def house() -> House:
    return House()


def which(case: Dossier) -> str:
    return f"case={case.id}&entry={case.request.id}"


async def test_it_waits_a_random_time_and_is_then_a_plain_message_under_neutral_words(house: House) -> None:
    await house.ask(needs="heard")
    assert "Sent: it waits for its time" in await house.press("Send")
    assert "It goes out by itself within 20 minutes" in plain(house.seen)
    assert "nobody sees it, and you can take it back" in plain(house.seen)
    assert plain(house.seen).endswith(
        "If you are not safe, or cannot wait: "
        "Emergency: call 999 · Samaritans: call 116 123 · Shout: text SHOUT to 85258."
    )
    assert "I’m not safe" in [one.label for one in house.buttons()]
    await house.wait(minutes=2, seconds=50)
    assert house.public() == []
    await house.wait(minutes=17, seconds=30)
    [post] = house.public()
    case = await house.case()
    assert post.startswith(f"{case.name} asks for support\n{WORDS}")
    assert "What would help: to be heard" in post
    assert "Kim" not in post
    assert case.stage is Stage.OPEN
    assert case.posted == "1"
    assert case.request.release_at is None
    assert case.look_at
    assert case.look_at > house.clock.now(), "only to hear whether somebody answers"


async def test_post_now_is_at_once(house: House) -> None:
    await house.ask()
    assert "It is being posted" in await house.press("Post now")
    assert "Take it back" not in [button.label for button in house.buttons()]
    await house.settle()
    assert len(house.public()) == 1


async def test_the_next_slot_is_one_by_the_clock_of_the_network(house: House) -> None:
    await house.ask()
    assert "within minutes of Mon 02 Mar 13:0" in await house.press("In the next slot")
    await house.wait(hours=2, minutes=39)
    assert house.public() == []
    await house.wait(minutes=7)
    assert len(house.public()) == 1


async def test_a_post_offers_what_everybody_can_do(house: House) -> None:
    case = await house.post()
    assert [button.label for button in house.buttons(post_blocks(case))] == [
        "Answer without my name",
        "Offer to talk privately",
        "Reply as the author",
        "Report",
        "I’m not safe",
    ]


async def test_it_can_be_changed_until_it_is_sent_and_again_when_it_was_taken_back(house: House) -> None:
    await house.ask()
    edit = house.button("Change my words")
    form = await house.form(edit)
    assert form is not None
    assert form.values == {"text": WORDS}
    assert "Something else" in await house.do(edit, text="Something else.")
    await house.press("Send")
    assert await house.form(edit) is None
    refused = await house.do(edit, text="Too late.")
    assert "It was sent already, and waits for its time." in refused
    assert "Too late." in refused
    assert "Your request, before anybody sees it" in await house.press_on("support-take-back", await house.case())
    await house.do(edit, text="Now.")
    await house.press("Post now")
    await house.settle()
    assert "Now." in house.public()[0]


async def test_whatever_is_pressed_twice_or_too_late_gets_a_sentence(house: House) -> None:
    await house.ask()
    send, discard = house.button("Send"), house.button("Discard")
    await house.do(send)
    assert "It was sent already, and waits for its time." in await house.do(send)
    assert "It was sent already" in await house.do(discard)
    await house.wait(minutes=21)
    case = await house.case()
    assert "It is posted already." in await house.do(send)
    assert "It is posted already." in await house.do(f"support-take-back?{which(case)}")
    assert "It is posted" in await house.do(f"support-draft?{which(case)}")
    assert len(house.public()) == 1


async def test_what_is_discarded_is_gone(house: House) -> None:
    await house.ask()
    discard, send = house.button("Discard"), house.button("Send")
    assert "nothing of it is kept" in await house.do(discard)
    assert (await house.case()).request.text == ""
    await house.settle()
    assert await house.stores.cases.all() == []
    assert "That case is over" in await house.do(discard)
    assert "That case is over" in await house.do(send)


async def test_what_could_not_be_posted_is_forgotten_after_a_week_like_a_draft(house: House) -> None:
    await house.ask()
    house.slack.closed[CHANNEL] = ARCHIVED
    await house.press("Post now")
    await house.settle()
    assert (await house.case()).request.standing is Standing.UNSAID
    await house.wait(days=8)
    assert await house.cases() == []


async def test_discarding_what_could_not_be_posted_takes_the_nudge_about_it_back(house: House) -> None:
    await house.ask()
    house.slack.closed[CHANNEL] = ARCHIVED
    await house.press("Post now")
    await house.settle()
    assert len(house.private(KIM)) == 1
    await house.press_on("support-discard", await house.case())
    await house.settle()
    assert house.private(KIM) == []
    assert await house.stores.cases.all() == []


async def test_who_discards_all_they_wrote_takes_no_part_any_more_and_is_nudged_no_more(house: House) -> None:
    case = await house.post()
    await house.do(f"support-answer?case={case.id}", LEE, text="I know those rounds.", nudge="yes")
    discard = house.button("Discard")
    await house.do(f"support-note?case={case.id}", text="It is better now.")
    await house.press("Post now")
    await house.settle()
    assert len(house.private(LEE)) == 1
    await house.do(discard, LEE)
    await house.settle()
    assert [voice.part for voice in (await house.case()).voices] == [Part.AUTHOR]
    assert house.private(LEE) == []
    assert "Nothing is waiting for you." in await house.do("inbox", LEE)


async def test_who_discards_one_of_two_things_they_wrote_goes_by_the_same_name(house: House) -> None:
    case = await house.post()
    for text in ("I know those rounds.", "And those people."):
        await house.do(f"support-answer?case={case.id}", LEE, text=text, nudge="no")
    before = (await house.case()).voices
    await house.press("Discard", LEE)
    await house.settle()
    assert (await house.case()).voices == before


async def test_nobody_else_sees_or_sends_a_draft(house: House) -> None:
    await house.ask()
    which_is = which(await house.case())
    for command in ("support-draft", "support-send", "support-discard", "support-take-back"):
        assert "somebody else’s words" in await house.do(f"{command}?{which_is}", LEE)
    assert await house.form(f"support-edit?{which_is}", LEE) is None
    answer = await house.do(f"support-edit?{which_is}", LEE, text="Mine now.")
    assert "somebody else’s words" in answer
    assert "Mine now." in answer
    assert (await house.case()).request.text == WORDS


async def test_a_time_that_was_made_up_is_refused(house: House) -> None:
    await house.ask()
    assert "I do not know that time." in await house.do(f"support-send?{which(await house.case())}&when=never")


@pytest.mark.parametrize("why", [ARCHIVED, Refused("The bot is not in the channel.")])
async def test_the_author_hears_in_private_when_it_could_not_be_posted_and_tries_again(
    house: House, why: Refused
) -> None:
    await house.ask()
    house.slack.closed[CHANNEL] = why
    await house.press("Post now")
    await house.settle()
    assert (await house.case()).request.standing is Standing.UNSAID
    [nudge] = house.private(KIM)
    assert "There is something new for you." in nudge
    assert WORDS not in nudge

    again = await house.do(f"support-draft?{which(await house.case())}")
    assert "It could not be posted" in again
    assert WORDS in again
    del house.slack.closed[CHANNEL]
    await house.press("Post now")
    await house.settle()
    assert WORDS in house.public()[0]
    assert (await house.case()).stage is Stage.OPEN


async def test_with_review_a_facilitator_reads_it_first() -> None:
    house = House(review=True)
    seen = await house.ask()
    assert "They read it before it is posted." in seen
    assert "Post now" not in [button.label for button in house.buttons()]
    assert "a facilitator reads it first" in await house.press("Send to the facilitators")
    assert (await house.case()).stage is Stage.HELD
    await house.wait(hours=4)
    assert house.public() == []
    await house.do(f"support-take-back?{which(await house.case())}")
    assert (await house.case()).stage is Stage.DRAFT


async def test_two_authors_who_do_the_same_leave_the_same_shape() -> None:
    shapes = []
    for actor in (KIM, LEE):
        house = House()
        await house.post(actor)
        [case] = await house.stores.cases.all()
        sent = await house.letterbox.about(case.id)
        shapes.append((len(case.sealed), case.version, [(one.kind, len(one.key), len(one.payload)) for one in sent]))
    assert shapes[0] == shapes[1]


async def test_one_person_asks_only_so_often_and_loses_nothing_by_it() -> None:
    house = House(daily=1)
    await house.post()
    answer = await house.do("peer-support")
    assert "You have asked for support once within a day." in answer
    assert await house.form("peer-support") is None
    assert WORDS in await house.ask()
    await house.ask(LEE)
    await house.press("Send", LEE)
    house.clock.move(24 * 3600)
    assert await house.form("peer-support") is not None


async def test_taken_back_and_sent_again_a_request_counts_once() -> None:
    house = House(daily=2)
    await house.ask()
    for _ in range(3):
        assert "Sent" in await house.press("Send")
        await house.press("Take it back")
    assert "before anybody sees it" in await house.ask()
    assert "Sent" in await house.press("Send")
    assert "You have asked for support twice within a day." in await house.do("peer-support")

"""Where it is wanted, a facilitator reads before something is posted: the text alone, in no order."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from bot.support.model import Kind, Standing
from tests.support.moderation import ASKED, FAY, FIN, KIM, House

REASON = "Please leave the ward out."


async def held(house: House, text: str = ASKED) -> None:
    """Let Kim send a request that waits for a facilitator."""
    await house.do("peer-support", KIM, text=text)
    send = next(call for one in house.buttons() if (call := str(one.call)).startswith("support-send"))
    house.id = send.partition("case=")[2].partition("&")[0]
    await house.do(send, KIM)


async def test_what_is_sent_is_shown_to_facilitators_after_a_while() -> None:
    house = House(review=True)
    await held(house)
    assert "Nothing waits to be posted." in await house.do("support-review")
    await house.wait(minutes=25)
    told = "waits for a facilitator before it is posted."
    assert [len(house.heard(one, told)) for one in (FAY, FIN)] == [1, 1]
    seen = await house.do("support-review")
    assert ASKED in seen
    assert "Kim" not in seen
    assert house.public() == []


async def test_what_is_approved_of_is_posted_after_the_usual_wait() -> None:
    house = House(review=True)
    await held(house)
    await house.wait(minutes=25)
    await house.do("support-review")
    approve = house.button("Post it")
    assert "It will be posted after the usual wait." in await house.do(approve)
    request = (await house.dossier()).request
    assert request.standing is Standing.WAITING
    assert request.release_at
    assert timedelta(minutes=3) <= request.release_at - house.clock.time <= timedelta(minutes=20)
    assert "Another facilitator was quicker" in await house.do(approve, FIN)


async def test_one_who_approves_and_one_who_refuses_in_the_same_moment_get_one_decision() -> None:
    house = House(review=True)
    await held(house)
    await house.wait(minutes=25)
    await house.do("support-review")
    approve, refuse = house.button("Post it"), house.button("Do not post it")
    said = await asyncio.gather(house.do(approve, FAY), house.do(refuse, FIN, reason=REASON))
    assert sum("Another facilitator was quicker" in one for one in said) == 1


async def test_what_is_refused_goes_back_to_its_author_with_the_reason() -> None:
    house = House(review=True)
    await held(house)
    await house.wait(minutes=25)
    await house.do("support-review")
    refuse = house.button("Do not post it")
    assert await house.do(refuse) == "Do not let it be posted"
    assert "its author is told why" in await house.do(refuse, reason=REASON)
    dossier = await house.dossier()
    assert (dossier.request.standing, dossier.request.text) == (Standing.DRAFT, ASKED)
    assert (await house.told(Kind.NOTICE)) == [
        f"Facilitators did not let this be posted yet. You can change it and send it again. Their reason: “{REASON}”"
    ]
    await house.wait(minutes=1)
    assert len(house.heard(KIM, "There is something new for you.")) == 1
    assert "Another facilitator was quicker" in await house.do(refuse, FIN)

    await house.do("support-send", KIM, case=house.id, entry=dossier.request.id)
    await house.wait(minutes=25)
    assert len(house.heard(FIN, "waits for a facilitator before it is posted.")) == 2


async def test_what_was_changed_since_it_was_read_is_read_again() -> None:
    house = House(review=True)
    await held(house)
    await house.wait(minutes=25)
    await house.do("support-review")
    approve = house.button("Post it")
    request = (await house.dossier()).request
    await house.puts(replace(request, text="Something else."))
    assert "Its author changed it since you read it." in await house.do(approve)
    assert "Something else." in await house.do("support-review")


async def test_what_its_author_took_back_is_not_decided_about() -> None:
    house = House(review=True)
    await held(house)
    await house.wait(minutes=25)
    await house.do("support-review")
    approve = house.button("Post it")
    await house.do("support-take-back", KIM, case=house.id, entry=(await house.dossier()).request.id)
    assert "or its author took it back." in await house.do(approve)


async def test_a_decision_and_the_case_answer_the_same_until_facilitators_are_told_that_it_was_sent_again() -> None:
    house = House(review=True)
    await held(house)
    await house.wait(minutes=25)
    await house.do("support-review")
    approve, refuse, ask = map(house.button, ("Post it", "Do not post it", "Ask its author"))
    await house.do(refuse, reason=REASON)

    async def all_that_can_be_seen() -> list[str]:
        pressed = [await house.do(one, FIN) for one in (approve, refuse, ask)]
        return [*pressed, await house.look(FIN), await house.do("support-desk"), await house.do("support-review")]

    before = await all_that_can_be_seen()
    await house.do("support-send", KIM, case=house.id, entry=(await house.dossier()).request.id)
    assert await all_that_can_be_seen() == before
    await house.wait(minutes=25)
    assert "It will be posted after the usual wait." in await house.do(approve)


async def test_nothing_says_whether_it_was_taken_back_or_came_back_because_its_author_is_blocked() -> None:
    seen = []
    for standing in (Standing.DRAFT, Standing.WAITING, Standing.UNSAID):
        house = House(review=True)
        await held(house)
        await house.wait(minutes=25)
        await house.do("support-review")
        pressed = [house.button(one) for one in ("Post it", "Do not post it", "Ask its author")]
        await house.puts(replace((await house.dossier()).request, standing=standing))
        page = (await house.look()).replace((await house.dossier()).name, "")
        seen.append([page, *[await house.do(one) for one in pressed]])
    assert seen[0] == seen[1] == seen[2]


async def test_what_is_raised_again_was_told_before() -> None:
    house = House(review=True)
    await held(house)
    await house.wait(minutes=25)
    await house.do("support-review")
    await house.press("Do not post it", reason=REASON)
    await house.casebook.change(house.id, lambda one: replace(one, raise_at=house.clock.time))
    told = len(house.heard(FIN))
    await house.do("support-send", KIM, case=house.id, entry=(await house.dossier()).request.id)
    await house.settle()
    assert "Nothing waits to be posted." in await house.do("support-review", FIN)
    assert len(house.heard(FIN)) == told


async def test_taken_back_and_sent_again_it_is_told_again() -> None:
    house = House(review=True)
    await held(house)
    await house.wait(minutes=25)
    for command in ("support-take-back", "support-send"):
        await house.do(command, KIM, case=house.id, entry=(await house.dossier()).request.id)
    await house.wait(minutes=25)
    assert len(house.heard(FIN, "waits for a facilitator before it is posted.")) == 2


async def test_what_is_refused_and_not_sent_again_is_forgotten_after_a_week() -> None:
    house = House(review=True)
    await held(house)
    await house.wait(minutes=25)
    await house.do("support-review")
    await house.press("Do not post it", reason=REASON)
    await house.wait(days=8)
    assert await house.cases() == []


async def test_its_author_can_be_asked_before_it_is_posted() -> None:
    house = House(review=True)
    await held(house)
    await house.wait(minutes=25)
    await house.do("support-review")
    assert "They are asked." in await house.press("Ask its author", text="Which ward do you mean?")
    (question,) = [one for one in (await house.dossier()).entries if one.kind is Kind.QUESTION]
    await house.do("support-respond", KIM, case=house.id, entry=question.id, text="The small one.")
    await house.wait(minutes=6)
    seen = await house.do("support-desk")
    assert "1 for you to look at" in seen
    assert ASKED not in seen
    assert "The small one." in await house.press("Look")


async def test_several_are_shown_one_at_a_time_in_no_order() -> None:
    house = House(review=True)
    for number in range(3):
        await held(house, f"Request number {number}.")
    await house.wait(minutes=25)
    seen = {(await house.do("support-review")).splitlines()[1] for _ in range(60)}
    assert seen == {f"Request number {number}." for number in range(3)}
    assert "Another one" in [one.label for one in house.buttons()]


async def test_whoever_was_left_out_reads_nothing_and_decides_nothing() -> None:
    house = House(review=True)
    await held(house)
    await house.casebook.change(house.id, lambda one: replace(one, left_out=(str(FAY.account),)))
    await house.wait(minutes=25)
    assert house.heard(FAY) == []
    assert "Nothing waits to be posted." in await house.do("support-review", FAY)
    await house.do("support-review", FIN)
    assert "Other facilitators handle this one." in await house.do(house.button("Post it"), FAY)


async def test_what_nobody_reads_is_raised_again() -> None:
    house = House(review=True)
    await held(house)
    await house.wait(minutes=25)
    await house.wait(hours=25)
    assert len(house.heard(FIN, "waits for a facilitator before it is posted.")) == 2

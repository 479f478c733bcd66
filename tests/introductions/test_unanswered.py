"""What waits by name for somebody's answer, in their inbox and in nobody else's."""

from dataclasses import replace

import pytest

from adapters.limits import ELLIPSIS, MORE
from bot.chat.commands import PARAGRAPH_LENGTH
from bot.chat.requests import Account, Actor
from bot.chat.views import plain
from bot.introductions.model import CLOSE, Introduction, Limits, State
from tests.contract.renderers import RENDERERS
from tests.introductions.unnamed import ADA, ADA_ELSEWHERE, BEA, FAY, ask, house_of
from tests.support.house import KIM, LEE, House

WHY = "I am new to NVivo & would value half an hour."
WAITS, NOTHING = "Somebody asks for an introduction", "Nothing is waiting for you."
BACK = "‹ My inbox"
ANSWERS = ["Accept", "Not now", "Suggest someone else"]


async def asked(house: House, actor: Actor = KIM, whom: str = "ada", reason: str = WHY) -> None:
    """Let somebody ask for an introduction by name."""
    assert "I have asked" in await house.do("introduce", actor, entry=whom, reason=reason)
    await house.settle()


async def many(house: House, reasons: list[str]) -> None:
    """Let so many ask Ada; more than the limits let through in a week, but there may be others."""
    for number, reason in enumerate(reasons):
        one = Introduction(
            id=f"{number:016x}",
            asker=Account("slack", "T1", f"U{number}"),
            asker_name=f"Asker {number:02}",
            entry_id="ada",
            account=ADA.account,
            reason=reason,
            asked_at=house.clock.now(),
        )
        assert await house.stores.introductions.add(one, Limits(weekly=len(reasons)))


def drawn(house: House) -> str:
    """Return what was answered last, which is shown whole on every platform, with every button."""
    for renderer in RENDERERS:
        told = " ".join(text for _, text in renderer.pieces(house.reply))
        assert renderer.faults(house.reply) == [], renderer.platform
        assert MORE not in told
        assert ELLIPSIS not in told
        assert [str(one) for one in renderer.presses(house.reply)] == [str(one.call) for one in house.buttons()]
    return plain(house.seen)


def labels(house: House) -> list[str]:
    return [one.label for one in house.buttons()]


async def test_who_is_asked_by_name_finds_it_in_their_inbox_with_everything_to_answer_it() -> None:
    house = house_of()
    assert NOTHING in await house.do("inbox", ADA)
    await asked(house)
    page = await house.do("inbox", ADA)
    assert NOTHING not in page
    assert f"{WAITS}\nKim asked on 2 March 2026 to be introduced to you.\nThey write:\n{WHY}" in page
    assert "If you accept, the two of you get a conversation together" in page
    assert labels(house)[:3] == ANSWERS
    assert house.bot.catalog["inbox"].fleeting


async def test_nobody_else_finds_it_in_theirs() -> None:
    house = house_of()
    await asked(house)
    for actor in (KIM, BEA, LEE, FAY):
        assert NOTHING in await house.do("inbox", actor)
        assert NOTHING in await house.do("inbox-page", actor, start="0")


async def test_it_is_found_by_any_account_that_may_answer_it() -> None:
    house = house_of()
    await asked(house)
    assert WHY in await house.do("inbox", ADA_ELSEWHERE)
    assert "Thank you." in await house.press("Accept", ADA_ELSEWHERE)
    assert NOTHING in await house.do("inbox", ADA)


async def test_it_is_found_where_a_private_conversation_names_no_workspace() -> None:
    house = house_of()
    await asked(house)
    unplaced = replace(ADA, account=replace(ADA.account, workspace="*"))
    assert WHY in await house.do("inbox", unplaced)
    await house.press("Not now", unplaced)
    assert "That is fine." in await house.press("Yes, tell them", unplaced)


@pytest.mark.parametrize(
    ("label", "args", "said", "state"),
    [
        ("Accept", {}, "Thank you.", State.ACCEPTED),
        ("Not now", {}, "That is fine.", State.DECLINED),
        ("Suggest someone else", {"person": "Bea Other"}, "Bea Other may be able to help", State.PASSED_ON),
    ],
)
async def test_it_is_answered_there_and_gone_then(label: str, args: dict[str, str], said: str, state: State) -> None:
    house = house_of()
    await asked(house)
    await house.do("inbox", ADA)
    told = await house.press(label, ADA, 0, **args)
    if label == "Not now":
        told = await house.press("Yes, tell them", ADA)
    assert said in told
    assert house.reply.replaces
    assert [one.state for one in await house.stores.introductions.of(ADA.account)] == [state]
    assert NOTHING in await house.do("inbox", ADA)


@pytest.mark.parametrize(
    ("label", "args"), [("Accept", {}), ("Not now", {}), ("Suggest someone else", {"person": "Bea Other"})]
)
async def test_from_every_step_of_an_answer_a_button_leads_back_to_what_else_waits(
    label: str, args: dict[str, str]
) -> None:
    house = house_of()
    await asked(house)
    await asked(house, LEE, reason="Another reason.")
    await house.do("inbox", ADA)
    await house.press(label, ADA, 0, **args)
    if label == "Not now":
        assert labels(house) == ["Yes, tell them", "Back to the question", BACK]
        await house.press("Back to the question", ADA)
        assert labels(house) == [*ANSWERS, BACK]
        assert {WHY, "Another reason."} <= set((await house.press(BACK, ADA)).splitlines())
        await house.press("Not now", ADA)
        await house.press("Yes, tell them", ADA)
    assert labels(house) == [BACK]
    page = await house.press(BACK, ADA)
    assert house.reply.replaces
    assert "Another reason." in page
    assert WHY not in page


async def test_where_the_question_was_sent_nothing_leads_to_an_inbox() -> None:
    house = house_of()
    await asked(house)
    (one,) = await house.stores.introductions.of(KIM.account)
    for step in ("introduction-decline", "introduction-look"):
        await house.do(step, ADA, introduction=one.id)
        assert BACK not in labels(house)
    await house.do("introduction-accept", ADA, introduction=one.id)
    assert labels(house) == []


async def test_what_ended_without_an_answer_is_gone_too() -> None:
    house = house_of()
    await asked(house)
    (one,) = await house.stores.introductions.of(KIM.account)
    assert "It is taken back." in await house.do("introduction-withdraw", KIM, introduction=one.id)
    assert NOTHING in await house.do("inbox", ADA)
    await asked(house, LEE)
    await house.wait(seconds=CLOSE.total_seconds() + 600)
    assert NOTHING in await house.do("inbox", ADA)


async def test_what_is_asked_of_an_entry_that_is_gone_is_not_shown() -> None:
    house = house_of()
    await asked(house)
    await house.stores.directory.change(await house.stores.directory.version(), remove=["ada"])
    assert NOTHING in await house.do("inbox", ADA)


async def test_what_is_asked_with_a_name_stands_before_what_is_asked_without() -> None:
    house = house_of()
    await ask(house, LEE)
    await asked(house)
    page = await house.do("inbox", ADA)
    assert page.index(WAITS) < page.index("You are asked something without a name")
    assert labels(house)[:4] == [*ANSWERS, "Open"]
    assert "Nothing here says when anybody wrote without a name." in page


async def test_the_front_page_says_that_something_waits_and_no_more() -> None:
    house = house_of()
    await asked(house)
    front = await house.do("home", ADA)
    assert "Something new is waiting for you." in front
    assert WHY not in front
    assert "Kim" not in front
    assert "Nothing new is waiting for you." in await house.do("home", BEA)


@pytest.mark.parametrize("length", [60, 600, PARAGRAPH_LENGTH])
async def test_many_are_shown_page_by_page_and_whole_on_every_platform(length: int) -> None:
    house = house_of()
    await ask(house, LEE)
    await many(house, [f"reason {number:02} ".ljust(length, "w") for number in range(9)])
    await house.do("inbox", ADA)
    forth = [drawn(house)]
    while "More ›" in labels(house):
        await house.press("More ›", ADA)
        forth.append(drawn(house))
    back = [forth[-1]]
    while "‹ Back" in labels(house):
        await house.press("‹ Back", ADA)
        back.append(drawn(house))
    assert back == forth[::-1]
    told = "".join(forth)
    assert [told.count(f"reason {number:02}") for number in range(9)] == [1] * 9
    assert told.count("You are asked something without a name") == 1

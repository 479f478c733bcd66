"""After the end, for those who led it: questions in private, once, and notes that nobody else reads."""

from bot.chat.calls import Call
from bot.chat.views import calls, plain
from bot.delivery.model import State
from bot.reflection.debrief import DEBRIEF
from tests.reflection.evening import Evening
from tests.reflection.facilitators import OLU, OLU_TOO, House
from tests.reflection.sessions import session


async def closed() -> Evening:
    evening = Evening()
    await evening.begin()
    await evening.closes()
    return evening


async def test_everybody_who_led_it_is_asked_once_in_private() -> None:
    evening = await closed()
    await evening.run(days=6, hours=2)
    for user in ("U1", "U2"):
        (asked,) = evening.told(user)
        assert asked.startswith("How was it for you?")
        assert "What do you carry with you" in asked
    assert evening.told("CEM") == []


async def test_the_message_leads_to_a_note_to_who_is_on_duty_and_to_help() -> None:
    evening = await closed()
    row = (await evening.rows(DEBRIEF))[0]
    said = await evening.debrief.composers()[DEBRIEF](row, evening.house.time)
    blocks = said.blocks  # type: ignore[union-attr] # it is words
    assert [one.command for one in calls(blocks)] == ["session-debrief", "rota", "support-not-safe"]


async def test_nobody_is_asked_about_one_that_never_began_or_is_forgotten() -> None:
    evening = Evening()
    await evening.announce(session())
    await evening.house.facilitation.close(evening.id)
    await evening.run(minutes=1)
    assert await evening.rows(DEBRIEF) == []
    late = Evening()
    await late.begin()
    await late.house.facilitation.close(late.id)
    await late.planner.plan(late.house.time)
    await late.house.book.shred(late.id)
    await late.run(minutes=1)
    assert {row.state for row in await late.rows(DEBRIEF)} == {State.UNWANTED}


async def test_notes_are_read_by_those_who_led_it_and_by_nobody_else() -> None:
    evening = await closed()
    assert "Nobody has written anything yet" in await evening.says("Olu", "session-notes")
    page = await evening.says("Olu", "session-debrief", text="canary of Olu")
    assert "canary of Olu" in page
    assert "forgotten on" in page
    assert "canary of Olu" in await evening.says("Bea", "session-notes")
    assert "canary" not in await evening.says("Cem", "session-notes")
    assert "canary" not in await evening.says("Kim", "session-notes")
    assert "canary" not in str(evening.slack.history)
    await evening.run(days=9)
    assert "nothing of it is kept" in await evening.says("Olu", "session-notes")


async def test_each_has_one_note_which_they_can_change_and_take_away() -> None:
    evening = await closed()
    await evening.says("Olu", "session-debrief", text="first thought")
    await evening.says("Bea", "session-debrief", text="what Bea thought")
    form = await evening.opens("Olu", "session-debrief")
    assert form
    assert form.values == {"text": "first thought"}
    page = await evening.says("Olu", "session-debrief", text="second thought")
    assert "first thought" not in page
    assert "second thought" in page
    assert "forgotten" in await evening.says("Olu", "session-notes-away")
    page = await evening.says("Olu", "session-notes")
    assert "second thought" not in page
    assert "what Bea thought" in page


async def test_somebody_with_two_accounts_has_one_note_wherever_they_write_from() -> None:
    house = House()
    await house.open()
    await house.facilitation.close(house.id)
    await house.does(Call("session-debrief", {"session": house.id, "text": "first thought"}), OLU)
    form = await house.form("session-debrief", OLU_TOO)
    assert form
    assert form.values == {"text": "first thought"}
    page = await house.does(Call("session-debrief", {"session": house.id, "text": "second thought"}), OLU_TOO)
    assert "second thought" in page
    assert "first thought" not in page
    assert "Take mine away" in house.buttons
    await house.press("Take mine away", OLU)
    assert (await house.find()).notes == ()


async def test_no_note_takes_the_place_of_a_message_that_stays() -> None:
    evening = await closed()
    assert not (await evening.asks("Olu", "session-debrief", text="canary")).replaces
    assert not (await evening.asks("Olu", "session-notes")).replaces


async def test_long_notes_are_shown_in_pages() -> None:
    evening = await closed()
    await evening.says("Olu", "session-debrief", text="o" * 3000)
    page = await evening.asks("Bea", "session-debrief", text="b" * 3000)
    assert len(plain(page.blocks)) < 4000
    assert "o" * 2000 in plain((await evening.presses("Bea", page, "session-notes")).blocks)


async def test_notes_are_for_afterwards() -> None:
    evening = Evening()
    await evening.begin()
    assert "still going on" in await evening.says("Olu", "session-debrief", text="Too early")
    assert await evening.opens("Olu", "session-debrief") is None
    assert "session-notes" not in [one.command for one in calls((await evening.asks("Olu", "session-panel")).blocks)]
    await evening.closes()
    assert "session-notes" in [one.command for one in calls((await evening.asks("Olu", "session-panel")).blocks)]

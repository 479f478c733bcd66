"""The control panel, as a facilitator uses it: it moves the session on, once, and tells nothing of who wrote."""

import pytest

from bot.chat.calls import Call, call
from bot.chat.commands import Catalog
from bot.chat.requests import Account, Actor, Request, Role
from bot.chat.views import Reply, calls, plain
from bot.delivery.letterbox import Letterbox
from bot.reflection.model import Standing
from bot.reflection.panel import Panel
from bot.reflection.whispers import Whispers
from bot.service import Bot
from tests.fakes import MemoryOutbox
from tests.reflection.sessions import NOW
from tests.reflection.test_sessionbook import CHANCE
from tests.reflection.test_taking_part import WHERE, Room


class Led(Room):
    """A session, the people in it, and its facilitator Olu, whose account is U1."""

    def __init__(self) -> None:
        super().__init__()
        self.pressed = Panel(
            self.book, lambda: NOW, Whispers(self.book, Letterbox(MemoryOutbox()), lambda: NOW, CHANCE)
        )
        self.panel = Bot(Catalog(self.pressed.commands()))

    async def press(self, label: str, asked: Call) -> Reply:
        """Open a page of the panel and press what stands there."""
        seen = await self.leads(asked)
        by_name = {one.command: one for one in calls(seen.blocks)}
        return await self.leads(by_name[label])

    async def leads(self, asked: Call, who: str = "U1", role: Role | None = Role.FACILITATOR) -> Reply:
        roles = frozenset({role} if role else ())
        return await self.panel.answer(Request(asked, Actor(Account("slack", "T1", who), "Olu", roles), WHERE))

    @property
    def shown(self) -> Call:
        return call("session-panel", session=self.id)

    @property
    def items(self) -> Call:
        return call("session-items", session=self.id)


@pytest.fixture
async def led() -> Led:
    led = Led()
    led.id = await led.house.begin()
    return led


async def five(led: Led) -> None:
    """Let three people write five contributions."""
    await led.join("Kim", "Lee", "Max")
    for who in ("Kim", "Lee", "Max", "Kim", "Lee"):
        await led.write(who, f"What {who} wrote")


async def test_a_whole_session_is_led_from_the_panel(led: Led) -> None:
    await five(led)
    assert "Contributions: 5 to 9" in plain((await led.leads(led.shown)).blocks)
    await led.press("session-reveal", led.shown)
    assert len(await led.house.shown(led.id)) == 5
    for phase in ("2 of 3: So what?", "3 of 3: Now what?"):
        assert phase in plain((await led.press("session-next", led.shown)).blocks)
    ending = plain((await led.press("session-next", led.shown)).blocks)
    assert "This is the check-out" in ending
    assert "Phase: Check-out" in ending
    assert "Until: you close the session" in ending
    assert "destroyed after a week" in plain((await led.press("session-close", led.shown)).blocks)


async def test_only_its_facilitators_lead_a_session(led: Led) -> None:
    others = await led.leads(led.shown, who="U2")
    assert "led by somebody else" in plain(others.blocks)
    assert calls(others.blocks) == []
    for command in led.pressed.commands():
        asked = call(command.name, session=led.id, phase=0, paper="x")
        assert "facilitator" in plain((await led.leads(asked, role=None)).blocks).casefold()


async def test_a_button_that_is_pressed_twice_moves_it_once(led: Led) -> None:
    pressed = call("session-next", session=led.id, phase=0)
    await led.leads(pressed)
    assert "quicker" in plain((await led.leads(pressed)).blocks)
    assert (await led.book.find(led.id)).phase == 1


async def test_how_many_wrote_is_not_said_exactly(led: Led) -> None:
    await led.join("Kim", "Lee")
    await led.write("Kim", "Words")
    said = plain((await led.leads(led.shown)).blocks)
    assert "Contributions: fewer than 5" in said
    assert "Taking part: fewer than 5" in said


async def test_too_little_is_not_shown_and_says_what_to_do(led: Led) -> None:
    await led.join("Kim")
    await led.write("Kim", "Words")
    said = plain((await led.press("session-reveal", led.shown)).blocks)
    assert "too early" in said
    assert "more time" in said


async def test_a_pause_holds_for_everyone_until_it_goes_on(led: Led) -> None:
    await led.join("Kim")
    assert "paused for everyone" in plain((await led.press("session-pause", led.shown)).blocks)
    assert "Take a breath" in plain((await led.write("Kim", "Words")).blocks)
    await led.press("session-go-on", led.shown)
    assert "Thank you" in plain((await led.write("Kim", "Words")).blocks)


async def test_more_time_is_five_minutes(led: Led) -> None:
    before = (await led.book.find(led.id)).ends_at
    await led.press("session-extend", led.shown)
    after = (await led.book.find(led.id)).ends_at
    assert before
    assert after
    assert (after - before).total_seconds() == 300


async def test_something_is_held_back_let_through_and_removed_without_a_word_of_who(led: Led) -> None:
    await led.join("Kim")
    await led.write("Kim", "Something about a patient")
    held = plain((await led.press("session-hold", led.items)).blocks)
    assert "Something about a patient" in held
    assert "Held back" in held
    assert not any(one.name in held for one in await led.book.participants(led.id))
    await led.press("session-let-through", led.items)
    assert [one.standing for one in await led.book.contributions(led.id)] == [Standing.THERE]
    assert "Nothing was contributed" in plain((await led.press("session-remove", led.items)).blocks)
    assert "A facilitator removed it" in await led.does("Kim", call("session-mine", session=led.id))


async def test_many_long_contributions_are_looked_through_in_pages(led: Led) -> None:
    await led.join("Kim", "Lee")
    for who in ("Kim", "Lee"):
        for _ in range(5):
            await led.write(who, "long " * 300)
    seen = 0
    asked: Call | None = led.items
    while asked is not None:
        page = await led.leads(asked)
        assert len(plain(page.blocks)) < 4000
        seen += sum(one.command == "session-hold" for one in calls(page.blocks))
        asked = next((one for one in calls(page.blocks) if one.command == "session-items"), None)
    assert seen == 10

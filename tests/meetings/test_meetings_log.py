"""/meetings-log: what became of what was to be said."""

from dataclasses import replace

from bot.chat.calls import Call
from bot.chat.requests import Address
from bot.chat.views import calls, plain
from bot.delivery.model import Draft, Refused, State
from bot.delivery.troubles import TROUBLE
from bot.meetings.log import SHOWN
from bot.meetings.notices import REMINDER
from tests.meetings.network import BOSS, Network
from tests.meetings.series import network_meeting, utc

KEY = "5e71e5@20260303T150000"


async def test_shows_the_newest_first_with_what_went_wrong_and_what_to_do() -> None:
    network = Network(network_meeting())
    await network.look()
    network.slack.faults = [Refused("The bot is not in this channel: invite it.")]
    await network.away("2026-03-02T20:00")
    said = await network.ask("meetings-log", BOSS)
    assert plain(said.blocks).splitlines() == [
        "What was said about meetings",
        "Network meeting",
        "Failed",
        "A reminder in slack:C1, due Mon 02 Mar 15:00 UTC",
        "The bot is not in this channel: invite it.",
        "Mend that, then send it again; or drop it.",
        "Network meeting",
        "Missed",
        "A reminder in slack:C1, due Tue 24 Feb 15:00 UTC",
        "A later reminder was due, too.",
        "Newest first. Whom personal reminders went to is not shown.",
    ]
    again, drop = calls(said.blocks)
    assert (again.command, drop.command) == ("delivery-retry", "delivery-drop")
    assert (await network.ask(again.command, BOSS, **again.args)).blocks
    await network.look()
    assert network.titles() == ["Tomorrow: Network meeting"]


async def test_what_somebody_gave_up_needs_no_reason() -> None:
    network = Network(network_meeting())
    await network.look()
    for row in await network.rows(REMINDER):
        await network.ask("delivery-drop", BOSS, id=row.id)
    shown = await network.asked("meetings-log", BOSS)
    assert "Given up" in shown
    assert "reason" not in shown


async def test_an_organiser_is_told_of_a_channel_the_bot_is_not_in() -> None:
    network = Network(network_meeting())
    await network.look()
    network.slack.faults = [Refused("The bot is not in this channel: invite it.")]
    await network.run("2026-02-25T00:00")
    (told,) = network.said("slack:@BOSS")
    assert "A reminder in slack:C1: The bot is not in this channel: invite it." in told.text
    assert [str(row.to) for row in await network.rows(TROUBLE)] == ["slack:@BOSS"]


async def test_says_when_there_is_nothing() -> None:
    network = Network(network_meeting())
    await network.look()
    assert await network.asked("meetings-log", BOSS) == "Nothing has been said about meetings yet."


async def test_is_for_organisers() -> None:
    assert "is for organisers" in await Network().asked("meetings-log")


async def test_turns_its_pages_and_hides_who_was_reminded() -> None:
    network = Network(network_meeting())
    at = utc("2026-02-20T00:00")
    draft = Draft(
        key="", kind=REMINDER, payload="", to=Address("slack", "@KIM"), due_at=at, expires_at=at, about="gone@1"
    )
    await network.stores.outbox.put([replace(draft, key=str(number)) for number in range(SHOWN + 1)])
    await network.run("2026-02-20T10:00")
    assert await network.states(REMINDER) == {State.MISSED: SHOWN + 1, State.WAITING: 6}
    first = await network.ask("meetings-log", BOSS)
    text = plain(first.blocks)
    assert (text.count("Missed"), "KIM" in text) == (SHOWN, False)
    assert text.count("A meeting that is no longer in the calendar") == SHOWN
    assert calls(first.blocks) == [Call("meetings-log-page", {"start": str(SHOWN)})]
    last = await network.ask("meetings-log-page", BOSS, start=str(SHOWN))
    assert (plain(last.blocks).count("Missed"), last.replaces) == (1, True)
    assert calls(last.blocks) == [Call("meetings-log-page", {"start": "0"})]

"""Connecting, staying connected, and what happens when Discord has a bad day."""

import asyncio
import time
from typing import Any

import pytest

from adapters.discord.app import Discord, DiscordOptions
from adapters.errors import Misconfigured
from tests.adapters.discord.house import ROLES, House, connected, until
from tests.simulators.discord import TOKEN, DiscordSimulator, open_simulator
from tests.simulators.discord_client import Outcome, Person

READABLE = {"id": "1", "token": "t", "application_id": "2"}
PUT_COMMANDS = "PUT /applications/.*/commands"


@pytest.mark.usefixtures("kim")
async def test_asks_for_no_privileged_intent(discord: DiscordSimulator) -> None:
    servers, direct_messages = 1 << 0, 1 << 12
    assert [identified["intents"] for identified in discord.gateway.identifications] == [servers | direct_messages]


async def test_declares_its_commands_once_and_again_only_when_they_differ(
    discord: DiscordSimulator, house: House
) -> None:
    async with connected(discord, house.bot):
        await until(lambda: discord.commands)
    async with connected(discord, house.bot):
        await until(lambda: len(discord.sent("GET /applications/.*/commands")) == 2)
        await Person(discord).slash("who")
    assert len(discord.sent(PUT_COMMANDS)) == 1
    discord.commands[0]["description"] = "something else"
    async with connected(discord, house.bot):
        await until(lambda: len(discord.sent(PUT_COMMANDS)) == 2)


async def test_serves_even_when_its_commands_cannot_be_declared(discord: DiscordSimulator, house: House) -> None:
    discord.fail(PUT_COMMANDS, status=403)
    async with connected(discord, house.bot):
        await until(lambda: discord.sent(PUT_COMMANDS))
        person = Person(discord)
        assert "for nvivo" in person.read((await person.slash("find", skill="nvivo")).shown)
    assert discord.commands == []


@pytest.mark.parametrize("status", [0, 503])
async def test_declares_its_commands_as_soon_as_discord_takes_them(
    discord: DiscordSimulator, house: House, status: int
) -> None:
    discord.fail(PUT_COMMANDS, status=status, times=2)
    async with connected(discord, house.bot):
        await until(lambda: discord.commands)
    assert len(discord.sent(PUT_COMMANDS)) == 3


@pytest.mark.parametrize("token", ["", f" {TOKEN}", f"Bot {TOKEN}", f"'{TOKEN}'", f"{TOKEN} x"])
async def test_a_token_that_was_copied_wrongly_is_told_apart_before_the_network(
    discord: DiscordSimulator, house: House, token: str
) -> None:
    with pytest.raises(Misconfigured) as refused:
        await Discord(house.bot, DiscordOptions(token, discord.api_url), ROLES).run()
    assert refused.value.setting == "token"
    assert discord.requests == []


async def test_a_token_that_discord_refuses_says_how_to_get_another(discord: DiscordSimulator, house: House) -> None:
    options = DiscordOptions(TOKEN + "x", discord.api_url, discord.gateway_url)
    with pytest.raises(Misconfigured, match="Reset Token"):
        await Discord(house.bot, options, ROLES).run()


async def test_a_token_that_is_reset_while_connecting_is_refused_too(discord: DiscordSimulator, house: House) -> None:
    options = DiscordOptions(TOKEN, discord.api_url, discord.gateway_url)
    discord.gateway._token = "another"
    with pytest.raises(Misconfigured, match="Reset Token"):
        await Discord(house.bot, options, ROLES).run()


def test_the_token_is_not_part_of_what_its_options_print() -> None:
    assert TOKEN not in repr(DiscordOptions(TOKEN))


async def test_an_api_that_is_away_at_the_start_is_tried_again(discord: DiscordSimulator, house: House) -> None:
    discord.fail("GET /users/@me", status=0)
    async with connected(discord, house.bot):
        assert (await Person(discord).slash("who")).message


async def test_a_gateway_that_is_away_at_the_start_is_tried_again(discord: DiscordSimulator, house: House) -> None:
    discord.gateway.refuse_next = 1
    async with connected(discord, house.bot):
        assert (await Person(discord).slash("who")).message


async def test_comes_back_after_the_connection_is_cut_and_hears_what_it_missed(
    discord: DiscordSimulator, kim: Person
) -> None:
    await kim.slash("who")
    discord.gateway.drop()
    outcome = await kim.slash("find", skill="nvivo")
    assert "for nvivo" in kim.read(outcome.shown)
    assert len(discord.gateway.resumptions) == 1
    assert len(discord.gateway.identifications) == 1


async def test_reconnects_when_discord_asks_for_it(discord: DiscordSimulator, kim: Person) -> None:
    await discord.gateway.ask_to_reconnect()
    assert (await kim.slash("who")).message
    assert len(discord.gateway.resumptions) == 1


async def test_starts_a_new_session_when_the_old_one_is_gone(discord: DiscordSimulator, kim: Person) -> None:
    discord.gateway.identified.clear()
    await discord.gateway.invalidate(resumable=False)
    await asyncio.wait_for(discord.gateway.identified.wait(), 15)
    assert (await kim.slash("who")).message
    assert len(discord.gateway.identifications) == 2


async def test_resumes_after_discord_closes_with_an_error(discord: DiscordSimulator, kim: Person) -> None:
    await discord.gateway.close(4000)
    assert (await kim.slash("who")).message


async def test_keeps_its_heart_beating(house: House) -> None:
    async with open_simulator(heartbeat=0.2) as discord, connected(discord, house.bot):
        await until(lambda: discord.gateway.heartbeats > 4)
        assert (await Person(discord).slash("who")).message
        assert len(discord.gateway.identifications) == 1


@pytest.mark.parametrize("status", [429, 500, 503, 0])
async def test_an_answer_gets_through_a_platform_that_stumbles(
    discord: DiscordSimulator, kim: Person, status: int
) -> None:
    discord.fail("callback", status=status)
    assert "for nvivo" in kim.read((await kim.slash("find", skill="nvivo")).shown)
    assert discord.missed == []


async def test_an_answer_whose_receipt_is_lost_is_given_once(discord: DiscordSimulator, kim: Person) -> None:
    discord.fail("callback", status=0, lost=True)
    await kim.slash("find", skill="nvivo")
    await until(lambda: len(discord.sent("callback")) == 2)
    assert (await kim.slash("who")).message
    assert len(discord.messages) == 2


async def test_a_late_answer_gets_through_a_platform_that_stumbles(
    discord: DiscordSimulator, house: House, kim: Person
) -> None:
    discord.fail("PATCH", status=503)
    waiting = asyncio.create_task(kim.slash("wait"))
    await until(lambda: discord.sent("callback"))
    house.gate.set()
    assert kim.read((await waiting).shown) == "At last."


async def test_an_answer_that_discord_refuses_is_replaced_by_a_sentence(discord: DiscordSimulator, kim: Person) -> None:
    discord.fail("callback", status=400)
    assert "Discord would not show it" in kim.read((await kim.slash("find", skill="nvivo")).shown)
    discord.fail("callback", status=400)
    assert "Discord would not show it" in kim.read((await kim.slash("find")).shown)


async def test_a_late_answer_that_discord_refuses_is_replaced_by_a_sentence(
    discord: DiscordSimulator, house: House, kim: Person
) -> None:
    discord.fail("PATCH", status=400)
    waiting = asyncio.create_task(kim.slash("wait"))
    await until(lambda: discord.sent("callback"))
    house.gate.set()
    assert "Discord would not show it" in kim.read((await waiting).shown)


async def test_an_interaction_that_is_over_harms_nobody(discord: DiscordSimulator, kim: Person) -> None:
    interaction, payload = kim.prepare(2, {"id": "1", "name": "who", "type": 1})
    interaction.created -= 60
    await discord.deliver(interaction, payload)
    await until(lambda: discord.missed)
    assert (await kim.slash("who")).message


async def test_an_answer_that_takes_longer_than_its_token_lives_harms_nobody(
    discord: DiscordSimulator, house: House, kim: Person
) -> None:
    waiting = asyncio.create_task(kim.slash("wait"))
    await until(lambda: discord.sent("callback"))
    discord.shift = 16 * 60
    house.gate.set()
    await until(lambda: discord.sent("PATCH"))
    discord.shift = 0
    waiting.cancel()
    assert (await kim.slash("who")).message


async def test_payloads_nobody_can_read_harm_nobody(
    discord: DiscordSimulator, kim: Person, caplog: pytest.LogCaptureFixture
) -> None:
    await discord.gateway.dispatch("INTERACTION_CREATE", {"type": 2})
    await discord.gateway.dispatch("INTERACTION_CREATE", {"type": 99, "id": "1", "token": "t", "application_id": "2"})
    for message in ("text", {"flags": "many"}, [1]):
        await discord.gateway.dispatch("INTERACTION_CREATE", {"type": 3, "id": "1", "token": "t", "message": message})
        await discord.gateway.dispatch("INTERACTION_CREATE", {**READABLE, "type": 3, "message": message})
    interaction, payload = kim.prepare(2, {"no": "name"})
    await discord.deliver(interaction, payload)
    assert "Something went wrong on our side" in kim.read((await kim.outcome(interaction)).shown)
    assert (await kim.slash("who")).message
    assert "never retrieved" not in caplog.text
    assert caplog.text.count("cannot read an interaction") == 8


@pytest.mark.parametrize(
    "event", ["MESSAGE_CREATE", "GUILD_CREATE", "GUILD_DELETE", "CHANNEL_UPDATE", "NEXT_YEARS_EVENT"]
)
async def test_events_the_bot_has_no_use_for_may_look_as_they_like(
    discord: DiscordSimulator, kim: Person, event: str
) -> None:
    shapes: list[dict[str, Any]] = [{}, {"id": "x", "type": "new"}, {"id": []}]
    for unheard_of in shapes:
        await discord.gateway.dispatch(event, unheard_of)
    assert (await kim.slash("who")).message
    assert len(discord.gateway.identifications) == 1


async def test_an_interaction_delivered_twice_is_answered_once(
    discord: DiscordSimulator, house: House, kim: Person
) -> None:
    options = [{"name": "skill", "type": 3, "value": "nvivo"}]
    interaction, payload = kim.prepare(2, {"id": "1", "name": "find", "type": 1, "options": options})
    await discord.deliver(interaction, payload)
    await discord.deliver(interaction, payload)
    await kim.outcome(interaction)
    await kim.slash("who")
    assert [request.call.command for request in house.asked] == ["find", "who"]
    assert len(discord.sent("callback")) == 2


async def test_buttons_forms_and_menus_work_after_a_restart(discord: DiscordSimulator, house: House) -> None:
    kim = Person(discord)
    async with connected(discord, house.bot):
        people = await kim.slash("find", skill="nvivo")
        form = await kim.press(people.shown, "Write to Amina")
        menu = await kim.slash("menu")
    async with connected(discord, House().bot):
        assert "Amina 5" in kim.read((await kim.press(people.shown, "More")).shown)
        assert "Sent to 7: Hello" in kim.read((await kim.submit(form, words="Hello")).shown)
        assert "You chose clinical" in kim.read((await kim.choose(menu.shown, "Clinical")).shown)


async def test_two_bots_in_one_process_stay_apart(discord: DiscordSimulator, house: House) -> None:
    async with open_simulator() as other, connected(discord, house.bot), connected(other, House().bot):
        assert (await Person(discord).slash("who")).message
        assert (await Person(other).slash("who")).message
        assert len(discord.sent("callback")) == len(other.sent("callback")) == 1


async def test_finishes_what_it_is_answering_before_it_leaves(discord: DiscordSimulator, house: House) -> None:
    adapter = Discord(house.bot, DiscordOptions(TOKEN, discord.api_url, discord.gateway_url), ROLES)
    running = asyncio.create_task(adapter.run())
    await asyncio.wait_for(adapter.ready.wait(), 15)
    kim = Person(discord)
    asking: asyncio.Task[Outcome] = asyncio.create_task(kim.slash("wait"))
    await until(lambda: house.asked)
    running.cancel()
    await until(lambda: not discord.gateway.sessions)
    house.gate.set()
    assert kim.read((await asking).shown) == "At last."
    with pytest.raises(asyncio.CancelledError):
        await running
    assert not adapter.ready.is_set()


async def test_is_connected_within_a_moment(discord: DiscordSimulator, house: House) -> None:
    started = time.perf_counter()
    async with connected(discord, house.bot):
        await Person(discord).slash("who")
        assert time.perf_counter() - started < 3

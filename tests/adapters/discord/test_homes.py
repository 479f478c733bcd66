"""A private conversation belongs to the one server that somebody and the bot are both in."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from adapters.discord.credentials import DiscordOptions
from adapters.discord.homes import Homes
from adapters.discord.inbound import Home
from adapters.discord.rest import Rest
from tests.adapters.discord.house import House, connected, until
from tests.simulators.discord import TOKEN, DiscordSimulator
from tests.simulators.discord_client import Person
from tests.simulators.discord_payloads import BOT, GUILD

OTHER, THIRD = "1180000000000000777", "1180000000000000888"
ASKED = "GET /guilds/[0-9]+/members/[0-9]+$"


@pytest.fixture
async def kim(discord: DiscordSimulator, house: House) -> AsyncIterator[Person]:
    """Somebody in a private conversation with a bot that is on three servers."""
    discord.places.elsewhere = {OTHER: set(), THIRD: set()}
    kim = Person(discord, "Kim Member", place="direct")
    async with connected(discord, house.bot):
        yield kim


async def server(house: House, person: Person) -> str:
    """Let somebody ask who they are; returns the server they are taken to be of."""
    await person.slash("who")
    return house.asked[-1].actor.account.workspace


async def test_who_is_on_one_of_the_servers_is_at_home_there(
    discord: DiscordSimulator, house: House, kim: Person
) -> None:
    assert await server(house, kim) == GUILD
    ada = Person(discord, "Ada", place="direct")
    discord.places.left.add(ada.id)
    discord.places.elsewhere[THIRD].add(ada.id)
    assert await server(house, ada) == THIRD


async def test_who_is_on_two_of_them_or_on_none_is_at_home_nowhere(
    discord: DiscordSimulator, house: House, kim: Person
) -> None:
    discord.places.elsewhere[OTHER].add(kim.id)
    assert await server(house, kim) == "*"
    ada = Person(discord, "Ada", place="direct")
    discord.places.left.add(ada.id)
    assert await server(house, ada) == "*"


async def test_is_asked_once_and_not_of_whoever_speaks_on_a_server(
    discord: DiscordSimulator, house: House, kim: Person
) -> None:
    for _ in range(3):
        assert await server(house, kim) == GUILD
    assert await server(house, Person(discord, "Ada")) == GUILD
    assert len(discord.sent(ASKED)) == 3


async def test_a_form_opens_in_private_all_the_same(kim: Person) -> None:
    assert (await kim.slash("hush")).modal


@pytest.mark.parametrize("how", [{"status": 0}, {"status": 500}, {"status": 429}, {"status": 403}])
async def test_when_discord_does_not_say_people_are_answered_and_at_home_nowhere(
    discord: DiscordSimulator, house: House, kim: Person, how: dict[str, int]
) -> None:
    # A connection that is lost is tried once more by the library.
    discord.fail(ASKED, times=6, **how)
    assert await server(house, kim) == "*"


async def test_a_server_that_the_bot_joins_or_leaves_meanwhile_counts_at_once(
    discord: DiscordSimulator, house: House
) -> None:
    async with connected(discord, house.bot):
        ada = Person(discord, "Ada", place="direct")
        discord.places.left.add(ada.id)
        await discord.join(OTHER)
        discord.places.elsewhere[OTHER].add(ada.id)
        assert await server(house, ada) == OTHER
        await discord.leave(OTHER)
        assert await server(house, ada) == "*"


async def test_a_server_that_is_away_for_a_while_is_not_left(
    discord: DiscordSimulator, house: House, kim: Person
) -> None:
    await discord.gateway.dispatch("GUILD_DELETE", {"id": GUILD, "unavailable": True})
    assert await server(house, kim) == GUILD


async def test_a_new_session_forgets_what_was_left_while_nobody_listened(
    discord: DiscordSimulator, house: House, kim: Person
) -> None:
    discord.places.elsewhere.clear()
    discord.gateway.identified.clear()
    await discord.gateway.invalidate(resumable=False)
    await asyncio.wait_for(discord.gateway.identified.wait(), 15)
    assert await server(house, kim) == GUILD
    assert len(discord.sent(ASKED)) == 1


async def test_what_is_slow_at_every_turn_is_put_off_in_time(
    discord: DiscordSimulator, house: House, kim: Person
) -> None:
    discord.fail(ASKED, times=3, delay=1.5)
    asking = asyncio.create_task(kim.slash("replan", meeting="slow"))
    await until(lambda: discord.sent("callback"))
    house.gate.set()
    outcome = await asking
    assert outcome.put_off
    assert "I need to know: On which day" in kim.read(outcome.shown)


async def test_completions_come_in_time_where_the_server_is_slow_to_be_found(
    discord: DiscordSimulator, kim: Person
) -> None:
    discord.fail(ASKED, times=3, delay=1.5)
    assert await kim.type_ahead("find", "skill", "slow") == []


async def test_where_there_is_one_server_whoever_left_it_is_at_home_nowhere(
    discord: DiscordSimulator, house: House
) -> None:
    async with connected(discord, house.bot):
        assert await server(house, Person(discord, "Kim Member", place="direct")) == GUILD
        ada = Person(discord, "Ada", place="direct", roles=("55",))
        discord.places.left.add(ada.id)
        assert await server(house, ada) == "*"
        assert "/organise is for organisers." in ada.read((await ada.slash("organise")).shown)


async def test_where_there_is_one_server_and_discord_does_not_say_people_are_at_home_there_without_a_role(
    discord: DiscordSimulator, house: House
) -> None:
    discord.fail(ASKED, times=6, status=500)
    async with connected(discord, house.bot):
        ada = Person(discord, "Ada", place="direct", roles=("55",))
        assert await server(house, ada) == GUILD
        assert house.asked[-1].actor.roles == frozenset()


async def test_who_has_a_role_where_they_are_at_home_has_it_in_private(discord: DiscordSimulator, house: House) -> None:
    discord.places.elsewhere = {OTHER: set()}
    async with connected(discord, house.bot):
        ada = Person(discord, "Ada", place="direct", roles=("55",))
        assert ada.read((await ada.slash("organise")).shown) == "Ada as organiser"
        pointer = await ada.answer(await ada.write("who"))
        assert ada.read(pointer) == "Ada as organiser"
        discord.places.elsewhere[OTHER].add(ada.id)
        await discord.join(THIRD)
        assert "/organise is for organisers." in ada.read((await ada.slash("organise")).shown)


async def test_a_role_that_was_taken_away_is_gone_in_private_a_minute_later(discord: DiscordSimulator) -> None:
    time, ada = [0.0], Person(discord, "Ada", place="direct", roles=("55",))
    rest = Rest(DiscordOptions(TOKEN, discord.api_url))
    homes = Homes(rest, lambda: time[0])
    async with rest.open():
        rest.me = BOT
        assert await homes.of(ada.id, [GUILD]) == Home(GUILD, ("55",))
        discord.places.roles[ada.id] = ()
        assert await homes.of(ada.id, [GUILD]) == Home(GUILD, ("55",))
        time[0] = 60.0
        assert await homes.of(ada.id, [GUILD]) == Home(GUILD)

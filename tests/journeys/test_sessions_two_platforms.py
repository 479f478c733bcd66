"""One session in a Slack channel and on a Discord server at once, whatever becomes of either."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.journeys import sessions
from tests.journeys.discord_stage import DiscordHall
from tests.journeys.sessions import SHOWN, SO_WHAT, TOPIC, WHAT, join, lead, members, opened, prompt, write
from tests.journeys.skin import Skin
from tests.journeys.slack_stage import SlackHall
from tests.journeys.stage import CHANNEL, Scene, Stage
from tests.simulators.discord import DiscordSimulator
from tests.simulators.discord_client import read
from tests.simulators.slack import SlackPlatform
from tests.simulators.slack import read as slack_read
from tests.simulators.slack_platform import GENERAL

BACK_WITHIN = 60.0


class Both:
    """Three members on each platform, and a facilitator who has opened a session in both."""

    def __init__(self, stage: Stage, slack: SlackPlatform, discord: DiscordSimulator) -> None:
        self.stage, self.slack, self.discord = stage, slack, discord
        self.people: dict[str, Skin] = {}

    async def begin(self, fay_on: str = "slack") -> Skin:
        """Open a session that all six join and that begins; returns the facilitator in front of its panel."""
        fay = await opened(self.stage, on=fay_on)
        self.people |= await members(self.stage, "Kim", "Robin", "Lee", on="slack")
        self.people |= await members(self.stage, "Noor", "Olu", "Fin", on="discord")
        await join(*self.people.values())
        await lead(fay, self.stage, sessions.BEGIN)
        return fay

    def in_discord(self) -> list[str]:
        """List what stands in the channel there and in its thread, in order."""
        place = self.discord.places.channel(CHANNEL)
        said = self.discord.places.with_threads(place)
        return [read(message, self.discord.names) for message in said if message.components]

    def answers_in_slack(self, name: str, part: str) -> list[str]:
        """Say in which threads somebody there was answered with `part`, by how their first messages begin."""
        user = self.stage.account(name).user
        answers = [one for one in self.slack.screens[user].messages if one.ephemeral and part in slack_read(one.blocks)]
        threads = [self.slack.conversations.by_id[one.channel].find(one.thread) for one in answers]
        return [slack_read(first.blocks).partition(":")[0] if first else "" for first in threads]


@pytest.fixture
async def both() -> AsyncIterator[Both]:
    slack, discord = SlackHall(), DiscordHall()
    async with Stage(slack, Scene(), beside=[discord]).opened() as stage:
        yield Both(stage, slack.slack, discord.discord)


async def test_people_on_both_platforms_reflect_together(both: Both) -> None:
    stage, fay = both.stage, await both.begin()
    people = both.people
    for person, words in zip(people.values(), WHAT, strict=True):
        await write(person, prompt(0), words)
    assert both.answers_in_slack("Kim", "Thank you.") == ["Reflecting together"]
    for person in people.values():
        assert await sessions.counts(person, WHAT) == [0] * 6
    await lead(fay, stage, sessions.SHOW)
    for person in people.values():
        assert await sessions.counts(person, WHAT) == [1] * 6
        await sessions.check_unnamed(stage, person)

    for name in ("Robin", "Lee", "Noor", "Olu", "Fin"):
        await sessions.resonate(people[name], WHAT[0], WHAT)
    await sessions.reply(people["Fin"], WHAT[0], "I know that, too.")
    await stage.advance(minutes=1)
    for person in people.values():
        seen = await person.hears(WHAT[0], CHANNEL)
        place = sessions.in_order(seen.text, WHAT).index(WHAT[0])
        assert sessions.touches(seen)[place] == "This resonates (5 to 9)"
        assert await person.count("I know that, too.", CHANNEL) == 1

    await sessions.close(fay, stage)
    # Threads there close by themselves when nobody writes in them.
    for thread in both.discord.places.all.values():
        thread.archived = bool(thread.parent)
    await stage.advance(days=7, hours=2)
    for person in people.values():
        assert await sessions.counts(person, WHAT) == [0] * 6
        assert await person.count(TOPIC, CHANNEL) == 1
    assert await stage.stores.sessions.all() == []


async def test_while_discord_is_down_the_session_goes_on_and_it_catches_up_in_order(both: Both) -> None:
    stage, fay = both.stage, await both.begin()
    people = both.people
    kim, robin, lee, noor, *_ = people.values()
    for person, words in zip(people.values(), WHAT, strict=True):
        await write(person, prompt(0), words)
    async with both.discord.outage():
        await lead(fay, stage, sessions.SHOW)
        await sessions.go_on(fay, stage)
        assert await sessions.counts(kim, WHAT) == [1] * 6
        for person, number in ((kim, 0), (robin, 2), (lee, 4)):
            await write(person, prompt(1), *SO_WHAT[number : number + 2])
        await sessions.resonate(robin, WHAT[0], WHAT)
        await stage.advance(minutes=12)
        await lead(fay, stage, sessions.SHOW)
        await sessions.go_on(fay, stage)
        assert await sessions.counts(kim, SO_WHAT) == [1] * 6
        assert await sessions.counts(noor, (*WHAT, *SO_WHAT)) == [0] * 12
    await stage.advance(minutes=5)

    parts = (sessions.ANNOUNCED, prompt(0), SHOWN, prompt(1), SHOWN, prompt(2))
    assert [next(part for part in parts if part in text) for text in both.in_discord()] == [*parts]
    assert await sessions.counts(noor, (*WHAT, *SO_WHAT)) == [1] * 12
    assert sessions.CONTRIBUTE not in (await noor.hears(prompt(1), CHANNEL)).buttons
    assert "This resonates (fewer than 5)" in (await noor.hears(WHAT[0], CHANNEL)).buttons
    async with asyncio.timeout(BACK_WITHIN):
        await both.discord.gateway.resumed.wait()
    await write(noor, prompt(2), "I will write it down.")


async def test_when_the_slack_channel_is_archived_it_goes_on_on_discord_and_who_leads_it_is_told(both: Both) -> None:
    stage, fay = both.stage, await both.begin(fay_on="discord")
    people = both.people
    noor, olu, fin = (people[name] for name in ("Noor", "Olu", "Fin"))
    both.slack.conversations.by_id[GENERAL].archived = True
    for person, words in ((noor, WHAT[:2]), (olu, WHAT[2:4]), (fin, WHAT[4:])):
        await write(person, prompt(0), *words)
    await lead(fay, stage, sessions.SHOW)
    await sessions.go_on(fay, stage)

    assert await sessions.counts(noor, WHAT) == [1] * 6
    assert await sessions.counts(people["Kim"], WHAT) == [0] * 6
    told = await fay.hears("cannot be posted in Slack")
    assert "archived" in told.text
    assert "It goes on elsewhere." in told.text
    assert "Slack" in (await fay.press("Open its panel")).text
    await write(noor, prompt(1), SO_WHAT[0])
    await stage.advance(hours=1)
    assert await fay.count("cannot be posted in Slack") == 1

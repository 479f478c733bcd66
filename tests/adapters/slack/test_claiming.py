"""An entry that a sheet brought becomes somebody's own because Slack vouches for their address."""

from tests.house import memory_core
from tests.journeys.network import ENTRIES
from tests.simulators.slack import Person, SlackPlatform
from tests.simulators.slack_hosting import hosted
from tests.simulators.slack_payloads import Member


async def test_whoever_has_the_address_of_an_entry_is_offered_it_and_takes_it_with_one_tap() -> None:
    core = memory_core(ENTRIES)
    async with SlackPlatform.running() as slack, hosted(slack, core.bot) as adapter:
        core.mailboxes["slack"] = adapter.mailboxes
        kim = Person(slack, "U0KIM", "kim")
        slack.conversations.admit(Member("U0KIM", "kim", "Theme.Finder@example.org"))
        await kim.type("/my-skills")
        assert "Theme Finder" in await kim.sees("This entry has your e-mail address.")
        await kim.press("That’s me")
        await kim.sees("This entry is yours now.")

        lee = Person(slack, "U0LEE", "lee")
        slack.conversations.admit(Member("U0LEE", "lee", "theme.finder@example.org"))
        await lee.type("/my-skills")
        assert "Theme Finder" not in await lee.sees("You have no entry in the Directory yet")

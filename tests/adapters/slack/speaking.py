"""The bot on Slack as one that speaks unasked: the real adapter and SDK, and the workspace around them."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from adapters.slack.app import Slack
from bot.chat.requests import Account, Address, Role
from bot.chat.roles import RoleBook
from tests.adapters.slack.desk import Desk
from tests.simulators.slack import Person, SlackPlatform, read
from tests.simulators.slack_conversations import Conversation
from tests.simulators.slack_hosting import hosted
from tests.simulators.slack_payloads import TEAM
from tests.simulators.slack_platform import GENERAL

ROLES = RoleBook({Role.ORGANISER: {f"slack:{TEAM}:U0MEMBER1"}})


class Speaking:
    """The contract's harness, with the workspace at hand as `slack`."""

    def __init__(self, slack: SlackPlatform, adapter: Slack) -> None:
        self.slack, self.adapter = slack, adapter
        self.messenger, self.audience = adapter.messenger, adapter.audience
        self.ada, self.grace = Person(slack), Person(slack, "U0MEMBER2", "grace")
        self.people = tuple(Account("slack", TEAM, person.member.user_id) for person in (self.ada, self.grace))
        slack.conversations.add("C0CLOSED", "closed", members=[self.ada.member.user_id])
        self.place, self.closed = Address("slack", GENERAL), Address("slack", "C0CLOSED")

    def conversation(self, to: Address) -> Conversation:
        if to.people:
            return self.slack.conversations.with_people(*to.people)
        return self.slack.conversations.by_id[to.channel]

    async def said(self, to: Address) -> Sequence[str]:
        own = [message for message in self.conversation(to).messages if not message.author]
        return [read(message.blocks) for message in own if message.thread == (to.thread or "")]

    async def answer(self, posted: str) -> None:
        self.slack.conversations.say(self.place.channel, self.ada.member.user_id, "I know that.", thread=posted)

    async def bustle(self, to: Address) -> None:
        for number in range(450):
            self.slack.conversations.say(self.conversation(to).id, self.ada.member.user_id, str(number))

    def lose_answer(self) -> None:
        self.slack.lose("chat.postMessage")


@asynccontextmanager
async def open_speaking() -> AsyncIterator[Speaking]:
    """Sign the bot in; at the end, no rule of Slack's may be broken."""
    async with SlackPlatform.running() as slack, hosted(slack, Desk().bot, roles=ROLES) as adapter:
        yield Speaking(slack, adapter)
        if slack.violations:
            raise AssertionError("\n".join(slack.violations))

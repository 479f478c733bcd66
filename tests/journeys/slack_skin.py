"""The Slack skin: a person in a simulated workspace, the real adapter and SDK behind it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from adapters.limits import ELLIPSIS
from adapters.slack.commands import AS_TYPED
from bot.service import Bot
from tests.journeys.skin import Seen, Skin
from tests.simulators.slack import FIELDS, Person, SlackPlatform, labels, read
from tests.simulators.slack_hosting import hosted

PATIENCE = 10.0


class SlackSkin:
    """Implements `Skin` with what Slack's client offers."""

    def __init__(self, person: Person) -> None:
        self._person = person

    async def type(self, line: str) -> Seen:
        self._person.close_modals()
        return await self._after(lambda: self._person.type(line))

    async def press(self, label: str, nth: int = 0) -> Seen:
        return await self._after(lambda: self._person.press(label, nth))

    async def submit(self, **answers: str) -> Seen:
        return await self._after(lambda: self._person.submit(**answers))

    async def complete(self, command: str, option: str, typed: str) -> list[str]:
        shown = {block.get("block_id") for block in self._person.before} if self._person.screen.modals else set()
        if option in shown:
            # A form that is open is typed into where it stands, and stays.
            offered = await self._person.search(option, typed)
        else:
            await self.type(f"/{command.removeprefix('/')}")
            offered = await self._person.search(option, typed)
            self._person.close_modals()
        # Slack's box takes suggestions only, so the bot offers what was typed, too: that is the typing itself.
        found = [choice for choice in offered if choice.get("description", {}).get("text") != AS_TYPED]
        return [choice["text"]["text"] for choice in found]

    async def hears(self, part: str, channel: str = "") -> Seen:
        self._person.close_modals()
        await self._person.hears(part, channel, PATIENCE)
        return self._seen()

    async def count(self, part: str, channel: str = "") -> int:
        return len(self._person.heard(part, channel))

    async def reply(self, text: str, to: str, channel: str) -> None:
        person = self._person
        post = [message for message in person.heard(to, channel) if not message.thread][-1]
        person.slack.conversations.say(post.channel, person.member.user_id, text, thread=post.ts)

    async def _after(self, act: Callable[[], Awaitable[object]]) -> Seen:
        screen = self._person.screen
        changes = screen.changes
        await act()
        if screen.errors:
            return self._seen()

        def answered() -> bool:
            return screen.changes > changes and read(self._person.before) != "One moment …"

        await self._person.slack.until(answered, PATIENCE)
        return self._seen()

    def _seen(self) -> Seen:
        shown = self._person.before
        screen = self._person.screen
        errors, screen.errors = screen.errors, {}
        modals = screen.modals
        if not modals or "submit" not in modals[-1]:
            return Seen(text=read(shown), buttons=labels(shown))
        title = modals[-1]["title"]["text"]
        said = [block for block in shown if block["type"] != "input"]
        if title.endswith(ELLIPSIS):
            # It stands in full above the rest.
            title, said = read(said[:1]), said[1:]
        fields = [block["block_id"] for block in shown if block["type"] == "input"]
        # Slack leaves what was written in a form that it hands back.
        kept = {name: value for name, filled in screen.filled.items() if (value := _value(filled))} if errors else {}
        return Seen("\n".join(errors.values()), form=title, notice=read(said), fields=fields, kept=kept)


def _value(filled: dict[str, dict[str, Any]]) -> str:
    [element] = filled.values()
    state, _ = FIELDS[element["type"]]
    match element.get(state):
        case [*chosen]:
            return ",".join(option["value"] for option in chosen)
        case {"value": value}:
            return str(value)
        case told:
            return str(told or "")


def obeyed(slack: SlackPlatform) -> None:
    """Check that no rule of Slack's was broken."""
    if slack.violations:
        raise AssertionError("\n".join(slack.violations))
    if not all(delivery.acknowledged for delivery in slack.deliveries):
        raise AssertionError("an acknowledgement was missed")


@asynccontextmanager
async def open_slack(bot: Bot) -> AsyncIterator[Skin]:
    """Let one person use `bot` on Slack, over Socket Mode; at the end, no rule of Slack's may be broken."""
    async with SlackPlatform.running() as slack, hosted(slack, bot):
        yield SlackSkin(Person(slack))
        obeyed(slack)

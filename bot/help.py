"""/hirg: what the bot can do, told from the declarations themselves; and the front page it has on Slack."""

from collections.abc import Iterable, Iterator, Sequence

from bot.chat.calls import call
from bot.chat.commands import Command
from bot.chat.requests import Actor, Request
from bot.chat.views import Actions, Block, Button, Card, Code, Divider, Heading, Note, Reply, Text, Tone, say

_PRIVATE = (
    "Answers are seen by you alone, here and in every channel. "
    "Whoever runs this platform or this bot can see that you used a command."
)


class Help:
    """Explains `commands`, and itself."""

    def __init__(self, network: str, commands: Iterable[Command]) -> None:
        self._network = network
        self._explained: Sequence[Command] = tuple(commands)

    def commands(self) -> Iterator[Command]:
        yield Command("hirg", "See what I can do, and what is private", self.explain)
        yield Command("home", "The front page", self.welcome, unlisted=True)

    async def explain(self, request: Request) -> Reply:
        return say(
            Heading("What I can do"),
            *(_card(command) for command in self._offered(request.actor)),
            Divider(),
            Note((_PRIVATE,)),
        )

    async def welcome(self, request: Request) -> Reply:
        offered = self._offered(request.actor)
        blocks: list[Block] = [
            Heading(f"Welcome to {self._network}"),
            Text(("I help people here find one another. These are the commands I know:",)),
            *(_card(command) for command in offered),
            Actions((Button("What is private?", call("hirg")),)),
        ]
        return Reply(tuple(blocks))

    def _offered(self, actor: Actor) -> list[Command]:
        """The slash commands this person may use; what is refused to them need not tempt them."""
        return [c for c in self._explained if not c.unlisted and (c.role is None or c.role in actor.roles)]


def _card(command: Command) -> Card:
    return Card(
        command.summary,
        (Code(command.usage),),
        ((command.privacy,),),
        (Button("Try it", call(command.name), Tone.PRIMARY),),
    )

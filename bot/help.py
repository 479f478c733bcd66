"""/hirg: what the bot can do, told from the declarations themselves; and the front page it has on Slack."""

from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence

from bot.chat.calls import call
from bot.chat.commands import Command, Option
from bot.chat.questions import asked
from bot.chat.requests import Actor, Request
from bot.chat.views import Actions, Block, Button, Card, Code, Divider, Heading, Note, Reply, Text, Tone, say

_PRIVATE = (
    "Answers are seen by you alone, here and in every channel. "
    "Whoever runs this platform or this bot can see that you used a command."
)

_ASKED = asked(
    r"what (?:can|do) (?:you|i) do(?: here)?|what are you(?: for)?|who are you|what(?:'?s| is) this",
    r"how (?:do(?:es)?|can|should) (?:you|this|it|i|the bot|this bot) (?:work|use (?:you|this|it|the bot))",
    r"(?:show (?:me )?)?(?:the |your |all )?commands|menu",
)

# What else stands on the front page for somebody.
Also = Callable[[Request], Awaitable[Sequence[Block]]]

# A card with a button is four of the 40 parts that Discord takes.
SHOWN = 8


class Help:
    """Explains `commands`, and itself."""

    def __init__(
        self, network: str, commands: Iterable[Command], also: Sequence[Also] = (), by_name: Sequence[Also] = ()
    ) -> None:
        """`also` and `by_name` tell what else stands on the front page; those of `by_name` get to know for whom."""
        self._network = network
        self._also = also
        self._by_name = by_name
        self._explained: Sequence[Command] = tuple(commands)

    def commands(self) -> Iterator[Command]:
        yield Command("hirg", "See what I can do, and what is private", self.explain, asked=_ASKED)
        start = Option("start", "How many to pass over", required=False)
        yield Command("hirg-page", "See what else I can do", self.page, (start,), unlisted=True)
        yield Command("home", "The front page", self.welcome, unlisted=True)

    async def explain(self, request: Request) -> Reply:
        return self._page(request, 0)

    async def page(self, request: Request) -> Reply:
        """Explain other commands, in the place of those before."""
        return self._page(request, request.number("start"), replaces=True)

    async def welcome(self, request: Request) -> Reply:
        offered = self._offered(request.actor)
        blocks: list[Block] = [
            Heading(f"Welcome to {self._network}"),
            *[block for tell in self._by_name for block in await tell(request)],
            *[block for tell in self._also for block in await tell(request.unnamed)],
            Text(("I help people here find one another. These are the commands I know:",)),
            *(_card(command) for command in offered[:SHOWN]),
            Actions((Button("What else, and what is private?", call("hirg")),)),
        ]
        return Reply(tuple(blocks))

    def _page(self, request: Request, start: int, *, replaces: bool = False) -> Reply:
        offered = self._offered(request.actor)
        start = max(min(start, (len(offered) - 1) // SHOWN * SHOWN), 0)
        steps = [("‹ Back", start - SHOWN, start > 0), ("More ›", start + SHOWN, start + SHOWN < len(offered))]
        turns = [Button(label, call("hirg-page", start=max(to, 0))) for label, to, wanted in steps if wanted]
        return say(
            Heading("What I can do"),
            *(_card(command) for command in offered[start : start + SHOWN]),
            *([Actions(tuple(turns))] if turns else []),
            Divider(),
            Note((_PRIVATE,)),
            replaces=replaces,
        )

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

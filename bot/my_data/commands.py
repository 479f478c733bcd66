"""/my-data: what is held about me by name, to see, to take along and to erase."""

import json
from collections.abc import Awaitable, Callable, Iterator, Sequence

from bot.chat.calls import call
from bot.chat.commands import Command, Option
from bot.chat.questions import asked
from bot.chat.requests import Account, Request
from bot.chat.views import Actions, Block, Button, Choice, Heading, Note, Reply, Strong, Text, Tone, say
from bot.my_data.export import export
from bot.my_data.model import Held, Holding

# Of each kind so many things are named one by one.
_SHOWN = 3
_UNNAMED = (
    "What you wrote without your name is not among it: it is not kept under your name, and nobody can look it up by "
    "you, not even this command. You alone find it again, with /inbox or /sessions."
)
_ELSEWHERE = (
    "What was posted stays on the platform, and so does what others know. If an organiser keeps you in a sheet of "
    "their own, ask them to take you out there, too."
)
_AGAIN = Note(("Type /my-data in a minute to erase that, too.",))
_WISH = r"(?:(?:how (?:do|can) i|can you|i want (?:you )?to) )?"
_ASKED = asked(
    r"what (?:(?:data|information) )?do you (?:know|hold|keep|store|have)(?: (?:about|on) me)?",
    rf"{_WISH}(?:see|show|download|export|delete|erase|remove|forget) (?:all )?(?:my data|everything (?:on|about) me)",
    rf"{_WISH}(?:delete|erase|forget) (?:me|my account)",
    r"my data",
)
_FEEDS = "Addresses of calendars say nothing about who reads them, so there is nothing to show."


class MyData:
    """Asks everything that holds something. `accounts_of` names all accounts of one person, this one among them."""

    def __init__(
        self, holdings: Sequence[Holding], accounts_of: Callable[[Account], Awaitable[Sequence[Account]]]
    ) -> None:
        self._holdings = holdings
        self._accounts_of = accounts_of

    def commands(self) -> Iterator[Command]:
        """Declare the page, and whatever its buttons lead to."""
        yield Command("my-data", "See, take along or erase what is held about you by name", self.show, asked=_ASKED)
        part = Option("part", "Which part of it", required=False)
        yield Command("my-data-export", "Take along what is held about you", self.export, (part,), unlisted=True)
        sure = Option("sure", "Whether you are sure", required=False, choices=(Choice("Yes", "yes"),))
        yield Command("my-data-erase", "Erase what is held about you", self.erase, (sure,), unlisted=True)

    async def show(self, request: Request) -> Reply:
        """Say in short what is held."""
        held = await self._held(request)
        if not held:
            return say(Heading("Nothing is held about you by name"), *_small_print(request))
        buttons = (
            Button("Take it along", call("my-data-export")),
            Button("Erase all of it", call("my-data-erase"), Tone.DANGER),
            Button("Who can see what", call("privacy")),
        )
        return say(
            Heading("What is held about you by name"),
            *(_in_short(holding, things) for holding, things in held),
            Actions(buttons),
            *_small_print(request),
        )

    async def export(self, request: Request) -> Reply:
        """Show all of it as data, a part at a time."""
        data = {holding.name: [dict(one.data) for one in things] for holding, things in await self._held(request)}
        written = json.dumps(data, ensure_ascii=False, indent=1)
        part = request.number("part")
        return export("All that is held about you by name", written, part, lambda at: call("my-data-export", part=at))

    async def erase(self, request: Request) -> Reply:
        """Erase all of it, after asking once."""
        held = await self._held(request)
        if not held:
            return say("There is nothing to erase: nothing is held about you by name.", replaces=True)
        if not request.text("sure"):
            names = ", ".join(f"{holding.name} ({len(things)})" for holding, things in held)
            sure = Button("Erase for good", call("my-data-erase", sure="yes"), Tone.DANGER)
            return say(
                f"Erase this for good? {names}. Nobody can bring it back. Whoever waits for an answer of yours is told "
                "that there will be none.",
                Actions((sure, Button("Keep it", call("my-data")))),
                replaces=True,
            )
        accounts = await self._accounts(request)
        for holding in self._holdings:
            await holding.erase(accounts)
        if await self._held(request):
            return say("It is erased, but for what is being sent just now.", _AGAIN, replaces=True)
        return say("It is erased. Nothing is held about you by name any more.", Note((_ELSEWHERE,)), replaces=True)

    async def _held(self, request: Request) -> Sequence[tuple[Holding, Sequence[Held]]]:
        accounts = await self._accounts(request)
        found = [(holding, await holding.show(accounts)) for holding in self._holdings]
        return [(holding, things) for holding, things in found if things]

    async def _accounts(self, request: Request) -> Sequence[Account]:
        """Return the accounts of whoever asks; of several that are the `same`, the one that names no workspace."""
        mine = request.actor.account
        known = sorted({mine, *await self._accounts_of(mine)}, key=lambda one: (one.workspace != "*", str(one)))
        kept: list[Account] = []
        for account in known:
            if not any(account.same(other) for other in kept):
                kept.append(account)
        return kept


def _in_short(holding: Holding, things: Sequence[Held]) -> Block:
    lines = [f"\n• {one.said}" for one in things[:_SHOWN]]
    more = f"\n• and {len(things) - _SHOWN} more" if len(things) > _SHOWN else ""
    return Text((Strong(holding.name), *lines, more) if more else (Strong(holding.name), *lines))


def _small_print(request: Request) -> Sequence[Block]:
    roles = " and ".join(sorted(request.actor.roles))
    said = (f"That you are {roles} stands in the settings of whoever operates this bot.",) if roles else ()
    return tuple(Note((line,)) for line in (_UNNAMED, _FEEDS, *said, "Only you see this."))

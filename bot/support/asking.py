"""Asking for support without a name."""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Protocol

from bot.chat.commands import Command, Filled, Kind, Option
from bot.chat.errors import Refusal, Unclear
from bot.chat.requests import Account, Address, Request
from bot.chat.views import Choice, Code, Line, Reply, Strong
from bot.support.drafting import SEE_FIRST, Drafting, Plan
from bot.support.limits import Effort
from bot.support.model import Need
from bot.support.safety import NO_CRISIS_SERVICE
from bot.support.telling import NEEDS


class Facilitators(Protocol):
    """Who may handle requests, for those who choose whom to leave out."""

    async def choices(self) -> Sequence[tuple[str, str]]:
        """List pairs of account and name."""

    async def doubtful(self) -> bool:
        """Whether some of those choices have one name, and nothing says that they are one person's."""

    async def selves(self, account: Account) -> Sequence[Account]:
        """List all accounts of whoever has this one, which comes first, as far as they are known."""


_NOTICE: tuple[Line, ...] = (
    (
        Strong("Everybody in the channel for requests reads it, and nobody there learns that you wrote it. "),
        "It goes by neutral words such as “Quiet Heron”. ",
        "Nothing is sent yet: you see next who can see what, and what might give you away. ",
        "Words only, please: a link or a file can carry your name; and what was typed behind the command is not read. ",
        "Whoever runs this bot or owns this chat can find out more; ",
        Code("/privacy"),
        " says what.",
    ),
    (
        "People answer when they can, mostly on working days, seldom at night or at the weekend. ",
        Strong(NO_CRISIS_SERVICE),
        " If a life is in danger call 999; Samaritans answer on 116 123, day and night.",
    ),
)
_EVERY_ACCOUNT = (
    "Some facilitators have the same name, and may be one person: to leave somebody out, tick every account of theirs."
)
_TELL = (Choice("Tell me privately when somebody answers", "yes"), Choice("I’ll look myself, with /inbox", "no"))


class Asking:
    """Takes a request for support, and shows it to its author before anything is sent."""

    def __init__(self, drafting: Drafting, channels: Mapping[str, Address], facilitators: Facilitators) -> None:
        """`channels` are where requests are posted, by platform."""
        self._drafting = drafting
        self._channels = channels
        self._facilitators = facilitators

    def commands(self) -> Iterator[Command]:
        """Declare the one command that everything begins with; it takes words in a form alone."""
        options = (
            Option(
                "text",
                "What would you like to say?",
                Kind.PARAGRAPH,
                placeholder="As much or as little as you like; you can change it before it is sent",
            ),
            Option(
                "needs",
                "What would help?",
                required=False,
                choices=tuple(Choice(_capital(words), need.value) for need, words in NEEDS.items()),
                many=True,
            ),
            Option(
                "without",
                "Is there a facilitator who should not handle this?",
                required=False,
                many=True,
                offer=self._offered,
            ),
            Option(
                "nudge",
                "When somebody answers (one neutral sentence; how to reach you is kept sealed)",
                required=False,
                settled=True,
                choices=_TELL,
            ),
        )
        yield Command(
            "peer-support",
            "Ask for support without your name",
            self.ask,
            options,
            anonymous=True,
            prefill=self.may_ask,
            notice=_NOTICE,
            submit=SEE_FIRST,
        )

    async def may_ask(self, request: Request) -> Filled:
        """Say before somebody writes why they need not, or that a facilitator may be there more than once."""
        self._place(request.place.platform)
        await self._drafting.admit(request.veil, Effort.REQUEST)
        return Filled({"nudge": "yes"}, ((_EVERY_ACCOUNT,),) if await self._facilitators.doubtful() else ())

    async def ask(self, request: Request) -> Reply:
        """Keep what somebody wrote, sealed, and show them what it will look like."""
        plan = Plan(
            needs=tuple(need for need in Need if need in request.text("needs").split(",")),
            left_out=await self._left_out(request.text("without")),
            nudge=request.text("nudge") != "no",
        )
        return await self._drafting.begin(request, self._place(request.place.platform), plan)

    def _place(self, platform: str) -> Address:
        """Choose where a request is posted: on the platform where it is written, or the first that has a channel."""
        if not self._channels:
            raise Refusal(
                "There is no channel for requests yet, so nobody would read it.",
                "An organiser can set one up. If it cannot wait, type /help-now for numbers that answer now.",
            )
        return self._channels.get(platform) or next(iter(self._channels.values()))

    async def _offered(self, request: Request) -> tuple[Choice, ...]:
        del request
        return tuple(Choice(name, short(account)) for account, name in await self._facilitators.choices())

    async def _left_out(self, chosen: str) -> tuple[str, ...]:
        """Find all accounts of those who were chosen; nobody is to be left in by mistake."""
        known = {short(account): Account.parse(account) for account, _ in await self._facilitators.choices()}
        names = [one for one in chosen.split(",") if one]
        if not all(name in known for name in names):
            raise Unclear("The facilitators changed meanwhile.", "Open the form again to choose.", option="without")
        left = dict.fromkeys([one for name in names for one in await self._facilitators.selves(known[name])])
        if known and all(any(map(one.same, left)) for one in known.values()):
            raise Unclear(
                "Then nobody would look after your request.",
                "Leave one of them in: facilitators see your words, and never who wrote them.",
                option="without",
            )
        return tuple(map(str, left))


def short(account: str) -> str:
    """Name a facilitator in a form, where there is no room for an account."""
    return sha256(account.encode()).hexdigest()[:6]


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]

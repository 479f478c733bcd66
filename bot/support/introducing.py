"""*Share who I am with the safeguarding lead*: by the author alone, of one case, and confirmed twice."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from bot.chat.calls import call
from bot.chat.commands import Command, Option
from bot.chat.errors import Refusal
from bot.chat.requests import Request
from bot.chat.views import (
    Actions,
    Button,
    Diverted,
    Heading,
    Line,
    Note,
    Reply,
    Strong,
    Text,
    Tone,
    say,
)
from bot.support.case_page import INSTEAD, LEFT_OUT, SHARE, TO_INBOX
from bot.support.casebook import Casebook, Opened
from bot.support.grammar import check_author
from bot.support.leads import Leads, Reach, listed
from bot.support.model import Dossier, Stage, Standing
from bot.support.safety import NO_CRISIS_SERVICE, not_safe_button, on_one_line
from bot.support.signposts import Signposts

_SURE, _NOW = "support-introduce-sure", "support-introduce-now"


def can_introduce(dossier: Dossier) -> bool:
    """Whether its author may still tell a lead who they are."""
    told = dossier.introduced or dossier.introduction is not None
    return not (told or dossier.asks) and dossier.stage not in {Stage.DRAFT, Stage.CLOSED}


class Introducing:
    """Explains it, asks twice, and seals who somebody is; see `bot.support.disclosure` for what happens then."""

    def __init__(self, casebook: Casebook, leads: Leads, signposts: Signposts, now: Callable[[], datetime]) -> None:
        self._casebook = casebook
        self._leads = leads
        self._signposts = signposts
        self._now = now

    def commands(self) -> Iterator[Command]:
        """Declare the three steps, each of which leads to the next."""
        which = (Option("case", "Which request", carried=True),)
        for name, summary, run in (
            ("support-introduce", SHARE, self.explain),
            (_SURE, "Confirm that the safeguarding lead shall know who you are", self.ask_again),
            (_NOW, "Tell the safeguarding lead who you are", self.introduce),
        ):
            yield Command(name, summary, run, which, unlisted=True, anonymous=True)

    def reach(self, opened: Opened) -> Reach:
        """Say whom the author of a case could tell; nobody once it is done, or before the case is sent."""
        return self._leads.reach(opened) if can_introduce(opened.dossier) else Reach.NOBODY

    async def explain(self, request: Request) -> Reply:
        """Say what would happen, and what not."""
        opened = await self._find(request)
        case, name = opened.dossier.id, opened.dossier.name
        return say(
            Heading("Tell the safeguarding lead who you are?"),
            Text(("It goes to ", *listed(await self._leads.named(opened)), ", and to nobody else.")),
            Text((Strong("What they see"), *_points(_seen(name)))),
            Text((Strong("What does not happen"), *_points(_NOT))),
            Text((_PLATFORM,)),
            Text((f"{NO_CRISIS_SERVICE} The safeguarding lead is asked to write to you within a day.",)),
            on_one_line(self._signposts),
            Actions((Button("Go on: I am asked once more", call(_SURE, case=case), Tone.PRIMARY), _leave(case))),
            replaces=True,
        )

    async def ask_again(self, request: Request) -> Reply:
        """Ask a second time, in other words: what somebody has read, they know."""
        opened = await self._find(request)
        case = opened.dossier.id
        return say(
            Heading("Are you sure?"),
            Text(
                (
                    "From then on ",
                    *listed(await self._leads.named(opened)),
                    f" will know you as the one behind {opened.dossier.name}. I have no way to make that undone. ",
                    "Would it be all right with you tomorrow, too, and when you next meet?",
                )
            ),
            Note(("You can also speak with them yourself, and leave open which request is yours.",)),
            Actions((Button("Yes, tell them who I am", call(_NOW, case=case), Tone.DANGER), _leave(case))),
            replaces=True,
        )

    async def introduce(self, request: Request) -> Reply:
        """Seal who the author is, to be opened when the message to a lead is worded, and not before."""
        opened, now = await self._find(request), self._now()
        sealed = request.veil.introduction(opened.lock)

        def introduced(dossier: Dossier) -> Dossier:
            _check(dossier)
            return replace(dossier, introduction=sealed, look_at=now)

        await self._casebook.change(opened.dossier.id, introduced)
        return say(
            Heading("It is on its way to the safeguarding lead"),
            Text(("Your inbox says when it was delivered, mostly within minutes; and if it could not be, in a day.",)),
            on_one_line(self._signposts),
            Actions((TO_INBOX,)),
            replaces=True,
        )

    async def _find(self, request: Request) -> Opened:
        """Find a case of whoever asks. Raises `Refusal` when nobody can be told, and why."""
        opened = await self._casebook.find(request.text("case"))
        check_author(opened, request.veil)
        _check(opened.dossier)
        if (reach := self._leads.reach(opened)) is not Reach.SOMEBODY:
            raise self._nobody(reach)
        return opened

    def _nobody(self, reach: Reach) -> Refusal:
        why, instead = (LEFT_OUT, INSTEAD) if reach is Reach.LEFT_OUT else (_NO_LEAD, _TALK)
        return Diverted(why, f"{instead} Always there: {self._signposts.line}.", ways=(not_safe_button(), TO_INBOX))


def _check(dossier: Dossier) -> None:
    if dossier.introduced:
        raise Refusal("The safeguarding lead knows already that this request is yours.", _HEARD)
    if dossier.introduction is not None:
        raise Refusal("It is on its way to the safeguarding lead already.", "Type /inbox to see when it arrived.")
    if dossier.request.standing is Standing.WITHDRAWN:
        raise Refusal("You have taken that request away, so there is nothing left to tell anybody about.", _ELSE)
    if dossier.closed:
        raise Refusal("That request is closed, so nobody is told about it any more.", _ELSE)
    if dossier.stage is Stage.DRAFT:
        raise Refusal("That request is not sent yet, so nobody knows of it.", "Send it first; your inbox has it.")


def _seen(name: str) -> Sequence[str]:
    return (
        "who you are: your name as this chat shows it, with your account, so that they can write to you",
        f"which request is yours: {name}, with the words you asked in and what you said would help",
    )


def _leave(case: str) -> Button:
    return Button("No, leave it", call("inbox-case", case=case))


def _points(lines: Sequence[str]) -> Line:
    return tuple(f"\n• {line}" for line in lines)


_NOT = (
    "Nobody else learns it: no facilitator, nobody who answers you, nobody in the channel.",
    "They do not learn of other requests of yours, nor read your private talks.",
    "It cannot be taken back, neither by you nor by me, once it is delivered.",
)
_PLATFORM = (
    "It stays in their private messages with this bot. Whoever owns this chat may be able to read those, as everything "
    "that is private here."
)
_NO_LEAD = "There is no safeguarding lead here whom I could tell who you are."
_TALK = (
    "You can still talk: somebody who answers you can offer a private talk, and whoever you trust at work, "
    "at your university or at home can help."
)
_HEARD = "They are asked to write to you within a day. If you cannot wait, type /help-now for numbers that answer now."
_ELSE = "You can speak with the safeguarding lead yourself. If it cannot wait, type /help-now for numbers."

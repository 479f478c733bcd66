"""“Ask without my name”: somebody listed is asked by somebody they do not know, and only they read it."""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.chat.calls import call
from bot.chat.commands import Command, Filled, Kind, Option
from bot.chat.errors import NotFound, Refusal
from bot.chat.requests import Address, Request
from bot.chat.veil import Veil
from bot.chat.views import Button, Choice, Code, Control, Diverted, Line, Reply, Strong
from bot.directory.model import Directory, Entry
from bot.introductions.weekly import Weekly
from bot.support.drafting import SEE_FIRST, Drafting, Plan
from bot.support.limits import Effort
from bot.support.model import Dossier, Standing, Talking
from bot.support.wishes import Listed, Wishes, addressed
from bot.support.words import or_given_back

ASK = "Ask without my name"
_TELL = (Choice("Tell me privately when they answer", "yes"), Choice("I’ll look myself, with /inbox", "no"))
_NUDGE = "When they answer (one neutral sentence; how to reach you is kept sealed)"
_SECRET = 32
# Nothing is posted; and on which platform somebody asks may be half of who they are.
_NOWHERE = Address("nowhere", "*")


@dataclass(frozen=True, slots=True)
class Unnamed:
    """Takes what somebody asks of one person; what the two then write to each other is `bot.support.talks`.

    `allowed` says whether the network wants that.
    """

    directory: Directory
    drafting: Drafting
    wishes: Wishes
    weekly: Weekly
    allowed: bool = True

    def offer(self, entry: Entry, request: Request) -> Sequence[Control]:
        """Offer it about whoever can be asked here and lets people ask so, and to anybody but themselves."""
        if not self._can_be_asked(entry) or entry.is_of(request.actor.account):
            return ()
        return (Button(ASK, call("introduce-unnamed", entry=entry.id)),)

    def commands(self) -> Iterator[Command]:
        entry = Option("entry", "Whom", carried=True)
        few = "A few sentences; leave out what only you could know"
        text = Option("text", "What would you like to ask or talk about?", Kind.PARAGRAPH, placeholder=few)
        nudge = Option("nudge", _NUDGE, required=False, choices=_TELL, settled=True)
        yield Command(
            "introduce-unnamed",
            ASK,
            self.ask,
            (entry, text, nudge),
            unlisted=True,
            anonymous=True,
            prefill=self.may_ask,
            submit=SEE_FIRST,
        )

    async def may_ask(self, request: Request) -> Filled:
        """Say before somebody writes who reads it, or why they need not write."""
        entry = await self._listed(request)
        await self.drafting.admit(request.veil, Effort.WISH)
        return Filled({"nudge": "yes"}, _notice(entry))

    async def ask(self, request: Request) -> Reply:
        """Keep what somebody wrote, sealed, and show it to them; whatever prevents that, they have their words back."""
        return await or_given_back(self._ask(request), request.text("text"))

    async def _ask(self, request: Request) -> Reply:
        entry = await self._listed(request)
        plan = Plan(nudge=request.text("nudge") != "no", effort=Effort.WISH)
        shape = addressed(Listed(entry.id, entry.name, entry.accounts))
        # Those who were found stay where they are: whoever discards this may ask another.
        return replace(await self.drafting.begin(request, _NOWHERE, plan, shape), replaces=False)

    async def _listed(self, request: Request) -> Entry:
        entry = await self.directory.find(request.text("entry"))
        if entry is None or not entry.listed or not entry.accounts:
            raise NotFound("They cannot be asked here any more.", "Type /find-skill to look for somebody else.")
        if not self._can_be_asked(entry):
            by_name = Button("Ask by name", call("introduce", entry=entry.id))
            raise Diverted(
                f"{entry.name} is asked by name alone.", "They see your name and what you write.", ways=(by_name,)
            )
        if _owns(entry, request.veil):
            raise Refusal("That is your own entry.", "Type /my-skills to change it.")
        if known := await self.wishes.waiting(request.veil, entry.id):
            raise _asked_already(known, entry)
        await self.weekly.check(entry)
        return entry

    def _can_be_asked(self, entry: Entry) -> bool:
        return self.allowed and entry.unnamed and bool(entry.accounts)


def _owns(entry: Entry, veil: Veil) -> bool:
    """Whether somebody unseen is the owner of an entry: asked of those few accounts alone, and kept nowhere."""
    secret = secrets.token_bytes(_SECRET)
    return veil.tally(secret) in {Veil(str(account), "").tally(secret) for account in entry.accounts}


def _notice(entry: Entry) -> tuple[Line, ...]:
    return (
        (
            Strong(f"Only {entry.name} reads it, and does not learn who you are. "),
            "You go by neutral words such as “Quiet Heron”, and choose later whether you say who you are. ",
            "Nothing is sent yet: you see next what might give you away. ",
            "Whoever runs this bot or owns this chat can find out more; ",
            Code("/privacy"),
            " says what.",
        ),
    )


def _asked_already(known: Dossier, entry: Entry) -> Refusal:
    """Lead somebody to what they wrote before; only they ever read this."""
    which = {"case": known.id}
    if known.request.standing is not Standing.SAID:
        look = Button("Look at it", call("support-draft", **which, entry=known.request.id))
        begun = f"You have begun to write to {entry.name} already."
        return Diverted(begun, "Look at it: it is not with them yet.", ways=(look,))
    talk = Button("Open it", call("inbox-talk", **which, talk=known.talks[0].id))
    if known.talks[0].standing in {Talking.OFFERED, Talking.ACCEPTED}:
        return Diverted(f"Your request is with {entry.name} already.", "You find it in your inbox.", ways=(talk,))
    return Diverted(
        f"You have asked {entry.name} not long ago.",
        "What came of it can still be read; once it is forgotten, you can ask again.",
        ways=(talk,),
    )

"""Offering a private talk to whoever asked, by name or without one."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from bot.chat.calls import call
from bot.chat.commands import Command, Kind, Option
from bot.chat.requests import Request
from bot.chat.veil import Veil
from bot.chat.views import Actions, Button, Line, Note, Reply, Strong, Tone, say
from bot.support.answering import nudge_option
from bot.support.casebook import Casebook, Opened
from bot.support.drafting import Drafting
from bot.support.limits import Effort, Limits
from bot.support.model import Dossier, Part, Talk, Voice
from bot.support.names import new_id
from bot.support.nudges import Nudges
from bot.support.safety import not_safe_button
from bot.support.talk_rules import INBOX, check_offer, spoken
from bot.support.words import check_words, or_given_back

_NAMED, _UNNAMED = "support-offer-named", "support-offer-unnamed"
_TITLE = "Offer to talk privately"

_READ = "They read it in private, and choose whether to talk. It is sent at once, and cannot be changed then. "
_NAMED_NOTICE: tuple[Line, ...] = (
    (
        Strong("Whoever asked reads your name, as it stands in this chat, and nobody else does. "),
        _READ,
        "You do not learn who they are, unless they tell you.",
    ),
)
_UNNAMED_NOTICE: tuple[Line, ...] = (
    (
        Strong("Neither of you learns who the other is. "),
        _READ,
        "If you answer this request without your name, too, they read the same neutral words there.",
    ),
)


class Offers:
    """Takes offers. The one by name is the only command here that learns a name, because it is what is offered."""

    def __init__(self, casebook: Casebook, drafting: Drafting, limits: Limits, nudges: Nudges) -> None:
        self._casebook = casebook
        self._drafting = drafting
        self._limits = limits
        self._nudges = nudges

    def commands(self) -> Iterator[Command]:
        case, text = Option("case", "Which request", carried=True), Option("text", "What you offer", Kind.PARAGRAPH)
        offer = (case, text, nudge_option())
        yield Command("support-offer", _TITLE, self.choose, (case,), unlisted=True, anonymous=True)
        yield Command(
            _NAMED,
            f"{_TITLE}, by name",
            self.by_name,
            offer,
            unlisted=True,
            prefill=self.may_offer,
            notice=_NAMED_NOTICE,
        )
        yield Command(
            _UNNAMED,
            f"{_TITLE}, without my name",
            self.unnamed,
            offer,
            unlisted=True,
            anonymous=True,
            prefill=self.may_offer,
            notice=_UNNAMED_NOTICE,
        )

    async def choose(self, request: Request) -> Reply:
        """Ask whether somebody wants to be named; nobody has learnt who they are by then."""
        opened = await self._casebook.find(request.text("case"))
        check_offer(opened.dossier, opened.voices_of(request.veil))
        which = {"case": opened.dossier.id}
        return say(
            f"You can offer {opened.dossier.name} to talk with you alone, through me. They choose whether they do, and "
            "stay unnamed as long as they like. Would you like to say who you are?",
            Actions(
                (
                    Button("Offer it by name", call(_NAMED, **which), Tone.PRIMARY),
                    Button("Offer it without my name", call(_UNNAMED, **which)),
                    not_safe_button(),
                )
            ),
            Note(("Nothing is sent yet, and nobody else sees this.",)),
        )

    async def may_offer(self, request: Request) -> Mapping[str, str]:
        """Say before somebody writes why they cannot."""
        opened = await self._casebook.find(request.text("case"))
        check_offer(opened.dossier, opened.voices_of(request.veil))
        await self._drafting.admit(request.veil, named=request.call.command == _NAMED)
        return {"nudge": "yes"}

    async def by_name(self, request: Request) -> Reply:
        """Offer a talk under the name that the platform shows."""
        return await self._offer(request, request.actor.name)

    async def unnamed(self, request: Request) -> Reply:
        """Offer a talk under neutral words."""
        return await self._offer(request, "")

    async def _offer(self, request: Request, name: str) -> Reply:
        words = request.text("text")
        check_words(words)
        return await or_given_back(self._keep(request, words, name), words)

    async def _keep(self, request: Request, words: str, name: str) -> Reply:
        veil = request.veil
        await self._drafting.admit(veil, named=bool(name))
        opened = await self._casebook.find(request.text("case"))
        voice = await self._helper(opened, veil, name, nudge=request.text("nudge") != "no")
        talk = Talk(id=new_id(), helper=voice.id)

        def offered(dossier: Dossier) -> Dossier:
            check_offer(dossier, [one for one in dossier.voices if one.mark == voice.mark])
            others = tuple(one for one in dossier.voices if one.id != voice.id)
            entries = (*dossier.entries, spoken(voice, talk, words))
            return replace(dossier, voices=(*others, voice), entries=entries, talks=(*dossier.talks, talk))

        with self._limits.counted(veil, Effort.WORDS):
            dossier = await self._casebook.change(opened.dossier.id, offered)
        await self._nudges.tell(dossier, dossier.author)
        return say(
            f"Your offer is with {dossier.name}, who reads you as {voice.name}. If they accept it, you can write to "
            "each other in your inboxes.",
            Actions((INBOX, not_safe_button())),
            Note(("They may let it rest, or not answer. That says nothing about you.",)),
        )

    async def _helper(self, opened: Opened, veil: Veil, name: str, *, nudge: bool) -> Voice:
        """Find or make the voice of a helper: the one by name is never the one without, and neither tells the other."""
        mine = [one for one in opened.voices_of(veil) if one.part is Part.HELPER and one.named is bool(name)]
        made = await self._drafting.new_voice(opened, veil, Part.HELPER, nudge=nudge)
        if mine:
            return replace(mine[0], name=name or mine[0].name, address=made.address or mine[0].address)
        return replace(made, name=name, named=True, moderation=None) if name else made

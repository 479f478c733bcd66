"""What somebody says to the facilitators without a name: an answer to what they asked, or an appeal against a block."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.chat.commands import Command, Kind, Option
from bot.chat.errors import NotAllowed, NotFound, Refusal
from bot.chat.requests import Request
from bot.chat.views import Note, Reply, say
from bot.support.blocks import in_force
from bot.support.casebook import Casebook, Opened
from bot.support.letters import waiting
from bot.support.limits import Effort, Limits
from bot.support.model import Dossier, Entry, Standing, Voice
from bot.support.model import Kind as Said
from bot.support.names import new_id
from bot.support.words import or_given_back


class Responding:
    """Takes words for the facilitators; they read them after a few minutes, so that the time tells nothing."""

    def __init__(
        self,
        casebook: Casebook,
        limits: Limits,
        soon: Callable[[datetime], datetime],
        now: Callable[[], datetime],
    ) -> None:
        """`soon` chooses when facilitators are told of something that was written now."""
        self._casebook = casebook
        self._limits = limits
        self._soon = soon
        self._now = now

    def commands(self) -> Iterator[Command]:
        """Declare the two forms that an inbox leads to."""
        case, entry = Option("case", "Which case", carried=True), Option("entry", "Which question", carried=True)
        answer = Option("text", "Your answer; facilitators read it, and nobody else", Kind.PARAGRAPH)
        why = Option("text", "Why should the block end? Facilitators read it, and nobody else", Kind.PARAGRAPH)
        for name, summary, run, options, prefill in (
            ("support-respond", "Answer the facilitators", self.respond, (case, entry, answer), self.may_respond),
            ("support-appeal", "Appeal against a block", self.appeal, (case, why), self.may_appeal),
        ):
            yield Command(
                name, summary, run, options, unlisted=True, anonymous=True, prefill=prefill, notice=((_NOTICE,),)
            )

    async def may_respond(self, request: Request) -> Mapping[str, str]:
        """Say before somebody writes that they were not asked."""
        opened = await self._casebook.find(request.text("case"))
        _asked(opened.dossier, request.text("entry"), _own(opened, request))
        return {}

    async def respond(self, request: Request) -> Reply:
        """Answer a question of the facilitators; whatever prevents it, the words are given back."""
        return await or_given_back(self._respond(request), request.text("text"))

    async def may_appeal(self, request: Request) -> Mapping[str, str]:
        """Say before somebody writes that there is nothing to appeal against."""
        opened = await self._casebook.find(request.text("case"))
        _blocked(opened.dossier, _own(opened, request), self._now())
        return {}

    async def appeal(self, request: Request) -> Reply:
        """Appeal against the block that came of a case; whatever prevents it, the words are given back."""
        return await or_given_back(self._appeal(request), request.text("text"))

    async def _respond(self, request: Request) -> Reply:
        opened, question = await self._casebook.find(request.text("case")), request.text("entry")
        own = _own(opened, request)
        return await self._send(opened, request, Said.RESPONSE, question, lambda one: _asked(one, question, own))

    async def _appeal(self, request: Request) -> Reply:
        opened, now = await self._casebook.find(request.text("case")), self._now()
        own = _own(opened, request)
        return await self._send(opened, request, Said.APPEAL, "", lambda one: _blocked(one, own, now))

    async def _send(
        self, opened: Opened, request: Request, kind: Said, about: str, by: Callable[[Dossier], Voice]
    ) -> Reply:
        due, text = self._soon(self._now()), request.text("text")

        def edit(dossier: Dossier) -> Dossier:
            entry = Entry(
                id=new_id(),
                voice=by(dossier).id,
                kind=kind,
                text=text,
                standing=Standing.WAITING,
                release_at=due,
                about=about,
            )
            return replace(dossier, entries=(*dossier.entries, entry))

        with self._limits.counted(request.veil, Effort.WORDS):
            await self._casebook.change(opened.dossier.id, edit)
        return say(_SENT, Note((_LATER,)), replaces=True)


_NOTICE = (
    "Facilitators read this after a few minutes, except those who were left out of the case. They do not learn who you "
    "are."
)
_SENT = "Thank you. Facilitators read it in a few minutes, without learning who you are."
_LATER = "What they say to it, you find with /inbox."


def _own(opened: Opened, request: Request) -> list[str]:
    """List the ids of the voices that somebody has in a case."""
    return [one.id for one in opened.voices_of(request.veil)]


def _answers(entry: Entry, question: Entry) -> bool:
    return entry.kind is Said.RESPONSE and entry.about == question.id


def _asked(dossier: Dossier, entry_id: str, own: Sequence[str]) -> Voice:
    """Return the voice that was asked. Raises `Refusal` when that is somebody else, or has answered."""
    question = dossier.entry(entry_id)
    if question is None or question.kind is not Said.QUESTION:
        raise NotFound("That question is not there any more.", "Type /inbox to see what there is.")
    if question.to not in own:
        raise NotAllowed("Only whoever was asked can answer that.", "Type /inbox to see what is for you.")
    if dossier.closed:
        raise Refusal("That case is closed.", "Type /peer-support to ask for something new.")
    if any(_answers(one, question) for one in dossier.entries):
        raise Refusal("You have answered that already.", "Facilitators ask again if they need to know more.")
    return dossier.voice(question.to)


def _blocked(dossier: Dossier, own: Sequence[str], now: datetime) -> Voice:
    """Return the voice that is blocked. Raises `Refusal` when it is not, or its appeal waits for an answer."""
    block = next((one for one in dossier.blocks if one.voice in own and in_force(one, now)), None)
    if block is None:
        raise NotFound("There is no block to appeal against: it is over, or was lifted.", "You can write again.")
    appeals = [one for one in dossier.entries if one.kind is Said.APPEAL and one.voice == block.voice]
    if any(one.standing is Standing.WAITING or one in waiting(dossier) for one in appeals):
        raise Refusal("Your appeal is with the facilitators already.", "Type /inbox to see what they say to it.")
    return dossier.voice(block.voice)

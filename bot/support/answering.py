"""Answering a request without a name, and replying as whoever asked."""

from collections.abc import Iterator, Mapping

from bot.chat.calls import call
from bot.chat.commands import Command, Kind, Option
from bot.chat.errors import NotAllowed
from bot.chat.requests import Request
from bot.chat.views import Button, Choice, Diverted, Line, Reply, Strong, Tone
from bot.support import grammar
from bot.support.casebook import Casebook, Opened
from bot.support.drafting import SEE_FIRST, Drafting
from bot.support.model import Kind as Said
from bot.support.model import Part
from bot.support.safety import not_safe_button

_REPLY = "Reply as the author"
_TELL = (Choice("Tell me privately when they reply", "yes"), Choice("I’ll look myself, with /inbox", "no"))
_NUDGE = "When there is a reply (one neutral sentence; how to reach you is kept sealed)"

_ANSWER_NOTICE: tuple[Line, ...] = (
    (
        Strong("Everybody in the channel reads it, and nobody there learns that you wrote it. "),
        "It goes by neutral words such as “Calm Otter”, the same for all that you write to this one request. ",
        "Nothing is sent yet: you see next what might give you away.",
    ),
)
_REPLY_NOTICE: tuple[Line, ...] = (
    (
        Strong("Everybody in the channel reads it as words of whoever asked. "),
        "Nobody learns that this is you. Nothing is sent yet: you see next what might give you away.",
    ),
)


def nudge_option() -> Option:
    """Ask whether somebody wants to be told that something is new."""
    return Option("nudge", _NUDGE, required=False, choices=_TELL, settled=True)


def own_request(case_id: str, why: str) -> Diverted:
    """Lead an author back to their own voice; only they ever read this."""
    reply = Button(_REPLY, call("support-reply", case=case_id), Tone.PRIMARY)
    return Diverted(
        f"This is your own request. {why}",
        "Nobody else sees this message, or learns that you pressed the button.",
        ways=(reply, not_safe_button()),
    )


class Answering:
    """Takes answers without a name, and replies of the author, whom the veil alone knows."""

    def __init__(self, casebook: Casebook, drafting: Drafting) -> None:
        self._casebook = casebook
        self._drafting = drafting

    def commands(self) -> Iterator[Command]:
        case = Option("case", "Which request", carried=True)
        text = Option("text", "What you would like to say", Kind.PARAGRAPH)
        yield Command(
            "support-answer",
            "Answer without my name",
            self.answer,
            (case, text, nudge_option()),
            unlisted=True,
            anonymous=True,
            prefill=self.may_answer,
            notice=_ANSWER_NOTICE,
            submit=SEE_FIRST,
        )
        yield Command(
            "support-reply",
            _REPLY,
            self.reply,
            (case, text),
            unlisted=True,
            anonymous=True,
            prefill=self.may_reply,
            notice=_REPLY_NOTICE,
            submit=SEE_FIRST,
        )

    async def may_answer(self, request: Request) -> Mapping[str, str]:
        """Say before somebody writes why they cannot; an author is led to where they can."""
        opened = await self._casebook.find(request.text("case"))
        if _asked(opened, request):
            raise own_request(
                opened.dossier.id, "What you add to it is best said as the author, so that people know who speaks."
            )
        grammar.check_open(opened.dossier)
        await self._drafting.admit(request.veil)
        return {"nudge": "no"}

    async def answer(self, request: Request) -> Reply:
        """Keep an answer as a draft, and show it to who wrote it alone."""
        return await self._drafting.write(request, Said.ANSWER, nudge=request.text("nudge") == "yes")

    async def may_reply(self, request: Request) -> Mapping[str, str]:
        """Let nobody write a reply but whoever asked."""
        opened = await self._casebook.find(request.text("case"))
        if not _asked(opened, request):
            raise NotAllowed(
                "Only whoever asked can reply as the author.",
                "You can answer in the thread under your own name, or press “Answer without my name”.",
            )
        grammar.check_open(opened.dossier)
        await self._drafting.admit(request.veil)
        return {}

    async def reply(self, request: Request) -> Reply:
        """Keep a reply of the author as a draft."""
        return await self._drafting.write(request, Said.REPLY)


def _asked(opened: Opened, request: Request) -> bool:
    voice = opened.voice_of(request.veil)
    return voice is not None and voice.part is Part.AUTHOR

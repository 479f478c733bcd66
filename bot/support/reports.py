"""Telling facilitators that something posted is not right: anybody can, and nobody learns who did."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from bot.chat.commands import Command, Filled, Kind, Option
from bot.chat.errors import NotFound, Refusal
from bot.chat.requests import Request
from bot.chat.veil import Veil
from bot.chat.views import Note, Reply, say
from bot.support.casebook import Casebook, Opened
from bot.support.letters import waiting
from bot.support.limits import Effort, Limits
from bot.support.model import BETWEEN_TWO, PUBLIC, Dossier, Entry, Part, Standing, Voice
from bot.support.model import Kind as Said
from bot.support.names import new_id
from bot.support.vault import Vault
from bot.support.voices import voice_behind
from bot.support.words import or_given_back

_NAME = "Somebody who reported it"
# What one person can report in a case before facilitators have settled any of it.
_MOST = 3


class Reports:
    """Takes reports; they reach the facilitators after a few minutes, so that the time tells nothing."""

    def __init__(
        self,
        casebook: Casebook,
        vault: Vault,
        limits: Limits,
        soon: Callable[[datetime], datetime],
        now: Callable[[], datetime],
    ) -> None:
        """`soon` chooses when facilitators are told of something that was written now."""
        self._casebook = casebook
        self._vault = vault
        self._limits = limits
        self._soon = soon
        self._now = now

    def commands(self) -> Iterator[Command]:
        """Declare what the button under every post does."""
        case, entry = Option("case", "Which case", carried=True), Option("entry", "Which words", carried=True)
        text = Option("text", "What is not right about it?", Kind.PARAGRAPH)
        yield Command(
            "support-report",
            "Report something to the facilitators",
            self.report,
            (case, entry, text),
            unlisted=True,
            anonymous=True,
            prefill=self.may_report,
            notice=((_NOTICE,),),
        )

    async def may_report(self, request: Request) -> Filled:
        """Say before somebody writes who can tell that it was them, or that it is gone, or reported."""
        opened, entry_id = await self._casebook.find(request.text("case")), request.text("entry")
        _reportable(opened, entry_id, request.veil)
        about = opened.dossier.entry(entry_id)
        private = about is not None and about.kind in BETWEEN_TWO
        return Filled(notice=((_WHO_GUESSES if private else _NOBODY_LEARNS,),))

    async def report(self, request: Request) -> Reply:
        """Keep a report; whatever prevents it, its words are given back."""
        return await or_given_back(self._report(request), request.text("text"))

    async def _report(self, request: Request) -> Reply:
        veil, entry_id, case_id = request.veil, request.text("entry"), request.text("case")
        lock = (await self._casebook.find(case_id)).lock
        epoch, due = (await self._vault.epochs(self._now()))[0], self._soon(self._now())
        reporter = voice_behind(veil, lock, epoch, part=Part.REPORTER, name=_NAME, nudge=False)

        def edit(dossier: Dossier) -> Dossier:
            # A voice of its own, also for whoever has another in the case: nobody shall see that they are the same.
            own = _reportable(Opened(dossier, lock), entry_id, veil)
            voice = own or reporter
            report = Entry(
                id=new_id(),
                voice=voice.id,
                kind=Said.REPORT,
                text=request.text("text"),
                standing=Standing.WAITING,
                release_at=due,
                about=entry_id,
            )
            voices = dossier.voices if own else (*dossier.voices, voice)
            return replace(dossier, voices=voices, entries=(*dossier.entries, report))

        with self._limits.counted(veil, Effort.WORDS):
            await self._casebook.change(case_id, edit)
        return say(
            "Thank you. Facilitators read it in a few minutes, without learning who reported it.",
            Note(("What they decide, you find with /inbox.",)),
        )


_NOBODY_LEARNS = "Nobody learns who reported it: not the facilitators, not whoever wrote it."
_WHO_GUESSES = (
    "Facilitators do not learn who reported it. Whoever wrote it may guess that it was you, if they hear of it: only "
    "the two of you have read it."
)
_NOTICE = "Facilitators read this and what you report, except any who were left out. Nothing is removed by itself."


def _reportable(opened: Opened, entry_id: str, veil: Veil) -> Voice | None:
    """Return the voice in which somebody reports already, if any.

    Raises `Refusal` when there is nothing for them to report, or they have reported it.
    """
    dossier, voices = opened.dossier, opened.voices_of(veil)
    entry = dossier.entry(entry_id)
    if entry is None or entry.standing is not Standing.SAID or not _reads(dossier, entry, voices):
        raise NotFound("That has been taken away already.", "There is nothing more you need to do.")
    own = next((one for one in voices if one.part is Part.REPORTER), None)
    theirs = [one for one in dossier.entries if own and one.kind is Said.REPORT and one.voice == own.id]
    if any(one.about == entry_id for one in theirs):
        raise Refusal("You have reported that already.", "Type /inbox to see what facilitators say to it.")
    open_ones = [one for one in theirs if one.standing is Standing.WAITING or one in waiting(dossier)]
    if len(open_ones) >= _MOST:
        raise Refusal(
            "You have reported several things here already.",
            "Facilitators look at the whole case; you can report more once they have seen to one.",
        )
    return own


def _reads(dossier: Dossier, entry: Entry, voices: Sequence[Voice]) -> bool:
    """Whether something was said to whoever has these voices: what was posted, or to them in a private talk."""
    if entry.kind in PUBLIC:
        return True
    talk = dossier.talk(entry.talk) if entry.kind in BETWEEN_TWO else None
    both = {talk.helper, dossier.author.id} if talk else set()
    return any(one.id in both and one.id != entry.voice for one in voices)

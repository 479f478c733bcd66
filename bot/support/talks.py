"""Private talks: accepted or not by whoever asked, written in the inbox, and ended by either."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from bot.chat.calls import call
from bot.chat.commands import Command, Kind, Option
from bot.chat.errors import Refusal, Unclear
from bot.chat.requests import Request
from bot.chat.views import Actions, Button, Choice, Line, Note, Reply, Strong, Text, Tone, say
from bot.support.casebook import Casebook
from bot.support.drafting import Drafting
from bot.support.inbox import not_yours, talk_for
from bot.support.limits import Effort, Limits
from bot.support.model import Dossier, Part, Standing, Talk, Talking, Voice
from bot.support.model import Kind as Said
from bot.support.nudges import Nudges
from bot.support.reading import looked, opened_by_other
from bot.support.safety import not_safe_button
from bot.support.screening import Doubts, Noticing, no_doubts, unnoticed
from bot.support.talk_page import talk_page
from bot.support.talk_rules import LIVE, check_can_be, current, put, spoken
from bot.support.voices import changed
from bot.support.wishes import settled
from bot.support.words import check_words, or_given_back

_WRITE_NOTICE: tuple[Line, ...] = (
    (
        Strong("Only the two of you read it. "),
        "It is there at once. How you write, what you tell, and who is online just then may say who you are.",
    ),
)
_ASK, _SEND = "ask", "send"
_ANYHOW = Option(
    "anyhow",
    "If something in it may tell who you are",
    required=False,
    choices=(Choice("Ask me first", _ASK), Choice("Send it as it is", _SEND)),
)
_AS_IT_IS = "Nothing is sent yet. Change it, or choose “Send it as it is”."
_ANSWERS = {
    (Part.AUTHOR, Talking.ACCEPTED): "The offer was accepted. You can both write here now.",
    (Part.AUTHOR, Talking.DECLINED): (
        "They read your offer, thank you for it, and do not want to talk privately just now."
    ),
    (Part.HELPER, Talking.ACCEPTED): "They have accepted your request. You can both write here now.",
    (Part.HELPER, Talking.DECLINED): "It does not suit them just now. That says nothing about you.",
}
_TAKEN_BACK = "It was taken back. Nothing is expected of you."
_UNSAID = "It is taken back before they opened it, and its words are not kept any more."
_ENDED = "The other of you has ended this talk. Nothing more can be written in it."


class Talks:
    """Lets the two of a talk do what they like with it; what one does is told to the other by a nudge alone."""

    def __init__(
        self,
        casebook: Casebook,
        drafting: Drafting,
        limits: Limits,
        nudges: Nudges,
        now: Callable[[], datetime],
        *,
        noticing: Noticing = unnoticed,
        doubts: Doubts = no_doubts,
    ) -> None:
        """`noticing` tells whoever writes without a name what their words hold, and `doubts` before they are sent."""
        self._casebook = casebook
        self._drafting = drafting
        self._limits = limits
        self._nudges = nudges
        self._now = now
        self._noticing = noticing
        self._doubts = doubts

    def commands(self) -> Iterator[Command]:
        case, talk = Option("case", "Which request", carried=True), Option("talk", "Which talk", carried=True)
        text = Option("text", "What you would like to say", Kind.PARAGRAPH)
        sure = Option("sure", "Whether you have thought about it", required=False)
        which = (case, talk)
        yield Command("support-accept", "Accept a private talk", self.accept, which, unlisted=True, anonymous=True)
        for name, summary, run in (
            ("support-decline", "Let an offer rest", self.decline),
            ("support-end-talk", "End a talk", self.end),
        ):
            yield Command(name, summary, run, (*which, sure), unlisted=True, anonymous=True)
        entry = Option("entry", "Which words", carried=True)
        yield Command(
            "support-unsay",
            "Take back what you wrote in a private talk",
            self.unsay,
            (*which, entry),
            unlisted=True,
            anonymous=True,
        )
        for name, options, run, prefill in (
            ("support-write", (*which, text), self.write, self.may_write),
            ("support-write-unnamed", (*which, text, _ANYHOW), self.write_unnamed, self.may_write_unnamed),
        ):
            yield Command(
                name,
                "Write in a private talk",
                run,
                options,
                unlisted=True,
                anonymous=True,
                prefill=prefill,
                notice=_WRITE_NOTICE,
            )

    async def accept(self, request: Request) -> Reply:
        """Let a talk begin."""
        return await self._answer(request, Talking.ACCEPTED)

    async def decline(self, request: Request) -> Reply:
        """Say kindly that it is not wanted now; whoever is asked for an introduction is asked once more first."""
        dossier, talk, reader = await self._find(request)
        if dossier.asks and reader.part is talk.asked and not request.text("sure"):
            check_can_be(dossier, talk, Talking.OFFERED)
            return _really_not(dossier, talk)
        return await self._answer(request, Talking.DECLINED)

    async def _answer(self, request: Request, standing: Talking) -> Reply:
        _, talk, reader = await self._find(request)
        if reader.part is not talk.asked:
            raise not_yours()
        told = _ANSWERS[talk.asked, standing]

        def answered(now: Dossier) -> Dossier:
            check_can_be(now, current(now, talk), Talking.OFFERED)
            return put(now, replace(current(now, talk), standing=standing), reader, told)

        return await self._changed(request, answered, talk, reader)

    async def may_write(self, request: Request) -> Mapping[str, str]:
        """Say before somebody writes why they cannot."""
        dossier, talk, reader = await self._find(request)
        check_can_be(dossier, talk, Talking.ACCEPTED)
        await self._drafting.admit(request.veil, named=reader.named)
        return {}

    async def may_write_unnamed(self, request: Request) -> Mapping[str, str]:
        """Say the same, and that words which may tell who writes are asked about."""
        return {**await self.may_write(request), _ANYHOW.name: _ASK}

    async def write(self, request: Request) -> Reply:
        """Bring words to the other at once."""
        words = request.text("text")
        check_words(words)
        return await or_given_back(self._write(request, words), words)

    async def write_unnamed(self, request: Request) -> Reply:
        """Bring words to the other, unless they may tell who writes; then the form stays, and says what does."""
        words = request.text("text")
        check_words(words)
        if request.text(_ANYHOW.name) != _SEND:
            await or_given_back(self._look_through(request, words), words)
        return await or_given_back(self._write(request, words), words)

    async def _look_through(self, request: Request, words: str) -> Reply:
        """Raise `Unclear` about words that may tell who writes. Whoever tells of danger is not held up."""
        dossier, talk, reader = await self._find(request)
        other = dossier.voice(talk.helper if reader.part is Part.AUTHOR else dossier.author.id)
        found = await self._doubts(words, request.veil, other.name if other.named else "")
        if found:
            raise Unclear(f"This might give you away. {' '.join(found)}", _AS_IT_IS, option="text")
        return Reply(())

    async def _write(self, request: Request, words: str) -> Reply:
        _, talk, reader = await self._find(request)
        await self._drafting.admit(request.veil, named=reader.named)
        said = spoken(reader, talk, words)

        def written(now: Dossier) -> Dossier:
            check_can_be(now, current(now, talk), Talking.ACCEPTED)
            return replace(now, entries=(*now.entries, said))

        with self._limits.counted(request.veil, Effort.WORDS):
            page = await self._changed(request, written, talk, reader)
        which = {"case": request.text("case"), "talk": talk.id, "entry": said.id}
        back = None if reader.named else Button("Take it back", call("support-unsay", **which), Tone.DANGER)
        above, beneath = await self._noticing(words, request.veil, back)
        return replace(page, blocks=(*above, *beneath, *page.blocks))

    async def unsay(self, request: Request) -> Reply:
        """Take back somebody’s own words in a talk that the other has not opened yet; they are kept no longer."""
        _, talk, reader = await self._find(request)
        entry_id = request.text("entry")

        def unsaid(now: Dossier) -> Dossier:
            entry = now.entry(entry_id)
            if entry is None or entry.voice != reader.id or entry.kind is not Said.PRIVATE:
                raise not_yours()
            if opened_by_other(now, current(now, talk), entry):
                # What was read can be reported, and so it stays.
                raise Refusal("They have opened it already, so it stays.", "Write again, if you want to add something.")
            return changed(now, replace(entry, text="", standing=Standing.WITHDRAWN))

        dossier = await self._casebook.change(request.text("case"), unsaid, for_good=True)
        page = talk_page(dossier, current(dossier, talk), dossier.voice(reader.id), replaces=True)
        return replace(page, blocks=(Text((_UNSAID,)), *page.blocks))

    async def end(self, request: Request) -> Reply:
        """End a talk for both; asked once more first, unless it never began."""
        dossier, talk, reader = await self._find(request)
        check_can_be(dossier, talk, *LIVE)
        if talk.standing is Talking.ACCEPTED and not request.text("sure"):
            return _really(dossier, talk)
        if talk.standing is Talking.OFFERED and reader.part is talk.asked:
            return await self.decline(request)
        told = _ENDED if talk.standing is Talking.ACCEPTED else _TAKEN_BACK

        def ended(now: Dossier) -> Dossier:
            check_can_be(now, current(now, talk), talk.standing)
            return put(now, replace(current(now, talk), standing=Talking.ENDED), reader, told)

        return await self._changed(request, ended, talk, reader)

    async def _find(self, request: Request) -> tuple[Dossier, Talk, Voice]:
        """Find a talk, and which of the two asks; for anybody else there is none."""
        opened = await self._casebook.find(request.text("case"))
        return opened.dossier, *talk_for(opened.dossier, opened.voices_of(request.veil), request.text("talk"))

    async def _changed(self, request: Request, edit: Callable[[Dossier], Dossier], talk: Talk, reader: Voice) -> Reply:
        """Change a talk, nudge the other of the two, and show it to the one who did it."""
        now = self._now()
        dossier = await self._casebook.change(
            request.text("case"), lambda one: looked(settled(edit(one), now), (reader,), talk.id)
        )
        other = talk.helper if reader.part is Part.AUTHOR else dossier.author.id
        await self._nudges.tell(dossier, dossier.voice(other))
        return talk_page(dossier, current(dossier, talk), dossier.voice(reader.id), replaces=True)


def _really(dossier: Dossier, talk: Talk) -> Reply:
    which = {"case": dossier.id, "talk": talk.id}
    return say(
        "End this talk for both of you? What was written stays to be read, and nothing can be added.",
        Actions(
            (
                Button("End it", call("support-end-talk", **which, sure="yes"), Tone.DANGER),
                Button("Go on talking", call("inbox-talk", **which)),
                not_safe_button(),
            )
        ),
        replaces=True,
    )


def _really_not(dossier: Dossier, talk: Talk) -> Reply:
    which = {"case": dossier.id, "talk": talk.id}
    return say(
        f"Not now? They then read: “{_ANSWERS[talk.asked, Talking.DECLINED]}”",
        Actions(
            (
                Button("Yes, tell them", call("support-decline", **which, sure="yes"), Tone.PRIMARY),
                Button("Back to the question", call("inbox-talk", **which)),
                not_safe_button(),
            )
        ),
        Note(("They read nothing else, and no reason. It cannot be undone.",)),
        replaces=True,
    )

"""What facilitators do about cases: look, ask, pause, remove. Its author is told, and they stay unnamed."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from bot.chat.calls import call
from bot.chat.commands import Command, Filled, Kind, Option
from bot.chat.errors import NotFound, Refusal
from bot.chat.requests import Request, Role
from bot.chat.views import Actions, Block, Button, Diverted, Heading, Note, Reply, Text, Tone, say
from bot.support.blocks import Blocks, in_force, is_blocked, proposed
from bot.support.case_desk import SURE, page, really_settled, stage_words, whom
from bot.support.casebook import Opened
from bot.support.desk import Desk, entry_of, held, still_open
from bot.support.facilitators import told
from bot.support.letters import waiting
from bot.support.model import PUBLIC, Dossier, Entry, Stage, Standing, Voice
from bot.support.model import Kind as Said
from bot.support.nudges import Nudges
from bot.support.posts import Posts
from bot.support.telling import excerpt
from bot.support.voices import changed

# A case with its button is three of the 40 parts that Discord takes.
_SHOWN = 8
_UNSEEN = frozenset({Stage.DRAFT, Stage.HELD, Stage.WAITING, Stage.UNPOSTED})

CASE = Option("case", "Which case", carried=True)
ENTRY = Option("entry", "Which words", carried=True)


class Moderating:
    """The desk of the facilitators."""

    def __init__(
        self,
        desk: Desk,
        nudges: Nudges,
        posts: Posts,
        blocks: Blocks,
    ) -> None:
        self._desk = desk
        self._blocks = blocks
        self._nudges = nudges
        self._posts = posts

    def commands(self) -> Iterator[Command]:
        """Declare the list of cases, one case, and what can be done about it."""
        start = Option("start", "How many to pass over", required=False, carried=True)
        end = Option("end", "Where to end", required=False, carried=True)
        whose = Option("entry", "Whose words; the author's if left out", required=False, carried=True)
        sure = Option("sure", "Whether you are sure", required=False, carried=True)
        text = Option("text", "What would you like to ask? They read it as from the facilitators", Kind.PARAGRAPH)
        reason = Option("reason", "Why? Its author reads this", Kind.PARAGRAPH)
        yield Command("support-desk", "Look after requests for support", self.show, role=Role.FACILITATOR)
        for name, summary, run, options, prefill in (
            ("support-desk-page", "Look at other cases", self.turn, (start,), None),
            ("support-look", "Look at one case", self.look, (CASE, end), None),
            ("support-remove", "Remove what somebody wrote", self.remove, (CASE, ENTRY, reason), self.may_remove),
            ("support-ask", "Ask about it", self.ask, (CASE, whose, text), self.may_ask),
            ("support-pause", "Let nobody answer for now", self.pause, (CASE,), None),
            ("support-resume", "Let people answer again", self.resume, (CASE,), None),
            ("support-settle", "Say that this is seen to", self.settle, (CASE, ENTRY, sure), None),
            (
                "support-uphold",
                "Keep a block in spite of an appeal",
                self.uphold,
                (CASE, ENTRY, reason),
                self.may_uphold,
            ),
        ):
            yield Command(name, summary, run, options, role=Role.FACILITATOR, unlisted=True, prefill=prefill)

    async def show(self, request: Request) -> Reply:
        """List the cases that were posted, those that wait for facilitators first."""
        return await self._list(request)

    async def turn(self, request: Request) -> Reply:
        """Show other cases."""
        return await self._list(request, replaces=True)

    async def look(self, request: Request) -> Reply:
        """Show one case."""
        opened = await self._desk.open(request)
        end = request.number("end") if request.text("end") else None
        return page(opened, await self._blocks.readers(request), self._desk.now(), end=end)

    async def may_remove(self, request: Request) -> Mapping[str, str]:
        """Say before somebody gives a reason that it is gone already."""
        _removable((await self._desk.open(request)).dossier, request.text("entry"))
        return {}

    async def remove(self, request: Request) -> Reply:
        """Take away what somebody posted; they are told why, and so is who reported it."""
        opened, entry_id, reason = await self._desk.open(request), request.text("entry"), request.text("reason")

        def edit(dossier: Dossier) -> Dossier:
            entry = _removable(dossier, entry_id)
            gone = replace(changed(dossier, replace(entry, standing=Standing.REMOVED)), look_at=self._desk.now())
            if entry.kind is Said.REQUEST:
                gone = replace(gone, paused=True, raise_at=None)
            reports = [one for one in waiting(dossier) if one.kind is Said.REPORT and one.about == entry_id]
            for report in reports:
                gone = told(gone, Said.NOTICE, report.voice, _REMOVED_REPORTED, about=report.id)
            return told(gone, Said.NOTICE, entry.voice, _why_removed(entry, reason), about=entry_id)

        dossier = await self._desk.change(opened.dossier.id, edit)
        entry = entry_of(dossier, entry_id)
        if entry == dossier.request:
            await self._posts.refresh(dossier, self._desk.now())
        else:
            await self._posts.remove(dossier, self._desk.now(), entry)
        await self._nudges.tell(dossier, *_addressed(opened.dossier, dossier))
        return await self._page(
            request, replace(opened, dossier=dossier), "It is removed, and whoever wrote it is told why."
        )

    async def may_ask(self, request: Request) -> Filled:
        """Say before somebody asks who reads it, or that nobody would answer."""
        dossier = (await self._desk.open(request)).dossier
        still_open(dossier)
        if request.text("entry"):
            entry_of(dossier, request.text("entry"))
        return Filled(notice=((f"It goes to {whom(dossier, request.text('entry'))}, and to nobody else.",),))

    async def ask(self, request: Request) -> Reply:
        """Ask whoever wrote something, or the author; they answer through the case."""
        opened, text = await self._desk.open(request), request.text("text")
        about = request.text("entry")
        to = entry_of(opened.dossier, about).voice if about else opened.dossier.author.id

        def edit(dossier: Dossier) -> Dossier:
            still_open(dossier)
            last = dossier.entries[-1]
            if last.kind is Said.QUESTION and (last.to, last.text) == (to, text):
                raise Refusal("That has been asked already.", "You are told when there is an answer.")
            return told(dossier, Said.QUESTION, to, text, about=about)

        dossier = await self._desk.change(opened.dossier.id, edit)
        await self._nudges.tell(dossier, dossier.voice(to))
        return await self._page(
            request, replace(opened, dossier=dossier), "They are asked. You are told when there is an answer."
        )

    async def pause(self, request: Request) -> Reply:
        """Let nobody answer for now; the post says so."""
        return await self._set_paused(request, paused=True)

    async def resume(self, request: Request) -> Reply:
        """Let people answer again."""
        return await self._set_paused(request, paused=False)

    async def may_uphold(self, request: Request) -> Mapping[str, str]:
        """Say before somebody gives a reason that it is settled, or that the block is over."""
        self._upheld((await self._desk.open(request)).dossier, request.text("entry"))
        return {}

    async def settle(self, request: Request) -> Reply:
        """Ask once more, and then say that a report or an answer is seen to; whoever wrote it is told."""
        if request.text("sure") != SURE:
            dossier = (await self._desk.open(request)).dossier
            entry = _unsettled(dossier, request.text("entry"))
            return really_settled(dossier, entry, _SEEN_TO[entry.kind])
        lead = "It is settled, and they are told."
        return await self._settle(request, _unsettled, lambda entry: _SEEN_TO[entry.kind], lead)

    async def uphold(self, request: Request) -> Reply:
        """Keep a block, and say why."""
        words = f"Facilitators read your appeal, and keep the block. Their reason: “{request.text('reason')}”"
        return await self._settle(request, self._upheld, lambda _: words, "The block stays, and they are told why.")

    def _upheld(self, dossier: Dossier, entry_id: str) -> Entry:
        """Find an appeal against a block that holds. Raises `Refusal`."""
        entry = _unsettled(dossier, entry_id)
        if not is_blocked(dossier, entry.voice, self._desk.now()):
            look = Button("Look at it", call("support-look", case=dossier.id))
            raise Diverted(
                "The block is over, so there is nothing to keep.", "Settle the appeal instead.", ways=(look,)
            )
        return entry

    async def _page(self, request: Request, opened: Opened, lead: str) -> Reply:
        return page(opened, await self._blocks.readers(request), self._desk.now(), lead=lead)

    async def _list(self, request: Request, *, replaces: bool = False) -> Reply:
        now = self._desk.now()
        cases = [opened.dossier for opened in await self._desk.all(request)]
        to_read = sum(held(entry) for one in cases for entry in one.entries)
        blocks = sum(proposed(block) or in_force(block, now) for one in cases for block in one.blocks)
        blocks += len(await self._blocks.bereft())
        lost = await self._desk.casebook.locked_away()
        shown = sorted((one for one in cases if _listed(one, now)), key=_urgency)
        start = min(request.number("start"), max(len(shown) - 1, 0) // _SHOWN * _SHOWN)
        return say(
            Heading("Requests for support"),
            *(_row(one) for one in shown[start : start + _SHOWN]),
            *([] if shown else [Text(("There is no open request that you look after.",))]),
            Actions((*_turns(start, len(shown)), *_more(to_read, blocks))),
            *([Note((f"The keys of {lost} cases were lost; nobody can open those any more.",))] if lost else []),
            Note(("You see no names, no times, and nothing that was not sent.",)),
            replaces=replaces,
        )

    async def _settle(
        self, request: Request, find: Callable[[Dossier, str], Entry], words: Callable[[Entry], str], lead: str
    ) -> Reply:
        opened, entry_id = await self._desk.open(request), request.text("entry")

        def edit(dossier: Dossier) -> Dossier:
            entry = find(dossier, entry_id)
            seen_to = told(dossier, Said.NOTICE, entry.voice, words(entry), about=entry_id)
            # What was kept for it alone can be forgotten.
            return replace(seen_to, look_at=self._desk.now())

        dossier = await self._desk.change(opened.dossier.id, edit)
        await self._nudges.tell(dossier, *_addressed(opened.dossier, dossier))
        return await self._page(request, replace(opened, dossier=dossier), lead)

    async def _set_paused(self, request: Request, *, paused: bool) -> Reply:
        opened = await self._desk.open(request)

        def edit(dossier: Dossier) -> Dossier:
            still_open(dossier)
            if dossier.paused == paused:
                raise Refusal(f"It is {'paused' if paused else 'open'} already.", "Another facilitator was quicker.")
            if dossier.request.standing is not Standing.SAID:
                raise Refusal("Its request is not to be seen, so nobody can answer it.", "Ask the author, if you like.")
            return told(replace(dossier, paused=paused), Said.NOTICE, dossier.author.id, _PAUSED[paused])

        dossier = await self._desk.change(opened.dossier.id, edit)
        await self._posts.refresh(dossier, self._desk.now())
        await self._nudges.tell(dossier, dossier.author)
        lead = "It is paused: nobody can answer without a name now." if paused else "People can answer again."
        return await self._page(request, replace(opened, dossier=dossier), f"{lead} Its author is told.")


_PAUSED = {
    True: "Facilitators have paused your request for now: nobody can answer without a name. You can still read, and "
    "answer what they ask.",
    False: "Your request is open again: people can answer.",
}
_REMOVED_REPORTED = "Thank you for reporting it. Facilitators have removed it."
_SEEN_TO = {
    Said.REPORT: "Thank you for reporting it. Facilitators have looked at it, and it can stay.",
    Said.RESPONSE: "Facilitators have read your answer. Thank you.",
    Said.APPEAL: "Facilitators have read your appeal.",
}
_QUICKER = "Another facilitator was quicker."


def _removable(dossier: Dossier, entry_id: str) -> Entry:
    entry = entry_of(dossier, entry_id)
    if entry.kind not in PUBLIC:
        raise NotFound("That was never posted.", "Type /support-desk to see what was.")
    if entry.standing is Standing.REMOVED:
        raise Refusal("It has been removed already.", _QUICKER)
    if entry.standing is Standing.HELD:
        raise Refusal("It is not posted yet.", "Type /support-review to decide about it.")
    return entry


def _unsettled(dossier: Dossier, entry_id: str) -> Entry:
    entry = entry_of(dossier, entry_id)
    if entry not in waiting(dossier):
        raise Refusal("That is settled already.", _QUICKER)
    return entry


def _addressed(before: Dossier, after: Dossier) -> list[Voice]:
    """List to whom something was said between the two."""
    new = {entry.to for entry in after.entries if entry not in before.entries}
    return [voice for voice in after.voices if voice.id in new]


def _why_removed(entry: Entry, reason: str) -> str:
    what = "your request" if entry.kind is Said.REQUEST else "something you wrote"
    return f"Facilitators removed {what}: “{excerpt(entry.text)}” Their reason: “{reason}”"


def _urgency(dossier: Dossier) -> tuple[bool, str, str]:
    return (not waiting(dossier) and not any(map(proposed, dossier.blocks)), dossier.name, dossier.id)


def _listed(dossier: Dossier, now: datetime) -> bool:
    """Whether facilitators find a case in their list: what is between two people only when they have to look at it."""
    if waiting(dossier):
        return True
    if dossier.asks:
        return any(proposed(one) or in_force(one, now) for one in dossier.blocks)
    return dossier.stage not in _UNSEEN


def _row(dossier: Dossier) -> Block:
    wait = len(waiting(dossier)) + sum(map(proposed, dossier.blocks))
    waits = f", {wait} for you to look at" if wait else ""
    seen = dossier.request.standing is Standing.SAID and not dossier.asks
    text = excerpt(dossier.request.text) if seen else "not to be seen"
    look = Button("Look", call("support-look", case=dossier.id))
    return Text((f"{dossier.name} ({stage_words(dossier)}{waits}): {text}",), look)


def _more(to_read: int, blocks: int) -> Iterator[Button]:
    tone = Tone.PRIMARY if to_read else Tone.PLAIN
    yield Button(f"Waiting to be posted: {to_read}", call("support-review"), tone)
    yield Button(f"Blocks: {blocks}", call("support-blocks"))
    yield Button("Rota", call("rota"))


def _turns(start: int, total: int) -> Iterator[Button]:
    for label, to in (("‹ Before", start - _SHOWN), ("More ›", start + _SHOWN)):
        if 0 <= to < total:
            yield Button(label, call("support-desk-page", start=to))

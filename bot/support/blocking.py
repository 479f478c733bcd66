"""What two facilitators do to block whoever wrote something, and one to let them write again."""

import hmac
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from bot.chat.calls import call
from bot.chat.commands import Command, Filled, Kind, Option
from bot.chat.errors import NotFound, Refusal
from bot.chat.requests import Request, Role
from bot.chat.veil import Veil
from bot.chat.views import Actions, Button, Choice, Diverted, Heading, Note, Reply, Text, say
from bot.support import model
from bot.support.blocks import (
    MOST_DAYS,
    Blocks,
    days_left,
    days_until,
    end_of,
    in_force,
    meant,
    proposed,
    proposed_by,
)
from bot.support.case_desk import TWO, bereft_item, block_item, in_days, page
from bot.support.casebook import Opened
from bot.support.desk import Desk, entry_of, writer_of
from bot.support.duty import Duty, News
from bot.support.facilitators import told
from bot.support.letters import waiting
from bot.support.model import Dossier
from bot.support.nudges import Nudges

_DAYS = (1, 3, 7, 14, MOST_DAYS)
# A block with two buttons is four of the 40 parts that Discord takes.
_SHOWN = 5


class Blocking:
    """Blocks by the hands of facilitators.

    That one of them may be who wrote it is never looked at, so that no refusal gives it away.
    """

    def __init__(self, desk: Desk, blocks: Blocks, duty: Duty, nudges: Nudges) -> None:
        self._desk = desk
        self._blocks = blocks
        self._duty = duty
        self._nudges = nudges

    def commands(self) -> Iterator[Command]:
        """Declare the proposal, what becomes of it, and the list."""
        case, entry = Option("case", "Which case", carried=True), Option("entry", "Whose words", carried=True)
        voice = Option("voice", "Whoever is meant", carried=True)
        whose = Option("voice", "Whoever is meant; left out when the case is gone", required=False, carried=True)
        choices = tuple(Choice(f"{days} day{'s' * (days > 1)}", str(days)) for days in _DAYS)
        days = Option("days", "For how long? It holds for the account that this was written from", choices=choices)
        reason = Option("reason", "Why? They read this; do not guess who they are", Kind.PARAGRAPH)
        for name, summary, run, options, prefill in (
            ("support-block", "Block whoever wrote this", self.propose, (case, entry, days, reason), self.may_propose),
            ("support-block-confirm", "Agree to a block", self.confirm, (case, voice), None),
            ("support-unblock", "Lift a block, or drop the proposal", self.lift, (case, whose), None),
            ("support-blocks", "See who is blocked, without who that is", self.show, (), None),
        ):
            yield Command(name, summary, run, options, role=Role.FACILITATOR, unlisted=True, prefill=prefill)

    async def may_propose(self, request: Request) -> Filled:
        """Say before somebody gives a reason that there is nothing to block, or not for so long."""
        opened = await self._desk.open(request)
        voice = writer_of(opened.dossier, entry_of(opened.dossier, request.text("entry")))
        _unblocked(opened, voice.id, await self._blocks.readers(request), self._desk.now())
        # When the case ends goes unsaid here: it would tell to the hour when somebody began to write.
        most = days_until(await self._blocks.known_until(voice, opened.lock), self._desk.now())
        return Filled(notice=((_no_more(most),),) if most < MOST_DAYS else ())

    async def propose(self, request: Request) -> Reply:
        """Propose a block; nothing happens before another facilitator agrees."""
        opened = await self._desk.open(request)
        entry = entry_of(opened.dossier, request.text("entry"))
        voice, chosen = writer_of(opened.dossier, entry), request.number("days")
        readers = await self._blocks.readers(request)
        most = days_until(await self._blocks.known_until(voice, opened.lock), self._desk.now())
        proposal = model.Blocking(
            voice=voice.id,
            days=min(chosen, most),
            reason=request.text("reason"),
            proposed=request.veil.mark(opened.lock),
            entry=entry.id,
        )

        def edit(dossier: Dossier) -> Dossier:
            _unblocked(replace(opened, dossier=dossier), voice.id, readers, self._desk.now())
            return replace(dossier, blocks=(*dossier.blocks, proposal))

        dossier = await self._desk.change(opened.dossier.id, edit)
        which = f"{voice.id}.{len(dossier.blocks)}"
        await self._duty.tell(dossier, News.PROPOSAL, which, beside=request.actor.account)
        lead = f"{_PROPOSED} {_no_more(most)}" if most < chosen else _PROPOSED
        return page(replace(opened, dossier=dossier), readers, self._desk.now(), lead=lead)

    async def confirm(self, request: Request) -> Reply:
        """Agree to a block that another facilitator proposed; it holds from now on, and they are told."""
        opened = await self._desk.open(request)
        mark, voice_id, now = request.veil.mark(opened.lock), request.text("voice"), self._desk.now()
        known_until = await self._blocks.known_until(_voice(opened.dossier, voice_id), opened.lock)
        readers = await self._blocks.readers(request)

        def edit(dossier: Dossier) -> Dossier:
            proposal = _newest(dossier, voice_id)
            if in_force(proposal, now):
                return dossier
            if not proposed(proposal):
                raise _settled()
            if proposed_by(proposal, readers, opened.lock):
                raise Refusal(TWO, "Nothing happens before another one looks at it.")
            until = end_of(dossier, proposal.days, now, known_until)
            agreed = replace(proposal, confirmed=mark, until=until, days=days_until(until, now))
            return told(_with(dossier, agreed), model.Kind.NOTICE, voice_id, _notice(agreed))

        after = replace(opened, dossier=await self._desk.change(opened.dossier.id, edit))
        dossier, blocking = after.dossier, _newest(after.dossier, voice_id)
        await self._blocks.enforce(after, blocking)
        if not hmac.compare_digest(blocking.confirmed, mark):
            raise Refusal("Another facilitator was quicker: they are blocked already.", "Nothing more is needed.")
        await self._nudges.tell(dossier, dossier.voice(voice_id))
        lead = f"{meant(dossier, voice_id)}, is blocked for {in_days(days_left(blocking, now))}, and told why."
        if blocking.days < _newest(opened.dossier, voice_id).days:
            lead = f"{lead} {_no_more(blocking.days)}"
        return page(after, readers, now, lead=lead)

    async def lift(self, request: Request) -> Reply:
        """Let somebody write again, or drop a proposal of which they never hear."""
        if not request.text("voice"):
            if not await self._blocks.lift_bereft(request.text("case")):
                raise _settled()
            return await self._list(request, "The block is lifted.")
        opened = await self._desk.open(request)
        voice_id, now = request.text("voice"), self._desk.now()
        held = False

        def edit(dossier: Dossier) -> Dossier:
            nonlocal held
            blocking = _newest(dossier, voice_id)
            held = in_force(blocking, now)
            if not held and not proposed(blocking):
                raise _settled()
            lifted = _with(dossier, replace(blocking, lifted=True))
            if not held:
                return lifted
            return told(lifted, model.Kind.NOTICE, voice_id, _LIFTED, about=_appeal(dossier, voice_id))

        after = replace(opened, dossier=await self._desk.change(opened.dossier.id, edit))
        readers = await self._blocks.readers(request)
        if not held:
            return page(after, readers, now, lead="The proposal is dropped. Whoever it was about never hears of it.")
        await self._blocks.lift(after, _newest(after.dossier, voice_id))
        await self._nudges.tell(after.dossier, after.dossier.voice(voice_id))
        return page(after, readers, now, lead="The block is lifted, and they are told.")

    async def show(self, request: Request) -> Reply:
        """List the blocks: by which name, for what, for how long and why; not whether anybody tried to write."""
        return await self._list(request)

    async def _list(self, request: Request, lead: str = "") -> Reply:
        now, readers = self._desk.now(), await self._blocks.readers(request)
        cases = [(opened, block) for opened in await self._desk.all(request) for block in opened.dossier.blocks]
        known = [(opened, block) for opened, block in cases if proposed(block) or in_force(block, now)]
        found = [block_item(opened, block, readers, now, brief=True) for opened, block in known]
        found += [bereft_item(row, now) for row in await self._blocks.bereft()]
        more = [Note((f"And {len(found) - _SHOWN} more, when these are done.",))] if len(found) > _SHOWN else []
        shown = [block for item in found[:_SHOWN] for block in item]
        return say(
            *([Text((lead,))] if lead else []),
            Heading("Blocks"),
            *(shown or [Text(("Nobody is blocked.",))]),
            *more,
            Actions((Button("All cases", call("support-desk")),)),
            Note((_WHOM,)),
            replaces=True,
        )


# Whether there is anybody else would tell who is left out: perhaps the very one who was asked.
_PROPOSED = (
    "It is proposed. Nothing happens before a second facilitator agrees; whoever else looks after this case is told. "
    "If nobody agrees, ask an organiser."
)
_WHOM = "A block is of the account it was written from. Nobody sees who they are, or whether they tried to write."
_LIFTED = "Facilitators lifted the block: you can write without your name again."


def _notice(blocking: model.Blocking) -> str:
    until = f"{blocking.until:%A} {blocking.until.day} {blocking.until:%B}" if blocking.until else ""
    return (
        f"Two facilitators have decided that you cannot write here without your name until {until}. They do not know "
        f"who you are. Their reason: “{blocking.reason}” What you sent and is not posted yet comes back to you. "
        "You can appeal without your name."
    )


def _no_more(days: int) -> str:
    return f"More than {in_days(days)} is not possible: after that, nobody can tell who is meant, or why."


def _unblocked(opened: Opened, voice_id: str, readers: Sequence[Veil], now: datetime) -> None:
    """Raise `Refusal` when a block of this voice holds, or waits for a second facilitator."""
    for blocking in (one for one in opened.dossier.blocks if one.voice == voice_id):
        if in_force(blocking, now):
            raise Refusal("Whoever wrote this is blocked already.", "You find it among the blocks, with what is left.")
        if proposed(blocking) and proposed_by(blocking, readers, opened.lock):
            raise Refusal(
                f"You proposed it already; {TWO.partition('; ')[2]}", "You can drop it on the page of the case."
            )
        if proposed(blocking):
            look = Button("Look at it", call("support-look", case=opened.dossier.id))
            raise Diverted("Another facilitator proposed a block already.", "Agree to it, or drop it.", ways=(look,))


def _appeal(dossier: Dossier, voice_id: str) -> str:
    """Return the id of what a voice wrote against its block, and nobody has settled; empty when there is nothing."""
    appeals = [one for one in waiting(dossier) if one.kind is model.Kind.APPEAL and one.voice == voice_id]
    return appeals[0].id if appeals else ""


def _newest(dossier: Dossier, voice_id: str) -> model.Blocking:
    found = [one for one in dossier.blocks if one.voice == voice_id]
    if not found:
        raise _settled()
    return found[-1]


def _with(dossier: Dossier, blocking: model.Blocking) -> Dossier:
    """Let a block take the place of the newest of its voice."""
    newest = _newest(dossier, blocking.voice)
    return replace(dossier, blocks=tuple(blocking if one is newest else one for one in dossier.blocks))


def _voice(dossier: Dossier, voice_id: str) -> model.Voice:
    found = next((one for one in dossier.voices if one.id == voice_id), None)
    if found is None:
        raise _settled()
    return found


def _settled() -> NotFound:
    return NotFound("That block is over, lifted, or was never agreed to.", "Type /support-desk to see what there is.")

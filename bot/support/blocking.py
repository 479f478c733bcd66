"""What two facilitators do to block whoever wrote something, and one to let them write again."""

import hmac
from collections.abc import Iterator, Mapping
from dataclasses import replace

from bot.chat.calls import call
from bot.chat.commands import Command, Kind, Option
from bot.chat.errors import NotFound, Refusal
from bot.chat.requests import Request, Role
from bot.chat.views import Actions, Button, Choice, Diverted, Heading, Note, Reply, Text, say
from bot.support import model
from bot.support.blocks import Blocks, days_left, end_of, in_force, meant, proposed
from bot.support.case_desk import TWO, bereft_item, block_item, page, waiting
from bot.support.desk import Desk, entry_of, writer_of
from bot.support.duty import Duty, News
from bot.support.facilitators import told
from bot.support.model import Dossier
from bot.support.nudges import Nudges

_DAYS = (1, 3, 7, 14, 30)
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
        days = Option("days", "For how long?", choices=choices)
        reason = Option("reason", "Why? They read this; do not guess who they are", Kind.PARAGRAPH)
        for name, summary, run, options, prefill in (
            ("support-block", "Block whoever wrote this", self.propose, (case, entry, days, reason), self.may_propose),
            ("support-block-confirm", "Agree to a block", self.confirm, (case, voice), None),
            ("support-unblock", "Lift a block, or drop the proposal", self.lift, (case, whose), None),
            ("support-blocks", "See who is blocked, without who that is", self.show, (), None),
        ):
            yield Command(name, summary, run, options, role=Role.FACILITATOR, unlisted=True, prefill=prefill)

    async def may_propose(self, request: Request) -> Mapping[str, str]:
        """Say before somebody gives a reason that there is nothing to block."""
        opened = await self._desk.open(request)
        voice = writer_of(opened.dossier, entry_of(opened.dossier, request.text("entry")))
        _unblocked(opened.dossier, voice.id, request.veil.mark(opened.lock), self._desk)
        await self._blocks.can_block(voice, opened.lock)
        return {}

    async def propose(self, request: Request) -> Reply:
        """Propose a block; nothing happens before another facilitator agrees."""
        opened = await self._desk.open(request)
        entry = entry_of(opened.dossier, request.text("entry"))
        voice, mark = writer_of(opened.dossier, entry), request.veil.mark(opened.lock)
        await self._blocks.can_block(voice, opened.lock)
        proposal = model.Blocking(
            voice=voice.id,
            days=request.number("days"),
            reason=request.text("reason"),
            proposed=mark,
            entry=entry.id,
        )

        def edit(dossier: Dossier) -> Dossier:
            _unblocked(dossier, voice.id, mark, self._desk)
            return replace(dossier, blocks=(*dossier.blocks, proposal))

        dossier = await self._desk.change(opened.dossier.id, edit)
        await self._duty.tell(dossier, News.PROPOSAL, f"{voice.id}.{len(dossier.blocks)}", beside=request.actor.account)
        return page(replace(opened, dossier=dossier), request.veil, self._desk.now(), lead=_PROPOSED)

    async def confirm(self, request: Request) -> Reply:
        """Agree to a block that another facilitator proposed; it holds from now on, and they are told."""
        opened = await self._desk.open(request)
        mark, voice_id, now = request.veil.mark(opened.lock), request.text("voice"), self._desk.now()
        await self._blocks.can_block(_voice(opened.dossier, voice_id), opened.lock)

        def edit(dossier: Dossier) -> Dossier:
            proposal = _newest(dossier, voice_id)
            if in_force(proposal, now):
                return dossier
            if not proposed(proposal):
                raise _settled()
            if hmac.compare_digest(proposal.proposed, mark):
                raise Refusal(TWO, "Another facilitator has been asked to look at it.")
            agreed = replace(proposal, confirmed=mark, until=end_of(dossier, proposal.days, now))
            return told(_with(dossier, agreed), model.Kind.NOTICE, voice_id, _notice(agreed))

        after = replace(opened, dossier=await self._desk.change(opened.dossier.id, edit))
        dossier, blocking = after.dossier, _newest(after.dossier, voice_id)
        await self._blocks.enforce(after, blocking)
        if not hmac.compare_digest(blocking.confirmed, mark):
            raise Refusal("Another facilitator was quicker: they are blocked already.", "Nothing more is needed.")
        await self._nudges.tell(dossier, dossier.voice(voice_id))
        lead = f"{meant(dossier, voice_id)}, is blocked for {days_left(blocking, now)} days, and told why."
        return page(after, request.veil, now, lead=lead)

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
            appeal = next((one.id for one in waiting(dossier) if one.kind is model.Kind.APPEAL), "")
            return told(lifted, model.Kind.NOTICE, voice_id, _LIFTED, about=appeal)

        after = replace(opened, dossier=await self._desk.change(opened.dossier.id, edit))
        if not held:
            return page(
                after, request.veil, now, lead="The proposal is dropped. Whoever it was about never hears of it."
            )
        await self._blocks.lift(after, _newest(after.dossier, voice_id))
        await self._nudges.tell(after.dossier, after.dossier.voice(voice_id))
        return page(after, request.veil, now, lead="The block is lifted, and they are told.")

    async def show(self, request: Request) -> Reply:
        """List the blocks: by which name, for what, for how long and why; not whether anybody tried to write."""
        return await self._list(request)

    async def _list(self, request: Request, lead: str = "") -> Reply:
        now = self._desk.now()
        cases = [(opened, block) for opened in await self._desk.all(request) for block in opened.dossier.blocks]
        known = [(opened, block) for opened, block in cases if proposed(block) or in_force(block, now)]
        found = [block_item(opened, block, request.veil, now, brief=True) for opened, block in known]
        found += [bereft_item(row, now) for row in await self._blocks.bereft()]
        more = [Note((f"And {len(found) - _SHOWN} more, when these are done.",))] if len(found) > _SHOWN else []
        shown = [block for item in found[:_SHOWN] for block in item]
        return say(
            *([Text((lead,))] if lead else []),
            Heading("Blocks"),
            *(shown or [Text(("Nobody is blocked.",))]),
            *more,
            Actions((Button("All cases", call("support-desk")),)),
            Note(("Nobody sees who they are, or whether they tried to write.",)),
            replaces=True,
        )


_PROPOSED = "It is proposed. Nothing happens before a second facilitator agrees; I have told the others."
_LIFTED = "Facilitators lifted the block: you can write without your name again."


def _notice(blocking: model.Blocking) -> str:
    until = f"{blocking.until:%A} {blocking.until.day} {blocking.until:%B}" if blocking.until else ""
    return (
        f"Two facilitators have decided that you cannot write here without your name until {until}. They do not know "
        f"who you are. Their reason: “{blocking.reason}” What you sent and is not posted yet comes back to you. "
        "You can appeal without your name."
    )


def _unblocked(dossier: Dossier, voice_id: str, mark: str, desk: Desk) -> None:
    """Raise `Refusal` when a block of this voice holds, or waits for a second facilitator."""
    for blocking in (one for one in dossier.blocks if one.voice == voice_id):
        if in_force(blocking, desk.now()):
            raise Refusal("Whoever wrote this is blocked already.", "You find it among the blocks, with what is left.")
        if proposed(blocking) and hmac.compare_digest(blocking.proposed, mark):
            raise Refusal(
                f"You proposed it already; {TWO.partition('; ')[2]}", "You can drop it at the top of the case."
            )
        if proposed(blocking):
            look = Button("Look at it", call("support-look", case=dossier.id))
            raise Diverted("Another facilitator proposed a block already.", "Agree to it, or drop it.", ways=(look,))


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

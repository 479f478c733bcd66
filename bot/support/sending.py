"""Drafts on their way out: sent when their author says so, held for review, taken back before they are posted."""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime

from bot.chat.commands import Command, Option
from bot.chat.errors import Refusal
from bot.chat.requests import Request
from bot.chat.views import Reply
from bot.support import grammar
from bot.support.casebook import Casebook
from bot.support.drafting import Drafting
from bot.support.endings import forgotten_in_time
from bot.support.limits import Effort
from bot.support.model import CAP, PUBLIC, Dossier, Kind, Standing
from bot.support.preview import Previews
from bot.support.release import When
from bot.support.rules import Rules
from bot.support.voices import changed, found, own_entry

_EFFORTS = {Kind.REQUEST: Effort.REQUEST, Kind.WISH: Effort.WISH}


class Sending:
    """Lets who wrote a draft send it, and take it back."""

    def __init__(
        self, casebook: Casebook, drafting: Drafting, previews: Previews, rules: Rules, now: Callable[[], datetime]
    ) -> None:
        self._casebook = casebook
        self._drafting = drafting
        self._previews = previews
        self._rules = rules
        self._now = now

    def commands(self) -> Iterator[Command]:
        """Declare the buttons of a preview that send a draft, and the one that takes it back."""
        case = Option("case", "Which request", carried=True)
        entry = Option("entry", "Which words", carried=True)
        when = Option("when", "When it goes out", required=False, carried=True)
        for name, summary, run, options in (
            ("support-send", "Send your words", self.send, (case, entry, when)),
            ("support-take-back", "Take back what is not posted yet", self.take_back, (case, entry)),
        ):
            yield Command(name, summary, run, options, unlisted=True, anonymous=True)

    async def send(self, request: Request) -> Reply:
        """Let a draft go out: soon, in the next slot, at once, or when a facilitator has read it."""
        case_id, veil = request.text("case"), request.veil
        opened = await self._casebook.find(case_id)
        entry = own_entry(opened, veil, request.text("entry"))
        await self._rules.barrier(veil)
        now = self._now()
        held = self._rules.review and entry.kind in PUBLIC
        # Facilitators are told of it after a while, too, or they would know when it was written.
        release_at = self._rules.timing.choose(When.SOON if held else _when(request), now)
        standing = Standing.HELD if held else Standing.WAITING
        # Whoever is blocked before it goes out is known by these, whichever key that block is made with.
        marks = veil.moderation(opened.lock, *await self._rules.epochs(now))

        def send(dossier: Dossier) -> Dossier:
            current = found(dossier, entry.id)
            grammar.check_unsent(current)
            grammar.check_can_send(dossier, current)
            sent = replace(current, standing=standing, release_at=release_at, moderation=marks)
            after = changed(dossier, sent)
            # From now on it may stay as long as any case.
            whole = replace(after, close_at=after.opened + CAP, warned=False, sent=True)
            return whole if current == dossier.request else after

        # Taken back and sent again, it is the same request.
        effort = None if opened.dossier.sent else _EFFORTS.get(entry.kind)
        with self._rules.limits.counted(veil, effort) if effort else nullcontext():
            dossier = await self._casebook.change(case_id, send)
        return Reply(tuple(self._previews.sent(dossier, found(dossier, entry.id), self._now())), replaces=True)

    async def take_back(self, request: Request) -> Reply:
        """Make a draft again of what was sent and is not posted yet."""
        case_id = request.text("case")
        entry_id = own_entry(await self._casebook.find(case_id), request.veil, request.text("entry")).id

        def back(dossier: Dossier) -> Dossier:
            current = found(dossier, entry_id)
            grammar.check_not_out(current)
            after = changed(dossier, replace(current, standing=Standing.DRAFT, release_at=None, moderation=None))
            return forgotten_in_time(after, self._now()) if current == dossier.request else after

        await self._casebook.change(case_id, back)
        return await self._drafting.preview(request, case_id, entry_id)


def _when(request: Request) -> When:
    try:
        return When(request.text("when") or When.SOON)
    except ValueError:
        raise Refusal("I do not know that time.", "Open the draft again, and choose one of the buttons.") from None

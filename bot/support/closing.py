"""What an author does with a request that is out: adds a note, closes it, takes it away."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from bot.chat.calls import call
from bot.chat.commands import Command, Kind, Option
from bot.chat.errors import Refusal
from bot.chat.requests import Request
from bot.chat.views import Actions, Button, Note, Reply, Tone, say
from bot.support import grammar
from bot.support.casebook import Casebook, Opened
from bot.support.drafting import SEE_FIRST, Drafting
from bot.support.endings import closed, waits, withdrawn
from bot.support.model import KEEP, Dossier, Entry, Standing
from bot.support.model import Kind as Said
from bot.support.nudges import Nudges
from bot.support.posts import Posts
from bot.support.voices import changed, own_entry

_SURE = "yes"
_WAITING = "What you wrote last still waits for its time, and is not posted if you close now. "
_POST = (
    "Your post is taken away, with every answer that has no name, and what I hold of it is destroyed at once: you "
    "cannot read it any more either."
)
# The same whether something was reported or not, because whoever is told may be the one who wrote it.
_REPORTED = (
    "Whatever they reported of your words stays with facilitators until they have seen to it, for "
    f"{KEEP.days} days at most; what you reported yourself goes with the rest."
)
_LETTERS = (
    "What you and {} wrote here is taken away, and neither of you can read it any more. The words are destroyed at "
    f"once, and all that is left within {KEEP.days} days. {_REPORTED}"
)
_NEITHER = "It is being taken away: neither of you can read it any more."
_REMEMBER = "They may remember or have copied what they read."
_COPIES = "Whoever read it may remember or have copied it, and what others wrote under their own names stays."


class Closing:
    """Ends cases at their authors' wish, and lets everybody take away what they posted."""

    def __init__(
        self, casebook: Casebook, drafting: Drafting, posts: Posts, nudges: Nudges, now: Callable[[], datetime]
    ) -> None:
        self._casebook = casebook
        self._drafting = drafting
        self._posts = posts
        self._nudges = nudges
        self._now = now

    def commands(self) -> Iterator[Command]:
        """Declare what the buttons of an author's page do."""
        case = Option("case", "Which request", carried=True)
        entry = Option("entry", "Which words", required=False, carried=True)
        sure = Option("sure", "Whether you are sure", required=False, carried=True)
        text = Option("text", "What would you like to add?", Kind.PARAGRAPH)
        yield Command(
            "support-note",
            "Add to your request; what is posted stays as it was read",
            self.note,
            (case, text),
            unlisted=True,
            anonymous=True,
            prefill=self.may_note,
            submit=SEE_FIRST,
        )
        yield Command("support-close", "Close your request", self.close, (case, sure), unlisted=True, anonymous=True)
        yield Command(
            "support-withdraw",
            "Take away what you posted",
            self.withdraw,
            (case, entry, sure),
            unlisted=True,
            anonymous=True,
        )

    async def may_note(self, request: Request) -> Mapping[str, str]:
        """Say before somebody writes why they need not."""
        grammar.check_open((await self._mine(request)).dossier)
        await self._drafting.admit(request.veil)
        return {}

    async def note(self, request: Request) -> Reply:
        """Keep a note as a draft: it is posted under the request, which stays as it was read."""
        return await self._drafting.write(request, Said.NOTE)

    async def close(self, request: Request) -> Reply:
        """End a request: nothing more is posted under it, and some days later it is destroyed."""
        opened = await self._mine(request)
        _check_closable(opened.dossier)
        again = call("support-close", case=opened.dossier.id, sure=_SURE)
        if request.text("sure") != _SURE:
            waiting = any(waits(entry) and entry.voice == opened.dossier.author.id for entry in opened.dossier.entries)
            return say(
                f"{_WAITING if waiting else ''}"
                "Nobody can answer without a name any more, and private talks end. Your post stays, marked as closed. "
                f"You can read everything for {KEEP.days} days; then what I hold is destroyed for good.",
                Actions((Button("Close it", again, Tone.PRIMARY), _back())),
            )
        dossier = await self.end(opened.dossier.id, _check_closable)
        return say(
            f"It is closed. You can read everything in your inbox until {_day(dossier)}; after that nobody can, "
            "because the key is destroyed.",
            Note(("If you need somebody again, ask anew: you will go by another name.",)),
            replaces=True,
        )

    async def withdraw(self, request: Request) -> Reply:
        """Take away a request with all that was posted under it without a name, or one of somebody's own answers."""
        opened = await self._casebook.find(request.text("case"))
        if request.text("entry") not in {"", opened.dossier.request.id}:
            return await self._withdraw_entry(request)
        opened = await self._mine(request)
        _check_standing(opened.dossier)
        again = call("support-withdraw", case=opened.dossier.id, sure=_SURE)
        if request.text("sure") != _SURE:
            asks = opened.dossier.asks
            what = _LETTERS.format(opened.dossier.listed.name) if asks else _POST
            return say(
                f"{what} {_REMEMBER if asks else _COPIES}",
                Actions((Button("Take it away", again, Tone.DANGER), _back())),
            )

        def without(dossier: Dossier) -> Dossier:
            _check_standing(dossier)
            return withdrawn(dossier, self._now())

        dossier = await self._casebook.change(opened.dossier.id, without, for_good=True)
        await self._nudges.take_back(dossier)
        if dossier.asks:
            return say(_NEITHER, Note((f"{_REPORTED} {_REMEMBER}",)), replaces=True)
        return say("It is being taken away, and destroyed as soon as that is done.", Note((_COPIES,)), replaces=True)

    async def end(self, case_id: str, check: Callable[[Dossier], None], *, by_itself: bool = False) -> Dossier:
        """Close a case that `check` does not refuse, take its nudges back, and tell those whose words still waited.

        `by_itself` says that nobody did, because it had been open for as long as any may.
        """
        now = self._now()
        waiting: list[str] = []

        def over(dossier: Dossier) -> Dossier:
            check(dossier)
            waiting[:] = [entry.voice for entry in dossier.entries if waits(entry)]
            return replace(closed(dossier, now), lapsed=by_itself)

        dossier = await self._casebook.change(case_id, over)
        await self._posts.refresh(dossier, now)
        await self._nudges.take_back(dossier)
        await self._nudges.tell(dossier, *(voice for voice in dossier.voices if voice.id in waiting))
        return dossier

    async def _withdraw_entry(self, request: Request) -> Reply:
        opened = await self._casebook.find(request.text("case"))
        entry = own_entry(opened, request.veil, request.text("entry"))

        def without(dossier: Dossier) -> Dossier:
            current = dossier.entry(entry.id)
            if current is None or current.standing is not Standing.SAID:
                raise Refusal(_not_said(current), "Your inbox shows how it stands.")
            after = changed(dossier, replace(current, text="", standing=Standing.WITHDRAWN))
            return replace(after, look_at=self._now())

        await self._casebook.change(opened.dossier.id, without, for_good=True)
        return say("It is being taken away.", Note(("Whoever read it may remember or have copied it.",)), replaces=True)

    async def _mine(self, request: Request) -> Opened:
        """Find a case of whoever asks. Raises `NotAllowed` for somebody else's."""
        opened = await self._casebook.find(request.text("case"))
        grammar.check_author(opened, request.veil)
        return opened


def _check_closable(dossier: Dossier) -> None:
    _check_standing(dossier)
    if dossier.closed:
        raise Refusal("It is closed already.", f"You can read it in your inbox until {_day(dossier)}.")
    if dossier.request.standing not in {Standing.RELEASED, Standing.SAID, Standing.REMOVED}:
        raise Refusal(
            "It is not posted, so there is nothing to close.", "Your inbox lets you change, send or discard it."
        )


def _check_standing(dossier: Dossier) -> None:
    if dossier.request.standing is Standing.WITHDRAWN:
        raise Refusal("You have taken it away already.", "There is nothing more you need to do.")


def _not_said(entry: Entry | None) -> str:
    return f"{grammar.STATES[entry.standing]}, so there is nothing to take away." if entry else "It was discarded."


def _day(dossier: Dossier) -> str:
    return f"{dossier.shred_at:%A %d %B}".replace(" 0", " ") if dossier.shred_at else "it is destroyed"


def _back() -> Button:
    return Button("Leave it as it is", call("inbox-page"))

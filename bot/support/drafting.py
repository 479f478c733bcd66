"""Words without a name, from a form to a draft: kept at once, shown to who wrote them, changed, discarded."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.chat.commands import Command, Option
from bot.chat.commands import Kind as Input
from bot.chat.errors import NotAllowed
from bot.chat.requests import Address, Request
from bot.chat.veil import Epoch, Lock, Veil
from bot.chat.views import Diverted, Reply, say
from bot.support import grammar
from bot.support.casebook import Casebook, Opened
from bot.support.endings import hour, withdrawn
from bot.support.limits import Effort
from bot.support.model import DRAFTS, Dossier, Entry, Kind, Need, Part, Standing, Voice
from bot.support.names import new_id, new_name
from bot.support.preview import Previews
from bot.support.rules import Rules
from bot.support.safety import not_safe_button
from bot.support.vault import OutOfOrder
from bot.support.voices import changed, found, own_entry, voice_behind, writing_voice
from bot.support.words import check_words, or_given_back

# Makes of a request that has begun what it is to be; it gets the lock of its case.
Shape = Callable[[Dossier, Lock], Dossier]


def as_it_is(dossier: Dossier, lock: Lock) -> Dossier:
    """Leave a request as it began."""
    del lock
    return dossier


# What the button of a form says whose words are shown to who wrote them before anything is sent.
SEE_FIRST = "See it before it is sent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What an author wishes for a request beside its words, and what it counts as.

    `left_out` are the accounts of facilitators.
    """

    needs: tuple[Need, ...] = ()
    left_out: tuple[str, ...] = ()
    nudge: bool = True
    effort: Effort = Effort.REQUEST


class Drafting:
    """Keeps drafts, and lets who wrote them see, change and discard what is theirs; `Sending` lets them go out."""

    def __init__(self, casebook: Casebook, previews: Previews, rules: Rules, now: Callable[[], datetime]) -> None:
        self._casebook = casebook
        self._previews = previews
        self._rules = rules
        self._now = now

    # For whoever lets people write -------------------------------------------------

    async def admit(self, veil: Veil, *efforts: Effort, named: bool = False) -> None:
        """Raise `Refusal` for who is blocked, or has written as much as one person may; asked before a form opens.

        Nobody is blocked from writing by name. While the keys cannot be used, nobody is let write what cannot be kept.
        """
        await self._check_keys()
        if not named:
            await self._rules.barrier(veil)
        for effort in (Effort.WORDS, *efforts):
            self._rules.limits.check(veil, effort)

    async def _check_keys(self) -> None:
        """Refuse before somebody writes what nothing could be sealed with."""
        try:
            await self._rules.epochs(self._now())
        except OutOfOrder as refusal:
            raise Diverted(str(refusal), refusal.hint, ways=(not_safe_button(),)) from None

    async def begin(self, request: Request, place: Address, plan: Plan, shape: Shape = as_it_is) -> Reply:
        """Keep the words of a form as the draft of a new case, which `shape` may change; returns its preview.

        Like `write`.
        """
        words = request.text("text")
        check_words(words)
        return await or_given_back(self._begin(request, place, plan, words, shape), words)

    async def write(self, request: Request, kind: Kind, *, nudge: bool = True, option: str = "text") -> Reply:
        """Keep the words of a form, for the case that its call names, as a draft; returns its preview.

        `kind` is ANSWER, REPLY or NOTE; an answer by the author becomes a reply. Raises `Unclear` about `option`;
        whatever else prevents it, the reply gives the words back.
        """
        words = request.text(option)
        check_words(words, option)
        return await or_given_back(self._write(request, kind, words, nudge=nudge), words)

    async def preview(self, request: Request, case_id: str, entry_id: str) -> Reply:
        """Show a draft to who wrote it, with everything they can do about it."""
        opened = await self._casebook.find(case_id)
        entry = own_entry(opened, request.veil, entry_id)
        if entry.standing not in grammar.UNSENT:
            return Reply(tuple(self._previews.sent(opened.dossier, entry, self._now())), replaces=True)
        blocks = await self._previews.show(opened.dossier, entry, request.veil, self._now(), request.place.platform)
        return Reply(tuple(blocks), replaces=True)

    async def new_voice(self, opened: Opened, veil: Veil, part: Part, *, nudge: bool) -> Voice:
        """Make an unnamed voice for somebody in a case; with `nudge`, they are told when something is new."""
        name = new_name({voice.name for voice in opened.dossier.voices})
        return voice_behind(veil, opened.lock, await self._epoch(), part=part, name=name, nudge=nudge)

    # What its buttons do ---------------------------------------------------------

    def commands(self) -> Iterator[Command]:
        """Declare what can be done about a draft."""
        case = Option("case", "Which request", carried=True)
        entry = Option("entry", "Which words", carried=True)
        text = Option("text", "What you would like to say", Input.PARAGRAPH)

        def command(name: str, summary: str, run: Callable[[Request], Awaitable[Reply]], *more: Option) -> Command:
            prefill = self.written if text in more else None
            return Command(
                name,
                summary,
                run,
                (case, entry, *more),
                unlisted=True,
                anonymous=True,
                prefill=prefill,
                submit=SEE_FIRST,
            )

        yield command("support-draft", "See your words again before they are sent", self.show)
        yield command("support-edit", "Change your words", self.edit, text)
        yield command("support-discard", "Discard your words", self.discard)

    async def show(self, request: Request) -> Reply:
        return await self.preview(request, request.text("case"), request.text("entry"))

    async def written(self, request: Request) -> Mapping[str, str]:
        """Fill in the form with the words as they are; raises `Refusal` when they cannot be changed any more."""
        opened = await self._casebook.find(request.text("case"))
        entry = own_entry(opened, request.veil, request.text("entry"))
        grammar.check_unsent(entry)
        return {"text": entry.text}

    async def edit(self, request: Request) -> Reply:
        """Put other words in the place of a draft's."""
        words = request.text("text")
        check_words(words)
        return await or_given_back(self._edit(request, words), words)

    async def discard(self, request: Request) -> Reply:
        """Forget a draft; when it is a request, the whole case."""
        case_id, entry_id = await self._own(request)

        def without(dossier: Dossier) -> Dossier:
            grammar.check_unsent(found(dossier, entry_id))
            if dossier.request.id == entry_id:
                return withdrawn(dossier, self._now())
            kept = tuple(entry for entry in dossier.entries if entry.id != entry_id)
            # Who wrote nothing else is forgotten next, too.
            return replace(dossier, entries=kept, look_at=self._now())

        await self._casebook.change(case_id, without, for_good=True)
        return say("It is discarded, and nothing of it is kept. Nobody else saw it.", replaces=True)

    # ----------------------------------------------------------------------------

    async def _begin(self, request: Request, place: Address, plan: Plan, words: str, shape: Shape) -> Reply:
        veil, opened = request.veil, hour(self._now())
        await self.admit(veil, plan.effort)
        name, epoch = new_name({one.dossier.name for one in await self._casebook.all()}), await self._epoch()

        def make(case_id: str, lock: Lock) -> Dossier:
            author = voice_behind(veil, lock, epoch, part=Part.AUTHOR, name=name, nudge=plan.nudge)
            begun = Dossier(
                id=case_id,
                place=place,
                name=name,
                opened=opened,
                voices=(author,),
                entries=(Entry(id=new_id(), voice=author.id, kind=Kind.REQUEST, text=words),),
                needs=plan.needs,
                left_out=plan.left_out,
                close_at=opened + DRAFTS,
                warned=True,
            )
            return shape(begun, lock)

        with self._rules.limits.counted(veil, Effort.WORDS):
            dossier = await self._casebook.start(make)
        return await self.preview(request, dossier.id, dossier.request.id)

    async def _epoch(self) -> Epoch:
        return (await self._rules.epochs(self._now()))[0]

    async def _write(self, request: Request, kind: Kind, words: str, *, nudge: bool) -> Reply:
        veil, case_id = request.veil, request.text("case")
        await self.admit(veil)
        with self._rules.limits.counted(veil, Effort.WORDS):
            opened = await self._casebook.find(case_id)
            mine = writing_voice(opened, veil)
            by_author = mine is not None and mine.part is Part.AUTHOR
            if kind in {Kind.REPLY, Kind.NOTE} and not by_author:
                raise NotAllowed("Only whoever asked can do that.", "You can answer without your name instead.")
            voice = mine or await self.new_voice(opened, veil, Part.HELPER, nudge=nudge)
            entry = Entry(
                id=new_id(), voice=voice.id, kind=Kind.REPLY if by_author and kind is Kind.ANSWER else kind, text=words
            )

            def added(dossier: Dossier) -> Dossier:
                grammar.check_open(dossier)
                known = any(one.id == voice.id for one in dossier.voices)
                voices = dossier.voices if known else (*dossier.voices, voice)
                return replace(dossier, voices=voices, entries=(*dossier.entries, entry))

            await self._casebook.change(case_id, added)
        return await self.preview(request, case_id, entry.id)

    async def _edit(self, request: Request, words: str) -> Reply:
        await self._rules.barrier(request.veil)
        case_id, entry_id = await self._own(request)

        def edited(dossier: Dossier) -> Dossier:
            current = found(dossier, entry_id)
            grammar.check_unsent(current)
            return changed(dossier, replace(current, text=words, standing=Standing.DRAFT, posted=""))

        with self._rules.limits.counted(request.veil, Effort.WORDS):
            await self._casebook.change(case_id, edited, for_good=True)
        return await self.preview(request, case_id, entry_id)

    async def _own(self, request: Request) -> tuple[str, str]:
        opened = await self._casebook.find(request.text("case"))
        return opened.dossier.id, own_entry(opened, request.veil, request.text("entry")).id

"""/directory-gaps: what members looked for in vain, and how the bot is taught what they meant."""

import asyncio
import logging
import secrets
from collections.abc import Callable, Iterator
from datetime import date

from bot.chat.calls import call
from bot.chat.commands import Command, Option
from bot.chat.errors import NotFound, Unclear
from bot.chat.requests import Request, Role
from bot.chat.views import Actions, Button, Card, Choice, Emphasis, Heading, Line, Note, Reply, Tone, say
from bot.directory.care import Care, is_skill
from bot.directory.finder import Finder
from bot.directory.gaps import DAYS, Gap, Gaps, Learned, Lexicon, countable
from bot.directory.search.findings import Findings
from bot.directory.search.index import SearchIndex
from bot.directory.search.lexicon import begun, label_of
from bot.directory.search.text import normalise

log = logging.getLogger(__name__)

SHOWN = 8
_SUGGESTED = 25
_BACK = Actions((Button("‹ What is missing", call("gap-page")),))


class MissedQuestions:
    """Counts what a search did not find. A search never fails with it."""

    def __init__(self, gaps: Gaps, today: Callable[[], date]) -> None:
        self._gaps = gaps
        self._today = today

    async def note(self, found: Findings) -> None:
        """Count each skill that was asked for and that nobody lists."""
        try:
            for each in found.understood:
                named = each.labels[0] if len(each.labels) == 1 and each.named else each.typed
                if not each.held and (text := countable(named)):
                    await self._gaps.note(text, self._today())
        except Exception:
            log.exception("a missed question was not counted")


class DirectoryGaps:
    """Shows organisers what is missing, and takes what they teach."""

    def __init__(self, gaps: Gaps, lexicon: Lexicon, finder: Finder, care: Care | None = None) -> None:
        self._gaps = gaps
        self._lexicon = lexicon
        self._finder = finder
        self._care = care or Care()

    def commands(self) -> Iterator[Command]:
        """Declare the list and what can be done about each line of it; all for organisers."""
        which, word = Option("gap", "Which question", carried=True), Option("word", "Which word", carried=True)
        concept = Option(
            "concept", "Which skill do they mean?", complete=self.suggest, placeholder="A skill I know, such as NVivo"
        )
        label = Option("label", "What should this skill be called?", placeholder="As members would write it")
        organiser = Role.ORGANISER
        yield Command("directory-gaps", "See what people look for and do not find", self.show, role=organiser)
        yield Command("gap-page", "See what people do not find", self.page, role=organiser, unlisted=True)
        yield Command("gap-alias", "Another word for a skill", self.alias, (which, concept), organiser, unlisted=True)
        yield Command(
            "gap-concept", "A new skill", self.concept, (which, label), organiser, unlisted=True, prefill=self.called
        )
        yield Command("gap-ignore", "Take a question off the list", self.ignore, (which,), organiser, unlisted=True)
        start = Option("start", "How many to pass over", required=False)
        yield Command("gap-words", "Words this network taught me", self.words, (start,), organiser, unlisted=True)
        yield Command("gap-unlearn", "Forget a word", self.unlearn, (word,), organiser, unlisted=True)

    async def show(self, request: Request) -> Reply:
        """List what is missing."""
        del request
        return await self._listed(replaces=False)

    async def page(self, request: Request) -> Reply:
        """Go back to the list."""
        del request
        return await self._listed(replaces=True)

    async def alias(self, request: Request) -> Reply:
        """Learn that people mean a skill that is known by another name."""
        gap, given = await self._gap(request), request.text("concept")
        known = label_of(await self._finder.vocabulary(), given)
        if known is None:
            hint = "Choose one that I suggest, or make it a new skill."
            raise Unclear(f"I know no skill called “{given}”.", hint, option="concept")
        return await self._learn(gap, known)

    async def concept(self, request: Request) -> Reply:
        """Learn a skill that was in no list."""
        gap, label = await self._gap(request), request.text("label")
        if not normalise(label):
            raise Unclear("A skill needs a name with letters in it.", "Write it as members would.", option="label")
        if known := label_of(await self._finder.vocabulary(), label):
            raise Unclear(f"I know “{known}” already.", "Make this another word for it instead.", option="label")
        await self._lexicon.learn(_learned(label, label))
        return await self._learn(gap, label)

    async def called(self, request: Request) -> dict[str, str]:
        """Fill in a new skill's name with the words it was asked for in."""
        return {"label": (await self._gap(request)).text}

    async def ignore(self, request: Request) -> Reply:
        """Take a question off the list."""
        gap = await self._gap(request)
        await self._gaps.settle(gap.id)
        return say(f"“{gap.text}” is off the list.", _BACK, replaces=True)

    async def words(self, request: Request) -> Reply:
        """List what was taught, the last first and page by page, each with a way to take it back."""
        taught = list(reversed(await self._lexicon.learned()))
        if not taught:
            return say("You have taught me no words yet.", _BACK, replaces=True)
        start = min(request.number("start"), (len(taught) - 1) // SHOWN * SHOWN)
        shown = taught[start : start + SHOWN]
        forget = {word: Button("Forget it", call("gap-unlearn", word=word.id), Tone.DANGER) for word in shown}
        cards = [Card(word.name, _meaning(word), controls=(forget[word],)) for word in shown]
        steps = (("‹ Back", start - SHOWN), ("More ›", start + SHOWN))
        turns = [Button(label, call("gap-words", start=to)) for label, to in steps if 0 <= to < len(taught)]
        turning = [Actions(tuple(turns))] if turns else []
        return say(Heading("Words you taught me"), *cards, *turning, _BACK, replaces=True)

    async def unlearn(self, request: Request) -> Reply:
        """Take a word back."""
        await self._lexicon.unlearn(request.text("word"))
        self._finder.look_again()
        return say("I have forgotten it.", _BACK, replaces=True)

    async def suggest(self, typed: str, request: Request) -> list[Choice]:
        """Complete with every skill there is a name for, listed by somebody or not."""
        del request
        vocabulary = await self._finder.vocabulary()
        return [Choice(label, label) for label in begun(vocabulary, typed, _SUGGESTED)]

    async def _gap(self, request: Request) -> Gap:
        gap = await self._gaps.find(request.text("gap"))
        if gap is None:
            raise NotFound("That question is settled already.", "Type /directory-gaps to see what is left.")
        return gap

    async def _learn(self, gap: Gap, concept: str) -> Reply:
        if normalise(gap.text) != normalise(concept):
            await self._lexicon.learn(_learned(gap.text, concept))
        await self._gaps.settle(gap.id)
        self._finder.look_again()
        return say(
            "From now on I read “",
            gap.text,
            "” as ",
            Emphasis(concept),
            ". Whoever lists it is found.",
            _BACK,
            replaces=True,
        )

    async def _listed(self, *, replaces: bool) -> Reply:
        index = await self._finder.index()
        gaps = []
        for gap in await self._gaps.open():
            gaps += [gap] if self._shown(gap.text, index) else []
            await asyncio.sleep(0)  # each is a search, and there may be many
        vocabulary = await self._finder.vocabulary()
        taught = Actions((Button("Words you taught me", call("gap-words")),))
        if not gaps:
            nothing = "Nothing is missing: whatever was asked for on different days, somebody lists."
            return say(nothing, taught, replaces=replaces)
        more = f" {len(gaps) - SHOWN} more will follow." if len(gaps) > SHOWN else ""
        return say(
            Heading("What people look for and do not find"),
            *(_card(gap, known=label_of(vocabulary, gap.text) is not None) for gap in gaps[:SHOWN]),
            taught,
            Note((f"Asked on at least {DAYS} different days. Nobody can see who asked, and I do not know it.{more}",)),
            replaces=replaces,
        )

    def _shown(self, text: str, index: SearchIndex) -> bool:
        """Whether somebody still misses it, as questions are read today.

        It may be listed by now; and what an older version counted may be no wish, or nobody's business.
        """
        missed = (each for each in index.find(text).understood if not (each.held and each.sure))
        wishes = list(filter(index.is_wish, missed))
        skill = any(map(is_skill, wishes))
        return not self._care.private(text) and (skill or bool(wishes and countable(text) and self._care.kept(text)))


def _card(gap: Gap, *, known: bool) -> Card:
    """Show one question; a skill that is known and that nobody lists needs a person rather than a word."""
    ignore = Button("Ignore", call("gap-ignore", gap=gap.id))
    when = f"Asked on {gap.days} days, last on {gap.last.day} {gap.last:%B}"
    if known:
        return Card(gap.text, (when,), (("I know this skill; nobody lists it yet.",),), (ignore,))
    teach = (
        Button("Another word for …", call("gap-alias", gap=gap.id), Tone.PRIMARY),
        Button("New skill", call("gap-concept", gap=gap.id)),
    )
    return Card(gap.text, (when,), (), (*teach, ignore))


def _meaning(word: Learned) -> Line:
    return ("a skill of its own",) if word.name == word.concept else ("means ", Emphasis(word.concept))


def _learned(name: str, concept: str) -> Learned:
    return Learned(secrets.token_hex(6), name, concept)

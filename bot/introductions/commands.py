"""Asking for an introduction, and answering one."""

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.chat.commands import Command, Filled, Kind, Option
from bot.chat.errors import NotAllowed, NotFound, Refusal, Unclear
from bot.chat.requests import Request
from bot.chat.views import Actions, Block, Button, Control, Inline, Line, Note, Person, Reply, Text, say
from bot.directory.model import Directory, Entry
from bot.introductions import messages
from bot.introductions.colleagues import Colleagues
from bot.introductions.model import ID_BYTES, WEEK, Introduction, Introductions, Limits, State, where_asked
from bot.introductions.post import IntroductionPost
from bot.introductions.weekly import Weekly
from bot.support.case_page import TO_INBOX
from bot.support.words import or_given_back

# Ways in which somebody has said that it does not suit them.
_NOES = frozenset({State.DECLINED, State.PASSED_ON, State.SILENT})


class Introduce:
    """Carries a wish from the one who asks to the one who is listed, and the answer back."""

    def __init__(
        self,
        introductions: Introductions,
        directory: Directory,
        post: IntroductionPost,
        limits: Limits,
        now: Callable[[], datetime],
        *,
        weekly: Weekly,
        colleagues: Colleagues,
    ) -> None:
        self._introductions = introductions
        self._directory = directory
        self._post = post
        self._limits = limits
        self._now = now
        self._weekly = weekly
        self._colleagues = colleagues

    def offer(self, entry: Entry, request: Request, skill: str = "") -> Sequence[Control]:
        """Offer an introduction to whoever can be asked here, and to anybody but themselves.

        `skill` is the one of theirs, as they list it, for which they were found; left out where no button carries it.
        """
        if not entry.accounts or entry.is_of(request.actor.account):
            return ()
        return (Button("Ask for an introduction", messages.to_ask(entry, skill)),)

    def commands(self) -> Iterator[Command]:
        """Declare what the buttons of cards and of questions do."""
        entry = Option("entry", "Whom", carried=True)
        skill = Option("skill", "For which of their skills they were found", required=False, carried=True)
        again = Option("again", "Whether to ask somebody who was met", required=False, carried=True)
        which = Option("introduction", "Which introduction", carried=True)
        few = "Two or three sentences are plenty"
        reason = Option("reason", "What would you like to talk about?", Kind.PARAGRAPH, placeholder=few)
        person = Option("person", "Who may be able to help?", complete=self._colleagues.suggest)
        remark = Option("remark", "What should they know about them?", Kind.PARAGRAPH, required=False)
        yield Command(
            "introduce",
            "Ask for an introduction",
            self.ask,
            (entry, skill, again, reason),
            unlisted=True,
            prefill=self.may_ask,
        )
        inbox = Option("inbox", "Whether it is answered in the inbox", required=False, carried=True)
        yield Command("introduction-accept", "Accept an introduction", self.accept, (which, inbox), unlisted=True)
        sure = Option("sure", "Whether you are sure", required=False, carried=True)
        yield Command("introduction-decline", "Not now", self.decline, (which, inbox, sure), unlisted=True)
        yield Command("introduction-look", "See what I am asked", self.look, (which, inbox), unlisted=True)
        yield Command(
            "introduction-suggest",
            "Suggest someone else",
            self.suggest,
            (which, inbox, person, remark),
            unlisted=True,
            prefill=self.may_answer,
        )
        yield Command("introduction-withdraw", "Take a request back", self.withdraw, (which,), unlisted=True)

    # Asking ----------------------------------------------------------------------

    async def may_ask(self, request: Request) -> Filled:
        """Say before somebody writes who reads it, or why they need not write."""
        entry = await self._listed(request)
        return Filled(notice=(messages.who_reads(entry, _found_for(entry, request)),))

    async def ask(self, request: Request) -> Reply:
        """Ask somebody listed, privately; whatever prevents that, whoever asks has their words back."""
        return await or_given_back(self._ask(request), request.text("reason"))

    async def _ask(self, request: Request) -> Reply:
        entry = await self._listed(request)
        asker = request.actor
        one = Introduction(
            id=secrets.token_hex(ID_BYTES),
            asker=asker.account,
            asker_name=asker.name,
            entry_id=entry.id,
            account=where_asked(entry.accounts, asker.account.platform),
            reason=request.text("reason"),
            asked_at=self._now(),
            skill=_found_for(entry, request),
        )
        if not await self._introductions.add(one, self._limits):
            await self._listed(request)  # of several who ask at once, others were quicker: this says at what
            raise _several()
        await self._post.ask(one)
        return say(
            Text(messages.who_was_asked(entry, one.skill)),
            Actions((messages.take_back(one),)),
            Note(("I will tell you what they say. If they say nothing within a week, I let it rest and tell you so.",)),
        )

    async def withdraw(self, request: Request) -> Reply:
        """Take a wish back that was not answered yet."""
        one = await self._find(request)
        if not one.asker.same(request.actor.account):
            raise NotAllowed("That is somebody else's request.")
        if not await self._post.conclude(one, replace(one, state=State.WITHDRAWN)):
            raise _settled()
        if not await self._post.reached(one):
            # What they were not told of counts for neither of the two.
            await self._introductions.remove(one.id)
            return say("It is taken back. I had not told them of it yet.", replaces=True)
        again = f"They see that it is settled. You can ask them again from {messages.again_from(one)} on."
        return say(f"It is taken back. {again}", replaces=True)

    # Answering -------------------------------------------------------------------

    async def may_answer(self, request: Request) -> Mapping[str, str]:
        """Say before somebody writes that it is settled."""
        await self._mine(request)
        return {}

    async def accept(self, request: Request) -> Reply:
        """Bring two people together."""
        one, entry = await self._mine(request)
        asker, together = Person(one.asker_name, one.asker), self._post.together(one)
        mine = messages.reach(entry, one.account, one.asker)
        if not (together or mine):
            raise messages.no_way(one)
        if not await self._post.conclude(one, replace(one, state=State.ACCEPTED)):
            raise _settled()
        if together:
            return _answered(request, "Thank you. I am opening a conversation for you and ", asker, ".")
        theirs = await self._directory.of(one.asker)
        told: Line = ("I have told them how to reach you, as your entry says.",)
        how = messages.reach(theirs, one.asker, request.actor.account) if theirs else ()
        more = [Text(line) for line in (told, how) if line]
        return _answered(request, "Thank you. ", asker, " will write to you.", *more)

    async def look(self, request: Request) -> Reply:
        """Ask somebody the same once more, who only looked what would become of an answer."""
        one, _ = await self._mine(request)
        return _answered(request, *messages.asks(one, again=one.reminded, inbox=request.text("inbox")))

    async def decline(self, request: Request) -> Reply:
        """Say kindly that it does not suit, after asking once, with what the asker will read."""
        one, entry = await self._mine(request)
        if not request.text("sure"):
            return _answered(request, *messages.really_not(one, entry, request.text("inbox")))
        if not await self._post.conclude(one, replace(one, state=State.DECLINED)):
            raise _settled()
        return _answered(request, "That is fine. I have told them that it does not suit you now, and nothing else.")

    async def suggest(self, request: Request) -> Reply:
        """Pass a wish on to somebody who may suit better; that person is not asked, only named to the asker."""
        one, _ = await self._mine(request)
        other = await self._colleagues.meant(request.text("person"), one.entry_id)
        if other.is_of(one.asker):
            raise Unclear(f"{other.name} is the one who asks you.", "Choose somebody else.", option="person")
        after = replace(one, state=State.PASSED_ON, other=other.id, remark=request.text("remark"))
        if not await self._post.conclude(one, after):
            raise _settled()
        return _answered(request, f"Thank you. I have told them that {other.name} may be able to help.")

    # Looking up ------------------------------------------------------------------

    async def _listed(self, request: Request) -> Entry:
        entry = await self._directory.find(request.text("entry"))
        if entry is None or not entry.listed or not entry.accounts:
            raise NotFound("They cannot be asked here any more.", "Type /find-skill to look for somebody else.")
        if entry.is_of(request.actor.account):
            raise Refusal("That is your own entry.", "Type /my-skills to change it.")
        await self._unasked(entry, request)
        await self._weekly.check(entry)
        return entry

    async def _unasked(self, entry: Entry, request: Request) -> None:
        """Raise `Refusal` for somebody who has not answered yet, or has said no, as long as that is known.

        So it is for a week where it was taken back: each time counts among those that one person should be asked.
        It is raised for whoever waits for as many answers as anybody may, too. Those who have met, whichever of them
        asked, are told so, and ask again only on purpose.
        """
        asker = request.actor.account
        between = await self._introductions.of(asker)
        mine = [one for one in between if one.asker.same(asker)]
        known = [one for one in mine if one.entry_id == entry.id]
        if waiting := next((one for one in known if one.state is State.ASKED), None):
            raise messages.on_its_way(waiting, entry)
        if sum(one.state is State.ASKED for one in mine) >= self._limits.open:
            raise _several()
        if _NOES.intersection(one.state for one in known):
            raise Refusal(
                f"You have asked {entry.name} not long ago, and it did not suit.",
                "Ask somebody else who lists it; after a month you can ask again.",
            )
        for one in known:
            if one.state is State.WITHDRAWN and one.asked_at > self._now() - WEEK:
                raise Refusal(
                    f"You took back what you asked {entry.name} not long ago, and they had been told of it.",
                    f"You can ask them again from {messages.again_from(one)} on, or somebody else who lists it now.",
                )
        theirs = [one for one in between if entry.is_of(one.asker)]
        met = next((one for one in (*reversed(known), *reversed(theirs)) if one.state is State.ACCEPTED), None)
        if met and not request.text("again"):
            account = met.account if met in known else met.asker
            skill = _found_for(entry, request)
            raise messages.met(entry, account, asker, skill, together=self._post.together(met))

    async def _find(self, request: Request) -> Introduction:
        one = await self._introductions.find(request.text("introduction"))
        if one is None or one.state is not State.ASKED:
            raise _settled()
        return one

    async def _mine(self, request: Request) -> tuple[Introduction, Entry]:
        """Return what the person is asked; by any of their accounts."""
        one = await self._find(request)
        entry = await self._directory.find(one.entry_id)
        if entry is None:
            raise _settled()
        if not (entry.is_of(request.actor.account) or one.account.same(request.actor.account)):
            raise NotAllowed("That question is somebody else's.")
        return one, entry


def _found_for(entry: Entry, request: Request) -> str:
    """Return for which skill somebody was found; whatever their entry does not list, a button may carry in vain."""
    skill = request.text("skill")
    return skill if skill in entry.skills else ""


def _answered(request: Request, *content: Block | Inline) -> Reply:
    """Reply in the place of what was asked, in an inbox with the way back to whatever else waits there."""
    return say(*content, *([Actions((TO_INBOX,))] if request.text("inbox") else []), replaces=True)


def _several() -> Refusal:
    return Refusal(
        "You have several introductions waiting for an answer.",
        "You can ask again once one of them is answered, after a week at the latest, or taken back.",
    )


def _settled() -> Refusal:
    return NotFound("That is settled already.", "Nothing more is expected of you.")

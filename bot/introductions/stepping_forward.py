"""“Say who I am”: whoever asked somebody listed without a name chooses to be known to them."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from bot.chat.calls import call
from bot.chat.commands import Command, Option
from bot.chat.errors import NotFound, Refusal
from bot.chat.requests import Request
from bot.chat.views import Actions, Button, Note, Reply, Strong, Text, Tone, say
from bot.directory.model import Directory, Entry
from bot.introductions.messages import reach
from bot.introductions.model import ID_BYTES, Introduction, Introductions, Limits, State, where_asked
from bot.introductions.post import IntroductionPost
from bot.support.case_page import TO_INBOX
from bot.support.casebook import Casebook
from bot.support.inbox import not_yours, talk_for
from bot.support.model import Dossier, Part, Talk, Talking, Voice
from bot.support.reading import looked
from bot.support.talk_rules import LIVE, check_can_be, current, put
from bot.support.wishes import settled

_SURE = "yes"
# They asked this very person before, without their name, and were counted then.
_UNLIMITED = Limits(weekly=1_000_000, open=1_000_000)


@dataclass(frozen=True, slots=True)
class SteppingForward:
    """Makes an introduction by name of one without. Its command is the only one here that learns who somebody is."""

    casebook: Casebook
    directory: Directory
    introductions: Introductions
    post: IntroductionPost
    now: Callable[[], datetime]

    def commands(self) -> Iterator[Command]:
        case, talk = Option("case", "Which request", carried=True), Option("talk", "Which talk", carried=True)
        sure = Option("sure", "Whether you are sure", required=False, carried=True)
        yield Command("introduction-name", "Say who I am", self.step, (case, talk, sure), unlisted=True)

    async def step(self, request: Request) -> Reply:
        """Ask once whether somebody means it; then tell the other of the two who they are, and bring them together."""
        dossier, talk, author = await self._find(request)
        entry = await self.directory.find(dossier.asks)
        if entry is None or not entry.accounts:
            raise NotFound("They are not in the Directory any more.", "Type /find-skill to find somebody else.")
        new = self._introduction(request, dossier, talk, entry)
        if new.state is State.ACCEPTED and not (self.post.together(new) or reach(entry, new.account, new.asker)):
            raise _no_way(entry)
        if request.text("sure") != _SURE:
            return _really(dossier, talk, entry, self._what_then(new, _THEN_TOGETHER, _THEN_APART, _THEN_ASKED))
        one = await self._begun(new) or new
        if one is new and not await self.introductions.add(new, _UNLIMITED):
            raise Refusal(
                f"You have asked {entry.name} by name, too, and they have not answered yet.",
                "Take that back first, or wait for what they say.",
            )
        try:
            await self._settle(dossier, talk, author, one)
        except Refusal:
            # The other of the two was quicker, and nobody is told anything: nor may they read it among their data.
            await self.introductions.remove(new.id)
            raise
        if one.state is State.ASKED:
            await self.post.ask(one)
            return _done(f"I have asked {entry.name} by name. I will tell you what they say.")
        await self.post.tell(one)
        await self.post.named(one)
        return _done(f"{entry.name} knows who you are now. I will tell you in a moment how you two go on.")

    def _introduction(self, request: Request, dossier: Dossier, talk: Talk, entry: Entry) -> Introduction:
        asker = request.actor
        return Introduction(
            id=secrets.token_hex(ID_BYTES),
            asker=asker.account,
            asker_name=asker.name,
            entry_id=entry.id,
            account=where_asked(entry.accounts, asker.account.platform),
            reason=dossier.request.text,
            asked_at=self.now(),
            state=State.ACCEPTED if talk.standing is Talking.ACCEPTED else State.ASKED,
        )

    async def _begun(self, new: Introduction) -> Introduction | None:
        """Find the same introduction, of somebody who was stopped before the talk had ended."""
        same = (new.asker, new.entry_id, new.reason, new.state)
        before = await self.introductions.of(new.asker)
        return next((one for one in before if (one.asker, one.entry_id, one.reason, one.state) == same), None)

    def _what_then(self, one: Introduction, together: str, apart: str, asked: str) -> str:
        """Choose what is said of how the two go on."""
        if one.state is not State.ACCEPTED:
            return asked
        return together if self.post.together(one) else apart

    async def _settle(self, dossier: Dossier, talk: Talk, author: Voice, one: Introduction) -> None:
        """Let the talk end, with the name of whoever asked; what is then said is said elsewhere."""
        how = self._what_then(one, _TOGETHER, _APART, _ASKS_BY_NAME)
        told, now = f"They have told you who they are: {one.asker_name}. {how}", self.now()

        def named(before: Dossier) -> Dossier:
            check_can_be(before, current(before, talk), *LIVE)
            over = replace(current(before, talk), standing=Talking.NAMED)
            return looked(settled(put(before, over, author, told), now), (author,), talk.id)

        # What they are told by name is the news: a nudge at the same moment would tell which case in the outbox it was.
        await self.casebook.change(dossier.id, named)

    async def _find(self, request: Request) -> tuple[Dossier, Talk, Voice]:
        """Find a talk for the one who asked; for anybody else there is none."""
        opened = await self.casebook.find(request.text("case"))
        talk, reader = talk_for(opened.dossier, opened.voices_of(request.veil), request.text("talk"))
        if not opened.dossier.asks or reader.part is not Part.AUTHOR:
            raise not_yours()
        check_can_be(opened.dossier, talk, *LIVE)
        return opened.dossier, talk, reader


_TOGETHER = "I am opening a conversation for the two of you. If you do not see it, write to them."
_APART = "I have told them how to reach you, as your entry says."
_ASKS_BY_NAME = "I have sent you what they ask by name; please answer that."
_THEN_TOGETHER = "I then open a conversation for the two of you."
_THEN_APART = "I then tell you how to reach them, as their entry says, and you write to them there."
_THEN_ASKED = "They have not answered yet: I then ask them by name, as for any introduction."


def _no_way(entry: Entry) -> Refusal:
    return Refusal(
        f"The Directory does not show how to reach {entry.name} just now, so I could not bring you two together.",
        "Nothing was told. Ask them here first how you could reach them.",
    )


def _done(said: str) -> Reply:
    return say(said, Actions((TO_INBOX,)), replaces=True)


def _really(dossier: Dossier, talk: Talk, entry: Entry, after: str) -> Reply:
    which = {"case": dossier.id, "talk": talk.id}
    return say(
        Text((Strong(f"{entry.name} will see your name"), ", and know that all you wrote to them here was yours.")),
        Text((after,)),
        Actions(
            (
                Button("Yes, say who I am", call("introduction-name", **which, sure=_SURE), Tone.PRIMARY),
                Button("Stay unnamed", call("inbox-talk", **which)),
            )
        ),
        Note(("It cannot be undone. Nobody else learns it.",)),
        replaces=True,
    )

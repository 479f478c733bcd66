"""What introductions put into the outbox, and how each is worded when its time has come."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.chat.requests import Account, Address
from bot.delivery.composers import Composer, Edit, Said, Unsaid, Words
from bot.delivery.letterbox import Letterbox
from bot.delivery.model import ENDED, Delivery, Draft, State
from bot.directory.finder import Finder
from bot.directory.model import Directory
from bot.introductions import messages
from bot.introductions.elsewhere import elsewhere
from bot.introductions.model import Introduction, Introductions
from bot.introductions.model import State as Stage

ASK, AGAIN, ANSWER, TOGETHER, CLOSED, LEFT, NAMED = (
    "introduction-ask",
    "introduction-again",
    "introduction-answer",
    "introduction-together",
    "introduction-closed",
    "introduction-left",
    "introduction-named",
)
# After so long a message about an introduction would only puzzle.
_EXPIRES = timedelta(days=7)


class IntroductionPost:
    """Sends what two people have to hear. `groups` names the platforms with private conversations of several."""

    def __init__(
        self,
        introductions: Introductions,
        directory: Directory,
        letterbox: Letterbox,
        groups: Collection[str],
        now: Callable[[], datetime],
        *,
        finder: Finder,
    ) -> None:
        """`finder` knows who else lists a skill."""
        self._introductions = introductions
        self._directory = directory
        self._letterbox = letterbox
        self._groups = groups
        self._now = now
        self._finder = finder

    def composers(self) -> Mapping[str, Composer]:
        """Say who words what."""
        return {
            ASK: self._asks,
            AGAIN: self._asks,
            ANSWER: self._answers,
            TOGETHER: self._opens,
            CLOSED: self._closes,
            LEFT: self._left,
            NAMED: self._names,
        }

    def together(self, one: Introduction) -> bool:
        """Whether the two can have a conversation of their own."""
        return one.asker.platform == one.account.platform and one.account.platform in self._groups

    async def ask(self, one: Introduction, *, again: bool = False) -> None:
        """Ask the listed person, or ask once more."""
        await self._put(AGAIN if again else ASK, one, Address.of(one.account))

    async def conclude(self, before: Introduction, after: Introduction) -> bool:
        """Bring an introduction to its end and tell of it; False when it came to another end meanwhile."""
        if not await self._introductions.change(after, before):
            now = await self._introductions.find(before.id)
            if now is None or now.state is not Stage.ASKED:
                return False
            # They were only asked once more in this very moment.
            after = replace(after, reminded=now.reminded)
            if not await self._introductions.change(after, now):
                return False
        await self.tell(after)
        return True

    async def tell(self, one: Introduction) -> None:
        """Tell of an end. Whoever crashed in the middle of it is made up for: every message goes out once."""
        if one.state is not Stage.WITHDRAWN:
            await self._put(ANSWER, one, Address.of(one.asker))
        if one.state is Stage.ACCEPTED and self.together(one):
            await self._put(TOGETHER, one, Address.of(one.asker, one.account))
        if one.state in {Stage.SILENT, Stage.WITHDRAWN}:
            await self._close(one)
        await self._introductions.change(replace(one, told=True), one)

    async def named(self, one: Introduction) -> None:
        """Tell the listed person who it was that they accepted unseen, where no conversation of the two does."""
        if not self.together(one):
            await self._put(NAMED, one, Address.of(one.account))

    async def part(self, one: Introduction, leaver: Account) -> None:
        """Tell the other of the two that an open one is over, in words for which nothing needs to be kept."""
        if leaver == one.asker:
            await self._close(one)
        else:
            await self._put(LEFT, one, Address.of(one.asker))

    async def unreached(self, one: Introduction) -> bool:
        """Whether the question could not be delivered, and never will be; or whoever is asked is listed no more."""
        if await self._directory.find(one.entry_id) is None:
            return True
        return any(each.kind == ASK and each.state in _UNREACHED for each in await self._questions(one.id))

    async def reached(self, one: Introduction) -> bool:
        """Whether the question was, or may have been, delivered."""
        return any(each.state in _REACHED for each in await self._questions(one.id))

    async def told(self, one: Introduction) -> bool:
        """Whether the asker was told of the end; of what they took back themselves, there is nothing to tell."""
        about = await self._letterbox.about(one.id)
        waits = any(each.kind == ANSWER and each.state not in ENDED for each in about)
        return one.state is Stage.WITHDRAWN or (one.told and not waits)

    async def _questions(self, introduction_id: str) -> Sequence[Delivery]:
        about = await self._letterbox.about(introduction_id)
        return [each for each in about if each.kind in {ASK, AGAIN}]

    async def _close(self, one: Introduction) -> None:
        """Let every question that was asked say no more than that it is settled."""
        for question in await self._questions(one.id):
            await self._put(CLOSED, one, question.to, question.id)

    async def _put(self, kind: str, one: Introduction, to: Address, which: str = "") -> None:
        now = self._now()
        draft = Draft(
            key="/".join(filter(None, (one.id, kind, which))),
            kind=kind,
            payload=f"{one.id} {which}".rstrip(),
            to=to,
            due_at=now,
            expires_at=now + _EXPIRES,
            about=one.id,
        )
        await self._letterbox.put(draft)

    async def _asks(self, delivery: Delivery, now: datetime) -> Said:
        del now
        one = await self._introductions.find(delivery.payload)
        if one is None or one.state is not Stage.ASKED:
            return _SETTLED
        return Words(messages.asks(one, again=delivery.kind == AGAIN))

    async def _answers(self, delivery: Delivery, now: datetime) -> Said:
        del now
        one = await self._introductions.find(delivery.payload)
        if one is None:
            return _SETTLED
        entry = await self._directory.find(one.entry_id)
        if one.state is Stage.ACCEPTED and entry:
            return Words(messages.accepted(one, entry, together=self.together(one)))
        other = await self._directory.find(one.other) if one.other else None
        search = await elsewhere(self._finder, one.skill, entry)
        return Words(messages.ended(one, entry, other if other and other.listed else None, search))

    async def _opens(self, delivery: Delivery, now: datetime) -> Said:
        del now
        one = await self._introductions.find(delivery.payload)
        entry = await self._directory.find(one.entry_id) if one else None
        return Words(messages.together(one, entry)) if one and entry else _SETTLED

    async def _closes(self, delivery: Delivery, now: datetime) -> Said:
        del now
        introduction_id, _, which = delivery.payload.partition(" ")
        one = await self._introductions.find(introduction_id)
        posted = next((each.posted for each in await self._questions(introduction_id) if each.id == which), "")
        if not posted:
            return _SETTLED
        return Edit(posted, messages.settled(one) if one else messages.taken_back())

    async def _names(self, delivery: Delivery, now: datetime) -> Said:
        del now
        one = await self._introductions.find(delivery.payload)
        theirs = await self._directory.of(one.asker) if one else None
        return Words(messages.named(one, theirs)) if one else _SETTLED

    async def _left(self, delivery: Delivery, now: datetime) -> Said:
        del delivery, now
        return Words(messages.left())


_UNREACHED = frozenset({State.FAILED, State.DROPPED})
_REACHED = frozenset({State.SENDING, State.SENT, State.UNCERTAIN})
_SETTLED = Unsaid(State.UNWANTED, "It is settled.")

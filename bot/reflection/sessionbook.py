"""Every session, and what is written in it: the one way from the store to what people said."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial

from bot.chat.errors import NotFound, Refusal
from bot.chat.veil import Lock, Veil
from bot.reflection import admission, course, showing, turns
from bot.reflection.admission import Outside
from bot.reflection.contributions import MOST_EACH, Contribution, Participant, Standing
from bot.reflection.folder import Folder
from bot.reflection.formats import Showing, Speaker
from bot.reflection.model import Seat, Session, Stage
from bot.reflection.papers import Papers
from bot.support.book import Book, Form
from bot.support.codec import pack, unpack_as
from bot.support.kept import Kept
from bot.support.vault import Shredded, Vault


def _read(plain: bytes) -> Session:
    return unpack_as(Session, plain)


_FORM = Form("session", pack, _read, lambda session: session.act_at)


class Over(Shredded):
    """Nothing of a session is kept any more."""

    def __init__(self) -> None:
        NotFound.__init__(
            self, "That session is over, and nothing of it is kept any more.", "Type /sessions to see what there is."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A session as somebody sees it: who they are in it, and whether they ever wrote there; they may have left it."""

    session: Session
    who: Participant | None
    wrote: bool


class SessionBook(Book[Session]):
    """The book of all sessions. What takes a veil asks who somebody is in the session, and learns nothing else."""

    def __init__(
        self,
        sessions: Kept,
        papers: Papers,
        vault: Vault,
        wake: Callable[[], None] = lambda: None,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Like `Book`; `papers` are those of the same sessions, and are deleted with them."""
        super().__init__(sessions, vault, _FORM, wake)
        self._papers = papers
        self._now = now

    async def change(self, case_id: str, edit: Callable[[Session], Session]) -> Session:
        """Like `Book.change`; what then has changed for those who look on is seen to at once."""

        def stirred(session: Session) -> Session:
            changed = edit(session)
            return changed if changed.changes == session.changes else replace(changed, look_at=self._now())

        return await super().change(case_id, stirred)

    async def find(self, session_id: str) -> Session:
        """Open a session. Raises `Over` and `LockedAway`."""
        return (await self.open(session_id))[0]

    async def all(self) -> Sequence[Session]:
        return [session for session, _ in await self.open_all()]

    async def due(self, now: datetime) -> Sequence[Session]:
        return [session for session, _ in await self.open_due(now)]

    async def seen_by(self, veil: Veil) -> Sequence[Seen]:
        """Open every session as somebody sees it; all are asked at once, because no list of them is kept."""
        opened = [(one, self.folder_of(one, lock), veil.mark(lock)) for one, lock in await self.open_all()]
        # What somebody wrote first in each phase keeps its place, whatever becomes of it.
        first = [(one.id, folder.place(mark, at, 0)) for one, folder, mark in opened for at in range(len(one.steps))]
        papers = await self._papers.some([*((one.id, folder.place(mark)) for one, folder, mark in opened), *first])
        found = {(paper.session, paper.id): paper for paper in papers}
        wrote = {session_id for session_id, place in first if (session_id, place) in found}
        return [
            Seen(
                session=one,
                who=folder.read(there) if (there := found.get((one.id, folder.place(mark)))) else None,
                wrote=one.id in wrote,
            )
            for one, folder, mark in opened
        ]

    # Taking part -----------------------------------------------------------------

    async def join(
        self, session_id: str, veil: Veil, name: str, *, tell: bool = False, follow_up: bool = False
    ) -> Participant:
        """Let somebody in, who agreed to the ground rules; who is there already stays as they are.

        How to reach them is sealed when they want us to `tell` them of their words, or to ask them afterwards.
        """
        session, lock = await self.open(session_id)
        if session.stage is Stage.DRAFT:
            raise Over
        if session.stage in (Stage.CLOSING, Stage.CLOSED):
            raise Refusal("That session is ending, so nobody can join it any more.", "Type /sessions for others.")
        folder, mark = self.folder_of(session, lock), veil.mark(lock)
        address = veil.address(lock) if tell or follow_up else None
        who = Participant(mark=mark, name=name, address=address, tell=tell, follow_up=follow_up)
        if await folder.enter(who):
            return who
        if known := await folder.participant(mark):
            return known
        raise Over

    async def tell(self, session_id: str, veil: Veil, *, tell: bool, follow_up: bool) -> Participant:
        """Change when somebody who joined wants a word in private; who wants none cannot be reached any more."""
        session, lock = await self.open(session_id)
        folder, mark = self.folder_of(session, lock), veil.mark(lock)
        if await folder.participant(mark) is None:
            raise Outside
        address = veil.address(lock) if tell or follow_up else None
        who = await folder.change_participant(
            mark, lambda who: replace(who, address=address, tell=tell, follow_up=follow_up), for_good=True
        )
        if follow_up and session.asks_again:
            # Those who wanted it when it closed are put down already.
            await self.change(session_id, course.changed)
        return who

    async def leave(self, session_id: str, veil: Veil) -> None:
        """Delete what somebody is in a session; who is not there, or left before, is gone already."""
        session, lock = await self.open(session_id)
        folder, mark = self.folder_of(session, lock), veil.mark(lock)
        people, written = await folder.all()
        who = next((one for one in people if one.mark == mark), None)
        if who is None:
            return
        if session.named:
            for one in written:
                if one.by == mark and one.standing is not Standing.WITHDRAWN:
                    await folder.change(one.id, lambda said: replace(said, name=who.name))
        await self.change(session_id, lambda current: course.left(current, who, len(people)))
        await folder.leave(mark)

    async def sit(self, session_id: str, veil: Veil, part: Speaker) -> Session:
        """Give somebody who joined the part of bringing something; the first who asks has it."""
        session, lock = await self.open(session_id)
        mark = veil.mark(lock)
        if await self.folder_of(session, lock).participant(mark) is None:
            raise Outside
        return await self.change(session_id, lambda current: course.seated(current, Seat(part=part, mark=mark)))

    async def stand_up(self, session_id: str, veil: Veil) -> Session:
        """Let somebody give their part back, while the session has not begun."""
        _, lock = await self.open(session_id)
        mark = veil.mark(lock)
        return await self.change(session_id, lambda current: course.unseated(current, mark))

    async def pass_on(self, session_id: str, veil: Veil, phase: int) -> Participant:
        """Write down that somebody who joined has nothing to add to a phase."""
        session, lock = await self.open(session_id)
        folder, mark = self.folder_of(session, lock), veil.mark(lock)
        if await folder.participant(mark) is None:
            raise Outside
        return await folder.change_participant(
            mark, lambda who: who if phase in who.passed else replace(who, passed=(*who.passed, phase))
        )

    async def participant(self, session_id: str, veil: Veil) -> Participant | None:
        """Find who somebody is in a session; None when they did not join it."""
        session, lock = await self.open(session_id)
        return await self.folder_of(session, lock).participant(veil.mark(lock))

    async def author(self, session_id: str, contribution: Contribution) -> Participant | None:
        """Find who wrote something, as they are in the session, so that they can be told of it in private."""
        session, lock = await self.open(session_id)
        return await self.folder_of(session, lock).participant(contribution.by)

    async def folder(self, session_id: str) -> Folder:
        """Open the papers of a session, for those who tell people something in private."""
        return self.folder_of(*await self.open(session_id))

    def folder_of(self, session: Session, lock: Lock) -> Folder:
        """Return the papers of a session that is open already."""
        return Folder(self._papers, session.id, lock)

    async def participants(self, session_id: str) -> Sequence[Participant]:
        return (await self.folder_of(*await self.open(session_id)).all())[0]

    async def contribute(self, session_id: str, veil: Veil, phase: int, text: str, answers: str = "") -> Contribution:
        """Keep what somebody wrote for a phase. Raises `Refusal` for what `admission` refuses, or when it is late."""
        session, lock = await self.open(session_id)
        folder, mark = self.folder_of(session, lock), veil.mark(lock)
        if answers:
            answered = await folder.contribution(answers)
            showing.check_shown(session, answered)
            phase = answered.phase
        places = [folder.place(mark, phase, number) for number in range(MOST_EACH)]
        (who, taken), total = await folder.desk(mark, *places), await self._papers.count(session_id)
        may = partial(admission.check_contribution, phase=phase, who=who, text=text, total=total, answers=bool(answers))
        may(session)
        # After the end, nobody is recognised by what they brought.
        part = turns.recognised(session.current or session.steps[phase], session.part(mark))
        if not answers:
            # Before it is there: whoever finds it finds that its author has not agreed to it yet.
            await self.change(session_id, lambda current: showing.asked_again(current, mark))
        for number, place in enumerate(places[taken:], taken):
            said = Contribution(id=place, by=mark, phase=phase, text=text, answers=answers, part=part, number=number)
            if await folder.add(said):
                return await self._in_time(said, folder, session_id)
        may(await self.find(session_id), mine=MOST_EACH)
        raise Over

    async def contribution(self, session_id: str, paper_id: str) -> Contribution:
        """Find a contribution. Raises `NotFound`."""
        return await self.folder_of(*await self.open(session_id)).contribution(paper_id)

    async def contributions(self, session_id: str) -> Sequence[Contribution]:
        """List what was written, ordered by ids that say nothing of who or when."""
        return (await self.folder_of(*await self.open(session_id)).all())[1]

    async def some(self, session_id: str, paper_ids: Sequence[str]) -> Mapping[str, Contribution]:
        """Find several contributions by their ids; those that cannot be found, or opened, are left out."""
        return await self.folder_of(*await self.open(session_id)).some(paper_ids)

    async def written_by(self, session_id: str, veil: Veil) -> Sequence[Contribution]:
        """List what somebody wrote themselves and did not take back, in the order of the phases."""
        session, lock = await self.open(session_id)
        _, written = await self.folder_of(session, lock).all()
        own = [one for one in written if veil.made(one.by, lock) and one.standing is not Standing.WITHDRAWN]
        return sorted(own, key=lambda one: one.phase)

    async def withdraw(self, session_id: str, veil: Veil, paper_id: str) -> Contribution:
        """Take back what somebody wrote, shown or not; its words are kept no longer."""
        session, lock = await self.open(session_id)

        def edit(one: Contribution) -> Contribution:
            if not veil.made(one.by, lock):
                raise Refusal("Only whoever wrote that can take it back.")
            return one if one.standing is Standing.WITHDRAWN else _withdrawn(one)

        taken = await self.folder_of(session, lock).change(paper_id, edit, for_good=True)
        await self.touch(session_id, paper_id)
        return taken

    async def agree(self, session_id: str, veil: Veil, phase: int) -> Session:
        """Write down that somebody agrees to show what was written in a phase although it is little."""
        session, lock = await self.open(session_id)
        mark = veil.mark(lock)
        if await self.folder_of(session, lock).participant(mark) is None:
            raise Outside
        return await self.change(session_id, lambda session: showing.agreed(session, phase, mark))

    async def touch(self, session_id: str, paper_id: str) -> None:
        """Let what shows a contribution be said anew, because something about that has changed."""
        await self.change(session_id, lambda session: showing.touched(session, paper_id))

    # ----------------------------------------------------------------------------

    async def _find(self, case_id: str) -> tuple[Session, Lock, int]:
        try:
            return await super()._find(case_id)
        except Shredded:
            raise Over from None

    async def _in_time(self, said: Contribution, folder: Folder, session_id: str) -> Contribution:
        """Look again whether a phase ended while somebody pressed: they are told, and it is not kept."""
        session = await self.find(session_id)
        ended = session.revealed(said.phase) or session.shut == said.phase or _is_past(session, said.phase)
        if said.answers or session.steps[said.phase].shows is Showing.LIVE:
            ended = (await self.change(session_id, course.changed)).stage is Stage.CLOSED
        if ended and said.id in (await self._late(session_id, said)).late:
            await folder.change(said.id, _withdrawn, for_good=True)
            hint = "You may use your words in the next one."
            raise Refusal("The writing in this phase ended just before yours came.", hint)
        return said

    async def _late(self, session_id: str, said: Contribution) -> Session:
        """Decide with whoever shows a phase just now, perhaps in another process, whether something is among it."""
        return await self.change(session_id, lambda session: showing.late(session, said))


def _is_past(session: Session, phase: int) -> bool:
    """Whether a phase that people write to while it runs runs no longer."""
    return phase != session.follow_up and (session.current is None or phase != session.phase)


def _withdrawn(one: Contribution) -> Contribution:
    return replace(one, standing=Standing.WITHDRAWN, text="", resonates=frozenset())

"""The papers of one session, opened with its lock: who takes part, and what they contributed."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.chat.errors import NotFound, Refusal
from bot.chat.veil import Broken, Lock
from bot.reflection.contributions import Contribution, Participant
from bot.reflection.papers import Papers, SealedPaper
from bot.support.book import Unreadable
from bot.support.codec import pack, unpack_as
from bot.support.tries import tries

log = logging.getLogger(__name__)

_ID_LENGTH = 16
# Of many, so many are opened before others get their turn.
_AT_ONCE = 50


class _Missing(NotFound):
    def __init__(self) -> None:
        super().__init__("That contribution is not there any more.", "Type /sessions to see what is.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What is sealed: one of the two. Both are written alike, so that nothing tells one from the other."""

    who: Participant | None = None
    said: Contribution | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ear:
    """Whom to tell, by the `place` of their paper; `news` is the same for the same standing of the same words."""

    place: str
    news: str


class Folder:
    """Opens, adds and changes the papers of one session.

    The place of a paper follows from the mark of its author, under the lock: nobody can take part twice, or write more
    than one may, however often and on however many processes they press at once.
    """

    def __init__(self, papers: Papers, session_id: str, lock: Lock) -> None:
        self._papers = papers
        self._session_id = session_id
        self._lock = lock

    def place(self, mark: str, *which: int) -> str:
        """Name the place of a paper: of what somebody is in the session, or of `which` contribution of theirs."""
        return self._lock.mark(":".join(("paper", mark, *map(str, which))))[:_ID_LENGTH]

    async def enter(self, who: Participant) -> bool:
        """Add somebody; False when they are there already, or the session is gone."""
        return await self._add(self.place(who.mark), Paper(who=who))

    async def leave(self, mark: str) -> None:
        """Delete what somebody is in the session, for good; what they contributed stays as it is."""
        await self._papers.remove(self._session_id, self.place(mark))

    async def add(self, said: Contribution) -> bool:
        """Add a contribution; False when its place is taken, or the session is gone."""
        return await self._add(said.id, Paper(said=said))

    async def participant(self, mark: str) -> Participant | None:
        return await self.somebody(self.place(mark))

    async def somebody(self, place: str) -> Participant | None:
        """Find who takes part by the place of their paper."""
        found = await self._papers.find(self._session_id, place)
        return self.read(found) if found else None

    def read(self, paper: SealedPaper) -> Participant | None:
        """Open the paper of somebody who takes part."""
        return self._opened(paper).who

    async def desk(self, mark: str, *here: str) -> tuple[Participant | None, int]:
        """Find somebody, and how many of the places named `here` are taken, in one look."""
        found = {one.id: one for one in await self._papers.some(self._at(self.place(mark), *here))}
        me = found.pop(self.place(mark), None)
        return (self.read(me) if me else None), len(found)

    def ear(self, said: Contribution) -> Ear:
        """Name who wrote something, and what becomes of it, so that without the key nobody can connect the two."""
        return Ear(place=self.place(said.by), news=self._lock.mark(f"news:{said.id}:{said.standing}")[:_ID_LENGTH])

    async def contribution(self, paper_id: str) -> Contribution:
        """Find a contribution. Raises `NotFound`."""
        sealed = await self._papers.find(self._session_id, paper_id)
        said = self._opened(sealed).said if sealed else None
        if said is None:
            raise _Missing
        return said

    async def some(self, paper_ids: Sequence[str]) -> Mapping[str, Contribution]:
        """Find contributions in the order of their ids given; those that cannot be found, or opened, are left out."""
        found = {one.id: self._opened(one).said for one in await self._papers.some(self._at(*paper_ids))}
        return {paper_id: said for paper_id in paper_ids if (said := found.get(paper_id))}

    async def all(self) -> tuple[Sequence[Participant], Sequence[Contribution]]:
        """Open every paper; those that cannot be opened are left out."""
        opened = list[Paper]()
        for number, sealed in enumerate(await self._papers.of(self._session_id), 1):
            if number % _AT_ONCE == 0:
                await asyncio.sleep(0)
            opened.append(self._opened(sealed))
        return [one.who for one in opened if one.who], [one.said for one in opened if one.said]

    async def change(
        self, paper_id: str, edit: Callable[[Contribution], Contribution], *, for_good: bool = False
    ) -> Contribution:
        """Let `edit` change a contribution; it is asked again when somebody was quicker, and may refuse.

        When it returns what it was given, nothing is written. With `for_good`, what it was is kept nowhere any more.
        Raises `NotFound`.
        """

        def edited(paper: Paper) -> Paper:
            if paper.said is None:
                raise _Missing
            changed = edit(paper.said)
            return paper if changed is paper.said else Paper(said=changed)

        said = (await self._change(paper_id, edited, for_good=for_good)).said
        assert said  # noqa: S101 - for the type checker
        return said

    async def change_participant(
        self, mark: str, edit: Callable[[Participant], Participant], *, for_good: bool = False
    ) -> Participant:
        """Let `edit` change what somebody is in the session, like `change`."""

        def edited(paper: Paper) -> Paper:
            if paper.who is None:
                raise _Missing
            changed = edit(paper.who)
            return paper if changed is paper.who else Paper(who=changed)

        who = (await self._change(self.place(mark), edited, for_good=for_good)).who
        assert who  # noqa: S101 - for the type checker
        return who

    async def _change(self, paper_id: str, edit: Callable[[Paper], Paper], *, for_good: bool = False) -> Paper:
        # Several may be touched by one contribution at once; each change is made anew on what the others made of it.
        async for _ in tries():
            sealed = await self._papers.find(self._session_id, paper_id)
            if sealed is None:
                raise _Missing
            paper = self._opened(sealed)
            changed = edit(paper)
            if changed is paper:
                return paper
            if await self._papers.save(self._sealed(paper_id, changed, sealed.version), for_good=for_good):
                return changed
        raise Refusal("Too many people are pressing that just now.", "Please try again in a moment.")

    def _at(self, *places: str) -> list[tuple[str, str]]:
        return [(self._session_id, place) for place in places]

    async def _add(self, paper_id: str, paper: Paper) -> bool:
        return await self._papers.add(self._sealed(paper_id, paper))

    def _sealed(self, paper_id: str, paper: Paper, version: int = 0) -> SealedPaper:
        sealed = self._lock.seal(_purpose(paper_id), pack(paper))
        return SealedPaper(session=self._session_id, id=paper_id, sealed=sealed, version=version)

    def _opened(self, paper: SealedPaper) -> Paper:
        """Open a paper; one that was damaged, or that a newer version wrote, is empty."""
        try:
            return unpack_as(Paper, self._lock.open(_purpose(paper.id), paper.sealed))
        except (Broken, Unreadable):
            # Which one it is stays out of the log.
            log.error("a paper of a session cannot be read")  # noqa: TRY400 - that says it
            return Paper()


def _purpose(paper_id: str) -> str:
    """What a paper is sealed for: it cannot be laid in the place of another."""
    return f"paper:{paper_id}"

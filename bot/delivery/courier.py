"""Carries what is due to its place: claims, asks for the words, posts, settles; and clears up after a crash."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import assert_never

from bot.chat.views import Block
from bot.delivery.composers import PERFORMING, Composer, Edit, Performer, Removal, Said, Unsaid, Words
from bot.delivery.model import (
    GONE,
    Delivery,
    Gone,
    Later,
    Messenger,
    Outbox,
    Outcome,
    Refused,
    State,
    Unknown,
    Unreadable,
)

log = logging.getLogger(__name__)

# One empty reading may have been too early; two are proof enough.
LOOKS = 2
# What nobody here can word or send is tried again after this many seconds, doubled each time; after so many
# attempts, two and a half days in all, it is shown to an organiser instead. What a platform put off is no attempt:
# else the first answer lost after it was away for an hour would be one too many.
_FIRST_PAUSE, _LONGEST_PAUSE, MOST_ATTEMPTS = 10, 3600 * 4, 24
MOST_AT_ONCE = 50
# Clocks of platforms and of this machine may differ.
_CLOCKS_DIFFER = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait before something is taken for lost.

    `lease` is how long a claim holds beyond the time its messenger may take. `lag` is how long a message may take to
    show in a place's history after it was taken (Slack and Discord: below a second, by observation; neither
    guarantees it): with less, a message that shows late is said twice.
    """

    lease: timedelta = timedelta(seconds=30)
    lag: timedelta = timedelta(seconds=10)


PATIENCE = Patience()
_NO_MORE = Outcome(state=State.UNWANTED, reason=GONE)


class Courier:
    """Sends what is due, one message at a time to each place, so that no slow place holds up another."""

    def __init__(
        self,
        outbox: Outbox,
        messengers: Mapping[str, Messenger],
        composers: Mapping[str, Composer],
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        wake: Callable[[], None] = lambda: None,
        *,
        patience: Patience = PATIENCE,
        performers: Mapping[str, Performer] | None = None,
        troubled: Callable[[], None] = lambda: None,
        absent: Collection[str] = (),
    ) -> None:
        """`wake` is called whenever it is worth calling `work` before the time that it returned last.

        `troubled` is called when a delivery ended as `FAILED` or `UNCERTAIN`, before `wake` is. `absent` names, at any
        time, the platforms that cannot be asked for anything yet: what is due there waits, unclaimed.
        """
        self._outbox = outbox
        self._messengers = messengers
        self._composers = composers
        self._now = now
        self._wake = wake
        self._patience = patience
        self._performers = performers or {}
        self._troubled = troubled
        self._absent = absent
        self._under_way: dict[str, asyncio.Task[None]] = {}
        self._resting: dict[str, datetime] = {}

    async def work(self) -> datetime | None:
        """Start everything that is due, and return when to call again; None when nothing waits."""
        now = self._now()
        self._resting = {where: until for where, until in self._resting.items() if until > now}
        # Nearly always nothing is due, and to find that out is to read: a claim waits for whoever is writing.
        due = await self._outbox.next_due(avoid=self._avoid())
        if due and due <= now:
            await self._start_due(now)
            due = await self._outbox.next_due(avoid=self._avoid())
        # What is due at a place under way or at rest waits for that, not for the clock.
        return min((time for time in (due, *self._resting.values()) if time), default=None)

    async def _start_due(self, now: datetime) -> None:
        room = MOST_AT_ONCE - len(self._under_way)
        if room <= 0:
            return
        until = now + self._patience.lease + self._longest_call
        lost = await self._outbox.claim_lost(now, until, most=room, avoid=self._avoid())
        for delivery in lost:
            performed = delivery.kind in self._performers
            self._start(delivery, self._send(delivery) if performed else self._recover(delivery))
        for delivery in await self._outbox.claim(now, until, most=room - len(lost), avoid=self._avoid()):
            self._start(delivery, self._send(delivery))

    @property
    def _longest_call(self) -> timedelta:
        return timedelta(seconds=max((messenger.patience for messenger in self._messengers.values()), default=0))

    async def finish(self) -> None:
        """Wait until what is under way has settled."""
        while self._under_way:
            await asyncio.wait(set(self._under_way.values()))

    def _avoid(self) -> Collection[str]:
        return {*self._under_way, *self._resting, *self._absent}

    def _start(self, delivery: Delivery, work: Awaitable[Outcome]) -> None:
        place = str(delivery.to)
        self._under_way[place] = asyncio.ensure_future(self._settle(delivery, work))

    async def _settle(self, delivery: Delivery, work: Awaitable[Outcome]) -> None:
        try:
            outcome = await work
            facts = {"delivery": delivery.id, "kind": delivery.kind, "state": outcome.state.value}
            if await self._outbox.settle(delivery, outcome):
                log.info("settled", extra=facts)
                if outcome.state in (State.FAILED, State.UNCERTAIN):
                    self._troubled()
            else:
                log.warning("somebody else claimed it meanwhile", extra=facts)
        except Exception:
            # The row stays as it is; when its lease has run out, it is looked for like after a crash.
            log.exception("could not settle", extra={"delivery": delivery.id})
        finally:
            del self._under_way[str(delivery.to)]
            self._wake()

    async def _send(self, delivery: Delivery) -> Outcome:
        now = self._now()
        if now >= delivery.expires_at:
            return Outcome(state=State.MISSED, reason="Its time had passed.")
        if perform := self._performers.get(delivery.kind):
            return await self._perform(delivery, perform)
        compose, messenger = self._composers.get(delivery.kind), self._messengers.get(delivery.to.platform)
        if compose is None or messenger is None:
            # Another version, or another process, may know how; it is not lost.
            return self._put_back(delivery, "Nobody here knows how to say it.")
        try:
            said = await compose(delivery, now)
        except Exception:
            log.exception("could not word it", extra={"delivery": delivery.id, "kind": delivery.kind})
            return self._put_back(delivery, "It could not be worded.")
        return await self._carry(delivery, messenger, said)

    async def _carry(self, delivery: Delivery, messenger: Messenger, said: Said) -> Outcome:
        match said:
            case Unsaid(state, reason):
                return Outcome(state=state, reason=reason)
            case Words(blocks, name):
                return await self._post(delivery, messenger, blocks, name)
            case Edit(posted, blocks, name):
                edit = messenger.edit(delivery.to, posted, blocks)
                return replace(await self._change(delivery, messenger, posted, edit), said=name)
            case Removal(posted):
                return await self._change(delivery, messenger, posted, messenger.remove(delivery.to, posted))
            case _:
                assert_never(said)

    async def _perform(self, delivery: Delivery, perform: Performer) -> Outcome:
        async def deed() -> Outcome:
            left = min(delivery.act_at - self._now(), PERFORMING)
            async with asyncio.timeout(left.total_seconds()):
                done = await perform(delivery, self._now())
            if isinstance(done, Unsaid):
                return Outcome(state=done.state, reason=done.reason)
            return Outcome(state=State.SENT, posted=done.reference)

        try:
            return await self._safe_twice(delivery, deed())
        except Exception:
            log.exception("could not do it", extra={"delivery": delivery.id, "kind": delivery.kind})
            return self._put_back(delivery, "It could not be done.")

    async def _post(self, delivery: Delivery, messenger: Messenger, blocks: Sequence[Block], name: str) -> Outcome:
        if self._now() + timedelta(seconds=messenger.patience) >= delivery.act_at:
            # This process stood still, and somebody else may look for the message already: too late to send it.
            return Outcome(state=State.WAITING, act_at=self._now(), reason="Its lease ran out before it was sent.")
        try:
            posted = await messenger.post(delivery.to, blocks, delivery.id)
        except Later as later:
            return Outcome(state=State.WAITING, act_at=self._rest(delivery, later), put_off=True)
        except Gone:
            return _NO_MORE
        except Refused as refused:
            return Outcome(state=State.FAILED, reason=str(refused))
        except Unknown:
            return Outcome(state=State.SENDING, act_at=self._now() + self._patience.lag)
        finally:
            self._rest(delivery, Later(messenger.pace))
        return Outcome(state=State.SENT, posted=posted, said=name)

    async def _change(self, delivery: Delivery, messenger: Messenger, posted: str, change: Awaitable[None]) -> Outcome:
        """Change what was said earlier."""

        async def deed() -> Outcome:
            await change
            return Outcome(state=State.SENT, posted=posted)

        try:
            return await self._safe_twice(delivery, deed())
        finally:
            self._rest(delivery, Later(messenger.pace))

    async def _safe_twice(self, delivery: Delivery, deed: Awaitable[Outcome]) -> Outcome:
        """Do what is as good done twice as once, so that a lost answer is no riddle."""
        try:
            return await deed
        except Later as later:
            return Outcome(state=State.WAITING, act_at=self._rest(delivery, later), put_off=True)
        except (Unknown, TimeoutError):
            return self._put_back(delivery, "The platform did not answer.")
        except Gone:
            return _NO_MORE
        except Refused as refused:
            return Outcome(state=State.FAILED, reason=str(refused))

    async def _recover(self, delivery: Delivery) -> Outcome:
        """Make a change whose sender vanished again: looked for, it would never be found. All else is looked for."""
        messenger = self._messengers.get(delivery.to.platform)
        if messenger is None:
            return self._leave_unseen(delivery)
        if isinstance(said := await self._reworded(delivery), Edit | Removal):
            return await self._carry(delivery, messenger, said)
        return await self._look(delivery, messenger)

    async def _look(self, delivery: Delivery, messenger: Messenger) -> Outcome:
        """Find out whether a delivery whose sender vanished was sent; never say it again blindly."""
        again = Outcome(state=State.SENDING, act_at=self._now() + self._patience.lag, looks=delivery.looks)
        try:
            posted = await messenger.find(delivery.to, delivery.id, delivery.due_at - _CLOCKS_DIFFER)
        except Later as later:
            return replace(again, act_at=self._rest(delivery, later))
        except Gone:
            return _NO_MORE
        except (Refused, Unreadable) as why:
            return Outcome(state=State.UNCERTAIN, reason=str(why))
        if posted is not None:
            return Outcome(state=State.SENT, posted=posted, reason="Found in the history.")
        looks = delivery.looks + 1
        return replace(again, looks=looks) if looks < LOOKS else Outcome(state=State.WAITING, act_at=self._now())

    async def _reworded(self, delivery: Delivery) -> Said | None:
        """Ask what a lost delivery would be now; None when nobody here can say."""
        try:
            compose = self._composers.get(delivery.kind)
            return await compose(delivery, self._now()) if compose else None
        except Exception:
            log.exception("could not word it", extra={"delivery": delivery.id, "kind": delivery.kind})
            return None

    def _leave_unseen(self, delivery: Delivery) -> Outcome:
        """Leave it to a process that can look, asking again after as long as it has waited; then to a person."""
        now = self._now()
        if now >= delivery.expires_at:
            return Outcome(state=State.UNCERTAIN, reason="Nobody here can look.")
        pause = min(max(now - delivery.due_at, self._patience.lag), timedelta(seconds=_LONGEST_PAUSE))
        again = min(now + pause, delivery.expires_at)
        return Outcome(state=State.SENDING, act_at=again, looks=delivery.looks)

    def _put_back(self, delivery: Delivery, reason: str) -> Outcome:
        """Try again later, a little later each time, until it has been tried often enough to show somebody."""
        if delivery.attempts >= MOST_ATTEMPTS:
            return Outcome(state=State.FAILED, reason=reason)
        seconds = min(_FIRST_PAUSE * 2**delivery.attempts, _LONGEST_PAUSE)
        return Outcome(state=State.WAITING, act_at=self._now() + timedelta(seconds=seconds), reason=reason)

    def _rest(self, delivery: Delivery, later: Later) -> datetime:
        """Leave a place, or its whole platform, alone for a while; returns until when."""
        scope = delivery.to.platform if later.everywhere else str(delivery.to)
        until = self._now() + timedelta(seconds=later.seconds)
        self._resting[scope] = max(until, self._resting.get(scope, until))
        return until
